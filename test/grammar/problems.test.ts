import { describe, expect, it } from 'vitest';
import { parse } from '../../grammar/parse.js';
import { lineIndex } from '../../grammar/position.js';
import { file, problems, showStatement } from './sexp.js';

/** What stands at a problem, its message and its hint. */
type Row = readonly [source: string, at: string, message: string, hint: string | null];

function invalid(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%j', (source, at, message, hint) => {
      const found = parse(source).problems.map(({ span, ...rest }) => ({
        at: source.slice(span.start, span.end),
        ...rest,
      }));
      expect(found).toEqual([{ at, message, hint }]);
    });
  });
}

const groups = 'braces hold subscripts and sets; group with ( )';
const bars = 'conditions stand in brackets, p(x | y); an absolute value is abs(x), a determinant det(A)';
const domains = 'domains are real, positive, unit, discrete, 1..K, {0, 1}, real^D, real^{D x K}, spd^D';
const step = 'an operator or the end of the step';

invalid('brackets', [
  ['claim: a = f(b', '(', "this '(' is never closed: expected ')' before the end of the step", null],
  ['claim: a = E_{q[b]', '{', "this '{' is never closed: expected '}' before the end of the step", null],
  ['let Z = {z', '{', "this '{' is never closed: expected '}' before the end of the statement", null],
  [
    'latent z\nclaim: a =\n  int (f dz',
    'dz',
    "the differential 'dz' closes no integral of this bracket",
    'write int before the integrand; a derivative is d/dx (..)',
  ],
  ['claim: a = [b)', ')', "expected ']' to close the '[' of line 1, column 12, but found ')'", null],
  ['claim:\n  a = f(b by log', 'by', "expected ')' to close the '(' of line 2, column 8, but found 'by'", null],
  ['claim: a = b)', ')', "')' closes no bracket", 'take it away or open its bracket'],
  ['density p(x)] = 1', ']', "']' closes no bracket", 'take it away or open its bracket'],
  ['claim: a = ()', ')', "expected something between the brackets but found ')'", null],
  [
    'claim: a = E(x <= y)',
    '<=',
    "expected ')' to close the '(' of line 1, column 13, but found '<='",
    'E is an operator only before _ or [: write E_{q(z)}[..]',
  ],
  [
    'claim: a = KL(q',
    '(',
    "this '(' is never closed: expected ')' before the end of the step",
    'KL is an operator only before _ or [: write KL[q(z) || p(z)]',
  ],
  [
    'claim: a = Var(x',
    '(',
    "this '(' is never closed: expected ')' before the end of the step",
    'Var is an operator only before _ or [: write Var[..]',
  ],
]);

invalid('keywords', [
  ['latnet z', 'latnet', "expected a statement but found 'latnet'", 'did you mean latent?'],
  ['plate n = 1..N\nobsrved x', 'obsrved', "expected a statement but found 'obsrved'", 'did you mean observed?'],
  ['claim: a = b by log\nclam: b = c\n', 'clam', "expected a statement but found 'clam'", 'did you mean claim?'],
  ['claim: a = b by log\nclam b = c\n', 'clam', "expected a statement but found 'clam'", 'did you mean claim?'],
  ['Density p(x)', 'Density', "expected a statement but found 'Density'", 'did you mean density?'],
  [
    'theorem x',
    'theorem',
    "expected a statement but found 'theorem'",
    'a statement begins with one of plate, iid, subset, latent, observed, param, let, density, function, define, derivation, claim, rule, assume, import',
  ],
]);

describe('a word like a keyword is a name', () => {
  it.each([
    'derivation:\n  a\n  = b\n  lets c',
    'claim: a =\nlets c',
    'claim: a = b *\nrules c',
    'claim: a = b + c\nlets\n  d',
    'claim: a = b\nplates_1 c',
    'claim: a = b\nlatents + c',
  ])('%j', (source) => expect(problems(source)).toEqual([]));
});

