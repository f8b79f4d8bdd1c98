/** What a refuted equality says of the difference of its sides: short, in the author's notation, and true. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { StepResult } from '../../src/check/verdict.js';

const declarations = `plate n = 1..N
latent x, y, z
param theta
subset S of 1..N size M
density p(x, z; theta) = p(z; theta) p(x | z)
density q(z | x)
density u(x, y)
function f(x)
function g(n)
`;

const step = (claim: string): StepResult => {
  const result = checkDocument(
    { file: 'a.expr', source: `${declarations}claim line: ${claim}\n` },
    { ...defaultOptions, samples: 4096, repairs: 0 },
    () => {
      throw new Error('no imports');
    },
  );
  expect(result.problems).toEqual([]);
  return result.derivations[0]?.steps[0] as StepResult;
};

describe('left minus right', () => {
  test.each([
    [
      'KL[q(z | x) || p(z; theta)]',
      'E_{q(z | x)}[ln p(z; theta) - ln q(z | x)]',
      '-2 E_{q(z | x)}[ln p(z; theta)] + 2 E_{q(z | x)}[ln q(z | x)]',
    ],
    ['KL[q(z | x) || p(z; theta)]', 'E_{q(z | x)}[ln q(z | x) - 2 ln p(z; theta)]', 'E_{q(z | x)}[ln p(z; theta)]'],
    ['E_{u(x, y)}[x y]', 'E_{u(x)}[x] E_{u(y)}[y]', 'E_{u(x, y)}[x y] - E_{u(x)}[x] E_{u(y)}[y]'],
    ['H[u(x, y)]', 'H[u(x)] + H_{u}[y | x] + 1', '-1'],
    ['Var_{u(x)}[f(x)]', 'E_{u(x)}[f(x)^2] + E_{u(x)}[f(x)]^2', '-2 E_{u(x)}[f(x)]^2'],
    ['E_{u(x)}[(x - E_{u(x)}[x])^3]', '0', '-3 E_{u(x)}[x] E_{u(x)}[x^2] + 2 E_{u(x)}[x]^3 + E_{u(x)}[x^3]'],
    ['E_S[(N/M) sum_{n in S} g(n)]', '2 sum_n g(n)', '-sum_{n = 1..N} g(n)'],
    ['E_{p(z; theta)}[grad_{theta}(ln p(z; theta))]', '1', '-1'],
  ])('%s = %s', (left, right, expected) => {
    const { verdict, residual } = step(`${left} = ${right}`);
    expect({ verdict, residual }).toEqual({ verdict: 'refuted', residual: expected });
    expect(['proved', 'confirmed']).toContain(step(`(${left}) - (${right}) = ${residual}`).verdict);
  });
});

describe('the one mistake in the terms of the right side', () => {
  test.each([
    ['ln p(x, z; theta) = ln p(z; theta) - ln p(x | z)', 'the sign of ln p(x | z)'],
    ['ln p(x, z; theta) = ln p(z; theta) + ln p(x | z) + ln q(z | x)', 'ln q(z | x) is too much'],
    [
      'KL[q(z | x) || p(z; theta)] = E_{q(z | x)}[ln q(z | x)] + E_{q(z | x)}[ln p(z; theta)]',
      'the sign of E_{q(z | x)}[ln p(z; theta)]',
    ],
    ['Var_{u(x)}[f(x)] = E_{u(x)}[f(x)^2] - 2 E_{u(x)}[f(x)]^2', '2 E_{u(x)}[f(x)]^2 should be taken 1/2 times'],
    ['Var_{u(x)}[2 f(x)] = 2 Var_{u(x)}[f(x)]', '2 Var_{u(x)}[f(x)] should be taken 2 times'],
    ['H[u(x, y)] = H[u(x)] + H_{u}[y | x] + H[u(y)]', 'H[u(y)] is too much'],
    // No term of the right side alone.
    ['E_{u(x, y)}[x y] = E_{u(x)}[x] E_{u(y)}[y]', null],
    ['KL[q(z | x) || p(z; theta)] = E_{q(z | x)}[ln q(z | x)]', null],
  ])('%s: %s', (claim, expected) => {
    const { verdict, slip } = step(claim);
    expect({ verdict, slip }).toEqual({ verdict: 'refuted', slip: expected });
  });

  test('of a line that holds there is none', () =>
    expect(step('ln p(x, z; theta) = ln p(z; theta) + ln p(x | z)').slip).toBeNull());
});

describe('there is none', () => {
  test.each([
    ['of a line that holds', 'KL[q(z | x) || p(z; theta)] = E_{q(z | x)}[ln q(z | x) - ln p(z; theta)]'],
    ['of an inequality', 'KL[q(z | x) || p(z; theta)] <= 0'],
    ['of a witnessed difference', 'E_{u(x, y)}[x y] != E_{u(x)}[x] E_{u(y)}[y]'],
  ])('%s', (_, claim) => expect(step(claim).residual).toBeNull());
});
