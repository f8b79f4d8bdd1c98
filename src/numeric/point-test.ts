/** The sequential test of a claim at one choice of indices, at a few values of its free variables. */
import type { Free } from '../kernel/free.js';
import { type Copy, copiesOf, copyBase, type IndexEnv, IndexFault } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import { type Claim, cannotUnderflow, freeCopies, freeOfClaim, isStrict } from './claim.js';
import { type Binding, type Context, emptyContext, NotApplicable } from './context.js';
import type { ContinuousModel } from './continuous.js';
import { Divergent } from './divergence.js';
import { evaluate } from './evaluate.js';
import * as jet from './jet.js';
import { machine } from './machine/machine.js';
import { ProgramRecorder } from './machine/recorder.js';
import { Replay } from './machine/replay.js';
import type { ModelCache } from './model-cache.js';
import { fallsWithModel, needsIntegrals } from './needed.js';
import {
  addSums,
  addTo,
  compared,
  type Judgement,
  judge,
  judgeExactly,
  type Look,
  type Sides,
  type Sums,
  variedAxes,
} from './paired.js';
import { pinned } from './pinned.js';
import { nudgedStream, seedOf, stream } from './random.js';
import { errorBound, errorOf } from './rounding.js';
import { settingEntries } from './setting.js';
import { halfWidth, perLook } from './spending.js';
import { isReal } from './states.js';
import { areNormal, normalShape, shapeOf } from './tails.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';
import { costOf, partsOfClaim, type Work } from './work.js';

/** Draws in one block, and values of the free variables tried in one model. */
const blockSize = 1024;
const firstBlock = 'first stream 0';
const pointCount = 3;

/** A witness of != that takes more draws than this is left to the exact interpretation. */
const witnessSamples = 16 * blockSize;

/** The most entries of rows that a replay may make: some seconds of work. */
const mostEntries = 2 ** 33;

/** The most draws of a line that cannot be replayed. */
const evaluatedSamples = 256 * blockSize;

export interface SamplingOptions {
  readonly seed: number;
  readonly classOf: (name: string) => string;
  /** The most draws at each point. */
  readonly samples: number;
  /** The fewest draws at each point. */
  readonly least?: number;
  /** Differences within this share of the scale are agreement. */
  readonly resolution: number;
  /** How many lines share the error probability of the file. */
  readonly lines: number;
  /** The models of lines before this one. */
  readonly models?: ModelCache;
  /** What is left to the line; without it there is no bound. */
  readonly work?: Work;
  /** Try one point of one model only. */
  readonly isBrief?: boolean;
  /** Integrate by quadrature alone, and draw nothing. */
  readonly exactly?: boolean;
  /** Let unknown functions fall off, all of any sign or all positive; what has no integral even so has no value. */
  readonly decays?: 'any' | 'positive' | null | undefined;
}

export interface Outcome {
  readonly status: 'agrees' | 'disagrees' | 'undecided';
  readonly reason: string | null;
  /** Whether one side has no value here, where the other has: then there is nothing to look at. */
  readonly isValueless?: boolean;
  readonly samples: number;
  readonly looks: readonly Look[];
  readonly worst: Look | null;
}

/** Why a test at points without values decides nothing. */
export const notFinite =
  'a side is infinite or no number: the logarithm of a negative number, an integral that does not converge, or both are too small to be told from zero';

/** Where a side overflows at some point the others tell what there is to tell; at most of them there is nothing. */
const isMostlyInvalid = (verdicts: readonly Judgement[]): boolean =>
  2 * verdicts.filter((verdict) => verdict === 'invalid').length >= verdicts.length;

const leavesNothingOpen = (verdict: Judgement): boolean => verdict === 'holds' || verdict === 'invalid';

/** Why the budget ended before a decision. */
function undecidedBy(count: number, looks: readonly Look[], widths: readonly number[], isBrief: boolean): string {
  if (isBrief) return `${count} draws show no conflict, and are too few to settle it`;
  const tame = looks.every(({ shape, draws }, i) => areNormal(shape, draws, widths[i] as number));
  return tame
    ? `${count} draws do not settle it`
    : `a few of ${count} draws outweigh the others: no interval can be trusted`;
}

const borrowed =
  'no density is a factor of an integrand here, and draws from one inside it may miss where most of the integral lies';

/** The test at one assignment of indices: some values of the free variables, each with its own interval. */
export class PointTest {
  private drew = false;

