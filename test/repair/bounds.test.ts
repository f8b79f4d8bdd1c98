/** Repairs of refuted bounds: true, and saying something. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const continuous = `latent x : real
param m : real, s : positive
density p(x; m, s) = Normal(x; m, s)
function f(x) : real
`;

const divergences = `latent z
observed x
param theta, phi
density p(x, z; theta) = p(z; theta) p(x | z; theta)
density q(z | x; phi)
`;

const binary = `latent y : {0,1}
param A : real, th : unit, t : unit
density bn(y; th) = Bernoulli(y; th)
`;

/** As many repairs of the claim as there are. */
function repairsOf(declarations: string, claim: string): readonly string[] {
  const options = { ...defaultOptions, samples: 4096, repairs: 20 };
  const { derivations } = checkDocument(
    { file: 'a.expr', source: `${declarations}claim: ${claim}\n` },
    options,
    () => '',
  );
  const [step] = derivations.flatMap(({ steps }) => steps);
  expect(step?.verdict).toBe('refuted');
  return (step?.repairs ?? []).map(({ from, to }) => `${from.trim()} -> ${to.trim()}`);
}

describe('a bound is not repaired by repeating what it bounds', () => {
  test.each([
    ['as a term', divergences, 'int abs(q(z | x; phi) - p(z; theta)) dz <= 1', 'abs'],
    ['as a divergence', divergences, 'KL[q(z | x; phi) || p(z; theta)] <= ln 2', 'KL'],
    ['as a factor', binary, 'E_{bn(y; th)}[exp(A (y - th))] <= exp(A^2/9)', 'E_'],
    ['under a function', continuous, 'E_{p(x; m, s)}[sigmoid(x)] <= sigmoid(m)', 'E_'],
  ])('%s', (_, declarations, claim, part) => {
    for (const repair of repairsOf(declarations, claim)) expect(repair).not.toContain(part);
  });
});

describe('a bound is not repaired by making nothing of its parts', () => {
  test.each([
    ['a difference of a thing and itself', binary, 'KL[bn(y; th) || bn(y; th = t)] >= 3 (th - t)^2', /\bth?\)?$|grad/],
    ['a gradient by what is not in it', continuous, 'Var_{p(x; m, s)}[x] >= 2 s', /grad/],
    ['the negative of what has a sign', binary, 'Var_{bn(y; th)}[y] >= 2 Var_{bn(y; th)}[y]', /-> -/],
    ['the length of all there is', divergences, 'int abs(q(z | x; phi) - p(z; theta)) dz <= 1', /int/],
  ])('%s', (_, declarations, claim, pattern) => {
    const repairs = repairsOf(declarations, claim);
    expect(repairs).not.toEqual([]);
    for (const repair of repairs) expect(repair).not.toMatch(pattern);
  });
});

test.each([
  [binary, 'E_{bn(y; th)}[exp(A (y - th))] <= exp(A^2/9)', '9 -> 8'],
  [binary, 'KL[bn(y; th) || bn(y; th = t)] >= 3 (th - t)^2', '3 -> 2'],
  [divergences, 'int abs(q(z | x; phi) - p(z; theta)) dz <= 1', '1 -> 2'],
  // What was in the line already is no repetition of the repair's.
  [divergences, 'ln p(x; theta) >= ln p(x; theta) + KL[q(z | x; phi) || p(z; theta)]', '+ -> -'],
  [divergences, 'KL[q(z | x; phi) || p(z; theta)] >= 1', '1 -> 0'],
])('the constant, the sign: %#', (declarations, claim, first) => {
  expect(repairsOf(declarations, claim).filter((repair) => !/^[<>]=/.test(repair))[0]).toBe(first);
});

test.each([
  'E_{p(x; m, s)}[f(x) d/dx(ln p(x; m, s))] = E_{p(x; m, s)}[d/dx(f(x))]',
  'E_{p(x; m, s)}[(d/dx(ln p(x; m, s)))^2] = E_{p(x; m, s)}[d/dx(d/dx(ln p(x; m, s)))]',
])("Stein's identity has a minus: %s", (claim) => {
  expect(repairsOf(continuous, claim)).toContain(' -> -');
});
