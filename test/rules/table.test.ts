/** The tables of rules: every row has a meaning, prints back, and fits together; families are found in any spelling. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../grammar/parse.js';
import { capturesOf } from '../../src/kernel/capture.js';
import type { Rule } from '../../src/kernel/rule.js';
import { problemsOf, repeatedNames } from '../../src/kernel/validate.js';
import { canonicalFamily, isRuleFamily, ruleFamilies } from '../../src/rules/families.js';
import { readTable, ruleTables } from '../../src/rules/read.js';
import { refused, theory } from '../../src/rules/table.js';
import { printRule } from '../../src/syntax/print-rule.js';

const declarations = 'plate n = 1..N\nplate m = 1..N\nsubset S of 1..N size M\n';
const all = [...theory(), ...refused()];

const again = (rule: Rule): Rule[] => readTable('printed', `${declarations}${printRule(rule)}`);

describe('every row', () => {
  test.each(all.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    expect(again(rule)).toEqual([rule]);
    expect(printRule(again(rule)[0] as Rule)).toBe(printRule(rule));
    expect(problemsOf(rule)).toEqual([]);
    expect(rule.origin).toBe('theory');
  });
});

test('the theory is read whole, and once', () => {
  const rows = [...ruleTables.values()].flatMap((text) => parse(text).statements.filter(({ kind }) => kind === 'rule'));
  expect(theory().map(({ name }) => name)).toEqual(rows.map((row) => ('label' in row ? row.label?.text : null)));
  expect(theory()).toBe(theory());
  expect(refused()).toBe(refused());
});

test('the build puts the rows into the program as they are read', async () => {
  const { imported, rowsModule } = await import(new URL('../../.ci/rows.mjs', import.meta.url).href);
  const { theoryRows } = await imported(await rowsModule());
  expect(theoryRows()).toStrictEqual(theory());
});

test('no name stands twice', () => {
  expect(repeatedNames(all)).toEqual([]);
  expect(repeatedNames([...theory(), ...theory().slice(0, 2)])).toEqual(['log-product', 'log-power']);
});

describe('nothing is carried past a binder without a condition', () => {
  const captured = (rules: readonly Rule[]): string[] =>
    rules.filter((rule) => capturesOf(rule).length > 0).map(({ name }) => name);

  // The range of one letter may mention the other, and S: these rows need `n free of m, m free of n`, `n free of S`.
  test('in the theory', () => expect(captured(theory())).toEqual([]));

  test('but in rows that are refused for it', () =>
    expect(captured(refused())).toEqual([
      'constant-without-condition',
      'exchange-without-condition',
      'fubini-without-condition',
    ]));

  const rowsThatNeed = (tag: string): Rule[] =>
    theory().filter((rule) => capturesOf({ ...rule, when: rule.when.filter((c) => c.tag !== tag) }).length > 0);

  test.each([
    ['free', 'expectation-constant'],
    ['free', 'marginalisation'],
    ['free', 'exchange-expectation'],
    ['free', 'score-gradient'],
    ['free', 'tower'],
    ['free', 'gradient-plate'],
    ['free beyond', 'expectation-marginalisation'],
    ['part', 'expectation-marginalisation'],
  ])('without the conditions "%s" there is one in %s', (tag, name) =>
    expect(rowsThatNeed(tag).map((rule) => rule.name)).toContain(name),
  );
});

describe('a bad table names the place', () => {
  test.each([
    ['rule a: ?a = ', 'bad.expr:1:13: expected an expression but found the end of the statement'],
    ['\nrule a: ?a = ?b', 'bad.expr:2:14: the left side of this rule does not say what ?b stands for'],
    ['rule a: ?a = ?a when ?a is small', 'bad.expr:1:22: this is no condition of a rule'],
    ['rule a: sum_n ?a = ?a', 'bad.expr:1:13: the index n has no range here'],
    ['plate n = 1..0', 'bad.expr:1:1: the range 1..0 has no members'],
  ])('%j', (text, message) => expect(() => readTable('bad.expr', text)).toThrow(message));
});

describe('families', () => {
  test.each([
    ['linearity', 'linearity'],
    ['Linearity  of\nexpectation', 'linearity'],
    ['marginalization', 'marginalisation'],
    ['Normalization', 'normalisation'],
    ['factorization', 'factorisation'],
    ['jensen’s inequality', 'Jensen'],
    ['JENSEN', 'Jensen'],
    ['bayes rule', "Bayes' rule"],
    ["Bayes' theorem", "Bayes' rule"],
    ['logarithm of a product', 'log of a product'],
    ['ln of a quotient', 'log of a quotient'],
    ['definition of the KL divergence', 'definition of KL'],
    ['non-negativity of kl', 'non-negativity of KL'],
    ['law of total expectation', 'tower rule'],
    ['sum rule', 'marginalisation'],
    ['log-product', 'log of a product'],
    ['expectation-plate', 'linearity'],
    ['algebra', 'arithmetic'],
    ['definition', 'definition'],
    ['monotonicity', 'monotonicity'],
    ['zero gradient', 'zero gradient'],
  ])('%j is %s', (reason, family) => {
    expect(canonicalFamily(reason)).toBe(family);
    expect(isRuleFamily(reason)).toBe(true);
    expect(ruleFamilies()).toContain(family);
  });

  test.each(['', 'linear', 'hocus pocus', 'constructor', 'product-of-expectations', '6.9'])('%j is none', (reason) => {
    expect(canonicalFamily(reason)).toBeNull();
    expect(isRuleFamily(reason)).toBe(false);
  });

  test('are those of the rows, once, and each is its own canonical spelling', () => {
    const families = ruleFamilies();
    expect(new Set(families).size).toBe(families.length);
    for (const rule of theory()) expect(families).toEqual(expect.arrayContaining([...rule.families]));
    expect(families.map(canonicalFamily)).toEqual(families);
  });
});
