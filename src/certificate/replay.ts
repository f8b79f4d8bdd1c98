/**
 * Certificates checked: every step is made again by a kernel of its own, which neither matches nor searches, and each
 * claim is held against the theorem that its proof ends with. What is shown of a claim is printed from its terms.
 */

import { establishes, type Goal } from '../kernel/claim.js';
import { misdeclared } from '../kernel/declared.js';
import { type Assumption, Kernel, Refusal, type Result, type Theorem } from '../kernel/kernel.js';
import type { Model } from '../kernel/model.js';
import type { Condition, Rule } from '../kernel/rule.js';
import { sealRead, undisturbed } from '../kernel/seal.js';
import type { Term } from '../kernel/term.js';
import { type Certificate, type CertifiedClaim, type Digest, readCertificate, type SourceText } from './certificate.js';
import { Malformed } from './codec.js';
import { compareWithSource, type Written } from './source.js';
import { premisesOf, run } from './steps.js';

/** What the kernel cannot do and its caller can. */
export interface Outside {
  readonly theory: readonly Rule[];
  readonly digest: Digest;
  readonly print: (term: Term, model: Model) => string;
  /** What the texts declare and claim, or why they cannot be read. With null they are left aside. */
  readonly elaborate: ((files: readonly SourceText[]) => Written | string) | null;
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
  /** The sides, printed from the terms; a question mark for each where one of them says nothing. */
  readonly text: { readonly left: string; readonly right: string };
  /** null: the claim is proved. */
  readonly objection: Objection | null;
  /** What the theorem takes on trust. */
  readonly assumptions: readonly Assumption[];
}

export interface Replayed {
  readonly outcome: 'replayed';
  /** The texts; without `elaborate` nobody knows that they say what the model and the claims say. */
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
    return misread(certificate, outside) ?? goThrough(certificate, outside);
  } catch (error) {
    if (error instanceof Malformed) return rejected(error.at, error.message);
    throw error;
  }
}

/** What the certificate's texts say otherwise than its data. */
function misread(certificate: Certificate, { elaborate }: Outside): Rejected | null {
  if (elaborate === null) return null;
  const written = elaborate(certificate.files);
  if (typeof written === 'string') return rejected('$.files', written);
  const rules = certificate.rules.filter(({ origin }) => origin === 'user');
  const [difference] = compareWithSource({ ...certificate, rules }, written);
  return difference === undefined ? null : rejected('$.files', difference);
}

/** The kernel's part: every step is made, and every claim held against its theorem. All must come from one text. */
export function verify(
  model: Model,
  rules: readonly Rule[],
  steps: Certificate['steps'],
  claims: Certificate['claims'],
): readonly Judged[] {
  // All of it was just read, and nobody else has a part of it.
  return undisturbed(() => {
    const proofs = new Proofs(model, rules, steps);
    return claims.map((claim) => judge(claim, proofs));
  });
}

function goThrough({ files, rules, steps, claims, model: read }: Certificate, { print }: Outside): Replay {
  const wrong = misdeclared(read);
  if (wrong !== null) return rejected('$.model', wrong);
  const model = withTexts(read, print);
  const judged = verify(model, rules, steps, claims);
  const printed = new Map<Term, string>();
  const printOnce = (term: Term): string => {
    const text = printed.get(term) ?? print(term, model);
    printed.set(term, text);
    return text;
  };
  const checked = claims.map((claim, i) => shownClaim(claim, sealRead(judged[i] as Judged), printOnce));
  return { outcome: 'replayed', files, model, rules, claims: checked };
}

/** The words of assumptions, made from their terms. */
const withTexts = (model: Model, print: Outside['print']): Model => ({
  ...model,
  assumptions: model.assumptions.map((assumption) => {
    const [left, right] = [assumption.left, assumption.right].map((side) => print(sealRead(side), model));
    return { ...assumption, text: `${left} ${assumption.relation} ${right}` };
  }),
});

/** What the kernel says of a claim. */
export interface Judged {
  /** Why a side says nothing. */
  readonly empty: string | null;
  readonly objection: Objection | null;
  readonly assumptions: readonly Assumption[];
}

function judge(claim: CertifiedClaim, proofs: Proofs): Judged {
  const empty = proofs.faultOf(claim.left) ?? proofs.faultOf(claim.right);
  if (empty !== null) return { empty, objection: other(empty), assumptions: [] };
  const theorem = proofs.theorem(claim.proof);
  if (theorem === null) return { empty, objection: proofs.objection(claim.proof), assumptions: [] };
  if (!establishes(proofs.kernel, theorem, claim))
    return { empty, objection: other('its proof proves something else'), assumptions: [] };
  return { empty, objection: null, assumptions: proofs.kernel.assumptions(theorem) };
}

/** The claim with its sides in words, which have to be those of the certificate. */
function shownClaim(claim: CertifiedClaim, judged: Judged, print: (term: Term) => string): ReplayedClaim {
  const { label, left, relation, right, upTo } = claim;
  const goal = sealRead({ left, relation, right, upTo });
  if (judged.empty !== null)
    return { label, goal, text: { left: '?', right: '?' }, objection: judged.objection, assumptions: [] };
  const text = { left: print(left), right: print(right) };
  const misprinted = (['left', 'right'] as const).find((side) => text[side] !== claim.text[side]);
  const { objection, assumptions } = judged;
  if (misprinted === undefined) return { label, goal, text, objection, assumptions };
  const reason = `its ${misprinted} side is printed as another: it is ${text[misprinted]}`;
  return { label, goal, text, objection: other(reason), assumptions: [] };
}

/** An objection that is to no step. */
const other = (reason: string): Objection => ({ step: null, reason, rule: null, condition: null });

/** The theorems of the steps, made in order. */
class Proofs {
  readonly kernel: Kernel;
  readonly #results: (Theorem | Objection)[] = [];

  constructor(
    readonly model: Model,
    rules: readonly Rule[],
    steps: Certificate['steps'],
  ) {
    this.kernel = new Kernel(model, rules);
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

  /** Why a term says nothing. Even then it may be the same to the kernel as one that says something. */
  faultOf(term: Term): string | null {
    const result = this.kernel.same(term, term);
    return result instanceof Refusal ? result.reason : null;
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
      return run(step, this.kernel, (premise) => this.#results[premise] as Theorem);
    } catch (error) {
      // What is put into a certificate on purpose may be beyond what the kernel was made for: that is no proof.
      return new Refusal(`the kernel broke off: ${error instanceof Error ? error.message : 'for no known reason'}`);
    }
  }
}
