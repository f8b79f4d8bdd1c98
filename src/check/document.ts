/** A whole file: every step of every derivation with its verdict, and every mistake with its place. */
import type { Span } from '../../grammar/ast.js';
import { nearest } from '../../grammar/spelling.js';
import type { Rule } from '../kernel/rule.js';
import type { Claim } from '../numeric/claim.js';
import type { Outcome, Proved } from '../proof/prover.js';
import { isRuleFamily, ruleFamilies } from '../rules/families.js';
import type { Diagnostic } from '../syntax/diagnostics.js';
import {
  citedLabel,
  type Document,
  type ElaboratedDerivation,
  type ElaboratedStep,
  type Line,
} from '../syntax/document.js';
import { printTerm } from '../syntax/print.js';
import { assumptionsOf } from './assumptions.js';
import { claimsOf, type StepClaim } from './chain.js';
import { elaborateText } from './elaborate.js';
import type { CheckOptions } from './options.js';
import { Proofs } from './proofs.js';
import { type Judged, judge } from './step.js';
import { admitRules } from './user-rules.js';
import type { DerivationResult, FileResult, Problem, ProofResult, StepResult, Verdict, Warning } from './verdict.js';

export interface Input {
  readonly file: string;
  readonly source: string;
}

/**
 * Checks a text. `load` reads an import, its path given relative to the folder of the file that imports it, and
 * throws ImportFailure where it cannot. Mistakes of the text are part of the result.
 */
export function checkDocument(input: Input, options: CheckOptions, load: (path: string) => string): FileResult {
  const document = elaborateText(input.source, load);
  const chosen = document.derivations.filter((derivation) => isChosen(derivation, options.only));
  const rules = admitRules(document);
  const derivations = new Run(document, rules.admitted, options, chosen).derivations();
  return {
    file: input.file,
    source: input.source,
    seed: options.seed,
    derivations,
    problems: [...problemsOf(document, chosen), ...rules.problems].sort((a, b) => a.span.start - b.span.start),
    warnings: emptyFileWarning(document, input.source),
    assumptions: tallied(derivations),
  };
}

const countSteps = (derivations: readonly ElaboratedDerivation[]): number =>
  derivations.reduce((sum, { steps }) => sum + steps.length, 0);

/** What the steps rest on, each assumption with the number of its steps. */
function tallied(derivations: readonly DerivationResult[]): FileResult['assumptions'] {
  const counts = new Map<string, number>();
  for (const { steps } of derivations)
    for (const { proof } of steps)
      for (const text of proof?.assumptions ?? []) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, steps]) => ({ text, steps }));
}

/** `--only eq3` or `--only eq3.2`. */
function isChosen(derivation: ElaboratedDerivation, only: string | null): boolean {
  return (
    only === null || derivation.label === only || (derivation.label !== null && stepOf(only, derivation.label) !== null)
  );
}

