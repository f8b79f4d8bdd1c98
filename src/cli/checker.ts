/** The checker behind `run`: the one file of the command that loads parser, kernel and numbers. */
import { parse } from '../../grammar/parse.js';
import { nearest } from '../../grammar/spelling.js';
import { checkDocument } from '../check/document.js';
import { ImportFailure } from '../syntax/document.js';
import type { Checker } from './run.js';

export const checker: Checker = {
  check: checkDocument,
  labels: (source) =>
    parse(source).statements.flatMap((statement) =>
      statement.kind === 'derivation' && statement.label !== null ? [statement.label.text] : [],
    ),
  importFailure: (why) => new ImportFailure(why),
  nearest,
};
