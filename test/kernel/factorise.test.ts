/** What a family's network says of a joint density: its declared factors, and the members of a plate one by one. */
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/kernel/kernel.js';
import type { Selector, Slot, Term } from '../../src/kernel/term.js';
import { at, density, expectTrue, ref, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
plate j = 1..T
plate i = 1..2
latent z_n, x_n, h_n, w, v
latent y_t, o_t
latent b_{i, n}
latent a, c, d
param psi, psi_old
observed u
let Z = {z_n}, X = {x_n}, Y = {y_t}, O = {o_t}, B = {b_{i, n}}, H = {h_n}
density p(Z, X, w; psi) = p(w; psi) prod_n (p(z_n | w) p(x_n | z_n))
density q(Z) = prod_n q(z_n)
density l(Y, O) = l(y_1) (prod_{t=2..T} l(y_t | y_{t-1})) prod_t l(o_t | y_t)
density r(a, c, d | u) = r(a, c | u) r(d | a)
density s(Y)
density e(B, w) = e(w) prod_i prod_n e(b_{i, n} | w)
density k(Z) = k(z_1) prod_{n=2..N} k(z_n)
density pairs(Z, X) = prod_n pairs(z_n, x_n)`);

/** Families of which not every member has the same law, or any. */
const uneven = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
plate i = 1..2
latent z_n
latent y_t
latent a, c
latent g_i
latent r, k : {0, 1}
observed u
let Z = {z_n}, Y = {y_t}
density two(g_1, g_2) = two(g_1) two(g_2 | g_1)
density later(Y) = later(y_1) prod_{t=1..T-1} later(y_{t+1} | y_t)
density most(c, a, z_{1:N-1} | u) = most(c, a | u) prod_{n=1..N-1} most(z_n)
density noise(r, k) = noise(k) noise(r | k)`);
const first = `
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density first(z_{1:M}, w) = first(w) prod_{n=1..M} first(z_n | w)`;
const rest = `
plate n = 1..N
latent z_n, w
let Z = {z_n}
density rest(z_{2:N}, w) = rest(w) prod_{n=2..N} rest(z_n | w)`;
const half = `
plate i = 1..2
latent g_i, a
let G = {g_i}
density half(a, g_1)`;
/** In a plate of one the last is the first. */
const last = `
plate t = 1..T
latent y_t, v_t
let Y = {y_t}, V = {v_t}
density last(Y, V) = (prod_t last(y_t)) last(v_1 | y_T) prod_{t=2..T} last(v_t | v_{t-1})`;
const many = new World(`
plate n = 1..N
plate m = 1..N
plate i = 1..2
plate j = 1..2
latent f_{i, j, n, m}
let F = {f_{i, j, n, m}}
density four(F) = prod_i prod_j prod_n prod_m four(f_{i, j, n, m})`);

const run = (name: 'factorise' | 'split plate', term: string | Term): Result =>
  w.kernel.procedure({ name }, typeof term === 'string' ? w.term(term) : term);

const own = (name: string, selector: Selector): Slot => ({
  of: { name, at: [selector] },
  value: ref(name, selector),
});
const but = (letter: string): Selector => ({ tag: 'except', index: { base: letter, offset: 0 } });

/** `p(Z | w = x_n)` */
const arrayAtMember = density(
  'p',
  [{ of: { name: 'z', at: [{ tag: 'all' }] }, value: ref('z', { tag: 'all' }) }],
  [{ of: { name: 'w', at: [] }, value: ref('x', at('n')) }],
);

