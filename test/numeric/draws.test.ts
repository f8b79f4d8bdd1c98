/** The draws of the continuous models against their densities. */
import { describe, expect, it, test } from 'vitest';
import * as jet from '../../src/numeric/jet.js';
import * as tensor from '../../src/numeric/tensor.js';
import { type Domain, expectMean, expectNear, rule } from './harness.js';
import { continuousValue, exactly, read, sampled, type Values } from './models.js';

describe('draws follow the density', () => {
  const declarations = `latent a, b, c : real
    latent s : positive
    latent u : unit
    latent k : discrete
    param theta
    density: p(a, b, c) = p(a) p(b | a) p(c | a, b)
    density: q(s, u; theta) = q(s; theta) q(u | s)
    density: r(k, a) = r(k) r(a | k)
    density: g(a, b; theta) = g(a; theta) g(b | a)
    density: g(a; theta) = Normal(a; theta, 2)
    density: g(b | a) = Laplace(b; sin(a), 1/2)`;
  const draws = 8192;
  /** A density's head and domain, with functions of it: the mean, the spread, and how often it is large. */
  const cases: readonly [density: string, head: string, domain: Domain, given: Values][] = [
    ['p(a)', 'a', 'real', {}],
    ['p(b)', 'b', 'real', {}],
    ['p(c)', 'c', 'real', {}],
    ['p(c | a)', 'c', 'real', { a: 0.7 }],
    ['p(a | c)', 'a', 'real', { c: 0.7 }],
    ['p(b | a, c)', 'b', 'real', { a: -0.4, c: 0.7 }],
    ['q(s; theta)', 's', 'positive', { theta: 0.3 }],
    ['q(u; theta)', 'u', 'unit', { theta: 0.3 }],
    ['q(s | u; theta)', 's', 'positive', { u: 0.6, theta: 0.3 }],
    ['r(a)', 'a', 'real', {}],
    ['g(a; theta)', 'a', 'real', { theta: 0.3 }],
  ];
  const functions = (x: string): [string, (x: number) => number][] => [
    [x, (y) => y],
    [`${x}^2`, (y) => y * y],
    [`sigmoid(8 (${x} - 1))`, (y) => 1 / (1 + Math.exp(-8 * (y - 1)))],
    [`sin(2 ${x})`, (y) => Math.sin(2 * y)],
  ];
  test.each(cases)('%s', (text, head, domain, given) => {
    const over = rule(head, domain, 1200);
    for (const seed of [1, 2]) {
      const at = continuousValue(read(declarations, text), { seed, exactly: true }, { ...given, [head]: over.points });
      const weights = tensor.mul(jet.primal(at), over.weights).data;
      expectNear(
        weights.reduce((sum, w) => sum + w, 0),
        1,
        1e-6,
      );
      for (const [body, f] of functions(head)) {
        const expected = over.points.data.reduce((sum, x, i) => sum + f(x) * (weights[i] as number), 0);
        expectMean(sampled(read(declarations, `E_{${text}}[${body}]`), { seed, draws }, given), expected);
      }
    }
  });
  it('a tail probability, by counting', () => {
    const over = rule('b', 'real', 2400);
    const at = jet.primal(
      continuousValue(read(declarations, 'p(b)'), { seed: 1, exactly: true }, { b: over.points }),
    ).data;
    const xs = sampled(read(declarations, 'E_{p(b)}[b]'), { seed: 1, draws });
    for (const beyond of [-1.05, 0.05, 1.05]) {
      const expected = at.reduce(
        (sum, d, i) => ((over.points.data[i] as number) > beyond ? sum + d * (over.weights.data[i] as number) : sum),
        0,
      );
      expectMean(
        xs.map((x) => (x > beyond ? 1 : 0)),
        expected,
      );
    }
  });
  it('the correlation along a chain', () => {
    const line = read(declarations, 'E_{p(a, c)}[a c]');
    for (const seed of [1, 2]) expectMean(sampled(line, { seed, draws }), exactly(line, seed));
  });
  it('the measure in parts is the measure', () => {
    const [joint, parts] = ['E_{p(a, b, c)}[sin(a b) + c]', 'E_{p(a) p(b | a) p(c | a, b)}[sin(a b) + c]'].map((text) =>
      sampled(read(declarations, text), { seed: 1, draws }),
    );
    expect(parts).toEqual(joint);
  });
  it('a declared law of a declared law', () => {
    const line = read(declarations, 'E_{g(a; theta) g(b | a)}[b^2]');
    const expected = 0.5 + (1 - Math.exp(-4) * Math.cos(0.6)) / 2;
    expectMean(sampled(line, { seed: 1, draws }, { theta: 0.3 }), expected);
  });
  it('the same seed gives the same draws', () => {
    const line = read(declarations, 'E_{p(a)}[a]');
    expect(sampled(line, { seed: 4 })).toEqual(sampled(line, { seed: 4 }));
    expect(sampled(line, { seed: 4 })).not.toEqual(sampled(line, { seed: 5 }));
  });
  it('a discrete variable is summed, not drawn', () => {
    const line = read(declarations, 'E_{r(k)}[1]');
    expectNear(exactly(line, 1), 1, 1e-14);
  });
});

