#!/usr/bin/env node
/** The command: the real streams and files behind `run`. */
import packageJson from '../package.json' with { type: 'json' };
import { internalError } from './cli/host.js';
import { streamOutput } from './cli/output.js';
import { run } from './cli/run.js';
import { exit } from './report/exit-status.js';

process.on('uncaughtException', (error) => {
  process.stderr.write(`check: ${internalError(error)}\n${process.env['DERIVECHECK_DEBUG'] ? `${error.stack}\n` : ''}`);
  process.exit(exit.internal);
});

// The exit status is set and the process left to end by itself, so that a pipe is written to its end.
process.exitCode = await run(process.argv.slice(2), {
  version: packageJson.version,
  cwd: process.cwd(),
  env: process.env,
  stdin: () => process.stdin,
  stdout: streamOutput(process.stdout),
  stderr: streamOutput(process.stderr),
  now: () => performance.now(),
  loadChecker: async () => (await import('./cli/checker.js')).checker,
});
