/** When two terms are the same to the kernel: what is accepted is true by number, what is refused need not be. */
import { describe, expect, test } from 'vitest';
import { renameBound } from '../../src/kernel/substitute.js';
import { children, mul, type Selector, type Term, type VarRef, withChildren } from '../../src/kernel/term.js';
import { apply, at, call, density, expectTrue, index, integral, number, ref, refusal, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate t = 1..T
subset S of 1..N size M
subset R of 1..N size M
latent z_n, w, v
latent y_t
latent a, b : real
latent c : positive
latent k : {0, 1}
latent j : {1, 2, 3}
latent d, e : discrete
latent s_n, sigma_n, tau_t : real
latent rho
latent xx_{n,t}
observed u_n, x_n
param psi, xi
let Z = {z_n}, Y = {y_t}
function f(a)
function phi(a)
function g(a, b)
function h(a, b, c)
density p(Z, w, v) = p(w) p(v | w) prod_n p(z_n | w)
density q(Z, w; psi)
density r(a) = Normal(a; 0, 1)
density rr(rho) = Normal(rho; 0, 1)
density o(a, b)
density i(k, j)
density l(y_{1:T}) = l(y_1) prod_{t=2..T} l(y_t | y_{t-1})
density ww(xx_{n,1:T})
define twice = 2 a
define mine = f(u_n)
define mini = sum_{n in S} f(u_n)
define both = g(n, 2 m)`);

const same = (left: string | Term, right: string | Term): boolean => {
  const [l, r] = [left, right].map((side) => (typeof side === 'string' ? w.term(side) : side)) as [Term, Term];
  const { identity } = w.kernel;
  const found = identity.same(l, r);
  // Terms may be told by how they are written, and must be told as their numbers tell them.
  expect(identity.of(l) === identity.of(r)).toBe(found);
  return found;
};

describe('the same', () => {
  test.each([
    ['psi + xi', 'xi + psi'],
    ['psi + (xi + 1)', '(psi + xi) + 1'],
    ['psi + 0', 'psi'],
    ['1 psi', 'psi'],
    ['psi (xi w)', 'w psi xi'],
    ['sum_n f(u_n)', 'sum_m f(u_m)'],
    ['sum_n sum_m g(u_n, u_m)', 'sum_m sum_n g(u_m, u_n)'],
    ['sum_{m = 1..N, m != n} f(u_m)', 'sum_{aa = 1..N, aa != n} f(u_aa)'],
    ['p(z_n, w)', 'p(w, z_n)'],
    ['p(v | w, z_n)', 'p(v | z_n, w)'],
    ['p(z_{1:N})', 'p(Z)'],
    ['E_{o(a)}[a]', 'E_{o(a = b)}[b]'],
    ['E_{p(w)}[f(w)]', 'E_{p(w = v)}[f(v)]'],
    ['E_{p(w)}[f(w)]', 'E_{p(w = z_n)}[f(z_n)]'],
    ['E_{p(w = z_1)}[f(z_1)]', 'E_{p(w = z_n)}[f(z_n)]'],
    ['sum_n E_{p(w = z_n)}[f(z_n)]', 'sum_n E_{p(w)}[f(w)]'],
    ['Var_{p(w)}[g(w, v)]', 'Var_{p(w = z_n)}[g(z_n, v)]'],
    ['E_{o(a, b)}[g(a, b)]', 'E_{o(b, a)}[g(a, b)]'],
    ['E_{o(a, b)}[g(a, b)]', 'E_{o(a = b, b = a)}[g(b, a)]'],
    ['E_{p(w) p(v | w)}[g(w, v)]', 'E_{p(v | w) p(w)}[g(w, v)]'],
    ['E_{p(w) o(a)}[w a]', 'E_{o(a) p(w)}[w a]'],
    ['sum_k i(k)', 'int i(k) dk'],
    ['E_S[sum_{n in S} f(u_n)]', 'E_S[sum_{m in S} f(u_m)]'],
    ['KL[p(w) p(v | w) || p(v, w)]', 'KL[p(v | w) p(w) || p(w, v)]'],
    ['int g(w, v) dw dv', 'int g(w, v) dv dw'],
  ])('%s and %s', (left, right) => {
    expect(same(left, right)).toBe(true);
    expectTrue(w, w.kernel.same(w.term(left), w.term(right)));
  });
});

describe('the parts of an array', () => {
  test.each([
    ['l(y_{1:t-1}, y_t)', 'l(y_{1:t})'],
    ['l(y_t, y_{1:t-1})', 'l(y_{1:t})'],
    ['l(y_{1:t}, y_{t+1:T})', 'l(Y)'],
    ['l(y_{1:t-1}, y_t, y_{t+1:T})', 'l(Y)'],
    ['l(y_1, y_{2:T})', 'l(Y)'],
    ['l(y_{1:T-1}, y_T)', 'l(Y)'],
    ['l(y_t, y_{-t})', 'l(Y)'],
    ['l(y_{t:T} | y_{1:t-2}, y_{t-1})', 'l(y_t, y_{t+1:T} | y_{1:t-2}, y_{t-1})'],
    ['l(y_{t+1} | y_{1:t-1}, y_t)', 'l(y_{t+1} | y_{1:t})'],
    ['ww(xx_{n,1:t-1}, xx_{n,t})', 'ww(xx_{n,1:t})'],
    ['E_{l(y_{1:t-1}, y_t)}[f(y_t)]', 'E_{l(y_{1:t})}[f(y_t)]'],
    ['E_{l(y_{1:t-1}, y_t)}[ln l(y_{1:t})]', 'E_{l(y_{1:t})}[ln l(y_{1:t-1}, y_t)]'],
    ['sum_t E_{l(y_{1:t-1}, y_t)}[f(y_t)]', 'sum_t E_{l(y_{1:t})}[f(y_t)]'],
    ['sum_t ln l(y_{1:t-1}, y_t)', 'sum_t ln l(y_{1:t})'],
    ['E_{p(Z)}[f(z_n)]', 'E_{p(z_n, z_{-n})}[f(z_n)]'],
    ['int l(y_{1:t}) dy_{1:t}', 'int l(y_{1:t-1}, y_t) dy_{1:t-1} dy_t'],
    ['E_{l(y_{1:t}) p(w)}[g(y_t, w)]', 'E_{p(w) l(y_t, y_{1:t-1})}[g(y_t, w)]'],
    ['H[l(y_{1:t-1}, y_t)]', 'H[l(y_{1:t})]'],
  ])('%s and %s', (left, right) => {
    expect(same(left, right)).toBe(true);
    expectTrue(w, w.kernel.same(w.term(left), w.term(right)));
  });

  test.each([
    ['a member between', 'l(y_{1:t-1}, y_{t+1})', 'l(y_{1:t+1})'],
    ['one member too many', 'l(y_{1:t-1}, y_t)', 'l(y_{1:t+1})'],
    ['given, not drawn', 'l(y_{1:t-1} | y_t)', 'l(y_{1:t})'],
    ['what may be empty before its first member', 'l(y_{3:t-1}, y_t)', 'l(y_{3:t})'],
    ['what starts later than it may end', 'l(y_{1:t-2}, y_{t-1})', 'l(y_{1:t-1})'],
    ['parts of two rows', 'ww(xx_{n,1:t-1}, xx_{m,t})', 'ww(xx_{n,1:t})'],
    ['other parts of the same array', 'l(y_{1:t-1}, y_t, y_T)', 'l(Y)'],
  ])('not the same: %s', (_, left, right) => expect(same(left, right)).toBe(false));

  const slice = (hi: Selector): Selector => ({
    tag: 'slice',
    lo: index(null, 1),
    hi: hi.tag === 'at' ? hi.index : index('t'),
  });
  const before = ref('y', slice(at('t', -1)));
  const drawn = (first: Term, second: Term): Term =>
    density('l', [
      { of: before.ref, value: first },
      { of: ref('y', at('t')).ref, value: second },
    ]);

  test('the rest of another member', () => {
    const rest = ref('z', { tag: 'except', index: index('n') });
    const whole = (member: ReturnType<typeof ref>): Term =>
      density('p', [
        { of: rest.ref, value: rest },
        { of: member.ref, value: member },
      ]);
    expect(same(whole(ref('z', at('n'))), 'p(Z)')).toBe(true);
    for (const other of [at('m'), at('n', 1), at(null, 1)]) expect(same(whole(ref('z', other)), 'p(Z)')).toBe(false);
  });

  test('filled with parts of two arrays', () => {
    const other = ref('y#1', slice(at('t', -1)));
    expect(same(drawn(before, ref('y', at('t'))), 'l(y_{1:t})')).toBe(true);
    expect(same(drawn(other, ref('y', at('t'))), 'l(y_{1:t})')).toBe(false);
    expect(same(drawn(before, ref('y', at('t', 1))), 'l(y_{1:t})')).toBe(false);
    expect(same(drawn(before, number(1)), 'l(y_{1:t})')).toBe(false);
  });
});

describe('what is written alike is the same, however deep it is written anew', () => {
  const lines = [
    'E_{p(w) o(a)}[ln (w a) - 1/3]',
    'sum_{m = 1..N, m != n} f(u_m)',
    'E_S[sum_{n in S} g(u_n, x_n)]',
    'int_{0}^{1} (Normal(a; 0, 1) + twice) da',
    'KL[p(v | w) p(w) || p(w, v)] + grad_{psi}(psi^2)',
    'I_{p}[w; v] + H_{p}[w | v] + Cov_{p(w)}[w, psi]',
  ];
  const anew = (term: Term, depth: number): Term =>
    withChildren(
      { ...term },
      children(term).map((child) => (depth === 0 ? child : anew(child, depth - 1))),
    );

  test.each(lines)('%s', (line) => {
    const term = w.term(line);
    for (const depth of [0, 1, 2, 9]) expect(same(term, anew(term, depth))).toBe(true);
    expect(same(term, structuredClone(term))).toBe(true);
  });

  test('a part left out, one too many, one of another kind', () => {
    const [a, b] = [ref('a'), ref('b')];
    const terms: readonly Term[] = [
      { tag: 'add', terms: [a, b] },
      { tag: 'add', terms: [a, a] },
      { tag: 'add', terms: [a, b, b] },
      { tag: 'mul', factors: [a, b] },
      apply('g', a, b),
      call('g', a, b),
    ];
    for (const left of terms) for (const right of terms) expect(same(left, right)).toBe(left === right);
  });
});

describe('what is written alike is told without a look at its parts', () => {
  // No number can be found for it.
  const strange = { tag: 'strange' } as unknown as Term;
  const [all, nth] = [{ tag: 'all' } as const, at('n')];
  const over = (of: VarRef, ...bounds: readonly Term[]) =>
    ({ ...integral(strange, of), bounds: bounds.length > 0 ? bounds : null }) as Term;
  const told = (make: () => Term, other = make): boolean => w.kernel.identity.same(make(), other());

  test.each<readonly [string, () => Term]>([
    ['a part', () => apply('f', strange)],
    ['two parts and numbers', () => apply('h', strange, number(1, 2), ref('a'))],
    ['a variable and no bounds', () => over(ref('z', all).ref)],
    ['a variable and bounds', () => over(ref('a').ref, number(0), number(1))],
    ['an index that is the very same', () => over(ref('z', nth).ref)],
  ])('%s', (_, make) => expect(told(make)).toBe(true));

  test.each<readonly [string, () => Term, () => Term]>([
    ['what differs', () => apply('g', strange, ref('a')), () => apply('g', strange, ref('b'))],
    ['what has more parts', () => apply('g', strange), () => apply('g', strange, strange)],
    ['what has fewer', () => apply('g', strange, strange), () => apply('g', strange)],
    ['what has bounds or none', () => over(ref('a').ref), () => over(ref('a').ref, number(0), number(1))],
    ['what says more', () => apply('f', strange), () => ({ ...apply('f', strange), says: 'more' })],
    ['what lies too deep', () => over(ref('z', at('n')).ref), () => over(ref('z', at('n')).ref)],
  ])('but not %s', (_, make, other) => {
    expect(() => told(make, other)).toThrow(TypeError);
    expect(() => told(other, make)).toThrow(TypeError);
  });
});

describe('not the same', () => {
  test.each([
    ['p(w)', 'q(w; psi)'],
    ['f(psi)', 'phi(psi)'],
    ['p(v | w)', 'p(w | v)'],
    ['o(a)', 'o(a = b)'],
    ['o(a)', 'o(b)'],
    ['g(w, v)', 'g(v, w)'],
    ['Normal(a; 1, 2)', 'Normal(a; 2, 1)'],
    ['H[p(w), q(w; psi)]', 'H[q(w; psi), p(w)]'],
    ['KL[p(w) || q(w; psi)]', 'KL[q(w; psi) || p(w)]'],
    ['I_{p}[w; v]', 'I_{p}[w; z_1]'],
    ['H_{p}[w | v]', 'H_{p}[v | w]'],
    ['E_{p(w)}[w]', 'E_{p(v)}[v]'],
    ['E_{p(w = z_n)}[f(z_m)]', 'E_{p(w = z_n)}[f(z_n)]'],
    ['E_{p(w = z_n)}[g(z_n, z_m)]', 'E_{p(w)}[g(w, w)]'],
    ['E_{o(a)}[f(a)]', 'E_{o(a = c)}[f(c)]'],
    ['E_{p(w)}[f(w)]', 'E_{p(w = a)}[f(a)]'],
    ['int f(z_1) dz_1', 'int f(z_n) dz_n'],
    ['E_{p(w)}[w]', 'E_{q(w; psi)}[w]'],
    ['E_{p(w)}[f(v)]', 'E_{p(w)}[f(w)]'],
    ['Var_{p(w)}[w]', 'E_{p(w)}[w]'],
    ['Cov_{p(w)}[w, psi]', 'Cov_{p(w)}[w, xi]'],
    ['int_{0}^{1} f(a) da', 'int f(a) da'],
    ['int_{0}^{1} f(a) da', 'int_{0}^{2} f(a) da'],
    ['int_{0}^{1} f(a) da', 'int_{1}^{0} f(a) da'],
    ['int f(c) dc', 'int f(a) da'],
    ['int f(k) dk', 'int f(j) dj'],
    ['int f(d) dd', 'int f(e) de'],
    ['int f(w) dw', 'int f(v) dv'],
    ['int psi ds_{1:N}', 'int psi dtau_{1:T}'],
    ['int (sum_n f(s_n)) ds_n', 'int (sum_n f(s_m)) ds_n'],
    ['int (sum_n f(s_n)) ds_n', 'int (sum_n f(sigma_n)) dsigma_n'],
    ['sum_n sum_m int f(s_m) ds_n', 'sum_n sum_m int f(sigma_m) dsigma_n'],
    ['int (int f(v) da db dv dw) dj', 'int (int f(j) da db dv dw) dj'],
    ['sum_n f(u_n)', 'prod_n f(u_n)'],
    ['sum_n f(u_n)', 'sum_n f(x_n)'],
    ['sum_{n = 2..N} f(u_n)', 'sum_n f(u_n)'],
    ['sum_{n = 1..N} psi', 'sum_{t = 1..T} psi'],
    ['sum_{m = 1..N, m != n} f(u_m)', 'sum_{m = 1..N} f(u_m)'],
    ['sum_{m = 1..N, m != n} f(u_m)', 'sum_{m = 1..N, m != 1} f(u_m)'],
    ['sum_{n in S} f(u_n)', 'sum_{n in R} f(u_n)'],
    ['sum_{n in S} f(u_n)', 'sum_n f(u_n)'],
    ['E_S[sum_{n in S} f(u_n)]', 'E_R[sum_{n in S} f(u_n)]'],
    ['sum_n sum_m g(u_n, u_m)', 'sum_n sum_m g(u_n, u_n)'],
    ['sum_{m = 1..N} sum_{n = 2..N} f(u_n)', 'sum_{m = 1..N} sum_{n = 2..N} f(u_m)'],
    ['int (int f(j) dj) dk', 'int (int f(k) dj) dk'],
    ['grad_{psi}(psi xi)', 'grad_{xi}(psi xi)'],
    ['f(u_n)', 'f(u_m)'],
    ['f(u_1)', 'f(u_2)'],
    ['p(z_n)', 'p(z_m)'],
    ['p(z_{-n})', 'p(Z)'],
    ['l(y_{1:2})', 'l(Y)'],
    ['psi - xi', 'xi - psi'],
    ['psi^2', '2^psi'],
    ['1/3', '3'],
    ['twice', '2 a'],
    ['sum_n mine', 'sum_m mine'],
    ['sum_n prod_m both', 'sum_m prod_n both'],
    ['E_{o(a)}[twice]', 'E_{o(a = b)}[twice]'],
    ['E_{p(z_n)}[f(z_n)]', 'E_{p(z_n)}[f(z_m)]'],
    ['E_{p(z_n)}[g(z_n, z_m)]', 'E_{p(z_n)}[g(z_n, z_n)]'],
    ['E_{p(z_n)}[E_{p(z_m)}[g(z_n, z_m)]]', 'E_{p(z_m)}[E_{p(z_n)}[g(z_n, z_m)]]'],
    ['E_{p(Z)}[E_{p(z_1)}[f(z_n)]]', 'E_{p(z_1)}[E_{p(Z)}[f(z_n)]]'],
  ])('%s and %s', (left, right) => expect(same(left, right)).toBe(false));

  const [z1, zn, after, other] = [ref('z', at(null, 1)), ref('z', at('n')), ref('z', at('n', 1)), ref('z#1', at('n'))];
  const own = (of: typeof zn, value = of) => density('p', [{ of: of.ref, value }]);
  const mean = (measure: ReturnType<typeof own>, body: Term): Term => ({ tag: 'expect', measure: [measure], body });

  test.each<readonly [string, Term, Term]>([
    // Where n is 1 the inner z_1 hides the outer z_n, but no other array.
    [
      'a member that another binder may hide, and one that it cannot',
      mean(own(zn), mean(own(z1), apply('h', z1, zn, after))),
      mean(own(zn, other), mean(own(z1), apply('h', z1, other, after))),
    ],
    [
      'a member bound in part, renamed',
      integral(apply('g', z1, zn), z1.ref),
      integral(apply('g', ref('z#1', at(null, 1)), ref('z#1', at('n'))), ref('z#1', at(null, 1)).ref),
    ],
    [
      'a letter that hides another',
      sum('n', index(null, 1), index('N'), sum('n', index(null, 1), index('N'), apply('f', ref('u', at('n'))))),
      sum('n', index(null, 1), index('N'), sum('m', index(null, 1), index('N'), apply('f', ref('u', at('n'))))),
    ],
    ['a variable twice and once', integral(number(1), ref('k').ref, ref('k').ref), integral(number(1), ref('k').ref)],
    [
      'a definition behind which a variable is free',
      mean(density('o', [{ of: ref('a').ref, value: ref('b') }]), call('twice')),
      w.term('E_{o(a)}[twice]'),
    ],
  ])('%s', (_, left, right) => expect(refusal(w.kernel.same(left, right))).not.toBe('a theorem'));
});

/** No two of these are the same, in whatever way one compares them. */
const apart = [
  'f(pi)',
  'f(psi)',
  'f(2)',
  'f(1/2)',
  'f(-2)',
  'f(n)',
  'f(m)',
  'f(N)',
  'f(T)',
  'f(n + 1)',
  'f(u_n)',
  'f(u_m)',
  'f(u_1)',
  'f(u_2)',
  'f(u_{n+1})',
  'f(u_{n-1})',
  'f(u_{n+2})',
  'exp(psi)',
  'sin(psi)',
  'ln psi',
  'psi^2',
  'psi^3',
  '2^psi',
  'psi + xi',
  'psi xi',
  'p(w)',
  'p(w = v)',
  'p(v = w)',
  'p(v | w)',
  'p(v | w = z_1)',
  'p(w | v)',
  'p(z_n)',
  'p(z_1)',
  'p(z_{-n})',
  'p(z_{-m})',
  'p(Z)',
  'p(z_n | w)',
  'l(y_{1:2})',
  'l(y_{1:3})',
  'l(y_{2:3})',
  'l(y_{1:t})',
  'l(y_{1:t-1})',
  'l(y_{2:t})',
  'l(Y)',
  'Normal(a; 0, 1)',
  'Laplace(a; 0, 1)',
  'Normal(b; 0, 1)',
  'Normal(a; 0, 2)',
  'Normal(0; a, 1)',
  'twice',
  'mine',
  'E_{p(w)}[g(w, v)]',
  'E_{p(w)}[g(v, w)]',
  'Var_{p(w)}[g(w, v)]',
  'Cov_{p(w)}[w, v]',
  'Cov_{p(w)}[v, w]',
  'Cov_{p(w)}[g(w, v), 1]',
  'H[p(w)]',
  'H[p(v | w)]',
  'H[p(w), q(w; psi)]',
  'H[q(w; psi), p(w)]',
  'KL[p(w) || q(w; psi)]',
  'KL[q(w; psi) || p(w)]',
  'H_{p}[w | v]',
  'H_{p}[v | w]',
  'I_{p}[w; v]',
  'I_{p}[w; z_1]',
  'int f(a) da',
  'int f(c) dc',
  'int f(w) dw',
  'int f(v) dv',
  'int f(k) dk',
  'int f(j) dj',
  'int_{0}^{1} f(a) da',
  'int_{0}^{2} f(a) da',
  'int_{psi}^{1} f(a) da',
  'int g(a, b) da',
  'int g(b, a) da',
  'int int g(a, b) da db',
  'int f(z_n) dz_n',
  'int f(z_1) dz_1',
  'int f(z_n) dz_m',
  'int f(z_n) dZ',
  'sum_n f(u_n)',
  'prod_n f(u_n)',
  'sum_n f(u_1)',
  'sum_n n f(u_n)',
  'sum_n f(u_n)^n',
  'sum_{n = 2..N} f(u_n)',
  'sum_{n = 1..N-1} f(u_n)',
  'sum_{n = 1..N-1} f(u_{n+1})',
  'sum_{n = 1..m} f(u_n)',
  'sum_{n = 1..N, n != m} f(u_n)',
  'sum_{n = 1..N, n != 1} f(u_n)',
  'sum_{n in S} f(u_n)',
  'sum_{n in R} f(u_n)',
  'E_S[sum_{n in S} f(u_n)]',
  'E_S[sum_{n in R} f(u_n)]',
  'E_R[sum_{n in S} f(u_n)]',
  'E_S[E_R[sum_{n in S} f(u_n)]]',
  'E_R[E_S[sum_{n in S} f(u_n)]]',
  'E_S[E_R[sum_{n in R} f(u_n)]]',
  'sum_n sum_m g(u_n, u_m)',
  'sum_n sum_m g(u_m, u_n)',
  'sum_n sum_m g(u_n, u_n)',
  'sum_n sum_m g(u_m, u_m)',
  'sum_n sum_{m = 1..N-1} g(u_n, u_{m+1})',
  'sum_n sum_{m = 1..N-1} g(u_{m+1}, u_n)',
  'sum_n p(z_n)',
  'sum_n p(z_{-n})',
  'sum_{n = 1..N-1} p(z_{n+1})',
  'sum_n p(z_n | z_m)',
  'sum_n p(z_m | z_n)',
  'sum_t l(y_{1:t})',
  'sum_t l(y_{t:T})',
  'sum_t l(y_{1:t-1})',
  'sum_n E_{p(z_n)}[f(z_n)]',
  'sum_n E_{p(z_m)}[f(z_m)]',
  'sum_n E_{p(z_n)}[g(z_n, u_m)]',
  'sum_n E_{p(z_m)}[g(z_m, u_n)]',
  'E_{p(z_n)}[f(z_n)]',
  'E_{p(z_m)}[f(z_m)]',
  'E_{p(Z)}[f(z_n)]',
  'E_{p(w)}[E_{o(a)}[g(w, a)]]',
  'E_{p(w)}[E_{o(a)}[g(a, w)]]',
  'E_{p(w) p(v | w)}[g(w, v)]',
  'E_{p(w, v)}[g(w, v)]',
  'E_{p(w, v)}[g(v, w)]',
  'E_{p(v) p(w | v)}[g(w, v)]',
  'grad_{psi}(psi xi)',
  'grad_{xi}(psi xi)',
  'grad_{w}(psi xi)',
  'grad_{u_n}(f(u_n))',
  'grad_{u_m}(f(u_n))',
  'grad_{u_n}(f(u_m))',
];

test('a list of terms of which no two are the same', () => {
  const terms = apart.map((text) => w.term(text));
  const mistaken = terms.flatMap((left, i) =>
    terms.slice(i + 1).flatMap((right, j) => (same(left, right) ? [[apart[i], apart[i + 1 + j]]] : [])),
  );
  expect(mistaken).toEqual([]);
});

describe('the same under other letters', () => {
  test.each([
    ['sum_n f(u_n)', 'sum_m f(u_m)'],
    ['sum_{n = 1..N-1} f(u_{n+1})', 'sum_{m = 1..N-1} f(u_{m+1})'],
    ['sum_{n = 1..N, n != 1} f(u_n)', 'sum_{m = 1..N, m != 1} f(u_m)'],
    ['sum_n n f(u_n)', 'sum_m m f(u_m)'],
    ['sum_n p(z_{-n})', 'sum_m p(z_{-m})'],
    ['sum_n p(z_n | z_1)', 'sum_m p(z_m | z_1)'],
    ['sum_n sum_{m = 1..n} g(u_n, u_m)', 'sum_m sum_{n = 1..m} g(u_m, u_n)'],
    ['sum_n E_{p(z_n)}[f(z_n)]', 'sum_m E_{p(z_m)}[f(z_m)]'],
    ['E_{p(z_n)}[sum_n f(z_n)]', 'E_{p(z_n)}[sum_m f(z_m)]'],
    ['E_{Normal(a; 0, 1)}[f(a)]', 'E_{Normal(b; 0, 1)}[f(b)]'],
    ['E_{p(Z)}[sum_n p(Z)]', 'E_{p(Z)}[sum_m p(Z)]'],
    ['sum_n int g(z_n, w) dz_n', 'sum_m int g(z_m, w) dz_m'],
    ['sum_n grad_{u_n}(f(u_n))', 'sum_m grad_{u_m}(f(u_m))'],
  ])('%s and %s', (left, right) => expect(same(left, right)).toBe(true));

  test('a slice', () => {
    const [a, b] = ['t', 's'].map((letter) => {
      const slice = { tag: 'slice', lo: index(null, 1), hi: index(letter) } as const;
      return sum(
        letter,
        index(null, 1),
        index('T'),
        density('l', [{ of: { name: 'y', at: [slice] }, value: ref('y', slice) }]),
      );
    }) as [Term, Term];
    expect(same(a, b)).toBe(true);
  });

  test.each([
    ['KL[p(w) || q(w; psi)]'],
    ['H[p(w), q(w; psi)]'],
    ['E_{p(w)}[g(w, v)]'],
    ['Cov_{p(w)}[w, v]'],
    ['Var_{p(w)}[w]'],
    ['H[p(w)]'],
    ['int g(w, v) dw'],
  ])('and other names: %s', (line) => {
    const term = w.term(line);
    expect(same(term, renameBound(term, 'w', 'w#1', w.model))).toBe(true);
  });

  test('and another name where a free member of the array is inside of a second binder', () => {
    const inner = w.term('E_{p(w)}[g(w, z_1)]');
    const second = [at(null, 2)];
    expect(same(integral(inner, { name: 'z', at: second }), integral(inner, { name: 'z#1', at: second }))).toBe(true);
  });

  const copied = (term: Term): Term => {
    const copy = (own: VarRef): VarRef => ({ ...own, name: `${own.name}#1` });
    if (term.tag === 'ref') return { ...term, ref: copy(term.ref) };
    const inner = withChildren(term, children(term).map(copied));
    return inner.tag === 'integral' ? { ...inner, vars: inner.vars.map(copy) } : inner;
  };
  test.each([
    'sum_n int f(z_n) dz_n',
    'sum_n int p(z_{-n}) dz_{-n}',
    'sum_t int l(y_{1:t}) dy_{1:t}',
    'int (sum_n f(z_m)) dz_m',
  ])('and other names of members: %s', (line) => {
    expect(same(w.term(line), copied(w.term(line)))).toBe(true);
  });
});

