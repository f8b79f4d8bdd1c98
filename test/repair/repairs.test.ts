/** Repairs of refuted and malformed lines: which come first, and what is none. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { type CheckOptions, defaultOptions } from '../../src/check/options.js';
import type { FileResult, Repair, StepResult } from '../../src/check/verdict.js';

const declarations = `plate n = 1..N
subset S of 1..N size M
latent x, y, z, w
observed a_n
param theta, theta_old
let A = {a_n}
density p(x, z; theta) = p(z; theta) p(x | z; theta)
density q(z | x)
density u(x, y)
density r(A, w) = r(w) prod_n r(a_n | w)
function f(x)
function g(n)
`;

const noImports = (): never => {
  throw new Error('no imports');
};

function checked(lines: string, changes: Partial<CheckOptions> = {}): FileResult {
  const options = { ...defaultOptions, samples: 4096, ...changes };
  return checkDocument({ file: 'a.expr', source: `${declarations}${lines}\n` }, options, noImports);
}

const stepsOf = ({ derivations }: FileResult): readonly StepResult[] => derivations.flatMap(({ steps }) => steps);

const asText = ({ from, to, status }: Repair): string => `${from.trim()} -> ${to.trim()}, ${status}`.trim();

/** The repairs of the first line that has some. */
const repairsOf = (lines: string): string[] =>
  stepsOf(checked(lines))
    .flatMap(({ repairs }) => [repairs])
    .find((repairs) => repairs.length > 0)
    ?.map(asText) ?? [];

describe('what comes first', () => {
  test.each([
    ['the sign', 'claim: ln p(x, z; theta) = ln p(z; theta) - ln p(x | z; theta)', '- -> +, proved'],
    ['the coefficient', 'claim: u(x, y) / u(x) + u(x, y) / u(x) = 3 u(y | x)', '3 -> 2, proved'],
    ['the conditioning', 'claim: ln u(x, y) - ln u(x) = ln u(y)', 'ln u(y) -> ln u(y | x), proved'],
    [
      'the family',
      'claim: KL[q(z | x) || p(z; theta)] = E_{p(z; theta)}[ln (q(z | x) / p(z; theta))]',
      '_{p(z; theta)} -> _{q(z | x)}, proved',
    ],
    [
      'the divergence turned',
      'claim: E_{q(z | x)}[ln (q(z | x) / p(z; theta))] = KL[p(z; theta) || q(z | x)]',
      'p(z; theta) || q(z | x) -> q(z | x) || p(z; theta), proved',
    ],
    ['the relation', 'claim: ln E_{u(x)}[u(y | x)] <= E_{u(x)}[ln u(y | x)]', '<= -> >=, proved'],
    ['the logarithm', 'claim: H[u(x)] = - E_{u(x)}[u(x)]', 'u(x) -> ln u(x), proved'],
    [
      'the minibatch',
      'claim: sum_n g(n) = (N/M) sum_{n in S} g(n)',
      '(N/M) sum_{n in S} g(n) -> E_S[(N/M) sum_{n in S} g(n)], proved',
    ],
    ['the share of the minibatch', 'claim: E_S[sum_{n in S} g(n)] = (N/M) sum_n g(n)', 'N/M -> M / N, proved'],
    ['the range', 'claim: ln r(A | w) = sum_{n=2..N} ln r(a_n | w)', 'sum_{n=2..N} -> sum_n, proved'],
    ['a term that is missing', 'claim: ln r(A, w) = sum_n ln r(a_n | w)', '-> + ln r(w), proved'],
    ['a term too much', 'claim: ln u(x, y) = ln u(x) + ln u(y | x) + ln u(y)', '+ ln u(y) -> , proved'],
    ['a factor that is missing', 'claim: u(x, y) = u(y | x)', '-> u(x), proved'],
    [
      'where the power stands',
      'claim: Var_{u(x)}[f(x)] = E_{u(x)}[f(x)^2] - E_{u(x)}[f(x)^2]',
      'E_{u(x)}[f(x)^2] -> E_{u(x)}[f(x)]^2, proved',
    ],
    ['the square', 'claim: Var_{u(x)}[f(x)] = E_{u(x)}[f(x)^2] - E_{u(x)}[f(x)]', '-> ^2, proved'],
  ])('%s', (_, lines, expected) => {
    expect(repairsOf(lines)[0] ?? '').toBe(expected);
  });
});

