/** Sums that are the square of a sum, `a^2 - 2 a b + b^2`. */
import { Refusal } from '../kernel/kernel.js';
import { add, integer, mul, neg, num, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { factorsOf, type Normaliser, termsOf } from './normaliser.js';

/** A square of more terms has more signs to try. */
const mostRoots = 4;

/** That a sum is not negative because it is a square. */
export function squareIsNonnegative(term: Term, n: Normaliser): Change {
  const roots = termsOf(term).flatMap((part) => rootOf(part) ?? []);
  const [first, ...rest] = roots;
  if (first === undefined || rest.length === 0 || roots.length > mostRoots) return null;
  for (let signs = 0; signs < 2 ** rest.length; signs++) {
    const root = add([first, ...rest.map((other, i) => (signs & (1 << i) ? neg(other) : other))]);
    const same = ringEquality(term, { tag: 'pow', base: root, exponent: integer(2) }, n);
    const bound = same === null ? null : n.rule('square-nonnegative', { f: meaning.term(root) });
    const joined = same === null || bound === null ? null : n.kernel.transitivity(same, bound);
    if (joined !== null && !(joined instanceof Refusal)) return joined;
  }
  return null;
}

/** The square root of a monomial; null where it is none of a monomial. */
function rootOf(term: Term): Term | null {
  const roots = factorsOf(term).map(rootOfFactor);
  return roots.some((root) => root === null) ? null : mul(roots as Term[]);
}

function rootOfFactor(factor: Term): Term | null {
  if (factor.tag === 'num') {
    const [a, b] = [integerRoot(factor.value.num), integerRoot(factor.value.den)];
    return a === null || b === null ? null : num({ num: a, den: b });
  }
  if (factor.tag !== 'pow' || factor.exponent.tag !== 'num') return null;
  const { num: times, den } = factor.exponent.value;
  if (den !== 1n || times % 2n !== 0n) return null;
  return times === 2n ? factor.base : { ...factor, exponent: num({ num: times / 2n, den: 1n }) };
}

function integerRoot(value: bigint): bigint | null {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const root = BigInt(Math.round(Math.sqrt(Number(value))));
  return root * root === value ? root : null;
}
