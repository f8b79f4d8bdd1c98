/** What the search proves, and what it must not: a line each, by the declarations above it. No numbers are asked. */
import { describe, expect, it } from 'vitest';
import { Proofs } from '../../src/check/proofs.js';
import type { Claim } from '../../src/numeric/claim.js';
import { elaborateDocument } from '../../src/syntax/document.js';

interface Group {
  readonly title: string;
  readonly declarations: string;
  readonly proved: string;
  /** False, or true under a condition that nothing shows. */
  readonly not: string;
}

const groups: readonly Group[] = [
  {
    title: 'laws that have a name',
    declarations: `
    plate n = 1..N
    iid n
    latent z, v : real
    observed x, y_n : real
    latent l : positive
    latent u : unit
    latent b : {0, 1}
    latent c : 1..3
    param m, mu, a, c0, k, w : real
    param s, t, r, alpha, beta : positive
    param pi0 : unit
    function f(x)
    density q(z; m, s) = Normal(z; m, s)
    density p(z) = Normal(z; 0, 1)
    density p(x | z; a, c0, t) = Normal(x; a z + c0, t)
    density g(l; alpha, beta) = Gamma(l; alpha, beta)
    density h(l; r) = Exponential(l; r)
    density d(u; alpha, beta) = Beta(u; alpha, beta)
    density o(b; pi0) = Bernoulli(b; pi0)
    density mix(z | b) = Normal(z; b, 1)
    density mix(b; pi0) = Bernoulli(b; pi0)
    density like(y_n; mu, s) = Normal(y_n; mu, s)
    `,
    proved: `
    KL[q(z; m, s) || p(z)] = 1/2 (m^2 + s - 1 - ln s)
    KL[q(z; m, s) || q(z; m = mu, s = t)] = 1/2 (ln(t/s) + (s + (m - mu)^2)/t - 1)
    H[q(z; m, s)] = 1/2 ln(2 pi s) + 1/2
    E_{q(z; m, s)}[ln p(x | z; a, c0, t)] = -1/2 ln(2 pi t) - ((x - a m - c0)^2 + a^2 s) / (2 t)
    E_{p(z) p(x | z; a, c0, t)}[x] = c0
    E_{p(z) p(x | z; a, c0, t)}[x z] = a
    Var_{p(x; a, c0, t)}[x] = a^2 + t
    grad_{mu}(sum_n ln like(y_n; mu, s)) = 1/s sum_n (y_n - mu)
    E_{q(z; m, s)}[exp(k z)] = exp(k m + k^2 s / 2)
    E_{q(z; m, s)}[(z - m)^4] = 3 s^2
    KL[h(l; r) || h(l; r = t)] = ln r - ln t + t / r - 1
    E_{g(l; alpha, beta)}[ln l] = digamma(alpha) - ln beta
    ln d(u; alpha, beta) = (alpha - 1) ln u + (beta - 1) ln(1 - u) - lgamma(alpha) - lgamma(beta) + lgamma(alpha + beta)
    Var_{o(b; pi0)}[b] = pi0 (1 - pi0)
    E_{mix(z; pi0)}[z] = pi0
    int z Normal(z; m, s) dz = m
    Normal(z; m, k) = exp(-(z - m)^2 / (2 k)) / sqrt(2 pi k)
    grad_{alpha}(lgamma(alpha) + ln Gamma(alpha)) = 2 digamma(alpha)
    `,
    not: `
    KL[q(z; m, s) || p(z)] = 1/2 (m^2 + s - 1 + ln s)
    KL[p(z) || q(z; m, s)] = 1/2 (m^2 + s - 1 - ln s)
    E_{q(z; m, s)}[z^2] = m^2
    E_{q(z; m, s)}[z^3] = m^3
    E_{q(z; m, s)}[exp(k z)] = exp(k m)
    E_{p(z) p(x | z; a, c0, t)}[x] = a + c0
    E_{p(x | z; a, c0, t)}[x] = c0
    E_{q(z; m, s)}[f(z)] = f(m)
    E_{Normal(l; m, s)}[l] = m
    E_{Normal(c; m, s)}[c] = m
    E_{Normal(z; v, s)}[v] = E_{Normal(z; v, s)}[z] + 1
    E_{Bernoulli(c; pi0)}[c] = pi0
    E_{q(z; m, s)}[E_{Normal(v; z, s)}[z]] = m + s
    Exponential(z; r) = r exp(-r z)
    Laplace(z; m, k) = exp(-abs(z - m) / k) / (2 k)
    Gamma(z; alpha, beta) = beta^{alpha} z^{alpha - 1} exp(-beta z) / Gamma(alpha)
    ln Gamma(m) = lgamma(m)
    `,
  },
  {
    title: 'logarithms of inverses, and of what is positive only once it is rewritten',
    declarations: `
    latent x, y
    param a
    function f(x)
    density p(x, y) = p(x) p(y | x)
    density q(y)
    `,
    proved: `
    ln(1/p(x)) = -ln p(x)
    ln(p(x) exp(ln(1/p(y | x)))) = ln p(x) - ln p(y | x)
    Var_{p(x)}[ln(p(x)/q(y))] = Var_{p(x)}[ln p(x) + ln(1/q(y))]
    ln(p(x) ln(exp(1/q(y)))) = ln p(x) - ln q(y)
    ln(ln(exp p(x, y))) = ln p(x, y)
    `,
    not: `
    ln(1/f(x)) = -ln f(x)
    ln(f(x) ln(exp(1/q(y)))) = ln f(x) - ln q(y)
    ln(1/a) = -ln a
    ln(1/p(x)) = ln p(x)
    `,
  },
  {
    title: 'ranges cut at the first member, at the last, and at all',
    declarations: `
    plate t = 1..T
    latent s_t
    observed o_t
    plate i = 1..2
    latent a_i
    param b
    let A = {a_i}
    function f(a)
    function h(a) : positive
    density c(s_{1:T}) = c(s_1) prod_{t=2..T} c(s_t | s_{t-1})
    density d(s_{1:T} | o_{1:T}) = prod_t d(s_t | o_t)
    density q(A) = prod_i q(a_i)
    `,
    proved: `
    ln c(s_{1:T}) = ln c(s_1) + sum_{t=2..T} ln c(s_t | s_{t-1})
    c(s_{1:T}) = prod_t c(s_t | s_{t+1:T})
    sum_t ln c(s_t | s_{t+1:T}) = ln c(s_1) + sum_{t=2..T} ln c(s_t | s_{t-1})
    ln(b^2 prod_t c(s_t | s_{t+1:T})) = ln(b^2 c(s_{1:T}))
    abs(1)/2 = 1/2
    sum_t E_{d(s_t | o_t)}[f(s_t)] = E_{d(s_T | o_T)}[f(s_T)] + sum_{t=1..T-1} E_{d(s_t | o_t)}[f(s_t)]
    ln d(s_{1:T} | o_{1:T}) = ln d(s_T | o_T) + sum_{t=1..T-1} ln d(s_t | o_t)
    sum_i ln q(a_i) = ln q(a_2) + sum_{i=1..1} ln q(a_i)
    ln q(A) = ln(q(a_1) q(a_2))
    KL[q(A) || q(A)] + sum_i h(a_i) = h(a_1) + h(a_2)
    sum_{i=2..1} f(a_i) = 0
    b prod_{i=2..1} f(a_i) = b
    sum_i f(a_i) = f(a_1) + f(a_2) + sum_{i=3..2} f(a_i)
    `,
    not: `
    prod_{t=2..T} c(s_t | s_{t+1:T}) = c(s_{1:T})
    prod_t c(s_t | s_{t+1:T}) = c(s_1)
    sum_t ln d(s_t | s_{t+1:T}, o_{1:T}) = ln c(s_{1:T})
    abs(b) = b
    sum_t f(s_t) = f(s_1) + f(s_T)
    sum_{t=2..T} f(s_t) = f(s_2) + sum_{t=3..T} f(s_t)
    sum_t f(s_t) = f(s_1) + f(s_T) + sum_{t=2..T-1} f(s_t)
    sum_i f(a_i) = f(a_1) + sum_{i=1..1} f(a_i)
    b prod_{i=2..1} f(a_i) = 0
    `,
  },
  {
    title: 'integrals of densities in another form, and conditionals against the order of a chain',
    declarations: `
    plate t = 1..T
    latent s_t
    latent x : real
    latent y
    observed o_t
    param a
    let A = {s_t}, O = {o_t}
    function f(a)
    function g(a, b)
    density c(A, O) = c(s_1) (prod_{t=2..T} c(s_t | s_{t-1})) prod_t c(o_t | s_t)
    density d(A | O) = prod_t d(s_t | o_t)
    density p(x, y) = p(x) p(y | x)
    density q(x)
    `,
    proved: `
    ln c(s_1 | s_2) = ln c(s_2 | s_1) + ln c(s_1) - ln c(s_2)
    ln c(s_2 | s_1, s_3) = ln c(s_3 | s_2) + ln c(s_2 | s_1) - ln c(s_3 | s_1)
    int (prod_t d(s_t | O)) (f(s_2) + a) dA = E_{d(A | O)}[f(s_2)] + a
    int ln(exp(d(A | O) f(s_1))) dA = E_{d(s_1 | o_1)}[f(s_1)]
    int exp(ln d(A | O)) a dA = a
    int q(x) (int int p(x) p(y | x) g(x, y) dx dy) dx = E_{p(x, y)}[g(x, y)]
    exp(sum_t f(o_t)) = prod_t exp(f(o_t))
    exp(sum_t ln d(s_t | o_t)) a = a d(A | O)
    sum_t E_{c(s_1)}[f(s_t)] = E_{c(s_1)}[sum_t f(s_t)]
    E_{c(A | O)}[d(s_1 | o_1) / d(A | O)] = E_{c(A | O)}[d(s_1 | o_1) 1 / d(A | O)]
    `,
    not: `
    ln c(s_1 | s_2) = ln c(s_2 | s_1)
    ln c(s_1 | s_2) = ln c(s_1)
    int (prod_t d(s_t | O)) (f(s_1) + a) dA = E_{c(s_1)}[f(s_1)] + a
    exp(sum_t f(o_t)) = sum_t exp(f(o_t))
    exp(sum_t ln f(o_t)) = prod_t f(o_t)
    sum_t E_{c(s_1)}[f(s_t)] = sum_t f(s_t)
    `,
  },
  {
    title: 'integrals over variables of one name, and over a plate of marginals',
    declarations: `
    plate t = 1..T
    latent s_t
    latent z
    param theta
    let A = {s_t}
    function g(a, b)
    density c(A) = c(s_1) prod_{t=2..T} c(s_t | s_{t-1})
    density p(z; theta)
    density q(z)
    `,
    proved: `
    int int c(s_1, s_2) g(s_1, s_2) ds_1 ds_2 = E_{c(s_1, s_2)}[g(s_1, s_2)]
    int int c(s_1, s_2) g(s_1, s_2) ds_2 ds_1 = E_{c(s_1, s_2)}[g(s_1, s_2)]
    int int c(s_1) c(s_2 | s_1) g(s_1, s_2) ds_1 ds_2 = E_{c(s_1, s_2)}[g(s_1, s_2)]
    int q(z) (int q(z) ln p(z; theta) dz) dz = E_{q(z)}[ln p(z; theta)]
    int theta (prod_t c(s_t)) dA = theta
    `,
    not: `
    int int c(s_1, s_2) g(s_1, s_2) ds_1 ds_2 = E_{c(s_1, s_2)}[g(s_2, s_1)]
    int int c(s_1) c(s_2) g(s_1, s_2) ds_1 ds_2 = E_{c(s_1, s_2)}[g(s_1, s_2)]
    int q(z) (int q(z) ln p(z; theta) dz) dz = E_{q(z)}[ln q(z)]
    int (prod_t c(s_t)) g(s_1, s_2) dA = E_{c(A)}[g(s_1, s_2)]
    `,
  },
  {
    title: 'a joint density written out by its factors and integrated',
    declarations: `
    plate t = 1..T
    plate i = 1..2
    plate j = 1..2
    latent s_t, a_i, b_{i, j}
    param eta
    let A = {a_i}, B = {b_{i, j}}
    function f(a)
    density c(s_{1:T}) = c(s_1) prod_{t=2..T} c(s_t | s_{t-1})
    density p(A, B; eta) = prod_i (p(a_i; eta) prod_j p(b_{i, j} | a_i))
    `,
    proved: `
    int c(s_1) (prod_{t=2..T} c(s_t | s_{t-1})) (f(s_1) + eta) ds_{1:T} = E_{c(s_1)}[f(s_1)] + eta
    int int (prod_i p(a_i; eta)) (prod_i prod_j p(b_{i, j} | a_i)) f(b_{1, 2}) dA dB = E_{p(A, B; eta)}[f(b_{1, 2})]
    int int (prod_i (p(a_i; eta) prod_j p(b_{i, j} | a_i))) f(a_1) dA dB = E_{p(a_1; eta)}[f(a_1)]
    `,
    not: `
    int (prod_{t=2..T} c(s_t | s_{t-1})) (f(s_1) + eta) ds_{1:T} = E_{c(s_1)}[f(s_1)] + eta
    int c(s_1) (prod_{t=2..T} c(s_t)) f(s_1) f(s_2) ds_{1:T} = E_{c(s_1, s_2)}[f(s_1) f(s_2)]
    int int (prod_i p(a_i; eta)) (prod_i prod_j p(b_{i, j}; eta)) f(a_1) f(b_{1, 2}) dA dB = E_{p(A, B; eta)}[f(a_1) f(b_{1, 2})]
    `,
  },
  {
    title: 'inequalities by an equality, and by a term left out',
    declarations: `
    latent x, y
    function f(x)
    function h(x) : positive
    density p(x, y) = p(x) p(y | x)
    density q(y)
    `,
    proved: `
    E_{p(x)}[f(x) + 1] <= E_{p(x)}[f(x)] + 1
    E_{p(x)}[f(x)] <= E_{p(x)}[f(x)]
    ln E_{p(x)}[h(x) + h(y)] >= ln E_{p(x)}[h(x)]
    ln E_{p(y | x)}[h(x)] <= ln E_{p(y | x)}[h(x) + h(y)]
    ln E_{p(y | x)}[h(y) + h(x)] - f(x) >= E_{p(y | x)}[ln h(y)] - f(x)
    f(x) + h(x) + h(y) >= f(x) + h(y)
    2 KL[q(y) || p(y)] + I_{p}[x; y] >= 0
    `,
    not: `
    E_{p(x)}[f(x)] <= E_{p(x)}[f(x)^2]
    ln E_{p(y | x)}[h(x)] >= ln E_{p(y | x)}[h(x) + h(y)]
    ln E_{p(x)}[h(x) + f(y)] >= ln E_{p(x)}[h(x)]
    f(x) - h(x) >= f(x)
    E_{p(y | x)}[ln(h(y) + h(x))] >= ln E_{p(y | x)}[h(y)]
    `,
  },
  {
    title: 'factors of 1, and arguments of definitions',
    declarations: `
    latent x, y
    param theta
    function f(x)
    density p(x; theta)
    density q(y)
    define F(theta) = E_{p(x; theta)}[f(x)]
    `,
    proved: `
    E_{p(x; theta)}[1/E_{q(y)}[f(x)]] = E_{p(x; theta)}[1/f(x)]
    1 / (int q(y) 3 dy) = 1/3
    E_{q(y)}[1] E_{q(y)}[-1] 1 f(x) = -f(x)
    F(E_{q(y)}[theta]) = F(theta)
    F(theta int q(y) dy) = E_{p(x; theta)}[f(x)]
    `,
    not: `
    F(2 theta) = F(theta)
    F(E_{q(y)}[f(y)]) = F(theta)
    `,
  },
  {
    title: 'scores of marginals and of conditionals against the order in which a joint density is split',
    declarations: `
    latent x, y, z
    param theta
    density p(x, y, z; theta)
    plate n = 1..N
    observed o_n
    latent l_n
    let O = {o_n}, L = {l_n}
    density m(O, L; theta) = prod_n (m(l_n; theta) m(o_n | l_n; theta))
    `,
    proved: `
    E_{p(x; theta)}[grad_{theta}(ln p(x; theta))] = 0
    E_{p(z; theta)}[grad_{theta}(ln p(z; theta))] = 0
    E_{p(x | z; theta)}[grad_{theta}(ln p(x | z; theta))] = 0
    E_{p(y, z; theta)}[grad_{theta}(ln p(y | z; theta))] = 0
    Var_{p(x; theta)}[grad_{theta}(ln p(x; theta))] = E_{p(x; theta)}[grad_{theta}(ln p(x; theta))^2]
    E_{p(x, z; theta)}[grad_{theta}(ln p(x, z; theta))^2] = -E_{p(x, z; theta)}[grad_{theta}(grad_{theta}(ln p(x, z; theta)))]
    grad_{theta}(ln p(x; theta)) = E_{p(y, z | x; theta)}[grad_{theta}(ln p(x, y, z; theta))]
    grad_{theta}(ln p(y; theta)) = E_{p(x | y; theta)}[grad_{theta}(ln p(x, y; theta))]
    grad_{theta}(ln p(y; theta)) = E_{p(x, z | y; theta)}[grad_{theta}(ln p(x, y, z; theta))]
    Cov_{p(x, y, z; theta)}[grad_{theta}(ln p(x; theta)), x] = grad_{theta}(E_{p(x; theta)}[x])
    sum_n grad_{theta}(ln m(o_n; theta)) = sum_n E_{m(l_n | o_n; theta)}[grad_{theta}(ln m(o_n, l_n; theta))]
    `,
    not: `
    E_{p(x; theta)}[grad_{theta}(ln p(y; theta))] = 0
    E_{p(x, z; theta)}[grad_{theta}(ln p(z; theta))^2] = -E_{p(x, z; theta)}[grad_{theta}(grad_{theta}(ln p(x, z; theta)))]
    E_{p(x; theta)}[grad_{theta}(ln p(x | z; theta))] = 0
    grad_{theta}(ln p(y; theta)) = E_{p(x; theta)}[grad_{theta}(ln p(x, y; theta))]
    sum_n grad_{theta}(ln m(o_n; theta)) = sum_n E_{m(l_n; theta)}[grad_{theta}(ln m(o_n, l_n; theta))]
    `,
  },
  {
    title: 'means of logarithms, under several families those of each not negative, and of functions',
    declarations: `
    latent x, y
    density r(x)
    density s(x)
    density p(x, y)
    function f(x)
    `,
    proved: `
    E_{r(x)}[ln(r(x)/s(x))] - E_{s(x)}[ln(r(x)/s(x))] >= 0
    int (r(x) - s(x)) ln(r(x)/s(x)) dx >= 0
    int (r(x) ln r(x) - r(x) ln s(x)) dx + KL[s(x) || r(x)] >= 0
    E_{r(x)}[f(x)] - ln E_{s(x)}[exp(f(x))] <= KL[r(x) || s(x)]
    ln E_{s(x)}[exp(f(x))] >= E_{r(x)}[f(x) - ln r(x) + ln s(x)]
    2 E_{r(x)}[ln r(x)] + E_{s(x)}[ln s(x)] >= 2 E_{r(x)}[ln s(x)] + E_{s(x)}[ln r(x)]
    `,
    not: `
    E_{r(x)}[ln(r(x)/s(x))] + E_{s(x)}[ln(r(x)/s(x))] >= 0
    int (r(x) + s(x)) ln(r(x)/s(x)) dx >= 0
    E_{r(x)}[ln(s(x)/r(x))] - E_{s(x)}[ln(r(x)/s(x))] >= 0
    E_{r(x)}[ln r(x)] >= E_{s(x)}[ln s(x)]
    E_{r(x)}[f(x)] - ln E_{s(x)}[exp(f(x))] <= KL[s(x) || r(x)]
    E_{r(x)}[f(x)] - ln E_{s(x)}[exp(f(x))] >= 0
    E_{s(x)}[f(x)] >= ln E_{s(x)}[exp(f(x))]
    `,
  },
  {
    title: 'arrays cut where parts of them begin and end, and gone along member by member',
    declarations: `
    plate t = 1..T
    latent z_t, w
    observed x_t
    function f(x)
    density h(z_{1:T}, x_{1:T}) = h(z_1) (prod_{t=2..T} h(z_t | z_{t-1})) prod_t h(x_t | z_t)
    density p(x_{1:T})
    density q(x_{1:T})
    density r(x_{1:T}, w)
    latent u_t, v_t
    density m(u_{1:T}, v_{1:T}) = m(u_1) (prod_{t=2..T} m(u_t | u_{t-1}, v_{t-1})) prod_t m(v_t | u_t)
    `,
    proved: `
    h(z_t | x_{1:t}) = h(x_t | z_t) h(z_t | x_{1:t-1}) / h(x_t | x_{1:t-1})
    h(z_t, x_{1:t}) = h(x_t | z_t) int h(z_t | z_{t-1}) h(z_{t-1}, x_{1:t-1}) dz_{t-1}
    h(z_t | x_{1:T}) = h(x_{t+1:T} | z_t) h(z_t | x_{1:t}) / h(x_{t+1:T} | x_{1:t})
    h(x_{1:t}) = h(x_t | x_{1:t-1}) h(x_{1:t-1})
    h(x_{1:t}) h(x_{t+1:T} | x_{1:t}) = h(x_{1:T})
    ln h(x_{1:T}) = ln h(x_1) + sum_{t=2..T} ln int h(x_t | z_t) h(z_t | x_{1:t-1}) dz_t
    ln p(x_{1:T}) = sum_t ln p(x_t | x_{1:t-1})
    ln h(x_{1:T}) = sum_t ln h(x_t | x_{1:t-1})
    h(z_{1:t}, x_{1:t}) = h(z_{1:t-1}, x_{1:t-1}) h(z_t | z_{t-1}) h(x_t | z_t)
    m(u_{1:2}, v_{1:2}) = m(u_1, v_1, u_2) m(v_2 | u_2)
    m(u_{t-1}, v_{t-1}, u_t, v_t) = m(u_{t-1}, v_{t-1}, u_t) m(v_t | u_t, u_{t-1}, v_{t-1})
    p(x_{1:t}) = p(x_1) prod_{s=2..t} p(x_s | x_{1:s-1})
    p(x_T | x_{1:T-1}) p(x_{1:T-1}) = p(x_T) p(x_{1:T-1} | x_T)
    KL[p(x_{1:T}) || q(x_{1:T})] = sum_t E_{p(x_{1:t-1})}[KL[p(x_t | x_{1:t-1}) || q(x_t | x_{1:t-1})]]
    H[p(x_{1:T})] <= sum_t H[p(x_t)]
    ln r(x_{1:T}) = ln int r(w) prod_t r(x_t | x_{1:t-1}, w) dw
    ln int r(w) prod_t r(x_t | x_{1:t-1}, w) dw >= E_{r(w)}[sum_t ln r(x_t | x_{1:t-1}, w)]
    `,
    not: `
    h(z_t | x_{1:t}) = h(x_t | z_t) h(z_t | x_{1:t-1}) / h(x_t)
    h(x_{1:t}) = h(x_t | x_{t-1}) h(x_{1:t-1})
    h(x_{1:t}) h(x_{t+1:T} | x_t) = h(x_{1:T})
    h(z_t | x_{1:T}) = h(z_t | x_{1:t})
    ln p(x_{1:T}) = sum_{t=2..T} ln p(x_t | x_{1:t-1})
    ln p(x_{1:T}) = ln p(x_1) + sum_{t=2..T} ln p(x_t | x_{t-1})
    p(x_{1:t}) = prod_t p(x_t | x_{1:t-1})
    p(x_{1:T}) = prod_t p(x_t)
    p(x_{1:T}) = prod_t p(x_t | x_{-t})
    H[p(x_{1:T})] >= sum_t H[p(x_t)]
    KL[p(x_{1:T}) || q(x_{1:T})] = sum_t KL[p(x_t) || q(x_t)]
    ln int r(w) prod_t r(x_t | x_{1:t-1}, w) dw >= sum_t ln int r(w) r(x_t | x_{1:t-1}, w) dw
    `,
  },
  {
    title: 'ranges moved, and lengthened so that sums telescope; arrays from their last member',
    declarations: `
    plate t = 1..T
    latent z_t
    observed x
    function f(z)
    density q(z_{1:T} | x) = q(z_1 | x) prod_{t=2..T} q(z_t | z_{t-1})
    density p(z_{1:T}) = p(z_T) prod_{t=2..T} p(z_{t-1} | z_t)
    `,
    proved: `
    sum_{t=2..T} f(z_{t-1}) = sum_{t=1..T-1} f(z_t)
    sum_{t=1..T-1} f(z_{t+1}) = sum_t f(z_t) - f(z_1)
    sum_{t=2..T} (f(z_t) - f(z_{t-1})) = f(z_T) - f(z_1)
    sum_{t=2..T} (ln q(z_{t-1} | x) - ln q(z_t | x)) = ln q(z_1 | x) - ln q(z_T | x)
    q(z_{1:T} | x) = q(z_T | x) prod_{t=2..T} q(z_{t-1} | z_t, x)
    ln q(z_{1:T} | x) = ln q(z_T | x) + sum_{t=2..T} ln q(z_{t-1} | z_t, x)
    KL[q(z_{1:T} | x) || p(z_{1:T})] = KL[q(z_T | x) || p(z_T)] + sum_{t=2..T} E_{q(z_t | x)}[KL[q(z_{t-1} | z_t, x) || p(z_{t-1} | z_t)]]
    `,
    not: `
    sum_{t=2..T} f(z_{t-1}) = sum_{t=2..T} f(z_t)
    sum_{t=2..T} (f(z_t) - f(z_{t-1})) = f(z_T)
    sum_{t=1..T-1} f(z_{t+1}) = sum_t f(z_t) - f(z_T)
    q(z_{1:T} | x) = prod_{t=2..T} q(z_{t-1} | z_t, x)
    q(z_{1:T} | x) = q(z_1 | x) prod_{t=2..T} q(z_{t-1} | z_t, x)
    q(z_{1:T} | x) = q(z_T | x) prod_{t=2..T} q(z_{t-1} | x)
    `,
  },
  {
    title: 'means that are assumed, under larger measures, and where they are of no use',
    declarations: `
    plate t = 1..T
    latent x, y, w
    latent s_t
    param a
    function f(y)
    function g(x)
    density p(x, y, w) = p(x) p(y | x) p(w | x, y)
    density c(s_{1:T}) = c(s_1) prod_{t=2..T} c(s_t | s_{t-1})
    assume zero: E_{p(y | x)}[f(y)] = 0
    assume drift: E_{c(s_t | s_{t-1})}[s_t] = a s_{t-1}
    `,
    proved: `
    E_{p(x, y)}[g(x) f(y)] = 0
    E_{p(y)}[f(y)] = 0
    E_{p(x) p(y | x)}[g(x)^2 f(y) + g(x)] = E_{p(x)}[g(x)]
    Cov_{p(x, y)}[g(x), f(y)] = 0
    Var_{p(y)}[f(y)] = E_{p(x)}[Var_{p(y | x)}[f(y)]] + Var_{p(x)}[E_{p(y | x)}[f(y)]]
    Var_{c(s_t)}[s_t] = E_{c(s_{t-1})}[Var_{c(s_t | s_{t-1})}[s_t]] + Var_{c(s_{t-1})}[E_{c(s_t | s_{t-1})}[s_t]]
    E_{c(s_{t-1}, s_t)}[s_{t-1} s_t] = a E_{c(s_{t-1})}[s_{t-1}^2]
    `,
    not: `
    E_{p(x, y)}[g(x) f(y)^2] = 0
    E_{p(x, y, w)}[g(w) f(y)] = 0
    E_{p(y | x, w)}[f(y)] = 0
    E_{c(s_t)}[s_t] = a E_{c(s_t)}[s_t]
    E_{c(s_{t-1}, s_t)}[s_{t-1} s_t] = a E_{c(s_t)}[s_t^2]
    `,
  },
  {
    title: 'Cauchy-Schwarz, finite means, bounds on the logarithm, absolute values and squares',
    declarations: `
    plate k = 1..K
    latent z, u_k
    param theta
    function f(z)
    function g(z)
    function w(z) : positive
    density p(z)
    density q(z)
    `,
    proved: `
    ln((1/K) sum_k w(u_k)) >= (1/K) sum_k ln w(u_k)
    ln(w(z) sum_k w(u_k)) = ln w(z) + ln sum_k w(u_k)
    grad_{theta}(ln sum_k exp(theta f(u_k))) = (sum_k f(u_k) exp(theta f(u_k))) / sum_k exp(theta f(u_k))
    Cov_{p(z)}[f(z), g(z)]^2 <= Var_{p(z)}[f(z)] Var_{p(z)}[g(z)]
    E_{p(z)}[f(z) g(z)]^2 <= E_{p(z)}[f(z)^2] E_{p(z)}[g(z)^2]
    ln w(z) <= w(z) - 1
    -KL[q(z) || p(z)] <= E_{q(z)}[p(z)/q(z) - 1]
    E_{p(z)}[p(z)/q(z)] >= 1
    E_{p(z)}[abs(f(z))]^2 <= E_{p(z)}[f(z)^2]
    abs(-3 w(z) f(z)) = 3 w(z) abs(f(z))
    E_{p(z)}[(f(z) - theta)^2] >= Var_{p(z)}[f(z)]
    `,
    not: `
    ln sum_k w(u_k) >= (1/K) sum_k ln w(u_k)
    ln((1/K) sum_k f(u_k)) >= (1/K) sum_k ln f(u_k)
    ln((1/K) sum_k w(u_k)) <= (1/K) sum_k ln w(u_k)
    Cov_{p(z)}[f(z), g(z)]^2 <= Var_{p(z)}[f(z)] Var_{q(z)}[g(z)]
    E_{p(z)}[f(z) g(z)] <= E_{p(z)}[f(z)^2] E_{p(z)}[g(z)^2]
    ln w(z) <= w(z) - 2
    ln f(z) <= f(z) - 1
    abs(f(z)) = f(z)
    abs(f(z) g(z)) = f(z) abs(g(z))
    E_{p(z)}[(f(z) - theta)^2] >= E_{p(z)}[f(z)^2]
    `,
  },
  {
    title: 'densities that are declared to be a formula or a law',
    declarations: `
    latent v, u : real
    latent w, z
    observed x
    param a : real
    param s : positive
    density f(v)
    density g(v)
    density m(v) = (1/2) f(v) + (1/2) g(v)
    density p(x, z, w)
    density q(z)
    density q(w)
    density r(w | x) = exp(E_{q(z)}[ln p(x, z, w)]) / int exp(E_{q(z)}[ln p(x, z, w)]) dw
    density n(v; a, s) = Normal(v; a, s)
    function h(v)
    `,
    proved: `
    m(v) = (1/2) f(v) + (1/2) g(v)
    m(v = u) = (1/2) f(v = u) + (1/2) g(v = u)
    E_{m(v)}[h(v)] = (1/2) E_{f(v)}[h(v)] + (1/2) E_{g(v)}[h(v)]
    (1/2) KL[f(v) || m(v)] + (1/2) KL[g(v) || m(v)] = H[m(v)] - (1/2) H[f(v)] - (1/2) H[g(v)]
    H[m(v)] >= (1/2) H[f(v)] + (1/2) H[g(v)]
    ln r(w | x) = E_{q(z)}[ln p(x, z, w)] - ln int exp(E_{q(z)}[ln p(x, z, w)]) dw
    KL[q(w) || r(w | x)] = E_{q(w)}[ln q(w)] - E_{q(w) q(z)}[ln p(x, z, w)] + ln int exp(E_{q(z)}[ln p(x, z, w)]) dw
    n(v; a, s) = Normal(v; a, s)
    E_{n(v; a, s)}[grad_{a}(ln n(v; a, s))] = 0
    `,
    not: `
    m(v) = f(v) + g(v)
    E_{m(v)}[h(v)] = E_{f(v)}[h(v)] + E_{g(v)}[h(v)]
    ln m(v) = (1/2) ln f(v) + (1/2) ln g(v)
    H[m(v)] = (1/2) H[f(v)] + (1/2) H[g(v)]
    ln r(w | x) = E_{q(z)}[ln p(x, z, w)]
    n(v; a, s) = Normal(v; s, a)
    `,
  },
  {
    title: 'members of one array in the slots of another variable',
    declarations: `
    plate k = 1..K
    latent z, u_k, v
    observed x
    let U = {u_k}
    function f(z)
    density p(x, z) = p(z) p(x | z)
    density s(U | x) = prod_k s(u_k | x)
    `,
    proved: `
    int p(x, z = u_k) du_k = p(x)
    E_{p(z = v)}[f(v)] = E_{p(z)}[f(z)]
    E_{p(z = u_k)}[f(u_k)] = E_{p(z)}[f(z)]
    E_{p(z = u_1) p(z = u_2)}[f(u_1) f(u_2)] = E_{p(z)}[f(z)]^2
    E_{s(U | x)}[(1/K) sum_k p(x, z = u_k) / s(u_k | x)] = p(x)
    ln p(x) >= E_{s(U | x)}[ln((1/K) sum_k p(x, z = u_k) / s(u_k | x))]
    E_{s(U | x)}[ln((1/K) sum_k p(x, z = u_k) / s(u_k | x))] >= (1/K) sum_k E_{s(u_k | x)}[ln p(x, z = u_k) - ln s(u_k | x)]
    `,
    not: `
    int p(x, z = u_1) du_2 = p(x)
    E_{p(z = u_k)}[f(u_1)] = E_{p(z)}[f(z)]
    E_{s(U | x)}[sum_k p(x, z = u_k) / s(u_k | x)] = p(x)
    ln p(x) <= E_{s(U | x)}[ln((1/K) sum_k p(x, z = u_k) / s(u_k | x))]
    `,
  },
  {
    title: 'members of one law',
    declarations: `
    plate n = 1..N
    iid n
    plate t = 1..T
    latent u_n, z_n, w
    observed x_n, y_t
    param c
    let U = {u_n}
    function f(z)
    function g(a, b)
    density s(U) = prod_n s(u_n)
    density p(w, z_{1:N}, x_{1:N}) = p(w) prod_n (p(z_n | w) p(x_n | z_n, w))
    density o(y_{1:T}) = prod_t o(y_t)
    `,
    proved: `
    E_{s(u_n)}[f(u_n)] = E_{s(u_1)}[f(u_1)]
    E_{s(U)}[(1/N) sum_n f(u_n)] = E_{s(u_1)}[f(u_1)]
    sum_n Var_{s(u_n)}[f(u_n)] = N Var_{s(u_1)}[f(u_1)]
    H[s(U)] = N H[s(u_1)]
    E_{p(z_n | w)}[f(z_n)] = E_{p(z_1 | w)}[f(z_1)]
    E_{s(U)}[f(u_1) f(u_2)] = E_{s(u_1)}[f(u_1)]^2
    sum_n E_{s(u_n)}[g(u_n, w)] = N E_{s(u_1)}[g(u_1, w)]
    `,
    not: `
    E_{o(y_t)}[f(y_t)] = E_{o(y_1)}[f(y_1)]
    E_{s(u_n)}[g(u_n, u_1)] = E_{s(u_1)}[g(u_1, u_1)]
    ln s(U) = N ln s(u_1)
    E_{p(x_n | z_n, w)}[f(x_n)] + g(z_1, z_n) = E_{p(x_1 | z_1, w)}[f(x_1)] + g(z_1, z_n)
    sum_n E_{s(u_n)}[g(u_n, x_n)] = N E_{s(u_1)}[g(u_1, x_1)]
    f(u_n) + f(u_1) = 2 f(u_1)
    `,
  },
  {
    title: 'sums of independent members',
    declarations: `
    plate n = 1..N
    iid n
    latent u_n, w
    observed x
    let U = {u_n}
    function f(z)
    function g(z)
    function h(z, w)
    density s(U | x) = prod_n s(u_n | x)
    density p(U, w) = p(w) prod_n p(u_n | w)
    `,
    proved: `
    Var_{s(U | x)}[sum_n f(u_n)] = sum_n Var_{s(u_n | x)}[f(u_n)]
    Var_{s(U | x)}[(1/N) sum_n f(u_n)] = (1/N) Var_{s(u_1 | x)}[f(u_1)]
    Cov_{s(U | x)}[sum_n f(u_n), sum_n g(u_n)] = sum_n Cov_{s(u_n | x)}[f(u_n), g(u_n)]
    Var_{p(U | w)}[sum_n h(u_n, w)] = sum_n Var_{p(u_n | w)}[h(u_n, w)]
    Var_{p(U, w)}[sum_n f(u_n)] = E_{p(w)}[Var_{p(U | w)}[sum_n f(u_n)]] + Var_{p(w)}[E_{p(U | w)}[sum_n f(u_n)]]
    `,
    not: `
    Var_{p(U)}[sum_n f(u_n)] = sum_n Var_{p(u_n)}[f(u_n)]
    Var_{s(U | x)}[sum_n f(u_n)] = N^2 Var_{s(u_1 | x)}[f(u_1)]
    Var_{s(U | x)}[sum_n h(u_n, u_1)] = sum_n Var_{s(U | x)}[h(u_n, u_1)]
    Var_{p(U, w)}[sum_n f(u_n)] = E_{p(w)}[Var_{p(U | w)}[sum_n f(u_n)]]
    E_{s(U | x)}[(sum_n f(u_n))^2] = sum_n E_{s(u_n | x)}[f(u_n)^2]
    `,
  },
  {
    title: 'fractions over sums, and powers with letters in the exponent',
    declarations: `
    latent x
    param a, b : positive
    param s, r, l, j : positive
    param theta, lambda, c, d : real
    function f(x) : positive
    density p(x)
    density q(x)
    density m(x; theta)
    `,
    proved: `
    (a + b) / (a + b) = 1
    a / (a + b) + b / (a + b) = 1
    1 - a / (a + b) = b / (a + b)
    a / (a + b) = 1 / (1 + b / a)
    (a^2 - b^2) / (a + b) = a - b
    b - b a / (a + b) = b^2 / (a + b)
    (4 a + 2 b) / (2 a + b) = 2
    ln(a / (a + b)) = -ln(1 + b / a)
    1 / (1 + exp(-s)) = exp(s) / (1 + exp(s))
    E_{p(x)}[grad_{theta}(ln m(x; theta)) - grad_{theta}(ln(m(x; theta) + p(x)))] = E_{p(x)}[(p(x) / (m(x; theta) + p(x))) grad_{theta}(ln m(x; theta))]
    (s r)^l = s^l r^l
    (s / r)^l = s^l / r^l
    s^l s = s^{1 + l}
    s^{l + j} = s^l s^j
    grad_{lambda}(f(x)^lambda) = f(x)^lambda ln f(x)
    int q(x)^l p(x)^{1 - l} dx = E_{p(x)}[(q(x) / p(x))^l]
    `,
    not: `
    (c + d) / (c + d) = 1
    a / (a + b) + b / (a + b) = 2
    a / (a + b) = 1 / (1 + a / b)
    1 - a / (a + b) = a / (a + b)
    ln(a / (a + b)) = -ln(1 + a / b)
    (c d)^l = c^l d^l
    s^l s^j = s^{l j}
    (s + r)^l = s^l + r^l
    grad_{lambda}(f(x)^lambda) = lambda f(x)^{lambda - 1}
    grad_{lambda}(c^lambda) = c^lambda ln c
    `,
  },
];

const rows = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function search(declarations: string, claim: string): string | undefined {
  const text = `${rows(declarations).join('\n')}\nclaim line: ${claim}\n`;
  const document = elaborateDocument(text, 'search.expr', (path) => {
    throw new Error(`no file ${path}`);
  });
  const derivation = document.derivations[0]?.elaborated();
  const step = derivation?.steps[0];
  const [left, right] = [derivation?.first.term, step?.line.term];
  if (step === undefined || !left || !right) throw new Error(`no line: ${claim}`);
  const line: Claim = { left, relation: step.relation, right, upTo: null };
  return new Proofs(document, []).prove(line, step)?.outcome;
}

for (const { title, declarations, proved, not } of groups) {
  describe(title, () => {
    it.each(rows(proved))('%s', (claim) => expect(search(declarations, claim)).toBe('proved'));
    it.each(rows(not))('not %s', (claim) => expect(search(declarations, claim)).toBe('stopped'));
  });
}
