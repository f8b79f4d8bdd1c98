/** The way from text to tree. */
import type { IToken } from 'chevrotain';
import type { Expr, SourceFile, Span, SyntaxProblem } from './ast.js';
import { layout } from './layout.js';
import { Parser } from './parser.js';

export { declaredNames } from './statements.js';

/** A file with more problems than this is of another kind; the rest is only counted. */
const problemLimit = 1000;

/** Most files have no mistake, and a parser that need not recover from one is made in a third of the time. */
let strict: Parser | undefined;
let recovering: Parser | undefined;

/**
 * Reads a .expr file; never throws. `names` are declared elsewhere (imported): `dz` is a differential where `z` is declared.
 * Statements and steps with a problem are left out of the tree.
 */
export function parse(text: string, options: { names?: Iterable<string> } = {}): SourceFile {
  const binary = text.indexOf('\0');
  if (binary >= 0) return { statements: [], problems: [notText(binary)] };
  return read(text, () => layout(text, options.names ?? []));
}

const beforeExpression = 'define a = ';

/** Reads a part of a text that is one expression, as in a condition of a rule; the places are those of the whole text. */
export function parseExpression(
  text: string,
  { start, end }: Span,
  options: { names?: Iterable<string> } = {},
): { readonly expr: Expr | null; readonly problems: readonly SyntaxProblem[] } {
  const moved = start - beforeExpression.length;
  const { statements, problems } = read(text, () => {
    const tokens = layout(`${beforeExpression}${text.slice(start, end)}`, options.names ?? []);
    for (const token of tokens) token.startOffset += moved;
    return tokens;
  });
  const [statement] = statements;
  return { expr: statement?.kind === 'define' ? statement.body : null, problems };
}

function read(text: string, tokens: () => IToken[]): SourceFile {
  try {
    strict ??= new Parser({ recovers: false });
    const file = strict.read(text, tokens());
    if (file.problems.length === 0) return file;
    recovering ??= new Parser({ recovers: true });
    const { statements, problems } = recovering.read(text, tokens());
    return { statements, problems: capped(problems) };
  } catch (error) {
    if (error instanceof RangeError && /call stack/.test(error.message))
      return { statements: [], problems: [tooDeep(text)] };
    throw error;
  }
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
