/** What holds at every size and every value of the indices: what holds at some of them only is refused. */
import { describe, expect, test } from 'vitest';
import { Extents } from '../../src/kernel/extent.js';
import type { Term } from '../../src/kernel/term.js';
import { at, density, expectFalse, expectTrue, index, meanings, ref, refusal, World } from './harness.js';

const chain = `
plate t = 1..T
plate s = 1..T
subset S of 1..T size M
latent y_t
param xi
let Y = {y_t}
function f(a)
density p(y_{1:T}; xi) = p(y_1; xi) prod_{t=2..T} p(y_t | y_{t-1})`;

const zero = `
plate n = 0..N
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) p(z_0 | w) prod_{n=1..N} p(z_n)`;

const anchored = `
plate n = 1..N
latent z_n, x_n
let Z = {z_n}, X = {x_n}
density p(Z, X) = prod_n (p(z_n) p(x_n | z_N))`;

const cut = `
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) prod_{n=1..M} p(z_n | w) prod_{n=M+1..N} p(z_n)`;

type Row = readonly [what: string, from: string, given: string, declarations: string];

const independence = ([A, B, C, declarations]: Row) => {
  const w = new World(declarations);
  const { family, slots } = meanings(w);
  const by = { p: family('p'), A: slots(A), B: slots(B), C: slots(C) };
  return { w, result: w.kernel.rule('independence', by), claim: w.claimOf('independence', by) };
};

describe('independent', () => {
  test.each<Row>([
    ['y_t', 'y_{t-1}, y_{t-2}', 'y_{t-1}', chain],
    ['y_t', 'y_{1:t-1}', 'y_{t-1}', chain],
    ['y_1', 'y_2, y_3, xi', 'y_2, xi', chain],
    ['y_T', 'y_{T-1}, y_{T-2}', 'y_{T-1}', chain],
    ['y_3', 'y_2, xi', 'y_2', chain],
    ['z_2', 'w', '', zero],
    ['z_{n+1}', 'w', '', zero],
    ['x_1', 'z_N, z_{N-1}', 'z_N', anchored],
  ])('%s of %s given %s', (...row) => {
    const { w, result } = independence(row);
    expectTrue(w, result);
  });
});

describe('not independent at some size or index', () => {
  test.each<Row>([
    ['y_2', 'y_{T-2}, y_1, xi', 'y_{T-2}, xi', chain],
    ['y_{t+1}', 'y_s, y_t', 'y_s', chain],
    ['y_t', 'y_{t+1}, y_1, xi', 'y_{t+1}, xi', chain],
    ['y_M', 'y_T, y_1, xi', 'y_T, xi', chain],
    ['z_n', 'w', '', zero],
    ['z_0', 'w', '', zero],
    ['x_1', 'z_2', '', anchored],
    ['z_1', 'w', '', cut],
    ['z_n', 'w', '', cut],
  ])('%s of %s given %s', (...row) => {
    const { w, result, claim } = independence(row);
    expectFalse(w, result, claim);
  });

  // The numbers go to five members, and to minibatches of less than all.
  test.each<Row>([
    ['y_3', 'y_{T-2}, y_1, xi', 'y_{T-2}, xi', chain],
    ['y_4', 'y_{T-3}, y_2, xi', 'y_{T-3}, xi', chain],
    ['z_N', 'w', '', cut],
  ])('%s of %s given %s', (...row) => expect(refusal(independence(row).result)).toBe('condition independent'));
});

describe('members', () => {
  const w = new World(chain);
  const { worlds } = w.kernel;
  const inside = (inner: string, outer: string): boolean => worlds.within(w.refs(inner), w.refs(outer));

  test.each([
    ['y_t', 'Y', true],
    ['y_2', 'y_{1:2}', true],
    ['y_{t-1}', 'y_{1:t}', true],
    ['y_{1:t-1}', 'y_{-t}', true],
    ['y_t', 'y_t, y_s', true],
    ['Y', 'y_t, y_{-t}', true],
    ['y_s', 'y_t', false],
    ['y_t', 'y_{1:t-1}', false],
    ['y_s', 'y_{-t}', false],
    ['y_3', 'y_{T-2}', false],
    ['y_{T-2}', 'y_{1:3}', false],
    ['Y', 'y_{1:T-1}', false],
    ['y_t', 'y_1, y_2, y_3', false],
  ])('%s among %s: %s', (inner, outer, answer) => expect(inside(inner, outer)).toBe(answer));
});

