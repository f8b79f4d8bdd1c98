/** Rewriting: single rules at the root, at parts and backward, then the strategies that carry them to their places. */
import { describe, expect, test } from 'vitest';
import { isTheorem, Kernel } from '../../src/kernel/kernel.js';
import type { Rule } from '../../src/kernel/rule.js';
import type { Term } from '../../src/kernel/term.js';
import { OutOfFuel } from '../../src/proof/deriver.js';
import { applyRule, type Direction, userRewriting } from '../../src/proof/rewrite.js';
import * as strategy from '../../src/proof/strategy.js';
import { theory } from '../../src/rules/table.js';
import { model, print, rulesOf, termOf } from './patterns.js';

const own = rulesOf(`rule f-sum: f(?a + ?b) = f(?a) + f(?b)
rule f-twice: f(f(?a)) = f(?a)
rule g-swap: g(?a, ?b) = g(?b, ?a)
rule g-same: g(?a, ?a) = ?a
rule grow: f(?a) = f(?a + 1)
rule grow-inside: f(?a) = 1 + f(g(?a, ?a))
rule pythagoras: (sin(?a))^2 + (cos(?a))^2 = 1
rule double: ?a + ?a = 2 ?a
rule at-data: sum_n f(d_n) = 0
rule bound: f(?a) <= exp(?a)
rule anything: ?a = ?a + 0`);
const rows: readonly Rule[] = [...theory(), ...own];
const kernel = new Kernel(model, rows);

const named = (name: string): Rule => {
  const found = rows.find((rule) => rule.name === name);
  if (found === undefined) throw new Error(`there is no rule ${name}`);
  return found;
};

/** The other side of what a rule says of a term; null where it says nothing. */
function applied(name: string, text: string, direction: Direction = 'forward'): string | null {
  const term = termOf(text);
  const theorem = applyRule(named(name), term, kernel, direction);
  if (theorem === null) return null;
  expect(isTheorem(theorem)).toBe(true);
  const { left, right } = theorem.statement;
  const isLeft = kernel.identity.same(left, term);
  expect(isLeft || kernel.identity.same(right, term)).toBe(true);
  return print(isLeft ? right : left);
}

describe('a rule applies at the root', () => {
  test.each([
    ['log-product', 'ln(s exp(x))', 'ln(s) + ln(exp(x))'],
    ['expectation-constant', 'E_{q(x)}[f(x) 2 v]', '2 E_{q(x)}[f(x) v]'],
    ['normalisation', 'int q(x) v dx', 'v'],
    ['normalisation', 'int q(x) dx', '1'],
    ['marginalisation', 'int q(x, y) dy', 'q(x)'],
    ['independence', 'p(u | x, y, v; theta)', 'p(u | x)'],
    ['independence', 'q(x | y)', 'q(x)'],
    ['expectation-marginalisation', 'E_{q(x, y)}[f(x)]', 'E_{q(x)}[f(x)]'],
    ['plate-count', 'sum_{n in S} x', 'K x'],
    ['jensen', 'ln E_{q(x)}[s]', 'E_{q(x)}[ln(s)]'],
    ['bound', 'f(x)', 'exp(x)'],
    ['at-data', 'sum_i f(d_i)', '0'],
    ['g-same', 'g(x + y, y + x)', 'x + y'],
  ])('%s: %s', (rule, term, result) => expect(applied(rule, term)).toBe(result));
});

test('the letter of a minibatch runs through all that it is drawn from', () => {
  const theorem = applyRule(named('minibatch'), termOf('E_S[sum_{i in S} f(d_i)]'), kernel);
  expect(theorem && kernel.identity.same(theorem.statement.right, termOf('(K / N) sum_n f(d_n)'))).toBe(true);
});

describe('a rule does not apply', () => {
  test.each([
    ['log-product', 'ln(x y)', 'the factors may be negative'],
    ['log-product', 'ln s', 'there is one factor'],
    ['log-product', '2 ln(s s)', 'it is not the root'],
    ['expectation-constant', 'E_{q(x)}[f(x) x]', 'nothing is constant'],
    ['normalisation', 'int q(x) x dx', 'the factor depends on x'],
    ['independence', 'q(x)', 'there is nothing to leave out'],
    ['independence', 'p(y | x; theta)', 'what is left matters'],
    ['at-data', 'sum_{n in S} f(d_n)', 'the rule is about the whole plate'],
    ['g-swap', 'g(x, x)', 'nothing would change'],
    ['anything', 'x', 'nothing would change'],
    ['g-same', 'g(x, y)', 'the arguments differ'],
  ])('%s: %s, for %s', (rule, term) => expect(applied(rule, term)).toBeNull());

  test('that the kernel does not know', () => {
    expect(applyRule({ ...named('g-same'), name: 'unknown' }, termOf('g(x, x)'), kernel)).toBeNull();
  });
});

