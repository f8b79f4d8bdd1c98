/**
 * Integrals over the whole real line by the trapezoidal rule, which converges geometrically for analytic
 * integrands that decay (Trefethen & Weideman 2014), each with a check against the rules of coarser steps; where an
 * integrand has corners or jumps, by Gauss-Legendre rules on panels that are split until another rule agrees on each.
 */
import { NotApplicable } from './context.js';
import { Divergent, farNodes, notConverging } from './divergence.js';
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
  /** The panels that the nodes lie in; null for evenly spaced ones. */
  readonly panels: Panels | null;
}

/** An integrand that the nodes are too far apart for, or that reaches beyond them. */
export class Unresolved extends NotApplicable {}

const vanishing = 'an integrand vanishes everywhere on its grid';
const tooCoarse = 'an inner integral is not resolved by quadrature';

/** What is left of an integrand at the ends of a grid is too much for it. */
class Undecayed extends Unresolved {}

/** Panels of which some were too wide for the integrand. */
class TooCoarse extends Unresolved {
  constructor(
    readonly panels: Panels,
    readonly finer: Panels,
  ) {
    super(tooCoarse);
  }
}

/** Intervals that together are [-1, 1]. */
export interface Panels {
  readonly edges: readonly number[];
  /** Whether the integral ends at their ends, or is one over the whole line. */
  readonly isBounded: boolean;
}

/** How the nodes of a grid are set; those far out integrate nothing, and only show how an integrand falls off. */
export type Mesh = 'coarse' | 'fine' | 'far' | Panels;

/** More panels than this are too many. */
const mostPanels = 600;
/** How many parts a panel is split into. */
const parts = 4;

/** Grids of different variants have no nodes in common: an error of the one is none of the other. */
export const variants: readonly { readonly step: number; readonly shift: number; readonly panels: number }[] = [
  { step: 1, shift: 0, panels: 16 },
  { step: 0.83, shift: 0.29, panels: 19 },
  { step: 0.71, shift: 0.38, panels: 23 },
];
const variantOf = (variant: number): (typeof variants)[number] => variants[variant] as (typeof variants)[number];

function firstPanels(variant: number, isBounded: boolean): Panels {
  const { panels } = variantOf(variant);
  return { edges: Array.from({ length: panels + 1 }, (_, i) => (2 * i) / panels - 1), isBounded };
}

/** The first mesh, from coarse to fine, that resolves an integral over so many dimensions. */
export function onMeshes(
  dimensions: number,
  variant: number,
  run: (mesh: Mesh) => Jet,
  diverges: () => boolean = () => false,
): Jet {
  try {
    return run('coarse');
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error;
  }
  if (diverges()) throw new Divergent();
  try {
    return run('fine');
  } catch (error) {
    if (!(error instanceof Unresolved) || error instanceof Undecayed || dimensions > 1) throw error;
  }
  return onPanels(variant, false, run);
}

/** Splits panels until they resolve an integrand. */
export function onPanels(variant: number, isBounded: boolean, run: (panels: Panels) => Jet): Jet {
  for (let panels = firstPanels(variant, isBounded); ; ) {
    try {
      return run(panels);
    } catch (error) {
      if (!(error instanceof TooCoarse) || error.panels !== panels) throw error;
      panels = error.finer;
    }
  }
}

interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Evenly spaced nodes on [-width, width], but for a shift by a share of the step. */
function evenRule(count: number, width: number, shift: number): Rule {
  const step = (2 * width) / (count - 1);
  return {
    nodes: Float64Array.from({ length: count }, (_, i) => (i - (count - 1) / 2 + shift) * step),
    weights: new Float64Array(count).fill(step),
  };
}

/** Each half line as the image of the whole one under exp, so that a corner at 0 does no harm. */
function halvesRule(step: number): Rule {
  const [lo, hi] = [-26, 5.5];
  const half = Array.from({ length: 4 * Math.ceil((hi - lo) / step / 4) }, (_, i) => Math.exp(lo + i * step));
  const nodes = [...half.map((x) => -x).reverse(), ...half];
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(nodes, (x) => Math.abs(x) * step) };
}

/** The half-width of panels about a corner, in lengths of its law. */
const cornerWidth = 40;

/** In each panel the nodes of one rule, and those of another, which count nothing. */
function panelRule({ edges }: Panels, width: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [lo, hi] = [edges[i] as number, edges[i + 1] as number];
    const half = (hi - lo) / 2;
    for (const x of panelNodes) nodes.push(width * (lo + half * (1 + x)));
    for (const w of highWeights) weights.push(width * half * w);
  }
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights) };
}

function ruleOf(d: number, placed: Placement | null, mesh: Mesh, variant: number): Rule {
  const size = grids[d] as (typeof grids)[number];
  const { step, shift } = variantOf(variant);
  const wide = (mesh === 'coarse' || placed !== null ? 1 : 2) * (placed?.width ?? size.width);
  if (mesh === 'far') return { nodes: farNodes, weights: new Float64Array(farNodes.length).fill(1) };
  if (typeof mesh !== 'string') return panelRule(mesh, mesh.isBounded ? 1 : placed?.corner ? cornerWidth : wide);
  const factor = (mesh === 'fine' ? (refinements[d] as number) : 1) / step;
  if (placed?.corner === true) return halvesRule(0.08 / factor);
  const reach = (placed?.width ?? size.width) / size.width;
  return evenRule(2 * Math.round((reach * factor * (size.nodes - 1)) / 2) + 1, wide, shift);
}

