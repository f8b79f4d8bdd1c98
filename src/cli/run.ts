/** The command `check`: from its arguments to its output and exit status. Everything outside comes in as a `Host`. */
import { relative, resolve } from 'node:path';
import type { CheckOptions } from '../check/options.js';
import type { FileResult } from '../check/verdict.js';
import { type ExitStatus, exit, exitStatus, worst } from '../report/exit-status.js';
import { github, githubError } from '../report/github.js';
import { type FileOutcome, json } from '../report/json.js';
import { pretty, prettyTotal } from '../report/pretty.js';
import { oneLine } from '../report/text.js';
import { type Format, type RunOptions, readArguments } from './arguments.js';
import { importLoader, readSource, readStream, standardInput } from './input.js';
import { type Output, progressLine } from './output.js';

/** The checker, loaded only when there is a text to check. */
export interface Checker {
  check(
    input: { readonly file: string; readonly source: string },
    options: CheckOptions,
    load: (path: string) => string,
  ): FileResult;
  /** The labels of the derivations in a text, in order. */
  labels(source: string): readonly string[];
  /** What `load` throws when an import cannot be read. */
  importFailure(why: string): Error;
  /** The label that was probably meant. */
  nearest(label: string, labels: readonly string[]): string | null;
}

export interface Host {
  readonly version: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input, opened when it is read. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds. */
  readonly now: () => number;
  readonly loadChecker: () => Promise<Checker>;
}

/** Runs the command on the words after its name. Never throws, and leaves the writing to the host's outputs. */
export async function run(words: readonly string[], host: Host): Promise<ExitStatus> {
  const request = readArguments(words, host.version, host.stdout.columns);
  switch (request.tag) {
    case 'show':
      host.stdout.write(request.text);
      return exit.pass;
    case 'wrong':
      complain(host, request.message);
      return exit.unreadable;
    case 'check':
      try {
        return await new Session(host, request.format, request.options).checkAll(request.files);
      } catch (error) {
        complainInternal(host, error);
        return exit.internal;
      }
  }
}

/** One line on standard error. */
function complain(host: Host, message: string): void {
  host.stderr.write(`check: ${oneLine(message)}\n`);
}

export function internalError(error: unknown): string {
  return `internal error: ${error instanceof Error ? error.message : String(error)}; please report it`;
}

function complainInternal(host: Host, error: unknown, file?: string): void {
  complain(host, `${file === undefined ? '' : `${file}: `}${internalError(error)}`);
  if (host.env['DERIVECHECK_DEBUG'] && error instanceof Error) host.stderr.write(`${error.stack}\n`);
}

class Session {
  readonly #host: Host;
  readonly #format: Format;
  readonly #options: RunOptions;
  readonly #outcomes: FileOutcome[] = [];
  readonly #statuses: ExitStatus[] = [];
  readonly #errors: string[] = [];

  constructor(host: Host, format: Format, options: RunOptions) {
    this.#host = host;
    this.#format = format;
    this.#options = options;
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
    const { cwd, stdin, stderr, now, loadChecker } = this.#host;
    const file = argument === '-' ? standardInput : argument;
    const decoded = argument === '-' ? await readStream(stdin()) : readSource(resolve(cwd, argument));
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
    const near = checker.nearest(only, labels);
    const known = labels.length === 0 ? 'no derivation has a label' : `the labels are ${listed(labels)}`;
    const message = `--only: no derivation is labelled '${only}'; ${near === null ? known : `did you mean ${near}? ${known}`}`;
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
    const { stdout, env } = this.#host;
    const colors = stdout.isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    return { ...this.#options, width: stdout.columns, colors };
  }
}

function checkOptions({ seed, samples, only }: RunOptions): Omit<CheckOptions, 'onProgress'> {
  return { seed, samples, only, onProof: null };
}

function listed(labels: readonly string[]): string {
  const most = 12;
  const shown = labels.slice(0, most).join(', ');
  return labels.length > most ? `${shown}, ... (${labels.length} in all)` : shown;
}
