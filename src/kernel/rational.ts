/** Exact rationals: a normalised pair of bigints with a positive denominator. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

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

export const toNumber = (r: Rational): number => {
  const quotient = Number(r.num) / Number(r.den);
  if (Number.isFinite(quotient)) return quotient;
  // Both parts beyond 2^1024: compare at a common scale instead.
  const shift = BigInt(Math.max(r.num.toString(2).length, r.den.toString(2).length) - 1000);
  return Number(r.num >> shift) / Number(r.den >> shift);
};

export const isInteger = (r: Rational): boolean => r.den === 1n;

export const printRational = (r: Rational): string => (r.den === 1n ? `${r.num}` : `${r.num}/${r.den}`);
