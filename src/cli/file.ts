/** One file of a check: from its name to what became of it. */
import type { CheckOptions } from '../check/options.js';
import type { Numbers } from '../check/schedule.js';
import type { FileResult } from '../check/verdict.js';
import { exit } from '../report/exit-status.js';
import type { FileOutcome } from '../report/json.js';
import { type Checker, type Host, internalError, type Source } from './host.js';
import { importLoader, readArgument } from './input.js';
import { Interrupted } from './interrupt.js';

/** What became of a file. Nothing has been said of it yet. */
export interface Ended {
  readonly file: string;
  readonly outcome: FileOutcome;
  /** Where it is asked for and every import could be read. */
  readonly certificate: string | null;
  /** A mistake of ours. */
  readonly thrown: unknown;
}

/** A check whose proofs are done; the numbers of it may still be on their way. */
export interface BegunFile {
  readonly ended: Promise<Ended>;
}

export interface FileOptions {
  readonly check: CheckOptions;
  readonly wantsCertificate: boolean;
}

/** Begins the check of a FILE of the command line. Whatever is wrong with it is part of what became of it. */
export async function beginFile(
  argument: string,
  options: FileOptions,
  host: Host,
  numbers: Numbers,
): Promise<BegunFile> {
  const { file, decoded } = await readArgument(argument, host);
  if ('problem' in decoded) {
    const outcome: FileOutcome = { tag: 'failed', file, status: exit.unreadable, errors: [decoded.problem] };
    return { ended: Promise.resolve({ file, outcome, certificate: null, thrown: null }) };
  }
  const checker = await host.loadChecker();
  return new FileCheck({ file, source: decoded.text }, options, host, checker).begin(numbers);
}

class FileCheck {
  readonly #errors: string[] = [];
  /** What `load` has thrown. */
  readonly #failures = new Set<unknown>();
  readonly #load: (path: string) => string;

  constructor(
    private readonly source: Source,
    private readonly options: FileOptions,
    { cwd }: Host,
    private readonly checker: Checker,
  ) {
    this.#load = importLoader(source.file, cwd, (path, why) => {
      this.#errors.push(`cannot import ${path}: ${why}`);
      const failure = checker.importFailure(why);
      this.#failures.add(failure);
      return failure;
    });
  }

  async begin(numbers: Numbers): Promise<BegunFile> {
    try {
      const { result } = await this.checker.begin(this.source, this.options.check, this.#load, numbers);
      return { ended: this.#ended(result) };
    } catch (error) {
      return { ended: this.#ended(Promise.reject(error)) };
    }
  }

  async #ended(result: Promise<FileResult>): Promise<Ended> {
    const { file } = this.source;
    const errors = this.#errors;
    try {
      const outcome: FileOutcome = { tag: 'checked', result: await result, errors };
      return { file, outcome, certificate: this.#certificate(), thrown: null };
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const status = this.#failures.has(error) ? exit.unreadable : exit.internal;
      const thrown = status === exit.internal ? error : null;
      const all = thrown === null ? errors : [...errors, internalError(error)];
      return { file, outcome: { tag: 'failed', file, status, errors: all }, certificate: null, thrown };
    }
  }

  #certificate(): string | null {
    if (!this.options.wantsCertificate || this.#errors.length > 0) return null;
    return this.checker.certify(this.source, this.#load, this.options.check.budget);
  }
}
