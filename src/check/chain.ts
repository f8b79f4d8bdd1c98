/** What each step of a derivation claims of the lines above it. */
import type { Relation } from '../kernel/model.js';
import type { Claim } from '../numeric/claim.js';
import type { Diagnostic } from '../syntax/diagnostics.js';
import type { ElaboratedDerivation, ElaboratedStep, Line } from '../syntax/document.js';
import { compose, type Link } from './relations.js';

/** A claim; the mistake in the line, or in the first line; the reason why there is nothing to compare. */
export type StepClaim = Claim | { readonly fault: Diagnostic } | { readonly reason: string };

/** The nearest meaningful line above, and the links from it to the line before this one, top to bottom. */
interface Above {
  readonly line: Line;
  readonly links: readonly Link[];
}

/** The claims of a derivation's steps, in order. */
export function claimsOf(derivation: ElaboratedDerivation): readonly StepClaim[] {
  let above: Above | null = derivation.first.term === null ? null : { line: derivation.first, links: [] };
  return derivation.steps.map((step, i) => {
    const chain: Above | null = above === null ? null : { ...above, links: [...above.links, ...linksOf(step)] };
    above = step.line.term === null ? chain : { line: step.line, links: [] };
    return claimOf(step, i === 0 ? derivation.first : null, chain);
  });
}

/** `chain` ends with the step's own link; null where no line above has a meaning. */
function claimOf(step: ElaboratedStep, first: Line | null, chain: Above | null): StepClaim {
  const fault = step.line.fault ?? first?.fault ?? null;
  if (fault !== null) return { fault };
  const [left, right] = [chain?.line.term ?? null, step.line.term];
  if (chain === null || left === null || right === null)
    return { reason: 'no line above has a meaning to compare with' };
  const composed = compose(chain.links);
  return composed === null ? { reason: noRelation(chain.links) } : { left, right, ...composed };
}

/** A line that could not be read; the variables of its propto are lost with it. */
const skippedLink = (relation: Relation | null): Link => ({ relation, free: null });

/** The links that a step adds to the chain: those of unreadable lines just above it, then its own. */
const linksOf = (step: ElaboratedStep): Link[] => [
  ...step.skipped.map(skippedLink),
  { relation: step.relation, free: step.proptoFree },
];

const noRelation = (links: readonly Link[]): string =>
  links.some(({ relation, free }) => relation === null || free === null)
    ? 'a line above could not be read, and with it the relation to the last line that has a meaning'
    : 'the relations since the last line that has a meaning say nothing of it together';
