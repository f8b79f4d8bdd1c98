/** How large the tables of a line are in a model, before any is made. */
import { type Copy, copiesOf, copyBase, IndexFault } from '../kernel/network.js';
import { wholeArray } from '../kernel/reference.js';
import type { Term, VarRef } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import type { Claim } from './claim.js';
import type { FiniteModel } from './finite.js';
import { isReal } from './states.js';

/**
 * The entries of the tables of the families that a line names, and of one over all members of its arrays, about; infinite
 * where a family or an array does not exist at the sizes of the model.
 */
export function entriesOf({ left, right }: Claim, finite: FiniteModel): number {
  const terms = [left, right].flatMap((side) => [...subterms(side, finite.model)]);
  const families = new Set(terms.flatMap((term) => (term.tag === 'density' ? [term.family] : [])));
  try {
    return [...families].reduce(
      (sum, family) => sum + tablesOf(family, finite),
      statesOf(terms.flatMap(refsOf), finite),
    );
  } catch (error) {
    if (error instanceof IndexFault) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function refsOf(term: Term): readonly VarRef[] {
  if (term.tag === 'ref') return [term.ref];
  return term.tag === 'integral' ? term.vars : [];
}

const tablesOf = (family: string, finite: FiniteModel): number =>
  [...finite.networkOf(family).nodes.values()].reduce(
    (sum, { copy, parents, inputs }) => sum + combinations([copy, ...parents, ...inputs], finite),
    0,
  );

/** The combinations of states of all members of what is spoken of as an array. */
function statesOf(refs: readonly VarRef[], finite: FiniteModel): number {
  const { model, sizes } = finite;
  const arrays = refs.filter(({ name, at }) => at.some(({ tag }) => tag !== 'at') && !isReal(model, name));
  const members = arrays.flatMap((ref) => copiesOf(wholeArray(ref.name, model), model, sizes));
  return combinations([...new Set(members)], finite);
}

const combinations = (copies: readonly Copy[], finite: FiniteModel): number =>
  copies.reduce((size, copy) => size * (isReal(finite.model, copyBase(copy)) ? 1 : finite.axis(copy).size), 1);
