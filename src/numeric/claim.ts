/** A step as the interpretations see it: two terms, a relation, and what is free in them. */
import { type Free, freeOf } from '../kernel/free.js';
import { isContinuous, type Model, type Relation } from '../kernel/model.js';
import { type Copy, copiesOf, type IndexEnv, IndexFault, rangeValues } from '../kernel/network.js';
import { add, children, type Selector, type Slot, sameSelector, type Term, type VarRef } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { isDensityOrLaw, isProductOf, subsetChoices, withSubset } from './evaluate.js';
import type { Compared } from './evidence.js';
import { isReal } from './states.js';

export interface Claim {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation;
  /** The sides may differ by a term (or, for propto, a factor) free of these; null: not at all. */
  readonly upTo: readonly VarRef[] | null;
}

/** The claim with its `const` terms taken out; null where `slackFault` says why that leaves nothing to compare. */
export function withoutSlack(claim: Claim): Claim | null {
  const upTo = slackOf(claim);
  if (upTo === null) return claim;
  if (typeof upTo === 'string') return null;
  return { ...claim, left: withoutConst(claim.left), right: withoutConst(claim.right), upTo };
}

/** Why the `const` terms of a claim cannot be compared. */
export function slackFault(claim: Claim): string | null {
  const upTo = slackOf(claim);
  return typeof upTo === 'string' ? upTo : null;
}

const isConst = (term: Term): term is Extract<Term, { tag: 'slack' }> => term.tag === 'slack';

const partsOf = (side: Term): readonly Term[] => (side.tag === 'add' ? side.terms : [side]);

const withoutConst = (side: Term): Term =>
  partsOf(side).some(isConst) ? add(partsOf(side).filter((term) => !isConst(term))) : side;

/** What the sides may differ by a term free of; null where they have no `const`; a text where nothing can be said. */
function slackOf({ left, right, relation }: Claim): readonly VarRef[] | string | null {
  const [given, own] = [left, right].map((side) =>
    partsOf(side)
      .filter(isConst)
      .map(({ free }) => free),
  ) as [VarRef[][], VarRef[][]];
  if (given.length + own.length === 0) return null;
  if (relation === 'propto') return 'propto leaves a factor out and const a term: they are not compared together';
  // A const of the left is one term that is not told. Only a const of the right may be whatever makes the line true;
  // that the sides differ is said of all.
  const choices = relation === '!=' ? [...given, ...own] : own;
  if (choices.length === 0) return "the const on the left is not told: write '+ const_{..}' on the right too";
  const least = choices.find((free) => choices.every((other) => isAmong(free, other)));
  if (least === undefined)
    return 'the const terms are free of different variables, and nothing is known that their sum is free of';
  if (given.every((other) => isAmong(least, other))) return least;
  return 'the const on the right is free of more than that on the left is known to be: name fewer variables';
}

/** Whether terms free of `outer` are free of `inner`. */
const isAmong = (inner: readonly VarRef[], outer: readonly VarRef[]): boolean =>
  inner.every(({ name, at }) =>
    outer.some(
      (other) =>
        other.name === name &&
        other.at.every((selector, i) => selector.tag === 'all' || sameSelector(selector, at[i] as Selector)),
    ),
  );

/** Whether the relation asks for a difference of a given sign. */
export const isStrict = (relation: Relation): boolean => relation === '<' || relation === '>';

/** Whether a relation bounds one side by the other. */
export const isDirected = (relation: Relation): boolean =>
  relation !== '=' && relation !== 'propto' && relation !== '!=';

/** Why no model says whether a term is free of a parameter: it has one value in each. Null where none is asked for. */
export function openParameter({ upTo }: Claim, model: Model): string | null {
  const open = upTo?.find(({ name }) => isReal(model, name));
  return open === undefined ? null : `no model has two values of ${open.name}, to show what is free of it`;
}

/** What the interpretations compare of the sides. */
export const comparedOf = ({ relation, upTo }: Claim): Compared | null =>
  upTo === null
    ? null
    : { by: relation === 'propto' ? 'ratio' : 'difference', of: [...new Set(upTo.map(({ name }) => name))] };

export function freeOfClaim(claim: Claim, model: Model): Free {
  const [l, r] = [freeOf(claim.left, model), freeOf(claim.right, model)];
  return {
    refs: [...l.refs, ...r.refs],
    indices: new Set([...l.indices, ...r.indices]),
    subsets: new Set([...l.subsets, ...r.subsets]),
  };
}

/** At most so many assignments of free indices and subsets are tried in one model. */
const mostAssignments = 60;

/** All values of the free indices and all choices of the free subsets, in a fixed order; none where a range is too short. */
export function assignments(free: Free, model: Model, sizes: IndexEnv): IndexEnv[] {
  try {
    return allAssignments(free, model, sizes);
  } catch (error) {
    if (error instanceof IndexFault) return [];
    throw error;
  }
}

function allAssignments(free: Free, model: Model, sizes: IndexEnv): IndexEnv[] {
  let envs: IndexEnv[] = [sizes];
  for (const letter of free.indices) {
    const plate = model.plates.get(letter);
    if (plate === undefined) continue;
    const values = rangeValues({ tag: 'range', lo: plate.lo, hi: plate.hi, except: null }, sizes);
    envs = envs.flatMap((env) => values.map((value) => ({ ...env, indices: new Map(env.indices).set(letter, value) })));
  }
  for (const subset of free.subsets) {
    const choices = subsetChoices(subset, { model }, sizes);
    envs = envs.flatMap((env) => choices.map((choice) => withSubset(env, subset, choice)));
  }
  if (envs.length <= mostAssignments) return envs;
  const stride = envs.length / mostAssignments;
  return Array.from({ length: mostAssignments }, (_, i) => envs[Math.floor(i * stride)] as IndexEnv);
}

