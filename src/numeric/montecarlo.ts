/**
 * The Monte Carlo interpretation's finding on a claim: a test of equivalence on the paired difference of the two
 * sides. The sample doubles until the confidence interval lies within the resolution, or outside it, or the
 * budget ends (Wellek, Testing Statistical Hypotheses of Equivalence and Noninferiority, chapter 1).
 */
import type { Free } from '../kernel/free.js';
import type { Model, Relation } from '../kernel/model.js';
import { type Copy, copiesOf, copyBase, type IndexEnv, IndexFault } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import {
  assignments,
  type Claim,
  differentiatesMeasure,
  freeCopies,
  freeOfClaim,
  hasMeasure,
  subterms,
} from './claim.js';
import { type Binding, type Context, emptyContext, NotApplicable } from './context.js';
import { ContinuousModel, type Estimator } from './continuous.js';
import { evaluate } from './evaluate.js';
import type { Counterexample, Evidence, Method } from './evidence.js';
import { notApplicable, settingEntries } from './exact.js';
import * as jet from './jet.js';
import { stream } from './random.js';
import { sizesOf } from './sizes.js';
import { isReal } from './states.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

export interface SamplingOptions {
  readonly seed: number;
  readonly classOf: (name: string) => string;
  /** The most draws at each point. */
  readonly samples: number;
  /** Differences within this share of the scale are agreement. */
  readonly resolution: number;
  /** Integrate by quadrature alone, and draw nothing. */
  readonly exactly?: boolean;
}

/** Draws in one block, and values of the free variables tried in one model. */
const blockSize = 512;
const pointCount = 3;

/**
 * The half-width of a confidence interval in standard errors. Two-sided, 2e-9 a look; with at most 200 looks a
 * step (models, assignments, points, doublings) below 1e-6 a step.
 */
const width = 6;
const confidence = 1 - 1e-6;

/** A witness of != that takes more draws than this is left to the exact interpretation. */
const witnessSamples = 32 * blockSize;

/** A deterministic comparison (closed forms and quadrature): agreement, and a difference beyond doubt. */
const rounding = 1e-7;
const difference = 1e-5;

/** Lengths at which everything real is measured, for equalities and for the search of a violation. */
const equalityScales: readonly number[] = [1, 1];
/** At some values of the parameters an integrand is too sharp or too wide for a grid; then others are tried. */
const quadratureScales: readonly number[] = [1, 1, 1, 1, 1, 1];
const inequalityScales: readonly number[] = [1, 0.1, 5, 1, 0.3, 2];

/** Monte Carlo findings: one, or for gradients of expectations one for each estimator. */
export function monteCarloEvidence(claim: Claim, model: Model, options: SamplingOptions): Evidence[] {
  const gradient = differentiatesMeasure(claim.left, model) || differentiatesMeasure(claim.right, model);
  if (!gradient) return [find(claim, model, options, 'pathwise', 'monte carlo')];
  return [
    find(claim, model, options, 'pathwise', 'pathwise'),
    find(claim, model, options, 'score function', 'score function'),
  ];
}

/** The same comparison with every measure on a grid, where they are low-dimensional. */
export function quadratureEvidence(claim: Claim, model: Model, options: SamplingOptions): Evidence {
  if (!hasMeasure(claim.left, model) && !hasMeasure(claim.right, model))
    return notApplicable('quadrature', 'nothing to integrate');
  return find(claim, model, { ...options, exactly: true }, 'pathwise', 'quadrature');
}

function find(claim: Claim, model: Model, options: SamplingOptions, estimator: Estimator, method: Method): Evidence {
  if (!mentionsContinuous(claim, model, options)) {
    return notApplicable(
      method,
      'every variable of this line is discrete, so that the exact interpretation is all there is to sample',
    );
  }
  try {
    return search(claim, model, options, estimator, method);
  } catch (error) {
    if (error instanceof NotApplicable) return notApplicable(method, error.message);
    if (error instanceof tensor.TooLarge) return notApplicable(method, 'an inner integral needs too fine a grid');
    throw error;
  }
}

function modelOf(
  model: Model,
  options: SamplingOptions,
  estimator: Estimator,
  scale: number,
  seed: number,
): ContinuousModel {
  const states = (name: string): number => (stream(seed, `count ${name}`).uniform() < 0.5 ? 2 : 3);
  return new ContinuousModel(model, sizesOf(model, 3, 2, 3), {
    seed,
    states,
    classOf: options.classOf,
    scale,
    estimator,
  });
}

