/**
 * When two terms are the same: up to the names of bound variables and indices, the order and grouping of sums and
 * products, the order of slots and measures, and into which parts these divide an array. Subsets keep their names. Equal terms have equal numbers.
 */
import { joinRefs, joinSlots } from './adjacent.js';
import { bindingOf } from './binding.js';
import { type Free, freeOf, headsOf, mentionedBy } from './free.js';
import { hasDensity, rangesOverDomain } from './measure.js';
import { Memo } from './memo.js';
import { isContinuous, type Model } from './model.js';
import { printRational } from './rational.js';
import { canonicalRef, declaredName, isMember, mayOverlap, surelyCovers } from './reference.js';
import { guard } from './seal.js';
import {
  children,
  type Index,
  type IndexRange,
  type Measure,
  type Selector,
  type Slot,
  sameRef,
  type Term,
  type VarRef,
} from './term.js';

/** A bound variable, innermost first in its list; its letters are those of the binder's own place. */
interface Bound {
  readonly ref: VarRef;
  readonly placed: VarRef;
  readonly level: number;
}

const texts = new WeakMap<VarRef, string>();

/** A reference of a sealed term as text. */
function textOf(ref: VarRef): string {
  const known = texts.get(ref);
  if (known !== undefined) return known;
  const text = JSON.stringify(ref);
  texts.set(ref, text);
  return text;
}

/** The binders around a place. Places under the same binders share one, and the numbers of terms that are there. */
class Scope {
  readonly known = new Memo<number>();
  readonly #inner = new Map<string, Scope>();

  constructor(
    readonly refs: readonly Bound[],
    readonly letters: ReadonlyMap<string, number>,
    readonly depth: number,
    /** What its innermost binder binds, as it is said outside. */
    readonly variables: string,
  ) {}

  /** The scope inside a binder of variables or of a letter; `variables` tells those from all others. */
  within(refs: readonly VarRef[], letter: string | null, variables: string): Scope {
    const key = `${refs.map(textOf).join()}; ${JSON.stringify(letter)}; ${variables}`;
    const known = this.#inner.get(key);
    if (known !== undefined) return known;
    const bound = refs.map((ref, i): Bound => ({ ref, placed: placed(ref, this), level: this.depth + 1 + i }));
    const inner = new Scope(
      [...bound, ...this.refs],
      letter === null ? this.letters : new Map(this.letters).set(letter, this.depth),
      this.depth + bound.length + 1,
      variables,
    );
    this.#inner.set(key, inner);
    return inner;
  }

  /** Whether something free in a term may be bound here. */
  touches({ refs, indices }: Free): boolean {
    for (const { ref } of this.refs) for (const { name } of refs) if (name === ref.name) return true;
    if (indices.size > 0) for (const name of this.letters.keys()) if (indices.has(name)) return true;
    return false;
  }
}

/** A measure by what its slots are, and the variables that it binds in that order. */
interface Ordered {
  readonly key: string;
  readonly refs: readonly VarRef[];
}

/** How deep two terms are looked at before they are numbered: as deep as a rule's instance is new. */
const shallow = 5;

/** Whether two values say the same letter by letter, their parts beyond a depth being the very same. */
function isWrittenAlike(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (depth === 0 || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((part, i) => isWrittenAlike(part, b[i], depth - 1));
  const keys = Object.keys(a);
  return (
    !Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isWrittenAlike(a[key as never], b[key as never], depth - 1))
  );
}

export class Identity {
  readonly #numbers = new Map<string, number>();
  readonly #open = new Scope([], new Map(), 0, '');
  readonly #names = new Memo<ReadonlySet<string>>();
  readonly #measures = new Memo<Ordered>();

  constructor(private readonly model: Model) {}

  /** A number that two terms share if and only if they are the same. */
  of(term: Term): number {
    return this.#number(term, this.#open);
  }

  same(a: Term, b: Term): boolean {
    return a === b || isWrittenAlike(guard(a), guard(b), shallow) || this.of(a) === this.of(b);
  }

