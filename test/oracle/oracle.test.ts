/** The oracle itself: one fact a line, as many refusals as acceptances. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';
import { editKinds, edits, sample } from './edits.js';
import { type HandLabel, handEdits } from './hand-edits.js';
import { judge, type Verdict } from './judge.js';

const proofs = new URL('../../proofs/', import.meta.url);
const source = (name: string): string => readFileSync(new URL(name, proofs), 'utf8');

const models = {
  pair: `plate n = 1..N
    latent x, y, z : real
    observed o
    param theta, phi
    function f(x)
    function g(x, y)
    density: p(x, y) = p(x) p(y | x)
    density: r(x, y) = r(y) r(x | y)
    density: u(x, y)
    density: v(x, y, z) = v(x) v(y | x) v(z | y)
    density: w(x, y) = w(x) w(y)
    density: s(x; theta)
    density: c(y | x; phi)
    density: m(x | o)`,
  plates: `plate n = 1..N
    plate m = 1..N
    subset S of 1..N size M
    latent z_n, W
    observed x_n
    param psi, xi
    function h(n)
    let Z = {z_n}, X = {x_n}
    density: p(X, Z, W) = p(W) prod_n (p(x_n | z_n, W) p(z_n))
    density: q(Z, W; X, psi, xi) = q(Z; X, psi) q(W; xi)
    density: q(Z; X, psi) = prod_n q(z_n; x_n, psi)
    density: j(Z | X)
    define F(psi, xi) = E_{q(Z, W; X, psi, xi)}[ln p(Z, W, X)]
    define F_S(psi) = (N/M) sum_{n in S} E_{q(z_n; x_n, psi)}[ln p(z_n)]
    define ell_n = ln p(z_n)`,
  iid: `plate n = 1..N
    iid n
    plate k = 1..2
    latent w, a, b
    observed x_n
    let X = {x_n}
    density: p(w, X) = p(w) prod_n p(x_n | w)
    density: t(a) = table[a] [1/4, 3/4]
    density: t2(a, b) = t2(a) t2(b | a)
    density: t2(a) = table[a] [1/4, 3/4]
    density: t2(b | a) = table[a, b] [[1/3, 2/3], [1/2, 1/2]]`,
  chain: `plate t = 1..T
    latent z_t
    observed x_t
    density: p(z_{1:T}, x_{1:T}) = p(z_1) (prod_{t=2..T} p(z_t | z_{t-1})) prod_t p(x_t | z_t)`,
  em: `latent z
    observed x
    param theta, theta_old
    density: p(x, z; theta) = p(z; theta) p(x | z; theta)
    define Q(theta) = E_{p(z | x; theta_old)}[ln p(x, z; theta)]`,
  discrete: `latent k : 1..3
    latent b : {0, 1}
    density: p(k, b) = p(k) p(b | k)`,
  circular: `latent x, y
    density: p(x, y) = p(x | y) p(y | x)
    density: q(x, y) = q(x) q(x | y)
    density: r(x) = r(x) r(y)`,
} as const;

type Model = keyof typeof models;
/** The verdict, the left side, and the right side with its relation. */
type Fact = readonly [Verdict, string, string];

