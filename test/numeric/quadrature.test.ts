/** Integrals on grids: exact where they should be, refused where they cannot be. */
import fc from 'fast-check';
import { erf } from 'mathjs/number';
import { describe, expect, it, test } from 'vitest';
import { NotApplicable } from '../../src/numeric/context.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import {
  clenshawCurtis,
  gaussLegendre,
  grid,
  integrate,
  onMeshes,
  type Placement,
  Unresolved,
} from '../../src/numeric/quadrature.js';
import * as tensor from '../../src/numeric/tensor.js';
import { expectNear, numberOf, slope } from './harness.js';

const c = jet.constant;

const integral = (
  f: (...points: Jet[]) => Jet,
  dimensions = 1,
  scale = 1,
  placements: (Placement | null)[] = [],
  fine = false,
): number => {
  const names = ['x', 'y', 'z', 'w'].slice(0, dimensions);
  const over = grid(names, scale, placements, fine ? 'fine' : 'coarse');
  return numberOf(integrate(f(...over.points), over));
};

const normal =
  (mean: number, sd: number): ((x: Jet) => Jet) =>
  (x) =>
    jet.scale(
      jet.exp(jet.scale(jet.square(jet.scale(jet.sub(x, c(mean)), 1 / sd)), -0.5)),
      1 / (sd * Math.sqrt(2 * Math.PI)),
    );
const times =
  (f: (x: Jet) => Jet, g: (x: Jet) => Jet): ((x: Jet) => Jet) =>
  (x) =>
    jet.mul(f(x), g(x));
const pointwise = (f: (x: number) => number): ((x: Jet) => Jet) => jet.lifted(f, () => c(Number.NaN));

describe('on the line', () => {
  const density = normal(0.7, 1.3);
  const mixture = (x: Jet): Jet => jet.add(jet.scale(normal(-2, 0.5)(x), 0.3), jet.scale(normal(3, 1.7)(x), 0.7));
  it.each<[string, (x: Jet) => Jet, number]>([
    ['a normal density', density, 1],
    ['its mean', times(density, (x) => x), 0.7],
    ['its variance', times(density, (x) => jet.square(jet.sub(x, c(0.7)))), 1.69],
    ['its fourth moment', times(density, (x) => jet.power(jet.sub(x, c(0.7)), c(4))), 3 * 1.69 ** 2],
    ['its generating function', times(density, jet.exp), Math.exp(0.7 + 1.69 / 2)],
    ['its characteristic function', times(normal(0, 1), jet.cos), Math.exp(-0.5)],
    ['a mixture', mixture, 1],
    ['the mean of a mixture', times(mixture, (x) => x), 0.3 * -2 + 0.7 * 3],
    ['sech^2 / 2', (x) => jet.scale(jet.sub(jet.one, jet.square(jet.tanh(x))), 0.5), 1],
    ['a narrow normal', normal(0.1, 0.15), 1],
  ])('%s', (_, f, expected) => expectNear(integral(f), expected, 1e-7));
  it('refuses an integrand that vanishes on the whole grid: it may lie elsewhere, or underflow', () => {
    expect(() => integral(() => jet.zero)).toThrow(NotApplicable);
    expect(() => integral(normal(5000, 1))).toThrow(NotApplicable);
  });
  it('random normals', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.15, max: 2, noNaN: true }),
        (m, s) => {
          expectNear(integral(normal(m, s)), 1, 1e-9);
        },
      ),
    );
  });
  test.each([0.1, 0.3, 2, 5])('at the scale %d', (scale) =>
    expectNear(integral(normal(0.7 * scale, 1.3 * scale), 1, scale), 1, 1e-10),
  );
  it('differentiates under the integral', () =>
    expectNear(
      slope((m) => {
        const over = grid(['x'], 1);
        const density = jet.exp(jet.scale(jet.square(jet.sub(over.points[0] as Jet, m)), -0.5));
        return integrate(jet.mul(density, jet.square(over.points[0] as Jet)), over);
      }, 0.4),
      2 * 0.4 * Math.sqrt(2 * Math.PI),
      1e-10,
    ));
});

