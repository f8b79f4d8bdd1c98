/** `check --replay CERTIFICATE [FILE]`: a certificate, checked by the kernel alone. */

import { resolve } from 'node:path';
import { type ExitStatus, exit } from '../report/exit-status.js';
import { isAccepted, replayed, replayedJson } from '../report/replay.js';
import type { ReplayRequest } from './arguments.js';
import { complain, type Host, page, type Source } from './host.js';
import { readArgument, readSource, reportingLoader } from './input.js';

/** Exit status: 0 all is proved, 1 something is not, 2 a file cannot be read or is no certificate. */
export async function replay({ certificate, file, format }: ReplayRequest, host: Host): Promise<ExitStatus> {
  const read = readSource(resolve(host.cwd, certificate));
  if ('problem' in read) return unreadable(host, certificate, read.problem);
  const source = file === null ? null : await sourceOf(file, host);
  if (source === undefined) return exit.unreadable;
  const checker = await host.loadChecker();
  const { load, failed } = reportingLoader(source?.file ?? certificate, host, checker);
  const report = checker.replay(read.text, source, load);
  if (failed()) return exit.unreadable;
  if (report.rejected !== null && format !== 'json')
    return unreadable(host, certificate, `is no certificate that holds: ${report.rejected}`);
  const status = report.rejected !== null ? exit.unreadable : isAccepted(report) ? exit.pass : exit.fail;
  const text =
    format === 'json' ? replayedJson(certificate, status, report) : replayed(certificate, report, page(host));
  host.stdout.write(text);
  return status;
}

/** The source beside the certificate; undefined where it cannot be read. */
async function sourceOf(argument: string, host: Host): Promise<Source | undefined> {
  const { file, decoded } = await readArgument(argument, host);
  if ('text' in decoded) return { file, source: decoded.text };
  complain(host, `${file}: ${decoded.problem}`);
  return undefined;
}

function unreadable(host: Host, file: string, why: string): ExitStatus {
  complain(host, `${file}: ${why}`);
  return exit.unreadable;
}
