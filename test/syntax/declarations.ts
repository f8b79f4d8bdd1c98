/** The declarations that the tables of lines stand under. */
export const declarations = `plate n = 1..N
plate t = 1..T
subset S of 1..N size M
latent z_n, w
latent y_t
latent k : discrete
latent z', u^{(k)}
observed x_n, v_n, a_n, b_n
param psi, xi, psi_old, beta_0
let Z = {z_n}, X = {x_n}, V = {v_n}, D = {x_n, z_n}, A = {a_n, b_n}
function f(a)
function g(a, b)
density p(X, Z, w) = p(w) prod_n (p(x_n | z_n, w) p(z_n))
density q(Z, w; X, psi, xi) = q(Z; X, psi) q(w; xi)
density q(Z; X, psi) = prod_n q(z_n; x_n, psi)
density c(y_{1:T}) = c(y_1) prod_{t=2..T} c(y_t | y_{t-1})
density h(k, w; xi)
density e(A)
define L(psi, xi) = E_{q(Z, w; X, psi, xi)}[ln p(X, Z, w)]
define L_S(psi) = sum_{n in S} f(x_n)
define c0 = 2 w`;
