/** E, KL, H, I, Var and Cov: which densities they stand over, and which variables those bind. */
import type { Argument, Expr, Section, Span, SubItem } from '../../grammar/ast.js';
import { headsOf, sameMembers } from '../kernel/free.js';
import type { Family } from '../kernel/model.js';
import type { Density, Measure, Term } from '../kernel/term.js';
import { elaborateDensity } from './density.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { checkDistinct, elaborateMeasures } from './measure.js';
import { hasMetavariable, openFamily } from './pattern.js';
import { printRefs } from './print.js';
import { type Scope, wrongKind } from './scope.js';

type OperatorExpr = Extract<Expr, { kind: 'operator' }>;

export function elaborateFunctional(scope: Scope, expr: OperatorExpr): Term {
  switch (expr.op) {
    case 'E':
      return elaborateExpectation(scope, expr);
    case 'Var':
    case 'Cov':
      return elaborateMoment(scope, expr);
    case 'KL':
      return elaborateKl(scope, expr);
    case 'H':
      return expr.sub === null ? elaborateEntropy(scope, expr) : elaborateMeanEntropy(scope, expr);
    case 'I':
      return elaborateInformation(scope, expr);
  }
}

const values = (expr: OperatorExpr, section: Section | undefined): Expr[] =>
  (section?.args ?? []).map(({ slot, value, span }) =>
    slot === null ? value : fail(span, 'named-argument', { name: expr.op }),
  );

function wrongForm(expr: OperatorExpr, form: string): never {
  return fail(expr.span, 'operator-form', { op: expr.op, form });
}

/** The single section's arguments, as many as asked for. */
function plainArguments(expr: OperatorExpr, count: number, form: string): Expr[] {
  const args = values(expr, expr.body.sections[0]);
  if (expr.body.sections.length !== 1 || args.length !== count) wrongForm(expr, form);
  return args;
}

function measureOf(scope: Scope, expr: OperatorExpr): Measure[] {
  if (expr.sub === null) return fail(expr.span, 'measure-missing', { op: expr.op });
  const exprs = expr.sub.map((item) => (item.kind === 'expr' ? item.value : fail(item.span, 'not-a-measure', {})));
  const measures = elaborateMeasures(scope, exprs, (expr.sub[0] as SubItem).span);
  checkDistinct(scope, measures, expr.span);
  return measures;
}

/** `E_S[...]` is the mean over the draw of a minibatch, anything else over a measure. */
function elaborateExpectation(scope: Scope, expr: OperatorExpr): Term {
  const only = expr.sub?.length === 1 ? expr.sub[0] : undefined;
  const subset = only?.kind === 'expr' && only.value.kind === 'name' ? only.value.name : null;
  const [body] = plainArguments(expr, 1, 'E_{q(z)}[f]') as [Expr];
  if (subset !== null && scope.model.subsets.has(subset)) {
    return { tag: 'draw', subset, body: elaborate(scope, body) };
  }
  const measure = measureOf(scope, expr);
  return { tag: 'expect', measure, body: elaborate(scope, body) };
}

function elaborateMoment(scope: Scope, expr: OperatorExpr): Term {
  const measure = measureOf(scope, expr);
  if (expr.op === 'Var') {
    const [body] = plainArguments(expr, 1, 'Var_{q(z)}[f]') as [Expr];
    return { tag: 'variance', measure, body: elaborate(scope, body) };
  }
  const [left, right] = plainArguments(expr, 2, 'Cov_{q(z)}[f, g]') as [Expr, Expr];
  return { tag: 'covariance', measure, left: elaborate(scope, left), right: elaborate(scope, right) };
}

function comparedPair(scope: Scope, left: readonly Measure[], right: readonly Measure[], span: Span): void {
  checkDistinct(scope, left, span);
  checkDistinct(scope, right, span);
  if ([...left, ...right].some(hasMetavariable)) return;
  const [a, b] = [left.flatMap(headsOf), right.flatMap(headsOf)];
  if (!sameMembers(a, b)) {
    fail(span, 'heads-differ', { left: printRefs(a, scope.model), right: printRefs(b, scope.model) });
  }
}

