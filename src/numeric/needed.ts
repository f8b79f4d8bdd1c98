/** What of a line must have a value for a side to have one. */
import type { Model } from '../kernel/model.js';
import { someSubterm, type Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';

/**
 * Parts without the value of which a term has none, in some model at least: all but what may be multiplied by zero, and
 * what stands inside a function.
 */
export function* neededParts(term: Term, model: Model): Generator<Term> {
  yield term;
  switch (term.tag) {
    case 'add':
      for (const part of term.terms) yield* neededParts(part, model);
      break;
    case 'mul': {
      const vanishing = term.factors.filter((factor) => mayVanish(factor, model));
      for (const part of vanishing.length === 0 ? term.factors : vanishing.length === 1 ? vanishing : [])
        yield* neededParts(part, model);
      break;
    }
    case 'pow':
      if (term.exponent.tag === 'num' && term.exponent.value.num > 0n) yield* neededParts(term.base, model);
      break;
    case 'expect':
    case 'draw':
      yield* neededParts(term.body, model);
      break;
    case 'integral':
      if (term.bounds === null) yield* neededParts(term.body, model);
      break;
    case 'big':
      if (term.op === 'sum') yield* neededParts(term.body, model);
      break;
  }
}

/** Whether a term needs the value of each of its integrals. */
export function needsIntegrals(term: Term, model: Model): boolean {
  const needed = new Set(neededParts(term, model));
  for (const part of subterms(term, model)) if (part.tag === 'integral' && !needed.has(part)) return false;
  return true;
}

/** Whether a factor may be zero in all models. */
function mayVanish(factor: Term, model: Model): boolean {
  switch (factor.tag) {
    case 'num':
      return factor.value.num === 0n;
    case 'density':
    case 'law':
      return false;
    case 'ref':
    case 'apply':
      return model.assumptions.some(({ left, right }) => [left, right].some((side) => mentions(side, factor)));
    case 'pow':
      return mayVanish(factor.base, model);
    case 'mul':
      return factor.factors.some((part) => mayVanish(part, model));
    default:
      return true;
  }
}

const nameOf = (term: Term): string | null =>
  term.tag === 'ref' ? term.ref.name : term.tag === 'apply' ? term.name : null;

const mentions = (side: Term, factor: Term): boolean =>
  someSubterm(side, (part) => nameOf(part) !== null && nameOf(part) === nameOf(factor));
