/** Integrals of products of linear-Gaussian factors against sums over a grid. */
import { describe, expect, it, test } from 'vitest';
import { type LinearFactor, logIntegral, logNormal } from '../../src/numeric/gaussian.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import { stream } from '../../src/numeric/random.js';
import type { Axis } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';
import { central, expectNear, numberOf, slope, trapezoid } from './harness.js';

const c = jet.constant;

interface PlainFactor {
  readonly slopes: readonly number[];
  readonly residual: number;
  readonly sd: number;
}

/** Factors that hold every unknown in place, one each, and a few that couple them. */
function randomFactors(seed: number, unknowns: number): PlainFactor[] {
  const draw = stream(seed, `factors of ${unknowns}`);
  const sd = (): number => 0.5 + draw.uniform();
  const own = Array.from({ length: unknowns }, (_, k) => ({
    slopes: Array.from({ length: unknowns }, (_, i) => (i === k ? 1 : i < k ? 0.5 * draw.normal() : 0)),
    residual: draw.normal(),
    sd: sd(),
  }));
  const more = Array.from({ length: 2 }, () => ({
    slopes: Array.from({ length: unknowns }, () => 0.7 * draw.normal()),
    residual: draw.normal(),
    sd: sd(),
  }));
  return [...own, ...more];
}

const lifted = (factors: readonly PlainFactor[]): LinearFactor[] =>
  factors.map(({ slopes, residual, sd }) => ({ slopes: slopes.map((s) => c(s)), residual: c(residual), sd: c(sd) }));

const logDensity = ({ slopes, residual, sd }: PlainFactor, point: readonly number[]): number => {
  const r = slopes.reduce((sum, s, i) => sum + s * (point[i] as number), residual);
  return -0.5 * (r / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
};

/** ln of the integral by nested trapezoidal rules. */
function byGrid(factors: readonly PlainFactor[], unknowns: number): number {
  const rule = trapezoid(-16, 16, unknowns === 3 ? 96 : 200);
  const inner = (point: readonly number[]): number =>
    point.length === unknowns
      ? Math.exp(factors.reduce((sum, factor) => sum + logDensity(factor, point), 0))
      : rule.reduce((sum, { x, weight }) => sum + weight * inner([...point, x]), 0);
  return Math.log(inner([]));
}

describe('logIntegral against a grid', () => {
  const cases = [1, 2].flatMap((unknowns) => [1, 2, 3, 4, 5, 6].map((seed) => [unknowns, seed] as const));
  test.each([...cases, [3, 1] as const, [3, 2] as const])('%d unknowns, seed %d', (unknowns, seed) => {
    const factors = randomFactors(seed, unknowns);
    expectNear(numberOf(logIntegral(lifted(factors), unknowns)), byGrid(factors, unknowns), 1e-8);
  });
});

describe('without unknowns', () => {
  it('is the sum of the logarithms', () => {
    const factors = randomFactors(9, 0);
    expectNear(
      numberOf(logIntegral(lifted(factors), 0)),
      factors.reduce((sum, f) => sum + logDensity(f, []), 0),
      1e-14,
    );
  });
  it('of nothing is 0', () => expect(numberOf(logIntegral([], 0))).toBe(0));
});

describe('known values', () => {
  it('a density integrates to 1', () =>
    expectNear(numberOf(logIntegral([{ slopes: [c(1)], residual: c(-3), sd: c(0.2) }], 1)), 0, 1e-12));
  it('a stretched density integrates to 1 over the stretch', () =>
    expectNear(numberOf(logIntegral([{ slopes: [c(-4)], residual: c(2), sd: c(0.2) }], 1)), -Math.log(4), 1e-12));
  it('a chain is the normal of the summed variances', () => {
    const chain = [
      { slopes: [c(1), c(0)], residual: c(-0.4), sd: c(0.5) },
      { slopes: [c(-2), c(1)], residual: c(-0.1), sd: c(0.3) },
      { slopes: [c(0), c(-1.5)], residual: c(2), sd: c(0.7) },
    ];
    const variance = 0.7 ** 2 + 1.5 ** 2 * (0.3 ** 2 + 4 * 0.5 ** 2);
    const expected = numberOf(logNormal(c(2 - 1.5 * (2 * 0.4 + 0.1)), c(Math.sqrt(variance))));
    expectNear(numberOf(logIntegral(chain, 2)), expected, 1e-12);
  });
  it('the standard normal at 0', () =>
    expectNear(numberOf(logNormal(c(0), c(1))), -0.5 * Math.log(2 * Math.PI), 1e-15));
});

describe('properties', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i);
  test.each([2, 3])('the order of %d unknowns does not matter', (unknowns) => {
    for (const seed of seeds) {
      const factors = lifted(randomFactors(seed, unknowns));
      const turned = factors.map((f) => ({ ...f, slopes: [...f.slopes].reverse() }));
      expectNear(numberOf(logIntegral(turned, unknowns)), numberOf(logIntegral(factors, unknowns)), 1e-11);
    }
  });
  it('the order of the factors does not matter', () => {
    for (const seed of seeds) {
      const factors = lifted(randomFactors(seed, 2));
      expectNear(numberOf(logIntegral([...factors].reverse(), 2)), numberOf(logIntegral(factors, 2)), 1e-12);
    }
  });
  it('unknowns apart integrate apart', () => {
    for (const seed of seeds) {
      const [f, g] = [lifted(randomFactors(seed, 1)), lifted(randomFactors(seed + 99, 1))];
      const both = [
        ...f.map((x) => ({ ...x, slopes: [...x.slopes, c(0)] })),
        ...g.map((x) => ({ ...x, slopes: [c(0), ...x.slopes] })),
      ];
      expectNear(numberOf(logIntegral(both, 2)), numberOf(logIntegral(f, 1)) + numberOf(logIntegral(g, 1)), 1e-12);
    }
  });
  it('along an axis is entry by entry', () => {
    const axis: Axis = { id: 'a', size: 3, rank: 0 };
    const at = [0.3, -1, 2];
    const factors = (residual: Jet): LinearFactor[] => [
      { slopes: [c(1)], residual, sd: c(0.5) },
      { slopes: [c(0.4)], residual: c(1), sd: c(0.8) },
    ];
    const all = jet.primal(logIntegral(factors(tensor.vector(axis, Float64Array.from(at))), 1)).data;
    at.forEach((x, i) => {
      expectNear(all[i] as number, numberOf(logIntegral(factors(c(x)), 1)), 1e-13);
    });
  });
});

