/**
 * What a family's network says of a joint density: it is the product of the declared factors of its heads where all
 * their parents are heads or given and no given descends from a head; and the density of a plate whose members are
 * independent is the product of the members'. (Koller & Friedman, Probabilistic Graphical Models, section 3.2.)
 */
import { freeOf } from './free.js';
import { rangesOverDomain } from './measure.js';
import { type Factor, type Family, isDefault, type Model } from './model.js';
import { bindingsOf, type Copy, descendants, type IndexEnv } from './network.js';
import { NotApplicable } from './procedure.js';
import { freshName, mayOverlap } from './reference.js';
import { nothingReplaced, substitute } from './substitute.js';
import {
  type Density,
  type Index,
  type IndexBinder,
  isAligned,
  mul,
  ref,
  type Slot,
  type Term,
  type VarRef,
} from './term.js';
import type { View, Worlds } from './worlds.js';

/** A factor at the indices of some heads; what it still ranges over are its binders. */
export interface Placed {
  readonly factor: Factor;
  readonly letters: ReadonlyMap<string, Index>;
  readonly binders: readonly IndexBinder[];
}

/** The joint density as the product of its heads' factors. Throws NotApplicable. */
export function factorise(term: Term, model: Model, worlds: Worlds): Term {
  const density = densityOf(term);
  return mul(factorsOf(density, model, worlds).map((placed) => placeFactor(placed, density, model)));
}

/**
 * The density of what one factor draws as the law or the formula that it is declared to be. Throws NotApplicable, and
 * NoSubstitute where that cannot be said of the values in its slots.
 */
export function declaredForm(term: Term, model: Model, worlds: Worlds): Term {
  const density = densityOf(term);
  const [only, ...others] = factorsOf(density, model, worlds);
  const form = only?.factor.form ?? null;
  if (only === undefined || others.length > 0 || only.binders.length > 0 || form === null || form.tag === 'table')
    throw new NotApplicable('no law and no formula is declared for this density');
  const variables = new Map<string, Term>();
  for (const slot of [...density.heads, ...density.givens]) {
    if (!holdsItsValues(slot, model)) throw new NotApplicable(`${slot.of.name} is given something of other values`);
    if (!isDefault(slot)) variables.set(slot.of.name, slot.value);
  }
  const body = form.tag === 'law' ? form.law : form.body;
  return substitute(body, { ...nothingReplaced, variables, letters: only.letters }, model);
}

/** Whether a slot holds its own variable, or another without indices that has the same values. */
const holdsItsValues = (slot: Slot, model: Model): boolean =>
  isDefault(slot) || (slot.of.at.length === 0 && rangesOverDomain(slot, model));

export function densityOf(term: Term): Density {
  if (term.tag !== 'density') throw new NotApplicable('only a density has declared factors');
  return term;
}

/** The declared factors of the heads, which are their joint density. */
export function factorsOf(term: Density, model: Model, worlds: Worlds): readonly Placed[] {
  const family = model.families.get(term.family);
  if (family === undefined) throw new NotApplicable('only a density that is declared has factors');
  const placed = placements(term, family, model);
  const slots = [...term.heads, ...term.givens].map(({ of }) => of);
  const refs = [...slots, ...outside(placed)];
  const viewAt = worlds.views(family, refs);
  const isProduct = (env: IndexEnv): boolean =>
    isFactorisation(placed, term, worlds, family, env) &&
    (term.givens.length === 0 || !isGivenBelow(term, worlds, viewAt(env), env));
  const complete = worlds.always(refs, isProduct, family);
  if (!complete) throw new NotApplicable('the declared factors of these heads are not their joint density');
  return placed;
}

function placements(density: Density, family: Family, model: Model): Placed[] {
  const taken = new Set(freeOf(density, model).indices);
  const found: Placed[] = [];
  for (const { of } of density.heads) {
    const fitting = family.factors.flatMap((factor) => {
      const head = factor.heads.find(({ name }) => name === of.name);
      const letters = head === undefined ? null : matchIndices(factor, head, of);
      return letters === null || factor.binders.some((b) => leaves(b, letters)) ? [] : [place(factor, letters, taken)];
    });
    if (fitting.length === 0) throw new NotApplicable(`no declared factor has ${of.name} as its head`);
    for (const placed of fitting) if (!found.some((other) => samePlace(other, placed))) found.push(placed);
  }
  return found;
}

