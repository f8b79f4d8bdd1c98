/**
 * The Monte Carlo interpretation's finding on a claim: random continuous models, and in each the sequential test at
 * every choice of indices; the same with every measure on a grid where quadrature reaches.
 */
import type { Free } from '../kernel/free.js';
import type { Form, Model } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { attempts, emptyReason } from './assumed.js';
import {
  assignments,
  type Claim,
  classesOf,
  comparedOf,
  differentiatesMeasure,
  freeOfClaim,
  hasMeasure,
  isDirected,
  openParameter,
  subterms,
} from './claim.js';
import { NotApplicable, newNotes } from './context.js';
import { ContinuousModel, type ContinuousOptions, type Estimator } from './continuous.js';
import { beyondBudget, type Compared, type Evidence, type Method, notApplicable } from './evidence.js';
import { ModelCache } from './model-cache.js';
import { type Look, rounding } from './paired.js';
import { type Outcome, PointTest, type SamplingOptions } from './point-test.js';
import { variants } from './quadrature.js';
import { stream } from './random.js';
import { envOf, seek, slackAt } from './seek.js';
import type { Sizes } from './sizes.js';
import { confidence } from './spending.js';
import { isReal } from './states.js';
import * as tensor from './tensor.js';
import { OutOfBudget } from './work.js';

/** Lengths at which everything real is measured, for equalities and for the search of a violation. */
const equalityScales: readonly number[] = [1, 1];
/** At some values of the parameters an integrand is too sharp or too wide for a grid; then others are tried. */
const quadratureScales: readonly number[] = [1, 1, 1, 1, 1, 1];
const inequalityScales: readonly number[] = [1, 0.1, 5, 1, 0.3, 2];

/** The sizes of all models but the second, and of that one: grids reach over few members only. */
const usualSizes: Sizes = { n: 3, others: 2, m: 2, k: 3 };
const otherSizes: Sizes = { n: 4, others: 3, m: 3, k: 4 };
const sizesOnGrids: Sizes = { n: 2, others: 3, m: 1, k: 2 };

/** The most draws at a point when another is undecided. */
const samplesAfter = 2 ** 15;

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
  const open = openParameter(claim, model);
  if (open !== null) return notApplicable(method, open);
  try {
    return search(claim, model, options, estimator, method);
  } catch (error) {
    if (error instanceof NotApplicable) return notApplicable(method, error.message);
    if (error instanceof OutOfBudget) return beyondBudget(method, error);
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
  { variant = 0, differences = null }: Again = {},
  sizes = usualSizes,
): ContinuousModel {
  const states = (name: string): number => (stream(seed, `count ${name}`).uniform() < 0.5 ? 2 : 3);
  const { classOf, models = new ModelCache() } = options;
  const name = `continuous ${estimator} ${scale} ${seed} ${sizes.n} ${variant} ${differences} ${classesOf(model, classOf)}`;
  return models.of(name, () => {
    const more = { variant, differences };
    return new ContinuousModel(model, envOf(sizes, model), { seed, states, classOf, scale, estimator, ...more });
  });
}

/** How the same model is evaluated again. */
type Again = Pick<ContinuousOptions, 'variant' | 'differences'>;

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
  readonly compared: Compared | null;
}

