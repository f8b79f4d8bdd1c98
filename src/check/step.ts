/** One step: the evidence of every interpretation, the verdict it adds up to, and the warnings. */
import type { Domain, Model, Relation } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { type Claim, isDirected, mentionsReal, slackFault, slotClasses, withoutSlack } from '../numeric/claim.js';
import { notApplicable } from '../numeric/evidence.js';
import { type ExactOptions, exactEvidence } from '../numeric/exact.js';
import { ModelCache } from '../numeric/model-cache.js';
import { monteCarloEvidence, quadratureEvidence } from '../numeric/montecarlo.js';
import { weighsWithLaw } from '../numeric/weighing.js';
import type { Work } from '../numeric/work.js';
import type { CheckOptions } from './options.js';
import { isWithoutValue } from './reasons.js';
import { type Vacuity, vacuity } from './vacuous.js';
import type { Counterexample, Evidence, Verdict } from './verdict.js';

/** Differences within this share of the scale are agreement: where Monte Carlo is one witness of two, or the only one. */
const besideExact = 0.05;
const alone = 0.005;

/** The most draws at a point of a line that is proved. */
const auditSamples = 2 ** 10;

/** Draws after which quadrature is tried where it has not been. */
const patience = 2 ** 17;

export interface Judged {
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
  readonly vacuity: Vacuity | null;
  /** Of a refuted line that equals an earlier one: the step below that. A mistake made in between is taken back here. */
  readonly follows: number | null;
  /** The smallest counterexample of a refuted line, where one was found. */
  readonly smallest: Counterexample | null;
}

/** What the lines of one derivation have in common. */
export interface Shared {
  readonly model: Model;
  readonly options: CheckOptions;
  /** How many steps the file has. */
  readonly lines: number;
  readonly classOf: (name: string) => string;
  readonly models: ModelCache;
}

/** What a line is judged by. */
export interface Trial extends Shared {
  /** What is left to the numbers of it. */
  readonly work: Work;
}

/** `models`: those of the derivations before this one. */
export function trialOf(
  claims: readonly Claim[],
  model: Model,
  options: CheckOptions,
  lines: number,
  models: ModelCache,
): Shared {
  const terms = claims.flatMap(({ left, right }) => [left, right]);
  return { model, options, lines, classOf: slotClasses(terms, model), models };
}

/** What is known of a line before the numbers are asked. */
export interface Standing {
  readonly isProved: boolean;
  /** Whether it is of interest that a line holds only because both sides vanish. */
  readonly mayBeVacuous: boolean;
}

const none = { follows: null, smallest: null } as const;

/** Judges a claim. What is proved needs no confirmation: unless more is asked, the numbers only look for a conflict. */
export function judge(claim: Claim, trial: Trial, { isProved, mayBeVacuous }: Standing): Judged {
  const plain = withoutSlack(claim);
  if (plain === null) return { verdict: 'undecided', reason: slackFault(claim), evidence: [], vacuity: null, ...none };
  const evidence = (isProved && !trial.options.thorough ? audit : gather)(plain, trial);
  const { verdict, reason } = decide(plain.relation, evidence);
  const holds = plain.relation === '=' && evidence.some((e) => e.method === 'exact' && e.status === 'agrees');
  const isAsked = mayBeVacuous && holds && verdict !== 'refuted';
  return { verdict, reason, evidence, vacuity: isAsked ? findVacuity(plain, trial) : null, ...none };
}

const exactOptions = ({ options: { seed }, classOf, models, work }: Trial): ExactOptions => ({
  seed,
  classOf,
  models,
  work,
});

/** A few models and draws. Whatever speaks against the line, or finds no value, is looked into as if there were no proof. */
function audit(claim: Claim, trial: Trial): Evidence[] {
  const { model, options, lines } = trial;
  const brief = { ...exactOptions(trial), isBrief: true };
  const samples = Math.min(options.samples, auditSamples);
  const sampling = { ...brief, lines, samples, resolution: besideExact };
  const evidence = [exactEvidence(claim, model, brief), ...monteCarloEvidence(claim, model, sampling)];
  if (evidence.every((e) => e.status === 'not applicable')) evidence.push(quadratureEvidence(claim, model, sampling));
  const isOpen = evidence.some((e) => e.status === 'disagrees' || isWithoutValue(e.reason ?? ''));
  return isOpen ? gather(claim, trial) : evidence;
}

/** Whether the exact models agree to an equality. */
export function holdsInModels(claim: Claim, trial: Trial): boolean {
  const plain = withoutSlack(claim);
  return plain !== null && exactEvidence(plain, trial.model, exactOptions(trial)).status === 'agrees';
}

