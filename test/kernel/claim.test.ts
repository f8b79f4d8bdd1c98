/** Which claims a theorem establishes: from which side it is read, and that no claim is stronger than it. */
import { expect, test } from 'vitest';
import { establishes } from '../../src/kernel/claim.js';
import type { Theorem } from '../../src/kernel/kernel.js';
import type { Relation } from '../../src/kernel/model.js';
import { must, World } from './harness.js';

const w = new World(`
param psi, xi
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
