/** A whole file: every step of every derivation with its verdict, and every mistake with its place. */
import type { Span } from '../../grammar/ast.js';
import { nearest } from '../../grammar/spelling.js';
import type { Model } from '../kernel/model.js';
import { printRational } from '../kernel/rational.js';
import type { Proved } from '../proof/prover.js';
import type { Slip } from '../proof/slip.js';
import { isRuleFamily, ruleFamilies } from '../rules/families.js';
import type { Ambiguity } from '../syntax/ambiguity.js';
import type { Diagnostic } from '../syntax/diagnostics.js';
import {
  citedLabel,
  type Derivation,
  type Document,
  type ElaboratedDerivation,
  type ElaboratedStep,
  type Line,
} from '../syntax/document.js';
import { printTerm } from '../syntax/print.js';
import { assumptionsOf } from './assumptions.js';
import { fuelOf } from './budget.js';
import { elaborateText } from './elaborate.js';
import { narrowedAt } from './narrowing.js';
import type { CheckOptions } from './options.js';
import { Proofs } from './proofs.js';
import { Judge, type Question, type Texts } from './question.js';
import { isWithoutValue } from './reasons.js';
import { Repairs } from './repairs.js';
import { Search, type SoughtStep } from './search.js';
import { refutation } from './settle.js';
import { standingOf } from './standing.js';
import type { Judged } from './step.js';
import { admitRules, type UserRules } from './user-rules.js';
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
  const plan = new Plan(input, options, load);
  const results: StepResult[] = [];
  for (const planned of plan.steps()) {
    const result = 'question' in planned ? planned.finish(plan.judge.answer(planned.question)) : planned.result;
    results.push(result);
    options.onProgress?.(results.length, plan.total, result);
  }
  return plan.result(results);
}

/** What the steps rest on, each assumption with the number of its steps. */
function tallied(derivations: readonly DerivationResult[]): FileResult['assumptions'] {
  const counts = new Map<string, number>();
  for (const { steps } of derivations)
    for (const { proof } of steps)
      for (const text of proof?.assumptions ?? []) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, steps]) => ({ text, steps }));
}

/** `--only eq3` or `--only eq3.2`. */
function isChosen(derivation: Derivation, only: string | null): boolean {
  return (
    only === null || derivation.label === only || (derivation.label !== null && stepOf(only, derivation.label) !== null)
  );
}

