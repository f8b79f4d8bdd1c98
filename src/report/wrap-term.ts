/** A long statement on several lines, broken where the fewest brackets are open, before a relation, a plus or a minus. */
import { displayWidth } from './text.js';

/** Lines of at most `width` columns, unless a single word is wider. */
export function wrapTerm(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  // What comes into view of a line; the rest may be megabytes long.
  const near = 4 * width;
  while (displayWidth(rest.slice(0, near)) > width) {
    const at = breakOf(rest.slice(0, near), width) ?? rest.indexOf(' ');
    if (at < 0) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, rest];
}

interface Gap {
  readonly at: number;
  /** The less, the better to break here. */
  readonly cost: number;
}

/** The best space to break at; null where there is none. */
function breakOf(text: string, width: number): number | null {
  const gaps = gapsOf(text);
  const fitting = gaps.filter(({ at }) => displayWidth(text.slice(0, at)) <= width);
  const far = fitting.filter(({ at }) => at >= width / 5);
  const choice = far.length > 0 ? far : fitting;
  if (choice.length === 0) return gaps[0]?.at ?? null;
  const least = Math.min(...choice.map(({ cost }) => cost));
  return choice.findLast(({ cost }) => cost === least)?.at ?? null;
}

function gapsOf(text: string): Gap[] {
  const gaps: Gap[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ' ' && !/ [+-]$/.test(text.slice(Math.max(0, at - 2), at)))
      gaps.push({ at, cost: 3 * depth + weight(text.slice(at, at + 80)) });
  }
  return gaps;
}

function weight(rest: string): number {
  if (/^ (?:=|<=|>=|propto\S*) /.test(rest)) return 0;
  return /^ [+-] /.test(rest) ? 1 : 2;
}
