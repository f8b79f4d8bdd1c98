/** Equalities by normal forms, and what follows from a difference that is not negative. */
import { Refusal, type Theorem } from '../kernel/kernel.js';
import { add, neg, type Term } from '../kernel/term.js';
import type { Change } from './deriver.js';
import type { Normaliser } from './normaliser.js';

/** An equality by normal forms; null where they differ, or where the terms are one to the kernel (`same`). */
export function equality(left: Term, right: Term, n: Normaliser): Theorem | null {
  const [a, b] = [n.normal(left), n.normal(right)];
  const forward = a?.statement.right ?? left;
  const back = b?.statement.right ?? right;
  if (!n.same(forward, back)) return null;
  const middle = n.kernel.same(forward, back);
  const changes = [a, middle instanceof Refusal ? null : middle, n.reversed(b)];
  return changes.reduce<Change>((all, change) => n.joined(all, change), null);
}

export const difference = (left: Term, right: Term): Term => add([left, neg(right)]);

/** From `left - right >= 0`. */
export function moved(left: Term, right: Term, positive: Theorem, n: Normaliser): Theorem | null {
  const sum = add([difference(left, right), right]);
  const grown = n.kernel.monotone(sum, 0, positive);
  if (grown instanceof Refusal) return null;
  const [from, to] = [n.kernel.procedure({ name: 'ring' }, left), n.kernel.procedure({ name: 'ring' }, sum)];
  if (from instanceof Refusal || to instanceof Refusal || !n.same(from.statement.right, to.statement.right))
    return null;
  const start = n.joined(from, n.reversed(to));
  const end = ringEquality(grown.statement.right, right, n);
  return end === null ? null : n.joined(n.joined(start, grown), end);
}

export function ringEquality(left: Term, right: Term, n: Normaliser): Theorem | null {
  const [a, b] = [n.kernel.procedure({ name: 'ring' }, left), n.kernel.procedure({ name: 'ring' }, right)];
  if (a instanceof Refusal || b instanceof Refusal || !n.same(a.statement.right, b.statement.right)) return null;
  return n.joined(a, n.reversed(b));
}
