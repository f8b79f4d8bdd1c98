/** Terms taken apart and put together: what a theorem replaces is the part that it says, and nothing else. */
import { describe, expect, test } from 'vitest';
import {
  add,
  expect as average,
  children,
  inverse,
  keyOfRef,
  ln,
  type Measure,
  mul,
  neg,
  type Selector,
  sameRef,
  sameSelector,
  someSubterm,
  type Term,
  withChildren,
} from '../../src/kernel/term.js';
import { at, index, number, ref, World } from './harness.js';

const w = new World(`
plate n = 1..N
subset S of 1..N size M
latent z_n, x, v
latent a, b : real
observed u_n
param psi, xi
let Z = {z_n}
function f(a)
function g(a, b)
define twice(psi) = 2 psi
density p(Z, x, v; psi) = p(x; psi) p(v | x) prod_n p(z_n | x)
density q(Z, x) = q(x) prod_n q(z_n)`);

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['3', []],
  ['pi', []],
  ['psi', []],
  ['n', []],
  ['psi + xi + 1', ['psi', 'xi', '1']],
  ['psi xi 2', ['psi', 'xi', '2']],
  ['psi^xi', ['psi', 'xi']],
  ['exp(psi)', ['psi']],
  ['g(psi, xi)', ['psi', 'xi']],
  ['twice(xi)', ['xi']],
  ['p(x = a, v = b; psi = xi)', ['a', 'b', 'xi']],
  ['Normal(a; psi, xi)', ['a', 'psi', 'xi']],
  ['E_{q(x) p(v | x)}[f(x)]', ['q(x)', 'p(v | x)', 'f(x)']],
  ['Var_{q(x) p(v | x)}[f(x)]', ['q(x)', 'p(v | x)', 'f(x)']],
  ['Cov_{q(x) p(v | x)}[f(x), v]', ['q(x)', 'p(v | x)', 'f(x)', 'v']],
  ['int f(x) dx', ['f(x)']],
  ['int_{psi}^{xi} f(a) da', ['psi', 'xi', 'f(a)']],
  ['sum_n f(u_n)', ['f(u_n)']],
  ['prod_n f(u_n)', ['f(u_n)']],
  ['E_S[psi]', ['psi']],
  ['grad_{psi}(f(psi))', ['f(psi)']],
  ['KL[q(x) p(v | x) || p(x, v; psi)]', ['q(x)', 'p(v | x)', 'p(x, v; psi)']],
  ['H[q(x) p(v | x)]', ['q(x)', 'p(v | x)']],
  ['H[q(x) p(v | x), p(x, v; psi)]', ['q(x)', 'p(v | x)', 'p(x, v; psi)']],
  ['H_{q}[x | z_1]', ['q(x, z_1)', 'q(x | z_1)']],
  ['I_{q}[x; z_1]', ['q(x, z_1)', 'q(x, z_1)', 'q(x)', 'q(z_1)']],
];

describe('the direct subterms', () => {
  test.each(rows)('of %s: %j', (text, inside) =>
    expect(children(w.term(text)).map((child) => w.print(child))).toEqual(inside),
  );

  test.each(rows)('of %s, each with another in its place', (text, inside) => {
    const term = w.term(text);
    inside.forEach((_, i) => {
      const others = children(term).map((child, j): Term => (i === j ? ref('other') : child));
      const made = withChildren(term, others);
      expect(made.tag).toBe(term.tag);
      expect(children(made)).toEqual(others);
      // What is not replaced stays: put back, it is the term.
      expect(withChildren(made, children(term))).toEqual(term);
    });
    expect(withChildren(term, children(term))).toBe(term);
  });

  test('of const and of metavariables', () => {
    const leaves: readonly Term[] = [
      { tag: 'slack', free: [] },
      { tag: 'meta', name: 'f' },
    ];
    expect(leaves.map((leaf) => children(leaf))).toEqual([[], []]);
  });

  test('of the subterms', () => {
    const inside = (text: string, part: string): boolean => someSubterm(w.term(text), (own) => w.print(own) === part);
    expect(['psi + f(xi)', 'f(xi)', 'xi', 'psi', 'x'].map((part) => inside('psi + f(xi)', part))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('sums and products', () => {
  const [one, two] = [w.term('psi'), w.term('xi')];
  test('of none and of one', () => {
    expect([add([]), mul([]), add([one]), mul([one])]).toEqual([number(0), number(1), one, one]);
    expect([add([one, two]), mul([one, two])]).toEqual([w.term('psi + xi'), w.term('psi xi')]);
  });
  test('a logarithm and an average', () => {
    expect(ln(one)).toEqual(w.term('ln psi'));
    expect(average([w.term('q(x)') as Measure], w.term('f(x)'))).toEqual(w.term('E_{q(x)}[f(x)]'));
  });
  test('of what is turned around', () => {
    expect([neg(one), neg(mul([one, two])), inverse(one)].map((term) => w.print(term))).toEqual([
      w.print(mul([number(-1), one])),
      w.print(mul([number(-1), one, two])),
      w.print(w.term('1/psi')),
    ]);
  });
});

test('selectors are the same if and only if they are written alike', () => {
  const indices = [index(null, 1), index('n'), index('n', 1), index('m')];
  const selectors: readonly Selector[] = [
    { tag: 'all' },
    ...indices.flatMap((own): Selector[] => [
      { tag: 'at', index: own },
      { tag: 'except', index: own },
      ...indices.map((hi): Selector => ({ tag: 'slice', lo: own, hi })),
    ]),
  ];
  for (const [i, a] of selectors.entries())
    for (const [j, b] of selectors.entries()) {
      expect(sameSelector(a, b)).toBe(i === j);
      expect(sameRef(ref('x', a).ref, ref('x', b).ref)).toBe(i === j);
      expect(keyOfRef(ref('x', a).ref) === keyOfRef(ref('x', b).ref)).toBe(i === j);
    }
});

test.each([
  ['another name', ref('x', at('n')), ref('y', at('n'))],
  ['fewer indices', ref('x', at('n')), ref('x')],
  ['more indices', ref('x', at('n')), ref('x', at('n'), at('n'))],
])('not the same variable: %s', (_, a, b) => {
  expect([sameRef(a.ref, b.ref), sameRef(b.ref, a.ref), sameRef(a.ref, a.ref)]).toEqual([false, false, true]);
});
