/** The wording of every mistake of syntax, and the hints for the common ones. */
import type { IToken, TokenType } from 'chevrotain';
import type { SyntaxProblem } from './ast.js';
import { isCloser } from './brackets.js';
import { asciiName } from './names.js';
import { endOf } from './scan.js';
import { nearest } from './spelling.js';
import {
  Arrow,
  Backslash,
  Bar,
  Colon,
  Comma,
  DerivativeVariable,
  Differential,
  DoubleBar,
  FileEnd,
  HeadsDifferential,
  keywordNames,
  LBrace,
  LBracket,
  OpenQuote,
  Prime,
  Quoted,
  RBrace,
  Relation,
  StatementEnd,
  StepEnd,
  Unknown,
  WrongRelation,
} from './tokens.js';

const ends: ReadonlySet<TokenType> = new Set([StepEnd, StatementEnd, FileEnd]);

export function isEnd(type: TokenType): boolean {
  return ends.has(type);
}

/** `'dZ'`, or what the token stands for where it has no text. */
export function describe(token: IToken): string {
  if (isEnd(token.tokenType)) return token.tokenType.LABEL ?? '';
  if (token.image !== '') return `'${shortened(token.image)}'`;
  return token.tokenType === RBrace ? 'the end of the small characters' : 'small characters';
}

function shortened(image: string): string {
  const chars = Array.from(image);
  return chars.length <= 30 ? image : `${chars.slice(0, 27).join('')}...`;
}

export function problem(token: IToken, message: string, hint: string | null): SyntaxProblem {
  const start = token.startOffset;
  const end = token.tokenType === Unknown ? start + firstCharacter(token.image).length : endOf(token);
  return { span: { start, end }, message, hint };
}

function firstCharacter(image: string): string {
  return String.fromCodePoint(image.codePointAt(0) ?? 0);
}

/** The problem that `found` stands where `expected` should. */
export function unexpected(found: IToken, expected: string, before: IToken | undefined): SyntaxProblem {
  const special = foreign(found) ?? misplaced(found, expected);
  if (special !== null) return problem(found, special.message, special.hint);
  return problem(found, `expected ${expected} but found ${describe(found)}`, hintFor(found, expected, before));
}

interface Wording {
  readonly message: string;
  readonly hint: string | null;
}

const relationHints: Readonly<Record<string, string>> = {
  '==': "write '=' for an equality",
  '===': "write '=' for an equality",
  ':=': "write '='; a definition is a statement: define F(x) = ...",
  '≔': "write '='; a definition is a statement: define F(x) = ...",
  '≜': "write '='; a definition is a statement: define F(x) = ...",
  '≡': "write '='",
  '≈': "write '=', '<=' or '>='; an approximation is no relation of the language",
  '=<': "write '<='",
  '=>': "write '>=' for 'greater or equal'; a step begins with its relation sign",
};

export function wrongRelation(image: string): Wording {
  return { message: `'${image}' is not a relation sign`, hint: relationHints[image] ?? null };
}

/** What belongs nowhere in the language. */
function foreign(found: IToken): Wording | null {
  switch (found.tokenType) {
    case Unknown:
      return unknownCharacter(found.image);
    case Backslash:
      return backslash(found.image);
    case OpenQuote:
      return { message: 'this text in quotes is not closed on its line', hint: 'put a " at its end' };
    case WrongRelation:
      return wrongRelation(found.image);
    case Arrow:
      return { message: `unexpected '${found.image}'`, hint: arrowHint(found.image) };
    case Prime:
      return { message: 'a prime belongs directly behind a name', hint: "write z'_n, not z_n'" };
    default:
      return null;
  }
}

function arrowHint(image: string): string {
  const law = "'~' is not of the language: write E_{p(x)}[..] for a mean, density p(x) = Normal(x; 0, 1) for a law";
  return image === '~' || image === '∼' ? law : "write '=' between the lines of a derivation";
}

const latexWords: Readonly<Record<string, string>> = {
  frac: 'write (a) / (b)',
  nabla: 'write grad',
  partial: 'write d',
  infty: 'write inf',
  cdot: "write '*'",
  times: "write '*'",
  le: "write '<='",
  leq: "write '<='",
  ge: "write '>='",
  geq: "write '>='",
  ne: "write '!='",
  neq: "write '!='",
  mid: "write '|'",
  varphi: 'write phi',
  varepsilon: 'write epsilon',
  varsigma: 'write sigma',
};

/** What only sets how a formula looks. */
const latexLayout =
  /^(left|right|[bB]igg?[lrm]?|mathbb|mathbf|mathcal|mathrm|boldsymbol|operatorname|text|quad|qquad|)$/;

