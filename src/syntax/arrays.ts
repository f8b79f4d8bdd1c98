/** Arrays as values: terms are numbers, whose products commute, so that no arithmetic is done with arrays. */
import type { Model } from '../kernel/model.js';
import { children, someSubterm, type Term } from '../kernel/term.js';

/** Whether a term stands for an array: a variable of such a domain, or a mean or a sum of these. */
function isArray(term: Term, model: Model): boolean {
  switch (term.tag) {
    case 'ref':
      return model.variables.get(term.ref.name)?.domain?.tag === 'array';
    case 'expect':
    case 'integral':
    case 'draw':
    case 'big':
      return isArray(term.body, model);
    default:
      return false;
  }
}

const arithmetic: ReadonlySet<Term['tag']> = new Set([
  'add',
  'mul',
  'pow',
  'fn',
  'call',
  'grad',
  'variance',
  'covariance',
]);

/** Whether a term is an array, or something is worked out of arrays in it other than by functions that are not known. */
export const takesArraysForNumbers = (term: Term, model: Model): boolean =>
  isArray(term, model) ||
  someSubterm(
    term,
    (part) =>
      (arithmetic.has(part.tag) || (part.tag === 'big' && part.op === 'prod')) &&
      children(part).some((child) => isArray(child, model)),
  );
