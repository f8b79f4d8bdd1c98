/** The special functions against known values, and the random functions that stand for unknown ones. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { functionArity } from '../../src/kernel/functions.js';
import type { Domain } from '../../src/kernel/model.js';
import { digammaNumber, functionJets, trigammaNumber, unknownFunction } from '../../src/numeric/functions.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import { central, expectNear, numberOf, slope } from './harness.js';

const eulerGamma = 0.5772156649015329;
const catalan = 0.915965594177219;

const jetOf = (name: string): ((x: Jet) => Jet) => functionJets.get(name) as (x: Jet) => Jet;
const at = (name: string, x: number): number => numberOf(jetOf(name)(jet.constant(x)));
const positive = fc.double({ min: 0.05, max: 60, noNaN: true });

describe('known values', () => {
  test.each([
    ['psi(1) = -gamma', digammaNumber(1), -eulerGamma],
    ['psi(1/2) = -gamma - 2 ln 2', digammaNumber(0.5), -eulerGamma - 2 * Math.LN2],
    ['psi(1/4)', digammaNumber(0.25), -eulerGamma - Math.PI / 2 - 3 * Math.LN2],
    ['psi(2)', digammaNumber(2), 1 - eulerGamma],
    ['psi(10)', digammaNumber(10), 2.251752589066721],
    ['psi(100)', digammaNumber(100), 4.600161852738087],
    ["psi'(1) = pi^2 / 6", trigammaNumber(1), Math.PI ** 2 / 6],
    ["psi'(1/2) = pi^2 / 2", trigammaNumber(0.5), Math.PI ** 2 / 2],
    ["psi'(1/4) = pi^2 + 8 K", trigammaNumber(0.25), Math.PI ** 2 + 8 * catalan],
    ["psi'(10)", trigammaNumber(10), 0.10516633568168575],
    ['Gamma(5) = 24', at('Gamma', 5), 24],
    ['Gamma(1/2) = sqrt(pi)', at('Gamma', 0.5), Math.sqrt(Math.PI)],
    ['Gamma(-1/2) = -2 sqrt(pi)', at('Gamma', -0.5), -2 * Math.sqrt(Math.PI)],
    ['Gamma(4.5)', at('Gamma', 4.5), (105 / 16) * Math.sqrt(Math.PI)],
    ['lgamma(1) = 0', at('lgamma', 1), 0],
    ['lgamma(2) = 0', at('lgamma', 2), 0],
    ['lgamma(1/2)', at('lgamma', 0.5), Math.log(Math.PI) / 2],
    ['lgamma(0.01)', at('lgamma', 0.01), 4.599479878042022],
    ['lgamma(100)', at('lgamma', 100), 359.1342053695754],
    ['lgamma(1000)', at('lgamma', 1000), 5905.220423209181],
    ['erf(0) = 0', at('erf', 0), 0],
    ['erf(1/2)', at('erf', 0.5), 0.5204998778130465],
    ['erf(1)', at('erf', 1), 0.8427007929497149],
    ['erf(-1)', at('erf', -1), -0.8427007929497149],
    ['erf(3)', at('erf', 3), 0.9999779095030014],
    ['erf(9) = 1', at('erf', 9), 1],
  ])('%s', (_, value, expected) => expectNear(value, expected, 1e-11));
});

describe('outside their domain they are no number', () => {
  test.each(['lgamma', 'digamma'])('%s', (name) =>
    expect([at(name, -0.5), at(name, 0)]).toEqual([Number.NaN, Number.NaN]),
  );
  it('trigamma', () => expect(trigammaNumber(0)).toBeNaN());
  it('ln of a negative number', () => expect(at('ln', -1)).toBeNaN());
  it('sqrt of a negative number', () => expect(at('sqrt', -1)).toBeNaN());
});

describe('identities', () => {
  const property = (name: string, check: (x: number) => void): void =>
    it(name, () => fc.assert(fc.property(positive, (x) => check(x))));
  property('psi(x + 1) = psi(x) + 1/x', (x) => expectNear(digammaNumber(x + 1), digammaNumber(x) + 1 / x, 1e-11));
  property("psi'(x + 1) = psi'(x) - 1/x^2", (x) =>
    expectNear(trigammaNumber(x + 1), trigammaNumber(x) - x ** -2, 1e-10),
  );
  property("psi' is the derivative of psi", (x) => expectNear(trigammaNumber(x), central(digammaNumber, x), 1e-6));
  property('psi is the derivative of lgamma', (x) => expectNear(digammaNumber(x), slope(jetOf('lgamma'), x), 1e-12));
  property('Gamma = exp lgamma', (x) => expectNear(at('Gamma', x), Math.exp(at('lgamma', x)), 1e-9));
  property('Gamma(x + 1) = x Gamma(x)', (x) => expectNear(at('Gamma', x + 1), x * at('Gamma', x), 1e-12));
  property('softplus(x) - softplus(-x) = x', (x) => expectNear(at('softplus', x) - at('softplus', -x), x, 1e-13));
  property('sigmoid(x) + sigmoid(-x) = 1', (x) => expectNear(at('sigmoid', x) + at('sigmoid', -x), 1, 1e-14));
  property('tanh(x) = 2 sigmoid(2 x) - 1', (x) => expectNear(at('tanh', x), 2 * at('sigmoid', 2 * x) - 1, 1e-14));
});

it('every function of the language has a value', () =>
  expect([...functionJets.keys()].sort()).toEqual([...functionArity.keys()].sort()));

describe('an unknown function', () => {
  const f =
    (seed: number, name: string, domain: Domain | null = null) =>
    (...args: number[]): number =>
      numberOf(
        unknownFunction(
          seed,
          name,
          domain,
          args.map((x) => jet.constant(x)),
        ),
      );
  const real = fc.double({ min: -5, max: 5, noNaN: true });
  it('is the same for the same seed and name', () => expect(f(1, 'f')(0.3)).toBe(f(1, 'f')(0.3)));
  it('is another for another name', () => expect(f(1, 'f')(0.3)).not.toBeCloseTo(f(1, 'g')(0.3), 3));
  it('is another for another seed', () => expect(f(1, 'f')(0.3)).not.toBeCloseTo(f(2, 'f')(0.3), 3));
  it('is another for another number of arguments', () => expect(f(1, 'f')(0.3)).not.toBeCloseTo(f(1, 'f')(0.3, 0), 3));
  it('tells its arguments apart', () => expect(f(1, 'f')(0.3, 1)).not.toBeCloseTo(f(1, 'f')(1, 0.3), 3));
  it('is neither even nor odd', () => {
    expect(Math.abs(f(1, 'f')(1) - f(1, 'f')(-1))).toBeGreaterThan(1e-3);
    expect(Math.abs(f(1, 'f')(1) + f(1, 'f')(-1))).toBeGreaterThan(1e-3);
  });
  it('is not linear', () => expect(Math.abs(f(1, 'f')(2) - 2 * f(1, 'f')(1) + f(1, 'f')(0))).toBeGreaterThan(1e-3));
  it('of no argument is a constant', () => expect(f(1, 'f')()).toBe(f(1, 'f')()));
  it('has the derivative of its differences', () => {
    fc.assert(
      fc.property(fc.nat(1000), real, real, (seed, x, y) => {
        const along = (u: Jet): Jet => unknownFunction(seed, 'f', null, [u, jet.constant(y)]);
        expectNear(
          slope(along, x),
          central((u) => f(seed, 'f')(u, y), x),
          1e-6,
        );
      }),
    );
  });
  it('is smooth: a small step changes it a little', () => {
    fc.assert(
      fc.property(fc.nat(1000), real, (seed, x) => {
        expect(Math.abs(f(seed, 'f')(x + 1e-6) - f(seed, 'f')(x))).toBeLessThan(1e-4);
      }),
    );
  });
  it.each<[string, Domain, (y: number) => boolean]>([
    ['positive', { tag: 'positive' }, (y) => y > 0],
    ['unit', { tag: 'unit' }, (y) => y > 0 && y < 1],
  ])('into %s stays there', (_, domain, inside) => {
    fc.assert(
      fc.property(fc.nat(1000), real, (seed, x) => {
        expect(inside(f(seed, 'f', domain)(x))).toBe(true);
      }),
    );
  });
});
