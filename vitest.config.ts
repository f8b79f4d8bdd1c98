import { defineConfig } from 'vitest/config';

/** A file for the counts of a run, as JSON; `.ci/test.mjs` sets it. */
const countsFile = process.env['DERIVECHECK_VITEST_JSON'];

/** Tables of rules are imported as text, as esbuild's loader of the same name does. */
const tables = {
  name: 'expr-as-text',
  transform: (code: string, id: string) =>
    id.endsWith('.expr')
      ? `/** Tests that put other modules in the place of the kernel's. */
const mocking = ['test/kernel/dummy.test.ts'];

export default ${JSON.stringify(code)}`
      : null,
};

/** Tests that put other modules in the place of the kernel's. */
const mocking = ['test/kernel/dummy.test.ts'];

export default defineConfig({
  plugins: [tables],
  test: {
    setupFiles: ['test/setup.ts'],
    maxWorkers: '100%',
    testTimeout: 60_000,
    reporters: countsFile ? ['default', 'json'] : ['default'],
    ...(countsFile ? { outputFile: { json: countsFile } } : {}),
    // Most test files share their modules, so that these are read and compiled once and not a hundred times.
    projects: [
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: mocking, isolate: false } },
      { extends: true, test: { name: 'mocking', include: mocking } },
    ],
    coverage: { provider: 'v8', include: ['grammar/**', 'src/**'] },
  },
});
