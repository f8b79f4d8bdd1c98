/** The declarations and the rule of a caller's own that the tests of the library stand under. */
import { declare } from '../../src/index.js';

export const m = declare(
  `plate n = 1..N
subset S of 1..N size M
latent z, w
observed x, d_n
param theta, s : positive
function f(a)
function g(a, b)
let D = {d_n}
density p(x, z; theta) = p(z) p(x | z; theta)
density q(z | x)
density r(D) = prod_n r(d_n)
define F = f(z) + f(w)
assume small: f(z) <= 1
assume odd: f(-z) = -f(z)
rule f-sum: f(?a + ?b) = f(?a) + f(?b)`.replace(", z_n'", ''),
);

/** Made, and not declared. */
export const grown = m.rule('rule g-sum: g(?a + ?b, ?c) = g(?a, ?c) + g(?b, ?c)');
