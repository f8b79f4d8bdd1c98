/** The side conditions of rules: what each means, and the sentence that is shown where it does not hold. */
import { freeOf, headsOf, ofRange, ownFree } from './free.js';
import type { Identity } from './identity.js';
import { instantiate, meaningOf, slotRefs } from './instantiate.js';
import { isProperMeasure, rangesOverDomain } from './measure.js';
import { type Model, ownedNames } from './model.js';
import { includesRef, mayOverlap } from './reference.js';
import type { Condition, Substitution, Target } from './rule.js';
import type { Signs } from './sign.js';
import { isAligned, mul, type Slot, sameIndex, type Term, type VarRef } from './term.js';
import type { Worlds } from './worlds.js';

type Of<T extends Condition['tag']> = Extract<Condition, { tag: T }>;

/** What a metavariable's meaning depends on. */
interface Dependence {
  readonly refs: readonly VarRef[];
  readonly indices: ReadonlySet<string>;
  readonly subsets: ReadonlySet<string>;
}

export class Conditions {
  constructor(
    private readonly model: Model,
    private readonly identity: Identity,
    private readonly signs: Signs,
    private readonly worlds: Worlds,
  ) {}

  /** Whether the condition surely holds. Throws Misfit where the substitution does not fit. */
  holds(condition: Condition, by: Substitution): boolean {
    switch (condition.tag) {
      case 'sign':
        return this.#sign(instantiate(condition.term, by, this.model), condition.relation);
      case 'number':
        return isNumber(instantiate(condition.term, by, this.model));
      case 'free':
        return this.#free(this.#dependence(condition.what, by), condition.of, by);
      case 'free beyond':
        return this.#freeBeyond(condition, by);
      case 'part':
        return this.#part(slots(condition.part, by), slots(condition.whole, by));
      case 'independent':
        return this.#independent(condition, by);
      case 'owned':
        return this.#owned(condition, by);
      case 'density':
        return isProperMeasure(meaningOf(condition.measure, 'measure', by).measure, this.model);
      case 'law': {
        const law = instantiate(condition.term, by, this.model);
        return law.tag === 'law' && isProperMeasure([law], this.model);
      }
      case 'same heads': {
        const heads = (name: string): VarRef[] => meaningOf(name, 'measure', by).measure.flatMap(headsOf);
        const [left, right] = [heads(condition.left), heads(condition.right)];
        return left.every((ref) => includesRef(right, ref)) && right.every((ref) => includesRef(left, ref));
      }
      case 'bound':
        return this.#bound(slots(condition.slots, by));
      case 'drawn':
        return this.#drawn(condition, by);
    }
  }

  #sign(term: Term, relation: '>' | '>=' | '!='): boolean {
    if (relation === '>') return this.signs.positive(term);
    return relation === '>=' ? this.signs.nonnegative(term) : this.signs.nonzero(term);
  }

  #dependence(name: string, by: Substitution): Dependence {
    const meaning = by[name];
    switch (meaning?.kind) {
      case 'measure':
        return freeOf(mul(meaning.measure), this.model);
      case 'slots':
        return freeOf(mul(meaning.slots.map(({ value }) => value)), this.model);
      case 'refs':
        return ownFree(meaning.refs, this.model);
      case 'binder': {
        const range = ofRange(meaning.binder, this.model);
        return { ...range, indices: new Set([...range.indices, meaning.binder.index]) };
      }
      default:
        return freeOf(meaningOf(name, 'term', by).term, this.model);
    }
  }

  #free(on: Dependence, target: Target, by: Substitution): boolean {
    switch (target.tag) {
      case 'index':
        return !on.indices.has(meaningOf(target.letter, 'binder', by).binder.index);
      case 'subset':
        return !on.subsets.has(meaningOf(target.subset, 'subset', by).subset);
      case 'heads':
        return apart(on.refs, meaningOf(target.measure, 'measure', by).measure.flatMap(headsOf));
      case 'refs':
        return apart(on.refs, refs(target.name, by));
    }
  }

  #freeBeyond({ what, whole, part }: Of<'free beyond'>, by: Substitution): boolean {
    const all = refs(whole, by);
    const concerned = this.#dependence(what, by).refs.filter((ref) => all.some((other) => mayOverlap(ref, other)));
    return this.worlds.freeBeyond(concerned, all, refs(part, by));
  }

  /** Every slot is one of the whole, or a member of one whose value is the same member of that slot's value. */
  #part(part: readonly Slot[], whole: readonly Slot[]): boolean {
    return part.every((slot) =>
      whole.some((other) =>
        this.identity.same({ tag: 'ref', ref: slot.of }, { tag: 'ref', ref: other.of })
          ? this.identity.same(slot.value, other.value)
          : isAligned(slot) &&
            isAligned(other) &&
            valueName(slot) === valueName(other) &&
            this.worlds.within([slot.of], [other.of]),
      ),
    );
  }

  #independent({ what, from, given, family }: Of<'independent'>, by: Substitution): boolean {
    const known = this.model.families.get(meaningOf(family, 'family', by).family);
    const of = (name: string): VarRef[] => slots(name, by).map((slot) => slot.of);
    return known !== undefined && this.worlds.independent(of(what), of(from), of(given), known);
  }

  #owned({ slots: name, family }: Of<'owned'>, by: Substitution): boolean {
    const known = this.model.families.get(meaningOf(family, 'family', by).family);
    if (known === undefined) return false;
    const owned = ownedNames(known);
    return slots(name, by).every(({ of }) => owned.has(of.name));
  }

  #bound(of: readonly Slot[]): boolean {
    const values = slotRefs(of);
    const distinct = values.every((ref, i) => !values.some((other, j) => i < j && mayOverlap(ref, other)));
    return distinct && of.every((slot) => rangesOverDomain(slot, this.model));
  }

  #drawn({ subset, letter }: Of<'drawn'>, by: Substitution): boolean {
    const drawn = this.model.subsets.get(meaningOf(subset, 'subset', by).subset);
    const { range } = meaningOf(letter, 'binder', by).binder;
    if (drawn === undefined || range.tag !== 'range' || range.except !== null) return false;
    return sameIndex(drawn.lo, range.lo) && sameIndex(drawn.hi, range.hi);
  }
}

const slots = (name: string, by: Substitution): readonly Slot[] => meaningOf(name, 'slots', by).slots;

const refs = (name: string, by: Substitution): readonly VarRef[] =>
  by[name]?.kind === 'slots' ? slotRefs(slots(name, by)) : meaningOf(name, 'refs', by).refs;

const apart = (a: readonly VarRef[], b: readonly VarRef[]): boolean => !a.some((x) => b.some((y) => mayOverlap(x, y)));

const valueName = ({ value }: Slot): string | null => (value.tag === 'ref' ? value.ref.name : null);

/** A number as it is written: with its sign, and as a fraction. */
function isNumber(term: Term): boolean {
  if (term.tag === 'num') return true;
  if (term.tag === 'mul') return term.factors.every(isNumber);
  return term.tag === 'pow' && isNumber(term.base) && isNumber(term.exponent);
}
