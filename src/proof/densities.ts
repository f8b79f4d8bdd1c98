/**
 * Densities as values: split into conditionals of single variables in the order in which they are drawn, each given no more than it depends
 * on; conditionals against that order become ratios of joint densities.
 */
import { type Family, ownedNames } from '../kernel/model.js';
import { isMember } from '../kernel/reference.js';
import { type Density, isAligned, type Slot } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { placesIn } from './member-order.js';
import type { Normaliser } from './normaliser.js';

const structural = ['factorisation', 'chain rule', "Bayes' rule"] as const;

export function splitDensity(term: Density, n: Normaliser): Change {
  const family = n.kernel.model.families.get(term.family);
  if (family === undefined) return null;
  const slots = n.inside(term, (child) => n.normal(child));
  if (slots !== null) return slots;
  return (
    formOf(term, n) ??
    withoutIdleGivens(term, n) ??
    firstLaw(term, n) ??
    (n.options.inOrder === 'last' ? inOrder(term, n) : null) ??
    asRatio(term, family, n) ??
    byNetwork(term, n) ??
    byOrder(term, family, n)
  );
}

/** What a density is declared to be. */
export const formOf = (term: Density, n: Normaliser): Change =>
  n.options.forms && n.may('definition') ? n.procedure({ name: 'declared form' }, term) : null;

/** The law of the first member of an iid plate. */
export function firstLaw(term: Density, n: Normaliser): Change {
  if (!n.options.oneLaw || !n.may('identical distribution')) return null;
  const change = n.procedure({ name: 'same law' }, term);
  return change === null || n.same(change.statement.right, term) ? null : change;
}

/** The density given the least that it depends on. */
export function withoutIdleGivens(term: Density, n: Normaliser): Change {
  if (!n.may('independence', ...structural, 'marginalisation') || term.givens.length === 0) return null;
  const least = leastGivens(term, n);
  if (least === null) return null;
  return n.rule('independence', {
    p: meaning.family(term.family),
    A: meaning.slots(term.heads),
    B: meaning.slots(term.givens),
    C: meaning.slots(least),
  });
}

/** The givens without those that make no difference, arrays reduced to the members that do; null if all count. */
export function leastGivens({ family: name, heads, givens }: Density, n: Normaliser): Slot[] | null {
  const family = n.kernel.model.families.get(name);
  if (family === undefined) return null;
  const what = heads.map(({ of }) => of);
  const independent = (rest: readonly Slot[]): boolean =>
    n.kernel.worlds.independent(
      what,
      givens.map(({ of }) => of),
      rest.map(({ of }) => of),
      family,
    );
  let left = [...givens];
  for (const slot of givens) {
    const rest = left.filter((other) => other !== slot);
    if (independent(rest)) {
      left = rest;
      continue;
    }
    const member = membersNeeded(slot, heads, family)
      .filter((smaller) => n.kernel.worlds.within([smaller.of], [slot.of]))
      .map((smaller) => left.map((other) => (other === slot ? smaller : other)))
      .find(independent);
    if (member !== undefined) left = member;
  }
  return left.length === givens.length && left.every((slot, i) => slot === givens[i]) ? null : left;
}

/** Members of an array on which a head may depend: those at the head's own indices, and at its lags either way. */
function membersNeeded(slot: Slot, heads: readonly Slot[], family: Family): Slot[] {
  if (!isAligned(slot) || isMember(slot.of)) return [];
  const { of, value } = slot;
  const lags = family.factors.flatMap(({ givens }) =>
    givens
      .filter(({ name }) => name === of.name)
      .flatMap(({ at }) => at.flatMap((s) => (s.tag === 'at' ? [s.index.offset, -s.index.offset] : []))),
  );
  return heads.flatMap((head) =>
    [...new Set([0, ...lags])].flatMap((lag) => {
      if (head.of.at.length !== of.at.length || head.of.at.some(({ tag }) => tag !== 'at')) return [];
      const at = head.of.at.map((s) =>
        s.tag === 'at' ? { tag: 'at' as const, index: { ...s.index, offset: s.index.offset + lag } } : s,
      );
      return [{ of: { ...of, at }, value: { tag: 'ref' as const, ref: { ...value.ref, at } } }];
    }),
  );
}

/** `p(A | B) = p(A, B) / p(B)`, where some of B are drawn after A, so that the split by order does not serve. */
function asRatio(term: Density, family: Family, n: Normaliser): Change {
  if (!n.may('conditional density', "Bayes' rule")) return null;
  const given = term.givens.filter((slot) => isOwned(slot, family));
  if (given.length === 0 || (n.may(...structural) && !isDrawnAfter(given, term, family, n))) return null;
  return n.rule('conditional-density', {
    p: meaning.family(term.family),
    A: meaning.slots(term.heads),
    B: meaning.slots(given),
    C: meaning.slots(term.givens.filter((slot) => !given.includes(slot))),
  });
}

/**
 * Whether something given is drawn after a head. Where arrays go along their members from the last, their own later
 * members count for earlier.
 */
function isDrawnAfter(given: readonly Slot[], { heads }: Density, family: Family, n: Normaliser): boolean {
  const places = placesIn([...heads, ...given], family, n);
  const isApart = (a: Slot, b: Slot): boolean => n.options.inOrder !== 'last' || a.of.name !== b.of.name;
  return given.some((slot) => heads.some((head) => isApart(head, slot) && places.last(slot) > places.first(head)));
}

/** The declared factors of the heads. */
function byNetwork(term: Density, n: Normaliser): Change {
  if (!n.may(...structural)) return null;
  const change = n.procedure({ name: 'factorise' }, term);
  if (change !== null && !n.same(change.statement.right, term)) return change;
  if (term.heads.length > 1 || !n.may('independence', 'factorisation', 'chain rule')) return null;
  // What is its own declared factor has no independent members.
  return (change === null ? n.procedure({ name: 'split plate' }, term) : null) ?? inOrder(term, n);
}

/** Each member given those before it, or after it; the last, which is given none of these, apart. */
function inOrder(term: Density, n: Normaliser): Change {
  const from = n.options.inOrder;
  if (from === null || !n.may('chain rule')) return null;
  return n.chain(
    term,
    (density) => n.procedure({ name: 'chain', from }, density),
    (product) => (from === 'last' ? n.procedure({ name: 'split range', end: 'last' }, product) : null),
  );
}

/** The head that is drawn first, then the rest given it. */
function byOrder(term: Density, family: Family, n: Normaliser): Change {
  if (term.heads.length < 2 || !n.may(...structural)) return null;
  const places = placesIn(term.heads, family, n);
  const [first, ...rest] = [...term.heads].sort((a, b) => places.last(a) - places.last(b));
  return n.rule('chain-rule', {
    p: meaning.family(term.family),
    A: meaning.slots([first as Slot]),
    C: meaning.slots(rest),
    B: meaning.slots(term.givens),
  });
}

const isOwned = (slot: Slot, family: Family): boolean => ownedNames(family).has(slot.of.name);
