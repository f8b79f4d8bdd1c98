/**
 * Lines that say less than those around them: `f(y_{t-1}) - f(y_{t-1})` has no members at t = 1. Each line may follow from
 * the one above, and the last still does not follow from the first at the values where a line between says nothing.
 */
import { freeOf, namedBy, selectorIndices } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { bindingsOf, copiesOf, type IndexEnv, IndexFault, rangeValues, withIndex } from '../kernel/network.js';
import { unfoldCall } from '../kernel/procedure.js';
import { declaredName } from '../kernel/reference.js';
import { Refused } from '../kernel/refused.js';
import { children, type IndexBinder, type Selector, type Term, type VarRef } from '../kernel/term.js';
import { someUnfolded } from '../kernel/unfolded.js';
import type { ElaboratedDerivation } from '../syntax/derivation.js';

/** Sizes of all plates that are tried. */
const sizes: readonly number[] = [2, 3, 4];

/** Where the line above a step has no members though that of the step and an earlier one have theirs, in words; or null. */
export function narrowedAt({ first, steps }: ElaboratedDerivation, at: number, model: Model): string | null {
  const termAt = (i: number): Term | null => (i < 0 ? first.term : (steps[i]?.line.term ?? null));
  const last = termAt(at);
  let above = at - 1;
  while (above >= 0 && termAt(above) === null) above--;
  const between = termAt(above);
  // Few lines name members by more than their letters, and only of these the lines before are asked.
  if (above < 0 || last === null || between === null || !mayLack(between, model)) return null;
  const letters = lettersOf([between, last], model);
  for (const size of sizes) {
    const all = { indices: new Map([...model.sizes].map((name) => [name, size] as const)), subsets: new Map() };
    for (const env of valuesOf(letters, all, model)) {
      if (hasMembers(between, model, env) || !hasMembers(last, model, env)) continue;
      for (let i = above - 1; i >= -1; i--)
        if (hasMembersSomewhere(termAt(i), model, env)) return inWords(letters, env, size);
    }
  }
  return null;
}

const inWords = (letters: readonly string[], { indices }: IndexEnv, size: number): string =>
  letters.length === 0
    ? `at sizes of ${size}`
    : letters.map((letter) => `${letter} = ${indices.get(letter)}`).join(', ');

const lettersOf = (terms: readonly Term[], model: Model): readonly string[] => [
  ...new Set(terms.flatMap((term) => [...freeOf(term, model).indices])),
];

/** Whether a term names members otherwise than by the letters of their plates. */
function mayLack(term: Term, model: Model): boolean {
  const isOwn = (selector: Selector, letter: string | undefined): boolean =>
    selector.tag === 'all' ||
    (selector.tag === 'at' && selector.index.base === letter && letter !== undefined && selector.index.offset === 0);
  const isPlain = ({ name, at }: VarRef): boolean => {
    const letters = model.variables.get(declaredName(name))?.indices ?? [];
    return at.every((selector, axis) => isOwn(selector, letters[axis]));
  };
  return someUnfolded(term, model, (part) => !namedBy(part).every(isPlain));
}

/** The values of letters in their plates; none where one has no plate. */
function valuesOf(letters: readonly string[], env: IndexEnv, model: Model): IndexEnv[] {
  const binders = letters.flatMap((index): IndexBinder[] => {
    const plate = model.plates.get(index);
    return plate === undefined ? [] : [{ index, range: { tag: 'range', lo: plate.lo, hi: plate.hi, except: null } }];
  });
  return binders.length < letters.length ? [] : bindingsOf(binders, env);
}

/** Whether a term has members at some values of the letters that have none here. */
function hasMembersSomewhere(term: Term | null, model: Model, env: IndexEnv): boolean {
  if (term === null) return false;
  const open = lettersOf([term], model).filter((letter) => !env.indices.has(letter));
  return valuesOf(open, env, model).some((full) => hasMembers(term, model, full));
}

/** Whether everything that a term mentions has members at these values. */
function hasMembers(term: Term, model: Model, env: IndexEnv): boolean {
  try {
    visit(term, model, env);
    return true;
  } catch (error) {
    if (error instanceof IndexFault || error instanceof Refused) return false;
    throw error;
  }
}

function visit(term: Term, model: Model, env: IndexEnv): void {
  for (const ref of namedBy(term)) if (isPlaced(ref, env)) copiesOf(ref, model, env);
  if (term.tag === 'call') {
    visit(unfoldCall(term, model), model, env);
  } else if (term.tag !== 'big' || term.binder.range.tag === 'subset') {
    for (const part of children(term)) visit(part, model, env);
  } else {
    const { binder, body } = term;
    for (const value of rangeValues(binder.range, env)) visit(body, model, withIndex(env, binder.index, value));
  }
}

/** Members of a subset, which is not told, are in the plate that it is drawn from. */
const isPlaced = ({ at }: VarRef, { indices }: IndexEnv): boolean =>
  at.every((selector) => selectorIndices(selector).every(({ base }) => base === null || indices.has(base)));
