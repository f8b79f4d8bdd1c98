/** Expressions of the syntax tree, given their meaning as terms. */
import type { Argument, Expr, ProductItem, Section, Span, SubItem } from '../../grammar/ast.js';
import { functionArity, lawParameters } from '../kernel/functions.js';
import { parseRational } from '../kernel/rational.js';
import type { IndexBinder, Law, Measure, Term, VarRef } from '../kernel/term.js';
import { add, inverse, mul, neg, num, ref } from '../kernel/term.js';
import { elaborateDensity } from './density.js';
import { fail } from './diagnostics.js';
import { elaborateFunctional } from './functional.js';
import { elaborateBinders, elaborateMember, elaborateRefs } from './reference.js';
import { canonicalFunction, type Head, headOf, type Scope, unknownName, withIndexRange } from './scope.js';

const place = <T extends Term>(scope: Scope, span: Span, term: T): T => {
  scope.positions.set(term, span);
  return term;
};

/** The meaning of an expression that stands for a number. */
export function elaborate(scope: Scope, expr: Expr): Term {
  return place(scope, expr.span, { ...elaborateKind(scope, expr) });
}

function elaborateKind(scope: Scope, expr: Expr): Term {
  switch (expr.kind) {
    case 'number':
      return num(parseRational(expr.text) ?? { num: 0n, den: 1n });
    case 'sum':
      return add(
        expr.items.map(({ sign, value }) => (sign === '-' ? neg(elaborate(scope, value)) : elaborate(scope, value))),
      );
    case 'product':
      return elaborateProduct(scope, expr.items);
    case 'name':
    case 'script':
    case 'bracket':
      return elaborateProduct(scope, [{ join: 'juxtaposed', value: expr }]);
    case 'big':
      return elaborateBig(scope, expr);
    case 'integral':
      return elaborateIntegral(scope, expr);
    case 'operator':
      return elaborateFunctional(scope, expr, { elaborate, measures: elaborateMeasures });
    case 'grad':
      return { tag: 'grad', of: gradVariable(scope, expr.sub, expr.span), body: elaborate(scope, expr.body) };
    case 'derivative':
      return { tag: 'grad', of: variableOf(scope, expr.variable), body: elaborate(scope, expr.body) };
    case 'metavariable':
      return fail(expr.span, 'rule-only', { name: expr.name });
    case 'braces':
      return fail(expr.span, 'unsupported', { what: 'braces make a collection, which is no number: group with ( )' });
    case 'table':
      return fail(expr.span, 'unsupported', {
        what: 'a table is the form of a density: it stands right of one in a density statement',
      });
  }
}

function variableOf(scope: Scope, expr: Expr): VarRef {
  const head = headOf(scope, expr);
  if (head === null || head.sup !== null)
    return fail(expr.span, 'not-a-variable', { what: 'what is differentiated by' });
  return elaborateMember(scope, head);
}

function gradVariable(scope: Scope, sub: readonly SubItem[], span: Span): VarRef {
  const only = sub[0];
  if (sub.length !== 1 || only?.kind !== 'expr')
    return fail(span, 'operator-form', { op: 'grad', form: 'grad_{theta}(...), with one variable' });
  return variableOf(scope, only.value);
}

/** A term and the position of the first item that it did not use. */
interface Read {
  readonly term: Term;
  readonly next: number;
}

function elaborateProduct(scope: Scope, items: readonly ProductItem[]): Term {
  const factors: Term[] = [];
  for (let i = 0; i < items.length; ) {
    const { join } = items[i] as ProductItem;
    const { term, next } = readFactor(scope, items, i);
    warnDivision(scope, items, i, next);
    factors.push(join === '/' ? place(scope, (items[i] as ProductItem).value.span, inverse(term)) : term);
    i = next;
  }
  return mul(factors);
}

/** `a / b c`: the grammar reads (a / b) c, and readers may not. */
function warnDivision(scope: Scope, items: readonly ProductItem[], at: number, next: number): void {
  const [item, after] = [items[at], items[next]];
  if (item?.join !== '/' || after?.join !== 'juxtaposed') return;
  const atom = ['number', 'name', 'script', 'bracket'].includes(after.value.kind);
  const numeric = [items[at - 1], item].every((x) => x !== undefined && isNumeric(scope, x.value));
  if (!atom || numeric) return;
  const span = { start: item.value.span.start, end: after.value.span.end };
  scope.ambiguities.push({ message: "'a / b c' is read as (a / b) c: write a bracket", span });
}

