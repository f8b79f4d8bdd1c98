/** The order in which a network draws the members of densities, parents first: densities are split in that order. */

import { selectorIndices } from '../kernel/free.js';
import { type Family, ownedNames } from '../kernel/model.js';
import { type Copy, type IndexEnv, IndexFault } from '../kernel/network.js';
import type { Slot, VarRef } from '../kernel/term.js';
import type { Normaliser } from './normaliser.js';

/** Where the members of a slot stand in the order; of a slot without a law, before all others. */
export interface Places {
  first(slot: Slot): number;
  last(slot: Slot): number;
}

/** Sizes that leave room before, between and after the members that two letters name. */
const [size, letter] = [9, 4];

/** The places at some sizes and letters; by the names of the variables where these have no members. */
export function placesIn(slots: readonly Slot[], family: Family, n: Normaliser): Places {
  const refs = slots.map(({ of }) => of);
  const env = someIndices(refs, n);
  try {
    const order = new Map([...n.kernel.worlds.network(family, env).nodes.keys()].map((copy, i) => [copy, i]));
    const places = new Map(slots.map((slot) => [slot, placesOf(n.kernel.worlds.members(slot.of, env), order)]));
    return {
      first: (slot) => Math.min(...(places.get(slot) ?? [])),
      last: (slot) => Math.max(...(places.get(slot) ?? [])),
    };
  } catch (error) {
    if (!(error instanceof IndexFault)) throw error;
    const names = orderOf(family);
    const place = ({ of }: Slot): number => names.indexOf(of.name);
    return { first: place, last: place };
  }
}

const placesOf = (copies: readonly Copy[], order: ReadonlyMap<Copy, number>): readonly number[] =>
  copies.length === 0 ? [-1] : copies.map((copy) => order.get(copy) ?? -1);

function someIndices(refs: readonly VarRef[], { kernel: { model } }: Normaliser): IndexEnv {
  const bases = refs.flatMap(({ at }) => at.flatMap(selectorIndices)).flatMap(({ base }) => base ?? []);
  const letters = [...new Set(bases)].filter((name) => !model.sizes.has(name));
  const indices = new Map([...model.sizes].map((name): [string, number] => [name, size]));
  letters.forEach((name, i) => {
    indices.set(name, letter + i);
  });
  return { indices, subsets: new Map([...model.subsets.keys()].map((name) => [name, [1, 2]])) };
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