function search(claim: Claim, model: Model, options: SamplingOptions, estimator: Estimator, method: Method): Evidence {
  const progress: Progress = {
    models: 0,
    points: 0,
    samples: 0,
    undecided: null,
    shown: null,
    compared: comparedOf(claim),
  };
  const free = freeOfClaim(claim, model);
  const directed = isDirected(claim.relation);
  const equal = options.exactly === true ? quadratureScales : equalityScales;
  const most = options.isBrief === true ? 1 : equalityScales.length;
  const second = options.exactly === true ? sizesOnGrids : otherSizes;
  let failure: NotApplicable | null = null;
  for (const [i, scale] of (directed ? inequalityScales : equal).entries()) {
    if ((!directed || options.isBrief === true) && progress.models === most) break;
    try {
      const { continuous, settled } = tryAllowed(claim, free, options, progress, (attempt) => {
        const name = `continuous model ${i}${attempt === 0 ? '' : `.${attempt}`}`;
        const seed = Math.floor(stream(options.seed, name).uniform() * 2 ** 32);
        return (again) => modelOf(model, options, estimator, scale, seed, again, i === 1 ? second : usualSizes);
      });
      progress.models++;
      if ([...continuous.notes.ranges.values()].includes(false))
        return notApplicable(method, 'the range of a sum or product is empty at the sizes sampled');
      if (settled !== null) return report(method, settled.status, null, progress, options, settled.worst);
    } catch (error) {
      // Declared laws do not scale with the model, so that a grid may miss them at the scales of the search.
      if (!(error instanceof NotApplicable) || (progress.models === 0 && options.exactly !== true)) throw error;
      failure = error;
    }
  }
  if (progress.models === 0 && failure !== null) throw failure;
  if (progress.shown === null) return notApplicable(method, emptyReason(model));
  // What is drawn takes longer, and never is so near to its value.
  if (progress.samples === 0 && progress.undecided === null && options.isBrief !== true && claim.relation !== '!=') {
    const violated = seekFurther(claim, free, model, options, progress);
    if (violated !== null) return report(method, 'disagrees', null, progress, options, violated);
  }
  const status = progress.undecided === null ? 'agrees' : 'undecided';
  return report(method, status, progress.undecided, progress, options, progress.shown);
}

/** Where a violation is found in further models, or null. */
function seekFurther(
  claim: Claim,
  free: Free,
  model: Model,
  options: SamplingOptions,
  progress: Progress,
): Look | null {
  const { models, points, violated, tightest } = seek(claim, free, model, options, ({ name, sizes, reach, nudges }) => {
    const seed = Math.floor(stream(options.seed, name).uniform() * 2 ** 32);
    const more = { estimator: 'pathwise', classOf: options.classOf, scale: 1, reach, nudges } as const;
    return new ContinuousModel(model, envOf(sizes, model), { seed, states: () => 2, ...more });
  });
  progress.models += models;
  progress.points += points;
  const { relation } = claim;
  const isTighter = (look: Look): boolean =>
    progress.shown === null || slackAt(relation, look) < slackAt(relation, progress.shown);
  if (isDirected(relation) && tightest !== null && isTighter(tightest)) progress.shown = tightest;
  return violated;
}

/** One model, as it is evaluated first and again. */
type Made = (again?: Again) => ContinuousModel;

interface Tried {
  readonly continuous: ContinuousModel;
  readonly settled: { status: 'agrees' | 'disagrees'; worst: Look | null } | null;
}

/** Draws models until one meets the assumptions. */
function tryAllowed(
  claim: Claim,
  free: Free,
  options: SamplingOptions,
  progress: Progress,
  draw: (attempt: number) => Made,
): Tried {
  const { points } = progress;
  for (let attempt = 0; ; attempt++) {
    const made = draw(attempt);
    const continuous = made();
    continuous.notes = newNotes();
    const settled = tryModel(claim, free, made, options, progress);
    if (progress.points > points || attempt + 1 >= attempts(continuous.model)) return { continuous, settled };
  }
}

/** All assignments of indices in one model; an outcome that ends the search, or null. */
function tryModel(
  claim: Claim,
  free: Free,
  made: Made,
  options: SamplingOptions,
  progress: Progress,
): { status: 'agrees' | 'disagrees'; worst: Look | null } | null {
  const continuous = made();
  for (const env of assignments(free, continuous.model, continuous.sizes)) {
    // A line that is undecided at one point is refuted at another, or undecided: that is worth fewer draws.
    const samples = progress.undecided === null ? options.samples : Math.min(options.samples, samplesAfter);
    const first = new PointTest(claim, free, continuous, env, { ...options, samples }, progress.points).run();
    if (first === null) continue;
    const outcome = reexamined(claim, first, made, (at, least) => {
      const draws = { least: Math.min(least, options.samples), samples: Math.min(repeated * least, options.samples) };
      return new PointTest(claim, free, at, env, { ...options, ...draws }, progress.points).run();
    });
    progress.points += outcome.looks.length;
    progress.samples = Math.max(progress.samples, outcome.samples);
    progress.shown ??= outcome.looks[0] ?? null;
    if (outcome.status === 'disagrees') return { status: 'disagrees', worst: outcome.worst };
    if (outcome.status === 'undecided') progress.undecided ??= outcome.reason;
    if (claim.relation === '!=' && outcome.status === 'agrees') return { status: 'agrees', worst: outcome.worst };
    if (options.isBrief === true) break;
  }
  return null;
}

