/** Terms as LaTeX: one fact a line, and what holds of every line of every proof. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { integer, inverse, ln, mul, num, type Term } from '../../src/kernel/term.js';
import { linesOf } from '../../src/syntax/derivation.js';
import type { Document } from '../../src/syntax/document.js';
import { printLatex } from '../../src/syntax/latex.js';
import { printTerm } from '../../src/syntax/print.js';
import { declarations } from './declarations.js';
import { meaning, read } from './line.js';

/** `[line, LaTeX]` */
function sets(title: string, source: string, rows: readonly (readonly [string, string])[]): void {
  test.each(rows)(`${title}: %s`, (text, latex) => {
    const { document, line } = meaning(source, text);
    expect(line.fault).toBeNull();
    const printed = line.term && printLatex(line.term, document.model);
    expect(printed).toBe(latex);
    expect(unbalanced(latex)).toBeNull();
  });
}

const closes: Readonly<Record<string, string>> = {
  '{': '}',
  '(': ')',
  '[': ']',
  '\\{': '\\}',
  '\\left(': '\\right)',
  '\\left[': '\\right]',
  '\\left|': '\\right|',
};

/** The first bracket, brace or `\left` without its partner; null if there is none. */
function unbalanced(latex: string): string | null {
  const open: string[] = [];
  for (const [token] of latex.matchAll(/\\(?:left|right|middle)(?:\\\||.)|\\[{}]|[{}()[\]]/g)) {
    const close = closes[token];
    if (token === '\\middle\\|' && open.at(-1)?.startsWith('\\right')) continue;
    if (close !== undefined) open.push(close);
    else if (open.pop() !== token) return token;
  }
  return open[0] ?? null;
}

describe('the check of brackets can fail', () => {
  test.each([
    ['\\frac{a}{b', '}'],
    ['\\left(a\\right]', '\\right]'],
    ['x_{\\left(}\\right)', '}'],
    ['\\left[a)\\right]', ')'],
    ['a \\middle\\| b', '\\middle\\|'],
  ])('%s', (latex, token) => expect(unbalanced(latex)).toBe(token));
});

sets('numbers', declarations, [
  ['0.125 w', '0.125 w'],
  ['3 4 w 2', '3 \\cdot 4 w \\cdot 2'],
  ['2 (1/2)', '2 \\cdot \\frac{1}{2}'],
  ['1e-40 + 2e30', '10^{-40} + 2 \\cdot 10^{30}'],
  ['(2e30)^2', '(2 \\cdot 10^{30})^{2}'],
  ['2 pi inf', '2 \\pi \\infty'],
]);

sets('signs', declarations, [
  ['-w', '-w'],
  ['-2 w - 3', '-2 w - 3'],
  ['w - (w - w)', 'w - (w - w)'],
  ['-(-w)', '-(-w)'],
  ['(-w) w', '(-w) w'],
  ['w (-2)', 'w (-2)'],
  ['w (N - 1)', 'w (N - 1)'],
]);

sets('fractions and powers', declarations, [
  ['w / 2', '\\frac{w}{2}'],
  ['1/2 w', '\\frac{1}{2} w'],
  ['-w/(w + 1)', '-\\frac{w}{w + 1}'],
  ['(w + 1) w / w', '\\frac{(w + 1) w}{w}'],
  ['w / w / w^2', '\\frac{w}{w w^{2}}'],
  ['w / 3 / 4', '\\frac{w}{3 \\cdot 4}'],
  ['w / (w / w)', '\\frac{w}{\\frac{w}{w}}'],
  ['w / w w / w', '\\frac{w}{w} \\frac{w}{w}'],
  ['(N/M) sum_{n in S} f(x_n)', '\\frac{N}{M} \\sum_{n \\in S} f(x_{n})'],
  ['(w/w)^2', '\\left(\\frac{w}{w}\\right)^{2}'],
  ['w^-2 / w^2', '\\frac{w^{-2}}{w^{2}}'],
  ['w^{-(w + 1)}', 'w^{-(w + 1)}'],
  ['(w^2)^w', '(w^{2})^{w}'],
  ['(w + w)^0.5', '(w + w)^{0.5}'],
]);

sets('functions', declarations, [
  ['ln w', '\\ln w'],
  ['ln(w w) w', '\\ln(w w) w'],
  ['(ln w) w', '(\\ln w) w'],
  ['w ln w', 'w \\ln w'],
  ['(ln w)^2 ln (w^2)', '(\\ln w)^{2} \\ln(w^{2})'],
  ['ln (p(w) / w)', '\\ln \\frac{p(w)}{w}'],
  ['ln (p(w) / w p(w) / w)', '\\ln\\left(\\frac{p(w)}{w} \\frac{p(w)}{w}\\right)'],
  ['ln prod_n f(x_n)', '\\ln \\prod_{n=1}^{N} f(x_{n})'],
  ['ln int p(w) dw', '\\ln \\int p(w) \\,\\mathrm{d}w'],
  ['exp(-w / 2)', '\\exp\\left(-\\frac{w}{2}\\right)'],
  ['sqrt(w + 1) abs(w)', '\\sqrt{w + 1} \\left|w\\right|'],
  ['sigmoid(w) erf(w)', '\\operatorname{sigmoid}(w) \\operatorname{erf}(w)'],
  ['Gamma(w) lgamma(w)', '\\Gamma(w) \\ln\\Gamma(w)'],
  ['f(w)^2 g(w, x_1)', 'f(w)^{2} g(w, x_{1})'],
  ['L_S(psi)^2 L(psi, xi)', 'L_{S}(\\psi)^{2} L(\\psi, \\xi)'],
]);

