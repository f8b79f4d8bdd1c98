/** How much sooner two workers are done than one thread, beside what two plain loops reach on the same machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { shownMs, table } from './clock.js';

const rounds = 2;
/** Every file, and as much of proved lines as of others: enough that starting the workers does not count. */
const files = readdirSync('proofs').filter((name) => name.endsWith('.expr'));
const words = ['--thorough', ...files.map((name) => `proofs/${name}`)];

/** Runs so many threads, each with the same loop, and prints the milliseconds from the first start to the last end. */
const loops = `
import { Worker } from 'node:worker_threads';
const code = 'let x = 0; for (let i = 0; i < 6e7; i++) x = (x + i * i) % 1000003;';
const ended = (worker) => new Promise((resolve) => worker.on('exit', resolve));
const start = performance.now();
await Promise.all(Array.from({ length: Number(process.argv[1]) }, () => ended(new Worker(code, { eval: true }))));
console.log(performance.now() - start);
`;

const node = (words: readonly string[]): string =>
  execFileSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 28 });

const loopMs = (threads: number): number => Number(node(['--input-type=module', '--eval', loops, String(threads)]));

function checkMs(jobs: number): number {
  const start = performance.now();
  node(['dist/cli.js', '--jobs', String(jobs), ...words]);
  return performance.now() - start;
}

/** The times of `run` with one thread and with two. */
type Pair = readonly [one: number, two: number];

const pair = (run: (threads: number) => number): Pair => [run(1), run(2)];

/** What disturbs a machine only ever adds. */
const leastOf = (pairs: readonly Pair[]): Pair => [
  Math.min(...pairs.map(([one]) => one)),
  Math.min(...pairs.map(([, two]) => two)),
];

/** Alternately, so that what else the machine does falls on both. */
export function workers(): string {
  const found = Array.from({ length: rounds }, () => ({ loop: pair(loopMs), check: pair(checkMs) }));
  const [loop, check] = [leastOf(found.map((one) => one.loop)), leastOf(found.map((one) => one.check))];
  // Two loops do twice the work of one, the check with two workers the same as with one.
  const [most, reached] = [(2 * loop[0]) / loop[1], check[0] / check[1]];
  const row = (name: string, times: Pair, factor: number): string[] => [name, ...times.map(shownMs), factor.toFixed(2)];
  return [
    table(
      ['', 'one', 'two', 'times as much done'],
      [row('plain loops, one a thread', loop, most), row('check --jobs N --thorough proofs/*.expr', check, reached)],
    ),
    '',
    `Two workers reach ${(reached / most).toFixed(2)} of what two loops do.`,
  ].join('\n');
}
