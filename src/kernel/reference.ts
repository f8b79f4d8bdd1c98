/** What references have in common: members that surely coincide, that surely differ, and that may do either. */
import type { Model } from './model.js';
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

/** Whether every member of `inner` is one of `outer`, whatever the values of the indices. */
export const surelyCovers = (outer: VarRef, inner: VarRef): boolean =>
  outer.name === inner.name &&
  outer.at.length === inner.at.length &&
  outer.at.every((selector, i) => selector.tag === 'all' || sameSelector(selector, inner.at[i] as Selector));

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
