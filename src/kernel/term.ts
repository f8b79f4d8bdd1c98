/**
 * The terms of a derivation: immutable trees that every interpretation reads.
 *
 * A density has named slots: the slot belongs to the density, the value in it is a term, and substitution and
 * renaming touch values only (`p(x)` is short for `p(x = x)`).
 */
import type { Rational } from './rational.js';

/** An integer term: `n`, `t-1`, `N`, `3` (no base). Its value is that of its base plus the offset. */
export interface Index {
  readonly base: string | null;
  readonly offset: number;
}

/** Which members of an indexed variable are meant, one selector for each of its indices. */
export type Selector =
  | { readonly tag: 'at'; readonly index: Index }
  | { readonly tag: 'all' }
  | { readonly tag: 'slice'; readonly lo: Index; readonly hi: Index }
  | { readonly tag: 'except'; readonly index: Index };

/** A variable, a member of one (`z_n`), or a part (`z_{1:T}`, `z_{-j}`, the whole array). */
export interface VarRef {
  readonly name: string;
  readonly at: readonly Selector[];
}

export interface Slot {
  readonly of: VarRef;
  readonly value: Term;
}

/** The density (or mass) of `heads` given `givens`; inputs and parameters are givens like any other. */
export interface Density {
  readonly tag: 'density';
  readonly family: string;
  readonly heads: readonly Slot[];
  readonly givens: readonly Slot[];
}

/** A concrete distribution's density at a point: `Normal(x; m, s^2)`. */
export interface Law {
  readonly tag: 'law';
  readonly law: string;
  readonly point: Term;
  readonly params: readonly Term[];
}

/** `prod_n q(z_n)` */
export interface Big {
  readonly tag: 'big';
  readonly op: 'sum' | 'prod';
  readonly binder: IndexBinder;
  readonly body: Term;
}

/** A metavariable of a rule, `?f`; a substitution says what stands for it. Lines have none. */
export interface Meta {
  readonly tag: 'meta';
  readonly name: string;
}

/** What an expectation is taken under: a density, or a plate's product of densities. */
export type Measure = Density | Law | Big | Meta;

export type IndexRange =
  | { readonly tag: 'range'; readonly lo: Index; readonly hi: Index; readonly except: Index | null }
  | { readonly tag: 'subset'; readonly subset: string };

export interface IndexBinder {
  readonly index: string;
  readonly range: IndexRange;
}

export type Term =
  | { readonly tag: 'num'; readonly value: Rational }
  | { readonly tag: 'constant'; readonly name: 'pi' | 'inf' }
  | { readonly tag: 'ref'; readonly ref: VarRef }
  | { readonly tag: 'index'; readonly index: Index }
  | { readonly tag: 'add'; readonly terms: readonly Term[] }
  | { readonly tag: 'mul'; readonly factors: readonly Term[] }
  | { readonly tag: 'pow'; readonly base: Term; readonly exponent: Term }
  /** A function with a fixed meaning, `ln`, `exp`. */
  | { readonly tag: 'fn'; readonly name: string; readonly args: readonly Term[] }
  /** An unknown function of the author's, `f(x)`. */
  | { readonly tag: 'apply'; readonly name: string; readonly args: readonly Term[] }
  /** A named expression (`define`), unfolded where it stands. */
  | { readonly tag: 'call'; readonly name: string; readonly args: readonly Term[] }
  | Density
  | Law
  /** The expectation of `body`; the measures bind their heads, left to right as their dependencies allow. */
  | { readonly tag: 'expect'; readonly measure: readonly Measure[]; readonly body: Term }
  /** `counting` marks a sum over the values of a discrete variable. Bounds go with one real variable only. */
  | {
      readonly tag: 'integral';
      readonly vars: readonly VarRef[];
      readonly counting: boolean;
      readonly bounds: readonly [Term, Term] | null;
      readonly body: Term;
    }
  | Big
  /** The mean over the uniform draw of a minibatch. */
  | { readonly tag: 'draw'; readonly subset: string; readonly body: Term }
  /** The derivative with respect to a parameter or a real variable. */
  | { readonly tag: 'grad'; readonly of: VarRef; readonly body: Term }
  /** Functionals of densities; a list of measures means their product. */
  | { readonly tag: 'kl'; readonly left: readonly Measure[]; readonly right: readonly Measure[] }
  | { readonly tag: 'entropy'; readonly measure: readonly Measure[] }
  | { readonly tag: 'cross-entropy'; readonly left: readonly Measure[]; readonly right: readonly Measure[] }
  /** `H_{p}[x | y]`: the entropy of the conditional, averaged over the joint. */
  | { readonly tag: 'mean-entropy'; readonly joint: Density; readonly conditional: Density }
  /** `I_{p}[x; y | z]` */
  | {
      readonly tag: 'mutual-information';
      readonly joint: Density;
      readonly pair: Density;
      readonly left: Density;
      readonly right: Density;
    }
  | { readonly tag: 'variance'; readonly measure: readonly Measure[]; readonly body: Term }
  | { readonly tag: 'covariance'; readonly measure: readonly Measure[]; readonly left: Term; readonly right: Term }
  /** `const_{Z}`: some term free of the variables named; every occurrence is a new one. */
  | { readonly tag: 'slack'; readonly free: readonly VarRef[] }
  | Meta;