describe('a term has its members', () => {
  const w = new World(`${chain}
define lagged = f(y_2)`);
  const extents = new Extents(w.model);
  const within = (term: string | Term, others: readonly string[]): boolean =>
    extents.within(
      typeof term === 'string' ? w.term(term) : term,
      others.map((text) => w.term(text)),
    );

  test.each<readonly [string, readonly string[]]>([
    ['f(y_t)', []],
    ['f(y_1)', []],
    ['f(y_T)', []],
    ['p(y_t | y_{1:t-1}; xi)', []],
    ['sum_{t = 2..T} f(y_{t-1})', []],
    ['sum_{t = 1..T-1} f(y_{t+1})', []],
    ['sum_{s = 1..t} f(y_s)', []],
    ['f(y_{t-1})', ['f(y_{t-1})']],
    ['f(y_{t-1})', ['f(y_{t-2})']],
    ['f(y_2)', ['f(y_3)']],
    ['f(y_2) f(y_{t+1})', ['f(y_2)', 'f(y_{t+1})']],
    ['p(Y; xi)', []],
    ['p(y_{-t} | y_t; xi)', []],
    ['lagged', ['f(y_2)']],
    ['f(y_2) + f(y_3)', ['f(y_3)']],
    ['f(y_3) + f(y_2)', ['f(y_3)']],
    ['sum_{s = 2..t} f(y_{s-1})', []],
  ])('%s where %j have theirs', (term, others) => expect(within(term, others)).toBe(true));

  test.each<readonly [string, readonly string[]]>([
    ['f(y_{t-1})', []],
    ['f(y_{t+1})', ['f(y_{t-1})']],
    ['f(y_{t-2})', ['f(y_{t-1})']],
    ['f(y_{t-1})', ['f(y_{s-1})']],
    ['f(y_2)', ['f(y_1)']],
    ['f(y_3)', ['f(y_2)']],
    ['f(y_{T-1})', ['f(y_T)']],
    ['sum_{s = 1..t} f(y_{s+1})', []],
    ['sum_{s = 1..t} f(y_{s+1})', ['f(y_t)']],
    ['int p(y_t | y_{t-1}) dy_t', []],
    ['grad_{xi}(f(y_{t-1}))', []],
    ['E_S[sum_{t in S} f(y_2)]', []],
    ['lagged', []],
    ['lagged', ['f(y_1)']],
    ['f(y_2) + f(y_3)', ['f(y_2)']],
    ['f(y_3) + f(y_2)', ['f(y_2)']],
    ['grad_{y_{t-1}}(xi)', []],
    ['int xi dy_{t-1}', []],
    ['sum_{t in S} f(y_{t-1})', []],
    ['sum_{t in S} f(y_{t+1})', []],
  ])('%s, but not where %j have theirs', (term, others) => expect(within(term, others)).toBe(false));

  test('also in the slots of a density', () => {
    const [last, whole] = [ref('y', at('t', -1)), ref('y', at('t'))];
    const of = (own: typeof last, given: typeof last): Term =>
      density('p', [{ of: own.ref, value: ref('xi') }], [{ of: given.ref, value: ref('xi') }]);
    expect(within(of(whole, whole), [])).toBe(true);
    expect(within(of(last, whole), [])).toBe(false);
    expect(within(of(whole, last), [])).toBe(false);
  });

  test.each([
    ['t', index(null, 1), index('T'), true],
    ['t', index(null, 2), index('T', -1), true],
    ['t', index(null, 0), index('T'), false],
    ['t', index(null, 1), index('T', 1), false],
    ['k', index(null, 0), index('T', 1), true],
  ] as const)('the letter %s from %o to %o', (letter, lo, hi, inside) =>
    expect(extents.runsInside({ index: letter, range: { tag: 'range', lo, hi, except: null } })).toBe(inside),
  );

  test('a letter of a minibatch', () => {
    const through = (subset: string): boolean => extents.runsInside({ index: 't', range: { tag: 'subset', subset } });
    expect([through('S'), through('nobody')]).toEqual([true, true]);
  });
});
