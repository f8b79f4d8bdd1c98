/** What the command needs from outside: the checker, the streams, the clock; and what it says when something is wrong. */
import type { Explanation, ReplayReport, RuleSection } from '../check/explanation.js';
import type { Workers } from '../check/judges.js';
import type { CheckOptions } from '../check/options.js';
import type { Begun, Numbers } from '../check/schedule.js';
import { oneLine } from '../report/text.js';
import type { Listen } from './interrupt.js';
import type { Output } from './output.js';

export interface Source {
  readonly file: string;
  readonly source: string;
}

/** Reads an import; what it throws where it cannot comes from `importFailure`. */
export type LoadImport = (path: string) => string;

/** The checker, loaded only when there is something to check. */
export interface Checker {
  /** Proves the steps of a text, and asks `numbers` for the rest. */
  begin(input: Source, options: CheckOptions, load: LoadImport, numbers: Numbers): Promise<Begun>;
  /** The full rewriting of a derivation's steps, or of one. */
  explain(input: Source, label: string, load: LoadImport): Explanation;
  /** The tables of rules, or what is called so in them; none if nothing is. */
  rules(wanted: string | null): readonly RuleSection[];
  /** Everything that `rules` knows. */
  ruleNames(): readonly string[];
  /** The certificate of all that is proved in a text. */
  certify(input: Source, load: LoadImport, budget: number): string;
  /** Checks a certificate by the kernel alone, and that it is of the text, where there is one. */
  replay(certificate: string, source: Source | null, load: LoadImport): ReplayReport;
  /** The labels of the derivations in a text, in order. */
  labels(source: string): readonly string[];
  /** What `load` throws when an import cannot be read. */
  importFailure(why: string): Error;
  /** The name that was probably meant. */
  nearest(name: string, names: readonly string[]): string | null;
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
  /** Milliseconds that this process has worked. */
  readonly processorTime: () => number;
  /** How many threads can run at the same time. */
  readonly processors: number;
  readonly startWorkers: (threads: number) => Promise<Workers>;
  /** Hears of signals that are to end the run. */
  readonly listen: Listen;
  readonly loadChecker: () => Promise<Checker>;
}

/** One line on standard error. */
export function complain(host: Host, message: string): void {
  host.stderr.write(`check: ${oneLine(message)}\n`);
}

export function internalError(error: unknown): string {
  return `internal error: ${error instanceof Error ? error.message : String(error)}; please report it`;
}

export function complainInternal(host: Host, error: unknown): void {
  complain(host, internalError(error));
  showStack(host, error);
}

/** Where an internal error arose, for those who want to know. */
export function showStack(host: Host, error: unknown): void {
  if (host.env['DERIVECHECK_DEBUG'] && error instanceof Error) host.stderr.write(`${error.stack}\n`);
}

/** How wide a report for people may be, and whether it has colours. */
export function page({ stdout, env }: Host): { readonly width: number; readonly colors: boolean } {
  const colors = stdout.isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { width: stdout.columns, colors };
}

/** `; did you mean eq1? the labels are eq1, eq2`, for a name that there is not. */
export function suggestion(checker: Checker, name: string, known: readonly string[], what: string): string {
  const near = checker.nearest(name, known);
  const all = known.length === 0 ? `there are no ${what}` : `the ${what} are ${listed(known)}`;
  return near === null ? all : `did you mean ${near}? ${all}`;
}

function listed(names: readonly string[]): string {
  const most = 12;
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, ... (${names.length} in all)` : shown;
}
