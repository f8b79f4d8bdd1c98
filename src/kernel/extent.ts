/**
 * Where a term's references have members: `y_{t-1}` has one for t of at least 2, `z_3` where the plate has three. A
 * theorem speaks of the values of letters and sizes where everything on both its sides has members, and of no others.
 */
import { namedBy } from './free.js';
import { Memo } from './memo.js';
import type { Model } from './model.js';
import { unfoldCall } from './procedure.js';
import { atMost, declaredName } from './reference.js';
import { NoSubstitute } from './substitute.js';
import {
  type Big,
  children,
  type Index,
  type IndexBinder,
  type IndexRange,
  type Selector,
  shifted,
  someSubterm,
  type Term,
  type VarRef,
  withChildren,
} from './term.js';

/** That one index is at most another. */
interface Need {
  readonly low: Index;
  readonly high: Index;
}

type Needs = readonly Need[];

/** What a term needs surely counts for what is given, what it needs perhaps for what is asked. */
type Degree = 'surely' | 'perhaps';

const nothing: Needs = [];

const unmet: Needs = [{ low: { base: null, offset: 1 }, high: { base: null, offset: 0 } }];

export class Extents {
  readonly #known = { surely: new Memo<Needs>(), perhaps: new Memo<Needs>() };

  constructor(private readonly model: Model) {}

  /** Whether a term has all its members wherever the others have theirs. */
  within(term: Term, others: readonly Term[]): boolean {
    const needs = this.#of(term, 'perhaps').filter(({ low, high }) => !atMost(low, high, this.model));
    if (needs.length === 0) return true;
    const given = others.flatMap((other) => this.#of(other, 'surely'));
    return needs.every((need) => given.some((other) => follows(need, other)));
  }

  /** Whether a term surely lacks members at all values of its letters and sizes. */
  never(term: Term): boolean {
    const isUnmet = (part: Term): boolean =>
      this.#of(part, 'surely').some(({ low, high }) => low.base === high.base && low.offset > high.offset);
    // Some draw of a subset has the first of what it is drawn from, and some the last.
    return (
      isUnmet(term) ||
      someSubterm(term, (part) => part.tag === 'draw' && isUnmet(this.#overAll(part.body, part.subset)))
    );
  }

  #overAll(term: Term, subset: string): Term {
    const drawn = this.model.subsets.get(subset);
    const parts = withChildren(
      term,
      children(term).map((child) => this.#overAll(child, subset)),
    );
    if (parts.tag !== 'big' || parts.binder.range.tag !== 'subset' || parts.binder.range.subset !== subset)
      return parts;
    if (drawn === undefined) return parts;
    const range: IndexRange = { tag: 'range', lo: drawn.lo, hi: drawn.hi, except: null };
    return { ...parts, binder: { ...parts.binder, range } };
  }

  /** Whether the letter of a plate runs inside it. */
  runsInside({ index, range }: IndexBinder): boolean {
    const ends = this.#endsOf(range);
    const plate = this.model.plates.get(declaredName(index));
    if (ends === undefined || plate === undefined) return true;
    return atMost(plate.lo, ends.lo, this.model) && atMost(ends.hi, plate.hi, this.model);
  }

  #of(term: Term, degree: Degree): Needs {
    return this.#known[degree].of(term, () => this.#compute(term, degree));
  }

  #compute(term: Term, degree: Degree): Needs {
    const inner = (): Needs[] => children(term).map((child) => this.#of(child, degree));
    switch (term.tag) {
      case 'call':
        return this.model.definitions.has(term.name) ? this.#unfolded(term, degree) : union(inner());
      case 'big':
        return this.#closed(term, degree);
      default:
        return union([this.#ofRefs(namedBy(term), degree), ...inner()]);
    }
  }

  /** An argument has members where it stands in the definition, if it stands there. */
  #unfolded(term: Term, degree: Degree): Needs {
    try {
      return this.#of(unfoldCall(term, this.model), degree);
    } catch (error) {
      if (error instanceof NoSubstitute) return degree === 'surely' ? nothing : unmet;
      throw error;
    }
  }

  #ofRefs(refs: readonly VarRef[], degree: Degree): Needs {
    return union([
      refs.flatMap(({ name, at }) => {
        const letters = this.model.variables.get(declaredName(name))?.indices ?? [];
        return at.flatMap((selector, i) => this.#ofSelector(selector, letters[i] ?? '', degree));
      }),
    ]);
  }

  /** A slice that ends before it begins has no members, and is none outside the plate. */
  #ofSelector(selector: Selector, letter: string, degree: Degree): Need[] {
    const plate = this.model.plates.get(letter);
    if (plate === undefined || selector.tag === 'all' || selector.tag === 'except') return [];
    const [first, last] = selector.tag === 'slice' ? [selector.lo, selector.hi] : [selector.index, selector.index];
    if (degree === 'surely' && !atMost(first, last, this.model)) return [];
    return [
      { low: plate.lo, high: first },
      { low: last, high: plate.hi },
    ];
  }

  /** What the body needs at the ends of the range. */
  #closed({ binder, body }: Big, degree: Degree): Needs {
    const { index, range } = binder;
    const ends = this.#endsOf(range);
    const inside = this.#of(body, degree);
    if (ends === undefined) return inside;
    if (degree === 'surely' && !this.#takesItsEnds(binder)) return nothing;
    return union([
      inside.map(({ low, high }) => ({
        low: low.base === index ? shifted(ends.hi, low.offset) : low,
        high: high.base === index ? shifted(ends.lo, high.offset) : high,
      })),
    ]);
  }

  /** Beyond its plate a letter is not where the needs of the body were told. */
  #takesItsEnds(binder: IndexBinder): boolean {
    const { range } = binder;
    const isFilled = range.tag === 'range' && range.except === null && atMost(range.lo, range.hi, this.model);
    return isFilled && this.runsInside(binder);
  }

  #endsOf(range: IndexRange): { readonly lo: Index; readonly hi: Index } | undefined {
    return range.tag === 'range' ? range : this.model.subsets.get(range.subset);
  }
}

/** Of the needs of the same letters or sizes the one from which the others follow. */
function union(parts: readonly Needs[]): Needs {
  const filled = parts.filter((part) => part.length > 0);
  if (filled.length === 0) return nothing;
  const strongest = new Map<string, Need>();
  for (const need of filled.flat()) {
    // No name is empty.
    const key = `${need.low.base ?? ''} ${need.high.base ?? ''}`;
    const other = strongest.get(key);
    if (other === undefined || !follows(need, other)) strongest.set(key, need);
  }
  return [...strongest.values()];
}

/** Whether a need is met where another is. */
const follows = (need: Need, other: Need): boolean =>
  need.low.base === other.low.base &&
  need.high.base === other.high.base &&
  need.high.offset - need.low.offset >= other.high.offset - other.low.offset;
