/**
 * Whether a rule moves something out of the reach of a binder, or into it, without a condition that allows it. A
 * metavariable that stands under a binder in one place and not in another must be free of what the binder binds.
 */
import { headsName, kindsOf, measuresOfPlate, openName } from './kinds.js';
import type { Condition, Rule, Target } from './rule.js';
import { children, type Measure, type Slot, type Term, type VarRef } from './term.js';

/** What a binder of a pattern binds: the heads or variables of a metavariable, a letter, a subset, a declared variable. */
export type Bound = Target | { readonly tag: 'variable'; readonly ref: VarRef };

export interface Capture {
  readonly name: string;
  readonly bound: Bound;
  /** The part of the pattern that stands under the binder. */
  readonly at: object;
}

interface Occurrence {
  readonly name: string;
  readonly under: readonly Bound[];
  readonly at: object;
}

const sameBound = (a: Bound, b: Bound): boolean => JSON.stringify(a) === JSON.stringify(b);

const without = (bounds: readonly Bound[], own: Bound): Bound[] => bounds.filter((bound) => !sameBound(bound, own));

function ofVariable(ref: VarRef): Bound {
  const heads = headsName(ref.name);
  if (heads !== null) return { tag: 'heads', measure: heads };
  const name = openName(ref.name);
  return name === null ? { tag: 'variable', ref } : { tag: 'refs', name };
}

function ofMeasure(measure: Measure): Bound[] {
  if (measure.tag === 'meta') return [{ tag: 'heads', measure: measure.name }];
  if (measure.tag === 'big') return measuresOfPlate(measure).flatMap(ofMeasure);
  if (measure.tag === 'law') return ofPoint(measure.point);
  return measure.heads.flatMap(({ of, value }): Bound[] => {
    const name = openName(of.name);
    if (name !== null) return [{ tag: 'refs', name }];
    return value.tag === 'ref' ? [ofVariable(value.ref)] : [];
  });
}

function ofPoint(point: Term): Bound[] {
  if (point.tag === 'meta') return [{ tag: 'refs', name: point.name }];
  return point.tag === 'ref' ? [ofVariable(point.ref)] : [];
}

/** What a term binds in its subterms. The two sides of a divergence have the same heads. */
function boundsOf(term: Term): readonly Bound[] {
  switch (term.tag) {
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return term.measure.flatMap(ofMeasure);
    case 'kl':
    case 'cross-entropy':
      return term.left.flatMap(ofMeasure);
    case 'mean-entropy':
    case 'mutual-information':
      return ofMeasure(term.joint);
    case 'integral':
      return term.vars.map(ofVariable);
    case 'big':
      return [{ tag: 'index', letter: term.binder.index }];
    case 'draw':
      return [{ tag: 'subset', subset: term.subset }];
    default:
      return [];
  }
}

/** Every metavariable with the binders around it that could capture what it stands for. */
function occurrencesIn(term: Term, under: readonly Bound[]): readonly Occurrence[] {
  switch (term.tag) {
    case 'meta':
      return [{ name: term.name, under, at: term }];
    case 'density':
      return [...term.heads, ...term.givens].flatMap((slot) => inSlot(slot, under));
    case 'big':
      return [letterOf(term, under), ...inside(term, under)];
    case 'integral':
      return [
        ...term.vars.flatMap((ref) => inVariable(ref, [...under.filter(isLetter), ofVariable(ref)])),
        ...inside(term, under),
      ];
    case 'grad':
      return [
        ...inVariable(
          term.of,
          under.filter(({ tag }) => tag !== 'subset'),
        ),
        ...inside(term, under),
      ];
    default:
      return inside(term, under);
  }
}

function inside(term: Term, under: readonly Bound[]): readonly Occurrence[] {
  const inner = [...under, ...boundsOf(term)];
  const outside = term.tag === 'integral' ? (term.bounds ?? []).length : 0;
  return children(term).flatMap((child, i) => occurrencesIn(child, i < outside ? under : inner));
}

/** Slots under their own binder hold variables that it binds: only letters are left to depend on. */
function inSlot(slot: Slot, under: readonly Bound[]): readonly Occurrence[] {
  const name = openName(slot.of.name);
  if (name === null) return occurrencesIn(slot.value, under);
  const isOwn = under.some((bound) => sameBound(bound, { tag: 'refs', name }));
  return [{ name, under: isOwn ? under.filter(isLetter) : under, at: slot }];
}

