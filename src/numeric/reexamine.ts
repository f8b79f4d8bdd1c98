/** What is found at a point, looked at again on other grids, and by differences where what is integrated may bend. */
import type { Form, Model } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { type Claim, differentiatesMeasure } from './claim.js';
import { NotApplicable } from './context.js';
import type { ContinuousModel, ContinuousOptions } from './continuous.js';
import type { Look } from './paired.js';
import type { Outcome } from './point-test.js';
import { variants } from './quadrature.js';

/** How the same model is evaluated again. */
export type Again = Pick<ContinuousOptions, 'variant' | 'differences'>;

/** One model, as it is evaluated first and again. */
export type Made = (again?: Again) => ContinuousModel;

/** Steps of differences of integrals that are known to rounding, and of means over the same draws. */
const [smallStep, wideStep] = [0.02, 0.1];
/** A jump moves few draws far: with fewer of them none may be seen. */
const leastAgain = 2 ** 14;
/** How many times the draws of a decision its examination may take. */
export const repeated = 4;

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
export function reexamined(
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
  if (outcome.isValueless === true)
    return again({ variant: 1 })?.isValueless === true
      ? outcome
      : otherwise(outcome, 'an integral has a value on other grids');
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
