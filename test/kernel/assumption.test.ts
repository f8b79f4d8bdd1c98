/** What a theorem takes on trust, and how far an assumption of the file carries. */
import { describe, expect, test } from 'vitest';
import type { Assumption, Result, Theorem } from '../../src/kernel/kernel.js';
import { children, type Term } from '../../src/kernel/term.js';
import { meanings, must, refusal, World } from './harness.js';

const w = new World(
  `
plate n = 1..N
latent z, x : real
latent c : real
observed u_n
param psi, xi : real
function f(a)
density p(x)
density q(psi)
density t(z) = Uniform(z; 0, 1)
density h(c) = c exp(-c)
density bad(c) = Normal(c; 0, 1)
rule magic: ?a = ?a + 0
assume psi = xi
assume xi >= 0
assume psi > 0
assume f(x) >= 1
assume 1: f(u_n) <= 2`,
  { c: { tag: 'positive' } },
);
const { kernel } = w;
const { family, measure, refs, slots, term } = meanings(w);
const hypothesis = (index: number): Theorem => must(kernel.hypothesis(index));
const tags = (theorem: Theorem): string[] =>
  kernel
    .assumptions(theorem)
    .map((a: Assumption) =>
      'index' in a
        ? `${a.tag} ${a.index}`
        : 'family' in a
          ? `${a.tag} ${a.family}`
          : a.tag === 'trust'
            ? `${a.rule}: ${a.trust.tag}`
            : a.rule,
    );

describe('recorded', () => {
  const sum = must(kernel.rule('expectation-sum', { q: measure('p(x)'), f: term('x'), g: term('f(x)') }));
  test.each<readonly [string, Theorem, readonly string[]]>([
    ['nothing', must(kernel.same(w.term('psi'), w.term('psi'))), []],
    ['integrability, of both terms', sum, ['expectation-sum: integrable', 'expectation-sum: integrable']],
    [
      'through what follows',
      must(kernel.symmetry(sum)),
      ['expectation-sum: integrable', 'expectation-sum: integrable'],
    ],
    ['a rule of the author', must(kernel.rule('magic', { a: term('psi') })), ['magic']],
    ['a hypothesis', hypothesis(0), ['hypothesis 0']],
    ['a hypothesis that gives a sign', must(kernel.rule('nonnegative', { a: term('psi') })), ['hypothesis 2']],
    ['a formula that is a density', must(kernel.same(w.term('h(c)'), w.term('h(c)'))), ['form h']],
    [
      'a law beyond the domain of its variable',
      must(kernel.rule('normalisation', { p: family('bad'), A: slots('c'), B: slots(''), c: term('1') })),
      ['form bad'],
    ],
    ['a law that fits', must(kernel.same(w.term('t(z)'), w.term('t(z)'))), []],
  ])('%s', (_, theorem, expected) => expect(tags(theorem)).toEqual(expected));
});

describe('an assumption of the file', () => {
  test.each([
    [1, 'xi', '0'],
    [2, 'psi', '0'],
    [4, '2', 'f(u_n)'],
  ])('%i as an inequality', (index, left, right) => {
    const { statement } = hypothesis(index);
    expect([statement.relation, w.print(statement.left), w.print(statement.right)]).toEqual(['>=', left, right]);
  });
  test.each([-1, 5, 0.5, Number.NaN, '0' as unknown as number, 'length' as unknown as number])('%s is none', (index) =>
    expect(refusal(kernel.hypothesis(index))).toBe('there is no such assumption'),
  );
});

