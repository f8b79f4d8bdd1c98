/** Integrals without a value: which integrands stay up far out, and what is said of lines with such an integral. */
import { describe, expect, test } from 'vitest';
import { Divergent, farNodes, staysUp } from '../../src/numeric/divergence.js';
import { quadratureEvidence } from '../../src/numeric/montecarlo.js';
import * as tensor from '../../src/numeric/tensor.js';
import { readClaim } from './models.js';

const axis = { id: 'node x', size: farNodes.length, rank: 1 };
const other = { id: 'z', size: 4, rank: 0 };

const along = (f: (x: number) => number): tensor.Tensor => tensor.vector(axis, farNodes.map(f));

describe('far out', () => {
  const one = (): number => 1;
  test.each<[string, boolean, (x: number) => number, ((x: number) => number)?]>([
    ['a constant', true, () => -0.3],
    ['a density and a constant', true, (x) => Math.exp(-x * x) + 0.1],
    ['what grows', true, (x) => x * x],
    ['what grows on one side', true, (x) => Math.exp(x)],
    ['what overflows on one side', true, (x) => Math.exp(3 * x)],
    ['the logarithm of what underflows', true, (x) => Math.log(Math.exp((-x * x) / 2))],
    ['a slow fall', true, (x) => 1 / Math.sqrt(1 + Math.abs(x))],
    ['a wave on what grows', true, (x) => x + Math.sin(x)],
    ['a density', false, (x) => Math.exp((-x * x) / 2)],
    ['zero', false, () => 0],
    ['a heavy tail', false, (x) => 1 / (1 + x * x)],
    ['a heavier one', false, (x) => 1 / (1 + Math.abs(x))],
    ['a mean of a heavy tail', false, (x) => x / (1 + x * x)],
    ['one with a logarithm', false, (x) => Math.log(1 + x * x) / (1 + x * x)],
    ['the slowest fall with an integral', false, (x) => 1 / (x * Math.log(Math.abs(x)) ** 2)],
    ['a wave', false, (x) => Math.sin(x)],
    ['a hump further out', false, (x) => Math.exp(-(((Math.abs(x) - 60) / 30) ** 2))],
    ['a wide hump', false, (x) => Math.exp(-((x / 3000) ** 2))],
    ['no number', false, () => Number.NaN],
    ['no number further out', false, (x) => (Math.abs(x) < 100 ? 1 : Number.NaN)],
    ['the other infinity', false, (x) => (Math.abs(x) < 100 ? 1 : Number.NEGATIVE_INFINITY)],
    ['infinity everywhere', false, () => Number.POSITIVE_INFINITY],
    ['what cancels but for rounding', false, () => 1e-12, one],
  ])('%s: %s', (_, stays, f, magnitude = (x) => Math.abs(f(x))) =>
    expect(staysUp(along(f), along(magnitude), axis)).toBe(stays),
  );

  test.each([
    [3, true],
    [2, false],
  ])('where %i of 4 entries do: %s', (count, stays) => {
    const part = tensor.fill(
      [other],
      (() => {
        let i = 0;
        return () => (i++ < count ? 1 : 0);
      })(),
    );
    const values = tensor.map2(part, along(one), (of, x) => of * x);
    expect(staysUp(values, values, axis)).toBe(stays);
  });

  test('an error of its own', () => expect(new Divergent().message).toMatch('does not converge'));
});

const declarations = `latent x : real
latent y : real
latent s : positive
param a : real
function f(x, y)
function g(x)
function h(x) : positive
density: p(x, y) = p(x) p(y | x)
density: r(x)
density: n(x; a) = Normal(x; a, 2)`;

const found = (text: string) => {
  const { model, claim, classOf } = readClaim(declarations, text);
  const options = { seed: 20_260_001, classOf, samples: 2 ** 12, resolution: 0.005, lines: 1 };
  return quadratureEvidence(claim, model, options);
};

