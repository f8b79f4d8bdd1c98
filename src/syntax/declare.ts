/** Statements other than derivations: plates, variables, functions, definitions, and the order they are read in. */
import type { Declarator, Expr, Span, Statement, SubItem, Domain as WrittenDomain } from '../../grammar/ast.js';
import { freeOf } from '../kernel/free.js';
import type { Domain, Model, Relation } from '../kernel/model.js';
import { parseRational, toNumber } from '../kernel/rational.js';
import { atMost } from '../kernel/reference.js';
import { type Index, someSubterm, type Term, type VarRef } from '../kernel/term.js';
import { addDefinition, callShape, declareDefine, elaborateFixed } from './definition.js';
import { attempt, type Diagnostic, fail } from './diagnostics.js';
import { declareDensity, densityShape } from './family.js';
import { printIndex } from './print.js';
import { checkLength, elaborateIndex, membersIn } from './reference.js';
import { claimName, declaredAs, declaredHead, headOf, namesIn, type Scope, sourceText } from './scope.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** A range end: a number, or a size's name, which it declares. */
function sizeIndex(scope: Scope, expr: Expr): Index {
  for (const name of namesIn(expr)) {
    if (!scope.model.sizes.has(name)) claimName(scope, name, expr.span, () => scope.model.sizes.add(name));
  }
  return elaborateIndex(scope, expr);
}

function declarePlate(scope: Scope, { index, iid, span }: Of<'plate'>, written: Of<'plate'>['range']): void {
  const range = fixedRange(scope, written as NonNullable<typeof written>, span);
  claimName(scope, index, span, () => scope.model.plates.set(index, { index, ...range, iid }));
}

function declareIid(scope: Scope, { index, span }: Of<'plate'>): void {
  const known = scope.model.plates.get(index) ?? fail(span, 'unknown-index', { name: index });
  scope.model.plates.set(index, { ...known, iid: true });
}

/** Plates of fixed size are unrolled, and variables with fixed states tabulated, as they stand. */
const mostDeclared = 100;

/** How many minibatches of a fixed size may be drawn from a fixed range: every draw is evaluated. */
const mostDraws = 10_000;

/** The ends of a declared range, which has a member and, where its ends are numbers, not too many. */
function fixedRange(scope: Scope, { lo, hi }: { lo: Expr; hi: Expr }, span: Span): { lo: Index; hi: Index } {
  const range = { lo: sizeIndex(scope, lo), hi: sizeIndex(scope, hi) };
  const count = membersIn(range.lo, range.hi);
  if (count !== null && count < 1) fail(span, 'empty-range', { lo: printIndex(range.lo), hi: printIndex(range.hi) });
  checkLength(range.lo, range.hi, span, mostDeclared);
  return range;
}

function declareSubset(scope: Scope, { name, lo, hi, size: written, span }: Of<'subset'>): void {
  const range = fixedRange(scope, { lo, hi }, span);
  const size = sizeIndex(scope, written);
  const count = membersIn(range.lo, range.hi);
  const misfit = size.base === null && (size.offset < 1 || (count !== null && size.offset > count));
  if (misfit)
    fail(span, 'subset-size', { name, size: size.offset, lo: printIndex(range.lo), hi: printIndex(range.hi) });
  if (size.base === null && count !== null && draws(count, size.offset) > mostDraws)
    fail(span, 'many-draws', { name, most: mostDraws });
  claimName(scope, name, span, () => scope.model.subsets.set(name, { name, ...range, size }));
}

const draws = (from: number, size: number): number =>
  Array.from({ length: size }, (_, i) => (from - i) / (i + 1)).reduce((product, factor) => product * factor, 1);

function domainOf(scope: Scope, written: WrittenDomain | null): Domain | null {
  if (written === null) return null;
  if (written.kind === 'range') {
    const { lo, hi } = fixedRange(scope, written, written.span);
    if (!atMost(lo, hi, scope.model)) fail(written.span, 'empty-domain', { lo: printIndex(lo), hi: printIndex(hi) });
    return { tag: 'integers', lo, hi };
  }
  if (written.kind === 'set') return { tag: 'values', values: written.items.map((item) => numberOf(item)) };
  const shape = written.size.map((size) => sizeIndex(scope, size));
  const name = written.name;
  if (name === 'discrete' && shape.length === 0) return { tag: 'discrete' };
  if (name === 'real' || name === 'positive' || name === 'unit')
    return shape.length === 0 ? { tag: name } : { tag: 'array', element: name, shape };
  if (name === 'spd') return { tag: 'array', element: 'spd', shape };
  return fail(written.span, 'no-domain', { text: sourceText(scope, written.span) });
}

