/** The densities of the continuous models against plain integrals of the joint, and their derivatives. */
import { describe, expect, it, test } from 'vitest';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import type { Axis, Tensor } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';
import { average, central, type Domain, expectNear, type Rule, rule, slope } from './harness.js';
import { continuousValue, exactly, read, sampled, type Values } from './models.js';

interface Net {
  readonly declarations: string;
  readonly factors: readonly string[];
  readonly domains: Readonly<Record<string, Domain>>;
  /** Discrete members, of two states each. */
  readonly discrete?: readonly string[];
  readonly values?: Values;
}

const nets: Readonly<Record<string, Net>> = {
  chain: {
    declarations: 'latent a, b, c : real\ndensity: p(a, b, c) = p(a) p(b | a) p(c | b)',
    factors: ['p(a)', 'p(b | a)', 'p(c | b)'],
    domains: { a: 'real', b: 'real', c: 'real' },
  },
  collider: {
    declarations: 'latent a, b, c : real\ndensity: p(a, b, c) = p(a) p(b) p(c | a, b)',
    factors: ['p(a)', 'p(b)', 'p(c | a, b)'],
    domains: { a: 'real', b: 'real', c: 'real' },
  },
  parameters: {
    declarations: 'latent a, b\nparam theta\ndensity: p(a, b; theta) = p(a; theta) p(b | a; theta)',
    factors: ['p(a; theta)', 'p(b | a; theta)'],
    domains: { a: 'real', b: 'real' },
    values: { theta: 0.4 },
  },
  domains: {
    declarations: `latent a : positive
      latent b : unit
      latent c : real
      density: p(a, b, c) = p(a) p(b | a) p(c | a, b)`,
    factors: ['p(a)', 'p(b | a)', 'p(c | a, b)'],
    domains: { a: 'positive', b: 'unit', c: 'real' },
  },
  'a discrete cause': {
    declarations: `latent k : discrete
      latent a, b : real
      density: p(k, a, b) = p(k) p(a | k) p(b | a, k)`,
    factors: ['p(k)', 'p(a | k)', 'p(b | a, k)'],
    domains: { a: 'real', b: 'real' },
    discrete: ['k'],
  },
  'a discrete effect': {
    declarations: `latent k : discrete
      latent a, b : real
      density: p(k, a, b) = p(a) p(b | a) p(k | a)`,
    factors: ['p(a)', 'p(b | a)', 'p(k | a)'],
    domains: { a: 'real', b: 'real' },
    discrete: ['k'],
  },
  'declared normals': {
    declarations: `latent a, b : real
      param m
      density: p(a, b; m) = p(a; m) p(b | a)
      density: p(a; m) = Normal(a; m, 2)
      density: p(b | a) = Normal(b; a^2 / 8, 1/2)`,
    factors: ['p(a; m)', 'p(b | a)'],
    domains: { a: 'real', b: 'real' },
    values: { m: 0.3 },
  },
};

const density = ({ values = {} }: Net, heads: readonly string[], givens: readonly string[]): string => {
  const params = Object.keys(values).length > 0 ? `; ${Object.keys(values).join(', ')}` : '';
  return `p(${heads.join(', ')}${givens.length > 0 ? ` | ${givens.join(', ')}` : ''}${params})`;
};

/** A term's values where members run along rules, discrete ones along their states. */
const valuesOf = (net: Net, text: string, seed: number, at: Values): Tensor =>
  jet.primal(
    continuousValue(
      read(net.declarations, text),
      { seed, exactly: true, along: net.discrete ?? [] },
      { ...net.values, ...at },
    ),
  );

/** Over three variables the rules are as short as will do. */
function rulesOf({ domains }: Net): Map<string, Rule> {
  const entries = Object.entries(domains);
  const [count, reach] = entries.length === 3 ? [76, 9] : [200, 12];
  return new Map(entries.map(([name, domain]) => [name, rule(name, domain, count, reach)]));
}

/** Sums everything in `names` out. */
function sumOut(net: Net, t: Tensor, names: readonly string[], rules: ReadonlyMap<string, Rule>): Tensor {
  return names.reduce((rest, name) => {
    const over = rules.get(name);
    if (over !== undefined) return tensor.sumOver(tensor.mul(rest, over.weights), over.axis);
    const axis: Axis = { id: name, size: 2, rank: 0 };
    expect(net.discrete).toContain(name);
    return tensor.sumOver(rest, axis);
  }, t);
}

const largest = (t: Tensor): number => t.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The density as the joint's integrals say; every member runs along its rule or its states. */
function expectDerived(name: string, heads: readonly string[], givens: readonly string[], seed: number): void {
  const net = nets[name] as Net;
  const members = [...Object.keys(net.domains), ...(net.discrete ?? [])];
  const rules = rulesOf(net);
  const at = Object.fromEntries([...rules].map(([member, { points }]) => [member, points]));
  const joint = net.factors.map((factor) => valuesOf(net, factor, seed, at)).reduce(tensor.mul);
  const hidden = members.filter((member) => !heads.includes(member) && !givens.includes(member));
  const both = sumOut(net, joint, hidden, rules);
  const evidence = sumOut(net, both, heads, rules);
  const derived = valuesOf(net, density(net, heads, givens), seed, at);
  const gap = tensor.map2(tensor.mul(derived, evidence), both, (x, y) => x - y);
  expect(largest(gap)).toBeLessThan(1e-8 * largest(both));
  // Far out, where the evidence underflows, a conditional says nothing.
  const mass = sumOut(net, derived, heads, rules);
  expect(largest(tensor.map2(mass, evidence, (m, e) => (e > 1e-9 ? m - 1 : 0)))).toBeLessThan(1e-6);
}

