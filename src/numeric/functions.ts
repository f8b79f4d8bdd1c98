/** The functions of the language as jets, and the random smooth functions that stand for unknown ones. */
import { erf as erfNumber, gamma as gammaNumber, lgamma as lgammaNumber } from 'mathjs/number';
import type { Domain } from '../kernel/model.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { type Nudge, nudgedStream, stream } from './random.js';

/** psi(x) for x > 0 by recurrence and the asymptotic series, Abramowitz & Stegun 6.3.5 and 6.3.18. */
export function digammaNumber(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let [shift, y] = [0, x];
  for (; y < 8; y++) shift -= 1 / y;
  const r = 1 / (y * y);
  return shift + Math.log(y) - 0.5 / y - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
}

/** The derivative of psi, Abramowitz & Stegun 6.4.6 and 6.4.12. */
export function trigammaNumber(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let [shift, y] = [0, x];
  for (; y < 8; y++) shift += 1 / (y * y);
  const r = 1 / (y * y);
  return shift + 1 / y + r / 2 + (r / y) * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r / 30)));
}

const trigamma = jet.lifted(trigammaNumber, () => jet.constant(Number.NaN));
const digamma = jet.lifted(digammaNumber, (x) => trigamma(x));
const lgamma = jet.lifted(
  (x) => (x > 0 ? lgammaNumber(x) : Number.NaN),
  (x) => digamma(x),
);
const gamma = jet.lifted(
  (x) => gammaNumber(x),
  (x, y) => jet.mul(y, digamma(x)),
);
const erf = jet.lifted(
  (x) => erfNumber(x),
  (x) => jet.scale(jet.exp(jet.neg(jet.square(x))), 2 / Math.sqrt(Math.PI)),
);

export const functionJets: ReadonlyMap<string, (x: Jet) => Jet> = new Map([
  ['ln', jet.ln],
  ['exp', jet.exp],
  ['sqrt', jet.sqrt],
  ['abs', jet.abs],
  ['sin', jet.sin],
  ['cos', jet.cos],
  ['tanh', jet.tanh],
  ['sigmoid', jet.sigmoid],
  ['softplus', jet.softplus],
  ['erf', erf],
  ['Gamma', gamma],
  ['lgamma', lgamma],
  ['digamma', digamma],
]);

const waves = 3;

/** What is drawn for functions and parameters of no known sign: any value, positive ones, or those of one sign for each. */
export type Signs = 'any' | 'positive' | 'one';

/** The sign of all values of a name; null where they may be of both. */
export function signOf(signs: Signs, seed: number, name: string): 1 | -1 | null {
  if (signs === 'any') return null;
  return signs === 'positive' || stream(seed, `sign of ${name}`).uniform() < 0.5 ? 1 : -1;
}

/**
 * A random smooth function: a constant, a linear part and a few waves, without symmetry or fixed points. The same
 * seed and name give the same function of however many arguments.
 */
export function unknownFunction(
  seed: number,
  name: string,
  domain: Domain | null,
  args: readonly Jet[],
  nudges: readonly Nudge[] = [],
): Jet {
  const draw = nudgedStream(seed, `function ${name}/${args.length}`, nudges);
  const linear = (size: number): Jet => jet.sum(args.map((arg) => jet.scale(arg, size * draw.normal())));
  let value = jet.add(jet.constant(draw.normal()), linear(0.5));
  for (let k = 0; k < waves; k++) {
    const phase = jet.add(jet.constant(2 * Math.PI * draw.uniform()), linear(0.9));
    value = jet.add(value, jet.scale(jet.sin(phase), draw.normal()));
  }
  return domain?.tag === 'positive'
    ? jet.exp(jet.scale(value, 0.5))
    : domain?.tag === 'unit'
      ? jet.sigmoid(value)
      : value;
}
