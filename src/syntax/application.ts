/** Functions, definitions and laws with what they are applied to. */
import type { Argument, Expr, ProductItem } from '../../grammar/ast.js';
import { functionArity, lawParameters } from '../kernel/functions.js';
import { mayBeParameters } from '../kernel/parameters.js';
import { inverse, type Law, mul, ref, type Term } from '../kernel/term.js';
import { isReadOtherwise } from './ambiguity.js';
import { elaborateDensity } from './density.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { printTerm } from './print.js';
import { type Applied, bracketAt, power, type Read, readDivisor, readFactor, readJuxtaposed } from './product.js';
import { elaborateRefs } from './reference.js';
import { canonicalFunction, type Head, headOf, isNamed, place, type Scope } from './scope.js';

type Bracket = Applied['bracket'];

/** A function's name takes one bracket, or one powered factor. */
export function readFunction(scope: Scope, items: readonly ProductItem[], at: number, name: string, head: Head): Read {
  if (head.sup !== null) powerOfName(head);
  const next = items[at + 1];
  if (next === undefined || next.join !== 'juxtaposed')
    return fail(head.span, 'function-without-arguments', { name: head.name });
  const follow = bracketAt(items, at + 1);
  if (follow !== null) return applyFunction(scope, name, head, follow, at);
  const first = readFactor(scope, items, at + 1);
  const product = reachesOn(scope, items, head, first) ? readJuxtaposed(scope, items, first) : first;
  const argument = reachesOver(scope, items, head, product) ? readQuotient(scope, items, product) : product;
  return { term: place(scope, head.span, { tag: 'fn', name, args: [argument.term] }), next: argument.next };
}

/** `ln a b`: whether the function is of the whole product. */
function reachesOn(scope: Scope, items: readonly ProductItem[], { name, span }: Head, { next }: Read): boolean {
  const after = items[next];
  if (after?.join !== 'juxtaposed') return false;
  return isReadOtherwise(scope, {
    written: `${name} a b`,
    usual: `(${name} a) b`,
    other: `${name} (a b)`,
    span: { start: span.start, end: after.value.span.end },
  });
}

/** `ln p(x) / q(x)`: whether the function is of the quotient, which only the quotient of densities suggests. */
function reachesOver(scope: Scope, items: readonly ProductItem[], { name, span }: Head, dividend: Read): boolean {
  const after = items[dividend.next];
  if (after?.join !== '/' || !isDensityOrLaw(dividend.term)) return false;
  const divisor = headOf(scope, after.value);
  const isLaw = divisor !== null && lawParameters.has(divisor.name) && !isNamed(scope, divisor.name);
  if (divisor === null || !(isLaw || scope.model.families.has(divisor.name))) return false;
  return isReadOtherwise(scope, {
    written: `${name} a / b`,
    usual: `(${name} a) / b`,
    other: `${name} (a / b)`,
    span: { start: span.start, end: after.value.span.end },
  });
}

function readQuotient(scope: Scope, items: readonly ProductItem[], dividend: Read): Read {
  const divisor = readDivisor(scope, items, dividend.next);
  return { term: mul([dividend.term, inverse(divisor.term)]), next: divisor.next };
}

const isDensityOrLaw = ({ tag }: Term): boolean => tag === 'density' || tag === 'law';

function applyFunction(scope: Scope, name: string, head: Head, follow: Applied, at: number): Read {
  const args = follow.bracket.sections.length === 1 ? (follow.bracket.sections[0]?.args ?? []) : [];
  const expected = functionArity.get(name) ?? 1;
  if (args.length !== expected)
    fail(follow.bracket.span, 'argument-count', { name: head.name, expected, found: args.length });
  const values = unnamed(head, args).map((value) => elaborate(scope, value));
  const whole: Term = { tag: 'fn', name, args: values };
  const [argument] = values;
  if (argument === undefined || follow.power === null || !isOfPower(scope, head, follow.power))
    return { term: power(scope, place(scope, head.span, whole), follow.power), next: at + 2 };
  return { term: { tag: 'fn', name, args: [power(scope, argument, follow.power)] }, next: at + 2 };
}

/** `ln (a)^b`: as in `ln (2 pi)^{1/2}` the power is usually within the logarithm; `exp (a)^b` is `(exp a)^b`, as `f(a)^b` is. */
function isOfPower(scope: Scope, { name, span }: Head, exponent: Expr): boolean {
  if (canonicalFunction(name) !== 'ln') return false;
  return !isReadOtherwise(scope, {
    written: `${name} (a)^b`,
    usual: `${name} (a^b)`,
    other: `(${name} a)^b`,
    span: { start: span.start, end: exponent.span.end },
  });
}

