/** Models that meet the assumptions of a file: how many are drawn for one that does, and whether a finite one does. */
import type { Assumption, Model } from '../kernel/model.js';
import { assignments, type Claim, freeOfClaim } from './claim.js';
import { rounding } from './comparison.js';
import { evaluate } from './evaluate.js';
import type { FiniteModel } from './finite.js';
import * as jet from './jet.js';
import { pinned } from './pinned.js';
import { bindFree } from './points.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** Why no model could be tried at all. */
export const emptyReason = (model: Model): string =>
  pinned(model).others.length > 0
    ? 'no random model met the assumptions, or no index of this line stays inside its plate'
    : 'no index of this line stays inside its plate';

/** How many models are drawn for one that meets the assumptions. */
export const attempts = (model: Model): number => (pinned(model).others.length > 0 ? 30 : 1);

/** Whether they hold in a model: it is asked for at each choice of indices. */
const allowed = new WeakMap<FiniteModel, boolean>();

/** Assumptions select models: those in which they hold in all states and for all indices. */
export function assumptionsHold(finite: FiniteModel): boolean {
  const known = allowed.get(finite) ?? pinned(finite.model).others.every((assumption) => holds(assumption, finite));
  allowed.set(finite, known);
  return known;
}

function holds({ left, relation, right }: Assumption, finite: FiniteModel): boolean {
  const free = freeOfClaim({ left, relation, right, upTo: null }, finite.model);
  return assignments(free, finite.model, finite.sizes).every((env) => {
    const { context } = bindFree(free, finite, env);
    const [l, r] = [left, right].map((t) => jet.primal(evaluate(t, finite, context))) as [Tensor, Tensor];
    const gap = tensor.map2(l, r, (x, y) => x - y);
    const size = tensor.map2(l, r, (x, y) => Math.abs(x) + Math.abs(y));
    return tensor.map2(gap, size, (d, s) => (relationHolds(relation, d, s) ? 1 : 0)).data.every((x) => x === 1);
  });
}

function relationHolds(relation: Claim['relation'], gap: number, size: number): boolean {
  const tolerance = rounding * size;
  if (relation === '<') return gap < -tolerance;
  if (relation === '>') return gap > tolerance;
  if (relation === '=') return Math.abs(gap) <= tolerance;
  if (relation === '!=') return Math.abs(gap) > tolerance;
  return relation === '<=' ? gap <= tolerance : gap >= -tolerance;
}