describe('factorised', () => {
  test.each([
    ['p(w; psi)', 'p(w; psi)'],
    ['p(z_n, w; psi)', 'p(z_n | w) p(w; psi)'],
    ['p(x_n, z_n | w)', 'p(x_n | z_n) p(z_n | w)'],
    ['p(x_n | z_n, w)', 'p(x_n | z_n)'],
    ['p(X | Z)', 'prod_{n = 1..N} p(x_n | z_n)'],
    ['p(Z, X, w; psi)', '(prod_{n = 1..N} p(z_n | w)) (prod_{n = 1..N} p(x_n | z_n)) p(w; psi)'],
    ['p(z_1, z_2 | w)', 'p(z_1 | w) p(z_2 | w)'],
    ['p(z_n | w, z_{-n})', 'p(z_n | w)'],
    ['p(w; psi_old)', 'p(w; psi_old)'],
    ['p(Z | w = v)', 'prod_{n = 1..N} p(z_n | w = v)'],
    ['q(Z)', 'prod_{n = 1..N} q(z_n)'],
    ['l(Y)', 'l(y_1) prod_{t = 2..T} l(y_t | y_{t-1})'],
    ['l(y_t | y_{t-1})', 'l(y_t | y_{t-1})'],
    ['l(y_t | y_{1:t-1})', 'l(y_t | y_{t-1})'],
    ['l(O | Y)', 'prod_{t = 1..T} l(o_t | y_t)'],
    ['r(a, c, d | u)', 'r(a, c | u) r(d | a)'],
    ['r(d | a, c, u)', 'r(d | a)'],
    ['s(Y)', 's(Y)'],
    ['e(B | w)', 'prod_{i = 1..2} prod_{n = 1..N} e(b_{i, n} | w)'],
    ['e(b_{1, n} | w)', 'e(b_{1, n} | w)'],
    ['k(Z)', 'k(z_1) prod_{n = 2..N} k(z_n)'],
    ['p(x_n | z_n, z_m)', 'p(x_n | z_n)'],
    ['pairs(z_n, x_n)', 'pairs(z_n, x_n)'],
    ['pairs(Z, X)', 'prod_{n = 1..N} pairs(z_n, x_n)'],
    ['l(y_j | y_{1:j-1})', 'l(y_j | y_{j-1})'],
  ])('%s', (text, expected) => {
    const { right } = expectTrue(w, run('factorise', text)).statement;
    expect(w.kernel.identity.same(right, w.term(expected)), w.print(right)).toBe(true);
  });
});

test('at the members of another array', () => {
  const all = { tag: 'all' } as const;
  const other: Slot = { of: { name: 'z', at: [all] }, value: ref('h', all) };
  const { right } = expectTrue(w, run('factorise', density('p', [own('x', all)], [other]))).statement;
  expect(w.kernel.identity.same(right, w.term('prod_n p(x_n | z_n = h_n)')), w.print(right)).toBe(true);
});

describe('factorised where members have other laws', () => {
  const check = (own: World, text: string, expected: string): void => {
    const { right } = expectTrue(own, own.kernel.procedure({ name: 'factorise' }, own.term(text))).statement;
    expect(own.kernel.identity.same(right, own.term(expected)), own.print(right)).toBe(true);
  };
  test.each([
    ['two(g_1, g_2)', 'two(g_1) two(g_2 | g_1)'],
    ['two(g_1)', 'two(g_1)'],
    ['two(g_2 | g_1)', 'two(g_2 | g_1)'],
    ['later(y_t | y_{t-1})', 'later(y_t | y_{t-1})'],
    ['noise(r | k = 1)', 'noise(r | k = 1)'],
  ])('%s', (text, expected) => check(uneven, text, expected));

  test('an array of four indices', () =>
    check(many, 'four(F)', 'prod_{i = 1..2} prod_{j = 1..2} prod_n prod_m four(f_{i, j, n, m})'));

  test.each([
    ['an array of which some have no law', 'first(Z | w)', first],
    ['a member that may have no law', 'first(z_N | w)', first],
    ['an array of which the first has no law', 'rest(Z | w)', rest],
    ['an array of which one has a law, with another variable', 'half(G | a)', half],
    ['a chain that depends on a given member, which is none in a plate of one', 'last(V | y_{-1})', last],
  ])('not %s', (_, text, model) => {
    const own = typeof model === 'string' ? new World(model) : model;
    expect(refusal(own.kernel.procedure({ name: 'factorise' }, own.term(text)))).not.toBe('a theorem');
  });
});

