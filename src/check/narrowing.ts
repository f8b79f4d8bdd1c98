/**
 * Lines that say less than those around them: `f(y_{t-1}) - f(y_{t-1})` has no members at t = 1. Each line may follow from
 * the one above, and the last still does not follow from the first at the values where a line between says nothing.
 */
import { freeOf, selectorIndices } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { copiesOf, type IndexEnv, IndexFault, rangeValues, withIndex } from '../kernel/network.js';
import { unfoldCall } from '../kernel/procedure.js';
import { Refused } from '../kernel/refused.js';
import { children, type Term, type VarRef } from '../kernel/term.js';

/** Sizes of all plates that are tried. */
const sizes: readonly number[] = [2, 3, 4];

/** Where the line before the last has no members though the last and an earlier one have theirs, in words; or null. */
export function narrowedAt(lines: readonly Term[], model: Model): string | null {
  const [between, last] = lines.slice(-2);
  const earlier = lines.slice(0, -2);
  if (between === undefined || last === undefined || earlier.length === 0 || !hasIndices(between, model)) return null;
  const letters = [...new Set(lines.flatMap((line) => [...freeOf(line, model).indices]))];
  for (const size of sizes) {
    const all = new Map([...model.sizes].map((name) => [name, size] as const));
    for (const env of valuesOf(letters, { indices: all, subsets: new Map() }, model)) {
      if (hasMembers(between, model, env) || !hasMembers(last, model, env)) continue;
      if (earlier.some((line) => hasMembers(line, model, env)))
        return letters.length === 0
          ? `at sizes of ${size}`
          : letters.map((l) => `${l} = ${env.indices.get(l)}`).join(', ');
    }
  }
  return null;
}

const hasIndices = (term: Term, model: Model): boolean =>
  freeOf(term, model).indices.size > 0 || freeOf(term, model).refs.some(({ at }) => at.length > 0);

function valuesOf(letters: readonly string[], env: IndexEnv, model: Model): IndexEnv[] {
  let envs = [env];
  for (const letter of letters) {
    const plate = model.plates.get(letter);
    if (plate === undefined) return [];
    const range = { tag: 'range', lo: plate.lo, hi: plate.hi, except: null } as const;
    envs = envs.flatMap((e) => rangeValues(range, e).map((value) => withIndex(e, letter, value)));
  }
  return envs;
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
  for (const ref of refsOf(term)) if (isPlaced(ref, env)) copiesOf(ref, model, env);
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

function refsOf(term: Term): readonly VarRef[] {
  switch (term.tag) {
    case 'ref':
      return [term.ref];
    case 'density':
      return [...term.heads, ...term.givens].map(({ of }) => of);
    case 'integral':
      return term.vars;
    case 'grad':
      return [term.of];
    default:
      return [];
  }
}
