/** `check FILE...`: from the files to the report and its exit status. */
import { relative, resolve } from 'node:path';
import { Judges } from '../check/judges.js';
import type { FileResult } from '../check/verdict.js';
import { type ExitStatus, exit, worst } from '../report/exit-status.js';
import { github, githubError } from '../report/github.js';
import { type FileOutcome, json, outcomeStatus } from '../report/json.js';
import { pretty, prettyTotal } from '../report/pretty.js';
import type { CheckRequest } from './arguments.js';
import { beginFile, type Ended, type FileOptions } from './file.js';
import { complain, type Host, page, showStack, suggestion } from './host.js';
import { writeText } from './input.js';
import { Interrupted, type InterruptStatus, interruptible, interruptStatus, untilInterrupted } from './interrupt.js';
import { Progress } from './progress.js';

/** Checks the files of one command line and reports on them. */
export class Session {
  readonly #host: Host;
  readonly #request: CheckRequest;
  readonly #judges: Judges;
  readonly #progress: Progress;
  readonly #outcomes: FileOutcome[] = [];
  readonly #statuses: ExitStatus[] = [];
  readonly #errors: string[] = [];

  constructor(host: Host, request: CheckRequest) {
    const { files, jobs } = request;
    this.#host = host;
    this.#request = request;
    this.#judges = new Judges({
      jobs: jobs ?? host.processors,
      files: files.length,
      start: host.startWorkers,
      here: interruptible,
      spent: host.processorTime,
    });
    this.#progress = new Progress(files, host.stderr, host.now);
  }

  /** Reports on every file, in their order; an interrupt ends that with a sentence on what was done. */
  async checkAll(): Promise<ExitStatus | InterruptStatus> {
    try {
      return await untilInterrupted(this.#host.listen, () => this.#checkAll());
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      this.#progress.end();
      complain(this.#host, `${this.#progress.tally()}; interrupted`);
      return interruptStatus[error.signal];
    } finally {
      this.#progress.end();
      await this.#judges.close();
    }
  }

  /** While workers judge the steps of a file, the next one is read and proved. */
  async #checkAll(): Promise<ExitStatus> {
    let reported = Promise.resolve();
    for (const file of this.#request.files) {
      const { ended } = await beginFile(file, this.#fileOptions(), this.#host, this.#judges);
      reported = this.#reportAfter(reported, ended);
      await Promise.race([reported, this.#judges.room()]);
    }
    await reported;
    await this.#checkLabelFound();
    this.#writeCounterexample();
    const status = worst(this.#statuses);
    this.#writeEnd(status);
    return status;
  }

  #fileOptions(): FileOptions {
    const { seed, samples, budget, thorough, repairs, only } = this.#request.options;
    return {
      check: { seed, samples, budget, thorough, repairs, only, onProgress: this.#progress.onProgress() },
      wantsCertificate: this.#request.certificate !== null,
    };
  }

  async #reportAfter(before: Promise<void>, after: Promise<Ended>): Promise<void> {
    await before;
    const { file, outcome, certificate, thrown } = await after;
    this.#progress.fileDone();
    this.#outcomes.push(outcome);
    this.#statuses.push(outcomeStatus(outcome, this.#request.options));
    for (const message of outcome.errors) complain(this.#host, `${file}: ${message}`);
    showStack(this.#host, thrown);
    if (certificate !== null) this.#writeCertificate(certificate);
    this.#writeFile(outcome);
  }

  #writeCertificate(text: string): void {
    const file = this.#request.certificate ?? '';
    const problem = writeText(resolve(this.#host.cwd, file), text);
    if (problem !== null) this.#fail(`${file}: ${problem}`);
  }

  /** Of the first refuted line that has one which can be written out. */
  #writeCounterexample(): void {
    const { counterexample: file } = this.#request;
    if (file === null) return;
    const steps = this.#results().flatMap(({ derivations }) => derivations.flatMap((derivation) => derivation.steps));
    const text = steps.map((step) => step.counterexample?.file ?? null).find((found) => found !== null) ?? null;
    const problem = text === null ? null : writeText(resolve(this.#host.cwd, file), text);
    if (text === null)
      complain(this.#host, `${file}: not written: no line is refuted by a model that can be written out`);
    if (problem !== null) this.#fail(`${file}: ${problem}`);
  }

  #fail(message: string): void {
    this.#statuses.push(exit.unreadable);
    complain(this.#host, message);
  }

  /** `--only` names a derivation of at least one of the files. */
  async #checkLabelFound(): Promise<void> {
    const { only } = this.#request.options;
    const results = this.#results();
    if (only === null || results.length === 0 || results.some((result) => result.derivations.length > 0)) return;
    const checker = await this.#host.loadChecker();
    const labels = [...new Set(results.flatMap((result) => checker.labels(result.source)))];
    const message = `--only: no derivation is labelled '${only}'; ${suggestion(checker, only, labels, 'labels')}`;
    this.#errors.push(message);
    this.#fail(message);
  }

  #results(): FileResult[] {
    return this.#outcomes.flatMap((outcome) => (outcome.tag === 'checked' ? [outcome.result] : []));
  }

  /** What can be said as soon as a file is done. */
  #writeFile(outcome: FileOutcome): void {
    const { stdout, cwd } = this.#host;
    if (this.#request.format === 'github') {
      const file = outcome.tag === 'checked' ? outcome.result.file : outcome.file;
      const path = relative(cwd, resolve(cwd, file)).replaceAll('\\', '/');
      const errors = outcome.errors.map((message) => githubError(message, path));
      stdout.write(errors.join(''));
      if (outcome.tag === 'checked') stdout.write(github(outcome.result, path, this.#request.options));
    }
    if (this.#request.format === 'pretty' && outcome.tag === 'checked') {
      if (this.#results().length > 1) stdout.write('\n');
      stdout.write(pretty(outcome.result, this.#prettyOptions()));
    }
  }

  #writeEnd(status: ExitStatus): void {
    const { stdout, version } = this.#host;
    if (this.#request.format === 'json') {
      stdout.write(
        json({ version, options: this.#request.options, status, errors: this.#errors, files: this.#outcomes }),
      );
    }
    if (this.#request.format === 'github')
      stdout.write(this.#errors.map((message) => githubError(message, null)).join(''));
    if (this.#request.format === 'pretty' && this.#results().length > 1) {
      stdout.write(`\n${prettyTotal(this.#results(), this.#prettyOptions())}`);
    }
  }

  #prettyOptions() {
    return { ...this.#request.options, ...page(this.#host) };
  }
}
