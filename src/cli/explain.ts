/** `check --explain LABEL FILE...`: how steps are proved, without any numbers. */
import type { Explanation } from '../check/explanation.js';
import { type ExitStatus, exit, worst } from '../report/exit-status.js';
import { explained, explainedJson } from '../report/explain.js';
import type { ExplainRequest } from './arguments.js';
import { type Checker, complain, type Host, page, suggestion } from './host.js';
import { readArgument, reportingLoader } from './input.js';

/** Exit status: 0 all asked steps are proved, 1 one is not, 2 no file has the label or one cannot be read. */
export async function explain({ label, files, format }: ExplainRequest, host: Host): Promise<ExitStatus> {
  const statuses: ExitStatus[] = [];
  const found: Explanation[] = [];
  const checker = await host.loadChecker();
  for (const argument of files) {
    const explanation = await explainFile(argument, label, host, checker);
    if (explanation === null) statuses.push(exit.unreadable);
    else found.push(explanation);
  }
  const own = found.filter(({ steps }) => steps.length > 0);
  if (own.length === 0 && found.length > 0) {
    const labels = [...new Set(found.flatMap((explanation) => explanation.labels))];
    complain(
      host,
      `--explain: no derivation or step is labelled '${label}'; ${suggestion(checker, label, labels, 'labels')}`,
    );
    statuses.push(exit.unreadable);
  }
  if (own.some(({ steps }) => steps.some(({ proof }) => proof === null))) statuses.push(exit.fail);
  const status = worst(statuses);
  const text =
    format === 'json'
      ? explainedJson(label, status, own)
      : own.map((explanation) => explained(explanation, page(host))).join('\n');
  host.stdout.write(text);
  return status;
}

async function explainFile(argument: string, label: string, host: Host, checker: Checker): Promise<Explanation | null> {
  const { file, decoded } = await readArgument(argument, host);
  if ('problem' in decoded) {
    complain(host, `${file}: ${decoded.problem}`);
    return null;
  }
  const { load, failed } = reportingLoader(file, host, checker);
  const explanation = checker.explain({ file, source: decoded.text }, label, load);
  return failed() ? null : explanation;
}
