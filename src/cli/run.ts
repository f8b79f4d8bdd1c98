/** The command `check`: from its arguments to its output and exit status. Everything outside comes in as a `Host`. */
import { type ExitStatus, exit } from '../report/exit-status.js';
import { type Request, readArguments } from './arguments.js';
import { Session } from './check.js';
import { explain } from './explain.js';
import { complain, complainInternal, type Host } from './host.js';
import type { InterruptStatus } from './interrupt.js';
import { replay } from './replay.js';
import { rules } from './rules.js';

/** Runs the command on the words after its name. Never throws, and leaves the writing to the host's outputs. */
export async function run(words: readonly string[], host: Host): Promise<ExitStatus | InterruptStatus> {
  const request = readArguments(words, host.version, host.stdout.columns);
  try {
    return await answer(request, host);
  } catch (error) {
    complainInternal(host, error);
    return exit.internal;
  }
}

async function answer(request: Request, host: Host): Promise<ExitStatus | InterruptStatus> {
  switch (request.tag) {
    case 'show':
      host.stdout.write(request.text);
      return exit.pass;
    case 'wrong':
      complain(host, request.message);
      return exit.unreadable;
    case 'check':
      return new Session(host, request).checkAll();
    case 'explain':
      return explain(request, host);
    case 'rules':
      return rules(request, host);
    case 'replay':
      return replay(request, host);
  }
}
