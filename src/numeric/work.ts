/**
 * What the numbers of one line may take, in evaluations: of one part of a term, at one state or for one draw. It is
 * reckoned from the line and the sizes of the models before the work is done, so that it depends neither on the machine
 * nor on what other lines have left behind.
 */
import type { Model } from '../kernel/model.js';
import type { IndexEnv } from '../kernel/network.js';
import { children, type IndexRange, type Term } from '../kernel/term.js';

/** A line that would take more than it may. */
export class OutOfBudget extends Error {}

export class Work {
  #left: number;

  constructor(readonly budget: number) {
    this.#left = budget;
  }

  /** Throws OutOfBudget. */
  spend(evaluations: number): void {
    this.#left -= evaluations;
    if (this.#left < 0) throw new OutOfBudget(`more than ${this.budget} evaluations, the budget of a step`);
  }
}

/** How many parts are evaluated for the value of a term, about: each as often as the sums and products around it say. */
export function partsOf(term: Term, model: Model, sizes: IndexEnv): number {
  const own = ownParts(term, model, sizes);
  return children(term).reduce((sum, child) => sum + partsOf(child, model, sizes), 1) * own.times + own.more;
}

function ownParts(term: Term, model: Model, sizes: IndexEnv): { readonly times: number; readonly more: number } {
  if (term.tag === 'big') return { times: membersOf(term.binder.range, model, sizes), more: 0 };
  if (term.tag !== 'call') return { times: 1, more: 0 };
  const body = model.definitions.get(term.name)?.body;
  return { times: 1, more: body === undefined ? 0 : partsOf(body, model, sizes) };
}

function membersOf(range: IndexRange, model: Model, sizes: IndexEnv): number {
  const subset = range.tag === 'subset' ? model.subsets.get(range.subset) : null;
  if (subset === undefined) return 1;
  const { lo, hi } = range.tag === 'range' ? range : (subset ?? { lo: none, hi: none });
  const greatest = Math.max(1, ...sizes.indices.values());
  const end = hi.base === null ? 0 : (sizes.indices.get(hi.base) ?? greatest);
  const start = lo.base === null ? lo.offset : 1;
  return Math.max(1, end + hi.offset - start + 1);
}

const none = { base: null, offset: 0 };
