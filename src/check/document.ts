/** A whole file: every step of every derivation with its verdict, and every mistake with its place. */
import type { Span } from '../../grammar/ast.js';
import type { Relation } from '../kernel/model.js';
import type { VarRef } from '../kernel/term.js';
import { isRuleFamily, ruleFamilies } from '../rules/families.js';
import { type Diagnostic, nearest } from '../syntax/diagnostics.js';
import {
  type Document,
  type ElaboratedDerivation,
  type ElaboratedStep,
  elaborateDocument,
  type Line,
} from '../syntax/document.js';
import { printTerm } from '../syntax/print.js';
import type { CheckOptions } from './options.js';
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
  const chosen = document.derivations
    .map((derivation, i) => ({ derivation, i }))
    .filter(({ derivation }) => isChosen(derivation, options.only));
  const total = chosen.reduce((sum, { derivation }) => sum + derivation.steps.length, 0);
  let done = 0;
  const derivations = chosen.map(({ derivation }) =>
    checkDerivation(document, derivation, options, () => options.onProgress?.(++done, total)),
  );
  return {
    file: input.file,
    source: input.source,
    seed: options.seed,
    derivations,
    problems: problemsOf(document),
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

function problemsOf(document: Document): Problem[] {
  const syntax = document.syntax.map((p): Problem => ({ kind: 'syntax', ...p }));
  const faults = document.faults.map((d): Problem => asProblem('declaration', d));
  return [...syntax, ...faults].sort((a, b) => a.span.start - b.span.start);
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

/** The nearest meaningful line above, and the relation of the first line after it to the one compared. */
interface Above {
  readonly line: Line;
  /** The relations of the malformed lines in between, top to bottom. */
  readonly between: readonly Relation[];
  readonly upTo: readonly (readonly VarRef[])[];
}

function checkDerivation(
  document: Document,
  derivation: ElaboratedDerivation,
  options: CheckOptions,
  tick: () => void,
): DerivationResult {
  const only = options.only === null || derivation.label === null ? null : stepOf(options.only, derivation.label);
  let above: Above | null = derivation.first.term === null ? null : { line: derivation.first, between: [], upTo: [] };
  const steps: StepResult[] = [];
  for (const step of derivation.steps) {
    const wanted = only === null || step.number === only;
    if (wanted) steps.push(checkStep(document, derivation, step, above, options));
    if (step.line.term !== null) above = { line: step.line, between: [], upTo: [] };
    else if (above !== null)
      above = { ...above, between: [...above.between, step.relation], upTo: [...above.upTo, step.proptoFree] };
    tick();
  }
  return { label: derivation.label, title: derivation.title, span: derivation.span, steps };
}

function checkStep(
  document: Document,
  derivation: ElaboratedDerivation,
  step: ElaboratedStep,
  above: Above | null,
  options: CheckOptions,
): StepResult {
  const fault = step.line.fault ?? (above === null && step.number === 1 ? derivation.first.fault : null);
  const common = commonFields(document, derivation, step);
  if (fault !== null) {
    const problem = asProblem('malformed', fault);
    return { ...common, verdict: 'malformed', reason: fault.message, evidence: [], problem, counterexample: null };
  }
  if (above === null || step.line.term === null || above.line.term === null) {
    return {
      ...common,
      verdict: 'undecided',
      reason: 'no line above has a meaning to compare with',
      evidence: [],
      problem: null,
      counterexample: null,
    };
  }
  const relation = compose([...above.between, step.relation]);
  if (relation === null) {
    return {
      ...common,
      verdict: 'undecided',
      reason: 'the relations since the last meaningful line add up to none',
      evidence: [],
      problem: null,
      counterexample: null,
    };
  }
  const proptoFree = relation === 'propto' ? [...above.upTo.flat(), ...step.proptoFree] : null;
  const judged = judge(
    { left: above.line.term, right: step.line.term, relation, upTo: proptoFree },
    document.model,
    options,
  );
  return finish(common, step, judged);
}

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
  const first = step.number === 1 ? ambiguityWarnings(derivation.first) : [];
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
    .filter((reason) => !reason.remark && !document.labels.has(unbracketed(reason.text)) && !isRuleFamily(reason.text))
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

/** `(6.9)` cites 6.9. */
const unbracketed = (text: string): string => /^\((.*)\)$/.exec(text)?.[1]?.trim() ?? text;

function finish(common: Common, step: ElaboratedStep, judged: Judged): StepResult {
  const { vacuity } = judged;
  const warnings: Warning[] = [...common.warnings];
  if (vacuity !== null && !citesZeroGradient(step)) {
    const message = `both sides vanish, whatever stands inside: ${printTerm(vacuity.left)} and ${printTerm(vacuity.right)} differ`;
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

/** The relation of the first to the last of a chain; null where the relations point both ways. */
export function compose(relations: readonly Relation[]): Relation | null {
  return relations.reduce<Relation | null>((a, b) => (a === null ? null : composePair(a, b)), '=');
}

function composePair(a: Relation, b: Relation): Relation | null {
  if (a === '=') return b;
  if (b === '=') return a;
  const up = (r: Relation): boolean => r === '<' || r === '<=';
  const down = (r: Relation): boolean => r === '>' || r === '>=';
  if (up(a) && up(b)) return a === '<' || b === '<' ? '<' : '<=';
  if (down(a) && down(b)) return a === '>' || b === '>' ? '>' : '>=';
  return a === 'propto' && b === 'propto' ? 'propto' : null;
}
