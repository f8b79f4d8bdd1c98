/** The whole command on files, from the start of the process to its end, beside what else one would run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownMs, spread, table } from './clock.js';

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
}

/** Milliseconds of a process from its start to its end, or null where it fails. */
function processMs({ command, words }: Contender): number | null {
  const start = performance.now();
  const { status } = spawnSync(command, words, { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : null;
}

const check = (...words: readonly string[]): Contender => ({
  name: `\`check ${words.join(' ')}\``,
  command: process.execPath,
  words: ['dist/cli.js', ...words],
});

/** The medians of processes that run alternately, so that what else the machine does falls on all; the last is the measure. */
function beside(contenders: readonly Contender[], measure: string, rounds: number): string {
  const times = Array.from({ length: rounds }, () => contenders.map(processMs));
  const medians = contenders.map((_, i) => medianOf(times.map((round) => round[i] ?? null)));
  const last = medians.at(-1) ?? null;
  const rows = contenders.map(({ name }, i) => {
    const median = medians[i] ?? null;
    const ratio = median === null || last === null ? '' : (median / last).toFixed(2);
    return [name, median === null ? 'not here' : shownMs(median), ratio];
  });
  return table(['', 'median ms', `of ${measure}`], rows);
}

function medianOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((ms) => ms !== null);
  return known.length < times.length ? null : spread(known).median;
}

/** Beside the import of a computer algebra system. */
export const besideSympy = (): string =>
  beside(
    [
      check('proofs/ch6.expr'),
      check('--version'),
      { name: '`python3 -c "import sympy"`', command: 'python3', words: ['-c', 'import sympy'] },
    ],
    'sympy',
    9,
  );

/** Beside a script that makes as many draws of each line as the command may. */
export const besideScript = (): string =>
  beside(
    [
      check('--samples', String(2 ** 20), 'proofs/ch6.expr'),
      check('--samples', String(2 ** 20), '--thorough', 'proofs/ch6.expr'),
      { name: '`python3 bench/ch6.py`', command: 'python3', words: ['bench/ch6.py', String(2 ** 20)] },
    ],
    'the script',
    3,
  );

const plate = (size: number): string => `plate n = 1..${size}
latent w, z_n
observed x_n
let Z = {z_n}, X = {x_n}
density p: p(w, Z, X) = p(w) prod_n (p(z_n) p(x_n | z_n, w))
derivation line:
  p(X)
  = int p(w) prod_n (int p(z_n) p(x_n | z_n, w) dz_n) dw
`;

const chain = (size: number): string => `plate t = 1..${size}
latent x_t
density p: p(x_{1:${size}}) = p(x_1) prod_{t=2..${size}} p(x_t | x_{t-1})
derivation line:
  H[p(x_{1:${size}})]
  = H[p(x_1)] + sum_{t=2..${size}} H_{p}[x_t | x_{t-1}]
`;

const sizes = [5, 10, 20, 50, 100] as const;

/** The command on a line over a plate, and on one over a chain, of more and more members. */
export function structures(): string {
  const folder = mkdtempSync(join(tmpdir(), 'derivecheck-bench-'));
  const ms = (text: string): string => {
    const file = join(folder, 'structure.expr');
    writeFileSync(file, text);
    const times = Array.from({ length: 3 }, () => processMs(check('--jobs', '1', file)));
    const median = medianOf(times);
    return median === null ? 'fails' : shownMs(median);
  };
  const row = (name: string, make: (size: number) => string): string[] => [
    name,
    ...sizes.map((size) => ms(make(size))),
  ];
  const rows = [row('marginal of a plate', plate), row('entropy of a chain', chain)];
  rmSync(folder, { recursive: true, force: true });
  return table(['members', ...sizes.map(String)], rows);
}