describe('a rule applies to parts of a sum or a product', () => {
  test.each([
    ['pythagoras', 'x + (cos(y))^2 + u + (sin(y))^2', '1 + (x + u)'],
    ['double', 'x + y + x', '2 x + y'],
  ])('%s: %s', (rule, term, result) => expect(applied(rule, term)).toBe(result));

  test.each([
    ['pythagoras', '(cos(x))^2 + u + (sin(y))^2'],
    ['pythagoras', '(cos(x))^2 (sin(x))^2'],
    ['double', 'x + y'],
  ])('but %s not to %s', (rule, term) => expect(applied(rule, term)).toBeNull());
});

describe('a rule applies backward', () => {
  test.each([
    ['log-product', 'ln s + ln exp(x)', 'ln(s exp(x))'],
    ['log-product', 'x + ln s + ln 2', 'ln(s 2) + x'],
    ['expectation-sum', 'E_{q(x)}[x] + E_{q(x)}[f(x)]', 'E_{q(x)}[x + f(x)]'],
    ['expectation-integral', 'int q(x) f(x) dx', 'E_{q(x)}[f(x)]'],
    ['divergence', 'E_{q(x)}[ln q(x) - ln p(x | v)]', 'KL[q(x) || p(x | v)]'],
    ['plate-count', 'K x', null],
    ['zero-gradient', '0', null],
    ['jensen', 'E_{q(x)}[ln s]', null],
    ['bound', 'exp(x)', null],
  ])('%s: %s', (rule, term, result) => expect(applied(rule, term, 'backward')).toBe(result));
});

const { attempt, bottomUp, child, first, inside, never, normalForm, onceBottomUp, onceTopDown, procedure } = strategy;
const { repeat, sequence, topDown } = strategy;
const rule = (name: string): strategy.Strategy => strategy.rule(named(name));

