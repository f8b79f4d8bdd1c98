/** The search of a violation from a model in which an inequality holds by little. */
import type { Nudge } from './random.js';

/** The most steps that are taken, and how long the first is. */
const mostSteps = 100;
const firstStep = 0.6;
/** After so short steps no other leads down much further. */
const lastStep = 1e-2;

/**
 * Goes to models where an inequality holds by less: a step in a random direction is taken where it leads down, longer
 * after a success and shorter after a failure (Schumer & Steiglitz 1968). `attempt` gives by how much it holds after all
 * steps, or null to end here. `affordable`: how many steps may be taken.
 */
export function descend(slack: number, affordable: number, attempt: (nudges: readonly Nudge[]) => number | null): void {
  const steps = Math.min(mostSteps, affordable);
  let [best, size, nudges] = [slack, firstStep, [] as readonly Nudge[]];
  for (let step = 1; step <= steps && size > lastStep; step++) {
    const moved = [...nudges, { seed: step, size }];
    const found = attempt(moved);
    if (found === null) return;
    if (found < best) [best, size, nudges] = [found, size * 1.3, moved];
    else size *= 0.75;
  }
}
