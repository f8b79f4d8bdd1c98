/** The sequential decision: what is spent where, when a mean is as good as normal, and how often it errs. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { judge, type Look } from '../../src/numeric/paired.js';
import { stream } from '../../src/numeric/random.js';
import { confidence, halfWidth, perLook } from '../../src/numeric/spending.js';
import { areNormal, normalShape, shapeOf } from '../../src/numeric/tails.js';

describe('the half-width of an interval', () => {
  // Two-sided quantiles of the normal distribution, Abramowitz & Stegun table 26.6 and NumPy.
  it.each([
    [1e-1, 1.644854],
    [1e-2, 2.575829],
    [1e-4, 3.890592],
    [1e-6, 4.891638],
    [1e-9, 6.10941],
  ])('%d: at least the quantile, and little more', (probability, quantile) => {
    expect(halfWidth(probability)).toBeGreaterThanOrEqual(quantile);
    expect(halfWidth(probability)).toBeLessThan(quantile + 0.4 / quantile);
  });
  it('grows as the probability shrinks', () => {
    fc.assert(fc.property(fc.double({ min: 1e-30, max: 0.1, noNaN: true }), (p) => halfWidth(p / 2) > halfWidth(p)));
  });
});

describe('what a look may cost', () => {
  it.each([1, 43, 10_000])('all looks at all points of %i lines cost no more than the file may', (lines) => {
    let spent = 0;
    for (let point = 1; point <= 300; point++)
      for (let look = 1; look <= 300; look++) spent += lines * perLook(lines, point, look);
    expect(spent).toBeLessThanOrEqual(1 - confidence);
    expect(spent).toBeGreaterThan((1 - confidence) / 10);
  });
});

/** Draws of a variable with mean zero, by its name. */
const laws: Readonly<Record<string, (draw: ReturnType<typeof stream>) => number>> = {
  normal: (draw) => draw.normal(),
  uniform: (draw) => draw.uniform() - 0.5,
  exponential: (draw) => -Math.log(draw.uniform()) - 1,
  'two-sided exponential': (draw) => Math.log(draw.uniform()) - Math.log(draw.uniform()),
  lognormal: (draw) => Math.exp(draw.normal()) - Math.exp(0.5),
  'lognormal, sigma 2.5': (draw) => Math.exp(2.5 * draw.normal()) - Math.exp(3.125),
  'rarely large': (draw) => (draw.uniform() < 0.001 ? 1000 : 0) - 1,
};

function lookOf(law: string, seed: number, draws: number): Look {
  const draw = stream(seed, law);
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  const one = laws[law] as (draw: ReturnType<typeof stream>) => number;
  for (let i = 0; i < draws; i++) {
    const x = one(draw);
    sums.forEach((_, k) => {
      sums[k] = (sums[k] as number) + x ** (k + 1);
    });
  }
  const gap = sums[0] / draws;
  const error = Math.sqrt(Math.max(0, sums[1] / draws - gap * gap) / (draws - 1));
  return { left: gap, right: 0, gap, error, shape: shapeOf(draws, sums), draws, scale: 1, setting: [] };
}

describe('the shape of a sample', () => {
  test.each([
    ['normal', 0, 0],
    ['uniform', 0, -1.2],
    ['exponential', 2, 6],
    ['two-sided exponential', 0, 3],
  ])('%s: skewness %d, excess %d', (law, skewness, excess) => {
    const { shape } = lookOf(law, 1, 200_000);
    expect(shape.skewness).toBeCloseTo(skewness, 0);
    expect(Math.abs(shape.excess - excess)).toBeLessThan(0.6);
  });
  it('does not depend on where the powers are taken around', () => {
    const [xs, pivot] = [[1, 2, 4, 9], 3];
    const sums = (around: number) =>
      [1, 2, 3, 4].map((k) => xs.reduce((sum, x) => sum + (x - around) ** k, 0)) as [number, number, number, number];
    const [a, b] = [shapeOf(4, sums(0)), shapeOf(4, sums(pivot))];
    expect(a.skewness).toBeCloseTo(b.skewness, 10);
    expect(a.excess).toBeCloseTo(b.excess, 10);
  });
  it('of what does not vary is normal', () => expect(shapeOf(3, [0, 0, 0, 0])).toEqual(normalShape));
});

describe('when a mean is as good as normal', () => {
  test.each<readonly [string, number, boolean]>([
    ['normal', 1024, true],
    ['uniform', 1024, true],
    ['exponential', 1024, false],
    ['exponential', 65_536, true],
    ['lognormal, sigma 2.5', 65_536, false],
    ['rarely large', 16_384, false],
  ])('%s, %i draws: %s', (law, draws, expected) => {
    const { shape } = lookOf(law, 3, draws);
    expect(areNormal(shape, draws, 6)).toBe(expected);
  });
  it('one draw that outweighs all others is never enough', () => {
    for (const draws of [100, 10_000, 1_000_000]) expect(areNormal(shapeOf(draws, [1, 1, 1, 1]), draws, 4)).toBe(false);
  });
});

describe('a difference that is rounding at every draw', () => {
  /** One draw of the size given, and zero at all others. */
  const oneOf = (size: number): Look => {
    const draws = 1024;
    const [mean, shape] = [size / draws, shapeOf(draws, [size, size ** 2, size ** 3, size ** 4])];
    const error = Math.sqrt((size ** 2 / draws - mean ** 2) / draws);
    return { left: 1, right: 1, gap: mean, error, shape, draws, scale: 1, setting: [] };
  };
  test.each<[number, string]>([
    [0, 'holds'],
    [1e-15, 'holds'],
    [9e-8, 'holds'],
    [1.1e-7, 'open'],
    [1e-3, 'open'],
    [1, 'open'],
  ])('%d at one of them: %s', (size, expected) => expect(judge('=', oneOf(size), 0.05, 6)).toBe(expected));
});

describe('false refutations of equal means are no more than stated', () => {
  const [seeds, draws] = [3000, 1024];
  const rate = (law: string, level: number, looksAtTails = true): number => {
    const width = halfWidth(level);
    let wrong = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const look = lookOf(law, seed, draws);
      const seen = looksAtTails ? look : { ...look, shape: normalShape };
      if (judge('=', seen, 0, width) === 'violates') wrong++;
    }
    return wrong / seeds;
  };

  test.each(['normal', 'uniform', 'exponential', 'two-sided exponential', 'lognormal'])('%s', (law) => {
    // Three standard deviations of a binomial count.
    for (const level of [1e-1, 1e-2])
      expect(rate(law, level)).toBeLessThanOrEqual(level + 3 * Math.sqrt(level / seeds));
  });
  it('heavy tails are mostly noticed', () => {
    const law = 'lognormal, sigma 2.5';
    expect(rate(law, 1e-2)).toBeLessThan(rate(law, 1e-2, false) / 2);
  });
  it('what was never drawn is in no sample', () => expect(rate('rarely large', 1e-2)).toBeGreaterThan(0.3));
});
