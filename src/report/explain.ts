/** The report of `--explain`: why a step holds, its rewriting line by line, and what it rests on. */
import pc from 'picocolors';
import type { ExplainedStep, Explanation, RewritingLine } from '../check/explanation.js';
import { indented } from './layout.js';
import { beyond } from './proof.js';
import { counted, displayWidth, oneLine, visible, wrapWords } from './text.js';
import { wrapTerm } from './wrap-term.js';

export interface ExplainOptions {
  /** Columns to fill. */
  readonly width: number;
  readonly colors: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** The explained steps of one file, each line ended by a line break. */
export function explained({ file, steps }: Explanation, options: ExplainOptions): string {
  const colors = pc.createColors(options.colors);
  const width = Math.max(options.width, 40);
  const blocks = steps.map((step) => stepLines(step, width, colors));
  return [[colors.bold(visible(file))], ...blocks].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

export const explanationSchema = 'derivecheck-explanation/1';

/** The explanations as indented JSON with a line break at its end. */
export function explainedJson(label: string, status: number, explanations: readonly Explanation[]): string {
  const files = explanations.map(({ file, steps }) => ({ file, steps }));
  return `${JSON.stringify({ schema: explanationSchema, label, status, files }, null, 2)}\n`;
}

function stepLines(step: ExplainedStep, width: number, colors: Colors): string[] {
  const label = colors.bold(oneLine(step.label));
  const { proof, unproved } = step;
  const say = (words: string): string[] => {
    const [first = '', ...rest] = wrapWords(words, width - displayWidth(oneLine(step.label)) - 1);
    return [`${label} ${first}`, ...indented(rest, 2)];
  };
  if (proof === null) return say(`is not proved: ${oneLine(unproved ?? 'no proof was sought')}`);
  const { explanation, missing, assumptions } = proof;
  return [
    ...say(`is proved by ${explanation.map(oneLine).join(', ')}`),
    ...(missing.length === 0 ? [] : indented(wrapWords(beyond(missing), width - 2), 2).map(colors.yellow)),
    ...step.lines.flatMap((line, i) => rewritingLines(line, i + 1, step.lines.length, width, colors)),
    ...assumptionLines(assumptions, width, colors),
  ];
}

/** The number, the relation, the term, and `by` behind it or, where it does not fit, below. */
function rewritingLines(
  { relation, text, by }: RewritingLine,
  number: number,
  count: number,
  width: number,
  colors: Colors,
): string[] {
  const head = `  ${String(number).padStart(String(count).length)}  `;
  const sign = relation === '' ? '' : `${oneLine(relation)} `;
  const inside = head.length + Math.max(sign.length, 2);
  const lines = wrapTerm(oneLine(text), width - inside);
  const reason = by === null ? '' : `by ${oneLine(by)}`;
  const last = lines.at(-1) ?? '';
  const fits = inside + displayWidth(last) + 2 + displayWidth(reason) <= width;
  const shown = lines.map(
    (line, i) => `${i === 0 ? `${colors.dim(head)}${sign.padEnd(2)}` : ' '.repeat(inside)}${line}`,
  );
  if (reason === '') return shown;
  if (fits) return [...shown.slice(0, -1), `${shown.at(-1)}  ${colors.cyan(reason)}`];
  return [...shown, `${' '.repeat(inside)}${colors.cyan(reason)}`];
}

function assumptionLines(assumptions: readonly string[], width: number, { dim }: Colors): string[] {
  if (assumptions.length === 0) return ['  no assumption'].map(dim);
  const sentences = assumptions.flatMap((text) => {
    const [first = '', ...rest] = wrapTerm(oneLine(text), width - 6);
    return [`    ${first}`, ...indented(rest, 6)];
  });
  return [`  assuming ${counted(assumptions.length, 'condition')}:`, ...sentences].map(dim);
}
