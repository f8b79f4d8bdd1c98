/**
 * How often the sequential decision errs on true lines, over many seeds: `npm run calibrate` takes 10,000. Each line is
 * tried in one random model, as a program on draws of every seed.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultOptions } from '../../src/check/options.js';
import type { Estimator } from '../../src/numeric/continuous.js';
import { type Judgement, judge, type Look } from '../../src/numeric/paired.js';
import { halfWidth, perLook } from '../../src/numeric/spending.js';
import { shapeOf } from '../../src/numeric/tails.js';
import { readClaim } from './models.js';
import { draws, type Recorded, recordedClaim } from './recorded.js';

const seeds = Number(process.env['DERIVECHECK_CALIBRATION'] ?? 200);
/** Milliseconds; some lines take a tenth of a second a seed on a busy machine. */
const limit = { timeout: Math.max(600_000, 400 * seeds) };

const abstract = `latent x, z
  observed y
  param theta, phi
  function f(x)
  density: p(x, z; theta) = p(z; theta) p(x | z; theta)
  density: q(z | y; phi)
  density: r(x)`;

const plates = `plate n = 1..N
  latent z_n, w
  param psi
  let Z = {z_n}
  density: p(w, Z) = p(w) prod_n p(z_n | w)
  density: q(Z; psi) = prod_n q(z_n; psi)`;

const concrete = `latent x : real, s : positive, u : unit
  param m, v : positive
  density: g(x; m, v) = Normal(x; m, v)
  density: e(s) = Exponential(s; 2)
  density: l(x) = Laplace(x; 1/2, 3/4)
  density: k(s) = Gamma(s; 3, 2)
  density: b(u) = Beta(u; 2, 3)
  density: h(x)`;

const lines: readonly (readonly [declarations: string, line: string, estimator?: Estimator])[] = [
  [abstract, 'E_{q(z | y; phi)}[grad_{phi}(ln q(z | y; phi))] = 0'],
  [abstract, 'grad_{phi}(E_{q(z | y; phi)}[z]) = E_{q(z | y; phi)}[z grad_{phi}(ln q(z | y; phi))]'],
  [abstract, 'grad_{phi}(E_{q(z | y; phi)}[f(z)]) = E_{q(z | y; phi)}[f(z) grad_{phi}(ln q(z | y; phi))]'],
  [abstract, 'E_{p(x; theta)}[grad_{theta}(ln p(x; theta))] = 0'],
  [abstract, 'E_{p(x, z; theta)}[grad_{theta}(ln p(z; theta))] = 0'],
  [abstract, 'Var_{r(x)}[x] = E_{r(x)}[x^2] - E_{r(x)}[x]^2'],
  [abstract, 'Cov_{p(x, z; theta)}[x, z] = E_{p(x, z; theta)}[x z] - E_{p(x; theta)}[x] E_{p(z; theta)}[z]'],
  [
    abstract,
    'grad_{theta}(E_{p(z; theta)}[ln p(z; theta)]) = E_{p(z; theta)}[ln p(z; theta) grad_{theta}(ln p(z; theta))]',
  ],
  [
    abstract,
    'E_{p(z; theta)}[(grad_{theta}(ln p(z; theta)))^2] = - E_{p(z; theta)}[grad_{theta}(grad_{theta}(ln p(z; theta)))]',
  ],
  [plates, 'E_{q(Z; psi)}[sum_n grad_{psi}(ln q(z_n; psi))] = 0'],
  [plates, 'grad_{psi}(E_{q(Z; psi)}[sum_n z_n]) = E_{q(Z; psi)}[(sum_n z_n) sum_n grad_{psi}(ln q(z_n; psi))]'],
  [concrete, 'E_{g(x; m, v)}[x] = m'],
  [concrete, 'E_{g(x; m, v)}[x^2] = m^2 + v'],
  [concrete, 'E_{g(x; m, v)}[(x - m)^2] = v'],
  [concrete, 'E_{e(s)}[s] = 1/2'],
  [concrete, 'E_{l(x)}[x] = 1/2'],
  [concrete, 'E_{k(s)}[s] = 3/2'],
  [concrete, 'E_{b(u)}[u] = 2/5'],
  [concrete, 'E_{h(x)}[d/dx (ln h(x))] = 0'],
  [concrete, 'E_{h(x)}[x d/dx (ln h(x))] = - 1'],
  [concrete, 'E_{h(x)}[sin(x) d/dx (ln h(x))] = - E_{h(x)}[cos(x)]'],
];

