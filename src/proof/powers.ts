/** Powers with exponents that are no numbers, of what is positive: of products, of powers, and by sums. */
import { add, integer, mul, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { factorsOf, type Normaliser, negated, termsOf } from './normaliser.js';

export function symbolicPower(term: Term, n: Normaliser): Change {
  if (term.tag !== 'pow' || term.exponent.tag === 'num') return null;
  const { base, exponent } = term;
  const [j, ...k] = termsOf(exponent);
  const [a, ...b] = factorsOf(base);
  if (j !== undefined && k.length > 0)
    return n.rule('power-sum', { a: meaning.term(base), j: meaning.term(j), k: meaning.term(add(k)) });
  if (a !== undefined && b.length > 0)
    return n.rule('power-product', { a: meaning.term(a), b: meaning.term(mul(b)), k: meaning.term(exponent) });
  const positive = negated(exponent);
  if (positive !== null) return asInverse(term, base, positive, n);
  if (base.tag !== 'pow') return null;
  return n.rule('power-power', {
    a: meaning.term(base.base),
    j: meaning.term(base.exponent),
    k: meaning.term(exponent),
  });
}

/** `r^{-l}` as `1 / r^l`. */
function asInverse(term: Term, base: Term, exponent: Term, n: Normaliser): Change {
  const change = n.reversed(
    n.rule('power-power', { a: meaning.term(base), j: meaning.term(exponent), k: meaning.term(integer(-1)) }),
  );
  if (change === null) return null;
  const same = n.congruence(term, [
    null,
    ringEquality((term as Extract<Term, { tag: 'pow' }>).exponent, mul([exponent, integer(-1)]), n),
  ]);
  return n.joined(same, change);
}
