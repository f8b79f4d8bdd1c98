/** Sums, products, factors, and the operators that reach over what follows them. */
import type { IToken, TokenType } from 'chevrotain';
import type { Expr, ProductItem, SumItem } from './ast.js';
import type { Rule } from './base.js';
import { isCloser } from './brackets.js';
import { OperatorRules } from './operators.js';
import { isEnd } from './refusals.js';
import type { Scripts } from './scripts.js';
import {
  Bar,
  Caret,
  Colon,
  Comma,
  Differential,
  DoubleBar,
  Ellipsis,
  Equals,
  HeadsDifferential,
  In,
  Int,
  LBrace,
  LBracket,
  LooseDifferential,
  LParen,
  Minus,
  Plus,
  Prod,
  RBrace,
  RBracket,
  Relation,
  RParen,
  Semicolon,
  Slash,
  Star,
  Sum,
  Underscore,
} from './tokens.js';

/** What a collection may stand between; elsewhere its braces were meant to group. */
const beforeBraces: ReadonlySet<TokenType> = new Set([
  Equals,
  Relation,
  Comma,
  LParen,
  LBracket,
  LBrace,
  Semicolon,
  Bar,
  DoubleBar,
  Colon,
  In,
]);
const behindBraces: ReadonlySet<TokenType> = new Set([
  Equals,
  Relation,
  Comma,
  RParen,
  RBracket,
  RBrace,
  Semicolon,
  Bar,
  DoubleBar,
  Colon,
]);
const closesIntegrand: ReadonlySet<TokenType> = new Set([Comma, Semicolon, Bar, DoubleBar, Equals, Relation]);
const openIntegralHint =
  'write dx behind the integrand, in the same bracket; a name of several letters must be declared';
const groupHint = 'braces hold subscripts and sets; group with ( )';

interface Joint {
  readonly join: '*' | '/';
  /** Where the minus stands, if there is one. */
  readonly minus: number | null;
}

