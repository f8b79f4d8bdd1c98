import { defineConfig } from 'vitest/config';

/** A file for the counts of a run, as JSON; `.ci/test.mjs` sets it. */
const countsFile = process.env['DERIVECHECK_VITEST_JSON'];

/** Tables of rules are imported as text, as esbuild's loader of the same name does. */
const tables = {
  name: 'expr-as-text',
  transform: (code: string, id: string) => (id.endsWith('.expr') ? `export default ${JSON.stringify(code)}` : null),
};

export default defineConfig({
  plugins: [tables],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    maxWorkers: '100%',
    testTimeout: 60_000,
    reporters: countsFile ? ['default', 'json'] : ['default'],
    ...(countsFile ? { outputFile: { json: countsFile } } : {}),
    coverage: { provider: 'v8', include: ['grammar/**', 'src/**'] },
  },
});
