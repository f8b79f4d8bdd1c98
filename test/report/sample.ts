/** One result with everything in it that a report can show; the numbers are invented. */
import type { Span } from '../../grammar/ast.js';
import type {
  Counterexample,
  Evidence,
  FileResult,
  Problem,
  ProofResult,
  StepResult,
  Verdict,
  Warning,
} from '../../src/check/verdict.js';

export const source = `# a file of everything
latent z, w : real
density p(x, z) = p(z) p(x | z
density r(y | y)

derivation 6.9 "証拠の下界 (ELBO) \u001b[31mred":
  KL[q(z) || p(z | x)]
  = - int q(z) ln (p(z | x) / q(z)) dz      by definition of KL, bayes
  = - E_{q(z)}[ln p(x, z)] + E_{q(z)}[ln q(z)] + ln p(x) + E_{q(z)}[ln q(z)] - E_{q(z)}[ln q(z)] + 0 * ln p(x)
  = E_{q(z)}[ln q(z)]
  = E_{q(𝔼)}[zz]
  = 1 / 0
  != 0

claim: grad_xi(A) = grad_xi(B)
claim conflict: a = a + 1
`;

/** The span of the nth occurrence of a text in the sample. */
export function at(text: string, nth = 1): Span {
  let start = -1;
  for (let i = 0; i < nth; i++) {
    start = source.indexOf(text, start + 1);
    if (start < 0) throw new Error(`the sample has no ${nth} '${text}'`);
  }
  return { start, end: start + text.length };
}

export const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  method: 'exact',
  status: 'agrees',
  reason: null,
  left: -1.2345678,
  right: -1.2345678,
  difference: 4.440892098500626e-16,
  error: 0,
  scale: 3.25,
  resolution: 1e-9,
  confidence: null,
  models: 6,
  points: 12,
  samples: 0,
  informative: 1,
  counterexample: null,
  ...changes,
});

export const sampled: Evidence = evidence({
  method: 'monte carlo',
  left: 0.512339,
  right: 0.512361,
  difference: -0.000022,
  error: 0.0000314,
  resolution: 0.05,
  confidence: 0.999999,
  models: 1,
  points: 3,
  samples: 65536,
  informative: 0.9375,
});

export const inapplicable: Evidence = evidence({
  method: 'pathwise',
  status: 'not applicable',
  reason: 'the line has no gradient',
  left: null,
  right: null,
  difference: null,
  error: null,
  scale: null,
  resolution: null,
  models: 0,
  points: 0,
});

export const counterexample: Counterexample = {
  model: 'a random finite model with 2 states a variable',
  setting: [
    { name: 'N', value: '3' },
    { name: 'S', value: '{1, 3}' },
    { name: 'psi', value: '0.37' },
    { name: 'ln q(z = 1)', value: '-0.6931' },
  ],
  left: 1.5,
  right: 1.25,
  difference: 0.25,
  compared: null,
  file: null,
};

export function step(number: number, relation: string, text: string, changes: Partial<StepResult> = {}): StepResult {
  const span = at(`${relation} ${text}`);
  return {
    number,
    relation,
    text,
    span,
    verdict: 'confirmed',
    reason: null,
    evidence: [evidence()],
    warnings: [],
    problem: null,
    counterexample: null,
    by: [],
    assumptions: [],
    proof: null,
    unproved: null,
    residual: null,
    slip: null,
    follows: null,
    repairs: [],
    ...changes,
  };
}

const integrable = 'ln p(x, z) is integrable under q(z)';
const hostile = 'the gradient in \u001b[31mxi of E_{q(z)}[ln p(x, z)] exchanges with the integral under q(z)';

const proof: ProofResult = {
  explanation: ['linearity', 'log of a quotient', 'exchange of gradient and integral', '6.1'],
  missing: ['log of a quotient', 'exchange of gradient and integral', '6.1'],
  assumptions: [integrable, hostile],
};

const malformed: Problem = {
  kind: 'malformed',
  message: '𝔼 is no variable of q, whose variables are z',
  hint: 'did you mean z?',
  span: at('𝔼'),
};