invalid('relations', [
  ['claim: a == b', '==', "'==' is not a relation sign", "write '=' for an equality"],
  [
    'claim: a := b',
    ':=',
    "'==' is not a relation sign".replace('==', ':='),
    "write '='; a definition is a statement: define F(x) = ...",
  ],
  ['claim: a =< b', '=<', "'=<' is not a relation sign", "write '<='"],
  ['claim: a ≡ b', '≡', "'≡' is not a relation sign", "write '='"],
  [
    'claim: a ≈ b',
    '≈',
    "'≈' is not a relation sign",
    "write '=', '<=' or '>='; an approximation is no relation of the language",
  ],
  [
    'define F(x) := x',
    ':=',
    "'==' is not a relation sign".replace('==', ':='),
    "write '='; a definition is a statement: define F(x) = ...",
  ],
  ['derivation: a → b = c', '→', "unexpected '→'", "write '=' between the lines of a derivation"],
  [
    'assume 0 < a < 1',
    '<',
    "expected the end of the statement but found '<'",
    'write a statement of its own for every relation',
  ],
  ['claim: a = b = c', '=', 'a claim has one step only', 'write derivation for a chain of steps'],
  [
    'derivation: a',
    'derivation',
    'a derivation needs at least one step',
    'write a relation and a right side: derivation L: a = b',
  ],
]);

invalid('habits of LaTeX', [
  ['claim: a = \\ln b', '\\ln', "unexpected '\\ln'", 'write ln, not \\ln'],
  ['claim: a = \\frac{a}{b}', '\\frac', "unexpected '\\frac'", 'write (a) / (b)'],
  ['claim: a = \\left( b', '\\left', "unexpected '\\left'", 'leave \\left out'],
  ['claim: a = b \\\n', '\\', "unexpected '\\'", 'leave \\ out'],
  ['claim: a = \\nabla', '\\nabla', "unexpected '\\nabla'", 'write grad'],
  ['claim: $a$ = b', '$', "unexpected character '$' (U+0024)", 'leave the dollar signs out'],
  ['claim: a &= b', '&', "unexpected character '&' (U+0026)", 'leave alignment marks out'],
  ['claim: a = |x|', '|', "'|' cannot stand here", bars],
  ['claim: a = mu_{x | y}', '|', "'|' cannot stand here", bars],
  ['claim: a = ‖x‖', '‖', "'||' cannot stand here", 'write norm(x) for a norm'],
  ['claim: a = {b + c} d', 'd', "expected ',' or the end behind a set in braces but found 'd'", groups],
  ['claim: a = d {b + c}', '{', "'{' cannot stand here", groups],
  ['claim: a = f({b} + c)', '+', "expected ',' or the end behind a set in braces but found '+'", groups],
  ['claim: x_n_k = 1', '_', 'this is a second subscript', 'write both in one: x_{n, k}'],
  ['claim: x^2^3 = 1', '^', 'this is a second power', 'write (a^b)^c or a^{b^c}'],
]);

invalid('operators', [
  ['claim: a = sum f', 'sum', "'sum' has no index", 'write sum_n or sum_{n in S}'],
  ['claim: a = prod^N f', 'prod', "'prod' has no index", 'write prod_{n=1}^N'],
  [
    'claim: a = int f',
    'int',
    "'int' has no differential",
    'write dx behind the integrand, in the same bracket; a name of several letters must be declared',
  ],
  ['claim: a = int dx', 'int', "'int' has nothing to integrate", 'write int 1 dx'],
  [
    'latent z\nclaim: a = f dz',
    'dz',
    "the differential 'dz' closes no integral of this bracket",
    'write int before the integrand; a derivative is d/dx (..)',
  ],
  ['claim: a = int_{x in A} f dx', '}', 'the lower bound of an integral is one expression', 'write int_a^b f dx'],
  ['claim: a = grad f', 'grad', "'grad' has no subscript", 'write grad_{theta}(..)'],
  [
    'claim: a = grad_t f',
    'f',
    "expected '(' behind the subscript of grad but found 'f'",
    'write grad_{theta}(..): the bracket says how far it reaches',
  ],
  [
    'claim: a = d/dx f',
    'f',
    "expected '(' behind d/dx but found 'f'",
    'write d/dx (..): the bracket says how far it reaches',
  ],
  ['claim: a = E_q f', 'f', "expected '[' behind the subscript of E but found 'f'", 'write E_{..}[..]'],
]);