function mentionsContinuous(claim: Claim, model: Model, options: SamplingOptions): boolean {
  const probe = modelOf(model, options, 'pathwise', 1, 0);
  const names = new Set<string>();
  for (const side of [claim.left, claim.right]) {
    for (const t of subterms(side, model)) {
      if (t.tag === 'ref') names.add(t.ref.name);
      if (t.tag === 'integral') for (const v of t.vars) names.add(v.name);
      if (t.tag === 'apply' || t.tag === 'grad') return true;
    }
  }
  const variables = [...names].filter((name) => model.variables.has(name) && !isReal(model, name));
  return variables.length === 0 || variables.some((name) => !probe.isDiscrete(name));
}

/** What the search over models found. */
interface Progress {
  models: number;
  points: number;
  samples: number;
  undecided: string | null;
  shown: Look | null;
}

/** One point of one look. */
interface Look {
  readonly left: number;
  readonly right: number;
  readonly gap: number;
  readonly error: number;
  readonly scale: number;
  readonly setting: Counterexample['setting'];
}

function search(claim: Claim, model: Model, options: SamplingOptions, estimator: Estimator, method: Method): Evidence {
  const progress: Progress = { models: 0, points: 0, samples: 0, undecided: null, shown: null };
  const free = freeOfClaim(claim, model);
  const directed = claim.relation !== '=' && claim.relation !== 'propto' && claim.relation !== '!=';
  const equal = options.exactly === true ? quadratureScales : equalityScales;
  let failure: NotApplicable | null = null;
  for (const [i, scale] of (directed ? inequalityScales : equal).entries()) {
    if (!directed && progress.models === equalityScales.length) break;
    const seed = Math.floor(stream(options.seed, `continuous model ${i}`).uniform() * 2 ** 32);
    const continuous = modelOf(model, options, estimator, scale, seed);
    try {
      const settled = tryModel(claim, free, continuous, options, progress);
      progress.models++;
      if (settled !== null) return report(method, settled.status, null, progress, options, settled.worst);
    } catch (error) {
      // Declared laws do not scale with the model, so that a grid may miss them at the scales of the search.
      if (!(error instanceof NotApplicable) || (progress.models === 0 && options.exactly !== true)) throw error;
      failure = error;
    }
  }
  if (progress.models === 0 && failure !== null) throw failure;
  if (progress.shown === null) return notApplicable(method, 'no index of this line stays inside its plate');
  const status = progress.undecided === null ? 'agrees' : 'undecided';
  return report(method, status, progress.undecided, progress, options, progress.shown);
}

/** All assignments of indices in one model; an outcome that ends the search, or null. */
function tryModel(
  claim: Claim,
  free: Free,
  continuous: ContinuousModel,
  options: SamplingOptions,
  progress: Progress,
): { status: 'agrees' | 'disagrees'; worst: Look | null } | null {
  for (const env of assignments(free, continuous.model, sizesOf(continuous.model, 3, 2, 3))) {
    const outcome = new PointTest(claim, free, continuous, env, options).run();
    if (outcome === null) continue;
    progress.points += outcome.looks.length;
    progress.samples = Math.max(progress.samples, outcome.samples);
    progress.shown ??= outcome.looks[0] ?? null;
    if (outcome.status === 'disagrees') return { status: 'disagrees', worst: outcome.worst };
    if (outcome.status === 'undecided') progress.undecided ??= outcome.reason;
    if (claim.relation === '!=' && outcome.status === 'agrees') return { status: 'agrees', worst: outcome.worst };
  }
  return null;
}

function report(
  method: Method,
  status: 'agrees' | 'disagrees' | 'undecided',
  reason: string | null,
  progress: Progress,
  options: SamplingOptions,
  look: Look | null,
): Evidence {
  const shown = look ?? progress.shown;
  return {
    method,
    status,
    reason,
    left: shown?.left ?? null,
    right: shown?.right ?? null,
    difference: shown?.gap ?? null,
    error: shown?.error ?? null,
    scale: shown?.scale ?? null,
    resolution: progress.samples === 0 ? rounding : options.resolution,
    confidence: progress.samples === 0 ? null : confidence,
    models: progress.models,
    points: progress.points,
    samples: progress.samples,
    informative: 1,
    counterexample:
      status !== 'disagrees' || shown === null
        ? null
        : {
            setting: shown.setting,
            left: shown.left,
            right: shown.right,
            difference: shown.gap,
            model: 'a random continuous model, mixtures of linear Gaussians',
          },
  };
}