describe('what no text says', () => {
  const over = (...names: readonly string[]) => ({
    tag: 'integral' as const,
    vars: names.map((name) => ({ name, at: [] })),
    bounds: null,
    body: number(1),
  });
  const slack = (...names: readonly string[]): Term => ({
    tag: 'slack',
    free: names.map((name) => ({ name, at: [] })),
  });
  test.each<readonly [string, Term, Term, boolean]>([
    ['a sum and an integral over a real', { ...over('a'), counting: true }, { ...over('a'), counting: false }, false],
    ['over a real and a state', { ...over('k', 'a'), counting: true }, { ...over('k', 'a'), counting: false }, false],
    ['over a real without a law', { ...over('b'), counting: true }, { ...over('b'), counting: false }, false],
    ['over what has a law on the line', { ...over('rho'), counting: true }, { ...over('rho'), counting: false }, false],
    ['over a state and a real', { ...over('a', 'k'), counting: true }, { ...over('a', 'k'), counting: false }, false],
    ['over two states', { ...over('j', 'k'), counting: true }, { ...over('j', 'k'), counting: false }, true],
    ['over a copy of a real', { ...over('a#1'), counting: true }, { ...over('a#1'), counting: false }, false],
    ['an empty sum and 0', { tag: 'add', terms: [] }, number(0), true],
    ['an empty product and 1', { tag: 'mul', factors: [] }, number(1), true],
    ['an empty sum and an empty product', { tag: 'add', terms: [] }, { tag: 'mul', factors: [] }, false],
    ['constants', { tag: 'constant', name: 'pi' }, { tag: 'constant', name: 'inf' }, false],
    ['metavariables', { tag: 'meta', name: 'f' }, { tag: 'meta', name: 'g' }, false],
    ['a metavariable and a constant', { tag: 'meta', name: 'pi' }, { tag: 'constant', name: 'pi' }, false],
    ['terms free of others', slack('w'), slack('v'), false],
    ['terms free of one and of both', slack('w'), slack('w', 'v'), false],
    ['terms free of both', slack('w', 'v'), slack('v', 'w'), true],
    ['a half in a product', mul([number(1, 2), ref('a')]), ref('a'), false],
  ])('%s', (_, left, right, answer) => expect(same(left, right)).toBe(answer));
});