/**
 * Whether the exact models and a sample confirm a claim that is not proved and no empty truth, or give a witness of a
 * difference: the bar of `judge`, without what it does where these do not settle it.
 */
export function confirmsBriefly(claim: Claim, trial: Trial, { mayBeVacuous }: Standing): boolean {
  const plain = withoutSlack(claim);
  if (plain === null) return false;
  const { model, options, lines } = trial;
  const exact = trusted(plain, trial);
  if (plain.relation === '!=') return exact.status === 'agrees';
  if (exact.status === 'disagrees' || exact.status === 'undecided') return false;
  const resolution = exact.status === 'agrees' ? besideExact : alone;
  const sampling = { ...exactOptions(trial), samples: options.samples, lines, resolution };
  const integrated = exact.status === 'agrees' ? null : quadratureEvidence(plain, model, sampling);
  if (integrated?.status === 'disagrees') return false;
  const sampled = monteCarloEvidence(plain, model, sampling);
  const evidence = integrated?.status === 'agrees' ? [integrated, ...sampled.map(superseded)] : sampled;
  const { verdict } = decide(plain.relation, [exact, ...evidence]);
  return verdict === 'confirmed' && (plain.relation !== '=' || !mayBeVacuous || findVacuity(plain, trial) === null);
}

function gather(claim: Claim, trial: Trial): Evidence[] {
  const { model, options, lines } = trial;
  const exact = trusted(claim, trial);
  // One counterexample, or one witness, is enough; Monte Carlo would only repeat it with noise.
  const isSettled = exact.status === (claim.relation === '!=' ? 'agrees' : 'disagrees');
  if (isSettled && !(options.thorough && claim.relation === '!=')) return [exact];
  const sampling = { ...exactOptions(trial), samples: options.samples, lines };
  const sampled = (resolution: number, samples: number): Evidence[] =>
    monteCarloEvidence(claim, model, { ...sampling, samples, resolution });
  const quadrature = (): Evidence[] =>
    [quadratureEvidence(claim, model, { ...sampling, resolution: alone })].filter((e) => e.status !== 'not applicable');
  if (exact.status === 'agrees') {
    const first = sampled(besideExact, Math.min(options.samples, patience));
    if (!first.some((e) => e.status === 'undecided')) return [exact, ...first];
    const integrated = quadrature();
    if (integrated.some((e) => e.status !== 'undecided')) return [exact, ...integrated, ...first.map(superseded)];
    return [exact, ...(options.samples > patience ? sampled(besideExact, options.samples) : first)];
  }
  const integrated = quadrature();
  if (integrated.some((e) => e.status === 'disagrees')) return [exact, ...integrated];
  return integrated.some((e) => e.status === 'agrees')
    ? [exact, ...integrated, ...sampled(besideExact, Math.min(options.samples, patience)).map(superseded)]
    : [exact, ...integrated, ...sampled(alone, options.samples)];
}

/** Integrals to near machine precision are the better witness than a sample that has not decided. */
const superseded = (e: Evidence): Evidence =>
  e.status === 'undecided' ? notApplicable(e.method, `${e.reason ?? 'not settled'}, but the quadrature does`) : e;

/** The length of a cell around a state. */
const narrow = 1e-9;
/** One at which densities are large, and no logarithm of one makes all others small. */
const moderate = 0.1;

/** Whether an abstract variable is summed over, and so has masses. */
const sumsOverStates = ({ left, right }: Claim, model: Model): boolean =>
  [left, right].some((side) => [...subterms(side, model)].some((term) => term.tag === 'integral' && term.counting));

/** Whether a variable may as well be continuous: none is summed over, and some have no domain. */
const mayBeDense = (claim: Claim, { model }: Trial): boolean =>
  !sumsOverStates(claim, model) && [...model.variables.values()].some(({ domain }) => domain === null);

/** Masses are at most 1, and densities are not: many an inequality is true of masses only. */
const amongDensities = (claim: Claim, trial: Trial, cell = narrow): Evidence =>
  exactEvidence(claim, trial.model, { ...exactOptions(trial), cell, hasAbstractCells: true });

/** Whether a bound fails where densities are large, however often it holds of masses. */
export const failsAmongDensities = (claim: Claim, trial: Trial): boolean =>
  mayBeDense(claim, trial) && amongDensities(claim, trial).status === 'disagrees';

/** A line that has no value in the models tried may have one where densities are large, or what is unknown is positive. */
function* inOtherModels(claim: Claim, trial: Trial): Generator<Evidence> {
  const isDense = mayBeDense(claim, trial);
  if (isDense) for (const cell of [narrow, moderate]) yield amongDensities(claim, trial, cell);
  const model = withPositives(trial.model);
  if (model === trial.model) return;
  const positive = { ...trial, model, models: new ModelCache() };
  if (!mentionsReal(claim, model)) yield exactEvidence(claim, model, exactOptions(positive));
  if (isDense || mentionsReal(claim, model)) yield amongDensities(claim, positive);
}

