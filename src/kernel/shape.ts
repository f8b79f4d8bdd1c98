/**
 * What the types of terms cannot say, or what a cast gets past them: fractions in lowest terms, indices that are whole
 * numbers apart from their letter, names that cannot be taken for anything else.
 */
import { rational } from './rational.js';
import type { Index, IndexRange, Selector, Term, VarRef } from './term.js';

const mostOffset = 1_000_000;

/** A name, or one made of it to keep bound variables apart (`x#1`). Levels, offsets and ranges are written with signs. */
const properName = /^\p{L}[\p{L}\p{M}\p{N}_'.^(){}]*(?:#[1-9]\d{0,8})?$/u;

/** What is wrong with a term, its subterms left out; null if nothing is. */
export function misshapen(term: Term): string | null {
  switch (term.tag) {
    case 'num':
      return isFraction(term.value) ? null : 'a number is no fraction in lowest terms';
    case 'constant':
      return term.name === 'pi' || term.name === 'inf' ? null : `${term.name} is no constant`;
    case 'ref':
      return shapeOfRef(term.ref);
    case 'index':
      return shapeOfIndex(term.index);
    case 'grad':
      return shapeOfRef(term.of);
    case 'integral':
      return first(term.vars, shapeOfRef);
    case 'density':
      return first([...term.heads, ...term.givens], ({ of }) => shapeOfRef(of));
    case 'big':
      if (term.op !== 'sum' && term.op !== 'prod') return 'only sums and products have a range';
      return shapeOfName(term.binder.index) ?? shapeOfRange(term.binder.range);
    default:
      return null;
  }
}

function isFraction({ num, den }: { readonly num: unknown; readonly den: unknown }): boolean {
  if (typeof num !== 'bigint' || typeof den !== 'bigint' || den <= 0n) return false;
  return rational(num, den).den === den;
}

export const shapeOfRef = ({ name, at }: VarRef): string | null => shapeOfName(name) ?? first(at, shapeOfSelector);

const shapeOfName = (name: string): string | null => (properName.test(name) ? null : `${name} is no name`);

function shapeOfIndex({ base, offset }: Index): string | null {
  if (!Number.isInteger(offset) || Math.abs(offset) > mostOffset) return 'an index is no whole number, or too large';
  return base === null ? null : shapeOfName(base);
}

function shapeOfSelector(selector: Selector): string | null {
  switch (selector.tag) {
    case 'all':
      return null;
    case 'slice':
      return shapeOfIndex(selector.lo) ?? shapeOfIndex(selector.hi);
    case 'at':
    case 'except':
      return shapeOfIndex(selector.index);
    default:
      return 'an index is missing';
  }
}

function shapeOfRange(range: IndexRange): string | null {
  if (range.tag === 'subset') return null;
  if (range.tag !== 'range') return 'a range is missing';
  return first([range.lo, range.hi, ...(range.except === null ? [] : [range.except])], shapeOfIndex);
}

function first<T>(items: readonly T[], fault: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = fault(item);
    if (found !== null) return found;
  }
  return null;
}
