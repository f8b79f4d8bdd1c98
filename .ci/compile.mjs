/**
 * Part of the build: runs the program on derivations, so that V8 compiles what such a run needs, and keeps that where
 * the command looks for it. Has a process of its own, because V8 keeps what it compiled only while it is young.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { imported } from './rows.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'dist/program.cjs');
const loader = { entryPoints: [join(root, 'src/cli/program.ts')], bundle: true, platform: 'node', format: 'esm' };
const { outputFiles } = await build({ ...loader, write: false });
const { compiled, keepCode, started } = await imported(outputFiles[0].text);

const script = compiled(file);
const { main } = started(script, file);
for (const words of [
  ['--explain', '6.13', 'proofs/ch6.expr'],
  ['--samples', '64', 'proofs/minibatch.expr'],
  ['--samples', '64', 'proofs/bayes.expr'],
  ['--samples', '64', '--only', 'eq4', 'proofs/ch6.expr'],
])
  await main(['--jobs', '1', ...words.map((word) => (word.startsWith('proofs/') ? join(root, word) : word))]);
keepCode(script, file);
process.exitCode = 0;
