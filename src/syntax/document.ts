/** A whole file: its imports and declarations, then every line of its derivations with a meaning or a mistake. */
import type { Expr, SourceFile, Span, Statement, Step } from '../../grammar/ast.js';
import { parse, parseExpression } from '../../grammar/parse.js';
import { covers, type Free, freeOf } from '../kernel/free.js';
import type { Model, Relation } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import { sameRef, type Term, type VarRef } from '../kernel/term.js';
import { subscriptRefs } from './atom.js';
import { declareAll } from './declare.js';
import { hasSlack } from './definition.js';
import { attempt, type Diagnostic, diagnostic } from './diagnostics.js';
import { elaborate } from './expression.js';
import { locate } from './locate.js';
import { printRef } from './print.js';
import { elaborateRule } from './rule.js';
import { type Ambiguity, declaredAs, emptyDeclarations, fileScope, headOf, type Scope } from './scope.js';

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

export interface ElaboratedDerivation {
  readonly label: string | null;
  readonly title: string | null;
  readonly span: Span;
  readonly first: Line;
  readonly steps: readonly ElaboratedStep[];
}

export interface Document {
  readonly source: string;
  /** What names mean at the outermost level. */
  readonly scope: Scope;
  readonly statements: readonly Statement[];
  readonly model: Model;
  readonly positions: WeakMap<object, Span>;
  readonly derivations: readonly ElaboratedDerivation[];
  /** The author's own rules, and those of the imported files. */
  readonly rules: readonly Rule[];
  readonly syntax: SourceFile['problems'];
  readonly faults: readonly Diagnostic[];
  /** Labels with the offset where each stands; imported ones stand at 0. */
  readonly labels: ReadonlyMap<string, number>;
}

/** Reads the text of an import; throws ImportFailure. */
export type Load = (path: string, from: string) => { readonly path: string; readonly source: string };

/** An import that cannot be read, with the reason in words. */
export class ImportFailure extends Error {}

/** Gives a file its meaning. Mistakes in it are values of the result; nothing is thrown for them. */
export function elaborateDocument(source: string, path: string, load: Load): Document {
  const faults: Diagnostic[] = [];
  const model = emptyDeclarations();
  const labels = new Map<string, number>();
  const rules: Rule[] = [];
  const names = importAll(source, path, load, new Set([path]), { model, labels, rules, faults, done: new Set() });
  const file = parse(source, { names });
  const scope = fileScope(source, model);
  faults.push(...declareAll(scope, file.statements), ...collectLabels(file.statements, labels));
  faults.push(...addRules(scope, file.statements, rules));
  const derivations = file.statements.flatMap((s) => (s.kind === 'derivation' ? [elaborateDerivation(scope, s)] : []));
  faults.sort((a, b) => a.span.start - b.span.start);
  const { statements, problems: syntax } = file;
  const { positions } = scope;
  return { source, scope, statements, model, positions, derivations, rules, syntax, faults, labels };
}

interface Imported {
  readonly model: Scope['model'];
  readonly labels: Map<string, number>;
  readonly rules: Rule[];
  readonly faults: Diagnostic[];
  /** Files that are declared already. */
  readonly done: Set<string>;
}

/** Declares what the imports of a text declare; returns the names of their variables. */
function importAll(source: string, path: string, load: Load, open: Set<string>, into: Imported): string[] {
  if (!/^\s*import\b/m.test(source)) return namesOf(into.model);
  const imports = parse(source).statements.filter(
    (s): s is Extract<Statement, { kind: 'import' }> => s.kind === 'import',
  );
  for (const statement of imports) {
    const problem = importOne(statement, path, load, open, into);
    if (problem !== null)
      into.faults.push(diagnostic(statement.span, 'import', { path: statement.path, why: problem }));
  }
  return namesOf(into.model);
}

const namesOf = (model: Model): string[] => [...model.variables.keys(), ...model.collections.keys()];

function importOne(
  statement: { path: string },
  from: string,
  load: Load,
  open: Set<string>,
  into: Imported,
): string | null {
  let loaded: ReturnType<Load>;
  try {
    loaded = load(statement.path, from);
  } catch (error) {
    if (error instanceof ImportFailure) return error.message;
    throw error;
  }
  if (open.has(loaded.path)) return 'the files import each other';
  if (into.done.has(loaded.path)) return null;
  into.done.add(loaded.path);
  const inner: Imported = { ...into, faults: [] };
  const names = importAll(loaded.source, loaded.path, load, new Set([...open, loaded.path]), inner);
  const file = parse(loaded.source, { names });
  const first = file.problems[0];
  if (first !== undefined) return `it has a syntax error: ${first.message}`;
  const scope = fileScope(loaded.source, into.model);
  const faults = [...inner.faults, ...declareAll(scope, file.statements)];
  faults.push(...addRules(scope, file.statements, into.rules));
  for (const statement of file.statements)
    if ('label' in statement && statement.label !== null) into.labels.set(statement.label.text, 0);
  return faults[0]?.message ?? null;
}