  constructor(
    private readonly claim: Claim,
    private readonly free: Free,
    private readonly at: ContinuousModel,
    private readonly env: IndexEnv,
    private readonly options: SamplingOptions,
    /** How many points of the line were tried before. */
    private readonly pointsBefore: number,
  ) {}

  /** null where an index leaves its plate or an assumption fails. */
  run(): Outcome | null {
    try {
      this.spend();
      return this.found();
    } catch (error) {
      if (error instanceof IndexFault) return null;
      throw error;
    }
  }

  private found(): Outcome | null {
    try {
      const first = this.sample(firstBlock);
      if (first === null) return null;
      return this.drew ? machine().borrowing(() => this.sequential(first)) : this.deterministic(first);
    } catch (error) {
      if (error instanceof Divergent && (this.options.decays ?? null) !== null) return this.withoutValue(error);
      throw error;
    }
  }

  /** Of an equality one side of which has no value here. */
  private withoutValue(error: Divergent): Outcome {
    const { left, right, relation, upTo } = this.claim;
    const context = this.startSample(firstBlock);
    const isDivergent = (side: Term): boolean => {
      try {
        if (tensor.entriesOf(jet.primal(evaluate(side, this.at, context))).every(Number.isFinite)) return false;
        throw error;
      } catch (own) {
        if (own instanceof Divergent && own !== error) return true;
        throw own;
      }
    };
    const { model } = this.at;
    const isSure = (side: Term): boolean => needsIntegrals(side, model) && fallsWithModel(side, model);
    if (relation !== '=' || upTo !== null || ![left, right].every(isSure)) throw error;
    const [isLeft, isRight] = [isDivergent(left), isDivergent(right)];
    if (isLeft === isRight) throw error;
    const reason = `the ${isLeft ? 'left' : 'right'} side has no value where the other has one: ${error.message}`;
    return { status: 'disagrees', reason, isValueless: true, samples: 0, looks: [], worst: null };
  }

  private sequential(first: Sides): Outcome {
    let sums = addTo(null, first, blockSize);
    for (let [total, look] = [this.options.least ?? blockSize, 1]; ; total *= 2, look++) {
      sums = this.extend(sums, 'first stream', Math.min(total, Math.max(blockSize, this.options.samples)));
      const looks = this.looks(sums);
      const widths = looks.map((_, i) => this.widthAt(i, look));
      const verdicts = looks.map((_, i) => this.verdictOn(looks, i, widths[i] as number));
      if (isMostlyInvalid(verdicts))
        return { status: 'undecided', reason: notFinite, samples: sums.count, looks, worst: null };
      const bad = verdicts.indexOf('violates');
      if (bad >= 0 && this.at.notes.borrows)
        return { status: 'undecided', reason: borrowed, samples: sums.count, looks, worst: null };
      if (bad >= 0 && this.repeats(sums.count, bad, widths[bad] as number))
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
      if (verdicts.every(leavesNothingOpen))
        return { status: 'agrees', reason: null, samples: sums.count, looks, worst: null };
      const budget = this.budget();
      if (sums.count >= budget) {
        return {
          status: 'undecided',
          reason: undecidedBy(sums.count, looks, widths, this.options.isBrief === true),
          samples: sums.count,
          looks,
          worst: null,
        };
      }
    }
  }

  private budget(): number {
    const { replay } = this;
    const most =
      replay === null ? evaluatedSamples : replay === undefined ? Number.POSITIVE_INFINITY : mostEntries / replay.rows;
    const asked = this.claim.relation === '!=' ? witnessSamples : Number.POSITIVE_INFINITY;
    return Math.min(most, asked, this.options.samples);
  }

  /** A difference within rounding leaves a point open, whatever the draws say. */
  private verdictOn(looks: readonly Look[], at: number, width: number): Judgement {
    const look = looks[at] as Look;
    const judgement = this.judged(look, judge(this.claim.relation, look, this.options.resolution, width));
    if (judgement !== 'violates' && judgement !== 'differs') return judgement;
    return this.isBeyondRounding(looks, at) ? judgement : 'open';
  }

  /** A point without any magnitude tells nothing, unless neither side can underflow. */
  private judged(look: Look, judgement: Judgement): Judgement {
    const { left, right } = this.claim;
    return look.scale > 0 || (cannotUnderflow(left) && cannotUnderflow(right)) ? judgement : 'invalid';
  }

