/**
 * The search for a proof of one step, and for the least that explains it: the families of rules without any of which
 * the proof fails. What the author cites comes first.
 */
import { Kernel } from '../kernel/kernel.js';
import type { Model } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import { Attempt } from './attempt.js';
import { withNamesApart, withWholeArrays } from './canonical.js';
import { OutOfFuel } from './deriver.js';
import { type Goal, type Hints, type Outcome, stopped } from './goal.js';

export type { Goal, Hints, Lemma, Outcome, Proved, Stopped } from './goal.js';
export { noHints } from './goal.js';

export class Prover {
  readonly kernel: Kernel;
  readonly #rules: ReadonlyMap<string, Rule>;

  /** `rules`: the theory and the author's own. `fuel`: the most that a search may take, if it is less than usual. */
  constructor(
    readonly model: Model,
    rules: readonly Rule[],
    readonly fuel = Number.POSITIVE_INFINITY,
  ) {
    this.kernel = new Kernel(model, rules);
    this.#rules = new Map(rules.map((rule) => [rule.name, rule]));
  }

  hasRule(name: string): boolean {
    return this.#rules.has(name);
  }

  /** Proves a step, or says why not. */
  prove(goal: Goal, hints: Hints): Outcome {
    const result = this.#attempted(goal, hints, (attempt) => attempt.run());
    return typeof result === 'string' ? stopped(result) : result;
  }

  /** The families of rules that prove a step, not the least of them; null where no proof is found. */
  familiesFor(goal: Goal, hints: Hints): readonly string[] | null {
    const result = this.#attempted(goal, hints, (attempt) => attempt.families());
    return typeof result === 'string' ? null : result;
  }

  /** What an attempt comes to, or why there is none. */
  #attempted<T>(goal: Goal, hints: Hints, search: (attempt: Attempt) => T): T | string {
    if (goal.relation === '!=') return 'a difference is shown by an example, not by rules';
    if (goal.relation === '<' || goal.relation === '>') return 'no rule proves a strict inequality';
    try {
      return search(new Attempt(this, this.#rules, this.#prepared(goal), hints));
    } catch (error) {
      if (error instanceof OutOfFuel) return error.message;
      // A term nested deeper than the machine's stack.
      if (error instanceof RangeError) return 'the search for a proof went too deep';
      throw error;
    }
  }

  #prepared(goal: Goal): Goal {
    const prepare = (term: Term): Term => withNamesApart(withWholeArrays(term, this.model), this.model);
    return { ...goal, left: prepare(goal.left), right: prepare(goal.right) };
  }
}