export const freeCopies = (free: Free, model: Model, env: IndexEnv): Copy[] => [
  ...new Set(free.refs.flatMap((r) => copiesOf(r, model, env))),
];

/** Variables that fill each other's slots, as a name for each class: they must have the same states. */
export function slotClasses(terms: Iterable<Term>, model: Model): (name: string) => string {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    const up = parent.get(name);
    return up === undefined || up === name ? name : find(up);
  };
  const join = (slot: Slot): void => {
    if (slot.value.tag !== 'ref') return;
    const [a, b] = [find(slot.of.name), find(slot.value.ref.name)];
    if (a !== b) parent.set(a < b ? b : a, a < b ? a : b);
  };
  for (const term of terms) {
    for (const t of subterms(term, model)) {
      if (t.tag === 'density') [...t.heads, ...t.givens].forEach(join);
      if (t.tag === 'call')
        model.definitions.get(t.name)?.params.forEach((name, i) => {
          join({ of: { name, at: [] }, value: t.args[i] as Term });
        });
      if (t.tag === 'mean-entropy') [...t.joint.heads, ...t.conditional.givens].forEach(join);
    }
  }
  return find;
}

/** Which variables share their states, as a text. */
export const classesOf = (model: Model, classOf: (name: string) => string): string =>
  [...model.variables.keys()].map(classOf).join();

const measures = new Set<Term['tag']>([
  'expect',
  'integral',
  'kl',
  'entropy',
  'cross-entropy',
  'mean-entropy',
  'mutual-information',
  'variance',
  'covariance',
]);

/** Whether the line speaks of a variable that is declared to be continuous and has no value of its own. */
export function mentionsReal(claim: Claim, model: Model): boolean {
  const names = [claim.left, claim.right].flatMap((side) =>
    [...subterms(side, model)].flatMap((t) =>
      t.tag === 'ref' ? [t.ref.name] : t.tag === 'integral' ? t.vars.map((v) => v.name) : [],
    ),
  );
  return names.some((name) => isContinuous(model.variables.get(name)?.domain ?? null) && !isReal(model, name));
}

/**
 * Whether a logarithm that has no value in models of every sign has none at all: the line speaks of numbers, of densities
 * without a declared form, at points, and of unknown functions and parameters only where their size does not matter.
 */
export function hasSignsTried(term: Term, model: Model, place: Place = 'outside'): boolean {
  switch (term.tag) {
    case 'density': {
      const slots = [...term.heads, ...term.givens].map(({ value }) => value);
      const hasForm = model.families.get(term.family)?.factors.some(({ form }) => form !== null) ?? false;
      return !hasForm && slots.every(({ tag }) => tag === 'ref' || tag === 'num');
    }
    case 'law':
      return false;
    case 'ref':
      return place !== 'added' && isReal(model, term.ref.name);
    case 'apply':
      return place !== 'added';
    default: {
      const definition = term.tag === 'call' ? model.definitions.get(term.name) : undefined;
      const parts = [...children(term), ...(definition === undefined ? [] : [definition.body])];
      return parts.every((part) => hasSignsTried(part, model, placeIn(term, place)));
    }
  }
}

/** Whether all logarithms are of products of densities and numbers, which have the same sign in all models of a size. */
export function hasSignsOfSize(term: Term, model: Model): boolean {
  for (const part of subterms(term, model))
    if (part.tag === 'fn' && part.name === 'ln' && !part.args.every(hasSign)) return false;
  return true;
}

const hasSign = (term: Term): boolean => isProductOf(term, (factor) => factor.tag === 'num' || isDensityOrLaw(factor));

/** Where a part of a line stands: outside of logarithms, as a factor of what one is taken of, or deeper inside. */
type Place = 'outside' | 'factor' | 'added';

function placeIn(term: Term, place: Place): Place {
  if (place === 'outside') return term.tag === 'fn' && term.name === 'ln' ? 'factor' : 'outside';
  return term.tag === 'mul' || term.tag === 'call' ? place : 'added';
}

/** Whether anything is integrated or averaged. */
export function hasMeasure(term: Term, model: Model): boolean {
  for (const t of subterms(term, model)) if (measures.has(t.tag)) return true;
  return false;
}

/** Whether some gradient is taken of an expectation or an integral. */
export function differentiatesMeasure(term: Term, model: Model): boolean {
  for (const t of subterms(term, model)) {
    if (t.tag !== 'grad') continue;
    for (const inner of subterms(t.body, model)) if (measures.has(inner.tag)) return true;
  }
  return false;
}

const keys = new WeakMap<Term, string>();

/** A text that is the same for terms of the same structure. */
export function termKey(term: Term): string {
  const known = keys.get(term);
  if (known !== undefined) return known;
  const key = JSON.stringify(term, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  keys.set(term, key);
  return key;
}

const isZero = (term: Term): boolean => term.tag === 'num' && term.value.num === 0n;

/**
 * Whether a term can be zero only by its value: a zero as written, a logarithm. Other sides of magnitude zero may have
 * underflowed, and then agree with anything.
 */
export function cannotUnderflow(term: Term): boolean {
  switch (term.tag) {
    case 'num':
      return isZero(term);
    case 'fn':
      return term.name === 'ln';
    case 'mul': {
      const rest = term.factors.filter((factor) => factor.tag !== 'num');
      return term.factors.some(isZero) || (rest.length === 1 && rest.every(cannotUnderflow));
    }
    case 'add':
      return term.terms.every(cannotUnderflow);
    case 'expect':
    case 'integral':
    case 'draw':
    case 'grad':
      return cannotUnderflow(term.body);
    case 'big':
      return term.op === 'sum' && cannotUnderflow(term.body);
    default:
      return false;
  }
}