export type Tag = Term['tag'];

export const num = (value: Rational): Term => ({ tag: 'num', value });
export const integer = (value: number): Term => num({ num: BigInt(value), den: 1n });
export const ref = (target: VarRef): Term => ({ tag: 'ref', ref: target });

/** The sum of the terms: nothing is 0, one term is itself, nested sums are kept as written. */
export const add = (terms: readonly Term[]): Term =>
  terms.length === 1 ? (terms[0] as Term) : terms.length === 0 ? integer(0) : { tag: 'add', terms };

export const mul = (factors: readonly Term[]): Term =>
  factors.length === 1 ? (factors[0] as Term) : factors.length === 0 ? integer(1) : { tag: 'mul', factors };

export const neg = (term: Term): Term =>
  term.tag === 'mul' ? mul([integer(-1), ...term.factors]) : mul([integer(-1), term]);
export const inverse = (term: Term): Term => ({ tag: 'pow', base: term, exponent: integer(-1) });
export const ln = (term: Term): Term => ({ tag: 'fn', name: 'ln', args: [term] });
export const expect = (measure: readonly Measure[], body: Term): Term => ({ tag: 'expect', measure, body });

export const isDensity = (term: Term): term is Density => term.tag === 'density';

/** `n` and 1 to `n + 1`. */
export const shifted = (index: Index, by: number): Index => ({ ...index, offset: index.offset + by });

/** Whether a slot's value has the slot's own indices. */
export const isAligned = (slot: Slot): slot is Slot & { readonly value: Extract<Term, { tag: 'ref' }> } =>
  slot.value.tag === 'ref' && JSON.stringify(slot.of.at) === JSON.stringify(slot.value.ref.at);

export const sameIndex = (a: Index, b: Index): boolean => a.base === b.base && a.offset === b.offset;

export function sameSelector(a: Selector, b: Selector): boolean {
  if (a.tag === 'slice' && b.tag === 'slice') return sameIndex(a.lo, b.lo) && sameIndex(a.hi, b.hi);
  if (a.tag === 'at' && b.tag === 'at') return sameIndex(a.index, b.index);
  if (a.tag === 'except' && b.tag === 'except') return sameIndex(a.index, b.index);
  return a.tag === b.tag && a.tag === 'all';
}

export const sameRef = (a: VarRef, b: VarRef): boolean =>
  a.name === b.name && a.at.length === b.at.length && a.at.every((s, i) => sameSelector(s, b.at[i] as Selector));

/** A text that two references share if and only if they are the same. */
export const keyOfRef = ({ name, at }: VarRef): string => JSON.stringify([name, ...at.map(partsOfSelector)]);

