/** Where equals may stand for equals, and when one measure may stand for another. */
import { joinRefs } from './adjacent.js';
import { headsOf } from './free.js';
import type { Model } from './model.js';
import { canonicalRef, declaredName } from './reference.js';
import type { Measure, Term } from './term.js';

const standsOverMeasures: ReadonlySet<Term['tag']> = new Set([
  'kl',
  'entropy',
  'cross-entropy',
  'mean-entropy',
  'mutual-information',
]);

/** Measures are replaced by `measure` alone, and what functionals stand over not at all. */
export function isReplaceable(term: Term, at: number, model: Model): boolean {
  if (standsOverMeasures.has(term.tag)) return false;
  if (term.tag === 'expect' || term.tag === 'variance' || term.tag === 'covariance') return at >= term.measure.length;
  if (term.tag !== 'integral' || term.bounds === null || at < 2) return true;
  // A theorem of the variable on its domain says nothing of it outside, where the bounds may lead.
  return term.vars.every(({ name }) =>
    ['real', undefined].includes(model.variables.get(declaredName(name))?.domain?.tag),
  );
}

/** Whether two products of measures bind the same variables. */
export function sameHeads(a: readonly Measure[], b: readonly Measure[], model: Model): boolean {
  const heads = (measures: readonly Measure[]): string => {
    const refs = joinRefs(measures.flatMap(headsOf), model).map((ref) => JSON.stringify(canonicalRef(ref, model)));
    return [...new Set(refs)].sort().join();
  };
  return heads(a) === heads(b);
}
