/** Letters of sums that leave their plate, hide another or have the name that another got: each stands for its own values. */
import { describe, expect, test } from 'vitest';
import { Identity } from '../../src/kernel/identity.js';
import { World } from '../kernel/harness.js';

const w = new World('plate n = 1..N\nplate m = 1..N\nlatent z_n\nfunction g(a)\nfunction h(a, b)');
const identity = new Identity(w.model);
const same = (a: string, b: string): boolean => identity.same(w.term(a), w.term(b));

describe('the same', () => {
  test.each([
    ['sum_{n=0..3} g(n)', 'sum_{k=0..3} g(k)'],
    ["sum_{n=0..1} sum_{n'=1..2} h(n, n')", 'sum_{i=0..1} sum_{j=1..2} h(i, j)'],
    ["sum_{n=0..1, n'=1..2} h(n, n')", 'sum_{i=0..1, j=1..2} h(i, j)'],
    ["sum_{n'=0..1} sum_{n=0..2} h(n, n')", 'sum_{j=0..1} sum_{i=0..2} h(i, j)'],
    [
      "sum_{n=0..1} sum_{n'=1..2} sum_{n''=3..4} (h(n, n') + g(n''))",
      'sum_{i=0..1} sum_{j=1..2} sum_{k=3..4} (h(i, j) + g(k))',
    ],
    ['sum_{n=0..3} sum_{n=1..N, k=n..N} g(k)', 'sum_{i=0..3} sum_{j=1..N, k=j..N} g(k)'],
    ['sum_{n=0..3} sum_n g(n)', 'sum_{i=0..3} sum_m g(m)'],
    ['sum_{n=0..3} (g(n) + sum_{n=0..2} g(n)) g(n)', 'sum_{i=0..3} (g(i) + sum_{j=0..2} g(j)) g(i)'],
    ['sum_{n=0..3, m=n..N} h(n, m)', 'sum_{i=0..3, j=i..N} h(i, j)'],
    ["sum_{n=0..3} sum_{n'=n..3} h(n, n')", 'sum_{i=0..3} sum_{j=i..3} h(i, j)'],
    ["sum_{n=0..3} sum_{n'=1..2, k=n..3} h(n', k)", 'sum_{i=0..3} sum_{j=1..2, k=i..3} h(j, k)'],
    ['sum_{n=0..3, n != 2} g(n)', 'sum_{i=0..3, i != 2} g(i)'],
    ['sum_{n=0..3} sum_{m=1..N, m != n} h(n, m)', 'sum_{i=0..3} sum_{j=1..N, j != i} h(i, j)'],
  ])('%s and %s', (a, b) => expect(same(a, b)).toBe(true));
});

describe('not the same', () => {
  test.each([
    ["sum_{n=0..1} sum_{n'=1..2} h(n, n')", "sum_{n=0..1} sum_{n'=1..2} h(n', n')"],
    ['sum_{n=0..3} sum_{n=1..N, k=n..N} g(k)', 'sum_{n=0..3} sum_{m=1..N, k=n..N} g(k)'],
    ['sum_{n=0..3} sum_n g(n)', 'sum_{n=0..3} sum_m g(n)'],
    ["sum_{n=0..3} sum_{n'=1..2, k=n..3} h(n', k)", "sum_{n=0..3} sum_{n'=1..2, k=n'..3} h(n', k)"],
  ])('%s and %s', (a, b) => expect(same(a, b)).toBe(false));
});