function partsOfSelector(selector: Selector): readonly (string | number | null)[] {
  const parts = ({ base, offset }: Index): readonly (string | number | null)[] => [base, offset];
  if (selector.tag === 'all') return ['all'];
  if (selector.tag === 'slice') return ['slice', ...parts(selector.lo), ...parts(selector.hi)];
  return [selector.tag, ...parts(selector.index)];
}

/** The direct subterms that are read as values, measures and slot values included. */
export function children(term: Term): readonly Term[] {
  switch (term.tag) {
    case 'num':
    case 'constant':
    case 'ref':
    case 'index':
    case 'slack':
    case 'meta':
      return [];
    case 'add':
      return term.terms;
    case 'mul':
      return term.factors;
    case 'pow':
      return [term.base, term.exponent];
    case 'fn':
    case 'apply':
    case 'call':
      return term.args;
    case 'density':
      return [...term.heads, ...term.givens].map((slot) => slot.value);
    case 'law':
      return [term.point, ...term.params];
    case 'expect':
    case 'variance':
      return [...term.measure, term.body];
    case 'covariance':
      return [...term.measure, term.left, term.right];
    case 'integral':
      return term.bounds === null ? [term.body] : [...term.bounds, term.body];
    case 'big':
    case 'draw':
    case 'grad':
      return [term.body];
    case 'kl':
    case 'cross-entropy':
      return [...term.left, ...term.right];
    case 'entropy':
      return term.measure;
    case 'mean-entropy':
      return [term.joint, term.conditional];
    case 'mutual-information':
      return [term.joint, term.pair, term.left, term.right];
  }
}

/** Whether any subterm, the term itself included, satisfies the test. */
export const someSubterm = (term: Term, test: (t: Term) => boolean): boolean =>
  test(term) || children(term).some((child) => someSubterm(child, test));

/** The term with its direct subterms replaced, in the order of `children`; the term itself where none changes. */
export function withChildren(term: Term, next: readonly Term[]): Term {
  if (children(term).every((child, i) => child === next[i])) return term;
  const body = next.at(-1) as Term;
  const measures = (count: number, from = 0): Measure[] => next.slice(from, from + count) as Measure[];
  const slots = (of: readonly Slot[], from: number): Slot[] =>
    of.map((slot, i) => ({ ...slot, value: next[from + i] as Term }));
  switch (term.tag) {
    case 'num':
    case 'constant':
    case 'ref':
    case 'index':
    case 'slack':
    case 'meta':
      return term;
    case 'add':
      return { ...term, terms: next };
    case 'mul':
      return { ...term, factors: next };
    case 'pow':
      return { ...term, base: next[0] as Term, exponent: body };
    case 'fn':
    case 'apply':
    case 'call':
      return { ...term, args: next };
    case 'density':
      return { ...term, heads: slots(term.heads, 0), givens: slots(term.givens, term.heads.length) };
    case 'law':
      return { ...term, point: next[0] as Term, params: next.slice(1) };
    case 'expect':
    case 'variance':
      return { ...term, measure: measures(term.measure.length), body };
    case 'covariance':
      return { ...term, measure: measures(term.measure.length), left: next.at(-2) as Term, right: body };
    case 'integral':
      return { ...term, bounds: term.bounds === null ? null : [next[0] as Term, next[1] as Term], body };
    case 'big':
    case 'draw':
    case 'grad':
      return { ...term, body };
    case 'kl':
    case 'cross-entropy':
      return {
        ...term,
        left: measures(term.left.length),
        right: measures(term.right.length, term.left.length),
      };
    case 'entropy':
      return { ...term, measure: measures(term.measure.length) };
    case 'mean-entropy':
      return { ...term, joint: next[0] as Density, conditional: next[1] as Density };
    case 'mutual-information': {
      const [joint, pair, left, right] = next as Density[];
      return { tag: 'mutual-information', joint, pair, left, right } as Term;
    }
  }
}
