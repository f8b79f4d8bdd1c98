/** A place in a text, counted from 1; columns count code points, so 𝔼 is one column wide. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  /** The position of a UTF-16 offset; offsets outside the text are moved to its nearer end. */
  at(offset: number): Position;
}

/** Lines end with `\n`, `\r\n` or `\r`. */
export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  return {
    at(offset) {
      const place = Math.max(0, Math.min(offset, text.length));
      const line = lastAtMost(starts, place);
      return { line: line + 1, column: codePoints(text, starts[line] ?? 0, place) + 1 };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The index of the last entry that is at most `value`; the first entry always is. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) count++;
  return count;
}
