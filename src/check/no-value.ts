/** Sides that have no value in any model: the logarithm of what is never positive. */
import type { Signs } from '../kernel/sign.js';
import { someSubterm, type Term } from '../kernel/term.js';

/** A logarithm in the term of a number that is surely not positive; null where there is none that shows. */
export function valueless(term: Term, signs: Signs): Term | null {
  let found: Term | null = null;
  someSubterm(term, (part) => {
    const [argument] = part.tag === 'fn' && part.name === 'ln' ? part.args : [];
    if (argument !== undefined && isNeverPositive(argument, signs)) found = part;
    return found !== null;
  });
  return found;
}

/** By the signs of the parts alone. */
function isNeverPositive(term: Term, signs: Signs): boolean {
  switch (term.tag) {
    case 'num':
      return term.value.num <= 0n;
    case 'add':
      return term.terms.every((part) => isNeverPositive(part, signs));
    case 'mul': {
      const negative = term.factors.filter((factor) => !signs.nonnegative(factor));
      return negative.length === 1 && isNeverPositive(negative[0] as Term, signs);
    }
    case 'expect':
    case 'draw':
      return isNeverPositive(term.body, signs);
    case 'big':
      return term.op === 'sum' && isNeverPositive(term.body, signs);
    case 'integral':
      return term.bounds === null && isNeverPositive(term.body, signs);
    default:
      return false;
  }
}