function numberOf(expr: Expr): number {
  const value = expr.kind === 'number' ? parseRational(expr.text) : null;
  if (value !== null) return toNumber(value);
  const only = expr.kind === 'sum' && expr.items.length === 1 ? expr.items[0] : undefined;
  if (only?.sign === '-') return -numberOf(only.value);
  return fail(expr.span, 'bad-declaration', { form: '{0, 1}: numbers between the braces' });
}

/** `latent x, y : real`: a domain holds for the names before it, back to the domain before. */
const writtenDomain = (items: readonly Declarator[], at: number): WrittenDomain | null =>
  items.slice(at).find((item) => item.domain !== null)?.domain ?? null;

function declareVariable(
  scope: Scope,
  role: Of<'variables'>['role'],
  item: Declarator,
  written: WrittenDomain | null,
): void {
  const head = declaredHead(scope, item.target);
  if (head === null || head.sup !== null) fail(item.span, 'bad-declaration', { form: `${role} z_n : real` });
  const indices = (head.sub ?? []).map((sub) => {
    const letter = sub.kind === 'expr' && sub.value.kind === 'name' ? sub.value.name : null;
    if (letter === null || !scope.model.plates.has(letter))
      return fail(sub.span, 'unknown-index', { name: sourceText(scope, sub.span) });
    return letter;
  });
  const domain = domainOf(scope, written);
  claimName(scope, head.name, item.span, () =>
    scope.model.variables.set(head.name, { name: head.name, role, indices, domain }),
  );
}

/** `Z = {z_n}` names whole arrays; any other right side is a named expression. */
function declareLet(scope: Scope, target: Expr, value: Expr, span: Span): void {
  const head = declaredHead(scope, target);
  if (head === null || head.sub !== null || head.sup !== null) fail(span, 'bad-declaration', { form: 'let Z = {z_n}' });
  if (value.kind === 'braces') {
    const members = value.items.map((item) => wholeArray(scope, item));
    claimName(scope, head.name, span, () => scope.model.collections.set(head.name, members));
  } else addDefinition(scope, head, [], value, span);
}

function wholeArray(scope: Scope, expr: Expr): VarRef {
  const head = headOf(scope, expr);
  const variable = head === null ? undefined : scope.model.variables.get(head.name);
  if (head === null || variable === undefined)
    return fail(expr.span, 'not-a-variable', { what: 'a member of a collection' });
  const found = head.sub?.length ?? 0;
  if (found !== variable.indices.length)
    fail(expr.span, 'index-count', { name: head.name, indices: variable.indices, found });
  const isWhole = variable.indices.every((letter, i) => isLetter(head.sub?.[i], letter));
  if (!isWhole) fail(expr.span, 'whole-array', { name: head.name, indices: variable.indices });
  return { name: head.name, at: variable.indices.map(() => ({ tag: 'all' }) as const) };
}

const isLetter = (item: SubItem | undefined, letter: string): boolean =>
  item?.kind === 'expr' && item.value.kind === 'name' && item.value.name === letter;

function declareFunction(scope: Scope, statement: Of<'function'>): void {
  const { head, args } = callShape(scope, statement.head, statement.span, 'function f(x)');
  if (args.length === 0) fail(statement.span, 'bad-declaration', { form: 'function f(x)' });
  const domain = domainOf(scope, statement.domain);
  claimName(scope, head.name, statement.span, () =>
    scope.model.functions.set(head.name, { name: head.name, arity: args.length, domain }),
  );
}

function declareAssumption(scope: Scope, statement: Of<'assume'>): void {
  const [left, right] = [elaborateFixed(scope, statement.left), elaborateFixed(scope, statement.right)];
  const span = { start: statement.left.span.start, end: statement.right.span.end };
  const name = restricted([left, right], scope.model);
  if (name !== null) fail(span, 'assumed-value', { name });
  const label = statement.label?.text ?? null;
  // Of two with one label, which is a mistake, a proof could not say on which it rests.
  if (label !== null && scope.model.assumptions.some((other) => other.label === label)) return;
  scope.model.assumptions.push({
    label,
    left,
    relation: statement.relation as Relation,
    right,
    text: sourceText(scope, span),
  });
}

