/** Subscripts and powers. */
import type { Expr, SubItem } from './ast.js';
import type { Rule } from './base.js';
import { asciiName } from './names.js';
import { OperandRules } from './operands.js';
import { Caret, Colon, Comma, DotDot, Equals, In, Minus, Name, NotEquals, Underscore } from './tokens.js';

export interface Scripts {
  readonly sub: readonly SubItem[] | null;
  readonly sup: Expr | null;
}

export abstract class ScriptRules extends OperandRules {
  /** `_n`, `_1`, `_{n in S, n != m}` */
  protected readonly subscript: Rule<SubItem[]> = this.rule('subscript', () => {
    this.CONSUME(Underscore);
    return this.OR({
      DEF: [{ ALT: () => [this.SUBRULE(this.plainSub)] }, { ALT: () => this.SUBRULE(this.bracedSub) }],
      ERR_MSG: "a subscript (a name, a number or '{')",
    });
  });

  private readonly plainSub: Rule<SubItem> = this.rule('plainSub', () => {
    const value = this.SUBRULE(this.atom);
    return { kind: 'expr', value, span: this.ACTION(() => value.span) };
  });

  private readonly bracedSub: Rule<SubItem[]> = this.rule('bracedSub', () => this.inBraces(this.subItems));

  private readonly subItems: Rule<SubItem[]> = this.rule('subItems', () => {
    const items: SubItem[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => items.push(this.SUBRULE(this.subItem)),
      ERR_MSG: 'a subscript',
    });
    return items;
  });

  private readonly subItem: Rule<SubItem> = this.rule('subItem', () =>
    this.OR<SubItem>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === In, ALT: () => this.SUBRULE(this.inItem) },
        { GATE: () => this.LA(2).tokenType === Equals, ALT: () => this.SUBRULE(this.assignItem) },
        { GATE: () => this.LA(2).tokenType === NotEquals, ALT: () => this.SUBRULE(this.exceptItem) },
        { ALT: () => this.SUBRULE(this.plainItem) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a subscript',
    }),
  );

  private readonly inItem: Rule<SubItem> = this.rule('inItem', () => {
    const index = this.CONSUME(Name);
    this.CONSUME(In);
    const set = this.CONSUME1(Name);
    return {
      kind: 'in',
      index: asciiName(index.image),
      set: asciiName(set.image),
      span: this.spanFrom(index.startOffset),
    };
  });

  private readonly assignItem: Rule<SubItem> = this.rule('assignItem', () => {
    const index = this.CONSUME(Name);
    this.CONSUME(Equals);
    const lo = this.SUBRULE(this.expression);
    const hi = this.OPTION(() => {
      this.CONSUME(DotDot);
      return this.SUBRULE1(this.expression);
    });
    return {
      kind: 'assign',
      index: asciiName(index.image),
      lo,
      hi: hi ?? null,
      span: this.spanFrom(index.startOffset),
    };
  });

  private readonly exceptItem: Rule<SubItem> = this.rule('exceptItem', () => {
    const index = this.CONSUME(Name);
    this.CONSUME(NotEquals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'except', index: asciiName(index.image), value, span: this.spanFrom(index.startOffset) };
  });

  private readonly plainItem: Rule<SubItem> = this.rule('plainItem', () => {
    const start = this.startOffset();
    const lo = this.SUBRULE(this.expression);
    const end = this.OPTION(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(Colon) }, { ALT: () => this.CONSUME(DotDot) }]);
      return { sign, hi: this.SUBRULE1(this.expression) };
    });
    return this.ACTION(() => {
      const span = this.spanFrom(start);
      if (end === undefined) return { kind: 'expr', value: lo, span };
      return { kind: end.sign.tokenType === Colon ? 'slice' : 'range', lo, hi: end.hi, span };
    });
  });

  /** `^2`, `^k`, `^(k)`, `^{(k)}`, `^{n+1}`, `^-1` */
  private readonly superscript: Rule<Expr> = this.rule('superscript', () => {
    this.CONSUME(Caret);
    return this.OR<Expr>({
      DEF: [
        { ALT: () => this.SUBRULE(this.atom) },
        { ALT: () => this.SUBRULE(this.bracket) },
        { ALT: () => this.SUBRULE(this.bracedSup) },
        { ALT: () => this.SUBRULE(this.negativeSup) },
      ],
      ERR_MSG: "a power (a name, a number, '(' or '{')",
    });
  });

  private readonly bracedSup: Rule<Expr> = this.rule('bracedSup', () => this.inBraces(this.expression));

  private readonly negativeSup: Rule<Expr> = this.rule('negativeSup', () => {
    const minus = this.CONSUME(Minus);
    const value = this.SUBRULE(this.atom);
    return { kind: 'sum', items: [{ sign: '-', value }], span: this.spanFrom(minus.startOffset) };
  });

  /** A subscript and a power, in either order. */
  protected readonly scripts: Rule<Scripts> = this.rule('scripts', () => {
    const scripts = this.OR<Scripts>([
      {
        ALT: () => ({
          sub: this.SUBRULE(this.subscript),
          sup: this.OPTION(() => this.SUBRULE(this.superscript)) ?? null,
        }),
      },
      {
        ALT: () => ({
          sup: this.SUBRULE1(this.superscript),
          sub: this.OPTION1(() => this.SUBRULE1(this.subscript)) ?? null,
        }),
      },
    ]);
    this.ACTION(() => this.refuseThirdScript());
    return scripts;
  });

  private refuseThirdScript(): void {
    if (this.next() === Underscore)
      this.refuse(this.LA(1), 'this is a second subscript', 'write both in one: x_{n, k}');
    if (this.next() === Caret) this.refuse(this.LA(1), 'this is a second power', 'write (a^b)^c or a^{b^c}');
  }
}
