/**
 * The words of the language. The lexer knows spellings only; which word is a keyword, an operator or a
 * differential depends on its neighbours and is settled by `layout.ts`, which gives the types without a pattern.
 */
import { type CustomPatternMatcherFunc, createToken, type ITokenConfig, Lexer, type TokenType } from 'chevrotain';

const greekLetter = '[\\u0370-\\u03ff\\u1f00-\\u1fff\\u00b5\\u{1d6a8}-\\u{1d7cb}]';
const subscriptChars = '\\u2080-\\u208e\\u2090-\\u209c\\u1d62-\\u1d6a\\u2c7c';
const superscriptChars =
  '\\u00b2\\u00b3\\u00b9\\u2070\\u2071\\u2074-\\u207f\\u1d2c-\\u1d61\\u02b0-\\u02b8\\u02e1-\\u02e3';
const letter = `(?:(?!${greekLetter}|[${subscriptChars}${superscriptChars}])\\p{L}\\p{M}*)`;
const primes = "['′″]*";
const word = `(?:[d∂]?${greekLetter}\\p{M}*[0-9]*${primes}|(?:${letter}|∂)(?:${letter}|[0-9])*${primes}|∞)`;

type Pattern = Pick<ITokenConfig, 'pattern' | 'start_chars_hint' | 'line_breaks'>;

const custom = (pattern: CustomPatternMatcherFunc, chars: readonly (string | number)[]): Pattern => ({
  pattern,
  start_chars_hint: [...chars],
  line_breaks: false,
});

/** Chevrotain drops the `u` flag of a pattern, so Unicode patterns are sticky functions with the first characters given. */
function matcher(source: string): CustomPatternMatcherFunc {
  const regexp = new RegExp(source, 'uy');
  return (text, offset) => {
    regexp.lastIndex = offset;
    return regexp.exec(text);
  };
}

const anyWord = matcher(word);
const asciiWord = matcher("[A-Za-z][A-Za-z0-9]*'*");

/** Most words are ASCII, and the classes of Unicode take longer to compile than a page of words to read. */
const wordAt: CustomPatternMatcherFunc = (text, offset, tokens, groups) => {
  const match = asciiWord(text, offset, tokens, groups);
  const isWhole = match !== null && !(text.charCodeAt(offset + match[0].length) > 127);
  return isWhole ? match : anyWord(text, offset, tokens, groups);
};

/** A word behind other characters, which begins with one of the first of them. */
function wordBehind(...prefixes: readonly string[]): CustomPatternMatcherFunc {
  return (text, offset, tokens, groups) => {
    const prefix = prefixes.find((characters) => text.startsWith(characters, offset));
    if (prefix === undefined) return null;
    const match = wordAt(text, offset + prefix.length, tokens, groups);
    return match === null ? null : [`${prefix}${match[0]}`];
  };
}

/** One character of every block of the lexer's dispatch table above U+00FF. */
const beyondLatin = Array.from({ length: 256 }, (_, i) => Math.min(0xffff, 256 + i * 255));
const ascii = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const latin = Array.from({ length: 128 }, (_, i) => 128 + i);

const type = (name: string, label: string, pattern?: RegExp | string, more: Partial<ITokenConfig> = {}): TokenType =>
  createToken({ name, label, pattern: pattern ?? Lexer.NA, ...more });

/** Any word that may stand for a quantity. */
export const Name = type('Name', 'a name');
export const Word = createToken({
  name: 'Word',
  label: 'a name',
  categories: [Name],
  ...custom(wordAt, [...ascii, ...latin, ...beyondLatin]),
});
export const Metavariable = createToken({
  name: 'Metavariable',
  label: 'a metavariable',
  ...custom(wordBehind('?'), ['?']),
});
/** `dz` where `z` is declared, and `d?x`. */
export const Differential = createToken({
  name: 'Differential',
  label: 'a differential',
  ...custom(wordBehind('d?', '∂?'), ['d', '∂']),
});
export const Subscripts = createToken({ name: 'Subscripts', ...custom(matcher(`[${subscriptChars}]+`), beyondLatin) });
export const Superscripts = createToken({
  name: 'Superscripts',
  ...custom(matcher(`[${superscriptChars}]+`), [...latin, ...beyondLatin]),
});

