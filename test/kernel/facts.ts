/** The suite in small: true facts that a kernel proves, and false ones that it refuses, each for one reason. */
import { Kernel, Refusal, type Result, type Theorem } from '../../src/kernel/kernel.js';
import type { Substitution } from '../../src/kernel/rule.js';
import type { Measure, Term } from '../../src/kernel/term.js';
import { index, integral, meanings, must, number, sum, World } from './harness.js';

const declarations = `
plate n = 1..N
plate m = 1..N
plate t = 1..T
subset S of 1..N size M
subset R of 2..N size M
latent z_n, w, v
latent y_t
latent k, k' : {0, 1, 2}
latent j : {0, 1}
observed u_n
param psi, xi
param s : positive
let Z = {z_n}
function f(a)
function g(a, b)
function up(a) : positive
density p(Z, w, v; psi) = p(w; psi) p(v | w) prod_n p(z_n | w)
density q(Z, w, v) = q(w) q(v) prod_n q(z_n)
density i(k, j)
density l(y_{1:T}; xi) = l(y_1; xi) prod_{t=2..T} l(y_t | y_{t-1})
`;
const w = new World(`${declarations}
assume psi = xi
assume q(w) = q(v)`);
/** The same without what the file assumes, which no random model meets. */
export const withoutAssumptions = new World(declarations);
const { binder, family, measure, refs, slots, subset, term } = meanings(w);

let kernel = new Kernel(w.model, w.rules);

/** Facts are tried on a kernel of their own: kernels remember answers. */
export function renew(): void {
  kernel = new Kernel(w.model, w.rules);
}

const rule = (name: string, by: Substitution) => (): Result => kernel.rule(name, by);
const ring = (text: string): Theorem => must(kernel.procedure({ name: 'ring' }, w.term(text)));
const same =
  (a: string | Term, b: string | Term = a) =>
  (): Result => {
    const [left, right] = [a, b].map((side) => (typeof side === 'string' ? w.term(side) : side)) as [Term, Term];
    return kernel.same(left, right);
  };
const constant = (q: string, c: string, f: string) =>
  rule('expectation-constant', { q: measure(q), c: term(c), f: term(f) });
const overSlots = (name: string, p: string, A: string, B: string, C: string, more: Substitution = {}) =>
  rule(name, { p: family(p), A: slots(A), B: slots(B), C: slots(C), ...more });
const marginal = (A: string, f: string, C = 'Z') =>
  overSlots('expectation-marginalisation', 'p', A, 'w', C, { m: measure(), f: term(f) });
const square = (): Theorem => must(kernel.rule('square-nonnegative', { f: term('w') }));

type Truth = readonly [name: string, run: () => Result];

/** With the reason for which it is refused. */
type Falsehood = readonly [name: string, reason: string, run: () => Result];

/** What a kernel proves. */
export const truths: readonly Truth[] = [
  ['sums in another order are the same', same('psi + xi', 'xi + psi')],
  ['a bound name does not matter', same('sum_n f(u_n)', 'sum_m f(u_m)')],
  ['like terms add up', () => kernel.procedure({ name: 'ring' }, w.term('psi + psi'))],
  [
    'a positive factor cancels',
    () => kernel.transitivity(ring('s psi / s'), must(kernel.same(w.term('psi'), w.term('psi')))),
  ],
  ['a constant leaves an average', constant('p(w; psi)', 'v', 'w')],
  ['a constant leaves a sum', rule('plate-constant', { n: binder('n'), c: term('psi'), f: term('f(u_n)') })],
  ['a density integrates to one', overSlots('normalisation', 'i', 'k', 'j', '', { c: term('1') })],
  ['independence by the network', overSlots('independence', 'p', 'v', 'w, z_n', 'w')],
  ['a marginal of an array', marginal('z_n', 'f(z_n)')],
  ['the product rule of probability', overSlots('conditional-density', 'p', 'v', 'w', 'psi')],
  ['the logarithm of a product', rule('log-product', { a: term('s'), b: term('up(w)') })],
  ['Jensen', rule('jensen', { q: measure('q(w)'), f: term('up(w)') })],
  ['Gibbs', rule('divergence-nonnegative', { q: measure('q(w)'), p: measure('p(w; psi)') })],
  ['a minibatch is scaled', rule('minibatch', { S: subset('S'), n: binder('n'), f: term('f(u_n)') })],
  ['a power of an exponential', rule('exp-power', { k: term('2'), a: term('w') })],
  ['equals for equals', () => kernel.congruence(w.term('f(psi + psi)'), [ring('psi + psi')])],
  [
    'a measure factorised',
    () =>
      kernel.measure(
        w.term('E_{q(w, v)}[g(w, v)]'),
        [w.term('q(w)'), w.term('q(v)')] as Measure[],
        must(kernel.procedure({ name: 'factorise' }, w.term('q(w, v)'))),
      ),
  ],
  ['an average grows with its body', () => kernel.monotone(w.term('E_{q(w)}[w^2]'), 1, square())],
  [
    'up to a factor',
    () =>
      kernel.proportional(
        must(kernel.same(w.term('s f(w)'), w.term('s f(w)'))),
        w.term('s'),
        w.term('f(w)'),
        w.refs('w'),
      ),
  ],
  ['a chain forgets', overSlots('independence', 'l', 'y_t', 'y_{1:t-1}, xi', 'y_{t-1}')],
];