  /** Every name in the term, bound or free, of a variable, a letter or a subset. */
  names(term: Term): ReadonlySet<string> {
    return this.#names.of(term, () => {
      const names = new Set(ownNames(term));
      for (const child of children(term)) for (const name of this.names(child)) names.add(name);
      return names;
    });
  }

  #intern(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #number(term: Term, scope: Scope): number {
    return scope.known.of(term, () => {
      const isOpen = scope === this.#open || scope.touches(freeOf(term, this.model));
      return isOpen ? this.#flattened(term, scope) : this.of(term);
    });
  }

  /** Sums of sums and products of products are one; those of a single term are that term. */
  #flattened(term: Term, scope: Scope): number {
    if (term.tag !== 'add' && term.tag !== 'mul') return this.#intern(this.#key(term, scope));
    const parts = spread(term, term.tag).map((part) => this.#number(part, scope));
    if (parts.length === 1) return parts[0] as number;
    if (parts.length === 0) return this.#intern(term.tag === 'add' ? '0' : '1');
    return this.#intern(`${term.tag} ${parts.sort((a, b) => a - b).join()}`);
  }

  #key(term: Term, scope: Scope): string {
    switch (term.tag) {
      case 'num':
        return printRational(term.value);
      case 'constant':
        return `constant ${term.name}`;
      case 'meta':
        return `meta ${term.name}`;
      case 'ref':
        return `ref ${this.#ref(term.ref, scope)}`;
      case 'index':
        return `index ${indexKey(term.index, scope)}`;
      case 'slack':
        return `slack ${term.free.map((ref) => this.#ref(ref, scope)).sort()}`;
      case 'density':
        return `density ${term.family} ${this.#slots(term.heads, scope)} | ${this.#slots(term.givens, scope)}`;
      case 'fn':
      case 'apply':
        return `${term.tag} ${term.name} ${this.#inside(children(term), scope)}`;
      case 'call':
        return `call ${term.name} ${this.#inside(children(term), scope)} of ${this.#hidden(term, scope)}`;
      case 'law':
        return `law ${term.law} ${this.#inside(children(term), scope)}`;
      case 'grad':
        return `grad ${this.#ref(term.of, scope)} ${this.#number(term.body, scope)}`;
      default:
        return this.#binder(term, scope);
    }
  }

  /** What a definition mentions beside its arguments is bound where its name stands. */
  #hidden(term: Extract<Term, { tag: 'call' }>, scope: Scope): string {
    const { refs, indices } = mentionedBy(term.name, this.model);
    const level = (letter: string): string => `${letter}${up(scope.letters.get(letter), scope) ?? ''}`;
    return [...refs.map((ref) => this.#ref(ref, scope)), ...[...indices].map(level)].join();
  }

  #inside(terms: readonly Term[], scope: Scope): string {
    return terms.map((term) => this.#number(term, scope)).join();
  }

  #slots(slots: readonly Slot[], scope: Scope): string {
    return joinSlots(slots, this.model)
      .map(({ of, value }) => {
        const slot = canonicalRef(of, this.model);
        return `${slot.name}${selectorsKey(slot, scope)}=${this.#number(value, scope)}`;
      })
      .sort()
      .join();
  }

  #binder(term: Term, scope: Scope): string {
    const binding = bindingOf(term);
    if (binding === null) return `${term.tag} ${this.#inside(children(term), scope)}`;
    const parts = children(term);
    const bound = this.#whole(this.#inOrder(term, binding.refs));
    const slots = slotsOf(term, this.model);
    const variables = bound.map((ref) => {
      const slot = slots.find(({ value }) => value.tag === 'ref' && sameRef(value.ref, ref));
      return slot === undefined ? this.#bound(ref, scope) : `slot ${slot.of.name}${selectorsKey(slot.of, scope)}`;
    });
    const inner = scope.within(bound, binding.index?.index ?? null, variables.join());
    const outside = this.#inside(parts.slice(0, binding.from), scope);
    const head = `${term.tag}${term.tag === 'big' ? term.op : ''}${this.#counts(term) ? ' counting' : ''}`;
    const range = binding.index === null ? (binding.subset ?? '') : rangeKey(binding.index.range, scope);
    return `${head} ${range} ${outside} over ${inner.variables}: ${this.#insides(term, parts.slice(binding.from), inner)}`;
  }

  /** The order of the measures of a product does not matter. */
  #insides(term: Term, parts: readonly Term[], scope: Scope): string {
    const numbers = parts.map((part) => this.#number(part, scope));
    const sorted = (from: number, count: number): string =>
      numbers
        .slice(from, from + count)
        .sort((a, b) => a - b)
        .join();
    if (term.tag === 'kl' || term.tag === 'cross-entropy')
      return `${sorted(0, term.left.length)}; ${sorted(term.left.length, term.right.length)}`;
    const measures = isMean(term) ? term.measure.length : 0;
    return `${sorted(0, measures)}; ${numbers.slice(measures).join()}`;
  }

  /** The variables of a measure in the order of its densities, these by the slots that they fill and depend on. */
  #inOrder(term: Term, refs: readonly VarRef[]): readonly VarRef[] {
    if (!isMean(term)) return [...refs].sort((a, b) => order(declaredName(a.name), declaredName(b.name)));
    const measures = term.measure.map((measure) => this.#measures.of(measure, () => this.#ordered(measure)));
    if (measures.length === 1) return measures[0]?.refs ?? [];
    return measures.sort((a, b) => order(a.key, b.key)).flatMap((entry) => entry.refs);
  }

  #ordered(measure: Measure): Ordered {
    if (measure.tag !== 'density') return { key: measure.tag, refs: headsOf(measure) };
    const shapes = (slots: readonly Slot[]): { readonly slot: Slot; readonly shape: string }[] =>
      joinSlots(slots, this.model)
        .map((slot) => ({ slot, shape: JSON.stringify(canonicalRef(slot.of, this.model)) }))
        .sort((a, b) => order(a.shape, b.shape));
    const heads = shapes(measure.heads);
    const words = (of: typeof heads): string => of.map(({ shape }) => shape).join();
    return {
      key: `${measure.family} ${words(heads)} | ${words(shapes(measure.givens))}`,
      refs: heads.flatMap(({ slot: { value } }) => (value.tag === 'ref' ? [value.ref] : [])),
    };
  }

  /** What is bound, each variable once and the parts of an array together. */
  #whole(refs: readonly VarRef[]): VarRef[] {
    const whole = joinRefs(refs, this.model).map((ref) => canonicalRef(ref, this.model));
    return whole.filter((ref, i) => whole.findIndex((other) => sameRef(other, ref)) === i);
  }

  /** A sum over the values of a variable is its integral, unless the variable is declared continuous, or has such a law. */
  #counts(term: Term): boolean {
    if (term.tag !== 'integral' || !term.counting) return false;
    const names = term.vars.map(({ name }) => declaredName(name));
    const isDense = (name: string): boolean => isContinuous(this.model.variables.get(name)?.domain ?? null);
    return names.some((name) => isDense(name) || hasDensity(name, this.model));
  }

  /** What a bound variable ranges over: its declaration, and its name where its values are known by nothing else. */
  #bound(ref: VarRef, scope: Scope): string {
    const variable = this.model.variables.get(declaredName(ref.name));
    const domain = variable?.domain ?? null;
    const kind = domain === null || domain.tag === 'discrete' ? declaredName(ref.name) : JSON.stringify(domain);
    return `${kind} ${variable?.indices.join() ?? ''}${selectorsKey(ref, scope)}`;
  }

  /** The binders that may bind a member, innermost first, to the one that surely does; else its name at the end. */
  #ref(ref: VarRef, scope: Scope): string {
    const whole = canonicalRef(ref, this.model);
    const own = placed(whole, scope);
    const binders: string[] = [];
    for (const bound of scope.refs) {
      if (!mayOverlap(bound.placed, own)) continue;
      binders.push(up(bound.level, scope));
      if (isMember(own) && sameRef(bound.placed, own)) return binders.join('');
      if (surelyCovers(bound.placed, own, this.model)) return `${binders.join('')}${selectorsKey(whole, scope)}`;
    }
    return `${binders.join('')} ${whole.name}${selectorsKey(whole, scope)}`;
  }
}

