/**
 * Whether grids hold all of the mass of what is averaged: far from where a density is looked for it may have a second peak.
 * Each average of 1 less 1, under what is averaged over around it, is zero where they do.
 */
import { unfoldFunctional } from '../kernel/definitions.js';
import { headsOf } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { unfoldCall } from '../kernel/procedure.js';
import { add, children, expect, integer, type Measure, mul, neg, type Term } from '../kernel/term.js';

/** Terms that vanish where every average of a term is over all of its measure. */
export function missingMasses(term: Term, model: Model): readonly Term[] {
  const unfolded = term.tag === 'call' ? unfoldCall(term, model) : unfoldFunctional(term);
  if (unfolded !== null) return missingMasses(unfolded, model);
  switch (term.tag) {
    case 'expect':
      return [missing(expect(term.measure, one)), ...within(term.body, model, (body) => expect(term.measure, body))];
    case 'integral': {
      const weights = (term.body.tag === 'mul' ? term.body.factors : [term.body]).filter(isWeight);
      const bound = new Set(weights.flatMap(headsOf).map(({ name }) => name));
      if (!term.vars.every(({ name }) => bound.has(name))) return within(term.body, model, (body) => body);
      return [missing({ ...term, body: mul(weights) }), ...within(term.body, model, (body) => ({ ...term, body }))];
    }
    case 'big':
      return within(term.body, model, (body) => ({ ...term, op: 'sum', body }));
    case 'draw':
      return within(term.body, model, (body) => ({ ...term, body }));
    default:
      return children(term).flatMap((part) => missingMasses(part, model));
  }
}

const one = integer(1);

const missing = (mass: Term): Term => add([mass, neg(one)]);

const within = (body: Term, model: Model, around: (part: Term) => Term): readonly Term[] =>
  missingMasses(body, model).map(around);

const isWeight = (term: Term): term is Exclude<Measure, { tag: 'big' | 'meta' }> =>
  term.tag === 'density' || term.tag === 'law';
