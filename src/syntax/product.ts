/** Products as written: which brackets are arguments, what a slash divides, and what readers may take in two ways. */
import type { Argument, Expr, ProductItem, Section, Span } from '../../grammar/ast.js';
import { functionArity, lawParameters } from '../kernel/functions.js';
import { inverse, mul, type Term } from '../kernel/term.js';
import { isReadOtherwise } from './ambiguity.js';
import { lawForm, readCall, readFunction, readLaw } from './application.js';
import { elaborateAtom } from './atom.js';
import { elaborateDensity } from './density.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { elaborateCount, holdsSlots, isCount, type Metavariable, openFamily } from './pattern.js';
import {
  canonicalFunction,
  type Head,
  headOf,
  isCallable,
  isNamed,
  place,
  type Scope,
  sourceText,
  unknownName,
} from './scope.js';

/** A term and the position of the first item that it did not use. */
export interface Read {
  readonly term: Term;
  readonly next: number;
}

export function elaborateProduct(scope: Scope, items: readonly ProductItem[]): Term {
  const factors: Term[] = [];
  for (let i = 0; i < items.length; ) {
    const { join, value } = items[i] as ProductItem;
    const read = join === '/' ? readDivisor(scope, items, i) : readFactor(scope, items, i);
    factors.push(join === '/' ? place(scope, value.span, inverse(read.term)) : read.term);
    i = read.next;
  }
  return mul(factors);
}

/** What a slash divides by: one factor, or all that stands directly behind it too. */
export function readDivisor(scope: Scope, items: readonly ProductItem[], at: number): Read {
  const first = readFactor(scope, items, at);
  return isWholeDivisor(scope, items, at, first.next) ? readJuxtaposed(scope, items, first) : first;
}

/** A factor with all that stands directly behind it. */
export function readJuxtaposed(scope: Scope, items: readonly ProductItem[], first: Read): Read {
  const factors = [first.term];
  let { next } = first;
  while (items[next]?.join === 'juxtaposed') {
    const read = readFactor(scope, items, next);
    factors.push(read.term);
    next = read.next;
  }
  return { term: mul(factors), next };
}

/** `a / b c`: the grammar reads (a / b) c, and readers may not. */
function isWholeDivisor(scope: Scope, items: readonly ProductItem[], at: number, next: number): boolean {
  const [item, after] = [items[at], items[next]];
  if (item === undefined || after?.join !== 'juxtaposed') return false;
  const atom = ['number', 'name', 'script', 'bracket'].includes(after.value.kind);
  const numeric = [items[at - 1], item].every((x) => x !== undefined && isNumeric(scope, x.value));
  if (!atom || numeric) return false;
  const span = { start: item.value.span.start, end: after.value.span.end };
  return isReadOtherwise(scope, { written: 'a / b c', usual: '(a / b) c', other: 'a / (b c)', span });
}

/** Numbers and sizes, which read as one coefficient: `1/2 x`, `N/M f`, `N/(N-1) f`. */
function isNumeric(scope: Scope, expr: Expr): boolean {
  if (expr.kind === 'number') return true;
  if (expr.kind === 'name') return scope.model.sizes.has(expr.name);
  if (expr.kind === 'sum') return expr.items.every((item) => isNumeric(scope, item.value));
  return expr.kind === 'bracket' && expr.sections.every((s) => s.args.every((a) => isNumeric(scope, a.value)));
}

/** Reads one factor: an atom, an application, or a function's name with the one factor behind it. */
export function readFactor(scope: Scope, items: readonly ProductItem[], at: number): Read {
  const expr = (items[at] as ProductItem).value;
  if (expr.kind === 'name' || expr.kind === 'script') return readNamed(scope, items, at);
  if (expr.kind === 'metavariable') return readMetavariable(scope, expr, bracketAt(items, at + 1), at);
  if (expr.kind === 'bracket') return { term: elaborateGroup(scope, expr), next: at + 1 };
  return { term: elaborate(scope, expr), next: at + 1 };
}

/** A metavariable with the slots of a density behind it is a family; any other bracket is a factor. */
function readMetavariable(scope: Scope, expr: Metavariable, follow: Applied | null, at: number): Read {
  if (follow === null || !holdsSlots(scope, follow.bracket.sections))
    return { term: elaborate(scope, expr), next: at + 1 };
  const span = { start: expr.span.start, end: follow.bracket.span.end };
  const density = elaborateDensity(scope, openFamily(scope, expr), follow.bracket.sections, span);
  return { term: power(scope, density, follow.power), next: at + 2 };
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

/** The bracket behind a name, and the power it carries. */
export interface Applied {
  readonly bracket: Bracket;
  readonly power: Expr | null;
}

/** The bracket joined directly to the item before it. */
export function bracketAt(items: readonly ProductItem[], at: number): Applied | null {
  const item = items[at];
  if (item === undefined || item.join !== 'juxtaposed') return null;
  if (item.value.kind === 'bracket') return { bracket: item.value, power: null };
  if (item.value.kind !== 'script' || item.value.base.kind !== 'bracket' || item.value.sub !== null) return null;
  return { bracket: item.value.base, power: item.value.sup };
}

export function power(scope: Scope, base: Term, exponent: Expr | null): Term {
  return exponent === null ? base : { tag: 'pow', base, exponent: elaborate(scope, exponent) };
}

function readNamed(scope: Scope, items: readonly ProductItem[], at: number): Read {
  const expr = (items[at] as ProductItem).value;
  const head = headOf(scope, expr);
  if (head === null) return { term: elaborateScript(scope, expr), next: at + 1 };
  const name = canonicalFunction(head.name);
  const declared = isNamed(scope, head.name);
  const follow = bracketAt(items, at + 1);
  if (!declared && lawParameters.has(head.name) && follow?.bracket.sections[1]?.separator === ';') {
    return { term: power(scope, readLaw(scope, head, follow.bracket), follow.power), next: at + 2 };
  }
  if (!declared && functionArity.has(name) && head.sub === null) return readFunction(scope, items, at, name, head);
  if (!declared && lawParameters.has(head.name)) lawForm(head);
  if (!declared && isCount(scope, head.name) && follow !== null)
    return { term: power(scope, elaborateCount(scope, head, follow.bracket), follow.power), next: at + 2 };
  if (isCallable(scope.model, head.name)) {
    if (head.sub !== null) unknownName(scope, sourceText(scope, head.span), head.span);
    return readCall(scope, head, follow, at);
  }
  if (follow !== null) checkNoArguments(scope, head, follow.bracket);
  return { term: elaborateAtom(scope, head), next: at + 1 };
}

/** `z(n)` and `z[n]` for a variable with an index, and arguments that only a function can have. */
function checkNoArguments(scope: Scope, head: Head, bracket: Bracket): void {
  const variable = scope.model.variables.get(head.name);
  const first = bracket.sections[0]?.args[0];
  const several = bracket.sections.length > 1 || bracket.sections[0]?.args.length !== 1;
  const indexed = variable !== undefined && variable.indices.length > 0 && head.sub === null;
  if (variable !== undefined && (indexed || several)) {
    const index = first?.value.kind === 'name' ? first.value.name : (variable.indices[0] ?? null);
    fail(head.span, 'bracket-index', { name: head.name, index: indexed ? index : null });
  }
  if (several) unknownName(scope, head.name, head.span);
}

function elaborateScript(scope: Scope, expr: Expr): Term {
  if (expr.kind !== 'script' || expr.sub !== null) {
    return fail(expr.span, 'unsupported', { what: 'a subscript belongs to a name' });
  }
  return power(scope, elaborate(scope, expr.base), expr.sup);
}
