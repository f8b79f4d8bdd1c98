/** Which measures are densities: they integrate to one over what they bind. */
import { describe, expect, test } from 'vitest';
import {
  hasDensity,
  isLawOf,
  isProperFamily,
  isProperMeasure,
  isTrusted,
  rangesOverDomain,
} from '../../src/kernel/measure.js';
import type { Law, Measure } from '../../src/kernel/term.js';
import { density, number, ref, World } from './harness.js';

const w = new World(
  `
plate n = 1..N
plate i = 1..2
plate h1 = 1..N
subset S of 1..N size M
latent z_n, x_n, v, w
latent b_{i, n}
latent a : real
latent c : real
latent e : unit
latent k, k' : {0, 1}
latent j, j' : {0, 1}
latent y, o, t
latent few_i
latent flip, toss, shaped, t', t''
observed u_n
param psi
let Z = {z_n}, X = {x_n}, B = {b_{i, n}}
density p(Z, X, v, w) = p(w) p(v | w) prod_n (p(z_n | w) p(x_n | z_n))
density l(Z) = l(z_1) prod_{n=2..N} l(z_n | z_{n-1})
density q(k, j)
density r(a) = Normal(a; 0, 1)
density h(c) = Exponential(c; 1)
density narrow(c) = Normal(c; 0, 1)
density wide(a) = Exponential(a; 1)
density coin(j) = Bernoulli(j; 1/2)
density dice(k) = Bernoulli(k; 1/2)
density counts(y) = Poisson(y; 2)
density both(o) = Poisson(o; 2)
density too(o) = Normal(o; 0, 1)
density listed(t) = table[t] [1/2, 1/2]
density form(c) = exp(-c)
density flipped(flip) = Bernoulli(flip; 1/2)
density tossed(toss) = Bernoulli(toss; 1/2)
density thrown(toss) = Normal(toss; 0, 1)
density curve(shaped) = exp(-shaped^2)
density pair(t', t'') = table[t', t''] [[1/4, 1/4], [1/4, 1/4]]
density s(X) = prod_n s(x_n)
density m(B) = prod_i (m(b_{i, 1}) prod_{n=2..N} m(b_{i, n} | b_{i, n-1}))
density mixed(a, c) = mixed(a) mixed(c)
density mixed(a) = Normal(a; 0, 1)
density mixed(c) = Normal(c; 0, 1)`,
  { c: { tag: 'positive' }, k: { tag: 'values', values: [0, 1, 2] }, "k'": { tag: 'values', values: [0, 1, 2] } },
);

const measure = (text: string): Measure[] =>
  text === '' ? [] : text.split(' & ').map((part) => w.term(part) as Measure);

describe('a density', () => {
  test.each([
    [''],
    ['p(w)'],
    ['p(v, w)'],
    ['p(v | w)'],
    ['p(v | w) & p(w)'],
    ['p(w) & p(v | w)'],
    ['p(z_n | w) & p(x_n | z_n)'],
    ['p(z_1 | w) & p(z_2 | w)'],
    ['p(Z | X, w)'],
    ['prod_n p(z_n | w)'],
    ['prod_n p(z_n | w) & p(w)'],
    ["q(k = k')"],
    ['r(a)'],
    ['h(c)'],
    ['wide(a)'],
    ['coin(j)'],
    ["coin(j = j')"],
    ['counts(y)'],
    ['form(c)'],
    ['Normal(a; psi, 2)'],
    ['Uniform(a; 0, 1)'],
    ['Beta(e; 1, 2)'],
    ['Gamma(c; 1, 2)'],
    ['Bernoulli(j; 1/2)'],
    ['Poisson(y; 3)'],
    ['Normal(w; v, 1) & p(v)'],
    ['prod_n (p(z_n | w) s(x_n))'],
    ['prod_n m(b_{1, n})'],
    ['prod_n Normal(x_n; w, 1)'],
    ['prod_i prod_n Normal(b_{i, n}; 0, 1)'],
    ['Beta(a; 1, 2)'],
    ['Uniform(w; 0, 1)'],
    ['Laplace(a; 0, 1)'],
    ['Laplace(w; 0, 1)'],
    ['Exponential(a; 1)'],
    ['flipped(flip)'],
    ['Normal(shaped; 0, 1)'],
    ['Normal(a; -1, 2 psi)'],
    ['Normal(a; 0, psi 2)'],
    ['Gamma(c; psi, 1)'],
    ['Uniform(a; psi, 0)'],
    ['Uniform(a; 1, psi)'],
    ['Uniform(a; 5, 2 * 3)'],
    ['Bernoulli(j; 0)'],
    ['Bernoulli(j; 1)'],
    ['Bernoulli(j; psi)'],
    ['p(z_n = v | w)'],
    ['p(w = z_n)'],
    ['p(z_1 = z_2 | w)'],
    ['p(z_n = x_1 | w)'],
  ])('%s', (text) => expect(isProperMeasure(measure(text), w.model)).toBe(true));
});

