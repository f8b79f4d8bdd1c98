/**
 * Fractions whose denominator is a sum: `a / (a + b)` is `1 - b / (a + b)`. Of each denominator the largest term is
 * taken out of what stands over it, so that equal fractions come to the same.
 */
import { add, inverse, mul, neg, num, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { factorsOf, type Normaliser, termsOf } from './normaliser.js';

/** A sum with its largest term as a coefficient and the other factors. */
interface Denominator {
  readonly sum: Term;
  readonly coefficient: Term;
  readonly factors: readonly Term[];
  readonly rest: Term;
}

export function withoutLargest(term: Term, n: Normaliser): Change {
  if (term.tag !== 'mul') return null;
  for (const factor of term.factors) {
    const denominator = denominatorOf(factor, n);
    const others = denominator === null ? null : without(term.factors, [...denominator.factors, factor], n);
    if (denominator === null || others === null) continue;
    const change = reduced(term, denominator, [...others, ...restOfPower(factor)], n);
    if (change !== null) return change;
  }
  return null;
}

/** The sum under a fraction bar and how often it stands there: `1/s^2`, or `(1/s)^2`. */
function under(factor: Term): readonly [sum: Term, times: bigint] | null {
  const [base, power] = powerOf(factor);
  const [sum, inner] = power > 0n ? powerOf(base) : [base, 1n];
  const times = -power * inner;
  return sum.tag === 'add' && times > 0n && times < 10n ? [sum, times] : null;
}

/** The sum under a fraction bar, where something else than a number is its largest term. */
function denominatorOf(factor: Term, n: Normaliser): Denominator | null {
  const [sum] = under(factor) ?? [];
  if (sum === undefined) return null;
  const [largest, ...rest] = [...termsOf(sum)].sort((a, b) => order(b, n) - order(a, n));
  if (largest === undefined || rest.length === 0) return null;
  const [first, ...more] = factorsOf(largest);
  const isCounted = first?.tag === 'num';
  const factors = isCounted ? more : factorsOf(largest);
  return factors.length === 0
    ? null
    : { sum, coefficient: isCounted ? first : num({ num: 1n, den: 1n }), factors, rest: add(rest) };
}

/** Monomials by their degree, and then by what they are. */
function order(term: Term, n: Normaliser): number {
  const factors = factorsOf(term).filter(({ tag }) => tag !== 'num');
  return factors.length * 1e9 + n.kernel.identity.of(mul(factors));
}

/** `1/s` of `1/s^2` is left when another is used. */
function restOfPower(factor: Term): readonly Term[] {
  const [sum, times] = under(factor) ?? [];
  return sum === undefined || times === undefined || times === 1n
    ? []
    : [{ tag: 'pow', base: sum, exponent: num({ num: 1n - times, den: 1n }) }];
}

/** What is left of some factors when others are taken out of them, also of their powers. */
function without(factors: readonly Term[], taken: readonly Term[], n: Normaliser): Term[] | null {
  const left = [...factors];
  for (const one of taken) {
    const [base, times] = powerOf(one);
    const at = left.findIndex((other) => {
      const [own, most] = powerOf(other);
      return n.same(own, base) && (times < 0n ? most === times : most >= times);
    });
    if (at < 0) return null;
    const more = powerOf(left[at] as Term)[1] - times;
    left.splice(at, 1, ...(more === 0n ? [] : [{ tag: 'pow' as const, base, exponent: num({ num: more, den: 1n }) }]));
  }
  return left;
}

/** A factor as a whole power. */
function powerOf(factor: Term): readonly [Term, bigint] {
  if (factor.tag !== 'pow' || factor.exponent.tag !== 'num' || factor.exponent.value.den !== 1n) return [factor, 1n];
  return [factor.base, factor.exponent.value.num];
}

/** A sum without fractions in its terms, times what these are fractions of: `1 + b/a` is `(a + b) / a`. */
export function overOne(sum: Term, n: Normaliser): Change {
  const terms = termsOf(sum);
  if (terms.length < 2) return null;
  const under = terms
    .flatMap(factorsOf)
    .filter((factor) => powerOf(factor)[1] < 0n && n.kernel.signs.positive(powerOf(factor)[0]));
  const [first] = under;
  if (first === undefined) return null;
  const [base, times] = powerOf(first);
  const most = under.flatMap((factor) => (n.same(powerOf(factor)[0], base) ? [powerOf(factor)[1]] : []));
  const least = most.reduce((a, b) => (a < b ? a : b), times);
  const power = (exponent: bigint): Term => ({ tag: 'pow', base, exponent: num({ num: exponent, den: 1n }) });
  const whole = n.ring(mul([power(-least), sum]))?.statement.right;
  return whole === undefined ? null : ringEquality(sum, mul([power(least), whole]), n);
}

/** The inverse of a sum with fractions in its terms. */
export function inverseOverOne(term: Term, n: Normaliser): Change {
  if (term.tag !== 'pow' || term.base.tag !== 'add' || powerOf(term)[1] >= 0n) return null;
  const change = n.congruence(term, [overOne(term.base, n), null]);
  return n.followed(term, change, (next) => {
    const [a, b] = next.tag === 'pow' && next.base.tag === 'mul' ? next.base.factors : [];
    if (next.tag !== 'pow' || a === undefined || b === undefined) return null;
    return n.rule('power-product', { a: meaning.term(a), b: meaning.term(b), k: meaning.term(next.exponent) });
  });
}

/** `m r / s` is `(r - (s - m) r / s)` by its coefficient. */
function reduced(term: Term, { sum, coefficient, rest }: Denominator, others: readonly Term[], n: Normaliser): Change {
  const one = n.rule('cancellation', { a: meaning.term(sum) });
  if (one === null || coefficient.tag !== 'num') return null;
  const { num: a, den: b } = coefficient.value;
  const by = num(a < 0n ? { num: -b, den: -a } : { num: b, den: a });
  const whole = mul([by, ...others, one.statement.left]);
  const less = neg(mul([by, ...others, rest, inverse(sum)]));
  const apart = ringEquality(term, add([whole, less]), n);
  if (apart === null) return null;
  return n.followed(term, apart, (next) => {
    const product = n.congruence(whole, [null, ...others.map(() => null), one]);
    return n.congruence(next, [product, null]);
  });
}
