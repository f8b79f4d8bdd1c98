/** The procedures that are no row: definitions unfolded, ranges split and shifted. What they make is true by number. */
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/kernel/kernel.js';
import { rangeValues } from '../../src/kernel/network.js';
import type { Term } from '../../src/kernel/term.js';
import { apply, at, call, expectFalse, expectTrue, index, must, number, ref, refusal, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 0..T
subset S of 1..N size M
latent z_n, x, y
latent a, b : real
observed u_n, o_t
param psi, xi, psi_old
let Z = {z_n}
function f(a)
function g(a, b)
function h(a, b, c)
density p(Z, x, y; psi) = p(x; psi) p(y | x) prod_n p(z_n | x)
define square(psi) = psi^2
define mean(psi) = E_{p(x; psi)}[f(x)]
define slope(psi) = grad_{psi}(g(psi, psi_old))
define behind = 2 y
define member = f(u_n)
define both(y) = behind + y
define capture(psi) = sum_n g(u_n, psi)
define whole(u) = sum_n f(u_n)
define mini(psi) = sum_{n in S} f(u_n) psi`);
const { kernel } = w;

const run = (procedure: Parameters<typeof kernel.procedure>[0], term: string | Term): Result =>
  kernel.procedure(procedure, typeof term === 'string' ? w.term(term) : term);
const unfold = (term: string | Term): Result => run({ name: 'unfold' }, term);

describe('a definition', () => {
  test.each([
    ['square(psi)'],
    ['square(xi)'],
    ['square(psi + xi)'],
    ['square(-1)'],
    ['mean(psi)'],
    ['mean(psi_old)'],
    ['slope(psi)'],
    ['slope(xi)'],
    ['behind'],
    ['capture(f(u_n))'],
    ['capture(u_m)'],
    ['mini(psi)'],
  ])('%s', (text) => {
    const { right } = expectTrue(w, unfold(text)).statement;
    expect(kernel.identity.same(right, w.term(text))).toBe(false);
  });

  test.each<readonly [string, string | Term]>([
    ['what is no definition', 'f(psi)'],
    ['no definition by that name', call('nobody')],
    ['too few arguments', call('square')],
    ['too many arguments', call('square', number(1), number(2))],
    ['a member for an array', call('whole', ref('u', at(null, 3)))],
    ['an array for a number', call('square', ref('u', { tag: 'all' }))],
    ['a member for the variable of a gradient', call('slope', number(1))],
    ['a value behind another name', 'both(3)'],
  ])('not %s', (_, term) => {
    try {
      expect(refusal(unfold(term))).not.toBe('a theorem');
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test('the gradient by an argument is no gradient by what else is in the body', () =>
    expectFalse(w, unfold('slope(psi_old)'), {
      relation: '=',
      left: w.term('slope(psi_old)'),
      right: w.term('grad_{psi_old}(g(psi_old, psi_old))'),
    }));
});

describe('a range split', () => {
  test.each<readonly ['first' | 'last', string]>([
    ['first', 'sum_n f(u_n)'],
    ['last', 'sum_n f(u_n)'],
    ['first', 'prod_n f(u_n)'],
    ['last', 'prod_n p(z_n | x)'],
    ['first', 'sum_n sum_m g(u_n, u_m)'],
    ['last', 'sum_n sum_{m = 1..n} g(u_n, u_m)'],
    ['first', 'sum_{t = 0..T} f(o_t)'],
    ['first', 'sum_n E_{p(z_n | x)}[f(z_n)]'],
    ['last', 'sum_n n f(u_n)'],
    ['first', 'sum_n square(psi)'],
    ['first', 'sum_{m = 2..3} psi'],
    ['first', 'sum_{t = 0..T-1} f(o_t)'],
    ['last', 'sum_{t = 0..T-1} f(o_t)'],
  ])('%s of %s', (end, text) => {
    expectTrue(w, run({ name: 'split range', end }, text));
  });

  test.each<readonly [string, 'first' | 'last', string | Term]>([
    ['what may be empty', 'first', 'sum_{n = 2..N} f(u_n)'],
    ['what is empty', 'first', 'sum_{n = 2..1} psi'],
    ['what is empty at one member', 'first', 'sum_{n = 1..N-1} f(u_n)'],
    ['what is empty at the last letter', 'first', 'sum_{m = n+1..N} f(u_m)'],
    ['what is empty where one size is larger', 'first', 'sum_{m = N..T} psi'],
    ['what is empty before the first', 'last', 'sum_{m = 1..n-1} f(u_m)'],
    ['a range less one', 'first', 'sum_{m = 1..N, m != n} f(u_m)'],
    ['a minibatch', 'first', 'sum_{n in S} f(u_n)'],
    ['what has no range', 'first', 'f(u_n)'],
    ['a definition that mentions the letter', 'first', 'sum_n member'],
  ])('not %s', (_, end, term) => expect(refusal(run({ name: 'split range', end }, term))).not.toBe('a theorem'));

  test.each([
    ['first', 'sum_{m = 2..2} psi', "psi + sum_{m' = 3..2} psi"],
    ['last', 'sum_{m = n..n} f(u_m)', 'f(u_n) + sum_{m = n..n-1} f(u_m)'],
  ] as const)('%s of a range of one, %s', (end, text, expected) =>
    expect(w.print(must(run({ name: 'split range', end }, text)).statement.right)).toBe(expected),
  );

  test('a letter that is in use under a binder keeps its meaning', () => {
    const m = index('m');
    const inner = sum(
      'm',
      index(null, 1),
      index('N'),
      apply('h', ref('u', at('n')), ref('u', at('m')), ref('u', at('m#1'))),
    );
    const split = run({ name: 'split range', end: 'first' }, sum('n', m, m, inner));
    expect(refusal(split)).toBe('a theorem');
    expect('statement' in split && w.print(split.statement.right)).toBe(
      'sum_{m#2 = 1..N} h(u_m, u_{m#2}, u_{m#1}) + sum_{n = m+1..m} sum_{m = 1..N} h(u_n, u_m, u_{m#1})',
    );
  });
});

describe('an empty range', () => {
  /** How many members it has for some letters and sizes. */
  const members = (term: Term): number[] =>
    [1, 2, 3].flatMap((n) =>
      [1, 3].map((N) => {
        const indices = new Map(Object.entries({ n, N }));
        return term.tag === 'big' ? rangeValues(term.binder.range, { indices, subsets: new Map() }).length : 1;
      }),
    );

  test.each([
    ['sum_{n = 2..1} f(u_n)', '0'],
    ['prod_{n = 2..1} f(u_n)', '1'],
    ['sum_{n = 3..1} psi', '0'],
    ['sum_{m = n+1..n} f(u_m)', '0'],
    ['sum_{m = N+1..N} psi', '0'],
    ['prod_{m = 2..1, m != n} f(u_m)', '1'],
    ['sum_{n = 2..1} sum_m g(u_n, u_m)', '0'],
  ])('%s = %s', (text, value) => {
    const { left, right } = must(run({ name: 'empty range' }, text)).statement;
    expect(w.print(right)).toBe(value);
    expect(Math.max(...members(left))).toBe(0);
  });

  test.each([
    ['a range of one', 'sum_{n = 1..1} f(u_n)'],
    ['a range from a letter to itself', 'sum_{m = n..n} f(u_m)'],
    ['what has members at most sizes', 'sum_{n = 2..N} f(u_n)'],
    ['what has members at one size', 'sum_{n = N..1} f(u_n)'],
    ['what has members for some letters', 'sum_{m = 1..n-1} f(u_m)'],
    ['what comes after a letter', 'sum_{m = n+1..N} f(u_m)'],
    ['what is no sum', 'E_{p(x; psi)}[f(x)]'],
  ])('not %s', (_, text) => {
    expect(refusal(run({ name: 'empty range' }, text))).not.toBe('a theorem');
    expect(Math.max(...members(w.term(text)))).toBeGreaterThan(0);
  });

  test.each([
    ['a minibatch', 'sum_{n in S} f(u_n)'],
    ['a range less its only member', 'sum_{n = 1..1, n != 1} f(u_n)'],
  ])('not %s', (_, text) => expect(refusal(run({ name: 'empty range' }, text))).not.toBe('a theorem'));
});

describe('a member of a range written out', () => {
  const of = (base: string | null, offset: number, text: string) =>
    run({ name: 'split member', at: index(base, offset) }, text);

  test.each<readonly [string | null, number, string]>([
    [null, 1, 'sum_n f(u_n)'],
    ['N', 0, 'sum_n f(u_n)'],
    ['m', 0, 'sum_n f(u_n)'],
    ['m', 0, 'prod_n f(u_n)'],
    ['m', 0, 'sum_n g(u_n, u_m)'],
    ['m', 0, 'sum_{n = 1..m} f(u_n)'],
    ['m', 0, 'sum_{n = m..N} f(u_n)'],
    [null, 0, 'sum_{t = 0..T} f(o_t)'],
    ['T', -1, 'sum_{t = 0..T} f(o_t)'],
  ])('%s + %i of %s', (base, offset, text) => {
    expectTrue(w, of(base, offset, text));
  });

  test.each<readonly [string, string | null, number, string]>([
    ['what may be outside', null, 2, 'sum_n f(u_n)'],
    ['what may be before the first', 'm', -1, 'sum_n f(u_n)'],
    ['what may be after the last', 'm', 1, 'sum_n f(u_n)'],
    ['what comes after a letter', 'm', 0, 'sum_{n = 2..N} f(u_n)'],
    ['the letter of the range', 'n', 0, 'sum_n f(u_n)'],
    ['a range less one', 'm', 0, 'sum_{n = 1..N, n != 1} f(u_n)'],
    ['a minibatch', null, 1, 'sum_{n in S} f(u_n)'],
    ['a letter of another plate', 't', 0, 'sum_n f(u_n)'],
    ['what has no range', null, 1, 'f(u_n)'],
    ['half a member', null, 0.5, 'sum_n f(u_n)'],
  ])('not %s', (_, base, offset, text) => expect(refusal(of(base, offset, text))).not.toBe('a theorem'));
});

describe('a range shifted', () => {
  test.each<readonly [number, string]>([
    [1, 'sum_{l = 1..N} psi'],
    [-1, 'sum_{n = 2..N} g(u_n, u_{n-1})'],
    [1, 'sum_{n = 1..N-1} g(u_n, u_{n+1})'],
    [2, 'sum_{l = 1..N} l'],
    [-1, 'sum_{n = 2..N, n != 3} f(u_n)'],
    [1, 'prod_{l = 1..N} f(u_l)'],
    [0, 'sum_n f(u_n)'],
  ])('by %i: %s', (by, text) => {
    const result = run({ name: 'shift range', by }, text);
    const { statement } = expectTrue(w, result);
    expect(statement.right.tag).toBe('big');
  });

  test.each<readonly [string, number, string]>([
    ['a minibatch', 1, 'sum_{n in S} f(u_n)'],
    ['by a half', 0.5, 'sum_n psi'],
    ['by no number', Number.NaN, 'sum_n psi'],
    ['without end', Number.POSITIVE_INFINITY, 'sum_n psi'],
    ['what has no range', 1, 'psi'],
    ['out of the plate of its letter', 1, 'sum_n psi'],
    ['out of the plate at its start', -1, 'sum_n f(u_n)'],
  ])('not %s', (_, by, text) => expect(refusal(run({ name: 'shift range', by }, text))).not.toBe('a theorem'));
});
