/**
 * Whether the mean of so many draws is as good as normal as far out as an interval reaches. By Cramer's series (Petrov,
 * Sums of Independent Random Variables, 1975, VIII, theorem 1) the tail probability at z standard errors is the normal
 * one times exp(g1 z^3 / (6 sqrt n) + (g2 - 3 g1^2) z^4 / (24 n) + ...), with skewness g1 and excess kurtosis g2.
 */

export interface Shape {
  readonly skewness: number;
  /** Kurtosis less that of a normal variable. */
  readonly excess: number;
}

export const normalShape: Shape = { skewness: 0, excess: 0 };

/** Whether neither term of the series is above 1. One draw that outweighs the others fails, however many there are. */
export function areNormal({ skewness, excess }: Shape, draws: number, z: number): boolean {
  const first = (Math.abs(skewness) * z ** 3) / (6 * Math.sqrt(draws));
  const second = (Math.abs(excess - 3 * skewness ** 2) * z ** 4) / (24 * draws);
  return first <= 1 && second <= 1;
}

/** The shape from power sums of deviations around some point near the mean. */
export function shapeOf(draws: number, sums: readonly [number, number, number, number]): Shape {
  const [a, b, c, d] = sums.map((sum) => sum / draws) as [number, number, number, number];
  const variance = b - a * a;
  if (!(variance > 0)) return normalShape;
  const third = c - 3 * a * b + 2 * a ** 3;
  const fourth = d - 4 * a * c + 6 * a * a * b - 3 * a ** 4;
  return { skewness: third / variance ** 1.5, excess: fourth / variance ** 2 - 3 };
}
