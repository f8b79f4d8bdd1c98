/** Numbers as a reader wants them: six significant digits, no noise. */
import type { Counterexample } from '../check/verdict.js';

/** At most `digits` significant digits, without trailing zeros; exponents outside 1e-4 .. 1e6. */
export function formatNumber(value: number, digits = 6): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : '-infinity';
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size >= 1e-4 && size < 1e6 ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** A share as a percentage: `0.005` is `0.5 %`. A share below 1 never shows as 100 %. */
export function formatPercent(share: number): string {
  let digits = 3;
  while (share < 1 && digits < 12 && Number((share * 100).toPrecision(digits)) >= 100) digits += 1;
  return `${Number((share * 100).toPrecision(digits))} %`;
}

/** The values of a counterexample, and what they are the values of. */
export function comparison({ left, right, difference, compared }: Counterexample): string {
  const [l, r] = [formatNumber(left), formatNumber(right)];
  if (compared === null) return `left ${l}, right ${r}, left - right ${formatNumber(difference)}`;
  const first = `the first state of ${compared.of.join(', ')}`;
  return compared.by === 'difference'
    ? `left - right is ${l}, and ${r} in ${first}`
    : `left times right in ${first} is ${l}, left in that state times right ${r}`;
}
