/** What is known of a line before the numbers are asked, from its proof and its reasons. */
import type { ElaboratedStep } from '../syntax/document.js';
import type { Standing } from './step.js';

/** Families that prove a line by making both sides vanish. */
const vanishing: ReadonlySet<string> = new Set(['zero gradient']);

/** What is proved without such a family is no empty truth, and one that the author names is meant. */
export function standingOf(step: ElaboratedStep, explanation: readonly string[] | null): Standing {
  const isProvedOtherwise = explanation !== null && !explanation.some((family) => vanishing.has(family));
  return { isProved: explanation !== null, mayBeVacuous: !citesZeroGradient(step) && !isProvedOtherwise };
}

/** The author says that both sides vanish: then the empty truth is what was meant. */
const citesZeroGradient = (step: ElaboratedStep): boolean =>
  step.step.reasons.some((r) => r.text.toLowerCase() === 'zero gradient');
