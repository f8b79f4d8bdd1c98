/** The least measure of an expectation: its densities joined, reduced to what is averaged, and split where independent. */
import { freeOf } from '../kernel/free.js';
import { includesRef, mayOverlap } from '../kernel/reference.js';
import { NoSubstitute, nothingReplaced, substitute } from '../kernel/substitute.js';
import {
  type Density,
  type Index,
  type IndexBinder,
  isAligned,
  type Measure,
  mul,
  type Slot,
  sameRef,
  type Term,
  type VarRef,
} from '../kernel/term.js';
import { firstLaw, leastGivens, withoutIdleGivens } from './densities.js';
import { type Change, meaning } from './deriver.js';
import type { Expectation } from './expectations.js';
import type { Normaliser } from './normaliser.js';

const structural = ['factorisation', 'chain rule', 'tower rule', "Bayes' rule", 'conditional density'] as const;

export function leastMeasure(term: Expectation, n: Normaliser): Change {
  return (
    wholeArrays(term, n) ??
    joinDensities(term, n) ??
    marginal(term, n) ??
    leastConditions(term, n) ??
    independentBlocks(term, n) ??
    firstLaws(term, n)
  );
}

/** The densities of members of iid plates as those of the first. */
function firstLaws(term: Expectation, n: Normaliser): Change {
  for (const density of term.measure) {
    const change = isDensity(density) ? firstLaw(density, n) : null;
    if (change === null) continue;
    const others = term.measure.filter((measure) => measure !== density);
    const first = n.measure(term, [...others, change.statement.right as Measure], inProduct(change, others, n));
    return n.followed(term, first, (next) => namedLikeSlots(next, n));
  }
  return null;
}

/** The letters of what a measure binds as in its slots, where nothing else names them: `E_{s(u_1 = u_n)}[f(u_n)]`. */
function namedLikeSlots(term: Term, n: Normaliser): Change {
  const [density] = term.tag === 'expect' ? term.measure.filter(isDensity) : [];
  const letters = new Map<string, Index>();
  for (const { of, value } of density?.heads ?? [])
    of.at.forEach((own, i) => {
      const other = value.tag === 'ref' ? value.ref.at[i] : undefined;
      if (own.tag === 'at' && other?.tag === 'at' && other.index.base !== null && other.index.offset === 0)
        letters.set(other.index.base, own.index);
    });
  try {
    const named = letters.size === 0 ? term : substitute(term, { ...nothingReplaced, letters }, n.kernel.model);
    return n.same(named, term) ? n.as(term, named) : null;
  } catch (error) {
    if (error instanceof NoSubstitute) return null;
    throw error;
  }
}

export const isDensity = (measure: Term): measure is Density => measure.tag === 'density';

/** A plate's product of densities as the density of the array, where that is what it factorises into. */
function wholeArrays(term: Expectation, n: Normaliser): Change {
  if (!n.may('factorisation', 'independence', 'marginalisation', 'tower rule')) return null;
  for (const plate of term.measure) {
    const joint = asArray(plate, n);
    if (joint === null) continue;
    const others = term.measure.filter((measure) => measure !== plate);
    return n.measure(term, [...others, joint.statement.right as Measure], inProduct(joint, others, n));
  }
  return null;
}

/** A plate's product of densities, or its inverse, as the density of the array. */
export function asArray(plate: Term, n: Normaliser): Change {
  if (plate.tag === 'pow') {
    const base = asArray(plate.base, n);
    return base === null ? null : n.congruence(plate, [base, null]);
  }
  if (plate.tag !== 'big' || plate.op !== 'prod' || !isDensity(plate.body)) return null;
  const least = n.body(plate, withoutIdleGivens(plate.body, n));
  if (least !== null) return n.followed(plate, least, (next) => asArray(next, n));
  const row = rowOf(plate.body, plate.binder);
  const array = row ?? ofArray(plate.body, plate.binder.index);
  const split =
    row !== null
      ? n.procedure({ name: 'chain', from: 'first' }, row)
      : (n.procedure({ name: 'factorise' }, array) ?? n.procedure({ name: 'split plate' }, array));
  if (split === null || !n.same(split.statement.right, plate)) return null;
  return n.joined(n.as(plate, split.statement.right), n.reversed(split));
}

