/**
 * Random lines: true ones, made by rules that hold, are proved or confirmed and never refuted; false ones, so judged by
 * the separate evaluator of the tests, are never proved. `npm run lines` tries ten thousand of each.
 */
import { expect, test } from 'vitest';
import type { Outcome } from '../../src/proof/prover.js';
import { finite, judgement, type ReadLine, readBack, verdictOn } from './check.js';
import { fileOf, type RandomLine, type SuspectLine, suspectLines, trueLine } from './generate.js';
import { Tally } from './tally.js';

const asked = Number(process.env['DERIVECHECK_LINES'] ?? 0);
const isFull = asked > 0;
const count = isFull ? asked : 100;
const seed = Number(process.env['DERIVECHECK_SEED'] ?? 1);
const limit = isFull ? 24 * 3_600_000 : 240_000;

/** How many random numbers are tried for one line: some make none. */
const patience = 20;
const suspectsOfLine = 4;

/** What may not be said of a true line, which is proved or confirmed. */
const wrongOfTrue = ['refuted', 'conflict', 'malformed', 'undecided', 'unanswered', 'broke down'];

const shown = (line: RandomLine): string => `${line.steps.join(', ')}\n${fileOf(line)}`;

/** A line that comes back from its text; null where none is made, or it reads as something without meaning. */
function read(line: RandomLine | null, tally: Tally): ReadLine | null {
  if (line === null) return null;
  const back = readBack(line);
  if (typeof back !== 'string') return back;
  tally.count(/free here and on no line above/.test(back) ? 'newly free' : 'malformed', `${back}\n${shown(line)}`);
  return null;
}

test(`${count} random true lines`, { timeout: limit }, () => {
  const tally = new Tally('true lines', seed);
  for (let number = 0; tally.of('tried') < count && number < count * patience; number++) {
    const back = read(trueLine(seed, number), tally);
    if (back === null) continue;
    tally.count('tried');
    const verdict = verdictOnTrue(back, tally);
    tally.count(verdict, shown(back.line));
    if (verdict !== 'proved') tally.shape(back.line.steps);
    if (isFull && wrongOfTrue.includes(verdict)) process.stdout.write(`${verdict}: ${number}: ${shown(back.line)}\n`);
    if (isFull && tally.of('tried') % 1000 === 0) tally.print();
  }
  tally.print();
  if (isFull) process.stdout.write(`the longest search: ${tally.slowest('search')}\n`);
  expect(tally.of('tried')).toBe(count);
  for (const wrong of wrongOfTrue) expect(tally.examples(wrong)).toEqual([]);
  expect(tally.of('proved')).toBeGreaterThan(0.7 * count);
});

/** The program's verdict; of a proved line the evaluator is asked too, and where it does not agree the finite models. */
function verdictOnTrue(back: ReadLine, tally: Tally): string {
  const broken = tally.of('broke down');
  const outcome = search(back, tally);
  if (tally.of('broke down') > broken) return 'unanswered';
  if (outcome?.outcome !== 'proved') return timed('numbers', back, tally, () => verdictOn(back.line, seed));
  return judged(back, tally) !== 'true' && finite(back, seed) === 'disagrees' ? 'conflict' : 'proved';
}

function judged(back: ReadLine, tally: Tally): ReturnType<typeof judgement> {
  return timed('evaluator', back, tally, () => judgement(back));
}

/** A search that breaks down is counted, with its line. */
function search(back: ReadLine, tally: Tally): Outcome | null {
  try {
    return timed('search', back, tally, back.prove);
  } catch (error) {
    tally.count('broke down', `${error instanceof Error ? error.stack?.slice(0, 300) : error}\n${shown(back.line)}`);
    return null;
  }
}

test(`${count} random false lines`, { timeout: limit }, () => {
  const tally = new Tally('false lines', seed);
  for (let number = 0; tally.of('false') < count && number < count * patience; number++) {
    const line = trueLine(seed, number);
    if (line === null) continue;
    for (const suspect of suspectLines(seed, number, line, suspectsOfLine))
      if (tally.of('false') < count) trySuspect(suspect, tally);
  }
  tally.print();
  if (isFull) process.stdout.write(`the longest search: ${tally.slowest('search')}\n`);
  expect(tally.of('false')).toBe(count);
  for (const wrong of ['false, and proved', 'broke down']) expect(tally.examples(wrong)).toEqual([]);
});

function trySuspect(suspect: SuspectLine, tally: Tally): void {
  const back = readBack(suspect);
  const judgement = typeof back === 'string' ? null : judged(back, tally);
  const isTrue = judgement === 'true' || judgement === 'vacuous-false';
  if (typeof back === 'string' || isTrue) {
    tally.count(isTrue ? 'true after all' : 'without meaning');
    return;
  }
  // The evaluator is stricter about what has a meaning; such a line must not be proved either, if it is false.
  const kind = judgement === 'false' ? 'false' : 'not judged';
  tally.count(kind);
  if (kind === 'false') tally.count(`by ${suspect.mistake}`);
  if (isFull && kind === 'false' && tally.of('false') % 1000 === 0) tally.print();
  const outcome = search(back, tally);
  if (outcome?.outcome !== 'proved') return;
  // A theorem says that the sides are equal wherever both have a value; the evaluator calls a side without one false.
  const isFalse = finite(back, seed) === 'disagrees';
  const what = isFalse ? 'false, and proved' : `${kind === 'false' ? 'without a value' : kind}, and proved`;
  tally.count(what, `${outcome.explanation.join(', ')}\n${shown(suspect)}`);
}

function timed<T>(what: string, { line }: ReadLine, tally: Tally, run: () => T): T {
  const start = performance.now();
  const result = run();
  tally.time(what, performance.now() - start, shown(line));
  return result;
}
