/** Checking of whole texts. */
import { checkDocument } from '../check/document.js';
import { type CheckOptions, defaultOptions } from '../check/options.js';
import type { FileResult } from '../check/verdict.js';
import { ImportFailure } from '../syntax/document.js';

/** What `check` may be told; what is left out is as in the command. */
export interface LibraryCheckOptions extends Partial<CheckOptions> {
  /** What the report calls the text. */
  readonly file?: string;
  /** Reads the text of an import, its path seen from the text; throws ImportFailure. Without it no import is read. */
  readonly load?: (path: string) => string;
}

export const noImports = (path: string): never => {
  throw new ImportFailure(`no way of reading ${path} was given`);
};

/**
 * Checks the text of a .expr file, every line of its derivations: the same verdicts as those of the command, for the
 * same seed. Mistakes in the text are part of the result.
 */
export function check(source: string, options: LibraryCheckOptions = {}): FileResult {
  const { file = '<text>', load = noImports, ...told } = options;
  return checkDocument({ file, source }, { ...defaultOptions, ...told }, load);
}
