/**
 * Whether a model is one that a file could declare: what it names exists, ranges have members and not too many, each
 * member of a variable has one law, and nothing depends on itself.
 */
import { freeOf, selectorIndices } from './free.js';
import { Identity } from './identity.js';
import { isLawOf } from './measure.js';
import { type Definition, type Domain, type Factor, type Family, type Model, termsOfForm } from './model.js';
import { type Copy, copiesOf, type IndexEnv, IndexFault, rangeValues, unroll, withIndex } from './network.js';
import { atMost, surelyCovers } from './reference.js';
import { type Index, type IndexBinder, sameRef, someSubterm, type Term, type VarRef } from './term.js';
import { someUnfolded } from './unfolded.js';
import { WellFormed } from './well-formed.js';
import { Worlds } from './worlds.js';

/** Plates of fixed size are unrolled as they stand. */
const longestRange = 100;
const mostCopies = 10_000;

/** What is wrong with the first declaration that is wrong, or null. */
export function misdeclared(model: Model): string | null {
  return new Declarations(model).fault();
}

/** What a form speaks of that may have members which are among none of those that its density holds. */
export function strayIn(
  form: readonly Term[],
  held: readonly VarRef[],
  model: Model,
  worlds = new Worlds(model),
): readonly VarRef[] {
  const isHeld = (ref: VarRef): boolean => {
    const own = held.filter(({ name }) => name === ref.name);
    return own.some((other) => surelyCovers(other, ref, model)) || (own.length > 1 && worlds.within([ref], own));
  };
  return form.flatMap((term) => freeOf(term, model).refs).filter((ref) => !isHeld(ref));
}

/** The letters and subsets of a form that its density does not name: nothing says which are meant. */
export function looseIn(form: readonly Term[], held: readonly VarRef[], model: Model): readonly string[] {
  const letters = new Set(held.flatMap(({ at }) => at.flatMap(selectorIndices)).map(({ base }) => base));
  return form.flatMap((term) => {
    const { indices, subsets } = freeOf(term, model);
    return [...[...indices].filter((letter) => !letters.has(letter)), ...subsets];
  });
}

/** Whether a form speaks of a family's densities, itself or by the forms of those it speaks of. */
export function comesBack(form: readonly Term[], family: string, model: Model): boolean {
  const met = new Set<string>();
  const speaksOf = (terms: readonly Term[]): boolean => terms.some((term) => someUnfolded(term, model, leadsBack));
  const leadsBack = (part: Term): boolean => {
    if (part.tag !== 'density' || part.family === family) return part.tag === 'density';
    if (met.has(part.family)) return false;
    met.add(part.family);
    return (model.families.get(part.family)?.factors ?? []).some(({ form: own }) => speaksOf(termsOfForm(own)));
  };
  return speaksOf(form);
}

class Declarations {
  readonly #identity: Identity;
  readonly #worlds: Worlds;
  readonly #terms: WellFormed;

  constructor(private readonly model: Model) {
    this.#identity = new Identity(model);
    this.#worlds = new Worlds(model);
    this.#terms = new WellFormed(model, this.#identity, this.#worlds);
  }

