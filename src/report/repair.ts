/** A repair in words: the place, what is written instead of what, why, and whether that is proved. */
import type { LineIndex } from '../../grammar/position.js';
import type { Repair } from '../check/verdict.js';
import { displayWidth, keepEnd, oneLine, shorten } from './text.js';

/** Longer pieces are cut in the middle: they differ at their ends. */
const widest = 60;

const quoted = (text: string): string => `'${cutInside(oneLine(text))}'`;

const cutInside = (text: string): string =>
  displayWidth(text) <= widest
    ? text
    : `${shorten(text, widest / 2)}${keepEnd(text, widest / 2).replace(/^[\u2026\s]+/, '')}`;

/** `2:14 'ln p(x)' -> 'ln q(x)', the other density (proved)` */
export function repairText({ span, from, to, sentence, status }: Repair, lines: LineIndex): string {
  const { line, column } = lines.at(span.start);
  return `${line}:${column} ${changeText(from, to)}, ${sentence} (${status})`;
}

function changeText(from: string, to: string): string {
  if (from.trim() === '') return `insert ${quoted(to)}`;
  if (to.trim() === '') return `delete ${quoted(from)}`;
  const [before, after] = [oneLine(from), oneLine(to)];
  const at = after.indexOf(before);
  // What is put around a long piece need not say it twice.
  if (at < 0 || displayWidth(before) <= widest / 2) return `${quoted(from)} -> ${quoted(to)}`;
  return `${quoted(from)} -> '${after.slice(0, at)}…${after.slice(at + before.length)}'`;
}
