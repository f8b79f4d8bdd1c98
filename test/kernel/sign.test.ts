/** Which terms are known to be positive, not negative, or not zero: where it says so, it is so at every point tried. */
import { describe, expect, test } from 'vitest';
import { mul, type Slot, type Term } from '../../src/kernel/term.js';
import { apply, call, density, index, must, number, ref, World } from './harness.js';

const w = new World(`
plate n = 1..N
subset S of 1..N size M
latent z_n, w
latent a : real
latent c, c' : positive
latent e : unit
latent k : {1, 2, 3}
latent j, j' : {0, 1}
latent i : 1..3
latent i0 : 0..3
latent t, g, g'
observed u_n
param psi, xi, o1, o2, o3
param s : positive
let Z = {z_n}
function f(a)
function up(a) : positive
function count(a) : 0..3
density p(Z, w) = p(w) prod_n p(z_n | w)
density q(c)
density r(a) = Normal(a; 0, 1)
density x(c) = Exponential(c; 2)
density b(e) = Beta(e; 2, 2)
density y(j) = Bernoulli(j; 1/2)
density v(a) = Uniform(a; 0, 1)
density d(j) = table[j] [1/3, 2/3]
density o(j) = table[j] [0, 1]
density h(k) = k^2 / 14
density listed(t) = table[t] [1/3, 2/3]
density part(g, t) = part(g) part(t)
density part(t) = table[t] [1/3, 2/3]
density uneven(a, e) = uneven(a) uneven(e)
density uneven(a) = Normal(a; 0, 1)
density uneven(e) = Uniform(e; 0, 1)
define own(s) = s
define twice(a) = 2 a
define loss(s) = s^2 + 1
define slope(s) = grad_{s}(exp(s)) + 1
assume psi > 0
assume xi >= 1/2
assume f(psi) >= 0
assume o1 != 0
assume xi >= -1
assume o2 < 0
assume o3 != 2`);
const { signs } = w.kernel;
const slot = (name: string, value: Term): Slot => ({ of: { name, at: [] }, value });
const read = (term: string | Term): Term => (typeof term === 'string' ? w.term(term) : term);

