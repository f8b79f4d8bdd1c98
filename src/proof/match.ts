/**
 * Matching: what the metavariables of a pattern may stand for, so that the pattern is a given term up to the order and
 * grouping of sums, products, measures, slots and variables, and up to the names of bound variables and letters.
 * Matches are proposals. Whether a condition allows one, and whether it is a theorem, the kernel says.
 */
import type { Kernel } from '../kernel/kernel.js';
import { kindsOf } from '../kernel/kinds.js';
import type { Substitution } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import { isInstance, type Kinds } from './match-group.js';
import { Matcher } from './match-term.js';

const mostMatches = 200;

const kindsIn = (pattern: Term): Kinds => kindsOf({ left: pattern, right: pattern });

/**
 * The substitutions under which the pattern is the term, to the kernel's eye the same; the most specific first: a
 * metavariable of a sum or a product stands for one of its parts before it stands for several. Without `kinds` the
 * pattern's own places tell what each metavariable stands for. Nothing is thrown; where there are too many ways of
 * matching, only the first of them are tried.
 */
export function* matches(
  pattern: Term,
  term: Term,
  kernel: Kernel,
  kinds: Kinds = kindsIn(pattern),
): Generator<Substitution, void> {
  const isMatch = (by: Substitution): boolean => isInstance(pattern, by, term, kernel);
  let left = mostMatches;
  for (const by of new Matcher(kernel, kinds).term(pattern, term, {})) {
    if (!isMatch(by)) continue;
    yield by;
    if (--left === 0) return;
  }
}
