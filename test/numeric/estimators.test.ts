/** Gradients and products of expectations: every estimator against quadrature. */
import { describe, expect, it, test } from 'vitest';
import * as jet from '../../src/numeric/jet.js';
import { central, expectMean, expectNear } from './harness.js';
import { continuousValue, exactly, read, type Sampled, sampled } from './models.js';

describe('gradients of expectations', () => {
  const declarations = `latent x, z : real
    latent s : positive
    latent k : discrete
    param theta, phi
    function f(x)
    density: p(x, z; theta) = p(z; theta) p(x | z; theta)
    density: q(z; phi)
    density: c(k, z; theta) = c(k; theta) c(z | k)
    density: d(s; theta)
    density: g(x; theta) = Normal(x; theta, theta^2 + 1)
    density: e(s; theta) = Exponential(s; exp(theta))`;
  const point = { theta: 0.4, phi: -0.7 };
  const cases: readonly [by: 'theta' | 'phi', text: string][] = [
    ['phi', 'E_{q(z; phi)}[sin(z)]'],
    ['phi', 'E_{q(z; phi)}[f(z)]'],
    ['theta', 'E_{p(x; theta)}[x^2]'],
    ['theta', 'E_{p(x, z; theta)}[sin(x z)]'],
    ['theta', 'E_{p(z; theta)}[E_{p(x | z; theta)}[sin(x z)]]'],
    ['phi', 'E_{q(z; phi)}[ln p(z; theta)]'],
    ['phi', 'E_{q(z; phi)}[ln q(z; phi)]'],
    ['theta', 'E_{q(z; phi)}[ln p(z; theta)]'],
    ['theta', 'E_{p(z | x = 1/2; theta)}[sin(z)]'],
    ['theta', 'E_{c(z; theta)}[sin(z)]'],
    ['theta', 'E_{d(s; theta)}[exp(-s)]'],
    ['theta', 'E_{g(x; theta)}[cos(x)]'],
    ['theta', 'E_{e(s; theta)}[exp(-s)]'],
    ['theta', 'E_{Normal(x; theta, 2)}[cos(x)]'],
    ['theta', 'E_{g(x; theta)}[x theta]'],
    ['theta', 'E_{p(x; theta)}[x]^2'],
    ['theta', 'E_{p(x; theta)}[x] E_{p(z; theta)}[z]'],
    ['theta', 'E_{p(x; theta)}[x E_{p(x; theta)}[x]]'],
    ['theta', 'Var_{p(x; theta)}[sin(x)]'],
    ['theta', 'grad_{theta}(E_{p(z; theta)}[sin(z)])'],
    ['phi', 'grad_{theta}(E_{q(z; phi)}[ln p(z; theta)])'],
    ['theta', 'int p(z; theta) sin(z) dz'],
    ['theta', 'E_{p(z | x = theta; theta)}[sin(z)]'],
  ];
  const draws = 8192;
  const by = (estimator: Sampled['estimator'], text: string, seed: number): Float64Array =>
    sampled(read(declarations, text), { seed, draws, ...(estimator ? { estimator } : {}) }, point);
  const quadratureSlope = (text: string, name: 'theta' | 'phi', seed: number): number =>
    central((t) => exactly(read(declarations, text), seed, { ...point, [name]: t }), point[name], 1e-3);
  test.each(cases)('grad_{%s}(%s): by quadrature as by differences', (name, text) => {
    for (const seed of [1, 2])
      expectNear(
        exactly(read(declarations, `grad_{${name}}(${text})`), seed, point),
        quadratureSlope(text, name, seed),
        1e-6,
      );
  });
  test.each(cases)('grad_{%s}(%s): pathwise, score function and quadrature agree', (name, text) => {
    const gradient = `grad_{${name}}(${text})`;
    for (const seed of [1, 2]) {
      const expected = exactly(read(declarations, gradient), seed, point);
      const [pathwise, score] = (['pathwise', 'score function'] as const).map((e) => by(e, gradient, seed));
      expectMean(pathwise as Float64Array, expected);
      expectMean(score as Float64Array, expected);
    }
  });
  it('the mean of the score is zero within its error', () =>
    expectMean(by('pathwise', 'E_{q(z; phi)}[grad_{phi}(ln q(z; phi))]', 1), 0));
});