/** Numbers and sizes, which read as one coefficient: `1/2 x`, `N/M f`, `N/(N-1) f`. */
function isNumeric(scope: Scope, expr: Expr): boolean {
  if (expr.kind === 'number') return true;
  if (expr.kind === 'name') return scope.model.sizes.has(expr.name);
  if (expr.kind === 'sum') return expr.items.every((item) => isNumeric(scope, item.value));
  return expr.kind === 'bracket' && expr.sections.every((s) => s.args.every((a) => isNumeric(scope, a.value)));
}

/** Reads one factor: an atom, an application, or a function's name with the one factor behind it. */
function readFactor(scope: Scope, items: readonly ProductItem[], at: number): Read {
  const expr = (items[at] as ProductItem).value;
  if (expr.kind === 'name' || expr.kind === 'script') return readNamed(scope, items, at);
  if (expr.kind === 'bracket') return { term: elaborateGroup(scope, expr), next: at + 1 };
  return { term: elaborate(scope, expr), next: at + 1 };
}

function elaborateGroup(scope: Scope, expr: Extract<Expr, { kind: 'bracket' }>): Term {
  return elaborate(scope, onlyArgument(expr.sections, expr.span).value);
}

function onlyArgument(sections: readonly Section[], span: Span): Argument {
  const arg = sections[0]?.args[0];
  if (sections.length !== 1 || sections[0]?.args.length !== 1 || arg === undefined || arg.slot !== null) {
    return fail(span, 'plain-bracket', {});
  }
  return arg;
}

type Bracket = Extract<Expr, { kind: 'bracket' }>;

/** The bracket joined directly to the item before it, and the power it carries. */
function bracketAt(items: readonly ProductItem[], at: number): { bracket: Bracket; power: Expr | null } | null {
  const item = items[at];
  if (item === undefined || item.join !== 'juxtaposed') return null;
  if (item.value.kind === 'bracket') return { bracket: item.value, power: null };
  if (item.value.kind !== 'script' || item.value.base.kind !== 'bracket' || item.value.sub !== null) return null;
  return { bracket: item.value.base, power: item.value.sup };
}

function power(scope: Scope, base: Term, exponent: Expr | null): Term {
  return exponent === null ? base : { tag: 'pow', base, exponent: elaborate(scope, exponent) };
}

function readNamed(scope: Scope, items: readonly ProductItem[], at: number): Read {
  const expr = (items[at] as ProductItem).value;
  const head = headOf(scope, expr);
  if (head === null) return { term: elaborateScript(scope, expr), next: at + 1 };
  const name = canonicalFunction(head.name);
  const declared = isDeclared(scope, head.name);
  const follow = bracketAt(items, at + 1);
  if (!declared && lawParameters.has(head.name) && follow?.bracket.sections[1]?.separator === ';') {
    return { term: power(scope, elaborateLaw(scope, head, follow.bracket), follow.power), next: at + 2 };
  }
  if (!declared && functionArity.has(name) && head.sub === null) return readFunction(scope, items, at, name, head);
  if (callable(scope, head.name)) {
    if (head.sub !== null) unknownName(scope, sourceName(scope, head), head.span);
    return readCall(scope, head, follow, at);
  }
  if (follow !== null) checkNoArguments(scope, head, follow.bracket);
  return { term: elaborateAtom(scope, head), next: at + 1 };
}

const sourceName = (scope: Scope, head: Head): string => scope.source.slice(head.span.start, head.span.end);

const isDeclared = (scope: Scope, name: string): boolean =>
  callable(scope, name) ||
  scope.model.variables.has(name) ||
  scope.model.collections.has(name) ||
  scope.locals.has(name);

const callable = (scope: Scope, name: string): boolean =>
  scope.model.families.has(name) || scope.model.functions.has(name) || scope.model.definitions.has(name);

