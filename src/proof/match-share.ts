/** Sharing things out, in any order, among the parts of a pattern: one to each single part, any number to a group. */
import type { Substitution } from '../kernel/rule.js';

/** How a part of a pattern takes one of the things. */
export type Single<T> = (item: T, by: Substitution) => Iterable<Substitution>;

/** A metavariable that takes any number of them, or those that it stands for already. */
export interface Group<T> {
  readonly least: 0 | 1;
  /** What it stands for already; null for nothing yet. */
  known(by: Substitution): readonly T[] | null;
  /** The substitution in which it stands for these; null where it cannot. */
  bind(items: readonly T[], by: Substitution): Substitution | null;
}

/** Two items with the same key are the same. */
export interface Items<T> {
  readonly items: readonly T[];
  readonly key: (item: T) => string | number;
}

interface Keyed<T> {
  readonly item: T;
  readonly key: string | number;
}

type Found = Generator<Substitution, void>;

/** The ways of sharing out, until so many were tried over all calls. */
export class Sharing {
  #tries: number;

  constructor(tries: number) {
    this.#tries = tries;
  }

  *all<T>(
    singles: readonly Single<T>[],
    groups: readonly Group<T>[],
    { items, key }: Items<T>,
    by: Substitution,
  ): Found {
    const keyed = items.map((item) => ({ item, key: key(item) }));
    yield* this.#singles(singles, groups, keyed, key, by);
  }

  *#singles<T>(
    singles: readonly Single<T>[],
    groups: readonly Group<T>[],
    items: readonly Keyed<T>[],
    key: Items<T>['key'],
    by: Substitution,
  ): Found {
    const [first, ...rest] = singles;
    if (first === undefined) return yield* this.#groups(groups, items, key, by);
    for (const [i, { item }] of items.entries()) {
      if (isRepeated(items, i) || this.#tries-- <= 0) continue;
      const others = items.filter((_, j) => j !== i);
      for (const next of first(item, by)) yield* this.#singles(rest, groups, others, key, next);
    }
  }

  /** Groups that are known first; the last of the others takes all that is left. */
  *#groups<T>(groups: readonly Group<T>[], items: readonly Keyed<T>[], key: Items<T>['key'], by: Substitution): Found {
    const known = groups.find((group) => group.known(by) !== null);
    const first = known ?? groups[0];
    if (first === undefined) {
      if (items.length === 0) yield by;
      return;
    }
    const rest = groups.filter((_, i) => i !== groups.indexOf(first));
    const own = first.known(by);
    if (own !== null) {
      const left = without(items, own.map(key));
      if (left !== null) yield* this.#groups(rest, left, key, by);
      return;
    }
    for (const size of sizes(first, rest, items.length))
      for (const [chosen, others] of choices(items, size)) {
        if (this.#tries-- <= 0) return;
        const next = first.bind(
          chosen.map(({ item }) => item),
          by,
        );
        if (next !== null) yield* this.#groups(rest, others, key, next);
      }
  }
}

/** How many items a group may take, few before many, and none at the last. */
function sizes<T>({ least }: Group<T>, rest: readonly Group<T>[], count: number): number[] {
  if (rest.length === 0) return count < least ? [] : [count];
  const most = count - rest.reduce((sum, group) => sum + group.least, 0);
  const some = Array.from({ length: Math.max(0, most) }, (_, i) => i + 1);
  return least === 0 && most >= 0 ? [...some, 0] : some;
}

/** The items without those of the keys; null where one is not among them. */
function without<T>(items: readonly Keyed<T>[], keys: readonly (string | number)[]): readonly Keyed<T>[] | null {
  const left = [...items];
  for (const key of keys) {
    const at = left.findIndex((item) => item.key === key);
    if (at < 0) return null;
    left.splice(at, 1);
  }
  return left;
}

const isRepeated = <T>(items: readonly Keyed<T>[], at: number): boolean =>
  items.findIndex(({ key }) => key === items[at]?.key) < at;

/** Every choice of so many items, with the others; of items that are the same, the first. */
function* choices<T>(items: readonly Keyed<T>[], size: number): Generator<readonly [Keyed<T>[], Keyed<T>[]], void> {
  if (size === 0) return yield [[], [...items]];
  for (const [i, item] of items.entries()) {
    if (items.length - i < size) return;
    if (isRepeated(items, i)) continue;
    for (const [chosen, others] of choices(items.slice(i + 1), size - 1))
      yield [
        [item, ...chosen],
        [...items.slice(0, i), ...others],
      ];
  }
}
