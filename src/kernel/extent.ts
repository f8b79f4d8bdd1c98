/**
 * Where a term's references have members: `y_{t-1}` has one for t of at least 2, `z_3` where the plate has three. A
 * theorem speaks of the values of letters and sizes where everything on both its sides has members, and of no others.
 */
import { Memo } from './memo.js';
import type { Model } from './model.js';
import { atMost, declaredName } from './reference.js';
import { children, type Index, type IndexBinder, type Selector, type Slot, type Term, type VarRef } from './term.js';

/** That one index is at most another; only what is not so at every size and every member of a plate. */
interface Need {
  readonly low: Index;
  readonly high: Index;
}

type Needs = readonly Need[];

const nothing: Needs = [];

const moved = (index: Index, by: number): Index => ({ ...index, offset: index.offset + by });

export class Extents {
  readonly #known = new Memo<Needs>();

  constructor(private readonly model: Model) {}

  /** Whether a term has all its members wherever the others have theirs. */
  within(term: Term, others: readonly Term[]): boolean {
    const needs = this.#of(term);
    if (needs.length === 0) return true;
    const given = others.flatMap((other) => this.#of(other));
    return needs.every((need) => given.some((other) => follows(need, other)));
  }

  /** Whether the letter of a plate runs inside it. */
  runsInside(binder: IndexBinder): boolean {
    return this.#closed(nothing, binder).length === 0;
  }

  #of(term: Term): Needs {
    return this.#known.of(term, () => this.#compute(term));
  }

  #compute(term: Term): Needs {
    const inner = children(term).map((child) => this.#of(child));
    switch (term.tag) {
      case 'ref':
        return this.#ofRefs([term.ref]);
      case 'density':
        return this.#union([this.#ofRefs([...term.heads, ...term.givens].map(({ of }: Slot) => of)), ...inner]);
      case 'integral':
        return this.#union([this.#ofRefs(term.vars), ...inner]);
      case 'grad':
        return this.#union([this.#ofRefs([term.of]), ...inner]);
      case 'call': {
        const body = this.model.definitions.get(term.name)?.body;
        return this.#union([...(body === undefined ? [] : [this.#of(body)]), ...inner]);
      }
      case 'big':
        return this.#closed(this.#of(term.body), term.binder);
      default:
        return this.#union(inner);
    }
  }

  #ofRefs(refs: readonly VarRef[]): Needs {
    return this.#union([
      refs.flatMap(({ name, at }) => {
        const letters = this.model.variables.get(declaredName(name))?.indices ?? [];
        return at.flatMap((selector, i) => this.#ofSelector(selector, letters[i] ?? ''));
      }),
    ]);
  }

  #ofSelector(selector: Selector, letter: string): Need[] {
    const plate = this.model.plates.get(letter);
    if (plate === undefined || selector.tag === 'all' || selector.tag === 'except') return [];
    const [first, last] = selector.tag === 'slice' ? [selector.lo, selector.hi] : [selector.index, selector.index];
    return [
      { low: plate.lo, high: first },
      { low: last, high: plate.hi },
    ];
  }

  /** What the body needs at the ends of the range, and that the letter of a plate runs inside it. */
  #closed(inside: Needs, { index, range }: IndexBinder): Needs {
    const ends = range.tag === 'range' ? range : this.model.subsets.get(range.subset);
    if (ends === undefined) return inside;
    const plate = this.model.plates.get(declaredName(index));
    const own: Need[] =
      plate === undefined
        ? []
        : [
            { low: plate.lo, high: ends.lo },
            { low: ends.hi, high: plate.hi },
          ];
    const closed = inside.map(({ low, high }): Need => {
      if (low.base === index && high.base === index) return { low: fixed(low.offset), high: fixed(high.offset) };
      return {
        low: low.base === index ? moved(ends.hi, low.offset) : low,
        high: high.base === index ? moved(ends.lo, high.offset) : high,
      };
    });
    return this.#union([own, closed]);
  }

  /** Of the needs of the same letters or sizes the one from which the others follow, without those that are met. */
  #union(parts: readonly Needs[]): Needs {
    const filled = parts.filter((part) => part.length > 0);
    if (filled.length === 0) return nothing;
    const strongest = new Map<string, Need>();
    for (const need of filled.flat()) {
      // No name is empty.
      const key = `${need.low.base ?? ''} ${need.high.base ?? ''}`;
      const other = strongest.get(key);
      if (other === undefined ? !atMost(need.low, need.high, this.model) : !follows(need, other))
        strongest.set(key, need);
    }
    return strongest.size === 0 ? nothing : [...strongest.values()];
  }
}

const fixed = (offset: number): Index => ({ base: null, offset });

/** Whether a need is met where another is. */
const follows = (need: Need, other: Need): boolean =>
  need.low.base === other.low.base &&
  need.high.base === other.high.base &&
  need.high.offset - need.low.offset >= other.high.offset - other.low.offset;