function stepOf(only: string, label: string): number | null {
  const rest = only.startsWith(`${label}.`) ? only.slice(label.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : null;
}

/** The mistakes outside the steps; a first line's is shown with the first step, unless that has one of its own. */
function problemsOf(document: Document, chosen: readonly ElaboratedDerivation[]): Problem[] {
  const syntax = document.syntax.map((p): Problem => ({ kind: 'syntax', ...p }));
  const faults = document.faults.map((d): Problem => asProblem('declaration', d));
  const firsts = chosen.flatMap(({ first, steps }) => (steps[0]?.line.fault && first.fault ? [first.fault] : []));
  const malformed = firsts.map((d) => asProblem('malformed', d));
  return [...syntax, ...faults, ...malformed];
}

const asProblem = (kind: Problem['kind'], d: Diagnostic): Problem => ({
  kind,
  message: d.message,
  hint: d.hint,
  span: d.span,
});

function emptyFileWarning(document: Document, source: string): Warning[] {
  if (document.derivations.length > 0 || document.syntax.length > 0 || document.faults.length > 0) return [];
  return [
    {
      code: 'note',
      message: 'this file has no derivation and no claim, so nothing was checked',
      span: { start: 0, end: Math.min(source.length, 1) },
    },
  ];
}

/** The checking of one document. */
class Run {
  readonly #proofs: Proofs;
  /** Those that are asked for. */
  readonly #total: number;
  /** All, so that a step is judged alike with others and alone. */
  readonly #lines: number;
  #done = 0;

  constructor(
    private readonly document: Document,
    rules: readonly Rule[],
    private readonly options: CheckOptions,
    private readonly chosen: readonly ElaboratedDerivation[],
  ) {
    this.#proofs = new Proofs(document, rules);
    this.#total = countSteps(chosen);
    this.#lines = countSteps(document.derivations);
  }

  /** The results of the chosen derivations; those above them are only proved, because they may be cited. */
  derivations(): DerivationResult[] {
    const { derivations } = this.document;
    const last = this.chosen.at(-1);
    const above = last === undefined ? [] : derivations.slice(0, derivations.indexOf(last) + 1);
    return above.flatMap((derivation) => {
      const result = this.#derivation(derivation, this.chosen.includes(derivation));
      this.#proofs.close(derivation.label);
      return result === null ? [] : [result];
    });
  }

  #derivation(derivation: ElaboratedDerivation, isChosen: boolean): DerivationResult | null {
    const { only } = this.options;
    const number = only === null || derivation.label === null ? null : stepOf(only, derivation.label);
    const claims = claimsOf(derivation);
    const steps = derivation.steps.flatMap((step, i) => {
      const isWanted = isChosen && (number === null || step.number === number);
      const result = this.#step(derivation, step, claims[i] as StepClaim, isWanted);
      if (isChosen) this.options.onProgress?.(++this.#done, this.#total);
      return result === null ? [] : [result];
    });
    return isChosen ? { label: derivation.label, title: derivation.title, span: derivation.span, steps } : null;
  }

  /** Proves a step, and judges it by the numbers too where its result is wanted. */
  #step(
    derivation: ElaboratedDerivation,
    step: ElaboratedStep,
    claim: StepClaim,
    isWanted: boolean,
  ): StepResult | null {
    const outcome = 'left' in claim ? this.#proofs.prove(claim, step) : this.#proofs.skip();
    if (!isWanted) return null;
    const common = commonFields(this.document, derivation, step);
    const none = { evidence: [], counterexample: null, proof: null, unproved: null } as const;
    if ('fault' in claim) {
      const problem = asProblem('malformed', claim.fault);
      return { ...common, ...none, verdict: 'malformed', reason: claim.fault.message, problem };
    }
    if ('reason' in claim) return { ...common, ...none, verdict: 'undecided', reason: claim.reason, problem: null };
    return this.#finished(common, step, claim, outcome);
  }

  #finished(common: Common, step: ElaboratedStep, claim: Claim, outcome: Outcome | null): StepResult {
    const judged = judge(claim, this.document.model, this.options, this.#lines);
    const proof = outcome?.outcome === 'proved' ? this.#proofResult(outcome) : null;
    const verdict = withProof(judged, proof);
    return {
      ...common,
      ...verdict,
      warnings: [...common.warnings, ...vacuityWarnings(this.document, step, judged, proof)],
      evidence: judged.evidence,
      problem: null,
      counterexample: judged.evidence.find((e) => e.status === 'disagrees')?.counterexample ?? null,
      proof,
      unproved: outcome?.outcome === 'stopped' ? outcome.reason : null,
    };
  }

  #proofResult({ explanation, missing, theorem }: Proved): ProofResult {
    return { explanation, missing, assumptions: assumptionsOf(theorem, this.#proofs.prover.kernel) };
  }
}

/** Whether the numbers are undecided because a side has no value: then a proof says nothing that holds. */
const isWithoutValue = (reason: string): boolean => /no number|finite number/.test(reason);

/** A proof and the numbers together. Where they differ, what the proof takes on trust has failed, or we have. */
function withProof(
  { verdict, reason }: Judged,
  proof: ProofResult | null,
): { verdict: Verdict; reason: string | null } {
  if (proof === null || verdict === 'witnessed') return { verdict, reason };
  if (verdict === 'undecided' && reason !== null && isWithoutValue(reason)) return { verdict, reason };
  if (verdict !== 'refuted') return { verdict: 'proved', reason: null };
  if (proof.assumptions.length === 0)
    return {
      verdict: 'conflict',
      reason: `proved by ${proof.explanation.join(', ')}, and yet the numbers differ: please report it`,
    };
  const trusted = proof.assumptions.join('; ');
  return {
    verdict,
    reason: `it follows by ${proof.explanation.join(', ')} only if this holds, which cannot all be so: ${trusted}`,
  };
}

const isFirst = (derivation: ElaboratedDerivation, step: ElaboratedStep): boolean => step === derivation.steps[0];

type Common = Omit<StepResult, 'verdict' | 'reason' | 'evidence' | 'problem' | 'counterexample' | 'proof' | 'unproved'>;

function commonFields(document: Document, derivation: ElaboratedDerivation, step: ElaboratedStep): Common {
  const { source } = document;
  const span: Span = { start: step.step.relationSpan.start, end: step.line.span.end };
  const fold = (at: Span): string =>
    source
      .slice(at.start, at.end)
      .replace(/#[^\n\r]*/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const first = isFirst(derivation, step) ? ambiguityWarnings(derivation.first) : [];
  return {
    number: step.number,
    relation: step.relation,
    text: fold(step.line.span),
    span,
    warnings: [...first, ...ambiguityWarnings(step.line), ...reasonWarnings(document, step)],
    by: step.step.reasons.map((reason) => (reason.remark ? `"${reason.text}"` : reason.text)),
    assumptions: document.model.assumptions.map((a) => a.label ?? a.text),
  };
}

const ambiguityWarnings = (line: Line): Warning[] =>
  line.ambiguities.map(({ message, span }) => ({ code: 'ambiguous', message, span }));

/** A reason must be a label, a rule or a family of rules. */
function reasonWarnings(document: Document, step: ElaboratedStep): Warning[] {
  return step.step.reasons
    .filter((reason) => !reason.remark && !document.labels.has(citedLabel(reason.text)) && !isRuleFamily(reason.text))
    .map((reason): Warning => {
      const near = nearest(reason.text, [...document.labels.keys(), ...ruleFamilies()]);
      const hint = near === null ? 'put a remark in quotes' : `did you mean ${near}?`;
      return {
        code: 'unknown reason',
        message: `'${reason.text}' is no label, rule or family of rules: ${hint}`,
        span: reason.span,
      };
    });
}

/** Families that prove a line by making both sides vanish. */
const vanishing: ReadonlySet<string> = new Set(['zero gradient']);

/** A line that holds only because both sides vanish, whatever stands inside. */
function vacuityWarnings(
  document: Document,
  step: ElaboratedStep,
  judged: Judged,
  proof: ProofResult | null,
): Warning[] {
  const { vacuity } = judged;
  const isProvedOtherwise = proof !== null && !proof.explanation.some((family) => vanishing.has(family));
  if (vacuity === null || citesZeroGradient(step) || isProvedOtherwise) return [];
  const [left, right] = [vacuity.left, vacuity.right].map((term) => printTerm(term, document.model));
  const message = `both sides vanish, whatever stands inside: ${left} and ${right} differ`;
  return [{ code: 'vacuous', message, span: step.line.span }];
}

/** The author says that both sides vanish: then the empty truth is what was meant. */
const citesZeroGradient = (step: ElaboratedStep): boolean =>
  step.step.reasons.some((r) => r.text.toLowerCase() === 'zero gradient');
