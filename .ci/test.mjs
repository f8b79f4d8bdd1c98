/**
 * `npm test`: lint and format, type check, build, tests; all of them, also after one has failed. Its last line is
 * `N passed, N failed`: vitest's own counts, plus one failure for each other part that failed. What stands on the
 * command line goes to vitest. With DERIVECHECK_COUNTS=FILE the last line is written there too.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'derivecheck-test-'));
const vitestJson = join(folder, 'vitest.json');

const bin = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

const parts = [
  ['lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings']],
  ['types', [bin('typescript', 'bin/tsc')]],
  ['build', ['.ci/build.mjs']],
  ['tests', [bin('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]],
];

/** Runs node on the words; whether it succeeded. */
function run(name, words) {
  process.stdout.write(`\n-- ${name}\n`);
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DERIVECHECK_VITEST_JSON: vitestJson },
  });
  return status === 0;
}

/** A test file that does not load has no failed test in the counts, so its suite is counted. */
function vitestCounts(succeeded) {
  try {
    const report = JSON.parse(readFileSync(vitestJson, 'utf8'));
    const crashed = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
    const failed = report.numFailedTests + crashed.length;
    return { passed: report.numPassedTests, failed: failed === 0 && !succeeded ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const failed = parts.filter(([name, words]) => !run(name, words)).map(([name]) => name);
const counts = vitestCounts(!failed.includes('tests'));
rmSync(folder, { recursive: true, force: true });

const others = failed.filter((name) => name !== 'tests');
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
const line = `${counts.passed} passed, ${counts.failed + others.length} failed\n`;
if (process.env['DERIVECHECK_COUNTS']) writeFileSync(process.env['DERIVECHECK_COUNTS'], line);
process.stdout.write(line);
process.exitCode = failed.length > 0 ? 1 : 0;
