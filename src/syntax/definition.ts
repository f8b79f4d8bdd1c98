/** Named expressions, `define F(theta) = ...` and `let L = ...`, which are unfolded wherever they stand. */
import type { Expr, Span, Statement } from '../../grammar/ast.js';
import type { Model } from '../kernel/model.js';
import { children, someSubterm, type Term } from '../kernel/term.js';
import { takesArraysForNumbers } from './arrays.js';
import { type Diagnostic, diagnostic, Fault, fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { locate } from './locate.js';
import { claimName, declaredAs, declaredHead, type Head, headOf, type Scope } from './scope.js';

/** The most nodes of a definition with those that it calls unfolded: calls that double make terms without bound. */
const mostNodes = 10_000;

/** The nodes of a term, those of the definitions that it calls counted, or what is left of `most` and one more. */
export function unfoldedSize(term: Term, model: Model, most: number): number {
  const body = term.tag === 'call' ? model.definitions.get(term.name)?.body : undefined;
  let size = body === undefined ? 1 : 1 + unfoldedSize(body, model, most - 1);
  for (const child of children(term)) {
    if (size > most) return most + 1;
    size += unfoldedSize(child, model, most - size);
  }
  return Math.min(size, most + 1);
}

/** How many gradients stand within each other, those of the definitions that are called counted. */
export function gradientsIn(term: Term, model: Model): number {
  const body = term.tag === 'call' ? model.definitions.get(term.name)?.body : undefined;
  const own = body === undefined ? 0 : gradientsIn(body, model);
  const inner = children(term).reduce((most, child) => Math.max(most, gradientsIn(child, model)), 0);
  return own + inner + (term.tag === 'grad' ? 1 : 0);
}

/** The name and the arguments on the left of a `function` or `define`. */
export function callShape(scope: Scope, expr: Expr, span: Span, form: string): { head: Head; args: readonly Expr[] } {
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

export function declareDefine(scope: Scope, statement: Extract<Statement, { kind: 'define' }>): void {
  const { head, args } = callShape(scope, statement.head, statement.span, 'define F(theta) = ...');
  addDefinition(scope, head, args, statement.body, statement.span);
}

export function addDefinition(scope: Scope, head: Head, args: readonly Expr[], body: Expr, span: Span): void {
  const params = args.map((arg) => {
    const name = headOf(scope, arg);
    if (name === null || name.sub !== null || name.sup !== null)
      return fail(arg.span, 'bad-declaration', { form: 'define F(theta) = ...' });
    const as = declaredAs(scope.model, name.name);
    if (as !== null && as !== 'a variable') fail(arg.span, 'bad-parameter', { name: name.name, as });
    return name.name;
  });
  const twice = params.findIndex((name, i) => params.indexOf(name) !== i);
  if (twice >= 0)
    fail((args[twice] as Expr).span, 'declared-twice', { name: params[twice] as string, as: 'an argument' });
  const locals = new Set(params.filter((name) => !scope.model.variables.has(name)));
  const term = elaborateFixed({ ...scope, locals }, body);
  if (unfoldedSize(term, scope.model, mostNodes) > mostNodes)
    fail(span, 'long-definition', { name: head.name, most: mostNodes });
  claimName(scope, head.name, span, () =>
    scope.model.definitions.set(head.name, { name: head.name, params, body: term }),
  );
}

export const hasSlack = (term: Term): boolean => someSubterm(term, (part) => part.tag === 'slack');

/** A term without const, which belongs to the lines of a derivation. */
export function elaborateFixed(scope: Scope, expr: Expr): Term {
  const term = elaborate(scope, expr);
  const fault = arrayFault(scope, term, expr.span);
  if (fault !== null) throw new Fault(fault);
  return hasSlack(term) ? fail(locate(scope, term, hasSlack, expr.span), 'slack-place', {}) : term;
}

/** No product of arrays, no power, nothing that would take them for numbers. */
export function arrayFault(scope: Scope, term: Term, span: Span): Diagnostic | null {
  const isReckoned = (part: Term): boolean => takesArraysForNumbers(part, scope.model);
  return isReckoned(term) ? diagnostic(locate(scope, term, isReckoned, span), 'array-arithmetic', {}) : null;
}
