import { defineConfig } from 'vitest/config';

/** A file for the counts of a run, as JSON; `.ci/test.mjs` sets it. */
const countsFile = process.env['DERIVECHECK_VITEST_JSON'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: countsFile ? ['default', 'json'] : ['default'],
    ...(countsFile ? { outputFile: { json: countsFile } } : {}),
    coverage: { provider: 'v8', include: ['grammar/**', 'src/**'] },
  },
});
