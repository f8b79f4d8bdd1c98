/** The sizes at which lines are tried: unequal, so that errors in N/M show, and more than one of each; and once one. */
import type { Model } from '../kernel/model.js';
import type { IndexEnv } from '../kernel/network.js';
import { pinned } from './pinned.js';

/** Which sizes stand for the end of a plate, the size of a subset, and the number of states of a variable. */
function roles(model: Model): { plates: string[]; subsets: string[]; counts: string[] } {
  const subsets = new Set([...model.subsets.values()].flatMap((s) => (s.size.base === null ? [] : [s.size.base])));
  const plates = new Set(
    [...model.plates.values(), ...model.subsets.values()].flatMap((p) => (p.hi.base === null ? [] : [p.hi.base])),
  );
  const names = [...model.sizes];
  return {
    plates: names.filter((name) => plates.has(name)),
    // A subset of the size of a plate is the whole of it.
    subsets: names.filter((name) => subsets.has(name) && !plates.has(name)),
    counts: names.filter((name) => !plates.has(name) && !subsets.has(name)),
  };
}

/** Sizes as they are assumed; else with the first plate of `n` members, further plates of other sizes, subsets of `m`, `k` states. */
export function sizesOf(model: Model, n: number, m: number, k: number): IndexEnv {
  const { plates, subsets, counts } = roles(model);
  const indices = new Map<string, number>();
  plates.forEach((name, i) => {
    indices.set(name, i === 0 ? n : n === 3 ? 2 : 3);
  });
  for (const name of subsets) indices.set(name, m);
  for (const name of counts) indices.set(name, k);
  for (const [name, size] of pinned(model).sizes) indices.set(name, size);
  return { indices, subsets: new Map() };
}

/** Whether the model has any size that a choice of n, m and k changes. */
export const hasPlates = (model: Model): boolean => [...model.sizes].some((name) => !pinned(model).sizes.has(name));
