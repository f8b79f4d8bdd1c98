/** What a run may be told. */
import type { StepResult } from './verdict.js';

export interface CheckOptions {
  /** Non-negative integer below 2^32; the same seed gives the same report. */
  readonly seed: number;
  /** The most Monte Carlo samples a step may draw at each point, at least 1. */
  readonly samples: number;
  /**
   * What the whole text may take, in evaluations: of one part of a term, at one state or for one draw; a step of a
   * search for a proof counts a thousand, and that a part is evaluated at all a hundred. Each step of the text has an equal share. At least 1.
   */
  readonly budget: number;
  /** Ask the numbers as much of a proved line as of any other: unless it is so, they only look for a conflict. */
  readonly thorough: boolean;
  /** The most repairs that are looked for of a line; 0: none is looked for. */
  readonly repairs: number;
  /** Check only derivations with this label (or `LABEL.STEP`); null for all. */
  readonly only: string | null;
  /** Called as each step is done, with the count done, the total, and what was found. */
  readonly onProgress: ((done: number, total: number, last: StepResult) => void) | null;
}

export const defaultOptions: CheckOptions = {
  seed: 20_260_001,
  samples: 2 ** 24,
  budget: 10 ** 12,
  thorough: false,
  repairs: 3,
  only: null,
  onProgress: null,
};