export abstract class ExpressionRules extends OperatorRules {
  /** Products with signs between them. */
  protected readonly expression: Rule<Expr> = this.rule('expression', () => {
    const start = this.startOffset();
    const minus = this.OPTION(() => this.CONSUME(Minus));
    const items: SumItem[] = [{ sign: minus === undefined ? '+' : '-', value: this.SUBRULE(this.product) }];
    this.MANY(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(Plus) }, { ALT: () => this.CONSUME1(Minus) }]);
      items.push({ sign: sign.tokenType === Plus ? '+' : '-', value: this.SUBRULE1(this.product) });
    });
    const [first] = items;
    if (items.length === 1 && first?.sign === '+') return first.value;
    return { kind: 'sum', items, span: this.spanFrom(start) };
  });

  /** Factors side by side, `*` and `/` between some of them. */
  private readonly product: Rule<Expr> = this.rule('product', () => {
    const start = this.startOffset();
    const items: ProductItem[] = [{ join: 'juxtaposed', value: this.SUBRULE(this.factor) }];
    this.MANY({
      GATE: () => !this.atDifferential(),
      DEF: () => {
        const sign = this.OPTION(() => this.SUBRULE(this.joint));
        const value = this.SUBRULE1(this.factor);
        items.push(this.ACTION(() => joined(value, sign)));
      },
    });
    const [first] = items;
    return items.length === 1 && first ? first.value : { kind: 'product', items, span: this.spanFrom(start) };
  });

  /** `*` or `/`, and the minus that may stand behind it. */
  private readonly joint: Rule<Joint> = this.rule('joint', () => {
    const sign = this.OR([{ ALT: () => this.CONSUME(Star) }, { ALT: () => this.CONSUME(Slash) }]);
    const minus = this.OPTION(() => this.CONSUME(Minus));
    return { join: sign.tokenType === Star ? '*' : '/', minus: minus?.startOffset ?? null };
  });

  /** Whether the token at hand closes the innermost integral. */
  private atDifferential(): boolean {
    const type = this.next();
    if (type === Differential || type === HeadsDifferential) return true;
    return type === LooseDifferential && this.openIntegrals > 0;
  }

  /** One operand with its scripts, or a big operator with its reach. */
  protected readonly factor: Rule<Expr> = this.rule('factor', () => {
    const start = this.startOffset();
    this.ACTION(() => this.refuseNoFactor());
    const base = this.SUBRULE(this.operand);
    const scripts = this.OPTION({ GATE: () => takesScripts(base), DEF: () => this.SUBRULE(this.scripts) });
    this.ACTION(() => this.refuseGrouping(base));
    return scripts === undefined ? base : { kind: 'script', base, ...scripts, span: this.spanFrom(start) };
  });

  private refuseNoFactor(): void {
    if (this.atDifferential()) this.refuseNext('an expression');
    if (this.next() === LBrace && !beforeBraces.has(this.LA(0).tokenType))
      this.refuse(this.LA(1), "'{' cannot stand here", groupHint);
  }

  private refuseGrouping(base: Expr): void {
    const type = this.next();
    if (base.kind !== 'braces' || behindBraces.has(type) || isEnd(type)) return;
    this.refuseNext("',' or the end behind a set in braces", groupHint);
  }

  private readonly operand: Rule<Expr> = this.rule('operand', () =>
    this.OR<Expr>({
      DEF: [
        { ALT: () => this.SUBRULE(this.atom) },
        { ALT: () => this.SUBRULE(this.bracket) },
        { ALT: () => this.SUBRULE(this.braces) },
        { ALT: () => this.SUBRULE(this.big) },
        { ALT: () => this.SUBRULE(this.integral) },
        { ALT: () => this.SUBRULE(this.operator) },
        { ALT: () => this.SUBRULE(this.gradient) },
        { ALT: () => this.SUBRULE(this.derivative) },
        { ALT: () => this.SUBRULE(this.table) },
        { ALT: () => this.SUBRULE(this.ellipsis) },
      ],
      ERR_MSG: 'an expression',
    }),
  );

  private readonly ellipsis: Rule<Expr> = this.rule('ellipsis', () => ({
    kind: 'name',
    name: '...',
    span: this.spanFrom(this.CONSUME(Ellipsis).startOffset),
  }));

  private readonly big: Rule<Expr> = this.rule('big', () => {
    const sign = this.OR([{ ALT: () => this.CONSUME(Sum) }, { ALT: () => this.CONSUME(Prod) }]);
    const op = sign.tokenType === Sum ? 'sum' : 'prod';
    this.ACTION(() => {
      this.enter();
      const scripted = this.next() === Underscore || this.next() === Caret;
      if (!scripted) this.refuse(sign, `'${sign.image}' has no index`, `write ${op}_n or ${op}_{n in S}`);
    });
    const { sub, sup } = this.SUBRULE(this.scripts);
    this.ACTION(() => {
      if (sub === null) this.refuse(sign, `'${sign.image}' has no index`, `write ${op}_{n=1}^N`);
    });
    const body = this.SUBRULE(this.product);
    this.leave();
    return { kind: 'big', op, sub, sup, body, span: this.spanFrom(sign.startOffset) };
  });

  private readonly integral: Rule<Expr> = this.rule('integral', () => {
    const sign = this.CONSUME(Int);
    const bounds = this.OPTION(() => this.SUBRULE(this.scripts));
    const lo = this.ACTION(() => this.lowerBound(bounds));
    this.ACTION(() => {
      this.enter();
      this.openIntegrals++;
      if (this.atDifferential()) this.refuse(sign, `'${sign.image}' has nothing to integrate`, 'write int 1 dx');
    });
    const body = this.SUBRULE(this.expression);
    this.ACTION(() => {
      if (!this.atDifferential()) this.refuseOpenIntegral(sign);
    });
    const differentials = this.SUBRULE(this.differentials);
    this.leave();
    return {
      kind: 'integral',
      lo,
      hi: bounds?.sup ?? null,
      body,
      differentials,
      span: this.spanFrom(sign.startOffset),
    };
  });

  private lowerBound(bounds: Scripts | undefined): Expr | null {
    const [item, second] = bounds?.sub ?? [];
    if (item === undefined) return null;
    if (item.kind !== 'expr' || second !== undefined)
      this.refuse(this.LA(0), 'the lower bound of an integral is one expression', 'write int_a^b f dx');
    return item.value;
  }

  private refuseOpenIntegral(sign: IToken): never {
    const type = this.next();
    const ends = isEnd(type) || isCloser(type) || closesIntegrand.has(type);
    if (ends) this.refuse(sign, `'${sign.image}' has no differential`, openIntegralHint);
    this.refuseNext('a differential');
  }

  /** One differential, and the further ones if no integral around waits for them. */
  private readonly differentials: Rule<Expr[]> = this.rule('differentials', () => {
    const items = [this.SUBRULE(this.differential)];
    this.openIntegrals--;
    this.MANY({ GATE: () => this.openIntegrals === 0, DEF: () => items.push(this.SUBRULE1(this.differential)) });
    return items;
  });
}

function takesScripts(base: Expr): boolean {
  return base.kind !== 'big' && base.kind !== 'integral';
}

function joined(value: Expr, joint: Joint | undefined): ProductItem {
  if (joint === undefined) return { join: 'juxtaposed', value };
  const { join, minus } = joint;
  if (minus === null) return { join, value };
  return { join, value: { kind: 'sum', items: [{ sign: '-', value }], span: { start: minus, end: value.span.end } } };
}
