/** Matching of patterns against terms, operator by operator. */
import { spread } from '../kernel/identity.js';
import type { Kernel } from '../kernel/kernel.js';
import { countName, openName, usesIn } from '../kernel/kinds.js';
import type { Substitution } from '../kernel/rule.js';
import {
  children,
  type Density,
  type IndexRange,
  type Measure,
  type Slot,
  type Term,
  type VarRef,
} from '../kernel/term.js';
import { meaning } from './deriver.js';
import { aligned, boundRefs, isLetterUsed, isSameRange, rangeOf, relettered } from './match-binder.js';
import {
  groupOfTerms,
  isInstance,
  type Kinds,
  meaningIn,
  openSlots,
  refKey,
  refShares,
  slotKey,
  withName,
} from './match-group.js';
import { difficulty, isGroup, partsOf, simplified } from './match-parts.js';
import { type Items, Sharing, type Single } from './match-share.js';

/** Beyond so many tries a term counts as no match. */
const mostTries = 20_000;

type Found = Generator<Substitution, void>;
type Of<T extends Term['tag']> = Extract<Term, { tag: T }>;

/** Whether a metavariable beside other factors or terms may stand for none, so for 1 or 0. */
type Units = 'units' | 'no units';

export class Matcher {
  readonly #sharing = new Sharing(mostTries);

  constructor(
    private readonly kernel: Kernel,
    private readonly kinds: Kinds,
  ) {}

  *term(pattern: Term, term: Term, by: Substitution, units: Units = 'no units'): Found {
    if (pattern.tag === 'meta') return yield* this.#meta(pattern, term, by);
    if (pattern.tag === 'add' || pattern.tag === 'mul') return yield* this.#parts(pattern, term, by, units);
    const only = simplified(term);
    if (usesIn(pattern).length > 0) return yield* this.#operator(pattern, only, by);
    if (this.kernel.identity.same(pattern, only)) yield by;
  }