describe('positive', () => {
  test.each([
    ['1/2'],
    ['pi'],
    ['N'],
    ['N + 1'],
    ['s'],
    ['c'],
    ['e'],
    ['k'],
    ['i'],
    ['psi'],
    ['s + psi^2'],
    ['s + f(psi)'],
    ['2 s psi'],
    ['s^{-1/2}'],
    ['s^w'],
    ['exp(w)'],
    ['ln 2'],

    ['1 - e'],
    ['1 - sigmoid(w)'],
    ['1 - e sigmoid(a)'],
    ['Gamma(s)'],
    ['sigmoid(-3)'],
    ['softplus(w)'],
    ['sqrt(s)'],
    ['up(w)'],
    ['own(s)'],
    ['own(psi)'],
    ['loss(w)'],
    ['p(w)'],
    ['p(Z | w)'],
    ['p(w | Z)'],
    ['q(c)'],
    ["q(c = c')"],
    ['q(c = s + 1)'],
    ['r(a)'],
    ['r(a = w)'],
    ['x(c)'],
    ['b(e)'],
    ['d(j)'],
    ['h(k)'],
    ['Normal(w; 0, 1)'],
    ['E_{p(w)}[up(w)]'],
    ['int up(w) dw'],
    ['prod_n up(z_n)'],
    ['sum_n up(z_n)'],
    ['sum_{n = 1..2} s'],
    ['sum_{n in S} up(z_n)'],
    ['E_S[s]'],
    ["d(j = j')"],
    ["p(w = g')"],
    ['listed(t)'],
    ['Normal(1; 0, 1)'],
    ['Laplace(a; 0, 1)'],
    ['Gamma(c; 2, 1)'],
    ['Exponential(c; 2)'],
    ['Beta(e; 2, 2)'],
  ])('%s', (text) => expect(signs.positive(w.term(text))).toBe(true));

  test.each([
    [null, 1, true],
    [null, 0, false],
    [null, -1, false],
    ['N', 0, true],
    ['N', -1, false],
    ['n', 1, false],
  ])('the index %s and %s: %s', (base, offset, answer) =>
    expect(signs.positive({ tag: 'index', index: index(base, offset) })).toBe(answer),
  );

  test.each<readonly [string, string | Term]>([
    ['0', '0'],
    ['-1', '-1'],
    ['a size less one', 'N - 1'],
    ['a letter', 'n'],
    ['a real', 'a'],
    ['0 or 1', 'j'],
    ['not negative', 'f(psi)'],
    ['not zero', 'o1'],
    ['a square', 'psi^2 xi^2 - 1'],
    ['a sum with a part of any sign', 's + a'],
    ['a product with a part of any sign', 's a'],
    ['an even power', 'a^2'],
    ['ln', 'ln s'],
    ['ln of 1', 'ln 1'],
    ['ln of less', 'ln (2/3)'],
    ['ln of less than nothing', 'ln (-2)'],
    ['sin', 'sin(s)'],
    ['less than nothing of a fraction', 'e - 1'],
    ['what a positive leaves of one', '1 - c'],
    ['what a fraction leaves of less', '1/2 - e'],
    ['what twice a fraction leaves', '1 - 2 e'],
    ['what is left of one in three', '1 - e - e'],
    ['the gamma function', 'Gamma(a)'],
    ['abs', 'abs(s)'],
    ['an unknown function', 'f(s)'],
    ['a name at another argument', call('own', number(-1))],
    ['a name at something of any sign', call('own', ref('a'))],
    ['a name of something of any sign', 'twice(a)'],
    ['a density beyond the domain', density('q', [slot('c', number(-1))])],
    ['a density at a real', density('q', [slot('c', ref('a'))])],
    ['an exponential law beyond the domain', density('x', [slot('c', ref('a'))])],
    ['a law on the unit interval beyond it', density('b', [slot('e', ref('c'))])],
    ['a uniform density', 'v(a)'],
    ['a Bernoulli', 'y(j)'],
    ['a table with a zero', 'o(j)'],
    ['a table at another variable', density('d', [slot('j', ref('k'))])],
    ['an unknown family', density('nobody', [])],
    ['an integral with bounds', 'int_{1}^{0} up(a) da'],
    ['a sum that may be empty', 'sum_{n = 2..N} up(z_n)'],
    ['a sum over all but one', 'sum_{n = 1..N, n != 1} up(z_n)'],
    ['a sum of what may be zero', 'sum_n z_n^2'],
    ['a product of any sign', 'prod_n z_n'],
    ['a gradient', 'grad_{s}(s)'],
    ['an entropy', 'H[p(w)]'],
    ['a divergence', 'KL[p(w) || p(w)]'],
    ['a derivative of something positive', 'grad_{s}(exp(s))'],
    ['infinity', { tag: 'constant', name: 'inf' }],
    ['another function at the assumed one', apply('f', ref('xi'))],
    ['an undeclared variable', ref('nobody')],
    ['an undeclared function', apply('nobody', ref('s'))],
    ['an undeclared name', call('nobody', ref('s'))],
    ['a name that cannot be unfolded', call('slope', number(1))],
    ['a slot of no variable', density('q', [slot('nobody', number(1))])],
    ['a slot beyond its domain beside one within', density('q', [slot('c', ref('c'))], [slot('c', ref('a'))])],
    ['a table at another variable without a domain', density('listed', [slot('t', ref('g'))])],
    ['an abstract factor beside a table, at another', density('part', [slot('g', ref('w')), slot('t', ref('t'))])],
    ['a family with one positive factor', 'uneven(a, e)'],
    ['an exponential law of a real', 'Exponential(a; 2)'],
    ['an exponential law of something abstract', 'Exponential(g; 2)'],
    ['an exponential law at a number', 'Exponential(1; 2)'],
    ['a beta law of a real', 'Beta(a; 2, 2)'],
    ['a beta law of something abstract', 'Beta(g; 2, 2)'],
    ['a uniform law on the unit interval', 'Uniform(e; 0, 1)'],
    ['from 0 on', 'i0'],
    ['a law of nobody', { ...(w.term('Beta(e; 2, 2)') as Extract<Term, { tag: 'law' }>), point: ref('nobody') }],
    ['a count', 'count(a)'],
  ])('not: %s', (_, term) => expect(signs.positive(read(term))).toBe(false));
});

