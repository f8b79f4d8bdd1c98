/** A whole file: its imports and declarations, and its derivations, whose lines are given a meaning when they are asked for. */
import type { Reason, SourceFile, Span, Statement } from '../../grammar/ast.js';
import { parseEach, parseExpression } from '../../grammar/parse.js';
import type { Model } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import { type Ambiguity, distinctAmbiguities, type Readings, usualReadings } from './ambiguity.js';
import { declareAll } from './declare.js';
import {
  type ElaboratedDerivation,
  type ElaboratedStep,
  elaborateDerivation,
  numbersOf,
  withRightSide as reread,
  type WrittenDerivation,
} from './derivation.js';
import { attempt, type Diagnostic, diagnostic } from './diagnostics.js';
import { elaborateRule } from './rule.js';
import { emptyDeclarations, fileScope, type Scope } from './scope.js';

export type { ElaboratedDerivation, ElaboratedStep, Line } from './derivation.js';

/** A derivation, without what its lines mean. */
export interface Derivation {
  readonly label: string | null;
  readonly title: string | null;
  readonly span: Span;
  /** Of its steps, as written, from 1: lines that could not be read count. */
  readonly numbers: readonly number[];
  /** Of all its steps, in their order. */
  readonly reasons: readonly Reason[];
  /**
   * Its lines with their meaning, with what is ambiguous in the usual readings or in those given. In a long file they are
   * worked out anew when they are asked for again later.
   */
  readonly elaborated: (readings?: Readings) => ElaboratedDerivation;
}

export interface Document {
  readonly source: string;
  /** What names mean at the outermost level. */
  readonly scope: Scope;
  readonly declarations: readonly Declaration[];
  readonly model: Model;
  readonly derivations: readonly Derivation[];
  /** The author's own rules, and those of the imported files. */
  readonly rules: readonly Rule[];
  readonly syntax: SourceFile['problems'];
  readonly faults: readonly Diagnostic[];
  /** Of the declarations. */
  readonly ambiguities: readonly Ambiguity[];
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
  const names = importAll(source, path, load, new Set([path]), {
    model,
    labels,
    rules,
    faults,
    done: new Set(),
    read: { files: 0, characters: 0 },
  });
  const file = parseEach(source, outliner(), { names });
  const scope = fileScope(source, model);
  const declarations = file.statements.filter((statement) => statement.kind !== 'derivation');
  const outlines = file.statements.filter((statement) => statement.kind === 'derivation');
  faults.push(...declareAll(scope, declarations), ...collectLabels(file.statements, labels));
  faults.push(...laterCitations(outlines, labels), ...addRules(scope, declarations, rules));
  faults.sort((a, b) => a.span.start - b.span.start);
  shorten(faults);
  const derivations = derivationsOf(outlines, scope, (span) => file.again(span) as WrittenDerivation);
  const ambiguities = distinctAmbiguities(scope.ambiguities);
  return { source, scope, declarations, model, derivations, rules, syntax: file.problems, faults, ambiguities, labels };
}

/** As of mistakes of syntax: a file with more is of another kind. */
const mostFaults = 1000;

function shorten(faults: Diagnostic[]): void {
  const [next, ...others] = faults.splice(mostFaults);
  if (next !== undefined) faults.push(diagnostic(next.span, 'many-mistakes', { count: others.length + 1 }));
}

/** Steps of which tree and meaning are kept: they take a hundred times the memory of their text. */
const mostKept = 300;

/** A derivation with what must be known of it from the beginning, and its tree where that is kept. */
interface Outline extends Pick<WrittenDerivation, 'kind' | 'label' | 'title' | 'span'> {
  readonly numbers: readonly number[];
  readonly reasons: readonly Reason[];
  readonly tree: WrittenDerivation | null;
}
type Declaration = Exclude<Statement, { kind: 'derivation' }>;

/** Keeps declarations, and of derivations the outlines; the trees of the first ones too. */
function outliner(): (statement: Statement) => Declaration | Outline {
  let steps = 0;
  return (statement) => {
    if (statement.kind !== 'derivation') return statement;
    const { kind, label, title, span } = statement;
    steps += statement.steps.length;
    const reasons = statement.steps.flatMap((step) => step.reasons);
    const tree = steps > mostKept ? null : statement;
    return { kind, label, title, span, numbers: numbersOf(statement), reasons, tree };
  };
}

/** `again` reads a tree that was not kept. */
function derivationsOf(
  outlines: readonly Outline[],
  scope: Scope,
  again: (span: Span) => WrittenDerivation,
): readonly Derivation[] {
  const kept = new Map<Outline, ElaboratedDerivation>();
  let steps = 0;
  const elaborated = (outline: Outline, readings: Readings): ElaboratedDerivation => {
    const isUsual = readings.size === 0;
    const known = isUsual ? kept.get(outline) : undefined;
    if (known !== undefined) return known;
    const made = elaborateDerivation({ ...scope, otherwise: readings }, outline.tree ?? again(outline.span));
    if (!isUsual) return made;
    if (steps + made.steps.length > mostKept) {
      kept.clear();
      steps = 0;
    }
    kept.set(outline, made);
    steps += made.steps.length;
    return made;
  };
  return outlines.map((outline): Derivation => {
    const { label, title, span, numbers, reasons } = outline;
    return {
      label: label?.text ?? null,
      title,
      span,
      numbers,
      reasons,
      elaborated: (readings = usualReadings) => elaborated(outline, readings),
    };
  });
}
interface Imported {
  readonly model: Scope['model'];
  readonly labels: Map<string, number>;
  readonly rules: Rule[];
  readonly faults: Diagnostic[];
  /** Files that are declared already. */
  readonly done: Set<string>;
  /** What all imports together have had read. */
  readonly read: { files: number; characters: number };
}