/** The look at the first point after so many blocks of draws. */
function lookAt({ first, run }: Recorded, seed: number, blocks: number): Look {
  const { powers, left, right } = run(seed, blocks * draws);
  return lookOf(
    blocks * draws,
    powers.map((power) => power[0] as number),
    first,
    left[0] as number,
    right[0] as number,
  );
}

function lookOf(
  n: number,
  powers: readonly number[],
  { pivot, scale }: Recorded['first'],
  left: number,
  right: number,
): Look {
  const [a, b] = powers as [number, number];
  const variance = Math.max(0, b / n - (a / n) ** 2);
  return {
    left: left / n,
    right: right / n,
    gap: (pivot[0] as number) + a / n,
    error: Math.sqrt(variance / (n - 1)),
    shape: shapeOf(n, powers as [number, number, number, number]),
    draws: n,
    scale: Math.sqrt((scale[0] as number) / draws),
    setting: [],
  };
}

/** Abramowitz & Stegun 26.2.17: an error below 1e-7. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** Kolmogorov's statistic of numbers that should be uniform; beyond 2.4 with probability below 2e-5. */
function distance(ps: readonly number[]): number {
  const sorted = [...ps].sort((a, b) => a - b);
  const n = sorted.length;
  return Math.max(...sorted.map((p, i) => Math.max(p - i / n, (i + 1) / n - p))) * Math.sqrt(n);
}

const looks = 4;
/** As many as the budget of a check has. */
const budgetLooks = Math.log2(defaultOptions.samples / draws) + 1;

/** What the sequential decision says of a line whose difference is off by `shift` of its scale. */
function decided(
  recorded: Recorded,
  seed: number,
  total: number,
  resolution: number,
  shift = 0,
  most = looks,
): Judgement {
  for (let look = 1; look <= most; look++) {
    const seen = lookAt(recorded, seed, 2 ** (look - 1));
    const width = halfWidth(perLook(1, 1, look, total));
    const verdict = judge('=', { ...seen, gap: seen.gap + shift * seen.scale }, resolution, width);
    if (verdict !== 'open') return verdict;
  }
  return 'open';
}

describe(`${seeds} seeds`, () => {
  const recorded = new Map<string, Recorded>();
  beforeAll(() => {
    for (const [declarations, line, estimator = 'pathwise'] of lines) {
      const { model, claim } = readClaim(declarations, line);
      const found = recordedClaim(claim, model, estimator);
      if (found !== null && lookAt(found, 1, 1).error > 0) recorded.set(line, found);
    }
  });
  const of = (line: string): Recorded => {
    const found = recorded.get(line);
    if (found === undefined) throw new Error('no program, or no variance');
    return found;
  };
  const each = lines.map(([, line]) => line);

  test('at least 20 lines have a difference that varies', () => expect(recorded.size).toBeGreaterThanOrEqual(20));

  test.each(each)('p-values are uniform: %s', limit, (line) => {
    const ps = Array.from({ length: seeds }, (_, seed) => {
      const { gap, error } = lookAt(of(line), seed + 1000, 4);
      return 2 * upperTail(Math.abs(gap / error));
    });
    expect(distance(ps)).toBeLessThan(2.4);
  });

  test.each(each)('false refutations are no more than stated: %s', limit, (line) => {
    const levels = [1e-2, 1e-3, 1e-4];
    const wrong = levels.map((level) => {
      let count = 0;
      for (let seed = 0; seed < seeds; seed++) if (decided(of(line), seed, level, 0) === 'violates') count++;
      return count;
    });
    // Four standard deviations of a binomial count, and one more.
    levels.forEach((level, i) => {
      expect(wrong[i]).toBeLessThanOrEqual(1 + level * seeds + 4 * Math.sqrt(level * seeds));
    });
  });

  test.each(each)('a difference of a hundredth of the scale is refuted: %s', limit, (line) => {
    for (let seed = 0; seed < 3; seed++)
      expect(decided(of(line), seed, 1e-6, 0.005, 0.01, budgetLooks)).toBe('violates');
  });

  test.each(each)('a difference of a tenth of the resolution is never refuted: %s', limit, (line) => {
    for (let seed = 0; seed < seeds / 10; seed++)
      expect(decided(of(line), seed, 1e-6, 0.005, 0.0005)).not.toBe('violates');
  });
});
