/** The families of rules, in the words in which authors cite them. */
import { theory } from './table.js';

/** What is cited by name and is no row: procedures of the kernel, declarations, and steps under an operator. */
const beyondRows: readonly string[] = [
  'definition',
  'factorisation',
  'identical distribution',
  'arithmetic',
  'monotonicity',
];

/** Other names of the same families, in British spelling and small letters. */
const synonyms: Readonly<Record<string, string>> = {
  algebra: 'arithmetic',
  'bayes rule': "Bayes' rule",
  "bayes' theorem": "Bayes' rule",
  'bayes theorem': "Bayes' rule",
  'cauchy-schwarz inequality': 'Cauchy-Schwarz',
  'definition of conditional entropy': 'definition of entropy',
  'definition of kl divergence': 'definition of KL',
  'definition of the kl divergence': 'definition of KL',
  'definition of the expectation': 'definition of expectation',
  'definition of the variance': 'definition of variance',
  'differentiation under the integral sign': 'exchange of gradient and integral',
  'leibniz rule': 'exchange of gradient and integral',
  'factorisation of the joint': 'factorisation',
  "fisher's identity": 'score identity',
  "fubini's theorem": 'Fubini',
  "gibbs' inequality": 'Gibbs',
  iid: 'identical distribution',
  'i.i.d.': 'identical distribution',
  'identically distributed': 'identical distribution',
  'iterated expectation': 'tower rule',
  "jensen's inequality": 'Jensen',
  'law of iterated expectations': 'tower rule',
  'law of total expectation': 'tower rule',
  'law of total covariance': 'tower rule',
  'law of total variance': 'tower rule',
  'law of total probability': 'marginalisation',
  'ln x <= x - 1': 'bound on the logarithm',
  'linearity of expectation': 'linearity',
  'linearity of the expectation': 'linearity',
  'log-derivative trick': 'log-derivative',
  'log-quotient': 'log of a quotient',
  'log of a ratio': 'log of a quotient',
  'non-negativity of the kl divergence': 'non-negativity of KL',
  'nonnegativity of kl': 'non-negativity of KL',
  'product rule of probability': 'chain rule',
  reinforce: 'score-function gradient',
  'score-function estimator': 'score-function gradient',
  'sum rule': 'marginalisation',
  'tower property': 'tower rule',
};

let known: ReadonlyMap<string, string> | undefined;

/** The canonical spelling of every family by its plain one, and of the families of the rows by the names of these. */
function spellings(): ReadonlyMap<string, string> {
  known ??= new Map([
    ...theory().map(({ name, families }) => [plain(name), families[0] ?? name] as const),
    ...Object.entries(synonyms),
    ...ruleFamilies().map((family) => [plain(family), family] as const),
  ]);
  return known;
}

/** Every family of rules in its canonical spelling. */
export const ruleFamilies = (): readonly string[] => [
  ...new Set([...beyondRows, ...theory().flatMap(({ families }) => families)]),
];

/** Small letters, single spaces, straight apostrophes, British spelling, 'log' for the logarithm. */
const plain = (words: string): string =>
  words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/iz(ations?|e|es|ed|ing)\b/g, 'is$1')
    .replace(/\b(the )?(logarithm|ln) of\b/g, 'log of');

/** The canonical spelling of the family that a reason names, in any case and spelling; null for no family. */
export const canonicalFamily = (reason: string): string | null => spellings().get(plain(reason)) ?? null;

/** Whether a reason names a family of rules, in any case and spelling. */
export const isRuleFamily = (reason: string): boolean => canonicalFamily(reason) !== null;
