/** Automatic differentiation against central differences, and derivatives inside derivatives. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { functionJets } from '../../src/numeric/functions.js';
import type { Jet } from '../../src/numeric/jet.js';
import * as jet from '../../src/numeric/jet.js';
import type { Axis } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';
import { central, derivative, expectNear, numberOf, slope } from './harness.js';

type Unary = (x: Jet) => Jet;

const valueAt = (f: Unary, x: number): number => numberOf(f(jet.constant(x)));
const firstAt = (f: Unary, x: number): number => slope(f, x);
const secondAt = (f: Unary, x: number): number => valueAt(derivative(derivative(f, 1), 0), x);

const c = jet.constant;
const wherePositive = [0.2, 0.7, 1, 2.5, 7.9, 8.1, 12];
const anywhere = [-6, -2.3, -0.4, 0.3, 1.7, 5];

const functions: readonly [string, Unary, readonly number[]][] = [
  ...[...functionJets].map(([name, f]): [string, Unary, readonly number[]] => [
    name,
    f,
    ['ln', 'sqrt', 'Gamma', 'lgamma', 'digamma'].includes(name) ? wherePositive : anywhere,
  ]),
  ['reciprocal', jet.reciprocal, anywhere],
  ['square', jet.square, anywhere],
  ['neg', jet.neg, anywhere],
  ['x^3', (x) => jet.power(x, c(3)), anywhere],
  ['x^-2', (x) => jet.power(x, c(-2)), anywhere],
  ['x^-1', (x) => jet.power(x, c(-1)), anywhere],
  ['x^1', (x) => jet.power(x, c(1)), anywhere],
  ['x^0', (x) => jet.power(x, c(0)), anywhere],
  ['x^2.5', (x) => jet.power(x, c(2.5)), wherePositive],
  ['x^x', (x) => jet.power(x, x), [0.2, 0.7, 1, 2.5]],
  ['2^x', (x) => jet.power(c(2), x), anywhere],
  ['x / (1 + x^2)', (x) => jet.div(x, jet.add(jet.one, jet.square(x))), anywhere],
  ['3 x - 2', (x) => jet.sub(jet.scale(x, 3), c(2)), anywhere],
  ['ln (e^x + e^2x + 1)', (x) => jet.logSumExp([x, jet.scale(x, 2), jet.zero]), anywhere],
  ['sin (e^-x^2)', (x) => jet.sin(jet.exp(jet.neg(jet.square(x)))), anywhere],
  ['product', (x) => jet.product([x, jet.sin(x), jet.exp(x)]), anywhere],
];

const known: ReadonlyMap<string, (x: number) => number> = new Map([
  ['ln', Math.log],
  ['exp', Math.exp],
  ['sqrt', Math.sqrt],
  ['abs', Math.abs],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tanh', Math.tanh],
  ['sigmoid', (x: number) => 1 / (1 + Math.exp(-x))],
  ['softplus', (x: number) => Math.log(1 + Math.exp(x))],
  ['x^3', (x: number) => x ** 3],
  ['x^x', (x: number) => x ** x],
  ['2^x', (x: number) => 2 ** x],
  ['x^-2', (x: number) => x ** -2],
]);

describe.each(functions)('%s', (_, f, at) => {
  test.each(at)('first derivative at %d', (x) =>
    expectNear(
      firstAt(f, x),
      central((y) => valueAt(f, y), x),
    ),
  );
});

describe.each(functions.filter(([name]) => name !== 'digamma'))('%s', (_, f, at) => {
  test.each(at)('second derivative at %d', (x) =>
    expectNear(
      secondAt(f, x),
      central((y) => firstAt(f, y), x),
    ),
  );
});

describe('values', () => {
  test.each([...known])('%s', (name, f) => {
    const [, g, at] = functions.find(([other]) => other === name) as (typeof functions)[number];
    for (const x of at) expectNear(valueAt(g, x), f(x), 1e-14);
  });
});

it('digamma has no second derivative', () => expect(secondAt(functionJets.get('digamma') as Unary, 2)).toBeNaN());

describe('far out', () => {
  it.each<[string, Unary, number, number]>([
    ['sigmoid', jet.sigmoid, -800, 0],
    ['sigmoid', jet.sigmoid, 800, 1],
    ['softplus', jet.softplus, -800, 0],
    ['softplus', jet.softplus, 800, 800],
    ['ln', jet.ln, 0, Number.NEGATIVE_INFINITY],
    ['tanh', jet.tanh, 400, 1],
  ])('%s', (_, f, x, y) => expect(valueAt(f, x)).toBe(y));
  it('ln sum exp of large numbers', () =>
    expect(numberOf(jet.logSumExp([c(1000), c(1000)]))).toBeCloseTo(1000 + Math.LN2, 10));
  it('ln sum exp of small numbers', () =>
    expect(numberOf(jet.logSumExp([c(-1000), c(-1001)]))).toBeCloseTo(-1000 + Math.log(1 + Math.exp(-1)), 10));
  it('ln sum exp of nothing', () => expect(numberOf(jet.logSumExp([]))).toBe(Number.NEGATIVE_INFINITY));
  it('ln sum exp with an impossible term', () =>
    expect(numberOf(jet.logSumExp([c(Number.NEGATIVE_INFINITY), c(3)]))).toBeCloseTo(3, 14));
});

describe('derivatives inside derivatives', () => {
  it('d/dx (x d/dy (x + y)) = 1', () =>
    expect(firstAt((x) => jet.mul(x, derivative((y) => jet.add(x, y), 1)(c(1))), 1)).toBe(1));
  it('d/dx (x d/dy (x y)) = 2 x', () =>
    expect(firstAt((x) => jet.mul(x, derivative((y) => jet.mul(x, y), 1)(c(2))), 3)).toBe(6));
  it('d/dx d/dy (x^2 y^3) = 6 x y^2', () =>
    expect(firstAt((x) => derivative((y) => jet.mul(jet.square(x), jet.power(y, c(3))), 1)(c(2)), 3)).toBeCloseTo(
      72,
      12,
    ));
  it("d/dx (d/dy f(y) at y = x) = f''(x)", () =>
    expectNear(
      firstAt((x) => derivative(jet.sin, 1)(x), 0.8),
      -Math.sin(0.8),
      1e-14,
    ));
  it('d/dx (d/dy (x y) at y = x) = 1', () => expect(firstAt((x) => derivative((y) => jet.mul(x, y), 1)(x), 5)).toBe(1));
  it('three deep: d^3 of sin is -cos', () =>
    expectNear(valueAt(derivative(derivative(derivative(jet.sin, 2), 1), 0), 0.6), -Math.cos(0.6), 1e-14));
  it('three deep: d/dx d/dy d/dz (x y z) = 1', () =>
    expect(firstAt((x) => derivative((y) => derivative((z) => jet.product([x, y, z]), 2)(c(5)), 1)(c(3)), 2)).toBe(1));
  it('of what does not depend on it is zero', () => expect(firstAt(() => c(3), 2)).toBe(0));
  it('the outer of what depends on the inner alone is zero', () =>
    expect(firstAt(() => derivative(jet.square, 1)(c(3)), 2)).toBe(0));
  it('mixed derivatives commute', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (x, y) => {
        const f = (s: Jet, t: Jet): Jet => jet.sin(jet.mul(jet.exp(s), jet.add(t, jet.square(s))));
        const xy = valueAt(
          derivative((s) => derivative((t) => f(s, t), 1)(c(y)), 0),
          x,
        );
        const yx = valueAt(
          derivative((t) => derivative((s) => f(s, t), 1)(c(x)), 0),
          y,
        );
        expectNear(xy, yx, 1e-10);
      }),
    );
  });
});

describe('stopping and recognising', () => {
  it('a stopped factor counts as a constant', () => expect(firstAt((x) => jet.mul(x, jet.stop(x)), 3)).toBe(3));
  it('primal of a nested dual', () => expect(numberOf(jet.variable(jet.variable(c(2), 0), 1))).toBe(2));
  it('the same value and tag are the same variable', () => {
    const x = c(2);
    expect(jet.variable(x, 4)).toBe(jet.variable(x, 4));
  });
  it('another tag is another variable', () => {
    const x = c(2);
    expect(jet.variable(x, 4)).not.toBe(jet.variable(x, 5));
  });
  it('an equal value is another variable', () => expect(jet.variable(c(2), 4)).not.toBe(jet.variable(c(2), 4)));
  it('0 absorbs', () => expect(jet.mul(jet.zero, jet.variable(c(2), 0))).toBe(jet.zero));
  it('1 is neutral', () => {
    const x = jet.variable(c(2), 0);
    expect(jet.mul(jet.one, x)).toBe(x);
  });
  it('0 is neutral in sums', () => {
    const x = jet.variable(c(2), 0);
    expect(jet.add(jet.zero, x)).toBe(x);
  });
});

describe('along axes', () => {
  const axis: Axis = { id: 'a', size: 3, rank: 0 };
  const other: Axis = { id: 'b', size: 2, rank: 0 };
  const values = tensor.vector(axis, Float64Array.of(0.3, -1, 2));
  const entries = (value: Jet): number[] => [...jet.primal(value).data];
  const exps = (x: Jet): Jet => jet.exp(jet.mul(x, values));
  it('the derivative of a sum is the sum of the derivatives', () =>
    expectNear(
      firstAt((x) => jet.sumOver(exps(x), axis), 0.7),
      [0.3, -1, 2].reduce((s, v) => s + v * Math.exp(0.7 * v), 0),
      1e-14,
    ));
  it('of what does not have the axis it counts the size', () =>
    expect(firstAt((x) => jet.sumOver(jet.square(x), axis), 2)).toBe(12));
  it('of a slice', () =>
    expectNear(
      firstAt((x) => jet.at(exps(x), 'a', 2), 0.7),
      2 * Math.exp(1.4),
      1e-14,
    ));
  it('of a renamed jet', () => {
    const slope = derivative((x) => jet.rename(exps(x), () => ({ ...axis, id: 'z' })), 0)(c(0));
    expect(jet.primal(slope).axes.map(({ id }) => id)).toEqual(['z']);
    expect(entries(slope)).toEqual([0.3, -1, 2]);
  });
  it('ln sum exp along an axis, with its two derivatives', () => {
    const f = (x: Jet): Jet => jet.logSumExpOver(jet.mul(x, values), axis);
    const plain = (x: number): number => Math.log([0.3, -1, 2].reduce((s, v) => s + Math.exp(x * v), 0));
    expectNear(valueAt(f, 0.7), plain(0.7), 1e-14);
    expectNear(firstAt(f, 0.7), central(plain, 0.7));
    expectNear(
      secondAt(f, 0.7),
      central((x) => firstAt(f, x), 0.7),
    );
  });
  it('ln sum exp along an axis that is not there adds ln of its size', () =>
    expect(numberOf(jet.logSumExpOver(c(2), other))).toBeCloseTo(2 + Math.LN2, 14));
  describe('keep', () => {
    const mask = tensor.vector(axis, Float64Array.of(1, 0, 1));
    it('zeroes values', () => expect(entries(jet.keep(values, mask))).toEqual([0.3, 0, 2]));
    it('zeroes what is infinite or no number', () =>
      expect(entries(jet.keep(tensor.vector(axis, Float64Array.of(1, Number.NaN, 2)), mask))).toEqual([1, 0, 2]));
    it('zeroes derivatives', () =>
      expect(entries(derivative((x) => jet.keep(jet.sqrt(jet.mul(x, values)), mask), 0)(c(4)))[1]).toBe(0));
    it('leaves others', () =>
      expect(entries(derivative((x) => jet.keep(jet.square(jet.mul(x, values)), mask), 0)(c(1)))).toEqual([
        0.18, 0, 8,
      ]));
    it('spreads over the axes of the mask', () => expect(entries(jet.keep(c(4), mask))).toEqual([4, 0, 4]));
  });
  it('the derivative with respect to a vector is entry by entry', () =>
    expect(entries(derivative(jet.square, 0)(values))).toEqual([0.6, -2, 4]));
});

describe('power', () => {
  it('a whole exponent allows a negative base', () => expect(valueAt((x) => jet.power(x, c(3)), -2)).toBe(-8));
  it('a broken one does not', () => expect(valueAt((x) => jet.power(x, c(0.5)), -2)).toBeNaN());
  it('with a varying exponent', () => expect(firstAt((x) => jet.power(c(3), x), 2)).toBeCloseTo(9 * Math.log(3), 12));
  it('with both varying', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 3, noNaN: true }), (x) => {
        expectNear(
          firstAt((y) => jet.power(y, y), x),
          x ** x * (Math.log(x) + 1),
          1e-12,
        );
      }),
    ));
  it('0^2 is 0, with slope 0', () =>
    expect([valueAt((x) => jet.power(x, c(2)), 0), firstAt((x) => jet.power(x, c(2)), 0)]).toEqual([0, 0]));
});