const facts: Readonly<Record<Model, readonly Fact[]>> = {
  pair: [
    ['true', 'KL[p(x, y) || r(x, y)]', '= E_{p(x, y)}[ln (p(x, y) / r(x, y))]'],
    ['false', 'KL[p(x, y) || r(x, y)]', '= E_{p(x, y)}[ln (r(x, y) / p(x, y))]'],
    ['false', 'KL[p(x, y) || r(x, y)]', '= KL[r(x, y) || p(x, y)]'],
    ['false', 'KL[p(x, y) || r(x, y)]', '= E_{r(x, y)}[ln (p(x, y) / r(x, y))]'],
    ['meaningless', 'KL[p(x, y) || r(x)]', '= 0'],
    ['true', 'KL[p(x, y) || r(x, y)]', '>= 0'],
    ['false', 'KL[p(x, y) || r(x, y)]', '<= 0'],
    ['true', 'KL[p(x, y) || r(x, y)]', '= KL[p(x) || r(x)] + E_{p(x)}[KL[p(y | x) || r(y | x)]]'],
    ['false', 'KL[p(x, y) || r(x, y)]', '= KL[p(x) || r(x)] + E_{r(x)}[KL[p(y | x) || r(y | x)]]'],
    ['true', 'KL[p(x) || p(x)]', '= 0'],
    ['true', 'ln p(x, y)', '= ln p(x) + ln p(y | x)'],
    ['true', 'ln p(x, y)', '= ln p(y) + ln p(x | y)'],
    ['false', 'ln p(x, y)', '= ln p(x) + ln p(y)'],
    ['false', 'ln p(x, y)', '= ln p(x) - ln p(y | x)'],
    ['true', 'w(x, y)', '= w(x) w(y)'],
    ['true', 'w(x | y)', '= w(x)'],
    ['false', 'u(x | y)', '= u(x)'],
    ['true', 'v(z | x, y)', '= v(z | y)'],
    ['false', 'v(y | x, z)', '= v(y | x)'],
    ['true', 'p(x | y)', '= p(y | x) p(x) / p(y)'],
    ['true', 'p(x)', '= p(x) E_{p(y | x)}[1] for any z'],
    ['true', 'E_{p(x)}[f(x)]', '= E_{p(x)}[f(x)] + f(y) - f(y) for any y'],
    ['meaningless', 'E_{p(x)}[f(x)]', '= E_{p(x)}[f(x)] + f(y) - f(y)'],
    ['false', 'p(x | y)', '= p(y | x)'],
    ['true', 'int p(x, y) dy', '= p(x)'],
    ['true', 'sum_{y} p(x, y)', '= p(x)'],
    ['false', 'int p(x, y) dx', '= p(y)^2'],
    ['meaningless', 'int p(x, y) dx', '= p(x)'],
    ['true', 'int int p(x, y) dx dy', '= 1'],
    ['false', 'int p(x | y) dy', '= 1'],
    ['true', 'int int g(x, y) dx dy', '= int int g(x, y) dy dx'],
    ['true', 'int int p(x) r(y) f(x) f(y) dx dy', '= int p(x) f(x) dx int r(y) f(y) dy'],
    ['false', 'int int p(x, y) f(x) f(y) dx dy', '= int p(x) f(x) dx int p(y) f(y) dy'],
    ['true', 'E_{p(x)}[E_{p(y | x)}[g(x, y)]]', '= E_{p(x, y)}[g(x, y)]'],
    ['false', 'E_{p(y)}[E_{p(y | x)}[g(x, y)]]', '= E_{p(x, y)}[g(x, y)] + 0 x'],
    ['true', 'E_{p(x) r(y | x)}[g(x, y)]', '= E_{p(x)}[E_{r(y | x)}[g(x, y)]]'],
    ['true', 'E_{p(x, y)}[f(x)]', '= E_{p(x)}[f(x)]'],
    ['false', 'E_{p(x, y)}[f(x)]', '= E_{p(y)}[f(y)]'],
    ['false', 'E_{p(x)}[x^2]', '= E_{p(x)}[x]^2'],
    ['true', 'Var_{p(x)}[x]', '= E_{p(x)}[x^2] - E_{p(x)}[x]^2'],
    ['false', 'Var_{p(x)}[x]', '= E_{p(x)}[x]^2 - E_{p(x)}[x^2]'],
    ['true', 'Var_{p(y)}[y]', '= E_{p(x)}[Var_{p(y | x)}[y]] + Var_{p(x)}[E_{p(y | x)}[y]]'],
    ['true', 'Cov_{p(x, y)}[x, y]', '= E_{p(x, y)}[x y] - E_{p(x)}[x] E_{p(y)}[y]'],
    ['false', 'Cov_{p(x, y)}[x, y]', '= 0'],
    ['true', 'Cov_{w(x, y)}[x, y]', '= 0'],
    ['true', 'H[p(x)]', '= - E_{p(x)}[ln p(x)]'],
    ['false', 'H[p(x)]', '= E_{p(x)}[ln p(x)]'],
    ['false', 'H[p(x)]', '= H[p(y)]'],
    ['false', 'H[p(x)]', '>= 0'],
    ['false', 'p(x)', '<= 1 + 0 x'],
    ['true', 'H[p(x), r(x)]', '= H[p(x)] + KL[p(x) || r(x)]'],
    ['false', 'H[p(x), r(x)]', '= H[r(x), p(x)]'],
    ['true', 'H_{p}[y | x]', '= E_{p(x)}[H[p(y | x)]]'],
    ['true', 'I_{p}[x; y]', '= H[p(y)] - H_{p}[y | x]'],
    ['true', 'I_{p}[x; y]', '= KL[p(x, y) || p(x) p(y)]'],
    ['true', 'I_{v}[x; z | y]', '= 0'],
    ['false', 'I_{v}[x; z]', '= 0'],
    ['false', 'I_{p}[x; y]', '= H[p(y)] + H_{p}[y | x]'],
    ['true', 'ln E_{p(x)}[exp(f(x))]', '>= E_{p(x)}[f(x)]'],
    ['false', 'ln E_{p(x)}[exp(f(x))]', '<= E_{p(x)}[f(x)]'],
    ['true', 'grad_{theta}(E_{s(x; theta)}[f(x)])', '= E_{s(x; theta)}[f(x) grad_{theta}(ln s(x; theta))]'],
    ['false', 'grad_{theta}(E_{s(x; theta)}[f(x)])', '= E_{s(x; theta)}[grad_{theta}(f(x))]'],
    ['true', 'E_{s(x; theta)}[grad_{theta}(ln s(x; theta))]', '= 0'],
    ['false', 'E_{s(x; theta)}[ln s(x; theta)]', '= 0'],
    ['true', 'grad_{theta}(theta^3)', '= 3 theta^2'],
    ['false', 'grad_{theta}(theta^3)', '= 2 theta^2'],
    ['true', 'd/dtheta (exp(2 theta))', '= 2 exp(2 theta)'],
    ['true', 'grad_{theta}(grad_{theta}(sin(theta)))', '= - sin(theta)'],
    ['vacuous-false', 'grad_{phi}(E_{s(x; theta)}[f(x)])', '= grad_{phi}(E_{s(x; theta)}[f(x)^2])'],
    ['vacuous-false', 'grad_{phi}(E_{s(x; theta)}[f(x)])', '= - grad_{phi}(E_{s(x; theta)}[f(x)])'],
    ['true', 'grad_{phi}(E_{s(x; theta)}[f(x)])', '= grad_{phi}(int s(x; theta) f(x) dx)'],
    ['true', 'grad_{phi}(E_{s(x; theta)}[f(x)])', '= 0'],
    ['true', 'grad_{theta}(E_{s(x; theta)}[f(x)])', '!= 0'],
    ['false', 'grad_{phi}(E_{s(x; theta)}[f(x)])', '!= 0'],
    ['vacuous-false', '0 E_{p(x)}[f(x)]', '= 0 E_{p(y)}[f(y)]'],
    ['vacuous-false', 'Var_{p(x)}[theta]', '= Var_{p(x)}[phi]'],
    ['meaningless', 's(x)', '= s(x; theta)'],
    ['meaningless', 'p(z)', '= 1'],
    ['meaningless', 'c(x | y; phi)', '= 1'],
    ['meaningless', 'E_{c(y | x; phi)}[f(y)]', '= E_{c(y; phi)}[f(y)]'],
    ['meaningless', 'E_{p(x)}[f(x)]', '= E_{p(x)}[f(y)]'],
    ['meaningless', 'E_{p(x)}[f(x)]', '= f(x)'],
    ['meaningless', 'E_{p(x)}[f(x)]', '= E_{p(x)}[nothing(x)]'],
    ['meaningless', 'E_{p(x)}[f(x)]', '= E_{p(x)}[g(x)]'],
    ['meaningless', 'E_{p(x) p(x | y)}[f(x)]', '= 0'],
    ['meaningless', 'E_{p(x | y) r(y | x)}[f(x)]', '= 0'],
    ['meaningless', 'p(x, x)', '= p(x)'],
    ['meaningless', 'p(x; theta = 1)', '= p(x)'],
    ['true', 's(x; theta = phi)', '= s(x; theta = phi) + 0 theta'],
    ['false', 's(x; theta = phi)', '= s(x; theta)'],
    ['true', 'int u(x = z, y) dy', '= u(x = z)'],
    ['meaningless', 'u(z, y)', '= 1'],
    ['meaningless', 'int p(x) dtheta', '= 1'],
    ['true', 'm(x | o)', '= m(x | o) E_{p(y)}[1]'],
    ['meaningless', 'm(x)', '= m(x | o)'],
    ['true', 'ln p(x | y)', '= ln p(y | x) + ln p(x) + const_{x}'],
    ['false', 'ln p(x | y)', '= ln p(y | x) + const_{x}'],
    ['false', 'ln p(x | y)', '= ln p(y | x) + ln p(x) + const_{y}'],
    ['true', 'ln p(x, y)', '= const_{x} + ln p(x | y)'],
    ['true', 'p(x | y)', 'propto_{x} p(x, y)'],
    ['false', 'p(x | y)', 'propto_{y} p(x, y)'],
    ['false', 'p(x | y)', 'propto_{x} p(y | x)'],
    ['true', 's(x; theta) s(x; theta = phi)', 'propto_{phi} s(x; theta = phi)'],
  ],
  plates: [
    ['true', 'ln p(X, Z, W)', '= ln p(W) + sum_n (ln p(x_n | z_n, W) + ln p(z_n))'],
    ['false', 'ln p(X, Z, W)', '= ln p(W) + sum_n ln p(x_n | z_n, W)'],
    ['false', 'ln p(X, Z, W)', '= ln p(W) + sum_{n in S} (ln p(x_n | z_n, W) + ln p(z_n))'],
    ['false', 'p(X, Z | W)', '= prod_n (p(x_n | z_n) p(z_n))'],
    ['true', 'p(X, Z | W)', '= prod_n p(x_n, z_n | W)'],
    ['false', 'p(X, Z)', '= prod_n p(x_n, z_n)'],
    ['true', 'q(Z; X, psi)', '= prod_n q(z_n; X, psi)'],
    ['true', 'q(Z; X, psi)', '= prod_{n=1}^{N} q(z_n; x_n, psi)'],
    ['meaningless', 'q(Z; X, psi)', '= prod_n q(z_n; psi)'],
    ['meaningless', 'q(Z; X, psi)', '= prod_n q(z_n; x_m, psi)'],
    ['meaningless', 'q(Z; X, psi)', '= q(z_n; x_n, psi)'],
    ['meaningless', 'q(Z; X, psi)', '= prod_n q(z; x_n, psi)'],
    ['false', 'j(Z | X)', '= prod_n j(z_n | X)'],
    ['meaningless', 'j(Z | X)', '= prod_n j(z_n | x_n)'],
    ['true', 'p(z_n | W)', '= p(z_n)'],
    ['false', 'p(z_n)', '= p(z_n | x_n)'],
    ['true', 'p(z_n | X, W)', '= p(z_n | x_n, W)'],
    ['false', 'p(z_n | X)', '= p(z_n | x_n)'],
    ['true', 'E_S[(N/M) sum_{n in S} h(n)]', '= sum_n h(n)'],
    ['false', 'E_S[(M/N) sum_{n in S} h(n)]', '= sum_n h(n)'],
    ['false', 'E_S[(N/(N-1)) sum_{n in S} h(n)]', '= sum_n h(n)'],
    ['false', '(N/M) sum_{n in S} h(n)', '= sum_n h(n)'],
    ['true', 'E_S[sum_{n in S} sum_{m in S, m != n} h(n)]', '= (M (M-1) / N) sum_n h(n)'],
    ['true', '0 h(n) + sum_n h(n)', '= h(n) + sum_{m != n} h(m)'],
    ['true', 'sum_n sum_m h(n) h(m)', '= (sum_n h(n))^2'],
    ['false', 'sum_n h(n)^2', '= (sum_n h(n))^2'],
    ['true', 'ln prod_n exp(h(n))', '= sum_n h(n)'],
    ['true', 'E_{q(Z, W; X, psi, xi)}[ln p(z_n)]', '= E_{q(z_n; x_n, psi)}[ln p(z_n)]'],
    ['false', 'E_{q(Z, W; X, psi, xi)}[ln p(z_n)]', '= E_{p(z_n)}[ln p(z_n)]'],
    ['meaningless', 'E_{q(Z, W; X, psi, xi)}[ln p(z_n)]', '= E_{q(W; xi)}[ln p(z_n)]'],
    ['true', 'F(psi, xi)', '= E_{q(Z; X, psi)}[E_{q(W; xi)}[ln p(X | Z, W) + ln p(Z) + ln p(W)]]'],
    ['false', 'F(psi, xi)', '= F(xi, psi)'],
    ['meaningless', 'F(psi, xi)', '= F(psi)'],
    ['true', 'E_S[F_S(psi)]', '= sum_n E_{q(Z; X, psi)}[ell_n]'],
    ['false', 'F_S(psi)', '= sum_n E_{q(Z; X, psi)}[ell_n]'],
    ['true', 'ell_n', '= ln p(z_n)'],
    ['true', 'int ell_n p(z_n) dz_n', '= E_{p(Z)}[ell_n]'],
    ['vacuous-false', 'grad_{xi}(E_{q(Z; X, psi)}[ln p(z_n)])', '= grad_{xi}(E_{q(Z; X, psi)}[ln p(Z)])'],
    ['true', 'p(x_n | Z, W)', '= p(x_n | z_n, W)'],
    ['true', 'p(X)', '= int int p(X, Z, W) dZ dW'],
  ],
  iid: [
    ['true', 'N E_{p(x_n | w)}[ln p(x_n | w)]', '= sum_n E_{p(x_n | w)}[ln p(x_n | w)]'],
    ['false', 'E_{p(X)}[ln p(X)]', '= sum_n E_{p(x_n)}[ln p(x_n)]'],
    ['true', 'E_{t(a)}[4 t(a)]', '= 1/4 + 9/4'],
    ['false', 'E_{t(a)}[4 t(a)]', '= 1/4 + 3/4'],
    ['true', 'E_{t2(a, b)}[t2(b | a)]', '= (1/4) (1/9 + 4/9) + (3/4) (1/2)'],
  ],
  chain: [
    ['true', 'H[p(z_{1:T})]', '= H[p(z_1)] + sum_{t=2..T} H_{p}[z_t | z_{t-1}]'],
    ['false', 'H[p(z_{1:T})]', '= sum_t H[p(z_t)]'],
    ['true', 'p(z_t | z_{1:t-1})', '= p(z_t | z_{t-1})'],
    ['false', 'p(z_t | z_{1:t-1})', '= p(z_t)'],
    ['false', 'p(x_t | x_{1:t-1})', '= p(x_t | x_{t-1})'],
    ['true', 'p(z_t | z_{-t}, x_{1:T})', '= p(z_t | z_{-t}, x_t)'],
    ['meaningless', 'H[p(z_{1:T})]', '= sum_t H_{p}[z_t | z_{t-1}]'],
  ],
  em: [
    ['true', 'ln p(x; theta)', '>= Q(theta) + H[p(z | x; theta_old)]'],
    ['true', 'ln p(x; theta_old)', '= Q(theta_old) + H[p(z | x; theta_old)]'],
    ['false', 'ln p(x; theta)', '= Q(theta) + H[p(z | x; theta_old)]'],
    ['true', 'grad_{theta}(ln p(x; theta))', '= E_{p(z | x; theta)}[grad_{theta}(ln p(x, z; theta))]'],
    ['false', 'grad_{theta}(ln p(x; theta))', '= E_{p(z | x; theta_old)}[grad_{theta}(ln p(x, z; theta))]'],
    ['meaningless', 'ln p(x; theta)', '= ln p(x; theta_new)'],
    ['true', 'p(x; theta = theta_old)', '= p(x; theta_old)'],
  ],
  discrete: [
    ['true', 'sum_{k} p(k) k', '= E_{p(k)}[k]'],
    ['true', 'H[p(k)]', '>= 0'],
    ['true', 'E_{p(b)}[b]', '= p(b = 1)'],
    ['false', 'E_{p(b)}[b]', '= p(b = 0)'],
    ['true', 'p(b = 0)', '= 1 - p(b = 1)'],
  ],
  circular: [
    ['meaningless', 'int p(x, y) dy', '= 1'],
    ['meaningless', 'int q(x, y) dy', '= 1'],
    ['meaningless', 'int r(x) dx', '= 1'],
  ],
};

