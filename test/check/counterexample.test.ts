/** Counterexamples: small, written out, and refuted by whoever checks the text. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { StepResult } from '../../src/check/verdict.js';

const check = (source: string): StepResult => {
  const result = checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 4096 }, () => {
    throw new Error('no imports');
  });
  expect(result.problems).toEqual([]);
  return result.derivations[0]?.steps[0] as StepResult;
};

const declarations = `plate n = 1..N
plate t = 1..T
subset S of 1..N size M
latent w, z_n, x_t
latent k : 1..K, j : {1, 2, 4}, r : real, s : positive, v : discrete
observed y_n
param theta
param a : unit, b : positive, c
let Z = {z_n}, Y = {y_n}
function f(w)
function g(n)
function h(w, r) : positive
define L(theta) = E_{q(w; theta)}[ln q(w; theta)]
density p(w, Z, Y) = p(w) prod_n p(z_n | w) p(y_n | z_n)
density q(w; theta)
density u(v; a)
density m(x_{1:T}) = m(x_1) prod_{t=2..T} m(x_t | x_{t-1})
density o(j, k) = o(k) o(j | k)
density e(r, s) = e(r) e(s | r)
density b1(w) = table[w] [1/5, 4/5]
assume b > 1
`;

/** The claim, and what the file has in it. */
const refuted: readonly (readonly [claim: string, ...has: string[]])[] = [
  ['E_{p(w)}[w^2] = E_{p(w)}[w]^2', 'latent w : {0, 1}', 'density p(w) = table[w] ['],
  ['ln p(Z, Y) = sum_n ln p(z_n) + sum_n ln p(y_n | z_n)', 'assume N = 2', 'density p(z_2 | w) ='],
  ['sum_{n in S} g(n) = sum_n g(n)', 'assume N = 2', 'assume M = 1', 'define g('],
  ['p(y_n | w) = p(y_n)', 'assume N = 1', 'density p(y_1 | z_1) = table[z_1, y_1] [['],
  ['grad_{theta}(E_{q(w; theta)}[f(w)]) = 0', 'sigmoid(theta', 'define f(', 'assume theta ='],
  ['L(theta) = - L(theta)', 'define L(theta) =', 'density q(w; theta) = table[w] ['],
  ['E_{u(v; a)}[f(v)] = f(a)', 'density u(v; a) = table[v] ['],
  ['H[m(x_{1:T})] = sum_t H[m(x_t)]', 'assume T = 2', 'density m(x_2 | x_1) = table[x_1, x_2] [['],
  ['H[o(j, k)] = H[o(j)] + H[o(k)]', 'assume K = 2', 'latent j : {1, 2, 4}', 'density o(j | k) = table[k, j] [['],
  ['E_{e(r, s)}[r s] = E_{e(r)}[r] E_{e(s)}[s]', 'latent r : {0, 1}', 'latent s : {1, 2}'],
  ['E_{b1(w)}[f(w)] = f(E_{b1(w)}[w])', 'density b1(w) = table[w] [1/5, 4/5]'],
  ['b = 1/b', 'assume b > 1', 'assume b = '],
  ['ln h(w, r) <= 0', 'define h('],
  ['theta + c >= theta', 'assume c = -1'],
  ['E_S[(1/M) sum_{n in S} g(n)] = sum_n g(n)', 'assume N = 2'],
  ['p(w, Z) propto_{w} p(w)', 'propto_{w}'],
  ['p(w | Y) propto_{w} p(w) p(Y)', 'propto_{w}'],
  ['ln p(w | Y) = ln p(w) + ln p(Y) + const_{w}', 'const_{w}'],
];

describe('a refuted line has a model with small numbers that refutes it', () => {
  test.each(refuted.map(([claim, ...has]) => ({ claim, has })))('$claim', ({ claim, has }) => {
    const { verdict, counterexample } = check(`${declarations}claim line: ${claim}\n`);
    expect(verdict).toBe('refuted');
    const text = counterexample?.file ?? '';
    for (const part of has) expect(text).toContain(part);
    const again = check(text);
    expect(again.verdict).toBe('refuted');
    const shown = again.evidence.find((e) => e.method === 'exact');
    expect([shown?.left, shown?.right]).toEqual([counterexample?.left, counterexample?.right]);
    // Read again it is as small as it was.
    expect(again.counterexample?.file?.split('\n').length).toBeLessThanOrEqual(text.split('\n').length);
  });
});

test('only what the line speaks of is declared', () => {
  const { counterexample } = check(`${declarations}claim line: E_{q(w; theta)}[w] = 3\n`);
  const text = counterexample?.file ?? '';
  expect(text.split('\n').map((line) => line.split(/[ (]/).slice(0, 2).join(' '))).toEqual(
    expect.not.arrayContaining(['density p', 'density u', 'define L', 'subset S']),
  );
});

test.each([
  ['a line that holds', 'E_{p(w)}[2 w] = 2 E_{p(w)}[w]'],
  ['a difference that is claimed', 'E_{p(w)}[w] != E_{p(w)}[w]'],
  ['a proportionality that holds', 'p(w | Z) propto_{w} p(w, Z)'],
  ['a sum that holds up to a constant', 'ln p(w | Z) = ln p(w, Z) + const_{w}'],
])('none for %s', (_, claim) => {
  const { counterexample } = check(`${declarations}claim line: ${claim}\n`);
  expect(counterexample?.file ?? null).toBeNull();
});

test('none where a table would have thousands of rows', () => {
  const { verdict, counterexample } = check(
    'latent a, b, c, d, e, f, g, h, x\ndensity p(a, b, c, d, e, f, g, h, x)\nclaim: E_{p(x)}[x] = 3\n',
  );
  expect([verdict, counterexample?.file]).toEqual(['refuted', null]);
});

test('a law that is declared over a plate is written out for its members', () => {
  const { counterexample } = check(`plate n = 1..N
latent z_n : {0, 1}, k_n : {0, 1}
param a : unit
density p(z_n; a) = Bernoulli(z_n; a)
density p(k_n | z_n) = table[z_n, k_n] [[1/2, 1/2], [1/3, 2/3]]
claim line: E_{p(z_n, k_n; a)}[z_n k_n] = a^2
`);
  expect(counterexample?.file).toContain('density p(z_1; a) = Bernoulli(z_1; a)');
  expect(counterexample?.file).toContain('density p(k_1 | z_1) = table[z_1, k_1] [[1/2, 1/2], [1/3, 2/3]]');
  expect(check(counterexample?.file ?? '').verdict).toBe('refuted');
});
