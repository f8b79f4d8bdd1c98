/** `table[z, x] [[1/3, 2/3], [1/2, 1/2]]`: a density given by its numbers. */
import type { Expr, Rows } from '../../grammar/ast.js';
import type { Domain, Form } from '../kernel/model.js';
import { printRational, type Rational, rational } from '../kernel/rational.js';
import { sameRef, type Term, type VarRef } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { printRef, printRefs } from './print.js';
import { elaborateMember, membersIn } from './reference.js';
import { headOf, type Scope } from './scope.js';

type TableExpr = Extract<Expr, { kind: 'table' }>;

const wrong = (expr: TableExpr): never =>
  fail(expr.span, 'bad-declaration', { form: 'table[z, x] [[1/3, 2/3], [1/2, 1/2]]: one row for each value of z' });

/** The entries in row-major order of the axes, which are the density's own variables, its heads among them. */
export function elaborateTable(
  scope: Scope,
  expr: TableExpr,
  heads: readonly VarRef[],
  givens: readonly VarRef[],
): Form {
  const axes = expr.axes.map((axis) => {
    const head = headOf(scope, axis);
    const target = head === null ? null : elaborateMember(scope, head);
    return target !== null && [...heads, ...givens].some((v) => sameRef(v, target)) ? target : wrong(expr);
  });
  const shape: number[] = [];
  for (let rows: Rows | undefined = expr.rows; rows !== undefined && rows.kind === 'rows'; rows = rows.items[0]) {
    shape.push(rows.items.length);
  }
  const isHead = axes.map((axis) => heads.some((head) => sameRef(head, axis)));
  if (shape.length !== axes.length || isHead.filter(Boolean).length !== heads.length) wrong(expr);
  axes.forEach((axis, i) => {
    const count = statesOf(scope.model.variables.get(axis.name)?.domain ?? null);
    const found = shape[i] ?? 0;
    if (count !== null && count !== found)
      fail(expr.span, 'table-shape', { name: printRef(axis, scope.model), count, found });
  });
  const entries = entriesOf(scope, expr, shape);
  checkProbabilities(scope, expr, heads, entries, shape, isHead);
  return { tag: 'table', axes, entries, shape };
}

/** The number of states of a variable, where its domain says it. */
function statesOf(domain: Domain | null): number | null {
  if (domain?.tag === 'values') return domain.values.length;
  return domain?.tag === 'integers' ? membersIn(domain.lo, domain.hi) : null;
}

function entriesOf(scope: Scope, expr: TableExpr, shape: readonly number[]): Term[] {
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
  return entries;
}

/** Numbers are probabilities, and add up to 1 over the heads; entries with parameters are left to the author. */
function checkProbabilities(
  scope: Scope,
  expr: TableExpr,
  heads: readonly VarRef[],
  entries: readonly Term[],
  shape: readonly number[],
  isHead: readonly boolean[],
): void {
  const values = entries.map(constantOf);
  const numbers = values.filter((value) => value !== null);
  const names = printRefs(heads, scope.model);
  const negative = numbers.find((value) => value.num < 0n);
  if (negative !== undefined) fail(expr.span, 'negative-probability', { value: printRational(negative) });
  if (numbers.length < values.length) return;
  const sums = new Map<string, Rational>();
  numbers.forEach((value, at) => {
    const row = digits(at, shape)
      .filter((_, axis) => isHead[axis] !== true)
      .join();
    sums.set(row, plus(sums.get(row) ?? rational(0n), value));
  });
  const bad = [...sums.values()].find((sum) => sum.num !== sum.den);
  if (bad !== undefined) fail(expr.span, 'table-sum', { heads: names, sum: printRational(bad) });
}

/** The position along each axis of an entry in row-major order. */
function digits(at: number, shape: readonly number[]): number[] {
  let rest = at;
  return shape
    .map((_, axis) => shape.length - 1 - axis)
    .map((axis) => {
      const length = shape[axis] ?? 1;
      const digit = rest % length;
      rest = Math.floor(rest / length);
      return digit;
    })
    .reverse();
}

const plus = (a: Rational, b: Rational): Rational => rational(a.num * b.den + b.num * a.den, a.den * b.den);
const times = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den);

/** The exact value of sums, products and quotients of numbers; null for anything else. */
function constantOf(term: Term): Rational | null {
  const all = (terms: readonly Term[], join: (a: Rational, b: Rational) => Rational, unit: Rational): Rational | null =>
    terms.map(constantOf).reduce((a, b) => (a === null || b === null ? null : join(a, b)), unit);
  if (term.tag === 'num') return term.value;
  if (term.tag === 'add') return all(term.terms, plus, rational(0n));
  if (term.tag === 'mul') return all(term.factors, times, rational(1n));
  if (term.tag !== 'pow' || term.exponent.tag !== 'num' || term.exponent.value.num !== -1n) return null;
  const base = constantOf(term.base);
  return base === null || base.num === 0n ? null : rational(base.den, base.num);
}
