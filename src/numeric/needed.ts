/** What of a line must have a value for a side to have one, and what falls off by itself. */
import type { Domain, Model } from '../kernel/model.js';
import { declaredName } from '../kernel/reference.js';
import { type Density, someSubterm, type Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { isDensityProduct, isProductOf } from './evaluate.js';

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

/**
 * Whether all that falls off in a term does so over lengths of the model, not over one that the author writes, as
 * `exp(-(x / 10^6)^2)` does: then what stays up far out stays up.
 */
export function fallsWithModel(term: Term, model: Model): boolean {
  for (const part of subterms(term, model)) if (!hasModelLength(part, model)) return false;
  return true;
}

const isPlainFactor = ({ tag }: Term): boolean => ['num', 'ref', 'apply', 'density'].includes(tag);

function hasModelLength(part: Term, model: Model): boolean {
  switch (part.tag) {
    case 'law':
      return false;
    case 'fn':
      // Logarithms of sums may fall off together: ln(a + x^2) - ln(b + x^2).
      return part.name === 'ln' && part.args.every((arg) => isProductOf(arg, isPlainFactor));
    case 'apply':
      return part.args.every(({ tag }) => tag === 'ref');
    case 'density': {
      const values = [...part.heads, ...part.givens].map(({ value }) => value);
      return isAbstract(part, model) && values.every(({ tag }) => tag === 'ref' || tag === 'num');
    }
    case 'pow': {
      const isWhole = part.exponent.tag === 'num' && part.exponent.value.den === 1n && part.exponent.value.num > 0n;
      return isWhole || isDensityProduct(part);
    }
    default:
      return true;
  }
}

/** Whether a factor may be zero in all models. */
function mayVanish(factor: Term, model: Model): boolean {
  switch (factor.tag) {
    case 'num':
      return factor.value.num === 0n;
    case 'density':
      return !isAbstract(factor, model);
    case 'ref':
    case 'apply':
      if (!isContinuousDomain(domainOf(factor, model))) return true;
      return model.assumptions.some(({ left, right }) => [left, right].some((side) => mentions(side, factor)));
    case 'pow':
      return mayVanish(factor.base, model);
    case 'mul':
      return factor.factors.some((part) => mayVanish(part, model));
    default:
      return true;
  }
}

const isAbstract = ({ family }: Density, model: Model): boolean =>
  model.families.get(family)?.factors.every(({ form }) => form === null) ?? false;

/** A range or a list of numbers may hold 0 alone. */
const isContinuousDomain = (domain: Domain | null): boolean =>
  domain === null || ['real', 'positive', 'unit'].includes(domain.tag);

const domainOf = (factor: Extract<Term, { tag: 'ref' | 'apply' }>, model: Model): Domain | null =>
  (factor.tag === 'ref' ? model.variables.get(declaredName(factor.ref.name)) : model.functions.get(factor.name))
    ?.domain ?? null;

const nameOf = (term: Term): string | null =>
  term.tag === 'ref' ? term.ref.name : term.tag === 'apply' ? term.name : null;

const mentions = (side: Term, factor: Term): boolean =>
  someSubterm(side, (part) => nameOf(part) !== null && nameOf(part) === nameOf(factor));
