/**
 * Integrals of products of linear-Gaussian factors in closed form. A factor is a normal density of a residual
 * that is linear in the unknowns: N(a'u + b; 0, s^2).
 */

import type { Jet } from './jet.js';
import * as jet from './jet.js';

export interface LinearFactor {
  /** The coefficient of each unknown, in the order of the unknowns; zero where it does not occur. */
  readonly slopes: readonly Jet[];
  readonly residual: Jet;
  readonly sd: Jet;
}

const logTwoPi = Math.log(2 * Math.PI);

/** ln N(r; 0, s^2). */
export const logNormal = (residual: Jet, sd: Jet): Jet =>
  jet.sub(jet.scale(jet.square(jet.div(residual, sd)), -0.5), jet.add(jet.ln(sd), jet.constant(logTwoPi / 2)));

/**
 * ln of the integral over the unknowns of the product of the factors, by completing the square one unknown at a
 * time (Bishop, Pattern Recognition and Machine Learning, section 2.3): with precision L and linear term h,
 * the last unknown contributes -1/2 ln L_uu + 1/2 h_u^2 / L_uu + 1/2 ln 2 pi and updates the rest.
 */
export function logIntegral(factors: readonly LinearFactor[], unknowns: number): Jet {
  const precision: Jet[][] = Array.from({ length: unknowns }, () => new Array<Jet>(unknowns).fill(jet.zero));
  const linear: Jet[] = new Array<Jet>(unknowns).fill(jet.zero);
  let log = jet.zero;
  for (const { slopes, residual, sd } of factors) {
    const weight = jet.reciprocal(jet.square(sd));
    log = jet.add(log, logNormal(residual, sd));
    for (let i = 0; i < unknowns; i++) {
      const scaled = jet.mul(slopes[i] as Jet, weight);
      linear[i] = jet.sub(linear[i] as Jet, jet.mul(scaled, residual));
      const row = precision[i] as Jet[];
      for (let j = 0; j < unknowns; j++) row[j] = jet.add(row[j] as Jet, jet.mul(scaled, slopes[j] as Jet));
    }
  }
  for (let k = unknowns - 1; k >= 0; k--) log = jet.add(log, eliminateLast(precision, linear, k));
  return log;
}

function eliminateLast(precision: Jet[][], linear: Jet[], k: number): Jet {
  const row = precision[k] as Jet[];
  const pivot = row[k] as Jet;
  const inverse = jet.reciprocal(pivot);
  const h = linear[k] as Jet;
  for (let i = 0; i < k; i++) {
    const ratio = jet.mul((precision[i] as Jet[])[k] as Jet, inverse);
    linear[i] = jet.sub(linear[i] as Jet, jet.mul(ratio, h));
    const target = precision[i] as Jet[];
    for (let j = 0; j < k; j++) target[j] = jet.sub(target[j] as Jet, jet.mul(ratio, row[j] as Jet));
  }
  return jet.scale(jet.add(jet.sub(jet.mul(jet.square(h), inverse), jet.ln(pivot)), jet.constant(logTwoPi)), 0.5);
}
