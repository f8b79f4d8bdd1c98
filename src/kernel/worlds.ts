/**
 * What holds of references and densities whatever the sizes and the values of their indices: each plate is unrolled to
 * more members than there are index terms, and every assignment of index letters to members is tried, equal ones
 * included.
 */
import { selectorIndices } from './free.js';
import type { Family, Model, Subset } from './model.js';
import {
  type Copy,
  copiesOf,
  dConnected,
  type IndexEnv,
  IndexFault,
  type Network,
  rangeValues,
  unroll,
} from './network.js';
import { canonicalRef, declaredName } from './reference.js';
import { shapeOfRef } from './shape.js';
import { type Index, type Selector, sameIndex, type VarRef } from './term.js';

/** The least number of members where indices are shifted or sliced. */
const leastWithLags = 5;
const mostWorlds = 10_000;
const mostMembers = 14;

const identityOf = (index: Index): string => `${index.base}+${index.offset}`;

/** What a model says of indices. */
interface Declared {
  /** Those of the heads and givens of its factors. */
  readonly selectors: readonly Selector[];
  /** Across how many members a factor reaches. */
  readonly lag: number;
  /** Where plates start. */
  readonly starts: readonly number[];
  /** The sizes that plates end at. */
  readonly plates: ReadonlySet<string>;
  /** The sizes, among other names, at which factors are not what they are elsewhere. */
  readonly anchors: ReadonlySet<string>;
}

export class Worlds {
  readonly #networks = new Map<string, Network>();
  readonly #answers = new Map<string, boolean>();
  #known: Declared | null = null;

  constructor(private readonly model: Model) {}

  /**
   * Whether the test holds at every assignment where all references have members; false where there is none, or too
   * many to try.
   */
  always(refs: readonly VarRef[], test: (env: IndexEnv) => boolean): boolean {
    const envs = this.#assignments(refs);
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
    const answer = this.always([...what, ...from, ...given], (env) => {
      const network = this.network(family, env);
      const held = new Set(given.flatMap((ref) => this.members(ref, env)));
      const others = from.flatMap((ref) => this.members(ref, env)).filter((copy) => !held.has(copy));
      const own = what.flatMap((ref) => this.members(ref, env));
      // A member given itself is no question of independence.
      if (own.some((copy) => held.has(copy))) return false;
      if (others.length === 0) return true;
      const reached = dConnected(network, own, held);
      return !others.some((copy) => reached.has(copy));
    });
    this.#answers.set(key, answer);
    return answer;
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
  #assignments(refs: readonly VarRef[]): IndexEnv[] | null {
    const indices = refs.map((ref) => canonicalRef(ref, this.model)).flatMap(indicesIn);
    const letters = [...basesOf(indices)].filter((name) => !this.model.sizes.has(name));
    const { low, high } = this.#members(refs, indices, letters.length);
    const sizes = this.#variedSizes(indices);
    const count = high - low + 1;
    if (count > mostMembers || count ** letters.length * high ** sizes.length > mostWorlds) return null;
    let maps = [new Map([...this.model.sizes].map((name): [string, number] => [name, high]))];
    const each = (name: string, from: number): void => {
      const values = Array.from({ length: high - from + 1 }, (_, i) => from + i);
      maps = maps.flatMap((map) => values.map((value) => new Map(map).set(name, value)));
    };
    for (const name of sizes) each(name, 1);
    for (const letter of letters) each(letter, low);
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
   * room for all offsets at once, and between any two of these for as many members as factors reach across: where more
   * are between, it is as if these were.
   */
  #members(refs: readonly VarRef[], indices: readonly Index[], letters: number): { low: number; high: number } {
    const { selectors, starts, lag } = this.#declared();
    const last = Math.max(0, ...[...indices, ...selectors.flatMap(selectorIndices)].filter(isNumber).map(offsetOf));
    const apart = Math.max(new Set(indices.map(identityOf)).size, last) + 1 + Math.max(1, letters);
    const anchors = basesOf(indices).size;
    const between = Math.max(1, 2 * lag - 1);
    const inOrder = last + anchors * (1 + reachOf(indices)) + (anchors + 1) * between;
    const isOrdered = [...refs.flatMap((ref) => ref.at), ...selectors].some(hasNeighbours);
    const size = isOrdered ? Math.max(apart, inOrder, leastWithLags) : apart;
    return { low: Math.min(1, ...starts), high: size + Math.max(0, ...starts.map((start) => start - 1)) };
  }

  /**
   * Where a member is counted from the end of a plate, or factors change at a size (`p(x_n | z_N)`, `prod_{n=1..M}`),
   * what holds at one size need not hold at another: these take every value. Elsewhere a plate with fewer members is a
   * part of one with more, and has no path that this has not.
   */
  #variedSizes(indices: readonly Index[]): readonly string[] {
    const { anchors, plates } = this.#declared();
    const used = new Set([...basesOf(indices), ...anchors].filter((name) => this.model.sizes.has(name)));
    return used.size === 0 ? [] : [...this.model.sizes].filter((name) => used.has(name) || plates.has(name));
  }

  /** What the plates and the factors of the model say of indices. */
  #declared(): Declared {
    this.#known ??= declaredIn(this.model);
    return this.#known;
  }
}

function declaredIn(model: Model): Declared {
  const plates = [...model.plates.values()];
  const factors = [...model.families.values()].flatMap((family) => family.factors);
  const refs = factors.flatMap(({ heads, givens }) => [...heads, ...givens]).map((ref) => canonicalRef(ref, model));
  const isEnd = (index: Index): boolean => plates.some(({ hi }) => sameIndex(hi, index));
  const ends = factors
    .flatMap(({ binders }) => binders.map(({ range }) => range))
    .flatMap((range) => (range.tag === 'subset' ? [] : [range.lo, ...(isEnd(range.hi) ? [] : [range.hi])]));
  const selectors = refs.flatMap(({ at }) => at);
  return {
    selectors,
    lag: reachOf(selectors.flatMap(selectorIndices)),
    starts: plates.flatMap(({ lo }) => (lo.base === null ? [lo.offset] : [])),
    plates: basesOf(plates.map(({ hi }) => hi)),
    anchors: basesOf([...refs.flatMap(indicesIn), ...ends, ...plates.map(({ lo }) => lo)]),
  };
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
