/** The chain rule along an array: the density of its members as the product of each one's given those before or after. */
import { freeOf } from './free.js';
import type { Model, Plate } from './model.js';
import { NotApplicable } from './procedure.js';
import { atMost, freshName, type Interval, intervalOf, platesOf } from './reference.js';
import {
  type Density,
  type IndexBinder,
  isAligned,
  type Selector,
  type Slot,
  sameIndex,
  shifted,
  type Term,
} from './term.js';

/** Which end of an array the chain rule begins at. */
export type End = 'first' | 'last';

interface Row extends Interval {
  readonly axis: number;
  readonly plate: Plate;
}

/**
 * `p(x_{1:T} | y)` is `prod_t p(x_t | x_{1:t-1}, y)`, from the last member `prod_t p(x_t | x_{t+1:T}, y)`, an empty slice
 * being no condition. Throws NotApplicable.
 */
export function chainInOrder(term: Term, from: End, model: Model): Term {
  const [head, ...others] = term.tag === 'density' ? term.heads : [];
  if (term.tag !== 'density' || head === undefined || others.length > 0)
    throw new NotApplicable('only the density of one array goes along its members');
  const row = rowOf(head, model);
  if (row === null) throw new NotApplicable(`${head.of.name} has no members in one order`);
  const { axis, lo, hi, plate } = row;
  const { indices } = freeOf(term, model);
  const letter = indices.has(plate.index) ? freshName(plate.index, indices) : plate.index;
  const adjoining = term.givens.find((given) => adjoins(given, head, row, from, model));
  const edge = adjoining === undefined ? null : intervalOf(adjoining.of.at[axis] as Selector);
  const met: Selector =
    from === 'first'
      ? { tag: 'slice', lo: edge?.lo ?? lo, hi: { base: letter, offset: -1 } }
      : { tag: 'slice', lo: { base: letter, offset: 1 }, hi: edge?.hi ?? hi };
  const member = partOf(head, axis, { tag: 'at', index: { base: letter, offset: 0 } });
  const givens = [partOf(head, axis, met), ...term.givens.filter((given) => given !== adjoining)];
  const body: Density = { ...term, heads: [member], givens };
  const binder: IndexBinder = { index: letter, range: { tag: 'range', lo, hi, except: null } };
  return { tag: 'big', op: 'prod', binder, body };
}

/** The members of a slot, where they are in one order and each holds its own. */
function rowOf(slot: Slot, model: Model): Row | null {
  const axes = slot.of.at.flatMap(({ tag }, i) => (tag === 'at' ? [] : [i]));
  const [axis] = axes;
  const plate = axis === undefined ? undefined : platesOf(slot.of, model)[axis];
  if (axis === undefined || plate === undefined || axes.length > 1 || !isAligned(slot)) return null;
  const interval = intervalOf(slot.of.at[axis] as Selector, plate);
  return interval === null ? null : { axis, ...interval, plate };
}

/** Whether what is given are the members of the same array right before, or after, a row: these go with those in it. */
function adjoins(given: Slot, head: Slot, { axis, lo, hi }: Row, from: End, model: Model): boolean {
  const interval = given.of.at[axis] === undefined ? null : intervalOf(given.of.at[axis]);
  if (interval === null || !isAligned(given)) return false;
  const { lo: start, hi: end } = interval;
  const meets =
    from === 'first'
      ? sameIndex(end, shifted(lo, -1)) && atMost(start, lo, model)
      : sameIndex(start, shifted(hi, 1)) && atMost(hi, end, model);
  const rest = (slot: Slot): string => JSON.stringify(partOf(slot, axis, { tag: 'all' }));
  return meets && rest(given) === rest(head);
}

/** A slot with another selector along one axis, of its variable and of what it holds. */
export function partOf({ of, value }: Slot, axis: number, selector: Selector): Slot {
  const at = of.at.map((own, i) => (i === axis ? selector : own));
  return { of: { ...of, at }, value: value.tag === 'ref' ? { tag: 'ref', ref: { ...value.ref, at } } : value };
}
