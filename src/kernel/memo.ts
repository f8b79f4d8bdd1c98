/** What was worked out of terms is kept: of such as say tomorrow what they say today. */
import { guard } from './seal.js';
import type { Term } from './term.js';

export class Memo<T> {
  readonly #known = new WeakMap<Term, T>();

  get(term: Term): T | undefined {
    return this.#known.get(term);
  }

  /** What is known of a term, worked out when it is first asked for. Throws TypeError for what is no plain value. */
  of(term: Term, work: (term: Term) => T): T {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const value = work(guard(term));
    this.#known.set(term, value);
    return value;
  }
}
