/** Random meanings for the metavariables of a rule. */
import { headsOf } from '../../kernel/free.js';
import { kindsOf, usesByName } from '../../kernel/kinds.js';
import { inputNames, ownedNames, type Variable } from '../../kernel/model.js';
import type { Condition, Meaning, MeaningKind, Rule, Substitution } from '../../kernel/rule.js';
import { children, type Measure, type Slot, someSubterm, type Term, type VarRef } from '../../kernel/term.js';
import type { Draw } from './draw.js';
import { Terms } from './terms.js';
import type { World } from './worlds.js';

/** Whether a rule can be used in a world at all. */
export function suits(rule: Rule, world: World): boolean {
  const kinds = [...kindsOf(rule).values()];
  const isOfPlates = kinds.includes('binder') || kinds.includes('subset');
  return (
    (!isOfPlates && [rule.left, rule.right].some(speaksOfLaws)) === world.ofLaws &&
    (!kinds.includes('binder') || world.letters.length > 0) &&
    (!kinds.includes('subset') || world.subsets.length > 0)
  );
}

const speaksOfLaws = (side: Term): boolean => someSubterm(side, ({ tag }) => tag === 'law');

type Meanings = Record<string, Meaning>;

/** Meanings for every metavariable; those of terms mention what the others bind. */
export function substitutionOf(rule: Rule, world: World, draw: Draw): Substitution {
  const kinds = [...kindsOf(rule)];
  const names = (kind: MeaningKind): string[] => kinds.flatMap(([name, own]) => (own === kind ? [name] : []));
  const terms = new Terms(world, draw);
  const meanings: Meanings = {};
  for (const name of names('binder')) meanings[name] = { kind: 'binder', binder: binderOf(rule, name, terms) };
  for (const name of names('subset')) meanings[name] = { kind: 'subset', subset: draw.pick(world.subsets) };
  chooseMeasures(names('measure'), terms, meanings);
  chooseSlots(rule, names('slots'), names('family'), terms, meanings);
  for (const name of names('refs')) meanings[name] = { kind: 'refs', refs: refsOf(rule, name, terms) };
  for (const name of names('term'))
    meanings[name] = { kind: 'term', term: termOf(rule.when, name, focused(name, rule.when, meanings, world, draw)) };
  return meanings;
}

/** Terms that mention what the other meanings bind, and seldom what a condition says that they are free of. */
function focused(name: string, when: readonly Condition[], meanings: Meanings, world: World, draw: Draw): Terms {
  const barred = new Set(
    when.flatMap((condition) => {
      if (condition.tag !== 'free' || condition.what !== name) return [];
      const { of } = condition;
      return of.tag === 'heads' ? [of.measure] : of.tag === 'refs' ? [of.name] : [];
    }),
  );
  const refs = (isBarred: boolean): VarRef[] =>
    Object.entries(meanings).flatMap(([other, meaning]) => (barred.has(other) === isBarred ? refsIn(meaning) : []));
  const avoid = new Set(refs(true).map((ref) => ref.name));
  return new Terms(
    world,
    draw,
    refs(false).filter((ref) => !avoid.has(ref.name)),
    avoid,
  );
}

/** The range of the letter that a minibatch is drawn from is most often the whole plate. */
function binderOf(rule: Rule, name: string, terms: Terms): ReturnType<Terms['binder']> {
  const drawn = rule.when.some((condition) => condition.tag === 'drawn' && condition.letter === name);
  return drawn && terms.draw.chance(0.7) ? terms.plateBinder(terms.draw.pick(terms.world.letters)) : terms.binder();
}

const headKey = (measures: readonly Measure[]): string =>
  [...new Set(measures.flatMap(headsOf).map((head) => JSON.stringify(head)))].sort().join();

/** Of two measures the second has, half the time, the heads of the first. */
function chooseMeasures(names: readonly string[], terms: Terms, meanings: Meanings): void {
  let first: readonly Measure[] | null = null;
  for (const name of names) {
    const key: string | null = first !== null && terms.draw.chance(0.5) ? headKey(first) : null;
    const alike =
      key === null
        ? null
        : terms.draw.until(
            25,
            () => terms.measures(),
            (m) => headKey(m) === key,
          );
    const measure: readonly Measure[] = alike ?? terms.measures();
    first ??= measure;
    meanings[name] = { kind: 'measure', measure };
  }
}

