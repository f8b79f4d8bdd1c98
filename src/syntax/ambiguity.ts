/** Notations that readers take in two ways: each is read in the usual one, unless the other was asked for. */
import type { Span } from '../../grammar/ast.js';
import type { Scope } from './scope.js';

export interface Ambiguity {
  /** The same however it is read. */
  readonly key: string;
  readonly message: string;
  readonly span: Span;
}

/** The keys of the ambiguities that are read in the other way. */
export type Readings = ReadonlySet<string>;

export const usualReadings: Readings = new Set();

/** A notation with its two readings, the usual one first. */
interface Notation {
  readonly written: string;
  readonly usual: string;
  readonly other: string;
  readonly span: Span;
}

const placeMark = ' at ';
const placeInKey = / at \d+$/;

/** Whether to take a notation in the other way; that it can be taken in two is recorded. */
export function isReadOtherwise(scope: Scope, { written, usual, other, span }: Notation): boolean {
  const key = `${written}${placeMark}${span.start}`;
  const isOther = scope.otherwise.has(key);
  const reading = isOther ? `${other}, as only so it follows` : usual;
  scope.ambiguities.push({ key, message: `'${written}' is read as ${reading}: write a bracket`, span });
  return isOther;
}

/** Each ambiguity once. */
export const distinctAmbiguities = (ambiguities: readonly Ambiguity[]): readonly Ambiguity[] => [
  ...new Map(ambiguities.map((ambiguity) => [ambiguity.key, ambiguity])).values(),
];

/** The most ambiguities of a line of which every combination of readings is tried. */
const mostTogether = 3;

/** The most of which each is tried alone. */
const mostAlone = 10;

/**
 * The ways to read what is ambiguous on a line, those with the fewest unusual readings first. Of many ambiguities one, all of one
 * notation, or all are read the other way: authors write alike what they mean alike.
 */
function waysToRead(ambiguities: readonly Ambiguity[]): readonly Readings[] {
  const keys = distinctAmbiguities(ambiguities).map(({ key }) => key);
  if (keys.length <= mostTogether)
    return subsetsOf(keys)
      .sort((a, b) => a.length - b.length)
      .map((subset) => new Set(subset));
  const notation = (key: string): string => key.replace(placeInKey, '');
  const alike = [...new Set(keys.map(notation))].map((own) => keys.filter((key) => notation(key) === own));
  const ways = [[], ...keys.slice(0, mostAlone).map((key) => [key]), ...alike, keys];
  return [...new Map(ways.map((way) => [way.join(), new Set(way)])).values()];
}

/** The most ways to read several lines together; the others are left out. */
const mostWays = 64;

/** The ways to read several lines together, those with the fewest unusual readings first. */
export function waysToReadAll(lines: readonly (readonly Ambiguity[])[]): readonly Readings[] {
  const combined = (ways: readonly Readings[], ambiguities: readonly Ambiguity[]): readonly Readings[] =>
    ways
      .flatMap((way) => waysToRead(ambiguities).map((own) => new Set([...way, ...own])))
      .sort((a, b) => a.size - b.size)
      .slice(0, mostWays);
  return lines.reduce(combined, [usualReadings]);
}

function subsetsOf(keys: readonly string[]): string[][] {
  const [first, ...others] = keys;
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((subset) => [subset, [first, ...subset]]);
}