const facts: readonly (readonly [string, strategy.Strategy, string, string | null])[] = [
  ['rule', rule('f-sum'), 'f(x + y)', 'f(x) + f(y)'],
  ['rule, below the root', rule('f-sum'), '2 f(x + y)', null],
  ['rule, an inequality', rule('bound'), 'f(x)', null],
  ['rule, backward', strategy.rule(named('f-sum'), 'backward'), 'f(x) + f(y)', 'f(x + y)'],
  ['procedure', procedure({ name: 'ring' }), 'x + x', '2 x'],
  ['procedure, where nothing changes', procedure({ name: 'ring' }), 'x', null],
  ['procedure, where it does not apply', procedure({ name: 'unfold' }), 'x', null],
  ['procedure, a definition', procedure({ name: 'unfold' }), 'L(x)', 'f(x) + f(w)'],
  ['never', never, 'x', null],
  ['first', first(rule('f-twice'), rule('f-sum')), 'f(x + y)', 'f(x) + f(y)'],
  ['first, in order', first(rule('grow'), rule('f-sum')), 'f(x + y)', 'f((x + y) + 1)'],
  ['first of none', first(), 'x', null],
  ['sequence', sequence(rule('f-sum'), child(rule('f-twice'))), 'f(f(x) + y)', 'f(x) + f(y)'],
  ['sequence, where the second does not apply', sequence(rule('f-sum'), rule('f-sum')), 'f(x + y)', null],
  ['sequence, where the first does not apply', sequence(rule('f-twice'), rule('f-sum')), 'f(x + y)', null],
  ['sequence of none', sequence(), 'x', 'x'],
  ['attempt', attempt(rule('f-sum')), 'f(x + y)', 'f(x) + f(y)'],
  ['attempt, where it does not apply', attempt(rule('f-sum')), 'f(x)', 'f(x)'],
  ['repeat', repeat(rule('f-twice')), 'f(f(f(x)))', 'f(x)'],
  ['repeat, where it does not apply', repeat(rule('f-twice')), 'f(x)', null],
  ['repeat, in a circle', repeat(rule('g-swap')), 'g(x, y)', 'g(y, x)'],
  ['repeat of attempt', repeat(attempt(rule('f-twice'))), 'f(f(x))', 'f(x)'],
  ['inside', inside(rule('f-sum')), 'f(x + y) f(x + u) f(x)', '(f(x) + f(y)) (f(x) + f(u)) f(x)'],
  ['inside, not at the root', inside(rule('f-sum')), 'f(x + y)', null],
  ['inside a measure', inside(rule('chain-rule')), 'E_{q(x, y)}[x]', 'E_{q(x) q(y | x)}[x]'],
  [
    'inside a measure and a body',
    bottomUp(first(rule('chain-rule'), rule('f-twice'))),
    'E_{q(x, y)}[f(f(x))]',
    'E_{q(x) q(y | x)}[f(x)]',
  ],
  ['inside one of two measures', inside(rule('chain-rule')), 'E_{q(x, y) r(w)}[x]', 'E_{q(x) q(y | x) r(w)}[x]'],
  ['inside a measure, no measure', inside(rule('conditional-density')), 'E_{q(x | y)}[x]', null],
  ['inside a divergence', inside(rule('chain-rule')), 'KL[q(x, y) || q(x, y)]', null],
  ['child', child(rule('f-sum')), 'f(x) f(x + u) f(x + y)', 'f(x) (f(x) + f(u)) f(x + y)'],
  ['child, at none', child(rule('f-sum')), 'f(x) f(y)', null],
  ['onceTopDown', onceTopDown(rule('f-sum')), 'f(f(x + y) + u)', 'f(f(x + y)) + f(u)'],
  ['onceTopDown, under a binder', onceTopDown(rule('f-sum')), 'E_{q(x)}[2 f(x + y)]', 'E_{q(x)}[2 (f(x) + f(y))]'],
  ['onceTopDown, nowhere', onceTopDown(rule('f-sum')), 'E_{q(x)}[x]', null],
  ['onceBottomUp', onceBottomUp(rule('f-sum')), 'f(f(x + y) + u)', 'f((f(x) + f(y)) + u)'],
  ['topDown', topDown(rule('f-sum')), 'f(f(x + y) + u) + f(u + v)', '(f(f(x + y)) + f(u)) + (f(u) + f(v))'],
  ['bottomUp', bottomUp(rule('f-sum')), 'f(f(x + y) + u)', 'f(f(x)) + f(f(y) + u)'],
  ['normalForm', normalForm(rule('f-sum')), 'f(f(x + y) + u)', 'f(f(x)) + (f(f(y)) + f(u))'],
  ['normalForm, nowhere', normalForm(rule('f-sum')), 'f(x)', null],
];

describe('strategies', () => {
  test.each(facts)('%s', (_, of, text, result) => {
    const term = termOf(text);
    const theorem = of(term, kernel);
    if (theorem !== null) expect(kernel.identity.same(theorem.statement.left, term)).toBe(true);
    expect(theorem && print(theorem.statement.right)).toBe(result);
  });

  test('what would go on for ever ends', () => {
    for (const name of ['grow', 'grow-inside'])
      expect(isTheorem(normalForm(rule(name))(termOf('f(x)'), kernel))).toBe(true);
  });
});

describe("the author's own rules", () => {
  const rewriting = (...names: readonly string[]) => userRewriting(names.map(named), kernel);

  test('one function a rule, left to right', () => {
    const [sum, twice] = rewriting('f-sum', 'f-twice');
    expect(sum?.(termOf('f(x + y)'))?.statement.relation).toBe('=');
    expect(sum?.(termOf('f(x) + f(y)'))).toBeNull();
    expect(twice?.(termOf('f(x + y)'))).toBeNull();
  });

  test('no inequalities, and nothing that fits everywhere', () => {
    expect(rewriting('bound', 'anything', 'f-sum')).toHaveLength(1);
  });

  test('what goes on for ever runs out of fuel', () => {
    const [grow] = rewriting('grow');
    expect(() => {
      let term: Term | undefined = termOf('f(x)');
      while (term !== undefined) term = grow?.(term)?.statement.right;
    }).toThrow(OutOfFuel);
  });
});
