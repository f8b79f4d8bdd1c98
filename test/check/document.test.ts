/** Lines that are malformed or cannot be read, and how the lines below are compared. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { FileResult, StepResult } from '../../src/check/verdict.js';
import { pretty } from '../../src/report/pretty.js';
import { noImports } from '../syntax/line.js';

const check = (source: string, only: string | null = null): FileResult =>
  checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 2 ** 12, repairs: 0, only }, noImports);

const steps = (result: FileResult): StepResult[] => result.derivations.flatMap((d) => d.steps);
const verdicts = (result: FileResult): string[] => steps(result).map((s) => `${s.number} ${s.verdict}`);

const model = 'latent x : positive\nlatent y\ndensity p(x, y)\n';

describe('the first line', () => {
  test('its mistake is shown with the first step, at its own place', () => {
    const source = `${model}derivation a:\n  ln foo\n  = x\n  = 2 x`;
    const [first, second] = steps(check(source));
    expect([first?.verdict, first?.problem?.message]).toEqual(['malformed', 'foo is not declared']);
    const { start, end } = first?.problem?.span ?? { start: 0, end: 0 };
    expect(source.slice(start, end)).toBe('foo');
    expect(second?.verdict).toBe('refuted');
    const report = pretty(check(source), { strict: false, proved: false, width: 100, colors: false });
    expect(report).toContain('foo is not declared (a.expr:5:6)');
    expect(report).toContain('ln foo');
  });

  test('its mistake does not hide that of the first step', () => {
    const result = check(`${model}derivation a:\n  ln foo\n  = bar\n  = 2\n  = 2`);
    expect(result.problems.map((p) => [p.kind, p.message])).toEqual([['malformed', 'foo is not declared']]);
    expect(steps(result)[0]?.problem?.message).toBe('bar is not declared');
    expect(verdicts(result)).toEqual(['1 malformed', '2 undecided', '3 proved']);
  });

  test('its warnings stand with the first step, once', () => {
    const source = `${model}derivation a:\n  ln x x\n  = x ln x\n  = x ln x`;
    const found = steps(check(source)).map((s) => s.warnings.map((w) => source.slice(w.span.start, w.span.end)));
    expect(found).toEqual([['ln x x'], []]);
  });

  test('a step that cannot be read takes neither with it', () => {
    const source = `${model}derivation a:\n  ln x x\n  = )\n  = x ln x`;
    const result = check(source);
    expect(verdicts(result)).toEqual(['2 proved']);
    expect(steps(result)[0]?.warnings).toHaveLength(1);
  });
});

describe('the line above', () => {
  test.each([
    ['x = foo = x', ['1 malformed', '2 proved']],
    ['x <= foo <= x + 1', ['1 malformed', '2 proved']],
    ['x <= foo = x + 1', ['1 malformed', '2 proved']],
    ['x <= foo = x - 1', ['1 malformed', '2 refuted']],
    ['x <= foo >= x + 1', ['1 malformed', '2 undecided']],
    ['x != foo != x + 1', ['1 malformed', '2 undecided']],
    ['x <= x ) <= x + 1', ['2 proved']],
    ['x < x ) <= x', ['2 refuted']],
    ['x <= x ) = x - 1', ['2 refuted']],
    ['x ≈ x = x', ['2 undecided']],
    ['x propto_{x} ) = x', ['2 undecided']],
    ['x <= foo ≈ x = x', ['1 malformed', '3 undecided']],
    ['x = foo = bar = x', ['1 malformed', '2 malformed', '3 proved']],
    ['p(x, y) propto_{x, y} foo propto_{y} p(x, y) / p(x)', ['1 malformed', '2 proved']],
    ['p(x, y) propto_{x} foo propto_{y} p(x, y)', ['1 malformed', '2 undecided']],
  ])('%s', (chain, expected) => expect(verdicts(check(`${model}derivation: ${chain}`))).toEqual(expected));

  test('a relation that is lost is the reason', () => {
    expect(steps(check(`${model}derivation: x ≈ x = x`))[0]?.reason).toBe(
      'a line above could not be read, and with it the relation to the last line that has a meaning',
    );
  });
});

describe('a const of the line above is some term that is not told', () => {
  const declarations = 'plate n = 1..N\nlatent x, y, z, u_n\nfunction f(a)\nfunction g(a)\ndensity p(x, y)\n';
  const notTold = "the const on the left is not told: write '+ const_{..}' on the right too";
  const freer = 'the const on the right is free of more than that on the left is known to be: name fewer variables';
  const unknownSum = 'the const terms are free of different variables, and nothing is known that their sum is free of';
  const factorAndTerm = 'propto leaves a factor out and const a term: they are not compared together';
  test.each([
    ['ln p(y | x) = ln p(x, y) + const_{y} = ln p(y) + ln p(x | y) + const_{y}', 'proved', null],
    ['f(x) + g(y) = f(x) + const_{x, z} = f(x) + const_{x}', 'proved', null],
    ['f(x) + g(y) = f(x) + const_{x} <= f(x) + 1 + const_{x}', 'proved', null],
    ['f(x) + g(y) = f(x) + const_{x} = f(x) + 1 + const_{x} + const_{x, z}', 'proved', null],
    ['f(u_1) + g(y) = f(u_1) + const_{u_1} = const_{u_1} + f(u_1)', 'proved', null],
    ['f(x) + g(y) = f(x) + const_{x} != f(x) + g(x)', 'witnessed', null],
    ['f(x) + g(y) = f(x) + const_{x} = f(x)', 'undecided', notTold],
    ['f(x) + g(y) = f(x) + const_{x} <= f(x) + 1', 'undecided', notTold],
    ['f(x) + g(y) = f(x) + const_{x} = f(x) + g(y)', 'undecided', notTold],
    ['f(x) + const_{x} = f(x)', 'undecided', notTold],
    ['f(x) + g(y) = f(x) + const_{x} = f(x) + const_{x, y}', 'undecided', freer],
    ['f(x) + g(y) = f(x) + const_{x} = f(x) + const_{z}', 'undecided', freer],
    ['f(u_1) + f(u_2) = f(u_1) + const_{u_1} = f(u_1) + const_{u_2}', 'undecided', freer],
    ['f(x) + g(y) = f(x) + const_{x} = ) = f(x)', 'undecided', notTold],
    ['f(x) = f(x) + const_{x} + const_{y}', 'undecided', unknownSum],
    ['f(x) + g(y) = f(x) + const_{x} propto_{x} f(x)', 'undecided', factorAndTerm],
    ['f(x) g(y) propto_{x} g(y) + const_{y}', 'undecided', factorAndTerm],
  ])('%s: %s', (chain, verdict, reason) => {
    const last = steps(check(`${declarations}derivation: ${chain}`)).at(-1);
    expect([last?.verdict, last?.reason]).toEqual([verdict, reason]);
  });
});

describe('one derivation, one step', () => {
  const source = 'derivation a: 1 = 1 = 2\nderivation a.1: 1 = 3\nclaim b: 1 = 1';
  test.each([
    [null, 4],
    ['a', 2],
    ['a.2', 1],
    ['b', 1],
    ['b.1', 1],
    ['c', 0],
    ['b.x', 0],
  ])('--only %s', (only, count) => expect(steps(check(source, only))).toHaveLength(count));
});

describe('reasons', () => {
  const warnings = (by: string): string[] =>
    steps(check(`claim known: 1 = 1\nclaim: 1 = 1 by ${by}`)).flatMap((s) => s.warnings.map((w) => w.message));

  test.each(['known', '(known)', '"anything at all"', 'linearity', 'known, linearity'])('accepted: %s', (by) =>
    expect(warnings(by)).toEqual([]),
  );

  test.each([
    ['knwon', "'knwon' is no label, rule or family of rules: did you mean known?"],
    ['linearety', "'linearety' is no label, rule or family of rules: did you mean linearity?"],
    ['hocus pocus', "'hocus pocus' is no label, rule or family of rules: put a remark in quotes"],
    ['constructor', "'constructor' is no label, rule or family of rules: put a remark in quotes"],
  ])('refused: %s', (by, message) => expect(warnings(by)).toEqual([message]));
});
