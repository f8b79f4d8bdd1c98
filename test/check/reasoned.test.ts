/** What the line above says by the reasons that the author gives for the next. */
import { expect, test } from 'vitest';
import { elaborateText } from '../../src/check/elaborate.js';
import { Proofs } from '../../src/check/proofs.js';
import { reasonedForms } from '../../src/check/reasoned.js';
import { printTerm } from '../../src/syntax/print.js';

const declarations = `plate n = 1..N
subset S of 1..N size M
latent z
latent w
observed x
observed x_n
param theta : real
density p: p(x, z; theta) = p(z) p(x | z; theta)
density q(z | x)
density r: r({x_n}, w) = r(w) prod_n r(x_n | w)
`;

/** The forms of `line` by reasons, as they are printed. */
function formsOf(line: string, reasons: string): readonly string[] {
  const document = elaborateText(`${declarations}derivation d:\n  ${line}\n  = 0 by ${reasons}\n`, () => {
    throw new Error('no imports');
  });
  const [derivation] = document.derivations;
  const elaborated = derivation?.elaborated();
  const [first, step] = [elaborated?.first.term, elaborated?.steps[0]];
  if (!first || step === undefined) throw new Error(`no line: ${JSON.stringify(document.syntax)}`);
  const { cited, kernel } = new Proofs(document, []).seeker(step);
  return reasonedForms(first, cited, kernel).map((form) => printTerm(form, document.model));
}

test.each([
  ['ln (p(x, z; theta) / q(z | x))', 'log of a quotient', ['ln p(x, z; theta) - ln q(z | x)']],
  ['ln p(x, z; theta) - ln q(z | x)', 'log of a quotient', ['ln(p(x, z; theta)/q(z | x))']],
  ['ln p(x, z; theta)', 'factorisation', ['ln(p(x | z; theta) p(z))']],
  [
    'ln p(x, z; theta)',
    'factorisation, log of a product',
    ['ln(p(x | z; theta) p(z))', 'ln p(x | z; theta) + ln p(z)'],
  ],
  ['E_{q(z | x)}[ln p(z)]', 'definition of expectation', ['int q(z | x) ln p(z) dz']],
  ['int q(z | x) ln p(z) dz', 'definition of expectation', ['E_{q(z | x)}[ln p(z)]']],
])('%s by %s', (line, reasons, expected) => {
  const printed = formsOf(line, reasons);
  for (const form of expected) expect(printed).toContain(form);
});

test.each([
  ['the same again is no form', 'ln p(z)', 'log of a quotient'],
  ['nor is what no family of rewriting says', 'ln p(z)', 'Jensen'],
  ['nor what is said without a reason that is known', 'ln p(z)', 'd'],
])('%s', (_, line, reasons) => expect(formsOf(line, reasons)).toEqual([]));

test('no form is there twice', () => {
  const printed = formsOf('ln (p(z) p(z)) - ln (p(z) p(z))', 'log of a product, log of a product');
  expect(new Set(printed).size).toBe(printed.length);
});
