import { describe, expect, it } from 'vitest';
import { declaredNames, parse } from '../../grammar/parse.js';
import { file } from './sexp.js';

type Row = readonly [source: string, tree: string];

function valid(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%j', (source, tree) => expect(file(source)).toBe(tree));
  });
}

function invalid(title: string, rows: readonly Row[]): void {
  describe(`${title}: refused`, () => {
    it.each(rows)('%j', (source, message) => expect(file(source)).toBe(message));
  });
}

valid('plates and subsets', [
  ['plate n = 1..N', 'plate n = 1..N'],
  ['plate n = 1..2', 'plate n = 1..2'],
  ['plate n = 1…N', 'plate n = 1..N'],
  ['plate t = 0..T - 1', 'plate t = 0..<+T -1>'],
  ['iid n', 'iid n'],
  ['subset S of 1..N size M', 'subset S of 1..N size M'],
  ['subset size of 1..of size size', 'subset size of 1..of size size'],
]);

invalid('plates and subsets', [
  ['plate n', "expected '=' but found the end of the statement"],
  ['plate n = 1', "expected '..' but found the end of the statement"],
  ['plate n = ..N', "expected an expression but found '..'"],
  ['plate n = 1..N, m = 1..M', "expected the end of the statement but found ','"],
  ['plate n_1 = 1..N', "expected '=' but found '_'"],
  ['iid', 'expected a name but found the end of the statement'],
  ['iid n = 1..N', "expected the end of the statement but found '='"],
  ['subset S of 1..N', "expected 'size' but found the end of the statement"],
  ['subset S', "expected 'of' but found the end of the statement"],
  ['subset S of N size M', "expected '..' but found 'size'"],
]);

valid('variables', [
  ['latent z_n, W', 'latent z_{n}, W'],
  ['observed x_n : real', 'observed x_{n} : real'],
  ['latent z_n, W : real', 'latent z_{n}, W : real'],
  ['param A : real^{D x K}', 'param A : real^{D x K}'],
  ['param A : real^{D × 2}', 'param A : real^{D x 2}'],
  ['param A : real^{(2 K) x K+1}', 'param A : real^{(<2 K>) x <+K +1>}'],
  ['param A : real^{x x x}', 'param A : real^{x x x}'],
  ['param m : real^D, S : spd^D', 'param m : real^{D}, S : spd^{D}'],
  ['param a : positive, b : unit, c : discrete', 'param a : positive, b : unit, c : discrete'],
  ['latent k : 1..K, l : a..b', 'latent k : 1..K, l : a..b'],
  ['latent k : N-1..K', 'latent k : <+N -1>..K'],
  ['latent b : {0, 1}', 'latent b : {0, 1}'],
  ["param theta_old, beta_0, z', z^{(k)}, L_S", "param theta_{old}, beta_{0}, z', z^{(k)}, L_{S}"],
  ['latent in, of, by', 'latent in, of, by'],
  ['latent 状態_t', 'latent 状態_{t}'],
]);

invalid('variables', [
  ['latent', 'expected a name but found the end of the statement'],
  ['latent z,', 'expected a name but found the end of the statement'],
  ['latent z W', "expected the end of the statement but found 'W'"],
  ['latent z[n]', "expected the end of the statement but found '['"],
  ['latent z(n)', "expected the end of the statement but found '('"],
  ['latent 3', "expected a name but found '3'"],
  ['param x : real y', "expected the end of the statement but found 'y'"],
  [
    'param x :',
    'expected a domain (real, positive, unit, discrete, 1..K, {0, 1}, real^D, spd^D) but found the end of the statement',
  ],
  ['param x : real^', "expected a size (a name, a number or '{') but found the end of the statement"],
  ['param x : {0, 1', "this '{' is never closed: expected '}' before the end of the statement"],
  ['param x : real^{D', "this '{' is never closed: expected '}' before the end of the statement"],
  ['param x : 1', "expected '..' but found the end of the statement"],
]);

valid('let, density, function, define, import', [
  ['let Z = {z_n}, X = {x_n}', 'let Z = {z_{n}}, X = {x_{n}}'],
  ['let Z = {z_n}_{n=1}^N', 'let Z = {z_{n}}_{n=1}^{N}'],
  ['density p(x)', 'density <p (x)>'],
  ['density p(x_{1:T}) = prod_t p(x_t | x_{t-1})', 'density <p (x_{1:T})> = {prod_{t} <p (x_{t} | x_{<+t -1>})>}'],
  ['density 6.10: p(x | y; a)', 'density 6.10: <p (x | y ; a)>'],
  ['density eq 1a : p(x) = f(x)', 'density eq 1a: <p (x)> = <f (x)>'],
  ['density : p(x)', 'density <p (x)>'],
  ['density p_theta(x)', 'density <p_{theta} (x)>'],
  ['density p(z) = table[z] [1/2, 1/2]', 'density <p (z)> = {table z: [<1 /2>, <1 /2>]}'],
  ['density p(z) = Normal(z; m, s^2)', 'density <p (z)> = <Normal (z ; m, s^{2})>'],
  ['function f(x, y)', 'function <f (x, y)>'],
  ['function f', 'function f'],
  ['function f(x) : positive', 'function <f (x)> : positive'],
  ['define F(theta) = theta^2', 'define <F (theta)> = theta^{2}'],
  ['define L_S = 3', 'define L_{S} = 3'],
  ['import "chapter 6.expr"', 'import "chapter 6.expr"'],
]);