/**
 * A variable whose own values the sides would restrict: one on which no function and no density in them depends. An
 * assumption is about all values of a variable, and which these are its domain says.
 */
function restricted(sides: readonly Term[], model: Model): string | null {
  const ofNames = (term: Term): string[] =>
    freeOf(term, model)
      .refs.map(({ name }) => name)
      .filter((name) => model.variables.get(name)?.role !== 'param');
  const inside = new Set<string>();
  for (const side of sides)
    someSubterm(side, (part) => {
      if (part.tag === 'apply' || part.tag === 'call' || part.tag === 'density')
        for (const name of ofNames(part)) inside.add(name);
      return false;
    });
  return sides.flatMap(ofNames).find((name) => !inside.has(name)) ?? null;
}

/** Families are known by name before any definition mentions them. */
function reserveFamily(scope: Scope, statement: Of<'density'>): void {
  const shape = densityShape(statement.head);
  if (shape !== null && declaredAs(scope.model, shape.name) === null)
    scope.model.families.set(shape.name, { name: shape.name, factors: [] });
}

/** A part of a statement, and the pass in which it is read: after the names that it may need. */
interface Task {
  readonly pass: 'plates' | 'variables' | 'arrays' | 'families' | 'formulas' | 'densities' | 'terms';
  readonly run: () => void;
}

const order: readonly Task['pass'][] = ['plates', 'variables', 'arrays', 'families', 'formulas', 'densities', 'terms'];

/** A named expression is read before the densities, whose forms may speak of it, unless it speaks of densities itself. */
function defining(scope: Scope, body: Expr, run: () => void): Task[] {
  const speaksOfDensities = (): boolean => [...namesIn(body)].some((other) => scope.model.families.has(other));
  let isRead = false;
  const early = (): void => {
    isRead = !speaksOfDensities() && !('fault' in attempt(run));
  };
  return [
    { pass: 'formulas', run: early },
    { pass: 'terms', run: () => isRead || run() },
  ];
}

function tasksOf(scope: Scope, statement: Statement): Task[] {
  switch (statement.kind) {
    case 'plate':
      return statement.range === null
        ? [{ pass: 'variables', run: () => declareIid(scope, statement) }]
        : [{ pass: 'plates', run: () => declarePlate(scope, statement, statement.range) }];
    case 'subset':
      return [{ pass: 'plates', run: () => declareSubset(scope, statement) }];
    case 'variables':
      return statement.items.map((item, i) => ({
        pass: 'variables',
        run: () => declareVariable(scope, statement.role, item, writtenDomain(statement.items, i)),
      }));
    case 'let':
      return statement.items.flatMap(({ target, value, span }): Task[] => {
        const run = (): void => declareLet(scope, target, value, span);
        return value.kind === 'braces' ? [{ pass: 'arrays', run }] : defining(scope, value, run);
      });
    case 'function':
      return [{ pass: 'arrays', run: () => declareFunction(scope, statement) }];
    case 'density':
      return [
        { pass: 'families', run: () => reserveFamily(scope, statement) },
        { pass: 'densities', run: () => declareDensity(scope, statement) },
      ];
    case 'define':
      return defining(scope, statement.body, () => declareDefine(scope, statement));
    case 'assume':
      return [{ pass: 'terms', run: () => declareAssumption(scope, statement) }];
    default:
      return [];
  }
}

/** Reads all declarations into the scope's model; each mistake is reported and its statement left out. */
export function declareAll(scope: Scope, statements: readonly Statement[]): Diagnostic[] {
  const tasks = statements.flatMap((statement) => tasksOf(scope, statement));
  const faults = order.flatMap((pass) =>
    tasks.flatMap((task) => {
      const result = task.pass === pass ? attempt(task.run) : null;
      return result !== null && 'fault' in result ? [result.fault] : [];
    }),
  );
  return faults.sort((a, b) => a.span.start - b.span.start);
}
