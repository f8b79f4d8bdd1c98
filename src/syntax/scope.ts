/** What names mean at a place of a file, and where each term came from. */
import { type Expr, type OperatorName, operatorNames, type Span, type SubItem } from '../../grammar/ast.js';
import { nearest } from '../../grammar/spelling.js';
import { functionAliases, functionArity, lawParameters } from '../kernel/functions.js';
import type { Assumption, Definition, Family, Func, Model, Plate, Subset, Variable } from '../kernel/model.js';
import type { IndexBinder, IndexRange, Term, VarRef } from '../kernel/term.js';
import { type Ambiguity, type Readings, usualReadings } from './ambiguity.js';
import { fail } from './diagnostics.js';

/** A model under construction. */
export interface Declarations extends Model {
  readonly sizes: Set<string>;
  readonly plates: Map<string, Plate>;
  readonly subsets: Map<string, Subset>;
  readonly variables: Map<string, Variable>;
  readonly collections: Map<string, readonly VarRef[]>;
  readonly families: Map<string, Family>;
  readonly functions: Map<string, Func>;
  readonly definitions: Map<string, Definition>;
  readonly assumptions: Assumption[];
}

export const emptyDeclarations = (): Declarations => ({
  sizes: new Set(),
  plates: new Map(),
  subsets: new Map(),
  variables: new Map(),
  collections: new Map(),
  families: new Map(),
  functions: new Map(),
  definitions: new Map(),
  assumptions: [],
});

export interface Scope {
  readonly source: string;
  readonly model: Declarations;
  /** Index letters bound around this place. */
  readonly indices: ReadonlyMap<string, IndexRange>;
  /** What bound letters are called inside, by how they are written. */
  readonly letters: ReadonlyMap<string, string>;
  /** Arguments of the `define` around this place that are no declared variables. */
  readonly locals: ReadonlySet<string>;
  /** Whether this is a pattern, in which metavariables may stand. */
  readonly inRule: boolean;
  /** Where each term was written; kept beside the terms, which know nothing of it. */
  readonly positions: WeakMap<object, Span>;
  /** What is to be read in the other of two ways. */
  readonly otherwise: Readings;
  /** What can be read in two ways, as it is met. */
  readonly ambiguities: Ambiguity[];
}

/** What names mean at the outermost level of a file. */
export const fileScope = (source: string, model: Declarations): Scope => ({
  source,
  model,
  indices: new Map(),
  letters: new Map(),
  locals: new Set(),
  inRule: false,
  positions: new WeakMap(),
  otherwise: usualReadings,
  ambiguities: [],
});

/** The term, with the place it came from on record. */
export function place<T extends Term>(scope: Scope, span: Span, term: T): T {
  scope.positions.set(term, span);
  return term;
}

/** Binds a letter, by the name that it has inside. */
export const withLetter = (scope: Scope, written: string, { index, range }: IndexBinder): Scope => ({
  ...scope,
  indices: new Map(scope.indices).set(index, range),
  letters: new Map(scope.letters).set(written, index),
});

export const sourceText = (scope: Scope, span: Span): string =>
  scope.source.slice(span.start, span.end).replace(/\s+/g, ' ').trim();

/** What a name was declared as, in the words of a message; null if it was not. */
export function declaredAs(model: Model, name: string): string | null {
  if (model.variables.has(name)) return 'a variable';
  if (model.families.has(name)) return 'a family of densities';
  if (model.functions.has(name)) return 'a function';
  if (model.definitions.has(name)) return 'a definition';
  if (model.collections.has(name)) return 'a collection';
  if (model.subsets.has(name)) return 'a subset';
  if (model.plates.has(name)) return 'an index';
  if (model.sizes.has(name)) return 'a size';
  return null;
}

/** Declares a name that nothing else has. */
export function claimName({ model }: Scope, name: string, span: Span, declare: () => void): void {
  const as = declaredAs(model, name);
  if (as !== null) fail(span, 'declared-twice', { name, as });
  declare();
}

/** A family, a function or a definition: what a bracket behind it belongs to. */
export const isCallable = (model: Model, name: string): boolean =>
  model.families.has(name) || model.functions.has(name) || model.definitions.has(name);

/** Whether a name was declared to be anything but an index, a size or a subset. */
export const isNamed = (scope: Scope, name: string): boolean =>
  isCallable(scope.model, name) ||
  scope.model.variables.has(name) ||
  scope.model.collections.has(name) ||
  scope.locals.has(name);

const isKnown = (scope: Scope, name: string): boolean =>
  declaredAs(scope.model, name) !== null || scope.locals.has(name) || scope.indices.has(name);

