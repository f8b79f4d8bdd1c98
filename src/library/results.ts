/** What the library is told, and what it answers. */
import type { Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import type { Slip } from '../proof/slip.js';
import type { Strategy } from '../proof/strategy.js';
import type { TraceStep } from './trace.js';

/** Where rules are tried: at the whole term; at the first place, the whole before its parts; once at every place, the parts before the whole; at every place until none is left. */
export type StrategyName = 'root' | 'once' | 'everywhere' | 'exhaustively';

/** A strategy of one's own, made from the one that takes a single step with any of the rules. */
export type Shape = (step: Strategy) => Strategy;

/** What rewriting came to. */
export interface Rewriting {
  /** The term as it is now: the one given, where no rule applied. */
  readonly term: Term;
  /** That the term given equals this one; null where no rule applied. */
  readonly theorem: Theorem | null;
  /** Every single rewrite, in order. */
  readonly trace: readonly TraceStep[];
  /** What the theorem takes on trust, as sentences: integrability, rules of the caller's own. */
  readonly assumptions: readonly string[];
  /** Whether none of the rules applies any more, at any place. */
  readonly finished: boolean;
}

/** `propto`: up to a nonzero factor free of the variables that `free` names. */
export type ProvableRelation = '=' | '<=' | '>=' | 'propto';

export interface ProofOptions {
  /** What to try first: names of rules or families, rules of one's own, labels of assumptions. Others may be used too. */
  readonly by?: readonly (Rule | string)[];
  /** For `propto`: the variables of which the factor between the sides is free, as in `z, W`. */
  readonly free?: string;
}

/** A proof was found. */
export interface Proof {
  readonly outcome: 'proved';
  readonly theorem: Theorem;
  /** The families of rules on which the proof rests, none of which can be left out. */
  readonly explanation: readonly string[];
  /** Those of them that `by` does not name, where it names some. */
  readonly missing: readonly string[];
  /** What the theorem takes on trust, as sentences. */
  readonly assumptions: readonly string[];
}

/** No proof was found, which does not make the statement false. */
export interface NoProof {
  readonly outcome: 'stopped';
  readonly reason: string;
  /** Left minus right in normal form, where it is known. */
  readonly residual: Term | null;
  /** The term of the right side with which, taken so many times (-1: with the other sign), the sides would be equal. */
  readonly slip: Slip | null;
}

export interface DeclareOptions {
  /** Reads the text of an import, its path seen from the declarations; throws ImportFailure. Without it none is read. */
  readonly load?: (path: string) => string;
}

/** How terms and theorems are printed: text that reads back, or LaTeX for math mode, without dollar signs. */
export type Format = 'text' | 'latex';
