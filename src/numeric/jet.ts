/**
 * Tensors with exact derivatives: forward-mode automatic differentiation by nested dual numbers, one tag for each
 * gradient under evaluation, so that gradients of gradients do not mix (Siskind & Pearlmutter 2008).
 */

import { NotApplicable } from './context.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

export interface Dual {
  readonly tag: number;
  readonly value: Jet;
  readonly slope: Jet;
}

export type Jet = Tensor | Dual;

export const isDual = (jet: Jet): jet is Dual => 'tag' in jet;

/** The value without any derivative. */
export const primal = (jet: Jet): Tensor => (isDual(jet) ? primal(jet.value) : jet);

/** The value as a constant of every derivative. */
export const stop = (jet: Jet): Jet => primal(jet);

export const constant = (value: number): Jet => tensor.scalar(value);
export const zero: Jet = tensor.zero;
export const one: Jet = tensor.one;

const isZero = (jet: Jet): boolean => !isDual(jet) && tensor.isZeroScalar(jet);
const isOne = (jet: Jet): boolean => !isDual(jet) && jet.axes.length === 0 && jet.data[0] === 1;

const dual = (tag: number, value: Jet, slope: Jet): Jet => (isZero(slope) ? value : { tag, value, slope });

const topTag = (a: Jet, b: Jet): number => Math.max(isDual(a) ? a.tag : -1, isDual(b) ? b.tag : -1);
const valueAt = (jet: Jet, tag: number): Jet => (isDual(jet) && jet.tag === tag ? jet.value : jet);

/** The derivative with respect to the variable of a tag; zero where the jet does not depend on it. */
export function slopeAt(jet: Jet, tag: number): Jet {
  if (!isDual(jet)) return zero;
  if (jet.tag === tag) return jet.slope;
  return dual(jet.tag, slopeAt(jet.value, tag), slopeAt(jet.slope, tag));
}

const variables = new WeakMap<Jet, Map<number, Jet>>();

/**
 * The variable of a new derivative. Tags grow inwards, so that the innermost gradient is taken first. The same
 * value and tag give the same jet, so that what was computed from it can be found again.
 */
export function variable(value: Jet, tag: number): Jet {
  const known = variables.get(value) ?? new Map<number, Jet>();
  variables.set(value, known);
  const made = known.get(tag) ?? { tag, value, slope: one };
  known.set(tag, made);
  return made;
}

export function add(a: Jet, b: Jet): Jet {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const tag = topTag(a, b);
  if (tag < 0) return tensor.add(a as Tensor, b as Tensor);
  return dual(tag, add(valueAt(a, tag), valueAt(b, tag)), add(outerSlope(a, tag), outerSlope(b, tag)));
}

const outerSlope = (jet: Jet, tag: number): Jet => (isDual(jet) && jet.tag === tag ? jet.slope : zero);

export function mul(a: Jet, b: Jet): Jet {
  if (isZero(a) || isZero(b)) return zero;
  if (isOne(a)) return b;
  if (isOne(b)) return a;
  const tag = topTag(a, b);
  if (tag < 0) return tensor.mul(a as Tensor, b as Tensor);
  const [x, y] = [valueAt(a, tag), valueAt(b, tag)];
  return dual(tag, mul(x, y), add(mul(outerSlope(a, tag), y), mul(x, outerSlope(b, tag))));
}

export const scale = (jet: Jet, factor: number): Jet => (factor === 1 ? jet : mul(constant(factor), jet));
export const neg = (jet: Jet): Jet => scale(jet, -1);
export const sub = (a: Jet, b: Jet): Jet => add(a, neg(b));
export const div = (a: Jet, b: Jet): Jet => mul(a, reciprocal(b));
export const square = (jet: Jet): Jet => mul(jet, jet);
export const sum = (jets: readonly Jet[]): Jet => jets.reduce(add, zero);
export const product = (jets: readonly Jet[]): Jet => jets.reduce(mul, one);