/** A functional of one measure. */
const isMean = (term: Term): term is Extract<Term, { measure: readonly Measure[] }> =>
  term.tag === 'expect' || term.tag === 'variance' || term.tag === 'covariance' || term.tag === 'entropy';

/** The slots of single members that a mean's densities bind, where what these hold takes the values of the slot. */
const slotsOf = (term: Term, model: Model): readonly Slot[] =>
  isMean(term)
    ? term.measure
        .flatMap((m) => (m.tag === 'density' ? m.heads : []))
        .filter((slot) => isMember(slot.of) && rangesOverDomain(slot, model))
    : [];

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The terms of a sum, or the factors of a product, however they are grouped; zeros and ones left out. */
export function spread(term: Term, tag: 'add' | 'mul'): Term[] {
  const parts: Term[] = [];
  gather(term, tag, parts);
  return parts;
}

function gather(term: Term, tag: 'add' | 'mul', parts: Term[]): void {
  if (term.tag === tag) for (const part of children(term)) gather(part, tag, parts);
  else if (!isUnit(term, tag)) parts.push(term);
}

/** 0 in a sum, 1 in a product. */
const isUnit = (term: Term, tag: 'add' | 'mul'): boolean =>
  term.tag === 'num' && term.value.den === 1n && term.value.num === (tag === 'add' ? 0n : 1n);

