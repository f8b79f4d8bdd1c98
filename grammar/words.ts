/** Words whose role depends on what stands next to them. */
import type { IToken, TokenType } from 'chevrotain';
import { operatorNames } from './ast.js';
import type { Nesting } from './brackets.js';
import { asciiName, isLetterName } from './names.js';
import { retag } from './scan.js';
import { endsOperand, isDeclared } from './statements.js';
import {
  Caret,
  Colon,
  Comma,
  DerivativeD,
  DerivativeVariable,
  Differential,
  Grad,
  HeadsDifferential,
  In,
  Int,
  type KeywordName,
  LBrace,
  LBracket,
  LooseDifferential,
  LParen,
  Metavariable,
  NumberWord,
  Of,
  Operator,
  Prod,
  Size,
  Slash,
  Star,
  Sum,
  Table,
  Times,
  Underscore,
  Word,
} from './tokens.js';

const signs: ReadonlyMap<string, TokenType> = new Map([
  ['int', Int],
  ['sum', Sum],
  ['prod', Prod],
  ['grad', Grad],
]);
const operators: ReadonlySet<string> = new Set(operatorNames);
/** Functions that begin with a d, and are no differentials although a name could be declared that is their rest. */
const functionsInD: ReadonlySet<string> = new Set(['det', 'diag', 'digamma', 'dim']);

/** Gives the token at `i` its role; in doing so it may settle tokens to the right. */
export function settleWord(
  tokens: readonly IToken[],
  i: number,
  nest: Nesting,
  declared: ReadonlySet<string>,
  keyword: KeywordName | null,
): void {
  const token = tokens[i];
  if (token === undefined) return;
  if (keyword !== null && roles[keyword]?.(tokens, i, nest)) return;
  if (token.tokenType !== Word || typeAt(tokens, i - 1) === Underscore) return;
  const role =
    signRole(token, tokens[i + 1]) ??
    tableRole(tokens, i, nest) ??
    indexRole(tokens, i, nest) ??
    derivativeRole(tokens, i, declared) ??
    headsRole(tokens, i) ??
    differentialRole(token, declared);
  if (role !== null) retag(token, role);
}

function typeAt(tokens: readonly IToken[], i: number): TokenType | undefined {
  return tokens[i]?.tokenType;
}

function signRole(token: IToken, next: IToken | undefined): TokenType | null {
  const name = asciiName(token.image);
  const sign = signs.get(name);
  if (sign !== undefined) return sign;
  const scripted = next?.tokenType === Underscore;
  if (scripted && name !== token.image && (name === 'Sigma' || name === 'Pi')) return name === 'Sigma' ? Sum : Prod;
  return operators.has(name) && (scripted || next?.tokenType === LBracket) ? Operator : null;
}

/** `table[z] [..]`; a name `table` with one bracket behind it stays a name. */
function tableRole(tokens: readonly IToken[], i: number, nest: Nesting): TokenType | null {
  if (tokens[i]?.image !== 'table' || typeAt(tokens, i + 1) !== LBracket) return null;
  const close = nest.partner[i + 1] ?? -1;
  return close >= 0 && typeAt(tokens, close + 1) === LBracket ? Table : null;
}

/** The `in` of `{n in S}`. */
function indexRole(tokens: readonly IToken[], i: number, nest: Nesting): TokenType | null {
  if (tokens[i]?.image !== 'in' || typeAt(tokens, i + 1) !== Word) return null;
  const around = nest.around[i] ?? -1;
  const before = typeAt(tokens, i - 2);
  const first = before === Comma || i - 2 === around;
  return typeAt(tokens, around) === LBrace && typeAt(tokens, i - 1) === Word && first ? In : null;
}

function derivativeRole(tokens: readonly IToken[], i: number, declared: ReadonlySet<string>): TokenType | null {
  const variable = tokens[i + 2];
  if (asciiName(tokens[i]?.image ?? '') !== 'd' || typeAt(tokens, i + 1) !== Slash || variable === undefined)
    return null;
  if (variable.tokenType !== Differential && !isVariable(variable, declared)) return null;
  retag(variable, DerivativeVariable);
  return DerivativeD;
}

function isVariable(token: IToken, declared: ReadonlySet<string>): boolean {
  const name = token.tokenType === Word ? differentialOf(token) : null;
  return name !== null && (isDeclared(declared, name) || isLetterName(name));
}

/** The `d` of `d heads(?q)`: all variables that a measure binds. */
function headsRole(tokens: readonly IToken[], i: number): TokenType | null {
  if (asciiName(tokens[i]?.image ?? '') !== 'd' || tokens[i + 1]?.image !== 'heads') return null;
  return typeAt(tokens, i + 2) === LParen && typeAt(tokens, i + 3) === Metavariable ? HeadsDifferential : null;
}

function differentialRole(token: IToken, declared: ReadonlySet<string>): TokenType | null {
  const name = differentialOf(token);
  if (name === null || isDeclared(declared, `d${name}`) || functionsInD.has(token.image)) return null;
  if (isDeclared(declared, name)) return Differential;
  return isLetterName(name) ? LooseDifferential : null;
}

/** The `z` of `dz`. */
function differentialOf(token: IToken): string | null {
  const name = asciiName(token.image);
  return name.startsWith('d') && /^\p{L}/u.test(name.slice(1)) ? name.slice(1) : null;
}

type Role = (tokens: readonly IToken[], i: number, nest: Nesting) => boolean;

const inSubset: Role = (tokens, i, nest) => {
  const token = tokens[i];
  if (token?.tokenType !== Word || nest.around[i] !== -1 || !endsOperand(tokens[i - 1])) return false;
  if (token.image !== 'of' && token.image !== 'size') return false;
  retag(token, token.image === 'of' ? Of : Size);
  return true;
};

/** The `x` of `real^{D x K}`: between two operands in the outermost braces of a domain. */
const inDomain: Role = (tokens, i, nest) => {
  const token = tokens[i];
  const brace = nest.around[i] ?? -1;
  if (token === undefined || typeAt(tokens, brace) !== LBrace || !isDomainSize(tokens, brace)) return false;
  const sign = token.tokenType === Star || (token.tokenType === Word && token.image === 'x');
  if (!sign || !endsOperand(tokens[i - 1]) || !startsSize(tokens[i + 1])) return false;
  retag(token, Times);
  return true;
};

function isDomainSize(tokens: readonly IToken[], brace: number): boolean {
  return (
    typeAt(tokens, brace - 1) === Caret && typeAt(tokens, brace - 2) === Word && typeAt(tokens, brace - 3) === Colon
  );
}

function startsSize(token: IToken | undefined): boolean {
  return token?.tokenType === Word || token?.tokenType === NumberWord || token?.tokenType === LParen;
}

const roles: Partial<Record<KeywordName, Role>> = {
  subset: inSubset,
  latent: inDomain,
  observed: inDomain,
  param: inDomain,
  function: inDomain,
};
