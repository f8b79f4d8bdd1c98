/** `npm run bench`: bundles the benchmarks as the program is bundled, runs them, and records what they print. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'derivecheck-bench-'));
const outfile = join(folder, 'bench.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['bench/all.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  loader: { '.expr': 'text' },
  // What is CommonJS inside a bundle asks for node's own modules through require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});

// Words on the command line go to node: `npm run bench -- --cpu-prof`.
const words = [...process.argv.slice(2), outfile];
const { status, stdout } = spawnSync(process.execPath, words, {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
rmSync(folder, { recursive: true, force: true });
if (status === 0) {
  process.stdout.write(stdout);
  writeFileSync(join(root, 'bench/RESULTS.md'), stdout);
}
process.exitCode = status ?? 1;