const vacuous: Warning = {
  code: 'vacuous',
  message: 'both sides are zero whatever stands inside: left A, right B',
  span: at('grad_xi(B)'),
};

export const sample: FileResult = {
  file: 'proofs/everything.expr',
  source,
  seed: 20_260_001,
  problems: [
    {
      kind: 'syntax',
      message: "expected ')' but found the end of the line",
      hint: 'close the bracket',
      span: at('\ndensity r'),
    },
    { kind: 'declaration', message: 'in r, y depends on itself', hint: null, span: at('r(y | y)') },
  ],
  warnings: [{ code: 'note', message: 'w is never used', span: at('w : real') }],
  derivations: [
    {
      label: '6.9',
      title: '証拠の下界 (ELBO) \u001b[31mred',
      span: { start: at('derivation').start, end: at('!= 0').end },
      steps: [
        step(1, '=', '- int q(z) ln (p(z | x) / q(z)) dz', {
          by: ['definition of KL', 'bayes'],
          evidence: [evidence(), sampled, inapplicable],
          assumptions: ['6.1', 'positive densities'],
          unproved: 'the rules bring the two sides to different normal forms',
        }),
        step(2, '=', source.split('\n')[8]?.slice(4) ?? '', {
          by: ['linearity'],
          verdict: 'proved',
          proof,
        }),
        step(3, '=', 'E_{q(z)}[ln q(z)]', {
          residual: '2 ln p(x)',
          slip: 'the sign of ln p(x)',
          verdict: 'refuted',
          reason: 'this line does not follow from the line above',
          evidence: [
            evidence({ status: 'disagrees', right: -3.5, difference: 2.2654322, counterexample }),
            { ...sampled, status: 'undecided', reason: 'the tail of the summand is too heavy' },
          ],
          counterexample,
          repairs: [
            {
              span: at('ln q(z)', 4),
              from: 'ln q(z)',
              to: 'ln p(x)\u001b[31m',
              sentence: 'another density',
              status: 'proved',
            },
            {
              span: { start: at('E_{q(z)}[ln q(z)]', 3).end, end: at('E_{q(z)}[ln q(z)]', 3).end },
              from: '',
              to: `- ${'E_{q(z)}[ln p(x, z)] + '.repeat(4)}0`,
              sentence: 'a term is missing',
              status: 'confirmed',
            },
          ],
        }),
        step(4, '=', 'E_{q(𝔼)}[zz]', {
          verdict: 'malformed',
          evidence: [],
          problem: malformed,
          repairs: [{ span: at('zz'), from: 'z', to: '', sentence: 'a factor is too much', status: 'proved' }],
        }),
        step(5, '=', '1 / 0', {
          verdict: 'undecided',
          reason: 'both sides are infinite',
          evidence: [
            evidence({
              status: 'undecided',
              left: Number.POSITIVE_INFINITY,
              right: Number.NEGATIVE_INFINITY,
              difference: Number.NaN,
              informative: 0,
            }),
          ],
        }),
        step(6, '!=', '0', { verdict: 'witnessed' }),
      ],
    },
    {
      label: null,
      title: null,
      span: at('claim: grad_xi(A) = grad_xi(B)'),
      steps: [step(1, '=', 'grad_xi(B)', { warnings: [vacuous] })],
    },
    {
      label: 'conflict',
      title: null,
      span: at('claim conflict: a = a + 1'),
      steps: [step(1, '=', 'a + 1', { verdict: 'conflict', evidence: [] })],
    },
  ],
  assumptions: [
    { text: integrable, steps: 1 },
    { text: hostile, steps: 12 },
    ...Array.from({ length: 9 }, (_, i) => ({ text: `f_${i} is differentiable in psi`, steps: 2 })),
  ],
};

/** A file of one derivation with one step of the given verdict. */
export function fileWith(verdict: Verdict, changes: Partial<StepResult> = {}): FileResult {
  const steps = [step(1, '=', 'a + 1', { verdict, ...changes })];
  return {
    ...sample,
    problems: [],
    warnings: [],
    assumptions: [],
    derivations: [{ label: 'one', title: null, span: at('claim conflict'), steps }],
  };
}
