/** Small models read from text, and the values of terms in them. */
import { expect } from 'vitest';
import type { Model } from '../../src/kernel/model.js';
import type { Copy, IndexEnv } from '../../src/kernel/network.js';
import type { Term } from '../../src/kernel/term.js';
import { type Claim, slotClasses } from '../../src/numeric/claim.js';
import { type Binding, emptyContext } from '../../src/numeric/context.js';
import { ContinuousModel, type Estimator } from '../../src/numeric/continuous.js';
import { evaluate } from '../../src/numeric/evaluate.js';
import { FiniteModel } from '../../src/numeric/finite.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import { sizesOf } from '../../src/numeric/sizes.js';
import type { Tensor } from '../../src/numeric/tensor.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { numberOf } from './harness.js';

interface Line {
  readonly model: Model;
  readonly claim: Claim;
  readonly classOf: (name: string) => string;
}

/** A text with declarations and one claim. */
export function readClaim(declarations: string, text: string): Line {
  const document = elaborateDocument(`${declarations}\nclaim: ${text}\n`, '', () => {
    throw new Error('no imports');
  });
  const derivation = document.derivations[0]?.elaborated();
  const [step] = derivation?.steps ?? [];
  const faults = [...document.syntax, ...document.faults, derivation?.first.fault, step?.line.fault];
  expect(faults.filter((fault) => fault !== null && fault !== undefined).map((fault) => fault.message)).toEqual([]);
  const [left, right] = [derivation?.first.term, step?.line.term];
  if (!left || !right || step === undefined) throw new Error(`no claim: ${text}`);
  const upTo = step.proptoFree.length > 0 ? step.proptoFree : null;
  const { model } = document;
  return { model, claim: { left, right, relation: step.relation, upTo }, classOf: slotClasses([left, right], model) };
}

export interface Read {
  readonly model: Model;
  readonly term: Term;
  readonly classOf: (name: string) => string;
}

/** A text with declarations and one expression. */
export function read(declarations: string, text: string): Read {
  const { model, claim, classOf } = readClaim(declarations, `${text} = 0`);
  return { model, term: claim.left, classOf };
}

/** Real values of some members; the others that a term mentions are states along their own axes. */
export type Values = Readonly<Record<Copy, number | Jet>>;

const jetOf = (value: number | Jet): Jet => (typeof value === 'number' ? jet.constant(value) : value);

const reals = (values: Values): [Copy, Binding][] =>
  Object.entries(values).map(([copy, value]) => [copy, { tag: 'real', value: jetOf(value) }]);

export interface Sizes {
  readonly n?: number;
  readonly m?: number;
  readonly k?: number;
}

const sizesIn = (model: Model, { n = 3, m = 2, k = 3 }: Sizes): IndexEnv => sizesOf(model, n, m, k);

/** The value of a term in a finite model; members listed in `along` are states along axes with their own names. */
export function finiteValue(
  { model, term, classOf }: Read,
  seed: number,
  along: readonly Copy[],
  values: Values = {},
  sizes: Sizes & { readonly states?: number; readonly indices?: Readonly<Record<string, number>> } = {},
): Tensor {
  const plain = sizesIn(model, sizes);
  const env = { ...plain, indices: new Map([...plain.indices, ...Object.entries(sizes.indices ?? {})]) };
  const finite = new FiniteModel(model, plain, { seed, states: () => sizes.states ?? 2, classOf, spread: 1 });
  const states = along.map((copy): [Copy, Binding] => [copy, { tag: 'state', axis: finite.axis(copy) }]);
  const bindings = new Map([...states, ...reals(values)]);
  return jet.primal(evaluate(term, finite, { ...emptyContext, env, bindings }));
}

export interface Sampled {
  readonly seed: number;
  readonly estimator?: Estimator;
  readonly scale?: number;
  readonly draws?: number;
  /** Integrate on grids instead of drawing. */
  readonly exactly?: boolean;
  readonly sizes?: Sizes;
  readonly along?: readonly Copy[];
}

/** The value of a term in a continuous model; one entry a draw along the axis `draw` where it is an estimate. */
export function continuousValue({ model, term, classOf }: Read, options: Sampled, values: Values = {}): Jet {
  const { seed, estimator = 'pathwise', scale = 1, draws = 4096, exactly = false, sizes = {}, along = [] } = options;
  const env = sizesIn(model, sizes);
  const at = new ContinuousModel(model, env, { seed, states: () => 2, classOf, scale, estimator });
  at.startBlock(draws, seed + 1);
  const states = along.map((copy): [Copy, Binding] => [copy, { tag: 'state', axis: at.axis(copy) }]);
  const bindings = new Map([...states, ...reals(values)]);
  return evaluate(term, at, { ...emptyContext, env, bindings, nonlinear: exactly, drawn: new Map() });
}

/** The term's value as a number, by quadrature. */
export const exactly = (line: Read, seed: number, values: Values = {}, more: Partial<Sampled> = {}): number =>
  numberOf(continuousValue(line, { ...more, seed, exactly: true }, values));

/** The term's values over draws. */
export function sampled(line: Read, options: Sampled, values: Values = {}): Float64Array {
  const { axes, data } = jet.primal(continuousValue(line, options, values));
  expect(axes.map((axis) => axis.id)).toEqual(['draw']);
  return data;
}