invalid('let, density, function, define, import', [
  ['let Z', "expected '=' but found the end of the statement"],
  ['let Z = ', 'expected an expression but found the end of the statement'],
  ['density = p', "expected a name but found '='"],
  ['density p(x) q(y) = 1', "expected the end of the statement but found 'q'"],
  ['density p(x) <= 1', "expected the end of the statement but found '<='"],
  ['density p(x) ~ Normal(0, 1)', "unexpected '~'"],
  ['density "title": p(x)', `expected a name but found '"title"'`],
  ['function f(x), g(x)', "expected the end of the statement but found ','"],
  ['define F', "expected '=' but found the end of the statement"],
  ['define F(x) = a = b', "expected the end of the statement but found '='"],
  ['import file.expr', "expected a text in quotes but found 'file'"],
  ['import', 'expected a text in quotes but found the end of the statement'],
]);

valid('derivations and claims', [
  ['derivation a = b', 'derivation a = b'],
  ['derivation: a = b', 'derivation a = b'],
  ['derivation L: a = b', 'derivation L: a = b'],
  ['derivation eq 1a "a title: (6.9)": a = b', 'derivation eq 1a: "a title: (6.9)": a = b'],
  ['derivation "t": a = b', 'derivation "t": a = b'],
  ['derivation L:\n  a\n  = b\n  <= c\n  >= d', 'derivation L: a = b <= c >= d'],
  ['derivation a < b > c != d propto e', 'derivation a < b > c != d propto e'],
  ['derivation a propto_{Z} b = c + const_{Z}', 'derivation a propto_{Z} b = <+c +const_{Z}>'],
  ['claim 3: a = b', 'claim 3: a = b'],
  ['claim p(x = t) = f(y\n = z)', 'claim <p (x=t)> = <f (y=z)>'],
  ['claim when = by', 'claim when = by'],
]);

invalid('derivations and claims', [
  ['derivation', 'expected an expression but found the end of the step'],
  ['derivation L: a', 'a derivation needs at least one step'],
  ['claim L: a', 'a claim needs at least one step'],
  ['derivation = b', 'expected an expression but found the end of the step'],
  ['derivation a = ', 'expected an expression but found the end of the step'],
  ['derivation a =_{Z} b', "expected an expression but found '_'"],
  ['claim a = b = c', 'a claim has one step only'],
  ['claim a = b, c', "expected an operator or the end of the step but found ','"],
  ['derivation L "title" a = b', `expected an operator or the end of the step but found '"title"'`],
  ['derivation L "title a = b', 'this text in quotes is not closed on its line'],
]);

valid('reasons', [
  ['claim a = b by log', 'claim a = b by log'],
  ['claim a = b by (6.9), log of a product, 6.3', 'claim a = b by (6.9); log of a product; 6.3'],
  ['claim a = b by f(x, y), [1, 2]', 'claim a = b by f(x, y); [1, 2]'],
  ['claim a = b by "a, b", c', 'claim a = b by "a, b"; c'],
  ["claim a = b by Jensen's inequality", "claim a = b by Jensen's inequality"],
  ['claim a = b by § $ \\ln & “so”!', 'claim a = b by § $ \\ln & “so”!'],
  ['claim a = b by by', 'claim a = b by by'],
  ['claim a = b by a), b', 'claim a = b by a); b'],
  ['claim a = b by log # a comment\n of sums', 'claim a = b by log of sums'],
  ['derivation a = b by x = c by y', 'derivation a = b by x = c by y'],
  ['derivation a = b by x\n <= c', 'derivation a = b by x <= c'],
  ['derivation a = b by (x\n = c by y', 'derivation a = b by (x = c by y'],
  ['claim a = int f dx by x', 'claim a = {int f d:x} by x'],
  ['claim a = b for any z, W_n', 'claim a = b for any z, W_{n}'],
  ['claim a = b for any z by x', 'claim a = b for any z by x'],
  ['claim a = b by x, y for any z', 'claim a = b for any z by x; y'],
  ['claim a = b by 日本語、です', 'claim a = b by 日本語、です'],
]);

invalid('reasons', [
  ['claim a = b by', 'expected a reason but found the end of the step'],
  ['claim a = b by log,', 'expected a reason but found the end of the step'],
  ['claim a = b by , log', "expected a reason but found ','"],
  ['claim a = b by "open', 'this text in quotes is not closed on its line'],
  ['claim a = b for any', 'expected a name but found the end of the step'],
  ['claim a by x = b', "expected an operator or the end of the step but found 'by'"],
]);

