/** The exact interpretation's finding on a claim: random finite models, every state and every choice of indices. */
import type { Free } from '../kernel/free.js';
import type { Assumption, Model } from '../kernel/model.js';
import { type Copy, copiesOf, copyBase, type IndexEnv, IndexFault } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import {
  assignments,
  type Claim,
  cannotUnderflow,
  classesOf,
  comparedOf,
  freeCopies,
  freeOfClaim,
  isDirected,
  isStrict,
  openParameter,
} from './claim.js';
import { type Binding, type Context, emptyContext, NotApplicable, newNotes } from './context.js';
import { evaluate } from './evaluate.js';
import type { Counterexample, Evidence, EvidenceStatus } from './evidence.js';
import { FiniteModel } from './finite.js';
import * as jet from './jet.js';
import { ModelCache } from './model-cache.js';
import { pinned } from './pinned.js';
import { type Nudge, stream } from './random.js';
import { errorBound, errorOf, firstAlong } from './rounding.js';
import { hasPlates, sizesOf } from './sizes.js';
import { isReal } from './states.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';
import { costOf, OutOfBudget, partsOf, type Work } from './work.js';

/** Relative residuals up to here are rounding; from there on they are differences; between them is a grey zone. */
const rounding = 1e-9;
const difference = 1e-6;
const greyZone = 1e-7;

interface Setting {
  readonly n: number;
  readonly m: number;
  readonly k: number;
  readonly states: number;
  readonly spread: number;
  readonly length: number;
  readonly nudges: readonly Nudge[];
}

const settings: readonly Omit<Setting, 'length' | 'nudges'>[] = [
  { n: 2, m: 1, k: 2, states: 2, spread: 1 },
  { n: 3, m: 2, k: 3, states: 3, spread: 1 },
  { n: 5, m: 2, k: 2, states: 2, spread: 0.7 },
  { n: 3, m: 1, k: 2, states: 2, spread: 2.5 },
  { n: 1, m: 1, k: 2, states: 2, spread: 1 },
];

/** Lengths at which states are measured, for equalities and for the search of a violation. */
const equalityLengths: readonly number[] = [1, 1];
const inequalityLengths: readonly number[] = [1, 0.1, 5, 0.1, 0.3, 1];

/** How many of them are tried where a few suffice. */
const briefSettings = 2;
const briefLengths = 1;

export interface ExactOptions {
  readonly seed: number;
  readonly classOf: (name: string) => string;
  /** Give each state of a variable declared real a cell of this length, so that it has a density. */
  readonly cell?: number;
  /** Whether variables without a domain, which stand for either, have cells too. */
  readonly hasAbstractCells?: boolean;
  /** The models of lines before this one. */
  readonly models?: ModelCache;
  /** What is left to the line; without it there is no bound. */
  readonly work?: Work;
  /** Try the smallest sizes only. */
  readonly isBrief?: boolean;
  /** Whether a violation of an inequality is sought by a descent too; it is unless this says no. */
  readonly descends?: boolean;
}

/** One comparison: the two sides over the free variables' states. */
interface Comparison extends Sides {
  readonly env: IndexEnv;
  readonly values: ReadonlyMap<Copy, number>;
  readonly setting: Setting;
}

/** The sides and their scale at one assignment, spread over the same axes. */
export interface Tally {
  points: number;
  informative: number;
  models: number;
  /** Points where a side is infinite or no number. */
  undefined: number;
  /** Sums and products whose range was empty so far. */
  empty: Set<Term>;
  filled: Set<Term>;
  worst: { readonly ratio: number; readonly at: number; readonly comparison: Comparison } | null;
  /** Of an inequality, the point where it holds with the least to spare, of the scale. */
  tightest: { readonly slack: number; readonly at: number; readonly comparison: Comparison } | null;
  first: { readonly at: number; readonly comparison: Comparison } | null;
}

const newTally = (): Tally => ({
  points: 0,
  informative: 0,
  models: 0,
  undefined: 0,
  empty: new Set(),
  filled: new Set(),
  worst: null,
  tightest: null,
  first: null,
});

