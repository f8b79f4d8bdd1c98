/** A line as the search likes it: whole slices as arrays, and bound names apart from all others around them. */
import { bindingOf } from '../kernel/binding.js';
import { ownNames } from '../kernel/identity.js';
import type { Model } from '../kernel/model.js';
import { canonicalRef, declaredName, freshName } from '../kernel/reference.js';
import { NoSubstitute, renameBound, renameLetter } from '../kernel/substitute.js';
import { children, type Slot, type Term, withChildren } from '../kernel/term.js';

/** The same term to the kernel, with every slice that is a whole plate written as the array. */
export function withWholeArrays(term: Term, model: Model): Term {
  const inner = withChildren(
    term,
    children(term).map((child) => withWholeArrays(child, model)),
  );
  const slot = ({ of, value }: Slot): Slot => ({ of: canonicalRef(of, model), value });
  switch (inner.tag) {
    case 'ref':
      return { ...inner, ref: canonicalRef(inner.ref, model) };
    case 'density':
      return { ...inner, heads: inner.heads.map(slot), givens: inner.givens.map(slot) };
    case 'integral':
      return { ...inner, vars: inner.vars.map((ref) => canonicalRef(ref, model)) };
    default:
      return inner;
  }
}

/** The same term to the kernel, in which no binder hides a name that is bound around it. */
export function withNamesApart(term: Term, model: Model, around: ReadonlySet<string> = new Set()): Term {
  const apart = renamed(term, model, around);
  const binding = bindingOf(apart);
  if (binding === null)
    return withChildren(
      apart,
      children(apart).map((child) => withNamesApart(child, model, around)),
    );
  const inner = new Set([...around, ...binding.refs.map(({ name }) => name)]);
  if (binding.index !== null) inner.add(binding.index.index);
  return withChildren(
    apart,
    children(apart).map((child, i) => withNamesApart(child, model, i < binding.from ? around : inner)),
  );
}

function renamed(term: Term, model: Model, around: ReadonlySet<string>): Term {
  const binding = bindingOf(term);
  if (binding === null) return term;
  let apart = term;
  try {
    for (const { name } of binding.refs)
      if (around.has(name)) apart = renameBound(apart, name, freshName(name, around), model);
    const letter = binding.index?.index;
    return letter !== undefined && around.has(letter) ? renameLetter(apart, freshName(letter, around), model) : apart;
  } catch (error) {
    // An array bound in part keeps its name: the search will find less.
    if (error instanceof NoSubstitute) return apart;
    throw error;
  }
}

/** The same term to the kernel, with the names that the author gave wherever none of them is in the way (`x` for `x#1`). */
export function withOwnNames(term: Term, model: Model): Term {
  const inner = withChildren(
    term,
    children(term).map((child) => withOwnNames(child, model)),
  );
  const binding = bindingOf(inner);
  if (binding === null) return inner;
  const inside = new Set(children(inner).slice(binding.from).flatMap(namesIn));
  const isFree = (name: string): boolean => declaredName(name) !== name && !inside.has(declaredName(name));
  let own = inner;
  try {
    for (const { name } of binding.refs) if (isFree(name)) own = renameBound(own, name, declaredName(name), model);
    const letter = binding.index?.index;
    return letter !== undefined && isFree(letter) ? renameLetter(own, declaredName(letter), model) : own;
  } catch (error) {
    if (error instanceof NoSubstitute) return own;
    throw error;
  }
}

const namesIn = (term: Term): string[] => [...ownNames(term), ...children(term).flatMap(namesIn)];