function powerOfName({ name, span }: Head): never {
  return fail(span, 'operator-form', { op: `a power of ${name}(x)`, form: `(${name}(x))^2` });
}

/** The arguments of anything but a density have no names. */
function unnamed({ name }: Head, args: readonly Argument[]): Expr[] {
  return args.map((arg) => (arg.slot === null ? arg.value : fail(arg.span, 'named-argument', { name })));
}

/** A density, an unknown function or a definition, with its arguments. */
export function readCall(scope: Scope, head: Head, follow: Applied | null, at: number): Read {
  const family = scope.model.families.get(head.name);
  const definition = scope.model.definitions.get(head.name);
  if (definition?.params.length === 0) {
    const call = place(scope, head.span, { tag: 'call', name: head.name, args: [] } as const);
    return { term: power(scope, call, head.sup), next: at + 1 };
  }
  if (head.sup !== null) powerOfName(head);
  if (follow === null) {
    const code = family === undefined ? 'function-without-arguments' : 'family-without-arguments';
    return fail(head.span, code, { name: head.name });
  }
  const span = { start: head.span.start, end: follow.bracket.span.end };
  const term =
    family === undefined
      ? readApplication(scope, head, follow.bracket)
      : elaborateDensity(scope, family, follow.bracket.sections, span);
  return { term: power(scope, place(scope, span, term), follow.power), next: at + 2 };
}

function readApplication(scope: Scope, head: Head, bracket: Bracket): Term {
  const definition = scope.model.definitions.get(head.name);
  const arity = definition?.params.length ?? scope.model.functions.get(head.name)?.arity ?? 0;
  const args = elaborateArguments(scope, head, bracket, arity);
  return { tag: definition === undefined ? 'apply' : 'call', name: head.name, args };
}

function elaborateArguments(scope: Scope, head: Head, bracket: Bracket, arity: number): Term[] {
  const exprs = unnamed(
    head,
    bracket.sections.flatMap((section) => section.args),
  );
  const args = exprs.flatMap((expr) => elaborateArgument(scope, expr));
  if (args.length !== arity)
    fail(bracket.span, 'argument-count', { name: head.name, expected: arity, found: args.length });
  return args;
}

/** An argument may be a whole array; a collection of several stands for as many arguments. */
function elaborateArgument(scope: Scope, expr: Expr): Term[] {
  const head = headOf(scope, expr);
  const { collections, variables } = scope.model;
  if (head === null || head.sup !== null || !(collections.has(head.name) || variables.has(head.name)))
    return [elaborate(scope, expr)];
  return elaborateRefs(scope, head).map((target) => place(scope, expr.span, ref(target)));
}

/** Reads an expression that is a single law, `Normal(x; m, s^2)`; null for any other. */
export function elaborateLawBody(scope: Scope, expr: Expr): Law | null {
  const [first, second] = expr.kind === 'product' ? expr.items : [];
  if (expr.kind !== 'product' || expr.items.length !== 2 || first?.value.kind !== 'name') return null;
  if (!lawParameters.has(first.value.name) || isNamed(scope, first.value.name)) return null;
  const term = elaborate(scope, expr);
  return term.tag === 'law' && second !== undefined ? term : null;
}

export function lawForm({ name, span }: Head): never {
  return fail(span, 'operator-form', { op: name, form: `${name}(x; ${lawParameters.get(name)?.join(', ')})` });
}

/** `Normal(x; m, s^2)` */
export function readLaw(scope: Scope, head: Head, bracket: Bracket): Law {
  const [points, params] = bracket.sections.map((section) => unnamed(head, section.args));
  const [point] = points ?? [];
  if (point === undefined || points?.length !== 1 || bracket.sections.length !== 2) return lawForm(head);
  const expected = lawParameters.get(head.name)?.length ?? 0;
  const found = params?.length ?? 0;
  if (found !== expected) fail(bracket.span, 'argument-count', { name: head.name, expected, found });
  const law: Law = {
    tag: 'law',
    law: head.name,
    point: elaborate(scope, point),
    params: (params ?? []).map((param) => elaborate(scope, param)),
  };
  const isPlain = law.params.every(({ tag }) => tag === 'ref');
  if (!isPlain && !mayBeParameters(law, scope.model))
    fail(bracket.span, 'law-parameters', {
      law: printTerm(law, scope.model),
      names: lawParameters.get(head.name) ?? [],
    });
  return law;
}
