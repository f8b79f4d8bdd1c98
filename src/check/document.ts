/** A whole file: every step of every derivation with its verdict, and every mistake with its place. */
import type { Span } from '../../grammar/ast.js';
import { nearest } from '../../grammar/spelling.js';
import type { Relation } from '../kernel/model.js';
import { isRuleFamily, ruleFamilies } from '../rules/families.js';
import type { Diagnostic } from '../syntax/diagnostics.js';
import {
  citedLabel,
  type Document,
  type ElaboratedDerivation,
  type ElaboratedStep,
  elaborateDocument,
  type Line,
} from '../syntax/document.js';
import { printTerm } from '../syntax/print.js';
import type { CheckOptions } from './options.js';
import { compose, type Link } from './relations.js';
import { type Judged, judge } from './step.js';
import type { DerivationResult, FileResult, Problem, StepResult, Warning } from './verdict.js';

export interface Input {
  readonly file: string;
  readonly source: string;
}

/**
 * Checks a text. `load` reads an import, its path given relative to the folder of the file that imports it, and
 * throws ImportFailure where it cannot. Mistakes of the text are part of the result.
 */
export function checkDocument(input: Input, options: CheckOptions, load: (path: string) => string): FileResult {
  const document = elaborateDocument(input.source, '', (path, from) => {
    const resolved = joinPath(from, path);
    return { path: resolved, source: load(resolved) };
  });
  const chosen = document.derivations.filter((derivation) => isChosen(derivation, options.only));
  const total = chosen.reduce((sum, { steps }) => sum + steps.length, 0);
  let done = 0;
  const derivations = chosen.map((derivation) =>
    checkDerivation(document, derivation, options, () => options.onProgress?.(++done, total)),
  );
  return {
    file: input.file,
    source: input.source,
    seed: options.seed,
    derivations,
    problems: problemsOf(document, chosen),
    warnings: emptyFileWarning(document, input.source),
  };
}

/** `a/b.expr` seen from `c/d.expr` is `c/a/b.expr`. */
function joinPath(from: string, path: string): string {
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  return path.startsWith('/') ? path : `${folder}${path}`;
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
  return [...syntax, ...faults, ...malformed].sort((a, b) => a.span.start - b.span.start);
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

/** The nearest meaningful line above, and the links from it to the line before this one, top to bottom. */
interface Above {
  readonly line: Line;
  readonly links: readonly Link[];
}

/** A line that could not be read; the variables of its propto are lost with it. */
const skippedLink = (relation: Relation | null): Link => ({ relation, free: null });

/** The links that a step adds to the chain: those of unreadable lines just above it, then its own. */
const linksOf = (step: ElaboratedStep): Link[] => [
  ...step.skipped.map(skippedLink),
  { relation: step.relation, free: step.proptoFree },
];

function checkDerivation(
  document: Document,
  derivation: ElaboratedDerivation,
  options: CheckOptions,
  tick: () => void,
): DerivationResult {
  const only = options.only === null || derivation.label === null ? null : stepOf(options.only, derivation.label);
  let above: Above | null = derivation.first.term === null ? null : { line: derivation.first, links: [] };
  const steps: StepResult[] = [];
  for (const step of derivation.steps) {
    const links: Link[] = [...(above?.links ?? []), ...linksOf(step)];
    const chain = above === null ? null : { ...above, links };
    if (only === null || step.number === only) steps.push(checkStep(document, derivation, step, chain, options));
    above = step.line.term === null ? chain : { line: step.line, links: [] };
    tick();
  }
  return { label: derivation.label, title: derivation.title, span: derivation.span, steps };
}

/** `chain` ends with the step's own link; null where no line above has a meaning. */
function checkStep(
  document: Document,
  derivation: ElaboratedDerivation,
  step: ElaboratedStep,
  chain: Above | null,
  options: CheckOptions,
): StepResult {
  const common = commonFields(document, derivation, step);
  const fault = step.line.fault ?? (isFirst(derivation, step) ? derivation.first.fault : null);
  if (fault !== null) {
    const problem = asProblem('malformed', fault);
    return { ...common, verdict: 'malformed', reason: fault.message, evidence: [], problem, counterexample: null };
  }
  const undecided = (reason: string): StepResult => ({
    ...common,
    verdict: 'undecided',
    reason,
    evidence: [],
    problem: null,
    counterexample: null,
  });
  const [left, right] = [chain?.line.term ?? null, step.line.term];
  if (chain === null || left === null || right === null)
    return undecided('no line above has a meaning to compare with');
  const composed = compose(chain.links);
  if (composed === null) return undecided(noRelation(chain.links));
  return finish(document, common, step, judge({ left, right, ...composed }, document.model, options));
}

const isFirst = (derivation: ElaboratedDerivation, step: ElaboratedStep): boolean => step === derivation.steps[0];

const noRelation = (links: readonly Link[]): string =>
  links.some(({ relation, free }) => relation === null || free === null)
    ? 'a line above could not be read, and with it the relation to the last line that has a meaning'
    : 'the relations since the last line that has a meaning say nothing of it together';

type Common = Omit<StepResult, 'verdict' | 'reason' | 'evidence' | 'problem' | 'counterexample'>;

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
      const near = nearest(reason.text, [...document.labels.keys(), ...ruleFamilies]);
      const hint = near === null ? 'put a remark in quotes' : `did you mean ${near}?`;
      return {
        code: 'unknown reason',
        message: `'${reason.text}' is no label, rule or family of rules: ${hint}`,
        span: reason.span,
      };
    });
}

function finish(document: Document, common: Common, step: ElaboratedStep, judged: Judged): StepResult {
  const { vacuity } = judged;
  const warnings: Warning[] = [...common.warnings];
  if (vacuity !== null && !citesZeroGradient(step)) {
    const message = `both sides vanish, whatever stands inside: ${printTerm(vacuity.left, document.model)} and ${printTerm(vacuity.right, document.model)} differ`;
    warnings.push({ code: 'vacuous', message, span: step.line.span });
  }
  const against = judged.evidence.find((e) => e.status === 'disagrees');
  return {
    ...common,
    warnings,
    verdict: judged.verdict,
    reason: judged.reason,
    evidence: judged.evidence,
    problem: null,
    counterexample: against?.counterexample ?? null,
  };
}

/** The author says that both sides vanish: then the empty truth is what was meant. */
const citesZeroGradient = (step: ElaboratedStep): boolean =>
  step.step.reasons.some((r) => r.text.toLowerCase() === 'zero gradient');