/** Whether a letter is surely outside its range: there the factor draws nothing. */
function leaves({ index, range }: IndexBinder, letters: ReadonlyMap<string, Index>): boolean {
  const value = letters.get(index);
  if (value === undefined || range.tag !== 'range') return false;
  const isBelow = (a: Index, b: Index): boolean => a.base === b.base && a.offset < b.offset;
  return isBelow(value, range.lo) || isBelow(range.hi, value);
}

const samePlace = (a: Placed, b: Placed): boolean =>
  a.factor === b.factor && JSON.stringify([...a.letters]) === JSON.stringify([...b.letters]);

/** The values of a factor's letters at a member; none for a whole array, where they range. Null where it is neither. */
function matchIndices(factor: Factor, head: VarRef, of: VarRef): Map<string, Index> | null {
  if (of.at.every(({ tag }) => tag === 'all')) return new Map();
  const letters = new Map<string, Index>();
  for (const [i, selector] of of.at.entries()) {
    const own = head.at[i];
    if (selector.tag !== 'at' || own?.tag !== 'at') return null;
    const letter = factor.binders.find(({ index }) => index === own.index.base)?.index;
    if (letter === undefined) {
      if (own.index.base !== selector.index.base || own.index.offset !== selector.index.offset) return null;
    } else letters.set(letter, { ...selector.index, offset: selector.index.offset - own.index.offset });
  }
  return letters;
}

/** Letters that are in use outside get another name. */
function place(factor: Factor, letters: Map<string, Index>, taken: ReadonlySet<string>): Placed {
  const open = factor.binders.filter(({ index }) => !letters.has(index));
  const binders = open.map((binder) =>
    taken.has(binder.index) ? { ...binder, index: freshName(binder.index, taken) } : binder,
  );
  const all = new Map(letters);
  open.forEach(({ index }, i) => {
    all.set(index, { base: (binders[i] as IndexBinder).index, offset: 0 });
  });
  return { factor, letters: all, binders };
}

export function atLetters(of: VarRef, { letters }: Placed, model: Model): VarRef {
  const term = substitute(ref(of), { ...nothingReplaced, letters }, model);
  return term.tag === 'ref' ? term.ref : of;
}

function placeFactor(placed: Placed, density: Density, model: Model): Term {
  const slot = (own: VarRef): Slot => {
    const of = atLetters(own, placed, model);
    return { of, value: valueAt(of, density) };
  };
  const { heads, givens } = placed.factor;
  const factor: Term = { tag: 'density', family: density.family, heads: heads.map(slot), givens: givens.map(slot) };
  return placed.binders.reduceRight<Term>((body, binder) => ({ tag: 'big', op: 'prod', binder, body }), factor);
}

/** The value that the density gives a member of one of its slots. */
function valueAt(of: VarRef, density: Density): Term {
  const slots = [...density.heads, ...density.givens].filter((slot) => mayOverlap(slot.of, of));
  const exact = slots.find((slot) => JSON.stringify(slot.of) === JSON.stringify(of));
  if (exact !== undefined) return exact.value;
  const [only] = slots;
  if (only === undefined || slots.length > 1) throw new NotApplicable(`the value of ${of.name} is not among the slots`);
  if (isDefault(only)) return ref(of);
  if (!isAligned(only)) throw new NotApplicable(`the value of ${of.name} is another array's`);
  return ref({ ...of, name: only.value.ref.name });
}

/** The references of placed factors that mention no letter of theirs: they must have members. */
const outside = (placed: readonly Placed[]): VarRef[] =>
  placed.flatMap((p) => {
    if (p.binders.length > 0) return [];
    return [...p.factor.heads, ...p.factor.givens].map((own) => {
      const at = own.at.map((s) => {
        const index = s.tag === 'at' && s.index.base !== null ? p.letters.get(s.index.base) : undefined;
        if (s.tag !== 'at' || index === undefined) return s;
        return { tag: 'at' as const, index: { base: index.base, offset: index.offset + s.index.offset } };
      });
      return { ...own, at };
    });
  });

