/** Bundles a module of TypeScript as the program is bundled, and runs it in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `wordsOf` makes node's words from the path of the bundle; `options` are those of `spawnSync`. */
export async function runBundled(entry, wordsOf, options) {
  const folder = mkdtempSync(join(tmpdir(), 'derivecheck-bundle-'));
  const outfile = join(folder, 'bundle.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
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
  const ran = spawnSync(process.execPath, wordsOf(outfile), { cwd: root, ...options });
  rmSync(folder, { recursive: true, force: true });
  return ran;
}
