/** The suite in small, fact by fact: what is proved is true by number, and what is refused is refused for its reason. */
import { expect, test } from 'vitest';
import { falsehoods, renew, truths, withoutAssumptions } from './facts.js';
import { must, refusal } from './harness.js';

test.each(truths)('true: %s', (_, run) => {
  renew();
  const { statement } = must(run());
  if (!('free' in statement)) expect(withoutAssumptions.evidence(statement)).toBe('agrees');
});

test.each(falsehoods)('refused: %s', (_, reason, run) => {
  renew();
  expect(refusal(run()).startsWith(reason)).toBe(true);
});
