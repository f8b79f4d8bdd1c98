/**
 * Arrays as values: variables with such a domain, members taken together, gradients by these, and what is linear in one.
 * Terms are numbers, whose products commute: of arrays only sums, means and multiples are formed.
 */
import type { Model } from './model.js';
import { declaredName, isMember } from './reference.js';
import type { Term, VarRef } from './term.js';

/** Whether a variable's values are arrays. */
const hasArrayValues = ({ name }: VarRef, model: Model): boolean =>
  model.variables.get(declaredName(name))?.domain?.tag === 'array';

/**
 * Whether a term stands for an array, or takes one for a number; told of its direct subterms which are arrays. What a
 * definition stands for is told by its body.
 */
export function arrayKind(term: Term, isArray: readonly boolean[], model: Model): 'number' | 'array' | 'fault' {
  const some = isArray.some(Boolean);
  switch (term.tag) {
    case 'ref':
      return !isMember(term.ref) || hasArrayValues(term.ref, model) ? 'array' : 'number';
    case 'grad':
      return some || hasArrayValues(term.of, model) ? 'array' : 'number';
    case 'apply':
    case 'density':
    case 'law':
      return 'number';
    case 'add':
      return some ? sumKind(term.terms, isArray) : 'number';
    case 'mul':
      return isArray.filter(Boolean).length > 1 ? 'fault' : some ? 'array' : 'number';
    case 'expect':
    case 'integral':
    case 'draw':
      return !some ? 'number' : isArray.slice(0, -1).some(Boolean) ? 'fault' : 'array';
    case 'big':
      return !some ? 'number' : term.op === 'sum' ? 'array' : 'fault';
    default:
      return some ? 'fault' : 'number';
  }
}

/** Arrays add up with arrays, and with a zero. */
function sumKind(terms: readonly Term[], isArray: readonly boolean[]): 'array' | 'fault' {
  const isZero = (term: Term): boolean => term.tag === 'num' && term.value.num === 0n;
  return terms.every((term, i) => isArray[i] || isZero(term)) ? 'array' : 'fault';
}
