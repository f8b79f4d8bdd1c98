/**
 * Lines with their arrays cut where parts of them begin and end: beside `p(x_t | x_{1:t-1})`, `p(x_{1:t})` is looked at
 * as `p(x_{1:t-1}, x_t)`, which to the kernel is the same.
 */
import { bindingOf } from '../kernel/binding.js';
import { freeOf } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { atMost, type Interval, intervalOf, platesOf } from '../kernel/reference.js';
import {
  children,
  type Index,
  isAligned,
  type Selector,
  type Slot,
  sameIndex,
  shifted,
  someSubterm,
  type Term,
  type VarRef,
  withChildren,
} from '../kernel/term.js';

/** Where a part of an array begins. */
interface Cut {
  readonly name: string;
  readonly axis: number;
  readonly at: Index;
}

/** More parts than these are not looked at. */
const mostCuts = 16;

/** The terms with their densities and integrals over the parts of arrays; null where nothing is cut. */
export function withSlicesApart(terms: readonly Term[], model: Model): readonly Term[] | null {
  if (!terms.some(speaksOfSlices)) return null;
  const cuts = distinct(terms.flatMap((term) => cutsIn(term)));
  if (cuts.length > mostCuts) return null;
  const letters = new Set(terms.flatMap((term) => [...freeOf(term, model).indices]));
  const apart = terms.map((term) => cutAt(term, cuts, letters, model));
  return apart.every((term, i) => term === terms[i]) ? null : apart;
}

/** Members and whole arrays are no reason to cut. */
const speaksOfSlices = (term: Term): boolean =>
  someSubterm(term, (part) => partsOf(part).some(({ at }) => at.some(({ tag }) => tag === 'slice')));

const distinct = (cuts: readonly Cut[]): readonly Cut[] => [
  ...new Map(cuts.map((cut) => [JSON.stringify(cut), cut])).values(),
];

function cutsIn(term: Term): Cut[] {
  const found: Cut[] = [];
  someSubterm(term, (part) => {
    for (const ref of partsOf(part))
      ref.at.forEach((selector, axis) => {
        const interval = intervalOf(selector);
        if (interval === null) return;
        const { lo, hi } = interval;
        found.push({ name: ref.name, axis, at: lo }, { name: ref.name, axis, at: shifted(hi, 1) });
      });
    return false;
  });
  return found;
}

/** What a density or an integral says of the parts of arrays. */
function partsOf(term: Term): readonly VarRef[] {
  if (term.tag === 'density') return [...term.heads, ...term.givens].map(({ of }) => of);
  return term.tag === 'integral' ? term.vars : [];
}

/** `letters`: those that mean something where the term stands. */
function cutAt(term: Term, cuts: readonly Cut[], letters: ReadonlySet<string>, model: Model): Term {
  const binder = bindingOf(term)?.index?.index;
  const within = binder === undefined ? letters : new Set([...letters, binder]);
  const inner = withChildren(
    term,
    children(term).map((child) => cutAt(child, cuts, within, model)),
  );
  const own = cuts.filter(({ at: { base } }) => base === null || model.sizes.has(base) || letters.has(base));
  if (own.length === 0) return inner;
  const slots = (of: readonly Slot[]): readonly Slot[] => of.flatMap((slot) => cutSlot(slot, own, model));
  if (inner.tag === 'density') return unlessSame(inner, { heads: slots(inner.heads), givens: slots(inner.givens) });
  if (inner.tag !== 'integral' || inner.bounds !== null) return inner;
  return unlessSame(inner, { vars: inner.vars.flatMap((ref) => cutRef(ref, own, model)) });
}

/** The term with other lists in it, if one of these is longer. */
function unlessSame<T extends Term>(term: T, lists: { readonly [K in keyof T]?: T[K] & readonly unknown[] }): T {
  const isLonger = Object.entries(lists).some(
    ([name, list]) => (list as readonly unknown[]).length > (term[name as keyof T] as readonly unknown[]).length,
  );
  return isLonger ? { ...term, ...lists } : term;
}

function cutSlot(slot: Slot, cuts: readonly Cut[], model: Model): readonly Slot[] {
  if (!isAligned(slot)) return [slot];
  const { of, value } = slot;
  const parts = cutRef(of, cuts, model);
  if (parts.length === 1) return [slot];
  return parts.map((part) => ({ of: part, value: { tag: 'ref', ref: { ...value.ref, at: part.at } } }));
}

/** The parts into which a reference falls. */
function cutRef(ref: VarRef, cuts: readonly Cut[], model: Model): readonly VarRef[] {
  for (const [axis, selector] of ref.at.entries()) {
    const interval = intervalOf(selector, platesOf(ref, model)[axis]);
    if (interval === null) continue;
    const cut = cuts.find((one) => one.name === ref.name && one.axis === axis && isInside(one.at, interval, model));
    if (cut === undefined) continue;
    const { lo, hi } = interval;
    const parts = [selectorOf(lo, shifted(cut.at, -1)), selectorOf(cut.at, hi)];
    return parts.flatMap((part) =>
      cutRef({ ...ref, at: ref.at.map((other, i) => (i === axis ? part : other)) }, cuts, model),
    );
  }
  return [ref];
}

/** Whether a cut leaves something on both sides at some values of the letters, and is nowhere outside. */
const isInside = (at: Index, { lo, hi }: Interval, model: Model): boolean =>
  !sameIndex(at, lo) && !sameIndex(shifted(at, -1), hi) && atMost(lo, at, model) && atMost(shifted(at, -1), hi, model);

const selectorOf = (lo: Index, hi: Index): Selector =>
  sameIndex(lo, hi) ? { tag: 'at', index: lo } : { tag: 'slice', lo, hi };

/** Whether terms speak of the density of an array, and of a sum or a product over members. */
export const speakOfArrays = (terms: readonly Term[]): boolean =>
  terms.some((term) => someSubterm(term, ({ tag }) => tag === 'big')) &&
  terms.some((term) => someSubterm(term, (part) => part.tag === 'density' && isRow(part.heads)));

function isRow(heads: readonly Slot[]): boolean {
  const [only, ...others] = heads;
  return only !== undefined && others.length === 0 && only.of.at.some(({ tag }) => tag === 'all' || tag === 'slice');
}

/** Whether a term speaks of a member given later ones, `p(z_t | z_{t+1})`. */
export const speaksBackwards = (term: Term): boolean =>
  someSubterm(
    term,
    (part) =>
      part.tag === 'density' && part.heads.some((head) => part.givens.some((given) => isBefore(head.of, given.of))),
  );

const isBefore = (head: VarRef, given: VarRef): boolean =>
  head.name === given.name &&
  head.at.some((selector, i) => {
    const other = given.at[i];
    const from = other?.tag === 'at' ? other.index : other?.tag === 'slice' ? other.lo : null;
    const own = selector.tag === 'at' ? selector.index : null;
    return own !== null && from !== null && own.base === from.base && own.offset < from.offset;
  });
