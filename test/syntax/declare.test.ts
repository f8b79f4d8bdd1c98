/** Statements: what they declare, and the mistakes that they can hold. */
import { describe, expect, test } from 'vitest';
import { declared, misdeclared, read } from './line.js';

declared('in order', [
  'plate n = 1..N\niid n',
  'iid n\nplate n = 1..N',
  'plate t = 0..T-1\nlatent x_t\ndensity p(x_0)',
  'plate n = 3..3\nlatent z_n\ndensity p(z_3)',
  'subset S of 1..N size M\nplate n = 1..N',
  'subset S of 1..3 size 2',
  'latent z : {0, 1}, k : 1..K, v : real^D, s : spd^{D x D}, t : {-1, 1}',
  'latent prototype, constructor, toString\ndensity valueOf(constructor | toString)',
  'let L = E_{p(x)}[x]\nlatent x\ndensity p(x)',
  'define F(x) = x^2\nlatent x',
  'define F(a, b) = a b\ndefine G(a) = F(a, a)',
  'latent x, y\ndensity p(x, y)\ndensity p(x, y) = p(x) p(y | x)\ndensity p(x) = Normal(x; 0, 1)',
  'latent x, y\ndensity p(x, y) = p(x | y) p(y)',
  'latent x\nparam s : positive\ndensity p(x; s) = Normal(x; 0, s^2)',
  'latent x, y\ndensity p(x | y)\ndensity p(y)',
  'latent z : {0, 1}, x : {0, 1}\ndensity p(x | z) = table[z, x] [[1/3, 2/3], [0.5, 0.5]]',
  'latent z : {0, 1}\nparam a : unit\ndensity p(z; a) = table[z] [a, 1 - a]',
  'plate n = 1..N\nlatent z_n\nlet Z = {z_n}\ndensity p(Z)\ndensity p(Z) = prod_n p(z_n)',
  'plate n = 1..2\nplate k = 1..K\nlatent r_{n, k}\nlet R = {r_{n, k}}\ndensity p(R)',
  'latent x\nfunction f(x)\nassume A: f(x) = f(x)',
  'plate t = 1..T\nlatent y_t, x\ndensity p(x | y_1, y_{2:T}) = Normal(x; sum_t y_t, 1)',
]);

misdeclared('names', [
  ['latent x\nparam x', 'declared-twice', 'x', 'x is already declared as a variable'],
  ['latent x\nfunction x(a)', 'declared-twice', 'function x(a)', 'x is already declared as a variable'],
  ['latent p, x\ndensity p(x)', 'declared-twice', 'p(x)', 'p is already declared as a variable'],
  ['plate n = 1..N\nlatent n', 'declared-twice', 'n', 'n is already declared as an index'],
  ['plate n = 1..N\nplate n = 1..M', 'declared-twice', 'plate n = 1..M', 'n is already declared as an index'],
  ['plate n = 1..N\nplate m = 1..n', 'declared-twice', 'n', 'n is already declared as an index'],
  ['plate n = 1..N\nlatent N', 'declared-twice', 'N', 'N is already declared as a size'],
  ['latent x\nlet x = {x}', 'declared-twice', 'x = {x}', 'x is already declared as a variable'],
  ['define F = 1\ndefine F = 2', 'declared-twice', 'define F = 2', 'F is already declared as a definition'],
  ['let Z = {z}', 'not-a-variable', 'z', 'a member of a collection must be a declared variable'],
  ['plate k = 1..K\nlatent z_{n, k}', 'unknown-index', 'n', 'the index n has no range here'],
  ['iid n', 'unknown-index', 'iid n', 'the index n has no range here'],
]);

misdeclared('a law whose mass lies where the variable has no values', [
  [
    'latent u : unit\ndensity p(u) = Normal(u; 0, 1)',
    'law-off-domain',
    'Normal(u; 0, 1)',
    'u is declared as unit, and Normal gives mass to all real numbers',
  ],
  [
    'latent z : positive\ndensity p(z) = Laplace(z; 0, 1)',
    'law-off-domain',
    'Laplace(z; 0, 1)',
    'z is declared as positive, and Laplace gives mass to all real numbers',
  ],
  [
    'latent u : unit\ndensity p(u) = Gamma(u; 1, 1)',
    'law-off-domain',
    'Gamma(u; 1, 1)',
    'u is declared as unit, and Gamma gives mass to all positive numbers',
  ],
  [
    'latent k : 0..4\ndensity p(k) = Poisson(k; 2)',
    'law-off-domain',
    'Poisson(k; 2)',
    'k is declared as 0..4, and Poisson gives mass to all of 0, 1, 2, ..',
  ],
  [
    'latent k : 1..K\ndensity p(k) = Bernoulli(k; 1/2)',
    'law-off-domain',
    'Bernoulli(k; 1/2)',
    'k is declared as 1..K, and Bernoulli gives mass to 0 and 1',
  ],
]);

