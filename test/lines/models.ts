/** The models that random lines are written over, as an author declares them, and the words of their lines. */

export interface ModelText {
  readonly name: string;
  readonly declarations: string;
  /** Densities to average over, each with the differentials of its heads. */
  readonly measures: readonly (readonly [density: string, differentials: string])[];
  /** Densities to take logarithms of. */
  readonly densities: readonly string[];
  /** Numbers of the author's. */
  readonly atoms: readonly string[];
  /** Pairs of densities over the same heads. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly params: readonly string[];
  /** Sums as they are written before their terms, with the members that the terms speak of. */
  readonly sums: readonly string[];
  readonly subsets: readonly string[];
  /** Whole expressions that the other words do not make. */
  readonly wholes: readonly string[];
}

const functions = 'function f(a)\nfunction g(a, b)\nfunction h(a) : positive';

export const modelTexts: readonly ModelText[] = [
  {
    name: 'a latent variable with inputs and parameters',
    declarations: `latent z : real
latent w
observed x, u
param theta, theta_old, phi
${functions}
density p(x, z, w | u; theta) = p(z; theta) p(w | u) p(x | z, w; theta)
density q(z, w | x; phi) = q(z | x; phi) q(w)
density r(z, w) = r(z) r(w | z)
define F(theta) = E_{p(z; theta)}[f(z)]`,
    measures: [
      ['p(z; theta)', 'dz'],
      ['p(z; theta_old)', 'dz'],
      ['p(w | u)', 'dw'],
      ['p(z, w | u; theta)', 'dz dw'],
      ['p(z, w | x, u; theta)', 'dz dw'],
      ['p(z | x, u; theta_old)', 'dz'],
      ['p(x, z, w | u; theta)', 'dx dz dw'],
      ['q(z | x; phi)', 'dz'],
      ['q(z, w | x; phi)', 'dz dw'],
      ['q(w)', 'dw'],
      ['r(z, w)', 'dz dw'],
      ['r(w | z)', 'dw'],
      ['r(z)', 'dz'],
    ],
    densities: [
      'p(x, z, w | u; theta)',
      'p(x | z, w; theta)',
      'p(x | u; theta)',
      'p(z | x, u; theta)',
      'p(z; theta)',
      'p(z; theta_old)',
      'p(w | u)',
      'q(z, w | x; phi)',
      'q(z | x; phi)',
      'q(w)',
      'r(z, w)',
      'r(z | w)',
      'r(w)',
    ],
    atoms: ['f(z)', 'g(z, w)', 'f(w)', 'h(z)', 'h(w)', 'z', 'phi', 'theta', '2', '1/3', 'F(theta)'],
    pairs: [
      ['q(z | x; phi)', 'p(z; theta)'],
      ['q(z, w | x; phi)', 'p(z, w | x, u; theta)'],
      ['q(w)', 'p(w | u)'],
      ['r(z, w)', 'q(z, w | x; phi)'],
      ['p(z; theta)', 'p(z; theta_old)'],
      ['r(z)', 'p(z; theta)'],
    ],
    params: ['theta', 'phi', 'theta_old'],
    sums: [],
    subsets: [],
    wholes: [
      'ln int int p(x, z, w | u; theta) dz dw',
      'I_{r}[z; w]',
      'H_{r}[w | z]',
      'H[q(w), p(w | u)]',
      'p(z | x, u; theta)',
      'ln p(x | u; theta)',
    ],
  },
  {
    name: 'plates and a minibatch',
    declarations: `plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent z_n, W
observed x_n
param psi, xi
let Z = {z_n}, X = {x_n}
${functions}
density p(X, Z, W) = p(W) prod_n (p(x_n | z_n, W) p(z_n))
density q(Z, W; X, psi, xi) = q(Z; X, psi) q(W; xi)
density q(Z; X, psi) = prod_n q(z_n; x_n, psi)
define L(psi, xi) = E_{q(Z, W; X, psi, xi)}[ln p(X, Z, W) - ln q(Z, W; X, psi, xi)]`,
    measures: [
      ['q(Z, W; X, psi, xi)', 'dZ dW'],
      ['q(Z; X, psi)', 'dZ'],
      ['q(W; xi)', 'dW'],
      ['q(z_n; x_n, psi)', 'dz_n'],
      ['q(z_m; x_m, psi)', 'dz_m'],
      ['p(W)', 'dW'],
      ['p(z_n)', 'dz_n'],
      ['p(Z, W | X)', 'dZ dW'],
      ['p(z_n | x_n, W)', 'dz_n'],
    ],
    densities: [
      'p(X, Z, W)',
      'p(W)',
      'p(z_n)',
      'p(z_m)',
      'p(z_n, z_m)',
      'p(z_n | z_m)',
      'p(Z)',
      'p(x_n | z_n, W)',
      'p(x_m | z_m, W)',
      'p(Z, W | X)',
      'p(X | Z, W)',
      'q(Z, W; X, psi, xi)',
      'q(Z; X, psi)',
      'q(z_n; x_n, psi)',
      'q(W; xi)',
    ],
    atoms: ['f(z_n)', 'g(z_n, W)', 'g(z_n, z_m)', 'f(W)', 'h(z_n)', 'h(W)', 'psi', 'xi', '2', '1/2', 'N', 'M'],
    pairs: [
      ['q(Z, W; X, psi, xi)', 'p(Z, W | X)'],
      ['q(W; xi)', 'p(W)'],
      ['q(z_n; x_n, psi)', 'p(z_n)'],
      ['q(Z; X, psi)', 'p(Z)'],
    ],
    params: ['psi', 'xi'],
    sums: ['sum_n', 'sum_{n in S}', 'sum_m'],
    subsets: ['S'],
    wholes: [
      'L(psi, xi)',
      'E_S[(N/M) sum_{n in S} E_{q(z_n; x_n, psi)}[ln p(z_n)]]',
      'sum_n KL[q(z_n; x_n, psi) || p(z_n)]',
      'ln prod_n q(z_n; x_n, psi)',
      'I_{p}[z_n; W | x_n]',
      'I_{p}[z_n; z_m]',
      'KL[p(z_n, z_m) || p(z_n) p(z_m)]',
    ],
  },
  {
    name: 'a chain with observations',
    declarations: `plate t = 1..T
plate k = 1..T
latent s_t
observed o_t
param theta, phi
let A = {s_t}, O = {o_t}
${functions}
density c(A, O; theta) = c(s_1) (prod_{t=2..T} c(s_t | s_{t-1}; theta)) prod_t c(o_t | s_t)
density d(A | O; phi) = prod_t d(s_t | o_t; phi)`,
    measures: [
      ['c(A | O; theta)', 'dA'],
      ['c(A; theta)', 'dA'],
      ['d(A | O; phi)', 'dA'],
      ['d(s_t | o_t; phi)', 'ds_t'],
      ['c(s_1)', 'ds_1'],
      ['c(s_t; theta)', 'ds_t'],
      ['c(s_2 | s_1; theta)', 'ds_2'],
      ['c(o_t | s_t)', 'do_t'],
      ['c(s_1, s_2; theta)', 'ds_1 ds_2'],
    ],
    densities: [
      'c(A, O; theta)',
      'c(A; theta)',
      'c(A | O; theta)',
      'c(s_1)',
      'c(s_2 | s_1; theta)',
      'c(s_1 | s_2; theta)',
      'c(o_t | s_t)',
      'c(o_k | s_k)',
      'c(o_t, o_k | s_t, s_k)',
      'c(s_t; theta)',
      'd(s_t | o_t; phi)',
      'd(A | O; phi)',
    ],
    atoms: ['f(s_t)', 'g(s_1, s_2)', 'f(s_k)', 'h(s_1)', 'h(s_t)', 'theta', '3', '1/2', 'T'],
    pairs: [
      ['d(A | O; phi)', 'c(A | O; theta)'],
      ['d(s_t | o_t; phi)', 'c(s_t; theta)'],
      ['c(s_t | o_t; theta)', 'd(s_t | o_t; phi)'],
    ],
    params: ['theta', 'phi'],
    sums: ['sum_t', 'sum_k'],
    subsets: [],
    wholes: [
      'E_{d(A | O; phi)}[sum_{t=2..T} ln c(s_t | s_{t-1}; theta)]',
      'H_{c}[s_2 | s_1; theta]',
      'I_{c}[s_1; o_1]',
      'E_{c(A; theta)}[sum_{t=2..T} g(s_{t-1}, s_t)]',
    ],
  },
  {
    name: 'families without factorisations and tables',
    declarations: `latent x : real
latent x' : real
latent y
latent a : {0, 1}
latent b : {0, 1}
param s : positive
param mu
${functions}
density p(x; mu)
density q(x; mu)
density k(y | x; s)
density l(y | x)
density u(a) = table[a] [1/3, 2/3]
density u(b | a) = table[a, b] [[1/4, 3/4], [1/2, 1/2]]
density v(a)`,
    measures: [
      ['p(x; mu)', 'dx'],
      ['q(x; mu)', 'dx'],
      ['p(x; mu) k(y | x; s)', 'dx dy'],
      ['q(x; mu) l(y | x)', 'dx dy'],
      ['k(y | x; s)', 'dy'],
      ['l(y | x)', 'dy'],
      ['u(a)', 'da'],
      ['u(b | a)', 'db'],
      ['u(a, b)', 'da db'],
      ['v(a)', 'da'],
      ['p(x; mu) v(a)', 'dx da'],
      ["p(x = x'; mu)", "dx'"],
    ],
    densities: [
      'p(x; mu)',
      'q(x; mu)',
      'k(y | x; s)',
      'l(y | x)',
      'u(a)',
      'u(b | a)',
      'u(b)',
      'u(a, b)',
      'v(a)',
      "q(x = x'; mu)",
    ],
    atoms: ['f(x)', 'g(x, y)', 'f(y)', 'h(x)', 'h(y)', 'x', "x'", 'a', 'b', 'f(a)', 's', 'mu', '2', '1/3', 'exp(f(x))'],
    pairs: [
      ['p(x; mu)', 'q(x; mu)'],
      ['k(y | x; s)', 'l(y | x)'],
      ['p(x; mu) k(y | x; s)', 'q(x; mu) l(y | x)'],
      ['u(a)', 'v(a)'],
      ['v(a)', 'u(a)'],
    ],
    params: ['mu', 's'],
    sums: [],
    subsets: [],
    wholes: ['I_{u}[a; b]', 'H_{u}[b | a]', 'H[u(a), v(a)]', 'sqrt(E_{p(x; mu)}[h(x)])', 'E_{p(x; mu)}[1 / h(x)]'],
  },
  {
    name: 'plates of plates',
    declarations: `plate i = 1..2
plate j = 1..2
latent a_i, b_{i, j}
param eta
let A = {a_i}, B = {b_{i, j}}
${functions}
density p(A, B; eta) = prod_i (p(a_i; eta) prod_j p(b_{i, j} | a_i))
density q(A) = prod_i q(a_i)`,
    measures: [
      ['p(A; eta)', 'dA'],
      ['p(a_i; eta)', 'da_i'],
      ['p(b_{i, j} | a_i)', 'db_{i,j}'],
      ['q(A)', 'dA'],
      ['q(a_i)', 'da_i'],
      ['p(A, B; eta)', 'dA dB'],
    ],
    densities: ['p(A, B; eta)', 'p(A; eta)', 'p(a_i; eta)', 'p(b_{i, j} | a_i)', 'p(b_{i, j}; eta)', 'q(A)', 'q(a_i)'],
    atoms: ['f(a_i)', 'g(a_i, b_{i, j})', 'h(a_i)', 'h(b_{i, j})', 'f(b_{i, j})', 'eta', '2', '3'],
    pairs: [
      ['q(A)', 'p(A; eta)'],
      ['q(a_i)', 'p(a_i; eta)'],
    ],
    params: ['eta'],
    sums: ['sum_i', 'sum_j', 'sum_i sum_j'],
    subsets: [],
    wholes: ['sum_i ln prod_j p(b_{i, j} | a_i)', 'sum_i KL[q(a_i) || p(a_i; eta)]', 'ln p(A, B; eta)'],
  },
];
