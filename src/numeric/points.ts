/** The points of a finite model at which a claim is tried: its free variables in all their states, as far as they are few. */
import type { Free } from '../kernel/free.js';
import { type Copy, copyBase, type IndexEnv, IndexFault } from '../kernel/network.js';
import { freeCopies } from './claim.js';
import { type Binding, type Context, emptyContext } from './context.js';
import type { FiniteModel } from './finite.js';
import * as jet from './jet.js';
import { isReal } from './states.js';

/** The most combinations of free states; further members are in one random state each. */
const mostPoints = 2 ** 10;

/** Combinations of free states. */
export function pointsOf(free: Free, finite: FiniteModel, env: IndexEnv): number {
  let points = 1;
  try {
    for (const copy of freeCopies(free, finite.model, env)) {
      const size = isReal(finite.model, copyBase(copy)) ? 1 : finite.axis(copy).size;
      if (points * size <= mostPoints) points *= size;
    }
  } catch (error) {
    if (!(error instanceof IndexFault)) throw error;
  }
  return points;
}

/** Free states run along axes of their own; free parameters get random values. */
export function bindFree(
  free: Free,
  finite: FiniteModel,
  env: IndexEnv,
): { context: Context; values: Map<Copy, number> } {
  const bindings = new Map<Copy, Binding>();
  const values = new Map<Copy, number>();
  const real = [...finite.model.variables.keys()].filter(
    (name) => isReal(finite.model, name) && finite.model.variables.get(name)?.indices.length === 0,
  );
  let points = 1;
  for (const copy of [...real, ...freeCopies(free, finite.model, env)]) {
    if (!isReal(finite.model, copyBase(copy))) {
      const axis = finite.axis(copy);
      if (points * axis.size <= mostPoints) {
        points *= axis.size;
        bindings.set(copy, { tag: 'state', axis });
      } else {
        const { binding, number } = finite.someState(copy);
        values.set(copy, number + 1);
        bindings.set(copy, binding);
      }
      continue;
    }
    const value = finite.parameter(copy);
    values.set(copy, jet.primal(value).data[0] as number);
    bindings.set(copy, { tag: 'real', value });
  }
  return { context: { ...emptyContext, env, bindings }, values };
}
