/** The statements that declare: plate, iid, subset, variables, let, density, function, define, import. */
import type { TokenType } from 'chevrotain';
import type { Declarator, Domain, Expr, ProductItem } from './ast.js';
import type { Rule } from './base.js';
import { ChainRules, type StatementOf } from './chains.js';
import { asciiName } from './names.js';
import {
  Caret,
  Colon,
  Comma,
  DotDot,
  Equals,
  keywords,
  LBracket,
  LParen,
  Minus,
  Name,
  Of,
  Plus,
  Quoted,
  Size,
  Slash,
  Star,
  StatementEnd,
  Times,
  Underscore,
} from './tokens.js';

type LetItem = StatementOf<'let'>['items'][number];

/** What may follow the first word of a range, and never the name of a domain. */
const rangeSigns: ReadonlySet<TokenType> = new Set([DotDot, LParen, LBracket, Underscore, Plus, Minus, Star, Slash]);

export abstract class DeclarationRules extends ChainRules {
  protected readonly plate: Rule<StatementOf<'plate'>> = this.rule('plate', () => {
    const sign = this.CONSUME(keywords.plate);
    const index = this.CONSUME(Name);
    this.CONSUME(Equals);
    const range = this.SUBRULE(this.range);
    this.CONSUME(StatementEnd);
    return { kind: 'plate', iid: false, index: asciiName(index.image), range, span: this.spanFrom(sign.startOffset) };
  });

  private readonly range: Rule<{ lo: Expr; hi: Expr }> = this.rule('range', () => {
    const lo = this.SUBRULE(this.expression);
    this.CONSUME(DotDot);
    return { lo, hi: this.SUBRULE1(this.expression) };
  });

  protected readonly iid: Rule<StatementOf<'plate'>> = this.rule('iid', () => {
    const sign = this.CONSUME(keywords.iid);
    const index = this.CONSUME(Name);
    this.ACTION(() => {
      if (this.next() === Equals)
        this.refuseNext('the end of the statement', 'give the range in a plate statement: plate n = 1..N');
    });
    this.CONSUME(StatementEnd);
    return {
      kind: 'plate',
      iid: true,
      index: asciiName(index.image),
      range: null,
      span: this.spanFrom(sign.startOffset),
    };
  });

  protected readonly subset: Rule<StatementOf<'subset'>> = this.rule('subset', () => {
    const sign = this.CONSUME(keywords.subset);
    const name = this.CONSUME(Name);
    this.CONSUME(Of);
    const { lo, hi } = this.SUBRULE(this.range);
    this.CONSUME(Size);
    const size = this.SUBRULE(this.expression);
    this.CONSUME(StatementEnd);
    return { kind: 'subset', name: asciiName(name.image), lo, hi, size, span: this.spanFrom(sign.startOffset) };
  });

  protected readonly variables: Rule<StatementOf<'variables'>> = this.rule('variables', () => {
    const sign = this.OR([
      { ALT: () => this.CONSUME(keywords.latent) },
      { ALT: () => this.CONSUME(keywords.observed) },
      { ALT: () => this.CONSUME(keywords.param) },
    ]);
    const items = this.SUBRULE(this.declarators);
    this.CONSUME(StatementEnd);
    const role = sign.image as StatementOf<'variables'>['role'];
    return { kind: 'variables', role, items, span: this.spanFrom(sign.startOffset) };
  });

