/**
 * Lines of the kinds that textbooks have, each with its verdict: what is true is proved or confirmed without a warning,
 * and what people get wrong is refuted. A fact is one line: the verdict, the claim, and behind `#` the warnings.
 */
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

interface Group {
  readonly title: string;
  readonly declarations: string;
  readonly facts: string;
}

const groups: readonly Group[] = [
  {
    title: 'nested and conditional expectations, divergences and entropies of two real variables',
    declarations: `
    latent x : real
    latent y : real
    latent z : real
    function f(x)
    function g(x, y)
    density p(x, y, z) = p(x) p(y | x) p(z | x, y)
    density q(x)
    `,
    facts: `
    proved    E_{p(x)}[E_{p(x)}[f(x)]] = E_{p(x)}[f(x)]
    proved    E_{p(x) p(y | x)}[E_{p(y | x)}[g(x, y)]] = E_{p(x, y)}[g(x, y)]
    proved    E_{p(x) p(y | x)}[f(x) E_{p(y | x)}[g(x, y)]] = E_{p(x, y)}[f(x) g(x, y)]
    refuted   E_{p(x) p(y | x)}[f(y) E_{p(y | x)}[g(x, y)]] = E_{p(x, y)}[f(y) g(x, y)]
    refuted   E_{p(x)}[f(x)] = int f(x) dx
    refuted   H[p(x)] = - int ln p(x) dx
    refuted   E_{p(x, y)}[g(x, y)] = int int p(x) g(x, y) dx dy
    proved    E_{p(x)}[f(x) E_{p(x)}[f(x)]] = E_{p(x)}[f(x)]^2
    refuted   E_{p(x)}[f(x) E_{p(x)}[f(x)]] = E_{p(x)}[f(x)^2]
    proved    E_{p(x)}[E_{p(x)}[x]^2] = E_{p(x)}[x]^2
    refuted   E_{p(x)}[E_{p(x)}[x]^2] = E_{p(x)}[x^2]
    proved    E_{p(x)}[x E_{q(x)}[x]] = E_{p(x)}[x] E_{q(x)}[x]
    refuted   E_{p(x)}[x E_{q(x)}[x]] = E_{q(x)}[x]^2
    proved    E_{p(x)}[E_{p(y | x)}[E_{p(z | x, y)}[z]]] = E_{p(z)}[z]
    refuted   E_{p(x)}[E_{p(y | x)}[E_{p(z | x, y)}[z]]] = E_{p(y)}[y]
    proved    E_{p(x)}[E_{p(y | x)}[y] E_{p(y | x)}[y^2]] = E_{p(x)}[E_{p(y | x)}[y^2] E_{p(y | x)}[y]]
    refuted   E_{p(x)}[E_{p(y | x)}[y] E_{p(y | x)}[y^2]] = E_{p(y)}[y^3]
    refuted   E_{p(x)}[E_{p(y | x)}[y]^2] = E_{p(y)}[y]^2
    refuted   E_{p(x)}[E_{p(y | x)}[y]^2] = E_{p(y)}[y^2]
    proved    E_{p(x)}[E_{p(y | x)}[y]^2] >= E_{p(y)}[y]^2
    refuted   E_{p(x)}[E_{p(y | x)}[y]^2] <= E_{p(y)}[y]^2
    proved    E_{p(x)}[E_{p(y | x)}[y]^2] <= E_{p(y)}[y^2]
    proved    E_{p(x)}[KL[p(y | x) || p(y)]] = I_{p}[x; y]
    proved    E_{p(x)}[KL[p(y | x) || p(y)]] = KL[p(x, y) || p(x) p(y)]
    refuted   E_{p(x)}[KL[p(y) || p(y | x)]] = I_{p}[x; y]
    proved    E_{p(x)}[KL[p(y) || p(y | x)]] = KL[p(x) p(y) || p(x, y)]
    proved    E_{p(x) p(y)}[g(x, y)] = E_{p(x)}[E_{p(y)}[g(x, y)]]
    proved    E_{p(x) p(y)}[g(x, y)] = E_{p(y)}[E_{p(x)}[g(x, y)]]
    refuted   E_{p(x) p(y)}[g(x, y)] = E_{p(x, y)}[g(x, y)]
    refuted   E_{p(x)}[E_{p(y)}[g(x, y)]] = E_{p(x)}[E_{p(y | x)}[g(x, y)]]
    proved    E_{p(x) p(y)}[f(x) f(y)] = E_{p(x)}[f(x)] E_{p(y)}[f(y)]
    refuted   E_{p(x, y)}[f(x) f(y)] = E_{p(x)}[f(x)] E_{p(y)}[f(y)]
    proved    int p(x) (int p(x) f(x) dx) dx = E_{p(x)}[f(x)]
    proved    int p(x) f(x) dx int p(x) f(x) dx = E_{p(x)}[f(x)]^2
    refuted   int p(x) f(x) dx int p(x) f(x) dx = E_{p(x)}[f(x)^2]
    proved    int int p(x, y) g(x, y) dx dy = E_{p(x, y)}[g(x, y)]
    proved    E_{p(x)}[p(x)] = int p(x)^2 dx
    refuted   E_{p(x)}[p(x)] = int p(x)^3 dx
    proved    E_{p(x)}[q(x) / p(x)] = 1
    proved    E_{p(x)}[(q(x) / p(x)) f(x)] = E_{q(x)}[f(x)]
    refuted   E_{p(x)}[(p(x) / q(x)) f(x)] = E_{q(x)}[f(x)]
    refuted   E_{p(x)}[q(x) / p(x)] = E_{q(x)}[q(x) / p(x)]
    proved    E_{q(x)}[p(x) / q(x)] = E_{p(x)}[q(x) / p(x)]
    proved    E_{q(x)}[p(x) ln p(x)] = E_{p(x)}[q(x) ln p(x)]
    proved    E_{p(x)}[(E_{p(y | x)}[y] - E_{p(y)}[y])^2] = Var_{p(x)}[E_{p(y | x)}[y]]
    refuted   E_{p(x)}[(E_{p(y | x)}[y] - E_{p(y)}[y])^2] = Var_{p(y)}[y]
    proved    Var_{p(y)}[y] = E_{p(x)}[Var_{p(y | x)}[y]] + Var_{p(x)}[E_{p(y | x)}[y]]
    refuted   Var_{p(y)}[y] = E_{p(x)}[Var_{p(y | x)}[y]]
    refuted   Var_{p(y)}[y] = E_{p(x)}[Var_{p(y | x)}[y]] - Var_{p(x)}[E_{p(y | x)}[y]]
    confirmed Var_{p(y)}[y] >= E_{p(x)}[Var_{p(y | x)}[y]]
    refuted   Var_{p(y)}[y] <= E_{p(x)}[Var_{p(y | x)}[y]]
    proved    Cov_{p(x, y, z)}[y, z] = E_{p(x)}[Cov_{p(y, z | x)}[y, z]] + Cov_{p(x)}[E_{p(y | x)}[y], E_{p(z | x)}[z]]
    refuted   Cov_{p(x, y, z)}[y, z] = E_{p(x)}[Cov_{p(y, z | x)}[y, z]]
    refuted   Cov_{p(x, y, z)}[y, z] = Cov_{p(x)}[E_{p(y | x)}[y], E_{p(z | x)}[z]]
    proved    Var_{p(x, y)}[x + y] = Var_{p(x)}[x] + Var_{p(y)}[y] + 2 Cov_{p(x, y)}[x, y]
    refuted   Var_{p(x, y)}[x + y] = Var_{p(x)}[x] + Var_{p(y)}[y]
    refuted   Var_{p(x, y)}[x + y] = Var_{p(x)}[x] + Var_{p(y)}[y] + Cov_{p(x, y)}[x, y]
    proved    Var_{p(x) p(y)}[x + y] = Var_{p(x)}[x] + Var_{p(y)}[y]
    proved    Var_{p(x) p(y)}[x - y] = Var_{p(x)}[x] + Var_{p(y)}[y]
    refuted   Var_{p(x) p(y)}[x - y] = Var_{p(x)}[x] - Var_{p(y)}[y]
    proved    Var_{p(x) p(y)}[x y] = Var_{p(x)}[x] Var_{p(y)}[y] + Var_{p(x)}[x] E_{p(y)}[y]^2 + Var_{p(y)}[y] E_{p(x)}[x]^2
    refuted   Var_{p(x) p(y)}[x y] = Var_{p(x)}[x] Var_{p(y)}[y]
    proved    E_{p(x) p(y)}[(f(x) - f(y))^2] = E_{p(x)}[f(x)^2] - 2 E_{p(x)}[f(x)] E_{p(y)}[f(y)] + E_{p(y)}[f(y)^2]
    confirmed E_{p(x, y)}[x y]^2 <= E_{p(x)}[x^2] E_{p(y)}[y^2]
    refuted   E_{p(x, y)}[x y]^2 >= E_{p(x)}[x^2] E_{p(y)}[y^2]
    confirmed Cov_{p(x, y)}[x, y]^2 <= Var_{p(x)}[x] Var_{p(y)}[y]
    refuted   Cov_{p(x, y)}[x, y] <= Var_{p(x)}[x] Var_{p(y)}[y]
    proved    E_{p(x)}[x]^2 <= E_{p(x)}[x^2]
    refuted   E_{p(x)}[x^2] <= E_{p(x)}[x]^2
    refuted   E_{p(x)}[x]^2 <= E_{p(x)}[x]
    proved    E_{p(x)}[x^2]^2 <= E_{p(x)}[x^4]
    refuted   E_{p(x)}[x^2]^2 >= E_{p(x)}[x^4]
    proved    exp(E_{p(x)}[x]) <= E_{p(x)}[exp(x)]
    refuted   exp(E_{p(x)}[x]) >= E_{p(x)}[exp(x)]
    proved    abs(E_{p(x)}[x]) <= E_{p(x)}[abs(x)]
    refuted   abs(E_{p(x)}[x]) = E_{p(x)}[abs(x)]
    proved    H[p(y)] <= H[p(x, y)] - H_{p}[x | y]
    proved    H_{p}[y | x] <= H[p(y)]
    refuted   H_{p}[y | x] >= H[p(y)]
    refuted   H[p(x, y)] >= H[p(x)]
    proved    I_{p}[x; y] >= 0
    refuted   I_{p}[x; y] <= 0
    refuted   I_{p}[x; y] = 0
    refuted   KL[p(x) || q(x)] = KL[q(x) || p(x)]
    proved    KL[p(x) || q(x)] >= 0
    proved    H[p(x), q(x)] >= H[p(x)]
    proved    H[p(x), q(x)] = H[p(x)] + KL[p(x) || q(x)]
    refuted   H[p(x), q(x)] = H[p(x)] + KL[q(x) || p(x)]
    refuted   H[p(x), q(x)] = H[q(x), p(x)]
    proved    E_{p(x)}[E_{p(y | x)}[g(x, y)]^2] <= E_{p(x, y)}[g(x, y)^2]
    proved    E_{p(x)}[f(x) - E_{p(x)}[f(x)]] = 0
    refuted   E_{p(x)}[f(x) - E_{q(x)}[f(x)]] = 0
    proved    E_{p(x)}[E_{q(x)}[f(x) x]] = E_{q(x)}[f(x) x]
    witnessed E_{p(x)}[f(x)] != f(E_{p(x)}[x])
    witnessed E_{p(x)}[x]^2 != E_{p(x)}[x^2]
    refuted   E_{p(x)}[E_{p(y | x)}[y]] != E_{p(y)}[y]
    refuted   f(E_{p(x)}[x]) = E_{p(x)}[f(x)]
    `,
  },
  {
    title: 'gradients of marginals, divergences and entropies',
    declarations: `
    latent z
    observed x
    param theta, phi
    function f(z)
    density p(x, z; theta) = p(z; theta) p(x | z; theta)
    density q(z; phi)
    density r(x)
    `,
    facts: `
    proved    grad_{theta}(ln p(x; theta)) = E_{p(z | x; theta)}[grad_{theta}(ln p(x, z; theta))]
    refuted   grad_{theta}(ln p(x; theta)) = E_{p(z; theta)}[grad_{theta}(ln p(x, z; theta))]
    refuted   grad_{theta}(ln p(x; theta)) = E_{p(z; theta)}[grad_{theta}(ln p(x | z; theta))]
    refuted   grad_{theta}(ln p(x; theta)) = E_{p(z | x; theta)}[grad_{theta}(ln p(x | z; theta))]
    refuted   grad_{theta}(ln p(x; theta)) = grad_{theta}(E_{p(z | x; theta)}[ln p(x, z; theta)])
    proved    grad_{theta}(grad_{theta}(ln p(x; theta))) = grad_{theta}(grad_{theta}(p(x; theta))) / p(x; theta) - (grad_{theta}(ln p(x; theta)))^2
    refuted   grad_{theta}(grad_{theta}(ln p(x; theta))) = grad_{theta}(grad_{theta}(p(x; theta))) / p(x; theta)
    proved    grad_{theta}(grad_{theta}(ln p(x; theta))) = E_{p(z | x; theta)}[grad_{theta}(grad_{theta}(ln p(x, z; theta)))] + Var_{p(z | x; theta)}[grad_{theta}(ln p(x, z; theta))]
    refuted   grad_{theta}(grad_{theta}(ln p(x; theta))) = E_{p(z | x; theta)}[grad_{theta}(grad_{theta}(ln p(x, z; theta)))]
    refuted   grad_{theta}(grad_{theta}(ln p(x; theta))) = E_{p(z | x; theta)}[grad_{theta}(grad_{theta}(ln p(x, z; theta)))] - Var_{p(z | x; theta)}[grad_{theta}(ln p(x, z; theta))]
    proved    E_{p(x; theta)}[(grad_{theta}(ln p(x; theta)))^2] = - E_{p(x; theta)}[grad_{theta}(grad_{theta}(ln p(x; theta)))]
    refuted   E_{p(x; theta)}[(grad_{theta}(ln p(x; theta)))^2] = E_{p(x; theta)}[grad_{theta}(grad_{theta}(ln p(x; theta)))]
    proved    E_{p(z; theta)}[(grad_{theta}(ln p(z; theta)))^2] = - E_{p(z; theta)}[grad_{theta}(grad_{theta}(ln p(z; theta)))]
    refuted   E_{q(z; phi)}[(grad_{theta}(ln p(z; theta)))^2] = - E_{q(z; phi)}[grad_{theta}(grad_{theta}(ln p(z; theta)))]
    proved    E_{p(x; theta)}[grad_{theta}(ln p(x; theta))] = 0
    refuted   E_{r(x)}[grad_{theta}(ln p(x; theta))] = 0
    proved    E_{p(z | x; theta)}[grad_{theta}(ln p(z | x; theta))] = 0
    refuted   E_{p(z; theta)}[grad_{theta}(ln p(z | x; theta))] = 0
    proved    grad_{phi}(KL[q(z; phi) || p(z; theta)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) (ln q(z; phi) - ln p(z; theta))]
    refuted   grad_{phi}(KL[q(z; phi) || p(z; theta)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi) - ln p(z; theta))]
    refuted   grad_{phi}(KL[q(z; phi) || p(z; theta)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) (ln q(z; phi) + ln p(z; theta))]
    proved    grad_{theta}(KL[q(z; phi) || p(z; theta)]) = - E_{q(z; phi)}[grad_{theta}(ln p(z; theta))]
    refuted   grad_{theta}(KL[q(z; phi) || p(z; theta)]) = E_{q(z; phi)}[grad_{theta}(ln p(z; theta))]
    proved    grad_{phi}(H[q(z; phi)]) = - E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) ln q(z; phi)]
    refuted   grad_{phi}(H[q(z; phi)]) = - E_{q(z; phi)}[grad_{phi}(ln q(z; phi))]
    refuted   grad_{phi}(H[q(z; phi)]) = 0
    refuted   grad_{phi}(H[q(z; phi)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) ln q(z; phi)]
    proved    grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{q(z; phi)}[(f(z) - E_{q(z; phi)}[f(z)]) grad_{phi}(ln q(z; phi))]
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{q(z; phi)}[(f(z) - f(z)) grad_{phi}(ln q(z; phi))]
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{q(z; phi)}[grad_{phi}(f(z) ln q(z; phi)) - f(z)]
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{q(z; phi)}[(f(z) - ln q(z; phi)) grad_{phi}(ln q(z; phi))]
    proved    grad_{phi}(E_{q(z; phi)}[f(z)]) = Cov_{q(z; phi)}[f(z), grad_{phi}(ln q(z; phi))]
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = Var_{q(z; phi)}[grad_{phi}(ln q(z; phi))]
    proved    grad_{phi}(E_{q(z; phi)}[f(z)]^2) = 2 E_{q(z; phi)}[f(z)] grad_{phi}(E_{q(z; phi)}[f(z)])
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]^2) = grad_{phi}(E_{q(z; phi)}[f(z)])^2
    proved    grad_{phi}(E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) (ln p(x, z; theta) - ln q(z; phi))]
    refuted   grad_{phi}(E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)]) = E_{q(z; phi)}[grad_{phi}(ln p(x, z; theta) - ln q(z; phi))]
    proved    grad_{phi}(E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)]) = - grad_{phi}(KL[q(z; phi) || p(z | x; theta)])
    refuted   grad_{phi}(E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)]) = grad_{phi}(KL[q(z; phi) || p(z | x; theta)])
    proved    grad_{theta}(E_{q(z; phi)}[ln p(x, z; theta)]) = E_{q(z; phi)}[grad_{theta}(ln p(x, z; theta))]
    proved    grad_{theta}(p(x; theta)) = p(x; theta) grad_{theta}(ln p(x; theta))
    refuted   grad_{theta}(p(x; theta)) = grad_{theta}(ln p(x; theta))
    proved    grad_{theta}(int p(x, z; theta) dz) = int grad_{theta}(p(x, z; theta)) dz
    proved    grad_{theta}(ln int p(x, z; theta) dz) = (int grad_{theta}(p(x, z; theta)) dz) / (int p(x, z; theta) dz)
    refuted   grad_{theta}(ln int p(x, z; theta) dz) = int grad_{theta}(ln p(x, z; theta)) dz
    proved    grad_{phi}(grad_{theta}(E_{q(z; phi)}[ln p(x, z; theta)])) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) grad_{theta}(ln p(x, z; theta))]
    refuted   grad_{phi}(grad_{theta}(E_{q(z; phi)}[ln p(x, z; theta)])) = 0
    confirmed E_{p(x; theta)}[grad_{theta}(ln p(x; theta))^2] <= E_{p(x, z; theta)}[(grad_{theta}(ln p(x, z; theta)))^2]
    refuted   E_{p(x; theta)}[(grad_{theta}(ln p(x; theta)))^2] >= E_{p(x, z; theta)}[(grad_{theta}(ln p(x, z; theta)))^2]
    proved    E_{p(x, z; theta)}[(grad_{theta}(ln p(x, z; theta)))^2] = E_{p(z; theta)}[(grad_{theta}(ln p(z; theta)))^2] + E_{p(x, z; theta)}[(grad_{theta}(ln p(x | z; theta)))^2]
    refuted   E_{p(x, z; theta)}[(grad_{theta}(ln p(x, z; theta)))^2] = E_{p(z; theta)}[(grad_{theta}(ln p(z; theta)))^2] + E_{p(x; theta)}[(grad_{theta}(ln p(x; theta)))^2]
    proved    grad_{phi}(E_{q(z; phi)}[ln q(z; phi)]) = E_{q(z; phi)}[grad_{phi}(ln q(z; phi)) (1 + ln q(z; phi))]
    witnessed grad_{phi}(H[q(z; phi)]) != 0
    refuted   grad_{phi}(E_{q(z; phi)}[1]) != 0
    proved    grad_{theta}(E_{q(z; phi)}[f(z)]) = grad_{theta}(E_{q(z; phi)}[f(z)^2])   # vacuous
    proved    grad_{theta}(E_{q(z; phi)}[f(z)]) = 0
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = grad_{phi}(E_{q(z; phi)}[f(z)^2])
    `,
  },
  {
    title: 'reparameterisation of a normal law',
    declarations: `
    latent z : real
    latent eps : real
    param m : real, s : positive
    function f(z)
    density q(z; m, s) = Normal(z; m, s^2)
    density n(eps) = Normal(eps; 0, 1)
    `,
    facts: `
    confirmed E_{q(z; m, s)}[f(z)] = E_{n(eps)}[f(m + s eps)]
    refuted   E_{q(z; m, s)}[f(z)] = E_{n(eps)}[f(m + s^2 eps)]
    refuted   E_{q(z; m, s)}[f(z)] = E_{n(eps)}[f(s + m eps)]
    confirmed E_{q(z; m, s)}[f(z)] = E_{n(eps)}[f(m - s eps)]
    confirmed grad_{m}(E_{q(z; m, s)}[f(z)]) = E_{n(eps)}[grad_{m}(f(m + s eps))]
    confirmed grad_{s}(E_{q(z; m, s)}[f(z)]) = E_{n(eps)}[grad_{s}(f(m + s eps))]
    refuted   grad_{s}(E_{q(z; m, s)}[f(z)]) = E_{n(eps)}[grad_{m}(f(m + s eps))]
    confirmed grad_{m}(E_{q(z; m, s)}[f(z)]) = E_{q(z; m, s)}[d/dz (f(z))]
    refuted   grad_{s}(E_{q(z; m, s)}[f(z)]) = E_{q(z; m, s)}[d/dz (f(z))]
    confirmed grad_{s}(E_{q(z; m, s)}[f(z)]) = E_{q(z; m, s)}[((z - m) / s) d/dz (f(z))]
    confirmed grad_{s}(E_{q(z; m, s)}[f(z)]) = s E_{q(z; m, s)}[d/dz (d/dz (f(z)))]
    refuted   grad_{s}(E_{q(z; m, s)}[f(z)]) = E_{q(z; m, s)}[d/dz (d/dz (f(z)))] / 2
    confirmed E_{q(z; m, s)}[(z - m) f(z)] = s^2 E_{q(z; m, s)}[d/dz (f(z))]
    refuted   E_{q(z; m, s)}[(z - m) f(z)] = s E_{q(z; m, s)}[d/dz (f(z))]
    proved    H[q(z; m, s)] = 1/2 ln (2 pi s^2) + 1/2
    proved    H[q(z; m, s)] = ln s + H[n(eps)]
    refuted   H[q(z; m, s)] = 2 ln s + H[n(eps)]
    refuted   H[q(z; m, s)] = 1/2 ln (2 pi s^2)
    proved    KL[q(z; m, s) || n(eps = z)] = 1/2 (s^2 + m^2 - 1 - ln (s^2))
    refuted   KL[q(z; m, s) || n(eps = z)] = 1/2 (s^2 + m^2 - 1 + ln (s^2))
    refuted   KL[q(z; m, s) || n(eps = z)] = 1/2 (s^2 + m^2 - ln (s^2))
    proved    grad_{s}(KL[q(z; m, s) || n(eps = z)]) = s - 1/s
    refuted   grad_{s}(KL[q(z; m, s) || n(eps = z)]) = s + 1/s
    proved    grad_{m}(H[q(z; m, s)]) = 0
    proved    grad_{s}(H[q(z; m, s)]) = 1 / s
    proved    grad_{m}(ln q(z; m, s)) = (z - m) / s^2
    refuted   grad_{m}(ln q(z; m, s)) = (m - z) / s^2
    proved    grad_{s}(ln q(z; m, s)) = (z - m)^2 / s^3 - 1/s
    proved    E_{q(z; m, s)}[(grad_{m}(ln q(z; m, s)))^2] = 1 / s^2
    proved    E_{q(z; m, s)}[(grad_{s}(ln q(z; m, s)))^2] = 2 / s^2
    refuted   E_{q(z; m, s)}[(grad_{s}(ln q(z; m, s)))^2] = 1 / s^2
    confirmed q(z = m + s eps; m, s) = n(eps) / s
    refuted   q(z = m + s eps; m, s) = n(eps)
    proved    E_{q(z; m, s)}[z^4] = m^4 + 6 m^2 s^2 + 3 s^4
    refuted   E_{q(z; m, s)}[z^4] = m^4 + 6 m^2 s^2 + s^4
    proved    E_{q(z; m, s)}[exp(z)] = exp(m + s^2 / 2)
    refuted   E_{q(z; m, s)}[exp(z)] = exp(m)
    proved    E_{q(z; m, s)}[exp(z)] >= exp(m)
    `,
  },
  {
    title: 'sums and integrals inside logarithms',
    declarations: `
    latent z, w
    observed x
    density p(x, z) = p(z) p(x | z)
    density q(z)
    density r(z | x)
    `,
    facts: `
    proved    ln p(x) = ln int p(x | z) p(z) dz
    proved    ln p(x) = ln E_{p(z)}[p(x | z)]
    refuted   ln p(x) = E_{p(z)}[ln p(x | z)]
    proved    ln p(x) >= E_{p(z)}[ln p(x | z)]
    refuted   ln p(x) <= E_{p(z)}[ln p(x | z)]
    proved    ln E_{q(z)}[p(x, z) / q(z)] = ln p(x)
    refuted   ln E_{q(z)}[p(x, z) q(z)] = ln p(x)
    refuted   ln E_{q(z)}[p(x | z) / q(z)] = ln p(x)
    proved    ln E_{q(z)}[p(x, z) / q(z)] >= E_{q(z)}[ln (p(x, z) / q(z))]
    refuted   ln E_{q(z)}[p(x, z) / q(z)] <= E_{q(z)}[ln (p(x, z) / q(z))]
    proved    ln p(x) = E_{q(z)}[ln p(x, z) - ln q(z)] + KL[q(z) || p(z | x)]
    refuted   ln p(x) = E_{q(z)}[ln p(x, z) - ln q(z)] - KL[q(z) || p(z | x)]
    refuted   ln p(x) = E_{q(z)}[ln p(x, z) - ln q(z)] + KL[p(z | x) || q(z)]
    refuted   ln p(x) = E_{q(z)}[ln p(x, z) - ln q(z)] + KL[q(z) || p(z)]
    proved    ln p(x) = E_{p(z | x)}[ln p(x, z)] + H[p(z | x)]
    refuted   ln p(x) = E_{p(z | x)}[ln p(x | z)] + H[p(z | x)]
    proved    ln p(x) = E_{p(z | x)}[ln p(x | z)] - KL[p(z | x) || p(z)]
    refuted   ln p(x) = E_{p(z | x)}[ln p(x | z)] + KL[p(z | x) || p(z)]
    proved    ln p(x) <= E_{p(z | x)}[ln p(x, z) - ln p(z | x)]
    proved    ln p(x) >= E_{r(z | x)}[ln p(x, z) - ln r(z | x)]
    refuted   ln p(x) <= E_{r(z | x)}[ln p(x, z) - ln r(z | x)]
    proved    ln p(x) >= E_{q(z)}[ln p(x | z)] - KL[q(z) || p(z)]
    refuted   ln p(x) >= E_{q(z)}[ln p(x | z)] + KL[q(z) || p(z)]
    proved    ln p(x) >= E_{q(z) q(z = w)}[ln ((p(x, z) / q(z) + p(x, z = w) / q(z = w)) / 2)]
    refuted   ln p(x) <= E_{q(z) q(z = w)}[ln ((p(x, z) / q(z) + p(x, z = w) / q(z = w)) / 2)]
    confirmed E_{q(z)}[ln (p(x, z) / q(z))] <= E_{q(z) q(z = w)}[ln ((p(x, z) / q(z) + p(x, z = w) / q(z = w)) / 2)]
    refuted   E_{q(z)}[ln (p(x, z) / q(z))] >= E_{q(z) q(z = w)}[ln ((p(x, z) / q(z) + p(x, z = w) / q(z = w)) / 2)]
    proved    ln p(x) >= E_{q(z)}[ln (p(x, z) / (2 q(z)))]
    refuted   ln p(x) >= E_{q(z)}[ln (2 p(x, z) / q(z))]
    refuted   ln p(x) <= E_{q(z)}[ln (p(x, z) / (2 q(z)))]
    proved    p(z | x) propto_{z} p(x | z) p(z)
    proved    p(z | x) propto_{z} - p(x | z) p(z)
    refuted   p(z | x) propto_{z} p(x | z) p(z) - p(x, z)
    proved    p(z | x) propto_{z} p(x, z)
    refuted   p(z | x) propto_{z} p(x | z)
    refuted   p(z | x) propto_{x} p(x, z)
    refuted   p(x | z) propto_{z} p(x, z)
    proved    p(x | z) propto_{x} p(x, z)
    proved    ln p(z | x) = ln p(x | z) + ln p(z) + const_{z}
    refuted   ln p(z | x) = ln p(x | z) + const_{z}
    refuted   ln p(z | x) = ln p(x | z) - ln p(z) + const_{z}
    proved    ln p(x | z) = ln p(z | x) + ln p(x) + const_{x}
    refuted   ln p(x | z) = ln p(z | x) + ln p(x) + const_{z}
    proved    ln p(x | z) = ln p(z | x) - ln p(z) + const_{z}
    proved    p(z | x) = p(x | z) p(z) / int p(x | z = w) p(z = w) dw
    refuted   p(z | x) = p(x | z) p(z) / int p(x | z = w) dw
    proved    int p(z | x) dz = 1
    refuted   int p(x | z) dz = 1
    proved    int p(x | z) dx = 1
    refuted   int p(x, z) dz = 1
    proved    int int p(x, z) dz dx = 1
    proved    KL[r(z | x) || p(z | x)] = KL[r(z | x) || p(z)] - E_{r(z | x)}[ln p(x | z)] + ln p(x)
    refuted   KL[r(z | x) || p(z | x)] = KL[r(z | x) || p(z)] - E_{r(z | x)}[ln p(x | z)] - ln p(x)
    proved    E_{q(z)}[p(x | z)]^2 <= E_{q(z)}[p(x | z)^2]
    `,
  },
  {
    title: 'a mixture with discrete latent variables',
    declarations: `
    plate n = 1..N
    latent z_n : 1..K, mu : real
    observed x_n
    param theta, theta_old, theta0
    let Z = {z_n}, X = {x_n}
    density p(X, Z; theta) = prod_n (p(z_n; theta) p(x_n | z_n; theta))
    density q(Z) = prod_n q(z_n)
    `,
    facts: `
    proved    p(X; theta) = prod_n p(x_n; theta)
    proved    ln p(X; theta) = sum_n ln sum_{z_n} p(x_n, z_n; theta)
    proved    ln p(X; theta) = sum_n ln p(x_n; theta)
    refuted   ln p(X; theta) = ln sum_n p(x_n; theta)
    proved    p(Z | X; theta) = prod_n p(z_n | x_n; theta)
    refuted   p(Z | X; theta) = prod_n p(z_n; theta)
    refuted   p(Z | X; theta) = sum_n p(z_n | x_n; theta)
    proved    p(z_n | X; theta) = p(z_n | x_n; theta)
    proved    E_{p(Z | X; theta_old)}[ln p(X, Z; theta)] = sum_n E_{p(z_n | x_n; theta_old)}[ln p(x_n, z_n; theta)]
    refuted   E_{p(Z | X; theta_old)}[ln p(X, Z; theta)] = sum_n E_{p(z_n | x_n; theta)}[ln p(x_n, z_n; theta)]
    refuted   E_{p(Z | X; theta_old)}[ln p(X, Z; theta)] = sum_n E_{p(z_n; theta_old)}[ln p(x_n, z_n; theta)]
    proved    E_{p(z_n | x_n; theta_old)}[ln p(x_n, z_n; theta)] = sum_{z_n} p(z_n | x_n; theta_old) ln p(x_n, z_n; theta)
    proved    ln p(X; theta) - ln p(X; theta_old) >= E_{p(Z | X; theta_old)}[ln p(X, Z; theta)] - E_{p(Z | X; theta_old)}[ln p(X, Z; theta_old)]
    proved    E_{p(Z | X; theta0)}[ln p(X, Z; theta)] = sum_n E_{p(z_n | x_n; theta = theta0)}[ln p(x_n, z_n; theta)]
    refuted   E_{p(Z | X; theta0)}[ln p(X, Z; theta)] = sum_n E_{p(z_n | x_n; theta)}[ln p(x_n, z_n; theta)]
    refuted   ln p(X; theta) - ln p(X; theta_old) <= E_{p(Z | X; theta_old)}[ln p(X, Z; theta)] - E_{p(Z | X; theta_old)}[ln p(X, Z; theta_old)]
    proved    grad_{theta}(ln p(X; theta)) = sum_n sum_{z_n} p(z_n | x_n; theta) grad_{theta}(ln p(x_n, z_n; theta))
    refuted   grad_{theta}(ln p(X; theta)) = sum_n sum_{z_n} grad_{theta}(ln p(x_n, z_n; theta))
    proved    sum_{z_n} p(z_n | x_n; theta) = 1
    proved    E_{prod_n q(z_n)}[sum_n ln q(z_n)] = - sum_n H[q(z_n)]
    proved    E_{prod_n q(z_n)}[ln p(X, Z; theta)] = sum_n E_{q(z_n)}[ln p(x_n, z_n; theta)]
    refuted   E_{prod_n q(z_n)}[ln p(X, Z; theta)] = prod_n E_{q(z_n)}[ln p(x_n, z_n; theta)]
    proved    H[q(Z)] = sum_n H[q(z_n)]
    proved    KL[q(Z) || p(Z; theta)] = sum_n KL[q(z_n) || p(z_n; theta)]
    refuted   KL[q(Z) || p(Z; theta)] = sum_n KL[p(z_n; theta) || q(z_n)]
    proved    ln p(X; theta) >= sum_n (E_{q(z_n)}[ln p(x_n, z_n; theta)] + H[q(z_n)])
    refuted   ln p(X; theta) >= sum_n (E_{q(z_n)}[ln p(x_n, z_n; theta)] - E_{q(z_n)}[ln p(z_n; theta)] + H[q(z_n)])
    confirmed E_{p(z_n; theta)}[z_n] <= K
    confirmed E_{p(z_n; theta)}[z_n] >= 1
    refuted   E_{p(z_n; theta)}[z_n] >= K
    refuted   E_{p(z_n; theta)}[z_n] = (K + 1) / 2
    `,
  },
  {
    title: 'a hidden Markov model',
    declarations: `
    plate t = 1..T
    latent z_t : 1..K
    observed x_t
    density p(z_{1:T}, x_{1:T}) = p(z_1) (prod_{t=2..T} p(z_t | z_{t-1})) prod_t p(x_t | z_t)
    `,
    facts: `
    proved    p(z_t | x_{1:t}) propto_{z_t} p(x_t | z_t) sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1} | x_{1:t-1})
    refuted   p(z_t | x_{1:t}) propto_{z_t} p(x_t | z_t) sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1})
    refuted   p(z_t | x_{1:t}) propto_{z_t} sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1} | x_{1:t-1})
    proved    p(z_t, x_{1:t}) = p(x_t | z_t) sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1}, x_{1:t-1})
    refuted   p(z_t, x_{1:t}) = p(x_t | z_t) sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1} | x_{1:t-1})
    proved    p(z_t | x_{1:t-1}) = sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1} | x_{1:t-1})
    refuted   p(z_t | x_{1:t-1}) = sum_{z_{t-1}} p(z_t | z_{t-1}) p(z_{t-1} | x_{1:t})
    proved    p(z_{t-1}, z_t | x_{1:T}) = p(z_{t-1} | x_{1:t-1}) p(z_t | z_{t-1}) p(z_t | x_{1:T}) / p(z_t | x_{1:t-1})
    refuted   p(z_{t-1}, z_t | x_{1:T}) = p(z_{t-1} | x_{1:T}) p(z_t | x_{1:T})
    refuted   p(z_{t-1}, z_t | x_{1:T}) = p(z_{t-1} | x_{1:T}) p(z_t | z_{t-1})
    proved    p(z_{t-1} | x_{1:T}) = p(z_{t-1} | x_{1:t-1}) sum_{z_t} p(z_t | z_{t-1}) p(z_t | x_{1:T}) / p(z_t | x_{1:t-1})
    refuted   p(z_{t-1} | x_{1:T}) = p(z_{t-1} | x_{1:t-1})
    proved    p(x_t | z_t, x_{1:t-1}) = p(x_t | z_t)
    refuted   p(x_t | x_{t-1}) = p(x_t | x_{1:t-1})
    refuted   p(z_t | x_t) = p(z_t | x_{1:t})
    proved    p(x_{1:T}) = p(x_1) prod_{t=2..T} p(x_t | x_{1:t-1})
    refuted   p(x_{1:T}) = p(x_1) prod_{t=2..T} p(x_t | x_{t-1})
    proved    ln p(x_{1:T}) = ln sum_{z_{1:T}} p(z_{1:T}, x_{1:T})
    proved    I_{p}[z_{t-1}; x_t | z_t] = 0
    refuted   I_{p}[z_{t-1}; x_t] = 0
    proved    I_{p}[z_{t-1}; x_t] <= I_{p}[z_t; x_t]
    refuted   I_{p}[z_{t-1}; x_t] >= I_{p}[z_t; x_t]
    proved    H[p(z_{1:T})] = H[p(z_1)] + sum_{t=2..T} H_{p}[z_t | z_{t-1}]
    refuted   H[p(z_{1:T})] = sum_t H[p(z_t)]
    proved    H[p(x_{1:T})] <= sum_t H[p(x_t)]
    `,
  },
  {
    title: 'a state-space model',
    declarations: `
    plate t = 1..T
    latent x_t : real
    observed y_t : real
    density p(x_{1:T}, y_{1:T}) = p(x_1) (prod_{t=2..T} p(x_t | x_{t-1})) prod_t p(y_t | x_t)
    `,
    facts: `
    proved    p(x_t | y_{1:t-1}) = int p(x_t | x_{t-1}) p(x_{t-1} | y_{1:t-1}) dx_{t-1}
    refuted   p(x_t | y_{1:t-1}) = int p(x_t | x_{t-1}) p(x_{t-1} | y_{1:t}) dx_{t-1}
    proved    p(x_t | y_{1:t}) propto_{x_t} p(y_t | x_t) p(x_t | y_{1:t-1})
    refuted   p(x_t | y_{1:t}) propto_{x_t} p(y_t | x_t) p(x_t)
    proved    E_{p(x_t | y_{1:t-1})}[x_t] = E_{p(x_{t-1} | y_{1:t-1})}[E_{p(x_t | x_{t-1})}[x_t]]
    refuted   E_{p(x_t | y_{1:t-1})}[x_t] = E_{p(x_{t-1} | y_{1:t})}[E_{p(x_t | x_{t-1})}[x_t]]
    refuted   E_{p(x_t | y_{1:t-1})}[x_t] = E_{p(x_{t-1} | y_{1:t-1})}[x_{t-1}]
    proved    p(y_t | y_{1:t-1}) = int p(y_t | x_t) p(x_t | y_{1:t-1}) dx_t
    `,
  },
  {
    title: 'minibatches',
    declarations: `
    plate n = 1..N
    subset S of 1..N size M
    latent w, z_n
    observed x_n : real
    param theta
    let X = {x_n}
    function f(x, w)
    density p(X, w; theta) = p(w) prod_n p(x_n | w; theta)
    density q(w)
    `,
    facts: `
    proved    grad_{theta}(sum_n ln p(x_n | w; theta)) = E_S[(N/M) sum_{n in S} grad_{theta}(ln p(x_n | w; theta))]
    refuted   grad_{theta}(sum_n ln p(x_n | w; theta)) = (N/M) sum_{n in S} grad_{theta}(ln p(x_n | w; theta))
    refuted   grad_{theta}(sum_n ln p(x_n | w; theta)) = E_S[(M/N) sum_{n in S} grad_{theta}(ln p(x_n | w; theta))]
    refuted   grad_{theta}(sum_n ln p(x_n | w; theta)) = E_S[sum_{n in S} grad_{theta}(ln p(x_n | w; theta))]
    proved    E_S[(1/M) sum_{n in S} x_n] = (1/N) sum_n x_n
    refuted   E_S[(1/M) sum_{n in S} x_n] = sum_n x_n
    confirmed E_S[((1/M) sum_{n in S} x_n)^2] >= ((1/N) sum_n x_n)^2
    refuted   E_S[((1/M) sum_{n in S} x_n)^2] = ((1/N) sum_n x_n)^2
    refuted   E_S[exp((1/M) sum_{n in S} x_n)] = exp((1/N) sum_n x_n)
    confirmed E_S[exp((1/M) sum_{n in S} x_n)] >= exp((1/N) sum_n x_n)
    confirmed E_S[((1/M) sum_{n in S} x_n - (1/N) sum_n x_n)^2] = ((N - M) / (M (N - 1))) ((1/N) sum_n x_n^2 - ((1/N) sum_n x_n)^2)
    refuted   E_S[((1/M) sum_{n in S} x_n - (1/N) sum_n x_n)^2] = (1/M) ((1/N) sum_n x_n^2 - ((1/N) sum_n x_n)^2)
    proved    E_{q(w)}[E_S[(N/M) sum_{n in S} ln p(x_n | w; theta)]] = E_{q(w)}[ln p(X | w; theta)]
    refuted   E_S[ln E_{q(w)}[prod_{n in S} p(x_n | w; theta)]] = ln E_{q(w)}[p(X | w; theta)]
    proved    ln p(X; theta) >= E_S[(N/M) sum_{n in S} E_{q(w)}[ln p(x_n | w; theta)]] - KL[q(w) || p(w)]
    proved    E_S[sum_{n in S} 1] = M
    `,
  },
  {
    title: 'conditional independence',
    declarations: `
    latent a, b, c, d
    density p(a, b, c, d) = p(a) p(b) p(c | a, b) p(d | c)
    density f(a, b, c) = f(a) f(b | a) f(c | a)
    `,
    facts: `
    proved    p(a, b) = p(a) p(b)
    refuted   p(a, b | c) = p(a | c) p(b | c)
    refuted   p(a, b | d) = p(a | d) p(b | d)
    proved    p(a | b) = p(a)
    refuted   p(a | b, c) = p(a | c)
    refuted   p(a | b, d) = p(a | d)
    proved    p(d | a, b, c) = p(d | c)
    refuted   p(d | a, b) = p(d)
    proved    I_{p}[a; b] = 0
    refuted   I_{p}[a; b | c] = 0
    proved    I_{p}[a; b | c] >= I_{p}[a; b]
    proved    I_{p}[a; d | c] = 0
    proved    I_{p}[a; d] <= I_{p}[a; c]
    refuted   I_{p}[a; d] >= I_{p}[a; c]
    proved    f(b, c | a) = f(b | a) f(c | a)
    refuted   f(b, c) = f(b) f(c)
    proved    f(b | a, c) = f(b | a)
    refuted   f(b | c) = f(b)
    proved    I_{f}[b; c] <= I_{f}[b; a]
    proved    H_{p}[c | a, b] <= H_{p}[c | a]
    refuted   H_{p}[c | a, b] >= H_{p}[c | a]
    proved    H[p(a, b)] = H[p(a)] + H[p(b)]
    refuted   H[p(a, c)] = H[p(a)] + H[p(c)]
    proved    H[p(a, c)] = H[p(a)] + H_{p}[c | a]
    proved    I_{p}[a, b; c] = I_{p}[a; c] + I_{p}[b; c | a]
    refuted   I_{p}[a, b; c] = I_{p}[a; c] + I_{p}[b; c]
    proved    I_{p}[a, b; c] >= I_{p}[a; c] + I_{p}[b; c]
    proved    I_{p}[a; c | b] = H_{p}[c | b] - H_{p}[c | a, b]
    refuted   I_{p}[a; c | b] = H_{p}[c | b] - H_{p}[c | a]
    proved    p(a | c, d) = p(a | c)
    `,
  },
  {
    title: 'plates declared iid',
    declarations: `
    plate n = 1..N
    iid n
    latent x_n : real, w
    let X = {x_n}
    density p(X) = prod_n p(x_n)
    density q(X, w) = q(w) prod_n q(x_n | w)
    `,
    facts: `
    proved    H[p(X)] = N H[p(x_1)]
    proved    E_{p(X)}[(1/N) sum_n x_n] = E_{p(x_1)}[x_1]
    proved    Var_{p(X)}[(1/N) sum_n x_n] = Var_{p(x_1)}[x_1] / N
    refuted   Var_{p(X)}[(1/N) sum_n x_n] = Var_{p(x_1)}[x_1]
    refuted   Var_{p(X)}[sum_n x_n] = N^2 Var_{p(x_1)}[x_1]
    proved    E_{p(X)}[(sum_n x_n)^2] = N Var_{p(x_1)}[x_1] + N^2 E_{p(x_1)}[x_1]^2
    confirmed E_{p(X)}[prod_n x_n] = E_{p(x_1)}[x_1]^N
    refuted   E_{q(X)}[prod_n x_n] = E_{q(x_1)}[x_1]^N
    confirmed E_{q(X)}[sum_n x_n] = N E_{q(x_1)}[x_1]
    refuted   Var_{q(X)}[sum_n x_n] = N Var_{q(x_1)}[x_1]
    confirmed H[q(X)] <= N H[q(x_1)]
    refuted   H[q(X)] = N H[q(x_1)]
    proved    E_{p(X)}[(1/N) sum_n (x_n - (1/N) sum_n x_n)^2] = ((N - 1) / N) Var_{p(x_1)}[x_1]
    refuted   E_{p(X)}[(1/N) sum_n (x_n - (1/N) sum_n x_n)^2] = Var_{p(x_1)}[x_1]
    `,
  },
  {
    title: 'plates not declared iid',
    declarations: `
    plate n = 1..N
    latent x_n : real
    let X = {x_n}
    density p(X) = prod_n p(x_n)
    `,
    facts: `
    refuted   H[p(X)] = N H[p(x_1)]
    proved    H[p(X)] = sum_n H[p(x_n)]
    refuted   E_{p(X)}[(1/N) sum_n x_n] = E_{p(x_1)}[x_1]
    proved    Var_{p(X)}[sum_n x_n] = sum_n Var_{p(x_n)}[x_n]
    `,
  },
  {
    title: 'normal laws',
    declarations: `
    latent x : real, y : real
    param m1 : real, m2 : real, s1 : positive, s2 : positive
    density p(x; m1, s1) = Normal(x; m1, s1^2)
    density q(x; m2, s2) = Normal(x; m2, s2^2)
    density r(y | x; s2) = Normal(y; x, s2^2)
    density j(x, y; m1, s1, s2) = j(x; m1, s1) j(y | x; s2)
    density j(x; m1, s1) = Normal(x; m1, s1^2)
    density j(y | x; s2) = Normal(y; x, s2^2)
    `,
    facts: `
    proved    KL[p(x; m1, s1) || q(x; m2, s2)] = ln (s2 / s1) + (s1^2 + (m1 - m2)^2) / (2 s2^2) - 1/2
    refuted   KL[p(x; m1, s1) || q(x; m2, s2)] = ln (s1 / s2) + (s1^2 + (m1 - m2)^2) / (2 s2^2) - 1/2
    refuted   KL[p(x; m1, s1) || q(x; m2, s2)] = ln (s2 / s1) + (s1^2 + (m1 - m2)^2) / (2 s1^2) - 1/2
    refuted   KL[p(x; m1, s1) || q(x; m2, s2)] = ln (s2 / s1) + (s1^2 + (m1 - m2)^2) / (2 s2^2)
    proved    E_{p(x; m1, s1)}[x] = m1
    refuted   E_{p(x; m1, s1)}[x] = m1 + s1
    proved    Var_{p(x; m1, s1)}[x] = s1^2
    refuted   Var_{p(x; m1, s1)}[x] = s1
    proved    E_{p(x; m1, s1)}[x^2] = m1^2 + s1^2
    refuted   E_{p(x; m1, s1)}[x^2] = m1^2 - s1^2
    proved    H[p(x; m1, s1)] = (1/2) ln (2 pi exp(1) s1^2)
    proved    ln p(x; m1, s1) = - (x - m1)^2 / (2 s1^2) - (1/2) ln (2 pi s1^2)
    refuted   ln p(x; m1, s1) = - (x - m1)^2 / (2 s1) - (1/2) ln (2 pi s1^2)
    refuted   ln p(x; m1, s1) = - (x - m1)^2 / (2 s1^2) + (1/2) ln (2 pi s1^2)
    refuted   ln p(x; m1, s1) = - (x - m1)^2 / (2 s1^2) - ln (2 pi s1^2)
    proved    ln p(x; m1, s1) = - (x - m1)^2 / (2 s1^2) + const_{x}
    refuted   ln p(x; m1, s1) = - (x - m1)^2 / s1^2 + const_{x}
    proved    p(x; m1, s1) propto_{x} exp(- (x - m1)^2 / (2 s1^2))
    refuted   p(x; m1, s1) propto_{x} exp(- (x - m1)^2 / s1^2)
    proved    p(x; m1, s1) = exp(- (x - m1)^2 / (2 s1^2)) / sqrt(2 pi s1^2)
    refuted   p(x; m1, s1) = exp(- (x - m1)^2 / (2 s1^2)) / sqrt(2 pi s1)
    confirmed int r(y | x; s2) p(x; m1, s1) dx = Normal(y; m1, s1^2 + s2^2)
    refuted   int r(y | x; s2) p(x; m1, s1) dx = Normal(y; m1, (s1 + s2)^2)
    confirmed j(y; m1, s1, s2) = Normal(y; m1, s1^2 + s2^2)
    refuted   j(y; m1, s1, s2) = Normal(y; m1, s2^2)
    confirmed j(x | y; m1, s1, s2) = Normal(x; (s2^2 m1 + s1^2 y) / (s1^2 + s2^2), s1^2 s2^2 / (s1^2 + s2^2))
    refuted   j(x | y; m1, s1, s2) = Normal(x; (s1^2 m1 + s2^2 y) / (s1^2 + s2^2), s1^2 s2^2 / (s1^2 + s2^2))
    proved    E_{p(x; m1, s1)}[(x - m1)^3] = 0
    proved    E_{p(x; m1, s1)}[(x - m1)^4] = 3 s1^4
    refuted   E_{p(x; m1, s1)}[(x - m1)^4] = 2 s1^4
    proved    H[p(x; m1, s1), q(x; m2, s2)] = (1/2) ln (2 pi s2^2) + (s1^2 + (m1 - m2)^2) / (2 s2^2)
    proved    d/dx (ln p(x; m1, s1)) = - (x - m1) / s1^2
    refuted   d/dx (ln p(x; m1, s1)) = (x - m1) / s1^2
    proved    E_{p(x; m1, s1)}[d/dx (ln p(x; m1, s1))] = 0
    confirmed p(x; m1, s1) q(x; m2, s2) propto_{x} Normal(x; (s2^2 m1 + s1^2 m2) / (s1^2 + s2^2), s1^2 s2^2 / (s1^2 + s2^2))
    proved    Cov_{j(x, y; m1, s1, s2)}[x, y] = s1^2
    refuted   Cov_{j(x, y; m1, s1, s2)}[x, y] = s1^2 + s2^2
    proved    Var_{j(y; m1, s1, s2)}[y] = s1^2 + s2^2
    proved    int Normal(x; m1, s1^2) dx = 1
    proved    E_{Normal(x; m1, s1^2)}[x] = m1
    confirmed E_{Normal(x; 0, 1)}[cos(x)] = exp(-1/2)
    refuted   E_{Normal(x; 0, 1)}[cos(x)] = exp(-1)
    `,
  },
  {
    title: 'exponential, gamma, beta, Laplace and uniform laws',
    declarations: `
    latent x : positive, y : positive, u : unit, l : real, v : real
    param a : positive, b : positive, c : positive
    density p(x; a) = Exponential(x; a)
    density q(x; b) = Exponential(x; b)
    density g(y; a, b) = Gamma(y; a, b)
    density h(u; a, b) = Beta(u; a, b)
    density w(l; b) = Laplace(l; 0, b)
    density un(v) = Uniform(v; 0, 1)
    density ua(v; a) = Uniform(v; 0, a)
    `,
    facts: `
    proved    E_{p(x; a)}[x] = 1 / a
    refuted   E_{p(x; a)}[x] = a
    proved    E_{p(x; a)}[x^2] = 2 / a^2
    refuted   E_{p(x; a)}[x^2] = 1 / a^2
    proved    Var_{p(x; a)}[x] = 1 / a^2
    proved    H[p(x; a)] = 1 - ln a
    refuted   H[p(x; a)] = 1 + ln a
    proved    KL[p(x; a) || q(x; b)] = ln (a / b) + b / a - 1
    refuted   KL[p(x; a) || q(x; b)] = ln (b / a) + b / a - 1
    refuted   KL[p(x; a) || q(x; b)] = ln (a / b) + a / b - 1
    proved    ln p(x; a) = ln a - a x
    refuted   ln p(x; a) = - ln a - a x
    proved    E_{g(y; a, b)}[y] = a / b
    refuted   E_{g(y; a, b)}[y] = a b
    proved    Var_{g(y; a, b)}[y] = a / b^2
    proved    E_{g(y; a, b)}[ln y] = digamma(a) - ln b
    refuted   E_{g(y; a, b)}[ln y] = ln a - ln b
    proved    ln g(y; a, b) = a ln b - lgamma(a) + (a - 1) ln y - b y
    refuted   ln g(y; a, b) = a ln b - lgamma(a) + a ln y - b y
    proved    H[g(y; a, b)] = a - ln b + lgamma(a) + (1 - a) digamma(a)
    confirmed int y^(a - 1) exp(- b y) dy = Gamma(a) / b^a
    proved    E_{h(u; a, b)}[u] = a / (a + b)
    refuted   E_{h(u; a, b)}[u] = b / (a + b)
    confirmed Var_{h(u; a, b)}[u] = a b / ((a + b)^2 (a + b + 1))
    proved    E_{h(u; a, b)}[ln u] = digamma(a) - digamma(a + b)
    proved    h(u; a, b) propto_{u} u^(a - 1) (1 - u)^(b - 1)
    refuted   h(u; a, b) propto_{u} u^a (1 - u)^b
    proved    E_{w(l; b)}[l] = 0
    confirmed E_{w(l; b)}[abs(l)] = b
    proved    Var_{w(l; b)}[l] = 2 b^2
    refuted   Var_{w(l; b)}[l] = b^2
    confirmed H[w(l; b)] = 1 + ln (2 b)
    proved    E_{un(v)}[v] = 1/2
    refuted   E_{un(v)}[v] = 1/3
    proved    Var_{un(v)}[v] = 1/12
    refuted   Var_{un(v)}[v] = 1/6
    proved    E_{ua(v; a)}[v] = a / 2
    confirmed H[ua(v; a)] = ln a
    refuted   H[ua(v; a)] = - ln a
    confirmed E_{un(v)}[- ln v] = 1
    confirmed E_{un(v)}[(- ln v) / a] = E_{p(x; a)}[x]
    proved    int p(x; a) dx = 1
    proved    d/dx (ln p(x; a)) = - a
    proved    grad_{a}(E_{p(x; a)}[x]) = - 1 / a^2
    refuted   grad_{a}(E_{p(x; a)}[x]) = 1 / a^2
    proved    E_{p(x; a)}[(grad_{a}(ln p(x; a)))^2] = 1 / a^2
    proved    E_{p(x; a)}[grad_{a}(grad_{a}(ln p(x; a)))] = - 1 / a^2
    proved    E_{p(x; a)}[ln x] <= ln (1 / a)
    refuted   E_{p(x; a)}[ln x] >= ln (1 / a)
    proved    E_{p(x; a)}[1 / (1 + x)] >= 1 / (1 + 1 / a)
    `,
  },
  {
    title: 'parameters and sizes whose values are assumed',
    declarations: `
    plate n = 1..N
    latent z : {0, 1}, x_n, y : real
    param a : unit, b, c
    function f(n)
    density p(z; a) = table[z] [1 - a, a]
    density g(y; b) = Normal(y; b, 4)
    assume a = 1/2
    assume - 3 = b
    assume N = 3
    `,
    facts: `
    proved    grad_{a}(a^2) = 1
    refuted   grad_{a}(a^2) = 0
    confirmed E_{p(z; a)}[z] = 1/2
    refuted   E_{p(z; a)}[z] = 1/3
    confirmed grad_{a}(E_{p(z; a)}[z]) = 1
    proved    E_{g(y; b)}[y] = - 3
    refuted   E_{g(y; b)}[y] = 3
    confirmed sum_n f(n) = f(1) + f(2) + f(3)
    refuted   sum_n f(n) = f(1) + f(2)
    proved    sum_n 1 = 3
    refuted   sum_n 1 = 2
    refuted   c = 1
    `,
  },
  {
    title: 'an assumed value outside the domain: no model meets it',
    declarations: `
    param s : positive
    assume s = - 1
    `,
    facts: `
    undecided s^2 = 2
    `,
  },
  {
    title: 'definitions applied to variables whose states are numbers',
    declarations: `
    latent v : {0, 1}, w : {2, 3}
    param a : unit
    define f(u) = 2 u + 1
    define g(u, s) = u s
    density p(v; a) = table[v] [1 - a, a]
    density q(w) = table[w] [1/4, 3/4]
    `,
    facts: `
    confirmed E_{p(v; a)}[f(v)] = 2 a + 1
    refuted   E_{p(v; a)}[f(v)] = 2 a
    confirmed E_{q(w)}[f(w)] = 13/2
    refuted   E_{q(w)}[f(w)] = 5/2
    confirmed E_{p(v; a) q(w)}[g(v, w)] = 11 a / 4
    confirmed E_{p(v; a) q(w)}[g(w, v)] = 11 a / 4
    refuted   E_{p(v; a) q(w)}[g(w, v)] = 3 a / 4
    proved    f(a) = 2 a + 1
    `,
  },
  {
    title: 'tables whose entries depend on parameters, and tables of a chain',
    declarations: `
    plate t = 1..2
    latent z : {0, 1}, w : {-1, 2}, x_t : {0, 1}
    param a : unit, b
    density p(z; a) = table[z] [1 - a, a]
    density q(w | z; b) = table[z, w] [[1/2, 1/2], [sigmoid(b), 1 - sigmoid(b)]]
    density c(x_1) = table[x_1] [1/2, 1/2]
    density c(x_2 | x_1) = table[x_1, x_2] [[1/4, 3/4], [1, 0]]
    `,
    facts: `
    confirmed E_{p(z; a)}[z] = a
    refuted   E_{p(z; a)}[z] = 1 - a
    confirmed grad_{a}(E_{p(z; a)}[z]) = 1
    refuted   grad_{a}(E_{p(z; a)}[z]) = 0
    confirmed E_{p(z; a)}[grad_{a}(ln p(z; a))^2] = 1/(a (1 - a))
    refuted   E_{p(z; a)}[grad_{a}(ln p(z; a))^2] = 1/a
    confirmed E_{p(z; a) q(w | z; b)}[w] = (1 - a)/2 + a (2 - 3 sigmoid(b))
    refuted   E_{p(z; a) q(w | z; b)}[w] = (1 - a)/2 + a (2 - sigmoid(b))
    confirmed grad_{b}(E_{p(z; a) q(w | z; b)}[w]) = - 3 a sigmoid(b) (1 - sigmoid(b))
    refuted   grad_{b}(E_{p(z; a) q(w | z; b)}[w]) = 0
    confirmed E_{c(x_1, x_2)}[x_2] = 3/8
    refuted   E_{c(x_1, x_2)}[x_2] = 5/8
    confirmed E_{c(x_1, x_2)}[x_1 (1 - x_2)] = 1/2
    refuted   E_{c(x_1, x_2)}[x_1 x_2] = 1/8
    `,
  },
  {
    title: 'Bernoulli laws and tables',
    declarations: `
    latent x : {0, 1}, k : {1, 2, 3}
    param p1 : unit, p2 : unit
    density p(x; p1) = Bernoulli(x; p1)
    density q(x; p2) = Bernoulli(x; p2)
    density r(k) = table[k] [1/6, 1/3, 1/2]
    density s(x | k) = table[k, x] [[1/4, 3/4], [1/2, 1/2], [2/3, 1/3]]
    `,
    facts: `
    proved    E_{p(x; p1)}[x] = p1
    refuted   E_{p(x; p1)}[x] = 1 - p1
    proved    Var_{p(x; p1)}[x] = p1 (1 - p1)
    refuted   Var_{p(x; p1)}[x] = p1^2
    confirmed H[p(x; p1)] = - p1 ln p1 - (1 - p1) ln (1 - p1)
    refuted   H[p(x; p1)] = p1 ln p1 + (1 - p1) ln (1 - p1)
    confirmed KL[p(x; p1) || q(x; p2)] = p1 ln (p1 / p2) + (1 - p1) ln ((1 - p1) / (1 - p2))
    refuted   KL[p(x; p1) || q(x; p2)] = p2 ln (p1 / p2) + (1 - p2) ln ((1 - p1) / (1 - p2))
    confirmed ln p(x; p1) = x ln p1 + (1 - x) ln (1 - p1)
    confirmed grad_{p1}(ln p(x; p1)) = (x - p1) / (p1 (1 - p1))
    confirmed E_{p(x; p1)}[(grad_{p1}(ln p(x; p1)))^2] = 1 / (p1 (1 - p1))
    proved    E_{p(x; p1)}[x^2] = E_{p(x; p1)}[x]
    confirmed H[p(x; p1)] <= ln 2
    refuted   H[p(x; p1)] >= ln 2
    confirmed E_{r(k)}[k] = 7/3
    refuted   E_{r(k)}[k] = 2
    confirmed E_{r(k)}[k^2] = 6
    confirmed Var_{r(k)}[k] = 5/9
    proved    sum_{k} r(k) = 1
    confirmed E_{r(k) s(x | k)}[x] = 11/24
    refuted   E_{r(k) s(x | k)}[x] = 1/2
    confirmed r(k = 2) = 1/3
    refuted   r(k = 2) = 1/2
    confirmed s(x = 1 | k = 1) = 3/4
    refuted   s(x = 1 | k = 1) = 1/4
    confirmed H[r(k)] = (1/6) ln 6 + (1/3) ln 3 + (1/2) ln 2
    confirmed H[r(k)] <= ln 3
    `,
  },
  {
    title: 'draws from gamma and beta laws',
    declarations: `
    latent x : positive, y : positive, u : unit, z : positive
    param a : positive, b : positive
    function f(x, y)
    density g(y; a, b) = Gamma(y; a, b)
    density h(u; a, b) = Beta(u; a, b)
    density e(x; b) = Exponential(x; b)
    `,
    facts: `
    proved    E_{Gamma(y; 2, 3)}[y] = 2/3
    refuted   E_{Gamma(y; 2, 3)}[y] = 3/2
    proved    E_{Beta(u; 1/5, 2)}[u] = 1/11
    refuted   E_{Beta(u; 1/5, 2)}[u] = 1/10
    proved    grad_{a}(E_{g(y; a, b)}[y]) = 1 / b
    refuted   grad_{a}(E_{g(y; a, b)}[y]) = a / b
    proved    grad_{b}(E_{g(y; a, b)}[y]) = - a / b^2
    proved    grad_{a}(E_{g(y; a, b)}[y]) = E_{g(y; a, b)}[y grad_{a}(ln g(y; a, b))]
    confirmed int y^(a - 1) exp(- b y) dy = Gamma(a) / b^a
    refuted   int y^(a - 1) exp(- b y) dy = Gamma(a) / b^(a + 1)
    proved    E_{g(y; a, b) e(x; b)}[x + y] = (a + 1) / b
    refuted   E_{g(y; a, b) e(x; b)}[x + y] = a / b
    proved    Var_{g(y; a, b) e(x; b)}[x + y] = (a + 1) / b^2
    confirmed int u^(a - 1) (1 - u)^(b - 1) du = Gamma(a) Gamma(b) / Gamma(a + b)
    refuted   int u^(a - 1) (1 - u)^(b - 1) du = Gamma(a) Gamma(b)
    confirmed ln int u^(a - 1) (1 - u)^(b - 1) du <= ln (1 / a + 1 / b)
    `,
  },
  {
    title: 'Poisson laws',
    declarations: `
    latent k, x : real
    param a : positive, b : positive
    density p(k; a) = Poisson(k; a)
    density q(k; b) = Poisson(k; b)
    `,
    facts: `
    confirmed E_{p(k; a)}[k] = a
    refuted   E_{p(k; a)}[k] = a^2
    confirmed Var_{p(k; a)}[k] = a
    confirmed KL[p(k; a) || q(k; b)] = a ln (a / b) + b - a
    refuted   KL[p(k; a) || q(k; b)] = a ln (a / b) - b + a
    confirmed ln p(k; a) = k ln a - a - lgamma(k + 1)
    confirmed sum_k p(k; a) = 1
    `,
  },
  {
    title: 'states given by number',
    declarations: `
    latent z : 1..3, w : {0, 1}, x, v : discrete
    observed y
    density p(z, y, w) = p(z) p(y | z) p(w | z)
    density r(z) = table[z] [1/6, 1/3, 1/2]
    density s(w | z) = table[z, w] [[1/4, 3/4], [1/2, 1/2], [2/3, 1/3]]
    `,
    facts: `
    confirmed p(z = 1) + p(z = 2) + p(z = 3) = 1
    refuted   p(z = 1) + p(z = 2) = 1
    confirmed p(w = 1) + p(w = 0) = 1
    confirmed E_{p(w)}[w] = p(w = 1)
    refuted   E_{p(w)}[w] = p(w = 0)
    confirmed E_{p(z)}[z] = p(z = 1) + 2 p(z = 2) + 3 p(z = 3)
    refuted   E_{p(z)}[z] = p(z = 1) + 2 p(z = 2)
    confirmed p(y) = p(y | z = 1) p(z = 1) + p(y | z = 2) p(z = 2) + p(y | z = 3) p(z = 3)
    refuted   p(y) = p(y | z = 1) + p(y | z = 2) + p(y | z = 3)
    proved    p(z = 1 | y) = p(y | z = 1) p(z = 1) / p(y)
    confirmed r(z = 2) = 1/3
    refuted   r(z = 2) = 1/2
    confirmed s(w = 1 | z = 1) = 3/4
    refuted   s(w = 1 | z = 1) = 1/4
    confirmed r(z = 1) s(w = 1 | z = 1) = 1/8
    confirmed E_{r(z)}[s(w = 1 | z)] = 1/8 + 1/6 + 1/6
    `,
  },
  {
    title: 'slots filled by expressions, and integrals over the line',
    declarations: `
    latent x : real, y : real, z : real
    param s : positive
    function g(x)
    density p(x, y) = p(x) p(y | x)
    density q(z; s)
    `,
    facts: `
    refuted   p(x = y) = p(y)
    proved    E_{p(x)}[p(x)] = int p(x = y)^2 dy
    proved    int p(x = y) dy = 1
    confirmed int p(x = y + 1) dy = 1
    refuted   int p(x = 2 y) dy = 1
    confirmed int p(x = 2 y) dy = 1/2
    confirmed int p(x = 2 y) 2 y dy = E_{p(x)}[x] / 2
    confirmed E_{p(x)}[g(x)] = int p(x = y + 1) g(y + 1) dy
    refuted   E_{p(x)}[g(x)] = int p(x = y + 1) g(y) dy
    confirmed int p(x) d/dx (ln p(x)) dx = 0
    confirmed E_{p(x)}[d/dx (ln p(x)) x] = -1
    refuted   E_{p(x)}[d/dx (ln p(x)) x] = 1
    confirmed E_{p(x)}[d/dx (ln p(x)) g(x)] = - E_{p(x)}[d/dx (g(x))]
    refuted   E_{p(x)}[d/dx (ln p(x)) g(x)] = E_{p(x)}[d/dx (g(x))]
    confirmed int_0^1 x^2 dx = 1/3
    refuted   int_0^1 x^2 dx = 1/2
    confirmed int_0^1 exp(x) dx = exp(1) - 1
    confirmed int exp(- x^2 / 2) dx = sqrt(2 pi)
    refuted   int exp(- x^2 / 2) dx = sqrt(pi)
    confirmed int exp(- x^2 / 2) x^2 dx = sqrt(2 pi)
    confirmed int x exp(- x^2) dx = 0
    proved    int Normal(x; 0, 1) dx = 1
    proved    int int Normal(x; 0, 1) p(y | x) dy dx = 1
    refuted   int int Normal(x; 0, 1) p(y | x) dy dx = 2
    proved    int Normal(x; 0, s) g(x) dx = E_{Normal(x; 0, s)}[g(x)]
    refuted   int Normal(x; 0, s) g(x) dx = E_{Normal(x; 0, 1)}[g(x)]
    proved    E_{p(x)}[ln Normal(x; 0, 1)] = - E_{p(x)}[x^2] / 2 - (1/2) ln (2 pi)
    refuted   E_{p(x)}[ln Normal(x; 0, 1)] = - E_{p(x)}[x]^2 / 2 - (1/2) ln (2 pi)
    proved    KL[p(x) || Normal(x; 0, 1)] = - H[p(x)] + E_{p(x)}[x^2] / 2 + (1/2) ln (2 pi)
    confirmed H[p(x)] <= (1/2) ln (2 pi exp(1) Var_{p(x)}[x])
    refuted   H[p(x)] >= (1/2) ln (2 pi exp(1) Var_{p(x)}[x])
    proved    int g(x) + x dx = int g(x) dx + int x dx
    `,
  },
  {
    title: 'assumptions and positive functions',
    declarations: `
    latent x : real, y : real
    param a : real, b : real, c : positive
    function f(x)
    function h(x) : positive
    density p(x, y)
    assume a > b
    assume c > 1
    `,
    facts: `
    confirmed a - b > 0
    refuted   a - b < 0
    confirmed c^2 > c
    refuted   c^2 < c
    confirmed ln c > 0
    confirmed a E_{p(x)}[h(x)] >= b E_{p(x)}[h(x)]
    refuted   a E_{p(x)}[h(x)] <= b E_{p(x)}[h(x)]
    refuted   a E_{p(x)}[f(x)] >= b E_{p(x)}[f(x)]
    proved    E_{p(x)}[ln h(x)] <= ln E_{p(x)}[h(x)]
    refuted   E_{p(x)}[ln h(x)] >= ln E_{p(x)}[h(x)]
    confirmed E_{p(x)}[h(x)^c] >= E_{p(x)}[h(x)]^c
    refuted   E_{p(x)}[h(x)^c] <= E_{p(x)}[h(x)]^c
    proved    E_{p(x)}[1 / h(x)] >= 1 / E_{p(x)}[h(x)]
    proved    E_{p(x)}[h(x)] E_{p(x)}[1 / h(x)] >= 1
    confirmed E_{p(x)}[h(x)] > 0
    proved    E_{p(x)}[sqrt(h(x))] <= sqrt(E_{p(x)}[h(x)])
    confirmed E_{p(x)}[h(x) ln h(x)] >= E_{p(x)}[h(x)] ln E_{p(x)}[h(x)]
    proved    E_{p(x)}[abs(f(x))]^2 <= E_{p(x)}[f(x)^2]
    confirmed E_{p(x, y)}[(f(x) + h(y))^2] <= 2 E_{p(x)}[f(x)^2] + 2 E_{p(y)}[h(y)^2]
    proved    Var_{p(x)}[f(x) + a] = Var_{p(x)}[f(x)]
    proved    Var_{p(x)}[a f(x)] = a^2 Var_{p(x)}[f(x)]
    refuted   Var_{p(x)}[a f(x)] = a Var_{p(x)}[f(x)]
    proved    Var_{p(x)}[f(x)] <= E_{p(x)}[(f(x) - a)^2]
    refuted   Var_{p(x)}[f(x)] = E_{p(x)}[(f(x) - a)^2]
    proved    E_{p(x)}[(f(x) - a)^2] = Var_{p(x)}[f(x)] + (E_{p(x)}[f(x)] - a)^2
    refuted   E_{p(x)}[(f(x) - a)^2] = Var_{p(x)}[f(x)] - (E_{p(x)}[f(x)] - a)^2
    `,
  },
  {
    title: 'components of a mixture by number',
    declarations: `
    plate n = 1..N
    plate k = 1..K
    latent z_n : 1..K, mu_k : real
    observed x_n : real
    param theta, theta_old
    let Z = {z_n}, X = {x_n}
    density p(X, Z; theta) = prod_n (p(z_n; theta) p(x_n | z_n; theta))
    `,
    facts: `
    confirmed p(x_n; theta) = sum_k p(z_n = k; theta) p(x_n | z_n = k; theta)
    refuted   p(x_n; theta) = sum_k p(x_n | z_n = k; theta)
    refuted   p(x_n; theta) = prod_k p(z_n = k; theta) p(x_n | z_n = k; theta)
    confirmed sum_k p(z_n = k | x_n; theta) = 1
    confirmed ln p(X; theta) = sum_n ln sum_k p(z_n = k; theta) p(x_n | z_n = k; theta)
    refuted   ln p(X; theta) = sum_n sum_k ln (p(z_n = k; theta) p(x_n | z_n = k; theta))
    confirmed E_{p(z_n; theta)}[z_n] = sum_k k p(z_n = k; theta)
    confirmed E_{p(x_n; theta)}[x_n] = sum_k p(z_n = k; theta) E_{p(x_n | z_n = k; theta)}[x_n]
    refuted   E_{p(x_n; theta)}[x_n] = sum_k E_{p(x_n | z_n = k; theta)}[x_n]
    confirmed E_{p(z_n | x_n; theta_old)}[ln p(x_n, z_n; theta)] = sum_k p(z_n = k | x_n; theta_old) ln p(x_n, z_n = k; theta)
    confirmed grad_{theta}(ln p(x_n; theta)) = sum_k p(z_n = k | x_n; theta) grad_{theta}(ln p(x_n, z_n = k; theta))
    refuted   grad_{theta}(ln p(x_n; theta)) = sum_k p(z_n = k; theta) grad_{theta}(ln p(x_n, z_n = k; theta))
    proved    int p(x_n | z_n = 1; theta) x_n dx_n = E_{p(x_n | z_n = 1; theta)}[x_n]
    proved    KL[p(x_n | z_n = 1; theta) || p(x_n | z_n = 2; theta)] >= 0
    refuted   KL[p(x_n | z_n = 1; theta) || p(x_n | z_n = 2; theta)] = 0
    proved    H[p(x_n | z_n = 1; theta)] = - int p(x_n | z_n = 1; theta) ln p(x_n | z_n = 1; theta) dx_n
    `,
  },
  {
    title: 'a mixture of two normal laws',
    declarations: `
    latent z : {0, 1}, x : real
    param w : unit, m : real
    density p(z; w) = Bernoulli(z; w)
    density p(x | z; m) = Normal(x; m z, 1)
    `,
    facts: `
    confirmed p(x; w, m) = (1 - w) Normal(x; 0, 1) + w Normal(x; m, 1)
    refuted   p(x; w, m) = w Normal(x; 0, 1) + (1 - w) Normal(x; m, 1)
    proved    E_{p(x; w, m)}[x] = w m
    refuted   E_{p(x; w, m)}[x] = m
    proved    Var_{p(x; w, m)}[x] = 1 + w (1 - w) m^2
    refuted   Var_{p(x; w, m)}[x] = 1
    confirmed p(z = 1 | x; w, m) = w / (w + (1 - w) exp(m^2 / 2 - m x))
    refuted   p(z = 1 | x; w, m) = w / (w + (1 - w) exp(m x - m^2 / 2))
    confirmed E_{p(z | x; w, m)}[z] = p(z = 1 | x; w, m)
    confirmed p(x | z = 1; m) = Normal(x; m, 1)
    confirmed H[p(x; w, m)] <= H[p(z; w)] + (1/2) ln (2 pi exp(1))
    refuted   H[p(x; w, m)] >= H[p(z; w)] + (1/2) ln (2 pi exp(1))
    confirmed H[p(x; w, m)] >= (1/2) ln (2 pi exp(1))
    proved    E_{p(z; w)}[E_{p(x | z; m)}[x^2]] = 1 + w m^2
    `,
  },
  {
    title: 'linear regression',
    declarations: `
    plate n = 1..N
    iid n
    latent w : real
    observed x_n : real, y_n : real
    param s : positive, t : positive
    let Y = {y_n}, X = {x_n}
    density p(Y, w | X; s, t) = p(w; t) prod_n p(y_n | x_n, w; s)
    density p(w; t) = Normal(w; 0, t^2)
    density p(y_n | x_n, w; s) = Normal(y_n; w x_n, s^2)
    `,
    facts: `
    proved    ln p(Y | X, w; s) = - (N/2) ln (2 pi s^2) - (1 / (2 s^2)) sum_n (y_n - w x_n)^2
    refuted   ln p(Y | X, w; s) = - N ln (2 pi s^2) - (1 / (2 s^2)) sum_n (y_n - w x_n)^2
    refuted   ln p(Y | X, w; s) = - (N/2) ln (2 pi s^2) + (1 / (2 s^2)) sum_n (y_n - w x_n)^2
    proved    ln p(w | Y, X; s, t) = - (1/2) (1 / t^2 + (1 / s^2) sum_n x_n^2) w^2 + (w / s^2) sum_n x_n y_n + const_{w}
    refuted   ln p(w | Y, X; s, t) = - (1/2) (1 / t^2 + (1 / s^2) sum_n x_n^2) w^2 + (w / s) sum_n x_n y_n + const_{w}
    confirmed p(w | Y, X; s, t) = Normal(w; ((1 / s^2) sum_n x_n y_n) / (1 / t^2 + (1 / s^2) sum_n x_n^2), 1 / (1 / t^2 + (1 / s^2) sum_n x_n^2))
    refuted   p(w | Y, X; s, t) = Normal(w; ((1 / s^2) sum_n x_n y_n) / (1 / t^2 + (1 / s^2) sum_n x_n^2), 1 / t^2 + (1 / s^2) sum_n x_n^2)
    proved    grad_{s}(ln p(Y | X, w; s)) = - N / s + (1 / s^3) sum_n (y_n - w x_n)^2
    proved    d/dw (ln p(Y | X, w; s)) = (1 / s^2) sum_n x_n (y_n - w x_n)
    `,
  },
  {
    title: 'reparameterisation by an unknown function',
    declarations: `
    latent z : real, eps : real
    observed x
    param phi : real, theta
    function g(e, t)
    function f(z)
    function mu(t)
    function sd(t) : positive
    density p(x, z; theta) = p(z; theta) p(x | z; theta)
    density r(eps)
    density q(z; phi) = Normal(z; mu(phi), sd(phi)^2)
    density n0(eps) = Normal(eps; 0, 1)
    `,
    facts: `
    proved    grad_{phi}(E_{r(eps)}[f(g(eps, phi))]) = E_{r(eps)}[grad_{phi}(f(g(eps, phi)))]
    refuted   grad_{phi}(E_{r(eps)}[f(g(eps, phi))]) = E_{r(eps)}[f(grad_{phi}(g(eps, phi)))]
    confirmed grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{n0(eps)}[grad_{phi}(f(mu(phi) + sd(phi) eps))]
    refuted   grad_{phi}(E_{q(z; phi)}[f(z)]) = E_{n0(eps)}[grad_{phi}(f(mu(phi) + eps))]
    proved    grad_{phi}(E_{r(eps)}[ln p(x, z = g(eps, phi); theta)]) = E_{r(eps)}[grad_{phi}(ln p(x, z = g(eps, phi); theta))]
    refuted   grad_{theta}(E_{r(eps)}[ln p(x, z = g(eps, phi); theta)]) = E_{r(eps)}[grad_{phi}(ln p(x, z = g(eps, phi); theta))]
    confirmed E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)] = E_{n0(eps)}[ln p(x, z = mu(phi) + sd(phi) eps; theta)] + ln sd(phi) + (1/2) ln (2 pi) + 1/2
    refuted   E_{q(z; phi)}[ln p(x, z; theta) - ln q(z; phi)] = E_{n0(eps)}[ln p(x, z = mu(phi) + sd(phi) eps; theta)] - ln sd(phi) + (1/2) ln (2 pi) + 1/2
    `,
  },
  {
    title: 'degenerate and nested measures',
    declarations: `
    latent x : real, y : real
    latent a, b
    param t : real
    function f(x)
    density p(x, y) = p(x) p(y | x)
    density q(a, b; t) = q(a; t) q(b | a; t)
    density u(b | a)
    `,
    facts: `
    proved    E_{q(a; t)}[E_{q(b | a; t)}[E_{q(a; t)}[ln q(a; t)]]] = - H[q(a; t)]
    proved    KL[q(a, b; t) || q(a; t) u(b | a)] = E_{q(a; t)}[KL[q(b | a; t) || u(b | a)]]
    proved    E_{q(a; t)}[KL[q(b | a; t) || q(b; t)]] = H[q(b; t)] - E_{q(a; t)}[H[q(b | a; t)]]
    proved    E_{q(a; t) q(b; t)}[1] = 1
    proved    E_{q(a; t)}[0] = 0
    proved    E_{p(x)}[1] = 1
    proved    Var_{p(x)}[1] = 0
    proved    Cov_{p(x, y)}[x, 1] = 0
    proved    Cov_{p(x) p(y)}[x, y] = 0
    refuted   Cov_{p(x, y)}[x, y] = 0
    proved    E_{p(x)}[x]^3 = E_{p(x)}[x] E_{p(x)}[x] E_{p(x)}[x]
    refuted   E_{p(x)}[x]^3 = E_{p(x)}[x^3]
    proved    1 / E_{p(x)}[exp(x)] <= E_{p(x)}[exp(- x)]
    refuted   1 / E_{p(x)}[exp(x)] = E_{p(x)}[exp(- x)]
    proved    ln E_{p(x)}[exp(t x)] >= t E_{p(x)}[x]
    proved    grad_{t}(ln E_{p(x)}[exp(t x)]) = E_{p(x)}[x exp(t x)] / E_{p(x)}[exp(t x)]
    refuted   grad_{t}(ln E_{p(x)}[exp(t x)]) = E_{p(x)}[x]
    proved    grad_{t}(E_{p(x)}[exp(t x)]) = E_{p(x)}[x exp(t x)]
    proved    E_{p(x)}[(f(x) - E_{p(x)}[f(x)])^2] = E_{p(x)}[f(x)^2] - E_{p(x)}[f(x)]^2
    proved    E_{p(x, y)}[(y - E_{p(y | x)}[y])^2] = E_{p(x)}[Var_{p(y | x)}[y]]
    confirmed E_{p(x, y)}[(y - E_{p(y | x)}[y])^2] <= E_{p(x, y)}[(y - f(x))^2]
    refuted   E_{p(x, y)}[(y - E_{p(y | x)}[y])^2] >= E_{p(x, y)}[(y - f(x))^2]
    proved    E_{p(x, y)}[(y - f(x))^2] = E_{p(x)}[Var_{p(y | x)}[y]] + E_{p(x)}[(E_{p(y | x)}[y] - f(x))^2]
    refuted   E_{p(x, y)}[(y - f(x))^2] = E_{p(x)}[Var_{p(y | x)}[y]]
    proved    E_{p(x, y)}[f(x) (y - E_{p(y | x)}[y])] = 0
    refuted   E_{p(x, y)}[f(x) (y - E_{p(y)}[y])] = 0
    proved    E_{p(x)}[abs(f(x)) + 1] >= 1
    witnessed E_{p(x)}[ln (p(x) / p(y = x))] != 0
    refuted   KL[p(x) || p(y = x)] = 0
    proved    KL[p(x) || p(y = x)] >= 0
    proved    int (p(x) - p(y = x))^2 dx >= 0
    proved    int p(x) ln p(x) dx = - H[p(x)]
    refuted   int p(x)^2 dx = 1
    confirmed int p(x)^2 dx <= sqrt(int p(x)^3 dx)
    proved    exp(H[p(x)]) >= 1 / int p(x)^2 dx
    refuted   exp(H[p(x)]) <= 1 / int p(x)^2 dx
    `,
  },
  {
    title: 'claims of a difference',
    declarations: `
    latent x : real, y : real
    latent a
    param s : positive
    density p(x, y) = p(x) p(y | x)
    density q(a)
    density e(x; s) = Normal(x; 0, s^2)
    `,
    facts: `
    witnessed int exp(- x^2 / 2) dx != sqrt(pi)
    refuted   E_{p(x)}[x + 1] != E_{p(x)}[x] + 1
    witnessed E_{p(x)}[x^2] != E_{p(x)}[x]
    witnessed H[p(x)] != H[p(y)]
    witnessed Var_{p(y)}[y] != Var_{p(x)}[E_{p(y | x)}[y]]
    refuted   Var_{p(x)}[x] != E_{p(x)}[x^2] - E_{p(x)}[x]^2
    witnessed Var_{e(x; s)}[x] != s
    refuted   H[q(a)] != - E_{q(a)}[ln q(a)]
    `,
  },
  {
    title: 'inequalities that hold at one scale only, Markov chains of three',
    declarations: `
    latent x : real, y : positive, u : unit
    latent a, b, c
    param t : positive
    function f(x)
    density p(x)
    density q(y)
    density r(u)
    density v(a, b, c) = v(a) v(b | a) v(c | b)
    `,
    facts: `
    refuted   E_{p(x)}[x^2] >= E_{p(x)}[x]
    refuted   Var_{p(x)}[x] <= E_{p(x)}[abs(x)]
    refuted   E_{q(y)}[y^2] >= E_{q(y)}[y]
    refuted   E_{q(y)}[y^2] <= E_{q(y)}[y]
    confirmed E_{r(u)}[u^2] <= E_{r(u)}[u]
    refuted   E_{r(u)}[u^2] >= E_{r(u)}[u]
    confirmed Var_{r(u)}[u] <= 1/4
    refuted   Var_{r(u)}[u] <= 1/20
    confirmed H[r(u)] <= 0
    refuted   H[r(u)] >= 0
    refuted   H[q(y)] <= 0
    confirmed H[q(y)] <= 1 + ln E_{q(y)}[y]
    refuted   H[q(y)] >= 1 + ln E_{q(y)}[y]
    proved    E_{q(y)}[ln y] <= ln E_{q(y)}[y]
    proved    E_{q(y)}[y] E_{q(y)}[1 / y] >= 1
    proved    I_{v}[a; c] <= I_{v}[b; c]
    proved    I_{v}[a; c] <= I_{v}[a; b]
    refuted   I_{v}[a; b] <= I_{v}[b; c]
    proved    I_{v}[a; c | b] = 0
    proved    H_{v}[c | a, b] = H_{v}[c | b]
    refuted   H_{v}[c | a] = H_{v}[c | b]
    proved    KL[v(a, b) || v(a) v(b)] = I_{v}[a; b]
    refuted   KL[v(a) v(b) || v(a, b)] = I_{v}[a; b]
    proved    E_{v(a)}[KL[v(c | a) || v(c)]] = I_{v}[a; c]
    proved    E_{q(y)}[y^t] >= 0
    refuted   E_{q(y)}[y^t] >= E_{q(y)}[y]^t
    refuted   E_{q(y)}[y^t] <= E_{q(y)}[y]^t
    confirmed E_{q(y)}[y^3] >= E_{q(y)}[y]^3
    refuted   E_{p(x)}[x^3] >= E_{p(x)}[x]^3
    `,
  },
  {
    title: 'an exponential family, its normaliser by name',
    declarations: `
    param eta : real
    latent x : real
    latent y : {0, 1, 2}
    function f(x)
    define Z(eta) = int exp(eta f(x)) dx
    define A(eta) = ln Z(eta)
    define S(eta) = sum_{y} exp(eta y)
    density p(x; eta) = exp(eta f(x)) / Z(eta)
    density d(y; eta) = exp(eta y) / S(eta)
    define L(eta) = E_{p(x; eta)}[f(x)]
    `,
    facts: `
    proved    ln p(x; eta) = eta f(x) - A(eta)
    proved    grad_{eta}(A(eta)) = L(eta)
    proved    grad_{eta}(ln p(x; eta)) = f(x) - E_{p(x; eta)}[f(x)]
    proved    grad_{eta}(ln S(eta)) = E_{d(y; eta)}[y]
    refuted   grad_{eta}(ln S(eta)) = E_{d(y; eta)}[y^2]
    refuted   ln d(y; eta) = eta y + ln S(eta)
    `,
  },
  {
    title: 'laws beside what is averaged: no mass of a state',
    declarations: `
    plate n = 1..N
    latent e : real
    latent w
    latent x_n : real
    latent c : positive
    param m, v : real
    param s : positive
    density k(e)
    density kw(w)
    density kc(c)
    `,
    facts: `
    proved    E_{k(e)}[Normal(e; m, s) / k(e)] = 1
    refuted   E_{k(e)}[Normal(e; m, s) / k(e)] = 2
    confirmed E_{k(e)}[e Normal(e; m, s) / k(e)] = m
    refuted   E_{k(e)}[e Normal(e; m, s) / k(e)] = m + s
    proved    E_{kc(c)}[Exponential(c; s) / kc(c)] = 1
    proved    KL[k(e) || Normal(e; m, s)] = E_{k(e)}[ln k(e)] + E_{k(e)}[(e - m)^2] / (2 s) + 1/2 ln(2 pi s)
    refuted   KL[k(e) || Normal(e; m, s)] = E_{k(e)}[ln k(e)] + E_{k(e)}[(e - m)^2] / (2 s) - 1/2 ln(2 pi s)
    confirmed E_{prod_n Normal(x_n; m, s)}[sum_n x_n] = N m
    refuted   E_{prod_n Normal(x_n; m, s)}[sum_n x_n] = N m + s
    proved    E_{prod_n Normal(x_n; m, s)}[1] = 1
    proved    int exp(ln Normal(w; 0, 1)) dw = 1
    proved    E_{Normal(e; m, v)}[e^2] = m^2 + v
    refuted   E_{Normal(e; m, v)}[e^2] = m^2 - v
    `,
  },
  {
    title: 'what underflows agrees with nothing',
    declarations: `
    latent v, x
    param s
    density p(x)
    density w(x) = (1/sqrt(2 pi)) exp(-(x - 200)^2/2)
    `,
    facts: `
    undecided exp(-(v - 300)^2) = 2 exp(-(v - 300)^2)
    undecided exp(-(v - 300)^2) ln 2 = 2 exp(-(v - 300)^2) ln 2
    proved    Laplace(v; 735, 1) = exp(-abs(v - 735)) / 2
    undecided exp(-abs(v - 735)) exp(-3) exp(3) = exp(-abs(v - 735))
    confirmed sin(2 ln(exp(exp(2 v)))) = 2 sin(exp(2 v)) cos(exp(2 v))
    refuted   sin(2 ln(exp(exp(2 v)))) = sin(exp(2 v)) cos(exp(2 v))
    undecided sin(2 exp(exp(v + 30))) = 2 sin(exp(exp(v + 30))) cos(exp(exp(v + 30)))
    proved    int w(x) dx = 1
    undecided int w(x) dx = 2
    proved    0 * v = 0
    proved    v - v = 0
    proved    ln int p(x) dx = 0
    proved    E_{p(x)}[0] = 0
    proved    grad_{s}(E_{p(x)}[x]) = 0
    `,
  },
  {
    title: 'what rounding, an unlucky draw or a missing input must not decide',
    declarations: `
    latent z : real
    latent w
    observed x, u
    param theta
    density p(x, z, w | u; theta) = p(z; theta) p(w | u) p(x | z, w; theta)
    density r(z, w) = r(z) r(w | z)
    `,
    facts: `
    refuted   theta / 0 = 0
    confirmed E_{r(z, w)}[ln p(z | x, w; theta)] = E_{r(z, w)}[ln p(x | z, w; theta) - ln p(x | w; theta) + ln p(z; theta)]
    refuted   E_{r(z, w)}[ln p(z | x, w; theta)] = E_{r(z, w)}[ln p(x | z, w; theta) - ln p(x | w; theta) + ln p(w | u)]
    refuted   ln(r(z, w) / ln(exp(r(z) r(w)))) = 0
    refuted   (abs(theta))^3 = theta^3
    refuted   sin(exp(20)) = cos(exp(20))
    refuted   sin(10^10 theta) = cos(10^10 theta)
    refuted   exp(10^10 (1 - 1) + theta) = 2 exp(theta)
    refuted   theta + sqrt(theta - theta) = 2 theta
    confirmed theta + sqrt(theta - theta) = theta
    proved    int int int p(x, z, w | u; theta) theta dx dz dw = int (int p(x, z | u; theta) p(w | x, z, u; theta) theta dz dx) dw
    refuted   int int int p(x, z, w | u; theta) theta dx dz dw = int (int p(x, z | u; theta) p(w | x, z, u; theta) z dz dx) dw
    `,
  },
  {
    title: 'a function that loses nearly all digits of a small density',
    declarations: `
    plate t = 1..T
    latent s_t
    observed o_t
    param phi
    let A = {s_t}, O = {o_t}
    density d(A | O; phi) = prod_t d(s_t | o_t; phi)
    `,
    facts: `
    proved    ln d(A | O; phi) = ln(ln(exp d(A | O; phi)))
    refuted   ln d(A | O; phi) = 2 ln(ln(exp d(A | O; phi)))
    refuted   ln d(A | O; phi) = ln(exp d(A | O; phi))
    `,
  },
  {
    title: 'one member, a subset that is the whole, parameters that are left open',
    declarations: `
    plate n = 1..N
    subset S of 1..N size M
    subset R of 1..N size N
    subset Q of 2..N size L
    param theta : real
    latent x
    function f(a)
    density p(x; theta)
    `,
    facts: `
    refuted   E_S[sum_{n in S} f(n)] = sum_n f(n)
    confirmed sum_{n in R} f(n) = sum_n f(n)
    refuted   sum_{n=3..N} 1 = N - 2
    undecided N > 1
    confirmed N >= 1
    refuted   sum_{n in Q} f(n) = 1
    refuted   prod_n exp(f(n)) / sum_n exp(f(n)) = 1 # ambiguous
    refuted   (prod_n exp(f(n))) / sum_n exp(f(n)) = 1
    refuted   1000000000001/1000000000000 = 1
    refuted   theta + 0.000000000001 = theta
    undecided theta^2 = const_{theta}
    undecided exp(theta) propto_{theta} 1
    proved    ln(2 p(x; theta)) = ln p(x; theta) + const_{theta}
    refuted   ln(2 p(x; theta)) = ln p(x; theta) + const_{x} + f(x)
    `,
  },
  {
    title: 'inequalities that masses keep and densities break',
    declarations: `
    latent z
    observed o
    param theta, phi
    density m(o, z; theta) = m(z; theta) m(o | z; theta)
    density v(z | o; phi)
    `,
    facts: `
    proved    ln m(o; theta) >= E_{v(z | o; phi)}[ln m(o, z; theta) - ln v(z | o; phi)]
    refuted   ln m(o; theta) >= E_{v(z | o; phi)}[ln m(o, z; theta) + ln v(z | o; phi)]
    refuted   ln m(o; theta) >= E_{v(z | o; phi)}[ln m(o, z; theta)]
    refuted   E_{m(z; theta)}[ln m(z; theta)] <= 0
    `,
  },
  {
    title: 'assumptions about all values of a variable',
    declarations: `
    latent x
    param a
    function f(x)
    density p(x)
    assume f(x) > 0
    `,
    facts: `
    proved    a = a
    proved    E_{p(x)}[f(x)] >= 0
    proved    E_{p(x)}[ln f(x)] = E_{p(x)}[ln f(x) + 0]
    refuted   E_{p(x)}[f(x)] = 0
    refuted   E_{p(x)}[f(x)] = 2 E_{p(x)}[f(x)]
    `,
  },
  {
    title: 'a variable in a slot of one that has other values',
    declarations: `
    latent x, y, z, w
    latent c : discrete, d : discrete
    density p(x) = Normal(x; 0, 1)
    density r(y) = Poisson(y; 2)
    density b(z) = Bernoulli(z; 1/3)
    density s(w)
    density k(c) = table[c] [1/3, 2/3]
    density l(d) = table[d] [1/3, 1/3, 1/3]
    `,
    facts: `
    undecided int p(x = y) dy = 1
    undecided int p(x = y) dy = int p(x) dx
    undecided E_{p(x = y)}[1] = 1
    undecided KL[p(x = y) || r(y)] >= 0
    undecided E_{b(z = x)}[1] = 1
    undecided E_{b(z = x)}[ln p(x)] = E_{b(z)}[ln p(x = z)]
    undecided int k(c = d) dd = 1
    undecided E_{l(d)}[k(c = d)] = 1/3
    proved    int p(x = w) dw = 1
    proved    int r(y) dy = 1
    `,
  },
  {
    title: 'a declared form that is none',
    declarations: `
    latent b : {0, 1}, c : {0, 1}
    param w : unit
    density p(b; w) = w^b
    density q(c; w) = w^c (1 - w)^(1 - c)
    `,
    facts: `
    proved    p(b; w) = w^b
    proved    q(c; w) = w^c (1 - w)^(1 - c)
    refuted   q(c; w) = w^c
    `,
  },
  {
    title: 'a chain that is drawn from its end, as in diffusion models',
    declarations: `
    plate t = 1..T
    latent z_t
    observed x
    density p: p(x, z_{1:T}) = p(z_T) p(x | z_1) prod_{t=2..T} p(z_{t-1} | z_t)
    density q: q(z_{1:T} | x) = q(z_1 | x) prod_{t=2..T} q(z_t | z_{t-1})
    density s(z_{1:T} | x)
    `,
    facts: `
    proved    int p(x, z_{1:T}) dz_{1:T} = p(x)
    proved    ln p(x) >= E_{q(z_{1:T} | x)}[ln (p(x, z_{1:T}) / q(z_{1:T} | x))]
    refuted   ln p(x) <= E_{q(z_{1:T} | x)}[ln (p(x, z_{1:T}) / q(z_{1:T} | x))]
    proved    ln p(x) >= E_{s(z_{1:T} | x)}[ln (p(x, z_{1:T}) / s(z_{1:T} | x))]
    refuted   ln p(x) >= E_{s(z_{1:T} | x)}[ln (p(x, z_{1:T}) s(z_{1:T} | x))]
    proved    E_{s(z_{1:T} | x)}[ln p(x, z_{1:T})] = E_{s(z_{1:T} | x)}[ln p(z_T) + ln p(x | z_1) + sum_{t=2..T} ln p(z_{t-1} | z_t)]
    refuted   E_{s(z_{1:T} | x)}[ln p(x, z_{1:T})] = E_{s(z_{1:T} | x)}[ln p(z_1) + ln p(x | z_1) + sum_{t=2..T} ln p(z_{t-1} | z_t)]
    proved    E_{s(z_{1:T} | x)}[ln p(x, z_{1:T})] = E_{s(z_{1:T} | x)}[ln p(z_1) + ln p(x | z_1) + sum_{t=2..T} ln p(z_t | z_{t-1})]
    `,
  },
  {
    title: 'gradients of what is expected of a policy',
    declarations: `
    plate t = 1..T
    latent s_t, a_t
    param theta : real
    function r(s, a)
    density m: p(s_{1:T}, a_{1:T}; theta) = p(s_1) p(a_1 | s_1; theta) prod_{t=2..T} (p(s_t | s_{t-1}, a_{t-1}) p(a_t | s_t; theta))
    `,
    facts: `
    proved    grad_{theta}(E_{p(s_{1:T}, a_{1:T}; theta)}[sum_t r(s_t, a_t)]) = E_{p(s_{1:T}, a_{1:T}; theta)}[(sum_t r(s_t, a_t)) grad_{theta}(ln p(s_{1:T}, a_{1:T}; theta))]
    proved    grad_{theta}(E_{p(s_{1:T}, a_{1:T}; theta)}[r(s_T, a_T)]) = E_{p(s_{1:T}, a_{1:T}; theta)}[r(s_T, a_T) grad_{theta}(ln p(s_{1:T}, a_{1:T}; theta))]
    refuted   grad_{theta}(E_{p(s_{1:T}, a_{1:T}; theta)}[r(s_T, a_T)]) = E_{p(s_{1:T}, a_{1:T}; theta)}[r(s_T, a_T)]
    refuted   grad_{theta}(E_{p(s_{1:T}, a_{1:T}; theta)}[sum_t r(s_t, a_t)]) = E_{p(s_{1:T}, a_{1:T}; theta)}[sum_{t=2..T} r(s_t, a_t) grad_{theta}(ln p(a_t | s_t; theta))]
    proved    grad_{theta}(ln p(s_{1:T}, a_{1:T}; theta)) = grad_{theta}(ln p(a_1 | s_1; theta)) + sum_{t=2..T} grad_{theta}(ln p(a_t | s_t; theta))
    refuted   grad_{theta}(ln p(s_{1:T}, a_{1:T}; theta)) = sum_{t=2..T} grad_{theta}(ln p(a_t | s_t; theta))
    `,
  },
  {
    title: 'one factor of a mean field, the other fixed',
    declarations: `
    latent u, v
    observed x
    density p(x, u, v)
    density q: q(u, v) = q(u) q(v)
    `,
    facts: `
    proved    E_{q(u)}[ln (exp(E_{q(v)}[ln p(x, u, v)]) / q(u))] <= ln (int exp(E_{q(v)}[ln p(x, u, v)]) du)
    refuted   E_{q(u)}[ln (exp(E_{q(v)}[ln p(x, u, v)]) / q(u))] >= ln (int exp(E_{q(v)}[ln p(x, u, v)]) du)
    proved    E_{q(u, v)}[ln p(x, u, v) - ln q(u, v)] = E_{q(u)}[E_{q(v)}[ln p(x, u, v)]] + H[q(u)] + H[q(v)]
    proved    E_{q(u, v)}[ln p(x, u, v) - ln q(u, v)] = ln p(x) - KL[q(u, v) || p(u, v | x)]
    refuted   E_{q(u, v)}[ln p(x, u, v) - ln q(u, v)] = ln p(x) - KL[p(u, v | x) || q(u, v)]
    `,
  },
];

const samples = 2 ** 16;

function check(source: string): { verdict: string | undefined; warnings: string[]; problems: string[] } {
  const { derivations, problems } = checkDocument(
    { file: 'facts.expr', source },
    { ...defaultOptions, samples, repairs: 0 },
    (path) => {
      throw new Error(`no file ${path}`);
    },
  );
  const step = derivations[0]?.steps[0];
  return {
    verdict: step?.verdict,
    warnings: (step?.warnings ?? []).map((warning) => warning.code),
    problems: problems.map((problem) => problem.message),
  };
}

const rows = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

for (const { title, declarations, facts } of groups) {
  describe(title, () => {
    it.each(rows(facts))('%s', (fact) => {
      const [, verdict, claim, comment] = /^(\w+)\s+([^#]*)(?:#(.*))?$/.exec(fact) as unknown as string[];
      const warnings = (comment ?? '')
        .split(',')
        .map((code) => code.trim())
        .filter((code) => code !== '');
      const source = `${rows(declarations).join('\n')}\nclaim fact: ${claim}\n`;
      expect(check(source)).toEqual({ verdict, warnings, problems: [] });
    });
  });
}