describe('the derivative', () => {
  const moved = (seed: number, unknowns: number, what: 'slope' | 'residual' | 'sd', x: Jet): Jet => {
    const factors = lifted(randomFactors(seed, unknowns));
    const last = factors.at(-1) as LinearFactor;
    const changed = {
      slopes: what === 'slope' ? last.slopes.map((s) => jet.add(s, x)) : last.slopes,
      residual: what === 'residual' ? jet.add(last.residual, x) : last.residual,
      sd: what === 'sd' ? jet.add(last.sd, x) : last.sd,
    };
    return logIntegral([...factors.slice(0, -1), changed], unknowns);
  };
  const cases = [1, 2, 3].flatMap((unknowns) =>
    (['slope', 'residual', 'sd'] as const).map((what) => [what, unknowns] as const),
  );
  test.each(cases)('by the %s, %d unknowns', (what, unknowns) => {
    for (const seed of [1, 2]) {
      const f = (x: number): number => numberOf(moved(seed, unknowns, what, c(x)));
      expectNear(
        slope((x) => moved(seed, unknowns, what, x), 0.1),
        central(f, 0.1),
        1e-7,
      );
    }
  });
  it('by the residual, of the integral on the grid', () => {
    const factors = randomFactors(4, 1);
    const at = (x: number): PlainFactor[] => factors.map((f, i) => (i === 0 ? { ...f, residual: f.residual + x } : f));
    const exact = slope((x) => {
      const [first, ...rest] = lifted(factors) as [LinearFactor, ...LinearFactor[]];
      return logIntegral([{ ...first, residual: jet.add(first.residual, x) }, ...rest], 1);
    }, 0);
    expectNear(
      exact,
      central((x) => byGrid(at(x), 1), 0),
      1e-7,
    );
  });
});