/** Reads the rules among the statements; each mistake is reported and its rule left out. */
function addRules(scope: Scope, statements: readonly Statement[], rules: Rule[]): Diagnostic[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'rule') return [];
    const result = attempt(() => elaborateRule(scope, statement, 'user'));
    if ('fault' in result) return [result.fault];
    rules.push(result.value);
    return [];
  });
}

function collectLabels(statements: readonly Statement[], labels: Map<string, number>): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const statement of statements) {
    if (!('label' in statement) || statement.label === null) continue;
    const { text, span } = statement.label;
    if (labels.has(text)) faults.push(diagnostic(span, 'label-twice', { label: text }));
    else labels.set(text, span.start);
  }
  return [...faults, ...laterCitations(statements, labels)];
}

/** `(6.9)` cites 6.9. */
export const citedLabel = (reason: string): string => /^\((.*)\)$/.exec(reason)?.[1]?.trim() ?? reason;

/** Reasons that name a label which stands further down, or the derivation's own. */
function laterCitations(statements: readonly Statement[], labels: ReadonlyMap<string, number>): Diagnostic[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'derivation') return [];
    const reasons = statement.steps.flatMap((step) => step.reasons.filter((reason) => !reason.remark));
    return reasons.flatMap((reason) => {
      const label = citedLabel(reason.text);
      const at = labels.get(label);
      return at !== undefined && at >= statement.span.start ? [diagnostic(reason.span, 'label-later', { label })] : [];
    });
  });
}

function elaborateLine(scope: Scope, expr: Expr): Line {
  const own: Scope = { ...scope, ambiguities: [] };
  const result = attempt(() => elaborate(own, expr));
  if ('fault' in result) return { span: expr.span, term: null, fault: result.fault, ambiguities: own.ambiguities };
  const misplaced = slackFault(own, result.value, expr.span);
  return {
    span: expr.span,
    term: misplaced === null ? result.value : null,
    fault: misplaced,
    ambiguities: own.ambiguities,
  };
}

/** const may stand only as a term added to a side. */
function slackFault(scope: Scope, term: Term, span: Span): Diagnostic | null {
  const terms = term.tag === 'add' ? term.terms : [term];
  const misplaced = terms.find((t) => t.tag !== 'slack' && hasSlack(t));
  return misplaced === undefined ? null : diagnostic(locate(scope, misplaced, hasSlack, span), 'slack-place', {});
}

function elaborateDerivation(
  scope: Scope,
  statement: Extract<Statement, { kind: 'derivation' }>,
): ElaboratedDerivation {
  const first = elaborateLine(scope, statement.first);
  const above: Free[] = first.term === null ? [] : [freeOf(first.term, scope.model)];
  let number = 0;
  const steps = statement.steps.map((step): ElaboratedStep => {
    const line = checkFree(scope, elaborateLine(scope, step.right), step, above);
    if (line.term !== null) above.push(freeOf(line.term, scope.model));
    const skipped = step.skipped ?? [];
    number += skipped.length + 1;
    return { number, relation: step.relation, skipped, ...proptoOf(scope, step, line), step };
  });
  return { label: statement.label?.text ?? null, title: statement.title, span: statement.span, first, steps };
}

/**
 * A step of a derivation with another right side, which stands at `span` of `source`; null where that cannot be read.
 * The document is otherwise as it was.
 */
export function withRightSide(
  { scope }: Document,
  { first, steps }: ElaboratedDerivation,
  index: number,
  source: string,
  span: Span,
): ElaboratedStep | null {
  const old = steps[index];
  const { expr, problems } = parseExpression(source, span, { names: namesOf(scope.model) });
  if (old === undefined || expr === null || problems.length > 0) return null;
  const own: Scope = { ...scope, source, positions: new WeakMap() };
  const step: Step = { ...old.step, right: expr };
  const lines = [first, ...steps.slice(0, index).map(({ line }) => line)];
  const above = lines.flatMap(({ term }) => (term === null ? [] : [freeOf(term, scope.model)]));
  const line = checkFree(own, elaborateLine(own, expr), step, above);
  return { ...old, ...proptoOf(own, step, line), step };
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
