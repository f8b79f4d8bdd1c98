/** Integrals that have no value: how an integrand falls off far out. */
import { NotApplicable } from './context.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

export const notConverging = 'an integral over the whole line does not converge';

/** An integrand stays up however far out. */
export class Divergent extends NotApplicable {
  constructor() {
    super(notConverging);
  }
}

/** From these distances on, in lengths of the integrand, each so many times the last, an integrand must fall off. */
const [nearest, farther, distances] = [10, 1.2, 40] as const;

/** Nodes far out on either side, from the outermost on the left to that on the right. */
export const farNodes: Float64Array = (() => {
  const right = Array.from({ length: distances }, (_, k) => nearest * farther ** k);
  return Float64Array.from([...right.map((x) => -x).reverse(), ...right]);
})();

/** Fewer values than this, where others overflow, show nothing. */
const leastShown = 4;
/** What a value may be of the terms that it is made of, and still be rounding. */
const mostCancelled = 1e-6;

/**
 * Whether an integrand, by its values on the nodes far out and the magnitudes of its terms there, has no integral at most of
 * the entries: on one side it keeps its sign, and falls no faster than 1 / sqrt(x).
 */
export function staysUp(values: Tensor, magnitudes: Tensor, axis: Axis): boolean {
  const { entries, starts, stride } = tensor.linesAlong(axis, [values, magnitudes]);
  const [data, sizes] = entries as [Float64Array, Float64Array];
  const outwards = (start: number, sign: 1 | -1): boolean => {
    const at = (k: number): number => start + stride * (sign > 0 ? distances + k : distances - 1 - k);
    const tail = Array.from({ length: distances }, (_, k) => at(k));
    return staysUpAlong(
      tail.map((i) => data[i] as number),
      tail.map((i) => sizes[i] as number),
    );
  };
  return starts.filter((start) => outwards(start, 1) || outwards(start, -1)).length > starts.length / 2;
}

/** The same of the values at growing distances; where they overflow they have gone on as before. */
function staysUpAlong(values: readonly number[], magnitudes: readonly number[]): boolean {
  const sign = Math.sign(values[0] as number);
  const end = values.findIndex((x) => !Number.isFinite(x));
  const shown = end < 0 ? values : values.slice(0, end);
  if (shown.length < leastShown || !values.slice(shown.length).every((x) => x === sign * Number.POSITIVE_INFINITY))
    return false;
  return shown.every((x, k) => {
    if (Math.sign(x) !== sign || sign === 0 || !(Math.abs(x) > mostCancelled * (magnitudes[k] as number))) return false;
    return k === 0 || Math.abs(x) * Math.sqrt(farther) >= Math.abs(shown[k - 1] as number);
  });
}