declared('a law whose mass lies where the variable has its values, or may', [
  'latent x : real\ndensity p(x) = Gamma(x; 2, 1)\ndensity q(x) = Exponential(x; 1)\ndensity r(x) = Beta(x; 1, 2)',
  'latent x : positive\nparam a : positive\ndensity p(x; a) = Uniform(x; 0, a)',
  'latent j : 0..1, k : {0, 1}, l : discrete, m\ndensity p(j) = Bernoulli(j; 1/2)\ndensity p(k) = Bernoulli(k; 1/2)\ndensity p(l) = Poisson(l; 2)\ndensity p(m) = Poisson(m; 2)',
]);

misdeclared('sizes', [
  ['plate n = 1..0', 'empty-range', 'plate n = 1..0', 'the range 1..0 has no members'],
  [
    'plate n = 1..1000000000',
    'long-range',
    'plate n = 1..1000000000',
    'the range 1..1000000000 has more than 100 members',
  ],
  ['plate n = 1..N+1000', 'long-range', 'plate n = 1..N+1000', 'the range 1..N+1000 has more than 100 members'],
  ['latent z : 1..1000', 'long-range', '1..1000', 'the range 1..1000 has more than 100 members'],
  [
    'subset S of 1..2 size 3',
    'subset-size',
    'subset S of 1..2 size 3',
    'S cannot have 3 members: it is drawn from 1..2',
  ],
  [
    'subset S of 1..2 size 0',
    'subset-size',
    'subset S of 1..2 size 0',
    'S cannot have 0 members: it is drawn from 1..2',
  ],
  [
    'subset S of 1..N size 0',
    'subset-size',
    'subset S of 1..N size 0',
    'S cannot have 0 members: it is drawn from 1..N',
  ],
  ['subset S of 1..90 size 45', 'many-draws', 'subset S of 1..90 size 45', 'there are more than 10000 draws of S'],
]);

misdeclared('domains and forms', [
  ['latent x : complex', 'no-domain', 'complex', 'complex is no domain'],
  ['latent x : {a}', 'bad-declaration', 'a', 'this is written {0, 1}: numbers between the braces'],
  ['function f', 'bad-declaration', 'function f', 'this is written function f(x)'],
  ['latent x\ndensity p', 'bad-declaration', 'p', 'this is written density p(x | z; theta) = ...'],
  [
    'latent x\ndensity p(x^2)',
    'not-a-variable',
    'x^2',
    'an argument of a declared density must be a declared variable',
  ],
  ['plate n = 1..N\nlatent x_n\nlet X = {x}', 'index-count', 'x', 'x has one index, not 0'],
  [
    'plate n = 1..N\nobserved x_n\nlet X = {x_n}\nfunction f(a)\ndefine F(X) = sum_n f(x_n)',
    'bad-parameter',
    'X',
    'X is a collection, and the arguments of a definition are variables',
  ],
  ['define F(a, a) = a', 'declared-twice', 'a', 'a is already declared as an argument'],
  ['latent x\ndefine F = x + const_{x}', 'slack-place', 'const_{x}', 'const stands only as a term added to a side'],
  ['define F = F', 'unknown-name', 'F', 'F is not declared'],
  ['latent x\nassume y = x', 'unknown-name', 'y', 'y is not declared'],
]);

