/**
 * Generated and mutated inputs: no exception but the documented ones, every problem with its place, an answer to each,
 * and nothing of what all objects share is changed. `npm run fuzz` tries a hundred thousand; it writes nothing.
 *
 * DERIVECHECK_FUZZ=N: how many inputs; DERIVECHECK_SEED=N: which, the seed of the first batch of a thousand, so that a
 * later run goes on where one with as many batches ended; DERIVECHECK_TARGET=NAME: of which targets alone.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Target, targets } from './targets.js';
import { watch } from './watch.js';

const asked = Number(process.env['DERIVECHECK_FUZZ'] ?? 0);
const isFull = asked > 0;
const firstSeed = Number(process.env['DERIVECHECK_SEED'] ?? 1);
const wanted = process.env['DERIVECHECK_TARGET'] ?? '';
const limit = isFull ? 24 * 3_600_000 : 240_000;

const chosen = targets.filter(({ name }) => name.includes(wanted));
const shares = chosen.reduce((sum, { share }) => sum + share, 0);
const inputsOf = ({ share }: Target): number => Math.ceil(((isFull ? asked : 4000) * share) / shares);
const batchSize = 1000;

const shared = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype, globalThis];
const state = (): string => shared.map((object) => Reflect.ownKeys(object).map(String).join()).join(';');
const before = state();

const batchesOf = (total: number): number[] =>
  Array.from({ length: Math.ceil(total / batchSize) }, (_, i) => Math.min(batchSize, total - i * batchSize));

test.each(chosen.map((target) => [target.name, target] as const))('%s', { timeout: limit }, async (name, target) => {
  const watched = watch();
  const total = inputsOf(target);
  const start = process.cpuUsage().user;
  const property = fc.property(target.inputs, (input) => {
    watched.begin(input);
    target.oracle(input as never);
    if (Object.keys({}).length > 0 || state() !== before) throw new Error('what all objects share was changed');
  });
  let done = 0;
  for (const [i, numRuns] of batchesOf(total).entries()) {
    fc.assert(property, { seed: firstSeed + i, numRuns });
    done += numRuns;
    if (isFull && (i + 1) % 20 === 0) report(name, done, total, start);
  }
  await watched.end();
  if (isFull) report(name, done, total, start);
  expect(done).toBe(total);
});

function report(name: string, done: number, total: number, start: number): void {
  const seconds = (process.cpuUsage().user - start) / 1e6;
  process.stdout.write(
    `${name}: ${done} of ${total} inputs, seed ${firstSeed}, ${seconds.toFixed(0)} s of processor time\n`,
  );
}
