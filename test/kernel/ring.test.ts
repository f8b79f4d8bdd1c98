/** The normal form of sums and products: what it makes equal is equal by number, and nothing that may be zero cancels. */
import { describe, expect, test } from 'vitest';
import { mul, type Term } from '../../src/kernel/term.js';
import { Chance } from './chance.js';
import { apply, expectTrue, index, must, number, quotient, ref, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
latent w, v : real
latent x, y
observed u_n
param psi, xi : real
param s : positive
function f(a)
density p(x, y) = p(x) p(y | x)
density o(w) = Uniform(w; 0, 1)
assume xi != 0`);
const { kernel } = w;

const normal = (text: string): Term => must(kernel.procedure({ name: 'ring' }, w.term(text))).statement.right;

describe('the same normal form', () => {
  test.each([
    ['psi + psi', '2 psi'],
    ['psi - psi', '0'],
    ['(psi + v)^2', 'psi^2 + 2 psi v + v^2'],
    ['(psi + v) (psi - v)', 'psi^2 - v^2'],
    ['psi (v + 1) - psi', 'v psi'],
    ['2 (psi / 3) + psi / 3', 'psi'],
    ['psi^0', '1'],
    ['0^0', '1'],
    ['0 psi', '0'],
    ['psi^2 psi', 'psi^3'],
    ['1/psi * 1/psi', '1/psi^2'],
    ['1/(psi v)', '(1/v) (1/psi)'],
    ['1/(2 psi)', '1/2 * (1/psi)'],
    ['s/s', '1'],
    ['s^2/s', 's'],
    ['1/(1/s)', 's'],
    ['(s^2)^{-1} s', '1/s'],
    ['xi/xi', '1'],
    ['p(x)/p(x)', '1'],
    ['p(x) p(y | x) / p(x)', 'p(y | x)'],
    ['N - 1 + 1', 'N'],
    ['(N - 1) - N', '-1'],
    ['f(psi) - f(psi)', '0'],
    ['sum_n f(u_n) - sum_n f(u_n)', '0'],
    ['E_{p(x)}[x] + E_{p(x)}[x]', '2 E_{p(x)}[x]'],
    ['psi^{1/2} + psi^{1/2}', '2 psi^{1/2}'],
    ['psi^{v - v + 2}', 'psi^2'],
    ['1/(psi + v) + 1/(v + psi)', '2/(psi + v)'],
    ['psi (1/psi) - (1/psi) psi', '0'],
    ['psi^64 psi', 'psi^63 psi^2'],
    ['psi^2 (1/psi) - (1/psi) psi^2', '0'],
    ['v (1/psi)^2 psi - psi (1/psi)^2 v', '0'],
  ])('%s and %s', (left, right) => {
    expect(kernel.identity.same(normal(left), normal(right))).toBe(true);
    expectTrue(w, kernel.procedure({ name: 'ring' }, w.term(left)));
  });
});

describe('as it is written', () => {
  test.each([
    ['psi + psi', '2 psi'],
    ['1 psi', 'psi'],
    ['psi^1 v', 'psi v'],
    ['-psi', '-psi'],
    ['psi/2', '0.5 psi'],
    ['psi psi', 'psi^2'],
    ['psi + 0', 'psi'],
    ['3 - 2', '1'],
    ['psi - psi', '0'],
    ['s/s', '1'],
  ])('%s is %s', (text, written) => expect(w.print(normal(text))).toBe(written));
});

test.each<readonly [string, Term, string]>([
  ['a number', { tag: 'index', index: index(null, 3) }, '3'],
  ['a letter', { tag: 'index', index: index('n') }, 'n'],
  ['the one before a letter', { tag: 'index', index: index('n', -1) }, 'n - 1'],
  ['the second after a size', { tag: 'index', index: index('N', 2) }, 'N + 1 + 1'],
])('an index that is %s is no other than the term', (_, term, text) => {
  const { statement } = expectTrue(w, kernel.procedure({ name: 'ring' }, term));
  expect(kernel.identity.same(statement.right, normal(text))).toBe(true);
});

describe('not the same normal form', () => {
  test.each([
    ['1/2', '1'],
    ['1/2', '1/3'],
    ['-1/2', '1/2'],
    ['psi/psi', '1'],
    ['psi^2/psi', 'psi'],
    ['(1/psi) psi', '1'],
    ['psi^{-1} psi^2', 'psi'],
    ['1/(1/psi)', 'psi'],
    ['o(w)/o(w)', '1'],
    ['f(psi)/f(psi)', '1'],
    ['(psi + v)/(psi + v)', '1'],
    ['(s - 1)/(s - 1)', '1'],
    ['E_{p(x)}[x]/E_{p(x)}[x]', '1'],
    ['(psi^2)^{1/2}', 'psi'],
    ['psi^{1/2} psi^{1/2}', 'psi'],
    ['(-1)^{1/2} (-1)^{1/2}', '1'],
    ['psi^v psi^v', 'psi^{3 v}'],
    ['psi', 'v'],
    ['psi + 1', 'psi'],
    ['2 psi', '3 psi'],
    ['psi^2', '2 psi'],
    ['1/(psi + v)', '1/psi + 1/v'],
    ['N', 'N - 1'],
    ['n', 'N'],
    ['f(psi + v)', 'f(psi) + f(v)'],
    ['exp(psi + v)', 'exp(psi) exp(v)'],
  ])('%s and %s', (left, right) => expect(kernel.identity.same(normal(left), normal(right))).toBe(false));
});

describe('limits', () => {
  test.each(['1/0', '0^{-1} 0', '(psi - psi)/(psi - psi)', '1/(s/s - 1)', 'psi + 1/(2 - 2)'])('%s has none', (text) =>
    expect(refusal(kernel.procedure({ name: 'ring' }, w.term(text)))).toBe('a division by zero'),
  );

  test('powers and sums too large to be written out stay as they are', () => {
    const many: Term = { tag: 'add', terms: Array.from({ length: 30 }, (_, i) => apply('f', number(i))) };
    expect(refusal(kernel.procedure({ name: 'ring' }, mul([many, many, many, many])))).toMatch('too many');
    const high: Term = { tag: 'pow', base: many, exponent: number(1000) };
    expect(refusal(kernel.procedure({ name: 'ring' }, high))).toBe('a theorem');
  });

  test.each([
    '(2^64)^64',
    '((-3)^63)^63',
    '((1/3)^63)^63',
    '(2^60)^60 (2^60)^60',
    '(-1) (2^50)^60 (2^50)^21',
    '(1/2^60)^60 + (1/3^50)^60',
  ])('%s has too many digits', (text) =>
    expect(refusal(kernel.procedure({ name: 'ring' }, w.term(text)))).toBe('a number has too many digits'),
  );

  test.each(['(2^50)^60 (2^50)^20', '(-1) (2^50)^60 (2^50)^20', '(1/2^50)^60 (1/2^50)^20'])('%s has not', (text) =>
    expect(refusal(kernel.procedure({ name: 'ring' }, w.term(text)))).toBe('a theorem'),
  );

  test('so many terms and no more', () => {
    const some = (count: number): Term => ({
      tag: 'add',
      terms: Array.from({ length: count }, (_, i) => apply('f', number(i))),
    });
    const product = (a: number, b: number): string =>
      refusal(kernel.procedure({ name: 'ring' }, mul([some(a), some(b)])));
    expect([product(100, 200), product(100, 201)]).toEqual([
      'a theorem',
      'this product has too many terms to be multiplied out',
    ]);
  });

  test('an unknown procedure is refused', () =>
    expect(refusal(kernel.procedure({ name: 'algebra' } as never, number(1)))).toBe('there is no such procedure'));
});

/** Sums, products and powers of a few atoms, some of which may be zero. */
function randomTerm(draw: Chance, depth: number): Term {
  const inner = (): Term => randomTerm(draw, depth - 1);
  const leaf = (): Term =>
    draw.pick<Term>([
      number(0),
      number(1),
      number(-1),
      number(2),
      number(1, 3),
      ref('psi'),
      ref('s'),
      ref('xi'),
      apply('f', ref('psi')),
    ]);
  if (depth === 0) return leaf();
  return draw.weighted<Term>([
    [1, leaf],
    [3, () => ({ tag: 'add', terms: [inner(), inner(), inner()].slice(draw.below(2)) })],
    [3, () => mul([inner(), inner()])],
    [2, () => quotient(inner(), inner())],
    [
      2,
      () => ({
        tag: 'pow',
        base: inner(),
        exponent: draw.pick([number(2), number(-1), number(-2), number(0), number(1, 2), ref('s')]),
      }),
    ],
  ]);
}

test('random sums and products equal their normal form', () => {
  const draw = new Chance(3, 'ring');
  const found = { agrees: 0, other: 0 };
  for (let i = 0; i < 300; i++) {
    const term = randomTerm(draw, 3);
    const result = kernel.procedure({ name: 'ring' }, term);
    if (refusal(result) === 'a division by zero') continue;
    const { statement } = must(result);
    const evidence = w.evidence(statement);
    expect(evidence, w.print(term)).not.toBe('disagrees');
    found[evidence === 'agrees' ? 'agrees' : 'other']++;
    expect(
      kernel.identity.same(must(kernel.procedure({ name: 'ring' }, statement.right)).statement.right, statement.right),
    ).toBe(true);
  }
  expect(found.agrees).toBeGreaterThan(150);
});
