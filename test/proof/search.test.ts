/** What the search proves, and what it must not: a line each, by the declarations above it. No numbers are asked. */
import { describe, expect, it } from 'vitest';
import { Proofs } from '../../src/check/proofs.js';
import type { Claim } from '../../src/numeric/claim.js';
import { elaborateDocument } from '../../src/syntax/document.js';

interface Group {
  readonly title: string;
  readonly declarations: string;
  readonly proved: string;
  /** False, or true under a condition that nothing shows. */
  readonly not: string;
}

const groups: readonly Group[] = [
  {
    title: 'logarithms of inverses, and of what is positive only once it is rewritten',
    declarations: `
    latent x, y
    param a
    function f(x)
    density p(x, y) = p(x) p(y | x)
    density q(y)
    `,
    proved: `
    ln(1/p(x)) = -ln p(x)
    ln(p(x) exp(ln(1/p(y | x)))) = ln p(x) - ln p(y | x)
    Var_{p(x)}[ln(p(x)/q(y))] = Var_{p(x)}[ln p(x) + ln(1/q(y))]
    ln(p(x) ln(exp(1/q(y)))) = ln p(x) - ln q(y)
    ln(ln(exp p(x, y))) = ln p(x, y)
    `,
    not: `
    ln(1/f(x)) = -ln f(x)
    ln(f(x) ln(exp(1/q(y)))) = ln f(x) - ln q(y)
    ln(1/a) = -ln a
    ln(1/p(x)) = ln p(x)
    `,
  },
];

const rows = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function search(declarations: string, claim: string): string | undefined {
  const text = `${rows(declarations).join('\n')}\nclaim line: ${claim}\n`;
  const document = elaborateDocument(text, 'search.expr', (path) => {
    throw new Error(`no file ${path}`);
  });
  const [derivation] = document.derivations;
  const step = derivation?.steps[0];
  const [left, right] = [derivation?.first.term, step?.line.term];
  if (step === undefined || !left || !right) throw new Error(`no line: ${claim}`);
  const line: Claim = { left, relation: step.relation, right, upTo: null };
  return new Proofs(document, []).prove(line, step)?.outcome;
}

for (const { title, declarations, proved, not } of groups) {
  describe(title, () => {
    it.each(rows(proved))('%s', (claim) => expect(search(declarations, claim)).toBe('proved'));
    it.each(rows(not))('not %s', (claim) => expect(search(declarations, claim)).toBe('stopped'));
  });
}
