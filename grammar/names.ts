/** Spellings: how a written word becomes the ASCII name that the tree holds. */

const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  ς: 'varsigma',
  σ: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
  Α: 'Alpha',
  Β: 'Beta',
  Γ: 'Gamma',
  Δ: 'Delta',
  Ε: 'Epsilon',
  Ζ: 'Zeta',
  Η: 'Eta',
  Θ: 'Theta',
  Ι: 'Iota',
  Κ: 'Kappa',
  Λ: 'Lambda',
  Μ: 'Mu',
  Ν: 'Nu',
  Ξ: 'Xi',
  Ο: 'Omicron',
  Π: 'Pi',
  Ρ: 'Rho',
  Σ: 'Sigma',
  Τ: 'Tau',
  Υ: 'Upsilon',
  Φ: 'Phi',
  Χ: 'Chi',
  Ψ: 'Psi',
  Ω: 'Omega',
};

const spellings: ReadonlyMap<string, string> = new Map([
  ...Object.entries(greek),
  ['∂', 'd'],
  ['∞', 'inf'],
  ['′', "'"],
]);

const greekNames: ReadonlySet<string> = new Set(Object.values(greek));

/** `ψ'` is `psi'`, `𝔼` is `E`; letters of other scripts stay. */
export function asciiName(image: string): string {
  if (/^[A-Za-z0-9']*$/.test(image)) return image;
  let name = '';
  for (const char of image.normalize('NFKC')) name += spellings.get(char) ?? char;
  return name;
}

export function withoutPrimes(name: string): string {
  return name.replace(/'+$/, '');
}

/** A single letter or the name of a Greek letter, primes aside: what `d` may stand before although it is not declared. */
export function isLetterName(name: string): boolean {
  const bare = withoutPrimes(name);
  return greekNames.has(bare) || /^\p{L}\p{M}*$/u.test(bare);
}
