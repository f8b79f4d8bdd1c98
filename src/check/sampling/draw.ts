/** Random choices: a stream of numbers with a name, so that every instance can be made again on its own. */
import { stream } from '../../numeric/random.js';

export class Draw {
  readonly #uniform: () => number;

  constructor(seed: number, name: string) {
    this.#uniform = stream(seed, name).uniform;
  }

  chance(probability: number): boolean {
    return this.#uniform() < probability;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.#uniform() * count);
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.below(items.length)] as T;
  }

  /** One of the makers, each as often as its weight says. */
  weighted<T>(makers: readonly (readonly [number, () => T])[]): T {
    let left = this.#uniform() * makers.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of makers) {
      left -= weight;
      if (left < 0) return make();
    }
    return (makers.at(-1) as readonly [number, () => T])[1]();
  }

  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.chance(probability));
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item): [number, T] => [this.#uniform(), item])
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  }

  /** Makes something until it fits; null where it never does. */
  until<T>(tries: number, make: () => T | null, fits: (made: T) => boolean = () => true): T | null {
    for (let i = 0; i < tries; i++) {
      const made = make();
      if (made !== null && fits(made)) return made;
    }
    return null;
  }
}
