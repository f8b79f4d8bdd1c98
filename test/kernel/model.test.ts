/** What is told of declarations: whose law a family has, which domains are discrete, which name decorates another. */
import { describe, expect, test } from 'vitest';
import {
  type Domain,
  decorated,
  type Family,
  inputNames,
  isContinuous,
  isDefault,
  isDiscrete,
  ownedNames,
} from '../../src/kernel/model.js';
import { at, index, number, ref, World } from './harness.js';

const { model } = new World(`
plate n = 1..N
latent z_n, x, v
param theta, theta_old, psi
let Z = {z_n}
density p(Z, x; v, psi) = p(x; v, psi) prod_n p(z_n | x)
density q(x)`);

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['p', ['x', 'z'], ['psi', 'v']],
  ['q', ['x'], []],
])('the family %s gives %j a law, and is given %j', (name, owned, inputs) => {
  const family = model.families.get(name) as Family;
  expect([...ownedNames(family)].sort()).toEqual(owned);
  expect([...inputNames(family)].sort()).toEqual(inputs);
});

test.each<readonly [Domain | null, boolean, boolean]>([
  [null, false, false],
  [{ tag: 'real' }, false, true],
  [{ tag: 'positive' }, false, true],
  [{ tag: 'unit' }, false, true],
  [{ tag: 'array', element: 'real', shape: [index('N')] }, false, true],
  [{ tag: 'discrete' }, true, false],
  [{ tag: 'integers', lo: index(null, 0), hi: index('N') }, true, false],
  [{ tag: 'values', values: [0.5, 1] }, true, false],
])('%j is discrete: %s, continuous: %s', (domain, discrete, continuous) =>
  expect([isDiscrete(domain), isContinuous(domain)]).toEqual([discrete, continuous]),
);

describe('a slot', () => {
  const slot = { name: 'z', at: [at('n')] };
  test.each([
    ['holds its own variable', ref('z', at('n')), true],
    ['holds another member', ref('z', at('m')), false],
    ['holds another variable', ref('x', at('n')), false],
    ['holds a number', number(1), false],
  ])('%s', (_, value, own) => expect(isDefault({ of: slot, value })).toBe(own));
});

test.each([
  ['theta_old', 'theta'],
  ['theta^old', 'theta'],
  ["theta'", 'theta'],
  ["theta''", 'theta'],
  ['theta0', 'theta'],
  ['theta12', 'theta'],
  ['theta', null],
  ['eta_old', null],
  ['thetaa', null],
  ['theta1a', null],
  ['_old', null],
  ["'", null],
  ['0', null],
])('%s decorates %s', (name, stem) => expect(decorated(model, name)).toBe(stem));
