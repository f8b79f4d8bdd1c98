/**
 * The Monte Carlo interpretation's finding on a claim: random continuous models, and in each the sequential test at
 * every choice of indices; the same with every measure on a grid where quadrature reaches.
 */
import type { Free } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
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
} from './claim.js';
import { NotApplicable, newNotes } from './context.js';
import { ContinuousModel, type Estimator } from './continuous.js';
import { beyondBudget, type Compared, type Evidence, type Method, notApplicable } from './evidence.js';
import { ModelCache } from './model-cache.js';
import { type Look, rounding } from './paired.js';
import { notFinite, type Outcome, PointTest, type SamplingOptions } from './point-test.js';
import { stream } from './random.js';
import { type Again, type Made, reexamined, repeated } from './reexamine.js';
import { envOf, type Sought, seek, slackAt } from './seek.js';
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

/** A side that has no value in so many models, where the other has one, has none. */
const mostValueless = 3;

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
  const over = (decays: SamplingOptions['decays']): Evidence =>
    find(claim, model, { ...options, exactly: true, decays }, 'pathwise', 'quadrature');
  const found = over(null);
  if (!isOpen(found) || ![claim.left, claim.right].some((side) => hasOpenIntegral(side, model))) return found;
  const fallingOff = over('any');
  if (!isOpen(fallingOff)) return fallingOff;
  const positive = over('positive');
  return positive.status === 'disagrees' ? positive : fallingOff;
}

const isOpen = ({ status }: Evidence): boolean => status === 'not applicable' || status === 'undecided';

/** Whether something is integrated that need not have an integral. */
function hasOpenIntegral(term: Term, model: Model): boolean {
  for (const part of subterms(term, model)) if (part.tag === 'integral' && part.bounds === null) return true;
  return false;
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
  const { decays = null } = options;
  const name = `continuous ${estimator} ${scale} ${seed} ${sizes.n} ${variant} ${differences} ${decays} ${classesOf(model, classOf)}`;
  return models.of(name, () => {
    const more = { variant, differences, ...fallingOff(decays) };
    return new ContinuousModel(model, envOf(sizes, model), { seed, states, classOf, scale, estimator, ...more });
  });
}

/**
 * How far functions reach that fall off, in lengths of the model: less than densities that they are divided by, and further
 * where logarithms are taken, before the functions underflow.
 */
const reachOf = { any: 0.4, positive: 2 } as const;

const fallingOff = (decays: SamplingOptions['decays']) => ({
  reaches: decays ? reachOf[decays] : null,
  signs: decays ?? 'any',
});

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
  /** Tests, and those of them at whose points a side is infinite or no number. */
  tests: number;
  empty: number;
  readonly compared: Compared | null;
}

function search(claim: Claim, model: Model, options: SamplingOptions, estimator: Estimator, method: Method): Evidence {
  const progress: Progress = {
    models: 0,
    points: 0,
    samples: 0,
    undecided: null,
    shown: null,
    tests: 0,
    empty: 0,
    compared: comparedOf(claim),
  };
  const free = freeOfClaim(claim, model);
  const directed = isDirected(claim.relation);
  const equal = options.exactly === true ? quadratureScales : equalityScales;
  const most = options.isBrief === true ? 1 : equalityScales.length;
  const second = options.exactly === true ? sizesOnGrids : otherSizes;
  let failure: NotApplicable | null = null;
  const valueless: Settled[] = [];
  for (const [i, scale] of (directed ? inequalityScales : equal).entries()) {
    if ((!directed || options.isBrief === true) && progress.models === most) break;
    try {
      const { continuous, settled } = tryAllowed(claim, free, options, progress, (attempt) => {
        const name = `continuous model ${i}${attempt === 0 ? '' : `.${attempt}`}`;
        const seed = Math.floor(stream(options.seed, name).uniform() * 2 ** 32);
        return (again) => modelOf(model, options, estimator, scale, seed, again, i === 1 ? second : usualSizes);
      });
      if (settled?.isValueless === true) {
        if (valueless.push(settled) >= mostValueless) break;
        continue;
      }
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
  if (progress.models === 0 && valueless.length >= mostValueless && failure === null) {
    const models = { ...progress, models: valueless.length, points: valueless.length, shown: null };
    return report(method, 'disagrees', valueless[0]?.reason ?? null, models, options, null);
  }
  if (progress.models === 0 && failure !== null) throw failure;
  if (progress.empty > 0 && 2 * progress.empty >= progress.tests) progress.undecided ??= notFinite;
  if (progress.shown === null) return notApplicable(method, emptyReason(model));
  // What is drawn takes longer, and never is so near to its value.
  if (progress.samples === 0 && progress.undecided === null && options.isBrief !== true && claim.relation !== '!=') {
    const violated = seekFurther(claim, free, model, options, progress);
    if (violated !== null) return report(method, 'disagrees', null, progress, options, violated);
  }
  const status = progress.undecided === null ? 'agrees' : 'undecided';
  return report(method, status, progress.undecided, progress, options, progress.shown);
}

/** How far positive parameters go where something is integrated: a grid sees no law that is much narrower. */
const farthestOnGrids = 4;

/** Where a violation is found in further models, or null. */
function seekFurther(
  claim: Claim,
  free: Free,
  model: Model,
  options: SamplingOptions,
  progress: Progress,
): Look | null {
  const isIntegrated = [claim.left, claim.right].some((side) => hasMeasure(side, model));
  const madeAs = ({ name, sizes, reach, nudges }: Sought): Made => {
    const seed = Math.floor(stream(options.seed, name).uniform() * 2 ** 32);
    const farthest = isIntegrated ? farthestOnGrids : Number.POSITIVE_INFINITY;
    const { classOf, decays = null } = options;
    const more = { estimator: 'pathwise', classOf, scale: 1, reach, nudges, farthest, ...fallingOff(decays) } as const;
    return (again) => new ContinuousModel(model, envOf(sizes, model), { seed, states: () => 2, ...more, ...again });
  };
  const { models, points, violated, tightest } = seek(claim, free, model, options, madeAs);
  progress.models += models;
  progress.points += points;
  const { relation } = claim;
  const isTighter = (look: Look): boolean =>
    progress.shown === null || slackAt(relation, look) < slackAt(relation, progress.shown);
  if (isDirected(relation) && tightest !== null && isTighter(tightest)) progress.shown = tightest;
  return violated;
}

type Settled = Outcome & { readonly status: 'agrees' | 'disagrees' };

const isSettled = (outcome: Outcome): outcome is Settled => outcome.status !== 'undecided';

interface Tried {
  readonly continuous: ContinuousModel;
  /** null where it ends no search. */
  readonly settled: Settled | null;
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
function tryModel(claim: Claim, free: Free, made: Made, options: SamplingOptions, progress: Progress): Settled | null {
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
    progress.tests++;
    const isEmpty = outcome.status === 'undecided' && outcome.reason === notFinite;
    // What is shown has values, where any has.
    if (isEmpty ? progress.shown === null : progress.tests - 1 === progress.empty)
      progress.shown = outcome.looks[0] ?? progress.shown;
    if (isEmpty) progress.empty++;
    else if (outcome.status === 'undecided') progress.undecided ??= outcome.reason;
    if (isSettled(outcome) && (outcome.status === 'disagrees' || claim.relation === '!=')) return outcome;
    if (options.isBrief === true) break;
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
            compared: progress.compared,
            model: `a random continuous model, mixtures of linear Gaussians${(options.decays ?? null) !== null ? ', where unknown functions fall off' : ''}`,
            file: null,
          },
  };
}
