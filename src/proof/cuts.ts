/** Where sums and products over ranges are cut, so that ranges that differ by their first or last members compare. */

import { selectorIndices } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { declaredName } from '../kernel/reference.js';
import {
  type Big,
  type Index,
  type IndexRange,
  type Slot,
  sameIndex,
  shifted,
  someSubterm,
  type Term,
  type VarRef,
} from '../kernel/term.js';

type Range = Extract<IndexRange, { tag: 'range' }>;

/** Which member of a range is to be written out, or taken in from before or after it; null for none. */
export type Cuts = (range: IndexRange) => 'first' | 'last' | 'before' | 'after' | null;

export const noCuts: Cuts = () => null;

/** Longer ranges are not written out to the last member. */
const mostMembers = 4;

/**
 * The ways to cut the ranges of some lines, to be tried in turn. Where ranges that end alike begin differently, in the
 * lines or in the factors that densities may split into, all are cut where the last of them begins. Where the lines
 * have a range that ends before others that begin with it, these may be cut instead where it ends: not both, for
 * `2..T` and `1..T-1` have nothing in common where T is 1. Both are `1..T` without a member.
 */
export function cutsOf(terms: readonly Term[], model: Model): readonly Cuts[] {
  const bigs = terms.flatMap(bigsIn);
  const own = distinct(bigs.map((big) => moved(big, lagOf(big))));
  // Once its logarithms and its terms are taken apart, a sum may be several, each with a range of its own.
  const parts = distinct(bigs.flatMap((big) => offsetsIn(big).map((by) => moved(big, by))));
  const all = distinct([...own, ...rangesOf(model)]);
  const fixed = isTakenApart(terms, own, model) ? mostMembers : 1;
  const ways: Cuts[] = [(range) => (isFixed(range, fixed) || beginsEarly(range, all) ? 'first' : null)];
  if (all.some((range) => endsLate(range, own)))
    ways.push((range) => (isFixed(range, fixed) ? 'first' : endsLate(range, own) ? 'last' : null));
  const toWhole: Cuts = (range) => (beginsLate(range, all) ? 'before' : endsEarly(range, all) ? 'after' : null);
  if (parts.some((range) => beginsLate(range, all)) && parts.some((range) => endsEarly(range, all))) ways.push(toWhole);
  return ways;
}

const isPlain = (range: IndexRange): range is Range => range.tag === 'range' && range.except === null;

type PlainBig = Big & { readonly binder: { readonly range: Range } };

function bigsIn(term: Term): PlainBig[] {
  const found: PlainBig[] = [];
  someSubterm(term, (part) => {
    if (part.tag === 'big' && isPlain(part.binder.range)) found.push(part as PlainBig);
    return false;
  });
  return found;
}

/** How far after its letter the last member is that the body of a sum or a product names. */
export const lagOf = (big: Big): number => Math.max(...offsetsIn(big));

/** Whether the body names no members but those of the letter itself. */
export const namesItsOwn = (big: Big): boolean => offsetsIn(big).every((offset) => offset === 0);

/** How far after the letter the members are that the body names; 0 where it names none. */
function offsetsIn({ binder, body }: Big): readonly number[] {
  const offsets: number[] = [];
  someSubterm(body, (part) => {
    const named = part.tag === 'index' ? [part.index] : refsOf(part).flatMap(({ at }) => at.flatMap(selectorIndices));
    offsets.push(...named.flatMap(({ base, offset }) => (base === binder.index ? [offset] : [])));
    return false;
  });
  return offsets.length === 0 ? [0] : offsets;
}

const moved = ({ binder: { range } }: PlainBig, by: number): Range => ({
  ...range,
  lo: shifted(range.lo, by),
  hi: shifted(range.hi, by),
});

const distinct = (ranges: readonly Range[]): readonly Range[] => [
  ...new Map(ranges.map((range) => [JSON.stringify(range), range])).values(),
];

/** The ranges of a model's plates, and of the products in its families. */
function rangesOf({ families, plates }: Model): Range[] {
  const ofPlates = [...plates.values()].map(({ lo, hi }): Range => ({ tag: 'range', lo, hi, except: null }));
  const binders = [...families.values()].flatMap(({ factors }) => factors.flatMap((factor) => factor.binders));
  return [...ofPlates, ...binders.map(({ range }) => range).filter(isPlain)];
}

const isBefore = (a: Index, b: Index): boolean => a.base === b.base && a.offset < b.offset;

const beginsEarly = (range: IndexRange, among: readonly Range[]): boolean =>
  isPlain(range) &&
  range.lo.base === null &&
  among.some((other) => sameIndex(other.hi, range.hi) && isBefore(range.lo, other.lo));

const endsLate = (range: IndexRange, among: readonly Range[]): boolean =>
  isPlain(range) && among.some((other) => sameIndex(other.lo, range.lo) && isBefore(other.hi, range.hi));

const beginsLate = (range: IndexRange, among: readonly Range[]): boolean =>
  isPlain(range) &&
  among.some((other) => sameIndex(other.hi, range.hi) && isNext(other.lo, range.lo) && other.lo.base === null);

const endsEarly = (range: IndexRange, among: readonly Range[]): boolean =>
  isPlain(range) && among.some((other) => sameIndex(other.lo, range.lo) && isNext(range.hi, other.hi));

const isNext = (a: Index, b: Index): boolean => sameIndex(shifted(a, 1), b);

/** Whether a range has at most so many members, whatever the sizes. */
const isFixed = (range: IndexRange, most: number): range is Range =>
  isPlain(range) && range.lo.base === null && range.hi.base === null && range.hi.offset - range.lo.offset < most;

/** Whether the lines speak of single members of plates of a fixed size, or of parts of these. */
function isTakenApart(terms: readonly Term[], own: readonly Range[], { plates, variables }: Model): boolean {
  const fixed = [...plates].filter(([, { lo, hi }]) => lo.base === null && hi.base === null);
  if (fixed.length === 0) return false;
  const letters = new Set(fixed.map(([letter]) => letter));
  const isWhole = ({ lo, hi }: Range): boolean =>
    fixed.some(([, plate]) => sameIndex(plate.lo, lo) && sameIndex(plate.hi, hi));
  const isMember = ({ name, at }: VarRef): boolean =>
    (variables.get(declaredName(name))?.indices ?? []).some((letter, i) => {
      const selector = at[i];
      return letters.has(letter) && selector?.tag === 'at' && selector.index.base === null;
    });
  const isPart = (range: Range): boolean => isFixed(range, Number.POSITIVE_INFINITY) && !isWhole(range);
  return own.some(isPart) || terms.some((term) => someSubterm(term, (part) => refsOf(part).some(isMember)));
}

function refsOf(term: Term): readonly VarRef[] {
  if (term.tag === 'ref') return [term.ref];
  return term.tag === 'density' ? [...term.heads, ...term.givens].map(({ of }: Slot) => of) : [];
}
