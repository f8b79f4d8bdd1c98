/** The functions and laws with a fixed meaning: each takes so many arguments, and there are no others. */
import { describe, expect, test } from 'vitest';
import type { Term } from '../../src/kernel/term.js';
import { must, number, ref, refusal, World } from './harness.js';

const w = new World('latent x\nparam s : positive\nparam s1, s2, s3 : positive');
const { kernel } = w;
const says = (term: Term): string => refusal(kernel.same(term, term));
const some = (count: number): Term[] => Array.from({ length: count }, (_, i) => ref(`s${i + 1}`));
const fn = (name: string, count: number): Term => ({ tag: 'fn', name, args: some(count) });
const law = (name: string, count: number): Term => ({ tag: 'law', law: name, point: ref('x'), params: some(count) });

const functions = 'ln exp sqrt abs sin cos tanh sigmoid softplus erf Gamma lgamma digamma'.split(' ');

test.each(functions)('%s takes one argument', (name) =>
  expect([0, 1, 2].map((count) => says(fn(name, count)) === 'a theorem')).toEqual([false, true, false]),
);

test.each<readonly [string, number]>([
  ['Normal', 2],
  ['Uniform', 2],
  ['Exponential', 1],
  ['Gamma', 2],
  ['Beta', 2],
  ['Laplace', 2],
  ['Bernoulli', 1],
  ['Poisson', 1],
])('%s takes %i parameters', (name, count) =>
  expect([0, 1, 2, 3].filter((given) => says(law(name, given)) === 'a theorem')).toEqual([count]),
);

test.each<readonly [string, Term]>([
  ['a function of no meaning', fn('max', 1)],
  ['a function by another of its spellings', fn('log', 1)],
  ['a law for a function', fn('Normal', 2)],
  ['a law of no meaning', law('Cauchy', 2)],
  ['a function for a law', law('ln', 1)],
  ['a law at nobody', { tag: 'law', law: 'Normal', point: ref('nobody'), params: [number(0), number(1)] }],
])('%s is refused', (_, term) => expect(says(term)).toMatch('says nothing'));

describe('another spelling is the same function', () => {
  test.each([
    ['log s', 'ln s'],
    ['lnGamma(s)', 'lgamma(s)'],
    ['logistic(s)', 'sigmoid(s)'],
  ])('%s and %s', (left, right) => {
    must(kernel.same(w.term(left), w.term(right)));
  });
});