describe('products of expectations are unbiased', () => {
  const declarations = `latent x, z : real
    latent s : positive
    density: p(x, z) = p(z) p(x | z)
    density: q(s)
    define F = E_{p(x)}[x]
    define G(z) = E_{p(x | z)}[x]`;
  const mean = (text: string, seed: number): number => exactly(read(declarations, text), seed);
  const cases: readonly [text: string, expected: (seed: number) => number][] = [
    ['E_{p(x)}[x] E_{p(x)}[x]', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(x)}[x]^2', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(x)}[x]^3', (seed) => mean('E_{p(x)}[x]', seed) ** 3],
    ['E_{p(x)}[x] E_{p(z)}[z]', (seed) => mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed)],
    ['E_{p(x)}[x] E_{p(x, z)}[x z]', (seed) => mean('E_{p(x)}[x]', seed) * mean('E_{p(x, z)}[x z]', seed)],
    ['E_{p(x)}[x E_{p(x)}[x]]', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(x)}[x E_{p(z)}[z]]', (seed) => mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed)],
    ['E_{p(z)}[z E_{p(x)}[x]]', (seed) => mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed)],
    [
      'E_{p(x)}[E_{p(z)}[(x - z)^2]]',
      (seed) =>
        mean('E_{p(x)}[x^2]', seed) +
        mean('E_{p(z)}[z^2]', seed) -
        2 * mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed),
    ],
    ['E_{p(x)}[(x - E_{p(x)}[x])^2]', (seed) => mean('E_{p(x)}[x^2]', seed) - mean('E_{p(x)}[x]', seed) ** 2],
    [
      'E_{p(x)}[(x - E_{p(x)}[x])^3]',
      (seed) => {
        const [m, v, t] = ['x', 'x^2', 'x^3'].map((f) => mean(`E_{p(x)}[${f}]`, seed)) as [number, number, number];
        return t - 3 * m * v + 2 * m ** 3;
      },
    ],
    ['Var_{p(x)}[x]', (seed) => mean('E_{p(x)}[x^2]', seed) - mean('E_{p(x)}[x]', seed) ** 2],
    [
      'Cov_{p(x, z)}[x, z]',
      (seed) => mean('E_{p(x, z)}[x z]', seed) - mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed),
    ],
    ['(E_{p(x)}[x] + E_{p(z)}[z])^2', (seed) => (mean('E_{p(x)}[x]', seed) + mean('E_{p(z)}[z]', seed)) ** 2],
    [
      'E_{q(s)}[s] E_{q(s)}[ln s] E_{q(s)}[sin(s)]',
      (seed) => mean('E_{q(s)}[s]', seed) * mean('E_{q(s)}[ln s]', seed) * mean('E_{q(s)}[sin(s)]', seed),
    ],
    ['(int p(x) x dx) (int p(x) x dx)', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(z)}[E_{p(x | z)}[x]^2]', (seed) => mean('E_{p(z)}[E_{p(x | z)}[x]^2]', seed)],
    [
      'E_{p(z)}[E_{p(x | z)}[x] E_{p(x | z)}[x^2]]',
      (seed) => mean('E_{p(z)}[E_{p(x | z)}[x] E_{p(x | z)}[x^2]]', seed),
    ],
    [
      'E_{p(z)}[Var_{p(x | z)}[x]] + Var_{p(z)}[E_{p(x | z)}[x]]',
      (seed) => mean('E_{p(x)}[x^2]', seed) - mean('E_{p(x)}[x]', seed) ** 2,
    ],
    [
      'E_{p(x)}[x] (E_{p(x)}[x] + E_{p(z)}[z])',
      (seed) => mean('E_{p(x)}[x]', seed) * (mean('E_{p(x)}[x]', seed) + mean('E_{p(z)}[z]', seed)),
    ],
    ['E_{p(z)}[E_{p(x)}[x] E_{p(x)}[x]]', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['F F', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['F^2 - F', (seed) => mean('E_{p(x)}[x]', seed) ** 2 - mean('E_{p(x)}[x]', seed)],
    ['E_{p(x)}[x F]', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(z)}[G(z)^2]', (seed) => mean('E_{p(z)}[E_{p(x | z)}[x]^2]', seed)],
    ['E_{p(z)}[d/dz (E_{p(x | z)}[sin(x)])]', (seed) => mean('E_{p(z)}[d/dz (E_{p(x | z)}[sin(x)])]', seed)],
    ['E_{p(z) p(x)}[x z]', (seed) => mean('E_{p(x)}[x]', seed) * mean('E_{p(z)}[z]', seed)],
    ['E_{p(x | z = 1) p(z)}[x z]', (seed) => mean('E_{p(x | z = 1)}[x]', seed) * mean('E_{p(z)}[z]', seed)],
    ['prod_{i=1..2} E_{p(x)}[x]', (seed) => mean('E_{p(x)}[x]', seed) ** 2],
    ['E_{p(x | z = E_{p(z)}[z])}[x]', (seed) => mean('E_{p(x | z = E_{p(z)}[z])}[x]', seed)],
  ];
  test.each(cases)('%s', (text, expected) => {
    for (const seed of [1, 2]) expectMean(sampled(read(declarations, text), { seed, draws: 8192 }), expected(seed));
  });
  it('nothing nonlinear is made of an estimate', () => {
    for (const text of ['ln E_{q(s)}[s]', 'exp(E_{p(x)}[x])', '1 / E_{q(s)}[s]', 'sqrt(E_{q(s)}[s])'])
      expect(jet.primal(continuousValue(read(declarations, text), { seed: 1 })).axes).toEqual([]);
  });
  it('nonlinear functions of expectations are exact', () =>
    expectNear(mean('ln E_{q(s)}[s]', 1), Math.log(mean('E_{q(s)}[s]', 1)), 1e-9));
});