interface Outcome {
  readonly status: 'agrees' | 'disagrees' | 'undecided';
  readonly reason: string | null;
  readonly samples: number;
  readonly looks: readonly Look[];
  readonly worst: Look | null;
}

/** Running sums of the paired difference over draws, entry by entry of the points. */
interface Sums {
  count: number;
  readonly axes: readonly Axis[];
  readonly gap: Float64Array;
  readonly square: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly scale: Float64Array;
}

/** The test at one assignment of indices: some values of the free variables, each with its own interval. */
class PointTest {
  private drew = false;

  constructor(
    private readonly claim: Claim,
    private readonly free: Free,
    private readonly at: ContinuousModel,
    private readonly env: IndexEnv,
    private readonly options: SamplingOptions,
  ) {}

  /** null where an index leaves its plate or an assumption fails. */
  run(): Outcome | null {
    try {
      const first = this.sample('first stream', blockSize);
      if (first === null) return null;
      if (!this.drew) return this.deterministic(first);
      return this.sequential();
    } catch (error) {
      if (error instanceof IndexFault) return null;
      throw error;
    }
  }

  private sequential(): Outcome {
    let sums: Sums | null = null;
    for (let total = 2 * blockSize; ; total *= 2) {
      sums = this.extend(sums, 'first stream', Math.min(total, Math.max(blockSize, this.options.samples)));
      const looks = this.looks(sums);
      const verdicts = looks.map((look) => judge(this.claim.relation, look, this.options.resolution));
      if (verdicts.includes('invalid'))
        return { status: 'undecided', reason: notFinite, samples: sums.count, looks, worst: null };
      const bad = verdicts.indexOf('violates');
      if (bad >= 0 && this.repeats(sums.count, bad))
        return { status: 'disagrees', reason: null, samples: sums.count, looks, worst: looks[bad] ?? null };
      if (this.claim.relation === '!=' && verdicts.includes('differs')) {
        return {
          status: 'agrees',
          reason: null,
          samples: sums.count,
          looks,
          worst: looks[verdicts.indexOf('differs')] ?? null,
        };
      }
      if (verdicts.every((v) => v === 'holds'))
        return { status: 'agrees', reason: null, samples: sums.count, looks, worst: null };
      const budget =
        this.claim.relation === '!=' ? Math.min(witnessSamples, this.options.samples) : this.options.samples;
      if (sums.count >= budget) {
        return {
          status: 'undecided',
          reason: `${sums.count} draws do not settle it`,
          samples: sums.count,
          looks,
          worst: null,
        };
      }
    }
  }

  /** A refutation must show again on draws of its own. */
  private repeats(count: number, at: number): boolean {
    const sums = this.extend(null, 'second stream', count);
    const look = this.looks(sums)[at];
    return look !== undefined && judge(this.claim.relation, look, this.options.resolution) === 'violates';
  }

  private extend(sums: Sums | null, name: string, total: number): Sums {
    let result = sums;
    while (result === null || result.count < total) {
      const done = result?.count ?? 0;
      const block = this.sample(`${name} ${done}`, blockSize, done > 0);
      if (block === null) throw new IndexFault('an index leaves its plate');
      result = addTo(result, block, blockSize);
    }
    return result;
  }

  private deterministic(sides: Sides): Outcome {
    const sums = addTo(null, sides, 1);
    const looks = this.looks(sums).map((look) => ({ ...look, error: 0 }));
    const verdicts = looks.map((look) => judgeExactly(this.claim.relation, look));
    const outcome = (status: Outcome['status'], reason: string | null, at: number): Outcome => ({
      status,
      reason,
      samples: 0,
      looks,
      worst: looks[at] ?? null,
    });
    if (verdicts.includes('invalid')) return outcome('undecided', notFinite, 0);
    if (verdicts.includes('violates')) return outcome('disagrees', null, verdicts.indexOf('violates'));
    if (verdicts.includes('differs')) return outcome('agrees', null, verdicts.indexOf('differs'));
    return verdicts.every((v) => v === 'holds')
      ? outcome('agrees', null, 0)
      : outcome('undecided', 'a difference close to rounding', 0);
  }

  private looks(sums: Sums): Look[] {
    const n = sums.count;
    return Array.from(sums.gap, (total, i) => {
      const mean = total / n;
      const variance = Math.max(0, (sums.square[i] as number) / n - mean * mean);
      return {
        left: (sums.left[i] as number) / n,
        right: (sums.right[i] as number) / n,
        gap: mean,
        error: n > 1 ? Math.sqrt(variance / (n - 1)) : 0,
        scale: Math.sqrt((sums.scale[i] as number) / n),
        setting: [...settingEntries(this.env, this.values(sums.axes, i))],
      };
    });
  }