/** Tries a claim in finite models. The claim has no const terms left. */
export function exactEvidence(claim: Claim, model: Model, options: ExactOptions): Evidence {
  const open = openParameter(claim, model);
  if (open !== null) return notApplicable('exact', open);
  const tally = newTally();
  const free = freeOfClaim(claim, model);
  let tooLarge = false;
  try {
    const directed = isDirected(claim.relation);
    const starts: Start[] = [];
    const brief = options.isBrief === true;
    const lengths = (directed ? inequalityLengths : equalityLengths).slice(0, brief ? briefLengths : undefined);
    const sizes = settings.slice(0, brief ? briefSettings : undefined);
    const tried = hasPlates(model) ? sizes : sizes.filter(({ n }) => n === 2 || n === 3);
    for (const [i, setting] of tried.entries()) {
      for (const [repeat, length] of lengths.entries()) {
        const at: Setting = { ...setting, length, nudges: [] };
        const own = newTally();
        try {
          const name = tryAllowed(claim, free, model, at, options, `${i}.${repeat}`, own);
          if (own.tightest !== null) starts.push({ setting: at, name, slack: own.tightest.slack });
        } catch (error) {
          if (!(error instanceof tensor.TooLarge)) throw error;
          tooLarge = true;
        }
        // No other model is smaller than the first.
        if (tooLarge && i === 0) return notApplicable('exact', tooLargeReason);
        merge(tally, own);
        if (decided(tally)) return report(claim, model, tally, options.cell);
      }
    }
    if (!brief && options.descends !== false)
      descend(starts, tally, (at, name, own) => tryModel(claim, free, model, at, options, name, own));
  } catch (error) {
    if (error instanceof NotApplicable) return notApplicable('exact', error.message);
    if (error instanceof OutOfBudget) return beyondBudget('exact', error);
    throw error;
  }
  if (tally.points === 0) return notApplicable('exact', tooLarge ? tooLargeReason : emptyReason(model));
  return report(claim, model, tally, options.cell);
}

const tooLargeReason = 'the joint table of this line is too large';

/** What was found in another model beside what is known. */
function merge(tally: Tally, own: Tally): void {
  tally.points += own.points;
  tally.informative += own.informative;
  tally.models += own.models;
  tally.undefined += own.undefined;
  for (const term of own.empty) tally.empty.add(term);
  for (const term of own.filled) tally.filled.add(term);
  tally.first ??= own.first;
  if (own.worst !== null && own.worst.ratio > (tally.worst?.ratio ?? 0)) tally.worst = own.worst;
  if (own.tightest !== null && own.tightest.slack < (tally.tightest?.slack ?? Number.POSITIVE_INFINITY))
    tally.tightest = own.tightest;
}

/** A model from which a violation is sought. */
interface Start {
  readonly setting: Setting;
  readonly name: string;
  readonly slack: number;
}

/** From how many models a descent begins, and of how many steps it is. */
const descents = 2;
const steps = 40;

/**
 * Goes from the models where an inequality holds by the least to others where it holds by less: a step in a random
 * direction is taken where it leads down, longer after a success and shorter after a failure (Schumer & Steiglitz 1968).
 */
function descend(
  starts: readonly Start[],
  tally: Tally,
  attempt: (setting: Setting, name: string, own: Tally) => void,
): void {
  const lowest = [...starts].sort((a, b) => a.slack - b.slack).slice(0, descents);
  for (const { setting, name, slack } of lowest) {
    let [best, size, nudges] = [slack, 0.6, [] as readonly Nudge[]];
    for (let step = 1; step <= steps; step++) {
      const moved = [...nudges, { seed: step, size }];
      const own = newTally();
      attempt({ ...setting, nudges: moved }, name, own);
      merge(tally, own);
      if (decided(tally)) return;
      const found = own.tightest?.slack ?? Number.POSITIVE_INFINITY;
      if (found < best) [best, size, nudges] = [found, size * 1.3, moved];
      else size *= 0.75;
    }
  }
}

export const notApplicable = (method: Evidence['method'], reason: string): Evidence => ({
  method,
  status: 'not applicable',
  reason,
  left: null,
  right: null,
  difference: null,
  error: null,
  scale: null,
  resolution: null,
  confidence: null,
  models: 0,
  points: 0,
  samples: 0,
  informative: 0,
  counterexample: null,
});

/** What the budget did not suffice for. */
export const beyondBudget = (method: Evidence['method'], { message }: OutOfBudget): Evidence => ({
  ...notApplicable(method, message),
  status: 'undecided',
});

/** Why no model could be tried at all. */
export const emptyReason = (model: Model): string =>
  pinned(model).others.length > 0
    ? 'no random model met the assumptions, or no index of this line stays inside its plate'
    : 'no index of this line stays inside its plate';

/** How many models are drawn for one that meets the assumptions. */
export const attempts = (model: Model): number => (pinned(model).others.length > 0 ? 30 : 1);

