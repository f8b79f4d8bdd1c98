/** What a proof says in the report for a terminal: by which rules, what its author left unsaid, and on what it rests. */
import type { FileResult, ProofResult } from '../check/verdict.js';
import { indented, rowLines, rowWidth } from './layout.js';
import { counted, displayWidth, oneLine, shorten, wrapPhrases, wrapWords } from './text.js';
import { wrapTerm } from './wrap-term.js';

type Paint = (text: string) => string;

/** The rows of a step's proof below its line. */
export function proofLines(
  { explanation, missing, assumptions }: ProofResult,
  width: number,
  { dim, yellow }: { readonly dim: Paint; readonly yellow: Paint },
): string[] {
  const room = rowWidth(width);
  return [
    ...rowLines('proved by', wrapPhrases(explanation.map(oneLine), room)).map(dim),
    ...(missing.length === 0 ? [] : rowLines('', wrapWords(beyond(missing), room)).map(yellow)),
    ...(assumptions.length === 0 ? [] : rowLines('assuming', [firstOf(assumptions, room)]).map(dim)),
  ];
}

/** What else was needed where the author's reasons do not suffice. */
export const beyond = (missing: readonly string[]): string =>
  `beyond the reasons given: ${missing.map(oneLine).join(', ')}`;

/** The first sentence, cut to its line, and how many there are beside it. */
function firstOf([first = '', ...others]: readonly string[], room: number): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${shorten(oneLine(first), room - displayWidth(more))}${more}`;
}

const mostShown = 8;

/** What the proofs of a file take on trust, what most steps rest on first; no line where there is nothing. */
export function assumptionLines(assumptions: FileResult['assumptions'], width: number, dim: Paint): string[] {
  if (assumptions.length === 0) return [];
  const sorted = assumptions.toSorted((a, b) => b.steps - a.steps);
  const shown = sorted.slice(0, mostShown);
  const counts = shown.map(({ steps }) => counted(steps, 'step'));
  const column = Math.max(...counts.map((count) => count.length));
  const lines = shown.flatMap(({ text }, i) =>
    wrapTerm(oneLine(text), width - column - 4).map(
      (line, j) => `${(j === 0 ? (counts[i] ?? '') : '').padStart(column)}  ${line}`,
    ),
  );
  const hidden = sorted.length - shown.length;
  const more = `and ${hidden} more: --format json lists all, --explain LABEL those of one derivation or step`;
  return [
    `the proofs take ${counted(assumptions.length, 'condition')} on trust`,
    ...indented(lines, 2).map(dim),
    ...(hidden === 0 ? [] : indented(wrapWords(more, width - 2), 2)),
  ];
}
