/** What is free in a term, and which references cover which. */
import { describe, expect, test } from 'vitest';
import { covers, freeOf, headsOf, overlap, sameMembers } from '../../src/kernel/free.js';
import {
  type Index,
  keyOfRef,
  type Measure,
  type Selector,
  sameRef,
  type Term,
  type VarRef,
} from '../../src/kernel/term.js';
import { printRefs } from '../../src/syntax/print.js';
import { declarations } from '../syntax/declarations.js';
import { meaning } from '../syntax/line.js';
import { apply, density, index, at as letter, ref, sum, World } from './harness.js';

/** The free variables as printed, then index letters, then subsets. */
function free(line: string): string {
  const { document, line: read } = meaning(declarations, line);
  expect(read.fault).toBeNull();
  const { refs, indices, subsets } = freeOf(read.term as Term, document.model);
  return [...refs.map((r) => printRefs([r], document.model)), ...indices, ...subsets].sort().join(' ');
}

describe('free in', () => {
  test.each([
    ['1 + pi + N', ''],
    ['w + f(w)', 'w'],
    ['x_n', 'n x_n'],
    ['x_1', 'x_1'],
    ['n', 'n'],
    ['sum_n f(x_n)', 'X'],
    ['sum_n f(x_1)', 'x_1'],
    [
      'f(x_1) + f(x_2) + f(x_3) + f(x_4) + f(x_5) + f(x_n) + f(x_{n-1}) + f(w) + f(k) + f(x_n) + f(x_2) + f(w)',
      'k n w x_1 x_2 x_3 x_4 x_5 x_n x_{n-1}',
    ],
    ['sum_{n in S} f(x_n)', 'S X'],
    ['sum_{m = 1..N, m != n} f(x_m)', 'n x_{-n}'],
    ['sum_{t = 2..T} g(y_t, y_{t-1})', 'y_{1:T-1} y_{2:T}'],
    ['E_S[sum_{n in S} f(x_n)]', 'X'],
    ['int f(w) dw', ''],
    ['int g(w, x_n) dw', 'n x_n'],
    ['int_{0}^{w} f(w) dw', 'w'],
    ['int g(z_1, z_2) dz_1', 'z_2'],
    ['int g(z_1, z_2) dZ', ''],
    ['sum_{k} h(k; xi)', 'xi'],
    ['p(w | X)', 'X w'],
    ['p(w = f(k))', 'k'],
    ['p(z_n)', 'n z_n'],
    ['q(w; xi = psi_old)', 'psi_old w'],
    ['E_{p(w)}[g(w, k)]', 'k'],
    ['E_{p(w | X)}[w]', 'X'],
    ['E_{p(Z)}[f(z_n)]', 'n'],
    ['E_{p(z_1)}[g(z_1, z_2)]', 'z_2'],
    ['E_{prod_n p(z_n)}[sum_n f(z_n)]', ''],
    ['KL[q(w; xi) || p(w | X)]', 'X xi'],
    ['H[p(w | X)]', 'X'],
    ['H_{p}[w | X]', ''],
    ['I_{p}[X; w | Z]', ''],
    ['Var_{p(w)}[w k]', 'k'],
    ['Cov_{p(w)}[w, k]', 'k'],
    ['grad_{psi}(w)', 'psi w'],
    ['w + const_{Z}', 'w'],
    ['L(psi, xi)', 'X psi xi'],
    ['L(psi_old, xi)', 'X psi_old xi'],
    ['L_S(psi)', 'S X psi'],
    ['c0', 'w'],
  ])('%s', (line, names) => expect(free(line)).toBe(names));
});

describe('references', () => {
  const at = (name: string, ...selectors: VarRef['at'][number][]): VarRef => ({ name, at: selectors });
  const n = { tag: 'at', index: { base: 'n', offset: 0 } } as const;
  const m = { tag: 'at', index: { base: 'm', offset: 0 } } as const;
  const all = { tag: 'all' } as const;
  const upToN = { tag: 'slice', lo: { base: null, offset: 1 }, hi: n.index } as const;
  const notN = { tag: 'except', index: { base: 'n', offset: 0 } } as const;

  test.each([
    [at('w'), at('w'), true, true],
    [at('w'), at('v'), false, false],
    [at('z', all), at('z', n), true, true],
    [at('z', n), at('z', all), false, true],
    [at('z', n), at('z', n), true, true],
    [at('z', n), at('z', m), false, false],
    [at('z', notN), at('z', m), true, false],
    [at('z', notN), at('z', n), false, false],
    [at('z', notN), at('z', all), true, true],
    [at('z', upToN), at('z', m), true, false],
    [at('z', upToN), at('z', all), true, true],
    [at('z', m), at('z', upToN), false, false],
    [at('r', n, upToN), at('r', n, m), true, false],
    [at('r', m, upToN), at('r', n, m), false, false],
    [at('r', n, all), at('r', n, m), true, true],
    [at('r', n, all), at('r', m, m), false, false],
  ])('%o and %o', (a, b, covered, shared) => {
    expect(covers(a, b)).toBe(covered);
    expect(overlap(a, b)).toBe(shared);
    expect(overlap(b, a)).toBe(shared);
  });
});

