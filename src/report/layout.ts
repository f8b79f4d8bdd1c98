/** Where the lines below a step begin: a heading in a column of its own, then what it says. */

/** Columns before what is said of a step. */
export const detailIndent = 6;

const headingColumn = 'score function'.length;
const headingGap = 2;

/** The columns that are left for what a row says. */
export const rowWidth = (width: number): number => width - detailIndent - headingColumn - headingGap;

/** A row of a step's details, its heading before the first of its lines. */
export function rowLines(heading: string, lines: readonly string[]): string[] {
  const blank = ' '.repeat(headingColumn + headingGap);
  const first = heading.padEnd(blank.length);
  return indented(
    lines.map((line, i) => `${i === 0 ? first : blank}${line}`),
    detailIndent,
  );
}

export function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}
