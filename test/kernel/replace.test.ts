/** Where equals may stand for equals, and which measures bind the same. */
import { describe, expect, test } from 'vitest';
import { isReplaceable, sameHeads } from '../../src/kernel/replace.js';
import type { Measure, Term } from '../../src/kernel/term.js';
import { World } from './harness.js';

const w = new World(`
plate n = 1..N
latent w, v
latent z_n
latent a, b : real
latent c : positive
param psi
function f(a)
density p(w, v) = p(w) p(v | w)
density q(w)`);

const places = (term: Term): readonly number[] => [0, 1, 2, 3].filter((at) => isReplaceable(term, at, w.model));

describe('the subterms that may be replaced', () => {
  test.each<readonly [string, readonly number[]]>([
    ['f(w)', [0, 1, 2, 3]],
    ['w + v', [0, 1, 2, 3]],
    ['grad_{psi}(psi)', [0, 1, 2, 3]],
    ['E_{p(w)}[f(w)]', [1, 2, 3]],
    ['E_{p(w) p(v | w)}[f(w)]', [2, 3]],
    ['Var_{p(w)}[f(w)]', [1, 2, 3]],
    ['Cov_{p(w)}[f(w), w]', [1, 2, 3]],
    ['H[p(w)]', []],
    ['H[p(w), q(w)]', []],
    ['KL[p(w) || q(w)]', []],
    ['H_{p}[w | v]', []],
    ['I_{p}[w; v]', []],
    ['int f(c) dc', [0, 1, 2, 3]],
    ['int_{0}^{1} f(a) da', [0, 1, 2, 3]],
    ['int_{0}^{1} f(w) dw', [0, 1, 2, 3]],
    ['int_{0}^{1} f(c) dc', [0, 1]],
  ])('of %s: %j', (text, expected) => expect(places(w.term(text))).toEqual(expected));

  const bounded = (...vars: readonly string[]): Term => ({
    ...(w.term('int_{0}^{1} f(a) da') as Extract<Term, { tag: 'integral' }>),
    vars: vars.map((name) => ({ name, at: [] })),
  });
  test.each<readonly [readonly string[], readonly number[]]>([
    [
      ['a', 'b'],
      [0, 1, 2, 3],
    ],
    [['a#1'], [0, 1, 2, 3]],
    [['c#1'], [0, 1]],
    [
      ['a', 'c'],
      [0, 1],
    ],
    [
      ['c', 'a'],
      [0, 1],
    ],
    [['nobody'], [0, 1, 2, 3]],
  ])('of an integral with bounds over %j: %j', (vars, expected) => expect(places(bounded(...vars))).toEqual(expected));
});

test.each([
  ['p(w)', 'q(w)', true],
  ['p(w) & p(v | w)', 'p(v, w)', true],
  ['p(v | w) & p(w)', 'p(w) & p(v | w)', true],
  ['p(w)', 'p(w, v)', false],
  ['p(w, v)', 'p(w)', false],
  ['p(w)', 'p(v)', false],
  ['p(w)', 'p(w = v)', false],
])('%s and %s bind the same: %s', (left, right, answer) => {
  const [a, b] = [left, right].map((side) => side.split(' & ').map((part) => w.term(part) as Measure)) as [
    Measure[],
    Measure[],
  ];
  expect(sameHeads(a, b, w.model)).toBe(answer);
});
