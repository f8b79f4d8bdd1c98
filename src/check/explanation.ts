/** What is told of proofs and rules beside the verdicts: the types that their reports read. */
import type { ProofResult } from './verdict.js';

/** A line of a rewriting. */
export interface RewritingLine {
  /** As written in ASCII; empty for the line that one begins with. */
  readonly relation: string;
  readonly text: string;
  /** The rule, or what else leads here; null for the line that one begins with. */
  readonly by: string | null;
}

export interface ExplainedStep {
  /** `eq1.2` */
  readonly label: string;
  readonly number: number;
  readonly by: readonly string[];
  /** Null where no proof was found: `unproved` says why. */
  readonly proof: ProofResult | null;
  readonly unproved: string | null;
  /** The proof, whole terms from the line above to this one. */
  readonly lines: readonly RewritingLine[];
}

/** What is known of a label in a file. */
export interface Explanation {
  readonly file: string;
  /** The asked steps in order; none where no derivation or step has the label. */
  readonly steps: readonly ExplainedStep[];
  /** The labels of the derivations, and of the steps of the one that was meant. */
  readonly labels: readonly string[];
}

/** A row of the tables of rules, in the language of the files. */
export interface RuleRow {
  readonly name: string;
  readonly families: readonly string[];
  readonly rule: string;
  /** What must hold. */
  readonly when: readonly string[];
  /** What is taken on trust. */
  readonly assuming: readonly string[];
  /** Why it is refused; null for a rule of the theory. */
  readonly remark: string | null;
}

export interface RuleSection {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly RuleRow[];
}

/** A claim of a certificate after the kernel has gone through its proof. */
export interface ReplayedLine {
  readonly label: string;
  /** `left = right`, printed from the terms of the certificate. */
  readonly statement: string;
  /** Why the claim is not accepted; null: it is. */
  readonly objection: string | null;
  /** What the proof takes on trust, a sentence each. */
  readonly assumptions: readonly string[];
}

/** What the kernel says of a certificate. */
export interface ReplayReport {
  /** Why this is no certificate, with the place in it; null: it is one. */
  readonly rejected: string | null;
  /** The texts that it is of, the file itself first. */
  readonly files: readonly string[];
  readonly claims: readonly ReplayedLine[];
  /** The author's own rules that it uses: they are taken on trust. */
  readonly userRules: readonly string[];
  /** What it says otherwise than the file beside it; null: there was none. */
  readonly differences: readonly string[] | null;
}