/** A function of one argument, with its derivative as a function of the argument and the value. */
function lift(f: (x: number) => number, derivative: (x: Jet, y: Jet) => Jet): (jet: Jet) => Jet {
  const apply = (jet: Jet): Jet => {
    if (!isDual(jet)) return tensor.map(jet, f);
    const value = apply(jet.value);
    return dual(jet.tag, value, mul(derivative(jet.value, value), jet.slope));
  };
  return apply;
}

export const reciprocal: (jet: Jet) => Jet = lift(tensor.inverse, (_, y) => neg(square(y)));
export const exp: (jet: Jet) => Jet = lift(Math.exp, (_, y) => y);
// By the root, so that it is no number where the logarithm is none.
export const ln: (jet: Jet) => Jet = lift(Math.log, (x) => square(reciprocal(sqrt(x))));
export const sqrt: (jet: Jet) => Jet = lift(Math.sqrt, (_, y) => scale(reciprocal(y), 0.5));
export const sin: (jet: Jet) => Jet = lift(Math.sin, (x) => cos(x));
export const cos: (jet: Jet) => Jet = lift(Math.cos, (x) => neg(sin(x)));
export const tanh: (jet: Jet) => Jet = lift(Math.tanh, (_, y) => sub(one, square(y)));
export const sigmoid: (jet: Jet) => Jet = lift(
  (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  (_, y) => mul(y, sub(one, y)),
);
export const softplus: (jet: Jet) => Jet = lift(
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x) => sigmoid(x),
);
export const abs: (jet: Jet) => Jet = lift(Math.abs, (x) => sign(x));
const sign: (jet: Jet) => Jet = lift(Math.sign, (x) => {
  // A jump has no derivative under an integral, where the argument runs across it.
  if (primal(x).axes.some(({ id }) => id === tensor.drawsId || id.startsWith(tensor.nodePrefix)))
    throw new NotApplicable('the derivative of a jump, which no sum over points sees');
  return zero;
});

/** Builds a lifted function for `functions.ts`, which knows more of them. */
export const lifted = lift;

/** base^exponent; whole exponents allow negative bases. */
export function power(base: Jet, exponent: Jet): Jet {
  const e = primal(exponent);
  if (!isDual(exponent) && e.axes.length === 0) return constantPower(base, e.data[0] as number);
  return exp(mul(exponent, ln(base)));
}

function constantPower(base: Jet, e: number): Jet {
  if (e === 0) return one;
  if (e === 1) return base;
  if (e === 2) return square(base);
  if (e === -1) return reciprocal(base);
  return lift(
    (x) => x ** e,
    (x) => scale(constantPower(x, e - 1), e),
  )(base);
}

/** Applies a linear map of tensors to the value and every derivative. */
const linear =
  (f: (t: Tensor) => Tensor): ((jet: Jet) => Jet) =>
  (jet) => {
    const apply = (j: Jet): Jet => (isDual(j) ? { tag: j.tag, value: apply(j.value), slope: apply(j.slope) } : f(j));
    return apply(jet);
  };

export const sumOver = (jet: Jet, axis: Axis): Jet => linear((t) => tensor.sumOver(t, axis))(jet);
export const rename = (jet: Jet, to: (axis: Axis) => Axis): Jet => linear((t) => tensor.rename(t, to))(jet);
export const at = (jet: Jet, id: string, position: number): Jet => linear((t) => tensor.at(t, id, position))(jet);

/** The jet with its entries, whatever they are, set to zero where the mask is zero. */
export const keep = (jet: Jet, mask: Tensor): Jet =>
  linear((t) => tensor.map2(t, mask, (x, m) => (m === 0 ? 0 : x)))(jet);

/** ln sum exp of several jets. */
export function logSumExp(jets: readonly Jet[]): Jet {
  const [first] = jets;
  if (first === undefined) return constant(Number.NEGATIVE_INFINITY);
  if (jets.length === 1) return first;
  const top = jets.map(primal).reduce((a, b) => tensor.map2(a, b, Math.max));
  return add(ln(sum(jets.map((jet) => exp(sub(jet, top))))), top);
}

/** ln sum exp along an axis. */
export function logSumExpOver(jet: Jet, axis: Axis): Jet {
  const top = tensor.maxOver(primal(jet), axis);
  return add(ln(sumOver(exp(sub(jet, top)), axis)), top);
}
