/** The way from text to tree. */
import type { IToken } from 'chevrotain';
import type { Expr, SourceFile, Span, Statement, SyntaxProblem } from './ast.js';
import { type Layout, layout, layoutOfStatement } from './layout.js';
import { Parser } from './parser.js';

export { declaredNames } from './statements.js';

/** A file with more problems than this is of another kind; the rest is only counted. */
const problemLimit = 1000;

/** Most files have no mistake, and a parser that need not recover from one is made in a third of the time. */
let strict: Parser | undefined;
let recovering: Parser | undefined;

interface Options {
  /** Names that are declared elsewhere (imported): `dz` is a differential where `z` is declared. */
  readonly names?: Iterable<string>;
}

/** Reads a .expr file; never throws. Statements and steps with a problem are left out of the tree. */
export function parse(text: string, options: Options = {}): SourceFile {
  const { statements, problems } = parseEach(text, (statement) => statement, options);
  return { statements, problems };
}

/** What is kept of the statements of a text. */
export interface Reading<T> {
  readonly statements: readonly T[];
  readonly problems: readonly SyntaxProblem[];
  /** Reads the statement of a span anew. */
  readonly again: (span: Span) => Statement;
}

/** Reads a text as `parse` does, and of each statement keeps what `keep` makes of it: the tree of a long text is large. */
export function parseEach<T>(text: string, keep: (statement: Statement) => T, options: Options = {}): Reading<T> {
  const binary = text.indexOf('\0');
  if (binary >= 0) return { statements: [], problems: [notText(binary)], again: noStatement };
  let again: Reading<T>['again'] = noStatement;
  const read = readEach(text, keep, () => {
    const laidOut = layout(text, options.names ?? []);
    again = (span) => parseAgain(text, span, laidOut.declared);
    return laidOut;
  });
  return { ...read, again };
}

const noStatement = ({ start }: Span): never => {
  throw new Error(`there is no statement at ${start}`);
};

function parseAgain(text: string, span: Span, declared: ReadonlySet<string>): Statement {
  const [statement] = readStatement(text, layoutOfStatement(text, span, declared)).statements;
  return statement ?? noStatement(span);
}

const beforeExpression = 'define a = ';

/** Reads a part of a text that is one expression, as in a condition of a rule; the places are those of the whole text. */
export function parseExpression(
  text: string,
  { start, end }: Span,
  options: Options = {},
): { readonly expr: Expr | null; readonly problems: readonly SyntaxProblem[] } {
  const moved = start - beforeExpression.length;
  const { statements, problems } = readEach(
    text,
    (statement) => statement,
    () => {
      const laidOut = layout(`${beforeExpression}${text.slice(start, end)}`, options.names ?? []);
      const statements = [...laidOut.statements];
      for (const token of statements.flat()) token.startOffset += moved;
      return { statements, refused: laidOut.refused.map((one) => ({ ...one, span: { start, end } })) };
    },
  );
  const placed = problems.map((problem) => ({ ...problem, span: within(problem.span, { start, end }) }));
  const [statement, next] = statements;
  if (next !== undefined)
    placed.push({ span: next.span, message: 'an expression ends before a statement', hint: null });
  const isOne = placed.length === 0 && statement?.kind === 'define';
  return { expr: isOne ? statement.body : null, problems: placed };
}

/** The words that stand before an expression are not of the text. */
const within = (span: Span, { start, end }: Span): Span => ({
  start: Math.min(Math.max(span.start, start), end),
  end: Math.min(Math.max(span.end, start), end),
});

/** Reads the statements of a text, given by their tokens. */
function readEach<T>(
  text: string,
  keep: (statement: Statement) => T,
  laidOut: () => Pick<Layout, 'statements' | 'refused'>,
): { readonly statements: readonly T[]; readonly problems: readonly SyntaxProblem[] } {
  const [statements, problems]: [T[], SyntaxProblem[]] = [[], []];
  try {
    const { statements: parts, refused } = laidOut();
    problems.push(...refused);
    for (const tokens of parts) {
      const read = readStatement(text, tokens);
      for (const statement of read.statements) statements.push(keep(statement));
      for (const problem of read.problems) problems.push(problem);
    }
    if (refused.length > 0) problems.sort((a, b) => a.span.start - b.span.start);
    return { statements, problems: capped(problems) };
  } catch (error) {
    if (error instanceof RangeError && /call stack/.test(error.message))
      return { statements: [], problems: [tooDeep(text)] };
    throw error;
  }
}

/** Reads the tokens of a statement, to which the mark of the end of the file belongs. */
function readStatement(text: string, tokens: IToken[]): SourceFile {
  strict ??= new Parser({ recovers: false });
  const file = strict.read(text, tokens);
  if (file.problems.length === 0) return file;
  recovering ??= new Parser({ recovers: true });
  return recovering.read(text, tokens);
}

/** The caller had used up the stack: what is within the parser's limit of nesting needs about 400 kB of it. */
function tooDeep(text: string): SyntaxProblem {
  return { span: { start: 0, end: text.length }, message: 'this is nested too deep to be read here', hint: null };
}

function notText(offset: number): SyntaxProblem {
  return {
    span: { start: offset, end: offset + 1 },
    message: 'this is not a text file: it holds a NUL character',
    hint: null,
  };
}

function capped(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const next = problems[problemLimit];
  if (next === undefined) return problems;
  const message = `there are ${problems.length - problemLimit} more problems from here on`;
  return [...problems.slice(0, problemLimit), { span: next.span, message, hint: 'is this a .expr file?' }];
}
