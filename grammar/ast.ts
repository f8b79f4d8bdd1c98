/**
 * The syntax tree of a .expr file: what was written, where, and nothing about what it means.
 *
 * Application and multiplication look alike (`f (x)`), so a product stays a flat list of items here;
 * `src/syntax` resolves it once it knows what each name was declared as.
 */

/** A half-open range of UTF-16 offsets into the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What separates a section of a bracket from the one before it: nothing, `|`, `;` or `||`. */
export type Separator = '' | '|' | ';' | '||';

/** One comma-separated argument: `x`, or `x = t` with its slot named. */
export interface Argument {
  readonly slot: Expr | null;
  readonly value: Expr;
  readonly span: Span;
}

export interface Section {
  readonly separator: Separator;
  readonly args: readonly Argument[];
}

/** One comma-separated entry of a subscript. */
export type SubItem =
  /** `n`, `t-1`, `-j`, `q(Z; X, psi)` (as the measure of an E) */
  | { readonly kind: 'expr'; readonly value: Expr; readonly span: Span }
  /** `1:T` */
  | { readonly kind: 'slice'; readonly lo: Expr; readonly hi: Expr; readonly span: Span }
  /** `1..T` */
  | { readonly kind: 'range'; readonly lo: Expr; readonly hi: Expr; readonly span: Span }
  /** `n in S` */
  | { readonly kind: 'in'; readonly index: string; readonly set: string; readonly span: Span }
  /** `n = 1`, and `n = 1..N` (the LaTeX form `_{n=1}^{N}` has `hi` in the operator's superscript) */
  | {
      readonly kind: 'assign';
      readonly index: string;
      readonly lo: Expr;
      readonly hi: Expr | null;
      readonly span: Span;
    }
  /** `m != n` */
  | { readonly kind: 'except'; readonly index: string; readonly value: Expr; readonly span: Span };

export interface ProductItem {
  /** How the item is joined to what stands left of it; the first item has `juxtaposed`. */
  readonly join: 'juxtaposed' | '*' | '/';
  readonly value: Expr;
}

export interface SumItem {
  readonly sign: '+' | '-';
  readonly value: Expr;
}

export type Expr =
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  /** A name in its ASCII spelling (`ψ` is `psi`), primes included (`z'`). `...` is the name of an ellipsis. */
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  /** `base_{sub}^{sup}`, in either order of writing; at least one of the two is present. */
  | {
      readonly kind: 'script';
      readonly base: Expr;
      readonly sub: readonly SubItem[] | null;
      readonly sup: Expr | null;
      readonly span: Span;
    }
  /** `( ... )`, `[ ... ]`: grouping, or the arguments of what stands left of it. */
  | { readonly kind: 'bracket'; readonly open: '(' | '['; readonly sections: readonly Section[]; readonly span: Span }
  /** `{z_n}`, `{0, 1}`: a collection or a set. */
  | { readonly kind: 'braces'; readonly items: readonly Expr[]; readonly span: Span }
  /** Two or more items side by side; never nested directly in another product without a bracket. */
  | { readonly kind: 'product'; readonly items: readonly ProductItem[]; readonly span: Span }
  /** Two or more signed items, or one item with a leading minus. */
  | { readonly kind: 'sum'; readonly items: readonly SumItem[]; readonly span: Span }
  /** `sum_{n} body`, `prod_n body`: reaches to the end of the product, so it is the last item of one. */
  | {
      readonly kind: 'big';
      readonly op: 'sum' | 'prod';
      readonly sub: readonly SubItem[] | null;
      readonly sup: Expr | null;
      readonly body: Expr;
      readonly span: Span;
    }
  /**
   * `int_a^b body dx dy`: one node per `int`, one or more differentials (`dx` gives the expression `x`, `d?x` the
   * metavariable, `d heads(?q)` the product `heads(?q)`).
   */
  | {
      readonly kind: 'integral';
      readonly lo: Expr | null;
      readonly hi: Expr | null;
      readonly body: Expr;
      readonly differentials: readonly Expr[];
      readonly span: Span;
    }
  /** `E_{m}[f]`, `KL[a || b]`, `H[a]`, `H_{p}[x | y]`, `I_{p}[x; y | z]`, `Var_{m}[f]`, `Cov_{m}[f, g]`. */
  | {
      readonly kind: 'operator';
      readonly op: OperatorName;
      readonly sub: readonly SubItem[] | null;
      readonly body: Extract<Expr, { kind: 'bracket' }>;
      readonly span: Span;
    }
  /** `grad_{t}(f)` */
  | { readonly kind: 'grad'; readonly sub: readonly SubItem[]; readonly body: Expr; readonly span: Span }
  /** `d/dx (f)`, `∂/∂x (f)` */
  | { readonly kind: 'derivative'; readonly variable: Expr; readonly body: Expr; readonly span: Span }
  /** `?f`, in rules only; the name is `f`. */
  | { readonly kind: 'metavariable'; readonly name: string; readonly span: Span }
  /** `table[z, x] [[1/3, 2/3], [1/2, 1/2]]`: the named axes, outermost first, then the nested rows. */
  | { readonly kind: 'table'; readonly axes: readonly Expr[]; readonly rows: Rows; readonly span: Span };

