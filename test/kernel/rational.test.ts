import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isInteger,
  parseRational,
  printRational,
  type Rational,
  rational,
  toNumber,
} from '../../src/kernel/rational.js';

const integers = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const nonzero = integers.filter((n) => n !== 0n);
const rationals = fc.tuple(integers, nonzero).map(([num, den]) => rational(num, den));
const same = (a: Rational, b: Rational): boolean => a.num * b.den === b.num * a.den;

function divides(d: bigint, { num, den }: Rational): boolean {
  return num % d === 0n && den % d === 0n;
}

describe('rational', () => {
  test('is in lowest terms, with a positive denominator', () => {
    fc.assert(
      fc.property(integers, nonzero, fc.bigInt({ min: 2n, max: 1000n }), (num, den, d) => {
        const r = rational(num, den);
        expect(r.den > 0n).toBe(true);
        expect(r.num * den).toBe(num * r.den);
        expect(divides(d, r)).toBe(false);
      }),
    );
  });

  test('does not depend on a common factor', () => {
    fc.assert(
      fc.property(rationals, nonzero, (r, c) => {
        expect(rational(r.num * c, r.den * c)).toEqual(r);
      }),
    );
  });

  test('has no zero denominator', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });
});

describe('parseRational', () => {
  test.each([
    ['12', 12n, 1n],
    ['0.25', 1n, 4n],
    ['1e-3', 1n, 1000n],
    ['1.50e+2', 150n, 1n],
    ['000', 0n, 1n],
    ['1e0', 1n, 1n],
    ['1e3', 1000n, 1n],
    ['2E12', 2_000_000_000_000n, 1n],
    ['1e-12', 1n, 1_000_000_000_000n],
    ['0.5e1', 5n, 1n],
    ['1.25e+2', 125n, 1n],
    ['12.5', 25n, 2n],
    ['3e100', 3n * 10n ** 100n, 1n],
  ] as const)('%s', (text, num, den) => expect(parseRational(text)).toEqual({ num, den }));

  test.each(['', '.5', '5.', '-1', '1e', '1e1.5', '1e9999', '1/2', 'x', '1 '])('refuses %j', (text) =>
    expect(parseRational(text)).toBeNull(),
  );

  test('reads what it prints', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (n) => {
        expect(parseRational(printRational(rational(n)))).toEqual(rational(n));
      }),
    );
  });

  test('reads decimals exactly', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 999_999 }), (whole, fraction) => {
        const read = parseRational(`${whole}.${`${fraction}`.padStart(6, '0')}`) as Rational;
        expect(same(read, rational(BigInt(whole) * 1_000_000n + BigInt(fraction), 1_000_000n))).toBe(true);
      }),
    );
  });
});

test.each([
  [rational(0n), '0'],
  [rational(-3n), '-3'],
  [rational(1n, 2n), '1/2'],
  [rational(2n, -6n), '-1/3'],
])('%o is printed as %s', (r, text) => expect(printRational(r)).toBe(text));

describe('toNumber', () => {
  test('is the nearest double of small numbers', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (a, b) => {
        expect(toNumber(rational(BigInt(a), BigInt(b + 1)))).toBe(a / (b + 1));
      }),
    );
  });

  test.each([
    [rational(10n ** 400n, 10n ** 400n + 1n), 1],
    [rational(3n * 10n ** 305n, 10n ** 310n), 3e-5],
    [rational(-(10n ** 600n), 3n * 10n ** 599n), -10 / 3],
    [rational(1n, 10n ** 300n), 1e-300],
    // One of the two, or both, beyond the doubles.
    [rational(3n ** 640n, 10n ** 312n), 2.278258611829002e-7],
    [rational(10n ** 312n, 3n ** 640n), 1 / 2.278258611829002e-7],
    [rational(3n ** 1010n, 5n ** 430n), 2.1645389360373643e181],
    [rational(-(5n ** 430n), 3n ** 1010n), -1 / 2.1645389360373643e181],
    [rational(10n ** 400n), Number.POSITIVE_INFINITY],
    [rational(-(10n ** 400n)), Number.NEGATIVE_INFINITY],
    [rational(1n, 10n ** 400n), 0],
    [rational(0n), 0],
  ])('%o', (r, value) => {
    if (!Number.isFinite(value) || value === 0) expect(toNumber(r)).toBe(value);
    else expect(toNumber(r) / value).toBeCloseTo(1, 14);
  });

  test('an integer is one', () => {
    fc.assert(
      fc.property(rationals, (r) => {
        expect(isInteger(r)).toBe(r.num % r.den === 0n);
      }),
    );
  });
});