/** Draws models until one meets the assumptions; the name of the last. */
function tryAllowed(
  claim: Claim,
  free: Free,
  model: Model,
  setting: Setting,
  options: ExactOptions,
  name: string,
  tally: Tally,
): string {
  const { models } = tally;
  let tried = name;
  for (let i = 0; i < attempts(model) && tally.models === models; i++) {
    tried = i === 0 ? name : `${name}.${i}`;
    tryModel(claim, free, model, setting, options, tried, tally);
  }
  return tried;
}

const decided = (tally: Tally): boolean => (tally.worst?.ratio ?? 0) >= difference;

function tryModel(
  claim: Claim,
  free: Free,
  model: Model,
  setting: Setting,
  options: ExactOptions,
  name: string,
  tally: Tally,
): void {
  const { models = new ModelCache() } = options;
  const sizes = sizesOf(model, setting.n, setting.m, setting.k);
  const draw = stream(options.seed, `exact model ${name}`);
  const seed = Math.floor(draw.uniform() * 2 ** 32);
  const make = (): FiniteModel =>
    new FiniteModel(model, sizes, {
      seed,
      states: (variable) =>
        setting.states === 3 && stream(seed, `count ${variable}`).uniform() < 0.4 ? 2 : setting.states,
      classOf: options.classOf,
      spread: setting.spread,
      length: setting.length,
      nudges: setting.nudges,
      ...(options.cell === undefined ? {} : { cell: options.cell }),
      hasAbstractCells: options.hasAbstractCells === true,
    });
  const key = `finite ${name} ${setting.length} ${options.cell} ${options.hasAbstractCells} ${classesOf(model, options.classOf)}`;
  const finite = setting.nudges.length > 0 ? make() : models.of(key, make);
  finite.notes = newNotes();
  let fresh = true;
  const parts = partsOfClaim(claim, model, sizes);
  for (const env of assignments(free, model, sizes)) {
    options.work?.spend(costOf(parts, pointsOf(free, finite, env)));
    const comparison = compare(claim, free, finite, env, setting);
    if (comparison === null) continue;
    if (fresh) tally.models++;
    fresh = false;
    record(claim, comparison, tally);
  }
  for (const [term, filled] of finite.notes.ranges) (filled ? tally.filled : tally.empty).add(term);
}

/** The parts of both sides, and of the assumptions that are tried with them. */
export const partsOfClaim = ({ left, right }: Claim, model: Model, sizes: IndexEnv): number =>
  [left, right, ...pinned(model).others.flatMap((other) => [other.left, other.right])].reduce(
    (sum, term) => sum + partsOf(term, model, sizes),
    0,
  );

/** Combinations of free states. */
function pointsOf(free: Free, finite: FiniteModel, env: IndexEnv): number {
  let points = 1;
  try {
    for (const copy of freeCopies(free, finite.model, env)) {
      const size = isReal(finite.model, copyBase(copy)) ? 1 : finite.axis(copy).size;
      if (points * size <= mostPoints) points *= size;
    }
  } catch (error) {
    if (!(error instanceof IndexFault)) throw error;
  }
  return points;
}

/** Both sides at one assignment; null where an index leaves its plate or an assumption fails. */
function compare(claim: Claim, free: Free, finite: FiniteModel, env: IndexEnv, setting: Setting): Comparison | null {
  try {
    const { context, values } = bindFree(free, finite, env);
    if (!assumptionsHold(finite)) return null;
    return { ...sides(claim, finite, context), env, values, setting };
  } catch (error) {
    if (error instanceof IndexFault) return null;
    throw error;
  }
}

/** The most combinations of free states; further members are in one random state each. */
const mostPoints = 2 ** 10;

/** Free states run along axes of their own; free parameters get random values. */
function bindFree(free: Free, finite: FiniteModel, env: IndexEnv): { context: Context; values: Map<Copy, number> } {
  const bindings = new Map<Copy, Binding>();
  const values = new Map<Copy, number>();
  const real = [...finite.model.variables.keys()].filter(
    (name) => isReal(finite.model, name) && finite.model.variables.get(name)?.indices.length === 0,
  );
  let points = 1;
  for (const copy of [...real, ...freeCopies(free, finite.model, env)]) {
    if (!isReal(finite.model, copyBase(copy))) {
      const axis = finite.axis(copy);
      if (points * axis.size <= mostPoints) {
        points *= axis.size;
        bindings.set(copy, { tag: 'state', axis });
      } else {
        const { binding, number } = finite.someState(copy);
        values.set(copy, number + 1);
        bindings.set(copy, binding);
      }
      continue;
    }
    const value = finite.parameter(copy);
    values.set(copy, jet.primal(value).data[0] as number);
    bindings.set(copy, { tag: 'real', value });
  }
  return { context: { ...emptyContext, env, bindings }, values };
}