/** The density of the members that a letter runs through, where each is given those before it; null elsewhere. */
function rowOf(density: Density, { index, range }: IndexBinder): Density | null {
  const [head, ...others] = density.heads;
  if (head === undefined || others.length > 0 || head.value.tag !== 'ref' || range.tag !== 'range') return null;
  const axis = head.of.at.findIndex((s) => s.tag === 'at' && s.index.base === index && s.index.offset === 0);
  const lettered = (hi: Index): VarRef['at'] =>
    head.of.at.map((s, i) => (i === axis ? { tag: 'slice', lo: range.lo, hi } : s));
  const before = { name: head.of.name, at: lettered({ base: index, offset: -1 }) };
  const givens = density.givens.filter(({ of }) => !sameRef(of, before));
  if (axis < 0 || givens.length === density.givens.length) return null;
  const value: Term = { tag: 'ref', ref: { ...head.value.ref, at: lettered(range.hi) } };
  return { ...density, heads: [{ of: { ...head.of, at: lettered(range.hi) }, value }], givens };
}

/** The density with the whole arrays in place of the members that a letter picks. */
export function ofArray(density: Density, letter: string): Density {
  const whole = (slot: Slot): Slot => {
    if (!isAligned(slot)) return slot;
    const { of, value } = slot;
    const at = of.at.map((s) => (s.tag === 'at' && s.index.base === letter ? ({ tag: 'all' } as const) : s));
    return { of: { ...of, at }, value: { tag: 'ref', ref: { ...value.ref, at } } };
  };
  return { ...density, heads: density.heads.map(whole), givens: density.givens.map(whole) };
}

/** Two densities of one family, one after the other, as their joint. */
function joinDensities(term: Expectation, n: Normaliser): Change {
  if (!n.may(...structural)) return null;
  for (const [i, first] of term.measure.entries())
    for (const [j, second] of term.measure.entries()) {
      if (i === j || !isDensity(first) || !isDensity(second)) continue;
      const joint = jointOf(first, second, n);
      if (joint === null || joint.statement.right.tag !== 'density') continue;
      const others = term.measure.filter((_, k) => k !== i && k !== j);
      const next = [...others, joint.statement.right];
      return n.measure(term, next, inProduct(joint, others, n));
    }
  return null;
}

/** A change of one factor, in the product with others. */
export function inProduct(change: Change, others: readonly Term[], n: Normaliser): Change {
  if (change === null || others.length === 0) return change;
  return n.congruence(mul([...others, change.statement.left]), [...others.map(() => null), change]);
}

const slotKey = ({ of }: Slot): string => JSON.stringify(of);

/** `p(A | B) p(C | A, B) = p(A, C | B)`, where the second is conditioned on the first, independences filled in. */
export function jointOf(first: Density, second: Density, n: Normaliser): Change {
  if (first.family !== second.family) return null;
  const heads = new Map(first.heads.map((slot) => [slotKey(slot), slot]));
  const given = second.givens.filter((slot) => !heads.has(slotKey(slot)));
  if (given.length === second.givens.length && !dependsOnHeads(second, first)) return null;
  if (overlaps([...given, ...second.heads], first.heads) || overlaps(first.givens, second.heads)) return null;
  if (!agree(first, second, n)) return null;
  const all = [...new Map([...first.givens, ...given].map((slot) => [slotKey(slot), slot])).values()];
  const family = meaning.family(first.family);
  const upper = givenMore(first, all, n);
  const lower = givenMore(second, [...first.heads, ...all], n);
  if (upper === null || lower === null) return null;
  const joint = n.reversed(
    n.rule('chain-rule', {
      p: family,
      A: meaning.slots(first.heads),
      C: meaning.slots(second.heads),
      B: meaning.slots(all),
    }),
  );
  if (joint === null) return null;
  const product = n.congruence(mul([first, second]), [upper.change, lower.change]);
  return n.joined(
    n.joined(product, null),
    product === null ? n.joined(n.as(mul([first, second]), joint.statement.left), joint) : joint,
  );
}

const dependsOnHeads = (second: Density, first: Density): boolean =>
  second.givens.some(({ of }) => first.heads.some((head) => mayOverlap(head.of, of)));

const overlaps = (a: readonly Slot[], b: readonly Slot[]): boolean =>
  a.some((x) => b.some((y) => mayOverlap(x.of, y.of)));

/** Whether the two give the slots that they share the same values. */
function agree(first: Density, second: Density, n: Normaliser): boolean {
  const known = new Map([...first.heads, ...first.givens].map((slot) => [slotKey(slot), slot.value]));
  return [...second.heads, ...second.givens].every((slot) => {
    const value = known.get(slotKey(slot));
    return value === undefined || n.same(value, slot.value);
  });
}

