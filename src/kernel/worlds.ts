/**
 * What holds of references and densities whatever the sizes and the values of their indices: each plate is unrolled to
 * more members than there are index terms, and every assignment of index letters to members is tried, equal ones
 * included. Where members have neighbours, those far from all index terms are folded into one: longer plates are like that.
 */
import { type Fold, foldAround, foldNetwork, unfolded } from './fold.js';
import { selectorIndices } from './free.js';
import { type Factor, type Family, type Model, ownedNames, type Plate, type Subset } from './model.js';
import {
  type Copy,
  copiesOf,
  copyBase,
  dConnected,
  type IndexEnv,
  IndexFault,
  missingInputs,
  type Network,
  rangeValues,
  unroll,
} from './network.js';
import { canonicalRef, declaredName } from './reference.js';
import { shapeOfRef } from './shape.js';
import { type Index, type IndexBinder, type IndexRange, type Selector, sameIndex, type VarRef } from './term.js';

/** The least number of members where indices are shifted or sliced. */
const leastWithLags = 5;
const mostWorlds = 20_000;
const mostMembers = 40;

const identityOf = (index: Index): string => `${index.base}+${index.offset}`;

/** What a model says of indices. */
interface Declared {
  /** Those that stand at a fixed place: numbers, and sizes with what they are counted from. */
  readonly fixed: readonly Index[];
  /** Whether members are told apart by their places. */
  readonly isOrdered: boolean;
  /** How many members in a row are as good as more: no edge reaches across, and all kinds of edges are among them. */
  readonly row: number;
  /** The variables that the family gives a law. */
  readonly owned: ReadonlySet<string>;
  /** Where plates start. */
  readonly starts: readonly number[];
  /** How much less than its size a plate has, for each size. */
  readonly short: ReadonlyMap<string, number>;
  /** The sizes that plates end at. */
  readonly plates: ReadonlySet<string>;
  /** The sizes, among other names, at which factors are not what they are elsewhere. */
  readonly anchors: ReadonlySet<string>;
}

/** The values of all indices, and the members that are not told apart there. */
export interface View {
  readonly network: Network;
  readonly fold: Fold;
}

export class Worlds {
  readonly #networks = new Map<string, Network>();
  readonly #answers = new Map<string, boolean>();
  readonly #known = new Map<Family | null, Declared>();

  constructor(private readonly model: Model) {}

  /**
   * Whether the test holds at every assignment where all references have members; false where there is none, or too
   * many to try. `family`: the one whose factors the test asks of.
   */
  always(refs: readonly VarRef[], test: (env: IndexEnv) => boolean, family: Family | null = null): boolean {
    const envs = this.#assignments(refs, family);
    if (envs === null) return false;
    let tried = 0;
    for (const env of envs) {
      try {
        for (const ref of refs) this.members(ref, env);
        if (!test(env)) return false;
        tried++;
      } catch (error) {
        if (!(error instanceof IndexFault)) throw error;
      }
    }
    return tried > 0;
  }

  /** The members of a reference, named as it is. Throws IndexFault. */
  members(ref: VarRef, env: IndexEnv): Copy[] {
    const stem = declaredName(ref.name);
    const copies = copiesOf({ ...ref, name: stem }, this.model, env);
    return stem === ref.name ? copies : copies.map((copy) => ref.name + copy.slice(stem.length));
  }

  /** Whether every member of `inner` is one of `outer`. */
  within(inner: readonly VarRef[], outer: readonly VarRef[]): boolean {
    return this.always([...inner, ...outer], (env) => {
      const all = new Set(outer.flatMap((ref) => this.members(ref, env)));
      return inner.flatMap((ref) => this.members(ref, env)).every((copy) => all.has(copy));
    });
  }

  /** Whether no member of `a` that is one of `whole` is outside `part`. */
  freeBeyond(a: readonly VarRef[], whole: readonly VarRef[], part: readonly VarRef[]): boolean {
    if (a.length === 0) return true;
    return this.always([...a, ...whole, ...part], (env) => {
      const inPart = new Set(part.flatMap((ref) => this.members(ref, env)));
      const forbidden = new Set(whole.flatMap((ref) => this.members(ref, env)).filter((copy) => !inPart.has(copy)));
      return !a.flatMap((ref) => this.members(ref, env)).some((copy) => forbidden.has(copy));
    });
  }

