/** Terms and theorems in print. */
import type { Theorem } from '../kernel/kernel.js';
import type { Model } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { printLatex } from '../syntax/latex.js';
import { printRefs, printTerm } from '../syntax/print.js';
import type { Format } from './results.js';

export const printAs = (term: Term, model: Model, format: Format): string =>
  format === 'latex' ? printLatex(term, model) : printTerm(term, model);

const relations = {
  text: { '=': '=', '>=': '>=', propto: 'propto' },
  latex: { '=': '=', '>=': '\\geq', propto: '\\propto' },
} as const;

export function printTheorem({ statement }: Theorem, model: Model, format: Format): string {
  const [left, right] = [statement.left, statement.right].map((side) => printAs(side, model, format));
  if (statement.relation === 'shift') {
    const rest = printAs({ tag: 'slack', free: statement.free }, model, format);
    return `${left} = ${right} + ${rest}`;
  }
  const sign = relations[format][statement.relation];
  const subscript = 'free' in statement && format === 'text' ? `_{${printRefs(statement.free, model)}}` : '';
  return `${left} ${sign}${subscript} ${right}`;
}
