#!/usr/bin/env node
/** The command: the real streams and files behind `run`. */
import { availableParallelism } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import { internalError } from './cli/host.js';
import { interruptStatus, type Listen } from './cli/interrupt.js';
import { streamOutput } from './cli/output.js';
import { run } from './cli/run.js';
import { exit } from './report/exit-status.js';

process.on('uncaughtException', (error) => {
  process.stderr.write(`check: ${internalError(error)}\n${process.env['DERIVECHECK_DEBUG'] ? `${error.stack}\n` : ''}`);
  process.exit(exit.internal);
});

const listen: Listen = (listener) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listener);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listener);
  };
};

const status = await run(process.argv.slice(2), {
  version: packageJson.version,
  cwd: process.cwd(),
  env: process.env,
  stdin: () => process.stdin,
  stdout: streamOutput(process.stdout),
  stderr: streamOutput(process.stderr),
  now: () => performance.now(),
  processorTime: () => process.cpuUsage().user / 1000,
  processors: availableParallelism(),
  startWorkers: async (threads) => {
    const { Pool } = await import('./cli/pool.js');
    return new Pool(new URL('./worker.js', import.meta.url), threads);
  },
  listen,
  loadChecker: async () => (await import('./cli/checker.js')).checker,
});

// What was interrupted is not waited for: a read of standard input would go on.
if (status === interruptStatus.SIGINT || status === interruptStatus.SIGTERM) process.exit(status);
// Otherwise the process is left to end by itself, so that a pipe is written to its end.
process.exitCode = status;
