/**
 * What the types of terms cannot say, or what a cast gets past them: fractions in lowest terms, indices that are whole
 * numbers apart from their letter, names that cannot be taken for anything else.
 */
import { rational } from './rational.js';
import type { Meaning } from './rule.js';
import type { Index, IndexRange, Selector, Slot, Term, VarRef } from './term.js';

const mostOffset = 1_000_000;

/** A name, or one made of it to keep bound variables apart (`x#1`). Levels, offsets and ranges are written with signs. */
const properName = /^\p{L}[\p{L}\p{M}\p{N}_'.^(){}]*(?:#[1-9]\d{0,8})?$/u;

/** What each kind of term has, besides its tag. What is missing could be anything each time it is asked for. */
const partsOf: Readonly<Record<Term['tag'], readonly string[]>> = {
  num: ['value'],
  constant: ['name'],
  ref: ['ref'],
  index: ['index'],
  add: ['terms'],
  mul: ['factors'],
  pow: ['base', 'exponent'],
  fn: ['name', 'args'],
  apply: ['name', 'args'],
  call: ['name', 'args'],
  density: ['family', 'heads', 'givens'],
  law: ['law', 'point', 'params'],
  expect: ['measure', 'body'],
  integral: ['vars', 'counting', 'bounds', 'body'],
  big: ['op', 'binder', 'body'],
  draw: ['subset', 'body'],
  grad: ['of', 'body'],
  kl: ['left', 'right'],
  entropy: ['measure'],
  'cross-entropy': ['left', 'right'],
  'mean-entropy': ['joint', 'conditional'],
  'mutual-information': ['joint', 'pair', 'left', 'right'],
  variance: ['measure', 'body'],
  covariance: ['measure', 'left', 'right'],
  slack: ['free'],
  meta: ['name'],
};

function has(value: object, parts: readonly string[]): boolean {
  for (const part of parts) if (!Object.hasOwn(value, part)) return false;
  return true;
}

const partsOfRef = ['name', 'at'];
const partsOfSlot = ['of', 'value'];
const partsOfIndex = ['base', 'offset'];

const incomplete = 'a part is missing';

/** What is wrong with a term, its subterms left out; null if nothing is. */
export function misshapen(term: Term): string | null {
  const parts = typeof term.tag === 'string' && Object.hasOwn(partsOf, term.tag) ? partsOf[term.tag] : null;
  if (parts === null || !Object.hasOwn(term, 'tag') || !has(term, parts)) return incomplete;
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
      if (term.bounds !== null && term.bounds.length !== 2) return incomplete;
      return first(term.vars, shapeOfRef);
    case 'density':
      return first(term.heads, shapeOfSlot) ?? first(term.givens, shapeOfSlot);
    case 'big':
      if (term.op !== 'sum' && term.op !== 'prod') return 'only sums and products have a range';
      if (!has(term.binder, ['index', 'range'])) return incomplete;
      return shapeOfName(term.binder.index) ?? shapeOfRange(term.binder.range);
    default:
      return null;
  }
}

function isFraction(value: { readonly num: unknown; readonly den: unknown }): boolean {
  const { num, den } = value;
  if (!has(value, ['num', 'den']) || typeof num !== 'bigint' || typeof den !== 'bigint' || den <= 0n) return false;
  return rational(num, den).den === den;
}

const shapeOfSlot = (slot: Slot): string | null => (has(slot, partsOfSlot) ? shapeOfRef(slot.of) : incomplete);

/** What is wrong with a reference, whatever is declared. */
export const shapeOfRef = (ref: VarRef): string | null =>
  has(ref, partsOfRef) ? (shapeOfName(ref.name) ?? first(ref.at, shapeOfSelector)) : incomplete;

/** A list of one name is taken for the name here, and for another there. */
function shapeOfName(name: unknown): string | null {
  if (typeof name !== 'string') return `${name} is no name`;
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const shape = properName.test(name) ? null : `${name} is no name`;
  if (shapes.size === mostShapes) shapes.clear();
  shapes.set(name, shape);
  return shape;
}

/** The names of a document are few, and asked of often. */
const mostShapes = 1000;
const shapes = new Map<string, string | null>();

function shapeOfIndex(index: Index): string | null {
  const { base, offset } = index;
  if (!has(index, partsOfIndex)) return incomplete;
  if (!Number.isInteger(offset) || Math.abs(offset) > mostOffset) return 'an index is no whole number, or too large';
  return base === null ? null : shapeOfName(base);
}

function shapeOfSelector(selector: Selector): string | null {
  const parts = { all: [], slice: ['lo', 'hi'], at: ['index'], except: ['index'] }[selector.tag];
  if (!has(selector, ['tag', ...(parts ?? [])])) return incomplete;
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
  if (range.tag === 'subset') return has(range, ['tag', 'subset']) ? null : incomplete;
  if (range.tag !== 'range' || !has(range, ['tag', 'lo', 'hi', 'except'])) return incomplete;
  return first([range.lo, range.hi, ...(range.except === null ? [] : [range.except])], shapeOfIndex);
}

/** What is wrong with what stands for a metavariable, terms left out. */
export function shapeOfMeaning(meaning: Meaning): string | null {
  const part = {
    term: 'term',
    measure: 'measure',
    slots: 'slots',
    family: 'family',
    refs: 'refs',
    binder: 'binder',
    subset: 'subset',
  };
  return has(meaning, ['kind', part[meaning.kind]]) ? null : incomplete;
}

function first<T>(items: readonly T[], fault: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = fault(item);
    if (found !== null) return found;
  }
  return null;
}