describe('a line', () => {
  test.each([
    ['a density is missing', 'E_{p(x)}[g(x)] = int g(x) dx'],
    ['of a positive function', 'E_{p(x)}[h(x)] = int h(x) dx'],
    ['one of two is', 'E_{p(x, y)}[f(x, y)] = int int p(x) f(x, y) dy dx'],
    ['both are', 'E_{p(x, y)}[f(x, y)] = int int f(x, y) dy dx'],
    ['under a square', 'E_{p(x)}[g(x)] = int g(x)^2 dx'],
    ['divided by one', 'E_{p(x)}[g(x)] = int g(x) / p(x) dx'],
    ['too much is left out', 'int g(x) dx = int g(x) + p(x) dx'],
  ])('with functions that have integrals: %s', (_, text) => {
    const { status, counterexample } = found(text);
    expect([status, counterexample?.model]).toEqual(['disagrees', expect.stringMatching('fall off')]);
  });

  test.each([
    ['a constant', 'right', 'E_{p(x)}[g(x)] = int p(x) g(x) + 1 dx'],
    ['the logarithm of a density', 'right', 'E_{p(x)}[g(x)] = int p(x) g(x) + ln p(x) dx'],
    ['an average', 'left', 'int p(x) g(x) + E_{p(y)}[g(y)] dx = E_{p(x)}[g(x)]'],
    ['a logarithm of a function, which is positive', 'right', 'E_{p(x)}[g(x)] = int ln (p(x) g(x)) dx'],
    ['half a line', 'right', '1 = int ln s ds'],
    ['times a number', 'right', 'p(x) = p(x) int a dy'],
  ])('without a value: %s', (_, side, text) =>
    expect(found(text)).toMatchObject({
      status: 'disagrees',
      reason: `the ${side} side has no value where the other has one: an integral over the whole line does not converge`,
      left: null,
      right: null,
      counterexample: null,
    }),
  );

  test.each([
    ['on both sides', 'int 1 dx = int 2 dx'],
    ['of an inequality', 'E_{p(x)}[g(x)] >= int ln p(x) dx'],
    ['that counts for nothing', '0 = 0 int 1 dx'],
    ['that may count for nothing', '0 = (a - a) int 1 dx'],
    ['inside a function', '0 = exp(int ln p(x) dx)'],
    ['that is not an equality', '1 != int 1 dx'],
    ['of a law, which has a length of its own', 'E_{n(x; a)}[x] = int ln n(x; a) dx'],
    ['that falls off over a length of the author', 'int exp(-(x / 100000)^2) dx = 100000 sqrt(pi)'],
    ['so too with a corner', 'int exp(-abs(x) / 1000000) dx = 2000000'],
    ['so too in logarithms of sums', 'int (ln (10^12 + x^2) - ln (1 + x^2)) dx = 2 pi (10^6 - 1)'],
    ['so too by a power', 'int 1 / (1 + (x / 1000000)^2) dx = 1000000 pi'],
    ['of a function of another length', 'int g(x / 1000000) dx = 1000000 int g(x) dx'],
    ['of a density of another length', 'int p(x = y / 1000000) dy = 1000000'],
    ['that falls slowly', 'E_{p(x)}[g(x)] = int 1 / (1 + abs(x)) dx'],
  ])('is not said to be without a value %s', (_, text) => expect(found(text).status).not.toBe('disagrees'));

  test.each([
    ['integrals that cancel', 'int p(x) dx = int g(x) + p(x) dx - int g(x) dx'],
    ['a constant term', 'int g(x) dx = int g(x) + p(x) dx - 1'],
    ['sums', 'int g(x) + h(x) dx = int h(x) dx + int g(x) dx'],
    ['another letter', 'int g(x) dx = int g(y) dy'],
    ['another order', 'int int f(x, y) dx dy = int int f(x, y) dy dx'],
    ['moved', 'int g(x) dx = int g(x + 1) dx'],
    ['a ratio', 'E_{p(x)}[g(x)] = E_{r(x)}[g(x) p(x) / r(x)]'],
  ])('that holds where its integrals have a value: %s', (_, text) => expect(found(text).status).not.toBe('disagrees'));

  test('agrees with functions that have integrals', () =>
    expect(found('int g(x) dx = int g(x) + p(x) dx - 1').status).toBe('agrees'));
});