describe('plates and chains', () => {
  const chain = `plate t = 1..T
    latent z_t : real
    observed x_t : real
    let Z = {z_t}
    density: p(z_{1:T}, x_{1:T}) = p(z_1) (prod_{t=2..T} p(z_t | z_{t-1})) prod_t p(x_t | z_t)`;
  const x = { 'x@1': 0.4, 'x@2': -0.7, 'x@3': 1.1 };
  it.each([
    ['E_{p(z_3)}[z_3]'],
    ['E_{p(z_1 | x_1)}[z_1]'],
    ['E_{p(z_2 | x_1, x_2, x_3)}[sin(z_2)]'],
    ['E_{p(z_1, z_3 | x_2)}[z_1 z_3]'],
  ])('%s', (text) => {
    const line = read(chain, text);
    for (const seed of [1, 2]) expectMean(sampled(line, { seed, draws: 8192 }, x), exactly(line, seed, x));
  });
  const plate = (iid: string): string => `plate n = 1..N
    ${iid}
    latent z_n : real
    latent w : real
    let Z = {z_n}
    density: p(Z, w) = p(w) prod_n p(z_n | w)`;
  const means = (iid: string): number[] => [1, 2, 3].map((n) => exactly(read(plate(iid), `E_{p(z_${n})}[z_${n}]`), 1));
  it('members of an iid plate have the same law', () => {
    const [first, ...others] = means('iid n');
    for (const other of others) expectNear(other, first as number, 1e-12);
  });
  it('others do not', () => expect(new Set(means('').map((m) => m.toFixed(6))).size).toBe(3));
  it('members are drawn apart', () => {
    const line = read(plate('iid n'), 'E_{p(w) prod_n p(z_n | w)}[(z_1 - z_2)^2]');
    expectMean(
      sampled(line, { seed: 1, draws: 8192 }),
      exactly(read(plate('iid n'), 'E_{p(z_1, z_2)}[(z_1 - z_2)^2]'), 1),
    );
  });
});

describe('an integral is drawn as an expectation is', () => {
  const declarations = `latent x, z : real
    density: p(x, z) = p(z) p(x | z)
    density: q(z)`;
  const lines = [
    'int int p(x, z) sin(x z) dx dz',
    'int p(z) z^2 dz',
    'int (p(z) + q(z)) z dz',
    'int p(z) (ln p(z) - ln q(z)) dz',
    'int q(z) p(z) dz',
    'int p(z)^2 dz',
  ];
  test.each(lines)('%s', (text) => {
    const line = read(declarations, text);
    for (const seed of [1, 2]) expectMean(sampled(line, { seed, draws: 8192 }), exactly(line, seed));
  });
});