/** The range of a letter may mention the letters and the subsets around it. */
function letterOf(term: Extract<Term, { tag: 'big' }>, under: readonly Bound[]): Occurrence {
  const { index, range } = term.binder;
  const around = under.filter(({ tag }) => tag === 'index' || (tag === 'subset' && range.tag !== 'subset'));
  return { name: index, under: without(around, { tag: 'index', letter: index }), at: term };
}

function inVariable(ref: VarRef, under: readonly Bound[]): Occurrence[] {
  const name = openName(ref.name);
  return name === null ? [] : [{ name, under, at: ref }];
}

const isLetter = ({ tag }: Bound): boolean => tag === 'index';

/** The occurrence without the heads of the measure itself, and of those that have the same. */
function besideOwn(when: readonly Condition[]): (occurrence: Occurrence) => Occurrence {
  const first = (measure: string): string =>
    when.flatMap((c) => (c.tag === 'same heads' && c.right === measure ? [c.left] : []))[0] ?? measure;
  return ({ name, under, at }) => {
    const merged = under.map((b): Bound => (b.tag === 'heads' ? { tag: 'heads', measure: first(b.measure) } : b));
    return { name, under: without(merged, { tag: 'heads', measure: first(name) }), at };
  };
}

/** What the rule carries past a binder without leave. */
export function capturesOf(rule: Rule): Capture[] {
  const kinds = kindsOf(rule);
  const found = [rule.left, rule.right].flatMap((side) => occurrencesIn(side, [])).map(besideOwn(rule.when));
  // The variables of slots, `d?A`, are bound there and depend on nothing.
  const concerned = found.filter(({ name, at }) => kinds.get(name) !== 'slots' || 'value' in at);
  return [...kinds.keys()].flatMap((name) => {
    const places = concerned.filter((occurrence) => occurrence.name === name);
    const all = places.flatMap(({ under, at }) => under.map((bound) => ({ name, bound, at })));
    const distinct = all.filter(({ bound }, i) => all.findIndex((other) => sameBound(other.bound, bound)) === i);
    const everywhere = (...bounds: readonly Bound[]): boolean =>
      places.every(({ under }) => under.some((own) => bounds.some((bound) => sameBound(own, bound))));
    return distinct.filter(({ bound }) => !everywhere(bound) && !isFree(name, bound, rule.when, everywhere));
  });
}

/** Whether each occurrence is under one of some binders. */
type Everywhere = (...bounds: readonly Bound[]) => boolean;

/** Whether the conditions say that a metavariable is free of what a binder binds. */
function isFree(name: string, bound: Bound, when: readonly Condition[], everywhere: Everywhere): boolean {
  const says = (what: string, of: Bound): boolean =>
    when.some((condition) =>
      condition.tag === 'law'
        ? isFreeInLaw(condition.term, what, of)
        : condition.tag === 'free' && condition.what === what && sameBound(condition.of, of),
    );
  if (says(name, bound)) return true;
  if (bound.tag === 'heads') return says(bound.measure, { tag: 'refs', name });
  return bound.tag === 'refs' && isFreeOfPart(name, bound.name, when, says, everywhere);
}

/** The parameters of what is a density are free of what it is a law of. */
function isFreeInLaw(law: Term, name: string, of: Bound): boolean {
  if (law.tag !== 'law' || !ofPoint(law.point).some((own) => sameBound(own, of))) return false;
  return law.params.some((param) => param.tag === 'meta' && param.name === name);
}

/**
 * Of the parts of something that it is free of; and of what the whole has beyond a part, where some occurrences are under
 * the one and all others under the other.
 */
function isFreeOfPart(
  name: string,
  slots: string,
  when: readonly Condition[],
  says: (what: string, of: Bound) => boolean,
  everywhere: Everywhere,
): boolean {
  return when.some((condition) => {
    if (condition.tag !== 'part') return false;
    const { part, whole } = condition;
    if (part === slots && says(name, { tag: 'refs', name: whole })) return true;
    const beyond = when.some((c) => c.tag === 'free beyond' && c.what === name && c.whole === whole && c.part === part);
    const bounds = [part, whole].map((own): Bound => ({ tag: 'refs', name: own }));
    return beyond && (slots === part || slots === whole) && everywhere(...bounds);
  });
}
