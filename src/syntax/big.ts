/** Sums, products and integrals: what they bind, and how far they reach. */
import type { Expr, ProductItem, Span, SubItem } from '../../grammar/ast.js';
import { overlap } from '../kernel/free.js';
import { functionArity } from '../kernel/functions.js';
import { mul, type Term, type VarRef } from '../kernel/term.js';
import { isReadOtherwise } from './ambiguity.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { ownName } from './letters.js';
import { openVariables } from './pattern.js';
import { printRef } from './print.js';
import { elaborateProduct } from './product.js';
import { elaborateBinders, elaborateRefs, membersIn } from './reference.js';
import { canonicalFunction, headOf, isNamed, place, type Scope } from './scope.js';

type Big = Extract<Expr, { kind: 'big' }>;

export function elaborateBig(scope: Scope, expr: Big): Term {
  if (expr.sub === null || expr.sub.length === 0)
    return fail(expr.span, 'operator-form', { op: expr.op, form: `${expr.op}_{n} ...` });
  const overValues = expr.op === 'sum' ? summedVariables(scope, expr.sub) : null;
  if (overValues !== null) {
    checkOnce(scope, overValues, expr.span);
    return { tag: 'integral', vars: overValues, counting: true, bounds: null, body: elaborate(scope, expr.body) };
  }
  const { binders, written, inner } = elaborateBinders(scope, expr.sub, expr.sup, ownName);
  checkTerms(inner, expr.span);
  const items = expr.body.kind === 'product' ? expr.body.items : [];
  // What a metavariable depends on is not known.
  const end = expr.op === 'prod' && !scope.inRule ? endOfReach(inner, items, written) : null;
  const body = end === null ? elaborate(inner, expr.body) : elaborateProduct(inner, items.slice(0, end));
  const big = binders.reduceRight<Term>(
    (term, binder) => place(scope, expr.span, { tag: 'big', op: expr.op, binder, body: term }),
    body,
  );
  return end === null ? big : mul([big, elaborateProduct(scope, items.slice(end))]);
}

/** `sum_{z} p(x, z)`: a sum over the values of variables, where every entry is one. */
function summedVariables(scope: Scope, sub: readonly SubItem[]): VarRef[] | null {
  const refs = sub.map((item) => {
    const head = item.kind === 'expr' ? headOf(scope, item.value) : null;
    const known = head !== null && (scope.model.variables.has(head.name) || scope.model.collections.has(head.name));
    return known && !scope.indices.has(head.name) && !scope.model.plates.has(head.name)
      ? elaborateRefs(scope, head)
      : null;
  });
  return refs.every((r) => r !== null) ? refs.flat() : null;
}

/** The most terms of sums and products within each other, where their ranges are numbers. */
const mostTerms = 10_000;

function checkTerms({ indices }: Scope, span: Span): void {
  const lengths = [...indices.values()].map((range) => (range.tag === 'range' ? membersIn(range.lo, range.hi) : null));
  const terms = lengths.reduce<number>((product, length) => product * (length ?? 1), 1);
  if (terms > mostTerms) fail(span, 'many-terms', { most: mostTerms });
}

/** Every variable that an integral or a sum binds is bound once. */
function checkOnce(scope: Scope, vars: readonly VarRef[], span: Span): void {
  const twice = vars.find((v, i) => vars.some((other, j) => j < i && overlap(v, other)));
  if (twice !== undefined) fail(span, 'bound-twice', { name: printRef(twice, scope.model) });
}

/**
 * An unbracketed `prod_n f c` reaches over c, which readers may take to stand outside. Where it is to be read so, the place
 * in the product at which what stands outside begins.
 */
function endOfReach(scope: Scope, items: readonly ProductItem[], letters: readonly string[]): number | null {
  const isFree = (factor: readonly Expr[]): boolean =>
    !factor.some((expr) => letters.some((letter) => speaksOf(expr, letter)));
  const [stray] = factorsOf(scope, items).find(isFree) ?? [];
  if (stray === undefined) return null;
  const isOutside = isReadOtherwise(scope, {
    written: 'prod_n f c',
    usual: 'prod_n (f c), though this factor is free of the index',
    other: '(prod_n f) c',
    span: stray.span,
  });
  const end = items.findIndex(({ value }) => value === stray);
  return isOutside && end > 0 ? end : null;
}

/** Whether an index is free in what was written: an inner sum or product over the same letter has its own. */
function speaksOf(node: unknown, index: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { kind, sub, name, index: letter } = node as Partial<Record<string, unknown>>;
  if (kind === 'big' && Array.isArray(sub) && sub.some((item: SubItem) => isBoundBy(item, index))) return false;
  return name === index || letter === index || Object.values(node).some((child) => speaksOf(child, index));
}

const isBoundBy = (item: SubItem, index: string): boolean =>
  item.kind === 'expr'
    ? item.value.kind === 'name' && item.value.name === index
    : 'index' in item && item.index === index && item.kind !== 'except';

/** The items of a product, each with the brackets behind it and with the function in front of it. */
function factorsOf(scope: Scope, items: readonly ProductItem[]): Expr[][] {
  const factors: Expr[][] = [];
  let open = false;
  for (const { join, value } of items) {
    const isBracket = (value.kind === 'script' ? value.base : value).kind === 'bracket';
    const joined = join === 'juxtaposed' && (open || isBracket);
    if (joined) factors.at(-1)?.push(value);
    if (!joined || factors.length === 0) factors.push([value]);
    const head = headOf(scope, value);
    open = head !== null && functionArity.has(canonicalFunction(head.name)) && !isNamed(scope, head.name);
  }
  return factors;
}

type IntegralExpr = Extract<Expr, { kind: 'integral' }>;

export function elaborateIntegral(scope: Scope, expr: IntegralExpr): Term {
  const vars = expr.differentials.flatMap((differential) => {
    const open = openVariables(scope, differential);
    if (open !== null) return [open];
    const head = headOf(scope, differential);
    if (head === null || head.sup !== null)
      return fail(differential.span, 'not-a-variable', { what: 'what is integrated' });
    return elaborateRefs(scope, head);
  });
  checkOnce(scope, vars, expr.span);
  const { lo, hi } = expr;
  if ((lo === null) !== (hi === null))
    fail(expr.span, 'operator-form', { op: 'int', form: 'int_a^b with both bounds, or int with none' });
  const bounds = lo !== null && hi !== null ? ([elaborate(scope, lo), elaborate(scope, hi)] as const) : null;
  if (bounds !== null && vars.length !== 1)
    fail(expr.span, 'operator-form', { op: 'int', form: 'int_a^b with one differential' });
  return { tag: 'integral', vars, counting: false, bounds, body: elaborate(scope, expr.body) };
}
