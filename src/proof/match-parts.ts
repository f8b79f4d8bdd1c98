/** The parts of sums and products, in terms and in patterns. */
import { spread } from '../kernel/identity.js';
import { countName, usesIn } from '../kernel/kinds.js';
import type { Term } from '../kernel/term.js';

/** A metavariable, which takes any number of parts; `count(n)` is a single one. */
export const isGroup = (part: Term): part is Extract<Term, { tag: 'meta' }> =>
  part.tag === 'meta' && countName(part.name) === null;

/** A sum of one term, a product of one factor as that part. */
export function simplified(term: Term): Term {
  if (term.tag !== 'add' && term.tag !== 'mul') return term;
  const [only, ...others] = spread(term, term.tag);
  return only === undefined || others.length > 0 ? term : simplified(only);
}

/** The parts of a term, which is itself the only one where it is no sum or product; so are 0 and 1. */
export function partsOf(term: Term, tag: 'add' | 'mul'): readonly Term[] {
  const parts = spread(term, tag);
  return parts.length === 0 ? [term] : parts;
}

/** The more a part leaves open, the later it is matched; last what counts something that others must tell. */
export function difficulty(pattern: Term): number {
  const uses = usesIn(pattern);
  return uses.some(({ place }) => place === 'count') ? Number.POSITIVE_INFINITY : uses.length;
}
