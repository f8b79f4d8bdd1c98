/**
 * The side conditions of rules: where one holds the statement is true by number, and where one fails, and the numbers
 * have something to say, the statement that the rule would have made is false.
 */
import { describe, expect, test } from 'vitest';
import { Conditions } from '../../src/kernel/condition.js';
import { Misfit } from '../../src/kernel/instantiate.js';
import type { Condition, Meaning, Substitution, Target } from '../../src/kernel/rule.js';
import { mul, type Term, type VarRef } from '../../src/kernel/term.js';
import { expectFalse, expectTrue, meanings, number, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
subset S of 1..N size M
subset R of 2..N size M
latent z_n, r_n, w, v
latent y_t
latent a, b : real
latent c : positive
latent k, k' : {0, 1, 2}
latent j : {0, 1}
observed u_n
param psi, xi, psi_old
param s : positive
let Z = {z_n}, V = {r_n}, Y = {y_t}
function f(a)
function g(a, b)
function up(a) : positive
density p(Z, w, v; psi) = p(w; psi) p(v | w) prod_n p(z_n | w)
density q(Z, w; xi) = q(w; xi) prod_n q(z_n)
density o(a, b)
density i(k, j)
density two(k, k')
density l(y_{1:T}; xi) = l(y_1; xi) prod_{t=2..T} l(y_t | y_{t-1})
define behind = 2 w`);
const { kernel } = w;
const { binder, family, measure, refs, slots, subset, term } = meanings(w);

const holds = (rule: string, by: Substitution): void => {
  expectTrue(w, kernel.rule(rule, by));
};
/** Refused, and false without the condition. */
const fails = (rule: string, by: Substitution): void => expectFalse(w, kernel.rule(rule, by), w.claimOf(rule, by));
/** Refused; the numbers cannot tell, or the statement has no meaning. */
const isRefused = (rule: string, by: Substitution): void =>
  expect(refusal(kernel.rule(rule, by))).not.toBe('a theorem');

const table = (rows: readonly (readonly [string, string, Substitution])[], check: typeof holds): void =>
  test.each(rows)('%s', (_, rule, by) => check(rule, by));

describe('free of what a measure binds', () => {
  const constant = (q: string, c: string, f: string): Substitution => ({ q: measure(q), c: term(c), f: term(f) });
  table(
    [
      ['another variable', 'expectation-constant', constant('p(w; psi)', 'f(v)', 'f(w)')],
      ['another array', 'expectation-constant', constant('q(Z)', 'sum_n f(u_n)', 'sum_n f(z_n)')],
      ['another member', 'expectation-constant', constant('q(z_1)', 'f(z_2)', 'f(z_1)')],
      ['the next member', 'expectation-constant', constant('q(z_n)', 'f(z_{n+1})', 'f(z_n)')],
      ['the members but for the one', 'expectation-constant', constant('q(z_{-n})', 'f(z_n)', 'psi')],
      ['the slice beyond', 'expectation-constant', constant('l(y_{1:2}; xi)', 'f(y_3)', 'f(y_1)')],
      ['a name bound again', 'expectation-constant', constant('p(w; psi)', 'E_{q(w; xi)}[w]', 'w')],
      ['a slot of that name', 'expectation-constant', constant('o(a)', 'o(a = b)', 'a')],
    ],
    holds,
  );
  table(
    [
      ['the variable', 'expectation-constant', constant('p(w; psi)', 'w', 'w')],
      ['the variable behind a name', 'expectation-constant', constant('p(w; psi)', 'behind', 'w')],
      ['the variable in a density', 'expectation-constant', constant('p(w; psi)', 'p(v | w)', 'w')],
      ['the variable beside a binder of it', 'expectation-constant', constant('p(w; psi)', 'w + E_{q(w; xi)}[w]', 'w')],
      ['a member of the array', 'expectation-constant', constant('q(Z)', 'f(z_n)', 'f(z_1)')],
      ['the array of the member', 'expectation-constant', constant('q(z_n)', 'sum_m f(z_m)', 'f(z_n)')],
      ['a member that may be the same', 'expectation-constant', constant('q(z_n)', 'f(z_m)', 'f(z_n)')],
      [
        'a member outside a slice that is bound',
        'expectation-constant',
        constant('l(y_3; xi)', 'E_{l(y_{1:2}; xi)}[f(y_3)]', 'f(y_3)'),
      ],
      [
        'a member that may be left out of what is bound',
        'expectation-constant',
        constant('q(z_m)', 'E_{q(z_{-n})}[f(z_m)]', 'f(z_m)'),
      ],
      [
        'one of two densities',
        'fubini-expectation',
        { p: measure('p(w; psi)'), q: measure('p(v | w)'), f: term('f(w)'), g: term('f(v)') },
      ],
      ['the inner measure', 'tower', { p: measure('p(w; psi)'), q: measure('q(w; xi)'), f: term('f(w)') }],
    ],
    fails,
  );
});

describe('free of a variable, a letter, a subset', () => {
  table(
    [
      ['a parameter', 'zero-gradient', { t: refs('psi'), f: term('E_{q(w; xi)}[w]') }],
      ['a parameter that another decorates', 'zero-gradient', { t: refs('psi'), f: term('p(w; psi = psi_old)') }],
      ['a letter', 'plate-constant', { n: binder('n'), c: term('f(u_m)'), f: term('f(u_n)') }],
      ['a letter bound again', 'plate-constant', { n: binder('n'), c: term('sum_n f(u_n)'), f: term('f(u_n)') }],
      ['a range', 'plate-swap', { n: binder('n'), m: binder('m = 2..N'), f: term('g(u_n, u_m)') }],
      ['a subset', 'draw-idle', { S: subset('S'), c: term('sum_n f(u_n)') }],
      ['a subset drawn again', 'draw-idle', { S: subset('S'), c: term('E_S[sum_{n in S} f(u_n)]') }],
      [
        'a letter that runs through all',
        'draw-plate',
        { S: subset('S'), n: binder('n'), f: term('sum_{m in S} g(u_n, u_m)') },
      ],
    ],
    holds,
  );
  table(
    [
      ['the parameter', 'zero-gradient', { t: refs('psi'), f: term('psi^2') }],
      ['the parameter of a density', 'zero-gradient', { t: refs('psi'), f: term('p(w; psi)') }],
      ['the parameter under an expectation', 'zero-gradient', { t: refs('psi'), f: term('E_{p(w; psi)}[w]') }],
      ['the letter', 'plate-constant', { n: binder('n'), c: term('f(u_n)'), f: term('f(u_n)') }],
      ['the letter as a number', 'plate-constant', { n: binder('n'), c: term('n'), f: term('f(u_n)') }],
      ['the letter in a range', 'plate-count', { n: binder('n'), c: term('sum_{m = 1..n} 1') }],
      [
        'the letter that a range leaves out',
        'plate-constant',
        { n: binder('n'), c: term('sum_{m = 1..N, m != n} f(u_m)'), f: term('f(u_n)') },
      ],
      [
        'a range that depends on the other letter',
        'plate-swap',
        { n: binder('n'), m: binder('m = 1..n'), f: term('f(u_m)') },
      ],
      ['the same letter twice', 'plate-swap', { n: binder('n = 2..N'), m: binder('n = 1..N'), f: term('f(u_n)') }],
      ['the subset', 'draw-idle', { S: subset('S'), c: term('sum_{n in S} f(u_n)') }],
      [
        'a letter that runs through the subset',
        'draw-plate',
        { S: subset('S'), n: binder('n in S'), f: term('f(u_n)') },
      ],
      [
        'the letter of the measure',
        'expectation-plate',
        { q: measure('q(z_n)'), n: binder('n'), f: term('f(z_n) f(z_1)') },
      ],
    ],
    fails,
  );
});

describe('the variable of a gradient', () => {
  table(
    [
      ['its letter', 'gradient-plate', { t: refs('u_n'), n: binder('n'), f: term('f(u_n)') }],
      ['bound by a measure', 'exchange-expectation', { t: refs('w'), q: measure('p(w; psi)'), f: term('f(w)') }],
      ['one of its members', 'zero-gradient', { t: refs('u_1'), f: term('f(u_n)') }],
    ],
    isRefused,
  );
  test('another letter', () => {
    const by = { t: refs('u_m'), n: binder('n'), f: term('f(psi)') };
    expect(refusal(kernel.rule('gradient-plate', by))).toBe('a theorem');
  });
});

describe('signs and numbers', () => {
  const fraction = mul([number(-3), { tag: 'pow', base: number(2), exponent: number(-1) }]);
  const half = mul([number(1), w.term('psi')]);
  table(
    [
      ['positive', 'log-product', { a: term('up(w)'), b: term('s') }],
      ['not negative', 'nonnegative', { a: term('w^2') }],
      ['a number', 'exp-power', { k: term('-1/2'), a: term('w') }],
      ['a number as a product and a power', 'exp-power', { k: { kind: 'term', term: fraction }, a: term('w') }],
    ],
    holds,
  );
  table(
    [
      ['of any sign', 'nonnegative', { a: term('psi') }],
      ['a square less one', 'nonnegative', { a: term('psi^2 - 5') }],
      ['the logarithm of an average', 'jensen', { q: measure('p(w; psi)'), f: term('-1 + 1/2') }],
    ],
    isRefused,
  );
  table(
    [
      ['a product with a number', 'exp-power', { k: { kind: 'term', term: half }, a: term('w') }],
      ['a power of no number', 'exp-power', { k: term('psi^2'), a: term('w') }],
      ['a number to no number', 'exp-power', { k: term('2^psi'), a: term('w') }],
      ['not negative, and perhaps zero', 'log-product', { a: term('w^2'), b: term('s') }],
      ['not zero, and perhaps negative', 'log-power', { a: term('-s'), k: term('2') }],
    ],
    isRefused,
  );
  table([['an exponent that is none', 'gradient-power', { t: refs('psi'), f: term('s'), k: term('psi') }]], fails);
});

describe('densities', () => {
  const one = (...q: string[]): Substitution => ({ q: measure(...q), c: term('1') });
  table(
    [
      ['one', 'expectation-normalisation', one('p(w; psi)')],
      ['one after another', 'expectation-normalisation', one('p(v | w)', 'p(w; psi)')],
      ['of a plate', 'expectation-normalisation', one('prod_n q(z_n)')],
      ['of two plates', 'expectation-normalisation', one('q(w; xi)', 'prod_n p(z_n | w)')],
      ['at another variable with the same values', 'expectation-normalisation', one("i(k = k')")],
      ['given what another binds', 'divergence-nonnegative', { q: measure('q(w; xi)'), p: measure('p(w; psi)') }],
      [
        'over the same heads in another order',
        'divergence-nonnegative',
        { q: measure('p(v, w; psi)'), p: measure('q(w; xi)', 'p(v | w)') },
      ],
    ],
    holds,
  );
  table(
    [
      ['two that depend on each other', 'expectation-normalisation', one('p(v | w)', 'p(w | v; psi)')],
      ['a plate less its first', 'expectation-normalisation', one('prod_{n = 2..N} q(z_n)')],
      ['a plate less one', 'expectation-normalisation', one('prod_{n = 1..N, n != 1} q(z_n)')],
      ['a plate of a minibatch', 'expectation-normalisation', one('prod_{n in S} q(z_n)')],
    ],
    fails,
  );
  table(
    [
      ['a plate beyond its letter', 'expectation-normalisation', one('prod_{n = 1..N} q(z_1)')],
      ['of the same variable twice', 'expectation-normalisation', one('p(w; psi)', 'q(w; xi)')],
      ['of other heads', 'divergence-nonnegative', { q: measure('q(w; xi)'), p: measure('p(v; psi)') }],
      ['of more heads', 'divergence-nonnegative', { q: measure('q(w; xi)'), p: measure('p(w, v; psi)') }],
      ['of fewer heads', 'divergence-nonnegative', { q: measure('p(w, v; psi)'), p: measure('q(w; xi)') }],
      [
        'of heads one of which is another',
        'divergence-nonnegative',
        { q: measure('p(w, v; psi)'), p: measure('q(w; xi)', 'q(z_1)') },
      ],
      ['at a variable with fewer values', 'expectation-normalisation', one('i(k = j)')],
    ],
    isRefused,
  );
  const mean = (x: string, m: string, v: string): Substitution => ({ x: refs(x), m: term(m), v: term(v) });
  const positive = (x: string, r: string): Substitution => ({ x: refs(x), r: term(r) });
  table(
    [
      ['a law of a real variable', 'normal-mean', mean('a', 'psi', 's')],
      ['with a parameter that is another variable', 'normal-mean', mean('a', 'b', '2')],
      ['of a variable without a domain', 'normal-mean', mean('w', 'psi', 's')],
      ['a law of the positive numbers', 'exponential-mean', positive('c', 's')],
      ['the same among all numbers', 'exponential-mean', positive('a', 's')],
      ['of a bit', 'bernoulli-mean', positive('j', '1/3')],
    ],
    (rule, by) => expect(refusal(kernel.rule(rule, by))).toBe('a theorem'),
  );
  table(
    [
      ['cut off by its domain', 'normal-mean', mean('c', 'psi', 's')],
      ['of few states', 'normal-mean', mean('k', 'psi', 's')],
      ['with itself for a parameter', 'normal-mean', mean('a', 'a', 's')],
      ['with a function of itself for a parameter', 'normal-mean', mean('a', 'psi', 'up(a)')],
      ['of a whole array', 'normal-mean', mean('Z', 'psi', 's')],
      ['of three states for two', 'bernoulli-mean', positive('k', '1/3')],
      ['of one that has no domain, and may have more', 'exponential-mean', positive('w', 's')],
    ],
    isRefused,
  );
});

describe('slots', () => {
  const pABC = (A: string, B: string, C: string): Substitution => ({
    p: family('p'),
    A: slots(A),
    B: slots(B),
    C: slots(C),
  });
  const l = (A: string, B: string, C: string): Substitution => ({
    p: family('l'),
    A: slots(A),
    B: slots(B),
    C: slots(C),
  });
  const i = (A: string, B: string): Substitution => ({ p: family('i'), A: slots(A), B: slots(B), c: term('1') });
  table(
    [
      ['independent by the network', 'independence', pABC('z_n', 'w, v', 'w')],
      ['independent of an input', 'independence', pABC('z_n', 'w, psi', 'w')],
      ['independent of the other members', 'independence', pABC('z_n', 'w, z_{-n}', 'w')],
      ['independent of what is before the last', 'independence', l('y_t', 'y_{t-1}, y_{t-2}', 'y_{t-1}')],
      ['part of an array', 'independence', l('y_3', 'y_{1:2}', 'y_2')],
      ['bound', 'normalisation', i('k', 'j')],
      ['bound as another with the same values', 'normalisation', i("k = k'", 'j')],
      [
        'beyond a part of what is bound',
        'expectation-marginalisation',
        { p: family('p'), m: measure(), A: slots('z_n'), B: slots('w'), C: slots('Z'), f: term('f(z_n)') },
      ],
      ['owned', 'conditional-density', pABC('v', 'w', 'psi')],
      ['drawn from what the letter runs through', 'minibatch', { S: subset('S'), n: binder('n'), f: term('f(u_n)') }],
      ['drawn from a part', 'minibatch', { S: subset('R'), n: binder('n = 2..N'), f: term('f(u_n)') }],
      ['a part as another array', 'independence', pABC('v', 'z_n = r_n, w', 'w')],
      ['both of two', 'normalisation', { ...i("k, k'", ''), p: family('two') }],
    ],
    holds,
  );
  table(
    [
      ['dependent by a common cause', 'independence', pABC('z_n', 'v, psi', 'psi')],
      ['dependent through the next', 'independence', l('y_t', 'y_{t-1}, y_{t+1}', 'y_{t-1}')],
      [
        'beyond a part that is another member',
        'expectation-marginalisation',
        { p: family('p'), m: measure(), A: slots('z_1'), B: slots('w'), C: slots('Z'), f: term('f(z_n)') },
      ],
      [
        'beyond a part counted from the end',
        'expectation-marginalisation',
        { p: family('p'), m: measure(), A: slots('z_{N-2}'), B: slots('w'), C: slots('Z'), f: term('f(z_3)') },
      ],
      ['a constant of the variable', 'normalisation', { ...i('k', 'j'), c: term('f(k)') }],
      ['a part with another value', 'independence', pABC('w', 'psi', 'psi = psi_old')],
      ['a subset drawn from less', 'minibatch', { S: subset('R'), n: binder('n'), f: term('f(u_n)') }],
      ['a letter that runs through less', 'minibatch', { S: subset('S'), n: binder('n = 2..N'), f: term('f(u_n)') }],
      ['a letter that stops before', 'minibatch', { S: subset('S'), n: binder('n = 1..N-1'), f: term('f(u_n)') }],
      [
        'a letter that leaves one out',
        'minibatch',
        { S: subset('S'), n: binder('n = 1..N, n != 1'), f: term('f(u_n)') },
      ],
      ['one of two that holds another twice', 'normalisation', { ...i("k, k' = k", ''), p: family('two') }],
    ],
    fails,
  );
  table(
    [
      ['a variable in both lists', 'independence', pABC('z_n', 'z_n, w', 'w')],
      [
        'a slot that holds no variable',
        'normalisation',
        { ...i('k', 'j'), A: { kind: 'slots', slots: [{ of: { name: 'k', at: [] }, value: w.term('1') }] } },
      ],
      ['an input as if it had a law', 'conditional-density', pABC('w', 'psi', '')],
      ['a member that is given as another', 'independence', pABC('v', 'w, z_n = r_n', 'w, Z')],
      ['an array and its member', 'conditional-density', pABC('w', 'Z, z_1', 'psi')],
      ['an input beside what has one', 'conditional-density', pABC('w', 'v, psi', '')],
      ['the law of an unknown family', 'conditional-density', { ...pABC('v', 'w', 'psi'), p: family('r') }],
      ['a minibatch of no subset', 'minibatch', { S: subset('nobody'), n: binder('n'), f: term('f(u_n)') }],
      ['a letter through a minibatch', 'minibatch', { S: subset('S'), n: binder('n in S'), f: term('f(u_n)') }],
      ['a letter that is none', 'minibatch', { S: subset('S'), n: subset('S'), f: term('f(u_n)') }],
      ['a subset that is none', 'minibatch', { S: binder('n'), n: binder('n'), f: term('f(u_n)') }],
      ['no meaning at all', 'zero-gradient', { t: refs('psi') }],
      ['an unknown family', 'independence', { ...pABC('z_n', 'w, v', 'w'), p: family('r') }],
      ['an integral over fewer values', 'normalisation', i('k = j', '')],
      ['one of two slots at fewer values', 'normalisation', { ...i("k, k' = j", ''), p: family('two') }],
    ],
    isRefused,
  );
});

describe('a condition by itself', () => {
  const conditions = new Conditions(w.model, kernel.identity, kernel.signs, kernel.worlds);
  const told = (rows: readonly (readonly [string, Condition, Substitution, boolean])[]): void =>
    test.each(rows)('%s', (_, condition, by, answer) => expect(conditions.holds(condition, by)).toBe(answer));
  const pair = (left: Meaning, right: Meaning): Substitution => ({ left, right });

  const heads: Condition = { tag: 'same heads', left: 'left', right: 'right' };
  told([
    ['the same heads', heads, pair(measure('p(w, v; psi)'), measure('p(v | w)', 'q(w; xi)')), true],
    ['more heads', heads, pair(measure('p(w, v; psi)'), measure('q(w; xi)')), false],
    ['fewer heads', heads, pair(measure('q(w; xi)'), measure('p(w, v; psi)')), false],
    ['other heads', heads, pair(measure('p(w, v; psi)'), measure('q(w; xi)', 'q(z_1)')), false],
  ]);

  const sign = (relation: '>' | '>=' | '!='): Condition => ({ tag: 'sign', term: number(-2), relation });
  told([
    ['-2 is not zero', sign('!='), {}, true],
    ['-2 is negative', sign('>='), {}, false],
    ['-2 is not positive', sign('>'), {}, false],
  ]);

  const free = (of: Target): Condition => ({ tag: 'free', what: 'f', of });
  const ofLetter = free({ tag: 'index', letter: 'n' });
  const ofHeads = free({ tag: 'heads', measure: 'q' });
  told([
    ['variables with the letter', ofLetter, { f: refs('u_n'), n: binder('n') }, false],
    ['variables with another', ofLetter, { f: refs('u_m'), n: binder('n') }, true],
    ['one of two heads', ofHeads, { f: term('f(w)'), q: measure('p(w, v; psi)') }, false],
    ['the other of two heads', ofHeads, { f: term('f(v)'), q: measure('p(w, v; psi)') }, false],
    ['none of two heads', ofHeads, { f: term('f(psi)'), q: measure('p(w, v; psi)') }, true],
    ['one of two variables', ofHeads, { f: term('g(psi, v)'), q: measure('p(v | w)') }, false],
  ]);

  const beyond: Condition = { tag: 'free beyond', what: 'f', whole: 'C', part: 'A' };
  const ofBoth = (f: string): Substitution => ({ f: term(f), C: slots('w, v'), A: slots('w') });
  told([
    ['the part itself', beyond, ofBoth('f(w)'), true],
    ['what is beyond the part', beyond, ofBoth('f(v)'), false],
    ['both', beyond, ofBoth('g(w, v)'), false],
    ['neither', beyond, ofBoth('f(psi)'), true],
  ]);

  test('a variable without a meaning does not fit', () =>
    expect(() => conditions.holds(free({ tag: 'refs', name: 'x' }), { f: term('psi') })).toThrow(Misfit));

  const owned = (list: string, name = 'p'): [Condition, Substitution] => [
    { tag: 'owned', slots: 'B', family: 'p' },
    { B: slots(list), p: family(name) },
  ];
  told([
    ['two laws', ...owned('w, v'), true],
    ['a law and an input', ...owned('w, psi'), false],
    ['an input and a law', ...owned('psi, w'), false],
    ['of nobody', ...owned('w', 'nobody'), false],
  ]);

  const bound = (list: string): [Condition, Substitution] => [{ tag: 'bound', slots: 'A' }, { A: slots(list) }];
  told([
    ['two variables', ...bound("k, k'"), true],
    ['each as the other', ...bound("k = k', k' = k"), true],
    ['one twice', ...bound("k, k' = k"), false],
    ['one at fewer values', ...bound("k, k' = j"), false],
    ['the first at fewer values', ...bound("k = j, k'"), false],
    ['an array and its member', ...bound('Z, z_1'), false],
    ['members that may be the same', ...bound('z_n, z_1, w'), false],
    ['members that differ', ...bound('z_1, z_2, w'), true],
    ['a variable and members that may be the same', ...bound('w, z_n, z_m'), false],
  ]);

  const part = (own: Meaning, whole: Meaning): [Condition, Substitution] => [
    { tag: 'part', part: 'A', whole: 'C' },
    { A: own, C: whole },
  ];
  const held = (of: VarRef, value: Term): Meaning => ({ kind: 'slots', slots: [{ of, value }] });
  const [zn, Z] = [w.refs('z_n')[0] as VarRef, w.refs('Z')[0] as VarRef];
  told([
    ['the slot', ...part(slots('w'), slots('v, w')), true],
    ['another slot', ...part(slots('w'), slots('v')), false],
    ['the slot at another value', ...part(slots('w = v'), slots('w')), false],
    ['a member', ...part(slots('z_n'), slots('Z')), true],
    ['a member of another array', ...part(slots('z_n'), slots('V')), false],
    ['a member at the member of another', ...part(slots('z_n = r_n'), slots('Z = V')), true],
    ['a member at that of another only', ...part(slots('z_n = r_n'), slots('Z')), false],
    ['a member of what is another', ...part(slots('z_n'), slots('Z = V')), false],
    ['a member at another member', ...part(slots('z_n = z_m'), slots('Z')), false],
    ['a member at a number', ...part(held(zn, number(1)), slots('Z')), false],
    ['a member at a number, of a number', ...part(held(zn, number(1)), held(Z, number(1))), false],
    ['a member of a number', ...part(slots('z_n'), held(Z, number(1))), false],
    ['one of two', ...part(slots('w, z_n'), slots('w')), false],
    ['the array of a member', ...part(slots('Z'), slots('z_n')), false],
  ]);
});
