/** What an expectation, a divergence or an entropy is taken over. */
import type { Expr, Span } from '../../grammar/ast.js';
import { headsOf, overlap } from '../kernel/free.js';
import type { Measure, Term } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { isOpenSlot } from './pattern.js';
import { printRef } from './print.js';
import type { Scope } from './scope.js';

/** The measures of an E, a KL, an H: densities, laws, and plates' products of them. */
export function elaborateMeasures(scope: Scope, exprs: readonly Expr[], span: Span): Measure[] {
  const measures = exprs.flatMap((expr) => flattenMeasure(elaborate(scope, expr), span));
  return measures.length === 0 ? fail(span, 'not-a-measure', {}) : measures;
}

function flattenMeasure(term: Term, span: Span): Measure[] {
  if (term.tag === 'mul') return term.factors.flatMap((factor) => flattenMeasure(factor, span));
  if (term.tag === 'meta') return [term];
  if (term.tag === 'density' && term.heads.every((slot) => slot.value.tag === 'ref' || isOpenSlot(slot))) return [term];
  if (term.tag === 'law' && (term.point.tag === 'ref' || term.point.tag === 'meta')) return [term];
  if (term.tag === 'big' && term.op === 'prod') {
    flattenMeasure(term.body, span);
    return [term];
  }
  return fail(span, 'not-a-measure', {});
}

/** The heads of a measure are distinct. */
export function checkDistinct(scope: Scope, measures: readonly Measure[], span: Span): void {
  const heads = measures.flatMap(headsOf);
  const twice = heads.find((head, i) => heads.some((other, j) => j < i && overlap(head, other)));
  if (twice !== undefined) fail(span, 'head-twice', { member: printRef(twice, scope.model) });
}
