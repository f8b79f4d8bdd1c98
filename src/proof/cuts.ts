/** Where sums and products over one range are cut, so that ranges that differ by their first members compare. */
import type { Model } from '../kernel/model.js';
import { type IndexRange, someSubterm, type Term } from '../kernel/term.js';
import { rangeEnd } from './plates.js';

/** Where ranges that end alike begin last, in the lines and in the factors that they may split into: there all are cut. */
export function cutsOf(terms: readonly Term[], { families, plates }: Model): ReadonlyMap<string, number> {
  const starts = new Map<string, Set<number>>();
  const note = (range: IndexRange): void => {
    if (range.tag !== 'range' || range.lo.base !== null) return;
    const key = rangeEnd(range);
    starts.set(key, (starts.get(key) ?? new Set()).add(range.lo.offset));
  };
  for (const term of terms)
    someSubterm(term, (part) => {
      if (part.tag === 'big') note(part.binder.range);
      return false;
    });
  for (const { lo, hi } of plates.values()) note({ tag: 'range', lo, hi, except: null });
  for (const { factors } of families.values())
    for (const { binders } of factors) for (const { range } of binders) note(range);
  return new Map([...starts].filter(([, los]) => los.size > 1).map(([key, los]) => [key, Math.max(...los)]));
}
