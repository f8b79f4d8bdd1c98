import { describe, expect, it } from 'vitest';
import { asciiName, isLetterName } from '../../grammar/names.js';
import { nearest } from '../../grammar/spelling.js';
import { keywordNames } from '../../grammar/tokens.js';
import { expr, file } from './sexp.js';

const same: readonly (readonly [string, string])[] = [
  ['∫ f dx', 'int f dx'],
  ['∑_n x_n', 'sum_n x_n'],
  ['Σ_n x_n', 'sum_n x_n'],
  ['∏_n x_n', 'prod_n x_n'],
  ['Π_n x_n', 'prod_n x_n'],
  ['Π_{n} x_n', 'prod_{n} x_n'],
  ['∏ₙ xₙ', 'prod_n x_n'],
  ['Σ x', 'Sigma x'],
  ['Π x', 'Pi x'],
  ['Σ^{-1}', 'Sigma^{-1}'],
  ['∇_θ(f)', 'grad_theta(f)'],
  ['𝔼_{q}[f]', 'E_{q}[f]'],
  ['∂/∂x (f)', 'd/dx (f)'],
  ['ψ ξ θ', 'psi xi theta'],
  ['ϕ φ', 'phi phi'],
  ['ε ϵ eps', 'epsilon epsilon eps'],
  ['αβ', 'alpha beta'],
  ['Γ(x; α, β)', 'Gamma(x; alpha, beta)'],
  ['µ', 'mu'],
  ['a · b × c ∗ d ⋅ e', 'a * b * c * d * e'],
  ['a − b', 'a - b'],
  ['KL[q ‖ p]', 'KL[q || p]'],
  ['KL[q ∥ p]', 'KL[q || p]'],
  ['p(x ∣ y)', 'p(x | y)'],
  ['sum_{n ∈ S} a', 'sum_{n in S} a'],
  ['sum_{m ≠ n} a', 'sum_{m != n} a'],
  ['∞', 'inf'],
  ['x_1 + … + x_N', 'x_1 + ... + x_N'],
  ['sum_{n=1…N} a', 'sum_{n=1..N} a'],
  ['sum_{n=1...N} a', 'sum_{n=1..N} a'],
  ['x₁ x₂', 'x_1 x_2'],
  ['x²', 'x^2'],
  ['x₁²', 'x_1^2'],
  ['x³ + y¹⁰', 'x^3 + y^10'],
  ['xₜ₋₁', 'x_{t-1}'],
  ['x⁻¹', 'x^{-1}'],
  ['xⁿ', 'x^n'],
  ['Aᵀ', 'A^T'],
  ['z⁽ᵏ⁾', 'z^{(k)}'],
  ['θ₁', 'theta_1'],
  ['θ′ x′', "theta' x'"],
  ["x''", 'x″'],
  ['𝐱', 'x'],
];

describe('Unicode and ASCII are the same', () => {
  it.each(same)('%s is %s', (unicode, ascii) => {
    expect(expr(unicode)).toBe(expr(ascii));
    expect(expr(ascii)).not.toMatch(/expected|cannot/);
  });
});

describe('relation signs', () => {
  it.each([
    ['≤', '<='],
    ['≥', '>='],
    ['≠', '!='],
    ['∝', 'propto'],
  ])('%s is %s', (unicode, ascii) => expect(file(`claim: a ${unicode} b`)).toBe(`claim a ${ascii} b`));
});

describe('names', () => {
  it.each([
    ['z1', 'z1'],
    ["x'", "x'"],
    ['日本語', '日本語'],
    ['ж', 'ж'],
    ['x̂', 'x̂'],
    ['é', 'é'],
    ['ℒ', 'L'],
    ['dψ', 'dpsi'],
    ['∂x', 'dx'],
  ])('%s is %s', (image, name) => expect(asciiName(image)).toBe(name));

  it.each(['日本語', 'ж', 'x̂', 'é'])('%s is one name', (name) => expect(expr(name)).toBe(name));
  it.each(['x', 'ж', 'psi', "t'", 'Omega'])('%s counts as a letter', (name) => expect(isLetterName(name)).toBe(true));
  it.each(['xy', 'eps', 'x1', ''])('%j does not count as a letter', (name) => expect(isLetterName(name)).toBe(false));
});

describe('the nearest keyword', () => {
  it.each([
    ['latnet', 'latent'],
    ['Latent', 'latent'],
    ['obsrved', 'observed'],
    ['parm', 'param'],
    ['lte', 'let'],
    ['derivaton', 'derivation'],
    ['densty', 'density'],
    ['imoprt', 'import'],
  ])('%s: %s', (word, keyword) => expect(nearest(word, keywordNames)).toBe(keyword));

  it.each(['x', 'foo', 'theorem', 'zzz', 'in'])('%s: none', (word) => expect(nearest(word, keywordNames)).toBeNull());
});
