/**
 * `npm run bench:long`: files of 1,000 and 10,000 steps; how long the command takes, a step, and how much memory, with one
 * thread and with as many as there are processors.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const declarations = `plate n = 1..N
latent z_n, W
observed x_n
param psi, xi
let Z = {z_n}, X = {x_n}
density p: p(X, Z, W) = p(W) prod_n (p(x_n | z_n, W) p(z_n))
density q: q(Z, W; X, psi, xi) = q(W; xi) prod_n q(z_n; x_n, psi)
`;

/** Ten steps, of which the factor k makes others than those of the derivation before. */
function derivation(number) {
  const k = number + 2;
  const q = 'q(Z, W; X, psi, xi)';
  const local = 'q(z_n; x_n, psi) q(W; xi)';
  const weights = `E_{q(W; xi)}[ln p(W)]`;
  const fits = `E_{${local}}[ln p(x_n | z_n, W)]`;
  const priors = `E_{q(z_n; x_n, psi)}[ln p(z_n)]`;
  return `derivation d${number}:
  E_{${q}}[${k} ln p(X, Z, W)]
  = ${k} E_{${q}}[ln p(X, Z, W)]
  = ${k} E_{${q}}[ln p(W) + sum_n (ln p(x_n | z_n, W) + ln p(z_n))]
  = ${k} E_{${q}}[ln p(W)] + ${k} E_{${q}}[sum_n (ln p(x_n | z_n, W) + ln p(z_n))]
  = ${k} ${weights} + ${k} E_{${q}}[sum_n (ln p(x_n | z_n, W) + ln p(z_n))]
  = ${k} ${weights} + ${k} sum_n E_{${q}}[ln p(x_n | z_n, W) + ln p(z_n)]
  = ${k} ${weights} + ${k} sum_n E_{${local}}[ln p(x_n | z_n, W) + ln p(z_n)]
  = ${k} ${weights} + ${k} sum_n (${fits} + ${priors})
  = ${k} ${weights} + ${k} sum_n ${fits} + ${k} sum_n ${priors}
  = ${k} sum_n ${fits} + ${k} ${weights} + ${k} sum_n ${priors}
  = ${k} (sum_n ${fits} + ${weights} + sum_n ${priors})
`;
}

/** Milliseconds, and the most memory in MB (where the system says it), of a check of so many steps. */
function checked(file, steps, jobs) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const words = [join(root, 'dist/cli.js'), '--jobs', String(jobs), '--format', 'json', file];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, residentPeak(child.pid));
    }, 200);
    child.on('exit', (status) => {
      clearInterval(watch);
      if (status === 0) resolve({ steps, ms: performance.now() - start, megabytes: most / 1024 });
      else reject(new Error(`the check ended with ${status}`));
    });
  });
}

function residentPeak(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** How many times as long a step of the longer file takes. */
async function growth(files, jobs) {
  const times = [];
  for (const { file, steps } of files) {
    const { ms, megabytes } = await checked(file, steps, jobs);
    times.push(ms / steps);
    const seconds = (ms / 1000).toFixed(1);
    console.log(`${steps} steps: ${seconds} s, ${(ms / steps).toFixed(2)} ms a step, ${megabytes.toFixed(0)} MB`);
  }
  return times.at(-1) / times[0];
}

function written(folder, steps) {
  const file = join(folder, `${steps}.expr`);
  writeFileSync(file, declarations + Array.from({ length: steps / 10 }, (_, i) => derivation(i)).join(''));
  return { file, steps };
}

const folder = mkdtempSync(join(tmpdir(), 'derivecheck-long-'));
try {
  const files = [1000, 10_000].map((steps) => written(folder, steps));
  for (const jobs of [1, availableParallelism()]) {
    console.log(`--jobs ${jobs}`);
    const ratio = await growth(files, jobs);
    console.log(`a step of ten thousand takes ${ratio.toFixed(2)} times as long as one of a thousand`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