/** Nested rows of a table; every leaf is an expression. */
export type Rows =
  | { readonly kind: 'leaf'; readonly value: Expr }
  | { readonly kind: 'rows'; readonly items: readonly Rows[] };

export const operatorNames = ['E', 'H', 'I', 'KL', 'Var', 'Cov'] as const;
export type OperatorName = (typeof operatorNames)[number];

/** `const` is an ordinary name with a subscript in the tree: `script(name const, sub)`. */
export type RelationSymbol = '=' | '<=' | '>=' | '<' | '>' | '!=' | 'propto';

/** One justification after `by`: raw text, trimmed, or a quoted remark without its quotes. */
export interface Reason {
  readonly text: string;
  readonly remark: boolean;
  readonly span: Span;
}

export interface Step {
  readonly relation: RelationSymbol;
  /** The subscript of `propto_{Z}`. */
  readonly sub: readonly SubItem[] | null;
  readonly relationSpan: Span;
  /** The relations of the steps just above that could not be read (`null`: nor could the relation); absent where there is none. */
  readonly skipped?: readonly (RelationSymbol | null)[];
  readonly right: Expr;
  readonly reasons: readonly Reason[];
  /** `for any z, W`: names that may be new on this line. */
  readonly forAny: readonly Expr[];
  readonly span: Span;
}

export interface Label {
  readonly text: string;
  readonly span: Span;
}

/** `latent z_n, W : real` : one declared name with its index list and domain. */
export interface Declarator {
  /** A name, or a script over a name. */
  readonly target: Expr;
  readonly domain: Domain | null;
  readonly span: Span;
}

/** The text of a domain is kept as written; `src/syntax` gives it a meaning. */
export type Domain =
  | { readonly kind: 'named'; readonly name: string; readonly size: readonly Expr[]; readonly span: Span } // real, real^D, real^{D x K} has size [D, K], spd^D
  | { readonly kind: 'range'; readonly lo: Expr; readonly hi: Expr; readonly span: Span } // 1..K
  | { readonly kind: 'set'; readonly items: readonly Expr[]; readonly span: Span }; // {0, 1}

export type Statement =
  | {
      readonly kind: 'plate';
      readonly iid: boolean;
      /** `plate n = 1..N`; `iid n` has no range. */
      readonly index: string;
      readonly range: { readonly lo: Expr; readonly hi: Expr } | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'subset';
      readonly name: string;
      readonly lo: Expr;
      readonly hi: Expr;
      readonly size: Expr;
      readonly span: Span;
    }
  | {
      readonly kind: 'variables';
      readonly role: 'latent' | 'observed' | 'param';
      readonly items: readonly Declarator[];
      readonly span: Span;
    }
  | {
      readonly kind: 'let';
      readonly items: readonly { readonly target: Expr; readonly value: Expr; readonly span: Span }[];
      readonly span: Span;
    }
  | {
      readonly kind: 'density';
      readonly label: Label | null;
      readonly head: Expr;
      readonly body: Expr | null;
      readonly span: Span;
    }
  | { readonly kind: 'function'; readonly head: Expr; readonly domain: Domain | null; readonly span: Span }
  | { readonly kind: 'define'; readonly head: Expr; readonly body: Expr; readonly span: Span }
  | {
      readonly kind: 'derivation';
      readonly claim: boolean;
      readonly label: Label | null;
      readonly title: string | null;
      readonly first: Expr;
      readonly steps: readonly Step[];
      readonly span: Span;
    }
  | {
      readonly kind: 'rule';
      readonly label: Label | null;
      /** The families in which authors cite it, as written: `"constant factor, linearity"`. */
      readonly title: string | null;
      readonly left: Expr;
      readonly relation: RelationSymbol;
      /** The subscript of `propto_{Z}`. */
      readonly sub: readonly SubItem[] | null;
      readonly right: Expr;
      /** Raw comma-separated condition texts with their places; rules give them a meaning. */
      readonly when: readonly Reason[];
      readonly assuming: readonly Reason[];
      readonly span: Span;
    }
  | {
      readonly kind: 'assume';
      readonly label: Label | null;
      readonly left: Expr;
      readonly relation: RelationSymbol;
      readonly sub: readonly SubItem[] | null;
      readonly right: Expr;
      readonly span: Span;
    }
  | { readonly kind: 'import'; readonly path: string; readonly span: Span };

/** A mistake of syntax: where, what was found, what was expected, and what to do if it is a common one. */
export interface SyntaxProblem {
  readonly span: Span;
  /** One sentence, without position: `expected ')' but found 'dZ'`. */
  readonly message: string;
  readonly hint: string | null;
}

export interface SourceFile {
  readonly statements: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
}
