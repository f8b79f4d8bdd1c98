/** `npm run bench`: runs the benchmarks, bundled as the program is, and records what they print. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBundled } from '../.ci/bundle.mjs';

// Words on the command line go to node: `npm run bench -- --cpu-prof`.
const { status, stdout } = await runBundled('bench/all.ts', (file) => [...process.argv.slice(2), file], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status === 0) {
  process.stdout.write(stdout);
  writeFileSync(join(root, 'bench/RESULTS.md'), stdout);
}
process.exitCode = status ?? 1;
