/** What a claim's comparisons in finite models amount to: the worst, the tightest, and what they say of the relation. */
import type { Model } from '../kernel/model.js';
import type { Copy, IndexEnv } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import { type Claim, cannotUnderflow, hasSignsOfSize, hasSignsTried, isDirected, isStrict } from './claim.js';
import { rounding, type Sides } from './comparison.js';
import type { EvidenceStatus } from './evidence.js';
import type { Signs } from './functions.js';
import type { Pattern } from './pattern.js';
import type { Nudge } from './random.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

/** Relative residuals from here on are differences; between these and rounding is a grey zone. */
export const difference = 1e-6;
const greyZone = 1e-7;

/** What random model is drawn. */
export interface Setting {
  readonly n: number;
  readonly m: number;
  readonly k: number;
  /** The members of further plates, where these are of sizes of their own. */
  readonly others?: number;
  readonly pattern?: Pattern;
  /** The standard deviation of parameters; 1 unless given. */
  readonly reach?: number;
  readonly states: number;
  readonly spread: number;
  readonly length: number;
  readonly nudges: readonly Nudge[];
  readonly signs: Signs;
}

/** One comparison: the two sides over the free variables' states. */
export interface Comparison extends Sides {
  readonly env: IndexEnv;
  readonly values: ReadonlyMap<Copy, number>;
  readonly setting: Setting;
}

/** At how many points a side is no number, and the other is one. */
interface Valueless {
  left: number;
  right: number;
}

/** What the comparisons amount to so far. */
export interface Tally {
  points: number;
  informative: number;
  models: number;
  /** Points where a side is infinite or no number. */
  undefined: number;
  /** Of these, where one side alone is no number, and takes the logarithm of what is negative. */
  readonly valueless: Valueless;
  /** The same of the points at each of the sizes. */
  readonly bySize: Map<string, Valueless & { points: number }>;
  /** Whether the logarithm of what is negative was taken. */
  hasNegative: boolean;
  /** Sums and products whose range was empty so far. */
  empty: Set<Term>;
  filled: Set<Term>;
  worst: { readonly ratio: number; readonly at: number; readonly comparison: Comparison } | null;
  /** Of an inequality, the point where it holds with the least to spare, of the scale. */
  tightest: { readonly slack: number; readonly at: number; readonly comparison: Comparison } | null;
  /** Of an inequality, the least that one side leaves to the other, of both: what is small on both sides may be far from equal. */
  closest: number;
  first: { readonly at: number; readonly comparison: Comparison } | null;
}

export const newTally = (): Tally => ({
  points: 0,
  informative: 0,
  models: 0,
  undefined: 0,
  valueless: { left: 0, right: 0 },
  bySize: new Map(),
  hasNegative: false,
  empty: new Set(),
  filled: new Set(),
  worst: null,
  tightest: null,
  closest: Number.POSITIVE_INFINITY,
  first: null,
});

/** What was found in another model beside what is known. */
export function merge(tally: Tally, own: Tally): void {
  tally.points += own.points;
  tally.informative += own.informative;
  tally.models += own.models;
  tally.undefined += own.undefined;
  tally.valueless.left += own.valueless.left;
  tally.valueless.right += own.valueless.right;
  for (const [size, { points, left, right }] of own.bySize) {
    const known = atSize(tally, size);
    known.points += points;
    known.left += left;
    known.right += right;
  }
  tally.hasNegative ||= own.hasNegative;
  for (const term of own.empty) tally.empty.add(term);
  for (const term of own.filled) tally.filled.add(term);
  tally.first ??= own.first;
  if (own.worst !== null && own.worst.ratio > (tally.worst?.ratio ?? 0)) tally.worst = own.worst;
  if (own.tightest !== null && own.tightest.slack < (tally.tightest?.slack ?? Number.POSITIVE_INFINITY))
    tally.tightest = own.tightest;
  tally.closest = Math.min(tally.closest, own.closest);
}

/** Of a model from which a violation is sought: what has no value there says nothing against a line that has one elsewhere. */
export function mergeSought(tally: Tally, own: Tally): void {
  merge(tally, {
    ...own,
    points: own.points - own.undefined,
    undefined: 0,
    valueless: { left: 0, right: 0 },
    bySize: new Map(),
  });
}

function atSize({ bySize }: Tally, size: string): Valueless & { points: number } {
  const known = bySize.get(size) ?? { points: 0, left: 0, right: 0 };
  bySize.set(size, known);
  return known;
}

export const decided = (tally: Tally): boolean => (tally.worst?.ratio ?? 0) >= difference;

/** The signed amount by which a point breaks the relation, relative to the scale. */
function violation(relation: Claim['relation'], left: number, right: number, scale: number): number {
  const gap = left - right;
  const ratio = scale === 0 ? 0 : gap / scale;
  if (relation === '<=' || relation === '<') return Math.max(0, ratio);
  if (relation === '>=' || relation === '>') return Math.max(0, -ratio);
  return Math.abs(ratio);
}

