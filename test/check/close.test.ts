/** Lines whose sides the numbers cannot tell apart: a claim of a difference falls only where a proof says that there is none. */
import { expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { StepResult } from '../../src/check/verdict.js';

const declarations =
  'latent x, y\nlatent u : real\nparam a : real\ndensity p(x, y)\ndensity r(u)\nfunction f(x)\nrule double-f: f(?x) = 2 f(?x)\n';

function checked(claim: string): StepResult {
  const source = `${declarations}claim: ${claim}\n`;
  const options = { ...defaultOptions, samples: 1024, repairs: 0 };
  const result = checkDocument({ file: 'a.expr', source }, options, () => {
    throw new Error('no imports');
  });
  return result.derivations[0]?.steps[0] as StepResult;
}

test.each([
  ['a != a', 'refuted', 'the two sides are equal by arithmetic'],
  ['a < a', 'refuted', 'the two sides are equal by arithmetic'],
  ['E_{p(x)}[1] > 1', 'refuted', 'the two sides are equal by constant factor'],
  ['p(x, y) != p(x | y) p(y)', 'refuted', 'the two sides are equal by conditional density'],
  ['E_{r(u)}[u^2] < E_{r(u)}[u^2]', 'refuted', 'the two sides are equal by arithmetic'],
  ['KL[p(x) || p(x)] > 0', 'refuted', 'the two sides are equal'],
  ['E_{p(x)}[f(x) + x] != E_{p(x)}[x] + E_{p(x)}[f(x)]', 'refuted', 'as far as this holds: '],
  // True, and too close for the numbers.
  ['a != a + 1e-20', 'undecided', 'no model tells the two sides apart'],
  ['a < a + 1e-20', 'undecided', 'asks for a difference'],
  ['E_{p(x)}[x] != E_{p(x)}[x] + 1e-15', 'undecided', 'no model tells the two sides apart'],
  ['E_{r(u)}[u^2] < E_{r(u)}[u^2] + 1e-20', 'undecided', 'asks for a difference'],
  // False, and too close for the numbers.
  ['a = a + 1e-20', 'refuted', 'left minus right is exactly -1e-20'],
  ['E_{p(x)}[1] = 1 + 1e-15', 'refuted', 'left minus right is exactly -1e-15'],
  ['E_{p(x)}[x + 1] = 1 - 1e-15 + E_{p(x)}[x]', 'refuted', 'left minus right is exactly 1e-15'],
  ['E_{p(x)}[ln p(x)] = -H[p(x)] + 1e-13', 'refuted', 'left minus right is exactly -1e-13'],
  // The difference is no number, or nothing is claimed of it.
  ['a = a + 1e-20 a', 'confirmed', ''],
  ['a <= a + 1e-20', 'proved', ''],
  ['a >= a + 1e-20', 'confirmed', ''],
])('%s: %s', (claim, verdict, reason) => {
  const step = checked(claim);
  expect({ verdict: step.verdict, reason: step.reason ?? '' }).toEqual({
    verdict,
    reason: expect.stringContaining(reason),
  });
});
