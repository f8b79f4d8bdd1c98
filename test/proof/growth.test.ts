/** Proofs grow no faster than their lines: counted in what the kernel is given, its steps and the parts of its terms. */
import { expect, test } from 'vitest';
import { isAccepted, replay } from '../../src/certificate/replay.js';
import { alone, certificateOf, verdictOn } from './certificate-file.js';

const parts = (count: number, part: (i: number) => string, between: string): string =>
  Array.from({ length: count }, (_, i) => part(i + 1)).join(between);

const declarations = `
plate n = 1..N
latent x_n, y
param theta
let X = {x_n}
function g(a, b)
function h(a, b) : positive
density q(y; theta)
density p(X, y) = p(y) prod_n p(x_n | y)
`;

/** The steps of a certificate, and all that its terms have for terms and factors. */
function sizeOf(line: string): number {
  const certificate = certificateOf(`${declarations}claim ${line}\n`);
  if (!isAccepted(replay(certificate, alone))) throw new Error(verdictOn(certificate));
  const { terms, steps, claims } = JSON.parse(certificate);
  expect(claims).toHaveLength(1);
  const members = (terms as { terms?: unknown[]; factors?: unknown[] }[]).map(
    (term) => 1 + (term.terms ?? term.factors ?? []).length,
  );
  return steps.length + members.reduce((sum, count) => sum + count, 0);
}

test.each<readonly [string, (count: number) => string]>([
  [
    'a sum under an expectation',
    (k) =>
      `E_{q(y; theta)}[${parts(k, (i) => `g(y, ${i})`, '+')}] = ${parts(k, (i) => `E_{q(y; theta)}[g(y, ${i})]`, '+')}`,
  ],
  [
    'of different variables',
    (k) =>
      `E_{q(y; theta)}[${parts(k, (i) => `g(y, x_${i})`, '+')}] = ${parts(k, (i) => `E_{q(y; theta)}[g(y, x_${i})]`, '+')}`,
  ],
  [
    'a sum under an integral',
    (k) =>
      `int (${parts(k, (i) => `q(y; theta) g(y, ${i})`, '+')}) dy = ${parts(k, (i) => `int q(y; theta) g(y, ${i}) dy`, '+')}`,
  ],
  [
    'a sum under a gradient',
    (k) =>
      `grad_{theta}(${parts(k, (i) => `g(theta, ${i})`, '+')}) = ${parts(k, (i) => `grad_{theta}(g(theta, ${i}))`, '+')}`,
  ],
  [
    'a sum under a plate',
    (k) => `sum_n (${parts(k, (i) => `g(x_n, ${i})`, '+')}) = ${parts(k, (i) => `sum_n g(x_n, ${i})`, '+')}`,
  ],
  [
    'a product under a plate',
    (k) => `prod_n (${parts(k, (i) => `h(x_n, ${i})`, ' ')}) = ${parts(k, (i) => `(prod_n h(x_n, ${i}))`, ' ')}`,
  ],
  [
    'the logarithm of a product',
    (k) => `ln (${parts(k, (i) => `h(y, ${i})`, ' ')}) = ${parts(k, (i) => `ln h(y, ${i})`, '+')}`,
  ],
  [
    'of densities',
    (k) => `ln (${parts(k, (i) => `p(x_${i} | y)`, ' ')}) = ${parts(k, (i) => `ln p(x_${i} | y)`, '+')}`,
  ],
  [
    'the exponential of a sum',
    (k) => `exp(${parts(k, (i) => `g(y, ${i})`, '+')}) = ${parts(k, (i) => `exp(g(y, ${i}))`, ' ')}`,
  ],
])('%s', (_, line) => {
  const [small, large] = [sizeOf(`few: ${line(16)}`), sizeOf(`many: ${line(128)}`)];
  // Were each part met at every halving, it would be 8 times 7/4.
  expect(large / small).toBeLessThan(8.5);
});
