/** What the kernel says of a line that is not proved where the numbers say nothing, or cannot tell two sides apart. */
import { Extents } from '../kernel/extent.js';
import type { Assumption, Kernel, Theorem } from '../kernel/kernel.js';
import { add, integer, neg, type Term } from '../kernel/term.js';
import type { Claim } from '../numeric/claim.js';
import { neededParts } from '../numeric/needed.js';
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
  return (
    speaksOfNobody(claim, seeker) ??
    (isWithoutValue(reason ?? '') ? hasNoValue(claim, seeker.kernel) : null) ??
    stumblesOnZero(claim, seeker) ??
    isOfZero(claim, seeker) ??
    areEqual(claim, seeker)
  );
}

/** What is found in one side and not in the other. */
const onlyOne = <T>(left: T | null, right: T | null): T | null =>
  left === null ? right : right === null ? left : null;

/** A side names members that there are at no size and no value of a letter. */
function speaksOfNobody({ left, right }: Claim, { kernel: { model } }: Seeker): string | null {
  const extents = new Extents(model);
  const side = [left, right].find((term) => extents.never(term));
  return side === undefined ? null : `something in ${printTerm(side, model)} is outside its plate, whatever its size`;
}

/** One side surely has no value, and the other no such part. */
function hasNoValue(claim: Claim, kernel: Kernel): string | null {
  const [left, right] = [valueless(claim.left, kernel), valueless(claim.right, kernel)];
  const one = onlyOne(left, right);
  return one === null
    ? null
    : `${printTerm(one, kernel.model)} has no value: it is the logarithm of what is never positive`;
}

/** One side takes the logarithm of what provably is zero, or divides by it, and the other does nothing of the kind. */
function stumblesOnZero({ left, right }: Claim, seeker: Seeker): string | null {
  const { model } = seeker.kernel;
  const [inLeft, inRight] = [left, right].map((side) => stumblesIn(side, seeker)) as [Stumble | null, Stumble | null];
  const one = onlyOne(inLeft, inRight);
  if (one === null) return null;
  const what = one.part.tag === 'fn' ? 'it is the logarithm of zero' : 'it divides by zero';
  return restingOn(one.theorem, `${printTerm(one.part, model)} has no value: ${what}`, seeker);
}

/** A sentence with what the theorem that it rests on takes on trust. */
function restingOn(theorem: Theorem, told: string, { kernel }: Seeker): string {
  const trusted = assumptionsOf(theorem, kernel);
  return trusted.length === 0 ? told : `${told}, as far as this holds: ${trusted.join('; ')}`;
}

interface Stumble {
  /** The logarithm, or the power. */
  readonly part: Term;
  /** That what it is of is zero. */
  readonly theorem: Theorem;
}

/** Among the parts that a side needs: in a product `0 ln 0` may be meant to count for nothing. */
function stumblesIn(side: Term, seeker: Seeker): Stumble | null {
  const { model, signs } = seeker.kernel;
  for (const part of neededParts(side, model)) {
    const argument = mayStumbleAt(part);
    if (argument === null || signs.positive(argument)) continue;
    const outcome = seeker.prove({ left: argument, relation: '=', right: integer(0), upTo: null });
    if (outcome?.outcome === 'proved') return { part, theorem: outcome.theorem };
  }
  return null;
}

/** What must not be zero for a logarithm, or a negative power, to have a value. */
function mayStumbleAt(part: Term): Term | null {
  if (part.tag === 'fn' && part.name === 'ln') return part.args[0] ?? null;
  const isQuotient = part.tag === 'pow' && part.exponent.tag === 'num' && part.exponent.value.num < 0n;
  return isQuotient ? part.base : null;
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

/** What is positive is no multiple of zero. */
function isOfZero({ left, relation, right }: Claim, seeker: Seeker): string | null {
  if (relation !== 'propto' || !seeker.kernel.signs.positive(left)) return null;
  const outcome = seeker.prove({ left: right, relation: '=', right: integer(0), upTo: null });
  if (outcome?.outcome !== 'proved') return null;
  return restingOn(
    outcome.theorem,
    `${printTerm(right, seeker.kernel.model)} is zero, and the left side is not`,
    seeker,
  );
}

/** A difference is claimed, and there provably is none. */
function areEqual(claim: Claim, seeker: Seeker): string | null {
  if (claim.relation !== '!=' && claim.relation !== '<' && claim.relation !== '>') return null;
  const outcome = seeker.prove({ ...claim, relation: '=' });
  if (outcome?.outcome !== 'proved') return null;
  return restingOn(outcome.theorem, `the two sides are equal by ${outcome.explanation.join(', ')}`, seeker);
}

const isIntegrability = (a: Assumption): boolean =>
  a.tag === 'trust' && ['integrable', 'jointly integrable'].includes(a.trust.tag);