  /** Whether `what` is independent of `from` given `given`, members of `from` that are given left out. */
  independent(what: readonly VarRef[], from: readonly VarRef[], given: readonly VarRef[], family: Family): boolean {
    if (this.model.families.get(family.name) !== family) return false;
    if ([...what, ...from, ...given].some((ref) => shapeOfRef(ref) !== null)) return false;
    const key = JSON.stringify([family.name, what, from, given]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const refs = [...what, ...from, ...given];
    const viewAt = this.views(family, refs);
    const answer = this.always(
      refs,
      (env) => {
        const { network, fold } = viewAt(env);
        const held = new Set(given.flatMap((ref) => this.members(ref, env)));
        const others = from.flatMap((ref) => this.members(ref, env)).filter((copy) => !held.has(copy));
        const own = what.flatMap((ref) => this.members(ref, env));
        if ([...own, ...others, ...held].some((copy) => this.#isLawless(copy, family, env))) return false;
        // A member given itself is no question of independence.
        if (own.some((copy) => held.has(copy))) return false;
        if (others.length === 0) return true;
        const observed = new Set([...held].map(fold));
        // Members that are one are all given, or none is.
        if ([...own, ...others].some((copy) => observed.has(fold(copy)))) return false;
        const reached = dConnected(network, own.map(fold), observed);
        return !others.some((copy) => reached.has(fold(copy)));
      },
      family,
    );
    this.#answers.set(key, answer);
    return answer;
  }

  /** Whether a density of some members depends on no input that is not given, at any size and index. */
  complete(what: readonly VarRef[], given: readonly VarRef[], family: Family): boolean {
    const refs = [...what, ...given];
    const viewAt = this.views(family, refs);
    const isComplete = (env: IndexEnv): boolean => {
      const { network, fold } = viewAt(env);
      const membersOf = (list: readonly VarRef[]): Copy[] => list.flatMap((ref) => this.members(ref, env));
      const own = membersOf(what);
      if (own.some((copy) => this.#isLawless(copy, family, env))) return false;
      return missingInputs(network, own.map(fold), new Set(membersOf(given).map(fold))).length === 0;
    };
    return this.always(refs, isComplete, family);
  }

  /** Whether all members that the factors of a family mention of its own arrays have a law. */
  hasAllLaws(family: Family): boolean {
    const { owned } = this.#declared(family);
    const isOwn = (copy: Copy): boolean => owned.has(copyBase(copy));
    return this.always([], (env) => ![...this.network(family, env).inputs].some(isOwn), family);
  }

  /** Whether a member has no law though others of its array have one. */
  #isLawless(copy: Copy, family: Family, env: IndexEnv): boolean {
    const { nodes, inputs } = this.network(family, env);
    return !nodes.has(copy) && !inputs.has(copy) && this.#declared(family).owned.has(copyBase(copy));
  }

  /** Networks in which more is connected, and more descends, than in any longer plate with the index terms of a question. */
  views(family: Family, refs: readonly VarRef[]): (env: IndexEnv) => View {
    const { fixed, row, starts } = this.#declared(family);
    if (!this.#isOrdered(refs, family)) return (env) => ({ network: this.network(family, env), fold: unfolded });
    const named = [...fixed, ...refs.map((ref) => canonicalRef(ref, this.model)).flatMap(indicesIn)];
    return (env) => {
      const exact = new Set([...named.flatMap((index) => valuesOf(index, env)), ...env.indices.values()]);
      const fold = foldAround(exact, [Math.min(1, ...starts), Math.max(...env.indices.values())], row);
      return { network: foldNetwork(this.network(family, env), fold), fold };
    };
  }

  #isOrdered(refs: readonly VarRef[], family: Family | null): boolean {
    return this.#declared(family).isOrdered || refs.flatMap((ref) => ref.at).some(hasNeighbours);
  }

  network(family: Family, env: IndexEnv): Network {
    if (this.model.families.get(family.name) !== family) return unroll(family, this.model, env);
    const sizes = [...this.model.sizes].map((name) => env.indices.get(name));
    const key = `${family.name} ${sizes}`;
    const network = this.#networks.get(key) ?? unroll(family, this.model, env);
    this.#networks.set(key, network);
    return network;
  }

  /** Values for the sizes, and for the letters every combination of those that members of a plate may have. */
  #assignments(refs: readonly VarRef[], family: Family | null): IndexEnv[] | null {
    const indices = refs.map((ref) => canonicalRef(ref, this.model)).flatMap(indicesIn);
    const letters = [...basesOf(indices)].filter((name) => !this.model.sizes.has(name));
    const { low, high } = this.#members(refs, indices, letters.length, family);
    const sizes = this.#variedSizes(indices, family);
    const { short } = this.#declared(family);
    const values = (name: string): readonly number[] => valuesFrom(1, high + (short.get(name) ?? 0));
    // A letter that has no plate may run wherever a member is.
    const [above, below] = [Math.max(0, ...indices.map(({ offset }) => offset)), Math.min(0, ...indices.map(offsetOf))];
    const places = (letter: string): readonly number[] =>
      this.model.plates.has(letter) ? valuesFrom(low, high) : valuesFrom(low - above, high - below);
    const runs = [
      ...sizes.map((name) => [name, values(name)] as const),
      ...letters.map((l) => [l, places(l)] as const),
    ];
    const worlds = runs.reduce((count, [, { length }]) => count * length, 1);
    if (high - low >= mostMembers || worlds > mostWorlds) return null;
    let maps = [new Map([...this.model.sizes].map((name): [string, number] => [name, values(name).length]))];
    for (const [name, range] of runs) maps = maps.flatMap((map) => range.map((value) => new Map(map).set(name, value)));
    return maps.map((map) => ({ indices: map, subsets: this.#subsets(map) }));
  }

  /** Every subset is the whole of what it is drawn from. */
  #subsets(indices: ReadonlyMap<string, number>): Map<string, number[]> {
    const env = { indices, subsets: new Map() };
    const members = ({ lo, hi }: Subset): number[] => rangeValues({ tag: 'range', lo, hi, except: null }, env);
    return new Map([...this.model.subsets].map(([name, subset]) => [name, members(subset)]));
  }

  /**
   * The members that letters run through: enough that all index terms of a question are apart, and some are left over.
   * Where members have neighbours, enough that around each letter, after the start and before the end of a plate there is
   * room for all offsets at once, and between any two of these for a row of members.
   */
  #members(
    refs: readonly VarRef[],
    indices: readonly Index[],
    letters: number,
    family: Family | null,
  ): { low: number; high: number } {
    const { fixed, starts, row } = this.#declared(family);
    const last = Math.max(0, ...[...indices, ...fixed].filter(isNumber).map(offsetOf));
    const apart = Math.max(new Set(indices.map(identityOf)).size, last) + 1 + Math.max(1, letters);
    const ends = basesOf([...indices, ...fixed]).size;
    const inOrder = last + ends * (1 + reachOf([...indices, ...fixed])) + (ends + 1) * row;
    const size = this.#isOrdered(refs, family) ? Math.max(apart, inOrder, leastWithLags) : apart;
    return { low: Math.min(1, ...starts), high: size + Math.max(0, ...starts.map((start) => start - 1)) };
  }

  /**
   * Where a member is counted from the end of a plate, or factors change at a size (`p(x_n | z_N)`, `prod_{n=1..M}`),
   * what holds at one size need not hold at another: these take every value. Elsewhere a plate with fewer members is a
   * part of one with more, and has no path that this has not.
   */
  #variedSizes(indices: readonly Index[], family: Family | null): readonly string[] {
    const { anchors, plates } = this.#declared(family);
    const used = new Set([...basesOf(indices), ...anchors].filter((name) => this.model.sizes.has(name)));
    return used.size === 0 ? [] : [...this.model.sizes].filter((name) => used.has(name) || plates.has(name));
  }

  /** What the plates of the model and the factors of a family say of indices. */
  #declared(family: Family | null): Declared {
    const known = this.#known.get(family) ?? declaredIn(this.model, family);
    this.#known.set(family, known);
    return known;
  }
}

function declaredIn(model: Model, family: Family | null): Declared {
  const plates = [...model.plates.values()];
  const factors = family?.factors ?? [];
  const refsOf = ({ heads, givens }: Factor): VarRef[] => [...heads, ...givens].map((ref) => canonicalRef(ref, model));
  const refs = factors.flatMap(refsOf);
  const ranges = factors.flatMap((factor) => factor.binders.flatMap((binder) => partOf(binder, refsOf(factor), model)));
  const ends = ranges.flatMap(({ lo, hi, reachesEnd }) => [lo, ...(reachesEnd ? [] : [hi])]);
  const limits = ranges.flatMap(({ lo, hi, except }) => [lo, hi, ...(except === null ? [] : [except])]);
  const named = [...refs.flatMap(indicesIn), ...limits];
  const isFixed = ({ base }: Index): boolean => base === null || model.sizes.has(base);
  const lettered = named.filter((index) => !isFixed(index));
  const bound = Math.max(1, ...factors.map((factor) => factor.binders.length + refsOf(factor).filter(isSpread).length));
  const lasts = [...plates, ...model.subsets.values(), ...ranges].map(({ hi }) => hi);
  return {
    fixed: named.filter(isFixed),
    isOrdered: refs.flatMap(({ at }) => at).some(hasNeighbours) || limits.length > 0,
    row: bound * (1 + reachOf(lettered)),
    owned: family === null ? new Set() : ownedNames(family),
    starts: plates.flatMap(({ lo }) => (lo.base === null ? [lo.offset] : [])),
    short: new Map([...model.sizes].map((name) => [name, shortfall(lasts.filter(({ base }) => base === name))])),
    plates: basesOf(plates.map(({ hi }) => hi)),
    anchors: basesOf([...refs.flatMap(indicesIn), ...ends, ...plates.map(({ lo }) => lo)]),
  };
}

/** The range of a letter, unless it is the whole plate of each array whose members it names. */
function partOf(
  { index, range }: IndexBinder,
  refs: readonly VarRef[],
  model: Model,
): (Extract<IndexRange, { tag: 'range' }> & { readonly reachesEnd: boolean })[] {
  if (range.tag === 'subset') return [];
  const plates = refs.flatMap(({ name, at }) => {
    const letters = model.variables.get(declaredName(name))?.indices ?? [];
    const axes = letters.filter((_, i) => selectorIndices(at[i] as Selector).some(({ base }) => base === index));
    return axes.map((letter) => model.plates.get(letter));
  });
  const all = (agrees: (plate: Plate) => boolean): boolean => plates.every((p) => p !== undefined && agrees(p));
  const reachesEnd = all(({ hi }) => sameIndex(hi, range.hi));
  const isWhole = reachesEnd && range.except === null && all(({ lo }) => sameIndex(lo, range.lo));
  return isWhole ? [] : [{ ...range, reachesEnd }];
}

/** How much before a size the last of some ranges ends. */
const shortfall = (ends: readonly Index[]): number => Math.max(0, ...ends.map(({ offset }) => -offset));

/** Whether a reference of a factor runs through members whose order counts. */
const isSpread = ({ at }: VarRef): boolean => at.some(({ tag }) => tag === 'slice' || tag === 'except');

const valuesFrom = (lo: number, hi: number): readonly number[] =>
  Array.from({ length: Math.max(0, hi - lo + 1) }, (_, i) => lo + i);

/** The value of an index; none where its letter is bound further in. */
function valuesOf({ base, offset }: Index, { indices }: IndexEnv): readonly number[] {
  const value = base === null ? 0 : indices.get(base);
  return value === undefined ? [] : [value + offset];
}

const isNumber = ({ base }: Index): boolean => base === null;

const offsetOf = ({ offset }: Index): number => offset;

/** How far apart the farthest members are that one letter names. */
function reachOf(indices: readonly Index[]): number {
  const offsets = indices.filter((index) => !isNumber(index)).map(offsetOf);
  return Math.max(0, ...offsets) - Math.min(0, ...offsets);
}

/** Whether members are named by their place beside another. */
const hasNeighbours = (selector: Selector): boolean =>
  selector.tag === 'slice' || selector.tag === 'except' || (selector.tag === 'at' && selector.index.offset !== 0);

const indicesIn = (ref: VarRef): readonly Index[] => ref.at.flatMap(selectorIndices);

const basesOf = (indices: readonly Index[]): ReadonlySet<string> =>
  new Set(indices.flatMap(({ base }) => (base === null ? [] : [base])));
