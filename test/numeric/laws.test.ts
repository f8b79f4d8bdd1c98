/** The concrete laws: their masses, their moments, and their draws. */
import { describe, expect, it, test } from 'vitest';
import { lawParameters } from '../../src/kernel/functions.js';
import { NotApplicable } from '../../src/numeric/context.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import { lawSupport, logLaw, placementOf, sampleLaw } from '../../src/numeric/laws.js';
import { stream } from '../../src/numeric/random.js';
import type { Axis } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';
import { average, central, derivative, expectMean, expectNear, numberOf, slope, trapezoid } from './harness.js';

const c = jet.constant;
const jets = (params: readonly number[]): Jet[] => params.map((p) => c(p));
const density = (law: string, x: number, params: readonly number[]): number =>
  Math.exp(numberOf(logLaw(law, c(x), jets(params))));

/** A law at some parameters, with its mean and variance. */
type Row = readonly [law: string, params: readonly number[], mean: number, variance: number];

const rows: readonly Row[] = [
  ['Normal', [0.7, 2.2], 0.7, 2.2],
  ['Normal', [-3, 0.04], -3, 0.04],
  ['Uniform', [-1, 2.5], 0.75, 3.5 ** 2 / 12],
  ['Exponential', [0.4], 2.5, 6.25],
  ['Exponential', [3], 1 / 3, 1 / 9],
  ['Gamma', [2.5, 0.7], 2.5 / 0.7, 2.5 / 0.49],
  ['Gamma', [0.6, 2], 0.3, 0.15],
  ['Gamma', [1, 1], 1, 1],
  ['Beta', [2, 3.5], 2 / 5.5, 7 / (5.5 ** 2 * 6.5)],
  ['Beta', [0.5, 0.8], 0.5 / 1.3, 0.4 / (1.3 ** 2 * 2.3)],
  ['Beta', [1, 1], 0.5, 1 / 12],
  ['Laplace', [-0.3, 0.8], -0.3, 2 * 0.64],
  ['Bernoulli', [0.3], 0.3, 0.21],
  ['Poisson', [0.5], 0.5, 0.5],
  ['Poisson', [6.5], 6.5, 6.5],
];

interface Point {
  readonly x: number;
  readonly weight: number;
}

/** Points and weights that sum what is smooth on the support, by a change of variables to the line. */
function points(law: string, [a = 0, b = 1]: readonly number[]): Point[] {
  switch (lawSupport.get(law)) {
    case 'binary':
      return [0, 1].map((x) => ({ x, weight: 1 }));
    case 'counts':
      return Array.from({ length: 80 }, (_, x) => ({ x, weight: 1 }));
    case 'positive':
      return trapezoid(-45, 6, 1000).map(({ x, weight }) => ({ x: Math.exp(x), weight: weight * Math.exp(x) }));
    case 'unit':
    case 'bounded': {
      const [lo, hi] = law === 'Beta' ? [0, 1] : [a, b];
      return trapezoid(-40, 36, 800).map(({ x: u, weight }) => {
        const s = 1 / (1 + Math.exp(-u));
        return { x: lo + (hi - lo) * s, weight: weight * (hi - lo) * s * (1 - s) };
      });
    }
    default:
      // Both halves apart, so that a corner at the centre does no harm.
      return [-1, 1].flatMap((sign) =>
        trapezoid(-30, 4.5, 1000).map(({ x, weight }) => ({ x: a + sign * Math.exp(x), weight: weight * Math.exp(x) })),
      );
  }
}

function integral(law: string, params: readonly number[], f: (x: number) => number): number {
  const over = points(law, params);
  const axis: Axis = { id: 'point', size: over.length, rank: 0 };
  const at = tensor.vector(
    axis,
    Float64Array.from(over, ({ x }) => x),
  );
  const logs = tensor.expand(jet.primal(logLaw(law, at, jets(params))), [axis]).data;
  return over.reduce((sum, { x, weight }, i) => sum + weight * f(x) * Math.exp(logs[i] as number), 0);
}

describe.each(rows)('%s%j', (law, params, mean, variance) => {
  it('has mass 1', () =>
    expectNear(
      integral(law, params, () => 1),
      1,
      1e-7,
    ));
  it('has its mean', () =>
    expectNear(
      integral(law, params, (x) => x),
      mean,
      1e-7,
    ));
  it('has its variance', () =>
    expectNear(
      integral(law, params, (x) => (x - mean) ** 2),
      variance,
      1e-7,
    ));
  test.each(params.map((_, i) => i))('the derivative of its log density by parameter %d', (i) => {
    const x =
      law === 'Uniform' ? 0.3 : lawSupport.get(law) === 'binary' ? 1 : lawSupport.get(law) === 'counts' ? 3 : 0.4;
    const log = (p: Jet): Jet => logLaw(law, c(x), [...jets(params.slice(0, i)), p, ...jets(params.slice(i + 1))]);
    expectNear(
      slope(log, params[i] as number),
      central((p) => numberOf(log(c(p))), params[i] as number),
      1e-6,
    );
  });
});

describe('every law of the language', () => {
  const laws = [...lawParameters.keys()];
  test.each(laws)('%s has a support', (law) => expect(lawSupport.has(law)).toBe(true));
  test.each(laws)('%s is tested here', (law) => expect(rows.some(([name]) => name === law)).toBe(true));
  test.each(rows)('%s%j has as many parameters as declared', (law, params) =>
    expect(params).toHaveLength(lawParameters.get(law)?.length ?? -1),
  );
  it('another is a mistake of ours', () => expect(() => logLaw('Cauchy', c(0), [])).toThrow('no law Cauchy'));
});

