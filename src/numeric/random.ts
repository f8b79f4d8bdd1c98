/**
 * The random stream: xoshiro128++ (Blackman & Vigna 2021), seeded from a 32-bit seed and a name by the cyrb128
 * hash, so that what is drawn for one thing never depends on what was drawn before for another.
 */

export interface Stream {
  /** Uniform on (0, 1), never 0 or 1. */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** 128 bits of a seed and a name, from which a stream of its own starts. */
export function seedOf(seed: number, text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703 ^ seed, 3144134277, 1013904242 ^ seed, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** A step away from what a seed gives: as many standard deviations, in a direction of its own. */
export interface Nudge {
  readonly seed: number;
  readonly size: number;
}

/** A stream the normal numbers of which are moved by nudges. */
export function nudgedStream(seed: number, name: string, nudges: readonly Nudge[] = []): Stream {
  const own = stream(seed, name);
  const others = nudges.flatMap((nudge) => (moves(nudge, name) ? [{ ...nudge, draw: stream(nudge.seed, name) }] : []));
  return { ...own, normal: () => others.reduce((u, { size, draw }) => u + size * draw.normal(), own.normal()) };
}

/** Every other nudge moves some of the streams only, so that what stands in the way of a step may be left as it is. */
const moves = ({ seed }: Nudge, name: string): boolean =>
  seed % 2 === 1 || stream(seed, `whether it moves ${name}`).uniform() < 0.5;

/** Standard normal numbers of a stream, moved by nudges. */
export const nudgedNormal = (seed: number, name: string, nudges: readonly Nudge[] = []): (() => number) =>
  nudgedStream(seed, name, nudges).normal;

/** A stream of its own for each seed and name. */
export function stream(seed: number, name: string): Stream {
  let [a, b, c, d] = seedOf(seed, name);
  const next = (): number => {
    const result = (rotate((a + d) | 0, 7) + a) | 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result >>> 0;
  };
  for (let i = 0; i < 8; i++) next();
  const uniform = (): number => ((next() >>> 6) * 67108864 + (next() >>> 6) + 0.5) / 4503599627370496;
  let spare: number | null = null;
  // Box & Muller (1958): both variates are used.
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}