/** How each operator is written. */
const operatorForms: Readonly<Record<OperatorName, string>> = {
  E: 'E_{q(z)}[f]',
  H: 'H[p(x)]',
  I: 'I_{p}[x; y]',
  KL: 'KL[q(z) || p(z)]',
  Var: 'Var_{q(z)}[f]',
  Cov: 'Cov_{q(z)}[f, g]',
};

export function unknownName(scope: Scope, name: string, span: Span): never {
  const operator = operatorNames.find((op) => op === name);
  if (operator !== undefined) fail(span, 'operator-form', { op: operator, form: operatorForms[operator] });
  fail(span, 'unknown-name', { name, nearest: nearest(name, knownNames(scope.model)) });
}

function* knownNames(model: Scope['model']): Generator<string> {
  yield* functionArity.keys();
  yield* lawParameters.keys();
  const declared = [model.families, model.functions, model.definitions, model.collections, model.subsets, model.plates];
  for (const names of [...declared, model.variables]) yield* names.keys();
  yield* model.sizes;
}

/** Every name and index letter in an expression. */
export function namesIn(expr: Expr): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('name' in node && typeof node.name === 'string') found.add(node.name);
    if ('index' in node && typeof node.index === 'string') found.add(node.index);
    for (const child of Object.values(node)) visit(child);
  };
  visit(expr);
  return found;
}

/** A name that stands where only one kind of name can. */
export function wrongKind(scope: Scope, name: string, span: Span, expected: string): never {
  const as = declaredAs(scope.model, name);
  return as === null ? unknownName(scope, name, span) : fail(span, 'wrong-kind', { name, as, expected });
}

/** A name as written with its scripts: the part that was declared as one name, and what is left of the scripts. */
export interface Head {
  readonly name: string;
  readonly sub: readonly SubItem[] | null;
  readonly sup: Expr | null;
  readonly span: Span;
}

/** `old` of `theta_old`, `0` of `beta_0`: a subscript that can be part of a name. */
function subscriptText(sub: readonly SubItem[] | null): string | null {
  const only = sub?.length === 1 ? sub[0] : undefined;
  if (only === undefined || only.kind !== 'expr') return null;
  return only.value.kind === 'name' ? only.value.name : only.value.kind === 'number' ? only.value.text : null;
}

function superscriptText(sup: Expr | null): string | null {
  if (sup === null || sup.kind !== 'bracket') return null;
  const value = sup.sections.length === 1 ? sup.sections[0]?.args[0]?.value : undefined;
  return value?.kind === 'name' ? `(${value.name})` : value?.kind === 'number' ? `(${value.text})` : null;
}

/** The decorated spellings of a scripted name, most decorated first, each with the scripts that it leaves. */
function spellings(name: string, sub: readonly SubItem[] | null, sup: Expr | null, span: Span): Head[] {
  const [low, high] = [subscriptText(sub), superscriptText(sup)];
  const heads: Head[] = [];
  if (low !== null && high !== null) heads.push({ name: `${name}_${low}^${high}`, sub: null, sup: null, span });
  if (low !== null) heads.push({ name: `${name}_${low}`, sub: null, sup, span });
  if (high !== null) heads.push({ name: `${name}^${high}`, sub, sup: null, span });
  heads.push({ name, sub, sup, span });
  return heads;
}

/** Reads a name or a scripted name; null for any other expression. */
export function headOf(scope: Scope, expr: Expr): Head | null {
  if (expr.kind === 'name') return { name: expr.name, sub: null, sup: null, span: expr.span };
  if (expr.kind !== 'script' || expr.base.kind !== 'name') return null;
  const candidates = spellings(expr.base.name, expr.sub, expr.sup, expr.span);
  return candidates.find((head) => isKnown(scope, head.name)) ?? (candidates.at(-1) as Head);
}

/** The name that a declaration gives: decorated unless the subscript names indices. */
export function declaredHead(scope: Scope, expr: Expr): Head | null {
  if (expr.kind === 'name') return { name: expr.name, sub: null, sup: null, span: expr.span };
  if (expr.kind !== 'script' || expr.base.kind !== 'name') return null;
  const { plates } = scope.model;
  const indexed = expr.sub?.some(
    (item) => item.kind === 'expr' && item.value.kind === 'name' && plates.has(item.value.name),
  );
  const plain = { name: expr.base.name, sub: expr.sub, sup: expr.sup, span: expr.span };
  if (indexed)
    return spellings(expr.base.name, null, expr.sup, expr.span).map((h) => ({ ...h, sub: expr.sub }))[0] ?? plain;
  return spellings(expr.base.name, expr.sub, expr.sup, expr.span)[0] ?? plain;
}

export const canonicalFunction = (name: string): string => functionAliases.get(name) ?? name;