  /** A refutation must show again on draws of its own. */
  private repeats(count: number, at: number, width: number): boolean {
    const sums = this.extend(null, 'second stream', count);
    const look = this.looks(sums)[at];
    return look !== undefined && judge(this.claim.relation, look, this.options.resolution, width) === 'violates';
  }

  /** The half-width of the intervals of a look at one of the points of this test. */
  private widthAt(point: number, look: number): number {
    return halfWidth(perLook(this.options.lines, this.pointsBefore + point + 1, look));
  }

  private extend(sums: Sums | null, name: string, total: number): Sums {
    let result = sums;
    while (result === null || result.count < total) {
      this.spend();
      const done = result?.count ?? 0;
      result = result === null ? addTo(null, this.block(`${name} 0`), blockSize) : this.more(result, `${name} ${done}`);
    }
    return result;
  }

  /** What a block takes. */
  private spend(): void {
    const { work, isBrief } = this.options;
    if (work === undefined) return;
    this.parts ??= partsOfClaim(this.claim, this.at.model, this.env);
    work.spend(costOf(this.parts, blockSize * (isBrief === true ? 1 : pointCount)));
  }

  private parts: number | null = null;

  private block(name: string, skipScale = false): Sides {
    const block = this.sample(name, skipScale);
    if (block === null) throw new IndexFault('an index leaves its plate');
    return block;
  }

  /** What is done with further blocks, as a program; undefined before it was tried, null where it cannot be one. */
  private replay: Replay | null | undefined;

  /** One more block: the first is evaluated and written down, those after it replay what was written. */
  private more(sums: Sums, name: string): Sums {
    if (this.replay) {
      const seed = this.blockSeed(name);
      return addSums(
        sums,
        this.replay.run(blockSize, (stream) => seedOf(seed, stream), sums.pivot),
        blockSize,
      );
    }
    if (this.replay === null) return addTo(sums, this.block(name, true), blockSize);
    const recorder = new ProgramRecorder();
    const { left, right } = tensor.recorded(recorder, () => this.block(name, true));
    const pairs = recorder.pairs(left, right, sums.axes);
    this.replay = pairs === null ? null : new Replay(machine(), recorder.program, pairs);
    return addTo(sums, { left, right, scale: null }, blockSize);
  }

  private blockSeed(name: string): number {
    return Math.floor(stream(this.options.seed, `${name} of ${this.at.seed}`).uniform() * 2 ** 32);
  }

  private deterministic(sides: Sides): Outcome {
    const sums = addTo(null, sides, 1);
    const looks = this.looks(sums).map((look) => ({ ...look, error: 0, shape: normalShape }));
    const verdicts = looks.map((look) => this.judged(look, judgeExactly(this.claim.relation, look)));
    const outcome = (status: Outcome['status'], reason: string | null, at: number): Outcome => ({
      status,
      reason,
      samples: 0,
      looks,
      worst: looks[at] ?? null,
    });
    if (isMostlyInvalid(verdicts)) return outcome('undecided', notFinite, 0);
    const found = verdicts.findIndex(
      (v, i) => (v === 'violates' || v === 'differs') && this.isBeyondRounding(looks, i),
    );
    if (found >= 0) return outcome(verdicts[found] === 'violates' ? 'disagrees' : 'agrees', null, found);
    return verdicts.every(leavesNothingOpen)
      ? outcome('agrees', null, 0)
      : outcome('undecided', 'a difference close to rounding', 0);
  }

  private rounding: readonly number[] | null = null;

  /** Whether the difference at a point is more than what rounding may have made of equal sides. */
  private isBeyondRounding(looks: readonly Look[], at: number): boolean {
    this.rounding ??= this.roundingErrors();
    return Math.abs((looks[at] as Look).gap) > (this.rounding[at] as number);
  }

  /** The bound of the rounding error at each point, as a mean over the first block of draws. */
  private roundingErrors(): readonly number[] {
    const context = this.startSample(firstBlock);
    const value = (term: Term, of: Context['magnitude']): Tensor =>
      jet.primal(evaluate(term, this.at, { ...context, magnitude: of }));
    const [left, right] = [value(this.claim.left, null), value(this.claim.right, null)];
    const off = (term: Term): Tensor => tensor.map(value(term, 'rounding'), (x) => errorBound * x);
    const ids = variedAxes(this.claim, this.at.model, this.env);
    const error = errorOf(this.claim, [left, right], [off(this.claim.left), off(this.claim.right)], ids);
    const { count, left: sums } = addTo(
      null,
      { left: error, right: tensor.map2(left, right, () => 0), scale: null },
      blockSize,
    );
    return [...sums].map((sum) => sum / count);
  }

