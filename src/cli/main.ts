/** The command in its process: the real streams and files behind `run`. */
import { availableParallelism } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { exit } from '../report/exit-status.js';
import { checker } from './checker.js';
import { type Host, internalError } from './host.js';
import { interruptStatus, type Listen } from './interrupt.js';
import { streamOutput } from './output.js';
import { run } from './run.js';

export { answer } from './worker.js';

export type StartWorkers = Host['startWorkers'];

const listen: Listen = (listener) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listener);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listener);
  };
};

/** Runs the command on the words after its name. The process is left to end by itself: a pipe is written to its end. */
export async function main(words: readonly string[], startWorkers: StartWorkers): Promise<void> {
  process.on('uncaughtException', stop);
  const status = await run(words, {
    version: packageJson.version,
    cwd: process.cwd(),
    env: process.env,
    stdin: () => process.stdin,
    stdout: streamOutput(process.stdout),
    stderr: streamOutput(process.stderr),
    now: () => performance.now(),
    processorTime: () => process.cpuUsage().user / 1000,
    processors: availableParallelism(),
    startWorkers,
    listen,
    loadChecker: async () => checker,
  });
  // What was interrupted is not waited for: a read of standard input would go on.
  if (status === interruptStatus.SIGINT || status === interruptStatus.SIGTERM) process.exit(status);
  process.exitCode = status;
}

function stop(error: Error): never {
  process.stderr.write(`check: ${internalError(error)}\n${process.env['DERIVECHECK_DEBUG'] ? `${error.stack}\n` : ''}`);
  process.exit(exit.internal);
}
