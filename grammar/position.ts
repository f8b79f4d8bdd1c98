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
  // Places are mostly asked for in their order, and a line may be as long as a file.
  let last = { line: 0, place: 0, columns: 0 };
  return {
    at(offset) {
      const place = Math.max(0, Math.min(offset, text.length));
      const line = lastAtMost(starts, place);
      const goesOn = last.line === line && last.place <= place;
      const columns = goesOn
        ? last.columns + codePoints(text, last.place, place)
        : codePoints(text, starts[line] ?? 0, place);
      // The middle of a character is no place to go on from.
      if (!isInside(text, place)) last = { line, place, columns };
      return { line: line + 1, column: columns + 1 };
    },
  };
}

const isInside = (text: string, place: number): boolean => place > 0 && (text.codePointAt(place - 1) ?? 0) > 0xffff;

/** In an array of their own kind: a file of empty lines has millions. */
function lineStarts(text: string): Uint32Array {
  let starts = new Uint32Array(1024);
  let count = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && (code !== 13 || text.charCodeAt(i + 1) === 10)) continue;
    if (count === starts.length) starts = longer(starts);
    starts[count++] = i + 1;
  }
  return starts.subarray(0, count);
}

function longer(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(2 * array.length);
  twice.set(array);
  return twice;
}

/** The index of the last entry that is at most `value`; the first entry always is. */
function lastAtMost(sorted: Uint32Array, value: number): number {
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
