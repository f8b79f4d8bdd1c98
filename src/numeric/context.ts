/** What an evaluation knows at a place of a term, and what an interpretation must provide. */
import type { Model } from '../kernel/model.js';
import type { Copy, IndexEnv } from '../kernel/network.js';
import type { Density, Term } from '../kernel/term.js';
import type { Signs } from './functions.js';
import type { Jet } from './jet.js';
import type { Nudge } from './random.js';
import type { Axis } from './tensor.js';

/** What a member of a variable stands for: a state along an axis, or a real number. */
export type Binding = { readonly tag: 'state'; readonly axis: Axis } | { readonly tag: 'real'; readonly value: Jet };

export interface Context {
  readonly env: IndexEnv;
  readonly bindings: ReadonlyMap<Copy, Binding>;
  /**
   * Evaluate the magnitude instead, sums of absolute values, gradients by what they differentiate: of the terms as
   * they stand, or with what functions make of the rounding of their arguments.
   */
  readonly magnitude: 'terms' | 'rounding' | null;
  /** Inside a nonlinear function, where a random estimate is no evidence. */
  readonly nonlinear: boolean;
  /** How many times each member has been drawn around this place; a further draw takes a fresh stream. */
  readonly levels: ReadonlyMap<Copy, number>;
  /** Collects the members drawn below this place, with the first level still unused. */
  readonly drawn: Map<Copy, number>;
  /** The tag that the next gradient takes. */
  readonly tag: number;
}

/** Why an interpretation has nothing to say, in words for the report. */
export class NotApplicable extends Error {}

/** Of a member that nothing binds: where a line has a meaning, a density may still depend on it at some indices. */
export const withoutBinding = (copy: Copy): NotApplicable =>
  new NotApplicable(`a density depends on ${copy.replace('@', '_')} at some index, and its bracket does not hold it`);

/** A variable stands for a member that has other values. */
export class OtherValues extends NotApplicable {
  constructor(value: Copy, copy: Copy) {
    const [own, other] = [value, copy].map((member) => member.replace('@', '_'));
    super(`${own} fills a slot of ${other}, which has other values`);
  }
}

export type Expectation = Extract<Term, { tag: 'expect' }>;
export type Integral = Extract<Term, { tag: 'integral' }>;

/** What is to be known of an evaluation beside its value. */
export interface Notes {
  /** The sums and products over indices that were evaluated, and whether their range was ever other than empty. */
  readonly ranges: Map<Term, boolean>;
  /** Whether an integral was drawn from a density that is none of its factors: it may miss where most of it lies. */
  borrows: boolean;
  /** How many logarithms were of what is surely negative somewhere, whatever rounding did. */
  negativeLogarithms: number;
}

export const newNotes = (): Notes => ({ ranges: new Map(), borrows: false, negativeLogarithms: 0 });

export interface Interpretation {
  readonly model: Model;
  readonly seed: number;
  readonly signs: Signs;
  /** Over which length of their arguments unknown functions fall off to zero; null: they need not. */
  readonly decay: number | null;
  /** How the model was moved away from what its seed gives. */
  readonly nudges: readonly Nudge[];
  notes: Notes;
  /** A state as a number. */
  stateValue(axis: Axis): Jet;
  /** What a member stands for that is given a number, `p(z = 2)`. */
  bindNumber(copy: Copy, value: Jet): Binding;
  /** Whether a member may have the values that a binding has. */
  accepts(copy: Copy, binding: Binding): boolean;
  logDensity(density: Density, context: Context): Jet;
  expectation(term: Expectation, context: Context): Jet;
  integral(term: Integral, context: Context): Jet;
  /** The step by which a gradient of this is taken by differences; null, or no such method: by jets. */
  differencesOf?(body: Term): number | null;
}

export const bind = (context: Context, bindings: Iterable<readonly [Copy, Binding]>): Context => ({
  ...context,
  bindings: new Map([...context.bindings, ...bindings]),
});

/** Nothing bound, nothing drawn. */
export const emptyContext: Context = {
  env: { indices: new Map(), subsets: new Map() },
  bindings: new Map(),
  magnitude: null,
  nonlinear: false,
  levels: new Map(),
  drawn: new Map(),
  tag: 0,
};
