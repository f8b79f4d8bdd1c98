/** The command line: what it may say, and what is said of it when it is wrong. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type CheckOptions, defaultOptions } from '../check/options.js';
import type { PassOptions } from '../report/exit-status.js';

export const formats = ['pretty', 'json', 'github'] as const;
export type Format = (typeof formats)[number];

/** The options of a run that change what a report says. */
export type RunOptions = Omit<CheckOptions, 'onProgress'> & PassOptions;

export interface CheckRequest {
  readonly tag: 'check';
  readonly files: readonly string[];
  readonly format: Format;
  readonly options: RunOptions;
  /** How many threads judge at the same time; null for as many as there are processors. No report depends on it. */
  readonly jobs: number | null;
  /** Where the certificate of the file goes. */
  readonly certificate: string | null;
  /** Where the counterexample to the first refuted line goes. */
  readonly counterexample: string | null;
}

export interface ExplainRequest {
  readonly tag: 'explain';
  readonly label: string;
  readonly files: readonly string[];
  readonly format: Format;
}

export interface RulesRequest {
  readonly tag: 'rules';
  /** A rule, a family of rules or a table; null for all. */
  readonly wanted: string | null;
  readonly format: Format;
}

export interface ReplayRequest {
  readonly tag: 'replay';
  readonly certificate: string;
  /** The source that it must be of. */
  readonly file: string | null;
  readonly format: Format;
}

export type Request =
  | CheckRequest
  | ExplainRequest
  | RulesRequest
  | ReplayRequest
  /** `--help`, `--version`: text for standard output. */
  | { readonly tag: 'show'; readonly text: string }
  | { readonly tag: 'wrong'; readonly message: string };

const maxSeed = 2 ** 32 - 1;
const maxSamples = 2 ** 31;
const maxBudget = Number.MAX_SAFE_INTEGER;
const maxJobs = 1024;
const maxRepairs = 100;

const afterHelp = `
FILE is a .expr file, or - for standard input.

Exit status: 0 every line passes, 1 some line fails, 2 an input cannot be read or the
command line is wrong, 3 internal error; of several files the highest. Interrupted: 130
by ctrl-C, 143 by a request to terminate.

With --explain: 1 a step is not proved, 2 no such label. With --replay: 1 a claim is not
accepted or not of FILE, 2 no certificate.

Examples:
  check proofs/ch6.expr
  check --only eq1 --seed 7 proofs/ch6.expr
  check --explain eq1.2 proofs/ch6.expr
  check --rules "log of a product"
  check --only eq3 --counterexample eq3.expr proofs/ch6.expr
  check --certificate ch6.json proofs/ch6.expr && check --replay ch6.json proofs/ch6.expr
  check --format github proofs/*.expr
`;

/** Reads the words after the command's name; `width` is that of the terminal, for the help text. */
export function readArguments(words: readonly string[], version: string, width: number): Request {
  let shown = '';
  const program = new Command('check')
    .usage('[options] FILE...')
    .description('Checks written derivations, line by line.')
    .argument('[FILE...]')
    .addOption(new Option('--format <format>', 'how to report').choices([...formats]).default('pretty'))
    .option('--seed <n>', 'seed of the random models and samples', wholeNumber(0, maxSeed), defaultOptions.seed)
    .option('--samples <n>', 'most samples per step and point', wholeNumber(1, maxSamples), defaultOptions.samples)
    .option('--repairs <n>', 'most repairs to look for of a line', wholeNumber(0, maxRepairs), defaultOptions.repairs)
    .option('--budget <n>', 'most evaluations for each FILE', wholeNumber(1, maxBudget), defaultOptions.budget)
    .option('--jobs <n>', 'how many threads work (default: one a processor)', wholeNumber(1, maxJobs))
    .option(
      '--only <label>',
      'check one derivation (LABEL) or one step (LABEL.STEP)',
      name('the label of a derivation'),
    )
    .option('--thorough', 'as many samples for proved lines as for others', false)
    .option('--strict', 'warnings and undecided lines fail', false)
    .option('--proved', 'only proved lines pass', false)
    .option('--certificate <file>', 'write the proofs of FILE, for --replay', name('a file'))
    .option('--counterexample <file>', 'write a model that refutes the first refuted line, for check', name('a file'))
    .addOption(
      mode('--explain <label>', 'print how a derivation or step is proved, line by line').argParser(
        name('the label of a derivation or step'),
      ),
    )
    .addOption(mode('--rules [name]', 'print the tables of rules, or a rule, a family or a table'))
    .addOption(
      mode('--replay <file>', 'check a certificate by the kernel alone; with FILE, that it is of it').argParser(
        name('a file'),
      ),
    )
    .version(`derivecheck ${version}`, '--version', 'print the version')
    .helpOption('--help', 'print this text')
    .addHelpText('after', afterHelp)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        shown += text;
      },
      writeErr: () => {},
      getOutHelpWidth: () => width,
      getOutHasColors: () => false,
    });
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { tag: 'show', text: shown };
    return { tag: 'wrong', message: reworded(error.message) };
  }
  return requestOf(program.opts<RawOptions>(), program.args);
}

const wrong = (message: string): Request => ({ tag: 'wrong', message });

function requestOf(raw: RawOptions, files: readonly string[]): Request {
  const { format, jobs, only, certificate, counterexample, explain, rules, replay, ...options } = raw;
  if (files.filter((file) => file === '-').length > 1) return wrong('standard input (-) can be checked only once');
  const other =
    explain !== undefined ? '--explain' : rules !== undefined ? '--rules' : replay !== undefined ? '--replay' : null;
  if (other !== null && format === 'github')
    return wrong(`--format github annotates a check: ${other} has pretty and json`);
  // Words behind --rules are the rest of a name that has spaces.
  if (rules !== undefined) return { tag: 'rules', wanted: rules === true ? null : [rules, ...files].join(' '), format };
  if (replay !== undefined) {
    if (files.length > 1) return wrong('--replay compares a certificate with one file');
    return { tag: 'replay', certificate: replay, file: files[0] ?? null, format };
  }
  if (files.length === 0) return wrong('no file: name one or more, or - for standard input (see check --help)');
  if (explain !== undefined) return { tag: 'explain', label: explain, files, format };
  if (certificate !== undefined && files.length > 1)
    return wrong('--certificate writes the proofs of one file: name one');
  return {
    tag: 'check',
    files,
    format,
    options: { ...options, only: only ?? null },
    jobs: jobs ?? null,
    certificate: certificate ?? null,
    counterexample: counterexample ?? null,
  };
}

interface RawOptions extends Omit<RunOptions, 'only'> {
  readonly format: Format;
  readonly jobs?: number;
  readonly only?: string;
  readonly certificate?: string;
  readonly counterexample?: string;
  readonly explain?: string;
  readonly rules?: string | true;
  readonly replay?: string;
}

const modes = ['explain', 'rules', 'replay'] as const;

/** An option that says what to do instead of a check; there is one at most. */
function mode(flags: string, description: string): Option {
  const own = modes.find((other) => flags.startsWith(`--${other}`));
  const others = modes.filter((other) => other !== own);
  return new Option(flags, description).conflicts([...others, 'only', 'certificate', 'counterexample']);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

function name(what: string): (text: string) => string {
  return (text) => {
    if (text.trim() === '') throw new InvalidArgumentError(`It takes ${what}.`);
    return text.trim();
  };
}

/** Commander's message on one line, in the manner of ours. */
function reworded(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean $1?)')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ is invalid\. (It|Allowed)/, (_, word: string) => ` is invalid: ${word.toLowerCase()}`)
    .replace(/\.$/, '');
}
