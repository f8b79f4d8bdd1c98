/**
 * The two sides of a claim in a finite model, reduced to what its relation compares, with the scale and the error of their
 * difference.
 */
import { copiesOf } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import type { Claim } from './claim.js';
import type { Context } from './context.js';
import { evaluate } from './evaluate.js';
import type { FiniteModel } from './finite.js';
import * as jet from './jet.js';
import { errorBound, errorOf, firstAlong } from './rounding.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** Relative residuals up to here are rounding. */
export const rounding = 1e-9;

interface Compared {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly scale: Tensor;
}

export interface Sides extends Compared {
  /** How far rounding may have moved the difference. */
  readonly error: () => Tensor;
  /** Which side takes the logarithm of what is negative. */
  readonly negative: 'left' | 'right' | 'both' | null;
}

/** The two sides, reduced to what the relation compares, and the scale of their difference. */
export function sides(claim: Claim, finite: FiniteModel, context: Context): Sides {
  const value = (term: Term): Tensor => jet.primal(evaluate(term, finite, context));
  const magnitude = (term: Term, of: 'terms' | 'rounding'): Tensor =>
    jet.primal(evaluate(term, finite, { ...context, magnitude: of }));
  const { notes } = finite;
  const before = notes.negativeLogarithms;
  const left = value(claim.left);
  const between = notes.negativeLogarithms;
  const right = value(claim.right);
  const [inLeft, inRight] = [between > before, notes.negativeLogarithms > between];
  const negative = inLeft && inRight ? 'both' : inLeft ? 'left' : inRight ? 'right' : null;
  // The scale is at least the size of the sides: where these agree within rounding, it need not be worked out.
  const size = tensor.map2(left, right, (l, r) => Math.max(Math.abs(l), Math.abs(r)));
  const agree = (l: number, r: number): boolean => l !== 0 && Math.abs(l - r) <= rounding * Math.abs(l);
  const isPlain = tensor.map2(left, right, (l, r) => (agree(l, r) ? 1 : 0)).data.every((x) => x === 1);
  const scale = isPlain ? size : tensor.map2(magnitude(claim.left, 'terms'), magnitude(claim.right, 'terms'), Math.max);
  const off = (term: Term): Tensor => tensor.map(magnitude(term, 'rounding'), (x) => errorBound * x);
  const ids = new Set((claim.upTo ?? []).flatMap((target) => copiesOf(target, finite.model, context.env)));
  const error = (): Tensor => errorOf(claim, [left, right], [off(claim.left), off(claim.right)], ids);
  return { ...reduced(claim, left, right, scale, ids), error, negative };
}

/** What the relation compares of the sides. */
function reduced(claim: Claim, left: Tensor, right: Tensor, scale: Tensor, ids: ReadonlySet<string>): Compared {
  if (claim.upTo === null) return spread(left, right, scale);
  return claim.relation === 'propto' ? proportional(left, right, scale, ids) : constantApart(left, right, scale, ids);
}

function spread(left: Tensor, right: Tensor, scale: Tensor): Compared {
  const { axes } = tensor.map2(
    tensor.map2(left, right, (x) => x),
    scale,
    (x) => x,
  );
  return { left: tensor.expand(left, axes), right: tensor.expand(right, axes), scale: tensor.expand(scale, axes) };
}

/** L - R is free of the variables: it equals its value at their first states. */
function constantApart(left: Tensor, right: Tensor, scale: Tensor, ids: ReadonlySet<string>): Compared {
  const gap = tensor.map2(left, right, (x, y) => x - y);
  const size = tensor.map2(scale, firstAlong(scale, ids), Math.max);
  return spread(gap, firstAlong(gap, ids), size);
}

/** L / R is free of the variables: L(z) R(z0) = L(z0) R(z). */
function proportional(left: Tensor, right: Tensor, scale: Tensor, ids: ReadonlySet<string>): Compared {
  const times = (a: Tensor, b: Tensor): Tensor => tensor.map2(a, b, (x, y) => x * y);
  const both = tensor.map2(left, right, (x) => x);
  const wide = tensor.expand(left, tensor.map2(both, right, (x) => x).axes);
  const full = tensor.expand(right, wide.axes);
  const a = times(wide, firstAlong(full, ids));
  const b = times(firstAlong(wide, ids), full);
  // A factor of zero is none: where one side vanishes and the other does not, the products show nothing.
  const vanishes = wide.data.every((x) => x === 0) !== full.data.every((x) => x === 0);
  if (vanishes) return spread(wide, full, scale);
  return spread(a, b, tensor.map2(tensor.map(a, Math.abs), tensor.map(b, Math.abs), Math.max));
}
