/** What each metavariable of a rule stands for, told by the places where it stands. */
import type { MeaningKind, Rule } from './rule.js';
import { type Big, children, type Measure, type Slot, type Term, type VarRef } from './term.js';

/**
 * Where a name stands: as one of the kinds, as the variables of an integral (`d?x`), as the variable of a law that is
 * averaged under (`E_{Normal(?x; ..)}`), as the measure of `heads(?q)`, or in `count(n)`.
 */
export type Place = MeaningKind | 'variables' | 'drawn' | 'heads' | 'count';

export interface Use {
  readonly name: string;
  readonly place: Place;
  /** The part of the pattern that stands there. */
  readonly at: object;
}

/** The places that fit each kind; a kind earlier in the table is told by fewer of them. */
const placesOf: Readonly<Record<MeaningKind, readonly Place[]>> = {
  slots: ['slots', 'variables'],
  measure: ['measure', 'heads', 'term'],
  family: ['family'],
  subset: ['subset', 'count'],
  binder: ['binder', 'count'],
  refs: ['refs', 'variables', 'drawn', 'term'],
  term: ['term'],
};

const order = Object.keys(placesOf) as readonly MeaningKind[];

export const fits = (place: Place, kind: MeaningKind): boolean => placesOf[kind].includes(place);

const told: Readonly<Partial<Record<Place, MeaningKind>>> = {
  variables: 'refs',
  drawn: 'refs',
  heads: 'measure',
  count: 'binder',
};

/** The name behind the question mark of `?x`; null for a name that the file declares. */
export const openName = (name: string): string | null => (name.startsWith('?') ? name.slice(1) : null);

/** The `q` of `heads(?q)`, the variables of a measure. */
export const headsName = (name: string): string | null => /^heads\(\?(.+)\)$/.exec(name)?.[1] ?? null;

/** The `n` of `count(n)`. */
export const countName = (name: string): string | null => /^count\((.+)\)$/.exec(name)?.[1] ?? null;

/** Every metavariable in a pattern, in the order of reading. */
export function usesIn(pattern: Term): readonly Use[] {
  switch (pattern.tag) {
    case 'meta':
      return [termUse(pattern)];
    case 'density':
      return [...familyUse(pattern), ...[...pattern.heads, ...pattern.givens].flatMap(slotUses)];
    case 'integral':
      return [...pattern.vars.flatMap(variableUse), ...children(pattern).flatMap(usesIn)];
    case 'grad':
      return gradientUses(pattern);
    case 'big':
      return [...binderUses(pattern), ...usesIn(pattern.body)];
    case 'draw':
      return [{ name: pattern.subset, place: 'subset', at: pattern }, ...usesIn(pattern.body)];
    case 'expect':
    case 'variance':
      return [...pattern.measure.flatMap(measureUses), ...usesIn(pattern.body)];
    case 'covariance':
      return [...pattern.measure.flatMap(measureUses), ...usesIn(pattern.left), ...usesIn(pattern.right)];
    case 'kl':
    case 'cross-entropy':
      return [...pattern.left, ...pattern.right].flatMap(measureUses);
    case 'entropy':
      return pattern.measure.flatMap(measureUses);
    default:
      return children(pattern).flatMap(usesIn);
  }
}

function termUse(meta: Extract<Term, { tag: 'meta' }>): Use {
  const counted = countName(meta.name);
  return counted === null ? { name: meta.name, place: 'term', at: meta } : { name: counted, place: 'count', at: meta };
}

function familyUse(density: Extract<Term, { tag: 'density' }>): Use[] {
  const name = openName(density.family);
  return name === null ? [] : [{ name, place: 'family', at: density }];
}

function slotUses(slot: Slot): readonly Use[] {
  const name = openName(slot.of.name);
  return name === null ? usesIn(slot.value) : [{ name, place: 'slots', at: slot }];
}

function variableUse(ref: VarRef): Use[] {
  const heads = headsName(ref.name);
  if (heads !== null) return [{ name: heads, place: 'heads', at: ref }];
  const name = openName(ref.name);
  return name === null ? [] : [{ name, place: 'variables', at: ref }];
}

function gradientUses({ of, body }: Extract<Term, { tag: 'grad' }>): readonly Use[] {
  const name = openName(of.name);
  if (name === null) return usesIn(body);
  return [{ name, place: 'refs', at: of }, ...usesIn(body)];
}

function binderUses(big: Big): Use[] {
  const { index, range } = big.binder;
  const letter: Use = { name: index, place: 'binder', at: big };
  return range.tag === 'subset' ? [letter, { name: range.subset, place: 'subset', at: big }] : [letter];
}

function measureUses(measure: Measure): readonly Use[] {
  if (measure.tag === 'big') return [...binderUses(measure), ...measuresOfPlate(measure).flatMap(measureUses)];
  if (measure.tag === 'meta') return [{ name: measure.name, place: 'measure', at: measure }];
  if (measure.tag !== 'law' || measure.point.tag !== 'meta') return usesIn(measure);
  const drawn: Use = { name: measure.point.name, place: 'drawn', at: measure.point };
  return [drawn, ...measure.params.flatMap(usesIn)];
}

/** The measures of which a plate is the product. */
export const measuresOfPlate = ({ body }: Big): readonly Measure[] =>
  (body.tag === 'mul' ? body.factors : [body]) as readonly Measure[];

/** The kind that the uses of one name tell; of several, the one that fewer places tell. */
export function kindOfUses(uses: readonly Use[]): MeaningKind {
  const kinds = uses.map(({ place }) => told[place] ?? (place as MeaningKind));
  return order.find((kind) => kinds.includes(kind)) as MeaningKind;
}

/** The uses of each name, in the order of reading. */
export function usesByName(patterns: readonly Term[]): ReadonlyMap<string, readonly Use[]> {
  const found = new Map<string, Use[]>();
  for (const use of patterns.flatMap(usesIn)) found.set(use.name, [...(found.get(use.name) ?? []), use]);
  return found;
}

/** What each metavariable of a rule's sides stands for; letters and subsets are entered under their own names. */
export const kindsOf = ({ left, right }: Pick<Rule, 'left' | 'right'>): ReadonlyMap<string, MeaningKind> =>
  new Map([...usesByName([left, right])].map(([name, uses]) => [name, kindOfUses(uses)]));
