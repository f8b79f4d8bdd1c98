/**
 * Densities as values: split into conditionals of single variables in one order, each given no more than it depends
 * on; conditionals against that order become ratios of joint densities.
 */
import { type Family, ownedNames } from '../kernel/model.js';
import type { Density, Index, Selector, Slot, Term, VarRef } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import type { Normaliser } from './normaliser.js';

const structural = ['factorisation', 'chain rule', "Bayes' rule"] as const;

export function splitDensity(term: Density, n: Normaliser): Change {
  const family = n.kernel.model.families.get(term.family);
  if (family === undefined) return null;
  const slots = n.inside(term, (child) => n.normal(child));
  if (slots !== null) return slots;
  return (
    withoutIdleGivens(term, n) ??
    (n.options.inOrder === 'last' ? inOrder(term, n) : null) ??
    asRatio(term, family, n) ??
    byNetwork(term, n) ??
    (n.options.inOrder === 'last' ? null : againstMembers(term, family, n)) ??
    byOrder(term, family, n)
  );
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
  const { of, value } = slot;
  if (!of.at.some(({ tag }) => tag !== 'at') || value.tag !== 'ref') return [];
  if (JSON.stringify(of.at) !== JSON.stringify(value.ref.at)) return [];
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

/** The family's variables, parents first. */
export function orderOf(family: Family): string[] {
  const owned = [...ownedNames(family)];
  const parents = (name: string): string[] =>
    family.factors
      .filter(({ heads }) => heads.some((head) => head.name === name))
      .flatMap(({ givens }) => givens.map((given) => given.name))
      .filter((parent) => parent !== name && owned.includes(parent));
  const order: string[] = [];
  const visit = (name: string, open: readonly string[]): void => {
    if (order.includes(name) || open.includes(name)) return;
    for (const parent of parents(name)) visit(parent, [...open, name]);
    order.push(name);
  };
  for (const name of owned) visit(name, []);
  return order;
}

/** `p(A | B) = p(A, B) / p(B)`, where the split by order does not serve. */
function asRatio(term: Density, family: Family, n: Normaliser): Change {
  if (!n.may('conditional density', "Bayes' rule")) return null;
  const owned = ownedNames(family);
  const given = term.givens.filter(({ of }) => owned.has(of.name));
  if (given.length === 0) return null;
  const order = orderOf(family);
  const rank = ({ of }: Slot): number => order.indexOf(of.name);
  const first = Math.min(...term.heads.map(rank));
  if (n.may(...structural) && given.every((slot) => rank(slot) <= first)) return null;
  return ratio(term, given, n);
}

/** The same for a member of an array given one that the network draws after it, the later one of most chains. */
function againstMembers(term: Density, family: Family, n: Normaliser): Change {
  const given = term.givens.filter((slot) => isOwned(slot, family));
  const isBackwards = family.factors.some(({ heads, givens }) =>
    heads.some((head) => givens.some((other) => head.name === other.name && isMemberBefore(head, other))),
  );
  const isDrawnAfter = ({ of }: Slot): boolean =>
    term.heads.some((head) => (isBackwards ? isMemberBefore(of, head.of) : isMemberBefore(head.of, of)));
  return n.may('conditional density', "Bayes' rule") && given.some(isDrawnAfter) ? ratio(term, given, n) : null;
}

/** Whether two members of one array, or rows of them, differ in a single index, in which the first is less. */
function isMemberBefore(a: VarRef, b: VarRef): boolean {
  const differing = a.at.flatMap((s, i) => (JSON.stringify(s) === JSON.stringify(b.at[i]) ? [] : [[s, b.at[i]]]));
  const [first, second] = differing[0] ?? [];
  if (a.name !== b.name || differing.length !== 1 || first === undefined || second === undefined) return false;
  const [last, next] = [
    first.tag === 'slice' ? first.hi : indexOf(first),
    second.tag === 'slice' ? second.lo : indexOf(second),
  ];
  return last !== null && next !== null && last.base === next.base && last.offset < next.offset;
}

const indexOf = (selector: Selector): Index | null => (selector.tag === 'at' ? selector.index : null);

function ratio(term: Density, given: readonly Slot[], n: Normaliser): Change {
  return n.rule('conditional-density', {
    p: meaning.family(term.family),
    A: meaning.slots(term.heads),
    B: meaning.slots(given),
    C: meaning.slots(term.givens.filter((slot) => !given.includes(slot))),
  });
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

/** Each member given those before it, or after it, the one that is given none of them apart. */
function inOrder(term: Density, n: Normaliser): Change {
  const from = n.options.inOrder;
  if (from === null || !n.may('chain rule')) return null;
  return n.chain(
    term,
    (density) => n.procedure({ name: 'chain', from }, density),
    (product) => n.procedure({ name: 'split range', end: from }, product),
  );
}

/** The first variable in the order, then the rest given it. */
function byOrder(term: Density, family: Family, n: Normaliser): Change {
  if (term.heads.length < 2 || !n.may(...structural)) return null;
  const order = orderOf(family);
  const sorted = [...term.heads].sort((a, b) => order.indexOf(a.of.name) - order.indexOf(b.of.name));
  const name = sorted[0]?.of.name;
  const first = sorted.filter(({ of }) => of.name === name);
  const rest = sorted.filter(({ of }) => of.name !== name);
  const [a, c] = rest.length > 0 ? [first, rest] : membersInOrder(first);
  if (c.length === 0) return null;
  return n.rule('chain-rule', {
    p: meaning.family(term.family),
    A: meaning.slots(a),
    C: meaning.slots(c),
    B: meaning.slots(term.givens),
  });
}

/** Members of one array: the one with the least index first, where that can be told. */
function membersInOrder(slots: readonly Slot[]): readonly [Slot[], Slot[]] {
  const offset = ({ of }: Slot): number => {
    const [s] = of.at;
    return s?.tag === 'at' ? s.index.offset : s?.tag === 'slice' ? s.lo.offset - 1000 : 0;
  };
  const sorted = [...slots].sort((a, b) => offset(a) - offset(b));
  return [sorted.slice(0, 1), sorted.slice(1)];
}

export const isOwned = (slot: Slot, family: Family): boolean => ownedNames(family).has(slot.of.name);

export const densityOf = (term: Term): Density | null => (term.tag === 'density' ? term : null);
