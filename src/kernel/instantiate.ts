/** Patterns with meanings put in for their metavariables. */

import { headsOf } from './free.js';
import type { Model } from './model.js';
import { atMost } from './reference.js';
import { Refused } from './refused.js';
import type { Meaning, MeaningKind, Substitution } from './rule.js';
import {
  add,
  children,
  type Density,
  type IndexBinder,
  integer,
  type Measure,
  mul,
  type Slot,
  type Term,
  type VarRef,
  withChildren,
} from './term.js';

/** A substitution that leaves a metavariable without a meaning, or gives it one of the wrong kind. */
export class Misfit extends Refused {}

type Of<K extends MeaningKind> = Extract<Meaning, { kind: K }>;

export function meaningOf<K extends MeaningKind>(name: string, kind: K, substitution: Substitution): Of<K> {
  const meaning = Object.hasOwn(substitution, name) ? substitution[name] : undefined;
  if (meaning?.kind !== kind) throw new Misfit(`?${name} needs ${kind}, and has ${meaning?.kind ?? 'nothing'}`);
  return meaning as Of<K>;
}

const kindOf = (name: string, substitution: Substitution): MeaningKind | null =>
  Object.hasOwn(substitution, name) ? (substitution[name]?.kind ?? null) : null;

/** The variables that slots hold. Throws Misfit where one holds another term. */
export const slotRefs = (slots: readonly Slot[]): VarRef[] =>
  slots.map(({ value }) => {
    if (value.tag !== 'ref') throw new Misfit('a slot that is integrated must hold a variable');
    return value.ref;
  });

const headsPattern = /^heads\(\?(.+)\)$/;
const countPattern = /^count\((.+)\)$/;

/** What a reference of a pattern stands for: `?x`, `heads(?q)`, or itself. */
export function instantiateRefs(ref: VarRef, substitution: Substitution): readonly VarRef[] {
  const heads = headsPattern.exec(ref.name)?.[1];
  if (heads !== undefined) return meaningOf(heads, 'measure', substitution).measure.flatMap(headsOf);
  if (!ref.name.startsWith('?')) return [ref];
  const name = ref.name.slice(1);
  if (kindOf(name, substitution) === 'slots') return slotRefs(meaningOf(name, 'slots', substitution).slots);
  return meaningOf(name, 'refs', substitution).refs;
}

function instantiateRef(ref: VarRef, substitution: Substitution): VarRef {
  const [only, ...others] = instantiateRefs(ref, substitution);
  if (only === undefined || others.length > 0) throw new Misfit(`${ref.name} must be one variable`);
  return only;
}

/** The pattern with its metavariables replaced. Throws Misfit. */
export function instantiate(pattern: Term, substitution: Substitution, model: Model): Term {
  return new Instance(substitution, model).term(pattern);
}

class Instance {
  constructor(
    private readonly by: Substitution,
    private readonly model: Model,
  ) {}

