/** False lines, and lines without a meaning, that look as if a rule applied: what each is, it is not proved. */
import { expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const verdicts = (source: string): string[] => {
  const options = { ...defaultOptions, samples: 1024, repairs: 0 };
  const result = checkDocument({ file: 'a.expr', source }, options, () => {
    throw new Error('no imports');
  });
  return result.derivations.flatMap(({ steps }) => steps.map(({ verdict }) => verdict));
};

const iid = 'plate t = 1..T\nlatent y_t, v\nlet Y = {y_t}\nfunction f(a)\n';
const chain = `${iid}param xi\ndensity p(Y; xi) = p(y_1; xi) prod_{t=2..T} p(y_t | y_{t-1})\n`;
const real = 'latent x, y, w : real\n';
const arrays = ['b', 'c', 'd', 'e', 'g'];
const layers = `plate t = 1..T\nlatent ${['a', ...arrays].map((name) => `${name}_t`).join(', ')}\nparam psi\ndensity p(${['a', ...arrays].map((name) => `${name}_{1:T}`).join(', ')}; psi) = (prod_t p(a_t; psi)) ${arrays.map((of, i) => `p(${of}_1) (prod_{t=2..T} p(${of}_t | ${['a', ...arrays][i]}_{t-1}))`).join(' ')}\n`;

test.each([
  [
    'a window as long as the plates tried',
    `${iid}density p(Y, v) = (prod_t p(y_t)) p(v | Y)\n`,
    'p(v | Y) = p(v | y_{t-2:t+2})',
  ],
  ['a dependence through six arrays', layers, 'p(g_t | a_1; psi) = p(g_t; psi)'],
  ['an input six arrays away', layers, 'grad_{psi}(p(g_t)) = 0'],
  [
    'a plate that ends early',
    'plate n = 1..N-9\nlatent z_n, w\nlet Z = {z_n}\ndensity p(Z, w) = p(w) prod_n p(z_n | w)\n',
    'p(w | Z) = p(w)',
  ],
  ['an input of the first member alone', chain, 'sum_t grad_{xi}(ln p(y_t | y_{1:t-1})) = 0'],
  ['an input before the first member', chain, 'grad_{xi}(sum_{t=0..T-1} ln p(y_{t+1} | y_{1:t})) = 0'],
  [
    'a letter before its plate',
    `${iid}density p(Y) = prod_t p(y_t)\n`,
    'grad_{y_1}(sum_{t=0..T-1} E_{p(y_{2:T})}[f(y_{t+1})]) = 0',
  ],
  ['a sign assumed of the plate', 'plate n = 1..N\nfunction g(a)\nassume A: g(n) > 0\n', 'sum_{n=0..N} g(n) >= 0'],
  [
    'a sum that may be empty beside it',
    chain,
    'grad_{xi}(ln p(y_t | y_{1:t-1}; xi)) + sum_{s=t+1..T} f(y_{s-2}) = sum_{s=t+1..T} f(y_{s-2})',
  ],
  ['a law that depends on its own variable', `${real}density p(w) = Normal(w; 3 w, 1)\n`, 'int p(w) dw = 1'],
  [
    'the same in a plate',
    'plate t = 1..T\nlatent y_t : real\nlet Y = {y_t}\ndensity p(y_t) = Normal(y_t; 2 y_t, 1)\n',
    'E_{p(Y)}[1] = 1',
  ],
  ['a law of what is given', `${real}density p(x | y) = Normal(y; 3 x, 1)\n`, 'int p(x | y) dx = 1'],
  ['a law of one of two', `${real}density q(x, w) = Normal(x; 0, 1)\n`, 'int q(x, w) dx dw = 1'],
  [
    'a form of what is not given',
    'plate t = 1..T\nlatent y_t, v : real\nlet Y = {y_t}\ndensity p(v | y_{1:2}) = Normal(v; y_3, 1)\n',
    'p(v | y_{1:3}) = p(v | y_{1:2})',
  ],
  [
    'a form of a letter that nothing binds',
    `plate n = 1..N\n${real}density p(x, w) = p(x) Normal(w; n, 1)\n`,
    'sum_n p(w) = N p(w)',
  ],
  [
    'a later statement with less given',
    `${real}density p(y, x) = p(y) p(x | y)\ndensity p(x) = Normal(x; 0, 1)\n`,
    'p(x | y) = p(x)',
  ],
  [
    'a collection of one member',
    'plate n = 1..N\nlatent z_n, w\nlet Z = {z_n}, A = {z_1}\ndensity p(Z, w) = p(w) prod_n p(z_n | w)\n',
    'p(w | A) = p(w | Z)',
  ],
  [
    'a factor over another plate',
    'plate n = 1..N\nplate m = 1..M\nlatent z_n, w\nlet Z = {z_n}\ndensity r(Z, w) = r(w) prod_m r(z_m)\n',
    'r(z_n | w) = r(z_n)',
  ],
  [
    'a factor over a shorter plate',
    'plate j = 1..10\nplate k = 1..20\nlatent y_k, w\ndensity s(y_{1:10}, w) = s(w) prod_j s(y_j)\n',
    's(y_k | w) = s(y_k)',
  ],
  [
    'a law of some members in place of that of all',
    'plate t = 1..T\nplate s = 1..S\nlatent y_t, x_t, w\nlet Y = {y_t}, X = {x_t}\ndensity p(X, Y, w) = p(w) p(X) p(Y | X, w)\ndensity p(y_{1:S} | X, w) = prod_s p(y_s | x_s)\n',
    'p(y_t | X, w) = p(y_t | x_t)',
  ],
  [
    'a factor for each member of a subset',
    'plate n = 1..N\nsubset S of 1..N size M\nlatent z_n, w\nlet Z = {z_n}\ndensity r(w, z_1, z_2) = r(w) prod_{n in S} r(z_n)\n',
    'r(Z | w) = r(Z)',
  ],
  [
    'parents that change places',
    'plate n = 1..N\nplate m = 1..N\nlatent a_n, b_n, u_{n,m}\nlet A = {a_n}, B = {b_n}, U = {u_{n,m}}\ndensity p(A, B, U) = (prod_n (p(a_n) p(b_n))) prod_n prod_m p(u_{n,m} | a_n, b_m)\ndensity p(u_{n,m} | a_m, b_n)\n',
    'p(u_{1,2} | a_1) = p(u_{1,2})',
  ],
  [
    'fewer parents than before',
    'plate t = 1..T\nlatent y_t, x_t\nlet Y = {y_t}, X = {x_t}\ndensity p(X, Y) = (prod_t p(x_t)) prod_t p(y_t | x_{1:T})\ndensity p(y_t | x_{1:t})\n',
    'p(y_1 | x_2) = p(y_1)',
  ],
  [
    'a member without a law that is left out',
    `${iid}density q(y_{2:T} | y_1) = prod_{t=2..T} q(y_t | y_{t-1})\n`,
    'sum_{t=2..T} grad_{y_1}(E_{q(y_t | y_{2:t-1})}[f(y_t)]) = 0',
  ],
  [
    'a member given itself at one size',
    `${iid}density r(Y) = r(y_1 | y_T) prod_{t=2..T} r(y_t)\n`,
    'r(y_1 | y_T) = r(y_1)',
  ],
  ['what is left out, in a definition', `${chain}define D = ln p(y_t | y_{1:t-1})\n`, 'sum_t grad_{xi}(D) = 0'],
  [
    'what is left out, in a form',
    `${chain}density u(v | Y) = exp(v^2 prod_t p(y_t | y_{1:t-1}))\n`,
    'grad_{xi}(u(v | Y)) = 0',
  ],
  [
    'an assumption about a parameter that a definition integrates over',
    'param psi : real\nfunction g(a)\nassume A: g(psi) > 0\ndefine h = int g(psi) dpsi\n',
    'h >= 0',
  ],
  [
    'the same in a mean, with an argument',
    'param psi, theta : real\nfunction g(a)\nassume A: g(psi) > 0\ndefine h(u) = E_{Normal(psi; u, 1)}[g(psi)]\n',
    'h(theta) >= 0',
  ],
  ['the power of a gradient by a vector', 'param v : real^D\nfunction f(v)\n', 'grad_{v}(f(v))^2 >= 0'],
  ['the exponential of one', 'param v : real^D\nfunction f(v)\n', 'exp(grad_{v}(f(v))) >= 0'],
  [
    'gradients by vectors that change places',
    'param v : real^D, u : real^K\nfunction f(v)\n',
    'grad_{v}(f(v)) grad_{u}(f(u)) = grad_{u}(f(u)) grad_{v}(f(v))',
  ],
  [
    'the square of a definition that is one',
    'param v : real^D\nfunction f(v)\ndefine G = grad_{v}(f(v))\n',
    'G G >= 0',
  ],
  ['a variance of one less two', real, 'E_{Normal(x; 0, 1 - 2)}[1] = 1'],
  ['a negative parameter that is declared', `${real}param s : positive\n`, 'E_{Normal(x; 0, -s)}[1] = 1'],
  ['bounds in the wrong order', `${real}param t : real\n`, 'E_{Uniform(x; t + 1, t)}[1] = 1'],
  ['bounds that are powers', real, 'E_{Uniform(x; 2^3, 1)}[1] = 1'],
  ['a letter that is a variable', real, 'sum_{x=1..3} x = 3 x'],
  ['a member without a law', 'plate n = 1..N\nlatent z_n\ndensity q(z_1)\n', 'q(z_2 | z_1) = q(z_2)'],
  [
    'members that may have no law',
    'plate n = 1..N\nlatent z_n, w\ndensity r(z_2, w) = r(w) r(z_2 | w)\n',
    'r(z_n | w) = r(z_n)',
  ],
  [
    'two laws at a distance',
    'plate t = 1..T\nlatent y_t, w\nlet Y = {y_t}\ndensity p(Y, w) = p(w) (prod_t p(y_t)) prod_{t=20..T} p(y_t | w)\n',
    'p(y_t | w) = p(y_t)',
  ],
  ['a law between bounds the wrong way round', real, 'E_{Uniform(x; 2, 1)}[1] = 1'],
  ['a law with a negative variance', real, 'E_{Normal(x; 0, -1)}[x^2] >= 0'],
  ['a sum over what has a density', 'latent x\ndensity p(x) = Normal(x; 0, 1)\n', 'sum_x p(x) = 1'],
  [
    'variables of different values',
    `${real}latent u, k\ndensity p(u) = Normal(u; 0, 1)\ndensity r(k) = Poisson(k; 2)\n`,
    'int p(u = k) dk = 1',
  ],
  [
    'a parameter that is assumed to be one number',
    'param theta : real\nfunction g(a)\nassume theta = 1\n',
    'g(theta) = 3 + const_{theta}',
  ],
  [
    'a condition on less than a binder',
    'latent x, w\nfunction f(x)\ndensity p(w, x)\nrule row: ?f ?p(?D) = E_{?p(?A)}[?f] ?p(?D)   when ?A part of ?D, ?f free of ?D beyond ?A\n',
    'f(w) p(w, x) = E_{p(w)}[f(w)] p(w, x) by row',
  ],
])('%s', (_, declarations, claim) => {
  const found = verdicts(`${declarations}claim: ${claim}\n`);
  expect(found).toHaveLength(1);
  expect(found).not.toContain('proved');
});

test('a const of the line above stays', () => {
  const found = verdicts(
    'latent x, y\nfunction f(x)\nfunction g(y)\nderivation: f(x) + g(y)\n  = f(x) + const_{x}\n  <= f(x) + 1\n',
  );
  expect(found).toEqual(['proved', 'undecided']);
});
