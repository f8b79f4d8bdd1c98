/** A slip that is carried through several lines: where it is made, and where it is taken back. */
import { expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const verdicts = (lines: string): string[] => {
  const source = `latent x, z
density p(x, z) = p(z) p(x | z)
density q(z | x)
derivation d:
${lines}
`;
  const result = checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 4096, repairs: 0 }, () => {
    throw new Error('no imports');
  });
  expect(result.problems).toEqual([]);
  return (result.derivations[0]?.steps ?? []).map(({ verdict, follows }) =>
    follows === null ? verdict : `${verdict}, as above ${follows}`,
  );
};

test('the line that takes it back equals the one before it was made', () => {
  expect(
    verdicts(`  KL[q(z | x) || p(z)]
  = E_{q(z | x)}[ln q(z | x) - ln p(z)]
  = E_{q(z | x)}[ln q(z | x)] + E_{q(z | x)}[ln p(z)]
  = E_{q(z | x)}[ln p(z)] + E_{q(z | x)}[ln q(z | x)]
  = E_{q(z | x)}[ln q(z | x)] - E_{q(z | x)}[ln p(z)]`),
  ).toEqual(['proved', 'refuted', 'proved', 'refuted, as above 2']);
});

test('a second mistake is no taking back', () => {
  expect(
    verdicts(`  KL[q(z | x) || p(z)]
  = E_{q(z | x)}[ln q(z | x) + ln p(z)]
  = E_{q(z | x)}[ln q(z | x)] + 3 E_{q(z | x)}[ln p(z)]`),
  ).toEqual(['refuted', 'refuted']);
});

test('a mistake that stays is one', () => {
  expect(
    verdicts(`  KL[q(z | x) || p(z)]
  = E_{q(z | x)}[ln q(z | x) + ln p(z)]
  = E_{q(z | x)}[ln q(z | x)] + E_{q(z | x)}[ln p(z)]`),
  ).toEqual(['refuted', 'proved']);
});

test('through an inequality nothing is taken back', () => {
  expect(
    verdicts(`  KL[q(z | x) || p(z)]
  >= 0
  = KL[q(z | x) || p(z)]`),
  ).toEqual(['proved', 'refuted']);
});