  term(pattern: Term): Term {
    switch (pattern.tag) {
      case 'meta':
        return this.#meta(pattern.name);
      case 'density':
        return this.#density(pattern);
      case 'expect':
        return this.#expectation(pattern);
      case 'variance':
        return { ...pattern, measure: this.#measures(pattern.measure), body: this.term(pattern.body) };
      case 'covariance': {
        const [left, right] = [this.term(pattern.left), this.term(pattern.right)];
        return { ...pattern, measure: this.#measures(pattern.measure), left, right };
      }
      case 'entropy':
        return { ...pattern, measure: this.#measures(pattern.measure) };
      case 'kl':
      case 'cross-entropy':
        return { ...pattern, left: this.#measures(pattern.left), right: this.#measures(pattern.right) };
      case 'integral':
        return this.#integral(pattern);
      case 'grad':
        return { ...pattern, of: instantiateRef(pattern.of, this.by), body: this.term(pattern.body) };
      case 'big':
        return { ...pattern, binder: this.#binder(pattern.binder), body: this.term(pattern.body) };
      case 'draw':
        return { ...pattern, subset: this.#subset(pattern.subset), body: this.term(pattern.body) };
      default:
        return withChildren(
          pattern,
          children(pattern).map((child) => this.term(child)),
        );
    }
  }

  #meta(name: string): Term {
    const counted = countPattern.exec(name)?.[1];
    if (counted !== undefined) return this.#count(counted);
    switch (kindOf(name, this.by)) {
      case 'measure':
        return mul(meaningOf(name, 'measure', this.by).measure);
      case 'refs':
        return { tag: 'ref', ref: instantiateRef({ name: `?${name}`, at: [] }, this.by) };
      default:
        return meaningOf(name, 'term', this.by).term;
    }
  }

  /** How many members a letter or a subset has. */
  #count(name: string): Term {
    if (kindOf(name, this.by) === 'subset' || !Object.hasOwn(this.by, name)) return this.#subsetSize(name);
    const { range } = meaningOf(name, 'binder', this.by).binder;
    if (range.tag === 'subset') return this.#subsetSize(range.subset);
    const { lo, hi, except } = range;
    // At size 1 the count must not be negative, for then the range is empty and has none.
    const isKnown = lo.base === null && (hi.base === null || this.model.sizes.has(hi.base));
    if (!isKnown || (hi.base === null ? hi.offset < lo.offset - 1 : hi.offset + 2 < lo.offset))
      throw new Misfit('the number of members of this range is not known');
    if (except !== null && !(atMost(lo, except, this.model) && atMost(except, hi, this.model)))
      throw new Misfit('what this range leaves out need not be in it');
    const last: Term = { tag: 'index', index: hi };
    const count = lo.offset === 1 ? last : add([last, integer(1 - lo.offset)]);
    return except === null ? count : add([count, integer(-1)]);
  }

  #subsetSize(name: string): Term {
    const subset = this.model.subsets.get(kindOf(name, this.by) === 'subset' ? this.#subset(name) : name);
    if (subset === undefined) throw new Misfit(`${name} is no subset`);
    return { tag: 'index', index: subset.size };
  }

  #subset(name: string): string {
    return kindOf(name, this.by) === 'subset' ? meaningOf(name, 'subset', this.by).subset : name;
  }

  #binder({ index, range }: IndexBinder): IndexBinder {
    if (kindOf(index, this.by) !== 'binder') return { index, range };
    const { binder } = meaningOf(index, 'binder', this.by);
    if (range.tag !== 'subset') return binder;
    return { index: binder.index, range: { tag: 'subset', subset: this.#subset(range.subset) } };
  }

  #slots(slots: readonly Slot[]): Slot[] {
    return slots.flatMap((slot) =>
      slot.of.name.startsWith('?')
        ? meaningOf(slot.of.name.slice(1), 'slots', this.by).slots
        : [{ of: slot.of, value: this.term(slot.value) }],
    );
  }

  /** A density without heads is 1. */
  #density(pattern: Density): Term {
    const family = pattern.family.startsWith('?')
      ? meaningOf(pattern.family.slice(1), 'family', this.by).family
      : pattern.family;
    const [heads, givens] = [this.#slots(pattern.heads), this.#slots(pattern.givens)];
    return heads.length === 0 ? integer(1) : { tag: 'density', family, heads, givens };
  }

  #measures(patterns: readonly Measure[]): Measure[] {
    return patterns.flatMap((pattern): readonly Measure[] => {
      if (pattern.tag === 'meta') return meaningOf(pattern.name, 'measure', this.by).measure;
      const term = this.term(pattern);
      return term.tag === 'num' ? [] : [term as Measure];
    });
  }

  #expectation(pattern: Extract<Term, { tag: 'expect' }>): Term {
    const [measure, body] = [this.#measures(pattern.measure), this.term(pattern.body)];
    return measure.length === 0 ? body : { tag: 'expect', measure, body };
  }

  #integral(pattern: Extract<Term, { tag: 'integral' }>): Term {
    const vars = pattern.vars.flatMap((ref) => instantiateRefs(ref, this.by));
    const bounds = pattern.bounds?.map((bound) => this.term(bound)) as [Term, Term] | undefined;
    const body = this.term(pattern.body);
    return vars.length === 0 ? body : { ...pattern, vars, bounds: bounds ?? null, body };
  }
}
