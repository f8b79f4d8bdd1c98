/** Sides that have no value in any model: the logarithm of what is never positive. */
import { mayDependOn } from '../kernel/free.js';
import type { Kernel } from '../kernel/kernel.js';
import { someSubterm, type Term } from '../kernel/term.js';

/** A logarithm in the term of a number that is surely not positive; null where there is none that shows. */
export function valueless(term: Term, kernel: Kernel): Term | null {
  let found: Term | null = null;
  someSubterm(term, (part) => {
    const [argument] = part.tag === 'fn' && part.name === 'ln' ? part.args : [];
    if (argument !== undefined && isNeverPositive(argument, kernel)) found = part;
    return found !== null;
  });
  return found;
}

/** By the signs of the parts alone. */
function isNeverPositive(term: Term, kernel: Kernel): boolean {
  switch (term.tag) {
    case 'num':
      return term.value.num <= 0n;
    case 'add':
      return term.terms.every((part) => isNeverPositive(part, kernel));
    case 'mul': {
      const negative = term.factors.filter((factor) => !kernel.signs.nonnegative(factor));
      return negative.length === 1 && isNeverPositive(negative[0] as Term, kernel);
    }
    case 'expect':
    case 'draw':
      return isNeverPositive(term.body, kernel);
    case 'big':
      return term.op === 'sum' && isNeverPositive(term.body, kernel);
    case 'integral':
      return term.bounds === null && isNeverPositive(term.body, kernel);
    case 'grad':
      return !mayDependOn(term.body, [term.of], kernel.model);
    default:
      return false;
  }
}
