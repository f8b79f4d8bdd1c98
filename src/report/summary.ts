/** Counts over a file's steps, for the last line of every format. */
import { type FileResult, passes, type Verdict, verdicts } from '../check/verdict.js';
import type { PassOptions } from './exit-status.js';
import { counted } from './text.js';

export interface Summary {
  readonly steps: number;
  readonly passed: number;
  readonly failed: number;
  /** Warnings of steps and of the file. */
  readonly warnings: number;
  /** Syntax and declaration problems (a malformed step is counted by its verdict). */
  readonly problems: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

const noVerdicts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;

export function summarise(results: readonly FileResult[], options: PassOptions): Summary {
  const perVerdict = { ...noVerdicts };
  let passed = 0;
  let failed = 0;
  let warnings = 0;
  let problems = 0;
  for (const result of results) {
    problems += result.problems.length;
    warnings += result.warnings.length;
    for (const step of result.derivations.flatMap((derivation) => derivation.steps)) {
      perVerdict[step.verdict] += 1;
      warnings += step.warnings.length;
      if (passes(step, options)) passed += 1;
      else failed += 1;
    }
  }
  return { steps: passed + failed, passed, failed, warnings, problems, verdicts: perVerdict };
}

/** `6 steps: 4 confirmed, 1 refuted, 1 malformed; 2 warnings`. */
export function summaryLine(summary: Summary): string {
  const found = verdicts.filter((verdict) => summary.verdicts[verdict] > 0);
  const counts = found.map((verdict) => `${summary.verdicts[verdict]} ${verdict}`).join(', ');
  const parts = [summary.steps === 0 ? 'no step to check' : `${counted(summary.steps, 'step')}: ${counts}`];
  if (summary.problems > 0) parts.push(counted(summary.problems, 'problem'));
  if (summary.warnings > 0) parts.push(counted(summary.warnings, 'warning'));
  return parts.join('; ');
}
