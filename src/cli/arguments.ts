/** The command line: what it may say, and what is said of it when it is wrong. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type CheckOptions, defaultOptions } from '../check/options.js';
import type { PassOptions } from '../report/exit-status.js';

export const formats = ['pretty', 'json', 'github'] as const;
export type Format = (typeof formats)[number];

/** The options of a run that change what a report says. */
export type RunOptions = Omit<CheckOptions, 'onProgress' | 'onProof'> & PassOptions;

export type Request =
  | { readonly tag: 'check'; readonly files: readonly string[]; readonly format: Format; readonly options: RunOptions }
  /** `--help`, `--version`: text for standard output. */
  | { readonly tag: 'show'; readonly text: string }
  | { readonly tag: 'wrong'; readonly message: string };

const maxSeed = 2 ** 32 - 1;
const maxSamples = 2 ** 31;

const afterHelp = `
FILE is a .expr file, or - for standard input.

Exit status: 0 every line passes, 1 some line fails, 2 an input cannot be read or the
command line is wrong, 3 internal error; of several files the highest.

Examples:
  check proofs/ch6.expr
  check --only eq1 --seed 7 proofs/ch6.expr
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
    .option('--only <label>', 'check one derivation (LABEL) or one step (LABEL.STEP)', nonEmpty)
    .option('--strict', 'warnings and undecided lines fail', false)
    .option('--proved', 'only proved lines pass', false)
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
  if (program.args.length === 0) {
    return { tag: 'wrong', message: 'no file: name one or more, or - for standard input (see check --help)' };
  }
  if (program.args.filter((file) => file === '-').length > 1) {
    return { tag: 'wrong', message: 'standard input (-) can be checked only once' };
  }
  const { format, only, ...rest } = program.opts<RawOptions>();
  return { tag: 'check', files: program.args, format, options: { ...rest, only: only ?? null } };
}

interface RawOptions extends Omit<RunOptions, 'only'> {
  readonly format: Format;
  readonly only?: string;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It takes the label of a derivation.');
  return text.trim();
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