invalid('characters', [
  ['claim: a = x₍₁', '₍', "unexpected character '₍' (U+208D)", "write '('"],
  ['claim: a = x₁₎', '₎', "unexpected character '₎' (U+208E)", "write ')'"],
  ['claim: a = x₁₋', '', 'expected an expression but found the end of the small characters', null],
  ['claim: a = x⁺', '⁺', "expected an expression but found '+'", null],
  ['claim: a = ₙ', '', 'expected an expression but found small characters', null],
  ['claim: a = b § c', '§', "unexpected character '§' (U+00A7)", null],
  ['claim: a = b 😀😀 c', '😀', "unexpected character '😀' (U+1F600)", null],
  ['claim: a = f（x）', '（', "unexpected character '（' (U+FF08)", "write '('"],
  ['claim: a ＝ b', '＝', "unexpected character '＝' (U+FF1D)", "write '='"],
  ['claim: a = n!', '!', "unexpected character '!' (U+0021)", 'a factorial is Gamma(n + 1)'],
  ['claim: a = √x', '√', "unexpected character '√' (U+221A)", 'write sqrt(..)'],
  [
    'claim: a = .5',
    '.',
    "unexpected character '.' (U+002E)",
    'a number begins with a digit, a range has two dots: 0.5, 1..N',
  ],
  ['claim: a = b – c', '–', "unexpected character '–' (U+2013)", "write '-'"],
  ['claim: a = b ∬ c', '∬', "unexpected character '∬' (U+222C)", 'write int int'],
  ['claim: a = \u0007', '\u0007', 'unexpected character (U+0007)', null],
  ['derivation “t”: a = b', '“', "unexpected character '“' (U+201C)", 'write straight quotes: "'],
  ['claim: a = b’', '’', "unexpected character '’' (U+2019)", "write a straight quote: '"],
  ["claim: a = b_n' + (c)'", "'", 'a prime belongs directly behind a name', "write z'_n, not z_n'"],
  [
    'density p(x) ~ q(x)',
    '~',
    "unexpected '~'",
    "'~' is not of the language: write E_{p(x)}[..] for a mean, density p(x) = Normal(x; 0, 1) for a law",
  ],
  ['claim L "title a = b', '"title a = b', 'this text in quotes is not closed on its line', 'put a " at its end'],
  [
    'claim L "title" a = b',
    '"title"',
    `expected ${step} but found '"title"'`,
    "a title stands between the label and ':'",
  ],
]);