/** The names that a term has beside its subterms. */
export function ownNames(term: Term): string[] {
  switch (term.tag) {
    case 'ref':
      return refNames(term.ref);
    case 'grad':
      return refNames(term.of);
    case 'slack':
      return term.free.flatMap(refNames);
    case 'integral':
      return term.vars.flatMap(refNames);
    case 'index':
      return indexNames(term.index);
    case 'density':
      return [...term.heads, ...term.givens].flatMap(({ of }) => of.at.flatMap(selectorNames));
    case 'big': {
      const { index, range } = term.binder;
      if (range.tag === 'subset') return [index, range.subset];
      return [index, ...[range.lo, range.hi].flatMap(indexNames), ...(range.except ? indexNames(range.except) : [])];
    }
    case 'draw':
      return [term.subset];
    default:
      return [];
  }
}

const indexNames = (index: Index): string[] => (index.base === null ? [] : [index.base]);

const selectorNames = (selector: Selector): string[] =>
  selector.tag === 'all'
    ? []
    : selector.tag === 'slice'
      ? [...indexNames(selector.lo), ...indexNames(selector.hi)]
      : indexNames(selector.index);

const refNames = (ref: VarRef): string[] => [ref.name, ...ref.at.flatMap(selectorNames)];

function indexKey(index: Index, scope: Scope): string {
  const base = index.base === null ? '' : (up(scope.letters.get(index.base), scope) ?? index.base);
  return index.offset === 0 && base !== '' ? base : `${base}+${index.offset}`;
}

function selectorKey(selector: Selector, scope: Scope): string {
  switch (selector.tag) {
    case 'all':
      return '*';
    case 'at':
      return indexKey(selector.index, scope);
    case 'slice':
      return `${indexKey(selector.lo, scope)}:${indexKey(selector.hi, scope)}`;
    case 'except':
      return `-${indexKey(selector.index, scope)}`;
  }
}

const selectorsKey = (ref: VarRef, scope: Scope): string =>
  ref.at.length === 0 ? '' : `[${ref.at.map((selector) => selectorKey(selector, scope)).join()}]`;

/** How far up a binder is: what a term says of its own binders does not depend on those around it. */
function up(level: number, scope: Scope): string;
function up(level: number | undefined, scope: Scope): string | null;
function up(level: number | undefined, scope: Scope): string | null {
  return level === undefined ? null : `^${scope.depth - level}`;
}

/** A reference with the letters that are bound around it told from all others. */
function placed(ref: VarRef, scope: Scope): VarRef {
  if (scope.letters.size === 0 || ref.at.length === 0) return ref;
  const place = (index: Index): Index => {
    const level = index.base === null ? undefined : scope.letters.get(index.base);
    return level === undefined ? index : { ...index, base: `^${level} ${index.base}` };
  };
  const at = ref.at.map((selector): Selector => {
    if (selector.tag === 'all') return selector;
    if (selector.tag === 'slice') return { tag: 'slice', lo: place(selector.lo), hi: place(selector.hi) };
    return { tag: selector.tag, index: place(selector.index) };
  });
  return { ...ref, at };
}

function rangeKey(range: IndexRange, scope: Scope): string {
  if (range.tag === 'subset') return `in ${range.subset}`;
  const except = range.except === null ? '' : `!=${indexKey(range.except, scope)}`;
  return `${indexKey(range.lo, scope)}..${indexKey(range.hi, scope)}${except}`;
}
