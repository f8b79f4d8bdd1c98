/** The lines of a derivation, each with its meaning or a mistake. */
import type { Expr, Span, Statement, Step } from '../../grammar/ast.js';
import { covers, type Free, freeOf } from '../kernel/free.js';
import type { Model, Relation } from '../kernel/model.js';
import { sameRef, type Term, type VarRef } from '../kernel/term.js';
import type { Ambiguity } from './ambiguity.js';
import { subscriptRefs } from './atom.js';
import { arrayFault, gradientsIn, hasSlack, unfoldedSize } from './definition.js';
import { attempt, type Diagnostic, diagnostic } from './diagnostics.js';
import { elaborate } from './expression.js';
import { locate } from './locate.js';
import { printRef } from './print.js';
import { declaredAs, headOf, type Scope } from './scope.js';

/** A line of a derivation: its term, or the reason why it has none. */
export interface Line {
  readonly span: Span;
  readonly term: Term | null;
  readonly fault: Diagnostic | null;
  readonly ambiguities: readonly Ambiguity[];
}

export interface ElaboratedStep {
  /** As written, from 1: lines that could not be read count. */
  readonly number: number;
  readonly relation: Relation;
  /** The variables of `propto_{Z}`. */
  readonly proptoFree: readonly VarRef[];
  /** The relations of the lines just above that could not be read; null: nor could the relation. */
  readonly skipped: readonly (Relation | null)[];
  readonly line: Line;
  readonly step: Step;
}

/** A derivation whose lines have their meaning. */
export interface ElaboratedDerivation {
  readonly first: Line;
  readonly steps: readonly ElaboratedStep[];
}

function elaborateLine(scope: Scope, expr: Expr): Line {
  const own: Scope = { ...scope, ambiguities: [] };
  const result = attempt(() => elaborate(own, expr));
  if ('fault' in result) return { span: expr.span, term: null, fault: result.fault, ambiguities: own.ambiguities };
  const misplaced =
    lengthFault(own, result.value, expr.span) ??
    slackFault(own, result.value, expr.span) ??
    arrayFault(own, result.value, expr.span);
  return {
    span: expr.span,
    term: misplaced === null ? result.value : null,
    fault: misplaced,
    ambiguities: own.ambiguities,
  };
}

/** The most parts of a line with its definitions unfolded: twenty times what the longest honest ones have. */
const mostParts = 60_000;

/** The most gradients within gradients: each doubles what is to be worked out. */
const mostGradients = 8;

function lengthFault(scope: Scope, term: Term, span: Span): Diagnostic | null {
  if (unfoldedSize(term, scope.model, mostParts) > mostParts) return diagnostic(span, 'long-line', { most: mostParts });
  return gradientsIn(term, scope.model) > mostGradients
    ? diagnostic(span, 'deep-gradients', { most: mostGradients })
    : null;
}

/** const may stand only as a term added to a side. */
function slackFault(scope: Scope, term: Term, span: Span): Diagnostic | null {
  const terms = term.tag === 'add' ? term.terms : [term];
  const misplaced = terms.find((t) => t.tag !== 'slack' && hasSlack(t));
  return misplaced === undefined ? null : diagnostic(locate(scope, misplaced, hasSlack, span), 'slack-place', {});
}

/** The first line and those of the steps. */
export const linesOf = ({ first, steps }: ElaboratedDerivation): readonly Line[] => [
  first,
  ...steps.map(({ line }) => line),
];

export type WrittenDerivation = Extract<Statement, { kind: 'derivation' }>;

/** Gives the lines of a derivation their meaning; their mistakes are values of the result. */
export function elaborateDerivation(scope: Scope, statement: WrittenDerivation): ElaboratedDerivation {
  const first = elaborateLine(scope, statement.first);
  const above: Free[] = first.term === null ? [] : [freeOf(first.term, scope.model)];
  const numbers = numbersOf(statement);
  const steps = statement.steps.map((step, i): ElaboratedStep => {
    const line = checkFree(scope, elaborateLine(scope, step.right), step, above);
    if (line.term !== null) above.push(freeOf(line.term, scope.model));
    const [number, skipped] = [numbers[i] as number, step.skipped ?? []];
    return { number, relation: step.relation, skipped, ...proptoOf(scope, step, line), step };
  });
  return { first, steps };
}