describe('known values', () => {
  it.each<[string, number, readonly number[], number]>([
    ['Normal', 1.5, [0.5, 4], Math.exp(-1 / 8) / Math.sqrt(8 * Math.PI)],
    ['Uniform', 0.5, [0, 4], 0.25],
    ['Exponential', 2, [0.5], 0.5 * Math.exp(-1)],
    ['Gamma', 2, [3, 0.5], 0.125 * 4 * Math.exp(-1) * 0.5],
    ['Beta', 0.25, [2, 3], 12 * 0.25 * 0.75 ** 2],
    ['Laplace', 3, [1, 2], Math.exp(-1) / 4],
    ['Bernoulli', 1, [0.3], 0.3],
    ['Bernoulli', 0, [0.3], 0.7],
    ['Poisson', 0, [2], Math.exp(-2)],
    ['Poisson', 3, [2], (8 / 6) * Math.exp(-2)],
  ])('%s at %d', (law, x, params, expected) => expectNear(density(law, x, params), expected, 1e-12));
});

describe('outside the support the density is zero', () => {
  it.each<[string, number, readonly number[]]>([
    ['Uniform', -0.1, [0, 4]],
    ['Uniform', 4.1, [0, 4]],
    ['Exponential', -0.1, [1]],
    ['Gamma', -0.1, [2, 1]],
  ])('%s at %d', (law, x, params) => expect(density(law, x, params)).toBe(0));
  it('entry by entry', () => {
    const axis: Axis = { id: 'a', size: 3, rank: 0 };
    const at = tensor.vector(axis, Float64Array.of(-1, 0.5, 2));
    const log = jet.primal(logLaw('Uniform', at, jets([0, 1])));
    expect([...log.data].map(Math.exp)).toEqual([0, 1, 0]);
  });
});

const count = 20_000;
const axis: Axis = { id: 'draw', size: count, rank: 9 };

function draws(law: string, params: readonly Jet[], seed = 1): Jet {
  const draw = stream(seed, law);
  return sampleLaw(law, params, tensor.fill([axis], draw.uniform), tensor.fill([axis], draw.normal));
}

const samplable = rows.filter(([law]) => !['binary', 'counts'].includes(lawSupport.get(law) ?? ''));

describe.each(samplable)('draws from %s%j', (law, params, mean, variance) => {
  const { data } = jet.primal(draws(law, jets(params)));
  it('have its mean', () => expectMean(data, mean));
  it('have its variance', () =>
    expectMean(
      data.map((x) => (x - mean) ** 2),
      variance,
    ));
  it('have its mean of a bounded function', () =>
    expectMean(
      data.map((x) => Math.sin(2 * x)),
      integral(law, params, (x) => Math.sin(2 * x)),
    ));
  it('lie in its support', () => expect(data.slice(0, 2000).every((x) => density(law, x, params) > 0)).toBe(true));
});

describe('the pathwise derivative', () => {
  const differentiable = samplable.filter(([law]) => !['Gamma', 'Beta'].includes(law));
  const f = (x: number): number => x * x + Math.sin(x);
  const jetF = (x: Jet): Jet => jet.add(jet.square(x), jet.sin(x));
  const cases = differentiable.flatMap(([law, params]) => params.map((_, i) => [law, params, i] as const));
  test.each(cases)('%s%j by parameter %d is that of the integral', (law, params, i) => {
    const changed = (p: number): number[] => params.map((old, k) => (k === i ? p : old));
    const expected = central((p) => integral(law, changed(p), f), params[i] as number, 1e-3);
    const estimate = derivative(
      (p) => jetF(draws(law, [...jets(params.slice(0, i)), p, ...jets(params.slice(i + 1))])),
      0,
    );
    expectMean(jet.primal(estimate(c(params[i] as number))).data, expected);
  });
  it.each<[string, number, number]>([
    ['Gamma', 0, 2.5],
    ['Beta', 0, 2],
    ['Beta', 1, 3],
  ])('%s has none by its shape %d', (law, i, value) =>
    expect(() => derivative((p) => draws(law, i === 0 ? [p, c(3)] : [c(2), p]), 0)(c(value))).toThrow(NotApplicable),
  );
  it('Gamma has one by its rate', () => {
    const estimate = jet.primal(derivative((rate) => draws('Gamma', [c(2.5), rate]), 0)(c(0.7))).data;
    expectMean(estimate, -2.5 / 0.49);
  });
  it.each(['Bernoulli', 'Poisson'])('%s has no draws', (law) =>
    expect(() => draws(law, jets([0.5]))).toThrow(NotApplicable),
  );
});

describe('draws are the same for the same noise', () => {
  test.each(samplable)('%s%j', (law, params) =>
    expect(jet.primal(draws(law, jets(params))).data).toEqual(jet.primal(draws(law, jets(params))).data),
  );
});

describe('where the bulk lies', () => {
  /** The preimage on the line of a point of the support. */
  const preimage = (law: string, x: number): number =>
    lawSupport.get(law) === 'positive' ? Math.log(x) : lawSupport.get(law) === 'unit' ? Math.log(x / (1 - x)) : x;
  const placed = samplable.filter(([law]) => law !== 'Uniform');
  test.each(placed)('%s%j: the centre is the mean of the preimage', (law, params) => {
    const { centre, length } = placementOf(law, params.map(tensor.scalar)) ?? {
      centre: tensor.zero,
      length: tensor.zero,
    };
    const us = Array.from(jet.primal(draws(law, jets(params))).data, (x) => preimage(law, x));
    expect(Math.abs(average(us) - (centre.data[0] as number))).toBeLessThan((length.data[0] as number) * 0.7);
  });
  test.each(['Bernoulli', 'Poisson'])('%s has no place on the line', (law) =>
    expect(placementOf(law, [tensor.one])).toBeNull(),
  );
});