/** Whether they hold in a model: it is asked for at each choice of indices. */
const allowed = new WeakMap<FiniteModel, boolean>();

/** Assumptions select models: those in which they hold in all states and for all indices. */
function assumptionsHold(finite: FiniteModel): boolean {
  const known = allowed.get(finite) ?? pinned(finite.model).others.every((assumption) => holds(assumption, finite));
  allowed.set(finite, known);
  return known;
}

function holds({ left, relation, right }: Assumption, finite: FiniteModel): boolean {
  const free = freeOfClaim({ left, relation, right, upTo: null }, finite.model);
  return assignments(free, finite.model, finite.sizes).every((env) => {
    const { context } = bindFree(free, finite, env);
    const [l, r] = [left, right].map((t) => jet.primal(evaluate(t, finite, context))) as [Tensor, Tensor];
    const gap = tensor.map2(l, r, (x, y) => x - y);
    const size = tensor.map2(l, r, (x, y) => Math.abs(x) + Math.abs(y));
    return tensor.map2(gap, size, (d, s) => (relationHolds(relation, d, s) ? 1 : 0)).data.every((x) => x === 1);
  });
}

function relationHolds(relation: Claim['relation'], gap: number, size: number): boolean {
  const tolerance = rounding * size;
  if (relation === '<') return gap < -tolerance;
  if (relation === '>') return gap > tolerance;
  if (relation === '=') return Math.abs(gap) <= tolerance;
  if (relation === '!=') return Math.abs(gap) > tolerance;
  return relation === '<=' ? gap <= tolerance : gap >= -tolerance;
}

interface Compared {
  readonly left: Tensor;
  readonly right: Tensor;
  readonly scale: Tensor;
}

interface Sides extends Compared {
  /** How far rounding may have moved the difference. */
  readonly error: () => Tensor;
}