describe('derived densities are those of the joint, and have mass 1', () => {
  test.each<[string, string[], string[]]>([
    ['chain', ['a'], []],
    ['chain', ['b'], []],
    ['chain', ['c'], []],
    ['chain', ['a'], ['c']],
    ['chain', ['a', 'c'], []],
    ['chain', ['b'], ['a', 'c']],
    ['chain', ['c'], ['a']],
    ['chain', ['a', 'b'], ['c']],
    ['collider', ['c'], []],
    ['collider', ['a'], ['c']],
    ['collider', ['a', 'b'], []],
    ['collider', ['a', 'b'], ['c']],
    ['collider', ['a'], ['b', 'c']],
    ['parameters', ['b'], []],
    ['parameters', ['a'], ['b']],
    ['parameters', ['a', 'b'], []],
    ['domains', ['b'], []],
    ['domains', ['c'], []],
    ['domains', ['a'], ['c']],
    ['domains', ['a', 'b'], ['c']],
    ['a discrete cause', ['a'], []],
    ['a discrete cause', ['b'], []],
    ['a discrete cause', ['k'], ['a']],
    ['a discrete cause', ['k'], ['b']],
    ['a discrete cause', ['a'], ['b']],
    ['a discrete cause', ['a', 'k'], ['b']],
    ['a discrete effect', ['k'], []],
    ['a discrete effect', ['a'], ['k']],
    ['a discrete effect', ['k'], ['b']],
    ['a discrete effect', ['b'], ['k']],
    ['declared normals', ['a'], []],
    ['declared normals', ['b'], []],
    ['declared normals', ['a'], ['b']],
  ])('%s: %j given %j', (name, heads, givens) => {
    expectDerived(name, heads, givens, 1);
  });
});

describe('log densities have the derivatives of their differences', () => {
  const declarations = `latent a, b : real
    latent c : positive
    latent k : discrete
    param theta
    density: p(a, b, c, k; theta) = p(k) p(a | k; theta) p(b | a; theta) p(c | b)`;
  const point = { a: 0.3, b: -0.8, c: 1.7, theta: 0.6 };
  const value = (text: string, at: Values): Float64Array =>
    jet.primal(continuousValue(read(declarations, text), { seed: 3, exactly: true, along: ['k'] }, at)).data;
  test.each([
    ['a', 'ln p(a; theta)'],
    ['b', 'ln p(b; theta)'],
    ['c', 'ln p(c; theta)'],
    ['c', 'ln p(c | b)'],
    ['a', 'ln p(a | c; theta)'],
    ['c', 'ln p(a | c; theta)'],
    ['a', 'ln p(k | a; theta)'],
    ['theta', 'ln p(a; theta)'],
    ['theta', 'ln p(c; theta)'],
    ['theta', 'ln p(a | b; theta)'],
    ['theta', 'ln p(k | c; theta)'],
  ])('by %s of %s', (by, text) => {
    const gradient = by === 'theta' ? `grad_{theta}(${text})` : `d/d${by} (${text})`;
    value(gradient, point).forEach((exact, i) => {
      expectNear(
        exact,
        central((x) => value(text, { ...point, [by]: x })[i] as number, point[by as 'a']),
        1e-7,
      );
    });
  });
  it('twice', () => {
    const [exact] = value('grad_{theta}(grad_{theta}(ln p(b; theta)))', point);
    expectNear(
      exact as number,
      central((t) => value('grad_{theta}(ln p(b; theta))', { ...point, theta: t })[0] as number, 0.6),
      1e-7,
    );
  });
});

describe('the scale', () => {
  const declarations = 'latent a, b : real\ndensity: p(a, b) = p(a) p(b | a)';
  test.each([0.1, 0.3, 2, 5])('%d stretches every length', (scale) => {
    const [one, other] = [1, scale].map((s) => exactly(read(declarations, 'E_{p(b)}[b]'), 1, {}, { scale: s })) as [
      number,
      number,
    ];
    expectNear(other, scale * one, 1e-9);
  });
});

it('the slope of a mean by its parameter, through the harness and the model alike', () => {
  const declarations = 'latent x : real\nparam m\ndensity: p(x; m) = Normal(x; m, 1)';
  const line = read(declarations, 'E_{p(x; m)}[x^2]');
  const value = (m: Jet): Jet => continuousValue(line, { seed: 1, exactly: true }, { m });
  expectNear(slope(value, 0.7), 1.4, 1e-9);
  expectNear(average(sampled(line, { seed: 1, draws: 65_536 }, { m: 0.7 })), 1.49, 0.03);
});
