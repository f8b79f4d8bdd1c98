/** The two sides of a claim on any block of draws, in one random model, and as a program. */
import type { Model } from '../../src/kernel/model.js';
import { type Copy, copyBase } from '../../src/kernel/network.js';
import type { Term } from '../../src/kernel/term.js';
import { type Claim, freeCopies, freeOfClaim, slotClasses } from '../../src/numeric/claim.js';
import { type Binding, emptyContext } from '../../src/numeric/context.js';
import { ContinuousModel, type Estimator } from '../../src/numeric/continuous.js';
import { evaluate } from '../../src/numeric/evaluate.js';
import * as jet from '../../src/numeric/jet.js';
import { machine } from '../../src/numeric/machine/machine.js';
import { ProgramRecorder } from '../../src/numeric/machine/recorder.js';
import { type PairSums, Replay } from '../../src/numeric/machine/replay.js';
import { addTo, type Sides, type Sums } from '../../src/numeric/paired.js';
import { seedOf, stream } from '../../src/numeric/random.js';
import { sizesOf } from '../../src/numeric/sizes.js';
import * as tensor from '../../src/numeric/tensor.js';

/** Draws of a block. */
export const draws = 1024;

/** The two sides of a claim on any block of draws, with their scale. */
export function sidesOf(
  claim: Claim,
  model: Model,
  estimator: Estimator,
): (seed: number, withScale?: boolean) => Sides {
  const classOf = slotClasses([claim.left, claim.right], model);
  const sizes = sizesOf(model, 3, 2, 3);
  const at = new ContinuousModel(model, sizes, { seed: 5, states: () => 2, classOf, scale: 1, estimator });
  const indices = new Map(sizes.indices);
  for (const letter of freeOfClaim(claim, model).indices) indices.set(letter, 2);
  const env = { ...sizes, indices };
  const params = [...model.variables.values()].filter((v) => v.role === 'param' && v.indices.length === 0);
  const copies = new Set([...params.map((v) => v.name), ...freeCopies(freeOfClaim(claim, model), model, env)]);
  const bindings = new Map([...copies].map((copy): [Copy, Binding] => [copy, binding(at, copy)]));
  return (seed, withScale = false) => {
    at.startBlock(draws, seed);
    const value = (term: Term, magnitude: 'terms' | null = null): tensor.Tensor =>
      jet.primal(evaluate(term, at, { ...emptyContext, env, bindings, magnitude, drawn: new Map() }));
    const scale = (): tensor.Tensor => tensor.map2(value(claim.left, 'terms'), value(claim.right, 'terms'), Math.max);
    return { left: value(claim.left), right: value(claim.right), scale: withScale ? scale() : null };
  };
}

function binding(at: ContinuousModel, copy: Copy): Binding {
  if (at.isDiscrete(copy)) return { tag: 'state', axis: at.axis(copy) };
  const draw = stream(3, copy);
  const axis = { id: 'point', size: 2, rank: 0 };
  return {
    tag: 'real',
    value: at.freeValue(
      copyBase(copy),
      tensor.fill([axis], () => draw.normal()),
    ),
  };
}

/** A claim in one random model, as a program that runs on draws of any seed. */
export interface Recorded {
  /** The sums over a block that was evaluated. */
  readonly first: Sums;
  readonly run: (seed: number, draws: number) => PairSums;
}

/** Evaluates a claim and writes down how, while the memory of the machine is lent; null where that cannot be done. */
export function recordedClaim(claim: Claim, model: Model, estimator: Estimator): Recorded | null {
  const at = sidesOf(claim, model, estimator);
  const first = addTo(null, at(11, true), draws);
  const recorder = new ProgramRecorder();
  const { left, right } = tensor.recorded(recorder, () => at(12));
  const pairs = recorder.pairs(left, right, first.axes);
  if (pairs === null) return null;
  const replay = new Replay(machine(), recorder.program, pairs);
  return { first, run: (seed, count) => replay.run(count, (name) => seedOf(seed, name), first.pivot) };
}
