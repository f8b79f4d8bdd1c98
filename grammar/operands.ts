/** Brackets, braces and the simplest operands. */
import type { IToken } from 'chevrotain';
import { type Argument, type Expr, operatorNames, type Section, type Separator } from './ast.js';
import { ParserBase, type Rule } from './base.js';
import { asciiName } from './names.js';
import {
  Bar,
  Comma,
  DoubleBar,
  Equals,
  LBrace,
  LBracket,
  LParen,
  Metavariable,
  Name,
  NumberWord,
  RBrace,
  RBracket,
  RParen,
  Semicolon,
} from './tokens.js';

type Bracket = Extract<Expr, { kind: 'bracket' }>;
type Braces = Extract<Expr, { kind: 'braces' }>;

const operators: ReadonlySet<string> = new Set(operatorNames);

export abstract class OperandRules extends ParserBase {
  protected abstract readonly expression: Rule<Expr>;
  protected abstract readonly factor: Rule<Expr>;

  /** `( .. )` or `[ .. ]`, with its sections. */
  protected readonly bracket: Rule<Bracket> = this.rule('bracket', () => {
    const before = this.LA(0);
    const open = this.OR([{ ALT: () => this.CONSUME(LParen) }, { ALT: () => this.CONSUME(LBracket) }]);
    const outer = this.openIntegrals;
    this.ACTION(() => this.openBracket());
    const sections = this.SUBRULE(this.sections);
    this.ACTION(() => this.expectCloser(open, operatorHint(before)));
    this.OR1([{ ALT: () => this.CONSUME(RParen) }, { ALT: () => this.CONSUME(RBracket) }]);
    this.openIntegrals = outer;
    this.leave();
    return { kind: 'bracket', open: open.image === '[' ? '[' : '(', sections, span: this.spanFrom(open.startOffset) };
  });

  private openBracket(): void {
    this.enter();
    this.openIntegrals = 0;
    const type = this.next();
    if (type === RParen || type === RBracket) this.refuseNext('something between the brackets');
  }

  private readonly sections: Rule<Section[]> = this.rule('sections', () => {
    const sections: Section[] = [{ separator: '', args: this.SUBRULE(this.args) }];
    this.MANY(() => {
      const separator = this.SUBRULE(this.separator);
      sections.push({ separator, args: this.SUBRULE1(this.args) });
    });
    return sections;
  });

  private readonly separator: Rule<Separator> = this.rule('separator', () => {
    const sign = this.OR([
      { ALT: () => this.CONSUME(Bar) },
      { ALT: () => this.CONSUME(Semicolon) },
      { ALT: () => this.CONSUME(DoubleBar) },
    ]);
    return sign.tokenType === Bar ? '|' : sign.tokenType === Semicolon ? ';' : '||';
  });

  private readonly args: Rule<Argument[]> = this.rule('args', () => {
    const args: Argument[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const start = this.startOffset();
        const first = this.SUBRULE(this.expression);
        const value = this.OPTION(() => {
          this.CONSUME(Equals);
          return this.SUBRULE1(this.expression);
        });
        args.push({ slot: value === undefined ? null : first, value: value ?? first, span: this.spanFrom(start) });
      },
      ERR_MSG: 'an expression',
    });
    return args;
  });

  protected readonly expressionList: Rule<Expr[]> = this.rule('expressionList', () => {
    const items: Expr[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => items.push(this.SUBRULE(this.expression)),
      ERR_MSG: 'an expression',
    });
    return items;
  });

  /** A list of names, each with its scripts. */
  protected readonly factorList: Rule<Expr[]> = this.rule('factorList', () => {
    const items: Expr[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.factor)), ERR_MSG: 'a name' });
    return items;
  });

  protected readonly braces: Rule<Braces> = this.rule('braces', () => {
    const start = this.startOffset();
    const items = this.inBraces(this.expressionList);
    return { kind: 'braces', items, span: this.spanFrom(start) };
  });

  /** Part of a rule: `{`, what another rule reads, `}`. */
  protected inBraces<R>(content: Rule<R>): R {
    const open = this.CONSUME(LBrace);
    const outer = this.openIntegrals;
    this.ACTION(() => this.openBraces());
    const value = this.SUBRULE(content);
    this.ACTION(() => this.expectCloser(open));
    this.CONSUME(RBrace);
    this.openIntegrals = outer;
    this.leave();
    return value;
  }

  private openBraces(): void {
    this.enter();
    this.openIntegrals = 0;
    if (this.next() === RBrace) this.refuseNext('something between the braces');
  }

  /** A number, a name or a metavariable. */
  protected readonly atom: Rule<Expr> = this.rule('atom', () =>
    this.OR<Expr>({
      DEF: [
        { ALT: () => this.numberOf(this.CONSUME(NumberWord)) },
        { ALT: () => this.nameOf(this.CONSUME(Name)) },
        { ALT: () => this.metavariableOf(this.CONSUME(Metavariable)) },
      ],
      ERR_MSG: 'a name or a number',
    }),
  );

  protected numberOf({ image, startOffset }: IToken): Expr {
    return { kind: 'number', text: image, span: this.spanFrom(startOffset) };
  }

  protected nameOf({ image, startOffset }: IToken): Expr {
    return { kind: 'name', name: asciiName(image), span: this.spanFrom(startOffset) };
  }

  private metavariableOf({ image, startOffset }: IToken): Expr {
    return { kind: 'metavariable', name: asciiName(image.slice(1)), span: this.spanFrom(startOffset) };
  }
}

/** `E(x)` is a name with a bracket, which is seldom meant. */
function operatorHint(before: IToken): string | null {
  if (!operators.has(before.image)) return null;
  const usual =
    before.image === 'KL' ? 'KL[q(z) || p(z)]' : before.image === 'E' ? 'E_{q(z)}[..]' : `${before.image}[..]`;
  return `${before.image} is an operator only before _ or [: write ${usual}`;
}
