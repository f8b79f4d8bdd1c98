/** Expressions of the syntax tree, given their meaning as terms. */
import type { Expr, Span, SubItem } from '../../grammar/ast.js';
import { add, neg, num, type Term, type VarRef } from '../kernel/term.js';
import { elaborateBig, elaborateIntegral } from './big.js';
import { fail } from './diagnostics.js';
import { elaborateFunctional } from './functional.js';
import { readNumber } from './numeral.js';
import { elaborateMetavariable, openVariable } from './pattern.js';
import { elaborateProduct } from './product.js';
import { elaborateMember } from './reference.js';
import { headOf, place, type Scope } from './scope.js';

/** The meaning of an expression that stands for a number. */
export function elaborate(scope: Scope, expr: Expr): Term {
  return place(scope, expr.span, { ...elaborateKind(scope, expr) });
}

function elaborateKind(scope: Scope, expr: Expr): Term {
  switch (expr.kind) {
    case 'number':
      return num(readNumber(expr.text, expr.span));
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
      return elaborateFunctional(scope, expr);
    case 'grad':
      return { tag: 'grad', of: gradVariable(scope, expr.sub, expr.span), body: elaborate(scope, expr.body) };
    case 'derivative':
      return { tag: 'grad', of: variableOf(scope, expr.variable), body: elaborate(scope, expr.body) };
    case 'metavariable':
      return elaborateMetavariable(scope, expr);
    case 'braces':
      return fail(expr.span, 'unsupported', { what: 'braces make a collection, which is no number: group with ( )' });
    case 'table':
      return fail(expr.span, 'unsupported', {
        what: 'a table is the form of a density: it stands right of one in a density statement',
      });
  }
}

function variableOf(scope: Scope, expr: Expr): VarRef {
  if (expr.kind === 'metavariable') return openVariable(scope, expr);
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
