/** The concrete laws: log densities (or masses) and, where simple, how to draw from them. */
import { NotApplicable } from './context.js';
import { digammaNumber, functionJets, trigammaNumber } from './functions.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import type { Placement } from './quadrature.js';
import { stream } from './random.js';
import type { Tensor } from './tensor.js';
import * as tensor from './tensor.js';

const lgamma = functionJets.get('lgamma') as (x: Jet) => Jet;
const minusInfinity = jet.constant(Number.NEGATIVE_INFINITY);

/** Where the point lies outside the support the density is zero. */
function onSupport(inside: Jet, value: Jet): Jet {
  const mask = jet.primal(inside);
  if (!tensor.hasAxis(mask, tensor.drawsId)) {
    if (mask.data.every((x) => x === 1)) return value;
    if (mask.data.every((x) => x === 0)) return minusInfinity;
  }
  const penalty = tensor.map(mask, (x) => (x === 1 ? 0 : Number.NEGATIVE_INFINITY));
  return jet.add(jet.keep(value, mask), penalty);
}

const test = (x: Jet, y: Jet, holds: (x: number, y: number) => boolean): Jet =>
  tensor.map2(jet.primal(x), jet.primal(y), (a, b) => (holds(a, b) ? 1 : 0));

type LogDensity = (x: Jet, params: readonly Jet[]) => Jet;

/** Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions; parameters as in `lawParameters`. */
const logDensities: ReadonlyMap<string, LogDensity> = new Map<string, LogDensity>([
  [
    'Normal',
    (x, [mean, variance]) => {
      const v = variance as Jet;
      const quadratic = jet.div(jet.square(jet.sub(x, mean as Jet)), v);
      return jet.scale(jet.add(quadratic, jet.ln(jet.scale(v, 2 * Math.PI))), -0.5);
    },
  ],
  [
    'Uniform',
    (x, [lower, upper]) => {
      const inside = jet.mul(
        test(x, lower as Jet, (a, b) => a >= b),
        test(x, upper as Jet, (a, b) => a <= b),
      );
      return onSupport(inside, jet.neg(jet.ln(jet.sub(upper as Jet, lower as Jet))));
    },
  ],
  [
    'Exponential',
    (x, [rate]) =>
      onSupport(
        test(x, jet.zero, (a, b) => a >= b),
        jet.sub(jet.ln(rate as Jet), jet.mul(rate as Jet, x)),
      ),
  ],
  [
    'Gamma',
    (x, params) => {
      const [shape, rate] = params as [Jet, Jet];
      const kernel = jet.sub(jet.mul(jet.sub(shape, jet.one), jet.ln(x)), jet.mul(rate, x));
      return onSupport(
        test(x, jet.zero, (a, b) => a > b),
        jet.add(kernel, jet.sub(jet.mul(shape, jet.ln(rate)), lgamma(shape))),
      );
    },
  ],
  [
    'Beta',
    (x, params) => {
      const [a, b] = params as [Jet, Jet];
      const kernel = jet.add(
        jet.mul(jet.sub(a, jet.one), jet.ln(x)),
        jet.mul(jet.sub(b, jet.one), jet.ln(jet.sub(jet.one, x))),
      );
      const inside = jet.mul(
        test(x, jet.zero, (s, t) => s > t),
        test(x, jet.one, (s, t) => s < t),
      );
      return onSupport(inside, jet.add(kernel, jet.sub(lgamma(jet.add(a, b)), jet.add(lgamma(a), lgamma(b)))));
    },
  ],
  [
    'Laplace',
    (x, params) => {
      const [location, scale] = params as [Jet, Jet];
      return jet.neg(jet.add(jet.div(jet.abs(jet.sub(x, location)), scale), jet.ln(jet.scale(scale, 2))));
    },
  ],
  [
    'Bernoulli',
    (x, [p]) => jet.add(jet.mul(x, jet.ln(p as Jet)), jet.mul(jet.sub(jet.one, x), jet.ln(jet.sub(jet.one, p as Jet)))),
  ],
  [
    'Poisson',
    (x, [rate]) => jet.sub(jet.mul(x, jet.ln(rate as Jet)), jet.add(rate as Jet, lgamma(jet.add(x, jet.one)))),
  ],
]);

/** ln of the density or mass of a law at a point. */
export function logLaw(law: string, point: Jet, params: readonly Jet[]): Jet {
  const logDensity = logDensities.get(law);
  if (logDensity === undefined) throw new Error(`no law ${law}`);
  return logDensity(point, params);
}

