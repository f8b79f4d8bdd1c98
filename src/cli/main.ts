/** The command in its process: the real streams and files behind `run`. */
import packageJson from '../../package.json' with { type: 'json' };
import { exit } from '../report/exit-status.js';
import { checker } from './checker.js';
import { internalError } from './host.js';
import { streamOutput } from './output.js';
import { run } from './run.js';

/** Runs the command on the words after its name. The process is left to end by itself: a pipe is written to its end. */
export async function main(words: readonly string[]): Promise<void> {
  process.on('uncaughtException', stop);
  process.exitCode = await run(words, {
    version: packageJson.version,
    cwd: process.cwd(),
    env: process.env,
    stdin: () => process.stdin,
    stdout: streamOutput(process.stdout),
    stderr: streamOutput(process.stderr),
    now: () => performance.now(),
    loadChecker: async () => checker,
  });
}

function stop(error: Error): never {
  process.stderr.write(`check: ${internalError(error)}\n${process.env['DERIVECHECK_DEBUG'] ? `${error.stack}\n` : ''}`);
  process.exit(exit.internal);
}
