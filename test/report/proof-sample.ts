/** What the reports of proofs, rules and certificates can show; the proofs are invented. */
import type { Explanation, ReplayReport, RuleSection } from '../../src/check/explanation.js';

const first = 'E_{q(z)}[ln p(x, z) - ln q(z)]';
const sentence = 'ln p(x, z) - ln q(z) is integrable under q(z)';
const long = Array.from({ length: 6 }, (_, i) => `E_{q(z)}[ln p(x_${i} | z, \u001b[31mw)]`).join(' + ');

export const explanation: Explanation = {
  file: 'proofs/everything.expr',
  labels: ['6.9'],
  steps: [
    {
      label: '6.9.1',
      number: 1,
      by: ['linearity'],
      proof: {
        explanation: ['linearity', 'log of a quotient', 'factorisation'],
        missing: ['log of a quotient', 'factorisation'],
        assumptions: [sentence, `${long} is differentiable in psi`],
      },
      unproved: null,
      lines: [
        { relation: '', text: 'ln p(x)', by: null },
        { relation: '>=', text: first, by: 'jensen' },
        { relation: '=', text: `${first} + 0 ${first} - (${first} + ${first})`, by: 'chain-rule, independence' },
        { relation: '=', text: long, by: 'arithmetic' },
        { relation: 'propto_{z}', text: 'p(x | z) p(z)', by: 'constant factor' },
      ],
    },
    { label: '6.9.2', number: 2, by: [], proof: null, unproved: 'no rule gives this relation', lines: [] },
    {
      label: '6.9.3',
      number: 3,
      by: [],
      proof: { explanation: ['arithmetic'], missing: [], assumptions: [] },
      unproved: null,
      lines: [
        { relation: '', text: 'a', by: null },
        { relation: '=', text: 'a + 0', by: 'arithmetic' },
      ],
    },
  ],
};

export const sections: readonly RuleSection[] = [
  {
    name: 'logarithm',
    title: 'Logarithms, exponentials and powers of positive terms.',
    rows: [
      {
        name: 'log-product',
        families: ['log of a product'],
        rule: 'ln(?a ?b) = ln(?a) + ln(?b)',
        when: ['?a > 0', '?b > 0'],
        assuming: [],
        remark: null,
      },
      {
        name: 'information-conditional-entropy',
        families: ['definition of mutual information', 'chain rule'],
        rule: 'I_{?p}[?A; ?B | ?C] = E_{?p(?A, ?B, ?C)}[ln(?p(?B | ?A, ?C)/?p(?B | ?C))]',
        when: ['?A part of ?B', '?f free of heads(?q)', '?A independent of ?B given ?C in ?p', '?B owned by ?p'],
        assuming: ['grad_{?t} of ?f exchanges with ?q'],
        remark: null,
      },
    ],
  },
  {
    name: 'refused',
    title: 'Rules that are false.',
    rows: [
      {
        name: 'variance-linear',
        families: ['linearity'],
        rule: 'Var_{?q}[?f + ?g] = Var_{?q}[?f] + Var_{?q}[?g]',
        when: [],
        assuming: [],
        remark: 'A variance is not linear.',
      },
    ],
  },
  {
    name: 'procedures',
    title: 'No rows.',
    rows: [{ name: 'arithmetic', families: ['arithmetic'], rule: 'sums', when: [], assuming: [], remark: null }],
  },
];

export const replay: ReplayReport = {
  rejected: null,
  files: ['everything.expr', 'model.expr'],
  userRules: ['my \u001b[31mrule'],
  claims: [
    { label: '6.9.1', statement: `ln p(x) >= ${first}`, objection: null, assumptions: [sentence] },
    {
      label: '6.9.2',
      statement: `${long} = ${long}`,
      objection: 'step 12, the rule log-product: a condition does not hold: ?a > 0',
      assumptions: [],
    },
  ],
  differences: ['the family q is another in the file', 'the file has no claim 6.9.2'],
};