function elaborateKl(scope: Scope, expr: OperatorExpr): Term {
  const [first, second] = expr.body.sections;
  const well = expr.sub === null && expr.body.sections.length === 2 && second?.separator === '||';
  if (!well || first?.args.length !== 1 || second?.args.length !== 1) return wrongForm(expr, 'KL[q(z) || p(z)]');
  const left = elaborateMeasures(scope, values(expr, first), expr.span);
  const right = elaborateMeasures(scope, values(expr, second), expr.span);
  comparedPair(scope, left, right, expr.span);
  return { tag: 'kl', left, right };
}

function elaborateEntropy(scope: Scope, expr: OperatorExpr): Term {
  const args = values(expr, expr.body.sections[0]);
  if (expr.body.sections.length !== 1 || args.length < 1 || args.length > 2)
    return wrongForm(expr, 'H[p(x)] or H[p(x), q(x)]');
  const [left, right] = args.map((arg) => elaborateMeasures(scope, [arg], expr.span));
  if (left === undefined) return wrongForm(expr, 'H[p(x)]');
  checkDistinct(scope, left, expr.span);
  if (right === undefined) return { tag: 'entropy', measure: left };
  comparedPair(scope, left, right, expr.span);
  return { tag: 'cross-entropy', left, right };
}

/** The family named by the subscript of `H_{p}[..]` and `I_{p}[..]`. */
function familyOf(scope: Scope, expr: OperatorExpr, form: string): Family {
  const only = expr.sub?.length === 1 ? expr.sub[0] : undefined;
  if (only?.kind === 'expr' && only.value.kind === 'metavariable') return openFamily(scope, only.value);
  if (only?.kind !== 'expr' || only.value.kind !== 'name') return wrongForm(expr, form);
  return (
    scope.model.families.get(only.value.name) ?? wrongKind(scope, only.value.name, only.span, 'a family of densities')
  );
}

function elaborateMeanEntropy(scope: Scope, expr: OperatorExpr): Term {
  const form = 'H_{p}[x | y]';
  const family = familyOf(scope, expr, form);
  const [heads, givens, inputs] = split(expr, form, ['|', ';']);
  const density = (h: readonly Argument[], g: readonly Argument[]): Density =>
    buildDensity(scope, family, h, g, inputs, expr.span);
  return { tag: 'mean-entropy', joint: density([...heads, ...givens], []), conditional: density(heads, givens) };
}

function elaborateInformation(scope: Scope, expr: OperatorExpr): Term {
  const form = 'I_{p}[x; y] or I_{p}[x; y | z]';
  const family = familyOf(scope, expr, form);
  const [first, second, third] = expr.body.sections;
  const well =
    second?.separator === ';' && (third === undefined || third.separator === '|') && expr.body.sections.length <= 3;
  if (first === undefined || second === undefined || !well) return wrongForm(expr, form);
  const z = third?.args ?? [];
  const density = (h: readonly Argument[], g: readonly Argument[]): Density =>
    buildDensity(scope, family, h, g, [], expr.span);
  return {
    tag: 'mutual-information',
    joint: density([...first.args, ...second.args, ...z], []),
    pair: density([...first.args, ...second.args], z),
    left: density(first.args, z),
    right: density(second.args, z),
  };
}

/** The sections of a bracket by their separators; a missing one is empty. */
function split(
  expr: OperatorExpr,
  form: string,
  separators: readonly string[],
): [readonly Argument[], readonly Argument[], readonly Argument[]] {
  const [head, ...rest] = expr.body.sections;
  if (head === undefined || rest.some((section) => !separators.includes(section.separator)))
    return wrongForm(expr, form);
  const of = (separator: string): readonly Argument[] =>
    rest.filter((s) => s.separator === separator).flatMap((s) => s.args);
  return [head.args, of('|'), of(';')];
}

function buildDensity(
  scope: Scope,
  family: Family,
  heads: readonly Argument[],
  givens: readonly Argument[],
  inputs: readonly Argument[],
  span: Span,
): Density {
  const sections: Section[] = [{ separator: '', args: heads }];
  if (givens.length > 0) sections.push({ separator: '|', args: givens });
  if (inputs.length > 0) sections.push({ separator: ';', args: inputs });
  return elaborateDensity(scope, family, sections, span);
}
