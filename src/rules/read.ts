/** The tables in this folder as they are written, and how a table is read. */
import type { Span } from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';
import { lineIndex } from '../../grammar/position.js';
import type { Rule } from '../kernel/rule.js';
import { declareAll } from '../syntax/declare.js';
import { attempt } from '../syntax/diagnostics.js';
import { elaborateRule } from '../syntax/rule.js';
import { emptyDeclarations, fileScope } from '../syntax/scope.js';
import definition from './definition.expr';
import density from './density.expr';
import expectation from './expectation.expr';
import gradient from './gradient.expr';
import inequality from './inequality.expr';
import law from './law.expr';
import logarithm from './logarithm.expr';

/** The texts of the tables that make up the theory, by file, in the order of a textbook. */
export const ruleTables: ReadonlyMap<string, string> = new Map([
  ['logarithm.expr', logarithm],
  ['expectation.expr', expectation],
  ['density.expr', density],
  ['definition.expr', definition],
  ['gradient.expr', gradient],
  ['inequality.expr', inequality],
  ['law.expr', law],
]);

/** The rules of a table. A mistake in one is ours, and throws with its place. */
export function readTable(file: string, text: string): Rule[] {
  const { statements, problems } = parse(text);
  const scope = fileScope(text, emptyDeclarations());
  const lines = lineIndex(text);
  const stop = ({ span, message }: { span: Span; message: string }): never => {
    const { line, column } = lines.at(span.start);
    throw new Error(`${file}:${line}:${column}: ${message}`);
  };
  for (const mistake of [...problems, ...declareAll(scope, statements)]) stop(mistake);
  return statements.flatMap((statement) => {
    if (statement.kind !== 'rule') return [];
    const result = attempt(() => elaborateRule(scope, statement, 'theory'));
    return 'fault' in result ? stop(result.fault) : [result.value];
  });
}
