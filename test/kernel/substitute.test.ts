/** Terms put in for variables and indices for letters: nothing is captured, and what cannot be said is refused. */
import { describe, expect, test } from 'vitest';
import { NoSubstitute, nothingReplaced, renameBound, renameLetter, substitute } from '../../src/kernel/substitute.js';
import type { Term } from '../../src/kernel/term.js';
import { apply, at, index, ref, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent z_n, r_n, x, y
latent a, b : real
observed u_n
param psi, xi, psi_old
let Z = {z_n}, R = {r_n}
function f(a)
function g(a, b)
function h(a, b, c)
density p(Z, x, y; psi) = p(x; psi) p(y | x) prod_n p(z_n | x)
define behind = f(x) psi
define member = f(u_n)
define minibatch = sum_{n in S} f(u_n)`);

const put = (term: string, name: string, by: string | Term): Term =>
  substitute(
    w.term(term),
    { ...nothingReplaced, variables: new Map([[name, typeof by === 'string' ? w.term(by) : by]]) },
    w.model,
  );
const move = (term: string | Term, letter: string, base: string | null, offset = 0): Term =>
  substitute(
    typeof term === 'string' ? w.term(term) : term,
    { ...nothingReplaced, letters: new Map([[letter, index(base, offset)]]) },
    w.model,
  );

describe('a term for a variable', () => {
  test.each([
    ['g(x, y)', 'x', 'psi + 1', 'g(psi + 1, y)'],
    ['g(x, y)', 'x', 'y', 'g(y, y)'],
    ['x', 'y', 'psi', 'x'],
    ['p(x; psi)', 'x', 'y', 'p(x = y; psi)'],
    ['p(x; psi)', 'psi', 'psi_old', 'p(x; psi_old)'],
    ['p(y | x)', 'x', 'a + 1', 'p(y | x = a + 1)'],
    ['int g(x, y) dx', 'y', 'a', 'int g(x, a) dx'],
    ['int g(x, y) dx', 'y', 'x', 'int g(x#1, x) dx#1'],
    ['int g(x, y) dx', 'x', 'a', 'int g(x, y) dx'],
    ['g(x, E_{p(x; psi)}[x])', 'x', 'a', 'g(a, E_{p(x; psi)}[x])'],
    ['E_{p(x; psi)}[g(x, y)]', 'y', 'x', 'E_{p(x = x#1; psi)}[g(x#1, x)]'],
    ['E_{p(x; psi)}[g(x, y)]', 'psi', 'x', 'E_{p(x = x#1; psi = x)}[g(x#1, y)]'],
    ['KL[p(x; psi) || p(x; psi = psi_old)]', 'psi', 'x', 'KL[p(x = x#1; psi = x) || p(x = x#1; psi_old)]'],
    ['H[p(y | x)]', 'x', 'y', 'H[p(y = y#1 | x = y)]'],
    ['Cov_{p(x; psi)}[x, y]', 'y', 'x', 'Cov_{p(x = x#1; psi)}[x#1, x]'],
    ['int_{a}^{b} f(a) da', 'a', 'b', 'int_{b}^{b} f(a) da'],
    ['int_{0}^{b} g(a, b) da', 'b', 'a', 'int_{0}^{a} g(a#1, a) da#1'],
    ['sum_n g(u_n, x)', 'x', 'f(u_n)', 'sum_{n#1 = 1..N} g(u_{n#1}, f(u_n))'],
    ['sum_{m = 1..N, m != n} g(u_m, x)', 'x', 'f(u_m)', 'sum_{m#1 = 1..N, m#1 != n} g(u_{m#1}, f(u_m))'],
    ['grad_{psi}(psi x)', 'x', 'y', 'grad_{psi}(psi y)'],
    ['grad_{psi}(psi^2)', 'psi', 'xi', 'grad_{xi}(xi^2)'],
    ['f(behind) y', 'y', 'x', 'f(behind) x'],
  ])('%s with %s as %s', (term, name, by, expected) => expect(w.print(put(term, name, by))).toBe(expected));

  test('the fresh name is in use nowhere inside', () => {
    const inside = {
      tag: 'integral',
      vars: w.refs('x'),
      counting: false,
      bounds: null,
      body: apply('h', ref('x'), ref('x#1'), ref('y')),
    } as const;
    const made = substitute(inside, { ...nothingReplaced, variables: new Map([['y', ref('x')]]) }, w.model);
    expect(w.print(made)).toBe('int h(x#2, x#1, x) dx#2');
  });

  test.each<readonly [string, string, string, string | Term]>([
    ['a number for the variable of a gradient', 'grad_{psi}(psi x)', 'psi', '1'],
    ['the variable of a gradient for another inside it', 'grad_{psi}(psi x)', 'x', 'f(psi)'],
    ['a variable that the gradient already holds', 'grad_{psi}(g(psi, psi_old))', 'psi', 'psi_old'],
    ['a number for an array', 'f(z_n)', 'z', '1'],
    ['a member for an array', 'f(z_n)', 'z', ref('r', at('n'))],
    ['another array for one that is bound in part', 'E_{p(z_n | x)}[f(z_n)]', 'z', ref('r', { tag: 'all' })],
    ['a variable of a binder that binds a part', 'E_{p(z_n | x)}[g(z_n, x)]', 'x', 'f(z_1)'],
    ['what a definition mentions', 'behind', 'x', 'y'],
    ['what a minibatch captures', 'E_S[x]', 'x', 'minibatch'],
  ])('%s is refused', (_, term, name, by) => expect(() => put(term, name, by)).toThrow(NoSubstitute));
});

describe('an index for a letter', () => {
  test.each<readonly [string | Term, string, string | null, number, string]>([
    ['f(u_n)', 'n', 'm', 0, 'f(u_m)'],
    ['f(u_{n-1})', 'n', 'n', 1, 'f(u_n)'],
    ['f(u_n) n', 'n', null, 3, 'f(u_3) 3'],
    ['p(z_n | x)', 'n', 'N', 0, 'p(z_N | x)'],
    ['E_{p(z_n | x)}[f(z_n)]', 'n', 'm', 0, 'E_{p(z_m | x)}[f(z_m)]'],
    ['int f(z_n) dz_n', 'n', null, 1, 'int f(z_1) dz_1'],
    ['sum_n f(u_n)', 'n', 'm', 0, 'sum_{n = 1..N} f(u_n)'],
    ['sum_{m = 1..n} g(u_m, u_n)', 'n', 'N', 0, 'sum_{m = 1..N} g(u_m, u_N)'],
    ['sum_m g(u_m, u_n)', 'n', 'm', 0, 'sum_{m#1 = 1..N} g(u_{m#1}, u_m)'],
    ['sum_{m = 1..N, m != n} f(u_m)', 'n', 'm', 0, 'sum_{m#1 = 1..N, m#1 != m} f(u_{m#1})'],
    [
      sum('m', index(null, 1), index('N'), apply('h', ref('u', at('m')), ref('u', at('n')), ref('u', at('m#1')))),
      'n',
      'm',
      0,
      'sum_{m#2 = 1..N} h(u_{m#2}, u_m, u_{m#1})',
    ],
  ])('%o', (term, letter, base, offset, expected) => expect(w.print(move(term, letter, base, offset))).toBe(expected));

  test('a letter that a definition mentions is refused', () =>
    expect(() => move('member', 'n', 'm')).toThrow(NoSubstitute));
});

describe('another name for what is bound', () => {
  test.each([
    ['int f(x) dx', 'x', 'x#1', 'int f(x#1) dx#1'],
    ['E_{p(x; psi)}[g(x, y)]', 'x', 'x#1', 'E_{p(x = x#1; psi)}[g(x#1, y)]'],
    ['H[p(y | x)]', 'y', 'y#1', 'H[p(y = y#1 | x)]'],
    ['f(x)', 'x', 'x#1', 'f(x)'],
  ])('%s', (term, from, to, expected) => {
    const renamed = renameBound(w.term(term), from, to, w.model);
    expect(w.print(renamed)).toBe(expected);
    expect(w.kernel.identity.same(renamed, w.term(term))).toBe(true);
  });

  test('not of an array bound in part', () =>
    expect(() => renameBound(w.term('E_{p(z_n | x)}[f(z_n)]'), 'z', 'z#1', w.model)).toThrow(NoSubstitute));

  test.each([
    ['sum_n f(u_n)', 'm', 'sum_{m = 1..N} f(u_m)'],
    ['sum_n sum_m g(u_n, u_m)', 'k', 'sum_{k = 1..N} sum_{m = 1..N} g(u_k, u_m)'],
    ['f(u_n)', 'm', 'f(u_n)'],
  ])('a letter: %s', (term, to, expected) => expect(w.print(renameLetter(w.term(term), to, w.model))).toBe(expected));
});
