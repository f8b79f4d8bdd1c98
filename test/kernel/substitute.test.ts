/** Terms put in for variables and indices for letters: nothing is captured, and what cannot be said is refused. */
import { describe, expect, test } from 'vitest';
import { NoSubstitute, nothingReplaced, renameBound, renameLetter, substitute } from '../../src/kernel/substitute.js';
import type { Term } from '../../src/kernel/term.js';
import { apply, at, call, index, integral, ref, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate i = 1..2
subset S of 1..N size M
latent z_n, r_n, x, y
latent v_{i, n}, k_{i, n}
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
    ['E_S[x]', 'x', 'y', 'E_{S}[y]'],
    ['f(z_n)', 'z', ref('r', { tag: 'all' }), 'f(r_n)'],
    ['f(z_n) f(z_1)', 'z', ref('r', { tag: 'all' }), 'f(r_n) f(r_1)'],
    ['f(v_{1, n})', 'v', ref('k', { tag: 'all' }, { tag: 'all' }), 'f(k_{1, n})'],
    ['int f(z_n) dZ', 'z', ref('r', { tag: 'all' }), 'int f(z_n) dZ'],
  ] as readonly (readonly [string, string, string | Term, string])[])('%s with %s as %s', (term, name, by, expected) =>
    expect(w.print(put(term, name, by))).toBe(expected),
  );

  test('of what a constant is free of', () => {
    const by = { ...nothingReplaced, variables: new Map([['x', w.term('y')]]) };
    const free = (name: string): Term => ({ tag: 'slack', free: [{ name, at: [] }] });
    expect(substitute(free('x'), by, w.model)).toEqual(free('y'));
    expect(substitute(free('a'), by, w.model)).toEqual(free('a'));
  });

  test('nor in use behind a name', () => {
    const definition = { ...w.model.definitions.get('behind'), name: 'odd', params: [], body: ref('x#1') };
    const model = { ...w.model, definitions: new Map([['odd', definition as never]]) };
    const inside = integral(apply('h', ref('x'), call('odd'), ref('y')), { name: 'x', at: [] });
    const made = substitute(inside, { ...nothingReplaced, variables: new Map([['y', ref('x')]]) }, model);
    expect(made.tag === 'integral' && made.vars).toEqual([{ name: 'x#2', at: [] }]);
  });

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
    ['a row for an array', 'f(v_{1, n})', 'v', ref('k', at(null, 1), { tag: 'all' })],
    ['a column for an array', 'f(v_{1, n})', 'v', ref('k', { tag: 'all' }, at('n'))],
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

describe('several at once', () => {
  const all = (text: string): string => {
    const variables = new Map([
      ['x', w.term('a')],
      ['y', w.term('b')],
    ]);
    const letters = new Map([
      ['n', index(null, 1)],
      ['m', index(null, 2)],
    ]);
    return w.print(substitute(w.term(text), { variables, letters, renamed: new Map([['psi', 'xi']]) }, w.model));
  };
  test.each([
    ['h(u_n, x, psi)', 'h(u_1, a, xi)'],
    ['int g(x, y) dx', 'int g(x, b) dx'],
    ['int g(x, psi) dx', 'int g(x, xi) dx'],
    ['int g(u_n, psi) dpsi', 'int g(u_1, psi) dpsi'],
    ['sum_n g(u_n, u_m)', 'sum_{n = 1..N} g(u_n, u_2)'],
    ['sum_{n in S} g(u_n, u_m)', 'sum_{n in S} g(u_n, u_2)'],
    ['sum_n h(u_n, x, y)', 'sum_{n = 1..N} h(u_n, a, b)'],
  ])('%s', (text, expected) => expect(all(text)).toBe(expected));

  test.each([
    ['a variable and a letter', ['x'], ['n'], []],
    ['a variable and a name', ['x'], [], ['y']],
    ['a letter and a name', [], ['n'], ['y']],
  ] as const)('%s', (_, variables, letters, renamed) => {
    const by = {
      variables: new Map(variables.map((name) => [name, w.term('a')] as const)),
      letters: new Map(letters.map((name) => [name, index(null, 1)] as const)),
      renamed: new Map(renamed.map((name) => [name, 'b'] as const)),
    };
    const kept = [variables, letters, renamed].map((own) => own.length === 0);
    const made = w.print(substitute(w.term('h(x, u_n, y)'), by, w.model));
    expect(made).toBe(`h(${kept[0] ? 'x' : 'a'}, ${kept[1] ? 'u_n' : 'u_1'}, ${kept[2] ? 'y' : 'b'})`);
  });

  const slice = (letter: string | null, offset = 0) =>
    ({ tag: 'slice', lo: index(null, 1), hi: index(letter, offset) }) as const;
  const except = (letter: string | null, offset = 0) => ({ tag: 'except', index: index(letter, offset) }) as const;
  test.each<readonly [string, Term, Term]>([
    ['a slice', ref('u', slice('n', -1)), ref('u', slice(null, 3))],
    ['all but one', ref('u', except('n')), ref('u', except(null, 4))],
    ['a whole array', ref('u', { tag: 'all' }), ref('u', { tag: 'all' })],
    [
      'a whole array beside a member',
      apply('g', ref('u', { tag: 'all' }), ref('u', at('n'))),
      apply('g', ref('u', { tag: 'all' }), ref('u', at(null, 4))),
    ],
  ])('a letter in %s', (_, term, expected) => expect(move(term, 'n', null, 4)).toEqual(expected));
});

describe('another name for what is bound', () => {
  test.each([
    ['int f(x) dx', 'x', 'x#1', 'int f(x#1) dx#1'],
    ['E_{p(x; psi)}[g(x, y)]', 'x', 'x#1', 'E_{p(x = x#1; psi)}[g(x#1, y)]'],
    ['H[p(y | x)]', 'y', 'y#1', 'H[p(y = y#1 | x)]'],
    ['int_{0}^{a} f(a) da', 'a', 'a#1', 'int_{0}^{a} f(a#1) da#1'],
    ['int g(x, y) dx dy', 'x', 'x#1', 'int g(x#1, y) dx#1 dy'],
    ['E_{p(x; psi) p(z_n | x)}[f(z_n)]', 'x', 'x#1', 'E_{p(x = x#1; psi) p(z_n | x = x#1)}[f(z_n)]'],
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
