/** What the kernel makes of theorems: joins, equals for equals, other measures, inequalities inside, up to a factor. */
import { describe, expect, test } from 'vitest';
import type { Result, Theorem } from '../../src/kernel/kernel.js';
import { children, type Measure, type Term } from '../../src/kernel/term.js';
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
  const [one, two] = [ring('psi + psi'), must(kernel.symmetry(ring('3 psi - psi')))];
  test.each<readonly [string, () => Result, string]>([
    ['an equality and an equality', () => kernel.transitivity(one, two), '='],
    ['an inequality and an equality', () => kernel.transitivity(atLeast('psi'), same('0')), '>='],
    ['an equality and an inequality', () => kernel.transitivity(same('psi^2'), atLeast('psi')), '>='],
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

  test('equal as a product, with the same heads', () => expectTrue(w, kernel.measure(whole, product, joint)));

  const marginal = must(
    kernel.symmetry(must(kernel.rule('independence', { p: family('q'), A: slots('w'), B: slots('v'), C: slots('') }))),
  );
  test.each<readonly [string, () => Result]>([
    ['another product', () => kernel.measure(whole, [...product].slice(0, 1), joint)],
    ['another order of the statement', () => kernel.measure(whole, product, must(kernel.symmetry(joint)))],
    ['an inequality', () => kernel.measure(whole, product, atLeast('psi'))],
    ['what is no expectation', () => kernel.measure(w.term('Var_{p(w, v)}[g(w, v)]'), product, joint)],
    // q(w) = q(w | v): as measures both bind w, but a product with q(v) on one side only would bind v too.
    ['other heads', () => kernel.measure(w.term('E_{q(w)}[f(w)]'), [w.term('q(v)') as Measure], marginal)],
  ])('not %s', (_, make) => expect(refusal(make())).not.toBe('a theorem'));
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
    ['p(z_1 | w) f(z_2)', 'p(z_1 | w)', 'f(z_2)', 'z_2'],
  ])('%s without %s', (whole, by, rest, free) => {
    expectTrue(w, propto(whole, by, rest, free));
  });

  test.each([
    ['a factor that is not positive', 'psi f(w)', 'psi', 'f(w)', 'w'],
    ['a negative factor', '(-2) f(w)', '-2', 'f(w)', 'w'],
    ['zero', '0 f(w)', '0', 'f(w)', 'w'],
    ['a factor that depends on the variable', 'p(w) f(w)', 'p(w)', 'f(w)', 'w'],
    ['a factor that may depend on the member', 'p(z_1 | w) f(v)', 'p(z_1 | w)', 'f(v)', 'z_n'],
    ['another product', '2 f(w)', '3', 'f(w)', 'w'],
  ])('not without %s', (_, whole, by, rest, free) =>
    expect(refusal(propto(whole, by, rest, free))).not.toBe('a theorem'),
  );

  test('a term', () => expectTrue(w, shift('psi + f(w)', 'psi', 'f(w)', 'w')));
  test.each([
    ['a term that depends on the variable', 'f(w) + g(w, v)', 'f(w)', 'g(w, v)', 'w'],
    ['a term that depends on it behind a sum', 'f(w) + sum_n f(z_n)', 'sum_n f(z_n)', 'f(w)', 'z_1'],
    ['another sum', 'psi + f(w)', 'xi', 'f(w)', 'w'],
  ])('not %s', (_, whole, by, rest, free) => expect(refusal(shift(whole, by, rest, free))).not.toBe('a theorem'));
});