function stepOf(only: string, label: string): number | null {
  const rest = only.startsWith(`${label}.`) ? only.slice(label.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : null;
}

/** The mistakes outside derivations. */
function problemsOf(document: Document): Problem[] {
  const syntax = document.syntax.map((p): Problem => ({ kind: 'syntax', ...p }));
  const faults = document.faults.map((d): Problem => asProblem('declaration', d));
  return [...syntax, ...faults];
}

/** A first line's mistake is shown with the first step, unless that has one of its own. */
const problemsOfFirst = ({ first, steps }: ElaboratedDerivation): Problem[] =>
  steps[0]?.line.fault && first.fault ? [asProblem('malformed', first.fault)] : [];

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

/** A step whose proof has been sought: its result, or what is still to be asked of the numbers for it. */
export type Planned = { readonly result: StepResult } | Open;

export interface Open {
  readonly question: Question;
  readonly finish: (judged: Judged) => StepResult;
}

/** The most lines of a file for which repairs are looked for, the first ones: a file with more mistakes is a draft. */
const mostMended = 20;

/** The checking of one document: elaborates it and proves its steps; when and where they are judged is the caller's. */
export class Plan {
  /** What a worker needs to answer the questions. */
  readonly texts: Texts;
  /** Answers them here. */
  readonly judge: Judge;
  /** How many results are asked for. */
  readonly total: number;
  readonly #document: Document;
  readonly #rules: UserRules;
  readonly #proofs: Proofs;
  readonly #search: Search;
  readonly #chosen: readonly Derivation[];
  /** Of the first lines so far. */
  readonly #malformed: Problem[] = [];
  /** The lines that are wrong in themselves, and so may be mended. */
  readonly #mistakes = new Map<StepResult, SoughtStep>();
  readonly #reread: (source: string) => Document;

  constructor(
    private readonly input: Input,
    private readonly options: CheckOptions,
    load: (path: string) => string,
  ) {
    const imports = new Map<string, string>();
    const { seed, samples, budget, thorough, repairs, only } = options;
    this.#reread = (source) => elaborateText(source, (path) => imports.get(path) ?? load(path));
    this.#document = elaborateText(input.source, (path) => {
      const text = load(path);
      imports.set(path, text);
      return text;
    });
    this.texts = {
      source: input.source,
      imports: [...imports],
      options: { seed, samples, budget, thorough, repairs, only },
    };
    this.judge = new Judge(this.#document, this.texts.options);
    this.#rules = admitRules(this.#document);
    this.#proofs = new Proofs(this.#document, this.#rules.admitted, {
      forgets: true,
      fuel: fuelOf(this.#document, budget),
    });
    this.#search = new Search(this.#document, this.#proofs, this.texts.options, this.judge);
    this.#chosen = this.#document.derivations.filter((derivation) => isChosen(derivation, only));
    this.total = this.#chosen.reduce((sum, derivation) => sum + this.#wantedIn(derivation).length, 0);
  }

  /** The steps that are asked for, in order; those above them are only proved, because they may be cited. */
  *steps(): Generator<Planned> {
    const last = this.#chosen.at(-1);
    if (last === undefined) return;
    for (const [place, derivation] of this.#document.derivations.entries()) {
      yield* this.#stepsOf(derivation, place);
      if (derivation === last) return;
    }
  }

  /** The result of the file from those of the steps, in order. */
  result(found: readonly StepResult[]): FileResult {
    const { file, source } = this.input;
    const results = this.#mended(found);
    let next = 0;
    const derivations = this.#chosen.map((derivation): DerivationResult => {
      const { label, title, span } = derivation;
      const first = next;
      next += this.#wantedIn(derivation).length;
      return { label, title, span, steps: results.slice(first, next) };
    });
    const problems = [...problemsOf(this.#document), ...this.#malformed, ...this.#rules.problems];
    return {
      file,
      source,
      seed: this.options.seed,
      derivations,
      problems: problems.sort((a, b) => a.span.start - b.span.start),
      warnings: [...this.#document.ambiguities.map(ambiguityWarning), ...emptyFileWarning(this.#document, source)],
      assumptions: tallied(derivations),
    };
  }

  /** The numbers of the steps that are asked for. */
  #wantedIn({ label, numbers }: Derivation): readonly number[] {
    const { only } = this.options;
    if (only === null || only === label) return numbers;
    const wanted = label === null ? null : stepOf(only, label);
    return numbers.filter((number) => number === wanted);
  }

  *#stepsOf(derivation: Derivation, place: number): Generator<Planned> {
    const wanted = new Set(this.#wantedIn(derivation));
    if (isChosen(derivation, this.options.only)) this.#malformed.push(...problemsOfFirst(derivation.elaborated()));
    for (const sought of this.#search.steps(place)) if (wanted.has(sought.step.number)) yield this.#planned(sought);
  }

  #planned(sought: SoughtStep): Planned {
    const { derivation, readings, place, i, step, claim, outcome } = sought;
    const common = commonFields(this.#document, derivation, i);
    const none = {
      evidence: [],
      counterexample: null,
      proof: null,
      unproved: null,
      residual: null,
      slip: null,
      follows: null,
      repairs: [],
    } as const;
    if ('fault' in claim) {
      const problem = asProblem('malformed', claim.fault);
      const result: StepResult = { ...common, ...none, verdict: 'malformed', reason: claim.fault.message, problem };
      if (step.line.fault !== null) this.#mistakes.set(result, sought);
      return { result };
    }
    if ('reason' in claim)
      return { result: { ...common, ...none, verdict: 'undecided', reason: claim.reason, problem: null } };
    const proof = outcome?.outcome === 'proved' ? this.#proofResult(outcome) : null;
    const stop = outcome?.outcome === 'stopped' ? outcome : null;
    const { model } = this.#document;
    const residual = stop === null || stop.residual === null ? null : printTerm(stop.residual, model);
    const slip = stop === null || stop.slip === null ? null : slipInWords(stop.slip, model);
    const question = {
      derivation: place,
      step: i,
      readings: [...readings],
      standing: standingOf(step, proof?.explanation ?? null),
    };
    return {
      question,
      finish: (judged) =>
        this.#finished({ ...common, proof, unproved: stop?.reason ?? null, residual, slip }, sought, judged),
    };
  }

  /** The results with repairs of the mistakes among them, as far as there are not too many. */
  #mended(results: readonly StepResult[]): readonly StepResult[] {
    const mistakes = new Set(results.filter((result) => this.#mistakes.has(result)).slice(0, mostMended));
    if (this.options.repairs === 0 || mistakes.size === 0) return results;
    const repairs = new Repairs(this.#document, this.options, this.#reread);
    return results.map((result) => {
      const sought = mistakes.has(result) ? this.#mistakes.get(result) : undefined;
      return sought === undefined ? result : { ...result, repairs: repairs.of(sought) };
    });
  }

  #finished(known: Sought, sought: SoughtStep, judged: Judged): StepResult {
    const { proof, warnings, residual, slip } = known;
    const { derivation, step, claim, outcome, seeker } = sought;
    const refuted = 'left' in claim ? refutation(claim, outcome, judged, seeker) : null;
    const found = refuted === null ? withProof(judged, proof) : { verdict: 'refuted' as const, reason: refuted };
    const result: StepResult = {
      ...known,
      ...found,
      residual: found.verdict === 'refuted' ? residual : null,
      slip: found.verdict === 'refuted' ? slip : null,
      follows: judged.follows === null ? null : (derivation.steps[judged.follows]?.number ?? null),
      warnings: [...warnings, ...vacuityWarnings(this.#document, step, judged)],
      evidence: judged.evidence,
      problem: null,
      repairs: [],
      counterexample: judged.smallest ?? judged.evidence.find((e) => e.status === 'disagrees')?.counterexample ?? null,
    };
    if (found.verdict === 'refuted' && judged.follows === null) this.#mistakes.set(result, sought);
    return result;
  }

  #proofResult({ explanation, missing, theorem }: Proved): ProofResult {
    return { explanation, missing, assumptions: assumptionsOf(theorem, this.#proofs.prover.kernel) };
  }
}

/** A proof and the numbers together. Where they differ, what the proof takes on trust has failed, or we have. */
function withProof(
  { verdict, reason }: Judged,
  proof: ProofResult | null,
): { verdict: Verdict; reason: string | null } {
  if (proof === null || verdict === 'witnessed') return { verdict, reason };
  if (verdict !== 'confirmed' && reason !== null && isWithoutValue(reason)) return { verdict: 'undecided', reason };
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

function slipInWords({ term, times }: Slip, model: Model): string {
  const text = printTerm(term, model).replace(/^-/, '');
  if (times.num === 0n) return `${text} is too much`;
  if (times.num === -times.den) return `the sign of ${text}`;
  return `${text} should be taken ${printRational(times)} times`;
}

type Found = 'verdict' | 'reason' | 'evidence' | 'problem' | 'counterexample' | 'follows' | 'repairs';
type Sought = Omit<StepResult, Found>;
type Common = Omit<Sought, 'proof' | 'unproved' | 'residual' | 'slip'>;

function commonFields(document: Document, derivation: ElaboratedDerivation, i: number): Common {
  const step = derivation.steps[i] as ElaboratedStep;
  const { source } = document;
  const span: Span = { start: step.step.relationSpan.start, end: step.line.span.end };
  const fold = (at: Span): string =>
    source
      .slice(at.start, at.end)
      .replace(/#[^\n\r]*/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const first = i === 0 ? ambiguityWarnings(derivation.first) : [];
  return {
    number: step.number,
    relation: step.relation,
    text: fold(step.line.span),
    span,
    warnings: [
      ...first,
      ...ambiguityWarnings(step.line),
      ...reasonWarnings(document, step),
      ...narrowingWarnings(document, derivation, i),
    ],
    by: step.step.reasons.map((reason) => (reason.remark ? `"${reason.text}"` : reason.text)),
    assumptions: document.model.assumptions.map((a) => a.label ?? a.text),
  };
}

const ambiguityWarnings = (line: Line): Warning[] => line.ambiguities.map(ambiguityWarning);

const ambiguityWarning = ({ message, span }: Ambiguity): Warning => ({ code: 'ambiguous', message, span });

/** A chain holds only where all its lines say something. */
function narrowingWarnings({ model }: Document, derivation: ElaboratedDerivation, i: number): Warning[] {
  const where = narrowedAt(derivation, i, model);
  if (where === null) return [];
  const message = `the line above says nothing where ${where}, as this one and an earlier one do: there this does not follow from that`;
  return [{ code: 'narrowed', message, span: (derivation.steps[i] as ElaboratedStep).line.span }];
}

/** Of a step with more unknown reasons than this, the first ones are named. */
const mostUnknown = 20;

/** A reason must be a label, a rule or a family of rules. */
function reasonWarnings(document: Document, step: ElaboratedStep): Warning[] {
  return step.step.reasons
    .filter((reason) => !reason.remark && !document.labels.has(citedLabel(reason.text)) && !isRuleFamily(reason.text))
    .slice(0, mostUnknown)
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

/** A line that holds only because both sides vanish, whatever stands inside. */
function vacuityWarnings(document: Document, step: ElaboratedStep, { vacuity }: Judged): Warning[] {
  if (vacuity === null) return [];
  const [left, right] = [vacuity.left, vacuity.right].map((term) => printTerm(term, document.model));
  const message = `both sides vanish, whatever stands inside: ${left} and ${right} differ`;
  return [{ code: 'vacuous', message, span: step.line.span }];
}
