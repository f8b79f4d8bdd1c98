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

/** Whether to take a notation in the other way; that it can be taken in two is recorded. */
export function isReadOtherwise(scope: Scope, { written, usual, other, span }: Notation): boolean {
  const key = `${written} at ${span.start}`;
  const isOther = scope.otherwise.has(key);
  const reading = isOther ? `${other}, as only so it follows` : usual;
  scope.ambiguities.push({ key, message: `'${written}' is read as ${reading}: write a bracket`, span });
  return isOther;
}

/** Each ambiguity once. */
export const distinctAmbiguities = (ambiguities: readonly Ambiguity[]): readonly Ambiguity[] => [
  ...new Map(ambiguities.map((ambiguity) => [ambiguity.key, ambiguity])).values(),
];

/** The most ambiguities of which every combination of readings is told apart; of more, the first ones. */
const mostTogether = 3;

/** The ways to read what is ambiguous, those with the fewest unusual readings first. */
export function waysToRead(ambiguities: readonly Ambiguity[]): readonly Readings[] {
  const keys = distinctAmbiguities(ambiguities)
    .slice(0, mostTogether)
    .map(({ key }) => key);
  return subsetsOf(keys)
    .sort((a, b) => a.length - b.length)
    .map((subset) => new Set(subset));
}

function subsetsOf(keys: readonly string[]): string[][] {
  const [first, ...others] = keys;
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((subset) => [subset, [first, ...subset]]);
}
