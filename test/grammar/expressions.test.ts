import { describe, expect, it } from 'vitest';
import { expr } from './sexp.js';

const declared = ['x', 'z', 'Z', 'W', 'theta', 'z_n'];

/** Source and tree; `< >` is a product or a sum, `{ }` an operator with its reach. */
type Row = readonly [source: string, tree: string];

function valid(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%s', (source, tree) => expect(expr(source, declared)).toBe(tree));
  });
}

function invalid(title: string, rows: readonly Row[]): void {
  describe(`${title}: refused`, () => {
    it.each(rows)('%s', (source, message) => expect(expr(source, declared)).toBe(message));
  });
}

valid('sums and products', [
  ['a', 'a'],
  ['a + b - c', '<+a +b -c>'],
  ['-a', '<-a>'],
  ['-a b + c', '<-<a b> +c>'],
  ['a b / c * d', '<a b /c *d>'],
  ['a / -b c', '<a /<-b> c>'],
  ['a * -b^2', '<a *<-b^{2}>>'],
  ['1/2 2x 3.5 1e-3', '<1 /2 2 x 3.5 1e-3>'],
  ['ln a b', '<ln a b>'],
  ['ln a (b)', '<ln a (b)>'],
  ['f (x) [y]', '<f (x) [y]>'],
  ['(a + [b c])', '(<+a +[<b c>]>)'],
  ['a\n + b\n c', '<+a +<b c>>'],
  ['x_1 + ... + x_N', '<+x_{1} +... +x_{N}>'],
  ['?c ?f(x)', '<?c ?f (x)>'],
]);

invalid('sums and products', [
  ['+ a', "expected an expression but found '+'"],
  ['a +', 'expected an expression but found the end of the step'],
  ['a - - b', "expected an expression but found '-'"],
  ['a ** b', "expected an expression but found '*'"],
  ['a / / b', "expected an expression but found '/'"],
  ['- * a', "expected an expression but found '*'"],
  ['()', "expected something between the brackets but found ')'"],
  ['f(a,)', "expected an expression but found ')'"],
  ['f(,a)', "expected an expression but found ','"],
  ['f(a;)', "expected an expression but found ')'"],
  ['f(Z, ; X)', "expected an expression but found ';'"],
  ['a, b', "expected an operator or the end of the step but found ','"],
  ['1..N', "expected an operator or the end of the step but found '..'"],
]);

valid('subscripts and powers', [
  ['x_1^2', 'x_{1}^{2}'],
  ['x^2_1', 'x_{1}^{2}'],
  ['z_n', 'z_{n}'],
  ["z'_n", "z'_{n}"],
  ["z_n'", "z_{n'}"],
  ['theta_old', 'theta_{old}'],
  ['x_{t-1}', 'x_{<+t -1>}'],
  ['x_{-j}', 'x_{<-j>}'],
  ['x_{1:T}', 'x_{1:T}'],
  ['x_{1..T}', 'x_{1..T}'],
  ['x_{n, k}', 'x_{n, k}'],
  ['z^{(k)}', 'z^{(k)}'],
  ['z^(k)', 'z^{(k)}'],
  ['x^-1', 'x^{<-1>}'],
  ['x^{n+1}', 'x^{<+n +1>}'],
  ['A^T x', '<A^{T} x>'],
  ['p(x)^2', '<p (x)^{2}>'],
  ['(a + b)^2', '(<+a +b>)^{2}'],
  ['a^b(c)', '<a^{b} (c)>'],
  ['const_{Z}', 'const_{Z}'],
  ['x_by', 'x_{by}'],
  ['x_int', 'x_{int}'],
  ['x_E[a]', '<x_{E} [a]>'],
]);

