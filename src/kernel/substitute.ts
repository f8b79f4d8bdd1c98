/** Substitution of terms for variables and of indices for index letters, without capture. */

import { bindingOf } from './binding.js';
import { freeOf, mentionedBy } from './free.js';
import { ownNames } from './identity.js';
import type { Model } from './model.js';
import { freshName } from './reference.js';
import { Refused } from './refused.js';
import {
  children,
  type Density,
  type Index,
  type IndexBinder,
  type Selector,
  type Slot,
  type Term,
  type VarRef,
  withChildren,
} from './term.js';

/** What stands for what. Letters are those of indices; a variable without indices may become any term. */
export interface Replacement {
  readonly variables: ReadonlyMap<string, Term>;
  readonly letters: ReadonlyMap<string, Index>;
  /** Variables that take another name, with whatever indices. */
  readonly renamed: ReadonlyMap<string, string>;
}

export const nothingReplaced: Replacement = { variables: new Map(), letters: new Map(), renamed: new Map() };

/** A place where only a variable may stand, and another term was to. */
export class NoSubstitute extends Refused {}

/** The term with the replacement made for what is free in it. Throws NoSubstitute. */
export function substitute(term: Term, replacement: Replacement, model: Model): Term {
  return new Substituter(model).term(term, replacement);
}

class Substituter {
  constructor(private readonly model: Model) {}

  term(term: Term, by: Replacement): Term {
    if (by.variables.size + by.letters.size + by.renamed.size === 0) return term;
    if (term.tag === 'ref') return this.#variable(term.ref, by);
    if (term.tag === 'index') return { tag: 'index', index: index(term.index, by) };
    if (term.tag === 'grad') return this.#gradient(term, by);
    if (term.tag === 'density') return this.#density(term, by);
    if (term.tag === 'slack') return { ...term, free: term.free.map((ref) => this.#named(ref, by)) };
    if (term.tag === 'call') requireUntouched(term.name, by, this.model);
    const binding = bindingOf(term);
    if (binding !== null) return this.#binder(term, binding.from, by);
    return withChildren(
      term,
      children(term).map((child) => this.term(child, by)),
    );
  }

  #variable(ref: VarRef, by: Replacement): Term {
    const term = by.variables.get(ref.name);
    if (term === undefined) return { tag: 'ref', ref: reference(ref, by) };
    if (ref.at.length === 0) return term;
    if (term.tag !== 'ref' || term.ref.at.some(({ tag }) => tag !== 'all')) throw new NoSubstitute(ref.name);
    return { tag: 'ref', ref: { ...reference(ref, by), name: term.ref.name } };
  }

  /** Where a variable must stand, another may. */
  #named(ref: VarRef, by: Replacement): VarRef {
    const term = this.#variable(ref, by);
    if (term.tag !== 'ref') throw new NoSubstitute(ref.name);
    return term.ref;
  }

  /** What is put in for another variable, and what stands in the body, must not come to move with the variable. */
  #gradient(term: Extract<Term, { tag: 'grad' }>, by: Replacement): Term {
    const of = this.#named(term.of, by);
    const others = freeOf(term.body, this.model).refs.filter(({ name }) => name !== term.of.name);
    const made = others.flatMap((ref) => freeOf(this.#variable(ref, by), this.model).refs);
    if (made.some(({ name }) => name === of.name)) throw new NoSubstitute(of.name);
    return { ...term, of, body: this.term(term.body, by) };
  }

  #density(density: Density, by: Replacement): Density {
    const slots = (of: readonly Slot[]): Slot[] =>
      of.map((slot) => ({ of: letters(slot.of, by), value: this.term(slot.value, by) }));
    return { ...density, heads: slots(density.heads), givens: slots(density.givens) };
  }

  #binder(term: Term, from: number, by: Replacement): Term {
    const apart = this.#apart(term, by);
    const binding = bindingOf(apart) as NonNullable<ReturnType<typeof bindingOf>>;
    const concerned = binding.refs.filter(({ name }) => by.variables.has(name) || by.renamed.has(name));
    concerned.forEach(requireWhole);
    const inner = hidden(by, new Set(concerned.map(({ name }) => name)), binding.index?.index ?? null);
    // Heads stand in the measures, where their letters are replaced with the rest.
    const next = children(apart).map((child, i) => this.term(child, i < from ? by : inner));
    const rebuilt = withChildren(apart, next);
    if (rebuilt.tag === 'big') return { ...rebuilt, binder: binder(rebuilt.binder, by) };
    if (rebuilt.tag === 'integral') return { ...rebuilt, vars: rebuilt.vars.map((ref) => letters(ref, by)) };
    return rebuilt;
  }

  /** The binder with other names for what would capture something that is put under it. */
  #apart(term: Term, by: Replacement): Term {
    const binding = bindingOf(term) as NonNullable<ReturnType<typeof bindingOf>>;
    const brought = this.#brought(by);
    const fresh = (name: string): string => freshName(name, new Set([...brought, ...namesIn(term, this.model)]));
    const clash = binding.refs.find(({ name }) => brought.has(name));
    if (clash !== undefined) return this.#apart(renameBound(term, clash.name, fresh(clash.name), this.model), by);
    const letter = binding.index?.index;
    if (letter !== undefined && brought.has(letter))
      return this.#apart(renameLetter(term, fresh(letter), this.model), by);
    if (binding.subset !== null && brought.has(binding.subset)) throw new NoSubstitute(binding.subset);
    return term;
  }

  /** The names that the replacement brings along. */
  #brought(by: Replacement): ReadonlySet<string> {
    const names = new Set<string>(by.renamed.values());
    for (const term of by.variables.values()) {
      const free = freeOf(term, this.model);
      for (const ref of free.refs) names.add(ref.name);
      for (const name of [...free.indices, ...free.subsets]) names.add(name);
    }
    for (const { base } of by.letters.values()) if (base !== null) names.add(base);
    return names;
  }
}

