/** What the tests of the numbers share: plain integrals, differences, moments. */
import { expect } from 'vitest';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import type { Axis, Tensor } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';

export const numberOf = (value: Jet): number => {
  const { axes, data } = jet.primal(value);
  expect(axes.map((axis) => axis.id)).toEqual([]);
  return data[0] as number;
};

/** Within a share of the greater of 1 and the expected value. */
export function expectNear(actual: number, expected: number, error = 1e-7): void {
  const ratio = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(ratio, `${actual}, not ${expected}`).toBeLessThanOrEqual(error);
}

/** f'(x) by the five-point rule. */
export function central(f: (x: number) => number, x: number, step = 1e-4): number {
  return (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step);
}

/** d/dx f(x) by a dual number. */
export const derivative =
  (f: (x: Jet) => Jet, tag: number): ((x: Jet) => Jet) =>
  (x) =>
    jet.slopeAt(f(jet.variable(x, tag)), tag);

export const slope = (f: (x: Jet) => Jet, x: number): number => numberOf(derivative(f, 0)(jet.constant(x)));

/** Nodes and weights of the trapezoidal rule. */
export function trapezoid(lo: number, hi: number, count: number): { readonly x: number; readonly weight: number }[] {
  const step = (hi - lo) / count;
  return Array.from({ length: count + 1 }, (_, i) => ({
    x: lo + i * step,
    weight: i === 0 || i === count ? step / 2 : step,
  }));
}

export type Domain = 'real' | 'positive' | 'unit';

export interface Rule {
  readonly axis: Axis;
  readonly points: Tensor;
  readonly weights: Tensor;
}

/** A rule over a whole domain, by its image of the line. */
export function rule(id: string, domain: Domain = 'real', count = 240, reach = 12): Rule {
  const image = { real: (u: number) => u, positive: Math.exp, unit: (u: number) => 1 / (1 + Math.exp(-u)) }[domain];
  const jacobian = { real: () => 1, positive: Math.exp, unit: (u: number) => image(u) * (1 - image(u)) }[domain];
  const nodes = trapezoid(-reach, reach, count);
  const axis: Axis = { id: `grid ${id}`, size: nodes.length, rank: 2 };
  return {
    axis,
    points: tensor.vector(
      axis,
      Float64Array.from(nodes, ({ x }) => image(x)),
    ),
    weights: tensor.vector(
      axis,
      Float64Array.from(nodes, ({ x, weight }) => weight * jacobian(x)),
    ),
  };
}

export const average = (xs: ArrayLike<number>): number => Array.from(xs).reduce((sum, x) => sum + x, 0) / xs.length;

export const standardError = (xs: ArrayLike<number>): number => {
  const mean = average(xs);
  return Math.sqrt(average(Array.from(xs, (x) => (x - mean) ** 2)) / (xs.length - 1));
};

/** The mean of the draws lies within so many standard errors of the value, and the error is not idle. */
export function expectMean(draws: Float64Array, expected: number, most = 5): void {
  const [mean, error] = [average(draws), standardError(draws)];
  expect(Math.abs(mean - expected) / error, `${mean} ± ${error}, not ${expected}`).toBeLessThan(most);
}
