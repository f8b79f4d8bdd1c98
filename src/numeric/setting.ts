/** Where the sides of a line have the values that are shown: sizes, indices, parameters and states, in words. */
import type { Model } from '../kernel/model.js';
import { type Copy, copyBase, type IndexEnv } from '../kernel/network.js';
import { statesAt, type Tensor } from './tensor.js';

/** Sizes, indices, subsets and parameter values, in words. */
export function settingEntries(env: IndexEnv, values: ReadonlyMap<Copy, number>): { name: string; value: string }[] {
  const indices = [...env.indices].map(([name, value]) => ({ name, value: `${value}` }));
  const subsets = [...env.subsets].map(([name, members]) => ({ name, value: `{${members.join(', ')}}` }));
  const numbers = [...values].map(([copy, value]) => ({
    name: copy.replace('@', '_'),
    value: `${Number(value.toPrecision(6))}`,
  }));
  return [...indices, ...subsets, ...numbers];
}

/** Which state each free variable is in at an entry of a tensor. */
export function stateEntries({ axes }: Tensor, at: number, model: Model): { name: string; value: string }[] {
  const states = statesAt(
    at,
    axes.map(({ size }) => size),
  );
  return axes.map((axis, i) => {
    const state = states[i] as number;
    const domain = model.variables.get(copyBase(axis.id))?.domain;
    const value = domain?.tag === 'values' ? `${domain.values[state]}` : `state ${state + 1} of ${axis.size}`;
    return { name: axis.id.replace('@', '_'), value };
  });
}