sets('names', declarations, [
  ["psi_old beta_0 z'^2", "\\psi_{\\mathrm{old}} \\beta_{0} z'^{2}"],
  ['u^{(k)} + (u^{(k)})^2', 'u^{(k)} + (u^{(k)})^{2}'],
  ['c0 x_{n+1}', '\\mathrm{c0} x_{n+1}'],
  ['p(x_{1:3} | z_{1:3})', 'p(x_{1:3} \\mid z_{1:3})'],
  ['p(z_{-n} | x_n) p(z_{-(n + 1)} | X)', 'p(z_{\\setminus n} \\mid x_{n}) p(z_{\\setminus (n+1)} \\mid X)'],
]);

const named = `plate n = 1..N
plate k = 1..K
latent φ_{n, k}, 状態_n, mean, rate'_n, b'^{(k)}, r^{(1)}_n
param Ω, Α, omicron
let Φ = {φ_{n, k}}
density π(φ_{n, k})
function relu(a)`;
sets('names', named, [
  ['φ_{1, k} 状態_1 mean', '\\phi_{1, k} \\text{状態}_{1} \\mathrm{mean}'],
  ["rate'_1^2 + b'^{(k)} + r^{(1)}_2", "\\mathrm{rate}_{1}'^{2} + b'^{(k)} + r_{2}^{(1)}"],
  ['Ω Α omicron relu(Ω)', '\\Omega \\mathrm{A} o \\mathrm{relu}(\\Omega)'],
  ['∫ π(Φ) dΦ', '\\int \\pi(\\Phi) \\,\\mathrm{d}\\Phi'],
  ['∫ π(φ_{n, 2:K}) dφ_{n, 2:K}', '\\int \\pi(\\phi_{n, 2:K}) \\,\\mathrm{d}\\phi_{n, 2:K}'],
]);

sets('densities', declarations, [
  ['q(Z, w; X, psi, xi)', 'q(Z, w \\mid X; \\psi, \\xi)'],
  ['q(w; xi = psi)', 'q(w; \\xi = \\psi)'],
  ['q(Z; X, psi_old)', 'q(Z \\mid X; \\psi_{\\mathrm{old}})'],
  ['p(x_1 | z_1, w = f(w) / w)', 'p\\left(x_{1} \\mid z_{1}, w = \\frac{f(w)}{w}\\right)'],
  ['p(w = w^2)', 'p(w = w^{2})'],
  ['c(y_{1:T}) c(y_t | y_{t-1})', 'c(y_{1:T}) c(y_{t} \\mid y_{t-1})'],
  ['e(A)', 'e(A)'],
  ['Normal(w; 0, psi^2) Gamma(w; 1, 2)', '\\mathcal{N}(w; 0, \\psi^{2}) \\mathrm{Gamma}(w; 1, 2)'],
]);

sets('sums, products and integrals', declarations, [
  ['sum_n (f(x_n) + w)', '\\sum_{n=1}^{N} (f(x_{n}) + w)'],
  ['sum_{n = 2..N, n != 3} f(x_{n-1})', '\\sum_{n=2,\\, n \\neq 3}^{N} f(x_{n-1})'],
  ['(prod_n f(x_n)) w', '\\left(\\prod_{n=1}^{N} f(x_{n})\\right) w'],
  ['sum_{k} h(k, w; xi)', '\\sum_{k} h(k, w; \\xi)'],
  ['int (p(w) + w) dw', '\\int (p(w) + w) \\,\\mathrm{d}w'],
  ['int int p(X, Z, w) dZ dw', '\\int \\int p(X, Z, w) \\,\\mathrm{d}Z \\,\\mathrm{d}w'],
  ['int p(X, Z, w) dZ dw', '\\int p(X, Z, w) \\,\\mathrm{d}Z \\,\\mathrm{d}w'],
  ['int p(w) dw w', '\\int p(w) \\,\\mathrm{d}w \\, w'],
  ['(int p(w) dw) / w', '\\frac{\\int p(w) \\,\\mathrm{d}w}{w}'],
  ['(int p(w) dw)^2', '\\left(\\int p(w) \\,\\mathrm{d}w\\right)^{2}'],
  ['int_0^inf w dw', '\\int_{0}^{\\infty} w \\,\\mathrm{d}w'],
]);

