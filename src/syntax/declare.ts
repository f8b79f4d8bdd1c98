/** Statements other than derivations: plates, variables, functions, definitions, and the order they are read in. */
import type { Declarator, Expr, Span, Statement, Domain as WrittenDomain } from '../../grammar/ast.js';
import type { Domain, Relation } from '../kernel/model.js';
import { parseRational, toNumber } from '../kernel/rational.js';
import type { Index, VarRef } from '../kernel/term.js';
import { attempt, type Diagnostic, fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { declareDensity, densityShape } from './family.js';
import { elaborateIndex } from './reference.js';
import { declaredAs, declaredHead, type Head, headOf, type Scope, sourceText } from './scope.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** A range end: a number, or a size's name, which it declares. */
function sizeIndex(scope: Scope, expr: Expr): Index {
  if (expr.kind === 'name' && !scope.model.sizes.has(expr.name))
    claimName(scope, expr.name, expr.span, () => scope.model.sizes.add(expr.name));
  return elaborateIndex(scope, expr);
}

function claimName(scope: Scope, name: string, span: Span, declare: () => void): void {
  const as = declaredAs(scope.model, name);
  if (as !== null) fail(span, 'declared-twice', { name, as });
  declare();
}

function declarePlate(scope: Scope, statement: Of<'plate'>): void {
  const { model } = scope;
  const known = model.plates.get(statement.index);
  if (statement.range === null) {
    if (known === undefined) fail(statement.span, 'unknown-index', { name: statement.index });
    else model.plates.set(statement.index, { ...known, iid: true });
    return;
  }
  const lo = sizeIndex(scope, statement.range.lo);
  const hi = sizeIndex(scope, statement.range.hi);
  claimName(scope, statement.index, statement.span, () =>
    model.plates.set(statement.index, { index: statement.index, lo, hi, iid: statement.iid }),
  );
}

function declareSubset(scope: Scope, statement: Of<'subset'>): void {
  const [lo, hi, size] = [statement.lo, statement.hi, statement.size].map((expr) => sizeIndex(scope, expr)) as [
    Index,
    Index,
    Index,
  ];
  claimName(scope, statement.name, statement.span, () =>
    scope.model.subsets.set(statement.name, { name: statement.name, lo, hi, size }),
  );
}

function domainOf(scope: Scope, written: WrittenDomain | null): Domain | null {
  if (written === null) return null;
  if (written.kind === 'range')
    return { tag: 'integers', lo: sizeIndex(scope, written.lo), hi: sizeIndex(scope, written.hi) };
  if (written.kind === 'set') return { tag: 'values', values: written.items.map((item) => numberOf(item)) };
  const shape = written.size.map((size) => sizeIndex(scope, size));
  const name = written.name;
  if (name === 'discrete' && shape.length === 0) return { tag: 'discrete' };
  if (name === 'real' || name === 'positive' || name === 'unit')
    return shape.length === 0 ? { tag: name } : { tag: 'array', element: name, shape };
  if (name === 'spd') return { tag: 'array', element: 'spd', shape };
  return fail(written.span, 'bad-declaration', {
    form: 'latent z : real, positive, unit, discrete, 1..K, {0, 1}, real^D or spd^D',
  });
}

function numberOf(expr: Expr): number {
  const value = expr.kind === 'number' ? parseRational(expr.text) : null;
  if (value !== null) return toNumber(value);
  const only = expr.kind === 'sum' && expr.items.length === 1 ? expr.items[0] : undefined;
  if (only?.sign === '-') return -numberOf(only.value);
  return fail(expr.span, 'bad-declaration', { form: '{0, 1}: numbers between the braces' });
}

function declareVariable(scope: Scope, role: 'latent' | 'observed' | 'param', item: Declarator): void {
  const head = declaredHead(scope, item.target);
  if (head === null || head.sup !== null) return fail(item.span, 'bad-declaration', { form: `${role} z_n : real` });
  const indices = (head.sub ?? []).map((sub) => {
    const letter = sub.kind === 'expr' && sub.value.kind === 'name' ? sub.value.name : null;
    if (letter === null || !scope.model.plates.has(letter))
      return fail(sub.span, 'unknown-index', { name: sourceText(scope, sub.span) });
    return letter;
  });
  const domain = domainOf(scope, item.domain);
  claimName(scope, head.name, item.span, () =>
    scope.model.variables.set(head.name, { name: head.name, role, indices, domain }),
  );
}

/** `Z = {z_n}` names whole arrays; any other right side is a named expression. */
function declareLet(scope: Scope, target: Expr, value: Expr, span: Span): void {
  const head = declaredHead(scope, target);
  if (head === null || head.sub !== null || head.sup !== null)
    return fail(span, 'bad-declaration', { form: 'let Z = {z_n}' });
  if (value.kind !== 'braces') return addDefinition(scope, head, [], value, span);
  const members = value.items.map((item) => wholeArray(scope, item));
  claimName(scope, head.name, span, () => scope.model.collections.set(head.name, members));
}

function wholeArray(scope: Scope, expr: Expr): VarRef {
  const head = headOf(scope, expr);
  const variable = head === null ? undefined : scope.model.variables.get(head.name);
  if (head === null || variable === undefined)
    return fail(expr.span, 'not-a-variable', { what: 'a member of a collection' });
  const found = head.sub?.length ?? 0;
  if (found !== variable.indices.length)
    fail(expr.span, 'index-count', { name: head.name, expected: variable.indices.length, found });
  return { name: head.name, at: variable.indices.map(() => ({ tag: 'all' }) as const) };
}

/** The name and the arguments on the left of a `function` or `define`. */
function callShape(scope: Scope, expr: Expr, span: Span, form: string): { head: Head; args: readonly Expr[] } {
  const [first, second] = expr.kind === 'product' ? expr.items.map((item) => item.value) : [expr];
  const head = first === undefined ? null : plainHead(scope, first);
  const bracket = second?.kind === 'bracket' ? second : null;
  const tooMany = expr.kind === 'product' && (expr.items.length !== 2 || bracket === null);
  if (head === null || tooMany) return fail(span, 'bad-declaration', { form });
  return { head, args: bracket?.sections.flatMap((section) => section.args.map((arg) => arg.value)) ?? [] };
}

/** A defined name keeps its whole subscript: `L_S`, `r_n`. */
function plainHead(scope: Scope, expr: Expr): Head | null {
  const bare: Scope = { ...scope, model: { ...scope.model, plates: new Map() } };
  const head = declaredHead(bare, expr);
  return head === null || head.sub !== null || head.sup !== null ? null : head;
}

function declareFunction(scope: Scope, statement: Of<'function'>): void {
  const { head, args } = callShape(scope, statement.head, statement.span, 'function f(x)');
  if (args.length === 0) fail(statement.span, 'bad-declaration', { form: 'function f(x)' });
  const domain = domainOf(scope, statement.domain);
  claimName(scope, head.name, statement.span, () =>
    scope.model.functions.set(head.name, { name: head.name, arity: args.length, domain }),
  );
}

function declareDefine(scope: Scope, statement: Of<'define'>): void {
  const { head, args } = callShape(scope, statement.head, statement.span, 'define F(theta) = ...');
  addDefinition(scope, head, args, statement.body, statement.span);
}

function addDefinition(scope: Scope, head: Head, args: readonly Expr[], body: Expr, span: Span): void {
  const params = args.map((arg) => {
    const name = headOf(scope, arg);
    if (name === null || name.sub !== null || name.sup !== null)
      return fail(arg.span, 'bad-declaration', { form: 'define F(theta) = ...' });
    return name.name;
  });
  const locals = new Set(params.filter((name) => !scope.model.variables.has(name)));
  const term = elaborate({ ...scope, locals }, body);
  claimName(scope, head.name, span, () =>
    scope.model.definitions.set(head.name, { name: head.name, params, body: term }),
  );
}

function declareAssumption(scope: Scope, statement: Of<'assume'>): void {
  scope.model.assumptions.push({
    label: statement.label?.text ?? null,
    left: elaborate(scope, statement.left),
    relation: statement.relation as Relation,
    right: elaborate(scope, statement.right),
    text: sourceText(scope, { start: statement.left.span.start, end: statement.right.span.end }),
  });
}

/** Families are known by name before any definition mentions them. */
function reserveFamily(scope: Scope, statement: Of<'density'>): void {
  const shape = densityShape(statement.head);
  if (shape === null) fail(statement.head.span, 'bad-declaration', { form: 'density p(x | z; theta) = ...' });
  else if (declaredAs(scope.model, shape.name) === null)
    scope.model.families.set(shape.name, { name: shape.name, factors: [] });
}

/** What names a statement of each kind needs: the passes in which statements are read. */
const passes: readonly (readonly Statement['kind'][])[] = [
  ['plate'],
  ['subset', 'variables'],
  ['let', 'function'],
  ['density'],
  ['define', 'assume'],
];

function declareStatement(scope: Scope, statement: Statement, note: (fault: Diagnostic) => void): void {
  switch (statement.kind) {
    case 'plate':
      return declarePlate(scope, statement);
    case 'subset':
      return declareSubset(scope, statement);
    case 'variables':
      for (const item of statement.items) collect(() => declareVariable(scope, statement.role, item), note);
      return;
    case 'let':
      for (const item of statement.items) collect(() => declareLet(scope, item.target, item.value, item.span), note);
      return;
    case 'function':
      return declareFunction(scope, statement);
    case 'density':
      return declareDensity(scope, statement);
    case 'define':
      return declareDefine(scope, statement);
    case 'assume':
      return declareAssumption(scope, statement);
    default:
      return;
  }
}

function collect(run: () => void, note: (fault: Diagnostic) => void): void {
  const result = attempt(run);
  if ('fault' in result) note(result.fault);
}

/** Reads all declarations into the scope's model; each mistake is reported and its statement left out. */
export function declareAll(scope: Scope, statements: readonly Statement[]): Diagnostic[] {
  const faults: Diagnostic[] = [];
  const note = (fault: Diagnostic): void => {
    faults.push(fault);
  };
  for (const kinds of passes) {
    const now = statements.filter((statement) => kinds.includes(statement.kind));
    for (const statement of now) if (statement.kind === 'density') collect(() => reserveFamily(scope, statement), note);
    for (const statement of now) collect(() => declareStatement(scope, statement, note), note);
  }
  return faults.sort((a, b) => a.span.start - b.span.start);
}