function backslash(image: string): Wording {
  const word = image.slice(1);
  const plain = latexLayout.test(word) ? `leave ${image} out` : `write ${word}, not ${image}`;
  return { message: `unexpected '${image}'`, hint: latexWords[word] ?? plain };
}

const lookalikes: Readonly<Record<string, string>> = {
  '“': 'write straight quotes: "',
  '”': 'write straight quotes: "',
  '„': 'write straight quotes: "',
  '‘': "write a straight quote: '",
  '’': "write a straight quote: '",
  '–': "write '-'",
  '—': "write '-'",
  '÷': "write '/'",
  '√': 'write sqrt(..)',
  '!': 'a factorial is Gamma(n + 1)',
  '⟨': 'write E_{q}[..]',
  '⟩': 'write E_{q}[..]',
  '.': 'a number begins with a digit, a range has two dots: 0.5, 1..N',
  '&': 'leave alignment marks out',
  $: 'leave the dollar signs out',
  '∬': 'write int int',
  '±': "write two statements, one with '+' and one with '-'",
};

function unknownCharacter(image: string): Wording {
  const char = firstCharacter(image);
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const visible = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char) ? `'${char}' ` : '';
  return { message: `unexpected character ${visible}(U+${code})`, hint: lookalikes[char] ?? plainHint(char) };
}

/** Full-width signs and the like: `（` is `(`. */
function plainHint(char: string): string | null {
  const plain = char.normalize('NFKC');
  return plain !== char && /^[\x21-\x7e]+$/.test(plain) ? `write '${plain}'` : null;
}

const barHint = 'conditions stand in brackets, p(x | y); an absolute value is abs(x), a determinant det(A)';

/** What is of the language, and cannot stand here. */
function misplaced(found: IToken, expected: string): Wording | null {
  const type = found.tokenType;
  const text = describe(found);
  if (type === Differential || type === DerivativeVariable || type === HeadsDifferential)
    return {
      message: `the differential ${text} closes no integral of this bracket`,
      hint: 'write int before the integrand; a derivative is d/dx (..)',
    };
  if (isCloser(type) && isEndLabel(expected))
    return { message: `${text} closes no bracket`, hint: `take it away or open its bracket` };
  if (type === Bar) return { message: "'|' cannot stand here", hint: barHint };
  if (type === DoubleBar) return { message: "'||' cannot stand here", hint: 'write norm(x) for a norm' };
  return null;
}

function isEndLabel(expected: string): boolean {
  return expected.includes('the end of');
}

function hintFor(found: IToken, expected: string, before: IToken | undefined): string | null {
  switch (found.tokenType) {
    case LBracket:
      return 'an index is written z_n, not z[n]';
    case LBrace:
      return 'braces hold subscripts and sets; group with ( )';
    case Quoted:
      return "a title stands between the label and ':'";
    case Colon:
      return "a label is plain text between the keyword and ':'";
    case Relation:
      return isEndLabel(expected) ? 'write a statement of its own for every relation' : null;
    default:
      return before?.tokenType === Comma ? "take away the ',' or write what follows it" : null;
  }
}

const forms: ReadonlyMap<string, string> = new Map([
  ['domain', 'domains are real, positive, unit, discrete, 1..K, {0, 1}, real^D, real^{D x K}, spd^D'],
  ['plate', 'write plate n = 1..N'],
  ['iid', 'write iid n'],
  ['subset', 'write subset S of 1..N size M'],
  ['variables', 'write latent z_n, W or param s : positive'],
  ['definitions', 'write let Z = {z_n}'],
  ['density', 'write density L: p(x | y) = ..'],
  ['unknownFunction', 'write function f(x)'],
  ['define', 'write define F(x) = ..'],
  ['rewriteRule', 'write rule L: a = b when .., ..'],
  ['assumption', 'write assume L: a = b'],
  ['importFile', 'write import "file.expr"'],
]);

/** How the statement at hand is written, unless the mistake is inside an expression of it. */
export function formHint(rules: readonly string[]): string | null {
  if (rules.includes('expression')) return null;
  const rule = rules.filter((name) => forms.has(name)).at(-1);
  return rule === undefined ? null : (forms.get(rule) ?? null);
}

export function strayStatement(found: IToken): SyntaxProblem {
  const foreignWord = foreign(found);
  if (foreignWord !== null) return problem(found, foreignWord.message, foreignWord.hint);
  const near = nearest(asciiName(found.image), keywordNames);
  const hint = near === null ? `a statement begins with one of ${keywordNames.join(', ')}` : `did you mean ${near}?`;
  return problem(found, `expected a statement but found ${describe(found)}`, hint);
}