/** A binder with another name for one of the variables it binds. The name must not be in use under it. */
export function renameBound(term: Term, from: string, to: string, model: Model): Term {
  const by: Replacement = { ...nothingReplaced, renamed: new Map([[from, to]]) };
  const binding = bindingOf(term);
  if (binding === null) return term;
  binding.refs.filter(({ name }) => name === from).forEach(requireWhole);
  const substituter = new Substituter(model);
  const next = children(term).map((child, i) => (i < binding.from ? child : substituter.term(child, by)));
  const renamed = withChildren(term, next);
  return renamed.tag === 'integral' ? { ...renamed, vars: renamed.vars.map((ref) => reference(ref, by)) } : renamed;
}

/** A sum or a product with another letter, which must not be in use under it. */
export function renameLetter(term: Term, to: string, model: Model): Term {
  if (term.tag !== 'big') return term;
  const by: Replacement = { ...nothingReplaced, letters: new Map([[term.binder.index, { base: to, offset: 0 }]]) };
  return { ...term, binder: { ...term.binder, index: to }, body: substitute(term.body, by, model) };
}

/** Every name in a term, bound or free, and those behind definitions' names. */
function namesIn(term: Term, model: Model): readonly string[] {
  const behind = term.tag === 'call' ? mentionedBy(term.name, model) : null;
  const hidden = behind === null ? [] : [...behind.refs.map(({ name }) => name), ...behind.indices, ...behind.subsets];
  return [...ownNames(term), ...hidden, ...children(term).flatMap((child) => namesIn(child, model))];
}

/** A definition's name stands for what it mentions: none of that can be replaced behind it. */
function requireUntouched(name: string, by: Replacement, model: Model): void {
  const { refs, indices } = mentionedBy(name, model);
  const touched =
    refs.some((ref) => by.variables.has(ref.name) || by.renamed.has(ref.name)) ||
    [...indices].some((i) => by.letters.has(i));
  if (touched) throw new NoSubstitute(name);
}

/** Of an array bound in part, other members may be free under the binder, and the same name means two things. */
function requireWhole(ref: VarRef): void {
  if (ref.at.some(({ tag }) => tag !== 'all')) throw new NoSubstitute(ref.name);
}

function hidden(by: Replacement, names: ReadonlySet<string>, letter: string | null): Replacement {
  const without = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    [...map.keys()].some((name) => names.has(name)) ? new Map([...map].filter(([name]) => !names.has(name))) : map;
  const inner = { ...by, variables: without(by.variables), renamed: without(by.renamed) };
  if (letter === null || !by.letters.has(letter)) return inner;
  return { ...inner, letters: new Map([...by.letters].filter(([name]) => name !== letter)) };
}

function index(of: Index, by: Replacement): Index {
  const next = of.base === null ? undefined : by.letters.get(of.base);
  return next === undefined ? of : { base: next.base, offset: next.offset + of.offset };
}

function selector(of: Selector, by: Replacement): Selector {
  switch (of.tag) {
    case 'all':
      return of;
    case 'slice':
      return { tag: 'slice', lo: index(of.lo, by), hi: index(of.hi, by) };
    default:
      return { tag: of.tag, index: index(of.index, by) };
  }
}

const letters = (ref: VarRef, by: Replacement): VarRef =>
  by.letters.size === 0 || ref.at.length === 0 ? ref : { ...ref, at: ref.at.map((s) => selector(s, by)) };

const reference = (ref: VarRef, by: Replacement): VarRef => {
  const name = by.renamed.get(ref.name);
  return letters(name === undefined ? ref : { ...ref, name }, by);
};

function binder(of: IndexBinder, by: Replacement): IndexBinder {
  const { range } = of;
  if (range.tag === 'subset') return of;
  const except = range.except === null ? null : index(range.except, by);
  return { ...of, range: { ...range, lo: index(range.lo, by), hi: index(range.hi, by), except } };
}
