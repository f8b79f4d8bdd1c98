/** The line of the source that a message is about, with carets under the place. */
import type { Span } from '../../grammar/ast.js';
import { displayWidth, keepEnd, shorten, visible } from './text.js';

/** A caret is kept in view with at least this much of what it points at. */
const markedInView = 20;

/**
 * Two lines of at most `width` columns: the source line in which the span starts, and carets under the span (under its
 * first line, if it has several). A line that is too long is cut around the place.
 */
export function excerpt(source: string, span: Span, line: number, width: number): [string, string] {
  const start = Math.min(span.start, source.length);
  const lineStart = startOfLine(source, start);
  const lineEnd = endOfLine(source, lineStart);
  const end = Math.min(Math.max(span.end, start), lineEnd);

  const gutter = `${line} | `;
  const room = Math.max(width - gutter.length, markedInView + 2);
  const near = 2 * room; // UTF-16 units on either side that can come into view
  const marked = visible(source.slice(start, Math.min(end, start + near)));
  const after = visible(source.slice(end, Math.min(lineEnd, end + near)));
  const whole = visible(source.slice(Math.max(lineStart, start - near), start));
  const needed = Math.min(displayWidth(marked), markedInView);
  const before = displayWidth(whole) + needed <= room ? whole : keepEnd(whole, Math.floor(room / 2));

  const indent = displayWidth(before);
  const carets = Math.max(1, Math.min(displayWidth(marked.trimEnd()), room - indent));
  return [
    `${gutter}${shorten(before + marked + after, room).trimEnd()}`,
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(indent)}${'^'.repeat(carets)}`,
  ];
}

/** The offset at which the line of `from` ends, before its line break. */
export function endOfLine(source: string, from: number): number {
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = from;
  return lineBreak.exec(source)?.index ?? source.length;
}

function startOfLine(source: string, from: number): number {
  let start = from;
  while (start > 0 && source[start - 1] !== '\n' && source[start - 1] !== '\r') start -= 1;
  return start;
}
