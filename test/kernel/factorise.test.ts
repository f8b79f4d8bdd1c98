/** What a family's network says of a joint density: its declared factors, and the members of a plate one by one. */
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/kernel/kernel.js';
import type { Term } from '../../src/kernel/term.js';
import { at, density, expectTrue, ref, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
plate i = 1..2
latent z_n, x_n, w, v
latent y_t, o_t
latent b_{i, n}
latent a, c, d
param psi, psi_old
observed u
let Z = {z_n}, X = {x_n}, Y = {y_t}, O = {o_t}, B = {b_{i, n}}
density p(Z, X, w; psi) = p(w; psi) prod_n (p(z_n | w) p(x_n | z_n))
density q(Z) = prod_n q(z_n)
density l(Y, O) = l(y_1) (prod_{t=2..T} l(y_t | y_{t-1})) prod_t l(o_t | y_t)
density r(a, c, d | u) = r(a, c | u) r(d | a)
density s(Y)
density e(B, w) = e(w) prod_i prod_n e(b_{i, n} | w)
density k(Z) = k(z_1) prod_{n=2..N} k(z_n)`);

const run = (name: 'factorise' | 'split plate', term: string | Term): Result =>
  w.kernel.procedure({ name }, typeof term === 'string' ? w.term(term) : term);

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
  ])('%s', (text, expected) => {
    const { right } = expectTrue(w, run('factorise', text)).statement;
    expect(w.kernel.identity.same(right, w.term(expected)), w.print(right)).toBe(true);
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
  ])('%s', (_, term) => expect(refusal(run('factorise', term))).not.toBe('a theorem'));
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

  test('the letter is none that the values mention', () => {
    const term = density(
      'p',
      [{ of: { name: 'z', at: [{ tag: 'all' }] }, value: ref('z', { tag: 'all' }) }],
      [{ of: { name: 'w', at: [] }, value: ref('x', at('n')) }],
    );
    const result = run('split plate', term);
    expect('statement' in result && w.print(result.statement.right)).toBe('prod_{n#1 = 1..N} p(z_{n#1} | w = x_n)');
  });
});
