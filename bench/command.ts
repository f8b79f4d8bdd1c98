/** The whole command on a file of the repository, beside the import of a computer algebra system. */
import { spawnSync } from 'node:child_process';
import { shownMs, spread, table } from './clock.js';

const rounds = 9;

/** Milliseconds of a process from its start to its end, or null where it fails. */
function processMs(command: string, words: readonly string[]): number | null {
  const start = performance.now();
  const { status } = spawnSync(command, words, { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : null;
}

const contenders: readonly (readonly [name: string, command: string, words: readonly string[]])[] = [
  ['`check proofs/ch6.expr`', process.execPath, ['dist/cli.js', 'proofs/ch6.expr']],
  ['`check --version`', process.execPath, ['dist/cli.js', '--version']],
  ['`python3 -c "import sympy"`', 'python3', ['-c', 'import sympy']],
];

/** Alternately, so that what else the machine does falls on all. */
export function wholeCommand(): string {
  const times = Array.from({ length: rounds }, () => contenders.map(([, command, words]) => processMs(command, words)));
  const medians = contenders.map((_, i) => medianOf(times.map((round) => round[i] ?? null)));
  const sympy = medians.at(-1) ?? null;
  return table(
    ['', 'median ms', 'of sympy'],
    contenders.map(([name], i) => {
      const median = medians[i] ?? null;
      return [
        name,
        median === null ? 'not here' : shownMs(median),
        median === null || sympy === null ? '' : (median / sympy).toFixed(2),
      ];
    }),
  );
}

function medianOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((ms) => ms !== null);
  return known.length < times.length ? null : spread(known).median;
}
