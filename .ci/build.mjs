/** Builds dist/: the command and the library, bundled so that they start fast, and the library's types. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rowsAsRead } from './rows.mjs';

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
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.expr': 'text' },
  outdir: dist,
  plugins: [rowsAsRead],
};

/** The pool stays a module of its own, which the command loads when it needs one. */
const apart = {
  name: 'pool-apart',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/cli\/pool\.js$/ }, ({ path }) => ({ path, external: true })),
};

await build({
  ...common,
  entryPoints: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    'cli/pool': 'src/cli/pool.ts',
    worker: 'src/cli/thread.ts',
  },
  // It finds its own files by where it lies.
  external: ['tinypool'],
  plugins: [...common.plugins, apart],
});

// The program behind the command is one script, for which V8 keeps what it compiles: see src/cli/program.ts.
await build({
  ...common,
  entryPoints: { program: 'src/cli/main.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: '(function (require, module) {' },
  footer: { js: '})' },
});
// esbuild leaves patterns as they are, but the program is read as ASCII.
const program = join(dist, 'program.cjs');
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
writeFileSync(program, readFileSync(program, 'utf8').replace(/[^\0-\x7f]/g, escaped));
execFileSync(process.execPath, [join(root, '.ci/compile.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

// Types are written, not checked: `npm run types` checks them, and a mistake in one leaves the command usable.
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, '.ci/tsconfig.build.json')], { stdio: 'inherit' });
chmodSync(join(dist, 'cli.js'), 0o755);