invalid('subscripts and powers', [
  ['x_', "expected a subscript (a name, a number or '{') but found the end of the step"],
  ['x_-1', "expected a subscript (a name, a number or '{') but found '-'"],
  ['x_(n)', "expected a subscript (a name, a number or '{') but found '('"],
  ['x^', "expected a power (a name, a number, '(' or '{') but found the end of the step"],
  ['x^*', "expected a power (a name, a number, '(' or '{') but found '*'"],
  ['x^-(y)', "expected a name or a number but found '('"],
  ['x^ - E[y]', "expected a name or a number but found 'E'"],
  ['x_{}', "expected something between the braces but found '}'"],
  ['x^{}', "expected something between the braces but found '}'"],
  ['x_{n,}', "expected a subscript but found '}'"],
  ['x_1_2', 'this is a second subscript'],
  ['x^1_2^3', 'this is a second power'],
  ['x^2^3', 'this is a second power'],
  ['_x', "expected an expression but found '_'"],
  ['mu_{x | y}', "'|' cannot stand here"],
  ["p(x)'", 'a prime belongs directly behind a name'],
]);

valid('big operators', [
  ['sum_n a b + c', '<+{sum_{n} <a b>} +c>'],
  ['a sum_n b c', '<a {sum_{n} <b c>}>'],
  ['sum_n sum_m a', '{sum_{n} {sum_{m} a}}'],
  ['prod_n (a + b)', '{prod_{n} (<+a +b>)}'],
  ['ln prod_n f', '<ln {prod_{n} f}>'],
  ['sum_{n in S} f', '{sum_{n in S} f}'],
  ['sum_{n ∈ S} f', '{sum_{n in S} f}'],
  ['sum_{n=1}^N f', '{sum_{n=1}^{N} f}'],
  ['sum_{n=1..N} f', '{sum_{n=1..N} f}'],
  ['sum_{n, m != n} f', '{sum_{n, m!=n} f}'],
  ['sum_{n in S, m in T} f', '{sum_{n in S, m in T} f}'],
  ['a * sum_n b', '<a *{sum_{n} b}>'],
  ['a / -sum_n b', '<a /<-{sum_{n} b}>>'],
]);

invalid('big operators', [
  ['sum f', "'sum' has no index"],
  ['sum(f)', "'sum' has no index"],
  ['∏ f', "'∏' has no index"],
  ['sum^N f', "'sum' has no index"],
  ['sum_n', 'expected an expression but found the end of the step'],
  ['sum_n - a', "expected an expression but found '-'"],
  ['sum_{x_1 != n} f', "expected '}' to close the '{' of line 1, column 12, but found '!='"],
]);

valid('integrals', [
  ['int f dz', '{int f d:z}'],
  ['int f dz_n', '{int f d:z_{n}}'],
  ['int f dz_{1:T}', '{int f d:z_{1:T}}'],
  ['int f dz dW', '{int f d:z d:W}'],
  ['int int f dz dW', '{int {int f d:z} d:W}'],
  ['int int f dz dW dx', '{int {int f d:z} d:W d:x}'],
  ['int f int g dz dW', '{int <f {int g d:z}> d:W}'],
  ['int a + b dz', '{int <+a +b> d:z}'],
  ['int a dz + b', '<+{int a d:z} +b>'],
  ['int a dz b', '<{int a d:z} b>'],
  ['int a dz int b dW', '<{int a d:z} {int b d:W}>'],
  ['int sum_n f dz', '{int {sum_{n} f} d:z}'],
  ['sum_n int f dz g', '{sum_{n} <{int f d:z} g>}'],
  ['int_0^1 f dx', '{int_{0}^{1} f d:x}'],
  ['int_{a}^{b} f dx', '{int_{a}^{b} f d:x}'],
  ['int^b_a f dx', '{int_{a}^{b} f d:x}'],
  ['int_{-inf}^inf f dx', '{int_{<-inf>}^{inf} f d:x}'],
  ['int_0 f dx', '{int_{0} f d:x}'],
  ['(int f dz) dt', '<({int f d:z}) dt>'],
  ['ln int f dz', '<ln {int f d:z}>'],
  ['E_{q}[int f dz]', '{E_{q} [{int f d:z}]}'],
]);

