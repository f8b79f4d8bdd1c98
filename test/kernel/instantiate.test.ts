/** Patterns with meanings put in: every metavariable needs one, of its kind, and counts must be known. */
import { describe, expect, test } from 'vitest';
import { instantiate, instantiateRefs, Misfit } from '../../src/kernel/instantiate.js';
import type { Meaning, Substitution } from '../../src/kernel/rule.js';
import type { Term } from '../../src/kernel/term.js';
import { printRefs } from '../../src/syntax/print.js';
import { expectFalse, expectTrue, meanings, must, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 0..T
subset S of 1..N size M
subset R of 1..N size K
latent z_n, w, v
observed u_n
param psi
let Z = {z_n}
function f(a)
density p(Z, w, v) = p(w) p(v | w) prod_n p(z_n | w)
rule declared: E_{p(v | w)}[?f] = int ?f p(v | w) dv`);
const { kernel } = w;
const { binder, family, measure, refs, slots, subset, term } = meanings(w);

/** The left side of a rule with meanings put in. */
const left = (name: string, by: Substitution): string => {
  const rule = w.rules.find((own) => own.name === name);
  return w.print(instantiate(rule?.left as Term, by, w.model));
};

describe('a pattern with its meanings', () => {
  test.each<readonly [string, string, Substitution]>([
    ['E_{p(w)}[psi w]', 'expectation-constant', { q: measure('p(w)'), c: term('psi'), f: term('w') }],
    [
      'E_{p(w) p(v | w)}[psi v]',
      'expectation-constant',
      { q: measure('p(w)', 'p(v | w)'), c: term('psi'), f: term('v') },
    ],
    ['psi w', 'expectation-constant', { q: measure(), c: term('psi'), f: term('w') }],
    ['int psi w dw', 'integral-constant', { x: refs('w'), c: term('psi'), f: term('w') }],
    ['psi w', 'integral-constant', { x: refs(''), c: term('psi'), f: term('w') }],
    ['sum_{n in S} psi w', 'plate-constant', { n: binder('n in S'), c: term('psi'), f: term('w') }],
    ['E_{S}[sum_{m in S} w]', 'minibatch', { S: subset('S'), n: binder('m'), f: term('w') }],
    ['p(v | w, Z)', 'conditional-density', { p: family('p'), A: slots('v'), B: slots('w'), C: slots('Z') }],
    ['p(v)', 'conditional-density', { p: family('p'), A: slots('v'), B: slots(''), C: slots('') }],
    ['1', 'conditional-density', { p: family('p'), A: slots(''), B: slots('w'), C: slots('') }],
    ['grad_{psi}(psi)', 'gradient-variable', { t: refs('psi') }],
    [
      'E_{p(w)}[w]',
      'expectation-marginalisation',
      { p: family('p'), m: measure('p(w)'), A: slots(''), B: slots(''), C: slots(''), f: term('w') },
    ],
    ['E_{p(v | w)}[f(v)]', 'declared', { f: term('f(v)') }],
  ])('%s', (expected, rule, by) => expect(left(rule, by)).toBe(expected));
});

describe('what stands over a product of measures', () => {
  const q = measure('p(w)', 'p(v | w)');
  test.each<readonly [string, string, Substitution]>([
    ['a variance', 'variance', { q, f: term('psi v') }],
    ['a covariance', 'covariance', { q, f: term('v'), g: term('w') }],
    ['an entropy', 'entropy', { q }],
    ['a cross-entropy', 'cross-entropy', { q, p: measure('p(v)', 'p(w | v)') }],
    ['a divergence', 'divergence', { q, p: measure('p(v)', 'p(w | v)') }],
  ])('%s', (_, rule, by) => {
    expectTrue(w, kernel.rule(rule, by));
  });
});

describe('a measure as a factor', () => {
  test.each<readonly [string, string, Substitution]>([
    ['E_{p(w)}[psi w] = int p(w) (psi w) dw', 'expectation-integral', { q: measure('p(w)'), f: term('psi w') }],
    [
      'E_{p(w) p(v | w)}[v] = int (p(w) p(v | w)) v dw dv',
      'expectation-integral',
      { q: measure('p(w)', 'p(v | w)'), f: term('v') },
    ],
  ])('%s', (line, rule, by) => {
    const { left, right } = expectTrue(w, kernel.rule(rule, by)).statement;
    expect(`${w.print(left)} = ${w.print(right)}`).toBe(line);
  });
});

describe('what a reference of a pattern stands for', () => {
  const by: Substitution = { prior: measure('p(w)', 'p(v | w)'), x: refs('w'), A: slots('v, w = z_1') };
  test.each([
    ['heads(?prior)', 'w, v'],
    ['?x', 'w'],
    ['?A', 'v, z_1'],
    // Names of no metavariables: each is itself.
    ['w', 'w'],
    ['allheads(?prior)', 'allheads(?prior)'],
    ['heads(?prior)s', 'heads(?prior)s'],
  ])('%s: %s', (name, expected) => expect(printRefs(instantiateRefs({ name, at: [] }, by), w.model)).toBe(expected));
});

describe('what a name of a pattern stands for', () => {
  const one = { tag: 'num', value: { num: 1n, den: 1n } } as const;
  const meta = (name: string): Term => ({ tag: 'meta', name });
  const range = { tag: 'range', lo: { base: null, offset: 1 }, hi: { base: 'N', offset: 0 }, except: null } as const;
  test.each<readonly [string, Term, Substitution]>([
    ['N', meta('count(nn)'), { nn: binder('n') }],
    ['M', meta('count(S)'), {}],
    ['K', meta('count(S)'), { S: subset('R') }],
    ['psi', meta('count(n)s'), { n: binder('n'), 'count(n)s': term('psi') }],
    ['psi', meta('discount(n)'), { n: binder('n'), 'discount(n)': term('psi') }],
    ['sum_{n = 1..N} 1', { tag: 'big', op: 'sum', binder: { index: 'n', range }, body: one }, {}],
    ['E_{S}[1]', { tag: 'draw', subset: 'S', body: one }, {}],
  ])('%s', (expected, pattern, by) => expect(w.print(instantiate(pattern, by, w.model))).toBe(expected));

  test.each<readonly [string, Term, Substitution]>([
    ['how many a subset has that is none', meta('count(Q)'), {}],
    ['a name that is entered without a meaning', meta('f'), { f: undefined } as unknown as Substitution],
    [
      'a gradient by no variable',
      { tag: 'grad', of: { name: '?t', at: [] }, body: one },
      { t: { kind: 'refs', refs: [] } },
    ],
    [
      'an integral over a slot that holds a number',
      { tag: 'integral', vars: [{ name: '?A', at: [] }], counting: false, bounds: null, body: one },
      { A: { kind: 'slots', slots: [{ of: { name: 'w', at: [] }, value: one }] } },
    ],
  ])('none: %s', (_, pattern, by) => expect(() => instantiate(pattern, by, w.model)).toThrow(Misfit));

  test('a minibatch is counted by its own size', () => {
    const by = { S: subset('R'), n: binder('n'), f: term('f(u_n)') };
    const { right } = expectTrue(w, kernel.rule('minibatch', by)).statement;
    expect(w.kernel.identity.same(right, w.term('(K / N) sum_n f(u_n)'))).toBe(true);
  });
});

describe('a meaning that does not fit', () => {
  const whole: Substitution = { q: measure('p(w)'), c: term('psi'), f: term('w') };
  const but = (more: Readonly<Record<string, unknown>>): Substitution => ({ ...whole, ...more }) as Substitution;

  test.each<readonly [string, string, Substitution]>([
    ['none at all', 'expectation-constant', {}],
    ['one is missing', 'expectation-constant', { q: measure('p(w)'), c: term('psi') }],
    ['another kind', 'expectation-constant', but({ f: slots('w') })],
    ['slots for a measure', 'expectation-constant', but({ q: slots('w') })],
    ['two variables for one', 'zero-gradient', { t: refs('w, v'), f: term('psi') }],
    ['no variable', 'zero-gradient', { t: refs(''), f: term('psi') }],
    ['an array for a variable', 'gradient-variable', { t: refs('Z') }],
    ['no range', 'plate-count', { n: term('psi'), c: term('1') }],
    ['no subset', 'draw-idle', { S: subset('Q'), c: term('1') }],
    ['no family', 'chain-rule', { p: family('q'), A: slots('w'), B: slots(''), C: slots('v') }],
    ['a kind that is none', 'expectation-constant', but({ f: { kind: 'nothing' } })],
    ['a meaning without its part', 'expectation-constant', but({ f: { kind: 'term' } })],
    ['a meaning on the prototype', 'expectation-constant', Object.create(whole) as Substitution],
    [
      'a variable where a density stands',
      'expectation-constant',
      but({ q: { kind: 'measure', measure: [w.term('w')] } }),
    ],
    ['a metavariable left open', 'expectation-sign', but({ f: { kind: 'term', term: { tag: 'meta', name: 'g' } } })],
    [
      'a sum of densities as a measure',
      'expectation-sign',
      but({ q: { kind: 'measure', measure: [w.term('sum_n p(z_n | w)')] } }),
    ],
    [
      'a plate with a number in it',
      'expectation-sign',
      but({ q: { kind: 'measure', measure: [w.term('prod_n (2 p(z_n | w))')] } }),
    ],
  ])('%s', (_, rule, by) => {
    try {
      expect(refusal(kernel.rule(rule, by))).not.toBe('a theorem');
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test('a rule that is not there', () => expect(refusal(kernel.rule('magic', whole))).toBe('there is no rule magic'));
  test('what slots must hold', () =>
    expect(() => instantiate({ tag: 'meta', name: 'f' }, {}, w.model)).toThrow(Misfit));
});

describe('how many members a range has', () => {
  const count = (range: string, c = '1'): Substitution => ({ n: binder(range), c: term(c) });
  test.each([
    ['n'],
    ['n = 2..N'],
    ['n = 2..5'],
    ['n = 1..N-1'],
    ['n in S'],
    ['t = 0..T'],
    ['m = 1..N, m != n'],
    ['m = 1..N, m != 1'],
    ['m = 1..N, m != N'],
    ['m = 1..3, m != 2'],
  ])('%s', (range) => {
    expectTrue(w, kernel.rule('plate-count', count(range, 'psi')));
  });

  test('none where it ends just before it begins', () => {
    const { right } = must(kernel.rule('plate-count', count('m = 2..1', 'psi'))).statement;
    expect(w.print(right)).toBe('(1 - 1) psi');
  });

  test.each([
    ['m = 1..n'],
    ['m = n..N'],
    ['m = 1..n-1'],
    ['n = 3..N'],
    ['n = 1..N-3'],
    ['n = 3..1'],
    ['t = N..T'],
    ['m = 2..N, m != n+1'],
    ['m = 1..3, m != n'],
    ['m = 1..N, m != t'],
  ])('not known: %s', (range) => expect(refusal(kernel.rule('plate-count', count(range)))).not.toBe('a theorem'));

  test.each([['m = 2..N, m != n'], ['m = 1..N, m != n-1'], ['m = 1..N-1, m != n'], ['m = 1..2, m != 3']])(
    'what is left out need not be in %s',
    (range) => {
      const by = count(range);
      const { index, range: own } = (by['n'] as Meaning & { kind: 'binder' }).binder;
      const left: Term = { tag: 'big', op: 'sum', binder: { index, range: own }, body: w.term('1') };
      const size = w.term(own.tag === 'range' && own.hi.base === 'N' ? 'N - 2' : '1');
      const right = /1\.\.N,/.test(range) ? w.term('N - 1') : size;
      expectFalse(w, kernel.rule('plate-count', by), { relation: '=', left, right });
    },
  );
});
