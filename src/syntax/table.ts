/** `table[z, x] [[1/3, 2/3], [1/2, 1/2]]`: a density given by its numbers. */
import type { Expr, Rows } from '../../grammar/ast.js';
import type { Form } from '../kernel/model.js';
import { sameRef, type Term, type VarRef } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { elaborateMember } from './reference.js';
import { headOf, type Scope } from './scope.js';

type TableExpr = Extract<Expr, { kind: 'table' }>;

const wrong = (expr: TableExpr): never =>
  fail(expr.span, 'bad-declaration', { form: 'table[z, x] [[1/3, 2/3], [1/2, 1/2]]: one row for each value of z' });

/** The entries in row-major order of the axes, which are the density's own variables. */
export function elaborateTable(scope: Scope, expr: TableExpr, variables: readonly VarRef[]): Form {
  const axes = expr.axes.map((axis) => {
    const head = headOf(scope, axis);
    const target = head === null ? null : elaborateMember(scope, head);
    return target !== null && variables.some((v) => sameRef(v, target)) ? target : wrong(expr);
  });
  const shape: number[] = [];
  for (let rows: Rows | undefined = expr.rows; rows !== undefined && rows.kind === 'rows'; rows = rows.items[0]) {
    shape.push(rows.items.length);
  }
  if (shape.length !== axes.length) wrong(expr);
  const entries: Term[] = [];
  const read = (rows: Rows, depth: number): void => {
    if (rows.kind === 'leaf') {
      if (depth !== shape.length) wrong(expr);
      entries.push(elaborate(scope, rows.value));
    } else {
      if (rows.items.length !== shape[depth]) wrong(expr);
      for (const row of rows.items) read(row, depth + 1);
    }
  };
  read(expr.rows, 0);
  return { tag: 'table', axes, entries, shape };
}