/** The model with functions and parameters that are only known to be real said to be positive; itself without any. */
function withPositives(model: Model): Model {
  const isOpen = (domain: Domain | null): boolean => domain === null || domain.tag === 'real';
  const functions = [...model.functions].filter(([, { domain }]) => isOpen(domain));
  const params = [...model.variables].filter(([, { role, domain }]) => role === 'param' && domain?.tag === 'real');
  if (functions.length + params.length === 0) return model;
  const domain: Domain = { tag: 'positive' };
  return {
    ...model,
    functions: new Map([...model.functions, ...functions.map(([name, f]) => [name, { ...f, domain }] as const)]),
    variables: new Map([...model.variables, ...params.map(([name, v]) => [name, { ...v, domain }] as const)]),
  };
}

const falseOfDensities =
  'true in every finite model tried, false for continuous variables: if the variables are discrete, declare them so';

/**
 * The exact finding. A finite model's masses are no densities, so that a difference counts where a variable is declared
 * real only if it is still there when narrow cells around the states make densities of the masses.
 */
function trusted(claim: Claim, trial: Trial): Evidence {
  const { model } = trial;
  const run = (cell?: number): Evidence =>
    exactEvidence(claim, model, { ...exactOptions(trial), ...(cell === undefined ? {} : { cell }) });
  const exact = run();
  const difference = claim.relation === '!=' ? 'agrees' : 'disagrees';
  if (exact.status === difference && weighsWithLaw(claim, model))
    return notApplicable('exact', 'a law of the line is no mass of a state');
  if (exact.status === 'undecided') {
    for (const other of inOtherModels(claim, trial)) if (other.status === difference) return other;
    return exact;
  }
  if (exact.status === 'agrees' && isDirected(claim.relation) && mayBeDense(claim, trial)) {
    const dense = amongDensities(claim, trial);
    return dense.status === 'disagrees' ? { ...dense, reason: falseOfDensities } : exact;
  }
  if (exact.status !== difference || !mentionsReal(claim, model) || run(narrow).status === difference) return exact;
  return notApplicable('exact', 'a variable of this line is declared real, where a sum over states is no integral');
}

/** Combines the findings: any disagreement refutes; agreement needs every applicable interpretation. */
export function decide(relation: Relation, evidence: readonly Evidence[]): { verdict: Verdict; reason: string | null } {
  const applicable = evidence.filter((e) => e.status !== 'not applicable');
  if (relation === '!=') return decideDifference(applicable);
  const against = applicable.find((e) => e.status === 'disagrees');
  if (against !== undefined) return { verdict: 'refuted', reason: refutationReason(against, applicable) };
  const open = applicable.find((e) => e.status === 'undecided');
  if (open !== undefined) return { verdict: 'undecided', reason: `${open.method}: ${open.reason ?? 'not settled'}` };
  if (applicable.length > 0) return { verdict: 'confirmed', reason: null };
  return { verdict: 'undecided', reason: evidence.map((e) => `${e.method}: ${e.reason}`).join('; ') };
}

/** One model in which the sides surely differ is a witness. */
function decideDifference(applicable: readonly Evidence[]): { verdict: Verdict; reason: string | null } {
  if (applicable.some((e) => e.status === 'agrees')) return { verdict: 'witnessed', reason: null };
  const equal = applicable.find((e) => e.status === 'disagrees');
  if (equal !== undefined) return { verdict: 'refuted', reason: equal.reason };
  return { verdict: 'undecided', reason: applicable[0]?.reason ?? 'no interpretation applies' };
}

function refutationReason(against: Evidence, applicable: readonly Evidence[]): string | null {
  const exactAgrees = applicable.some((e) => e.method === 'exact' && e.status === 'agrees');
  if (exactAgrees && against.method !== 'exact') return falseOfDensities;
  return against.reason;
}

function findVacuity(claim: Claim, trial: Trial): Vacuity | null {
  if (claim.upTo !== null) return null;
  const { model } = trial;
  // The insides are no lines: which variables fill each other's slots is theirs to say.
  const exact = (left: Term, right: Term): boolean => {
    const options = { seed: trial.options.seed, classOf: slotClasses([left, right], model), work: trial.work };
    return exactEvidence({ left, right, relation: '=', upTo: null }, model, options).status === 'agrees';
  };
  const zero: Term = { tag: 'num', value: { num: 0n, den: 1n } };
  return vacuity(claim.left, claim.right, model, { vanishes: (term) => exact(term, zero), equal: exact });
}