/** A step of a derivation with another right side, which is read in a scope of its own text. */
export function withRightSide(
  scope: Scope,
  { first, steps }: ElaboratedDerivation,
  index: number,
  right: Expr,
): ElaboratedStep | null {
  const old = steps[index];
  if (old === undefined) return null;
  const step: Step = { ...old.step, right };
  const lines = [first, ...steps.slice(0, index).map(({ line }) => line)];
  const above = lines.flatMap(({ term }) => (term === null ? [] : [freeOf(term, scope.model)]));
  const line = checkFree(scope, elaborateLine(scope, right), step, above);
  return { ...old, ...proptoOf(scope, step, line), step };
}

/** The numbers of the steps as written, from 1: lines that could not be read count. */
export function numbersOf({ steps }: WrittenDerivation): readonly number[] {
  let number = 0;
  return steps.map(({ skipped }) => {
    number += (skipped?.length ?? 0) + 1;
    return number;
  });
}

function proptoOf(scope: Scope, step: Step, line: Line): { proptoFree: readonly VarRef[]; line: Line } {
  if (step.relation !== 'propto') return { proptoFree: [], line };
  const { sub } = step;
  if (sub === null) {
    const fault = diagnostic(step.relationSpan, 'free-of-what', { word: 'propto' });
    return { proptoFree: [], line: { ...line, term: null, fault: line.fault ?? fault } };
  }
  const result = attempt(() => subscriptRefs(scope, sub));
  if ('value' in result) return { proptoFree: result.value, line };
  return { proptoFree: [], line: { ...line, term: null, fault: line.fault ?? result.fault } };
}

/** A latent variable or an index that is free here must be free on some line above, or named by `for any`. */
function checkFree(scope: Scope, line: Line, step: Step, above: readonly Free[]): Line {
  if (line.term === null || above.length === 0) return line;
  const allowed = allowedNames(scope, step);
  if (allowed.fault !== null) return { ...line, term: null, fault: allowed.fault };
  const free = freeOf(line.term, scope.model);
  const fresh = newlyFree(scope.model, free, above).find(({ name }) => !allowed.names.has(name));
  if (fresh === undefined) return line;
  const span = locate(scope, line.term, (part) => fresh.isIn(freeOf(part, scope.model)), line.span);
  return { ...line, term: null, fault: diagnostic(span, 'newly-free', { name: fresh.text }) };
}

function allowedNames(scope: Scope, step: Step): { names: ReadonlySet<string>; fault: Diagnostic | null } {
  const names = new Set<string>();
  for (const expr of step.forAny) {
    const head = headOf(scope, expr);
    const members = head === null ? undefined : scope.model.collections.get(head.name);
    if (head === null || declaredAs(scope.model, head.name) === null) {
      return { names, fault: diagnostic(expr.span, 'not-a-variable', { what: "what 'for any' names" }) };
    }
    names.add(head.name);
    for (const member of members ?? []) names.add(member.name);
    for (const item of head.sub ?? [])
      if (item.kind === 'expr' && item.value.kind === 'name') names.add(item.value.name);
  }
  return { names, fault: null };
}

/** What is free on a line and on none above. */
interface Fresh {
  readonly name: string;
  /** As a person writes it, with its indices. */
  readonly text: string;
  readonly isIn: (free: Free) => boolean;
}

function newlyFree(model: Model, free: Free, above: readonly Free[]): Fresh[] {
  const known = (target: VarRef): boolean => above.some((line) => line.refs.some((r) => covers(r, target)));
  const variables = free.refs.filter((r) => model.variables.get(r.name)?.role === 'latent' && !known(r));
  const letters = [...free.indices].filter((letter) => !above.some((line) => line.indices.has(letter)));
  return [
    ...variables.map((r) => ({
      name: r.name,
      text: printRef(r, model),
      isIn: ({ refs }: Free) => refs.some((other) => sameRef(r, other)),
    })),
    ...letters.map((name) => ({ name, text: name, isIn: ({ indices }: Free) => indices.has(name) })),
  ];
}
