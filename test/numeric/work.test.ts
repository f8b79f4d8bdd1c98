/** What a line takes is reckoned from its text and the sizes, and what is left is never exceeded. */
import { describe, expect, test } from 'vitest';
import type { Term } from '../../src/kernel/term.js';
import { OutOfBudget, partsOf, Work } from '../../src/numeric/work.js';
import { meaning } from '../syntax/line.js';

const declarations = `plate n = 1..N
plate t = 2..T
subset S of 1..N size M
param a, b, x_n, y_t
define F(a) = a + b
`;
const sizes = {
  indices: new Map([
    ['N', 5],
    ['T', 4],
    ['M', 2],
  ]),
  subsets: new Map(),
};

describe('the parts of a line', () => {
  test.each([
    ['a', 1],
    ['a + b', 3],
    ['sum_n x_n', 10],
    ['sum_{n = 2..N} x_n', 8],
    ['sum_{n = 1..3} x_n', 6],
    ['sum_t y_t', 6],
    ['sum_n sum_t x_n y_t', 5 * (1 + 3 * 4)],
    ['F(a)', 5],
    ['sum_n F(x_n)', 30],
  ])('%s: %d', (text, parts) => {
    const { line, document } = meaning(declarations, text);
    expect(partsOf(line.term as Term, document.model, sizes)).toBe(parts);
  });
});

test('what is left is never exceeded', () => {
  const work = new Work(10);
  work.spend(4);
  work.spend(6);
  expect(() => work.spend(1)).toThrow(OutOfBudget);
  expect(() => work.spend(0)).toThrow('more than 10 evaluations, the budget of a step');
});
