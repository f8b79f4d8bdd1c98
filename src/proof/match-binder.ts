/** Binders of a term with the names that a pattern's have, so that what stands under them can be compared. */
import { bindingOf } from '../kernel/binding.js';
import { headsOf } from '../kernel/free.js';
import type { Kernel } from '../kernel/kernel.js';
import { headsName, openName } from '../kernel/kinds.js';
import { includesRef } from '../kernel/reference.js';
import type { Substitution } from '../kernel/rule.js';
import { NoSubstitute, renameBound, renameLetter } from '../kernel/substitute.js';
import { type Big, type IndexRange, type Measure, sameIndex, type Term, type VarRef } from '../kernel/term.js';
import { meaningIn } from './match-group.js';

/** The variables that a binder of a pattern is known to bind: those it names, and those its metavariables stand for. */
export function boundRefs(pattern: Term, by: Substitution): readonly VarRef[] {
  switch (pattern.tag) {
    case 'integral':
      return pattern.vars.flatMap((ref) => knownRefs(ref, by));
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return pattern.measure.flatMap((measure) => knownHeads(measure, by));
    case 'kl':
    case 'cross-entropy':
      return [...pattern.left, ...pattern.right].flatMap((measure) => knownHeads(measure, by));
    case 'mean-entropy':
    case 'mutual-information':
      return knownHeads(pattern.joint, by);
    default:
      return [];
  }
}

function knownRefs(ref: VarRef, by: Substitution): readonly VarRef[] {
  const measure = headsName(ref.name);
  if (measure !== null) return meaningIn(by, measure, 'measure')?.measure.flatMap(headsOf) ?? [];
  const name = openName(ref.name);
  if (name === null) return [ref];
  return meaningIn(by, name, 'refs')?.refs ?? knownSlots(name, by);
}

const knownSlots = (name: string, by: Substitution): readonly VarRef[] =>
  (meaningIn(by, name, 'slots')?.slots ?? []).flatMap(({ value }) => (value.tag === 'ref' ? [value.ref] : []));

function knownHeads(measure: Measure, by: Substitution): readonly VarRef[] {
  if (measure.tag === 'meta') return meaningIn(by, measure.name, 'measure')?.measure.flatMap(headsOf) ?? [];
  const open = measure.tag === 'density' ? measure.heads.flatMap(({ of }) => openName(of.name) ?? []) : [];
  return [...headsOf(measure), ...open.flatMap((name) => knownSlots(name, by))];
}

/** The term as it is, or with the names of what it binds changed until it binds the variables wanted. */
export function* aligned(term: Term, wanted: readonly VarRef[], kernel: Kernel): Generator<Term, void> {
  const bound = bindingOf(term)?.refs ?? [];
  const missing = wanted.find((ref) => !includesRef(bound, ref));
  if (missing === undefined) return yield term;
  const spare = bound.filter((ref, i) => !includesRef(wanted, ref) && !includesRef(bound.slice(0, i), ref));
  for (const ref of spare) {
    const renamed = withNameOf(term, ref, missing, kernel);
    if (renamed !== null) yield* aligned(renamed, wanted, kernel);
  }
}

function withNameOf(term: Term, from: VarRef, to: VarRef, { identity, model }: Kernel): Term | null {
  const areWhole = from.at.length === to.at.length && [...from.at, ...to.at].every(({ tag }) => tag === 'all');
  if (!areWhole || identity.names(term).has(to.name)) return null;
  return unlessStuck(() => renameBound(term, from.name, to.name, model));
}

/** A sum or a product with another letter; null where that letter is in use. */
export function relettered(term: Big, letter: string, { identity, model }: Kernel): Big | null {
  if (term.binder.index === letter) return term;
  if (identity.names(term).has(letter)) return null;
  return unlessStuck(() => renameLetter(term, letter, model)) as Big | null;
}

function unlessStuck<T>(rename: () => T): T | null {
  try {
    return rename();
  } catch (error) {
    if (error instanceof NoSubstitute) return null;
    throw error;
  }
}

/** Whether a pattern speaks of a letter beside its metavariables. */
export const isLetterUsed = (pattern: Term, letter: string, { identity }: Kernel): boolean =>
  identity.names(pattern).has(letter);

export function isSameRange(a: IndexRange, b: IndexRange): boolean {
  if (a.tag === 'subset') return b.tag === 'subset' && a.subset === b.subset;
  if (b.tag === 'subset') return false;
  const isExcept = a.except === null || b.except === null ? a.except === b.except : sameIndex(a.except, b.except);
  return sameIndex(a.lo, b.lo) && sameIndex(a.hi, b.hi) && isExcept;
}

/** What a subset is drawn from; null for no subset of the model. */
export function rangeOf(range: IndexRange, { model }: Kernel): IndexRange | null {
  const subset = range.tag === 'subset' ? model.subsets.get(range.subset) : undefined;
  return subset === undefined ? null : { tag: 'range', lo: subset.lo, hi: subset.hi, except: null };
}