describe('in several dimensions', () => {
  const bivariate = (x: Jet, y: Jet): Jet => jet.mul(normal(0.3, 1)(x), normal(0, 0.8)(jet.sub(y, jet.scale(x, 0.6))));
  const trivariate = (x: Jet, y: Jet, z: Jet): Jet => jet.mul(bivariate(x, y), normal(0, 0.9)(jet.add(z, y)));
  it('two', () => expectNear(integral(bivariate, 2), 1, 1e-10));
  it('a product moment of two', () =>
    expectNear(
      integral((x, y) => jet.product([bivariate(x, y), x, y]), 2),
      0.6 * (1 + 0.09),
      1e-10,
    ));
  it('three', () => expectNear(integral(trivariate, 3), 1, 1e-8));
  it('four are refused', () => expect(() => integral(() => jet.one, 4)).toThrow(NotApplicable));
});

describe('placed where the bulk lies', () => {
  const placed = (centre: number, length: number, corner = false): Placement => ({
    centre: tensor.scalar(centre),
    length: tensor.scalar(length),
    width: corner ? 0 : 13,
    corner,
  });
  it('a narrow normal far out', () => expectNear(integral(normal(200, 0.01), 1, 1, [placed(200, 0.01)]), 1, 1e-10));
  it('a wide normal', () => expectNear(integral(normal(-50, 300), 1, 1, [placed(-50, 300)]), 1, 1e-10));
  const laplace = (x: Jet): Jet => jet.scale(jet.exp(jet.neg(jet.scale(jet.abs(jet.sub(x, c(2))), 1 / 0.4))), 1 / 0.8);
  it('a corner', () => expectNear(integral(laplace, 1, 1, [placed(2, 0.4, true)]), 1, 1e-9));
  it('the second moment about a corner', () =>
    expectNear(
      integral((x) => jet.mul(laplace(x), jet.square(jet.sub(x, c(2)))), 1, 1, [placed(2, 0.4, true)]),
      0.32,
      1e-8,
    ));
});

describe('refused', () => {
  it.each<[string, (x: Jet) => Jet]>([
    ['a constant', () => c(1)],
    ['a tail that is left beyond the edge', (x) => jet.mul(jet.sigmoid(x), jet.sigmoid(jet.neg(x)))],
    ['a wave', jet.sin],
    ['a Cauchy density', (x) => jet.reciprocal(jet.add(jet.one, jet.square(x)))],
    ['a square', jet.square],
    ['a step', jet.sigmoid],
    ['a heavy tail', (x) => jet.power(jet.add(jet.one, jet.square(x)), c(-1.5))],
    ['what is no number', (x) => jet.ln(x)],
    ['what is infinite', (x) => jet.reciprocal(x)],
  ])('%s', (_, f) => expect(() => integral(f)).toThrow(NotApplicable));
  it.each<[string, (x: Jet) => Jet]>([
    ['a peak between the nodes', normal(0.05, 0.02)],
    ['a narrow peak', normal(0.05, 0.06)],
    ['a fast wave under a normal', times(normal(0, 1), (x) => jet.add(jet.one, jet.cos(jet.scale(x, 35))))],
    [
      'a jump',
      times(
        normal(0, 1),
        pointwise((x) => (x > 0.123 ? 1 : 0)),
      ),
    ],
    ['a corner', (x) => jet.exp(jet.neg(jet.abs(jet.sub(x, c(0.03)))))],
  ])('%s is not resolved', (_, f) => expect(() => integral(f)).toThrow(Unresolved));
  it('a mixture of which one part is resolved', () =>
    expect(() => integral((x) => jet.add(normal(0, 1)(x), normal(0.3, 0.01)(x)))).toThrow(Unresolved));
  it('one entry of many', () => {
    const over = grid(['x'], 1);
    const sds = tensor.vector({ id: 's', size: 2, rank: 0 }, Float64Array.of(1, 0.01));
    const ratio = jet.div(over.points[0] as Jet, sds);
    expect(() => integrate(jet.exp(jet.scale(jet.square(ratio), -0.5)), over)).toThrow(Unresolved);
  });
  it('in two dimensions, where one does not decay', () =>
    expect(() => integral((x) => normal(0, 1)(x), 2)).toThrow(NotApplicable));
  it('a second attempt resolves more', () => expectNear(integral(normal(0.05, 0.06), 1, 1, [], true), 1, 1e-9));
  it('a rough value will do where it is asked for', () => {
    const over = grid(['x'], 1);
    expect(Number.isFinite(numberOf(integrate(jet.sigmoid(over.points[0] as Jet), over, true)))).toBe(true);
  });
});