/** The two sides, reduced to what the relation compares, and the scale of their difference. */
function sides(claim: Claim, finite: FiniteModel, context: Context): Sides {
  const value = (term: Term): Tensor => jet.primal(evaluate(term, finite, context));
  const magnitude = (term: Term, of: 'terms' | 'rounding'): Tensor =>
    jet.primal(evaluate(term, finite, { ...context, magnitude: of }));
  const [left, right] = [value(claim.left), value(claim.right)];
  // The scale is at least the size of the sides: where these agree within rounding, it need not be worked out.
  const size = tensor.map2(left, right, (l, r) => Math.max(Math.abs(l), Math.abs(r)));
  const agree = (l: number, r: number): boolean => l !== 0 && Math.abs(l - r) <= rounding * Math.abs(l);
  const isPlain = tensor.map2(left, right, (l, r) => (agree(l, r) ? 1 : 0)).data.every((x) => x === 1);
  const scale = isPlain ? size : tensor.map2(magnitude(claim.left, 'terms'), magnitude(claim.right, 'terms'), Math.max);
  const off = (term: Term): Tensor => tensor.map(magnitude(term, 'rounding'), (x) => errorBound * x);
  const ids = new Set((claim.upTo ?? []).flatMap((target) => copiesOf(target, finite.model, context.env)));
  const error = (): Tensor => errorOf(claim, [left, right], [off(claim.left), off(claim.right)], ids);
  return { ...reduced(claim, left, right, scale, ids), error };
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

/** The signed amount by which a point breaks the relation, relative to the scale. */
function violation(relation: Claim['relation'], left: number, right: number, scale: number): number {
  const gap = left - right;
  const ratio = scale === 0 ? 0 : gap / scale;
  if (relation === '<=' || relation === '<') return Math.max(0, ratio);
  if (relation === '>=' || relation === '>') return Math.max(0, -ratio);
  return Math.abs(ratio);
}

function record(claim: Claim, comparison: Comparison, tally: Tally): void {
  const { left, right, scale } = comparison;
  let error: Tensor | null = null;
  for (let i = 0; i < left.data.length; i++) {
    tally.points++;
    const [l, r, s] = [left.data[i] as number, right.data[i] as number, scale.data[i] as number];
    if (!Number.isFinite(l) || !Number.isFinite(r)) {
      tally.undefined++;
      continue;
    }
    tally.first ??= { at: i, comparison };
    if (s > 0 && Number.isFinite(s)) tally.informative++;
    let ratio = violation(claim.relation, l, r, s);
    if (isDirected(claim.relation) && s > 0) noteSlack(claim.relation, (l - r) / s, i, comparison, tally);
    if (ratio >= difference) {
      error ??= tensor.expand(comparison.error(), left.axes);
      // Within what rounding may do, or where nobody knows what it does, a difference decides nothing.
      if (!(Math.abs(l - r) > (error.data[i] as number))) ratio = greyZone;
    }
    if (ratio > (tally.worst?.ratio ?? 0)) tally.worst = { ratio, at: i, comparison };
  }
}

function noteSlack(relation: Claim['relation'], gap: number, at: number, comparison: Comparison, tally: Tally): void {
  const slack = relation === '<=' || relation === '<' ? -gap : gap;
  if (slack < (tally.tightest?.slack ?? Number.POSITIVE_INFINITY)) tally.tightest = { slack, at, comparison };
}

function statusOf(claim: Claim, tally: Tally): { status: EvidenceStatus; reason: string | null } {
  const ratio = tally.worst?.ratio ?? 0;
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

function report(claim: Claim, model: Model, tally: Tally, cell: number | undefined): Evidence {
  const { status, reason } = statusOf(claim, tally);
  const shown = tally.worst !== null && tally.worst.ratio >= difference ? tally.worst : (tally.tightest ?? tally.first);
  const at = shown?.at ?? 0;
  const left = shown?.comparison.left.data[at] ?? null;
  const right = shown?.comparison.right.data[at] ?? null;
  return {
    ...notApplicable('exact', ''),
    status,
    reason,
    left,
    right,
    difference: left === null || right === null ? null : left - right,
    error: 0,
    scale: shown?.comparison.scale.data[at] ?? null,
    resolution: rounding,
    models: tally.models,
    points: tally.points,
    informative: tally.points === 0 ? 0 : tally.informative / tally.points,
    counterexample:
      status === 'disagrees' && shown !== null && left !== null && right !== null
        ? { ...counterexample(shown, left, right, model, cell), compared: comparedOf(claim) }
        : null,
  };
}

function counterexample(
  shown: { readonly at: number; readonly comparison: Comparison },
  left: number,
  right: number,
  model: Model,
  cell: number | undefined,
): Omit<Counterexample, 'compared'> {
  const { comparison, at } = shown;
  const { states } = comparison.setting;
  return {
    setting: [...settingEntries(comparison.env, comparison.values), ...stateEntries(comparison.left, at, model)],
    left,
    right,
    difference: left - right,
    model:
      cell === undefined
        ? `a random finite model, ${states} states a variable`
        : `a random model of densities, each on ${states} cells of length ${cell}`,
    file: null,
  };
}

/** Sizes, indices, subsets and parameter values, in words. */
export function settingEntries(env: IndexEnv, values: ReadonlyMap<Copy, number>): { name: string; value: string }[] {
  const indices = [...env.indices].map(([name, value]) => ({ name, value: `${value}` }));
  const subsets = [...env.subsets].map(([name, members]) => ({ name, value: `{${members.join(', ')}}` }));
  const numbers = [...values].map(([copy, value]) => ({
    name: copy.replace('@', '_'),
    value: `${Number(value.toPrecision(6))}`,
  }));
  return [...indices, ...subsets, ...numbers];
}

/** Which state each free variable is in at an entry of a tensor. */
function stateEntries(t: Tensor, at: number, model: Model): { name: string; value: string }[] {
  let rest = at;
  return [...t.axes]
    .reverse()
    .map((axis) => {
      const state = rest % axis.size;
      rest = (rest - state) / axis.size;
      const domain = model.variables.get(copyBase(axis.id))?.domain;
      const value = domain?.tag === 'values' ? `${domain.values[state]}` : `state ${state + 1} of ${axis.size}`;
      return { name: axis.id.replace('@', '_'), value };
    })
    .reverse();
}

/** Whether a term vanishes identically in the finite models: a test for warnings, never for a verdict. */
export function vanishes(term: Term, model: Model, options: ExactOptions): boolean {
  const evidence = exactEvidence(
    { left: term, right: { tag: 'num', value: { num: 0n, den: 1n } }, relation: '=', upTo: null },
    model,
    options,
  );
  return evidence.status === 'agrees';
}