describe('a term that is missing is looked for in what the lines around mean', () => {
  test.each([
    ['the variance', 'Var_{u(x)}[f(x)] = - E_{u(x)}[f(x)]^2', 'E_{u(x)}[f(x)^2]'],
    ['the covariance', 'Cov_{u(x, y)}[f(x), f(y)] = E_{u(x, y)}[f(x) f(y)]', '- E_{u(x, y)}[f(x)] E_{u(x, y)}[f(y)]'],
    ['a divergence', 'KL[q(z | x) || p(z; theta)] = E_{q(z | x)}[ln q(z | x)]', '- E_{q(z | x)}[ln p(z; theta)]'],
    ['a square', '(f(x) - f(y))^2 = f(x)^2 + f(y)^2', '- 2 f(x) f(y)'],
    ['a product', '(f(x) + 1) (f(y) + f(z)) = f(x) f(y) + f(x) f(z) + f(z)', '+ f(y)'],
    ['an information', 'H[u(x)] - H_{u}[x | y] + f(x) = f(x)', '+ I_{u}[y; x]'],
    [
      'the gradient of a density',
      'int (grad_{theta}(p(z; theta)) f(z) + p(z; theta) f(z)) dz = E_{p(z; theta)}[f(z)]',
      '+ E_{p(z; theta)}[grad_{theta}(ln p(z; theta)) f(z)]',
    ],
    ['a sum over members', 'sum_n (g(n) + f(x)) = sum_n f(x)', '+ sum_n g(n)'],
  ])('%s', (_, line, term) => {
    expect(repairsOf(`claim: ${line}`)[0]).toBe(`-> ${term}, proved`);
  });

  test('an integral, as the terms beside it are written', () => {
    const left = 'int u(y) f(y) dy + int u(x) f(x) dx + int u(x) ln u(x) dx';
    expect(repairsOf(`claim: ${left} = E_{u(x)}[f(x)] + E_{u(x)}[ln u(x)]`)).toContain('-> + E_{u(y)}[f(y)], proved');
  });

  test('a density in its declared form, where the reason asks for it', () => {
    const lines = `derivation d:
  E_{p(x, z; theta)}[ln p(x, z; theta) + f(x)]
  = E_{p(x, z; theta)}[f(x)]
    by factorisation`;
    const form = 'ln (p(z; theta) p(x | z; theta))';
    expect(repairsOf(lines).some((repair) => repair.includes(form))).toBe(true);
  });

  test('it goes before what is subtracted from it, and begins as the terms beside it do', () => {
    const lines = 'claim: E_{u(x)}[ln u(y | x) - f(x)] = - E_{u(x)}[f(x)]';
    expect(repairsOf(lines)[0]).toBe('-> E_{u(x)}[ln u(y | x)], proved');
  });
});

describe('what is written as its neighbours are comes first', () => {
  test.each([
    [
      'a factor that the other terms have',
      'E_{u(x)}[f(x) + ln u(x)] = int f(x) dx + int u(x) ln u(x) dx',
      '-> u(x), proved',
    ],
    ['nothing divided by itself', 'sum_n g(n) = (N/M) / (M/N) sum_n g(n)', '/ -> , proved'],
    ['the line above is no factor', 'r(w | A) = r(w) (prod_n r(a_n | w)) / r(A, w)', 'r(A, w) -> r(A), proved'],
    ['the line above taken away', 'ln u(x, y) = ln u(x) + ln u(y | x) - ln u(x, y)', '- ln u(x, y) -> , proved'],
    ['the line above under an average', 'ln u(x) = E_{u(y)}[ln u(x)^2]', 'ln u(x)^2 -> ln u(x), proved'],
    ['a difference from nothing', 'f(x) <= 0', '<= -> !=, confirmed'],
  ])('%s', (_, line, expected) => {
    expect(repairsOf(`claim: ${line}`)[0]).toBe(expected);
  });
});

describe('malformed lines', () => {
  test.each([
    [
      'an input left out',
      'claim: ln p(x, z; theta) = ln p(z) + ln p(x | z; theta)',
      'ln p(z) -> ln p(z; theta), proved',
    ],
    ['an entropy given x', 'claim: H[u(x, y)] = H[u(x)] + H[u(y | x)]', 'H[u(y | x)] -> H_{u}[y | x], proved'],
    [
      'a density among the arguments',
      'claim: H[u(x)] = - E_{u(x)}[ln q(z | u(x))]',
      'ln q(z | u(x)) -> ln u(x), proved',
    ],
  ])('%s', (_, lines, expected) => {
    expect(stepsOf(checked(lines))[0]?.verdict).toBe('malformed');
    expect(repairsOf(lines)[0]).toBe(expected);
  });
});

