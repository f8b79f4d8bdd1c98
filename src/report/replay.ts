/** The report of `--replay`: each claim of a certificate, and whether the kernel accepts its proof. */
import pc from 'picocolors';
import type { ReplayedLine, ReplayReport } from '../check/explanation.js';
import { indented } from './layout.js';
import { counted, oneLine, visible, wrapWords } from './text.js';
import { wrapTerm } from './wrap-term.js';

export interface ReplayOptions {
  /** Columns to fill. */
  readonly width: number;
  readonly colors: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** Whether everything in a certificate is proved, and of the file beside it. */
export const isAccepted = ({ rejected, claims, differences }: ReplayReport): boolean =>
  rejected === null && (differences ?? []).length === 0 && claims.every(({ objection }) => objection === null);

/** What the kernel says of a certificate, each line ended by a line break. */
export function replayed(name: string, report: ReplayReport, options: ReplayOptions): string {
  const colors = pc.createColors(options.colors);
  const width = Math.max(options.width, 40);
  const blocks = [
    [colors.bold(visible(name)), ...sourceLines(report, width)],
    ...report.claims.map((claim) => claimLines(claim, width, colors)),
    ...[differenceLines(report, width, colors)].filter((lines) => lines.length > 0),
    [summaryLine(report, colors)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

export const replaySchema = 'derivecheck-replay/1';

/** The same as indented JSON with a line break at its end. */
export const replayedJson = (certificate: string, status: number, report: ReplayReport): string =>
  `${JSON.stringify({ schema: replaySchema, certificate, status, ...report }, null, 2)}\n`;

function sourceLines({ files, userRules }: ReplayReport, width: number): string[] {
  const rules =
    userRules.length === 0 ? [] : [`it takes these rules of the author's on trust: ${userRules.join(', ')}`];
  return [`of ${files.join(', ')}`, ...rules].flatMap((words) => indented(wrapWords(oneLine(words), width - 2), 2));
}

function claimLines(
  { label, statement, objection, assumptions }: ReplayedLine,
  width: number,
  colors: Colors,
): string[] {
  const [mark, verdict] = objection === null ? [colors.green('✓'), 'accepted'] : [colors.red('✗'), 'not accepted'];
  const sentences = assumptions.flatMap((text) => {
    const [first = '', ...rest] = wrapTerm(oneLine(text), width - 8);
    return [`      ${first}`, ...indented(rest, 8)];
  });
  return [
    `${mark} ${colors.bold(oneLine(label))} ${verdict}`,
    ...(objection === null ? [] : indented(wrapWords(oneLine(objection), width - 4), 4).map(colors.red)),
    ...indented(wrapTerm(oneLine(statement), width - 4), 4),
    ...(assumptions.length === 0
      ? []
      : [`    assuming ${counted(assumptions.length, 'condition')}:`, ...sentences].map(colors.dim)),
  ];
}

function differenceLines({ differences }: ReplayReport, width: number, colors: Colors): string[] {
  if (differences === null) return [];
  if (differences.length === 0)
    return [`${colors.green('✓')} it is of this file: the same declarations, and lines that stand in it`];
  const lines = differences.flatMap((text) => indented(wrapWords(oneLine(text), width - 4), 4));
  return [`${colors.red('✗')} it is not of this file`, ...lines];
}

function summaryLine(report: ReplayReport, colors: Colors): string {
  const accepted = report.claims.filter(({ objection }) => objection === null).length;
  const refused = report.claims.length - accepted;
  const text = `${counted(report.claims.length, 'claim')}: ${accepted} accepted${refused === 0 ? '' : `, ${refused} not accepted`}`;
  return (isAccepted(report) ? colors.green : colors.red)(text);
}
