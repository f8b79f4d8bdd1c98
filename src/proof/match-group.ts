/** What single metavariables stand for while a pattern is matched: looked up, entered, and taken as groups. */
import { headsOf } from '../kernel/free.js';
import { type Identity, spread } from '../kernel/identity.js';
import { instantiate, Misfit } from '../kernel/instantiate.js';
import type { Kernel } from '../kernel/kernel.js';
import { headsName, openName } from '../kernel/kinds.js';
import type { Model } from '../kernel/model.js';
import { canonicalRef } from '../kernel/reference.js';
import type { Meaning, MeaningKind, Substitution } from '../kernel/rule.js';
import { add, type Measure, mul, ref, type Slot, type Term, type VarRef } from '../kernel/term.js';
import { meaning } from './deriver.js';
import type { Group, Single } from './match-share.js';

/** What each metavariable of a rule stands for, by name. */
export type Kinds = ReadonlyMap<string, MeaningKind>;

/** What a name stands for, where it is of the kind; null where it stands for nothing yet. */
export function meaningIn<K extends MeaningKind>(
  by: Substitution,
  name: string,
  kind: K,
): Extract<Meaning, { kind: K }> | null {
  const found = Object.hasOwn(by, name) ? by[name] : undefined;
  return found?.kind === kind ? (found as Extract<Meaning, { kind: K }>) : null;
}

/** The substitution with a name's meaning; null where the name stands for another. */
export function withName(by: Substitution, name: string, entered: Meaning): Substitution | null {
  if (!Object.hasOwn(by, name)) return { ...by, [name]: entered };
  return JSON.stringify(by[name]) === JSON.stringify(entered) ? by : null;
}

/** Variables with the same key are the same. */
export const refKey = (of: VarRef, model: Model): string => JSON.stringify(canonicalRef(of, model));

export const slotKey = ({ of, value }: Slot, model: Model, identity: Identity): string =>
  `${refKey(of, model)}=${identity.of(value)}`;

/** A metavariable among terms: those of a sum, or the factors of a product. */
export function groupOfTerms(name: string, kind: MeaningKind, tag: 'add' | 'mul', least: 0 | 1): Group<Term> {
  const join = tag === 'add' ? add : mul;
  switch (kind) {
    case 'term':
      return {
        least,
        known: (by) => partsOf(meaningIn(by, name, kind)?.term ?? null, tag),
        bind: (terms, by) => ({ ...by, [name]: meaning.term(join(terms)) }),
      };
    case 'measure':
      return {
        least,
        known: (by) => partsOf(productOf(meaningIn(by, name, kind)?.measure ?? null), tag),
        bind: (terms, by) => {
          const measure = measuresOf(join(terms));
          return measure === null ? null : { ...by, [name]: meaning.measure(measure) };
        },
      };
    case 'refs':
      return {
        least: 1,
        known: (by) => meaningIn(by, name, kind)?.refs.map(ref) ?? null,
        bind: ([only, ...others], by) =>
          only?.tag === 'ref' && others.length === 0 ? { ...by, [name]: meaning.refs([only.ref]) } : null,
      };
    default:
      return { least: 1, known: () => null, bind: () => null };
  }
}

const partsOf = (term: Term | null, tag: 'add' | 'mul'): Term[] | null => (term === null ? null : spread(term, tag));
const productOf = (measure: readonly Measure[] | null): Term | null => (measure === null ? null : mul(measure));

/** The measures of which a term is the product; null where it is none of measures. */
export function measuresOf(term: Term): Measure[] | null {
  const factors = spread(term, 'mul');
  return factors.every(isMeasure) ? factors : null;
}

function isMeasure(term: Term): term is Measure {
  switch (term.tag) {
    case 'density':
      return term.heads.every(({ value }) => value.tag === 'ref');
    case 'law':
      return term.point.tag === 'ref';
    case 'big':
      return term.op === 'prod' && measuresOf(term.body) !== null;
    default:
      return false;
  }
}

const groupOfSlots = (name: string, least: 0 | 1): Group<Slot> => ({
  least,
  known: (by) => meaningIn(by, name, 'slots')?.slots ?? null,
  bind: (slots, by) => ({ ...by, [name]: meaning.slots(slots) }),
});

/** The slots of a pattern that it names, and its lists of any slots, of which only the last may be empty. */
export function openSlots(
  patterns: readonly Slot[],
  least: 0 | 1,
): { readonly named: readonly Slot[]; readonly groups: readonly Group<Slot>[] } {
  const open = patterns.flatMap(({ of }) => openName(of.name) ?? []);
  const named = patterns.filter(({ of }) => openName(of.name) === null);
  return { named, groups: open.map((name, i) => groupOfSlots(name, i < open.length - 1 ? 1 : least)) };
}

/** The variables of an integral or a gradient: `?x`, those of a measure or of slots, and declared ones. */
export function refShares(
  patterns: readonly VarRef[],
  by: Substitution,
  kinds: Kinds,
  model: Model,
): { readonly singles: readonly Single<VarRef>[]; readonly groups: readonly Group<VarRef>[] } {
  const isDeclared = ({ name }: VarRef): boolean => openName(name) === null && headsName(name) === null;
  const singles = patterns.filter(isDeclared).map((pattern): Single<VarRef> => {
    const key = refKey(pattern, model);
    return (ref, known) => (refKey(ref, model) === key ? [known] : []);
  });
  return { singles, groups: patterns.filter((pattern) => !isDeclared(pattern)).map((ref) => refGroup(ref, by, kinds)) };
}

function refGroup(pattern: VarRef, by: Substitution, kinds: Kinds): Group<VarRef> {
  const measure = headsName(pattern.name);
  if (measure !== null) return groupOfThese(meaningIn(by, measure, 'measure')?.measure.flatMap(headsOf) ?? null);
  const name = openName(pattern.name) ?? pattern.name;
  if (kinds.get(name) === 'slots') return groupOfThese(valuesOf(meaningIn(by, name, 'slots')?.slots ?? null));
  return {
    least: 1,
    known: (known) => meaningIn(known, name, 'refs')?.refs ?? null,
    bind: (refs, known) => ({ ...known, [name]: meaning.refs(refs) }),
  };
}

/** The variables that slots hold; null where one holds another term. */
function valuesOf(slots: readonly Slot[] | null): readonly VarRef[] | null {
  const refs = slots?.flatMap(({ value }) => (value.tag === 'ref' ? [value.ref] : []));
  return refs === undefined || refs.length !== slots?.length ? null : refs;
}

/** What must be these, or null for what cannot be told. */
const groupOfThese = (items: readonly VarRef[] | null): Group<VarRef> => ({
  least: 0,
  known: () => items,
  bind: () => null,
});

/** Whether the pattern with its metavariables replaced is the term. */
export function isInstance(pattern: Term, by: Substitution, term: Term, { model, identity }: Kernel): boolean {
  try {
    return identity.same(instantiate(pattern, by, model), term);
  } catch (error) {
    // A metavariable without a meaning, or with one that does not fit its place.
    if (error instanceof Misfit) return false;
    throw error;
  }
}