describe('no density', () => {
  test.each([
    ['two that depend on each other', 'p(v | w) & p(w | v)'],
    ['two that depend on each other, beside a third', 'p(v | w) & p(w | v) & r(a)'],
    ['a variable twice', 'p(w) & p(w | v)'],
    ['members that may be the same', 'p(z_n | w) & p(z_1 | w)'],
    ['an array and its member', 'p(Z | w) & p(z_n | w)'],
    ['a head that is given', 'Normal(a; a, 1)'],
    ['a sum of densities', 'sum_n p(z_n | w)'],
    ['a product with a factor', 'prod_n (2 p(z_n | w))'],
    ['members that each depend on all', 'prod_n p(z_n | X, w) & p(X | Z)'],
    ['a product over what is no letter of it', 'prod_n p(w)'],
    ['a product over the letter of another', 'prod_n p(z_{h1} | w)'],
    ['a product of whole arrays', 'prod_n p(Z | w)'],
    ['a product of all members but one', 'prod_n p(z_{-n} | w)'],
    ['a product with what is no member', 'prod_n (p(z_n | w) p(v | w))'],
    ['a density at a number', 'r(a = 1)'],
    ['a plate where each depends on the next', 'prod_{n = 1..N-1} l(z_n | z_{n+1})'],
    ['fewer values', 'q(k = j)'],
    ['a real for a positive', 'h(c = a)'],
    ['a member of other values', 'q(k = z_n)'],
    ['a real for a member without values', 'p(z_n = a | w)'],
    ['a normal law of something positive', 'narrow(c)'],
    ['a normal law on the unit interval', 'Normal(e; 0, 1)'],
    ['an exponential law on the unit interval', 'Exponential(e; 1)'],
    ['an exponential law of something abstract', 'Exponential(w; 1)'],
    ['a coin with three sides', 'dice(k)'],
    ['counts of a real', 'Poisson(a; 1)'],
    ['counts of something abstract', 'Poisson(w; 1)'],
    ['a coin of something abstract', 'Bernoulli(w; 1/2)'],
    ['counts that are real by another law', 'both(o)'],
    ['a real that counts by another law', 'too(o)'],
    ['a normal law of something counted', 'Normal(y; 0, 1)'],
    ['a normal law of something in a table', 'Normal(t; 0, 1)'],
    ['a normal law of something in a table with another', "Normal(t'; 0, 1)"],
    ['a normal law of a coin', 'thrown(toss)'],
    ['a law at a number', 'Normal(1; 0, 1)'],
    ['two of which one depends on a part of the other', 'p(v, w | z_1) & p(z_1 | w)'],
    ['fewer values in one of two slots', "q(k = j, j = j')"],
    ['the same twice', 'q(k, j = k)'],
    ['a chain, which leaves its plate', 'prod_{n = 2..N} l(z_n | z_{n-1})'],
    ['a member of another series', 'prod_{n = 2..N} m(b_{1, n} | b_{2, n-1})'],
    ['members beside members on which they depend', 'prod_{n = 2..N} (l(z_n | z_{n-1}) p(x_n | z_{n-1}))'],
    ['a beta law of something positive', 'Beta(c; 1, 2)'],
    ['a beta law of something abstract', 'Beta(w; 1, 2)'],
    ['a uniform law of something positive', 'Uniform(c; 0, 1)'],
    ['a uniform law on the unit interval', 'Uniform(e; 0, 1)'],
    ['a Laplace law of something positive', 'Laplace(c; 0, 1)'],
    ['a gamma law of something abstract', 'Gamma(w; 1, 1)'],
    ['a gamma law on the unit interval', 'Gamma(e; 1, 1)'],
  ])('%s: %s', (_, text) => expect(isProperMeasure(measure(text), w.model)).toBe(false));
});

describe('no density that a text says', () => {
  const plate = w.term('prod_n p(z_n | w)') as Extract<Measure, { tag: 'big' }>;
  const law = w.term('Normal(a; 0, 1)') as Extract<Measure, { tag: 'law' }>;
  const all = { tag: 'all' } as const;
  const slot = (name: string, other: string) => ({ of: { name, at: [] }, value: ref(other) });
  test.each<readonly [string, Measure]>([
    ['a metavariable', { tag: 'meta', name: 'q' }],
    ['a plate of numbers', { ...plate, body: number(2) }],
    ['an unknown law', { ...law, law: 'Cauchy' as typeof law.law }],
    ['a law of nobody', { ...law, law: 'Beta', point: ref('nobody'), params: [number(1), number(1)] }],
    ['an array of fewer members', density('s', [{ of: ref('x', all).ref, value: ref('few', all) }])],
    ['a density of nobody', density('q', [slot('k', 'nobody')])],
    ['a density with a slot of nobody', density('q', [slot('nobody', 'k')])],
    ['nobody at nobody', density('q', [slot('nobody', 'somebody')])],
    ['a family of nobody', density('nobody', [slot('k', 'k')])],
  ])('%s', (_, own) => expect(isProperMeasure([own], w.model)).toBe(false));
});

