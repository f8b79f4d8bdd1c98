/**
 * Rules as data: a pattern on each side, what must hold, and what is taken on trust.
 *
 * A pattern is a term with metavariables. What a metavariable stands for is told by its place:
 * - a term, `?f`; the product of the measures where a measure's metavariable stands as a term;
 * - a list of measures, in the subscript of an E or between the brackets of KL and H;
 * - a list of slots, `?A` in `?p(?A | ?B)`, as a slot of the name `?A` whose value is the metavariable A;
 * - a family of densities, `?p`, as the name `?p`;
 * - a list of variables, `d?x`, `grad_{?t}`, as a reference of the name `?x`; the heads of a measure, `d heads(?q)`,
 *   as a reference of the name `heads(?q)`; the values of slots, `d?A`, as `?A`;
 * - the letter of a sum or a product, `n` in `sum_n`, which stands for any letter with any range, or for a letter that
 *   runs through a subset where the pattern's range is one; `count(n)` as the metavariable `count(n)`;
 * - a subset, `S` in `E_S`.
 */
import type { IndexBinder, Measure, Slot, Term, VarRef } from './term.js';

/** What a metavariable stands for in one use of a rule. Letters and subsets are entered under their own names. */
export type Meaning =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'measure'; readonly measure: readonly Measure[] }
  | { readonly kind: 'slots'; readonly slots: readonly Slot[] }
  | { readonly kind: 'family'; readonly family: string }
  | { readonly kind: 'refs'; readonly refs: readonly VarRef[] }
  | { readonly kind: 'binder'; readonly binder: IndexBinder }
  | { readonly kind: 'subset'; readonly subset: string };

export type MeaningKind = Meaning['kind'];

export type Substitution = Readonly<Record<string, Meaning>>;

/** What something may be free of: variables (`heads(?q)`, `?x`, `?A`), an index letter, a subset. */
export type Target =
  | { readonly tag: 'heads'; readonly measure: string }
  | { readonly tag: 'refs'; readonly name: string }
  | { readonly tag: 'index'; readonly letter: string }
  | { readonly tag: 'subset'; readonly subset: string };

/** The closed set of side conditions. Names are those of metavariables, without the question mark. */
export type Condition =
  /** `?a > 0`, `?a >= 0`, `?a != 0`, on the whole of its support */
  | { readonly tag: 'sign'; readonly term: Term; readonly relation: '>' | '>=' | '!=' }
  /** `?c free of heads(?q)`: for a term, a list of measures or slots */
  | { readonly tag: 'free'; readonly what: string; readonly of: Target }
  /** `?f free of ?C beyond ?A`: of the members of C that are not among those of A */
  | { readonly tag: 'free beyond'; readonly what: string; readonly whole: string; readonly part: string }
  /** `?A part of ?C`: every slot of A is one of C's, or a member of one, with the same value */
  | { readonly tag: 'part'; readonly part: string; readonly whole: string }
  /** `?A independent of ?C given ?B in ?p`, by d-separation; members of C that are in B do not count */
  | {
      readonly tag: 'independent';
      readonly what: string;
      readonly from: string;
      readonly given: string;
      readonly family: string;
    }
  /** `?B owned by ?p`: p gives each of these variables a law; none is an input */
  | { readonly tag: 'owned'; readonly slots: string; readonly family: string }
  /** `?q a density`: it integrates to 1 over its heads */
  | { readonly tag: 'density'; readonly measure: string }
  /** `Normal(?x; ?m, ?v) a density` */
  | { readonly tag: 'law'; readonly term: Term }
  /** `?q and ?p over the same heads` */
  | { readonly tag: 'same heads'; readonly left: string; readonly right: string }
  /** `?A bound`: the values of these slots are distinct variables, each ranging over the whole domain of its slot */
  | { readonly tag: 'bound'; readonly slots: string }
  /** `?k constant`: a rational number */
  | { readonly tag: 'number'; readonly term: Term }
  /** `S drawn from n`: the letter runs through all that the subset is drawn from */
  | { readonly tag: 'drawn'; readonly subset: string; readonly letter: string };

/** What a rule takes on trust, stated in every verdict that rests on it. */
export type Trust =
  /** `?f integrable in ?q`, `?f integrable in ?x` */
  | { readonly tag: 'integrable'; readonly what: Term; readonly over: string }
  /** `?f integrable in ?p and ?q`, `?f integrable in ?x and ?y`: over both together, as Fubini's theorem asks */
  | { readonly tag: 'jointly integrable'; readonly what: Term; readonly over: string; readonly and: string }
  /** `grad_{?t} of ?f exchanges with ?q` (or `?x`): differentiation under the integral sign */
  | { readonly tag: 'exchange'; readonly grad: string; readonly what: Term; readonly over: string }
  /** `?f differentiable in ?t` */
  | { readonly tag: 'differentiable'; readonly what: Term; readonly in: string };

export type RuleRelation = '=' | '>=' | '<=';

export interface Rule {
  readonly name: string;
  /** The words in which authors cite it, the first in the words of an explanation. */
  readonly families: readonly string[];
  readonly left: Term;
  readonly relation: RuleRelation;
  readonly right: Term;
  readonly when: readonly Condition[];
  readonly assuming: readonly Trust[];
  /** Whether it is a row of the theory or a hypothesis of the author's. */
  readonly origin: 'theory' | 'user';
}
