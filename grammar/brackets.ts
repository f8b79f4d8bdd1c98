/** Which bracket closes which, and how deep a token stands; a bracket without a partner does not count. */
import type { IToken, TokenType } from 'chevrotain';
import { LBrace, LBracket, LParen, RBrace, RBracket, RParen } from './tokens.js';

export const closerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [LParen, RParen],
  [LBracket, RBracket],
  [LBrace, RBrace],
]);
const closers: ReadonlySet<TokenType> = new Set(closerOf.values());

export function isCloser(type: TokenType): boolean {
  return closers.has(type);
}

export interface Nesting {
  /** Of every token the index of the bracket around it, or -1. */
  readonly around: Int32Array;
  /** Of every bracket the index of its partner, or -1. */
  readonly partner: Int32Array;
  readonly balanced: boolean;
}

/** `breaks` are the indices before which every bracket is taken to be closed. */
export function nesting(tokens: readonly IToken[], breaks: readonly number[] = []): Nesting {
  const partner = new Int32Array(tokens.length).fill(-1);
  let unmatched = 0;
  let start = 0;
  for (const end of [...breaks, tokens.length]) {
    unmatched += match(tokens, start, end, partner);
    start = end;
  }
  return { around: surroundings(tokens, partner), partner, balanced: unmatched === 0 };
}

/** Pairs the brackets from `start` to `end`; returns how many are left over. */
function match(tokens: readonly IToken[], start: number, end: number, partner: Int32Array): number {
  const open: OpenBracket[] = [];
  const waiting = new Map<TokenType, number>();
  let unmatched = 0;
  for (let i = start; i < end; i++) {
    const type = tokens[i]?.tokenType;
    if (type === undefined) continue;
    const closer = closerOf.get(type);
    if (closer !== undefined) {
      open.push({ index: i, closer });
      waiting.set(closer, (waiting.get(closer) ?? 0) + 1);
    } else if (closers.has(type)) unmatched += close(open, waiting, i, type, partner);
  }
  return unmatched + open.length;
}

interface OpenBracket {
  readonly index: number;
  readonly closer: TokenType;
}

/** Closes the innermost open bracket of the same shape; what stands open inside it stays without a partner. */
function close(
  open: OpenBracket[],
  waiting: Map<TokenType, number>,
  at: number,
  type: TokenType,
  partner: Int32Array,
): number {
  if ((waiting.get(type) ?? 0) === 0) return 1;
  for (let skipped = 0; ; skipped++) {
    const top = open.pop();
    if (top === undefined) return skipped;
    waiting.set(top.closer, (waiting.get(top.closer) ?? 0) - 1);
    if (top.closer !== type) continue;
    partner[top.index] = at;
    partner[at] = top.index;
    return skipped;
  }
}

function surroundings(tokens: readonly IToken[], partner: Int32Array): Int32Array {
  const around = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const other = partner[i] ?? -1;
    if (other >= 0 && other < i) open.pop();
    around[i] = open.at(-1) ?? -1;
    if (other > i) open.push(i);
  }
  return around;
}
