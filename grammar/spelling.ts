/** What is longer was not typed, and of so many words nobody means one. */
const longest = 60;
const mostWords = 1000;

/**
 * The entry of `words`, or of the first thousand of them, nearest to `word` by single-letter edits and swaps, if it is
 * near enough to be meant.
 */
export function nearest(word: string, words: Iterable<string>): string | null {
  if (word.length > longest) return null;
  const lower = word.toLowerCase();
  let left = mostWords;
  let best: string | null = null;
  let least = word.length;
  for (const candidate of words) {
    if (left-- === 0) break;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < least && distance <= allowance(candidate)) [best, least] = [candidate, distance];
  }
  return best;
}

/** The most edits. */
const greatest = 2;

function allowance(word: string): number {
  return word.length <= 4 ? 1 : greatest;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > greatest) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let isNear = i <= greatest;
    for (let j = 1; j <= b.length; j++) {
      const distance = cell(a, b, i, j, row, above, before);
      row.push(distance);
      isNear ||= distance <= greatest;
    }
    // A swap goes on from the row above the last.
    if (!isNear && !above.some((distance) => distance <= greatest)) return Number.POSITIVE_INFINITY;
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}

function cell(
  a: string,
  b: string,
  i: number,
  j: number,
  row: readonly number[],
  above: readonly number[],
  before: readonly number[],
): number {
  const same = a[i - 1] === b[j - 1];
  const straight = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(straight, (before[j - 2] ?? 0) + 1) : straight;
}
