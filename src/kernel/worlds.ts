/**
 * What holds of references and densities whatever the sizes and the values of their indices: each plate is unrolled to
 * more members than there are index terms, and every assignment of index letters to members is tried, equal ones
 * included.
 */
import { selectorIndices } from './free.js';
import type { Family, Model } from './model.js';
import { type Copy, copiesOf, dConnected, type IndexEnv, IndexFault, type Network, unroll } from './network.js';
import { declaredName } from './reference.js';
import type { Index, VarRef } from './term.js';

/** Members beyond the index terms of a question, and the least number where indices are shifted or sliced. */
const spare = 2;
const leastWithLags = 5;
const mostWorlds = 400;
const mostMembers = 12;

const identityOf = (index: Index): string => `${index.base}+${index.offset}`;

export class Worlds {
  readonly #networks = new Map<string, Network>();
  readonly #answers = new Map<string, boolean>();

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
    const sizes = [...this.model.sizes].map((name) => env.indices.get(name));
    const key = `${family.name} ${sizes}`;
    const network = this.#networks.get(key) ?? unroll(family, this.model, env);
    this.#networks.set(key, network);
    return network;
  }

  #assignments(refs: readonly VarRef[]): IndexEnv[] | null {
    const indices = refs.flatMap((ref) => ref.at.flatMap(selectorIndices));
    const letters = [
      ...new Set(indices.flatMap(({ base }) => (base === null || this.model.sizes.has(base) ? [] : [base]))),
    ];
    const size = this.#size(refs, indices);
    if (size > mostMembers || size ** letters.length > mostWorlds) return null;
    const sizes = new Map([...this.model.sizes].map((name): [string, number] => [name, size]));
    const subset = Array.from({ length: size }, (_, i) => i + 1);
    const subsets = new Map([...this.model.subsets.keys()].map((name): [string, number[]] => [name, subset]));
    let maps: Map<string, number>[] = [sizes];
    for (const letter of letters)
      maps = maps.flatMap((map) => Array.from({ length: size }, (_, i) => new Map(map).set(letter, i + 1)));
    return maps.map((map) => ({ indices: map, subsets }));
  }

  #size(refs: readonly VarRef[], indices: readonly Index[]): number {
    const distinct = new Set(indices.map(identityOf)).size;
    const starts = [...this.model.plates.values()].map(({ lo }) => lo);
    const offsets = [...indices, ...starts].map(({ offset }) => Math.abs(offset));
    const factorIndices = [...this.model.families.values()].flatMap(({ factors }) =>
      factors.flatMap(({ heads, givens }) => [...heads, ...givens].flatMap((ref) => ref.at)),
    );
    const lags = [...refs.flatMap((ref) => ref.at), ...factorIndices].some(
      (selector) =>
        selector.tag === 'slice' || selector.tag === 'except' || (selector.tag === 'at' && selector.index.offset !== 0),
    );
    return Math.max(distinct + spare, lags ? leastWithLags : 0, ...offsets.map((offset) => offset + spare));
  }
}
