/**
 * Integrals over the whole real line by the trapezoidal rule, which converges geometrically for analytic
 * integrands that decay (Trefethen & Weideman 2014), each with a check against the rule of twice the step.
 */
import { NotApplicable } from './context.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** Nodes along each of d dimensions, and the half-width in units of the integrand's length. */
const grids: readonly { nodes: number; width: number }[] = [
  { nodes: 401, width: 18 },
  { nodes: 181, width: 14 },
  { nodes: 61, width: 11 },
];

/** How many times the nodes a second attempt has, over twice the width where nothing is known of the integrand. */
const refinements: readonly number[] = [6, 4, 2];

export const mostDimensions = grids.length;

/** Where the bulk of an integrand lies: its centre, a length, the width in these lengths, a corner at the centre. */
export interface Placement {
  readonly centre: Tensor;
  readonly length: Tensor;
  readonly width: number;
  readonly corner: boolean;
}

export interface Grid {
  readonly axes: readonly Axis[];
  /** The node positions along each axis. */
  readonly points: readonly Tensor[];
  /** What each node counts for. */
  readonly volume: Tensor;
}

/** An integrand that the nodes are too far apart for, or that reaches beyond them. */
export class Unresolved extends NotApplicable {}

interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Evenly spaced nodes on [-width, width]. */
function evenRule(count: number, width: number): Rule {
  const step = (2 * width) / (count - 1);
  return {
    nodes: Float64Array.from({ length: count }, (_, i) => (i - (count - 1) / 2) * step),
    weights: new Float64Array(count).fill(step),
  };
}

/** Each half line as the image of the whole one under exp, so that a corner at 0 does no harm. */
function halvesRule(step: number): Rule {
  const [lo, hi] = [-26, 5.5];
  const half = Array.from({ length: 2 * Math.ceil((hi - lo) / step / 2) }, (_, i) => Math.exp(lo + i * step));
  const nodes = [...half.map((x) => -x).reverse(), ...half];
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(nodes, (x) => Math.abs(x) * step) };
}

/** A grid over `names.length` real unknowns; `fine` at a second attempt. */
export function grid(
  names: readonly string[],
  scale: number,
  placements: readonly (Placement | null)[] = [],
  fine = false,
): Grid {
  const d = names.length - 1;
  const size = grids[d];
  if (size === undefined)
    throw new NotApplicable(`an inner integral over ${names.length} real variables has no closed form`);
  const factor = fine ? (refinements[d] as number) : 1;
  const parts = names.map((name, i) => {
    const placed = placements[i] ?? null;
    const reach = (placed?.width ?? size.width) / size.width;
    const rule =
      placed?.corner === true
        ? halvesRule(0.08 / factor)
        : evenRule(
            2 * Math.round((reach * factor * (size.nodes - 1)) / 2) + 1,
            (fine && placed === null ? 2 : 1) * reach * size.width,
          );
    const axis: Axis = { id: `node ${name}`, size: rule.nodes.length, rank: 1 };
    const length = placed?.length ?? tensor.scalar(scale);
    const stretched = tensor.mul(tensor.vector(axis, rule.nodes), length);
    return {
      axis,
      points: placed === null ? stretched : tensor.add(stretched, placed.centre),
      volume: tensor.mul(tensor.vector(axis, rule.weights), length),
    };
  });
  return {
    axes: parts.map((part) => part.axis),
    points: parts.map((part) => part.points),
    volume: parts.map((part) => part.volume).reduce(tensor.mul),
  };
}

/**
 * The integral of values on a grid; refuses integrands that do not decay or that the grid does not resolve, unless
 * a rough value will do.
 */
export function integrate(values: Jet, over: Grid, rough = false): Jet {
  const weighted = jet.mul(values, over.volume);
  const fine = over.axes.reduce<Jet>(jet.sumOver, weighted);
  if (!rough) checkResolution(jet.primal(weighted), jet.primal(fine), over);
  return fine;
}

function checkResolution(weighted: Tensor, fine: Tensor, over: Grid): void {
  const sizes = tensor.map(weighted, Math.abs);
  const bulk = over.axes.reduce(tensor.sumOver, sizes);
  // Nothing but zeros is no integral of zero: the integrand may lie off the grid, or underflow.
  if (tensor.entriesOf(bulk).every((x) => x === 0))
    throw new Unresolved('an integrand vanishes everywhere on its grid');
  const share = (part: Tensor): Tensor => tensor.map2(part, bulk, (x, b) => (x === 0 ? 0 : Math.abs(x) / b));
  const coarse = over.axes.reduce((t, axis) => {
    const mask = tensor.vector(
      axis,
      Float64Array.from({ length: axis.size }, (_, i) => (i % 2 === 0 ? 2 : 0)),
    );
    return tensor.sumOver(tensor.mul(t, mask), axis);
  }, weighted);
  const gap = share(tensor.map2(fine, coarse, (x, y) => x - y));
  // Halving the step squares the error, so a gap of 1e-5 leaves about 1e-10.
  if (!tensor.entriesOf(gap).every((x) => x <= 1e-5))
    throw new Unresolved('an inner integral is not resolved by quadrature');
  for (const axis of over.axes) {
    const others = over.axes.filter((a) => a.id !== axis.id);
    for (const i of [0, axis.size - 1]) {
      const edge = others.reduce(tensor.sumOver, tensor.at(sizes, axis.id, i));
      if (!tensor.entriesOf(share(edge)).every((x) => x <= 1e-9))
        throw new Unresolved('an integral over the whole line does not converge');
    }
  }
}

/** Gauss-Legendre nodes and weights on [-1, 1], by Newton's iteration on the Legendre polynomial. */
export function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let k = 0; k < 100; k++) {
      const [p, derivative] = legendre(n, x);
      slope = derivative;
      const step = p / derivative;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

function legendre(n: number, x: number): [value: number, derivative: number] {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, (n * (x * value - before)) / (x * x - 1)];
}
