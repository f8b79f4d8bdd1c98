/** What the checker says of a line: the types that reports read. No mathematics is needed to show them. */
import type { Span } from '../../grammar/ast.js';
import type { Counterexample, Evidence } from '../numeric/evidence.js';

export type { Counterexample, Evidence, EvidenceStatus, Method } from '../numeric/evidence.js';

export const verdicts = ['proved', 'witnessed', 'confirmed', 'refuted', 'malformed', 'undecided', 'conflict'] as const;
export type Verdict = (typeof verdicts)[number];

export type WarningCode =
  /** Both sides vanish whatever stands inside, and the insides differ. */
  | 'vacuous'
  /** The line above has no members where this one and an earlier one have theirs. */
  | 'narrowed'
  /** A notation that readers take in two ways, read as the grammar says. */
  | 'ambiguous'
  /** A `by` item that is no label, rule or family of rules. */
  | 'unknown reason'
  /** Anything else worth a look that does not make the line wrong. */
  | 'note';

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly span: Span;
}

/** A mistake in the file, with the place and what to do about it. */
export interface Problem {
  /** 'syntax': cannot be read. 'declaration': a statement without meaning. 'malformed': a line without one. */
  readonly kind: 'syntax' | 'declaration' | 'malformed';
  readonly message: string;
  readonly hint: string | null;
  readonly span: Span;
}

/** What the proof of a step rests on and how it reads. */
export interface ProofResult {
  /** The least families of rules, and labels of earlier results, that prove the step, in words. */
  readonly explanation: readonly string[];
  /** Those of them that the author does not name, where the author names some. */
  readonly missing: readonly string[];
  /** What is taken on trust, a sentence each. */
  readonly assumptions: readonly string[];
}

/** A single edit of the source with which a refuted or malformed line follows from the line above. */
export interface Repair {
  /** What is replaced in the source; empty where something is inserted. */
  readonly span: Span;
  /** The text that stands there. */
  readonly from: string;
  /** What to write there instead; empty where something is taken away. */
  readonly to: string;
  /** What was wrong, in a few words. */
  readonly sentence: string;
  /** 'confirmed': by the numbers alone. */
  readonly status: 'proved' | 'confirmed';
}

export interface StepResult {
  /** As written in its derivation, from 1: lines that could not be read count. */
  readonly number: number;
  /** The relation as written in ASCII: `=`, `<=`, `propto`. */
  readonly relation: string;
  /** The source text of the right side, white space folded. */
  readonly text: string;
  /** The source range of the step, its relation sign included. */
  readonly span: Span;
  readonly verdict: Verdict;
  /** One sentence that says why, for everything that is not a plain pass. */
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning[];
  /** Set when the verdict is malformed. */
  readonly problem: Problem | null;
  readonly counterexample: Counterexample | null;
  /** The author's `by`, as written. */
  readonly by: readonly string[];
  /** Labels of `assume` statements in force. */
  readonly assumptions: readonly string[];
  /** Null where no proof was found. */
  readonly proof: ProofResult | null;
  /** Why no proof was found; null where one was, or none was sought. */
  readonly unproved: string | null;
  /** Of a refuted equality: left minus right in normal form. */
  readonly residual: string | null;
  /** The one mistake in the right side that accounts for the residual, in words. */
  readonly slip: string | null;
  /** Of a refuted line that equals an earlier one: the step below that, which a mistake made there is carried from. */
  readonly follows: number | null;
  /** Of a line that is refuted or malformed, and is not right but for a mistake above: the simplest first. */
  readonly repairs: readonly Repair[];
}

export interface DerivationResult {
  readonly label: string | null;
  readonly title: string | null;
  readonly span: Span;
  readonly steps: readonly StepResult[];
}

export interface FileResult {
  readonly file: string;
  /** The text that was checked; spans refer to it. */
  readonly source: string;
  readonly seed: number;
  readonly derivations: readonly DerivationResult[];
  /** Syntax and declaration problems, in the order of the text. */
  readonly problems: readonly Problem[];
  /** Warnings outside any step. */
  readonly warnings: readonly Warning[];
  /** What the proofs of the file take on trust, each with the number of steps that rest on it. */
  readonly assumptions: readonly { readonly text: string; readonly steps: number }[];
}

/** Whether the step counts as a pass under the options of a run. */
export function passes(step: StepResult, options: { readonly strict: boolean; readonly proved: boolean }): boolean {
  if (options.strict && step.warnings.length > 0) return false;
  switch (step.verdict) {
    case 'proved':
    case 'witnessed':
      return true;
    case 'confirmed':
      return !options.proved;
    case 'undecided':
      return !options.strict && !options.proved;
    case 'refuted':
    case 'malformed':
    case 'conflict':
      return false;
  }
}
