/**
 * The search of a violation where a line is compared without draws: at parameters near and far, at other sizes, and for
 * an inequality by descents from where it holds by the least.
 */
import { type Free, headsOf } from '../kernel/free.js';
import type { Model, Relation } from '../kernel/model.js';
import { copiesOf, type IndexEnv } from '../kernel/network.js';
import { isMember, wholeArray } from '../kernel/reference.js';
import { children, integer, type Measure, type Term, type VarRef } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { assignments, type Claim, isDirected, isStrict } from './claim.js';
import { supportOf } from './conditionals.js';
import { NotApplicable } from './context.js';
import type { ContinuousModel } from './continuous.js';
import { descend } from './descent.js';
import { missingMasses } from './masses.js';
import type { Look } from './paired.js';
import { type Outcome, PointTest, type SamplingOptions } from './point-test.js';
import type { Nudge } from './random.js';
import { type Made, reexamined } from './reexamine.js';
import { furtherSizes, hasPlates, type Sizes, sizesOf } from './sizes.js';
import * as tensor from './tensor.js';
import { costOf, OutOfBudget, partsOfClaim } from './work.js';

/** What a model is like from which a violation is sought. */
export interface Sought {
  readonly name: string;
  readonly sizes: Sizes;
  /** The standard deviation of parameters. */
  readonly reach: number;
  readonly nudges: readonly Nudge[];
}

/** Standard deviations of parameters. */
const reaches: readonly number[] = [3, 0.3, 1, 5, 0.1, 10];

/** How many models are drawn for an inequality and for an equality, and from how many of them a descent begins. */
const [boundModels, equalityModels, descents] = [36, 8, 2];

/** What all models of a line may take, and each descent. */
const [seekWork, descentWork] = [2 ** 22, 2 ** 21];

/** What is sought may be chosen for an error of the grid: a violation is of this share of the scale. */
const violation = 1e-3;
/** And it is there a little further on, where the nodes lie otherwise. */
const aside: Nudge = { seed: 1, size: 1e-3 };

/** The nodes of a grid over so many real variables, about. */
const nodesOver: readonly number[] = [1, 2 ** 9, 2 ** 15, 2 ** 18];

export interface Found {
  readonly models: number;
  readonly points: number;
  /** Where a line fails. */
  readonly violated: Look | null;
  /** Where an inequality holds by the least. */
  readonly tightest: Look | null;
}

/** What of a mass of 1 may be beyond a grid. */
const sureMass = 1e-6;

const vanishes = (left: Term): Claim => ({ left, relation: '=', right: integer(0), upTo: null });

const plain: Sizes = { n: 3, others: 2, m: 2, k: 3 };

export const envOf = ({ n, others, m, k }: Sizes, model: Model): IndexEnv => sizesOf(model, n, m, k, others);

/** By how much a line holds at a point, of the scale. */
export function slackAt(relation: Relation, { gap, scale }: Look): number {
  if (!Number.isFinite(gap) || !(scale > 0)) return Number.POSITIVE_INFINITY;
  if (relation === '<=' || relation === '<') return -gap / scale;
  return relation === '>=' || relation === '>' ? gap / scale : -Math.abs(gap) / scale;
}

export function seek(
  claim: Claim,
  free: Free,
  model: Model,
  options: SamplingOptions,
  madeAs: (sought: Sought) => Made,
): Found {
  const search = new Search(claim, free, model, options, madeAs);
  try {
    search.run();
  } catch (error) {
    // What has been found is no less true.
    if (!(error instanceof OutOfBudget)) throw error;
  }
  return search;
}

interface Start {
  readonly sought: Sought;
  readonly slack: number;
}

class Search implements Found {
  models = 0;
  points = 0;
  violated: Look | null = null;
  tightest: Look | null = null;
  readonly #starts: Start[] = [];

  constructor(
    private readonly claim: Claim,
    private readonly free: Free,
    private readonly model: Model,
    private readonly options: SamplingOptions,
    private readonly madeAs: (sought: Sought) => Made,
  ) {}

  run(): void {
    const { relation } = this.claim;
    if ([this.claim.left, this.claim.right].some((side) => isUnplaced(side, this.model))) return;
    let left = this.#affordable(seekWork);
    for (let i = 0; i < (isDirected(relation) ? boundModels : equalityModels); i++) {
      const sought = this.#soughtAt(i);
      const cost = this.#costOf(sought);
      if (cost > left) continue;
      left -= cost;
      const slack = this.#try(sought);
      if (this.violated !== null) return;
      if (slack !== null) this.#starts.push({ sought, slack });
    }
    if (isDirected(relation) && !isStrict(relation)) this.#descend();
  }

  /** As much of the work as leaves most of the budget to what follows. */
  #affordable = (work: number): number => Math.min(work, (this.options.work?.left ?? Number.POSITIVE_INFINITY) / 16);

