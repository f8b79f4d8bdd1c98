/**
 * How the error probability of a file is spent: over its lines, over the points at which a line is tried, and over the
 * looks that the sequential test takes at one point (Bonferroni; the shares 6 / (pi^2 k^2) sum to 1, so that no
 * number of points or looks has to be known beforehand).
 */

/** The probability that any Monte Carlo decision of a file is wrong. */
const perFile = 1e-6;

export const confidence = 1 - perFile;

/** What the tails of a mean may weigh more than the normal ones: see `tails.ts`. */
const tailFactor = Math.exp(2);

const share = (k: number): number => 6 / (Math.PI * k) ** 2;

/**
 * The error probability of one look: the `look`-th at the `point`-th point, both from 1, of a file of `lines` lines.
 * `total`: that of the file.
 */
export const perLook = (lines: number, point: number, look: number, total = perFile): number =>
  (total / tailFactor / lines) * share(point) * share(look);

/**
 * The half-width in standard errors of an interval that a standard normal variable leaves with at most this probability,
 * by the bound P(Z > z) <= exp(-z^2 / 2) / (z sqrt(2 pi)) (Gordon 1941, Annals of Mathematical Statistics 12, 364).
 */
export function halfWidth(probability: number): number {
  const oneSided = probability / 2;
  let z = 1;
  // A contraction wherever the probability is below 0.2.
  for (let i = 0; i < 50; i++) z = Math.sqrt(-2 * Math.log(oneSided * Math.max(z, 1) * Math.sqrt(2 * Math.PI)));
  return z;
}
