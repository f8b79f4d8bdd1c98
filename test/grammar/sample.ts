/** A file that uses every statement and every kind of expression. */
export const wholeLanguage = `# Suyama, Bayesian Deep Learning, section 6.1.1.2
plate n = 1..N
iid n
subset S of 1..N size M
latent z_n, W : real^{D x K}
observed x_n : {0, 1}, k : 1..K
param psi, xi, theta_old, s : positive
let Z = {z_n}, X = {x_n}
import "distributions.expr"

density 6.3: p(X, Z, W) = p(W) prod_n (p(x_n | z_n, W) p(z_n))
density 6.5: q(Z, W; X, psi, xi) = q(Z; X, psi) q(W; xi)
density 6.7: q(Z; X, psi) = prod_{n=1}^N q(z_n; x_n, psi)
density r(z, x) = table[z, x] [[1/3, 2/3], [1/2, 1/2]]
density p(w; theta = theta_old)
function f(x) : positive
define F(theta) = d/dx (x^2 + 2 x) - 3^{(k)}

derivation eq1 "KL divergence from the posterior, (6.9)":
  KL[q(Z, W; X, psi, xi) || p(Z, W | X)]
  = - int int q(Z, W; X, psi, xi) ln (p(Z, W | X) / q(Z, W; X, psi, xi)) dZ dW      by definition of KL
  <= E_{q(Z, W; X, psi, xi)}[ln p(X)] + ...  by (6.9), log of a product, 6.3   # a comment
  >= N / M sum_{n in S, n != 3} x_{1:T} x_{1..2} x_{t-1} for any z_1, W  by "no reason, really"
  propto_{Z} grad_{xi}(int_0^1 f(x) dx) a * -b + const_{Z}

claim 7: Var_{q}[x] != Cov_{q}[x, x] by f(x, y)

rule linearity: E_{?q}[?f + ?g] = E_{?q}[?f] + E_{?q}[?g] assuming ?f integrable in ?q, ?g integrable in ?q
rule constant "constant factor, linearity": E_{?q}[?c ?f] = ?c E_{?q}[?f] when ?c free of heads(?q)
rule integral: int ?q ?f d heads(?q) = int ?p(?A, ?C | ?B) d?C d/d?t (?f)
assume A1: s > 0
`;