describe('what is no repair', () => {
  test('a copy of the line above, or of another line', () => {
    const lines = 'derivation d:\n  ln u(x, y)\n  = ln u(x) + ln u(y | x)\n  = ln u(x) - ln u(y | x)';
    const [, second] = stepsOf(checked(lines, { repairs: 100 }));
    expect(second?.verdict).toBe('refuted');
    expect(second?.repairs).toEqual([]);
  });

  test('a weaker relation where the next line needs the stronger', () => {
    const lines = `derivation d:
  E_{q(z | x)}[ln (q(z | x) / p(z; theta))]
  = 2 KL[q(z | x) || p(z; theta)]
  = E_{q(z | x)}[ln q(z | x)] - E_{q(z | x)}[ln p(z; theta)]`;
    expect(repairsOf(lines)[0]).toBe('2 -> , proved');
    expect(repairsOf(lines).filter((text) => /^=/.test(text))).toEqual([]);
  });

  test('an empty truth', () => {
    const lines = `derivation d:
  grad_{theta}(E_{u(x)}[ln u(x)])
  = grad_{theta}(E_{u(x)}[ln q(z | u(x))])`;
    for (const text of repairsOf(lines)) expect(text).toMatch(/ln u\(x\)/);
  });

  test('of a line that takes a mistake back, or of a line that is right', () => {
    const lines = `derivation d:
  ln u(x, y)
  = ln u(x) - ln u(y | x)
  = ln u(y | x) + ln u(x)`;
    const [first, second] = stepsOf(checked(lines));
    expect(first?.repairs.length).toBeGreaterThan(0);
    expect(second).toMatchObject({ verdict: 'refuted', follows: 1, repairs: [] });
    expect(stepsOf(checked('claim: ln u(x, y) = ln u(x) + ln u(y | x)'))[0]?.repairs).toEqual([]);
  });
});

test.each([0, 1, 2])('as many as are asked for: %d', (repairs) => {
  const [step] = stepsOf(checked('claim: ln u(x, y) = ln u(x) - ln u(y | x)', { repairs }));
  expect(step?.repairs.length).toBeLessThanOrEqual(repairs);
  expect(repairs === 0 || (step?.repairs.length ?? 0) > 0).toBe(true);
});

test('a repair is an edit of the source, and with it the line passes', () => {
  const result = checked('claim: ln u(x, y) = ln u(x) - ln u(y | x)\nclaim: H[u(x)] = E_{u(x)}[ln u(x)]');
  for (const step of stepsOf(result)) {
    expect(step.repairs).not.toEqual([]);
    for (const { span, from, to, status } of step.repairs) {
      expect(result.source.slice(span.start, span.end)).toBe(from);
      const source = result.source.slice(0, span.start) + to + result.source.slice(span.end);
      const again = checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 4096 }, noImports);
      expect(stepsOf(again).map(({ verdict }) => verdict)).toContain(status);
    }
  }
});

describe('the note on the evidence lower bound', () => {
  const source = readFileSync('proofs/wrong/ch6-as-written.expr', 'utf8');
  const step = (label: string, number: number): StepResult => {
    const options = { ...defaultOptions, only: `${label}.${number}` };
    const result = checkDocument({ file: 'a.expr', source }, options, noImports);
    return stepsOf(result)[0] as StepResult;
  };

  test('(3) holds in expectation over the minibatch', () => {
    const { verdict, repairs } = step('eq3', 1);
    expect(verdict).toBe('refuted');
    expect(repairs[0]).toMatchObject({ sentence: 'holds in expectation over S', status: 'proved' });
    expect(repairs[0]?.to).toMatch(/^E_S\[[\s\S]*\]$/);
  });

  test.each([3, 4])('(7), line %d, has ln q(W; xi)', (number) => {
    const { verdict, repairs } = step('eq7', number);
    expect({ verdict, first: repairs[0] && asText(repairs[0]) }).toEqual({
      verdict: 'malformed',
      first: 'ln q(z_n; x_n, q(W; ξ)) -> ln q(W; ξ), proved',
    });
  });
});
