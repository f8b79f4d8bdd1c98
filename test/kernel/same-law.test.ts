/** Members of iid plates in the law of the first. What the kernel makes is true by number. */
import { describe, expect, test } from 'vitest';
import { expectFalse, expectTrue, must, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
iid n
plate t = 1..T
iid t
plate m = 1..M
latent u_n, v_n, w, b_{n, m}
latent s_t
observed y_m
param psi
let U = {u_n}
density q(U, v_{1:N} | w) = prod_n (q(u_n | w) q(v_n | u_n))
density c(s_{1:T}) = c(s_1) prod_{t=2..T} c(s_t | s_{t-1})
density o(y_{1:M}) = prod_m o(y_m)
density l(u_{1:N}; psi) = prod_n l(u_n; psi)
density j(u_{1:N}, v_{1:N}) = prod_n j(u_n, v_n)
density k(b_{1:N, 1:M}) = prod_n prod_m k(b_{n, m})
density p(U, w) = p(w) prod_n p(u_n | w)`);

const sameLaw = (text: string) => w.kernel.procedure({ name: 'same law' }, w.term(text));

describe('the law of the first', () => {
  test.each([
    ['q(u_n | w)', 'q(u_1 = u_n | w)'],
    ['q(v_n | u_n)', 'q(v_1 = v_n | u_1 = u_n)'],
    ['q(v_n | u_n = w)', 'q(v_1 = v_n | u_1 = w)'],
    ['q(u_n = w | w)', 'q(u_1 = w | w)'],
    ['l(u_n; psi)', 'l(u_1 = u_n; psi)'],
    ['l(u_2; psi)', 'l(u_1 = u_2; psi)'],
    ['j(u_n, v_n)', 'j(u_1 = u_n, v_1 = v_n)'],
    ['c(s_t | s_{t-1})', 'c(s_2 = s_t | s_1 = s_{t-1})'],
    ['k(b_{n, m})', 'k(b_{1, m} = b_{n, m})'],
    ['p(u_n | w)', 'p(u_1 = u_n | w)'],
  ])('%s: %s', (text, first) => {
    const { statement } = expectTrue(w, sameLaw(text));
    expect(w.kernel.identity.same(statement.right, w.term(first))).toBe(true);
  });
});

describe('not', () => {
  test.each([
    ['of a marginal', 'p(u_n)'],
    ['of what is given more', 'q(u_n | w, v_n)'],
    ['of two members', 'q(u_1, u_2 | w)'],
    ['of an array', 'q(U | w)'],
    ['of one of two that a factor draws', 'j(u_n)'],
    ['of a member given another', 'j(u_n | v_n)'],
    ['of no density', 'ln p(w)'],
  ])('%s: %s', (_, text) => expect(refusal(sameLaw(text))).not.toBe('a theorem'));

  test('in a plate that is not iid', () => {
    expect(w.print(must(sameLaw('o(y_m)')).statement.right)).toBe('o(y_m)');
    expectFalse(w, w.kernel.same(w.term('o(y_m)'), w.term('o(y_1 = y_m)')), {
      relation: '=',
      left: w.term('o(y_m)'),
      right: w.term('o(y_1 = y_m)'),
    });
  });
});
