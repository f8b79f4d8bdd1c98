/** Which claims a theorem establishes: from which side it is read, and that no claim is stronger than it. */
import { expect, test } from 'vitest';
import { establishes } from '../../src/kernel/claim.js';
import type { Theorem } from '../../src/kernel/kernel.js';
import type { Relation } from '../../src/kernel/model.js';
import { must, World } from './harness.js';

const w = new World(`
plate n = 1..N
latent z_n, x, v
param psi, xi
function f(a)
function g(a, b)
define twice = 2 psi
assume psi > 3
assume xi <= 5`);

const theorems: Readonly<Record<string, Theorem>> = {
  'twice = 2 psi': must(w.kernel.procedure({ name: 'unfold' }, w.term('twice'))),
  'psi >= 3': must(w.kernel.hypothesis(0)),
  '5 >= xi': must(w.kernel.hypothesis(1)),
};

test.each<readonly [string, string, Relation, string, boolean]>([
  ['twice = 2 psi', 'twice', '=', '2 psi', true],
  ['twice = 2 psi', 'twice', '>=', '2 psi', true],
  ['twice = 2 psi', 'twice', '<=', '2 psi', true],
  ['twice = 2 psi', '2 psi', '=', 'twice', false],
  ['twice = 2 psi', 'twice', '<', '2 psi', false],
  ['twice = 2 psi', 'twice', '!=', '2 psi', false],
  ['twice = 2 psi', 'twice', 'propto', '2 psi', false],
  ['twice = 2 psi', 'twice', '<=', '3 psi', false],
  ['psi >= 3', 'psi', '>=', '3', true],
  ['psi >= 3', '3', '<=', 'psi', true],
  ['psi >= 3', 'psi', '<=', '3', false],
  ['psi >= 3', '3', '>=', 'psi', false],
  ['psi >= 3', 'psi', '=', '3', false],
  ['psi >= 3', 'psi', '>', '3', false],
  ['5 >= xi', 'xi', '<=', '5', true],
  ['5 >= xi', '5', '<=', 'xi', false],
  ['5 >= xi', 'xi', '>=', '5', false],
])('%s: %s %s %s is %s', (name, left, relation, right, expected) => {
  const goal = { left: w.term(left), relation, right: w.term(right), upTo: null };
  expect(establishes(w.kernel, theorems[name] as Theorem, goal)).toBe(expected);
});

const up = { propto: w.kernel.proportional, shift: w.kernel.shifted };
const upTo = (kind: keyof typeof up, by: string, rest: string, free: string): Theorem => {
  const whole = w.term(kind === 'propto' ? `(${by}) (${rest})` : `${by} + ${rest}`);
  return must(up[kind].call(w.kernel, must(w.kernel.same(whole, whole)), w.term(by), w.term(rest), w.refs(free)));
};
const known: Readonly<Record<string, Theorem>> = {
  ...theorems,
  '2 f(x) propto f(x)': upTo('propto', '2', 'f(x)', 'x'),
  '2 g(x, v) propto g(x, v)': upTo('propto', '2', 'g(x, v)', 'x, v'),
  'psi + f(x) = f(x) + const': upTo('shift', 'psi', 'f(x)', 'x'),
  'f(v) + g(z_1, x) = g(z_1, x) + const': upTo('shift', 'f(v)', 'g(z_1, x)', 'z_1, x'),
};

test.each<readonly [string, string, Relation, string, string | null, boolean]>([
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(x)', 'x', true],
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(x)', 'v', false],
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(x)', 'x, v', false],
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(x)', '', false],
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(x)', null, false],
  ['2 f(x) propto f(x)', 'f(x)', 'propto', '2 f(x)', 'x', false],
  ['2 f(x) propto f(x)', '2 f(x)', 'propto', 'f(v)', 'x', false],
  ['2 f(x) propto f(x)', '2 f(x)', '=', 'f(x)', 'x', false],
  ['2 f(x) propto f(x)', '2 f(x)', '=', 'f(x)', null, false],
  ['2 f(x) propto f(x)', '2 f(x)', '>=', 'f(x)', 'x', false],
  ['2 f(x) propto f(x)', '2 f(x)', '>=', 'f(x)', null, false],
  ['2 f(x) propto f(x)', '2 f(x)', '!=', 'f(x)', 'x', false],
  ['2 g(x, v) propto g(x, v)', '2 g(x, v)', 'propto', 'g(x, v)', 'x, v', true],
  ['2 g(x, v) propto g(x, v)', '2 g(x, v)', 'propto', 'g(x, v)', 'v, x', false],
  ['2 g(x, v) propto g(x, v)', '2 g(x, v)', 'propto', 'g(x, v)', 'x, z_1', false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '=', 'f(x)', 'x', true],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '=', 'f(x)', 'psi', false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '=', 'f(x)', null, false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '>=', 'f(x)', 'x', true],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '<=', 'f(x)', 'x', true],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '>=', 'f(x)', 'v', false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '>=', 'f(x)', null, false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '<=', 'f(x)', null, false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', 'propto', 'f(x)', 'x', false],
  ['psi + f(x) = f(x) + const', 'psi + f(x)', '<', 'f(x)', 'x', false],
  ['f(v) + g(z_1, x) = g(z_1, x) + const', 'f(v) + g(z_1, x)', '=', 'g(z_1, x)', 'z_1, x', true],
  ['f(v) + g(z_1, x) = g(z_1, x) + const', 'f(v) + g(z_1, x)', '=', 'g(z_1, x)', 'z_n, x', false],
  ['twice = 2 psi', 'twice', '=', '2 psi', 'x', false],
  ['twice = 2 psi', 'twice', '>=', '2 psi', 'x', false],
  ['twice = 2 psi', 'twice', 'propto', '2 psi', 'x', false],
  ['psi >= 3', 'psi', '>=', '3', 'x', false],
])('%s: %s %s %s up to what is free of %s is %s', (name, left, relation, right, free, expected) => {
  const goal = { left: w.term(left), relation, right: w.term(right), upTo: free === null ? null : w.refs(free) };
  expect(establishes(w.kernel, known[name] as Theorem, goal)).toBe(expected);
});
