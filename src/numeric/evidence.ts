/** What an interpretation found out about a line. */
import type { OutOfBudget } from './work.js';

export type EvidenceStatus =
  | 'agrees'
  | 'disagrees'
  | 'undecided'
  /** The interpretation has nothing to say of this line; `reason` says why. */
  | 'not applicable';

export type Method =
  /** Random finite models, every integral a sum, gradients by automatic differentiation. */
  | 'exact'
  /** Sampling from random continuous models; a line without a gradient has this one estimator. */
  | 'monte carlo'
  /** The continuous models, with every expectation and integral on a grid: to near machine precision. */
  | 'quadrature'
  /** Monte Carlo gradients through reparameterised samples. */
  | 'pathwise'
  /** Monte Carlo gradients by the score function. */
  | 'score function';

/**
 * What the values of a counterexample are where the sides may differ by a term or a factor: with z0 the first states of
 * `of`, for a difference L(z) - R(z) and L(z0) - R(z0), for a ratio L(z) R(z0) and L(z0) R(z).
 */
export interface Compared {
  readonly by: 'difference' | 'ratio';
  /** Names of variables. */
  readonly of: readonly string[];
}

/** A model in which the two sides differ, in words that need no other context. */
export interface Counterexample {
  /** `N = 3, M = 2, S = {1, 3}, psi = 0.37, z_2 = 1.25`, one entry each. */
  readonly setting: readonly { readonly name: string; readonly value: string }[];
  readonly left: number;
  readonly right: number;
  readonly difference: number;
  /** null: `left` and `right` are the values of the sides. */
  readonly compared: Compared | null;
  /** One sentence on what the model is: `a random finite model with 2 states a variable`. */
  readonly model: string;
  /** The model as the text of a .expr file whose one line is refuted; null where it has no small numbers. */
  readonly file: string | null;
}

export interface Evidence {
  readonly method: Method;
  readonly status: EvidenceStatus;
  readonly reason: string | null;
  /** The two sides in the model and at the point shown (the first one, or the one that disagrees most). */
  readonly left: number | null;
  readonly right: number | null;
  /** left - right there, and its standard error (0 for exact evidence). */
  readonly difference: number | null;
  readonly error: number | null;
  /** The scale of the step: root mean square of the sum of the absolute values of its additive terms. */
  readonly scale: number | null;
  /** Differences within this share of the scale count as agreement. */
  readonly resolution: number | null;
  /** 1 - the probability of a wrong decision (asymptotic for Monte Carlo); null for exact evidence. */
  readonly confidence: number | null;
  /** Random models tried; points (assignments of free variables) compared; samples drawn at each point. */
  readonly models: number;
  readonly points: number;
  readonly samples: number;
  /** The share of points that could have told a near miss from agreement. */
  readonly informative: number;
  readonly counterexample: Counterexample | null;
}

/** Nothing: `reason` says why. */
export const notApplicable = (method: Evidence['method'], reason: string): Evidence => ({
  method,
  status: 'not applicable',
  reason,
  left: null,
  right: null,
  difference: null,
  error: null,
  scale: null,
  resolution: null,
  confidence: null,
  models: 0,
  points: 0,
  samples: 0,
  informative: 0,
  counterexample: null,
});

/** What the budget did not suffice for. */
export const beyondBudget = (method: Evidence['method'], { message }: OutOfBudget): Evidence => ({
  ...notApplicable(method, message),
  status: 'undecided',
});