  /** What stands under a binder: `int ?p(?A) ?c d?A` is also `int p(x) dx`. */
  #body(pattern: Term, term: Term, by: Substitution): Found {
    return this.term(pattern, term, by, 'units');
  }

  *#meta(pattern: Of<'meta'>, term: Term, by: Substitution): Found {
    const { name } = pattern;
    const kind = this.kinds.get(name) ?? 'term';
    const known = meaningIn(by, name, 'term');
    if (countName(name) !== null) {
      if (isInstance(pattern, by, term, this.kernel)) yield by;
    } else if (kind !== 'term') {
      yield* this.#sharing.all([], [groupOfTerms(name, kind, 'mul', 1)], this.#items(partsOf(term, 'mul')), by);
    } else if (known === null) {
      yield { ...by, [name]: meaning.term(term) };
    } else if (this.kernel.identity.same(known.term, term)) {
      yield by;
    }
  }

  #items<T extends Term>(terms: readonly T[]): Items<T> {
    return { items: terms, key: (term) => this.kernel.identity.of(term) };
  }

  /** The terms of a sum or the factors of a product: single parts of the pattern first, then what takes any number. */
  *#parts(pattern: Of<'add'> | Of<'mul'>, term: Term, by: Substitution, units: Units): Found {
    const { tag } = pattern;
    const parts = spread(pattern, tag);
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return yield* this.term(only, term, by, units);
    const groups = parts.filter(isGroup);
    const singles = parts.filter((part) => !isGroup(part)).sort((a, b) => difficulty(a) - difficulty(b));
    const least = units === 'units' && singles.length > 0 ? 0 : 1;
    yield* this.#sharing.all(
      singles.map(
        (part): Single<Term> =>
          (item, known) =>
            this.term(part, item, known),
      ),
      groups.map(({ name }) => groupOfTerms(name, this.kinds.get(name) ?? 'term', tag, least)),
      this.#items(partsOf(term, tag)),
      by,
    );
  }

  *#operator(pattern: Term, term: Term, by: Substitution): Found {
    if (pattern.tag !== term.tag) return;
    switch (pattern.tag) {
      case 'pow':
        return yield* this.#all(children(pattern), children(term), by);
      case 'fn':
      case 'apply':
      case 'call': {
        const isNamed = pattern.name === (term as typeof pattern).name;
        return isNamed ? yield* this.#all(pattern.args, children(term), by) : undefined;
      }
      case 'law': {
        const isNamed = pattern.law === (term as typeof pattern).law;
        return isNamed ? yield* this.#all(children(pattern), children(term), by) : undefined;
      }
      case 'density':
        return yield* this.#density(pattern, term as Density, by);
      case 'big':
        return yield* this.#big(pattern, term as Of<'big'>, by);
      case 'draw': {
        const { subset, body } = term as Of<'draw'>;
        const next = withName(by, pattern.subset, meaning.subset(subset));
        return next === null ? undefined : yield* this.#body(pattern.body, body, next);
      }
      case 'grad': {
        const { of, body } = term as Of<'grad'>;
        for (const next of this.#refs([pattern.of], [of], by)) yield* this.term(pattern.body, body, next);
        return;
      }
      default:
        for (const own of aligned(term, boundRefs(pattern, by), this.kernel)) yield* this.#binder(pattern, own, by);
    }
  }

  *#all(patterns: readonly Term[], terms: readonly Term[], by: Substitution): Found {
    const [first, ...rest] = patterns;
    if (patterns.length !== terms.length) return;
    if (first === undefined) return yield by;
    for (const next of this.term(first, terms[0] as Term, by)) yield* this.#all(rest, terms.slice(1), next);
  }

  /** The two have the same operator, which binds variables; those that the pattern names have these names. */
  *#binder(pattern: Term, term: Term, by: Substitution): Found {
    switch (pattern.tag) {
      case 'integral': {
        const { vars, bounds, body } = term as typeof pattern;
        if ((bounds === null) !== (pattern.bounds === null)) return;
        for (const bounded of this.#all(pattern.bounds ?? [], bounds ?? [], by))
          for (const next of this.#body(pattern.body, body, bounded)) yield* this.#refs(pattern.vars, vars, next);
        return;
      }
      case 'expect':
      case 'variance': {
        const { measure, body } = term as typeof pattern;
        for (const next of this.#measures(pattern.measure, measure, by)) yield* this.#body(pattern.body, body, next);
        return;
      }
      case 'covariance': {
        const { measure, left, right } = term as typeof pattern;
        for (const next of this.#measures(pattern.measure, measure, by))
          yield* this.#all([pattern.left, pattern.right], [left, right], next);
        return;
      }
      case 'entropy':
        return yield* this.#measures(pattern.measure, (term as typeof pattern).measure, by);
      case 'kl':
      case 'cross-entropy': {
        const { left, right } = term as typeof pattern;
        for (const next of this.#measures(pattern.left, left, by)) yield* this.#measures(pattern.right, right, next);
        return;
      }
      case 'mean-entropy':
      case 'mutual-information':
        // The joint density comes first in each, and the others tell which of its slots are which.
        return yield* this.#all([...children(pattern)].reverse(), [...children(term)].reverse(), by);
    }
  }

  /**
   * A letter stands for any with any range; one of which the pattern's body speaks is the file's own, with its range.
   * A letter of a subset stands for one that runs through all that the subset is drawn from.
   */
  *#big(pattern: Of<'big'>, own: Of<'big'>, by: Substitution): Found {
    const { index, range } = pattern.binder;
    const known = meaningIn(by, index, 'binder');
    const isUsed = isLetterUsed(pattern.body, index, this.kernel);
    const term = relettered(own, known?.binder.index ?? (isUsed ? index : own.binder.index), this.kernel);
    if (term === null || pattern.op !== term.op) return;
    const found = term.binder.range;
    if (range.tag === 'range' && isUsed && !isSameRange(range, found)) return;
    const next = range.tag === 'range' ? by : this.#withSubset(range.subset, found, by);
    const whole = range.tag === 'range' ? found : rangeOf(found, this.kernel);
    if (next === null || whole === null || (known !== null && !isSameRange(known.binder.range, whole))) return;
    const binder = { index: term.binder.index, range: whole };
    yield* this.#body(pattern.body, term.body, { ...next, [index]: meaning.binder(binder) });
  }

  #withSubset(name: string, range: IndexRange, by: Substitution): Substitution | null {
    return range.tag === 'subset' ? withName(by, name, meaning.subset(range.subset)) : null;
  }

  *#density(pattern: Density, term: Density, by: Substitution): Found {
    const family = openName(pattern.family);
    if (family === null && pattern.family !== term.family) return;
    const next = family === null ? by : withName(by, family, meaning.family(term.family));
    if (next === null) return;
    const least = pattern.heads.every(({ of }) => openName(of.name) !== null) ? 1 : 0;
    for (const inner of this.#slots(pattern.heads, term.heads, least, next))
      yield* this.#slots(pattern.givens, term.givens, 0, inner);
  }

  /** Of several lists of slots only the last may be empty, where `least` allows it. */
  *#slots(patterns: readonly Slot[], slots: readonly Slot[], least: 0 | 1, by: Substitution): Found {
    const { model, identity } = this.kernel;
    const { named, groups } = openSlots(patterns, least);
    const singles = named.map(({ of, value }): Single<Slot> => {
      const key = refKey(of, model);
      return (slot, known) => (refKey(slot.of, model) === key ? this.term(value, slot.value, known) : []);
    });
    yield* this.#sharing.all(singles, groups, { items: slots, key: (slot) => slotKey(slot, model, identity) }, by);
  }

  *#measures(patterns: readonly Measure[], measures: readonly Measure[], by: Substitution): Found {
    const groups = patterns.filter(isGroup);
    const singles = patterns.filter((pattern) => !isGroup(pattern));
    yield* this.#sharing.all(
      singles.map(
        (part): Single<Term> =>
          (item, known) =>
            this.term(part, item, known),
      ),
      groups.map(({ name }) => groupOfTerms(name, 'measure', 'mul', singles.length > 0 ? 0 : 1)),
      this.#items<Term>(measures),
      by,
    );
  }

  *#refs(patterns: readonly VarRef[], refs: readonly VarRef[], by: Substitution): Found {
    const { model } = this.kernel;
    const { singles, groups } = refShares(patterns, by, this.kinds, model);
    yield* this.#sharing.all(singles, groups, { items: refs, key: (ref) => refKey(ref, model) }, by);
  }
}
