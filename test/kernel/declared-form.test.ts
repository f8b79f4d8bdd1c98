/** Densities as the laws and formulas that they are declared to be. What the kernel makes is true by number. */
import { describe, expect, test } from 'vitest';
import { expectTrue, must, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate t = 1..T
latent v, v' : real
latent k, k' : {0, 1}
latent c : positive
latent z_n : real
latent s_t : real
param a : real
param b : positive
function h(k) : positive
density m(v) = (1/2) Normal(v; 0, 1) + (1/2) Normal(v; 1, 2)
density l(v; a, b) = Normal(v; a, b)
density e(k) = h(k) / (h(0) + h(1))
density r(k; b) = b^k / (1 + b)
density u(k) = table[k] [1/3, 2/3]
density x(c; b) = Exponential(c; b)
density p(v, z_{1:N}) = p(v) prod_n p(z_n | v)
density p: p(z_n | v) = Normal(z_n; v, 1)
density o(s_{1:T}) = o(s_1) prod_{t=2..T} o(s_t)
density o: o(s_1) = Normal(s_1; 0, 1)
density j(k, k') = (h(k) + h(k')) / (4 (h(0) + h(1)) / 2)`);

const formOf = (text: string) => w.kernel.procedure({ name: 'declared form' }, w.term(text));

describe('is', () => {
  test.each([
    ['e(k)', 'h(k) / (h(0) + h(1))'],
    ["e(k = k')", "h(k') / (h(0) + h(1))"],
    ['r(k; b)', 'b^k / (1 + b)'],
  ])('%s: %s', (text, form) => {
    const { right } = expectTrue(w, formOf(text)).statement;
    const ring = (term: string) => must(w.kernel.procedure({ name: 'ring' }, w.term(term))).statement.right;
    expect(w.kernel.identity.same(must(w.kernel.procedure({ name: 'ring' }, right)).statement.right, ring(form))).toBe(
      true,
    );
  });

  test.each([
    ['m(v)', '(1/2) Normal(v; 0, 1) + (1/2) Normal(v; 1, 2)'],
    ["m(v = v')", "(1/2) Normal(v'; 0, 1) + (1/2) Normal(v'; 1, 2)"],
    ['l(v; a, b)', 'Normal(v; a, b)'],
    ['x(c; b)', 'Exponential(c; b)'],
    ['p(z_n | v)', 'Normal(z_n; v, 1)'],
    ['p(z_1 | v)', 'Normal(z_1; v, 1)'],
    ["p(z_n | v = v')", "Normal(z_n; v', 1)"],
    ['o(s_1)', 'Normal(s_1; 0, 1)'],
    ['p(z_n | v, z_{-n})', 'Normal(z_n; v, 1)'],
    ["j(k, k')", "(h(k) + h(k')) / (4 (h(0) + h(1)) / 2)"],
    ["j(k = k', k' = k)", "(h(k') + h(k)) / (4 (h(0) + h(1)) / 2)"],
  ])('%s: %s', (text, form) => {
    expect(w.kernel.identity.same(must(formOf(text)).statement.right, w.term(form))).toBe(true);
  });

  test('what is a density by trust says so', () => {
    expect(w.kernel.assumptions(must(formOf('m(v)')))).toContainEqual({ tag: 'form', family: 'm' });
    expect(w.kernel.assumptions(must(formOf('l(v; a, b)')))).toEqual([]);
  });
});

describe('is not', () => {
  test.each([
    ['a table', 'u(k)'],
    ['a factor without a form', 'p(v)'],
    ['an array', 'p(z_{1:N} | v)'],
    ['members of two', 'p(z_1, z_2 | v)'],
    ['a joint density', 'p(v, z_n)'],
    ['a marginal of a formula', 'j(k)'],
    ['a conditional of a formula', "j(k | k')"],
    ['a marginal of a law', 'p(z_n)'],
    ['a member that may be the first, which has a law of its own', 'o(s_t)'],
    ['a value that the variable may not have', 'e(k = 1/2)'],
    ['a number', 'm(v = 1)'],
    ['a variable of other values', 'm(v = k)'],
    ['a member given what descends from it', 'p(v | z_n)'],
    ['no density', 'ln m(v)'],
  ])('%s: %s', (_, text) => expect(refusal(formOf(text))).not.toBe('a theorem'));
});