sets('functionals', declarations, [
  ['E_{p(z_n)}[ln p(z_n)]^2', '\\mathbb{E}_{p(z_{n})}\\left[\\ln p(z_{n})\\right]^{2}'],
  [
    'E_{(prod_n q(z_n; x_n, psi)) q(w; xi)}[w]',
    '\\mathbb{E}_{\\left(\\prod_{n=1}^{N} q(z_{n} \\mid x_{n}; \\psi)\\right) q(w; \\xi)}\\left[w\\right]',
  ],
  ['E_S[sum_{n in S} w]', '\\mathbb{E}_{S}\\left[\\sum_{n \\in S} w\\right]'],
  ['KL[q(w; xi) || p(w)]', '\\mathrm{KL}\\left[q(w; \\xi) \\,\\middle\\|\\, p(w)\\right]'],
  ['H[p(w)] - H[q(w; xi), p(w)]', '\\mathrm{H}\\left[p(w)\\right] - \\mathrm{H}\\left[q(w; \\xi), p(w)\\right]'],
  ['H_{q}[w | Z; X, psi, xi]', '\\mathrm{H}_{q}\\left[w \\mid Z; X, \\psi, \\xi\\right]'],
  ['I_{p}[X; w | Z] + I_{p}[Z; X]', '\\mathrm{I}_{p}\\left[X; w \\mid Z\\right] + \\mathrm{I}_{p}\\left[Z; X\\right]'],
  ['Var_{p(w)}[w]', '\\mathrm{Var}_{p(w)}\\left[w\\right]'],
  ['Cov_{p(w)}[w, 1/w]', '\\mathrm{Cov}_{p(w)}\\left[w, \\frac{1}{w}\\right]'],
  ['grad_{psi_old}(ln f(psi_old)) w', '\\nabla_{\\psi_{\\mathrm{old}}}(\\ln f(\\psi_{\\mathrm{old}})) w'],
  ['w + const_{Z, A}', 'w + \\mathrm{const}_{Z, A}'],
]);

/** What stands in rules only, or is made by them. */
describe('no line spells', () => {
  const { model } = read(declarations);
  const meta = (name: string): Term => ({ tag: 'meta', name });
  const slot = (name: string) => ({ of: { name: `?${name}`, at: [] }, value: meta(name) });
  const heads = { name: 'heads(?q)', at: [] };
  const next = { base: 'n', offset: 1 };
  test.each<readonly [string, Term]>([
    ['\\ln \\frac{f}{g}', ln(mul([meta('f'), inverse(meta('g'))]))],
    ['p(A \\mid B)', { tag: 'density', family: '?p', heads: [slot('A')], givens: [slot('B')] }],
    [
      '\\int q f \\,\\mathrm{d}\\mathrm{heads}(q)',
      { tag: 'integral', vars: [heads], counting: false, bounds: null, body: mul([meta('q'), meta('f')]) },
    ],
    ['\\frac{1}{f^{2}}', { tag: 'pow', base: meta('f'), exponent: integer(-2) }],
    ['-\\frac{1}{3} f', mul([num({ num: -1n, den: 3n }), meta('f')])],
    ['(n+1) f', mul([{ tag: 'index', index: next }, meta('f')])],
    ['\\mathrm{const}_{\\{y_{t}\\}}', { tag: 'slack', free: [{ name: 'y', at: [{ tag: 'all' }] }] }],
    ['\\mathrm{const}', { tag: 'slack', free: [] }],
  ])('%s', (latex, term) => expect(printLatex(term, model)).toBe(latex));
});

const root = join(import.meta.dirname, '../..');

const files = ['proofs', 'proofs/wrong'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.expr'))
    .map((name) => `${folder}/${name}`),
);

const termsOf = ({ derivations }: Document): Term[] =>
  derivations
    .flatMap((derivation) => linesOf(derivation.elaborated()))
    .flatMap(({ term }) => (term === null ? [] : [term]));

/** Commands aside, no name of several letters but an upright one, and no script without braces. */
function artefacts(latex: string): string[] {
  const bare = latex.replace(/\\(?:mathrm|mathbb|mathcal|operatorname|text)\{[^}]*\}|\\[A-Za-z]+/g, ' ');
  return bare.match(/\p{L}{2,}|[_^][^{]|\?|\\(?![,{}|])/gu) ?? [];
}

describe('every line of', () => {
  test.each(files)('%s', (file) => {
    const document = read(readFileSync(join(root, file), 'utf8'));
    const texts = new Map<string, string>();
    for (const term of termsOf(document)) {
      const latex = printLatex(term, document.model);
      const text = printTerm(term, document.model);
      expect([latex, unbalanced(latex), artefacts(latex)]).toEqual([latex, null, []]);
      expect(printLatex(structuredClone(term), document.model)).toBe(latex);
      // Lines that differ in print differ in LaTeX.
      expect(texts.get(latex) ?? text).toBe(text);
      texts.set(latex, text);
    }
    expect(texts.size).toBeGreaterThan(2);
  });
});
