/** A repair in words: the place, what is written instead of what, why, and whether that is proved. */
import type { LineIndex } from '../../grammar/position.js';
import type { Repair } from '../check/verdict.js';
import { oneLine, shorten } from './text.js';

/** Longer pieces are cut: they change at their ends, or are found by their place. */
const widest = 60;

const quoted = (text: string): string => `'${shorten(oneLine(text), widest)}'`;

/** `2:14 'ln p(x)' -> 'ln q(x)', the other density (proved)` */
export function repairText({ span, from, to, sentence, status }: Repair, lines: LineIndex): string {
  const { line, column } = lines.at(span.start);
  const change =
    from.trim() === ''
      ? `insert ${quoted(to)}`
      : to.trim() === ''
        ? `delete ${quoted(from)}`
        : `${quoted(from)} -> ${quoted(to)}`;
  return `${line}:${column} ${change}, ${sentence} (${status})`;
}
