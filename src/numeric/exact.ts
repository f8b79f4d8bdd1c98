/** The exact interpretation's finding on a claim: random finite models, every state and every choice of indices. */
import type { Free } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { type IndexEnv, IndexFault } from '../kernel/network.js';
import { assumptionsHold, attempts, emptyReason } from './assumed.js';
import {
  assignments,
  type Claim,
  classesOf,
  comparedOf,
  freeOfClaim,
  isDirected,
  isStrict,
  openParameter,
} from './claim.js';
import { rounding, sides } from './comparison.js';
import { NotApplicable, newNotes } from './context.js';
import { descend } from './descent.js';
import { entriesOf } from './entries.js';
import { beyondBudget, type Counterexample, type Evidence, notApplicable } from './evidence.js';
import { FiniteModel } from './finite.js';
import { ModelCache } from './model-cache.js';
import { bindFree, pointsOf } from './points.js';
import { stream } from './random.js';
import { settingEntries, stateEntries } from './setting.js';
import { furtherSizes, hasPlates, sizesOf } from './sizes.js';
import {
  type Comparison,
  decided,
  difference,
  merge,
  mergeSought,
  newTally,
  record,
  type Setting,
  statusOf,
  type Tally,
} from './tally.js';
import * as tensor from './tensor.js';
import { costOf, OutOfBudget, partsOfClaim, type Work } from './work.js';

type Size = Omit<Setting, 'length' | 'nudges' | 'signs'>;

const settings: readonly Size[] = [
  { n: 2, m: 1, k: 2, states: 2, spread: 1 },
  { n: 3, m: 2, k: 3, states: 3, spread: 1 },
  { n: 5, m: 2, k: 2, states: 2, spread: 0.7 },
  { n: 3, m: 1, k: 2, states: 2, spread: 2.5 },
  { n: 1, m: 1, k: 2, states: 2, spread: 1 },
];

/** Lengths at which states are measured, for equalities and for the search of a violation. */
const equalityLengths: readonly number[] = [1, 1];
const inequalityLengths: readonly number[] = [1, 0.1, 5, 0.1, 0.3, 1];

/**
 * Models for a line a side of which had no value in any: what is unknown is positive, or of one sign each. There a logarithm
 * or a root of it has one.
 */
const oneSigned: readonly (Size & Pick<Setting, 'signs'>)[] = [
  { n: 2, m: 1, k: 2, states: 2, spread: 1, signs: 'positive' },
  { n: 2, m: 1, k: 2, states: 2, spread: 1, signs: 'one' },
  { n: 2, m: 1, k: 2, states: 2, spread: 0.7, signs: 'one' },
  { n: 3, m: 2, k: 3, states: 3, spread: 1, signs: 'positive' },
  { n: 3, m: 2, k: 3, states: 3, spread: 1, signs: 'one' },
];

/**
 * Models in which a violation is sought: where states follow from each other almost surely, where tables are uneven, and
 * where parameters are small or large.
 */
const extremes: readonly Size[] = [
  { n: 2, m: 1, k: 2, states: 2, spread: 0.3, pattern: 'sum' },
  { n: 3, m: 2, k: 3, states: 3, spread: 0.3, pattern: 'sum' },
  { n: 2, m: 1, k: 4, states: 2, spread: 0.3, pattern: 'copy' },
  { n: 3, m: 2, k: 3, states: 4, spread: 0.3, pattern: 'copy' },
  { n: 2, m: 1, k: 2, states: 2, spread: 1, pattern: 'mixed', reach: 0.1 },
  { n: 2, m: 1, k: 2, states: 2, spread: 1, pattern: 'mixed', reach: 3 },
  { n: 3, m: 2, k: 3, states: 3, spread: 1, pattern: 'mixed' },
  { n: 2, m: 1, k: 2, states: 2, spread: 6, reach: 10 },
  { n: 3, m: 2, k: 3, states: 3, spread: 6, reach: 5 },
  { n: 2, m: 1, k: 2, states: 2, spread: 0.1, reach: 3 },
];

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
  /** Whether a violation is sought at further sizes, and by descents, too; it is unless this says no. */
  readonly seeks?: boolean;
}

/** Tries a claim in finite models. The claim has no const terms left. */
export function exactEvidence(claim: Claim, model: Model, options: ExactOptions): Evidence {
  const open = openParameter(claim, model);
  if (open !== null) return notApplicable('exact', open);
  const search = new Search(claim, model, options);
  try {
    search.run();
  } catch (error) {
    if (error instanceof NotApplicable) return notApplicable('exact', error.message);
    if (error instanceof OutOfBudget) return beyondBudget('exact', error);
    throw error;
  }
  const { tally, tooLarge } = search;
  if (tally.points > 0) return report(claim, model, tally, options.cell);
  return notApplicable('exact', tooLarge ? 'the joint table of this line is too large' : emptyReason(model));
}

