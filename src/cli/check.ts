/** `check FILE...`: from the files to the report and its exit status. */
import { relative, resolve } from 'node:path';
import type { CheckOptions } from '../check/options.js';
import type { FileResult } from '../check/verdict.js';
import { type ExitStatus, exit, exitStatus, worst } from '../report/exit-status.js';
import { github, githubError } from '../report/github.js';
import { type FileOutcome, json } from '../report/json.js';
import { pretty, prettyTotal } from '../report/pretty.js';
import type { CheckRequest, Format, RunOptions } from './arguments.js';
import { complain, complainInternal, type Host, internalError, page, suggestion } from './host.js';
import { importLoader, readArgument, writeText } from './input.js';
import { progressLine } from './output.js';

/** Checks the files of one command line and reports on them. */
export class Session {
  readonly #host: Host;
  readonly #format: Format;
  readonly #options: RunOptions;
  readonly #certificate: string | null;
  readonly #outcomes: FileOutcome[] = [];
  readonly #statuses: ExitStatus[] = [];
  readonly #errors: string[] = [];

  constructor(host: Host, { format, options, certificate }: CheckRequest) {
    this.#host = host;
    this.#format = format;
    this.#options = options;
    this.#certificate = certificate;
  }

  async checkAll(files: readonly string[]): Promise<ExitStatus> {
    for (const file of files) {
      const outcome = await this.#checkFile(file);
      this.#outcomes.push(outcome);
      this.#writeFile(outcome);
    }
    await this.#checkLabelFound();
    const status = worst(this.#statuses);
    this.#writeEnd(status);
    return status;
  }

  async #checkFile(argument: string): Promise<FileOutcome> {
    const { cwd, stderr, now, loadChecker } = this.#host;
    const { file, decoded } = await readArgument(argument, this.#host);
    if ('problem' in decoded) return this.#failed(file, decoded.problem);

    const checker = await loadChecker();
    const errors: string[] = [];
    const failures = new Set<unknown>();
    const load = importLoader(file, cwd, (path, why) => {
      const message = `cannot import ${path}: ${why}`;
      errors.push(message);
      this.#fail(exit.unreadable, message, file);
      const failure = checker.importFailure(why);
      failures.add(failure);
      return failure;
    });
    const progress = progressLine(file, stderr, now);
    try {
      const options = { ...checkOptions(this.#options), onProgress: progress.onProgress };
      const result = checker.check({ file, source: decoded.text }, options, load);
      this.#statuses.push(exitStatus(result, this.#options));
      if (errors.length === 0) this.#certify(() => checker.certify({ file, source: decoded.text }, load));
      return { tag: 'checked', result, errors };
    } catch (error) {
      progress.erase();
      if (failures.has(error)) {
        return { tag: 'failed', file, status: exit.unreadable, errors };
      }
      this.#statuses.push(exit.internal);
      complainInternal(this.#host, error, file);
      return { tag: 'failed', file, status: exit.internal, errors: [...errors, internalError(error)] };
    } finally {
      progress.erase();
    }
  }

  /** Writes the certificate of the file, if one is asked for. */
  #certify(text: () => string): void {
    if (this.#certificate === null) return;
    const problem = writeText(resolve(this.#host.cwd, this.#certificate), text());
    if (problem !== null) this.#fail(exit.unreadable, problem, this.#certificate);
  }

  #failed(file: string, problem: string): FileOutcome {
    this.#fail(exit.unreadable, problem, file);
    return { tag: 'failed', file, status: exit.unreadable, errors: [problem] };
  }

  #fail(status: ExitStatus, message: string, file: string | null): void {
    this.#statuses.push(status);
    complain(this.#host, file === null ? message : `${file}: ${message}`);
  }

  /** `--only` names a derivation of at least one of the files. */
  async #checkLabelFound(): Promise<void> {
    const { only } = this.#options;
    const results = this.#results();
    if (only === null || results.length === 0 || results.some((result) => result.derivations.length > 0)) return;
    const checker = await this.#host.loadChecker();
    const labels = [...new Set(results.flatMap((result) => checker.labels(result.source)))];
    const message = `--only: no derivation is labelled '${only}'; ${suggestion(checker, only, labels, 'labels')}`;
    this.#errors.push(message);
    this.#fail(exit.unreadable, message, null);
  }

  #results(): FileResult[] {
    return this.#outcomes.flatMap((outcome) => (outcome.tag === 'checked' ? [outcome.result] : []));
  }

  /** What can be said as soon as a file is done. */
  #writeFile(outcome: FileOutcome): void {
    const { stdout, cwd } = this.#host;
    if (this.#format === 'github') {
      const file = outcome.tag === 'checked' ? outcome.result.file : outcome.file;
      const path = relative(cwd, resolve(cwd, file)).replaceAll('\\', '/');
      const errors = outcome.errors.map((message) => githubError(message, path));
      stdout.write(errors.join(''));
      if (outcome.tag === 'checked') stdout.write(github(outcome.result, path, this.#options));
    }
    if (this.#format === 'pretty' && outcome.tag === 'checked') {
      if (this.#results().length > 1) stdout.write('\n');
      stdout.write(pretty(outcome.result, this.#prettyOptions()));
    }
  }

  #writeEnd(status: ExitStatus): void {
    const { stdout, version } = this.#host;
    if (this.#format === 'json') {
      stdout.write(json({ version, options: this.#options, status, errors: this.#errors, files: this.#outcomes }));
    }
    if (this.#format === 'github') stdout.write(this.#errors.map((message) => githubError(message, null)).join(''));
    if (this.#format === 'pretty' && this.#results().length > 1) {
      stdout.write(`\n${prettyTotal(this.#results(), this.#prettyOptions())}`);
    }
  }

  #prettyOptions() {
    return { ...this.#options, ...page(this.#host) };
  }
}

function checkOptions({ seed, samples, only }: RunOptions): Omit<CheckOptions, 'onProgress'> {
  return { seed, samples, only };
}
