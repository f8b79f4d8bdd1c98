/**
 * Certificates checked: every step is made again by a kernel of its own, which neither matches nor searches, and each
 * claim is held against the theorem that its proof ends with. What is shown of a claim is printed from its terms.
 */
import { type CertifiedClaim, type Certificate, type Digest, readCertificate, type SourceText } from './certificate.js';
import { Malformed } from './certificate-codec.js';
import { compareWithSource, type Written } from './certificate-source.js';
import { premisesOf, run } from './certificate-steps.js';
import { establishes, type Goal } from './claim.js';
import { misdeclared } from './declared.js';
import { type Assumption, Kernel, Refusal, type Result, type Theorem } from './kernel.js';
import type { Model } from './model.js';
import type { Condition, Rule } from './rule.js';
import type { Term } from './term.js';
import { WellFormed } from './well-formed.js';

/** What the kernel cannot do and its caller can. */
export interface Outside {
  readonly theory: readonly Rule[];
  readonly digest: Digest;
  readonly print: (term: Term, model: Model) => string;
  /** What the texts declare and claim, or why they cannot be read. */
  readonly elaborate: (files: readonly SourceText[]) => Written | string;
}

/** Why a claim is not accepted. */
export interface Objection {
  /** The number of the step that failed; null where the proof is in order and proves something else. */
  readonly step: number | null;
  readonly reason: string;
  /** The rule and the condition of it that does not hold. */
  readonly rule: string | null;
  readonly condition: Condition | null;
}

export interface ReplayedClaim {
  readonly label: string;
  readonly goal: Goal;
  /** The sides, printed from the terms. */
  readonly text: { readonly left: string; readonly right: string };
  /** null: the claim is proved. */
  readonly objection: Objection | null;
  /** What the theorem takes on trust. */
  readonly assumptions: readonly Assumption[];
}

export interface Replayed {
  readonly outcome: 'replayed';
  readonly files: readonly SourceText[];
  readonly model: Model;
  /** The rules that the proofs use; the author's own are hypotheses. */
  readonly rules: readonly Rule[];
  readonly claims: readonly ReplayedClaim[];
}

/** A certificate that is none, or that contradicts itself. */
export interface Rejected {
  readonly outcome: 'rejected';
  /** The place in the JSON, `$.steps[3].of`; `$` for the whole. */
  readonly at: string;
  readonly reason: string;
}

export type Replay = Replayed | Rejected;

/** Whether everything that a certificate claims is proved. */
export const isAccepted = (replay: Replay): replay is Replayed =>
  replay.outcome === 'replayed' && replay.claims.every(({ objection }) => objection === null);

const rejected = (at: string, reason: string): Rejected => ({ outcome: 'rejected', at, reason });

/** Checks the text of a certificate. Whatever is wrong with it is part of the result; nothing is thrown. */
export function replay(text: string, outside: Outside): Replay {
  try {
    const certificate = readCertificate(text, outside.theory, outside.digest);
    return misread(certificate, outside) ?? replayed(certificate, outside);
  } catch (error) {
    if (error instanceof Malformed) return rejected(error.at, error.message);
    throw error;
  }
}

/** What the certificate's texts say otherwise than its data. */
function misread(certificate: Certificate, { elaborate }: Outside): Rejected | null {
  const written = elaborate(certificate.files);
  if (typeof written === 'string') return rejected('$.files', written);
  const rules = certificate.rules.filter(({ origin }) => origin === 'user');
  const [difference] = compareWithSource({ ...certificate, rules }, written);
  return difference === undefined ? null : rejected('$.files', difference);
}

/** Goes through the proofs of a certificate that was read. */
export function replayed({ files, rules, steps, claims, ...read }: Certificate, outside: Pick<Outside, 'print'>): Replay {
  const wrong = misdeclared(read.model);
  if (wrong !== null) return rejected('$.model', wrong);
  const model = withTexts(read.model, outside);
  const proofs = new Proofs(model, rules, steps);
  const checked = claims.map((claim) => checkClaim(claim, proofs, outside));
  return { outcome: 'replayed', files, model, rules, claims: checked };
}