/** Whether the placed factors are those of the heads' members, each once, with their parents in the density. */
function isFactorisation(
  placed: readonly Placed[],
  density: Density,
  worlds: Worlds,
  family: Family,
  env: IndexEnv,
): boolean {
  const network = worlds.network(family, env);
  const members = (slots: readonly Slot[]): Copy[] => slots.flatMap(({ of }) => worlds.members(of, env));
  const [heads, held] = [new Set(members(density.heads)), new Set(members(density.givens))];
  const made = placed.flatMap((p) => headsMade(p, worlds, env));
  if (made.length !== heads.size || !made.every(({ copy }) => heads.has(copy))) return false;
  if (new Set(made.map(({ copy }) => copy)).size !== made.length) return false;
  return made.every(({ copy, factor }) => {
    const node = network.nodes.get(copy);
    if (node === undefined || node.factor !== factor) return false;
    return [...node.parents, ...node.inputs].every((parent) => heads.has(parent) || held.has(parent));
  });
}

/** Whether something given descends from a head. */
function isGivenBelow({ heads, givens }: Density, worlds: Worlds, { network, fold }: View, env: IndexEnv): boolean {
  const members = (slots: readonly Slot[]): Copy[] => slots.flatMap(({ of }) => worlds.members(of, env)).map(fold);
  const below = descendants(network, members(heads));
  return members(givens).some((copy) => below.has(copy));
}

function headsMade(
  { factor, letters, binders }: Placed,
  worlds: Worlds,
  env: IndexEnv,
): { copy: Copy; factor: Factor }[] {
  return bindingsOf(binders, env).flatMap((e) => {
    const own = [...letters].map(([letter, index]): [string, number] => [
      letter,
      (index.base === null ? 0 : (e.indices.get(index.base) ?? Number.NaN)) + index.offset,
    ]);
    const inner: IndexEnv = { ...e, indices: new Map([...e.indices, ...own]) };
    return factor.heads.flatMap((head) => worlds.members(head, inner)).map((copy) => ({ copy, factor }));
  });
}

/** The density of a whole array as the product of its members', where they are independent given the rest. */
export function splitPlate(term: Term, model: Model, worlds: Worlds): Term {
  const family = term.tag === 'density' ? model.families.get(term.family) : undefined;
  const [head] = term.tag === 'density' ? term.heads : [];
  if (term.tag !== 'density' || family === undefined || head === undefined || term.heads.length !== 1)
    throw new NotApplicable('only the density of one array splits by member');
  const axis = head.of.at.findIndex(({ tag }) => tag === 'all');
  const plate = model.plates.get(model.variables.get(head.of.name)?.indices[axis] ?? '');
  if (plate === undefined) throw new NotApplicable(`${head.of.name} is no array`);
  const free = freeOf(term, model);
  const letter = free.indices.has(plate.index) ? freshName(plate.index, free.indices) : plate.index;
  const member = memberAt(head.of, axis, { tag: 'at', index: { base: letter, offset: 0 } });
  const others = memberAt(head.of, axis, { tag: 'except', index: { base: letter, offset: 0 } });
  const given = term.givens.map(({ of }) => of);
  if (!worlds.independent([member], [others], given, family))
    throw new NotApplicable(`the members of ${head.of.name} are not independent given the rest`);
  const body: Density = { ...term, heads: [{ of: member, value: valueAt(member, term) }] };
  const binder: IndexBinder = { index: letter, range: { tag: 'range', lo: plate.lo, hi: plate.hi, except: null } };
  return { tag: 'big', op: 'prod', binder, body };
}

const memberAt = (array: VarRef, axis: number, selector: VarRef['at'][number]): VarRef => ({
  ...array,
  at: array.at.map((own, i) => (i === axis ? selector : own)),
});
