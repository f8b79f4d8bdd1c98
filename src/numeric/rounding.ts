/** How far rounding may have moved the difference of two sides: a smaller one decides nothing. */
import type { Claim } from './claim.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** What a value may be off by, of what a running error analysis gives in units of its last place: some 4000 of these. */
export const errorBound = 1e-12;

/** Numbers this small are held with fewer digits the smaller they are, or not at all. */
export const underflow = 1e-300;

/** How far rounding may have moved what is compared, whatever the sides are off by. */
export function errorOf(
  { relation, upTo }: Claim,
  [left, right]: readonly [Tensor, Tensor],
  [offLeft, offRight]: readonly [Tensor, Tensor],
  ids: ReadonlySet<string>,
): Tensor {
  const plus = (a: Tensor, b: Tensor): Tensor => tensor.map2(a, b, (x, y) => x + y);
  const times = (a: Tensor, b: Tensor): Tensor => tensor.map2(a, b, (x, y) => Math.abs(x * y));
  const both = plus(offLeft, offRight);
  const atLeast = (error: Tensor): Tensor => tensor.map(error, (x) => x + underflow);
  if (upTo === null) return atLeast(both);
  if (relation !== 'propto') return atLeast(plus(both, firstAlong(both, ids)));
  const [l, r] = [firstAlong(left, ids), firstAlong(right, ids)];
  return atLeast(
    plus(
      plus(times(offLeft, r), times(left, firstAlong(offRight, ids))),
      plus(times(firstAlong(offLeft, ids), right), times(l, offRight)),
    ),
  );
}

/** The entries at the first position along some axes. */
export const firstAlong = (t: Tensor, ids: ReadonlySet<string>): Tensor =>
  t.axes.filter((axis) => ids.has(axis.id)).reduce((rest, axis) => tensor.at(rest, axis.id, 0), t);
