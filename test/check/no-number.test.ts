/** Lines a side of which is no number: refuted where that is sure, undecided where it may be the machine's doing. */
import { expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const declarations = [
  'plate n = 1..N',
  'latent x, y, z_n',
  'latent r, s : real',
  'latent k : {0, 1}',
  'param a, b, c : real',
  'assume c = 0',
  'let Z = {z_n}',
  'density p(x, y)',
  'density q: q(Z) = prod_n q(z_n)',
  'density u(x; a)',
  'density v(r, s)',
  'density t(k) = table[k] [0, 1]',
  'function f(x)',
  '',
].join('\n');

const verdict = (claim: string): string => {
  const source = `${declarations}claim: ${claim}\n`;
  const options = { ...defaultOptions, samples: 1024, repairs: 0 };
  const result = checkDocument({ file: 'a.expr', source }, options, () => {
    throw new Error('no imports');
  });
  expect(result.problems).toEqual([]);
  return result.derivations[0]?.steps[0]?.verdict ?? '';
};

test.each([
  ['H[p(x)] = E_{p(x)}[ln (- p(x))]', 'refuted'],
  ['ln (- p(x)) = ln p(x)', 'refuted'],
  ['ln p(x) >= ln (-2 p(x) - p(x)^2)', 'refuted'],
  ['H[p(x)] = ln E_{p(x)}[- p(x)^2]', 'refuted'],
  // What is negative only here and there, or without a sign that shows, refutes nothing.
  ['exp(E_{p(x)}[ln f(x)]) <= E_{p(x)}[f(x)]', 'confirmed'],
  ['E_{p(x)}[1] = exp(E_{p(x)}[ln (- exp(0)^(2))]) + 1', 'refuted'],
  ['exp(ln a) = a', 'confirmed'],
  ['ln p(x) >= E_{p(y | x)}[ln ln p(x, y)]', 'refuted'],
  // In some models what is unknown is positive, and there it has a value.
  ['E_{p(x)}[f(x)] = E_{p(x)}[ln f(x)]', 'refuted'],
  // True of masses alone.
  ['ln p(x) >= 2 ln p(x)', 'refuted'],
  // One side never is a number, of densities alone.
  ['ln p(x) >= ln (p(x) - 2 p(x))', 'refuted'],
  ['E_{p(x)}[1] = E_{p(x)}[ln ln exp(-1)]', 'refuted'],
  ['H[p(x)] = E_{p(x)}[ln (p(x) - 1)]', 'refuted'],
  ['p(x) = ln ln ln ln (p(x) + 1)', 'refuted'],
  ['ln p(x) != ln (p(x) - 2 p(x))', 'undecided'],
  // Where something else could be of one sign, or both sides are none, nothing is said.
  ['p(x) = ln (a - 1000)', 'undecided'],
  ['p(x) = ln (f(x) - 1000)', 'undecided'],
  ['p(x) = ln (-1000 - x^3)', 'undecided'],
  ['p(x) = exp(ln (p(x) - p(x)))', 'undecided'],
  // Masses are at most 1, but the line speaks of densities too.
  ['H[p(x)] = E_{p(x)}[ln ln p(x)]', 'refuted'],
  ['E_{p(x, y)}[ln ln (p(x, y) / p(y))] <= - E_{p(x, y)}[ln ln (p(x, y) / p(y))]', 'refuted'],
  ['E_{p(x)}[ln ln p(x)] = E_{p(x)}[ln ln p(x)]', 'undecided'],
  ['E_{p(x)}[ln (2 ln p(x))] = ln 2 + E_{p(x)}[ln ln p(x)]', 'undecided'],
  // Both sides are none, or one is infinite: there is nothing to compare.
  ['ln (- p(x)) = ln (- 2 p(x))', 'undecided'],
  ['-1000 = ln exp(-1000)', 'undecided'],
  // A gradient by what is not there is zero.
  ['ln p(x) = ln p(x) + ln grad_{a}(p(x))', 'refuted'],
  ['E_{p(x)}[ln (grad_{a}(p(x, y)) p(x))] = H[p(x)]', 'refuted'],
  // What provably is zero has no logarithm.
  ['ln E_{p(x)}[f(x) - f(x)] = E_{p(x)}[f(x)]', 'refuted'],
  ['ln (E_{p(x)}[a f(x)] - a E_{p(x)}[f(x)]) = 0', 'refuted'],
  ['p(x) = ln (exp(40) - exp(40) - 0)', 'refuted'],
  ['p(x) = ln (p(x) - p(x))', 'refuted'],
  ['p(x) = 1 - E_{p(y)}[2 ln (f(y) - f(y))]', 'refuted'],
  ['0 = E_{p(y)}[(f(y) - f(y)) ln (f(y) - f(y))]', 'undecided'],
  ['ln E_{p(x)}[f(x) - f(x)] = 2 ln E_{p(x)}[f(x) - f(x)]', 'undecided'],
  // Functions and parameters are positive, or of one sign each, where they have no value otherwise.
  ['E_{p(x)}[ln f(x)] = E_{p(x)}[ln f(x)^2]', 'refuted'],
  ['E_{p(x)}[1] = E_{p(x)}[ln (a (p(x) - 0.5))]', 'refuted'],
  ['E_{p(x)}[1] = E_{p(x)}[ln (- f(x)^2)]', 'refuted'],
  ['E_{p(x)}[ln (f(x)^2)] = 2 E_{p(x)}[ln f(x)]', 'undecided'],
  ['E_{p(x)}[f(x)] = E_{p(x)}[ln (a - a - f(x)^2)]', 'undecided'],
  ['b ln E_{u(x; a)}[grad_{a}(ln u(x; a))] = 0', 'refuted'],
  ['E_{p(x)}[f(x)^2] = E_{p(x)}[f(x)^2] + (ln E_{u(x; a)}[grad_{a}(ln u(x; a))])^2', 'refuted'],
  ['p(x) = b ln (p(x) - p(x))', 'refuted'],
  ['b = c ln E_{u(x; a)}[grad_{a}(ln u(x; a))] + b', 'proved'],
  // What may be zero always: it may be meant to count for nothing.
  ['0 = E_{t(k)}[k ln (E_{p(x)}[a f(x)] - a E_{p(x)}[f(x)])]', 'undecided'],
  ['0 = t(k = 0) ln (E_{p(x)}[a f(x)] - a E_{p(x)}[f(x)])', 'undecided'],
  // Nor can one divide by it.
  ['E_{p(x)}[f(x)] = E_{p(x)}[f(x)] - b / E_{u(x; a)}[grad_{a}(ln u(x; a))]', 'refuted'],
  ['a = b / (E_{p(x)}[a f(x)] - a E_{p(x)}[f(x)])', 'refuted'],
  ['1 / E_{u(x; a)}[grad_{a}(ln u(x; a))] = 2 / E_{u(x; a)}[grad_{a}(ln u(x; a))]', 'undecided'],
  // A product of negative factors is negative at odd sizes.
  ['E_{q(Z)}[ln q(Z)] = E_{q(Z)}[ln prod_n (- q(z_n))]', 'refuted'],
  ['E_{q(Z)}[ln q(Z)] = E_{q(Z)}[ln prod_n (- q(z_n))^2] / 2', 'proved'],
  ['E_{q(Z)}[ln q(Z)] = E_{q(Z)}[ln prod_n (q(z_n) - 1)]', 'refuted'],
  // States may be of one sign.
  ['E_{v(r, s)}[r s] = E_{v(r, s)}[ln (r s)]', 'refuted'],
  ['E_{v(r, s)}[ln (r s)] = E_{v(r, s)}[ln r + ln s]', 'undecided'],
  // Densities that are large, but do not hide what is beside them.
  ['E_{p(x)}[ln p(x)] = E_{p(x)}[ln (p(x) + ln p(x))]', 'refuted'],
  // Somewhere it is a number.
  ['a + f(x) = a + f(x) + 0 ln a', 'proved'],
])('%s: %s', (claim, expected) => {
  expect(verdict(claim)).toBe(expected);
});