/** The most imports of a file and of those that it imports, however often one is named, and the length of their texts. */
const mostImports = 200;
const mostCharacters = 2 ** 24;

/** Declares what the imports of a text declare; returns the names of their variables. */
function importAll(source: string, path: string, load: Load, open: Set<string>, into: Imported): string[] {
  if (!/^[^\S\n\r]*import\b/m.test(source)) return namesOf(into.model);
  const statements = parseEach(source, (statement) => (statement.kind === 'import' ? statement : null)).statements;
  for (const statement of statements) {
    if (statement === null) continue;
    const problem = importOne(statement, path, load, open, into);
    if (problem !== null) into.faults.push(failedImport(statement, problem, open.size));
  }
  return namesOf(into.model);
}

/** So many files of a chain of imports are named, and the last. */
const mostNamed = 2;

/** What is wrong: with the import itself in words, with something in its text as found there. */
function failedImport(
  { path, span }: Extract<Statement, { kind: 'import' }>,
  problem: string | Diagnostic,
  depth: number,
): Diagnostic {
  if (typeof problem === 'string') return diagnostic(span, 'import', { path, why: problem });
  if (problem.code === 'import' && depth > mostNamed) return { ...problem, span };
  return diagnostic(span, 'import', { path, why: problem.message });
}

const namesOf = (model: Model): string[] => [...model.variables.keys(), ...model.collections.keys()];

function importOne(
  statement: { path: string },
  from: string,
  load: Load,
  open: Set<string>,
  into: Imported,
): string | Diagnostic | null {
  if (++into.read.files > mostImports) return `there are more than ${mostImports} imports`;
  let loaded: ReturnType<Load>;
  try {
    loaded = load(statement.path, from);
  } catch (error) {
    if (error instanceof ImportFailure) return error.message;
    throw error;
  }
  into.read.characters += loaded.source.length;
  if (into.read.characters > mostCharacters) return 'the imports of this file are too long together';
  if (open.has(loaded.path)) return 'the files import each other';
  if (into.done.has(loaded.path)) return null;
  into.done.add(loaded.path);
  const inner: Imported = { ...into, faults: [] };
  const names = importAll(loaded.source, loaded.path, load, new Set([...open, loaded.path]), inner);
  const file = parseEach(loaded.source, withoutLines, { names });
  const first = file.problems[0];
  if (first !== undefined) return `it has a syntax error: ${first.message}`;
  const scope = fileScope(loaded.source, into.model);
  const declarations = file.statements.filter((statement) => statement.kind !== 'derivation');
  const faults = [...inner.faults, ...declareAll(scope, declarations)];
  faults.push(...addRules(scope, declarations, into.rules));
  for (const statement of file.statements)
    if ('label' in statement && statement.label !== null) into.labels.set(statement.label.text, 0);
  return faults[0] ?? null;
}

/** A statement, of which only the label counts if it is a derivation: the results of an import are cited, not checked. */
const withoutLines = (statement: Statement): Declaration | Pick<WrittenDerivation, 'kind' | 'label'> =>
  statement.kind === 'derivation' ? { kind: 'derivation', label: statement.label } : statement;

/** The most rules of a file and its imports: each is tried in random models before it is used. */
const mostRules = 100;

/** Reads the rules among the statements; each mistake is reported and its rule left out. */
function addRules(scope: Scope, statements: readonly Statement[], rules: Rule[]): Diagnostic[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== 'rule') return [];
    if (rules.length >= mostRules) return [diagnostic(statement.span, 'many-rules', { most: mostRules })];
    const result = attempt(() => elaborateRule(scope, statement, 'user'));
    if ('fault' in result) return [result.fault];
    rules.push(result.value);
    return [];
  });
}

function collectLabels(statements: readonly (Declaration | Outline)[], labels: Map<string, number>): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const statement of statements) {
    if (!('label' in statement) || statement.label === null) continue;
    const { text, span } = statement.label;
    if (labels.has(text)) faults.push(diagnostic(span, 'label-twice', { label: text }));
    else labels.set(text, span.start);
  }
  return faults;
}

/** `(6.9)` cites 6.9. */
export const citedLabel = (reason: string): string => /^\((.*)\)$/.exec(reason)?.[1]?.trim() ?? reason;

/** Reasons that name a label which stands further down, or the derivation's own. */
function laterCitations(outlines: readonly Outline[], labels: ReadonlyMap<string, number>): Diagnostic[] {
  return outlines.flatMap(({ reasons, span }) =>
    reasons.flatMap((reason) => {
      if (reason.remark) return [];
      const label = citedLabel(reason.text);
      const at = labels.get(label);
      return at !== undefined && at >= span.start ? [diagnostic(reason.span, 'label-later', { label })] : [];
    }),
  );
}

/**
 * A step of a derivation with another right side, which stands at `span` of `source`; null where that cannot be read.
 * The document is otherwise as it was.
 */
export function withRightSide(
  { scope }: Document,
  derivation: ElaboratedDerivation,
  index: number,
  source: string,
  span: Span,
): ElaboratedStep | null {
  const { expr, problems } = parseExpression(source, span, { names: namesOf(scope.model) });
  if (expr === null || problems.length > 0) return null;
  return reread({ ...scope, source, positions: new WeakMap() }, derivation, index, expr);
}