  #soughtAt(i: number): Sought {
    const further = i % 2 === 1 && hasPlates(this.model) ? furtherSizes[(i >> 1) % furtherSizes.length] : undefined;
    return { name: `sought ${i}`, sizes: further ?? plain, reach: reaches[i % reaches.length] as number, nudges: [] };
  }

  #descend(): void {
    const lowest = [...this.#starts].sort((a, b) => a.slack - b.slack).slice(0, descents);
    for (const { sought, slack } of lowest) {
      descend(slack, this.#affordable(descentWork) / this.#costOf(sought), (nudges) => {
        const found = this.#try({ ...sought, nudges });
        return this.violated === null ? (found ?? Number.POSITIVE_INFINITY) : null;
      });
      if (this.violated !== null) return;
    }
  }

  /** By how much the line holds in a model, where it holds by the least; null where it has no value. */
  #try(sought: Sought): number | null {
    const outcomes = this.#outcomesAt(sought);
    const looks = outcomes.flatMap((outcome) => outcome.looks);
    const slacks = looks.map((look) => this.#slackOf(look));
    const slack = Math.min(...slacks);
    if (!Number.isFinite(slack)) return null;
    this.models++;
    this.points += looks.length;
    const closest = looks[slacks.indexOf(slack)] as Look;
    if (this.tightest === null || slack < this.#slackOf(this.tightest)) this.tightest = closest;
    const found = this.#violationIn(outcomes);
    const beside = { ...sought, nudges: [...sought.nudges, aside] };
    if (found !== null && this.#violationIn(this.#outcomesAt(beside)) !== null && this.#holdsAll(sought))
      this.violated = found;
    return slack;
  }

  /** Whether the grids of a model hold all of what is averaged over. */
  #holdsAll(sought: Sought): boolean {
    const { left, right } = this.claim;
    const claims = [left, right].flatMap((side) => missingMasses(side, this.model)).map(vanishes);
    return claims.every((claim) => {
      const outcomes = this.#outcomesAt(sought, claim);
      return outcomes.length > 0 && outcomes.every(({ looks }) => looks.every(({ gap }) => Math.abs(gap) <= sureMass));
    });
  }

  #slackOf = (look: Look): number => slackAt(this.claim.relation, look);

  #violationIn(outcomes: readonly Outcome[]): Look | null {
    const against = outcomes.flatMap(({ status, worst }) => (status === 'disagrees' && worst !== null ? [worst] : []));
    return against.find((look) => this.#slackOf(look) < -violation) ?? null;
  }

  /** What is found at all points of a model; nothing where it has no grid for them. */
  #outcomesAt(sought: Sought, claim = this.claim): Outcome[] {
    const made = this.madeAs(sought);
    const at = made();
    try {
      return this.#assignments(sought).flatMap((env) => {
        const run = (model: ContinuousModel): Outcome | null =>
          new PointTest(claim, this.free, model, env, this.options, this.points).run();
        const outcome = run(at);
        const isAsked = outcome?.status === 'disagrees' && claim === this.claim;
        return isAsked ? reexamined(claim, outcome, made, run) : (outcome ?? []);
      });
    } catch (error) {
      if (error instanceof NotApplicable || error instanceof tensor.TooLarge) return [];
      throw error;
    }
  }

  #assignments = (sought: Sought): IndexEnv[] => assignments(this.free, this.model, envOf(sought.sizes, this.model));

  #costOf(sought: Sought): number {
    const { left, right } = this.claim;
    const env = envOf(sought.sizes, this.model);
    const parts = partsOfClaim(this.claim, this.model, env);
    const width = Math.max(...[left, right].map((side) => widthOf(side, this.model, env)));
    return this.#assignments(sought).length * costOf(parts, width);
  }
}

/** The nodes at which a term is evaluated; infinite where no grid is over so much. */
function widthOf(term: Term, model: Model, env: IndexEnv): number {
  const inner = children(term).reduce((most, child) => Math.max(most, widthOf(child, model, env)), 1);
  return inner * (nodesOver[integratedBy(term, model, env)] ?? Number.POSITIVE_INFINITY);
}

/** How many real variables a term integrates over. */
function integratedBy(term: Term, model: Model, env: IndexEnv): number {
  const bound = boundBy(term).filter(({ name }) => supportOf(model, name) !== 'discrete');
  const members = bound.flatMap((ref) =>
    isMember(ref) ? [ref.name] : copiesOf(wholeArray(ref.name, model), model, env),
  );
  return new Set(members).size;
}

/**
 * Whether something is integrated over a line without a density among its factors that says where it is: of narrow laws far
 * from one another all nodes may miss one.
 */
function isUnplaced(term: Term, model: Model): boolean {
  for (const part of subterms(term, model)) {
    if (part.tag !== 'integral' || !part.vars.some(({ name }) => supportOf(model, name) !== 'discrete')) continue;
    const factors = part.body.tag === 'mul' ? part.body.factors : [part.body];
    if (part.bounds !== null || !factors.some(({ tag }) => tag === 'density' || tag === 'law')) return true;
  }
  return false;
}

function boundBy(term: Term): readonly VarRef[] {
  const heads = (measure: readonly Measure[]): VarRef[] => measure.flatMap(headsOf);
  switch (term.tag) {
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return heads(term.measure);
    case 'kl':
    case 'cross-entropy':
      return heads(term.left);
    case 'mean-entropy':
    case 'mutual-information':
      return heads([term.joint]);
    case 'integral':
      return term.vars;
    default:
      return [];
  }
}
