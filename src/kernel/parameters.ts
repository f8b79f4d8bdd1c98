/**
 * Parameters that a law surely has not: a variance of -1, an upper end below the lower one. Of what is not known it is
 * understood that the law has it.
 */
import { Identity } from './identity.js';
import type { Model } from './model.js';
import { Refused } from './refused.js';
import { Ring } from './ring.js';
import { Signs } from './sign.js';
import { add, type Law, neg, num, type Term } from './term.js';

/** Whether nothing shows that a law of a model has not its parameters. */
export function mayBeParameters(law: Law, model: Model): boolean {
  const identity = new Identity(model);
  const signs = new Signs(model, identity);
  return new Parameters(new Ring(identity, signs), signs).mayBe(law);
}

/** Which parameters of a law are positive, by their places. */
const positive: ReadonlyMap<string, readonly number[]> = new Map([
  ['Normal', [1]],
  ['Exponential', [0]],
  ['Gamma', [0, 1]],
  ['Beta', [0, 1]],
  ['Laplace', [1]],
  ['Poisson', [0]],
]);

const one: Term = num({ num: 1n, den: 1n });

export class Parameters {
  constructor(
    private readonly ring: Ring,
    private readonly signs: Signs,
  ) {}

  /** Whether nothing shows that a law has not these parameters. */
  mayBe({ law, params }: Law): boolean {
    const [first, second] = params;
    if (first === undefined) return true;
    if (law === 'Uniform') return second === undefined || !this.#isNonnegative(add([first, neg(second)]));
    if (law === 'Bernoulli') return !this.#isPositive(neg(first)) && !this.#isPositive(add([first, neg(one)]));
    return (positive.get(law) ?? []).every((i) => !this.#isNonnegative(neg(params[i] as Term)));
  }

  #isNonnegative(term: Term): boolean {
    return this.signs.nonnegative(this.#normal(term));
  }

  #isPositive(term: Term): boolean {
    return this.signs.positive(this.#normal(term));
  }

  #normal(term: Term): Term {
    try {
      return this.ring.normal(term);
    } catch (error) {
      if (error instanceof Refused) return term;
      throw error;
    }
  }
}
