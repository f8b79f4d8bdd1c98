/** The report for a terminal: a line a step, its evidence below it, and for what fails the place and the reason. */

import pc from 'picocolors';
import type { Span } from '../../grammar/ast.js';
import { type LineIndex, lineIndex } from '../../grammar/position.js';
import {
  type Counterexample,
  type DerivationResult,
  type Evidence,
  type FileResult,
  type Problem,
  passes,
  type StepResult,
  type Verdict,
  type Warning,
} from '../check/verdict.js';
import { excerpt } from './excerpt.js';
import type { PassOptions } from './exit-status.js';
import { detailIndent, indented, rowLines, rowWidth } from './layout.js';
import { comparison, formatNumber, formatPercent } from './numbers.js';
import { assumptionLines, proofLines } from './proof.js';
import { reasonOf } from './reason.js';
import { repairText } from './repair.js';
import { summarise, summaryLine } from './summary.js';
import { counted, displayWidth, oneLine, shorten, visible, wrapPhrases, wrapWords } from './text.js';
import { wrapTerm } from './wrap-term.js';

export interface PrettyOptions extends PassOptions {
  /** Columns to fill. */
  readonly width: number;
  readonly colors: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

/** What every part of one file's report needs. */
interface Page {
  readonly file: string;
  readonly source: string;
  readonly lines: LineIndex;
  readonly width: number;
  readonly colors: Colors;
  readonly options: PassOptions;
}

const verdictColumn = 'undecided'.length;
/** Fewer columns than this show nothing of a `by`. */
const minimalReason = 12;

/** The report of one file, each line ended by a line break. */
export function pretty(result: FileResult, options: PrettyOptions): string {
  const page: Page = {
    file: visible(result.file),
    source: result.source,
    lines: lineIndex(result.source),
    width: Math.max(options.width, 40),
    colors: pc.createColors(options.colors),
    options,
  };
  const blocks = [
    [page.colors.bold(page.file)],
    ...result.problems.map((problem) => problemLines(page, problem)),
    ...result.warnings.map((warning) => fileWarningLines(page, warning)),
    ...result.derivations.map((derivation) => derivationLines(page, derivation)),
    ...[assumptionLines(result.assumptions, page.width, page.colors.dim)].filter((lines) => lines.length > 0),
    [`${summaryText([result], options, page.colors)}; seed ${result.seed}`],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The counts over several files, on one line. */
export function prettyTotal(results: readonly FileResult[], options: PrettyOptions): string {
  const colors = pc.createColors(options.colors);
  return `${counted(results.length, 'file')}, ${summaryText(results, options, colors)}\n`;
}

function summaryText(results: readonly FileResult[], options: PassOptions, colors: Colors): string {
  const summary = summarise(results, options);
  const bad = summary.failed > 0 || summary.problems > 0;
  const paint = bad ? colors.red : summary.warnings > 0 ? colors.yellow : colors.green;
  const failed = summary.failed > 0 ? `; ${counted(summary.failed, 'step')} failed` : '';
  return paint(`${summaryLine(summary)}${failed}`);
}

function problemLines(page: Page, { kind, message, span, hint }: Problem): string[] {
  const words = wrapWords(`${place(page, span)}: ${kind} error: ${oneLine(message)}`, page.width - 2);
  return [...marked(page.colors.red('✗'), words), ...sourceLines(page, span, hint, 2)];
}

function fileWarningLines(page: Page, { code, message, span }: Warning): string[] {
  const words = wrapWords(`${place(page, span)}: warning (${code}): ${oneLine(message)}`, page.width - 2);
  return [...marked(page.colors.yellow('!'), words), ...sourceLines(page, span, null, 2)];
}

function marked(mark: string, words: readonly string[]): string[] {
  return words.map((line, i) => `${i === 0 ? mark : ' '} ${line}`);
}

function place({ file, lines }: Page, span: Span): string {
  const { line, column } = lines.at(span.start);
  return `${file}:${line}:${column}`;
}

/** The source line with a caret, and the hint. */
function sourceLines(page: Page, span: Span, hint: string | null, indent: number): string[] {
  const [text, carets] = excerpt(page.source, span, page.lines.at(span.start).line, page.width - indent);
  const hints = hint === null ? [] : wrapWords(`hint: ${oneLine(hint)}`, page.width - indent);
  return indented([page.colors.dim(text), page.colors.yellow(carets), ...hints], indent);
}

/** A step's message, then where it is. */
function messageLines(page: Page, message: string, span: Span, hint: string | null): string[] {
  const words = wrapWords(`${oneLine(message)} (${place(page, span)})`, page.width - detailIndent);
  return [...indented(words, detailIndent), ...sourceLines(page, span, hint, detailIndent)];
}

function derivationLines(page: Page, { label, title, span, steps }: DerivationResult): string[] {
  const name = label === null ? `derivation at line ${page.lines.at(span.start).line}` : oneLine(label);
  const head = page.colors.bold(name) + (title === null ? '' : ` "${oneLine(title)}"`);
  const number = Math.max(1, ...steps.map((step) => String(step.number).length));
  return [head, ...steps.flatMap((step) => stepLines(page, step, number))];
}

function stepLines(page: Page, step: StepResult, numberColumn: number): string[] {
  const { colors, width, options } = page;
  const [mark, paint] = markOf(step, options, colors);
  const number = String(step.number).padStart(numberColumn);
  const verdict = step.verdict.padEnd(verdictColumn);
  const head = `  ${mark} ${number} ${verdict}  `;
  const by = step.by.length === 0 ? '' : `  by ${step.by.map(oneLine).join(', ')}`;
  // More than can be shown: a step may be megabytes long.
  const start = step.text.slice(0, 8 * width);
  const text = shorten(oneLine(`${step.relation} ${start}`), width - head.length);
  const room = width - head.length - displayWidth(text);
  const reason = room < minimalReason ? '' : shorten(by, room);
  return [
    `  ${paint(mark)} ${number} ${paint(verdict)}  ${text}${reason === '' ? '' : colors.dim(reason)}`,
    ...(step.proof === null ? [] : proofLines(step.proof, width, colors)),
    ...step.evidence.flatMap((evidence) => evidenceLines(page, evidence)),
    ...detailLines(page, step),
    ...step.warnings.flatMap((warning) => warningLines(page, warning)),
  ];
}

function markOf(step: StepResult, options: PassOptions, colors: Colors): [mark: string, paint: Paint] {
  if (!passes(step, options)) return ['✗', colors.red];
  if (step.verdict === 'undecided') return ['?', colors.yellow];
  return step.warnings.length > 0 ? ['!', colors.yellow] : ['✓', colors.green];
}

function evidenceLines({ width, colors }: Page, evidence: Evidence): string[] {
  return rowLines(evidence.method, wrapPhrases(evidencePhrases(evidence), rowWidth(width))).map(colors.dim);
}

/** What one interpretation found, in the order in which it is read: values, gap, how far it was looked for. */
function evidencePhrases(evidence: Evidence): string[] {
  const { status, reason, left, right, difference, error, scale, resolution, confidence } = evidence;
  const why = reason === null ? '' : `: ${oneLine(reason)}`;
  if (status === 'not applicable') return [`not applicable${why}`];
  const phrases: string[] = [];
  if (left !== null) phrases.push(`left ${formatNumber(left)}`);
  if (right !== null) phrases.push(`right ${formatNumber(right)}`);
  if (difference !== null) {
    const uncertainty = error === null || error === 0 ? '' : ` ± ${formatNumber(error, 2)}`;
    phrases.push(`difference ${formatNumber(difference, 3)}${uncertainty}`);
  }
  if (resolution !== null && scale !== null && confidence !== null) {
    phrases.push(
      `resolved to ${formatPercent(resolution)} of ${formatNumber(scale, 3)} at ${formatPercent(confidence)}`,
    );
  }
  if (evidence.samples > 0) phrases.push(counted(evidence.samples, 'sample'));
  if (evidence.models > 0) {
    phrases.push(`${counted(evidence.models, 'model')} (${counted(evidence.points, 'point')})`);
  }
  if (evidence.informative < 1) phrases.push(`${formatPercent(evidence.informative)} informative`);
  if (status !== 'agrees' || reason !== null) phrases.push(`${status}${why}`);
  return phrases;
}

/** Why the step is no plain pass: its reason, its place, its counterexample. */
function detailLines(page: Page, step: StepResult): string[] {
  const reason = reasonOf(step, page.options);
  const lines: string[] = [];
  if (step.problem !== null) {
    lines.push(...messageLines(page, step.problem.message, step.problem.span, step.problem.hint));
  } else if (reason !== null && hasDetails[step.verdict]) {
    lines.push(...messageLines(page, reason, step.span, null));
  } else if (reason !== null) {
    lines.push(...indented(wrapWords(oneLine(reason), page.width - detailIndent), detailIndent));
  }
  lines.push(...residualLines(page, step), ...carriedLines(page, step), ...repairLines(page, step));
  const shown = step.counterexample ?? step.evidence.find((e) => e.counterexample !== null)?.counterexample ?? null;
  if (shown !== null) lines.push(...counterexampleLines(page, shown));
  if (step.assumptions.length > 0) {
    const words = `assuming ${step.assumptions.map(oneLine).join(', ')}`;
    lines.push(...indented(wrapWords(words, page.width - detailIndent), detailIndent));
  }
  return lines;
}

/** A difference that is as long as the line itself helps nobody. */
const mostResidual = 300;

function residualLines(page: Page, { residual, slip }: StepResult): string[] {
  const difference = residual === null || residual.length > mostResidual ? null : `left minus right is ${residual}`;
  const words = [difference, slip].filter((part) => part !== null).join(': ');
  return words === '' ? [] : indented(wrapTerm(oneLine(words), page.width - detailIndent), detailIndent);
}

/** A mistake that is carried through some lines makes a second line false: the one that takes it back. */
function carriedLines(page: Page, { follows }: StepResult): string[] {
  if (follows === null) return [];
  const words = `it equals the line above step ${follows}: the mistake is made after that, and taken back here`;
  return indented(wrapWords(words, page.width - detailIndent), detailIndent);
}

function repairLines(page: Page, { repairs }: StepResult): string[] {
  return repairs.flatMap((repair) => {
    const [first = '', ...rest] = wrapTerm(`repair: ${repairText(repair, page.lines)}`, page.width - detailIndent);
    return [...indented([first], detailIndent), ...indented(rest, detailIndent + 2)];
  });
}

/** The verdicts whose place in the source is shown. */
const hasDetails: Readonly<Record<Verdict, boolean>> = {
  proved: false,
  witnessed: false,
  confirmed: false,
  refuted: true,
  malformed: true,
  undecided: true,
  conflict: true,
};

function counterexampleLines(page: Page, counterexample: Counterexample): string[] {
  const room = page.width - detailIndent - 2;
  const setting = counterexample.setting.map(({ name, value }) => `${oneLine(name)} = ${oneLine(value)}`);
  const { file } = counterexample;
  return indented(
    [
      ...wrapWords(`counterexample: ${oneLine(counterexample.model)}`, room),
      ...indented(file === null ? [] : numbersIn(file).flatMap((line) => wrapTerm(oneLine(line), room)), 2),
      ...indented(setting.length === 0 ? [] : wrapPhrases(setting, room), 2),
      ...indented(wrapWords(comparison(counterexample), room), 2),
    ],
    detailIndent,
  );
}

/** What a reader needs to redo it: states, tables and functions. Sizes and parameters stand in the setting. */
const numbersIn = (file: string): string[] =>
  file.split('\n').filter((line) => /^(?:latent|observed|density|define|function) /.test(line));

function warningLines(page: Page, { code, message, span }: Warning): string[] {
  return messageLines(page, `warning (${code}): ${message}`, span, null);
}
