/** A file's budget: shared out equally, whichever steps are asked for; what it does not decide is undecided. */
import { describe, expect, test } from 'vitest';
import { fuelOf, shareOf, stepsIn } from '../../src/check/budget.js';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import { noImports, read } from '../syntax/line.js';

const source = `latent x
density p(x)
claim a: E_{p(x)}[2 x] = 2 E_{p(x)}[x]
claim b: E_{p(x)}[x^2] = E_{p(x)}[x]^2
derivation c: E_{p(x)}[exp(x)] E_{p(x)}[exp(-x)]
  >= 1
  = 1 + 0
`;

const check = (budget: number, only: string | null = null) =>
  checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 2 ** 12, budget, only }, noImports);

const verdicts = (budget: number): string =>
  check(budget)
    .derivations.flatMap(({ steps }) => steps.map(({ verdict }) => verdict))
    .join(' ');

test('each step has an equal share', () => {
  const document = read(source);
  expect(stepsIn(document)).toBe(4);
  expect(shareOf(document, 4_000_003)).toBe(1_000_000);
  expect(fuelOf(document, 4_000_003)).toBe(1000);
  expect(shareOf(document, 1)).toBe(1);
  expect(shareOf(read('latent x'), 7)).toBe(7);
});

test.each([
  [1, 'undecided undecided undecided proved'],
  [40, 'undecided undecided undecided proved'],
  [100_000, 'proved refuted undecided proved'],
  [defaultOptions.budget, 'proved refuted confirmed proved'],
])('with %d: %s', (budget, found) => expect(verdicts(budget)).toBe(found));

describe('a step is judged alike alone', () => {
  test.each(['a', 'b', 'c', 'c.2'])('%s', (label) => {
    for (const budget of [3000, 30_000, 300_000, 3_000_000]) {
      const [name, number] = label.split('.');
      const all = check(budget).derivations.find((derivation) => derivation.label === name)?.steps ?? [];
      const wanted = all.filter((step) => number === undefined || `${step.number}` === number);
      expect(check(budget, label).derivations[0]?.steps).toEqual(wanted);
    }
  });
});

test('the reason is said', () => {
  const [, , c] = check(40).derivations;
  expect(c?.steps[0]?.reason).toContain('more than 10 evaluations, the budget of a step');
  const [a] = check(4000).derivations;
  expect(a?.steps[0]?.unproved).toBe('the search for a proof took the budget of a step');
});
