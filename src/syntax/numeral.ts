/** Numbers as they are written: exact, and of a sensible length. */
import type { Span } from '../../grammar/ast.js';
import { parseRational, printRational, type Rational } from '../kernel/rational.js';
import { fail } from './diagnostics.js';

const mostDigits = 1000;

/** The number that the digits say, exactly. */
export function readNumber(text: string, span: Span): Rational {
  const value = text.length <= mostDigits ? parseRational(text) : null;
  return value ?? fail(span, 'long-number', { most: mostDigits });
}

/** Up to how many decimals a number is printed as `0.25`; beyond, it has an exponent. */
const mostDecimals = 12;

/** The least n for which 10^n times the number is an integer; null if there is none. */
function decimals(value: Rational): number | null {
  let [rest, twos, fives] = [value.den, 0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  return rest === 1n ? Math.max(twos, fives) : null;
}

export const isDecimal = (value: Rational): boolean => decimals(value) !== null;

/** `3`, `0.25`, `1e-30`; a number without a finite decimal is a fraction, `1/3`. */
export function printNumber(value: Rational): string {
  const places = decimals(value);
  if (places === null) return printRational(value);
  const digits = (value.num * 10n ** BigInt(places)) / value.den;
  if (places === 0) return printWhole(digits);
  if (places > mostDecimals) return `${digits}e-${places}`;
  const text = `${digits < 0n ? -digits : digits}`.padStart(places + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function printWhole(value: bigint): string {
  const [, digits = '', zeros = ''] = /^(-?\d+?)(0*)$/.exec(`${value}`) ?? [];
  return zeros.length > mostDecimals ? `${digits}e${zeros.length}` : `${value}`;
}