describe('not negative', () => {
  test.each([
    ['0'],
    ['a^2'],
    ['abs(a)'],
    ['sqrt(a^2)'],
    ['f(psi)'],
    ['f(psi) a^2'],
    ['f(psi) + a^2'],
    ['o(j)'],
    ['v(a)'],
    ['E_{p(w)}[w^2]'],
    ['sum_n z_n^2'],
    ['prod_n z_n^2'],
    ['int w^2 dw'],
    ['E_S[a^2]'],
    ['Uniform(a; 0, 1)'],
  ])('%s', (text) => expect(signs.nonnegative(w.term(text))).toBe(true));
  test.each([
    ['-1'],
    ['a'],
    ['a^3'],
    ['a^{1/2}'],
    ['a^{xi}'],
    ['-a^2'],
    ['f(a)'],
    ['xi'],
    ['int_{1}^{0} a^2 da'],
    ['sum_n z_n'],
    ['Var_{p(w)}[w] - 1'],
    ['sin(a)'],
    ['sin(a^2)'],
    ['ln(a^2)'],
    ['sqrt(a)'],
  ])('not: %s', (text) => expect(signs.nonnegative(w.term(text))).toBe(false));
});

describe('not zero', () => {
  test.each([['-2'], ['o1'], ['-o1'], ['o1 s'], ['1/o1'], ['o1^3'], ['psi'], ['o2']])('%s', (text) =>
    expect(signs.nonzero(w.term(text))).toBe(true),
  );
  test.each([['0'], ['o3'], ['0 o1'], ['o1 + s'], ['o1 - o1'], ['f(psi)'], ['1/a'], ['sin(o1)']])('not: %s', (text) =>
    expect(signs.nonzero(w.term(text))).toBe(false),
  );
});

describe('what a sign rests on', () => {
  const rests = (text: string): readonly number[] =>
    must(w.kernel.rule('nonnegative', { a: { kind: 'term', term: w.term(text) } })).hypotheses;
  test.each([
    ['s', []],
    ['psi', [0]],
    ['psi s + f(psi)', [0, 2]],
    ['own(psi)', [0]],
    ['psi', [0]],
  ])('%s: %j', (text, hypotheses) => expect(rests(text)).toEqual(hypotheses));

  test('what is asked beside another rests on nothing of the other', () => {
    const s = w.term('up(w)');
    const rests = (a: Term): readonly number[] =>
      must(w.kernel.rule('nonnegative', { a: { kind: 'term', term: a } })).hypotheses;
    expect(rests(mul([w.term('f(psi)'), s]))).toEqual([2]);
    expect(rests(s)).toEqual([]);
  });

  test('a normal form that was worked out before', () => {
    const ring = (): readonly number[] => must(w.kernel.procedure({ name: 'ring' }, w.term('o1 / o1'))).hypotheses;
    expect([ring(), ring()]).toEqual([[3], [3]]);
    const theorem = must(w.kernel.procedure({ name: 'ring' }, w.term('o1 / o1')));
    expect(w.kernel.assumptions(theorem)).toEqual([{ tag: 'hypothesis', index: 3 }]);
  });
});
