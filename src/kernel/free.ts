/** Free variables and indices of a term, definitions unfolded; binders of every kind are here. */
import { joinRefs } from './adjacent.js';
import { Memo } from './memo.js';
import type { Model } from './model.js';
import { canonicalRef, mayOverlap, surelyCovers } from './reference.js';
import {
  children,
  type Index,
  type IndexBinder,
  keyOfRef,
  type Measure,
  type Selector,
  type Slot,
  sameRef,
  sameSelector,
  shifted,
  type Term,
  type VarRef,
} from './term.js';

export interface Free {
  readonly refs: readonly VarRef[];
  /** Index letters; sizes are not among them. */
  readonly indices: ReadonlySet<string>;
  readonly subsets: ReadonlySet<string>;
}

const nothing: Free = { refs: [], indices: new Set(), subsets: new Set() };

/** Members bound by the index become the whole array. */
const generalise = (target: VarRef, letter: string): VarRef => {
  const mentions = (selector: Selector): boolean =>
    selector.tag !== 'all' && selectorIndices(selector).some((i) => i.base === letter);
  if (!target.at.some(mentions)) return target;
  return { ...target, at: target.at.map((selector) => (mentions(selector) ? { tag: 'all' } : selector)) };
};

export const selectorIndices = (selector: Selector): readonly Index[] =>
  selector.tag === 'all' ? [] : selector.tag === 'slice' ? [selector.lo, selector.hi] : [selector.index];

/** The members that a reference means while the index runs through its range, or more of them. */
function ranging(target: VarRef, { index, range }: IndexBinder, model: Model): VarRef {
  if (range.tag === 'subset') return generalise(target, index);
  const at = target.at.map((selector): Selector => {
    if (selector.tag !== 'at' || selector.index.base !== index) return selector;
    const { offset } = selector.index;
    return { tag: 'slice', lo: shifted(range.lo, offset), hi: shifted(range.hi, offset) };
  });
  const spread = generalise(canonicalRef({ ...target, at }, model), index);
  const { except } = range;
  if (except === null) return spread;
  // One member left out of the whole array can be said; one left out of a part cannot.
  const left = spread.at.map((selector, i): Selector => {
    const own = target.at[i];
    const isOwn = selector.tag === 'all' && own?.tag === 'at' && own.index.base === index;
    return isOwn ? { tag: 'except', index: shifted(except, own.index.offset) } : selector;
  });
  return { ...spread, at: left };
}

/** What is kept must say the same to everybody. */
function fixed(free: Free): Free {
  Object.freeze(free.refs);
  return Object.freeze(free);
}

const heads = new Memo<readonly VarRef[]>();

/** The variables that a measure binds. */
export const headsOf = (measure: Measure): readonly VarRef[] =>
  heads.of(measure, () => Object.freeze(headsIn(measure)));

function headsIn(measure: Measure): readonly VarRef[] {
  switch (measure.tag) {
    case 'density':
      return measure.heads.flatMap((slot) => (slot.value.tag === 'ref' ? [slot.value.ref] : []));
    case 'law':
      return measure.point.tag === 'ref' ? [measure.point.ref] : [];
    case 'big':
      return measuresIn(measure.body)
        .flatMap(headsOf)
        .map((head) => generalise(head, measure.binder.index));
    case 'meta':
      return [];
  }
}

/** The measures in a product of measures. */
export function measuresIn(term: Term): Measure[] {
  if (term.tag === 'mul') return term.factors.flatMap(measuresIn);
  return term.tag === 'density' || term.tag === 'law' || term.tag === 'big' ? [term] : [];
}

export const sameMembers = (a: readonly VarRef[], b: readonly VarRef[]): boolean =>
  a.every((x) => b.some((y) => sameRef(x, y))) && b.every((y) => a.some((x) => sameRef(x, y)));

/** Whether every member of `inner` may be among those of `outer`: enough for a warning, and for no proof. */
export function covers(outer: VarRef, inner: VarRef): boolean {
  if (outer.name !== inner.name) return false;
  return outer.at.every((selector, i) => {
    const other = inner.at[i];
    if (other === undefined || selector.tag === 'all' || selector.tag === 'slice') return true;
    if (selector.tag === 'except')
      return other.tag !== 'at' || !sameSelector({ tag: 'at', index: selector.index }, other);
    return sameSelector(selector, other);
  });
}

/** Whether two references surely share a member. */
export const overlap = (a: VarRef, b: VarRef): boolean =>
  a.name === b.name &&
  a.at.every((selector, i) => {
    const other = b.at[i];
    return selector.tag === 'all' || other === undefined || other.tag === 'all' || sameSelector(selector, other);
  });

/** More than these are told apart by their keys. */
const few = 8;

function dedupe(refs: readonly VarRef[]): readonly VarRef[] {
  if (refs.length < 2) return refs;
  if (refs.length <= few) return refs.filter((r, i) => refs.findIndex((other) => sameRef(other, r)) === i);
  const first = new Map<string, VarRef>();
  for (const ref of refs) {
    const key = keyOfRef(ref);
    if (!first.has(key)) first.set(key, ref);
  }
  return [...first.values()];
}

