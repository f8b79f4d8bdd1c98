/** The families of rules, in the words in which authors cite them. */
export const ruleFamilies: readonly string[] = [
  'definition',
  'definition of expectation',
  'definition of KL',
  'definition of entropy',
  'definition of cross-entropy',
  'definition of mutual information',
  'definition of variance',
  'definition of covariance',
  'linearity',
  'log of a product',
  'log of a quotient',
  'log of a power',
  'factorisation',
  'conditional density',
  'chain rule',
  "Bayes' rule",
  'marginalisation',
  'normalisation',
  'independence',
  'Fubini',
  'tower rule',
  'constant factor',
  'zero gradient',
  'product rule',
  'log-derivative',
  'exchange of gradient and integral',
  'score identity',
  'regrouping',
  'arithmetic',
  'minibatch',
  'Jensen',
  'Gibbs',
  'non-negativity of KL',
  'monotonicity',
];

/** Other spellings and names of the same families. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['factorization', 'factorisation'],
  ['marginalization', 'marginalisation'],
  ['normalization', 'normalisation'],
  ['bayes rule', "bayes' rule"],
  ["bayes' theorem", "bayes' rule"],
  ["jensen's inequality", 'jensen'],
  ["gibbs' inequality", 'gibbs'],
  ["fubini's theorem", 'fubini'],
  ['law of total expectation', 'tower rule'],
  ['algebra', 'arithmetic'],
  ['log-product', 'log of a product'],
  ['log-quotient', 'log of a quotient'],
]);

const known = new Set(ruleFamilies.map((family) => family.toLowerCase()));

/** Whether a reason names a family of rules, in any case and spelling. */
export function isRuleFamily(reason: string): boolean {
  const plain = reason.toLowerCase().replace(/\s+/g, ' ').trim();
  return known.has(synonyms.get(plain) ?? plain);
}
