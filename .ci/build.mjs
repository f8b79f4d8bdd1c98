/** Builds dist/: the command and the library, bundled so that they start fast, and the library's types. */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.expr': 'text' },
  // What is CommonJS inside a bundle (commander) asks for node's own modules through require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};

// With splitting, what is imported lazily is its own file: `check --version` never reads parser or checker.
await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', worker: 'src/cli/worker.ts' },
  // It finds its own files by where it lies.
  external: ['tinypool'],
  outdir: dist,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
});

// Types are written, not checked: `npm run types` checks them, and a mistake in one leaves the command usable.
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, '.ci/tsconfig.build.json')], { stdio: 'inherit' });
chmodSync(join(dist, 'cli.js'), 0o755);
