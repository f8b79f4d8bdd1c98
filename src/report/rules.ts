/** The report of `--rules`: the tables of rules, a row for each. */
import pc from 'picocolors';
import type { RuleRow, RuleSection } from '../check/explanation.js';
import { displayWidth, wrapPhrases, wrapWords } from './text.js';
import { wrapTerm } from './wrap-term.js';

export interface RulesOptions {
  /** Columns to fill. */
  readonly width: number;
  readonly colors: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

const mostNameColumns = 24;

/** The sections, each line ended by a line break. */
export function rulesTable(sections: readonly RuleSection[], options: RulesOptions): string {
  const colors = pc.createColors(options.colors);
  const width = Math.max(options.width, 60);
  const names = sections.flatMap(({ rows }) => rows.map(({ name }) => name.length));
  const column = Math.min(mostNameColumns, Math.max(0, ...names)) + 4;
  const blocks = sections.map((section) => [
    colors.bold(section.name),
    ...wrapWords(section.title, width),
    '',
    ...section.rows.flatMap((row) => rowLines(row, column, width, colors)),
  ]);
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

export const rulesSchema = 'derivecheck-rules/1';

/** The sections as indented JSON with a line break at its end. */
export const rulesJson = (sections: readonly RuleSection[]): string =>
  `${JSON.stringify({ schema: rulesSchema, sections }, null, 2)}\n`;

/** The rule beside its name, what goes with it below; a long name has a line of its own. */
function rowLines(row: RuleRow, column: number, width: number, colors: Colors): string[] {
  const room = width - column;
  const clause = (word: string, items: readonly string[]): string[] => {
    const [first, ...rest] = items;
    return first === undefined ? [] : wrapPhrases([`${word} ${first}`, ...rest], room).map(colors.dim);
  };
  const isOwnFamily = row.families.length === 1 && row.families[0] === row.name;
  const lines = [
    ...wrapTerm(row.rule, room),
    ...clause('when', row.when),
    ...clause('assuming', row.assuming),
    ...(isOwnFamily ? [] : clause('cited as', row.families)),
    ...(row.remark === null ? [] : wrapWords(row.remark, room).map(colors.yellow)),
  ];
  const blank = ' '.repeat(column);
  const below = lines.map((line) => `${blank}${line}`);
  const name = `  ${colors.cyan(row.name)}`;
  if (displayWidth(row.name) + 4 > column) return [name, ...below];
  return [`${name}${' '.repeat(column - 2 - displayWidth(row.name))}${lines[0]}`, ...below.slice(1)];
}