/** A file of one claim. */
const claim = (model: Model, left: string, right: string): SourceFile =>
  clean(`${models[model].replace(/^ +/gm, '')}\nclaim fact:\n  ${left}\n  ${right}\n`);

function clean(text: string): SourceFile {
  const file = parse(text);
  if (file.problems.length > 0) throw new Error(file.problems.map((problem) => problem.message).join('; '));
  return file;
}

for (const [model, lines] of Object.entries(facts) as [Model, readonly Fact[]][])
  describe(`the model '${model}'`, () => {
    it.each(lines)('%s: %s %s', (verdict, left, right) => {
      expect(judge(claim(model, left, right), 'fact', 1)).toMatchObject({ verdict });
    });
  });

describe('the facts', () => {
  const verdicts = Object.values<readonly Fact[]>(facts).flatMap((lines) => lines.map(([verdict]) => verdict));
  it.each(['true', 'false', 'vacuous-false', 'meaningless'] as const)(
    'refute an oracle that always says %s',
    (constant) => {
      expect(verdicts.filter((verdict) => verdict !== constant).length).toBeGreaterThan(verdicts.length / 3);
      expect(verdicts.filter((verdict) => verdict === constant).length).toBeGreaterThan(4);
    },
  );
  it('tell a world from a poorer one: a false line that holds at N = 2, M = 1 and at N = 3, M = 2 is refuted', () => {
    const { detail } = judge(claim('plates', 'E_S[(N/(N-1)) sum_{n in S} h(n)]', '= sum_n h(n)'), 'fact', 1);
    expect(detail).toContain('world of seed 37');
  });
  it('refuse a step that is not there', () => {
    expect(() => judge(claim('pair', 'p(x)', '= p(x)'), 'fact', 2)).toThrow('there is no step 2');
  });
});

