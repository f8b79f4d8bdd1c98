/**
 * The paired difference of the two sides of a claim: its running sums over draws, and what they say of the relation.
 * A test of equivalence: agreement is an interval within the resolution, not a failure to find a difference (Wellek,
 * Testing Statistical Hypotheses of Equivalence and Noninferiority, chapter 1).
 */
import type { Model, Relation } from '../kernel/model.js';
import { copiesOf, type IndexEnv } from '../kernel/network.js';
import { type Claim, isStrict } from './claim.js';
import { NotApplicable } from './context.js';
import type { Counterexample } from './evidence.js';
import type { PairSums } from './machine/replay.js';
import { firstAlong } from './rounding.js';
import { areNormal, type Shape } from './tails.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** A deterministic comparison (closed forms and quadrature): agreement, and a difference beyond doubt. */
export const rounding = 1e-7;
const difference = 1e-5;

/** One point of one look. */
export interface Look {
  readonly left: number;
  readonly right: number;
  readonly gap: number;
  readonly error: number;
  readonly shape: Shape;
  readonly draws: number;
  readonly scale: number;
  readonly setting: Counterexample['setting'];
}

export interface Sides {
  readonly left: Tensor;
  readonly right: Tensor;
  /** null where the scale was measured before. */
  readonly scale: Tensor | null;
}

/** The axes along which the variables of const and propto run. */
export const variedAxes = (claim: Claim, model: Model, env: IndexEnv): ReadonlySet<string> =>
  new Set(['varied point', ...(claim.upTo ?? []).flatMap((target) => copiesOf(target, model, env))]);

/** What the relation compares: the sides, or how they change with the variables of const and propto. */
export function compared(
  claim: Claim,
  left: Tensor,
  right: Tensor,
  scale: Tensor | null,
  model: Model,
  env: IndexEnv,
  drew: boolean,
): Sides {
  if (claim.upTo === null) return { left, right, scale };
  const ids = variedAxes(claim, model, env);
  const first = (t: Tensor): Tensor => firstAlong(t, ids);
  if (claim.relation !== 'propto') {
    const gap = tensor.map2(left, right, (x, y) => x - y);
    return { left: gap, right: first(gap), scale: scale === null ? null : tensor.map2(scale, first(scale), Math.max) };
  }
  if (drew) throw new NotApplicable('a ratio of two estimates is no evidence for a proportionality');
  const times = (a: Tensor, b: Tensor): Tensor => tensor.map2(a, b, (x, y) => x * y);
  const [a, b] = [times(left, first(right)), times(first(left), right)];
  return { left: a, right: b, scale: tensor.map2(tensor.map(a, Math.abs), tensor.map(b, Math.abs), Math.max) };
}

/** Running sums of the paired difference over draws, entry by entry of the points. */
export interface Sums {
  count: number;
  readonly axes: readonly Axis[];
  /** What the powers are taken around: the mean of the first block. */
  readonly pivot: Float64Array;
  /** Sums of the first four powers of the difference, less the pivot. */
  readonly powers: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly scale: Float64Array;
}

/** Adds a block's sums over its draws. The scale of the first block stands for all. */
export function addTo(sums: Sums | null, block: Sides, draws: number): Sums {
  const unit = tensor.map2(
    tensor.map2(block.left, block.right, (x) => x),
    block.scale ?? tensor.zero,
    (x) => x,
  );
  const axes = sums?.axes ?? unit.axes.filter((axis) => axis.id !== tensor.drawsId);
  const drawAxis = unit.axes.find((axis) => axis.id === tensor.drawsId);
  const total = (t: Tensor): Float64Array => {
    const summed = drawAxis === undefined ? tensor.map(t, (x) => x * draws) : tensor.sumOver(t, drawAxis);
    return tensor.expand(summed, axes).data;
  };
  const gap = tensor.map2(block.left, block.right, (x, y) => x - y);
  const pivot = sums?.pivot ?? total(gap).map((x) => (Number.isFinite(x) ? x / draws : 0));
  const around = tensor.map2(gap, { axes, data: pivot }, (x, p) => x - p);
  const squares = tensor.map(around, (x) => x * x);
  const parts = {
    powers: [
      total(around),
      total(squares),
      total(tensor.map2(squares, around, (x, y) => x * y)),
      total(tensor.map(squares, (x) => x * x)),
    ] as const,
    left: total(block.left),
    right: total(block.right),
  };
  const scale =
    block.scale === null ? (sums?.scale ?? total(tensor.zero)) : total(tensor.map(block.scale, (x) => x * x));
  return sums === null ? { count: draws, axes, pivot, ...parts, scale } : addSums(sums, parts, draws);
}

/** Adds the sums over a further block that a replay made. */
export function addSums(sums: Sums, more: PairSums, draws: number): Sums {
  const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + (b[i] as number));
  const share = (sums.count + draws) / sums.count;
  return {
    ...sums,
    count: sums.count + draws,
    powers: sums.powers.map((sum, i) => plus(sum, more.powers[i] as Float64Array)) as unknown as Sums['powers'],
    left: plus(sums.left, more.left),
    right: plus(sums.right, more.right),
    scale: sums.scale.map((x) => x * share),
  };
}

export type Judgement = 'holds' | 'violates' | 'differs' | 'open' | 'invalid';

/** Turns the relation so that a violation is a positive gap. */
const directed = (relation: Relation, gap: number): number => (relation === '>=' || relation === '>' ? -gap : gap);

/** What the difference is at most at any of the draws: rounding everywhere has no tails to speak of. */
const largest = ({ gap, error, draws }: Look): number => Math.sqrt(draws) * Math.hypot(gap, error * Math.sqrt(draws));

/** `width`: the half-width of the interval in standard errors. */
export function judge(relation: Relation, look: Look, resolution: number, width: number): Judgement {
  const { error, scale } = look;
  if (![look.gap, error, scale].every(Number.isFinite)) return 'invalid';
  const isNormal = areNormal(look.shape, look.draws, width);
  const half = width * error;
  const margin = resolution * scale;
  const rest = rounding * scale;
  if (relation === '!=') return isNormal && Math.abs(look.gap) - half > rest ? 'differs' : 'open';
  if (relation === '=' || relation === 'propto') {
    if (largest(look) <= rest) return 'holds';
    if (!isNormal) return 'open';
    if (Math.abs(look.gap) + half <= Math.max(margin, rest)) return 'holds';
    return Math.abs(look.gap) - half > margin ? 'violates' : 'open';
  }
  const gap = directed(relation, look.gap);
  if (gap - half > rest) return isNormal ? 'violates' : 'open';
  if (isStrict(relation) && largest(look) <= rest) return 'open';
  // That no violation was found claims no more than that.
  return gap + half <= Math.max(margin, rest) ? 'holds' : 'open';
}

export function judgeExactly(relation: Relation, look: Look): Judgement {
  if (![look.gap, look.scale].every(Number.isFinite)) return 'invalid';
  const ratio = look.scale === 0 ? 0 : look.gap / look.scale;
  if (relation === '!=') return Math.abs(ratio) > difference ? 'differs' : 'open';
  const gap = relation === '=' || relation === 'propto' ? Math.abs(ratio) : directed(relation, ratio);
  if (gap > difference) return 'violates';
  if (isStrict(relation)) return gap < -rounding ? 'holds' : 'open';
  return gap <= rounding ? 'holds' : 'open';
}
