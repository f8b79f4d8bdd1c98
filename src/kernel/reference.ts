/** What references have in common: members that surely coincide, that surely differ, and that may do either. */
import type { Model, Plate } from './model.js';
import { type Index, type Selector, sameIndex, sameRef, sameSelector, type VarRef } from './term.js';

/** Marks the names that were made to keep bound variables apart: `x#1` is another x. */
const mark = '#';

/** The declared name behind a name made by `freshName`. */
export const declaredName = (name: string): string => {
  const at = name.indexOf(mark);
  return at < 0 ? name : name.slice(0, at);
};

/** A name for another variable of the same kind that none of the names is. */
export function freshName(name: string, taken: ReadonlySet<string>): string {
  const stem = declaredName(name);
  for (let k = 1; ; k++) if (!taken.has(`${stem}${mark}${k}`)) return `${stem}${mark}${k}`;
}

/** Whether a reference is to one member. */
export const isMember = ({ at }: VarRef): boolean => at.every(({ tag }) => tag === 'at');

/** All members of a variable. */
export const wholeArray = (name: string, model: Model): VarRef => ({
  name,
  at: (model.variables.get(name)?.indices ?? []).map(() => ({ tag: 'all' as const })),
});

/** Indices with the same base and different offsets, or two numbers. */
const surelyDiffer = (a: Index, b: Index): boolean => a.base === b.base && a.offset !== b.offset;

const surelyBelow = (a: Index, b: Index): boolean => a.base === b.base && a.offset < b.offset;

function selectorsApart(a: Selector, b: Selector): boolean {
  if (a.tag === 'at' && b.tag === 'at') return surelyDiffer(a.index, b.index);
  if (a.tag === 'except' && b.tag === 'at') return sameIndex(a.index, b.index);
  if (a.tag === 'slice' && b.tag === 'at') return surelyBelow(b.index, a.lo) || surelyBelow(a.hi, b.index);
  if (a.tag === 'slice' && b.tag === 'slice') return surelyBelow(a.hi, b.lo) || surelyBelow(b.hi, a.lo);
  return a.tag === 'at' && b.tag !== 'at' && b.tag !== 'all' && selectorsApart(b, a);
}

/** Whether two references may share a member at some values of their indices. */
export const mayOverlap = (a: VarRef, b: VarRef): boolean =>
  a.name === b.name &&
  !a.at.some((selector, i) => {
    const other = b.at[i];
    return other !== undefined && selectorsApart(selector, other);
  });

/** Whether `a` is at most `b`, whatever the sizes: these are at least 1, and the letter of a plate runs inside it. */
export function atMost(a: Index, b: Index, model: Model): boolean {
  if (a.base === b.base) return a.offset <= b.offset;
  const upper = plateOf(a, model);
  if (upper !== undefined) return atMost({ ...upper.hi, offset: upper.hi.offset + a.offset }, b, model);
  const lower = plateOf(b, model);
  if (lower !== undefined) return atMost(a, { ...lower.lo, offset: lower.lo.offset + b.offset }, model);
  return a.base === null && b.base !== null && model.sizes.has(b.base) && a.offset <= 1 + b.offset;
}

const plateOf = ({ base }: Index, model: Model): Plate | undefined =>
  base === null ? undefined : model.plates.get(declaredName(base));

/** The plate of each index of a variable. */
export const platesOf = (ref: VarRef, model: Model): readonly (Plate | undefined)[] =>
  (model.variables.get(declaredName(ref.name))?.indices ?? []).map((letter) => model.plates.get(letter));

/** The members from one to another. */
export interface Interval {
  readonly lo: Index;
  readonly hi: Index;
}

/** The first and the last member that a selector means; null where it does not name them, and no plate does. */
export function intervalOf(selector: Selector, plate?: Plate): Interval | null {
  if (selector.tag === 'at') return { lo: selector.index, hi: selector.index };
  if (selector.tag === 'slice') return { lo: selector.lo, hi: selector.hi };
  return selector.tag === 'all' && plate !== undefined ? { lo: plate.lo, hi: plate.hi } : null;
}

/** Whether every member that `inner` has is one of `outer`, whatever the values of the indices. */
export function surelyCovers(outer: VarRef, inner: VarRef, model: Model): boolean {
  if (outer.name !== inner.name || outer.at.length !== inner.at.length) return false;
  const plates = platesOf(outer, model);
  return outer.at.every((selector, i) => selectorCovers(selector, inner.at[i] as Selector, plates[i], model));
}

function selectorCovers(outer: Selector, inner: Selector, plate: Plate | undefined, model: Model): boolean {
  if (outer.tag === 'all' || sameSelector(outer, inner)) return true;
  if (outer.tag === 'except')
    return (inner.tag === 'at' || inner.tag === 'slice') && selectorsApart({ tag: 'at', index: outer.index }, inner);
  if (outer.tag !== 'slice') return false;
  // What is a member lies in the plate.
  const [lo, hi] =
    inner.tag === 'at' ? [inner.index, inner.index] : inner.tag === 'slice' ? [inner.lo, inner.hi] : [null, null];
  const starts =
    (lo !== null && atMost(outer.lo, lo, model)) || (plate !== undefined && atMost(outer.lo, plate.lo, model));
  const ends =
    (hi !== null && atMost(hi, outer.hi, model)) || (plate !== undefined && atMost(plate.hi, outer.hi, model));
  return starts && ends;
}

/** A slice that is the whole plate is the whole array. */
export function canonicalRef(ref: VarRef, model: Model): VarRef {
  if (!ref.at.some((selector) => selector.tag === 'slice')) return ref;
  const letters = model.variables.get(declaredName(ref.name))?.indices ?? [];
  const at = ref.at.map((selector, i): Selector => {
    const plate = model.plates.get(letters[i] ?? '');
    const whole =
      selector.tag === 'slice' &&
      plate !== undefined &&
      sameIndex(selector.lo, plate.lo) &&
      sameIndex(selector.hi, plate.hi);
    return whole ? { tag: 'all' } : selector;
  });
  return { ...ref, at };
}

export const includesRef = (refs: readonly VarRef[], ref: VarRef): boolean => refs.some((r) => sameRef(r, ref));