describe('the right derivations', () => {
  it.each(readdirSync(proofs).filter((name) => name.endsWith('.expr')))('every step of %s is true', (name) => {
    expect(mistakes(clean(source(name)))).toEqual([]);
  });
});

describe('the wrong derivations', () => {
  const wrong = new URL('wrong/', proofs);
  it.each(readdirSync(wrong).filter((name) => name.endsWith('.expr')))(
    '%s is wrong where its comments expect it',
    (name) => {
      const text = readFileSync(new URL(name, wrong), 'utf8');
      const expected = (offset: number): Verdict =>
        expectations[/# expect: (.*)\n *$/.exec(text.slice(0, offset))?.[1] ?? ''] ?? 'true';
      expect(mistakes(clean(text), expected)).toEqual([]);
    },
  );
});

const expectations: Readonly<Record<string, Verdict>> = {
  refuted: 'false',
  malformed: 'meaningless',
  'proved, vacuous': 'vacuous-false',
};

/** The steps of a file that are judged otherwise than expected. */
function mistakes(file: SourceFile, expected: (offset: number) => Verdict = () => 'true'): string[] {
  return file.statements.flatMap((statement) =>
    statement.kind === 'derivation' && statement.label
      ? statement.steps.flatMap((step, i) => {
          const { verdict, detail } = judge(file, statement.label?.text ?? '', i + 1);
          return verdict === expected(step.relationSpan.start)
            ? []
            : [`${statement.label?.text} step ${i + 1}: ${verdict}, ${detail}`];
        })
      : [],
  );
}

describe('edits by hand of ch6', () => {
  const text = source('ch6.expr');
  const file = clean(text);
  const verdicts: Readonly<Record<HandLabel, Verdict>> = {
    true: 'true',
    false: 'false',
    malformed: 'meaningless',
    vacuous: 'vacuous-false',
  };
  it.each(handEdits)(
    '$derivation step $step: $find becomes $replace: $label',
    ({ derivation, step, find, replace, label }) => {
      const found = file.statements.find(
        (statement) => statement.kind === 'derivation' && statement.label?.text === derivation,
      );
      const right = found?.kind === 'derivation' ? found.steps[step - 1]?.right : undefined;
      const at = right ? text.indexOf(find, right.span.start) : -1;
      expect(at >= 0 && at + find.length <= (right?.span.end ?? 0)).toBe(true);
      const edited = clean(text.slice(0, at) + replace + text.slice(at + find.length));
      expect(judge(edited, derivation, step)).toMatchObject({ verdict: verdicts[label] });
    },
  );
});

describe('generated edits of ch6', () => {
  const text = source('ch6.expr');
  const all = edits(text, clean(text));
  it('are many, distinct and of every kind', () => {
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(all.map((edit) => edit.text)).size).toBe(all.length);
    expect([...new Set(all.map((edit) => edit.kind))].sort()).toEqual([...editKinds].sort());
  });
  it('are the same every time', () => {
    expect(sample(edits(text, clean(text)), 50, 7)).toEqual(sample(all, 50, 7));
    expect(sample(all, 50, 8)).not.toEqual(sample(all, 50, 7));
  });
  it('change the one step only', () => {
    for (const { text: edited, span, replacement } of sample(all, 200, 3))
      expect(edited).toBe(text.slice(0, span.start) + replacement + text.slice(span.end));
  });
  it('are mostly false or meaningless', () => {
    const judged = sample(all, 80, 5).flatMap((edit) => {
      const file = parse(edit.text);
      return file.problems.length > 0 ? [] : [judge(file, edit.derivation, edit.step).verdict];
    });
    expect(judged.length).toBeGreaterThan(60);
    expect(judged.filter((verdict) => verdict === 'true').length).toBeLessThan(judged.length / 3);
  });
});
