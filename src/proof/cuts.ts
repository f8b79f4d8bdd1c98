/** Where sums and products over ranges are cut, so that ranges that differ by their first or last members compare. */
import type { Model } from '../kernel/model.js';
import { declaredName } from '../kernel/reference.js';
import {
  type Index,
  type IndexRange,
  type Slot,
  sameIndex,
  someSubterm,
  type Term,
  type VarRef,
} from '../kernel/term.js';

type Range = Extract<IndexRange, { tag: 'range' }>;

/** Which member of a range is to be written out; null for none. */
export type Cuts = (range: IndexRange) => 'first' | 'last' | null;

export const noCuts: Cuts = () => null;

/** Longer ranges are not written out to the last member. */
const mostMembers = 4;

/**
 * The ways to cut the ranges of some lines, to be tried in turn. Where ranges that end alike begin differently, in the
 * lines or in the factors that densities may split into, all are cut where the last of them begins. Where the lines
 * have a range that ends before others that begin with it, these may be cut instead where it ends: not both, for
 * `2..T` and `1..T-1` have nothing in common where T is 1.
 */
export function cutsOf(terms: readonly Term[], model: Model): readonly Cuts[] {
  const own = distinct(terms.flatMap(rangesIn));
  const all = distinct([...own, ...rangesOf(model)]);
  const fixed = isTakenApart(terms, own, model) ? mostMembers : 1;
  const ways: Cuts[] = [(range) => (isFixed(range, fixed) || beginsEarly(range, all) ? 'first' : null)];
  if (all.some((range) => endsLate(range, own)))
    ways.push((range) => (isFixed(range, fixed) ? 'first' : endsLate(range, own) ? 'last' : null));
  return ways;
}

const isPlain = (range: IndexRange): range is Range => range.tag === 'range' && range.except === null;

function rangesIn(term: Term): Range[] {
  const found: Range[] = [];
  someSubterm(term, (part) => {
    if (part.tag === 'big' && isPlain(part.binder.range)) found.push(part.binder.range);
    return false;
  });
  return found;
}

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
