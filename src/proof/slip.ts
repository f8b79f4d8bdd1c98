/** The one mistake in the terms of the right side that accounts for all of left minus right. */
import { type Rational, rational } from '../kernel/rational.js';
import { add, mul, num, type Term } from '../kernel/term.js';
import type { Normaliser } from './normaliser.js';

/** The line holds, by the rules, with the term taken so many times. */
export interface Slip {
  readonly term: Term;
  readonly times: Rational;
}

/** How often a term should have been taken: the other sign, not at all, twice, half ... */
const likely: readonly Rational[] = [
  rational(-1n, 1n),
  rational(0n, 1n),
  rational(2n, 1n),
  rational(1n, 2n),
  rational(-2n, 1n),
  rational(-1n, 2n),
  rational(3n, 1n),
  rational(1n, 3n),
];

/** More terms than this are not gone through. */
const mostTerms = 12;

export function slipOf(residual: Term, right: Term, n: Normaliser): Slip | null {
  const terms = right.tag === 'add' ? right.terms : [right];
  if (terms.length > mostTerms) return null;
  for (const times of likely) {
    // left - right is to be taken up by the term: left = right + (times - 1) term.
    const less = rational(times.den - times.num, times.den);
    const term = terms.find((t) => isZero(n.formOf(add([residual, mul([num(less), t])]))));
    if (term !== undefined) return { term, times };
  }
  return null;
}

const isZero = (term: Term): boolean => term.tag === 'num' && term.value.num === 0n;