valid('rules and assumptions', [
  [
    'rule log-product: ln(?a ?b) = ln ?a + ln ?b when ?a > 0, ?b > 0',
    'rule log-product: <ln (<?a ?b>)> = <+<ln ?a> +<ln ?b>> when ?a > 0; ?b > 0',
  ],
  ['rule r: ?a = ?b assuming x, y when z', 'rule r: ?a = ?b when z assuming x; y'],
  ['rule ?a <= ?b', 'rule ?a <= ?b'],
  ['rule r "one, two": ?a = ?b when c', 'rule r: "one, two": ?a = ?b when c'],
  ['rule "one": ?a = ?b', 'rule "one": ?a = ?b'],
  ['rule r: int ?f + ?g d?x = ?c', 'rule r: {int <+?f +?g> d:?x} = ?c'],
  ['rule r: int int ?f d?y d?x = int ?f d?x d?y', 'rule r: {int {int ?f d:?y} d:?x} = {int ?f d:?x d:?y}'],
  ['rule r: int ?q ?f d heads(?q) = ?c when a', 'rule r: {int <?q ?f> d:<heads (?q)>} = ?c when a'],
  ['rule r: ∫ ?f ∂?θ = d/d?t (?f)', 'rule r: {int ?f d:?theta} = {d/d:?t (?f)}'],
  ['rule r: E_{?m ?p(?A | ?B)}[?f] = ?c', 'rule r: {E_{<?m ?p (?A | ?B)>} [?f]} = ?c'],
  ['rule r: heads(?q) d heads = ?d', 'rule r: <heads (?q) d heads> = ?d'],
  ['rule c: E_{?q}[?f] = ?f when ?f free of heads(?q)', 'rule c: {E_{?q} [?f]} = ?f when ?f free of heads(?q)'],
  ['rule p: ?a propto_{Z} ?b', 'rule p: ?a propto_{Z} ?b'],
  ['assume sigma > 0', 'assume sigma > 0'],
  ['assume A1: p(x) = q(x)', 'assume A1: <p (x)> = <q (x)>'],
]);

invalid('rules and assumptions', [
  ['rule ?a', 'expected a relation sign but found the end of the statement'],
  ['rule ?a = ?b when', 'expected a reason but found the end of the statement'],
  ['rule ?a = ?b = ?c', "expected the end of the statement but found '='"],
  ['rule r: int ?f d heads(?q) when a', "expected a relation sign but found 'when'"],
  ['rule r: ?f d?x = ?c', "the differential 'd?x' closes no integral of this bracket"],
  ['rule r: ?f d heads(?q) = ?c', "the differential 'd' closes no integral of this bracket"],
  ['rule r: int ?f d heads(?q = ?c', "expected ')' to close the '(' of line 1, column 23, but found '='"],
  ['rule r: "one" ?a = ?b', `expected an expression but found '"one"'`],
  ['rule ? = ?b', "unexpected character '?' (U+003F)"],
  ['assume a', 'expected a relation sign but found the end of the statement'],
  ['assume 0 < a < 1', "expected the end of the statement but found '<'"],
]);

valid('files', [
  ['', ''],
  ['  \n\t\n', ''],
  ['# only a comment', ''],
  ['\uFEFFiid n', 'iid n'],
  ['iid n\r\niid m\riid k\n', 'iid n\niid m\niid k'],
  ['  iid n # a comment\n# another\n  iid m', 'iid n\niid m'],
  ['claim a = let\n + rule', 'claim a = <+let +rule>'],
  ['claim a = b +\n param_1', 'claim a = <+b +param_{1}>'],
]);

invalid('files', [
  ['x', "expected a statement but found 'x'"],
  ['= 3', "expected a statement but found '='"],
  ['"', 'this text in quotes is not closed on its line'],
  ['\u0001', 'unexpected character (U+0001)'],
  ['PNG\0\0\0§§\0', 'this is not a text file: it holds a NUL character'],
]);

describe('declared names', () => {
  it.each([
    ['latent z_n, W', ['z', 'W']],
    ['observed x : {0, 1}, y : real^{D x K}', ['x', 'y']],
    ["param θ_old, ψ'", ['theta', "psi'"]],
    ['let Z = {z_n}, F = f(a, b)', ['Z', 'F']],
    ['plate n = 1..N\nfunction f(x)\ndefine L = 3\ndensity p(y)', []],
    ['latent z\nclaim a = latent b', ['z']],
    ['latent (', []],
    ['', []],
  ])('%j', (text, names) => expect([...declaredNames(text)]).toEqual(names));
});

describe('names declared elsewhere', () => {
  it('make differentials', () => expect(parse('claim: a = int f dfoo', { names: ['foo'] }).problems).toEqual([]));
  it('are needed', () => expect(parse('claim: a = int f dfoo').problems).toHaveLength(1));
  it('are found below too', () => expect(parse('claim: a = int f dfoo\nlatent foo').problems).toEqual([]));
});