invalid('integrals', [
  ['int f', "'int' has no differential"],
  ['int (f dz)', "the differential 'dz' closes no integral of this bracket"],
  ['(int f) dz', "'int' has no differential"],
  ['f(int a, b) dz', "'int' has no differential"],
  ['int int f dz', "'int' has no differential"],
  ['int dz', "'int' has nothing to integrate"],
  ['int a + dz', "the differential 'dz' closes no integral of this bracket"],
  ['f dz', "the differential 'dz' closes no integral of this bracket"],
  ['dz', "the differential 'dz' closes no integral of this bracket"],
  ['int f dz + dW', "the differential 'dW' closes no integral of this bracket"],
  ['int f dz^2', "expected an operator or the end of the step but found '^'"],
  ['int_{n in S} f dz', 'the lower bound of an integral is one expression'],
]);

valid('undeclared differentials', [
  ['int f dt', '{int f d:t}'],
  ['int f dpsi', '{int f d:psi}'],
  ['int f dψ', '{int f d:psi}'],
  ["int f dt'", "{int f d:t'}"],
  ['int f du dv', '{int f d:u d:v}'],
  ['int int f du dv', '{int {int f d:u} d:v}'],
  ['f dt', '<f dt>'],
  ['g(dt) + dt', '<+<g (dt)> +dt>'],
  ['int g(dt) dx', '{int <g (dt)> d:x}'],
  ['int det dx', '{int det d:x}'],
  ['delta d do', '<delta d do>'],
]);

invalid('undeclared differentials', [
  ['int f dfoo', "'int' has no differential"],
  ['int f d t', "'int' has no differential"],
  ['int dt', "'int' has nothing to integrate"],
  ['int (f dt)', "'int' has no differential"],
]);

describe('a declared name that is spelt like a differential', () => {
  it('is a name', () => expect(expr('f dx', ['x', 'dx'])).toBe('<f dx>'));
  it('closes no integral', () => expect(expr('int dx dt', ['x', 'dx'])).toBe('{int dx d:t}'));
  it('may have several letters', () => expect(expr('int f dfoo', ['foo'])).toBe('{int f d:foo}'));
  it('may be primed', () => expect(expr("int f dfoo'", ['foo'])).toBe("{int f d:foo'}"));
});

valid('operators', [
  ['E_{q(z)}[f]', '{E_{<q (z)>} [f]}'],
  ['E_S[f]', '{E_{S} [f]}'],
  ['E_S(f)', '{E_{S} (f)}'],
  ['E[f]', '{E [f]}'],
  ['E(f)', '<E (f)>'],
  ['E f', '<E f>'],
  ['E_{q(Z; X, psi)}[f]', '{E_{<q (Z ; X, psi)>} [f]}'],
  ['E_{p(x) q(y | x)}[f]', '{E_{<p (x) q (y | x)>} [f]}'],
  ['E_{q(z), p(x)}[f]', '{E_{<q (z)>, <p (x)>} [f]}'],
  ['E_{q}[f]^2', '{E_{q} [f]}^{2}'],
  ['2 E_{q}[f] g', '<2 {E_{q} [f]} g>'],
  ['KL[q(z) || p(z | x)]', '{KL [<q (z)> || <p (z | x)>]}'],
  ['KL(q || p)', '<KL (q || p)>'],
  ['H[p(x), q(x)]', '{H [<p (x)>, <q (x)>]}'],
  ['H_{p}[x | y]', '{H_{p} [x | y]}'],
  ['I_{p}[x; y | z]', '{I_{p} [x ; y | z]}'],
  ['Var_{m}[f] Cov_{m}[f, g]', '<{Var_{m} [f]} {Cov_{m} [f, g]}>'],
  ['E_{?q}[?f + ?g]', '{E_{?q} [<+?f +?g>]}'],
  ['E E[x]', '<E {E [x]}>'],
]);

invalid('operators', [
  ['E_q f', "expected '[' behind the subscript of E but found 'f'"],
  ['E_q', "expected '[' behind the subscript of E but found the end of the step"],
  ['H_0 + 1', "expected '[' behind the subscript of H but found '+'"],
  ['E[]', "expected something between the brackets but found ']'"],
  ['E_{}[f]', "expected something between the braces but found '}'"],
]);