export const Whitespace = type('Whitespace', 'space', /\s+/, { group: Lexer.SKIPPED, line_breaks: true });
export const Comment = type('Comment', 'a comment', /#[^\n\r]*/, { group: Lexer.SKIPPED });
export const NumberWord = type('NumberWord', 'a number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
export const Quoted = type('Quoted', 'a text in quotes', /"[^"\n\r]*"/);
export const OpenQuote = type('OpenQuote', 'a text in quotes', /"[^"\n\r]*/);

export const LParen = type('LParen', "'('", '(');
export const RParen = type('RParen', "')'", ')');
export const LBracket = type('LBracket', "'['", '[');
export const RBracket = type('RBracket', "']'", ']');
export const LBrace = type('LBrace', "'{'", '{');
export const RBrace = type('RBrace', "'}'", '}');
export const Comma = type('Comma', "','", ',');
export const Semicolon = type('Semicolon', "';'", ';');
export const Colon = type('Colon', "':'", ':');
export const DoubleBar = type('DoubleBar', "'||'", /\|\||‖|∥/);
export const Bar = type('Bar', "'|'", /[|∣]/);
export const Underscore = type('Underscore', "'_'", '_');
export const Caret = type('Caret', "'^'", '^');
export const Plus = type('Plus', "'+'", '+');
export const Minus = type('Minus', "'-'", /[-−]/);
export const Star = type('Star', "'*'", /[*·×⋅∗]/);
export const Slash = type('Slash', "'/'", /[/∕]/);
export const Prime = type('Prime', 'a prime', /['′″]/);
export const Backslash = type('Backslash', 'a backslash', /\\[A-Za-z]*/);
export const Arrow = type('Arrow', 'an arrow', /->|→|~|∼/);

export const NotEquals = type('NotEquals', "'!='", /!=|≠/);
export const Compare = type('Compare', 'a relation', /<=|>=|[≤≥⩽⩾<>]/);
export const Equals = type('Equals', "'='", '=');
export const Propto = type('Propto', "'propto'", /∝|propto(?![A-Za-z0-9'])/, { start_chars_hint: ['p', '∝'] });
/** `==`, `:=` and their like: not of the language, but clearly meant as a relation. */
export const WrongRelation = type('WrongRelation', 'a relation', /={2,3}|:=|=<|=>|[≡≈≜≔]/);

const afterOperand = /[\p{L}\p{N})}\]'′]/u;
const beforeOperand = /[\p{L}\p{N}({]/u;

/** `1...N` and `1…N` without spaces are ranges, as `1..N` is; elsewhere three dots are an ellipsis. */
function isRange(text: string, offset: number, dots: string): boolean {
  if (dots === '..') return true;
  return afterOperand.test(text.charAt(offset - 1)) && beforeOperand.test(text.charAt(offset + dots.length));
}

function dots(range: boolean): Pattern {
  const anyDots = matcher('\\.\\.\\.?|…');
  const pattern: CustomPatternMatcherFunc = (text, offset, tokens, groups) => {
    const match = anyDots(text, offset, tokens, groups);
    return match !== null && isRange(text, offset, match[0]) === range ? match : null;
  };
  return custom(pattern, ['.', '…']);
}

export const DotDot = createToken({ name: 'DotDot', label: "'..'", ...dots(true) });
export const Ellipsis = createToken({ name: 'Ellipsis', label: "'...'", ...dots(false) });

export const Int = type('Int', "'int'", '∫');
export const Sum = type('Sum', "'sum'", '∑');
export const Prod = type('Prod', "'prod'", '∏');
export const Grad = type('Grad', "'grad'", '∇');

/** `E`, `KL` and the others where they are operators. */
export const Operator = type('Operator', 'an operator');
export const Table = type('Table', "'table'");
/** The `d` and the `dx` of `d/dx`. */
export const DerivativeD = type('DerivativeD', "'d'");
export const DerivativeVariable = type('DerivativeVariable', 'a differential');
/** `dx` where `x` is a letter that nothing declares: closes an open integral, is a name elsewhere. */
export const LooseDifferential = type('LooseDifferential', 'a differential', undefined, { categories: [Name] });
/** The `d` of `d heads(?q)`. */
export const HeadsDifferential = type('HeadsDifferential', 'a differential');
/** `∈`, and the `in` of `{n in S}`. */
export const In = type('In', "'in'", '∈');
export const Of = type('Of', "'of'");
export const Size = type('Size', "'size'");
/** The `x` of `real^{D x K}`. */
export const Times = type('Times', "'x'");

/** A relation sign that separates the sides of a statement. */
export const Relation = type('Relation', 'a relation sign');
export const By = type('By', "'by'");
export const ForAny = type('ForAny', "'for any'");
export const When = type('When', "'when'");
export const Assuming = type('Assuming', "'assuming'");
export const Reason = type('Reason', 'a reason');
export const Label = type('Label', 'a label');
export const Title = type('Title', 'a title');

/** A character, or a run of characters, that no pattern matches. */
export const Unknown = type('Unknown', 'an unknown character');

export const keywordNames = [
  'plate',
  'iid',
  'subset',
  'latent',
  'observed',
  'param',
  'let',
  'density',
  'function',
  'define',
  'derivation',
  'claim',
  'rule',
  'assume',
  'import',
] as const;
export type KeywordName = (typeof keywordNames)[number];

const keyword = (name: KeywordName): TokenType => type(`keyword ${name}`.replace(' ', '_'), `'${name}'`);
export const keywords = Object.fromEntries(keywordNames.map((name) => [name, keyword(name)])) as Record<
  KeywordName,
  TokenType
>;
/** The first word of what should have been a statement. */
export const Stray = type('Stray', 'a statement');

/** Marks without width that the layout puts in, so that recovery has something to hold on to. */
export const StepEnd = type('StepEnd', 'the end of the step');
export const StatementEnd = type('StatementEnd', 'the end of the statement');
export const FileEnd = type('FileEnd', 'the end of the file');

const lexed: TokenType[] = [
  Whitespace,
  Comment,
  Propto,
  Differential,
  Word,
  NumberWord,
  Quoted,
  OpenQuote,
  Metavariable,
  Subscripts,
  Superscripts,
  LParen,
  RParen,
  LBracket,
  RBracket,
  LBrace,
  RBrace,
  Comma,
  Semicolon,
  WrongRelation,
  Colon,
  DoubleBar,
  Bar,
  Underscore,
  Caret,
  Plus,
  Arrow,
  Minus,
  Star,
  Slash,
  DotDot,
  Ellipsis,
  Prime,
  Backslash,
  NotEquals,
  Compare,
  Equals,
  Int,
  Sum,
  Prod,
  Grad,
  In,
];

const settled: TokenType[] = [
  Name,
  Operator,
  Table,
  DerivativeD,
  DerivativeVariable,
  LooseDifferential,
  HeadsDifferential,
  Of,
  Size,
  Times,
  Relation,
  By,
  ForAny,
  When,
  Assuming,
  Reason,
  Label,
  Title,
  Unknown,
  ...Object.values(keywords),
  Stray,
  StepEnd,
  StatementEnd,
  FileEnd,
];

export const vocabulary: TokenType[] = [...lexed, ...settled];

/** Whether the patterns are ones that Chevrotain can use is a test's to say, and not asked at every start. */
export const makeLexer = ({ validated }: { readonly validated: boolean }): Lexer =>
  new Lexer(lexed, { positionTracking: 'onlyOffset', ensureOptimizations: true, skipValidations: !validated });