/** `p(A | B) = p(A | B, C)` where that is so; null where it is not. */
function givenMore(density: Density, givens: readonly Slot[], n: Normaliser): { readonly change: Change } | null {
  const own = new Set(density.givens.map(slotKey));
  if (givens.every((slot) => own.has(slotKey(slot)))) return { change: null };
  const family = n.kernel.model.families.get(density.family);
  const of = (slots: readonly Slot[]): VarRef[] => slots.map((slot) => slot.of);
  if (family === undefined || !n.kernel.worlds.independent(of(density.heads), of(givens), of(density.givens), family))
    return null;
  const change = n.reversed(
    n.rule('independence', {
      p: meaning.family(density.family),
      A: meaning.slots(density.heads),
      B: meaning.slots(givens),
      C: meaning.slots(density.givens),
    }),
  );
  return change === null ? null : { change };
}

/** Heads that are neither averaged nor given to another density are integrated out. */
function marginal(term: Expectation, n: Normaliser): Change {
  if (!n.mayUse('expectation-marginalisation')) return null;
  for (const density of term.measure) {
    if (!isDensity(density)) continue;
    const others = term.measure.filter((measure) => measure !== density);
    const needed = freeOf(mul([term.body, ...others]), n.kernel.model).refs;
    const kept = density.heads.flatMap((slot) => neededPart(slot, needed));
    if (kept.length === density.heads.length && kept.every((slot, i) => slot === density.heads[i])) continue;
    const change = n.rule('expectation-marginalisation', {
      m: meaning.measure(others),
      p: meaning.family(density.family),
      C: meaning.slots(density.heads),
      B: meaning.slots(density.givens),
      A: meaning.slots(kept),
      f: meaning.term(term.body),
    });
    // Densities that differ in their values alone have an order.
    if (change !== null && n.same(change.statement.left, term)) return change;
  }
  return null;
}

/** The part of a slot that is mentioned: nothing, single members that cannot coincide, or all of it. */
function neededPart(slot: Slot, needed: readonly VarRef[]): Slot[] {
  const { of, value } = slot;
  if (value.tag !== 'ref') return [slot];
  const mentioned = needed.filter((ref) => mayOverlap(ref, value.ref));
  if (mentioned.length === 0) return [];
  if (of.at.length === 0 || !isAligned(slot)) return [slot];
  if (includesRef(mentioned, value.ref)) return [slot];
  const distinct = mentioned.every((a, i) => !mentioned.some((b, j) => i < j && mayOverlap(a, b)));
  if (!distinct) return [slot];
  return mentioned.map((ref) => ({ of: { ...of, at: ref.at }, value: { tag: 'ref', ref } }));
}

/** Each density given the least that it depends on. */
function leastConditions(term: Expectation, n: Normaliser): Change {
  if (!n.may('independence', 'marginalisation', ...structural)) return null;
  for (const density of term.measure) {
    if (!isDensity(density)) continue;
    const least = leastGivens(density, n);
    if (least === null) continue;
    const change = n.rule('independence', {
      p: meaning.family(density.family),
      A: meaning.slots(density.heads),
      B: meaning.slots(density.givens),
      C: meaning.slots(least),
    });
    if (change === null) continue;
    const others = term.measure.filter((measure) => measure !== density);
    return n.measure(term, [...others, change.statement.right as Measure], inProduct(change, others, n));
  }
  return null;
}

/** A joint density as the product of two that are independent. */
function independentBlocks(term: Expectation, n: Normaliser): Change {
  if (!n.may('independence', 'factorisation')) return null;
  for (const density of term.measure) {
    if (!isDensity(density) || density.heads.length < 2) continue;
    const family = n.kernel.model.families.get(density.family);
    const given = density.givens.map(({ of }) => of);
    if (family === undefined) continue;
    for (const head of density.heads) {
      const rest = density.heads.filter((other) => other !== head);
      const apart = n.kernel.worlds.independent([head.of], [...rest.map(({ of }) => of), ...given], given, family);
      if (!apart) continue;
      const change = splitOff(density, rest, head, n);
      if (change === null || change.statement.right.tag !== 'mul') continue;
      const others = term.measure.filter((measure) => measure !== density);
      return n.measure(
        term,
        [...others, ...(change.statement.right.factors as Measure[])],
        inProduct(change, others, n),
      );
    }
  }
  return null;
}

/** `p(A, h | B) = p(A | B) p(h | B)` */
function splitOff(density: Density, rest: readonly Slot[], head: Slot, n: Normaliser): Change {
  const by = { p: meaning.family(density.family), B: meaning.slots(density.givens) };
  const chained = n.rule('chain-rule', { ...by, A: meaning.slots(rest), C: meaning.slots([head]) });
  const free = n.rule('independence', {
    p: by.p,
    A: meaning.slots([head]),
    B: meaning.slots([...rest, ...density.givens]),
    C: meaning.slots(density.givens),
  });
  return n.followed(density, chained, (product) => n.congruence(product, [null, free]));
}