/** The words of assumptions, made from their terms. */
const withTexts = (model: Model, { print }: Pick<Outside, 'print'>): Model => ({
  ...model,
  assumptions: model.assumptions.map((assumption) => {
    const [left, right] = [assumption.left, assumption.right].map((side) => print(side, model));
    return { ...assumption, text: `${left} ${assumption.relation} ${right}` };
  }),
});

function checkClaim(claim: CertifiedClaim, proofs: Proofs, { print }: Pick<Outside, 'print'>): ReplayedClaim {
  const { label, left, relation, right, upTo } = claim;
  const goal = { left, relation, right, upTo };
  const text = { left: print(left, proofs.model), right: print(right, proofs.model) };
  const objection = objectionTo(claim, text, proofs);
  const theorem = proofs.theorem(claim.proof);
  const assumptions = objection === null && theorem !== null ? proofs.kernel.assumptions(theorem) : [];
  return { label, goal, text, objection, assumptions };
}

function objectionTo(claim: CertifiedClaim, text: ReplayedClaim['text'], proofs: Proofs): Objection | null {
  const other = (reason: string): Objection => ({ step: null, reason, rule: null, condition: null });
  const misprinted = (['left', 'right'] as const).find((side) => text[side] !== claim.text[side]);
  if (misprinted !== undefined) return other(`its ${misprinted} side is printed as another: it is ${text[misprinted]}`);
  const theorem = proofs.theorem(claim.proof);
  if (theorem === null) return proofs.objection(claim.proof);
  const fault = proofs.wellFormed.fault(claim.left) ?? proofs.wellFormed.fault(claim.right);
  if (fault !== null) return other(`it says nothing: ${fault}`);
  return establishes(proofs.kernel, theorem, claim) ? null : other('its proof proves something else');
}

/** The theorems of the steps, made in order. */
class Proofs {
  readonly kernel: Kernel;
  readonly wellFormed: WellFormed;
  readonly #results: (Theorem | Objection)[] = [];

  constructor(
    readonly model: Model,
    rules: readonly Rule[],
    steps: Certificate['steps'],
  ) {
    this.kernel = new Kernel(model, rules);
    this.wellFormed = new WellFormed(model, this.kernel.identity, this.kernel.worlds);
    for (const [i, step] of steps.entries()) this.#results.push(this.#make(step, i));
  }

  theorem(step: number): Theorem | null {
    const result = this.#results[step];
    return result === undefined || 'reason' in result ? null : result;
  }

  /** Why a step has no theorem: its own refusal, or the one that it rests on. */
  objection(step: number): Objection | null {
    const result = this.#results[step];
    return result !== undefined && 'reason' in result ? result : null;
  }

  #make(step: Certificate['steps'][number], number: number): Theorem | Objection {
    for (const premise of premisesOf(step)) {
      const objection = this.objection(premise);
      if (objection !== null) return objection;
    }
    const result = this.#run(step);
    if (!(result instanceof Refusal)) return result;
    const rule = step.step === 'rule' ? step.rule.name : null;
    return { step: number, reason: result.reason, rule, condition: result.condition };
  }

  #run(step: Certificate['steps'][number]): Result {
    try {
      const result = run(step, this.kernel, (premise) => this.#results[premise] as Theorem);
      const fault = result instanceof Refusal ? null : this.#fault(result);
      return fault === null ? result : new Refusal(fault);
    } catch (error) {
      // What is put into a certificate on purpose may be beyond what the kernel was made for: that is no proof.
      return new Refusal(`the kernel broke off: ${error instanceof Error ? error.message : 'for no known reason'}`);
    }
  }

  #fault({ statement }: Theorem): string | null {
    const terms = this.wellFormed;
    const named = 'free' in statement ? terms.faultOfRefs(statement.free) : null;
    return named ?? terms.fault(statement.left) ?? terms.fault(statement.right);
  }
}