/** Names of slots that stand left of the bar of some density of the rule. */
function headSlots(rule: Rule): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (term: Term): void => {
    if (term.tag === 'density') for (const { of } of term.heads) found.add(of.name.slice(1));
    children(term).forEach(visit);
  };
  [rule.left, rule.right].forEach(visit);
  return found;
}

/** The variables of a family go into one of the lists each, inputs only into those that are never heads. */
function chooseSlots(
  rule: Rule,
  names: readonly string[],
  families: readonly string[],
  terms: Terms,
  meanings: Meanings,
): void {
  const { world, draw } = terms;
  const family = draw.pick([...world.model.families.values()]);
  for (const name of families) meanings[name] = { kind: 'family', family: family.name };
  const parts = rule.when.flatMap((condition) => (condition.tag === 'part' ? [condition] : []));
  const left = headSlots(rule);
  const open = names.filter((name) => !parts.some(({ part }) => part === name));
  const lists = new Map(open.map((name): [string, Slot[]] => [name, []]));
  const put = (name: string, into: readonly string[], probability: number): void => {
    const list = into.length === 0 ? undefined : lists.get(draw.pick(into));
    if (draw.chance(probability)) list?.push(terms.slot(terms.partOf(world.model.variables.get(name) as Variable)));
  };
  // An array may stand in two lists, with different parts.
  const isArray = (name: string): boolean => (world.model.variables.get(name)?.indices.length ?? 0) > 0;
  const owned = draw.shuffled(
    [...ownedNames(family)].flatMap((name) => (isArray(name) && draw.chance(0.4) ? [name, name] : [name])),
  );
  // A list that is empty makes many rows say little.
  const first = draw.chance(0.85) ? open.filter((list) => left.has(list)).slice(0, owned.length) : [];
  owned.forEach((name, i) => {
    put(name, first[i] === undefined ? open : [first[i]], first[i] === undefined ? 0.8 : 1);
  });
  for (const name of inputNames(family))
    put(
      name,
      open.filter((list) => !left.has(list)),
      0.95,
    );
  for (const [name, slots] of lists) meanings[name] = { kind: 'slots', slots };
  for (const { part, whole } of parts) meanings[part] = { kind: 'slots', slots: partOf(lists.get(whole) ?? [], terms) };
}

/** Most often some slots of a list, or members of what they hold. */
function partOf(whole: readonly Slot[], terms: Terms): Slot[] {
  const { draw, world } = terms;
  return draw.some(whole, 0.5).map((slot) => {
    if (draw.chance(0.6)) return slot;
    const member = terms.partOf(world.model.variables.get(slot.of.name) as Variable);
    return terms.slot(member);
  });
}

function refsOf(rule: Rule, name: string, terms: Terms): VarRef[] {
  const { draw, world } = terms;
  const places = usesByName([rule.left, rule.right]).get(name) ?? [];
  if (places.some(({ place }) => place === 'refs')) return [terms.param()];
  if (places.some(({ place }) => place === 'drawn')) return [terms.partOf(draw.pick(world.variables))];
  const count = draw.chance(0.7) ? 1 : 2;
  return Array.from({ length: count }, () => terms.partOf(draw.pick(world.variables)));
}

function refsIn(meaning: Meaning): readonly VarRef[] {
  switch (meaning.kind) {
    case 'measure':
      return meaning.measure.flatMap(headsOf);
    case 'slots':
      return meaning.slots.flatMap(({ value }) => (value.tag === 'ref' ? [value.ref] : []));
    case 'refs':
      return meaning.refs;
    default:
      return [];
  }
}

/** Positive, a fraction or a number where a condition asks for it. */
function termOf(when: readonly Condition[], name: string, terms: Terms): Term {
  const { draw } = terms;
  const depth = draw.pick([0, 0, 1, 1, 2]);
  const about = when.find(
    (condition) =>
      (condition.tag === 'sign' || condition.tag === 'number') &&
      condition.term.tag === 'meta' &&
      condition.term.name === name,
  );
  if (about === undefined || draw.chance(0.1)) return terms.term(depth);
  if (about.tag === 'number') return terms.number();
  return when.some((condition) => condition.tag === 'sign' && isRest(condition.term, name))
    ? terms.fraction()
    : terms.positive(depth);
}

/** `1 - ?x`, what a fraction leaves of the whole. */
const isRest = (term: Term, name: string): boolean =>
  term.tag === 'add' && someSubterm(term, (part) => part.tag === 'meta' && part.name === name);
