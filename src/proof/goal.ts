/** What the search is asked, and what it answers. */
import type { Theorem } from '../kernel/kernel.js';
import type { Term } from '../kernel/term.js';
import type { Slip } from './slip.js';

export type { Goal } from '../kernel/claim.js';

/** A derivation proved before: the statements that lead from its lines to its last. */
export interface Lemma {
  readonly label: string;
  readonly theorems: readonly Theorem[];
}

/** What the author says of the step, and what was proved before or is assumed. */
export interface Hints {
  /** Families of rules and labels of lemmas that the author cites, in that order. */
  readonly cited: readonly string[];
  /** Those cited, and hypotheses, which may be used where the citations do not suffice. */
  readonly lemmas: readonly Lemma[];
}

export const noHints: Hints = { cited: [], lemmas: [] };

export interface Proved {
  readonly outcome: 'proved';
  readonly theorem: Theorem;
  /** Families of rules and labels of lemmas, none of which can be left out. */
  readonly explanation: readonly string[];
  /** Those of them that the author did not name, where the author named some. */
  readonly missing: readonly string[];
}

export interface Stopped {
  readonly outcome: 'stopped';
  readonly reason: string;
  /** Left minus right in normal form, where it is known. */
  readonly residual: Term | null;
  /** The one mistake that accounts for the residual, where there is one. */
  readonly slip: Slip | null;
}

export type Outcome = Proved | Stopped;

export const stopped = (reason: string, residual: Term | null = null, slip: Slip | null = null): Stopped => ({
  outcome: 'stopped',
  reason,
  residual,
  slip,
});
