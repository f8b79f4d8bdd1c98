/** What a run may be told. */

export interface CheckOptions {
  /** Non-negative integer below 2^32; the same seed gives the same report. */
  readonly seed: number;
  /** The most Monte Carlo samples a step may draw at each point, at least 1. */
  readonly samples: number;
  /** Check only derivations with this label (or `LABEL.STEP`); null for all. */
  readonly only: string | null;
  /** Called before each step is checked, with the count done and the total. */
  readonly onProgress: ((done: number, total: number) => void) | null;
}

export const defaultOptions: CheckOptions = {
  seed: 20_260_001,
  samples: 2 ** 18,
  only: null,
  onProgress: null,
};
