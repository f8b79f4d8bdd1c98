/** The checker behind `run`: the one file of the command that loads parser, kernel and numbers. */
import { parse } from '../../grammar/parse.js';
import { nearest } from '../../grammar/spelling.js';
import { certify, replayCertificate } from '../check/certificates.js';
import { explainSteps } from '../check/explain.js';
import { ruleNames, ruleSections } from '../check/rule-tables.js';
import { beginDocument } from '../check/schedule.js';
import { ImportFailure } from '../syntax/document.js';
import type { Checker } from './host.js';

export const checker: Checker = {
  begin: beginDocument,
  explain: explainSteps,
  rules: ruleSections,
  ruleNames,
  certify,
  replay: replayCertificate,
  labels: (source) =>
    parse(source).statements.flatMap((statement) =>
      statement.kind === 'derivation' && statement.label !== null ? [statement.label.text] : [],
    ),
  importFailure: (why) => new ImportFailure(why),
  nearest,
};
