/** The chain rule along an array: the density of its members as the product of each one's given those before it. */
import { freeOf } from './free.js';
import type { Model, Plate } from './model.js';
import { NotApplicable } from './procedure.js';
import { atMost, freshName, platesOf } from './reference.js';
import type { Density, Index, IndexBinder, Selector, Slot, Term } from './term.js';

interface Row {
  readonly axis: number;
  readonly lo: Index;
  readonly hi: Index;
  readonly plate: Plate;
}

/** `p(x_{1:T} | y)` is `prod_t p(x_t | x_{1:t-1}, y)`, an empty slice being no condition. Throws NotApplicable. */
export function chainInOrder(term: Term, model: Model): Term {
  const [head, ...others] = term.tag === 'density' ? term.heads : [];
  if (term.tag !== 'density' || head === undefined || others.length > 0)
    throw new NotApplicable('only the density of one array goes along its members');
  const row = rowOf(head, model);
  if (row === null) throw new NotApplicable(`${head.of.name} has no members in one order`);
  const { axis, lo, hi, plate } = row;
  const { indices } = freeOf(term, model);
  const letter = indices.has(plate.index) ? freshName(plate.index, indices) : plate.index;
  const earlier = term.givens.find((given) => endsBefore(given, head, row, model));
  const start = earlier === undefined ? lo : (rowStart(earlier.of.at[axis] as Selector) as Index);
  const before = partOf(head, axis, { tag: 'slice', lo: start, hi: { base: letter, offset: -1 } });
  const member = partOf(head, axis, { tag: 'at', index: { base: letter, offset: 0 } });
  const givens = [before, ...term.givens.filter((given) => given !== earlier)];
  const body: Density = { ...term, heads: [member], givens };
  const binder: IndexBinder = { index: letter, range: { tag: 'range', lo, hi, except: null } };
  return { tag: 'big', op: 'prod', binder, body };
}

const isFilledAlike = ({ of, value }: Slot): boolean =>
  value.tag === 'ref' && JSON.stringify(value.ref.at) === JSON.stringify(of.at);

/** The members of a slot, where they are in one order and each holds its own. */
function rowOf(slot: Slot, model: Model): Row | null {
  const axes = slot.of.at.flatMap(({ tag }, i) => (tag === 'at' ? [] : [i]));
  const [axis] = axes;
  const plate = axis === undefined ? undefined : platesOf(slot.of, model)[axis];
  if (axis === undefined || plate === undefined || axes.length > 1 || !isFilledAlike(slot)) return null;
  const selector = slot.of.at[axis];
  if (selector?.tag === 'slice') return { axis, lo: selector.lo, hi: selector.hi, plate };
  return selector?.tag === 'all' ? { axis, lo: plate.lo, hi: plate.hi, plate } : null;
}

const rowStart = (selector: Selector): Index | null =>
  selector.tag === 'at' ? selector.index : selector.tag === 'slice' ? selector.lo : null;

/** Whether what is given are the members of the same array right before a row: these go with those in it. */
function endsBefore(given: Slot, head: Slot, { axis, lo }: Row, model: Model): boolean {
  const selector = given.of.at[axis];
  const start = selector === undefined ? null : rowStart(selector);
  if (start === null || selector === undefined || !isFilledAlike(given) || !atMost(start, lo, model)) return false;
  const last: Selector = { tag: 'at', index: { ...lo, offset: lo.offset - 1 } };
  const end: Selector = selector.tag === 'slice' ? { tag: 'at', index: selector.hi } : selector;
  return JSON.stringify(partOf(given, axis, end)) === JSON.stringify(partOf(head, axis, last));
}

function partOf({ of, value }: Slot, axis: number, selector: Selector): Slot {
  const at = of.at.map((own, i) => (i === axis ? selector : own));
  return { of: { ...of, at }, value: value.tag === 'ref' ? { tag: 'ref', ref: { ...value.ref, at } } : value };
}
