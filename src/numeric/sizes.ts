/** The sizes at which lines are tried: unequal, so that errors in N/M show, and more than one of each; and once one. */
import type { Model } from '../kernel/model.js';
import type { IndexEnv } from '../kernel/network.js';
import { pinned } from './pinned.js';

/** Members of the first plate and of the others, draws of a subset, and states. */
export interface Sizes {
  readonly n: number;
  readonly others: number;
  readonly m: number;
  readonly k: number;
}

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

/**
 * Sizes as they are assumed; else with the first plate of `n` members, further plates of other sizes, subsets of `m`, `k`
 * states. Where `others` says how large further plates are, no two sizes of a kind are the same.
 */
export function sizesOf(model: Model, n: number, m: number, k: number, others: number | null = null): IndexEnv {
  const { plates, subsets, counts } = roles(model);
  const indices = new Map<string, number>();
  const step = others === null ? 0 : 1;
  for (const [i, name] of plates.entries())
    indices.set(name, i === 0 ? n : (others ?? (n === 3 ? 2 : 3)) + step * (i - 1));
  for (const [i, name] of subsets.entries()) indices.set(name, Math.max(1, m - step * i));
  for (const [i, name] of counts.entries()) indices.set(name, k + step * i);
  for (const [name, size] of pinned(model).sizes) indices.set(name, size);
  return { indices, subsets: new Map() };
}

/**
 * Further sizes, for what is true of two or three members, draws or states only. There are as many pairs of a plate and a
 * subset of it as two numbers in a polynomial of the fourth degree have terms; the larger a plate is, the fewer states.
 */
export const furtherSizes: readonly Sizes[] = [
  { n: 4, others: 2, m: 3, k: 6 },
  { n: 2, others: 6, m: 2, k: 7 },
  { n: 6, others: 4, m: 4, k: 4 },
  { n: 5, others: 1, m: 3, k: 8 },
  { n: 3, others: 5, m: 3, k: 9 },
  { n: 7, others: 3, m: 3, k: 5 },
  { n: 4, others: 7, m: 4, k: 3 },
  { n: 8, others: 4, m: 4, k: 2 },
  { n: 7, others: 5, m: 5, k: 3 },
  { n: 6, others: 8, m: 2, k: 5 },
  { n: 8, others: 3, m: 7, k: 4 },
  { n: 12, others: 7, m: 5, k: 3 },
];

/** Whether the model has any size that a choice of n, m and k changes. */
export const hasPlates = (model: Model): boolean => [...model.sizes].some((name) => !pinned(model).sizes.has(name));
