/** The densities of a measure, each placed at its index values, and the variables that they bind. */
import type { Model } from '../kernel/model.js';
import { type Copy, copiesOf, type IndexEnv, rangeValues, withIndex } from '../kernel/network.js';
import { children, type Density, type Law, type Measure, type Term, type VarRef } from '../kernel/term.js';
import { NotApplicable } from './context.js';

/** A measure's densities with the index values at which each stands. */
export interface Placed {
  readonly measure: Density | Law;
  readonly env: IndexEnv;
}

/** A plate's product as its members. */
export function place(measure: Measure, env: IndexEnv): Placed[] {
  if (measure.tag === 'meta') throw new Error('a metavariable has no value');
  if (measure.tag !== 'big') return [{ measure, env }];
  const values = rangeValues(measure.binder.range, env);
  return values.flatMap((value) => placeTerm(measure.body, withIndex(env, measure.binder.index, value)));
}

function placeTerm(term: Term, env: IndexEnv): Placed[] {
  if (term.tag === 'mul') return term.factors.flatMap((factor) => placeTerm(factor, env));
  if (term.tag === 'density' || term.tag === 'law' || term.tag === 'big') return place(term, env);
  throw new Error(`${term.tag} is no measure`);
}

/** The slots of the heads with the variables bound in them. */
export function headPairs(density: Density, model: Model, env: IndexEnv): [Copy, Copy][] {
  return density.heads.flatMap((slot): [Copy, Copy][] => {
    if (slot.value.tag !== 'ref') throw new NotApplicable('a measure at a fixed point');
    const values = copiesOf(slot.value.ref, model, env);
    return copiesOf(slot.of, model, env).map((of, i) => [of, values[i] as Copy]);
  });
}

export function headCopies({ measure, env }: Placed, model: Model): Copy[] {
  if (measure.tag === 'density') return headPairs(measure, model, env).map(([, value]) => value);
  return measure.point.tag === 'ref' ? copiesOf(measure.point.ref, model, env) : [];
}

export function givenCopies({ measure, env }: Placed, model: Model): Copy[] {
  const terms = measure.tag === 'density' ? measure.givens.map((slot) => slot.value) : measure.params;
  return terms.flatMap((t) => refsIn(t)).flatMap((r) => copiesOf(r, model, env));
}

export function refsIn(term: Term): VarRef[] {
  if (term.tag === 'ref') return [term.ref];
  if (term.tag === 'add') return term.terms.flatMap(refsIn);
  if (term.tag === 'mul') return term.factors.flatMap(refsIn);
  if (term.tag === 'fn' || term.tag === 'apply') return term.args.flatMap(refsIn);
  return term.tag === 'pow' ? [...refsIn(term.base), ...refsIn(term.exponent)] : [];
}

/** The densities and laws in a term, the outermost first. */
export function* densitiesIn(term: Term): Generator<Density | Law> {
  if (term.tag === 'density' || term.tag === 'law') yield term;
  else for (const child of children(term)) yield* densitiesIn(child);
}
