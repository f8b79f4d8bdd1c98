/** What the kernel says of a line that is not proved where the numbers say nothing, or cannot tell two sides apart. */
import type { Assumption, Kernel } from '../kernel/kernel.js';
import { add, neg, type Term } from '../kernel/term.js';
import type { Claim } from '../numeric/claim.js';
import type { Outcome } from '../proof/prover.js';
import { printTerm } from '../syntax/print.js';
import { assumptionsOf } from './assumptions.js';
import { valueless } from './no-value.js';
import type { Seeker } from './proofs.js';
import { isWithoutValue } from './reasons.js';
import type { Judged } from './step.js';

/** The reason why such a line is refuted after all; null where the word of the numbers stands. */
export function refutation(
  claim: Claim,
  outcome: Outcome | null,
  { verdict, reason }: Pick<Judged, 'verdict' | 'reason'>,
  seeker: Seeker,
): string | null {
  if (outcome?.outcome === 'proved') return null;
  if (verdict === 'confirmed') return differByNumber(claim, outcome?.residual ?? null, seeker);
  if (verdict !== 'undecided') return null;
  return (isWithoutValue(reason ?? '') ? hasNoValue(claim, seeker.kernel) : null) ?? areEqual(claim, seeker);
}

/** One side surely has no value, and the other no such part. */
function hasNoValue(claim: Claim, kernel: Kernel): string | null {
  const [left, right] = [valueless(claim.left, kernel), valueless(claim.right, kernel)];
  const one = left === null ? right : right === null ? left : null;
  return one === null
    ? null
    : `${printTerm(one, kernel.model)} has no value: it is the logarithm of what is never positive`;
}

/** The sides are too close for the numbers, and provably apart. */
function differByNumber(claim: Claim, residual: Term | null, seeker: Seeker): string | null {
  if (claim.relation !== '=' || claim.upTo !== null || residual?.tag !== 'num' || residual.value.num === 0n)
    return null;
  const difference = { ...claim, left: add([claim.left, neg(claim.right)]), right: residual };
  const outcome = seeker.prove(difference);
  // Where something is not integrable, the line has no meaning anyway; of all else that is trusted nothing is known.
  return outcome?.outcome === 'proved' && seeker.kernel.assumptions(outcome.theorem).every(isIntegrability)
    ? `left minus right is exactly ${printTerm(residual, seeker.kernel.model)}`
    : null;
}

/** A difference is claimed, and there provably is none. */
function areEqual(claim: Claim, seeker: Seeker): string | null {
  if (claim.relation !== '!=' && claim.relation !== '<' && claim.relation !== '>') return null;
  const outcome = seeker.prove({ ...claim, relation: '=' });
  if (outcome?.outcome !== 'proved') return null;
  const trusted = assumptionsOf(outcome.theorem, seeker.kernel);
  const equal = `the two sides are equal by ${outcome.explanation.join(', ')}`;
  return trusted.length === 0 ? equal : `${equal}, as far as this holds: ${trusted.join('; ')}`;
}

const isIntegrability = (a: Assumption): boolean =>
  a.tag === 'trust' && ['integrable', 'jointly integrable'].includes(a.trust.tag);
