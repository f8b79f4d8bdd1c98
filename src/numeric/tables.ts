/** Densities given by tables of numbers, or of terms in their parameters. */
import type { Form, Model } from '../kernel/model.js';
import { type Copy, copiesOf, type IndexEnv } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import type { Axis } from './tensor.js';
import * as tensor from './tensor.js';

type Table = Extract<Form, { tag: 'table' }>;

/** The members that the axes of a table stand for, in its order. */
export const axesOf = (table: Table, model: Model, env: IndexEnv): Copy[] =>
  table.axes.map((axis) => {
    const [copy, ...others] = copiesOf(axis, model, env);
    if (copy === undefined || others.length > 0) throw new Error(`an axis of a table is one variable: ${axis.name}`);
    return copy;
  });

/** The table along the axes given, one for each of its own. */
export function tableOf(table: Table, axes: readonly Axis[], entryValue: (entry: Term) => Jet): Jet {
  const numbered = axes.map((axis, i) => ({ ...axis, id: `${i}`, rank: i }));
  const along = (t: tensor.Tensor): tensor.Tensor => tensor.rename(t, (axis) => axes[Number(axis.id)] as Axis);
  const filled = (entryOf: (i: number) => number): Jet => {
    let next = 0;
    return along(tensor.fill(numbered, () => entryOf(next++)));
  };
  const entries = table.entries.map(entryValue);
  if (!entries.some(jet.isDual) && entries.every((entry) => jet.primal(entry).axes.length === 0))
    return filled((i) => jet.primal(entries[i] as Jet).data[0] as number);
  return jet.sum(
    entries.map((entry, at) =>
      jet.mul(
        filled((i) => (i === at ? 1 : 0)),
        entry,
      ),
    ),
  );
}
