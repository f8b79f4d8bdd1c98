/** What each kind of term binds, and from which of its direct subterms on. */
import { expect, test } from 'vitest';
import { bindingOf } from '../../src/kernel/binding.js';
import { printRefs } from '../../src/syntax/print.js';
import { World } from './harness.js';

const w = new World(`
plate n = 1..N
subset S of 1..N size M
latent z_n, x, v
latent a, b : real
observed u_n
param psi
let Z = {z_n}
function f(a)
define twice(psi) = 2 psi
density p(Z, x, v; psi) = p(x; psi) p(v | x) prod_n p(z_n | x)
density q(Z, x, v) = q(x) q(v) prod_n q(z_n)`);

test.each<readonly [string, readonly string[], number]>([
  ['E_{q(x) p(v | x)}[f(x)]', ['x', 'v'], 0],
  ['E_{prod_n q(z_n)}[f(x)]', ['Z'], 0],
  ['E_{Normal(a; b, 1)}[a]', ['a'], 0],
  ['Var_{q(x)}[f(x)]', ['x'], 0],
  ['Cov_{q(x)}[f(x), x]', ['x'], 0],
  ['H[p(v | x)]', ['v'], 0],
  ['KL[q(x) q(v) || p(x, v; psi)]', ['x', 'v', 'x', 'v'], 0],
  ['H[q(x), p(x; psi)]', ['x', 'x'], 0],
  ['H_{q}[x | z_1]', ['x', 'z_1'], 0],
  ['I_{q}[x; v | z_1]', ['x', 'v', 'z_1'], 0],
  ['int f(a) da', ['a'], 0],
  ['int f(a) da dx', ['a', 'x'], 0],
  ['int_{0}^{b} f(a) da', ['a'], 2],
])('%s binds %j from subterm %i on', (text, names, from) => {
  const found = bindingOf(w.term(text));
  expect(found?.refs.map((ref) => printRefs([ref], w.model))).toEqual(names);
  expect([found?.index, found?.subset, found?.from]).toEqual([null, null, from]);
});

test.each<readonly [string, string | null, string | null]>([
  ['sum_n f(u_n)', 'n', null],
  ['prod_{m = 2..N} f(u_m)', 'm', null],
  ['sum_{n in S} f(u_n)', 'n', null],
  ['E_S[psi]', null, 'S'],
])('%s binds the letter %s, the subset %s', (text, letter, subset) => {
  const found = bindingOf(w.term(text));
  expect([found?.index?.index ?? null, found?.subset, found?.from, found?.refs]).toEqual([letter, subset, 0, []]);
});

test.each([
  '3',
  'pi',
  'psi',
  'psi + x',
  'psi x',
  'psi^2',
  'exp(psi)',
  'f(psi)',
  'twice(psi)',
  'p(v | x)',
  'grad_{psi}(psi)',
])('%s binds nothing', (text) => expect(bindingOf(w.term(text))).toBeNull());
