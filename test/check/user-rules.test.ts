/** The author's own rules: sampled before they are used, and named in every verdict that rests on them. */
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const declarations = `
latent x : real, y : real
plate n = 1..N
latent z_n
function f(x)
function h(x) : positive
density p(x, y) = p(x) p(y | x)
density q(z_n)
`;

function check(text: string): { readonly problems: string[]; readonly steps: string[] } {
  const result = checkDocument(
    { file: 'rules.expr', source: declarations + text },
    { ...defaultOptions, samples: 1024, repairs: 0 },
    () => '',
  );
  const steps = result.derivations.flatMap((derivation) => derivation.steps);
  return {
    problems: result.problems.map(({ message }) => message.replace(/:.*/s, '')),
    steps: steps.map(({ verdict, proof }) => [verdict, ...(proof?.explanation ?? [])].join(' ')),
  };
}

describe('rules that hold are used where they are cited', () => {
  it.each([
    [
      'rule split: E_{?q}[?f + 2 ?g] = E_{?q}[?f] + 2 E_{?q}[?g]',
      'E_{p(x)}[f(x) + 2 x] = E_{p(x)}[f(x)] + 2 E_{p(x)}[x] by split',
      'proved split',
    ],
    [
      'rule ratio: ln(?a / ?b) = ln ?a - ln ?b when ?a > 0, ?b > 0',
      'ln (p(x) / h(x)) = ln p(x) - ln h(x) by ratio',
      'proved ratio',
    ],
    [
      'rule square: E_{?q}[?f]^2 <= E_{?q}[?f^2] when ?q a density',
      'E_{p(x)}[x]^2 <= E_{p(x)}[x^2] by square',
      'proved square',
    ],
    [
      'rule centred: sum_n E_{Normal(?x; 0, ?v)}[?x] = 0 when Normal(?x; 0, ?v) a density, ?v free of n',
      'sum_n E_{Normal(x; 0, 1)}[x] = 0 by centred',
      'proved centred',
    ],
    [
      'rule whole: int Normal(?x; 0, 1) d?x = 1 when Normal(?x; 0, 1) a density',
      'int Normal(x; 0, 1) dx = 1 by whole',
      'proved whole',
    ],
  ])('%s', (rule, claim, verdict) => {
    expect(check(`${rule}\nclaim c: ${claim}\n`)).toEqual({ problems: [], steps: [verdict] });
  });
});

describe('rules that a random model breaks are refused, and prove nothing', () => {
  it.each([
    ['rule r: E_{?q}[?f ?g] = E_{?q}[?f] E_{?q}[?g]', 'E_{p(x)}[x f(x)] = E_{p(x)}[x] E_{p(x)}[f(x)] by r'],
    ['rule r: ln(?a + ?b) = ln ?a + ln ?b when ?a > 0, ?b > 0', 'ln (h(x) + h(y)) = ln h(x) + ln h(y) by r'],
    ['rule r: ?p(?A | ?B) = ?p(?B | ?A)', 'p(x | y) = p(y | x) by r'],
    ['rule r: f(?a + ?b) = f(?a) + f(?b)', 'E_{p(x, y)}[f(x + y)] = E_{p(x)}[f(x)] + E_{p(y)}[f(y)] by r'],
    ['rule r: E_{?q}[ln ?f] >= ln E_{?q}[?f] when ?f > 0', 'E_{p(x)}[ln h(x)] >= ln E_{p(x)}[h(x)] by r'],
    ['rule r: sum_n ?f = ?f', 'sum_n ln q(z_n) = 1 by r'],
    ['rule r: E_{Normal(?x; ?m, ?v)}[?x] = ?m + ?v', 'E_{Normal(x; 1, 1)}[x] = 2 by r'],
    ['rule r: E_{Normal(?x; ?m, ?v)}[?f] = 0', 'E_{Normal(x; 0, 1)}[f(x)] = 0 by r'],
  ])('%s', (rule, claim) => {
    const { problems, steps } = check(`${rule}\nclaim c: ${claim}\n`);
    expect(problems).toHaveLength(1);
    expect(steps.filter((step) => step.startsWith('proved'))).toEqual([]);
  });
});

it('a name of the theory is taken', () => {
  expect(check('rule tower: E_{?q}[?f] = E_{?q}[?f + 0]\nclaim c: 1 = 1\n').problems).toEqual([
    'the theory has a rule tower of its own',
  ]);
});

describe('assumptions that fail', () => {
  /** Where the support moves with the parameter, the gradient does not pass the integral. */
  it('the score of a uniform law is refuted, naming the exchange', () => {
    const source = `
latent x : real
param theta : positive
density p(x; theta) = Uniform(x; 0, theta)
claim score: E_{p(x; theta)}[grad_{theta}(ln p(x; theta))] = 0 by score identity
`;
    const result = checkDocument({ file: 'uniform.expr', source }, defaultOptions, () => '');
    const [step] = result.derivations.flatMap((derivation) => derivation.steps);
    expect([step?.verdict, step?.proof?.explanation]).toEqual(['refuted', ['score identity']]);
    expect(step?.reason).toContain('the gradient in theta of');
    expect(step?.reason).toContain('exchanges with the integral');
  });
});
