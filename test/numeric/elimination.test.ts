/** Sums by elimination: the same as over the whole table, and at the cost of the structure. */
import { describe, expect, test } from 'vitest';
import { freeOf } from '../../src/kernel/free.js';
import type { Copy } from '../../src/kernel/network.js';
import { freeCopies } from '../../src/numeric/claim.js';
import { type Binding, emptyContext } from '../../src/numeric/context.js';
import { evaluate } from '../../src/numeric/evaluate.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import { FiniteModel } from '../../src/numeric/finite.js';
import * as jet from '../../src/numeric/jet.js';
import { sizesOf } from '../../src/numeric/sizes.js';
import { isReal } from '../../src/numeric/states.js';
import { type Read, read, readClaim } from './models.js';

const chain = `plate t = 1..T
  latent s_t
  observed o_t
  param theta
  function f(s)
  let A = {s_t}, O = {o_t}
  density: p(A, O; theta) = p(s_1) (prod_{t=2..T} p(s_t | s_{t-1}; theta)) prod_t p(o_t | s_t)
  density: q(A; theta) = q(s_1) prod_{t=2..T} q(s_t | s_{t-1}; theta)`;

const plates = `plate n = 1..N
  latent z_n, w
  observed x_n
  param theta
  let Z = {z_n}, X = {x_n}
  density: p(w, Z, X; theta) = p(w) prod_n (p(z_n | w; theta) p(x_n | z_n, w))
  density: q(w, Z; theta) = q(w) prod_n q(z_n; theta)`;

/** The value and the magnitude of a term, its free members along axes, where so many states count as few. */
function found({ model, term, classOf }: Read, mostStates: number, magnitude: 'terms' | null): jet.Jet {
  const env = sizesOf(model, 3, 2, 2);
  const at = new FiniteModel(model, env, { seed: 4, states: () => 2, classOf, spread: 1, mostStates });
  const bindings = new Map(
    freeCopies(freeOf(term, model), model, env).map((copy): [Copy, Binding] => [
      copy,
      isReal(model, copy) ? { tag: 'real', value: jet.constant(0.3) } : { tag: 'state', axis: at.axis(copy) },
    ]),
  );
  return evaluate(term, at, { ...emptyContext, env, bindings, magnitude });
}

describe('the same as over the whole table', () => {
  test.each([
    [chain, 'E_{q(A; theta)}[ln p(A, O; theta)]'],
    [chain, 'E_{q(A; theta)}[ln (p(A, O; theta) / q(A; theta))]'],
    [chain, 'int p(A, O; theta) dA'],
    [chain, 'int p(A, O; theta) f(s_2) dA'],
    [chain, 'int int p(A, O; theta) f(s_2) dA dO'],
    [chain, 'ln p(O; theta)'],
    [chain, 'p(A | O; theta)'],
    [chain, 'E_{p(A | O; theta)}[f(s_1) f(s_3)]'],
    [chain, 'E_{p(A | O; theta)}[sum_t f(s_t)]'],
    [chain, 'E_{q(A; theta)}[(sum_t f(s_t))^2]'],
    [chain, 'E_{q(A; theta)}[(f(s_1) + f(s_2)) (f(s_2) + f(s_3))]'],
    [chain, 'KL[q(A; theta) || p(A; theta)]'],
    [chain, 'H[p(A; theta)]'],
    [chain, 'grad_{theta}(E_{q(A; theta)}[ln p(A, O; theta)])'],
    [chain, 'E_{p(A; theta)}[grad_{theta}(ln p(A; theta))]'],
    [chain, 'E_{q(A; theta)}[prod_t f(s_t)]'],
    [plates, 'E_{q(w, Z; theta)}[ln p(w, Z, X; theta) - ln q(w, Z; theta)]'],
    [plates, 'ln p(X; theta)'],
    [plates, 'E_{p(w, Z | X; theta)}[ln p(X | Z, w)]'],
    [plates, 'sum_n E_{p(w, z_n | X; theta)}[ln p(x_n | z_n, w)]'],
    [plates, 'H[p(w, Z; theta)]'],
  ])('%#: %s %s', (declarations, text) => {
    const line = read(declarations, text);
    const [whole, parts] = [2 ** 12, 0].map((most) => jet.primal(found(line, most, null)));
    expect(parts?.axes.map(({ id }) => id)).toEqual(whole?.axes.map(({ id }) => id));
    whole?.data.forEach((x, i) => {
      expect(Math.abs(x - (parts?.data[i] as number))).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(x)));
    });
    const [size] = [jet.primal(found(line, 0, 'terms'))];
    parts?.data.forEach((x, i) => {
      expect(size?.data[i % size.data.length] as number).toBeGreaterThanOrEqual(Math.abs(x) * (1 - 1e-9));
    });
  });
});

describe('a chain of 50 and a plate of 20', () => {
  const long = chain.replaceAll('T', '50');
  const wide = plates.replaceAll('N', '20');
  test.each([
    [long, 'agrees', 'int p(A, O; theta) dA = p(O; theta)'],
    [long, 'agrees', 'p(A, O; theta) = p(A | O; theta) p(O; theta)'],
    [long, 'disagrees', 'p(A, O; theta) = p(A; theta) p(O; theta)'],
    [
      long,
      'agrees',
      'E_{q(A; theta)}[ln p(A; theta)] = E_{q(A; theta)}[ln p(s_1)] + sum_{t=2..50} E_{q(A; theta)}[ln p(s_t | s_{t-1}; theta)]',
    ],
    [
      long,
      'disagrees',
      'E_{q(A; theta)}[ln p(A; theta)] = E_{q(A; theta)}[ln p(s_1)] + sum_{t=3..50} E_{q(A; theta)}[ln p(s_t | s_{t-1}; theta)]',
    ],
    [wide, 'agrees', 'ln p(X; theta) = E_{p(w, Z | X; theta)}[ln p(w, Z, X; theta) - ln p(w, Z | X; theta)]'],
    [wide, 'agrees', 'ln p(X; theta) >= E_{q(w, Z; theta)}[ln p(w, Z, X; theta) - ln q(w, Z; theta)]'],
    [wide, 'disagrees', 'ln p(X; theta) <= E_{q(w, Z; theta)}[ln p(w, Z, X; theta) - ln q(w, Z; theta)]'],
    [wide, 'disagrees', 'p(X; theta) = prod_n p(x_n; theta)'],
  ])('%#: %s %s %s', { timeout: 120_000 }, (declarations, status, text) => {
    const { model, claim, classOf } = readClaim(declarations, text);
    expect(exactEvidence(claim, model, { seed: 3, classOf })).toMatchObject({ status });
  });
});