  /** The free variables' values at one entry. */
  private values(axes: readonly Axis[], at: number): Map<Copy, number> {
    const values = new Map<Copy, number>();
    const position = positions(axes, at);
    for (const [copy, binding] of this.bindings()) {
      const t = binding.tag === 'real' ? jet.primal(binding.value) : null;
      const entry =
        t === null
          ? undefined
          : t.data[t.axes.reduce((index, axis) => index * axis.size + (position.get(axis.id) ?? 0), 0)];
      if (entry !== undefined) values.set(copy, entry);
      const state = binding.tag === 'state' ? position.get(binding.axis.id) : undefined;
      if (state !== undefined) values.set(copy, state + 1);
    }
    return values;
  }

  private bound: Map<Copy, Binding> | null = null;

  /** Free variables at random points, parameters at random values; what const and propto name varies by itself. */
  private bindings(): Map<Copy, Binding> {
    if (this.bound !== null) return this.bound;
    const { model } = this.at;
    const varied = new Set((this.claim.upTo ?? []).flatMap((target) => copiesOf(target, model, this.env)));
    const params = [...model.variables.values()]
      .filter((v) => isReal(model, v.name) && v.indices.length === 0)
      .map((v) => v.name);
    this.bound = new Map(
      [...new Set([...params, ...freeCopies(this.free, model, this.env)])].map((copy) => [
        copy,
        this.freeBinding(copy, varied),
      ]),
    );
    return this.bound;
  }

  private freeBinding(copy: Copy, varied: ReadonlySet<Copy>): Binding {
    const draw = stream(this.at.seed, `point of ${copy}`);
    if (isReal(this.at.model, copyBase(copy)))
      return { tag: 'real', value: this.at.freeValue(copyBase(copy), jet.constant(draw.normal())) };
    if (this.at.isDiscrete(copy)) return { tag: 'state', axis: this.at.axis(copy) };
    const axis: Axis = varied.has(copy)
      ? { id: 'varied point', size: pointCount, rank: 0 }
      : { id: 'point', size: pointCount, rank: 0 };
    return {
      tag: 'real',
      value: this.at.freeValue(
        copyBase(copy),
        tensor.fill([axis], () => 1.2 * draw.normal()),
      ),
    };
  }

  private sample(name: string, size: number, skipScale = false): Sides | null {
    const seed = Math.floor(stream(this.options.seed, `${name} of ${this.at.seed}`).uniform() * 2 ** 32);
    this.at.startBlock(size, seed);
    const drawn = new Map<Copy, number>();
    const context: Context = {
      ...emptyContext,
      env: this.env,
      bindings: this.bindings(),
      nonlinear: this.options.exactly ?? false,
      drawn,
    };
    if (!this.assumptionsHold(context)) return null;
    const value = (term: Term): Tensor => jet.primal(evaluate(term, this.at, { ...context, drawn }));
    const [left, right] = [value(this.claim.left), value(this.claim.right)];
    this.drew ||= drawn.size > 0;
    const magnitude = (term: Term): Tensor => jet.primal(evaluate(term, this.at, { ...context, magnitude: true }));
    const scale = skipScale ? null : tensor.map2(magnitude(this.claim.left), magnitude(this.claim.right), Math.max);
    return compared(this.claim, left, right, scale, this.at.model, this.env, this.drew);
  }

  private assumptionsHold(context: Context): boolean {
    return this.at.model.assumptions.every(({ left, relation, right }) => {
      const [l, r] = [left, right].map((t) => jet.primal(evaluate(t, this.at, { ...context, nonlinear: true }))) as [
        Tensor,
        Tensor,
      ];
      const sign = relation === '<' || relation === '<=' ? 1 : -1;
      if (relation === '=' || relation === '!=' || relation === 'propto')
        throw new NotApplicable('no random model is made to satisfy an assumed equation');
      return tensor.map2(l, r, (x, y) => sign * (x - y)).data.every((x) => x <= 0);
    });
  }
}

const notFinite =
  'a side is infinite or no number: the logarithm of a negative number, or an integral that does not converge';

function positions(axes: readonly Axis[], at: number): Map<string, number> {
  const found = new Map<string, number>();
  let rest = at;
  for (const axis of [...axes].reverse()) {
    found.set(axis.id, rest % axis.size);
    rest = Math.floor(rest / axis.size);
  }
  return found;
}

