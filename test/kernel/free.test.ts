/** What is free in a term, and which references cover which. */
import { describe, expect, test } from 'vitest';
import { covers, freeOf, overlap } from '../../src/kernel/free.js';
import { type Index, keyOfRef, type Selector, sameRef, type Term, type VarRef } from '../../src/kernel/term.js';
import { printRefs } from '../../src/syntax/print.js';
import { declarations } from '../syntax/declarations.js';
import { meaning } from '../syntax/line.js';

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
