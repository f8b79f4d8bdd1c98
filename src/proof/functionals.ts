/** The functionals of densities: which rules define each, and what their metavariables stand for. */
import type { Substitution } from '../kernel/rule.js';
import type { Density, Slot, Term } from '../kernel/term.js';
import { leastGivens } from './densities.js';
import { type Change, meaning } from './deriver.js';
import type { Normaliser } from './normaliser.js';

/** The definitions that authors write, the one whose logarithms are apart first. */
const definitions: Partial<Record<Term['tag'], readonly string[]>> = {
  kl: ['divergence', 'divergence-quotient', 'divergence-negative'],
  entropy: ['entropy'],
  'cross-entropy': ['cross-entropy'],
  'mean-entropy': ['conditional-entropy', 'entropy-chain'],
  'mutual-information': [
    'mutual-information',
    'information-quotient',
    'information-conditional',
    'information-divergence',
    'information-entropy',
    'information-conditional-entropy',
  ],
  variance: ['variance', 'variance-deviation'],
  covariance: ['covariance', 'covariance-deviation'],
};

export const definitionsOf = (tag: Term['tag']): readonly string[] => definitions[tag] ?? [];

/** The meaning of the metavariables of a functional's definitions. */
export function functionalParts(term: Term): Substitution | null {
  switch (term.tag) {
    case 'kl':
    case 'cross-entropy':
      return { q: meaning.measure(term.left), p: meaning.measure(term.right) };
    case 'entropy':
      return { q: meaning.measure(term.measure) };
    case 'mean-entropy':
      return {
        p: meaning.family(term.joint.family),
        A: meaning.slots(term.conditional.heads),
        B: meaning.slots(givenOf(term)),
      };
    case 'mutual-information':
      return {
        p: meaning.family(term.joint.family),
        A: meaning.slots(term.left.heads),
        B: meaning.slots(term.right.heads),
        C: meaning.slots(term.left.givens),
      };
    case 'variance':
      return { q: meaning.measure(term.measure), f: meaning.term(term.body) };
    case 'covariance':
      return { q: meaning.measure(term.measure), f: meaning.term(term.left), g: meaning.term(term.right) };
    default:
      return null;
  }
}

type MeanEntropy = Extract<Term, { tag: 'mean-entropy' }>;

const givenOf = ({ joint, conditional }: MeanEntropy): readonly Slot[] => joint.heads.slice(conditional.heads.length);

/** A conditional entropy given the least that matters. */
export function withLeastCondition(term: MeanEntropy, n: Normaliser): Change {
  if (!n.mayUse('entropy-independence')) return null;
  const conditional: Density = { ...term.conditional, givens: givenOf(term) };
  const least = leastGivens(conditional, n);
  if (least === null) return null;
  return n.rule('entropy-independence', {
    p: meaning.family(term.joint.family),
    A: meaning.slots(conditional.heads),
    B: meaning.slots(conditional.givens),
    C: meaning.slots(least),
  });
}