  private looks(sums: Sums): Look[] {
    const n = sums.count;
    return Array.from(sums.pivot, (pivot, i) => {
      const powers = sums.powers.map((power) => power[i]) as [number, number, number, number];
      const offset = powers[0] / n;
      const mean = pivot + offset;
      const variance = Math.max(0, powers[1] / n - offset * offset);
      return {
        left: (sums.left[i] as number) / n,
        right: (sums.right[i] as number) / n,
        gap: mean,
        error: n > 1 ? Math.sqrt(variance / (n - 1)) : 0,
        shape: shapeOf(n, powers),
        draws: n,
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
        this.at.freeBinding(`${copy} ${varied.has(copy)} ${this.options.isBrief}`, () =>
          this.freeBinding(copy, varied),
        ),
      ]),
    );
    return this.bound;
  }

  private freeBinding(copy: Copy, varied: ReadonlySet<Copy>): Binding {
    const draw = nudgedStream(this.at.seed, `point of ${copy}`, this.at.nudges);
    const assumed = pinned(this.at.model).parameters.get(copy);
    if (assumed !== undefined) return { tag: 'real', value: jet.constant(assumed) };
    if (isReal(this.at.model, copyBase(copy)))
      return {
        tag: 'real',
        value: this.at.freeValue(copyBase(copy), jet.constant(this.at.placed(copyBase(copy), draw.normal()))),
      };
    if (this.at.isDiscrete(copy)) return { tag: 'state', axis: this.at.axis(copy) };
    const axis: Axis = varied.has(copy)
      ? { id: 'varied point', size: pointCount, rank: 0 }
      : { id: 'point', size: this.options.isBrief === true ? 1 : pointCount, rank: 0 };
    return {
      tag: 'real',
      value: this.at.freeValue(
        copyBase(copy),
        tensor.fill([axis], () => 1.2 * draw.normal()),
      ),
    };
  }

  /** Draws anew; the same name gives the same draws. */
  private startSample(name: string): Context {
    this.at.startBlock(blockSize, this.blockSeed(name), name === firstBlock);
    return {
      ...emptyContext,
      env: this.env,
      bindings: this.bindings(),
      nonlinear: this.options.exactly ?? false,
      drawn: new Map(),
    };
  }

  private sample(name: string, skipScale = false): Sides | null {
    const context = this.startSample(name);
    if (!this.assumptionsHold(context)) return null;
    const value = (term: Term): Tensor => jet.primal(evaluate(term, this.at, context));
    const [left, right] = [value(this.claim.left), value(this.claim.right)];
    this.drew ||= context.drawn.size > 0;
    const magnitude = (term: Term): Tensor => jet.primal(evaluate(term, this.at, { ...context, magnitude: 'terms' }));
    const scale = skipScale ? null : tensor.map2(magnitude(this.claim.left), magnitude(this.claim.right), Math.max);
    return compared(this.claim, left, right, scale, this.at.model, this.env, this.drew);
  }

  private assumptionsHold(context: Context): boolean {
    return pinned(this.at.model).others.every(({ left, relation, right }) => {
      if (relation === '=' || relation === '!=' || relation === 'propto')
        throw new NotApplicable('no random model is made to satisfy an assumed equation');
      const { refs } = freeOfClaim({ left, relation, right, upTo: null }, this.at.model);
      if (refs.some(({ name }) => !isReal(this.at.model, name)))
        throw new NotApplicable('no random model is made to satisfy an assumption about all values of a variable');
      const [l, r] = [left, right].map((t) => jet.primal(evaluate(t, this.at, { ...context, nonlinear: true }))) as [
        Tensor,
        Tensor,
      ];
      const sign = relation === '<' || relation === '<=' ? 1 : -1;
      return tensor
        .entriesOf(tensor.map2(l, r, (x, y) => sign * (x - y)))
        .every((x) => x < 0 || (x === 0 && !isStrict(relation)));
    });
  }
}

function positions(axes: readonly Axis[], at: number): Map<string, number> {
  const found = new Map<string, number>();
  let rest = at;
  for (const axis of [...axes].reverse()) {
    found.set(axis.id, rest % axis.size);
    rest = Math.floor(rest / axis.size);
  }
  return found;
}