/** `z(n)` and `z[n]` for a variable with an index, and arguments that only a function can have. */
function checkNoArguments(scope: Scope, head: Head, bracket: Bracket): void {
  const variable = scope.model.variables.get(head.name);
  const first = bracket.sections[0]?.args[0];
  const several = bracket.sections.length > 1 || bracket.sections[0]?.args.length !== 1;
  const indexed = variable !== undefined && variable.indices.length > 0 && head.sub === null;
  if (variable !== undefined && (indexed || several)) {
    const index = first?.value.kind === 'name' ? first.value.name : (variable.indices[0] ?? 'n');
    fail(head.span, 'bracket-index', { name: head.name, index });
  }
  if (several) unknownName(scope, head.name, head.span);
}

function elaborateScript(scope: Scope, expr: Expr): Term {
  if (expr.kind !== 'script' || expr.sub !== null) {
    return fail(expr.span, 'unsupported', { what: 'a subscript belongs to a name' });
  }
  return power(scope, elaborate(scope, expr.base), expr.sup);
}

/** A function's name takes one bracket, or one powered factor. */
function readFunction(scope: Scope, items: readonly ProductItem[], at: number, name: string, head: Head): Read {
  if (head.sup !== null)
    fail(head.span, 'operator-form', { op: name, form: `(${name}(x))^2 for a power of its value` });
  const next = items[at + 1];
  if (next === undefined || next.join !== 'juxtaposed')
    return fail(head.span, 'function-without-arguments', { name: head.name });
  const follow = bracketAt(items, at + 1);
  if (follow !== null) return applyFunction(scope, name, head, follow, at);
  const argument = readFactor(scope, items, at + 1);
  const after = items[argument.next];
  if (after?.join === 'juxtaposed') {
    const span = { start: head.span.start, end: after.value.span.end };
    scope.ambiguities.push({ message: `'${head.name} a b' is read as (${head.name} a) b: write a bracket`, span });
  }
  return { term: place(scope, head.span, { tag: 'fn', name, args: [argument.term] }), next: argument.next };
}

function applyFunction(
  scope: Scope,
  name: string,
  head: Head,
  follow: { bracket: Bracket; power: Expr | null },
  at: number,
): Read {
  const args = follow.bracket.sections.length === 1 ? (follow.bracket.sections[0]?.args ?? []) : [];
  const expected = functionArity.get(name) ?? 1;
  if (args.length !== expected)
    fail(follow.bracket.span, 'argument-count', { name: head.name, expected, found: args.length });
  const values = args.map((arg) => elaborate(scope, arg.value));
  if (follow.power === null) return { term: { tag: 'fn', name, args: values }, next: at + 2 };
  const span = { start: head.span.start, end: follow.power.span.end };
  scope.ambiguities.push({ message: `'${head.name} (a)^b' is read as ${head.name} (a^b): write a bracket`, span });
  return { term: { tag: 'fn', name, args: [power(scope, values[0] as Term, follow.power)] }, next: at + 2 };
}

/** A density, an unknown function or a definition, with its arguments. */
function readCall(scope: Scope, head: Head, follow: { bracket: Bracket; power: Expr | null } | null, at: number): Read {
  const { families, functions, definitions } = scope.model;
  const definition = definitions.get(head.name);
  const sup = head.sup ?? follow?.power ?? null;
  if (definition !== undefined && (definition.params.length === 0 || follow === null)) {
    if (definition.params.length > 0) fail(head.span, 'function-without-arguments', { name: head.name });
    return {
      term: power(scope, place(scope, head.span, { tag: 'call', name: head.name, args: [] }), head.sup),
      next: at + 1,
    };
  }
  if (follow === null) {
    return fail(head.span, families.has(head.name) ? 'family-without-arguments' : 'function-without-arguments', {
      name: head.name,
    });
  }
  const family = families.get(head.name);
  const span = { start: head.span.start, end: follow.bracket.span.end };
  if (family !== undefined) {
    return {
      term: power(scope, elaborateDensity(scope, family, follow.bracket.sections, span, elaborate), sup),
      next: at + 2,
    };
  }
  const arity = functions.get(head.name)?.arity ?? definition?.params.length ?? 0;
  const args = elaborateArguments(scope, head, follow.bracket, arity);
  const tag = definition === undefined ? 'apply' : 'call';
  return { term: power(scope, place(scope, span, { tag, name: head.name, args }), sup), next: at + 2 };
}