test('references have one key if and only if they are the same', () => {
  const bases = [null, 'n', 'm'];
  const indices = bases.flatMap((base) => [0, 1, -1].map((offset): Index => ({ base, offset })));
  const selectors = indices.flatMap((index): Selector[] => [
    { tag: 'at', index },
    { tag: 'except', index },
    { tag: 'slice', lo: index, hi: { base: 'n', offset: 0 } },
    { tag: 'slice', lo: { offset: 0, base: 'n' }, hi: index },
  ]);
  const refs = ['x', 'x#1', 'all'].flatMap((name): VarRef[] => [
    { name, at: [] },
    { name, at: [{ tag: 'all' }] },
    { name, at: [{ tag: 'all' }, { tag: 'all' }] },
    ...selectors.map((selector) => ({ name, at: [selector] })),
  ]);
  const mistold = refs.flatMap((a) =>
    refs.filter((b) => (keyOfRef(a) === keyOfRef(b)) !== sameRef(a, b)).map((b) => [a, b]),
  );
  expect(mistold).toEqual([]);
});

describe('what ranges and measures bind', () => {
  const w = new World(`
plate n = 1..N
plate m = 1..N
plate i = 1..2
plate t = 1..T
subset S of 1..N size M
subset R of 1..N size M
latent z_n, x_n, v, w
latent b_{i, n}
latent y_t
param psi
let Z = {z_n}, X = {x_n}, B = {b_{i, n}}
function f(a)
function g(a, b)
density p(Z, v, w) = p(w) p(v | w) prod_n p(z_n | w)
density q(X) = prod_n q(x_n)
density e(B) = prod_i prod_n e(b_{i, n})
density l(y_{1:T}) = l(y_1) prod_{t=2..T} l(y_t | y_{t-1})`);
  const names = (term: string | Term): string => {
    const { refs, indices, subsets } = freeOf(typeof term === 'string' ? w.term(term) : term, w.model);
    return [...refs.map((r) => printRefs([r], w.model)), ...indices, ...subsets].sort().join(' ');
  };

  test.each([
    ['sum_{m = 2..N, m != n} f(x_m)', 'n x_{2:N}'],
    ['sum_{m = 1..N, m != 1} f(x_m)', 'x_{-1}'],
    ['sum_{m = 1..N-1, m != n} f(x_{m+1})', 'n x_{2:N}'],
    ['sum_{i = 1..2} f(b_{i, n})', 'b_{1:2, n} n'],
    ['sum_{m = 1..N, m != n} f(b_{1, m})', 'b_{1, -n} n'],
    ['sum_{n in S} g(x_n, x_m)', 'S X m x_m'],
    ['E_S[sum_{n in R} f(x_n)]', 'R X'],
    ['E_R[E_S[sum_{n in R} sum_{m in S} g(x_n, x_m)]]', 'X'],
    ['E_{prod_n p(z_n | w)}[f(z_m)]', 'm w'],
    ['E_{prod_n (p(z_n | w) q(x_n))}[g(z_n, x_n)]', 'n w'],
    ['E_{prod_n Normal(z_n; w, 1)}[g(z_n, z_1)]', 'n w'],
    ['E_{Normal(v; w, 1)}[g(v, w)]', 'w'],
    ['sum_t l(y_{t:T})', '{y_t}'],
    ['sum_t l(y_{1:t})', '{y_t}'],
    ['H[p(v | w)]', 'w'],
    ['H[p(v), p(v | w)]', 'w'],
    ['grad_{x_n}(psi)', 'n psi x_n'],
    ['p(v | z_n = w, w)', 'n v w'],
    ['p(v | w = f(z_1))', 'v z_1'],
    ['sum_{t = 1..T, t != 2} l(y_{1:t})', '{y_t}'],
  ])('%s', (term, expected) => expect(names(term)).toBe(expected));

  test('a row of an array, less one', () => {
    const row = ref('b', { tag: 'all' }, letter('m'));
    const others = sum('m', index(null, 1), index('N'), apply('f', row), index('n'));
    expect(freeOf(others, w.model).refs).toEqual([ref('b', { tag: 'all' }, { tag: 'except', index: index('n') }).ref]);
  });

  const one = { tag: 'num', value: { num: 1n, den: 1n } } as const;
  test.each<readonly [string, Measure, readonly string[]]>([
    ['a law at a number', { ...(w.term('Normal(v; 0, 1)') as Extract<Measure, { tag: 'law' }>), point: one }, []],
    ['a density at a number', density('p', [{ of: { name: 'w', at: [] }, value: one }]), []],
    ['a metavariable', { tag: 'meta', name: 'q' }, []],
    ['a plate', w.term('prod_n (p(z_n | w) q(x_n))') as Measure, ['z', 'x']],
    ['a plate of plates', w.term('prod_i prod_n e(b_{i, n})') as Measure, ['b']],
  ])('%s', (_, measure, expected) => {
    expect(headsOf(measure).map(({ name }) => name)).toEqual(expected);
    expect(
      headsOf(measure)
        .flatMap(({ at }) => at)
        .every(({ tag }) => tag === 'all'),
    ).toBe(true);
  });

  test('the members that references have in common', () => {
    const [a, b] = [w.refs('v, w'), w.refs('w, v')];
    expect([sameMembers(a, b), sameMembers(a, b.slice(1)), sameMembers(a.slice(1), b)]).toEqual([true, false, false]);
    expect([sameMembers(a, w.refs('w, z_n')), sameMembers([], [])]).toEqual([false, true]);
  });
});
