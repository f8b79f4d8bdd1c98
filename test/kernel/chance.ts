/** Random choices of a seed's own, for the tests that try many terms. */
import { stream } from '../../src/numeric/random.js';

export class Chance {
  readonly #uniform: () => number;

  constructor(seed: number, name: string) {
    this.#uniform = stream(seed, name).uniform;
  }

  is(probability: number): boolean {
    return this.#uniform() < probability;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.#uniform() * count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** One of the makers, each as often as its weight says. */
  weighted<T>(makers: readonly (readonly [number, () => T])[]): T {
    let left = this.#uniform() * makers.reduce((total, [weight]) => total + weight, 0);
    for (const [weight, make] of makers) {
      left -= weight;
      if (left < 0) return make();
    }
    return (makers.at(-1) as readonly [number, () => T])[1]();
  }
}