valid('gradients and derivatives', [
  ['grad_{theta}(f)', '{grad_{theta} (f)}'],
  ['grad_theta[f]', '{grad_{theta} [f]}'],
  ['grad_{psi, xi}(f)', '{grad_{psi, xi} (f)}'],
  ['∇_θ(f)', '{grad_{theta} (f)}'],
  ['d/dx (f)', '{d/d:x (f)}'],
  ['∂/∂x (f)', '{d/d:x (f)}'],
  ['d/dx_n (f)', '{d/d:x_{n} (f)}'],
  ['d/dt [f]', '{d/d:t [f]}'],
  ['d/dψ (f)', '{d/d:psi (f)}'],
  ['int d/dx (f) dx', '{int {d/d:x (f)} d:x}'],
  ['d/dx (f)^2', '{d/d:x (f)}^{2}'],
  ['d/dfoo (x)', '<d /dfoo (x)>'],
  ['d / e', '<d /e>'],
]);

invalid('gradients and derivatives', [
  ['grad f', "'grad' has no subscript"],
  ['grad(f)', "'grad' has no subscript"],
  ['grad_theta f', "expected '(' behind the subscript of grad but found 'f'"],
  ['d/dx f', "expected '(' behind d/dx but found 'f'"],
  ['d/dx', "expected '(' behind d/dx but found the end of the step"],
  ['d^2/dx^2 (f)', "the differential 'dx' closes no integral of this bracket"],
  ['df/dx', "the differential 'dx' closes no integral of this bracket"],
]);

valid('arguments', [
  ['p(x | y, z; theta)', '<p (x | y, z ; theta)>'],
  ['p(x = t)', '<p (x=t)>'],
  ['p(z = g(eps, phi))', '<p (z=<g (eps, phi)>)>'],
  ['p(x; theta = theta_old)', '<p (x ; theta=theta_{old})>'],
  ['p(x_n = x_m | z_n)', '<p (x_{n}=x_{m} | z_{n})>'],
  ['q({z_n} ; X)', '<q ({z_{n}} ; X)>'],
  ['f({0, 1})', '<f ({0, 1})>'],
]);

invalid('arguments', [
  ['p(x = y = z)', "expected ')' to close the '(' of line 1, column 9, but found '='"],
  ['p(x < y)', "expected ')' to close the '(' of line 1, column 9, but found '<'"],
  ['p(x | | y)', "'|' cannot stand here"],
  ['p(| x)', "'|' cannot stand here"],
  ['|x|', "'|' cannot stand here"],
  ['‖x‖', "'||' cannot stand here"],
  ['f({a + b} c)', "expected ',' or the end behind a set in braces but found 'c'"],
  ['c {a + b}', "'{' cannot stand here"],
  ['f({})', "expected something between the braces but found '}'"],
]);

valid('tables', [
  ['table[z] [1/2, 1/2]', '{table z: [<1 /2>, <1 /2>]}'],
  ['table[z, x] [[1/3, 2/3], [1/2, 1/2]]', '{table z, x: [[<1 /3>, <2 /3>], [<1 /2>, <1 /2>]]}'],
  ['table[z_n] [a, b] c', '<{table z_{n}: [a, b]} c>'],
  ['table [a]', '<table [a]>'],
  ['table (a)', '<table (a)>'],
]);

invalid('tables', [
  ['table[z] []', "expected an entry of the table but found ']'"],
  ['table[] [1]', "expected a name but found ']'"],
  ['table[z] [1, 2', "this '[' is never closed: expected ']' before the end of the step"],
  ['table[z] [1, [2], [3]', "this '[' is never closed: expected ']' before the end of the step"],
]);

valid('words of statements are names elsewhere', [
  ['when assuming any table size of in', '<when assuming any table size of in>'],
  ['by + for', '<+by +for>'],
  ['let rule density', '<let rule density>'],
  ['f(a, n in b)', '<f (a, <n in b>)>'],
  ['rule_1', 'rule_{1}'],
]);