invalid('declarations', [
  ['latent z[n]', '[', "expected the end of the statement but found '['", 'an index is written z_n, not z[n]'],
  ['latent z W', 'W', "expected the end of the statement but found 'W'", 'write latent z_n, W or param s : positive'],
  ['latent z,', '', 'expected a name but found the end of the statement', "take away the ',' or write what follows it"],
  ['latent x : 3', '', "expected '..' but found the end of the statement", domains],
  [
    'latent x : +',
    '+',
    "expected a domain (real, positive, unit, discrete, 1..K, {0, 1}, real^D, spd^D) but found '+'",
    domains,
  ],
  ['plate n', '', "expected '=' but found the end of the statement", 'write plate n = 1..N'],
  [
    'iid n = 1..N',
    '=',
    "expected the end of the statement but found '='",
    'give the range in a plate statement: plate n = 1..N',
  ],
  ['subset S', '', "expected 'of' but found the end of the statement", 'write subset S of 1..N size M'],
  ['let Z', '', "expected '=' but found the end of the statement", 'write let Z = {z_n}'],
  ['let Z = {z_n} X = {x_n}', 'X', "expected ',' or the end behind a set in braces but found 'X'", groups],
  ['density', '', 'expected a name but found the end of the statement', 'write density L: p(x | y) = ..'],
  [
    'function f, g',
    ',',
    "expected the end of the statement but found ','",
    'declare every function in a statement of its own',
  ],
  ['define F', '', "expected '=' but found the end of the statement", 'write define F(x) = ..'],
  ['rule a', '', 'expected a relation sign but found the end of the statement', 'write rule L: a = b when .., ..'],
  ['assume a', '', 'expected a relation sign but found the end of the statement', 'write assume L: a = b'],
  ['import chapter6', 'chapter6', "expected a text in quotes but found 'chapter6'", 'write import "file.expr"'],
]);

describe('a long word is shortened', () => {
  it('to thirty characters', () => {
    const [message] = problems(`latent ${'a'.repeat(40)} ${'b'.repeat(40)}`);
    expect(message).toContain(`found '${'b'.repeat(27)}...'`);
  });
});

describe('recovery', () => {
  const lines = (source: string): number[] =>
    parse(source).problems.map(({ span }) => lineIndex(source).at(span.start).line);
  const kept = (source: string): string[] => parse(source).statements.map(showStatement);

  it('goes on with the next statement', () => {
    const source = 'latent z[n]\nobserved x\nplate\niid n\nclaim: a\nassume a = b';
    expect(lines(source)).toEqual([1, 3, 5]);
    expect(kept(source)).toEqual(['observed x', 'iid n', 'assume a = b']);
  });

  it('goes on with the next step', () => {
    const source = 'derivation L:\n a\n = b )\n <= c\n >= d § e\n != f(\n = g by x';
    expect(lines(source)).toEqual([3, 5, 6]);
    expect(kept(source)).toEqual(['derivation L: a (after =) <= c (after >= !=) = g by x']);
  });

  it('leaves a derivation out if its first line or every step is lost', () => {
    expect(kept('derivation: §\n = a\n = b')).toEqual([]);
    expect(kept('derivation: a\n = §\n = §')).toEqual([]);
    expect(problems('derivation: §\n = a\n = §')).toHaveLength(2);
  });

  it('knows the relation of a lost step if it can be guessed', () => {
    expect(kept('derivation: a == b = c ≈ d = e')).toEqual(['derivation a (after =) = c (after ) = e']);
  });

  it('does not let an open bracket swallow the steps below', () => {
    const source = 'derivation:\n a\n = f(b by x\n = c by y\n = d';
    expect(lines(source)).toEqual([3]);
    expect(kept(source)).toEqual(['derivation a (after =) = c by y = d']);
  });

  it('takes a balanced bracket for what it is, relation signs at line starts included', () => {
    expect(file('derivation:\n a\n = f(b\n = c)\n = d')).toBe('derivation a = <f (b=c)> = d');
  });

  it('does not let an open bracket swallow the statements below', () => {
    const source = 'density p(x = 3\nlatent (\nclaim: a = f([{\nplate n = 1..N';
    expect(lines(source)).toEqual([1, 2, 3]);
    expect(kept(source)).toEqual(['plate n = 1..N']);
  });

  it('reports one problem a step, the first', () => expect(problems('claim: § \\ln = [ ( § )')).toHaveLength(2));

  it('forgets the brackets and integrals of a broken step', () => {
    expect(problems('derivation: a\n = int (f(\n = b dt\n = int c dt')).toHaveLength(1);
  });

  it('reports a bracket that closes nothing, and goes on', () => {
    expect(problems('derivation: a) = b] = c}')).toHaveLength(3);
  });
});
