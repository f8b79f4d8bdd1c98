/** What a file declares: sizes, plates, variables, and families of densities as Bayesian networks with plates. */
import type { Index, IndexBinder, Law, Slot, Term, VarRef } from './term.js';
import { sameRef } from './term.js';

export type Domain =
  | { readonly tag: 'real' }
  | { readonly tag: 'positive' }
  | { readonly tag: 'unit' }
  /** Some finite set without order or numeric meaning of its own. */
  | { readonly tag: 'discrete' }
  /** The integers lo..hi, or a listed set of numbers. */
  | { readonly tag: 'integers'; readonly lo: Index; readonly hi: Index }
  | { readonly tag: 'values'; readonly values: readonly number[] }
  /** Vectors and matrices: `real^D`, `real^{D x K}`, `spd^D`. */
  | { readonly tag: 'array'; readonly element: 'real' | 'positive' | 'unit' | 'spd'; readonly shape: readonly Index[] };

export interface Variable {
  readonly name: string;
  readonly role: 'latent' | 'observed' | 'param';
  /** The plate letters it was declared with: `z_n` has ['n']. */
  readonly indices: readonly string[];
  /** null: abstract, standing for a mass and for a density. */
  readonly domain: Domain | null;
}

export interface Plate {
  readonly index: string;
  readonly lo: Index;
  readonly hi: Index;
  /** The factors of the plate are the same for every index. */
  readonly iid: boolean;
}

export interface Subset {
  readonly name: string;
  readonly lo: Index;
  readonly hi: Index;
  readonly size: Index;
}

/** The concrete form of a factor, where it has one; its terms are over the factor's own heads and givens. */
export type Form =
  | { readonly tag: 'law'; readonly law: Law }
  | {
      readonly tag: 'table';
      readonly axes: readonly VarRef[];
      readonly entries: readonly Term[];
      readonly shape: readonly number[];
    }
  /** A formula for the density itself. */
  | { readonly tag: 'formula'; readonly body: Term };

/** The terms of a form. */
export function termsOfForm(form: Form | null): readonly Term[] {
  if (form === null) return [];
  return form.tag === 'law' ? [form.law] : form.tag === 'formula' ? [form.body] : form.entries;
}

/** A primitive conditional, one for each value of its binders: `p(x_n | z_n, W)` for n = 1..N. */
export interface Factor {
  readonly id: number;
  readonly binders: readonly IndexBinder[];
  readonly heads: readonly VarRef[];
  /** Owned parents, inputs and parameters alike. */
  readonly givens: readonly VarRef[];
  readonly form: Form | null;
  readonly label: string | null;
}

export interface Family {
  readonly name: string;
  readonly factors: readonly Factor[];
}

export interface Func {
  readonly name: string;
  readonly arity: number;
  readonly domain: Domain | null;
}

export interface Definition {
  readonly name: string;
  /** Names its arguments stand for in the body, which is unfolded where the call stands. */
  readonly params: readonly string[];
  readonly body: Term;
}

export type Relation = '=' | '<=' | '>=' | '<' | '>' | '!=' | 'propto';

export interface Assumption {
  readonly label: string | null;
  readonly left: Term;
  readonly relation: Relation;
  readonly right: Term;
  readonly text: string;
}

export interface Model {
  /** Size names (`N`, `M`), in order of appearance. */
  readonly sizes: ReadonlySet<string>;
  readonly plates: ReadonlyMap<string, Plate>;
  readonly subsets: ReadonlyMap<string, Subset>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly collections: ReadonlyMap<string, readonly VarRef[]>;
  readonly families: ReadonlyMap<string, Family>;
  readonly functions: ReadonlyMap<string, Func>;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly assumptions: readonly Assumption[];
}

/** Whether a slot holds its own variable, so that it is written bare. */
export const isDefault = (slot: Slot): boolean => slot.value.tag === 'ref' && sameRef(slot.value.ref, slot.of);

/** The names that a family gives a law. */
export const ownedNames = (family: Family): Set<string> =>
  new Set(family.factors.flatMap((factor) => factor.heads.map((head) => head.name)));

/** The names that a family's factors mention without giving them a law: inputs and parameters. */
export function inputNames(family: Family): Set<string> {
  const owned = ownedNames(family);
  return new Set(family.factors.flatMap((f) => f.givens.map((g) => g.name)).filter((name) => !owned.has(name)));
}

/** The variable whose name this one decorates: `theta` for `theta_old` and `theta0`, `z` for `z'`; null if there is none. */
export function decorated(model: Model, name: string): string | null {
  const stem = /^(.*?)(?:_|\^|'|\d+$)/.exec(name)?.[1];
  return stem !== undefined && stem !== '' && model.variables.has(stem) ? stem : null;
}

export const isDiscrete = (domain: Domain | null): boolean =>
  domain !== null && (domain.tag === 'discrete' || domain.tag === 'integers' || domain.tag === 'values');

export const isContinuous = (domain: Domain | null): boolean => domain !== null && !isDiscrete(domain);
