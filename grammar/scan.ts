/** Text to tokens: nothing is lost and nothing refused; what no pattern matches becomes an `Unknown` token. */
import { createTokenInstance, type IToken, type Lexer, type TokenType } from 'chevrotain';
import { Caret, LBrace, makeLexer, RBrace, Subscripts, Superscripts, Underscore, Unknown } from './tokens.js';

let lexer: Lexer | undefined;

export function scan(text: string): IToken[] {
  lexer ??= makeLexer({ validated: false });
  const { tokens, errors } = lexer.tokenize(text);
  const unknown = errors.map(({ offset, length }) => tokenAt(Unknown, text.slice(offset, offset + length), offset));
  return expandScripts(merge(tokens, unknown));
}

export function tokenAt(type: TokenType, image: string, start: number): IToken {
  return createTokenInstance(type, image, start, start + image.length - 1, 0, 0, 0, 0);
}

/** A token that covers no text. */
export function markAt(type: TokenType, offset: number): IToken {
  return tokenAt(type, '', offset);
}

export function retag(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

/** The offset behind the last character of a token. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Whether a line break lies between a token and the one before it. */
export function startsLine(text: string, tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  const before = tokens[index - 1];
  if (before === undefined) return true;
  for (let i = endOf(before); i < token.startOffset; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
  }
  return false;
}

function merge(tokens: IToken[], extra: readonly IToken[]): IToken[] {
  if (extra.length === 0) return tokens;
  return [...tokens, ...extra].sort((a, b) => a.startOffset - b.startOffset);
}

/** `xₜ₋₁` is read as `x_{t-1}`, `x²` as `x^{2}`; each small character stands for one plain character. */
function expandScripts(tokens: IToken[]): IToken[] {
  if (!tokens.some(isScriptRun)) return tokens;
  return tokens.flatMap((token) => (isScriptRun(token) ? expandRun(token) : [token]));
}

/** A small bracket without its partner is of no use. */
function splitRun({ tokenType, image, startOffset }: IToken, at: number): IToken[] {
  const before = at === 0 ? [] : expandRun(tokenAt(tokenType, image.slice(0, at), startOffset));
  return [...before, tokenAt(Unknown, image.slice(at), startOffset + at)];
}

const balanced = /^[^()]*(\([^()]*\)[^()]*)*$/;

function isScriptRun(token: IToken): boolean {
  return token.tokenType === Subscripts || token.tokenType === Superscripts;
}

function expandRun(run: IToken): IToken[] {
  const sign = run.tokenType === Subscripts ? Underscore : Caret;
  const plain = run.image.normalize('NFKC');
  if (!balanced.test(plain)) return splitRun(run, plain.search(/[()]/));
  const inner = scan(plain);
  for (const token of inner) token.startOffset += run.startOffset;
  return [markAt(sign, run.startOffset), markAt(LBrace, run.startOffset), ...inner, markAt(RBrace, endOf(run))];
}