/** Most parts have nothing free, and most terms at most one that has: these are not gathered anew. */
function union(all: readonly Free[]): Free {
  const parts = all.filter(({ refs, indices, subsets }) => refs.length + indices.size + subsets.size > 0);
  const [first] = parts;
  if (first === undefined) return nothing;
  if (parts.every((part) => part === first)) return first;
  return {
    refs: dedupe(parts.flatMap((part) => part.refs)),
    indices: together(parts.map(({ indices }) => indices)),
    subsets: together(parts.map(({ subsets }) => subsets)),
  };
}

function together(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const filled = sets.filter((set) => set.size > 0);
  const [first] = filled;
  return filled.length <= 1 ? (first ?? nothing.indices) : new Set(filled.flatMap((set) => [...set]));
}

function without(free: Free, bound: readonly VarRef[], model: Model): Free {
  const whole = joinRefs(bound, model);
  return { ...free, refs: free.refs.filter((r) => !whole.some((b) => surelyCovers(b, r, model))) };
}

function ofIndex(index: Index, model: Model): Free {
  if (index.base === null || model.sizes.has(index.base)) return nothing;
  return { ...nothing, indices: new Set([index.base]) };
}

const ofRef = (target: VarRef, model: Model): Free =>
  union([{ ...nothing, refs: [target] }, ...target.at.flatMap(selectorIndices).map((index) => ofIndex(index, model))]);

/** The variables that a term itself names, not by its subterms. */
export function namedBy(term: Term): readonly VarRef[] {
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

/** What is free in a definition beside its arguments. */
export function mentionedBy(name: string, model: Model): Free {
  const definition = model.definitions.get(name);
  if (definition === undefined) return nothing;
  const { refs, ...free } = freeOf(definition.body, model);
  return { ...free, refs: refs.filter(({ name }) => !definition.params.includes(name)) };
}

/** What references are themselves and mention in their indices. */
export const ownFree = (refs: readonly VarRef[], model: Model): Free => union(refs.map((ref) => ofRef(ref, model)));

/** What the range of a binder mentions. */
export function ofRange(binder: IndexBinder, model: Model): Free {
  const { range } = binder;
  if (range.tag === 'subset') return { ...nothing, subsets: new Set([range.subset]) };
  return union(
    [range.lo, range.hi, ...(range.except === null ? [] : [range.except])].map((index) => ofIndex(index, model)),
  );
}

function closeIndex(free: Free, binder: IndexBinder, model: Model): Free {
  const indices = new Set(free.indices);
  indices.delete(binder.index);
  const inner = { ...free, indices, refs: dedupe(free.refs.map((r) => ranging(r, binder, model))) };
  return union([inner, ofRange(binder, model)]);
}

const slotsFree = (slots: readonly Slot[], model: Model): Free =>
  union(slots.map((slot) => union([freeOf(slot.value, model), indicesOnly(ofRef(slot.of, model))])));

const indicesOnly = (free: Free): Free => ({ ...free, refs: [] });

const under = (measures: readonly Measure[], bodies: readonly Term[], model: Model): Free =>
  without(union([...measures, ...bodies].map((t) => freeOf(t, model))), measures.flatMap(headsOf), model);

const known = new WeakMap<Model, Memo<Free>>();

/** What is free in a term. The model must be complete: answers are kept. */
export function freeOf(term: Term, model: Model): Free {
  let terms = known.get(model);
  if (terms === undefined) {
    terms = new Memo();
    known.set(model, terms);
  }
  return terms.get(term) ?? terms.of(term, () => fixed(compute(term, model)));
}

function compute(term: Term, model: Model): Free {
  switch (term.tag) {
    case 'ref':
      return ofRef(term.ref, model);
    case 'index':
      return ofIndex(term.index, model);
    case 'slack':
      return nothing;
    case 'density':
      return slotsFree([...term.heads, ...term.givens], model);
    case 'call': {
      return union([mentionedBy(term.name, model), ...term.args.map((arg) => freeOf(arg, model))]);
    }
    case 'expect':
    case 'variance':
      return under(term.measure, [term.body], model);
    case 'covariance':
      return under(term.measure, [term.left, term.right], model);
    case 'entropy':
      return under(term.measure, [], model);
    case 'kl':
    case 'cross-entropy':
      return under([...term.left, ...term.right], [], model);
    case 'mean-entropy':
      return under([term.joint], [term.conditional], model);
    case 'mutual-information':
      return under([term.joint], [term.pair, term.left, term.right], model);
    case 'integral': {
      const bounds = (term.bounds ?? []).map((bound) => freeOf(bound, model));
      const inner = union([freeOf(term.body, model), ...term.vars.map((v) => indicesOnly(ofRef(v, model)))]);
      return union([without(inner, term.vars, model), ...bounds]);
    }
    case 'big':
      return closeIndex(freeOf(term.body, model), term.binder, model);
    case 'draw': {
      const inner = freeOf(term.body, model);
      return { ...inner, subsets: new Set([...inner.subsets].filter((s) => s !== term.subset)) };
    }
    case 'grad':
      return union([freeOf(term.body, model), ofRef(term.of, model)]);
    default:
      return union(children(term).map((child) => freeOf(child, model)));
  }
}

/** Whether a term may depend on a member of some references. */
export const mayDependOn = (term: Term, refs: readonly VarRef[], model: Model): boolean =>
  freeOf(term, model).refs.some((own) => refs.some((ref) => mayOverlap(own, ref)));
