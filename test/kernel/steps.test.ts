/** What the kernel makes of theorems: joins, equals for equals, other measures, inequalities inside, up to a factor. */
import { describe, expect, test } from 'vitest';
import { premises, type Result, type Theorem } from '../../src/kernel/kernel.js';
import type { Substitution } from '../../src/kernel/rule.js';
import { children, type Measure, mul, type Term, type VarRef } from '../../src/kernel/term.js';
import { expectTrue, index, meanings, must, number, refusal, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
subset S of 1..N size M
latent z_n, w, v
latent y_t
latent c : positive
latent k : {0, 1, 2}
observed u_n
param psi, xi
param s : positive
let Z = {z_n}
function f(a)
function g(a, b)
density p(Z, w, v) = p(w) p(v | w) prod_n p(z_n | w)
density q(w, v) = q(w) q(v)
density l(y_{1:T}; xi) = l(y_1; xi) prod_{t=2..T} l(y_t | y_{t-1})
define sq(a) = a^2`);
const { kernel } = w;
const { binder, family, refs, slots, term } = meanings(w);

const ring = (text: string): Theorem => must(kernel.procedure({ name: 'ring' }, w.term(text)));
const atLeast = (text: string): Theorem => must(kernel.rule('square-nonnegative', { f: term(text) }));
const same = (text: string): Theorem => must(kernel.same(w.term(text), w.term(text)));

describe('transitivity', () => {
  const before = same('f(y_{t-1})');
  const [one, two] = [ring('psi + psi'), must(kernel.symmetry(ring('3 psi - psi')))];
  test.each<readonly [string, () => Result, string]>([
    ['an equality and an equality', () => kernel.transitivity(one, two), '='],
    ['an inequality and an equality', () => kernel.transitivity(atLeast('psi'), same('0')), '>='],
    ['an equality and an inequality', () => kernel.transitivity(same('psi^2'), atLeast('psi')), '>='],
    ['a term between with members where the sides have them', () => kernel.transitivity(before, before), '='],
    ['up to order and names', () => kernel.transitivity(same('sum_n f(u_n)'), same('sum_m f(u_m)')), '='],
  ])('%s', (_, join, relation) => expect(expectTrue(w, join()).statement.relation).toBe(relation));

  const scaled = (): Theorem => must(kernel.proportional(same('2 psi'), number(2), w.term('psi'), w.refs('w')));
  test.each<readonly [string, () => Result]>([
    ['what does not meet', () => kernel.transitivity(one, one)],
    ['inequalities in opposite directions', () => kernel.transitivity(atLeast('psi'), atLeast('xi'))],
    ['what holds up to a factor', () => kernel.transitivity(scaled(), same('psi'))],
    ['an inequality turned around', () => kernel.symmetry(atLeast('psi'))],
    ['a factor turned around', () => kernel.symmetry(scaled())],
  ])('refuses %s', (_, join) => expect(refusal(join())).not.toBe('a theorem'));

  test('a term between that has no member where the sides have theirs', () => {
    // At t = 1 the law of y_1 stands on the left, and l(y_t | y_{t-1}) is none.
    const [A, B, C] = [slots('y_t'), slots('y_{1:t-1}, xi'), slots('y_{t-1}')];
    const markov = must(kernel.rule('independence', { p: family('l'), A, B, C }));
    const log = must(kernel.congruence({ tag: 'fn', name: 'ln', args: [markov.statement.left] }, [markov]));
    const grad: Term = { tag: 'grad', of: w.refs('xi')[0] as never, body: log.statement.left };
    const moved = must(kernel.congruence(grad, [log]));
    const zero = must(kernel.rule('zero-gradient', { t: refs('xi'), f: { kind: 'term', term: log.statement.right } }));
    expect(refusal(kernel.transitivity(moved, zero))).toMatch('has no members');
    expect(w.evidence({ relation: '=', left: grad, right: number(0) })).toBe('disagrees');
  });
});

/** The theorem in the place of the subterm that its left side is. */
function replaced(context: string, theorem: Theorem): Result {
  const whole = w.term(context);
  const parts = children(whole).map((c) => (kernel.identity.same(c, theorem.statement.left) ? theorem : null));
  expect(parts.some((part) => part !== null)).toBe(true);
  return kernel.congruence(whole, parts);
}

describe('congruence', () => {
  const twice = ring('w + w');
  test.each([
    ['f(w + w)'],
    ['(w + w) psi'],
    ['psi + (w + w)'],
    ['exp(w + w)'],
    ['(w + w)^3'],
    ['2^{w + w}'],
    ['E_{p(w)}[w + w]'],
    ['Var_{p(w)}[w + w]'],
    ['Cov_{p(w)}[w + w, f(w)]'],
    ['int (w + w) dw'],
    ['sum_n (w + w)'],
    ['prod_n (w + w)'],
    ['E_S[w + w]'],
    ['grad_{psi}(w + w)'],
    ['sq(w + w)'],
  ])('inside %s', (context) => {
    expectTrue(w, replaced(context, twice));
  });

  const part = same('p(w)');
  test.each<readonly [string, () => Result]>([
    ['the measure of an expectation', () => replaced('E_{p(w)}[f(w)]', part)],
    ['the measure of a variance', () => replaced('Var_{p(w)}[f(w)]', part)],
    ['a side of a divergence', () => replaced('KL[p(w) || q(w)]', part)],
    ['what an entropy is of', () => replaced('H[p(w)]', part)],
    ['what a cross-entropy is of', () => replaced('H[p(w), q(w)]', part)],
    ['a subterm by another', () => kernel.congruence(w.term('f(psi)'), [twice])],
    ['a subterm by something smaller', () => kernel.congruence(w.term('f(psi^2)'), [atLeast('psi')])],
    ['too few parts', () => kernel.congruence(w.term('psi + xi'), [null])],
    ['too many parts', () => kernel.congruence(w.term('f(psi)'), [null, null])],
    ['an integrand beyond the domain of its variable', () => replaced('int_{-1}^{1} sqrt(c^2) dc', same('sqrt(c^2)'))],
  ])('not %s', (_, make) => expect(refusal(make())).not.toBe('a theorem'));

  test('not where the letter leaves its plate', () => {
    const count = must(kernel.rule('plate-count', { n: binder('m = 1..N, m != n'), c: term('1') }));
    const [inside, outside] = [index('N'), index('N', 1)].map((hi) =>
      sum('n', index(null, 1), hi, count.statement.left),
    );
    expectTrue(w, kernel.congruence(inside as Term, [count]));
    expect(refusal(kernel.congruence(outside as Term, [count]))).toMatch('leaves its plate');
    const right = sum('n', index(null, 1), index('N', 1), count.statement.right);
    expect(w.evidence({ relation: '=', left: outside as Term, right })).toBe('disagrees');
  });
});

describe('another measure', () => {
  const joint = must(kernel.procedure({ name: 'factorise' }, w.term('p(w, v)')));
  const whole = w.term('E_{p(w, v)}[g(w, v)]');
  const product = ['p(w)', 'p(v | w)'].map((text) => w.term(text) as Measure);

  test('equal as a product, with the same heads', () =>
    expect(expectTrue(w, kernel.measure(whole, product, joint)).statement.relation).toBe('='));

  const marginal = must(
    kernel.symmetry(must(kernel.rule('independence', { p: family('q'), A: slots('w'), B: slots('v'), C: slots('') }))),
  );
  test.each<readonly [string, () => Result]>([
    ['another product', () => kernel.measure(whole, [...product].slice(0, 1), joint)],
    ['a product of other densities', () => kernel.measure(whole, [w.term('p(w)'), w.term('q(v)')] as Measure[], joint)],
    ['another average', () => kernel.measure(w.term('E_{q(w, v)}[g(w, v)]'), product, joint)],
    ['another order of the statement', () => kernel.measure(whole, product, must(kernel.symmetry(joint)))],
    ['an inequality', () => kernel.measure(whole, product, atLeast('psi'))],
    ['what is no expectation', () => kernel.measure(w.term('Var_{p(w, v)}[g(w, v)]'), product, joint)],
    // q(w) = q(w | v): as measures both bind w, but a product with q(v) on one side only would bind v too.
    ['other heads', () => kernel.measure(w.term('E_{q(w)}[f(w)]'), [w.term('q(v)') as Measure], marginal)],
  ])('not %s', (_, make) => expect(refusal(make())).not.toBe('a theorem'));
});

describe('what a file assumes of measures', () => {
  const own = new World(`
latent w, v
param psi
function f(a)
density p(w)
density q(w, v) = q(w) q(v)
density r(psi)
density s(psi)
assume q(w) >= p(w)
assume q(w) = q(v)
assume r(psi) = s(psi)`);
  const assumed = (index: number): Theorem => must(own.kernel.hypothesis(index));
  const over = (from: string, to: string, index: number): string =>
    refusal(own.kernel.measure(own.term(`E_{${from}}[f(w)]`), [own.term(to) as Measure], assumed(index)));
  test('no measure that is smaller stands for it', () => {
    expect(over('q(w)', 'p(w)', 0)).toMatch('only the measure');
    expect(refusal(own.kernel.monotone(own.term('E_{q(w)}[f(w)]'), 0, assumed(0)))).toMatch('not known to grow');
  });
  test('none that binds another variable', () => expect(over('q(w)', 'q(v)', 1)).toMatch('bind different variables'));
  test('none that is equal at one value of what it binds', () =>
    expect(over('r(psi)', 's(psi)', 2)).toMatch('says nothing of its other values'));
});

describe('an inequality inside', () => {
  const up = atLeast('w');
  const place = (context: string): Result => {
    const whole = w.term(context);
    const at = children(whole).findIndex((c) =>
      [up.statement.left, up.statement.right].some((side) => kernel.identity.same(c, side)),
    );
    return kernel.monotone(whole, at, up);
  };
  test.each([
    ['w^2 + psi'],
    ['2 w^2'],
    ['-w^2'],
    ['s w^2'],
    ['exp(w^2)'],
    ['E_{p(w)}[w^2]'],
    ['int w^2 dw'],
    ['sum_n w^2'],
    ['E_S[w^2]'],
  ])('%s', (context) => {
    expectTrue(w, place(context));
  });

  test.each([
    ['psi w^2'],
    ['f(w^2)'],
    ['sin(w^2)'],
    ['ln(w^2)'],
    ['(w^2)^3'],
    ['prod_n w^2'],
    ['Var_{p(w)}[w^2]'],
    ['grad_{psi}(w^2)'],
    ['int_{2}^{1} w^2 dw'],
    ['sq(w^2)'],
  ])('not in %s', (context) => expect(refusal(place(context))).not.toBe('a theorem'));

  test.each([
    ['one factor that is negative', [-2], 'right'],
    ['two', [-1, -2], 'left'],
    ['one beside one that is not', [3, -2], 'right'],
  ] as const)('%s', (_, factors, side) => {
    const whole = mul([...factors.map((factor) => number(factor)), up.statement.left, w.term('s')]);
    const { statement } = expectTrue(w, kernel.monotone(whole, factors.length, up));
    expect(statement[side]).toEqual(whole);
  });

  test('in the place of what is smaller', () => {
    const whole: Term = { tag: 'add', terms: [number(0), w.term('psi')] };
    const { statement } = expectTrue(w, kernel.monotone(whole, 0, up));
    expect(w.print(statement.right)).toBe(w.print(whole));
  });

  test('not where the letter leaves its plate', () => {
    const member = atLeast('f(u_n)');
    const [inside, outside] = [index('N'), index('N', 1)].map((hi) =>
      sum('n', index(null, 1), hi, member.statement.left),
    ) as [Term, Term];
    expectTrue(w, kernel.monotone(inside, 0, member));
    expect(refusal(kernel.monotone(outside, 0, member))).toMatch('leaves its plate');
  });

  test.each<readonly [string, string, number, () => Theorem]>([
    ['another subterm', 'w^4 + psi', 0, () => up],
    ['an equality', 'psi + xi', 0, () => same('psi')],
    [
      'what holds up to a factor',
      '2 psi + xi',
      0,
      () => must(kernel.proportional(same('2 psi'), number(2), w.term('psi'), w.refs('w'))),
    ],
  ])('not of %s', (_, whole, at, of) =>
    expect(refusal(kernel.monotone(w.term(whole), at, of()))).not.toBe('a theorem'),
  );

  const ordered = new World(`
param a, b : real
param s, c : positive
function f(a)
assume a >= b
assume s >= c
assume a >= s
assume s >= b`);
  const inside = (whole: string, at: number, index: number): Result =>
    ordered.kernel.monotone(ordered.term(whole), at, must(ordered.kernel.hypothesis(index)));
  test.each<readonly [string, number, number]>([
    ['s a', 1, 0],
    ['a s', 0, 0],
    ['ln s', 0, 1],
    ['exp(a)', 0, 0],
  ])('assumed, in %s', (whole, at, index) => {
    const { statement } = must(inside(whole, at, index));
    expect(statement.left).toEqual(ordered.term(whole));
  });
  test.each<readonly [string, number, number]>([
    ['ln a', 0, 0],
    ['ln a', 0, 2],
    ['ln s', 0, 3],
    ['sin(s)', 0, 1],
    ['f(s)', 0, 1],
    ['a b', 0, 0],
  ])('assumed, not in %s', (whole, at, index) =>
    expect(refusal(inside(whole, at, index))).toMatch('not known to grow'),
  );

  test.each<readonly [string, number]>([
    ['no subterm', 7],
    ['half a subterm', 0.5],
    ['the name of a subterm', '0' as unknown as number],
  ])('not at %s', (_, at) => expect(refusal(kernel.monotone(w.term('w^2 + psi'), at, up))).not.toBe('a theorem'));
});

describe('up to a factor, or a term', () => {
  const propto = (whole: string, by: string, rest: string, free: string): Result =>
    kernel.proportional(same(whole), w.term(by), w.term(rest), w.refs(free));
  const shift = (whole: string, by: string, rest: string, free: string): Result =>
    kernel.shifted(same(whole), w.term(by), w.term(rest), w.refs(free));

  test.each([
    ['p(w) f(v)', 'p(w)', 'f(v)', 'v'],
    ['2 f(w)', '2', 'f(w)', 'w'],
    ['(-2) f(w)', '-2', 'f(w)', 'w'],
    ['-p(w) f(v)', '-p(w)', 'f(v)', 'v'],
    ['p(z_1 | w) f(z_2)', 'p(z_1 | w)', 'f(z_2)', 'z_2'],
  ])('%s without %s', (whole, by, rest, free) => {
    expectTrue(w, propto(whole, by, rest, free));
  });

  test.each([
    ['a factor that may be zero', 'psi f(w)', 'psi', 'f(w)', 'w'],
    ['zero', '0 f(w)', '0', 'f(w)', 'w'],
    ['a factor that depends on the variable', 'p(w) f(w)', 'p(w)', 'f(w)', 'w'],
    ['a factor that may depend on the member', 'p(z_1 | w) f(v)', 'p(z_1 | w)', 'f(v)', 'z_n'],
    ['another product', '2 f(w)', '3', 'f(w)', 'w'],
    ['a factor that depends on one of the variables', 'p(w) f(w)', 'p(w)', 'f(w)', 'v, w'],
  ])('not without %s', (_, whole, by, rest, free) =>
    expect(refusal(propto(whole, by, rest, free))).not.toBe('a theorem'),
  );

  test('a term', () => expectTrue(w, shift('psi + f(w)', 'psi', 'f(w)', 'w')));
  test.each([
    ['a term that depends on the variable', 'f(w) + g(w, v)', 'f(w)', 'g(w, v)', 'w'],
    ['a term that depends on it behind a sum', 'f(w) + sum_n f(z_n)', 'sum_n f(z_n)', 'f(w)', 'z_1'],
    ['another sum', 'psi + f(w)', 'xi', 'f(w)', 'w'],
  ])('not %s', (_, whole, by, rest, free) => expect(refusal(shift(whole, by, rest, free))).not.toBe('a theorem'));

  test('with members where the rest has them', () =>
    expect(refusal(shift('f(y_{t-1}) + f(w)', 'f(y_{t-1})', 'f(w)', 'w'))).toBe('a theorem'));

  test('not without members where the rest has its own', () => {
    // At t = 1 the left side is the law of y_1, which moves with xi, and l(y_t | y_{t-1}) is none.
    const [A, B, C] = [slots('y_t'), slots('y_{1:t-1}, xi'), slots('y_{t-1}')];
    const markov = must(kernel.rule('independence', { p: family('l'), A, B, C }));
    const law = markov.statement.right;
    const twice = must(kernel.congruence(mul([markov.statement.left, number(2)]), [markov, null]));
    const added = must(kernel.congruence({ tag: 'add', terms: [markov.statement.left, number(2)] }, [markov, null]));
    expect(refusal(kernel.proportional(twice, law, number(2), w.refs('xi')))).toMatch('has no members');
    expect(refusal(kernel.shifted(added, law, number(2), w.refs('xi')))).toMatch('has no members');
  });

  test('not of an inequality', () => {
    const up = atLeast('w');
    const scaled = must(kernel.monotone(mul([number(2), up.statement.left]), 1, up));
    const moved = must(kernel.monotone({ tag: 'add', terms: [number(2), up.statement.left] }, 1, up));
    expect(refusal(kernel.proportional(scaled, number(2), number(0), w.refs('w')))).toMatch('not of these terms');
    expect(refusal(kernel.shifted(moved, number(2), number(0), w.refs('w')))).toMatch('not of these terms');
  });

  test('not free of what is no variable', () => {
    const nobody = [{ name: 'nobody', at: [] }];
    expect(refusal(kernel.proportional(same('2 psi'), number(2), w.term('psi'), nobody))).toMatch('says nothing');
    expect(refusal(kernel.shifted(same('2 + psi'), number(2), w.term('psi'), nobody))).toMatch('says nothing');
  });

  test('what is left out cannot be changed', () => {
    const by = { tag: 'ref', ref: { name: 'psi', at: [] } } as const;
    const rest = { tag: 'ref', ref: { name: 'xi', at: [] } } as const;
    const free = [{ name: 'w', at: [] }];
    must(kernel.shifted(same('psi + xi'), by, rest, free));
    for (const part of [by.ref, rest.ref, free[0] as VarRef])
      expect(() => Object.assign(part, { name: 'w' })).toThrow(TypeError);
  });
});

describe('what a theorem remembers', () => {
  const one = same('psi + xi');
  const two = must(kernel.symmetry(one));
  const up = atLeast('w');
  const product = ['p(w)', 'p(v | w)'].map((text) => w.term(text) as Measure);
  const joint = must(kernel.procedure({ name: 'factorise' }, w.term('p(w, v)')));
  const [double, sum2] = [same('2 psi'), same('2 + psi')];
  test.each<readonly [string, Theorem, readonly Theorem[]]>([
    ['same', one, []],
    ['symmetry', two, [one]],
    ['transitivity', must(kernel.transitivity(one, two)), [one, two]],
    ['congruence', must(kernel.congruence(w.term('g(psi + xi, w)'), [one, null])), [one]],
    ['measure', must(kernel.measure(w.term('E_{p(w, v)}[g(w, v)]'), product, joint)), [joint]],
    ['monotone', must(kernel.monotone(w.term('w^2 + psi'), 0, up)), [up]],
    ['rule', up, []],
    ['procedure', joint, []],
    ['propto', must(kernel.proportional(double, number(2), w.term('psi'), w.refs('w'))), [double]],
    ['shift', must(kernel.shifted(sum2, number(2), w.term('psi'), w.refs('w'))), [sum2]],
  ])('by %s', (step, theorem, from) => {
    expect(theorem.proof.step).toBe(step);
    expect(premises(theorem.proof)).toEqual(from);
  });

  test.each([
    ['=', 'a', 'b'],
    ['>=', 'a', 'b'],
    ['>', 'a', 'b'],
    ['<', 'b', 'a'],
    ['<=', 'b', 'a'],
  ])('an assumed %s', (relation, left, right) => {
    const own = new World(`param a, b\nassume a ${relation} b`);
    const { statement, proof, hypotheses } = must(own.kernel.hypothesis(0));
    expect(proof).toEqual({ step: 'hypothesis', index: 0 });
    expect(hypotheses).toEqual([0]);
    expect([statement.relation, own.print(statement.left), own.print(statement.right)]).toEqual([
      relation === '=' ? '=' : '>=',
      left,
      right,
    ]);
  });

  test('an assumed != is no premise', () =>
    expect(refusal(new World('param a, b\nassume a != b').kernel.hypothesis(0))).toMatch('neither'));

  test("a rule that is written from below, and is the author's", () => {
    const own = new World('param a\nrule below: -?f^2 <= 0');
    const theorem = must(own.kernel.rule('below', { f: { kind: 'term', term: own.term('a') } }));
    const { relation, left, right } = theorem.statement;
    expect([relation, own.print(left), own.print(right)]).toEqual(['>=', '0', '-a^2']);
    expect(own.kernel.assumptions(theorem)).toEqual([{ tag: 'user rule', rule: 'below' }]);
    const twice: Term = { tag: 'add', terms: [right, right] };
    const lifted = must(own.kernel.monotone(twice, 0, theorem));
    const rest = must(own.kernel.monotone(lifted.statement.left, 1, theorem));
    expect(own.kernel.assumptions(must(own.kernel.transitivity(rest, lifted)))).toHaveLength(1);
  });

  test.each([
    ['one', { f: { kind: 'term' } }],
    ['one of two', { f: { kind: 'term', term: number(1) }, g: { kind: 'refs' } }],
  ])('what is no meaning stands for nothing: %s', (_, by) =>
    expect(refusal(kernel.rule('square-nonnegative', by as unknown as Substitution))).toMatch('is no meaning'),
  );
});
