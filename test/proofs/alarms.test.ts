/**
 * False alarms: every line of proofs/ is true, so that under no seed, which makes the models and the draws, may one be
 * refuted, undecided, malformed or warned of. `npm run alarms` tries 500 seeds, every tenth thoroughly, and resumes at
 * DERIVECHECK_SEED.
 */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import { passes } from '../../src/check/verdict.js';
import { placedSteps, read, rightFiles } from './files.js';

const asked = Number(process.env['DERIVECHECK_ALARMS'] ?? 0);
const isFull = asked > 0;
const seeds = isFull ? asked : 2;
const first = Number(process.env['DERIVECHECK_SEED'] ?? 1);
const thoroughEach = 10;

/** The lines of a file under a seed, and what is wrong with them. */
function alarms(file: string, seed: number): { readonly lines: number; readonly alarms: readonly string[] } {
  const thorough = isFull && seed % thoroughEach === 0;
  const result = checkDocument({ file, source: read(file) }, { ...defaultOptions, seed, thorough }, () => {
    throw new Error(`${file} imports something`);
  });
  const steps = placedSteps(result);
  const wrong = steps.flatMap(({ name, step }) => [
    ...(passes(step, { strict: true, proved: false }) ? [] : [`${name} ${step.verdict}: ${step.reason}`]),
    ...step.warnings.map(({ message }) => `${name} warning: ${message}`),
  ]);
  const others = [...result.problems, ...result.warnings].map(({ message }) => message);
  return { lines: steps.length, alarms: [...wrong, ...others].map((text) => `seed ${seed}, ${file}: ${text}`) };
}

describe(`${seeds} seeds from ${first} on`, () => {
  const found: string[] = [];
  let [lines, draws] = [0, 0];

  test.each(rightFiles)('%s', { timeout: isFull ? 24 * 3_600_000 : 120_000 }, (file) => {
    const own: string[] = [];
    for (let seed = first; seed < first + seeds; seed++) {
      const one = alarms(file, seed);
      lines += one.lines;
      // Lines of a file share their models: only another seed makes others.
      draws++;
      own.push(...one.alarms);
    }
    found.push(...own);
    expect(own).toEqual([]);
  });

  test('the figures', () => {
    // No event in n independent trials: its probability is at most 3 / n with confidence 95 %.
    const bound = found.length === 0 ? `below ${(3 / draws).toExponential(1)} with confidence 95 %` : 'seen';
    console.log(
      `${lines} line checks, ${found.length} alarms; ${draws} independent sets of models (a file and a seed): ` +
        `the probability of an alarm in one is ${bound}`,
    );
    expect(lines).toBeGreaterThanOrEqual(200 * seeds);
  });
});