interface Sides {
  readonly left: Tensor;
  readonly right: Tensor;
  /** null where the scale was measured before. */
  readonly scale: Tensor | null;
}

/** What the relation compares: the sides, or how they change with the variables of const and propto. */
function compared(
  claim: Claim,
  left: Tensor,
  right: Tensor,
  scale: Tensor | null,
  model: Model,
  env: IndexEnv,
  drew: boolean,
): Sides {
  if (claim.upTo === null) return { left, right, scale };
  const discrete = claim.upTo.flatMap((target) => copiesOf(target, model, env));
  const ids = new Set<string>(['varied point', ...discrete]);
  const first = (t: Tensor): Tensor =>
    t.axes.filter((axis) => ids.has(axis.id)).reduce((rest, axis) => tensor.at(rest, axis.id, 0), t);
  if (claim.relation !== 'propto') {
    const gap = tensor.map2(left, right, (x, y) => x - y);
    return { left: gap, right: first(gap), scale: scale === null ? null : tensor.map2(scale, first(scale), Math.max) };
  }
  if (drew) throw new NotApplicable('a ratio of two estimates is no evidence for a proportionality');
  const times = (a: Tensor, b: Tensor): Tensor => tensor.map2(a, b, (x, y) => x * y);
  const [a, b] = [times(left, first(right)), times(first(left), right)];
  return { left: a, right: b, scale: tensor.map2(tensor.map(a, Math.abs), tensor.map(b, Math.abs), Math.max) };
}

/** Adds a block's sums over its draws. The scale of the first block stands for all. */
function addTo(sums: Sums | null, block: Sides, draws: number): Sums {
  const unit = tensor.map2(
    tensor.map2(block.left, block.right, (x) => x),
    block.scale ?? tensor.zero,
    (x) => x,
  );
  const axes = sums?.axes ?? unit.axes.filter((axis) => axis.id !== 'draw');
  const drawAxis = unit.axes.find((axis) => axis.id === 'draw');
  const total = (t: Tensor): Float64Array => {
    const summed = drawAxis === undefined ? tensor.map(t, (x) => x * draws) : tensor.sumOver(t, drawAxis);
    return tensor.expand(summed, axes).data;
  };
  const gap = tensor.map2(block.left, block.right, (x, y) => x - y);
  const parts = {
    gap: total(gap),
    square: total(tensor.map(gap, (x) => x * x)),
    left: total(block.left),
    right: total(block.right),
  };
  const scale =
    block.scale === null ? (sums?.scale ?? total(tensor.zero)) : total(tensor.map(block.scale, (x) => x * x));
  if (sums === null) return { count: draws, axes, ...parts, scale };
  const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x + (b[i] as number));
  const share = (sums.count + draws) / sums.count;
  return {
    count: sums.count + draws,
    axes,
    gap: plus(sums.gap, parts.gap),
    square: plus(sums.square, parts.square),
    left: plus(sums.left, parts.left),
    right: plus(sums.right, parts.right),
    scale: sums.scale.map((x) => x * share),
  };
}

type Judgement = 'holds' | 'violates' | 'differs' | 'open' | 'invalid';

/** Turns the relation so that a violation is a positive gap. */
const directed = (relation: Relation, gap: number): number => (relation === '>=' || relation === '>' ? -gap : gap);

function judge(relation: Relation, look: Look, resolution: number): Judgement {
  const { error, scale } = look;
  if (![look.gap, error, scale].every(Number.isFinite)) return 'invalid';
  const half = width * error;
  const margin = resolution * scale;
  const rest = rounding * scale;
  if (relation === '!=') return Math.abs(look.gap) - half > rest ? 'differs' : 'open';
  if (relation === '=' || relation === 'propto') {
    if (Math.abs(look.gap) + half <= Math.max(margin, rest)) return 'holds';
    return Math.abs(look.gap) - half > margin ? 'violates' : 'open';
  }
  const gap = directed(relation, look.gap);
  if (gap - half > rest) return 'violates';
  return gap + half <= Math.max(margin, rest) ? 'holds' : 'open';
}

function judgeExactly(relation: Relation, look: Look): Judgement {
  if (![look.gap, look.scale].every(Number.isFinite)) return 'invalid';
  const ratio = look.scale === 0 ? 0 : look.gap / look.scale;
  if (relation === '!=') return Math.abs(ratio) > difference ? 'differs' : 'open';
  const gap = relation === '=' || relation === 'propto' ? Math.abs(ratio) : directed(relation, ratio);
  if (gap > difference) return 'violates';
  return gap <= rounding ? 'holds' : 'open';
}
