/** One step: the evidence of every interpretation, the verdict it adds up to, and the warnings. */
import type { Model, Relation } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { type Claim, mentionsReal, slotClasses, withoutSlack } from '../numeric/claim.js';
import { exactEvidence, notApplicable } from '../numeric/exact.js';
import { monteCarloEvidence, quadratureEvidence } from '../numeric/montecarlo.js';
import type { CheckOptions } from './options.js';
import { type Vacuity, vacuity } from './vacuous.js';
import type { Evidence, Verdict } from './verdict.js';

/** Differences within this share of the scale are agreement: where Monte Carlo is one witness of two, or the only one. */
const besideExact = 0.05;
const alone = 0.005;

/** Draws after which quadrature is tried where it has not been. */
const patience = 2 ** 17;

export interface Judged {
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
  readonly vacuity: Vacuity | null;
}

/** Judges a claim between two meaningful lines. `lines`: how many steps the file has. */
export function judge(claim: Claim, model: Model, options: CheckOptions, lines: number): Judged {
  const plain = withoutSlack(claim);
  if (plain === null) {
    const reason = 'the two const terms are free of different variables, and their difference is free of neither';
    return { verdict: 'undecided', reason, evidence: [], vacuity: null };
  }
  const evidence = gather(plain, model, options, lines);
  const { verdict, reason } = decide(plain.relation, evidence);
  const holds = plain.relation === '=' && evidence.some((e) => e.method === 'exact' && e.status === 'agrees');
  return {
    verdict,
    reason,
    evidence,
    vacuity: holds && verdict !== 'refuted' ? findVacuity(plain, model, options) : null,
  };
}

function gather(claim: Claim, model: Model, options: CheckOptions, lines: number): Evidence[] {
  const classOf = slotClasses([claim.left, claim.right], model);
  const exact = trusted(claim, model, options, classOf);
  // One counterexample is enough; Monte Carlo would only repeat it with noise.
  if (exact.status === 'disagrees' && claim.relation !== '!=') return [exact];
  const sampling = { seed: options.seed, classOf, samples: options.samples, lines };
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

/**
 * The exact finding. A finite model's masses are no densities, so that a difference counts where a variable is declared
 * real only if it is still there when narrow cells around the states make densities of the masses.
 */
function trusted(claim: Claim, model: Model, options: CheckOptions, classOf: (name: string) => string): Evidence {
  const run = (cell?: number): Evidence =>
    exactEvidence(claim, model, { seed: options.seed, classOf, ...(cell === undefined ? {} : { cell }) });
  const exact = run();
  const difference = claim.relation === '!=' ? 'agrees' : 'disagrees';
  if (exact.status !== difference || !mentionsReal(claim, model) || run(1e-9).status === difference) return exact;
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
  if (exactAgrees && against.method !== 'exact')
    return 'true in every finite model tried, false for continuous variables: if the variables are discrete, declare them so';
  return against.reason;
}

function findVacuity(claim: Claim, model: Model, options: CheckOptions): Vacuity | null {
  if (claim.upTo !== null) return null;
  const equality = (left: Term, right: Term): Claim => ({ left, right, relation: '=', upTo: null });
  const exact = (c: Claim): boolean => {
    const classOf = slotClasses([c.left, c.right], model);
    return exactEvidence(c, model, { seed: options.seed, classOf }).status === 'agrees';
  };
  const zero: Term = { tag: 'num', value: { num: 0n, den: 1n } };
  return vacuity(claim.left, claim.right, model, {
    vanishes: (term) => exact(equality(term, zero)),
    equal: (left, right) => exact(equality(left, right)),
  });
}
