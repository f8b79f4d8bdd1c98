/** Proofs of `left >= right`: by an equality, by bounding one subterm, or by a difference that is not negative. */
import { Refusal, type Theorem } from '../kernel/kernel.js';
import { integer, type Term } from '../kernel/term.js';
import { boundsByPartOf, boundsOf } from './bounds.js';
import type { Change } from './deriver.js';
import { difference, equality, moved, ringEquality } from './equality.js';
import { byGibbs } from './gibbs.js';
import type { Normaliser } from './normaliser.js';
import { squareIsNonnegative } from './squares.js';

/** `left >= right`, or null. */
export function inequality(left: Term, right: Term, lemmas: readonly Theorem[], n: Normaliser): Theorem | null {
  return (
    byBound(left, right, n) ??
    byBoundOfDefinitions(left, right, n) ??
    firstOf(lemmas, (lemma) => byLemma(left, right, lemma, n)) ??
    byDifference(left, right, (term) => n.normal(term), n) ??
    byDifference(left, right, (term) => n.ring(term), n) ??
    byGibbs(left, right, n) ??
    byPart(left, right, n)
  );
}

function firstOf<T, R>(items: readonly T[], make: (item: T) => R | null): R | null {
  for (const item of items) {
    const made = make(item);
    if (made !== null) return made;
  }
  return null;
}

/** One subterm of the left side bounded from below, or of the right side from above. */
function byBound(left: Term, right: Term, n: Normaliser): Theorem | null {
  const below = boundsOf(left, n).filter(({ direction }) => direction === 'below');
  const first = firstOf(below, ({ theorem }) => {
    const rest = equality(theorem.statement.right, right, n);
    return rest === null ? null : n.joined(theorem, rest);
  });
  if (first !== null) return first;
  const above = boundsOf(right, n).filter(({ direction }) => direction === 'above');
  return firstOf(above, ({ theorem }) => {
    const rest = equality(left, theorem.statement.left, n);
    return rest === null ? null : n.joined(rest, theorem);
  });
}

/** A term that is not negative left out of a sum on the left side, and then perhaps a subterm bounded. */
function byPart(left: Term, right: Term, n: Normaliser): Theorem | null {
  const below = boundsByPartOf(left, n).filter(({ direction }) => direction === 'below');
  const end = (part: Theorem, close: (term: Term) => Theorem | null): Theorem | null => {
    const rest = close(part.statement.right);
    return rest === null ? null : n.joined(part, rest);
  };
  return (
    firstOf(below, ({ theorem }) => end(theorem, (term) => equality(term, right, n))) ??
    firstOf(below, ({ theorem }) => end(theorem, (term) => byBound(term, right, n)))
  );
}

/** The same where the functionals stand for their definitions. */
function byBoundOfDefinitions(left: Term, right: Term, n: Normaliser): Theorem | null {
  const [a, b] = [n.unfolded(left), n.unfolded(right)];
  if (a === null && b === null) return null;
  const middle = byBound(a?.statement.right ?? left, b?.statement.right ?? right, n);
  return middle === null ? null : n.joined(n.joined(a, middle), n.reversed(b));
}

/** The difference of the sides is that of a lemma's. */
function byLemma(left: Term, right: Term, lemma: Theorem, n: Normaliser): Theorem | null {
  const { left: a, right: b } = lemma.statement;
  const same = equality(difference(left, right), difference(a, b), n);
  if (same === null) return null;
  const lower = n.kernel.monotone(difference(a, b), 0, lemma);
  if (lower instanceof Refusal) return null;
  const zero = ringEquality(lower.statement.right, integer(0), n);
  const positive = zero === null ? null : n.joined(n.joined(same, lower), zero);
  return positive === null ? null : moved(left, right, positive, n);
}

const mostBounds = 40;

/** The difference, in some normal form, its subterms bounded one after another until nothing is left. */
function byDifference(left: Term, right: Term, tidy: (term: Term) => Change, n: Normaliser): Theorem | null {
  const start = difference(left, right);
  let theorem: Change = tidy(start);
  for (let i = 0; i < mostBounds; i++) {
    const term = theorem?.statement.right ?? start;
    if (n.same(term, integer(0))) return theorem === null ? null : moved(left, right, theorem, n);
    const last =
      squareIsNonnegative(term, n) ??
      boundsOf(term, n).find(({ direction }) => direction === 'below')?.theorem ??
      n.rule('nonnegative', { a: { kind: 'term', term } });
    if (last === null) return null;
    theorem = n.joined(theorem, last);
    theorem = n.joined(theorem, tidy((theorem as Theorem).statement.right));
  }
  return null;
}