export function record(claim: Claim, comparison: Comparison, tally: Tally): void {
  const { left, right, scale } = comparison;
  const { n, m, k, others } = comparison.setting;
  const ofSize = atSize(tally, `${n} ${m} ${k} ${others}`);
  let error: Tensor | null = null;
  if (comparison.negative !== null) tally.hasNegative = true;
  ofSize.points += left.data.length;
  for (let i = 0; i < left.data.length; i++) {
    tally.points++;
    const [l, r, s] = [left.data[i] as number, right.data[i] as number, scale.data[i] as number];
    if (!Number.isFinite(l) || !Number.isFinite(r)) {
      tally.undefined++;
      const { negative } = comparison;
      if (negative !== null && negative !== 'both' && isValueless(negative, l, r)) {
        tally.valueless[negative]++;
        ofSize[negative]++;
      }
      continue;
    }
    tally.first ??= { at: i, comparison };
    if (s > 0 && Number.isFinite(s)) tally.informative++;
    let ratio = violation(claim.relation, l, r, s);
    if (isDirected(claim.relation) && s > 0) noteSlack(claim.relation, i, comparison, tally);
    if (ratio >= difference) {
      error ??= tensor.expand(comparison.error(), left.axes);
      // Within what rounding may do, or where nobody knows what it does, a difference decides nothing.
      if (!(Math.abs(l - r) > (error.data[i] as number))) ratio = greyZone;
    }
    if (ratio > (tally.worst?.ratio ?? 0)) tally.worst = { ratio, at: i, comparison };
  }
}

function noteSlack(relation: Claim['relation'], at: number, comparison: Comparison, tally: Tally): void {
  const [l, r, scale] = [comparison.left, comparison.right, comparison.scale].map((t) => t.data[at] as number) as [
    number,
    number,
    number,
  ];
  const left = relation === '<=' || relation === '<' ? r - l : l - r;
  const slack = left / scale;
  if (slack < (tally.tightest?.slack ?? Number.POSITIVE_INFINITY)) tally.tightest = { slack, at, comparison };
  const size = Math.abs(l) + Math.abs(r);
  if (size > difference * scale) tally.closest = Math.min(tally.closest, left / size);
}

const isValueless = (side: 'left' | 'right', left: number, right: number): boolean =>
  side === 'left' ? Number.isNaN(left) && Number.isFinite(right) : Number.isNaN(right) && Number.isFinite(left);

/** The side that has no value at any of so many points, where the other always has; null where there is none. */
const valuelessSide = ({ left, right }: Valueless, points: number): 'left' | 'right' | null =>
  left === points ? 'left' : right === points ? 'right' : null;

/** The same at some sizes. */
function valuelessAtSize({ bySize }: Tally): 'left' | 'right' | null {
  for (const counts of bySize.values()) {
    const side = counts.points === 0 ? null : valuelessSide(counts, counts.points);
    if (side !== null) return side;
  }
  return null;
}

/** The side that surely has no value: in all models, or where a product takes the sign of its number of factors at some size. */
function valuelessFor(claim: Claim, model: Model, tally: Tally): string | null {
  const every = (isTried: (side: Term, model: Model) => boolean): boolean =>
    claim.upTo === null && [claim.left, claim.right].every((side) => isTried(side, model));
  const side = valuelessSide(tally.valueless, tally.points);
  if (side !== null && every(hasSignsTried)) return side;
  return every(hasSignsOfSize) ? valuelessAtSize(tally) : null;
}

export function statusOf(claim: Claim, model: Model, tally: Tally): { status: EvidenceStatus; reason: string | null } {
  const ratio = tally.worst?.ratio ?? 0;
  const side = valuelessFor(claim, model, tally);
  if (side !== null)
    return {
      status: claim.relation === '!=' ? 'undecided' : 'disagrees',
      reason: `the ${side} side is no number in any model tried, the logarithm of a negative one, and the other side is`,
    };
  if (tally.first === null)
    return {
      status: 'undecided',
      reason: 'no side is a finite number anywhere: the logarithm of a negative number, or an infinite value',
    };
  if (claim.relation === '!=') {
    if (ratio >= difference) return { status: 'agrees', reason: null };
    return {
      status: 'undecided',
      reason: ratio <= rounding ? 'no model tells the two sides apart' : 'a difference close to rounding',
    };
  }
  if ([...tally.empty].some((term) => !tally.filled.has(term)))
    return { status: 'undecided', reason: 'the range of a sum or product is empty at every size tried' };
  if (tally.informative === 0 && !(cannotUnderflow(claim.left) && cannotUnderflow(claim.right)))
    return { status: 'undecided', reason: 'both sides are too small to be told apart from zero' };
  if (ratio >= difference) return { status: 'disagrees', reason: null };
  if (ratio > rounding) return { status: 'undecided', reason: 'a difference close to rounding' };
  if (tally.undefined > 0.5 * tally.points)
    return { status: 'undecided', reason: 'a side is infinite or no number at most points' };
  if (isStrict(claim.relation) && tally.tightest !== null && tally.tightest.slack <= rounding)
    return {
      status: 'undecided',
      reason: `the sides are equal at a point, and ${claim.relation} asks for a difference`,
    };
  return { status: 'agrees', reason: null };
}