describe('an assumption about a parameter is one about its value', () => {
  const inside = (text: string, theorem: Theorem): Result => {
    const whole = w.term(text);
    const parts = children(whole);
    const at = parts.findIndex((c) => kernel.identity.same(c, theorem.statement.left));
    expect(at).toBeGreaterThanOrEqual(0);
    return theorem.statement.relation === '='
      ? kernel.congruence(
          whole,
          parts.map((_, i) => (i === at ? theorem : null)),
        )
      : kernel.monotone(whole, at, theorem);
  };
  const log = must(kernel.rule('exp-log', { a: term('psi') }));
  const bound = must(kernel.monotone(w.term('psi + xi'), 1, hypothesis(1)));

  test.each<readonly [string, string, Theorem]>([
    ['equal to another', 'f(psi)', hypothesis(0)],
    ['equal to another, under an average over something else', 'E_{p(x)}[psi]', hypothesis(0)],
    ['not negative, in a sum', 'xi + psi', hypothesis(1)],
    ['not negative, under an average over something else', 'E_{p(x)}[xi]', hypothesis(1)],
    ['positive, under a gradient', 'grad_{psi}(exp(ln psi))', log],
    ['of the variable of an average, whatever its value', 'E_{p(x)}[f(x)]', hypothesis(3)],
  ])('%s', (_, text, theorem) => expect(refusal(inside(text, theorem))).toBe('a theorem'));

  test.each<readonly [string, string, Theorem]>([
    ['not of its other values under a gradient', 'grad_{psi}(psi)', hypothesis(0)],
    ['not under a gradient by the other', 'grad_{xi}(psi)', hypothesis(0)],
    ['not under an average over it', 'E_{q(psi)}[psi]', hypothesis(0)],
    ['not under an integral over it', 'int psi dpsi', hypothesis(0)],
    ['not what follows from it', 'int (psi + xi) dxi', bound],
    ['not what its sign gave', 'E_{q(psi)}[exp(ln psi)]', log],
  ])('%s', (_, text, theorem) => expect(refusal(inside(text, theorem))).toMatch('says nothing of its other values'));

  test('not inside one use of a rule either', () => {
    const by = { q: measure('q(psi)'), f: term('psi') };
    expect(refusal(kernel.rule('jensen', by))).toMatch('says nothing of its other values');
    expect(refusal(kernel.rule('gradient-ln', { t: refs('psi'), f: term('psi') }))).toBe('a theorem');
  });

  const cancelled = must(kernel.rule('exp-log', { a: term('psi') }));
  const upTo = (of: Theorem, by: string, right: string, free: string): Result[] => [
    kernel.proportional(
      must(kernel.congruence(w.term(`(${by}) (${right})`), [null, of])),
      w.term(by),
      of.statement.right,
      w.refs(free),
    ),
    kernel.shifted(
      must(kernel.congruence(w.term(`${by} + ${right}`), [null, of])),
      w.term(by),
      of.statement.right,
      w.refs(free),
    ),
  ];
  test.each<readonly [string, readonly Result[], boolean]>([
    ['what is equal to a number', upTo(hypothesis(0), '2', 'psi', 'psi'), false],
    ['what it is equal to', upTo(hypothesis(0), '2', 'psi', 'xi'), false],
    ['a sign that was needed', upTo(cancelled, '2', 'exp(ln psi)', 'psi'), false],
    ['another parameter', upTo(cancelled, '2', 'exp(ln psi)', 'xi'), true],
    ['a variable', upTo(hypothesis(0), '2', 'psi', 'z'), true],
  ])('and no reason to be free of %s', (_, results, holds) => {
    for (const result of results)
      expect(refusal(result)).toBe(
        holds ? 'a theorem' : 'an assumption about a parameter says nothing of its other values',
      );
  });

  test('1 = 0 does not follow from psi = xi', () => {
    const by: Term = w.term('grad_{psi}(psi)');
    const one = must(kernel.rule('gradient-variable', { t: refs('psi') }));
    const none = must(kernel.rule('zero-gradient', { t: refs('psi'), f: term('xi') }));
    expect([w.print(one.statement.right), w.print(none.statement.right)]).toEqual(['1', '0']);
    expect(refusal(kernel.congruence(by, [hypothesis(0)]))).not.toBe('a theorem');
  });
});

describe('assumptions of several parameters', () => {
  const own = new World(`
latent x : real
param a, b, s : real
function f(a)
function g(a, b)
function up(a, b) : positive
density r(a)
density p(x)
assume a >= b
assume s > 0
assume a = b
assume f(x) > 0`);
  const assumed = (index: number): Theorem => must(own.kernel.hypothesis(index));
  const congruent = (text: string, ...parts: readonly (Theorem | null)[]): string =>
    refusal(own.kernel.congruence(own.term(text), parts));
  const other = 'an assumption about a parameter says nothing of its other values';

  // s a >= s b rests on the one as its premise, and on the sign of s.
  const scaled = must(own.kernel.monotone(own.term('s a'), 1, assumed(0)));
  const longer = must(own.kernel.monotone(own.term('x + s a'), 1, scaled));
  test.each<readonly [string, Theorem, string]>([
    ['int s a da', scaled, other],
    ['int s a db', scaled, other],
    ['int s a ds', scaled, other],
    ['int s a dx', scaled, 'a theorem'],
    ['E_{r(a)}[s a]', scaled, other],
    ['int (x + s a) da', longer, other],
    ['int (x + s a) ds', longer, other],
    ['int (x + s a) ds dx', longer, other],
    ['int (x + s a) dx ds', longer, other],
    ['int (x + s a) dx', longer, 'a theorem'],
  ])('of a premise and of a sign, in %s', (text, theorem, expected) => {
    const whole = own.term(text);
    expect(refusal(own.kernel.monotone(whole, children(whole).length - 1, theorem))).toBe(expected);
  });

  test('of a premise and of a factor', () => {
    const by = must(own.kernel.congruence(own.term('s a'), [null, assumed(2)]));
    const propto = must(own.kernel.proportional(by, own.term('s'), own.term('b'), own.refs('x')));
    expect([by.hypotheses, propto.hypotheses]).toEqual([[], [1]]);
  });

  test.each<readonly [string, readonly (Theorem | null)[], string]>([
    ['int_{a}^{1} f(a) da', [assumed(2), null, null], 'a theorem'],
    ['int_{0}^{a} f(a) da', [null, assumed(2), null], 'a theorem'],
    ['int_{0}^{1} a da', [null, null, assumed(2)], other],
    ['int a dx', [assumed(2)], 'a theorem'],
    ['int a dx da', [assumed(2)], other],
    ['int a db dx', [assumed(2)], other],
    ['grad_{s}(a)', [assumed(2)], 'a theorem'],
  ])('equal to each other, in %s', (text, parts, expected) => expect(congruent(text, ...parts)).toBe(expected));

  const nonnegative = (text: string): string =>
    refusal(own.kernel.rule('nonnegative', { a: { kind: 'term', term: own.term(text) } }));
  test.each([
    ['s', 'a theorem'],
    ['s up(a, x)', 'a theorem'],
    ['int s up(a, x) dx', 'a theorem'],
    ['int s up(a, x) ds', other],
    ['int s up(a, x) ds dx', other],
    ['int s up(a, x) dx ds', other],
    ['int up(a, s) ds', 'a theorem'],
    // Of a variable it holds whatever the value.
    ['f(x)', 'a theorem'],
    ['int f(x) dx', 'a theorem'],
    ['int s f(x) dx', 'a theorem'],
  ])('a sign inside one use of a rule, of %s', (text, expected) => expect(nonnegative(text)).toBe(expected));
});