/** Steps of differences of integrals that are known to rounding, and of means over the same draws. */
const [smallStep, wideStep] = [0.02, 0.1];
/** A jump moves few draws far: with fewer of them none may be seen. */
const leastAgain = 2 ** 14;
/** How many times the draws of a decision its examination may take. */
const repeated = 4;

const otherwise = (outcome: Outcome, reason: string): Outcome => ({
  ...outcome,
  status: 'undecided',
  reason,
  worst: null,
});

/**
 * The outcome at a point, or an undecided one where it does not show again: a refutation on grids with other nodes, and
 * where an integral is differentiated by differences of the integral. Under the integral sign what a jump does is not
 * seen, so that an agreement where there may be one must not be contradicted by these.
 */
function reexamined(
  claim: Claim,
  outcome: Outcome,
  made: Made,
  run: (at: ContinuousModel, least: number) => Outcome | null,
): Outcome {
  const { model } = made();
  const sides = [claim.left, claim.right];
  const drew = outcome.samples > 0;
  const again = (how: Again): Outcome | null => {
    try {
      return run(made(how), Math.max(leastAgain, outcome.samples));
    } catch (error) {
      if (error instanceof NotApplicable) return null;
      throw error;
    }
  };
  const byDifferences = sides.some((side) => differentiatesMeasure(side, model))
    ? { variant: drew ? 0 : 1, differences: drew ? wideStep : smallStep }
    : null;
  if (outcome.status === 'disagrees') {
    const grids = drew ? [] : variants.slice(1).map((_, i) => ({ variant: i + 1 }));
    if (!grids.every((how) => repeats(outcome, again(how), 0.01)))
      return otherwise(outcome, 'the sides do not differ by as much on other grids');
    if (byDifferences !== null && !repeats(outcome, again(byDifferences), 0.5))
      return otherwise(outcome, 'the sides do not differ where what is integrated is differentiated by differences');
  }
  const isDoubtful = outcome.status === 'agrees' && byDifferences !== null && sides.some((s) => mayBend(s, model));
  return isDoubtful && contradicts(again(byDifferences))
    ? otherwise(outcome, 'an integral of what is not smooth cannot be differentiated under the integral sign')
    : outcome;
}

/** Whether a refutation shows again, by a difference within a share of the first. */
function repeats({ looks, worst }: Outcome, again: Outcome | null, share: number): boolean {
  const second = again?.looks[looks.indexOf(worst as Look)];
  if (worst === null || second === undefined) return false;
  return Math.abs(second.gap - worst.gap) + sureErrors * second.error <= share * Math.abs(worst.gap);
}

/** The draws of the first decision have left no doubt of chance. */
const sureErrors = 4;

/** Whether the sides differ by more than differences may be off by. */
const contradicts = (again: Outcome | null): boolean =>
  again?.status === 'disagrees' && Math.abs(again.worst?.gap ?? 0) > 1e-3 * (again.worst?.scale ?? 0);

/** Whether a term may have corners or jumps. */
function mayBend(term: Term, model: Model): boolean {
  for (const t of subterms(term, model)) {
    if (t.tag === 'fn' && (t.name === 'abs' || t.name === 'sqrt')) return true;
    if (t.tag === 'pow' && !(t.exponent.tag === 'num' && t.exponent.value.den === 1n)) return true;
    if (t.tag === 'law' && bent.has(t.law)) return true;
    if (t.tag === 'density' && model.families.get(t.family)?.factors.some(({ form }) => formBends(form, model)))
      return true;
  }
  return false;
}

const formBends = (form: Form | null, model: Model): boolean =>
  form !== null && form.tag !== 'table' && mayBend(form.tag === 'law' ? form.law : form.body, model);

/** Laws whose densities have a corner, or a jump at a bound of their support. */
const bent: ReadonlySet<string> = new Set(['Laplace', 'Uniform', 'Exponential', 'Gamma', 'Beta']);

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
            compared: progress.compared,
            model: 'a random continuous model, mixtures of linear Gaussians',
            file: null,
          },
  };
}
