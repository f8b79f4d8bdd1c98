/** Exact rationals: a normalised pair of bigints with a positive denominator. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x < 0n ? -x : x;
}

/** The rational num/den in lowest terms. Throws RangeError when den is zero. */
export function rational(num: bigint, den = 1n): Rational {
  if (den === 0n) throw new RangeError('a rational with denominator zero');
  const divisor = gcd(num, den) * (den < 0n ? -1n : 1n);
  return { num: num / divisor, den: den / divisor };
}

/** Reads `12`, `0.25` or `1e-3` exactly; null for anything else. */
export function parseRational(text: string): Rational | null {
  const match = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  const exponent = Number(match[3] ?? 0) - fraction.length;
  const digits = BigInt((match[1] ?? '') + fraction);
  return exponent >= 0 ? rational(digits * 10n ** BigInt(exponent)) : rational(digits, 10n ** BigInt(-exponent));
}

/** The leading bits of an integer, and by how many places it was shifted. */
function leading(value: bigint): { readonly bits: number; readonly shift: number } {
  const shift = Math.max(0, value.toString(2).length - 1000);
  return { bits: Number(value >> BigInt(shift)), shift };
}

/** The nearest double; beyond the doubles, an infinity or zero. */
export function toNumber(r: Rational): number {
  const quotient = Number(r.num) / Number(r.den);
  if (Number.isFinite(quotient) && quotient !== 0) return quotient;
  const [num, den] = [leading(r.num), leading(r.den)];
  const shift = num.shift - den.shift;
  if (shift === 0) return num.bits / den.bits;
  // In two parts, because 2^shift alone may leave the doubles.
  const half = Math.trunc(shift / 2);
  return (num.bits / den.bits) * 2 ** half * 2 ** (shift - half);
}

export const isInteger = (r: Rational): boolean => r.den === 1n;

export const printRational = (r: Rational): string => (r.den === 1n ? `${r.num}` : `${r.num}/${r.den}`);
