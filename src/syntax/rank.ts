/** How tightly the printed form of a term binds, so that brackets stand where the grammar needs them. */
import type { Term } from '../kernel/term.js';
import { isDecimal } from './numeral.js';

export const ranks = { sum: 0, integrals: 1, product: 2, big: 3, factor: 4, power: 5, atom: 6 } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];

/** How tightly a term's outermost operator binds. */
export function rankOf(term: Term): Rank {
  switch (term.tag) {
    case 'add':
      return ranks.sum;
    case 'mul':
      return isNegative(term) ? ranks.sum : ranks.product;
    case 'num':
      return isNegative(term) ? ranks.sum : isDecimal(term.value) ? ranks.atom : ranks.product;
    case 'big':
      return ranks.big;
    case 'integral':
      // A second differential would close an integral further out.
      return term.counting ? ranks.big : term.vars.length > 1 ? ranks.integrals : ranks.factor;
    case 'pow':
      return isInverse(term) ? ranks.product : ranks.power;
    case 'fn':
      // `ln (x)^2` is the logarithm of the square.
      return ranks.power;
    case 'ref':
      // A name may carry a superscript of its own, and two powers do not stand side by side.
      return term.ref.name.includes('^') ? ranks.power : ranks.atom;
    default:
      return ranks.atom;
  }
}

/** What prints behind a fraction bar. */
export const isInverse = (term: Term): term is Inverse =>
  term.tag === 'pow' && term.exponent.tag === 'num' && term.exponent.value.num < 0n;

export type Inverse = Extract<Term, { tag: 'pow' }> & { readonly exponent: Extract<Term, { tag: 'num' }> };

/** What prints with a minus sign in front: a negative number, or a product that begins with one. */
export function isNegative(term: Term): boolean {
  const first = term.tag === 'mul' ? term.factors[0] : term;
  return first?.tag === 'num' && first.value.num < 0n;
}