describe('not factorised', () => {
  test.each([
    ['a marginal whose parents are neither heads nor given', 'p(x_n | w)'],
    ['a posterior', 'p(z_n | x_n, w)'],
    ['a parent given its child', 'p(w | Z; psi)'],
    ['a joint given a descendant', 'p(z_n, w | x_n; psi)'],
    ['one of two heads of an undivided factor', 'r(a | u)'],
    ['the other of them', 'r(c | u)'],
    ['one given the other', 'r(a | c, u)'],
    ['members of an undivided array', 's(y_t)'],
    ['a part of an array', 'l(y_{1:2})'],
    ['all but one of an array', 'q(z_{-n})'],
    ['a member of a chain without the one before', 'l(y_t)'],
    ['a chain given its last', 'l(y_1 | y_T)'],
    ['a member with two laws', 'k(z_n)'],
    ['what is no density', 'ln p(w; psi)'],
    ['the second of two heads given the first', 'r(c | a, u)'],
    ['data given another state', 'l(o_t | y_j)'],
    ['data given another state that is a number', 'p(x_n | z_m = 2; psi)'],
  ])('%s', (_, text) => expect(refusal(run('factorise', text))).not.toBe('a theorem'));

  test.each<readonly [string, Term]>([
    ['an unknown family', density('nobody', [{ of: { name: 'w', at: [] }, value: ref('w') }])],
    ['no heads', density('q', [])],
    [
      'a head twice',
      density('q', [
        { of: { name: 'z', at: [at('n')] }, value: ref('z', at('n')) },
        { of: { name: 'z', at: [at('m')] }, value: ref('z', at('m')) },
      ]),
    ],
    [
      'a head that is given',
      density(
        'q',
        [{ of: { name: 'z', at: [at('n')] }, value: ref('z', at('n')) }],
        [{ of: { name: 'z', at: [at('m')] }, value: ref('z', at('m')) }],
      ),
    ],
    [
      'a head with too many indices',
      density('q', [{ of: { name: 'z', at: [at('n'), at('n')] }, value: ref('z', at('n'), at('n')) }]),
    ],
    [
      'two data, one given another state',
      density('l', [own('o', at('t')), own('o', at('t', 1))], [own('y', at('j')), own('y', at('t', 1))]),
    ],
    [
      'a member of one of two arrays',
      density(
        'p',
        [{ of: { name: 'x', at: [at('n')] }, value: ref('x', at('n')) }],
        [
          { of: { name: 'z', at: [but('m')] }, value: ref('h', but('m')) },
          { of: { name: 'z', at: [at('m')] }, value: ref('z', at('m')) },
        ],
      ),
    ],
  ])('%s', (_, term) => expect(refusal(run('factorise', term))).not.toBe('a theorem'));

  test('the letters of ranges are none that the values mention', () => {
    const result = run('factorise', arrayAtMember);
    expect('statement' in result && w.print(result.statement.right)).toBe('prod_{n#1 = 1..N} p(z_{n#1} | w = x_n)');
  });
});

describe('split by member', () => {
  test.each([
    ['p(Z | w)', 'prod_{n = 1..N} p(z_n | w)'],
    ['p(Z | X, w)', 'prod_{n = 1..N} p(z_n | X, w)'],
    ['p(X | w)', 'prod_{n = 1..N} p(x_n | w)'],
    ['q(Z)', 'prod_{n = 1..N} q(z_n)'],
    ['l(O | Y)', 'prod_{t = 1..T} l(o_t | Y)'],
    ['k(Z)', 'prod_{n = 1..N} k(z_n)'],
  ])('%s', (text, expected) => {
    const { right } = expectTrue(w, run('split plate', text)).statement;
    expect(w.kernel.identity.same(right, w.term(expected)), w.print(right)).toBe(true);
  });

  test.each([
    ['members with a common cause', 'p(Z; psi)'],
    ['members with a common effect', 'l(Y)'],
    ['a chain of data', 'l(O)'],
    ['an undivided array', 's(Y)'],
    ['two arrays', 'p(Z, X | w)'],
    ['one member', 'q(z_n)'],
    ['no array', 'p(w; psi)'],
    ['what is no density', 'psi'],
  ])('not %s', (_, text) => expect(refusal(run('split plate', text))).not.toBe('a theorem'));

  const all = { tag: 'all' } as const;
  test.each<readonly [string, Term]>([
    ['an unknown family', density('nobody', [{ of: { name: 'z', at: [all] }, value: ref('z', all) }])],
    ['an unknown array', density('q', [{ of: { name: 'nobody', at: [all] }, value: ref('nobody', all) }])],
    ['no heads', density('q', [])],
  ])('nor %s', (_, term) => expect(refusal(run('split plate', term))).not.toBe('a theorem'));

  test('an array of two indices by the first', () => {
    const row = ref('b', at('i'), all);
    const { right } = expectTrue(w, run('split plate', 'e(B | w)')).statement;
    expect(right.tag === 'big' && right.body.tag === 'density' && right.body.heads).toEqual([
      { of: row.ref, value: row },
    ]);
  });

  test('the letter is none that the values mention', () => {
    const result = run('split plate', arrayAtMember);
    expect('statement' in result && w.print(result.statement.right)).toBe('prod_{n#1 = 1..N} p(z_{n#1} | w = x_n)');
  });
});
