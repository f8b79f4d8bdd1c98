/** Where statements begin, and what names they declare: read off the tokens, before anything is parsed. */
import type { IToken, TokenType } from 'chevrotain';
import { isCloser } from './brackets.js';
import { asciiName, withoutPrimes } from './names.js';
import { endOf, markAt, retag, scan, startsLine } from './scan.js';
import { nearest } from './spelling.js';
import {
  Caret,
  Colon,
  Comma,
  Differential,
  Ellipsis,
  type KeywordName,
  keywordNames,
  keywords,
  LBrace,
  LBracket,
  LooseDifferential,
  LParen,
  Metavariable,
  NumberWord,
  Quoted,
  Stray,
  Underscore,
  Word,
} from './tokens.js';

export interface StatementTokens {
  /** `null` for what stands where a statement should begin. */
  readonly keyword: KeywordName | null;
  /** The keyword, or a mark for its want, first. */
  readonly tokens: IToken[];
}

const keywordSet: ReadonlySet<string> = new Set(keywordNames);
const declaring: ReadonlySet<KeywordName | null> = new Set(['latent', 'observed', 'param', 'let'] as const);

/** Splits at the keywords that begin a line and gives these their token types. */
export function splitStatements(text: string, tokens: IToken[]): StatementTokens[] {
  const starts = tokens.flatMap((_, i) => (beginsStatement(text, tokens, i) ? [i] : []));
  if (tokens.length > 0 && starts[0] !== 0) starts.unshift(0);
  return starts.map((start, i) => statementOf(tokens.slice(start, starts[i + 1])));
}

/** The tokens of a statement, its keyword with the type of one. */
export function statementOf(tokens: IToken[]): StatementTokens {
  const [first] = tokens;
  const keyword = first === undefined ? null : keywordOf(first);
  if (first === undefined) return { keyword, tokens };
  if (keyword === null) return { keyword, tokens: [markAt(Stray, first.startOffset), ...tokens] };
  retag(first, keywords[keyword]);
  return { keyword, tokens };
}

function keywordOf(token: IToken): KeywordName | null {
  return token.tokenType === Word && keywordSet.has(token.image) ? (token.image as KeywordName) : null;
}

function beginsStatement(text: string, tokens: readonly IToken[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined || token.tokenType !== Word || !startsLine(text, tokens, i)) return false;
  if (keywordOf(token) === null) return looksMisspelt(text, tokens, i);
  const next = tokens[i + 1]?.tokenType;
  return next !== Underscore && next !== Caret;
}

/** A word at the left margin that is nearly a keyword, where the line above is complete and an operand or a colon follows. */
function looksMisspelt(text: string, tokens: readonly IToken[], i: number): boolean {
  const token = tokens[i];
  const next = tokens[i + 1];
  if (token === undefined || next === undefined || !atMargin(text, token)) return false;
  if (nearest(token.image, keywordNames) === null || startsLine(text, tokens, i + 1)) return false;
  if (!endsOperand(tokens[i - 1])) return false;
  return next.tokenType === Colon || (startsOperand(next) && next.startOffset > endOf(token));
}

function atMargin(text: string, token: IToken): boolean {
  return token.startOffset === 0 || /[\n\r]/.test(text.charAt(token.startOffset - 1));
}

const operandEnds: ReadonlySet<TokenType> = new Set([
  Word,
  NumberWord,
  Quoted,
  Ellipsis,
  Metavariable,
  Differential,
  LooseDifferential,
]);

export function endsOperand(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  return operandEnds.has(token.tokenType) || isCloser(token.tokenType);
}

function startsOperand({ tokenType }: IToken): boolean {
  return [Word, NumberWord, Quoted, Metavariable, LParen, LBracket, LBrace].includes(tokenType);
}

/** The names that the `latent`, `observed`, `param` and `let` statements of a text declare, without their decorations. */
export function declaredNames(text: string): Set<string> {
  return declaredIn(splitStatements(text, scan(text)));
}

export function declaredIn(statements: readonly StatementTokens[]): Set<string> {
  const names = new Set<string>();
  for (const { keyword, tokens } of statements) if (declaring.has(keyword)) addDeclared(tokens, names);
  return names;
}

function addDeclared(tokens: readonly IToken[], names: Set<string>): void {
  let depth = 0;
  tokens.forEach(({ tokenType, image }, i) => {
    if (tokenType === LParen || tokenType === LBracket || tokenType === LBrace) depth++;
    if (isCloser(tokenType)) depth--;
    const first = depth === 0 && (i === 1 || tokens[i - 1]?.tokenType === Comma);
    if (first && tokenType === Word) names.add(asciiName(image));
  });
}

/** Whether `name` is declared, with the primes it carries or without them. */
export function isDeclared(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || names.has(withoutPrimes(name));
}
