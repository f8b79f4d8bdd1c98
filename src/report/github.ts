/** The report as GitHub workflow commands: annotations at the line and column of what fails or deserves a look. */
import type { Span } from '../../grammar/ast.js';
import { type LineIndex, lineIndex } from '../../grammar/position.js';
import { type Counterexample, type FileResult, passes, type StepResult } from '../check/verdict.js';
import { endOfLine } from './excerpt.js';
import type { PassOptions } from './exit-status.js';
import { comparison } from './numbers.js';
import { beyond } from './proof.js';
import { reasonOf } from './reason.js';
import { repairText } from './repair.js';
import { summarise, summaryLine } from './summary.js';
import { visible } from './text.js';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly span: Span;
  readonly title: string;
  readonly message: string;
}

/** The annotations of one file and a last line with its counts; `path` is relative to the root of the repository. */
export function github(result: FileResult, path: string, options: PassOptions): string {
  const lines = lineIndex(result.source);
  const commands = annotations(result, options, lines).map((annotation) =>
    command(annotation, path, result.source, lines),
  );
  const counts = `${visible(path)}: ${summaryLine(summarise([result], options))}; seed ${result.seed}`;
  return [...commands, `checked ${counts}`].map((line) => `${line}\n`).join('');
}

/** An annotation without a place: a file that could not be read, a wrong command line. */
export function githubError(message: string, path: string | null): string {
  const file = path === null ? '' : ` file=${escapeProperty(path)}`;
  return `::error${file}::${escapeData(visible(message))}\n`;
}

function annotations(result: FileResult, options: PassOptions, lines: LineIndex): Annotation[] {
  const warningLevel = options.strict ? 'error' : 'warning';
  const found: Annotation[] = [
    ...result.problems.map(({ kind, message, hint, span }): Annotation => {
      return { level: 'error', span, title: `${kind} error`, message: withHint(message, hint) };
    }),
    ...result.warnings.map(({ code, message, span }): Annotation => {
      return { level: warningLevel, span, title: code, message };
    }),
  ];
  for (const { label, steps } of result.derivations) {
    for (const step of steps) {
      const name = `${label === null ? '' : `${label}, `}step ${step.number}`;
      const verdict = verdictAnnotation(step, name, options, lines);
      if (verdict !== null) found.push(verdict);
      const missing = step.proof?.missing ?? [];
      if (verdict === null && missing.length > 0) {
        found.push({ level: 'notice', span: step.span, title: `${name}: proved`, message: beyond(missing) });
      }
      for (const { code, message, span } of step.warnings) {
        found.push({ level: warningLevel, span, title: `${name}: ${code}`, message });
      }
    }
  }
  return found;
}

/** What the verdict itself has to say; a step that fails by its warnings alone is spoken for by them. */
function verdictAnnotation(step: StepResult, name: string, options: PassOptions, lines: LineIndex): Annotation | null {
  const pass = passes({ ...step, warnings: [] }, options);
  if (pass && step.verdict !== 'undecided') return null;
  const { problem, counterexample, repairs } = step;
  const parts = [problem === null ? reasonOf(step, options) : withHint(problem.message, problem.hint)];
  if (counterexample !== null) parts.push(describe(counterexample));
  parts.push(...repairs.map((repair) => `repair: ${repairText(repair, lines)}`));
  return {
    level: pass ? 'warning' : 'error',
    span: problem?.span ?? step.span,
    title: `${name}: ${step.verdict}`,
    message: parts.filter((part) => part !== null).join('\n'),
  };
}

function withHint(message: string, hint: string | null): string {
  return hint === null ? message : `${message}\nhint: ${hint}`;
}

function describe(counterexample: Counterexample): string {
  const { model, setting } = counterexample;
  const where = setting.map(({ name, value }) => `${name} = ${value}`).join(', ');
  return `counterexample: ${model}${where === '' ? '' : `, ${where}`}: ${comparison(counterexample)}`;
}

function command({ level, span, title, message }: Annotation, path: string, source: string, lines: LineIndex): string {
  // GitHub takes columns only where an annotation begins and ends on one line: the first one is marked.
  const start = lines.at(span.start);
  const end = lines.at(Math.max(span.start, Math.min(span.end, endOfLine(source, span.start))));
  const properties = [
    `file=${escapeProperty(path)}`,
    `line=${start.line}`,
    `col=${start.column}`,
    `endColumn=${end.column}`,
    `title=${escapeProperty(visible(title))}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeData(visibleLines(message))}`;
}

function visibleLines(message: string): string {
  return message.split('\n').map(visible).join('\n');
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