  fault(): string | null {
    const { plates, subsets, variables, collections, families, functions, definitions, assumptions } = this.model;
    const recursive = this.#recursive();
    if (recursive !== null) return `${recursive} is defined by itself`;
    return (
      first(plates.values(), ({ lo, hi }) => this.#range(lo, hi)) ??
      first(subsets.values(), ({ lo, hi, size }) => this.#range(lo, hi) ?? this.#size(size)) ??
      first(variables.values(), ({ indices, domain }) => this.#letters(indices) ?? this.#domain(domain)) ??
      first(functions.values(), ({ domain }) => this.#domain(domain)) ??
      first(collections.values(), (members) => this.#terms.faultOfRefs(members)) ??
      first(families.values(), (family) => this.#family(family)) ??
      first(definitions.values(), (definition) => this.#definition(definition)) ??
      first(assumptions, ({ left, right }) => this.#terms.fault(left) ?? this.#terms.fault(right))
    );
  }

  #size({ base }: Index): string | null {
    return base === null || this.model.sizes.has(base) ? null : `${base} is no size`;
  }

  #range(lo: Index, hi: Index): string | null {
    const count = hi.offset - lo.offset + 1;
    if (count > longestRange) return `a range has more than ${longestRange} members`;
    if (lo.base === hi.base && count < 1) return 'a range is empty';
    return this.#size(lo) ?? this.#size(hi);
  }

  #letters(letters: readonly string[]): string | null {
    const unknown = letters.find((letter) => !this.model.plates.has(letter));
    return unknown === undefined ? null : `${unknown} is no plate`;
  }

  #domain(domain: Domain | null): string | null {
    if (domain?.tag === 'integers') {
      const isFilled = atMost(domain.lo, domain.hi, this.model);
      return this.#range(domain.lo, domain.hi) ?? (isFilled ? null : 'a variable may have no values');
    }
    return domain?.tag === 'array' ? first(domain.shape, (size) => this.#size(size)) : null;
  }

  #definition(definition: Definition): string | null {
    const { params } = definition;
    const taken = params.find((name, i) => params.indexOf(name) !== i || this.#isNoVariable(name));
    return taken === undefined ? this.#terms.faultOfDefinition(definition) : `${taken} cannot be an argument`;
  }

  #isNoVariable(name: string): boolean {
    const { families, functions, definitions, collections, subsets, plates, sizes } = this.model;
    return [families, functions, definitions, collections, subsets, plates, sizes].some((names) => names.has(name));
  }

  /** The first definition whose body comes back to it. */
  #recursive(): string | null {
    const done = new Set<string>();
    const open = new Set<string>();
    const calls = (name: string): boolean => {
      const body = this.model.definitions.get(name)?.body;
      if (body === undefined || done.has(name)) return false;
      if (open.has(name)) return true;
      open.add(name);
      const found = someSubterm(body, (part) => part.tag === 'call' && calls(part.name));
      done.add(name);
      return found;
    };
    return [...this.model.definitions.keys()].find(calls) ?? null;
  }

  #family(family: Family): string | null {
    const { factors, name } = family;
    if (new Set(factors.map(({ id }) => id)).size < factors.length) return `two factors of ${name} have one number`;
    if (factors.some(({ form }) => comesBack(termsOfForm(form), name, this.model)))
      return `${name} is declared by way of itself`;
    return first(factors, (factor) => this.#factor(factor)) ?? this.#network(family);
  }

  #factor({ binders, heads, givens, form }: Factor): string | null {
    const refs = [...heads, ...givens];
    const wrong = this.#terms.faultOfRefs(refs) ?? this.#binders(binders);
    if (wrong !== null || form === null) return wrong;
    const within = (terms: readonly Term[], known: readonly VarRef[]): string | null =>
      first(terms, (term) => this.#terms.fault(term) ?? this.#stray(term, known));
    switch (form.tag) {
      case 'law': {
        const isOwn = isLawOf(form.law, heads, this.model);
        return isOwn ? within([form.law], refs) : 'a law is not of its head alone, given the rest';
      }
      case 'formula':
        return within([form.body], refs);
      case 'table': {
        const count = form.shape.reduce((product, length) => product * length, 1);
        const fits = form.axes.length === form.shape.length && form.entries.length === count;
        const known = form.axes.every((axis) => refs.some((ref) => sameRef(ref, axis)));
        return fits && known ? within(form.entries, refs) : 'a table has not the shape of its axes';
      }
    }
  }

  #binders(binders: readonly IndexBinder[]): string | null {
    const letters = new Set<string>();
    return first(binders, ({ index, range }) => {
      if (letters.has(index) || this.model.sizes.has(index)) return `${index} cannot be a letter here`;
      const ends = range.tag === 'subset' ? [] : [range.lo, range.hi, ...(range.except === null ? [] : [range.except])];
      const open = ends.filter(({ base }) => base === null || !letters.has(base));
      letters.add(index);
      if (range.tag === 'subset') return `a factor for each member of ${range.subset} says nothing of which these are`;
      if (range.hi.offset - range.lo.offset >= longestRange) return `a range has more than ${longestRange} members`;
      return first(open, (index) => this.#size(index));
    });
  }

  #stray(term: Term, known: readonly VarRef[]): string | null {
    const [stray] = strayIn([term], known, this.model, this.#worlds);
    const name = stray?.name ?? looseIn([term], known, this.model)[0];
    return name === undefined ? null : `a form speaks of ${name}, which its density does not hold`;
  }

  /** Unrolled at one size, every member has one law and none depends on itself. */
  #network(family: Family): string | null {
    const env = this.#position(family);
    try {
      const heads = family.factors.flatMap((factor) => headsAt(factor, this.model, env));
      const seen = new Set<Copy>();
      const twice = heads.find((copy) => seen.size === seen.add(copy).size);
      if (twice !== undefined) return `${family.name} gives ${twice.replace('@', '_')} two laws`;
      unroll(family, this.model, env);
      return null;
    } catch (error) {
      if (error instanceof IndexFault || error instanceof RangeError) return `${family.name}: ${error.message}`;
      throw error;
    }
  }

  /** Sizes beyond every offset of the family, and letters that no binder of a factor binds at different values. */
  #position({ factors }: Family): IndexEnv {
    const refs = factors.flatMap(({ heads, givens }) => [...heads, ...givens]);
    const ranges = factors.flatMap(({ binders }) =>
      binders.flatMap(({ range }) => (range.tag === 'subset' ? [] : [range.lo, range.hi])),
    );
    const plates = [...this.model.plates.values()].flatMap(({ lo, hi }) => [lo, hi]);
    const indices = [...refs.flatMap(({ at }) => at.flatMap(selectorIndices)), ...ranges, ...plates];
    const farthest = Math.max(0, ...indices.map(({ offset }) => Math.abs(offset)));
    const size = Math.min(longestRange, 5 + farthest + around(refs));
    const values = new Map([...this.model.sizes].map((name): [string, number] => [name, size]));
    return { indices: values, subsets: new Map([...this.model.subsets.keys()].map((name) => [name, [1, 2]])) };
  }
}

/** How many members a path through all arrays may take to come back to where it began. */
function around(refs: readonly VarRef[]): number {
  const lags = refs.flatMap(({ at }) => at.flatMap(selectorIndices)).filter(({ base }) => base !== null);
  const arrays = new Set(refs.filter(({ at }) => at.length > 0).map(({ name }) => name)).size;
  return arrays * Math.max(0, ...lags.map(({ offset }) => Math.abs(offset)));
}

/** The members that a factor gives a law. Throws RangeError where they are too many. */
function headsAt(factor: Factor, model: Model, env: IndexEnv): Copy[] {
  let envs = [env];
  for (const { index, range } of factor.binders) {
    envs = envs.flatMap((e) => rangeValues(range, e).map((value) => withIndex(e, index, value)));
    if (envs.length > mostCopies) throw new RangeError('a factor has too many members');
  }
  return envs.flatMap((e) => factor.heads.flatMap((head) => copiesOf(head, model, e)));
}

function first<T>(items: Iterable<T>, fault: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = fault(item);
    if (found !== null) return found;
  }
  return null;
}
