/** How much of a text is read. What is more is refused before anything is made of it: a token takes a hundred bytes. */
import type { Span, SyntaxProblem } from './ast.js';

/** Tokens of one statement: a derivation of a thousand lines has less. */
export const mostTokens = 200_000;
/** Tokens of all statements that are kept whole, which are those that are no derivation. */
export const mostDeclared = 300_000;
/** Tokens and statements of a file. */
export const mostInAll = 3_000_000;
export const mostStatements = 50_000;
/** Relation signs in derivations. */
export const mostSteps = 20_000;

/** A line that surely begins a statement: no token reaches across its start. */
const surely =
  /[\n\r](?=[ \t]*(?:plate|iid|subset|latent|observed|param|let|density|function|define|derivation|claim|rule|assume|import)(?:[ \t]*:|[ \t]+[A-Za-z0-9"(]))/g;

const chain = /[ \t\n\r]*(?:derivation|claim)\b/y;

/** The least length of a part of a text that is scanned at a time. */
const partLength = 2 ** 16;

/** A text in parts that hold whole statements, without those that are too long to be read. */
export interface Parts {
  readonly parts: readonly Span[];
  readonly refused: readonly SyntaxProblem[];
}

export function partsOf(text: string): Parts {
  const parts: Span[] = [];
  const refused: SyntaxProblem[] = [];
  const sums: Count = { statements: 0, declared: 0, all: 0, steps: 0 };
  let start = 0;
  const close = (end: number): void => {
    if (end > start) parts.push({ start, end });
  };
  for (const statement of statementsIn(text)) {
    const { tokens, relations } = countIn(text, statement);
    sums.statements += 1;
    sums.all += tokens;
    if (isChain(text, statement)) sums.steps += relations;
    else sums.declared += Math.min(tokens, mostTokens);
    const whole = beyond(sums);
    if (whole !== null) return { parts: [], refused: [{ span: firstLine(text, statement), ...whole }] };
    if (tokens > mostTokens) {
      close(statement.start);
      refused.push(tooLong(firstLine(text, statement)));
      start = statement.end;
    } else if (statement.end - start >= partLength) {
      close(statement.end);
      start = statement.end;
    }
  }
  close(text.length);
  return { parts, refused };
}

/** The statements that surely begin where a line does, each with what else may stand behind it. */
function* statementsIn(text: string): Generator<Span> {
  let start = 0;
  for (const { index } of text.matchAll(surely)) {
    yield { start, end: index + 1 };
    start = index + 1;
  }
  yield { start, end: text.length };
}

function isChain(text: string, { start }: Span): boolean {
  chain.lastIndex = start;
  return chain.test(text);
}

/** What the statements up to a place have. */
interface Count {
  statements: number;
  declared: number;
  all: number;
  steps: number;
}

const [hash, lineFeed, carriageReturn, equals, exclamation, less, greater] = [35, 10, 13, 61, 33, 60, 62];
const openers: ReadonlySet<number> = new Set([40, 91, 123]);
const closers: ReadonlySet<number> = new Set([41, 93, 125]);
const relationSigns: ReadonlySet<number> = new Set([
  equals,
  less,
  greater,
  ...[...'≤≥⩽⩾≠∝≡≈≜≔'].map((c) => c.charCodeAt(0)),
]);

const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);

/**
 * At least as many tokens as a text has, or little less, and the relation signs that stand outside brackets or begin a
 * line; what stands in comments does not count.
 */
function countIn(text: string, { start, end }: Span): { readonly tokens: number; readonly relations: number } {
  let [tokens, relations, depth, before] = [0, 0, 0, lineFeed];
  let beginsLine = true;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === hash) {
      i = lineEnd(text, i, end) - 1;
    } else if (isWord(code)) {
      if (!isWord(before)) tokens++;
      if (code === 112 && !isWord(before) && text.startsWith('propto', i)) relations++;
    } else if (code > 32) {
      tokens++;
      if (openers.has(code)) depth++;
      else if (closers.has(code)) depth = Math.max(0, depth - 1);
      else if (relationSigns.has(code) && !continues(before) && (depth === 0 || beginsLine)) relations++;
      else if (code === exclamation && depth === 0) relations++;
    }
    beginsLine = code === lineFeed || code === carriageReturn || (beginsLine && code <= 32);
    before = code;
  }
  return { tokens, relations };
}

/** Whether a sign behind this one is a part of it. */
const continues = (code: number): boolean =>
  code === equals || code === less || code === greater || code === exclamation;

function lineEnd(text: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === lineFeed || code === carriageReturn) return i;
  }
  return end;
}

function beyond(sums: Count): Omit<SyntaxProblem, 'span'> | null {
  const hint = 'split it into several files';
  if (sums.statements > mostStatements)
    return { message: `this file has more than ${mostStatements} statements`, hint };
  if (sums.all > mostInAll) return { message: `this file has more than ${mostInAll} words and signs`, hint };
  if (sums.steps > mostSteps) return { message: `this file has more than ${mostSteps} steps`, hint };
  if (sums.declared > mostDeclared)
    return { message: `the declarations of this file have more than ${mostDeclared} words and signs`, hint };
  return null;
}

const tooLong = (span: Span): SyntaxProblem => ({
  span,
  message: `this statement has more than ${mostTokens} words and signs`,
  hint: 'name parts of it with define, or split it into several derivations',
});

/** Where a statement begins, for a person to see. */
function firstLine(text: string, { start, end }: Span): Span {
  const from = Math.min(start + text.slice(start, start + partLength).search(/\S|$/), end);
  return { start: from, end: Math.min(lineEnd(text, from, end), from + 80) };
}
