/** A certificate is of a file that declares the same and has its lines; every difference is named. */
import { describe, expect, test } from 'vitest';
import { compareWithSource } from '../../src/certificate/source.js';
import { replayCertificate } from '../../src/check/certificates.js';
import type { Term } from '../../src/kernel/term.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { certificateOf, noImports } from './certificate-file.js';

const file = `
plate n = 1..N
subset S of 1..N size M
latent x, y
let F = ln p(x)
function f(x)
density p: p(x, y) = p(x) p(y | x)
assume large: f(x) > 1
rule mine: softplus(?a) = ln(1 + exp(?a)) when ?a > 0
claim zero: softplus(p(x)) = ln(1 + exp(p(x))) by mine
derivation twice:
  E_{p(x)}[2 f(x)]
  = 2 E_{p(x)}[f(x)]
`;

function differences(from: string | RegExp, to: string): readonly string[] | null {
  const changed = file.replace(from, to);
  if (from !== '') expect(changed).not.toBe(file);
  const noImports = (path: string): never => {
    throw new Error(`there is no ${path}`);
  };
  return replayCertificate(certificateOf(file), { file: 'other.expr', source: changed }, noImports).differences;
}

describe('the same', () => {
  test.each<[string, string | RegExp, string]>([
    ['the file itself', '', ''],
    ['a remark', 'claim zero', '# a remark\nclaim zero'],
    ['a line that was not proved', /$/, 'claim more: f(x) = f(y)\n'],
    ['another spelling', 'E_{p(x)}[2 f(x)]', '𝔼_{p(x)}[ 2 * f(x) ]'],
    ['a title', 'derivation twice:', 'derivation twice "a title":'],
  ])('%s', (_, from, to) => {
    expect(differences(from, to)).toEqual([]);
  });
});

describe('not the same', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a number', '[2 f(x)]', '[3 f(x)]', ['the claim twice.1 is another in the file']],
    ['a relation', '= 2 E', '>= 2 E', ['the claim twice.1 is another in the file']],
    ['a label', 'claim zero', 'claim nought', ['the file has no claim zero.1']],
    ['a factorisation', 'p(x) p(y | x)', 'p(x) p(y)', ['the density p is another in the file']],
    ['a size', 'plate n = 1..N', 'plate n = 1..3', ['the plate n is another in the file']],
    [
      'a domain',
      'latent x, y',
      'latent x, y : real',
      ['the variable x is another in the file', 'the variable y is another in the file'],
    ],
    ['a variable more', 'latent x, y', 'latent x, y, z', ['the certificate has no variable z']],
    ['a definition', 'let F = ln p(x)', 'let F = ln p(y)', ['the definition F is another in the file']],
    ['a condition', 'when ?a > 0', 'when ?a != 0', ['the rule mine is another in the file']],
    ['an assumption', 'f(x) > 1', 'f(x) > 2', ['the assumption number 1 is another in the file']],
    [
      'an assumption more',
      'assume large',
      'assume small: f(y) < 1\nassume large',
      ['the assumption number 1 is another in the file', 'the certificate has no assumption number 2'],
    ],
  ])('%s', (_, from, to, sentences) => {
    expect(differences(from, to)).toEqual(sentences);
  });
});

describe('a line that can be read in two ways', () => {
  const model = elaborateDocument('latent x', 'a.expr', noImports).model;
  const number = (n: number): Term => ({ tag: 'num', value: { num: BigInt(n), den: 1n } });
  const claim = (label: string, left: number, right: number, ...reads: string[]) => ({
    ...{ label, left: number(left), relation: '=' as const, right: number(right), upTo: null },
    ...(reads.length === 0 ? {} : { reads }),
  });
  // The middle line says 2 or 3, as it is read.
  const file = {
    model,
    rules: [],
    claims: [
      claim('a.1', 1, 2, '0.1: '),
      claim('a.1', 1, 3, '0.1: other'),
      claim('a.2', 2, 4, '0.1: '),
      claim('a.2', 3, 4, '0.1: other'),
    ],
  };
  const said = (...claims: ReturnType<typeof claim>[]): readonly string[] =>
    compareWithSource({ model, rules: [], claims }, file);

  test.each([
    ['the one way', [claim('a.1', 1, 2), claim('a.2', 2, 4)], []],
    ['the other way', [claim('a.1', 1, 3), claim('a.2', 3, 4)], []],
    ['one claim alone', [claim('a.2', 3, 4)], []],
    ['both ways at once', [claim('a.1', 1, 2), claim('a.2', 3, 4)], ['the claim a.2 is another in the file']],
    [
      'both ways, the claims turned',
      [claim('a.2', 3, 4), claim('a.1', 1, 2)],
      ['the claim a.2 is another in the file'],
    ],
    ['no way', [claim('a.1', 1, 4)], ['the claim a.1 is another in the file']],
  ])('%s', (_, claims, expected) => expect(said(...claims)).toEqual(expected));
});
