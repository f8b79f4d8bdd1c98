/** Absolute values: factors that are not negative outside, and no sign inside. */
import { integer, mul, neg, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { factorsOf, type Normaliser, negated } from './normaliser.js';

type Fn = Extract<Term, { tag: 'fn' }>;

export const normalAbsolute = (term: Fn, n: Normaliser): Change =>
  n.chain(
    term,
    (t) => n.inside(t, (child) => n.normal(child)),
    (t) => withoutSign(t as Fn, n),
    (t) => outside(t as Fn, n),
  );

function withoutSign(term: Fn, n: Normaliser): Change {
  const arg = term.args[0] as Term;
  const plain = negated(arg);
  const sign = plain === null ? null : n.rule('absolute-sign', { a: meaning.term(plain) });
  return plain === null ? null : n.joined(n.congruence(term, [ringEquality(arg, neg(plain), n)]), sign);
}

function outside(term: Fn, n: Normaliser): Change {
  const factors = factorsOf(term.args[0] as Term);
  const positive = factors.filter((factor) => n.kernel.signs.nonnegative(factor));
  const rest = factors.filter((factor) => !positive.includes(factor));
  if (rest.length === 0) return n.rule('absolute-value', { a: meaning.term(mul(positive)) });
  if (positive.length === 0) return null;
  const change = n.rule('absolute-product', { a: meaning.term(mul(positive)), b: meaning.term(mul(rest)) });
  return change !== null && n.same(change.statement.left, term) ? change : null;
}

export function squareOfAbsolute(term: Term, n: Normaliser): Change {
  if (term.tag !== 'pow' || term.base.tag !== 'fn' || term.base.name !== 'abs') return null;
  if (!n.same(term.exponent, integer(2))) return null;
  return n.rule('absolute-square', { a: meaning.term(term.base.args[0] as Term) });
}