/** A model from which a violation is sought. */
interface Start {
  readonly setting: Setting;
  readonly name: string;
  readonly slack: number;
  readonly closest: number;
}

/** From how many models a descent begins, by either measure. */
const descents = 2;

/** What further models of a line may take together, and each descent. */
const [furtherWork, descentWork] = [2 ** 22, 2 ** 21];
const leastSteps = 40;

const slackOf = ({ tightest }: Tally): number => tightest?.slack ?? Number.POSITIVE_INFINITY;

/** The search for a model in which a claim fails. */
class Search {
  readonly tally = newTally();
  /** Whether a model was too large to be tried. */
  tooLarge = false;
  readonly #starts: Start[] = [];
  readonly #free: Free;
  readonly #isBrief: boolean;

  constructor(
    private readonly claim: Claim,
    private readonly model: Model,
    private readonly options: ExactOptions,
  ) {
    this.#free = freeOfClaim(claim, model);
    this.#isBrief = options.isBrief === true;
  }

  /** Ends with the first model that decides against the claim. */
  run(): void {
    const lengths = isDirected(this.claim.relation) ? inequalityLengths : equalityLengths;
    for (const [i, setting] of this.#settings().entries()) {
      for (const [repeat, length] of lengths.slice(0, this.#isBrief ? briefLengths : undefined).entries()) {
        this.#tryNamed(`${i}.${repeat}`, { ...setting, length, nudges: [], signs: 'any' });
        // No other model is smaller than the first.
        if (decided(this.tally) || (this.tooLarge && i === 0)) return;
      }
    }
    if (this.tally.first === null && this.tally.hasNegative) this.#tryOneSigned();
    if (this.#isBrief || this.tally.first === null || this.options.seeks === false) return;
    this.#tryFurther();
    if (!decided(this.tally)) this.#descend();
  }

  /** Other sizes, and for what bounds a side the models where bounds fail, as far as these are small. */
  #tryFurther(): void {
    const { relation } = this.claim;
    const sizes = hasPlates(this.model) ? furtherSizes.map((size): Size => ({ ...size, states: 2, spread: 1 })) : [];
    let left = this.#affordable(furtherWork);
    for (const [i, size] of [...sizes, ...(isDirected(relation) ? extremes : [])].entries()) {
      const setting: Setting = { ...size, length: 1, nudges: [], signs: 'any' };
      const cost = this.#costOf(`further ${i}`, setting);
      if (cost > left) continue;
      left -= cost;
      this.#trySought(`further ${i}`, setting);
      if (decided(this.tally)) return;
    }
  }

  /** As much of the work as leaves most of the budget to what follows. */
  #affordable = (work: number): number => Math.min(work, (this.options.work?.left ?? Number.POSITIVE_INFINITY) / 16);

  /** A model that a line need have no value in. */
  #trySought(name: string, setting: Setting): void {
    try {
      this.#tryNamed(name, setting, true);
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
    }
  }

  /** What the comparisons of a model take, with the tables that they need. */
  #costOf(name: string, setting: Setting): number {
    const finite = this.#modelOf(name, setting);
    const parts = partsOfClaim(this.claim, this.model, finite.sizes);
    const tables = entriesOf(this.claim, finite);
    return assignments(this.#free, this.model, finite.sizes).reduce(
      (sum, env) => sum + costOf(parts, tables + pointsOf(this.#free, finite, env)),
      0,
    );
  }

  #tryOneSigned(): void {
    for (const [i, setting] of oneSigned.entries()) {
      this.#tryNamed(`signs ${i}`, { ...setting, length: 1, nudges: [] });
      if (decided(this.tally)) return;
    }
  }

  #settings(): readonly Size[] {
    const sizes = settings.slice(0, this.#isBrief ? briefSettings : undefined);
    return hasPlates(this.model) ? sizes : sizes.filter(({ n }) => n === 2 || n === 3);
  }

