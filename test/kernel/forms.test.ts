/** A form speaks of what its density holds, at every size and every value of the letters. */
import { describe, expect, test } from 'vitest';
import { misdeclared } from '../../src/kernel/declared.js';
import type { Factor, Family, Model } from '../../src/kernel/model.js';
import { World } from './harness.js';

const w = new World(`
plate t = 1..T
plate s = 1..T
subset S of 1..T size M
latent y_t, x_t : real
latent v : real
let Y = {y_t}, X = {x_t}
function f(a)
density p(X, Y, v) = p(Y) p(v | Y) prod_t p(x_t | Y)`);

/** The model in which one factor is given other variables and has a form. */
function withForm(head: string, givens: string, form: string): Model {
  const family = w.model.families.get('p') as Family;
  const { name } = w.refs(head)[0] as { name: string };
  const factors = family.factors.map(
    (factor): Factor =>
      factor.heads.some((own) => own.name === name)
        ? { ...factor, givens: w.refs(givens), form: { tag: 'formula', body: w.term(form) } }
        : factor,
  );
  return { ...w.model, families: new Map([['p', { name: 'p', factors }]]) };
}

describe('a form of its own variables', () => {
  test.each([
    ['v', 'Y', 'f(sum_t y_t)'],
    ['v', 'y_{1:3}', 'f(y_2 + sum_{t=1..2} y_t)'],
    ['v', 'y_{-1}', 'f(sum_{t=2..T} y_t)'],
    ['v', 'y_1, y_{2:T}', 'f(sum_t y_t)'],
    ['v', 'y_{-1}, y_1', 'f(Y)'],
    ['x_t', 'y_{1:t}', 'f(sum_{s=1..t} y_s)'],
    ['x_t', 'y_{t:T}', 'f(y_t y_T)'],
  ])('%s given %s: %s', (...row) => expect(misdeclared(withForm(...row))).toBe(null));
});

describe('a form of variables that are not given', () => {
  const reason = 'a form speaks of y, which its density does not hold';

  test.each([
    ['v', 'y_{1:2}', 'f(y_3)'],
    ['v', 'y_{1:2}', 'f(Y)'],
    ['v', 'y_{1:2}', 'f(y_{1:3})'],
    ['v', 'y_{2:T}', 'f(sum_{t=1..T-1} y_t)'],
    ['v', 'y_{1:2}', 'f(sum_{t in S} y_t)'],
    ['v', 'y_{-1}', 'f(sum_t y_t)'],
    ['v', 'y_{-1}', 'f(y_1)'],
    ['v', 'y_1, y_{3:T}', 'f(sum_t y_t)'],
    ['x_t', 'y_{-t}', 'f(sum_t y_t)'],
    ['x_t', 'y_{-t}', 'f(y_2)'],
    ['x_t', 'y_{1:t}', 'f(y_T)'],
    ['x_t', 'y_{t:T}', 'f(y_1)'],
    // In a plate of one none is given.
    ['v', 'y_{-1}, y_{-T}, x_2', 'f(sum_t y_t)'],
    // In short plates alone all are given.
    ['x_t', 'y_{t-2:t+2}', 'f(y_{t-3:t+2})'],
  ])('%s given %s: %s', (...row) => expect(misdeclared(withForm(...row))).toBe(reason));
});

describe('a form of what its density does not name', () => {
  test.each([
    ['v', 'Y', 'f(sum_{t in S} y_t)', 'S'],
    ['v', 'Y', 'f(t)', 't'],
    ['x_t', 'Y', 'f(s + x_t)', 's'],
  ])('%s given %s: %s', (head, given, body, name) =>
    expect(misdeclared(withForm(head, given, body))).toBe(`a form speaks of ${name}, which its density does not hold`),
  );

  test('a letter of its own members', () => {
    expect(misdeclared(withForm('x_t', 'y_t', 'f(t)'))).toBe(null);
    expect(misdeclared(withForm('x_t', 'y_t', 'f(T)'))).toBe(null);
  });
});
