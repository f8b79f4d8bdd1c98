/**
 * What the numbers of one line may take, in evaluations: of one part of a term, at one state or for one draw; that a
 * part is evaluated at all counts a hundred more. It is reckoned from the line and the sizes of the models before the work
 * is done, so that it depends neither on the machine nor on what other lines have left behind.
 */
import type { Model, Subset } from '../kernel/model.js';
import type { IndexEnv } from '../kernel/network.js';
import { children, type Index, type IndexRange, type Term } from '../kernel/term.js';
import type { Claim } from './claim.js';
import { pinned } from './pinned.js';

/** A line that would take more than it may. */
export class OutOfBudget extends Error {}

export class Work {
  #left: number;

  constructor(readonly budget: number) {
    this.#left = budget;
  }

  get left(): number {
    return this.#left;
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

/** The parts of both sides, and of the assumptions that are tried with them. */
export const partsOfClaim = ({ left, right }: Claim, model: Model, sizes: IndexEnv): number =>
  [left, right, ...pinned(model).others.flatMap((other) => [other.left, other.right])].reduce(
    (sum, term) => sum + partsOf(term, model, sizes),
    0,
  );

/** What the evaluation of a part takes beside its states or draws, measured in those. */
const perPart = 100;

/** What the evaluation of so many parts takes, each at so many states or for so many draws. */
export const costOf = (parts: number, width: number): number => parts * (perPart + width);

function ownParts(term: Term, model: Model, sizes: IndexEnv): { readonly times: number; readonly more: number } {
  if (term.tag === 'big') return { times: membersOf(term.binder.range, model, sizes), more: 0 };
  if (term.tag === 'draw') return { times: drawsOf(term.subset, model, sizes), more: 0 };
  if (term.tag !== 'call') return { times: 1, more: 0 };
  const body = model.definitions.get(term.name)?.body;
  return { times: 1, more: body === undefined ? 0 : partsOf(body, model, sizes) };
}

/** How many subsets of its size a range has. */
function drawsOf(name: string, model: Model, sizes: IndexEnv): number {
  const subset = model.subsets.get(name);
  if (subset === undefined) return 1;
  const from = lengthOf(subset, sizes);
  let draws = 1;
  for (let i = 0; i < Math.min(sizeOf(subset, sizes), from); i++) draws *= (from - i) / (i + 1);
  return draws;
}

const sizeOf = ({ size }: Subset, sizes: IndexEnv): number =>
  size.base === null ? size.offset : (sizes.indices.get(size.base) ?? 1);

function membersOf(range: IndexRange, model: Model, sizes: IndexEnv): number {
  if (range.tag === 'range') return lengthOf(range, sizes);
  const subset = model.subsets.get(range.subset);
  return subset === undefined ? 1 : sizeOf(subset, sizes);
}

/** The members of a range; where it ends at another index, as if that were at its greatest. */
function lengthOf({ lo, hi }: { readonly lo: Index; readonly hi: Index }, sizes: IndexEnv): number {
  const greatest = Math.max(1, ...sizes.indices.values());
  const end = hi.base === null ? 0 : (sizes.indices.get(hi.base) ?? greatest);
  const start = lo.base === null ? lo.offset : 1;
  return Math.max(1, end + hi.offset - start + 1);
}
