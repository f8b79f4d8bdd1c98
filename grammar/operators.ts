/** Operators that need a bracket, differentials and tables. */
import type { IToken } from 'chevrotain';
import type { Expr, OperatorName, ProductItem, Rows, SubItem } from './ast.js';
import type { Rule } from './base.js';
import { asciiName } from './names.js';
import { ScriptRules } from './scripts.js';
import {
  Comma,
  DerivativeD,
  DerivativeVariable,
  Differential,
  Grad,
  HeadsDifferential,
  LBracket,
  LooseDifferential,
  LParen,
  Name,
  Operator,
  RBracket,
  Slash,
  Table,
  Underscore,
} from './tokens.js';

export abstract class OperatorRules extends ScriptRules {
  /** `E_{q}[f]`, `KL[a || b]` */
  protected readonly operator: Rule<Expr> = this.rule('operator', () => {
    const sign = this.CONSUME(Operator);
    const sub = this.OPTION(() => this.SUBRULE(this.subscript));
    const op = asciiName(sign.image) as OperatorName;
    this.ACTION(() => this.expectBracket(`'[' behind the subscript of ${op}`, `write ${op}_{..}[..]`));
    const body = this.SUBRULE(this.bracket);
    return { kind: 'operator', op, sub: sub ?? null, body, span: this.spanFrom(sign.startOffset) };
  });

  protected readonly gradient: Rule<Expr> = this.rule('gradient', () => {
    const sign = this.CONSUME(Grad);
    this.ACTION(() => {
      if (this.next() !== Underscore) this.refuse(sign, `'${sign.image}' has no subscript`, 'write grad_{theta}(..)');
    });
    const sub = this.SUBRULE(this.subscript);
    this.ACTION(() =>
      this.expectBracket(
        "'(' behind the subscript of grad",
        'write grad_{theta}(..): the bracket says how far it reaches',
      ),
    );
    const body = this.SUBRULE(this.bracket);
    return { kind: 'grad', sub, body, span: this.spanFrom(sign.startOffset) };
  });

  private expectBracket(expected: string, hint: string): void {
    if (this.next() !== LBracket && this.next() !== LParen) this.refuseNext(expected, hint);
  }

  protected readonly derivative: Rule<Expr> = this.rule('derivative', () => {
    const sign = this.CONSUME(DerivativeD);
    this.CONSUME(Slash);
    const dx = this.CONSUME(DerivativeVariable);
    const base = this.ACTION(() => this.variableOf(dx));
    const sub = this.OPTION(() => this.SUBRULE(this.subscript));
    const variable = this.ACTION(() => this.subscripted(base, sub));
    this.ACTION(() =>
      this.expectBracket(
        `'(' behind ${sign.image}/${dx.image}`,
        `write ${sign.image}/${dx.image} (..): the bracket says how far it reaches`,
      ),
    );
    const body = this.SUBRULE(this.bracket);
    return { kind: 'derivative', variable, body, span: this.spanFrom(sign.startOffset) };
  });

  protected readonly differential: Rule<Expr> = this.rule('differential', () =>
    this.OR<Expr>([
      { ALT: () => this.SUBRULE(this.differentialOfHeads) },
      { ALT: () => this.SUBRULE(this.differentialOfName) },
    ]),
  );

  private readonly differentialOfName: Rule<Expr> = this.rule('differentialOfName', () => {
    const sign = this.OR([{ ALT: () => this.CONSUME(Differential) }, { ALT: () => this.CONSUME(LooseDifferential) }]);
    const base = this.ACTION(() => this.variableOf(sign));
    const sub = this.OPTION(() => this.SUBRULE(this.subscript));
    return this.ACTION(() => this.subscripted(base, sub));
  });

  /** `d heads(?q)`: its variable is the product of the name and the bracket. */
  private readonly differentialOfHeads: Rule<Expr> = this.rule('differentialOfHeads', () => {
    this.CONSUME(HeadsDifferential);
    const name = this.CONSUME(Name);
    const heads = this.ACTION(() => this.nameOf(name));
    const bracket = this.SUBRULE(this.bracket);
    const items: ProductItem[] = [heads, bracket].map((value) => ({ join: 'juxtaposed', value }));
    return { kind: 'product', items, span: this.spanFrom(name.startOffset) };
  });

  /** The `z` of `dz`, the `?x` of `d?x`. */
  private variableOf({ image, startOffset }: IToken): Expr {
    const start = startOffset + ((image.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
    const name = asciiName(image).slice(1);
    const span = this.spanFrom(start);
    return name.startsWith('?') ? { kind: 'metavariable', name: name.slice(1), span } : { kind: 'name', name, span };
  }

  private subscripted(base: Expr, sub: readonly SubItem[] | undefined): Expr {
    return sub === undefined ? base : { kind: 'script', base, sub, sup: null, span: this.spanFrom(base.span.start) };
  }

  protected readonly table: Rule<Expr> = this.rule('table', () => {
    const sign = this.CONSUME(Table);
    const open = this.CONSUME(LBracket);
    const axes = this.SUBRULE(this.factorList);
    this.ACTION(() => this.expectCloser(open));
    this.CONSUME(RBracket);
    const rows = this.SUBRULE(this.rows);
    return { kind: 'table', axes, rows, span: this.spanFrom(sign.startOffset) };
  });

  /** `[1/2, 1/2]`, `[[1/3, 2/3], [1/2, 1/2]]` */
  private readonly rows: Rule<Rows> = this.rule('rows', () => {
    const open = this.CONSUME(LBracket);
    this.ACTION(() => this.enter());
    const items = this.SUBRULE(this.rowItems);
    this.ACTION(() => this.expectCloser(open));
    this.CONSUME(RBracket);
    this.leave();
    return { kind: 'rows', items };
  });

  private readonly rowItems: Rule<Rows[]> = this.rule('rowItems', () => {
    const items: Rows[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const item = this.OR<Rows>({
          DEF: [
            { ALT: () => this.SUBRULE(this.rows) },
            { ALT: () => ({ kind: 'leaf', value: this.SUBRULE(this.expression) }) },
          ],
          IGNORE_AMBIGUITIES: true,
          ERR_MSG: 'an entry of the table',
        });
        items.push(item);
      },
      ERR_MSG: 'an entry of the table',
    });
    return items;
  });
}
