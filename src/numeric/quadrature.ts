/**
 * Integrals over the whole real line by the trapezoidal rule, which converges geometrically for analytic
 * integrands that decay (Trefethen & Weideman 2014), each with a check against the rule of twice the step.
 */
import { NotApplicable } from './context.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import type { Axis } from './tensor.js';
import * as tensor from './tensor.js';

/** Nodes along each of d dimensions, and the half-width in units of the model's scale. */
const grids: readonly { nodes: number; width: number }[] = [
  { nodes: 401, width: 18 },
  { nodes: 181, width: 14 },
  { nodes: 61, width: 11 },
];

export const mostDimensions = grids.length;

export interface Grid {
  readonly axes: readonly Axis[];
  /** The node positions along each axis. */
  readonly points: readonly Jet[];
  readonly step: number;
}

/** A grid over `names.length` real unknowns. */
export function grid(names: readonly string[], scale: number): Grid {
  const size = grids[names.length - 1];
  if (size === undefined)
    throw new NotApplicable(`an inner integral over ${names.length} real variables has no closed form`);
  const step = (2 * size.width * scale) / (size.nodes - 1);
  const axes = names.map((name): Axis => ({ id: `node ${name}`, size: size.nodes, rank: 1 }));
  const points = axes.map((axis) =>
    tensor.vector(
      axis,
      Float64Array.from({ length: axis.size }, (_, i) => (i - (axis.size - 1) / 2) * step),
    ),
  );
  return { axes, points, step };
}

/** The integral of values on a grid; refuses integrands that do not decay or that the grid does not resolve. */
export function integrate(values: Jet, over: Grid): Jet {
  const spread = over.axes.reduce<Jet>(
    (v, axis) =>
      tensor.hasAxis(jet.primal(v), axis.id)
        ? v
        : jet.mul(
            v,
            tensor.fill([axis], () => 1),
          ),
    values,
  );
  const fine = over.axes.reduce<Jet>((v, axis) => jet.scale(jet.sumOver(v, axis), over.step), spread);
  checkResolution(spread, jet.primal(fine), over);
  return fine;
}

function checkResolution(values: Jet, fine: tensor.Tensor, over: Grid): void {
  const bulk = over.axes.reduce(
    (t, axis) => tensor.map(tensor.sumOver(t, axis), (x) => x * over.step),
    tensor.map(jet.primal(values), Math.abs),
  );
  const coarse = over.axes.reduce((t, axis) => {
    const mask = tensor.vector(
      axis,
      Float64Array.from({ length: axis.size }, (_, i) => (i % 2 === 0 ? 2 : 0)),
    );
    return tensor.map(
      tensor.sumOver(
        tensor.map2(t, mask, (x, m) => x * m),
        axis,
      ),
      (x) => x * over.step,
    );
  }, jet.primal(values));
  const gap = tensor.map2(
    tensor.map2(fine, coarse, (x, y) => Math.abs(x - y)),
    bulk,
    (d, b) => (b === 0 ? 0 : d / b),
  );
  // Halving the step squares the error, so a gap of 1e-5 leaves about 1e-10.
  if (!gap.data.every((x) => x <= 1e-5)) throw new NotApplicable('an inner integral is not resolved by quadrature');
  for (const axis of over.axes) {
    const edges = [0, axis.size - 1].map(
      (i) => jet.primal(values).axes.length > 0 && tensor.at(tensor.map(jet.primal(values), Math.abs), axis.id, i),
    );
    for (const edge of edges) {
      if (edge === false) continue;
      const others = over.axes.filter((a) => a.id !== axis.id);
      const total = others.reduce((t, a) => tensor.map(tensor.sumOver(t, a), (x) => x * over.step), edge);
      const share = tensor.map2(total, bulk, (e, b) => (b === 0 ? 0 : (e * over.step) / b));
      if (!share.data.every((x) => x <= 1e-9))
        throw new NotApplicable('an integral over the whole line does not converge');
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