/** The arguments of an unknown function or definition; a collection spreads over as many places as it has. */
function elaborateArguments(scope: Scope, head: Head, bracket: Bracket, arity: number): Term[] {
  const args = bracket.sections.flatMap((section) => section.args);
  if (args.length !== arity)
    fail(bracket.span, 'argument-count', { name: head.name, expected: arity, found: args.length });
  return args.map((arg) => elaborateArgument(scope, arg.value));
}

/** Arguments may be whole arrays. */
function elaborateArgument(scope: Scope, expr: Expr): Term {
  const head = headOf(scope, expr);
  const collection = head === null || head.sup !== null ? undefined : scope.model.collections.get(head.name);
  if (head === null || collection === undefined) {
    const slice = head !== null && head.sup === null && scope.model.variables.has(head.name);
    if (!slice) return elaborate(scope, expr);
  }
  const refs = elaborateRefs(scope, head as Head);
  if (refs.length !== 1) return fail(expr.span, 'unsupported', { what: 'an argument is one variable or one array' });
  return place(scope, expr.span, ref(refs[0] as VarRef));
}

/** Reads an expression that is a single law, `Normal(x; m, s^2)`; null for any other. */
export function elaborateLawBody(scope: Scope, expr: Expr): Law | null {
  const [first, second] = expr.kind === 'product' ? expr.items : [];
  if (expr.kind !== 'product' || expr.items.length !== 2 || first?.value.kind !== 'name') return null;
  if (!lawParameters.has(first.value.name) || isDeclared(scope, first.value.name)) return null;
  const term = elaborate(scope, expr);
  return term.tag === 'law' && second !== undefined ? term : null;
}

function elaborateLaw(scope: Scope, head: Head, bracket: Bracket): Law {
  const [points, params] = bracket.sections;
  const expected = lawParameters.get(head.name)?.length ?? 0;
  const found = params?.args.length ?? 0;
  if (points?.args.length !== 1 || bracket.sections.length !== 2)
    fail(bracket.span, 'operator-form', { op: head.name, form: `${head.name}(x; ...)` });
  if (found !== expected) fail(bracket.span, 'argument-count', { name: head.name, expected, found });
  return {
    tag: 'law',
    law: head.name,
    point: elaborate(scope, (points?.args[0] as Argument).value),
    params: (params?.args ?? []).map((arg) => elaborate(scope, arg.value)),
  };
}

/** A variable, an index, a size or a constant, with its power. */
function elaborateAtom(scope: Scope, head: Head): Term {
  return power(scope, place(scope, head.span, atom(scope, head)), head.sup);
}

function atom(scope: Scope, head: Head): Term {
  const { model } = scope;
  if (model.variables.has(head.name) || model.collections.has(head.name) || scope.locals.has(head.name)) {
    return ref(elaborateMember(scope, head));
  }
  if (head.name === 'const') return slack(scope, head);
  if (head.sub === null && head.name === 'pi') return { tag: 'constant', name: 'pi' };
  if (head.sub === null && head.name === 'inf') return { tag: 'constant', name: 'inf' };
  if (head.name === '...') return fail(head.span, 'ellipsis', {});
  const index = scope.indices.has(head.name) || model.plates.has(head.name) || model.sizes.has(head.name);
  if (!index || head.sub !== null) return unknownName(scope, sourceName(scope, head), head.span);
  return { tag: 'index', index: { base: head.name, offset: 0 } };
}

function slack(scope: Scope, head: Head): Term {
  if (head.sub === null) return fail(head.span, 'free-of-what', { word: 'const' });
  return { tag: 'slack', free: subscriptRefs(scope, head.sub) };
}

/** The variables of `const_{Z, W}` and `propto_{Z}`. */
export function subscriptRefs(scope: Scope, sub: readonly SubItem[]): VarRef[] {
  return sub.flatMap((item) => {
    const head = item.kind === 'expr' ? headOf(scope, item.value) : null;
    if (head === null || head.sup !== null) return fail(item.span, 'not-a-variable', { what: 'what it is free of' });
    return elaborateRefs(scope, head);
  });
}

