/** How tightly a term binds as LaTeX sets it: as in text, but a fraction bar brackets what stands above and below it. */
import type { Index, Term } from '../kernel/term.js';
import { printNumber } from './numeral.js';
import { isInverse, type Rank, rankOf, ranks } from './rank.js';

/** The functions whose argument may stand without a bracket. */
export const prefixes: ReadonlyMap<string, string> = new Map([
  ['ln', '\\ln'],
  ['sin', '\\sin'],
  ['cos', '\\cos'],
  ['tanh', '\\tanh'],
]);

export const isShifted = (index: Index): boolean => index.base !== null && index.offset !== 0;

/** What is set with a minus sign in front: a negative number, or a product with a negative coefficient. */
export function isSigned(term: Term): boolean {
  const coefficient = term.tag === 'mul' ? term.factors[0] : term;
  return coefficient?.tag === 'num' && coefficient.value.num < 0n;
}

/** Whether a product is set as one fraction: no factor stands behind a divisor. */
function isFraction(factors: readonly Term[]): boolean {
  const divisor = factors.findIndex(isInverse);
  return divisor >= 0 && factors.slice(divisor).every(isInverse);
}

/** Whether an argument needs no bracket behind `\ln`: its end is plain to see. */
export const standsBare = (argument: Term): boolean => latexRank(argument) >= ranks.big && argument.tag !== 'pow';

export function latexRank(term: Term): Rank {
  switch (term.tag) {
    case 'mul':
      return isSigned(term) ? ranks.sum : isFraction(term.factors) ? ranks.factor : ranks.product;
    case 'num':
      return isSigned(term) ? ranks.sum : numberRank(printNumber(term.value));
    case 'pow':
      return isInverse(term) ? ranks.factor : ranks.power;
    case 'index':
      return isShifted(term.index) ? ranks.sum : ranks.atom;
    case 'fn':
      return functionRank(term.name, term.args);
    case 'call':
      return term.args.length === 0 && term.name.includes('^') ? ranks.power : ranks.atom;
    default:
      return rankOf(term);
  }
}

/** `3`, `\frac{1}{3}`, `2 \cdot 10^{20}` */
const numberRank = (text: string): Rank =>
  text.includes('e') ? ranks.product : text.includes('/') ? ranks.factor : ranks.atom;

/** A factor behind `\ln p(x)` would seem to belong to the argument. */
function functionRank(name: string, args: readonly Term[]): Rank {
  if (name === 'sqrt' || name === 'abs') return ranks.atom;
  if (name === 'lgamma') return ranks.big;
  return prefixes.has(name) && args.every(standsBare) ? ranks.big : ranks.power;
}
