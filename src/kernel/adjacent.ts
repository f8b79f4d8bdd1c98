/** Parts of an array that make up a larger one, said together: `x_{1:t-1}, x_t` are the members of `x_{1:t}`. */
import type { Model, Plate } from './model.js';
import { atMost, intervalOf, platesOf } from './reference.js';
import { type Index, type Selector, type Slot, sameIndex, sameSelector, shifted, type VarRef } from './term.js';

/**
 * `lo..m` and `m+1..hi` are `lo..hi` if `lo <= m+1` and `m <= hi`, whatever the values of letters and sizes: then also
 * the whole is empty, or leaves its plate, where both the parts do.
 */
function joinedSelector(a: Selector, b: Selector, plate: Plate | undefined, model: Model): Selector | null {
  if (a.tag === 'except') return isRest(a.index, b, plate, model) ? { tag: 'all' } : null;
  const [first, second] = [intervalOf(a), intervalOf(b)];
  if (first === null || second === null) return null;
  const { lo, hi: middle } = first;
  const { lo: after, hi } = second;
  if (!sameIndex(shifted(middle, 1), after)) return null;
  return atMost(lo, after, model) && atMost(middle, hi, model) ? { tag: 'slice', lo, hi } : null;
}

/** Whether a selector is of the very member that is left out, and this is surely there. */
function isRest(left: Index, b: Selector, plate: Plate | undefined, model: Model): boolean {
  if (b.tag !== 'at' || plate === undefined || !sameIndex(left, b.index)) return false;
  return atMost(plate.lo, left, model) && atMost(left, plate.hi, model);
}

/** Two parts of one array as one, where they differ in one index. */
function joinedRef(a: VarRef, b: VarRef, model: Model): VarRef | null {
  if (a.name !== b.name || a.at.length !== b.at.length) return null;
  const axes = a.at.flatMap((selector, i) => (sameSelector(selector, b.at[i] as Selector) ? [] : [i]));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) return null;
  const plate = platesOf(a, model)[axis];
  const selector = joinedSelector(a.at[axis] as Selector, b.at[axis] as Selector, plate, model);
  return selector === null ? null : { name: a.name, at: a.at.map((own, i) => (i === axis ? selector : own)) };
}

/** Two slots as one, where these are filled alike. */
function joinedSlot(a: Slot, b: Slot, model: Model): Slot | null {
  if (a.value.tag !== 'ref' || b.value.tag !== 'ref') return null;
  const of = joinedRef(a.of, b.of, model);
  const value = joinedRef(a.value.ref, b.value.ref, model);
  if (of === null || value === null) return null;
  const isAlike = value.at.every((selector, i) => sameSelector(selector, of.at[i] as Selector));
  return isAlike ? { of, value: { tag: 'ref', ref: value } } : null;
}

/** Joined as long as any two can be. */
function joinedAll<T>(parts: readonly T[], join: (a: T, b: T) => T | null): readonly T[] {
  for (const [i, a] of parts.entries())
    for (const [j, b] of parts.entries()) {
      const whole = i === j ? null : join(a, b);
      if (whole === null) continue;
      const rest = parts.flatMap((part, k) => (k === Math.min(i, j) ? [whole] : k === Math.max(i, j) ? [] : [part]));
      return joinedAll(rest, join);
    }
  return parts;
}

const isPart = ({ at }: VarRef): boolean => at.some(({ tag }) => tag !== 'all');

/** References with the parts of each array taken together. */
export function joinRefs(refs: readonly VarRef[], model: Model): readonly VarRef[] {
  if (refs.filter(isPart).length < 2) return refs;
  return joinedAll(refs, (a, b) => joinedRef(a, b, model));
}

/** The slots of a density in the same way, where their values are the same parts. */
export function joinSlots(slots: readonly Slot[], model: Model): readonly Slot[] {
  if (slots.filter(({ of }) => isPart(of)).length < 2) return slots;
  return joinedAll(slots, (a, b) => joinedSlot(a, b, model));
}
