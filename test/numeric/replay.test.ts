/** What an evaluation does with one block of draws, replayed on another, is what it does with the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../src/check/chain.js';
import type { Model } from '../../src/kernel/model.js';
import { IndexFault } from '../../src/kernel/network.js';
import { type Claim, withoutSlack } from '../../src/numeric/claim.js';
import { NotApplicable } from '../../src/numeric/context.js';
import type { Estimator } from '../../src/numeric/continuous.js';
import { machine } from '../../src/numeric/machine/machine.js';
import { addTo } from '../../src/numeric/paired.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { draws, recordedClaim, sidesOf } from './recorded.js';

/** How far the sums of a replay are from those of the evaluation, of their size; null where there is nothing to replay. */
function worstGap(claim: Claim, model: Model, estimator: Estimator): number | null {
  return machine().borrowing(() => {
    const recorded = recordedClaim(claim, model, estimator);
    if (recorded === null) return null;
    const { first, run } = recorded;
    const at = sidesOf(claim, model, estimator);
    const gaps = [13, 14].flatMap((seed) => {
      const expected = addTo({ ...first, count: 0, ...zeros(first.pivot.length) }, at(seed), draws);
      const found = run(seed, draws);
      const size = (a: number, b: number): number => Math.abs(a - b) / (1e-6 + Math.abs(a) + Math.abs(b));
      return [
        ...found.left.map((x, i) => size(x, expected.left[i] as number)),
        ...found.right.map((x, i) => size(x, expected.right[i] as number)),
        ...found.powers[1].map((x, i) => size(x, expected.powers[1][i] as number)),
        ...found.powers[3].map((x, i) => size(x, expected.powers[3][i] as number)),
      ];
    });
    return Math.max(...gaps);
  });
}

function zeros(n: number): Pick<ReturnType<typeof addTo>, 'powers' | 'left' | 'right'> {
  const none = (): Float64Array => new Float64Array(n);
  return { powers: [none(), none(), none(), none()], left: none(), right: none() };
}

const files = readdirSync('proofs').filter((name) => name.endsWith('.expr'));

describe.each(files)('%s', (file) => {
  const document = elaborateDocument(readFileSync(`proofs/${file}`, 'utf8'), file, () => {
    throw new Error('no imports');
  });
  const claims = document.derivations.flatMap((derivation) =>
    claimsOf(derivation.elaborated()).flatMap((claim, i) =>
      'left' in claim ? [[`${derivation.label}.${i + 1}`, claim] as const] : [],
    ),
  );
  const replayed = claims.map(([label, claim]) =>
    (['pathwise', 'score function'] as const).map((estimator) => {
      try {
        return [`${label}, ${estimator}`, worstGap(withoutSlack(claim) ?? claim, document.model, estimator)] as const;
      } catch (error) {
        if (!(error instanceof NotApplicable || error instanceof IndexFault)) throw error;
        return [label, null] as const;
      }
    }),
  );
  const found = replayed.flat().filter(([, gap]) => gap !== null);

  test('most lines can be replayed', () => expect(found.length).toBeGreaterThan(replayed.flat().length / 2));
  test.each(found)('%s', (_, gap) => expect(gap).toBeLessThan(1e-7));
});
