/** The density of an array along its members. What the kernel makes is true by number. */
import { describe, expect, test } from 'vitest';
import { density, expectTrue, index, must, ref, refusal, World } from './harness.js';

const w = new World(`
plate t = 1..T
plate n = 1..N
latent z_t, w, y_{n,t}
observed o_t
let Z = {z_t}
density p(Z, w) = p(w) prod_t p(z_t | w)
density l(Z) = l(z_1) prod_{t=2..T} l(z_t | z_{t-1})
density h(Z, o_{1:T}) = h(z_1) (prod_{t=2..T} h(z_t | z_{t-1})) prod_t h(o_t | z_t)
density j(Z | w)
density k(y_{n,1:T} | w)`);
const { kernel } = w;

const chain = (text: string, from: 'first' | 'last' = 'first') =>
  kernel.procedure({ name: 'chain', from }, w.term(text));

describe('along', () => {
  test.each([
    ['j(Z | w)', 'prod_{t = 1..T} j(z_t | z_{1:t-1}, w)'],
    ['l(Z)', 'prod_{t = 1..T} l(z_t | z_{1:t-1})'],
    ['p(Z)', 'prod_{t = 1..T} p(z_t | z_{1:t-1})'],
    ['p(Z | w)', 'prod_{t = 1..T} p(z_t | z_{1:t-1}, w)'],
    ['h(o_{1:T})', 'prod_{t = 1..T} h(o_t | o_{1:t-1})'],
    ['h(o_{1:T} | z_{1:T})', 'prod_{t = 1..T} h(o_t | o_{1:t-1}, z_{1:T})'],
    ['h(o_{1:t})', 'prod_{t#1 = 1..t} h(o_{t#1} | o_{1:t#1-1})'],
    ['h(o_{1:t} | z_t)', 'prod_{t#1 = 1..t} h(o_{t#1} | o_{1:t#1-1}, z_t)'],
    ['h(o_{t:T})', 'prod_{t#1 = t..T} h(o_{t#1} | o_{t:t#1-1})'],
    ['l(z_{2:T} | z_1)', 'prod_{t = 2..T} l(z_t | z_{1:t-1})'],
    ['h(o_{3:T} | o_{1:2}, z_1)', 'prod_{t = 3..T} h(o_t | o_{1:t-1}, z_1)'],
    ['h(o_{t+1:T} | o_{1:t})', 'prod_{t#1 = t+1..T} h(o_{t#1} | o_{1:t#1-1})'],
    ['h(o_{t+1:T} | o_t)', 'prod_{t#1 = t+1..T} h(o_{t#1} | o_{t:t#1-1})'],
    ['h(o_{t+1:T} | o_{2:t})', 'prod_{t#1 = t+1..T} h(o_{t#1} | o_{2:t#1-1})'],
    ['k(y_{n,1:T} | w)', 'prod_{t = 1..T} k(y_{n, t} | y_{n, 1:t-1}, w)'],
  ])('%s', (text, product) => {
    const { statement } = expectTrue(w, chain(text));
    expect(w.print(statement.right)).toBe(product);
  });

  test.each([
    ['j(Z | w)', 'prod_{t = 1..T} j(z_t | z_{t+1:T}, w)'],
    ['h(o_{1:t})', 'prod_{t#1 = 1..t} h(o_{t#1} | o_{t#1+1:t})'],
    ['h(o_{1:t} | o_{t+1:T})', 'prod_{t#1 = 1..t} h(o_{t#1} | o_{t#1+1:T})'],
    ['h(o_{1:t-1} | o_t, z_1)', 'prod_{t#1 = 1..t-1} h(o_{t#1} | o_{t#1+1:t}, z_1)'],
    ['l(z_{2:T} | z_1)', null],
    ['h(o_{1:T-2} | o_{T-1:T})', 'prod_{t = 1..T-2} h(o_t | o_{t+1:T})'],
  ])('%s from the last', (text, product) => {
    const result = chain(text, 'last');
    if (product === null) return expect(refusal(result)).not.toBe('a theorem');
    return expect(w.print(expectTrue(w, result).statement.right)).toBe(product);
  });

  test('a row of another name', () => {
    const bound = (hi: ReturnType<typeof index>) => ({ tag: 'slice', lo: index(null, 1), hi }) as const;
    const of = { name: 'z', at: [bound(index('T'))] };
    const renamed = density('l', [{ of, value: ref('z#1', bound(index('T'))) }]);
    const { statement } = must(kernel.procedure({ name: 'chain', from: 'first' }, renamed));
    expect(w.print(statement.right)).toBe('prod_{t = 1..T} l(z_t = z#1_t | z_{1:t-1} = z#1_{1:t-1})');
  });
});

describe('not along', () => {
  test.each([
    ['a member', 'l(z_t)'],
    ['a variable', 'p(w)'],
    ['two arrays', 'h(Z, o_{1:T})'],
    ['an array and a variable', 'p(Z, w)'],
    ['parts of one array', 'h(o_{1:2}, o_{4:T})'],
    ['an array less one', 'l(z_{-t})'],
    ['what is no density', 'ln p(w)'],
    ['a row that may meet what is given', 'h(o_{1:t} | o_{t+1:T})'],
    ['a row that may meet what is given after a gap', 'h(o_{3:T} | o_1)'],
    ['a row after one that may meet it', 'h(o_{t:T} | o_{3:t-1})'],
    ['a row of which the plate may have fewer', 'l(z_{2:3} | z_1)'],
  ])('%s: %s', (_, text) => expect(refusal(chain(text))).not.toBe('a theorem'));
});