test.each([
  ['p', true, false],
  ['r', true, false],
  ['listed', true, true],
  ['form', true, true],
  ['narrow', false, true],
  ['dice', false, true],
  ['both', false, true],
  ['mixed', false, true],
  ['nobody', false, null],
])('the family %s is proper: %s, taken on trust: %s', (name, proper, trusted) => {
  const family = w.model.families.get(name);
  expect(isProperFamily(family, w.model)).toBe(proper);
  expect(family === undefined ? null : isTrusted(family, w.model)).toBe(trusted);
});

test.each([
  ['Normal(a; c, 1)', 'a', true],
  ['Normal(z_n; z_{n+1}, 1)', 'z_n', true],
  ['Normal(a; 0, 1)', 'c', false],
  ['Normal(a; 0, 1)', 'a, c', false],
  ['Normal(a; 0, 1)', '', false],
  ['Normal(1; 0, 1)', 'a', false],
  ['Normal(a; a, 1)', 'a', false],
  ['Normal(a; 0, a^2)', 'a', false],
  ['Normal(z_n; z_1, 1)', 'z_n', false],
])('%s is a law of %s, given the rest: %s', (law, heads, answer) =>
  expect(isLawOf(w.term(law) as Law, w.refs(heads), w.model)).toBe(answer),
);

describe('a variable takes the values of another', () => {
  const own = new World(`
latent a, b, normal, laplace, uniform, uniform', formula, formula'
latent rate, gamma, beta, beta', count, count', coin, coin', mixed, mixed', joint, beside
latent two, given
latent c : discrete, c' : discrete, pair : discrete, pair' : discrete, three : discrete, odds : discrete, odds' : discrete
density p(a)
density p(normal) = Normal(normal; 0, 1)
density p(laplace) = Laplace(laplace; 0, 1)
density p(uniform) = Uniform(uniform; 0, 1)
density p(uniform') = Uniform(uniform'; 0, 2)
density p(formula) = exp(-formula)
density p(formula') = exp(-formula'^2)
density p(rate) = Exponential(rate; 1)
density p(gamma) = Gamma(gamma; 1, 1)
density p(beta) = Beta(beta; 1, 1)
density p(beta') = Beta(beta'; 2, 1)
density p(count) = Poisson(count; 2)
density p(count') = Poisson(count'; 3)
density p(coin) = Bernoulli(coin; 1/2)
density p(coin') = Bernoulli(coin'; 1/3)
density p(mixed) = Poisson(mixed; 2)
density q(mixed) = Normal(mixed; 0, 1)
density p(mixed') = Normal(mixed'; 0, 1)
density q(mixed') = Poisson(mixed'; 2)
density p(joint, beside) = exp(-joint^2 - beside^2)
density p(two | given) = table[two, given] [[1/2, 1/3, 1/4], [1/2, 2/3, 3/4]]
density p(pair) = table[pair] [1/2, 1/2]
density p(pair') = table[pair'] [1/3, 2/3]
density p(three) = table[three] [1/3, 1/3, 1/3]
density p(odds) = 2^(-odds)
density p(odds') = 2^(-odds' - 1)`);
  const agrees = (slot: string): boolean => own.slotList(slot).every((s) => rangesOverDomain(s, own.model));
  test.each([
    'a = b',
    "c = c'",
    'normal = laplace',
    'normal = a',
    'rate = gamma',
    "beta = beta'",
    "count = count'",
    "coin = coin'",
    "pair = pair'",
    "mixed = mixed'",
    'uniform = uniform',
    'formula = formula',
  ])('%s', (slot) => expect(agrees(slot)).toBe(true));
  test.each([
    'normal = count',
    'normal = coin',
    'normal = rate',
    'normal = beta',
    'normal = uniform',
    'normal = formula',
    'normal = mixed',
    'count = mixed',
    'a = count',
    'count = a',
    'a = two',
    'a = given',
    'two = given',
    'two = coin',
    "uniform = uniform'",
    "formula = formula'",
    'c = pair',
    'pair = three',
    "odds = odds'",
    'a = c',
    'a = joint',
    'a = beside',
  ])('but not %s', (slot) => expect(agrees(slot)).toBe(false));

  test.each([
    ['normal', true],
    ['rate', true],
    ['mixed', true],
    ['a', false],
    ['count', false],
    ['coin', false],
    ['pair', false],
  ])('a law of %s has a density on the line: %s', (name, answer) => expect(hasDensity(name, own.model)).toBe(answer));
});