/** A grid over `names.length` real unknowns. */
export function grid(
  names: readonly string[],
  scale: number,
  placements: readonly (Placement | null)[] = [],
  mesh: Mesh = 'coarse',
  variant = 0,
): Grid {
  const d = names.length - 1;
  if (grids[d] === undefined)
    throw new NotApplicable(`an inner integral over ${names.length} real variables has no closed form`);
  const along = names.map((name, i) => {
    const placed = placements[i] ?? null;
    const rule = ruleOf(d, placed, mesh, variant);
    const axis: Axis = { id: `${tensor.nodePrefix}${name}`, size: rule.nodes.length, rank: 1 };
    const length = placed?.length ?? tensor.scalar(scale);
    const stretched = tensor.mul(tensor.vector(axis, rule.nodes), length);
    return {
      axis,
      points: placed === null ? stretched : tensor.add(stretched, placed.centre),
      volume: tensor.mul(tensor.vector(axis, rule.weights), length),
    };
  });
  return {
    axes: along.map((part) => part.axis),
    points: along.map((part) => part.points),
    volume: along.map((part) => part.volume).reduce(tensor.mul),
    panels: typeof mesh === 'string' ? null : mesh,
  };
}

/**
 * The integral of values on a grid; refuses integrands that do not decay or that the grid does not resolve, unless
 * a rough value will do.
 */
export function integrate(values: Jet, over: Grid, rough = false): Jet {
  // Of the nodes that count nothing some may have no value.
  const counted = over.panels === null ? values : jet.keep(values, over.volume);
  const weighted = jet.mul(counted, over.volume);
  const whole = over.axes.reduce<Jet>(jet.sumOver, weighted);
  if (rough) return whole;
  const plain = jet.primal(over.panels === null ? weighted : values);
  for (const part of components(over.panels === null ? weighted : values)) {
    if (over.panels === null) checkResolution(part, plain, over);
    else checkPanels(part, plain, over.axes[0] as Axis, over.panels);
  }
  return whole;
}

/** The value and every derivative. */
const components = (values: Jet): Tensor[] =>
  jet.isDual(values) ? [...components(values.value), ...components(values.slope)] : [values];

/** A derivative is measured against the value too: one that is zero to rounding has no size of its own. */
const leastShare = 1e-3;

function checkResolution(weighted: Tensor, plain: Tensor, over: Grid): void {
  const total = (t: Tensor): Tensor => over.axes.reduce(tensor.sumOver, t);
  const sizes = tensor.map(weighted, Math.abs);
  const value = total(tensor.map(plain, Math.abs));
  // Nothing but zeros is no integral of zero: the integrand may lie off the grid, or underflow.
  if (tensor.entriesOf(value).every((x) => x === 0)) throw new Unresolved(vanishing);
  const bulk = tensor.map2(total(sizes), value, (own, v) => Math.max(own, leastShare * v));
  const share = (part: Tensor): Tensor => tensor.map2(part, bulk, (x, b) => (x === 0 ? 0 : Math.abs(x) / b));
  if (!isResolved(weighted, total(weighted), over, share)) throw new Unresolved(tooCoarse);
  for (const axis of over.axes) {
    const others = over.axes.filter((a) => a.id !== axis.id);
    for (const i of [0, axis.size - 1]) {
      const edge = others.reduce(tensor.sumOver, tensor.hasAxis(sizes, axis.id) ? tensor.at(sizes, axis.id, i) : sizes);
      if (!tensor.entriesOf(share(edge)).every((x) => x <= 1e-9)) throw new Undecayed(notConverging);
    }
  }
}

/** The sum over every `stride`-th node from the first on, times the stride, along each axis. */
const strided = (weighted: Tensor, { axes }: Grid, stride: number, first: number): Tensor =>
  axes.reduce((t, axis) => {
    const mask = Float64Array.from({ length: axis.size }, (_, i) => (i % stride === first ? stride : 0));
    return tensor.sumOver(tensor.mul(t, tensor.vector(axis, mask)), axis);
  }, weighted);

/**
 * Halving the step squares the error of what is smooth, so a gap of 1e-5 leaves about 1e-10. At a corner or a jump the
 * error only falls with a power of the step, and by luck the gap may be small. Then the rules of four times the step,
 * of which there are four, differ by more than the error: they must agree, or show that halving does more than square.
 */
