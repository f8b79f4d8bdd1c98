/** Which terms say something: of the others the rules would prove anything, and the kernel makes no theorem of them. */
import { describe, expect, test } from 'vitest';
import { type Density, type Index, type Measure, mul, type Slot, type Term } from '../../src/kernel/term.js';
import { apply, at, call, density, index, integral, number, ref, refusal, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
subset S of 1..N size M
latent z_n, x, v
latent d_{n, m}
latent y_t
latent a, b : real
latent c : positive
latent k, k' : {0, 1, 2}
latent j : {0, 1}
observed u_n, o_n
param psi, psi_old
let Z = {z_n}, D = {d_{n, m}}, O = {o_n}
function f(a)
function g(a, b)
density p(Z, x, v; psi) = p(x; psi) p(v | x) prod_n p(z_n | x)
density q(Z, x) = q(x) prod_n q(z_n)
density i(k, j)
density s(v | O)
density r(u_{1:N}) = prod_n r(u_n)
density e(D) = prod_n prod_m e(d_{n, m})
define behind(a) = f(a)
density l(y_{1:T}) = l(y_1) prod_{t=2..T} l(y_t | y_{t-1})`);
const { kernel } = w;
const says = (term: Term): string => refusal(kernel.same(term, term));

describe('says something', () => {
  test.each([
    ['p(x; psi)'],
    ['p(x; psi_old)'],
    ['p(x = v; psi)'],
    ['p(v | x = f(a))'],
    ['p(Z | x)'],
    ['p(z_{-n} | z_n, x)'],
    ['p(z_n | z_{-n}, x)'],
    ['p(v | z_n, z_m, x)'],
    ['l(y_{1:t})'],
    ['l(y_t | y_{1:t-1})'],
    ["i(k = k')"],
    ['E_{q(x) q(Z)}[f(x)]'],
    ['E_{prod_n q(z_n)}[f(z_1)]'],
    ['E_{q(z_{-n})}[f(z_n)]'],
    ['E_{prod_n prod_m e(d_{n, m})}[1]'],
    ['E_{Normal(a; 0, 1)}[a]'],
    ['E_{prod_n (p(z_n | x) r(u_n))}[1]'],
    ['p(v | z_{1:n-1}, z_{n+1:N}, x)'],
    ['p(v | z_{1:n}, z_{m:N}, x)'],
    ['p(v | z_n = u_n, z_m = u_m, x)'],
    ['E_{l(y_{1:2})}[f(y_1)]'],
    ['KL[q(x) || p(x; psi)]'],
    ['H[p(v | x)]'],
    ['H_{q}[x | Z]'],
    ['I_{q}[x; z_1 | z_2]'],
    ['int_{0}^{1} f(a) da'],
    ['int_{-inf}^{inf} f(a) da'],
    ['sum_k i(k)'],
    ['grad_{psi}(p(x; psi))'],
    ['sum_{m = 1..n} f(u_m)'],
    ['f(u_n)'],
    ['u_n + psi^2'],
    ['ln psi'],
    ['s(v | O)'],
    ['pi'],
    ['int_{-inf}^{pi} f(a) da'],
    ['int_{f(a)}^{inf} f(a) da'],
  ])('%s', (text) => expect(says(w.term(text))).toBe('a theorem'));
});

const slot = (name: string, value: Term = ref(name)): Slot => ({ of: { name, at: [] }, value });
const member = (letter: string, value: Term = ref('z', at(letter))): Slot => ({
  of: { name: 'z', at: [at(letter)] },
  value,
});
const mean = (measure: readonly Measure[], body: Term = number(1)): Term => ({ tag: 'expect', measure, body });
const one = w.term('q(x)') as Density;
const inf: Term = { tag: 'constant', name: 'inf' };
const bounded = (lo: Term, hi: Term, body: Term = number(1)): Term => ({
  tag: 'integral',
  vars: [{ name: 'a', at: [] }],
  counting: false,
  bounds: [lo, hi],
  body,
});
const all: Slot = { of: { name: 'z', at: [{ tag: 'all' }] }, value: ref('z', { tag: 'all' }) };
const others: Slot = {
  of: { name: 'z', at: [{ tag: 'except', index: index('n') }] },
  value: ref('z', { tag: 'except', index: index('n') }),
};
const part = (lo: Index, hi: Index): Slot => {
  const { ref: of } = ref('z', { tag: 'slice', lo, hi });
  return { of, value: { tag: 'ref', ref: of } };
};
const next: Slot = { of: { name: 'z', at: [at('n', 1)] }, value: ref('z', at('n', 1)) };
const law = (point: Term): Measure => ({ tag: 'law', law: 'Normal', point, params: [number(0), number(1)] });
const plate = (body: Term): Measure => ({ tag: 'big', op: 'prod', binder: w.binder('n'), body });
const other = w.term('p(v | x)') as Density;

describe('says nothing', () => {
  test.each<readonly [string, Term]>([
    ['a variable given to itself', density('q', [slot('x')], [slot('x', ref('x#1'))])],
    ['a variable with two laws', density('q', [slot('x'), slot('x', ref('x#1'))])],
    ['members that may be one', density('q', [member('n'), member('m')])],
    ['a member given what may be itself', density('q', [member('n')], [member('m')])],
    [
      'two values for what may be one member',
      density('p', [slot('x')], [member('n', ref('x')), member('m', ref('v')), slot('psi')]),
    ],
    ['an input with a law', density('p', [slot('psi')])],
    ['a density without the parameter that it depends on', density('p', [slot('x')])],
    ['a density without the data that it depends on', density('s', [slot('v')])],
    ['a density with one datum of all', density('s', [slot('v')], [{ of: ref('o', at('n')).ref, value: number(1) }])],
    ['a variable of another family', density('i', [slot('x')])],
    ['a given that the family does not know', density('i', [slot('k')], [slot('x')])],
    ['a density without heads', density('q', [])],
    ['an array for a variable', density('q', [slot('x', ref('z', { tag: 'all' }))])],
    ['a variable for an array', density('q', [{ of: { name: 'z', at: [{ tag: 'all' }] }, value: ref('x') }])],
    ['a number for an array', density('q', [{ of: { name: 'z', at: [{ tag: 'all' }] }, value: number(1) }])],
    ['an integral over no variable', integral(number(1))],
    ['an integral over a variable twice', integral(number(1), { name: 'k', at: [] }, { name: 'k', at: [] })],
    [
      'an integral over an array and a member',
      integral(number(1), { name: 'z', at: [{ tag: 'all' }] }, { name: 'z', at: [at('n')] }),
    ],
    [
      'bounds for two variables',
      {
        ...(w.term('int_{0}^{1} f(a) da') as object),
        vars: [
          { name: 'a', at: [] },
          { name: 'b', at: [] },
        ],
      } as unknown as Term,
    ],
    ['an average over nothing', mean([])],
    ['an average over a variable twice', mean([one, w.term('p(x; psi)') as Measure])],
    ['an average over a number', mean([density('q', [slot('x', number(1))])])],
    ['an average over fewer values', mean([density('i', [slot('k', ref('j'))])])],
    [
      'an average over a negative measure',
      mean([
        {
          tag: 'big',
          op: 'prod',
          binder: w.binder('n'),
          body: { tag: 'mul', factors: [number(-1), w.term('q(z_n)')] },
        },
      ]),
    ],
    ['an average over a sum', mean([w.term('sum_n q(z_n)') as Measure])],
    ['an average over what is no density', mean([w.term('f(x)') as Measure])],
    ['an average over a plate less its first', mean([w.term('prod_{n = 2..N} q(z_n)') as Measure])],
    ['an average over a plate less one', mean([w.term('prod_{n = 1..N, n != 2} q(z_n)') as Measure])],
    ['an average over a minibatch', mean([w.term('prod_{n in S} q(z_n)') as Measure])],
    ['an average over a plate with a member out of step', mean([w.term('prod_{n = 1..N} q(z_1)') as Measure])],
    ['a divergence of other variables', { tag: 'kl', left: [one], right: [other] }],
    ['a cross-entropy of more variables', { tag: 'cross-entropy', left: [one], right: [one, other] }],
    [
      'a mean entropy of another joint',
      { tag: 'mean-entropy', joint: w.term('p(x, v; psi)') as Density, conditional: one },
    ],
    [
      'a mean entropy without its condition',
      { tag: 'mean-entropy', joint: w.term('p(x, v; psi)') as Density, conditional: w.term('p(v; psi)') as Density },
    ],
    [
      'an information of a density that is not the pair',
      {
        tag: 'mutual-information',
        joint: w.term('p(x, v; psi)') as Density,
        pair: w.term('p(x, v; psi)') as Density,
        left: one,
        right: w.term('p(v; psi)') as Density,
      },
    ],
    [
      'an information of nothing',
      { tag: 'mutual-information', joint: one, pair: one, left: one, right: number(1) as unknown as Density },
    ],
    ['a draw of no subset', { tag: 'draw', subset: 'Q', body: number(1) }],
    [
      'a range through no subset',
      { tag: 'big', op: 'sum', binder: { index: 'n', range: { tag: 'subset', subset: 'Q' } }, body: number(1) },
    ],
    ['a gradient by an array', { tag: 'grad', of: { name: 'u', at: [{ tag: 'all' }] }, body: number(1) }],
    ['a size as a letter', sum('N', index(null, 1), index('N'), number(1))],
    ['a letter that leaves its plate', sum('n', index(null, 0), index('N'), number(1))],
    ['an unknown law', { ...law(ref('a')), law: 'Cauchy' } as unknown as Term],
    ['an unknown function', apply('nobody', number(1))],
    ['a function of too few', apply('g', number(1))],
    ['an index on a scalar', ref('x', at('n'))],
    ['two indices for one', ref('u', at('n'), at('m'))],
    ['const', { tag: 'slack', free: [] }],
    ['a metavariable', { tag: 'meta', name: 'f' }],
    ['an unknown definition', call('nobody')],
    ['an unknown density', density('nobody', [slot('x')])],
    ['a variable with too few indices beside one with enough', density('q', [member('n'), slot('z', ref('x'))])],
    ['a slot with an index too few', density('q', [slot('z', ref('x'))])],
    ['an integral over nobody', integral(number(1), { name: 'x', at: [] }, { name: 'nobody', at: [] })],
    ['infinity as an integrand', integral({ tag: 'constant', name: 'inf' }, { name: 'a', at: [] })],
    ['infinity as an integrand within bounds', bounded(number(0), number(1), { tag: 'constant', name: 'inf' })],
    ['a bound that says nothing', bounded(number(0), ref('nobody'))],
    ['an array as a bound', bounded(ref('z', { tag: 'all' }), number(1))],
    ['infinity times what says nothing as a bound', bounded(mul([ref('nobody'), inf]), number(1))],
    ['a number times infinity times what says nothing', bounded(number(0), mul([number(-1), inf, ref('nobody')]))],
    ['infinity plus one as a bound', bounded(number(0), { tag: 'add', terms: [number(1), inf] })],
    ['a member given twice', density('q', [slot('x')], [member('n'), member('n')])],
    ['an array given with its member', density('q', [slot('x')], [all, member('n')])],
    ['a member given with its array', density('q', [slot('x')], [member('n'), all])],
    ['all others given twice', density('q', [slot('x')], [others, others])],
    ['all others given with the array', density('q', [slot('x')], [others, all])],
    [
      'parts that always meet',
      density('q', [slot('x')], [part(index(null, 1), index('n')), part(index('n'), index('N'))]),
    ],
    ['members given as numbers', density('q', [slot('x')], [member('n', number(1)), member('m', number(2))])],
    [
      'members given as members of another, crossed',
      density('q', [slot('x')], [member('n', ref('u', at('m'))), member('m', ref('u', at('n')))]),
    ],
    [
      'members given as members of two arrays',
      density('q', [slot('x')], [member('n', ref('u', at('n'))), member('m', ref('o', at('m')))]),
    ],
    ['an average of which one head is a number', mean([density('i', [slot('k'), slot('j', number(1))])])],
    ['an average of which the second says nothing', mean([one, law(number(1))])],
    ['an average over a law at a number', mean([law(number(1))])],
    ['an average over the diagonal of an array', mean([plate(w.term('e(d_{n, n})'))])],
    ['an average over a plate one further', mean([plate(density('q', [next]))])],
    ['an average over a plate of all others', mean([plate(w.term('q(z_{-n})'))])],
    ['an average over a plate of parts', mean([plate(w.term('q(z_{1:n})'))])],
    ['an average over a plate of another letter', mean([plate(w.term('q(z_m)'))])],
    ['an average over a plate with what is none of it', mean([plate(mul([w.term('q(z_n)'), one]))])],
    [
      'an average over a plate with a number for a head',
      mean([plate(density('q', [member('n'), slot('x', number(1))]))]),
    ],
    ['a divergence from a product that binds twice', { tag: 'kl', left: [one], right: [one, one] }],
    ['a divergence of a product that binds twice', { tag: 'kl', left: [one, one], right: [one] }],
    ['a mean entropy of a number', { tag: 'mean-entropy', joint: number(1) as unknown as Density, conditional: one }],
    [
      'a mean entropy under a number',
      { tag: 'mean-entropy', joint: one, conditional: number(1) as unknown as Density },
    ],
    ['something inside that says nothing', mean([one], { tag: 'add', terms: [number(1), ref('nobody')] })],
  ])('%s', (_, term) => expect(says(term)).toMatch(/^this says nothing|^a part is missing/));
});

test('a density may be given more members than can be tried, where it holds all inputs', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((letter) => member(letter));
  expect(says(density('q', [slot('x')], many))).toBe('a theorem');
  expect(says(density('p', [slot('x')], [...many, slot('psi')]))).toBe('a theorem');
});

test('an array stands where an array may', () => {
  const array = ref('z', { tag: 'all' });
  expect([apply('f', array), call('behind', array), density('q', [all])].map(says)).toEqual(
    Array.from({ length: 3 }, () => 'a theorem'),
  );
  expect([apply('f', array), number(1)].map((first) => says({ tag: 'add', terms: [first, array] }))).toEqual(
    Array.from({ length: 2 }, () => 'this says nothing: an array stands for a number'),
  );
  expect(says(density('q', [slot('x')], [member('n'), member('n')]))).toBe(
    'this says nothing: z stands twice in the bracket of q',
  );
});

test('a term too deep or too large is refused', () => {
  let deep: Term = number(1);
  for (let i = 0; i < 500; i++) deep = { tag: 'add', terms: [deep, { tag: 'index', index: index('N') }] };
  let wide: Term = number(2);
  for (let i = 0; i < 25; i++) wide = { tag: 'mul', factors: [wide, wide] };
  expect([says(deep), says(apply('f', wide))]).toEqual([
    'this says nothing: a term is too large',
    'this says nothing: a term is too large',
  ]);
});

describe('an information', () => {
  const information = (joint: string, pair: string, left: string, right: string): string => {
    const [j, p, l, r] = [joint, pair, left, right].map((text) => w.term(text)) as [Density, Density, Density, Density];
    return says({ tag: 'mutual-information', joint: j, pair: p, left: l, right: r });
  };
  test.each([
    ['q(x, z_1)', 'q(x, z_1)', 'q(x)', 'q(z_1)'],
    ['q(x, z_1)', 'q(z_1, x)', 'q(x)', 'q(z_1)'],
    ['q(z_1, x)', 'q(x, z_1)', 'q(x)', 'q(z_1)'],
    ['q(x, z_1, z_2)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2, z_3)', 'q(x, z_1 | z_2, z_3)', 'q(x | z_3, z_2)', 'q(z_1 | z_2, z_3)'],
    ['p(v, z_1 | x)', 'p(v, z_1 | x)', 'p(v | x)', 'p(z_1 | x)'],
    ['p(v, z_1, z_2 | x)', 'p(v, z_1 | z_2, x)', 'p(v | x, z_2)', 'p(z_1 | z_2, x)'],
  ])('in %s: %s against %s and %s', (joint, pair, left, right) =>
    expect(information(joint, pair, left, right)).toBe('a theorem'),
  );
  test.each([
    ['q(x, z_1, z_2)', 'q(x, z_3 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2)', 'q(x | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2)', 'q(x, z_1, z_3 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_3)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_3, z_2)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2, z_3)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2)', 'q(x, z_1 | z_2)', 'q(x | z_3)', 'q(z_1 | z_2)'],
    ['q(x, z_1, z_2)', 'q(x, z_1 | z_2)', 'q(x | z_2)', 'q(z_1)'],
    ['q(x, z_1, z_2)', 'q(x, z_1)', 'q(x)', 'q(z_1)'],
    ['q(x, z_1, z_2)', 'q(x, z_1 | z_2)', 'q(z_3 | z_2)', 'q(z_1 | z_2)'],
    ['p(v, z_1 | x)', 'p(v, z_1 | z_2, x)', 'p(v | z_2, x)', 'p(z_1 | z_2, x)'],
    ['q(x = v, z_1)', 'q(x, z_1)', 'q(x)', 'q(z_1)'],
  ])('not in %s: %s against %s and %s', (joint, pair, left, right) =>
    expect(information(joint, pair, left, right)).toMatch('are not those of one joint'),
  );
});

test('a term may be so deep, and so large', () => {
  const deep = (levels: number): Term =>
    Array.from({ length: levels - 1 }).reduce<Term>((inner) => apply('f', inner), number(1));
  /** 1, 3, 7, 15, ... nodes */
  const doubled = (times: number): Term =>
    Array.from({ length: times }).reduce<Term>((inner) => apply('g', inner, inner), number(1));
  const wide = (...times: readonly number[]): Term => ({ tag: 'add', terms: times.map(doubled) });
  // 65535 + 32767 + 1023 + 511 + 127 + 31 + 3 + 1 + 1 nodes, and the sum.
  const largest = [15, 14, 9, 8, 6, 4, 1, 0, 0];
  const tooLarge = 'this says nothing: a term is too large';
  expect([deep(400), deep(401), wide(...largest), wide(...largest, 0)].map(says)).toEqual([
    'a theorem',
    tooLarge,
    'a theorem',
    tooLarge,
  ]);
});