type Big = Extract<Expr, { kind: 'big' }>;

function elaborateBig(scope: Scope, expr: Big): Term {
  if (expr.sub === null || expr.sub.length === 0)
    return fail(expr.span, 'operator-form', { op: expr.op, form: `${expr.op}_{n} ...` });
  const overValues = expr.op === 'sum' ? summedVariables(scope, expr.sub) : null;
  if (overValues !== null) {
    return { tag: 'integral', vars: overValues, counting: true, bounds: null, body: elaborate(scope, expr.body) };
  }
  const binders = elaborateBinders(scope, expr.sub, expr.sup);
  const inner = binders.reduce((s, { index, range }) => withIndexRange(s, index, range), scope);
  const body = elaborate(inner, expr.body);
  if (expr.op === 'prod') warnReach(inner, expr.body, binders);
  return binders.reduceRight<Term>(
    (term, binder) => place(scope, expr.span, { tag: 'big', op: expr.op, binder, body: term }),
    body,
  );
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

/** An unbracketed `prod_n f c` reaches over c, which readers may take to stand outside. */
function warnReach(scope: Scope, body: Expr, binders: readonly IndexBinder[]): void {
  if (body.kind !== 'product') return;
  const letters = new Set(binders.map((b) => b.index));
  const mentions = (expr: Expr): boolean =>
    JSON.stringify(expr, (key, value: unknown) => (key === 'span' ? undefined : value))
      .match(/"(?:name|index)":"([^"]+)"/g)
      ?.some((m) => letters.has(m.replace(/.*:"|"/g, ''))) ?? false;
  const groups: Expr[][] = [];
  for (const item of body.items) {
    const attached =
      item.join === 'juxtaposed' &&
      (item.value.kind === 'bracket' || item.value.kind === 'script') &&
      groups.length > 0;
    const isArgument =
      attached &&
      (item.value.kind === 'bracket' || (item.value.kind === 'script' && item.value.base.kind === 'bracket'));
    if (isArgument) groups.at(-1)?.push(item.value);
    else groups.push([item.value]);
  }
  const stray = groups.find((group) => group.length > 1 && !group.some(mentions));
  const first = stray?.[0];
  if (first === undefined) return;
  scope.ambiguities.push({
    message: 'this factor is free of the index and still inside the prod: write a bracket',
    span: first.span,
  });
}

type IntegralExpr = Extract<Expr, { kind: 'integral' }>;

function elaborateIntegral(scope: Scope, expr: IntegralExpr): Term {
  const vars = expr.differentials.flatMap((differential) => {
    const head = headOf(scope, differential);
    if (head === null || head.sup !== null)
      return fail(differential.span, 'not-a-variable', { what: 'what is integrated' });
    return elaborateRefs(scope, head);
  });
  const { lo, hi } = expr;
  if ((lo === null) !== (hi === null))
    fail(expr.span, 'operator-form', { op: 'int', form: 'int_a^b with both bounds, or int with none' });
  const bounds = lo !== null && hi !== null ? ([elaborate(scope, lo), elaborate(scope, hi)] as const) : null;
  if (bounds !== null && vars.length !== 1)
    fail(expr.span, 'operator-form', { op: 'int', form: 'int_a^b with one differential' });
  return { tag: 'integral', vars, counting: false, bounds, body: elaborate(scope, expr.body) };
}

/** The measures of an E, a KL, an H: densities, laws, and plates' products of them. */
export function elaborateMeasures(scope: Scope, exprs: readonly Expr[], span: Span): Measure[] {
  const measures = exprs.flatMap((expr) => flattenMeasure(elaborate(scope, expr), span));
  return measures.length === 0 ? fail(span, 'not-a-measure', {}) : measures;
}

function flattenMeasure(term: Term, span: Span): Measure[] {
  if (term.tag === 'mul') return term.factors.flatMap((factor) => flattenMeasure(factor, span));
  if (term.tag === 'density') return [term];
  if (term.tag === 'law' && term.point.tag === 'ref') return [term];
  if (term.tag === 'big' && term.op === 'prod') {
    flattenMeasure(term.body, span);
    return [term];
  }
  return fail(span, 'not-a-measure', {});
}