/** The support of a law, where it does not depend on the parameters in a way a sampler must know. */
export const lawSupport: ReadonlyMap<string, 'real' | 'positive' | 'unit' | 'bounded' | 'binary' | 'counts'> = new Map([
  ['Normal', 'real'],
  ['Laplace', 'real'],
  ['Exponential', 'positive'],
  ['Gamma', 'positive'],
  ['Beta', 'unit'],
  ['Uniform', 'bounded'],
  ['Bernoulli', 'binary'],
  ['Poisson', 'counts'],
]);

/** Beyond it the logistic function is 1 to rounding. */
export const logisticReach = 36;

/** Where the bulk of a law lies on the line of preimages, for quadrature; null where nothing is known. */
export function placementOf(law: string, params: readonly Tensor[]): Placement | null {
  const [a, b] = params as [Tensor, Tensor];
  const map = tensor.map;
  const minus = (x: Tensor, y: Tensor): Tensor => tensor.map2(x, y, (s, t) => s - t);
  switch (law) {
    case 'Normal':
      return { centre: a, length: map(b, Math.sqrt), width: 13, corner: false };
    case 'Laplace':
      return { centre: a, length: b, width: 0, corner: true };
    case 'Exponential':
      return { centre: map(a, (rate) => -Math.log(rate)), length: tensor.one, width: 25, corner: false };
    case 'Gamma':
      return {
        centre: minus(map(a, digammaNumber), map(b, Math.log)),
        length: map(a, (shape) => Math.sqrt(trigammaNumber(shape))),
        width: 25,
        corner: false,
      };
    case 'Beta':
      return {
        centre: minus(map(a, digammaNumber), map(b, digammaNumber)),
        length: tensor.map2(a, b, (s, t) => {
          const room = (logisticReach - Math.abs(digammaNumber(s) - digammaNumber(t))) / 25;
          return Math.min(Math.sqrt(trigammaNumber(s) + trigammaNumber(t)), room);
        }),
        width: 25,
        corner: false,
      };
    case 'Uniform':
      return { centre: tensor.zero, length: tensor.one, width: 25, corner: false };
    default:
      return null;
  }
}

/** A gamma variate of unit rate from a uniform one, which seeds its own stream (Marsaglia & Tsang 2000). */
function gammaDraw(shape: number, seed: number, name: string): number {
  const draw = stream(Math.floor(seed * 2 ** 32), name);
  const boost = shape < 1 ? draw.uniform() ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  for (;;) {
    const x = draw.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(draw.uniform()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return boost * d * v;
  }
}

function gammaDraws(shape: Jet, uniform: Jet, name: string): Tensor {
  if (jet.isDual(shape)) throw new NotApplicable('draws from Gamma and Beta have no derivative by the shape');
  return tensor.map2(shape, jet.primal(uniform), (k, u) => gammaDraw(k, u, name));
}

type Sampler = (params: readonly Jet[], uniform: Jet, normal: Jet) => Jet;

const samplers: ReadonlyMap<string, Sampler> = new Map<string, Sampler>([
  ['Normal', ([mean, variance], _, normal) => jet.add(mean as Jet, jet.mul(jet.sqrt(variance as Jet), normal))],
  [
    'Uniform',
    ([lower, upper], uniform) => jet.add(lower as Jet, jet.mul(jet.sub(upper as Jet, lower as Jet), uniform)),
  ],
  ['Gamma', ([shape, rate], uniform) => jet.div(gammaDraws(shape as Jet, uniform, 'gamma'), rate as Jet)],
  [
    'Beta',
    ([a, b], uniform) => {
      const [x, y] = [gammaDraws(a as Jet, uniform, 'first'), gammaDraws(b as Jet, uniform, 'second')];
      return tensor.map2(x, y, (s, t) => Math.min(s / (s + t), 1 - 2 ** -53));
    },
  ],
  ['Exponential', ([rate], uniform) => jet.neg(jet.div(jet.ln(uniform), rate as Jet))],
  [
    'Laplace',
    (params, uniform) => {
      const [location, scale] = params as [Jet, Jet];
      const centred = tensor.map(jet.primal(uniform), (u) => (u < 0.5 ? Math.log(2 * u) : -Math.log(2 - 2 * u)));
      return jet.add(location, jet.mul(scale, centred));
    },
  ],
]);

/** Draws from a law as a differentiable function of its parameters (reparameterisation). */
export function sampleLaw(law: string, params: readonly Jet[], uniform: Jet, normal: Jet): Jet {
  const sampler = samplers.get(law);
  if (sampler === undefined) throw new NotApplicable(`no draws from ${law} yet`);
  return sampler(params, uniform, normal);
}