  /** Draws models until one meets the assumptions. */
  #tryNamed(name: string, setting: Setting, isSought = false): void {
    const own = newTally();
    try {
      let tried = name;
      for (let i = 0; i < attempts(this.model) && own.models === 0; i++) {
        tried = i === 0 ? name : `${name}.${i}`;
        this.#tryModel(tried, setting, own);
      }
      // Where tables are uneven, sides that are told apart may come too near to each other for that.
      if (isSought && isStrict(this.claim.relation)) own.tightest = null;
      if (own.tightest !== null) this.#starts.push({ setting, name: tried, slack: slackOf(own), closest: own.closest });
    } catch (error) {
      // A family that names its members may have none of this size.
      if (error instanceof IndexFault) return;
      if (!(error instanceof tensor.TooLarge)) throw error;
      this.tooLarge = true;
    }
    (isSought ? mergeSought : merge)(this.tally, own);
  }

  #descend(): void {
    const bySlack = [...this.#starts].sort((a, b) => a.slack - b.slack).slice(0, descents);
    for (const start of bySlack) if (!this.#descendFrom(start, 'slack')) return;
    // What a side leaves to none at all, or to one of the other sign, is all that there is.
    const uneven = this.#starts.filter(({ closest }) => closest < 1).sort((a, b) => a.closest - b.closest);
    if (isStrict(this.claim.relation)) return;
    for (const start of uneven.slice(0, descents)) if (!this.#descendFrom(start, 'closest')) return;
  }

  /** Whether nothing was found. */
  #descendFrom(start: Start, by: 'slack' | 'closest'): boolean {
    const { setting, name } = start;
    const affordable = this.#affordable(descentWork) / this.#costOf(name, setting);
    descend(start[by], by === 'slack' ? Math.max(leastSteps, affordable) : affordable, (nudges) => {
      const own = newTally();
      this.#tryModel(name, { ...setting, nudges }, own);
      mergeSought(this.tally, own);
      return decided(this.tally) ? null : by === 'closest' ? own.closest : slackOf(own);
    });
    return !decided(this.tally);
  }

  /** All assignments of indices in one model. */
  #tryModel(name: string, setting: Setting, tally: Tally): void {
    const finite = this.#modelOf(name, setting);
    finite.notes = newNotes();
    const parts = partsOfClaim(this.claim, this.model, finite.sizes);
    let compared = 0;
    for (const env of assignments(this.#free, this.model, finite.sizes)) {
      this.options.work?.spend(costOf(parts, pointsOf(this.#free, finite, env)));
      const comparison = this.#compare(finite, env, setting);
      if (comparison === null) continue;
      compared++;
      record(this.claim, comparison, tally);
    }
    if (compared > 0) tally.models++;
    for (const [term, filled] of finite.notes.ranges) (filled ? tally.filled : tally.empty).add(term);
  }

  #modelOf(name: string, setting: Setting): FiniteModel {
    const { seed: fileSeed, classOf, cell, hasAbstractCells = false, models = new ModelCache() } = this.options;
    const seed = Math.floor(stream(fileSeed, `exact model ${name}`).uniform() * 2 ** 32);
    const { n, m, k, others, states, spread, length, nudges, signs, pattern, reach } = setting;
    const make = (): FiniteModel =>
      new FiniteModel(this.model, sizesOf(this.model, n, m, k, others), {
        seed,
        states: (variable) => (states === 3 && stream(seed, `count ${variable}`).uniform() < 0.4 ? 2 : states),
        classOf,
        spread,
        length,
        nudges,
        signs,
        pattern: pattern ?? null,
        reach: reach ?? 1,
        ...(cell === undefined ? {} : { cell }),
        hasAbstractCells,
      });
    const key = `finite ${name} ${length} ${cell} ${hasAbstractCells} ${classesOf(this.model, classOf)}`;
    return nudges.length > 0 ? make() : models.of(key, make);
  }

  /** Both sides at one assignment; null where an index leaves its plate or an assumption fails. */
  #compare(finite: FiniteModel, env: IndexEnv, setting: Setting): Comparison | null {
    try {
      const { context, values } = bindFree(this.#free, finite, env);
      if (!assumptionsHold(finite)) return null;
      return { ...sides(this.claim, finite, context), env, values, setting };
    } catch (error) {
      if (error instanceof IndexFault) return null;
      throw error;
    }
  }
}

function report(claim: Claim, model: Model, tally: Tally, cell: number | undefined): Evidence {
  const { status, reason } = statusOf(claim, model, tally);
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
  const { states, signs } = comparison.setting;
  const unknown = { any: '', positive: ', what is unknown is positive', one: ', what is unknown of one sign each' }[
    signs
  ];
  return {
    setting: [...settingEntries(comparison.env, comparison.values), ...stateEntries(comparison.left, at, model)],
    left,
    right,
    difference: left - right,
    model:
      cell === undefined
        ? `a random finite model, ${states} states a variable${unknown}`
        : `a random model of densities, each on ${states} cells of length ${cell}${unknown}`,
    file: null,
  };
}
