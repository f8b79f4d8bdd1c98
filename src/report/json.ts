/** The report for programs: `derivecheck-report/1`, described in docs/REPORT.md and docs/report.schema.json. */
import type { Span } from '../../grammar/ast.js';
import { type LineIndex, lineIndex } from '../../grammar/position.js';
import type { CheckOptions } from '../check/options.js';
import {
  type Counterexample,
  type DerivationResult,
  type Evidence,
  type FileResult,
  type Problem,
  type ProofResult,
  passes,
  type Repair,
  type StepResult,
  type Warning,
} from '../check/verdict.js';
import { type ExitStatus, exit, exitStatus, type PassOptions, worst } from './exit-status.js';
import { summarise } from './summary.js';

export const schemaName = 'derivecheck-report/1';

/** What became of one FILE of the command line. */
export type FileOutcome =
  | {
      readonly tag: 'checked';
      readonly result: FileResult /** Imports that could not be read. */;
      readonly errors: readonly string[];
    }
  /** Nothing could be checked: why, one sentence each. */
  | { readonly tag: 'failed'; readonly file: string; readonly status: ExitStatus; readonly errors: readonly string[] };

/** The exit status that a file asks for. */
export function outcomeStatus(outcome: FileOutcome, options: PassOptions): ExitStatus {
  if (outcome.tag === 'failed') return outcome.status;
  return worst([exitStatus(outcome.result, options), outcome.errors.length > 0 ? exit.unreadable : exit.pass]);
}

export interface Run {
  readonly version: string;
  readonly options: Omit<CheckOptions, 'onProgress'> & PassOptions;
  /** The exit status of the whole run. */
  readonly status: ExitStatus;
  /** Errors that belong to no file. */
  readonly errors: readonly string[];
  readonly files: readonly FileOutcome[];
}

/** The report as indented JSON with a line break at its end. */
export function json(run: Run): string {
  const { seed, samples, budget, thorough, repairs, only, strict, proved } = run.options;
  const checked = run.files.flatMap((outcome) => (outcome.tag === 'checked' ? [outcome.result] : []));
  const report = {
    schema: schemaName,
    tool: { name: 'derivecheck', version: run.version },
    options: { seed, samples, budget, thorough, repairs, only, strict, proved },
    status: run.status,
    summary: { files: run.files.length, ...summarise(checked, run.options) },
    errors: run.errors,
    files: run.files.map((outcome) => fileReport(outcome, run.options)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function fileReport(outcome: FileOutcome, options: PassOptions) {
  if (outcome.tag === 'failed') {
    return { file: outcome.file, checked: false, errors: outcome.errors, status: outcome.status };
  }
  const { result, errors } = outcome;
  const lines = lineIndex(result.source);
  return {
    file: result.file,
    checked: true,
    errors,
    status: outcomeStatus(outcome, options),
    seed: result.seed,
    summary: summarise([result], options),
    problems: result.problems.map((problem) => problemReport(problem, lines)),
    warnings: result.warnings.map((warning) => warningReport(warning, lines)),
    derivations: result.derivations.map((derivation) => derivationReport(derivation, lines, options)),
    assumptions: result.assumptions.map(({ text, steps }) => ({ text, steps })),
  };
}

function derivationReport({ label, title, span, steps }: DerivationResult, lines: LineIndex, options: PassOptions) {
  return {
    label,
    title,
    range: range(span, lines),
    steps: steps.map((step) => stepReport(step, lines, options)),
  };
}

function stepReport(step: StepResult, lines: LineIndex, options: PassOptions) {
  return {
    number: step.number,
    relation: step.relation,
    text: step.text,
    range: range(step.span, lines),
    verdict: step.verdict,
    pass: passes(step, options),
    reason: step.reason,
    by: step.by,
    assumptions: step.assumptions,
    proof: step.proof && proofReport(step.proof),
    unproved: step.unproved,
    residual: step.residual,
    slip: step.slip,
    follows: step.follows,
    repairs: step.repairs.map((repair) => repairReport(repair, lines)),
    problem: step.problem && problemReport(step.problem, lines),
    warnings: step.warnings.map((warning) => warningReport(warning, lines)),
    counterexample: step.counterexample && counterexampleReport(step.counterexample),
    evidence: step.evidence.map(evidenceReport),
  };
}

function proofReport({ explanation, missing, assumptions }: ProofResult) {
  return { explanation, missing, assumptions };
}

function evidenceReport(evidence: Evidence) {
  return {
    method: evidence.method,
    status: evidence.status,
    reason: evidence.reason,
    left: number(evidence.left),
    right: number(evidence.right),
    difference: number(evidence.difference),
    error: number(evidence.error),
    scale: number(evidence.scale),
    resolution: number(evidence.resolution),
    confidence: number(evidence.confidence),
    models: evidence.models,
    points: evidence.points,
    samples: evidence.samples,
    informative: number(evidence.informative),
    counterexample: evidence.counterexample && counterexampleReport(evidence.counterexample),
  };
}

function counterexampleReport({ setting, left, right, difference, compared, model, file }: Counterexample) {
  return {
    model,
    setting: setting.map(({ name, value }) => ({ name, value })),
    left: number(left),
    right: number(right),
    difference: number(difference),
    compared,
    file,
  };
}

function problemReport({ kind, message, hint, span }: Problem, lines: LineIndex) {
  return { kind, message, hint, range: range(span, lines) };
}

function repairReport({ span, from, to, sentence, status }: Repair, lines: LineIndex) {
  return { range: range(span, lines), from, to, sentence, status };
}

function warningReport({ code, message, span }: Warning, lines: LineIndex) {
  return { code, message, range: range(span, lines) };
}

function range({ start, end }: Span, lines: LineIndex) {
  return { start: { offset: start, ...position(start, lines) }, end: { offset: end, ...position(end, lines) } };
}

function position(offset: number, lines: LineIndex) {
  const { line, column } = lines.at(offset);
  return { line, column };
}

/** JSON has no NaN and no infinity: they are the strings `NaN`, `Infinity`, `-Infinity`. */
function number(value: number | null): number | string | null {
  return value === null || Number.isFinite(value) ? value : String(value);
}