function isResolved(weighted: Tensor, whole: Tensor, over: Grid, share: (part: Tensor) => Tensor): boolean {
  const gaps = [0, 1].map((first) => share(tensor.map2(whole, strided(weighted, over, 2, first), (x, y) => x - y))) as [
    Tensor,
    Tensor,
  ];
  const gap = tensor.map2(...gaps, Math.max);
  if (!tensor.entriesOf(gap).every((x) => x <= 1e-5)) return false;
  if (over.axes.length > 1) return true;
  const four = [0, 1, 2, 3].map((first) => strided(weighted, over, 4, first));
  const extreme = (pick: (...xs: number[]) => number): Tensor => four.reduce((a, b) => tensor.map2(a, b, pick));
  const spread = share(tensor.map2(extreme(Math.max), extreme(Math.min), (x, y) => x - y));
  return tensor
    .entriesOf(tensor.map2(gap, spread, (g, s) => (s <= 1e-8 || g <= Math.max(s ** 3, 1e-12) ? 1 : 0)))
    .every((x) => x === 1);
}

/** What two rules may differ by on a panel, of the whole. */
const mostOnPanel = 1e-11;

function checkPanels(values: Tensor, plain: Tensor, axis: Axis, panels: Panels): void {
  const { errors, edge } = panelErrors(tensor.linesAlong(axis, [values, plain]), panels);
  if (errors.some((x) => !(x <= mostOnPanel))) throw new TooCoarse(panels, split(panels, errors));
  if (!panels.isBounded && !(edge <= 1e-9)) throw new Undecayed(notConverging);
}

/** On each panel how far the two rules are apart, and at the outermost ones how much is left: the most of all entries. */
function panelErrors(
  { entries, starts, stride }: tensor.Lines,
  { edges, isBounded }: Panels,
): { errors: Float64Array; edge: number } {
  const [values, plain] = entries as [Float64Array, Float64Array];
  const errors = new Float64Array(edges.length - 1);
  let edge = 0;
  let isZero = true;
  for (const start of starts) {
    const own = onEach(values, start, stride, edges);
    const bulk = Math.max(own.bulk, leastShare * onEach(plain, start, stride, edges).bulk);
    if (bulk === 0) continue;
    isZero = false;
    own.gaps.forEach((gap, p) => {
      errors[p] = Math.max(errors[p] as number, gap / bulk);
    });
    edge = Math.max(edge, (own.first + own.last) / bulk);
  }
  if (isZero && !isBounded) throw new Unresolved(vanishing);
  return { errors, edge };
}

function onEach(
  data: Float64Array,
  start: number,
  stride: number,
  edges: readonly number[],
): { gaps: number[]; bulk: number; first: number; last: number } {
  const sizes: number[] = [];
  const gaps = edges.slice(1).map((hi, p) => {
    const half = (hi - (edges[p] as number)) / 2;
    let [gap, size] = [0, 0];
    for (let k = 0; k < panelNodes.length; k++) {
      const at = (node: number): number => data[start + (p * panelNodes.length + node) * stride] as number;
      // At an end of its domain an integrand may have no value, as x ln x has none at 0.
      const value = Number.isFinite(at(k)) ? at(k) : at(nextToEnd.get(k) ?? k);
      const weight = highWeights[k] as number;
      gap += (weight - (lowWeights[k] as number)) * value;
      size += weight * Math.abs(value);
    }
    sizes.push(half * size);
    return half * Math.abs(gap);
  });
  const bulk = sizes.reduce((a, b) => a + b, 0);
  return { gaps, bulk, first: sizes[0] as number, last: sizes.at(-1) as number };
}

/** Each panel with too great an error in parts. */
function split({ edges, isBounded }: Panels, errors: Float64Array): Panels {
  const finer = edges.slice(1).flatMap((hi, p) => {
    const lo = edges[p] as number;
    if ((errors[p] as number) <= mostOnPanel) return [hi];
    return Array.from({ length: parts }, (_, i) => (i + 1 === parts ? hi : lo + ((hi - lo) * (i + 1)) / parts));
  });
  if (finer.length > mostPanels) throw new Unresolved(tooCoarse);
  return { edges: [edges[0] as number, ...finer], isBounded };
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

/**
 * Clenshaw-Curtis nodes and weights on [-1, 1] for an even number of intervals. The ends are nodes: what bends next to an
 * end, where the nodes of Gauss and Legendre all lie to one side, shows too.
 */
export function clenshawCurtis(n: number): Rule {
  const nodes = Float64Array.from({ length: n + 1 }, (_, k) => Math.cos((k * Math.PI) / n));
  const weights = nodes.map((_, k) => {
    let sum = 1;
    for (let j = 1; 2 * j <= n; j++)
      sum -= ((2 * j === n ? 1 : 2) / (4 * j * j - 1)) * Math.cos((2 * j * k * Math.PI) / n);
    return ((k === 0 || k === n ? 1 : 2) * sum) / n;
  });
  return { nodes, weights };
}

const [high, low] = [gaussLegendre(13), clenshawCurtis(16)];
const panelNodes: readonly number[] = [...high.nodes, ...low.nodes];
const highWeights: readonly number[] = [...high.weights, ...low.weights.map(() => 0)];
const lowWeights: readonly number[] = [...high.weights.map(() => 0), ...low.weights];
/** The ends of a panel among its nodes, and the node next to each. */
const nextToEnd: ReadonlyMap<number, number> = new Map([
  [high.nodes.length, high.nodes.length + 1],
  [panelNodes.length - 1, panelNodes.length - 2],
]);