  private readonly declarators: Rule<Declarator[]> = this.rule('declarators', () => {
    const items: Declarator[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const start = this.startOffset();
        const target = this.SUBRULE(this.target);
        const domain = this.OPTION(() => {
          this.CONSUME(Colon);
          return this.SUBRULE(this.domain);
        });
        items.push({ target, domain: domain ?? null, span: this.spanFrom(start) });
      },
      ERR_MSG: 'a name',
    });
    return items;
  });

  /** A name with its scripts. */
  private readonly target: Rule<Expr> = this.rule('target', () => {
    const name = this.CONSUME(Name);
    const base = this.ACTION(() => this.nameOf(name));
    const scripts = this.OPTION(() => this.SUBRULE(this.scripts));
    return scripts === undefined ? base : { kind: 'script', base, ...scripts, span: this.spanFrom(name.startOffset) };
  });

  private readonly domain: Rule<Domain> = this.rule('domain', () =>
    this.OR<Domain>({
      DEF: [
        { ALT: () => this.SUBRULE(this.setDomain) },
        { GATE: () => this.atNamedDomain(), ALT: () => this.SUBRULE(this.namedDomain) },
        { ALT: () => this.SUBRULE(this.rangeDomain) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a domain (real, positive, unit, discrete, 1..K, {0, 1}, real^D, spd^D)',
    }),
  );

  /** A range may begin with a name too: `a..b`, `K-1..K`. */
  private atNamedDomain(): boolean {
    return !rangeSigns.has(this.LA(2).tokenType);
  }

  private readonly setDomain: Rule<Domain> = this.rule('setDomain', () => {
    const { items, span } = this.SUBRULE(this.braces);
    return { kind: 'set', items, span };
  });

  private readonly rangeDomain: Rule<Domain> = this.rule('rangeDomain', () => {
    const start = this.startOffset();
    const { lo, hi } = this.SUBRULE(this.range);
    return { kind: 'range', lo, hi, span: this.spanFrom(start) };
  });

  /** `real`, `real^D`, `real^{D x K}` */
  private readonly namedDomain: Rule<Domain> = this.rule('namedDomain', () => {
    const name = this.CONSUME(Name);
    const size = this.OPTION(() => {
      this.CONSUME(Caret);
      return this.SUBRULE(this.domainSize);
    });
    return { kind: 'named', name: asciiName(name.image), size: size ?? [], span: this.spanFrom(name.startOffset) };
  });

  private readonly domainSize: Rule<Expr[]> = this.rule('domainSize', () =>
    this.OR<Expr[]>({
      DEF: [{ ALT: () => [this.SUBRULE(this.atom)] }, { ALT: () => this.SUBRULE(this.bracedSize) }],
      ERR_MSG: "a size (a name, a number or '{')",
    }),
  );

  private readonly bracedSize: Rule<Expr[]> = this.rule('bracedSize', () => this.inBraces(this.sizes));

  private readonly sizes: Rule<Expr[]> = this.rule('sizes', () => {
    const sizes: Expr[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Times,
      DEF: () => sizes.push(this.SUBRULE(this.expression)),
      ERR_MSG: 'a size',
    });
    return sizes;
  });

  /** `let Z = {z_n}, X = {x_n}` */
  protected readonly definitions: Rule<StatementOf<'let'>> = this.rule('definitions', () => {
    const sign = this.CONSUME(keywords.let);
    const items = this.SUBRULE(this.definitionList);
    this.CONSUME(StatementEnd);
    return { kind: 'let', items, span: this.spanFrom(sign.startOffset) };
  });

  private readonly definitionList: Rule<LetItem[]> = this.rule('definitionList', () => {
    const items: LetItem[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const start = this.startOffset();
        const target = this.SUBRULE(this.target);
        this.CONSUME(Equals);
        const value = this.SUBRULE(this.expression);
        items.push({ target, value, span: this.spanFrom(start) });
      },
      ERR_MSG: 'a name',
    });
    return items;
  });

  protected readonly density: Rule<StatementOf<'density'>> = this.rule('density', () => {
    const sign = this.CONSUME(keywords.density);
    const label = this.SUBRULE(this.label);
    const head = this.SUBRULE(this.head);
    const body = this.OPTION(() => {
      this.CONSUME(Equals);
      return this.SUBRULE(this.expression);
    });
    this.CONSUME(StatementEnd);
    return { kind: 'density', label, head, body: body ?? null, span: this.spanFrom(sign.startOffset) };
  });

  /** A name with scripts and its arguments, if it has any: `p(x | y)`, `F_n(theta)`, `L` */
  private readonly head: Rule<Expr> = this.rule('head', () => {
    const start = this.startOffset();
    const name = this.SUBRULE(this.target);
    const args = this.OPTION(() => this.SUBRULE(this.bracket));
    if (args === undefined) return name;
    const items: ProductItem[] = [name, args].map((value) => ({ join: 'juxtaposed', value }));
    return { kind: 'product', items, span: this.spanFrom(start) };
  });

  protected readonly unknownFunction: Rule<StatementOf<'function'>> = this.rule('unknownFunction', () => {
    const sign = this.CONSUME(keywords.function);
    const head = this.SUBRULE(this.head);
    const domain = this.OPTION(() => {
      this.CONSUME(Colon);
      return this.SUBRULE(this.domain);
    });
    this.ACTION(() => {
      if (this.next() === Comma)
        this.refuseNext('the end of the statement', 'declare every function in a statement of its own');
    });
    this.CONSUME(StatementEnd);
    return { kind: 'function', head, domain: domain ?? null, span: this.spanFrom(sign.startOffset) };
  });

  protected readonly define: Rule<StatementOf<'define'>> = this.rule('define', () => {
    const sign = this.CONSUME(keywords.define);
    const head = this.SUBRULE(this.head);
    this.CONSUME(Equals);
    const body = this.SUBRULE(this.expression);
    this.CONSUME(StatementEnd);
    return { kind: 'define', head, body, span: this.spanFrom(sign.startOffset) };
  });

  protected readonly importFile: Rule<StatementOf<'import'>> = this.rule('importFile', () => {
    const sign = this.CONSUME(keywords.import);
    const path = this.CONSUME(Quoted).image.slice(1, -1);
    this.CONSUME(StatementEnd);
    return { kind: 'import', path, span: this.spanFrom(sign.startOffset) };
  });
}
