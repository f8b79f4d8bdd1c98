/** Statements up to a factor, or a term, that is free of some variables. */
import { mayDependOn } from '../kernel/free.js';
import { Refusal, type Theorem } from '../kernel/kernel.js';
import type { Model } from '../kernel/model.js';
import { add, inverse, mul, neg, type Term, type VarRef } from '../kernel/term.js';
import { equality } from './equality.js';
import type { Normaliser } from './normaliser.js';

const isFreeOf = (term: Term, free: readonly VarRef[], model: Model): boolean => !mayDependOn(term, free, model);

/** `left propto right`: their ratio is free of the variables. */
export function proportion(left: Term, right: Term, free: readonly VarRef[], n: Normaliser): Theorem | null {
  const factor = n.formOf(mul([left, inverse(right)]));
  if (!isFreeOf(factor, free, n.kernel.model)) return null;
  const whole = equality(left, mul([factor, right]), n);
  if (whole === null) return null;
  const result = n.kernel.proportional(whole, factor, right, free);
  return result instanceof Refusal ? null : result;
}

/** `left = right + const`: their difference is free of the variables. */
export function shift(left: Term, right: Term, free: readonly VarRef[], n: Normaliser): Theorem | null {
  const rest = n.formOf(add([left, neg(right)]));
  if (!isFreeOf(rest, free, n.kernel.model)) return null;
  const whole = equality(left, add([rest, right]), n);
  if (whole === null) return null;
  const result = n.kernel.shifted(whole, rest, right, free);
  return result instanceof Refusal ? null : result;
}
