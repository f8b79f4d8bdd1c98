/** What the command says to the shell. */
import { type FileResult, passes } from '../check/verdict.js';

/** Which verdicts a run lets pass. */
export interface PassOptions {
  /** Warnings and undecided lines fail. */
  readonly strict: boolean;
  /** Only `proved` and `witnessed` pass. */
  readonly proved: boolean;
}

export const exit = {
  /** Every line passes. */
  pass: 0,
  /** Some line or declaration is wrong. */
  fail: 1,
  /** An input cannot be read, or the command line is wrong. */
  unreadable: 2,
  /** A mistake of ours: an internal error, or a line both proved and refuted. */
  internal: 3,
} as const;

export type ExitStatus = (typeof exit)[keyof typeof exit];

/** The highest of several: the worst that happened. */
export function worst(statuses: readonly ExitStatus[]): ExitStatus {
  let highest: ExitStatus = exit.pass;
  for (const status of statuses) if (status > highest) highest = status;
  return highest;
}

/** The exit status that one file's result asks for. */
export function exitStatus(result: FileResult, options: PassOptions): ExitStatus {
  const statuses: ExitStatus[] = result.problems.map(({ kind }) => (kind === 'syntax' ? exit.unreadable : exit.fail));
  if (options.strict && result.warnings.length > 0) statuses.push(exit.fail);
  for (const derivation of result.derivations) {
    for (const step of derivation.steps) {
      if (step.verdict === 'conflict') statuses.push(exit.internal);
      else if (!passes(step, options)) statuses.push(exit.fail);
    }
  }
  return worst(statuses);
}