describe('Clenshaw and Curtis', () => {
  it.each([4, 8, 16])('%d intervals: every power up to their number', (n) => {
    const { nodes, weights } = clenshawCurtis(n);
    for (let k = 0; k <= n; k++) {
      const sum = nodes.reduce((total, x, i) => total + (weights[i] as number) * x ** k, 0);
      expectNear(sum, k % 2 === 0 ? 2 / (k + 1) : 0, 1e-13);
    }
  });
});

describe('corners and jumps wherever they lie', () => {
  const place = { centre: tensor.zero, length: tensor.one, width: 13, corner: false };
  const onLine = (f: (x: Jet) => Jet): number =>
    numberOf(
      onMeshes(1, 0, (mesh) => {
        const over = grid(['x'], 1, [place], mesh);
        return integrate(times(normal(0, 1), f)(over.points[0] as Jet), over);
      }),
    );
  const density = (c: number): number => Math.exp((-c * c) / 2) / Math.sqrt(2 * Math.PI);
  const below = (c: number): number => onLine(pointwise((x) => (x < c ? 1 : 0)));
  it('the mean of abs(x - c)', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (at) => {
        const expected = 2 * density(at) + at * erf(at / Math.SQRT2);
        expectNear(
          onLine((x) => jet.abs(jet.sub(x, c(at)))),
          expected,
          1e-9,
        );
      }),
    );
  });
  it('the mass below c', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (at) =>
        expectNear(below(at), (1 + erf(at / Math.SQRT2)) / 2, 1e-8),
      ),
    );
  });
  // Next to the end of a panel, where no node of the rule itself lies beyond.
  it.each([-0.2037, -0.203_13, -0.203_125])('a corner at %d', (at) =>
    expectNear(
      onLine((x) => jet.abs(jet.sub(x, c(at)))),
      2 * density(at) + at * erf(at / Math.SQRT2),
      1e-9,
    ),
  );
});

describe('Gauss and Legendre', () => {
  const orders = [1, 2, 3, 4, 5, 8, 16, 33, 64];
  const rule = (n: number, f: (x: number) => number): number => {
    const { nodes, weights } = gaussLegendre(n);
    return nodes.reduce((sum, x, i) => sum + (weights[i] as number) * f(x), 0);
  };
  test.each(orders)('%d nodes: every power up to 2 n - 1', (n) => {
    for (let k = 0; k < 2 * n; k++)
      expectNear(
        rule(n, (x) => x ** k),
        k % 2 === 0 ? 2 / (k + 1) : 0,
        1e-12,
      );
  });
  test.each(orders.slice(0, 5))('%d nodes: not the power 2 n', (n) =>
    expect(Math.abs(rule(n, (x) => x ** (2 * n)) - 2 / (2 * n + 1))).toBeGreaterThan(1e-4),
  );
  test.each(orders)('%d nodes lie inside, apart and symmetric', (n) => {
    const nodes = [...gaussLegendre(n).nodes].sort((x, y) => x - y);
    expect(nodes.every((x, i) => Math.abs(x) < 1 && (i === 0 || x > (nodes[i - 1] as number)))).toBe(true);
    nodes.forEach((x, i) => {
      expect(x).toBeCloseTo(-(nodes[n - 1 - i] as number), 14);
    });
  });
  test.each(orders)('%d weights are positive', (n) => expect(gaussLegendre(n).weights.every((w) => w > 0)).toBe(true));
  it('an analytic function', () => expectNear(rule(16, Math.exp), Math.E - 1 / Math.E, 1e-14));
});