describe('the names in', () => {
  test.each([
    ['grad_{psi}(xi)', 'psi xi'],
    ['grad_{u_n}(xi)', 'n u xi'],
    ['int psi dz_n', 'n psi z'],
    ['n + N', 'N n'],
    ['f(2)', ''],
    ['p(z_n)', 'n z'],
    ['p(z_{-n})', 'n z'],
    ['l(y_{1:t})', 't y'],
    ['p(z_1 = z_n)', 'n z'],
    ['p(z_n = z_1)', 'n z'],
    ['p(Z)', 'z'],
    ['f(u_1)', 'u'],
    ['sum_{n in S} 1', 'S n'],
    ['sum_{n = 1..N} 1', 'N n'],
    ['sum_{n = 1..N, n != m} 1', 'N m n'],
    ['E_S[2]', 'S'],
    ['E_{p(w)}[f(v)]', 'v w'],
  ])('%s: %s', (line, expected) => expect([...w.kernel.identity.names(w.term(line))].sort().join(' ')).toBe(expected));

  test('what only a term up to others has', () => {
    const slack: Term = { tag: 'slack', free: [{ name: 'u', at: [at('n')] }] };
    expect([...w.kernel.identity.names(slack)]).toEqual(['u', 'n']);
  });
});

describe('the order of measures does not matter', () => {
  test.each([
    ['H[p(w) p(v | w), p(v, w)]', 'H[p(v | w) p(w), p(w, v)]'],
    ['H[p(v, w), p(w) p(v | w)]', 'H[p(w, v), p(v | w) p(w)]'],
    ['H[p(w) o(a)]', 'H[o(a) p(w)]'],
    ['Var_{p(w) o(a)}[w a]', 'Var_{o(a) p(w)}[w a]'],
    ['Cov_{p(w) o(a)}[w, a]', 'Cov_{o(a) p(w)}[w, a]'],
  ])('%s and %s', (left, right) => expect(same(left, right)).toBe(true));
  test.each([
    ['Cov_{p(w) o(a)}[w, a]', 'Cov_{o(a) p(w)}[a, w]'],
    ['E_S[mini]', 'E_R[mini]'],
    ['E_S[E_R[mini]]', 'E_R[E_S[mini]]'],
  ])('but not %s and %s', (left, right) => expect(same(left, right)).toBe(false));
});