const outside = (): Result => {
  const count = must(kernel.rule('plate-count', { n: binder('m = 1..N, m != n'), c: term('1') }));
  return kernel.congruence(sum('n', index(null, 1), index('N', 1), count.statement.left), [count]);
};

/** At t = 1 the left side moves with xi. */
const between = (): Result => {
  const by = { p: family('l'), A: slots('y_t'), B: slots('y_{1:t-1}, xi'), C: slots('y_{t-1}') };
  const markov = must(kernel.rule('independence', by));
  const log = must(kernel.congruence({ tag: 'fn', name: 'ln', args: [markov.statement.left] }, [markov]));
  const whole: Term = { tag: 'grad', of: { name: 'xi', at: [] }, body: log.statement.left };
  const moved = must(kernel.congruence(whole, [log]));
  const f = { kind: 'term', term: log.statement.right } as const;
  return kernel.transitivity(moved, must(kernel.rule('zero-gradient', { t: refs('xi'), f })));
};

/** E under a measure that is equal where it is assumed to be, and binds another variable. */
const assumed = (): Theorem => must(kernel.hypothesis(1));
const overW = w.term('E_{q(w)}[f(w)]');

/** A term that changes when the theorem is made. */
const mutable = (): Result => {
  const terms = [w.term('psi'), w.term('xi')];
  const theorem = kernel.same({ tag: 'add', terms }, w.term('psi + xi'));
  try {
    terms[0] = number(7);
  } catch {
    return new Refusal('it cannot be changed');
  }
  return theorem;
};

/** What a kernel refuses. */
export const falsehoods: readonly Falsehood[] = [
  ['psi is xi', 'these terms', same('psi', 'xi')],
  [
    'a join of what does not meet',
    'the second statement',
    () => kernel.transitivity(ring('psi + psi'), ring('xi + xi')),
  ],
  ['a variable leaves its average', 'condition free', constant('p(w; psi)', 'w', 'w')],
  [
    'a letter leaves its sum',
    'condition free',
    rule('plate-constant', { n: binder('n'), c: term('f(u_n)'), f: term('f(u_n)') }),
  ],
  ['a marginal of another member', 'condition free beyond', marginal('z_1', 'f(z_n)')],
  ['what depends is dropped', 'condition independent', overSlots('independence', 'p', 'z_n', 'v, psi', 'psi')],
  ['dropped with another value', 'condition part', overSlots('independence', 'p', 'w', 'psi', 'psi = xi')],
  ['a part that is left out', 'condition part', marginal('z_n', 'f(z_n)', 'z_{-n}')],
  [
    'an integral over fewer values',
    'condition bound',
    overSlots('normalisation', 'i', 'k = j', '', '', { c: term('1') }),
  ],
  [
    'a cycle of densities',
    'condition density',
    rule('expectation-normalisation', { q: measure('p(v | w)', 'p(w | v; psi)'), c: term('1') }),
  ],
  ['an input as if it had a law', 'condition owned', overSlots('conditional-density', 'p', 'w', 'psi', '')],
  [
    'a divergence of other variables',
    'condition same heads',
    rule('divergence-nonnegative', { q: measure('q(w)'), p: measure('q(v)') }),
  ],
  [
    'a letter through less than was drawn from',
    'condition drawn',
    rule('minibatch', { S: subset('S'), n: binder('n = 2..N'), f: term('f(u_n)') }),
  ],
  ['a power that moves', 'condition number', rule('gradient-power', { t: refs('psi'), f: term('s'), k: term('psi') })],
  ['a logarithm of any sign', 'condition sign', rule('log-product', { a: term('psi'), b: term('xi') })],
  ['something of any sign', 'condition sign', rule('nonnegative', { a: term('psi') })],
  [
    'a factor that may be zero',
    'the second statement',
    () => kernel.transitivity(ring('psi xi / psi'), must(kernel.same(w.term('xi'), w.term('xi')))),
  ],
  [
    'up to nothing',
    'the factor',
    () =>
      kernel.proportional(
        must(kernel.same(w.term('0 f(w)'), w.term('0 f(w)'))),
        w.term('0'),
        w.term('f(w)'),
        w.refs('w'),
      ),
  ],
  [
    'a product with something of any sign',
    'the term is not known',
    () => kernel.monotone(w.term('psi w^2'), 1, square()),
  ],
  [
    'a variable bound twice and once',
    'this says nothing',
    same(integral(number(1), { name: 'k', at: [] }, { name: 'k', at: [] }), 'int 1 dk'),
  ],
  ['a negative denominator', 'this says nothing', rule('nonnegative', { a: { kind: 'term', term: number(1, -1) } })],
  ['a letter beyond its plate', 'the letter', outside],
  ['a term between without members', 'the term between', between],
  ['a measure replaced as a subterm', 'nothing may be replaced', () => kernel.congruence(overW, [assumed(), null])],
  [
    'a measure that binds another variable',
    'the measures bind',
    () => kernel.measure(overW, [w.term('q(v)') as Measure], assumed()),
  ],
  [
    'a parameter that moves while it is assumed to be another',
    'an assumption',
    () => kernel.congruence(w.term('grad_{psi}(psi)'), [must(kernel.hypothesis(0))]),
  ],
  ['a theorem that changes', 'it cannot be changed', mutable],
];