misdeclared('factorisations', [
  ['latent x\ndensity p(x)\ndensity p(x) = p(x)\ndensity p(y)', 'unknown-name', 'y', 'y is not declared'],
  [
    'latent x\ndensity p(x) = Normal(x; 0, 1)\ndensity p(x) = Normal(x; 1, 1)',
    'two-laws',
    'p(x)',
    'p gives x two laws',
  ],
  ['latent x, y\ndensity p(x, y)\ndensity p(x)', 'two-laws', 'p(x)', 'p gives x two laws'],
  ['latent x, y\ndensity p(x | y)\ndensity p(y | x)', 'cycle', 'p(y | x)', 'in p, x depends on itself'],
  ['latent x, y\ndensity p(x, y) = p(x | y) p(y | x)', 'cycle', 'p(x, y)', 'in p, x depends on itself'],
  [
    'latent x, y\ndensity p(x, y) = p(x) q(y)\ndensity q(y)',
    'foreign-factor',
    'p(x) q(y)',
    'a factorisation of p is a product of densities of p',
  ],
  [
    'latent x, y\ndensity p(x, y) = p(x)',
    'head-without-factor',
    'p(x, y)',
    'y stands left but has no factor of p on the right',
  ],
  ['latent x, y\ndensity p(x) = p(x) p(y)', 'factor-not-left', 'p(x)', 'y has a factor but does not stand left'],
  [
    'latent x, y\ndensity p(x) = p(x | y)',
    'input-left-out',
    'p(x)',
    'this density of p(x) depends on y, which is left out',
  ],
  [
    'latent x\nparam s\ndensity p(x) = Normal(x; 0, s)',
    'input-left-out',
    'Normal(x; 0, s)',
    'this density of p(x) depends on s, which is left out',
  ],
  [
    'plate t = 1..T\nlatent y_t, x\ndensity p(x | y_{1:2}) = Normal(x; y_3, 1)',
    'input-left-out',
    'Normal(x; y_3, 1)',
    'this density of p(x | y_{1:2}) depends on y_3, which is left out',
  ],
  [
    'plate t = 1..T\nlatent y_t, x\nlet Y = {y_t}\ndensity p(x | y_{-1}) = Normal(x; sum_t y_t, 1)',
    'input-left-out',
    'Normal(x; sum_t y_t, 1)',
    'this density of p(x | y_{-1}) depends on Y, which is left out',
  ],
  ['latent x, y\ndensity p(x, y) = p(x) p(x) p(y)', 'two-laws', 'p(x, y)', 'p gives x two laws'],
  [
    'plate t = 1..T\nlatent z_t\nobserved x_t\ndensity p(x_{1:T}, z_{1:T}) = p(z_1) prod_{t=2..T} p(z_t | z_{t-1}) prod_t p(x_t | z_t)',
    'two-laws',
    'p(x_{1:T}, z_{1:T})',
    'p gives x_1 two laws',
  ],
  [
    'plate n = 1..M\nsubset S of 1..N size M\nlatent z_n\ndensity p(z_9) = p(z_9 | z_{10})',
    'input-left-out',
    'p(z_9)',
    'this density of p(z_9) depends on z_10, which is left out',
  ],
]);

misdeclared('tables', [
  [
    'latent z : {0, 1}\ndensity p(z) = table[z] [0.5, 0.6]',
    'table-sum',
    'table[z] [0.5, 0.6]',
    'the probabilities of z add up to 11/10, not to 1',
  ],
  [
    'latent z : {0, 1}\ndensity p(z) = table[z] [2, -1]',
    'negative-probability',
    'table[z] [2, -1]',
    '-1 is no probability',
  ],
  [
    'latent z : {0, 1}\ndensity p(z) = table[z] [0.2, 0.3, 0.5]',
    'table-shape',
    'table[z] [0.2, 0.3, 0.5]',
    'z has 2 values, and the table has 3 along it',
  ],
  [
    'latent z, x\ndensity p(z, x) = table[z] [1/2, 1/2]',
    'bad-declaration',
    'table[z] [1/2, 1/2]',
    'this is written table[z, x] [[1/3, 2/3], [1/2, 1/2]]: one row for each value of z',
  ],
  [
    'latent z\ndensity p(z) = table[z] [[1], [1]]',
    'bad-declaration',
    'table[z] [[1], [1]]',
    'this is written table[z, x] [[1/3, 2/3], [1/2, 1/2]]: one row for each value of z',
  ],
]);

test('definitions that double are refused before they are unfolded', () => {
  const doubled = Array.from({ length: 40 }, (_, i) => `define F${i + 1} = F${i} + F${i}`).join('\n');
  const [fault] = read(`define F0 = 2\n${doubled}`).faults;
  expect(fault?.message).toBe('F12 has more than 10000 parts, those of the definitions in it counted');
});

describe('a domain holds back to the one before', () => {
  test.each([
    ['latent x, y : real', { x: 'real', y: 'real' }],
    ['latent x : unit, y : real', { x: 'unit', y: 'real' }],
    ['latent x, y : real, z', { x: 'real', y: 'real', z: null }],
    ['latent x, y : real, z, w : discrete', { x: 'real', y: 'real', z: 'discrete', w: 'discrete' }],
  ])('%s', (source, domains) => {
    const { variables } = read(source).model;
    expect(Object.fromEntries([...variables].map(([name, v]) => [name, v.domain?.tag ?? null]))).toEqual(domains);
  });
});
