/**
 * The kernel with 'nothing changes' and 'does not apply' as null, so that steps are strung together in few words.
 * Every step proves that a term equals the next.
 */
import type { Kernel, Procedure, Result, Theorem } from '../kernel/kernel.js';
import { Refusal } from '../kernel/kernel.js';
import type { Meaning, Rule, Substitution } from '../kernel/rule.js';
import { children, type IndexBinder, type Measure, mul, type Slot, type Term, type VarRef } from '../kernel/term.js';

/** A theorem that a term equals another, or null where it stays as it is. */
export type Change = Theorem | null;

/** A search that went beyond its budget of rule applications. */
export class OutOfFuel extends Error {}

/** Four times what the hardest of a thousand random lines took. */
const leastFuel = 40_000;
const fuelPerTerm = 100;

/** What a search may spend, over all the normal forms that it makes: rule applications, and the size of sums. */
export class Fuel {
  #left: number;

  readonly #isShort: boolean;

  /** For a goal of so many subterms; `most`: of a budget, if that is less. */
  constructor(size = 0, most = Number.POSITIVE_INFINITY) {
    const usual = leastFuel + size * fuelPerTerm;
    this.#isShort = most < usual;
    this.#left = Math.min(usual, most);
  }

  /** Throws OutOfFuel. */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0)
      throw new OutOfFuel(`the search for a proof took ${this.#isShort ? 'the budget of a step' : 'too many steps'}`);
  }
}

export const meaning = {
  term: (term: Term): Meaning => ({ kind: 'term', term }),
  measure: (measure: readonly Measure[]): Meaning => ({ kind: 'measure', measure }),
  slots: (slots: readonly Slot[]): Meaning => ({ kind: 'slots', slots }),
  family: (family: string): Meaning => ({ kind: 'family', family }),
  refs: (refs: readonly VarRef[]): Meaning => ({ kind: 'refs', refs }),
  binder: (binder: IndexBinder): Meaning => ({ kind: 'binder', binder }),
  subset: (subset: string): Meaning => ({ kind: 'subset', subset }),
};

/** The families of rules that a search may use; null for all. */
export type Allowed = ReadonlySet<string> | null;

export class Deriver {
  constructor(
    readonly kernel: Kernel,
    readonly rules: ReadonlyMap<string, Rule>,
    readonly allowed: Allowed,
    private readonly fuel: Fuel = new Fuel(),
  ) {}

  /** Whether any of the families may be used. */
  may(...families: readonly string[]): boolean {
    return this.allowed === null || families.some((family) => this.allowed?.has(family));
  }

  /** Whether a rule may be used. */
  mayUse(name: string): boolean {
    const families = this.rules.get(name)?.families;
    return families !== undefined && (families.includes('arithmetic') || this.may(...families));
  }

  /** A rule's instance, if the rule is allowed and its conditions hold. */
  rule(name: string, substitution: Substitution): Change {
    if (!this.mayUse(name)) return null;
    this.fuel.spend(1);
    return accepted(this.kernel.rule(name, substitution));
  }

  /** A change that is sought in another way, at the cost of a rule. */
  spent(change: () => Change): Change {
    this.fuel.spend(1);
    return change();
  }

  procedure(procedure: Procedure, term: Term): Change {
    this.fuel.spend(1 + children(term).length / 8);
    const made = accepted(this.kernel.procedure(procedure, term));
    return made !== null && made.statement.right === term ? null : made;
  }

  ring(term: Term): Change {
    return this.procedure({ name: 'ring' }, term);
  }

  reversed(change: Change): Change {
    return change === null ? null : accepted(this.kernel.symmetry(change));
  }

  /** One change after another: `next` is given what the first leads to. */
  followed(term: Term, first: Change, next: (term: Term) => Change): Change {
    const second = next(first === null ? term : first.statement.right);
    return this.joined(first, second);
  }

  /** Two changes in a row; a second that does not begin where the first ends is left out. */
  joined(first: Change, second: Change): Change {
    if (first === null || second === null) return first ?? second;
    return accepted(this.kernel.transitivity(first, second)) ?? first;
  }

  /** Several changes one after another. */
  chain(term: Term, ...steps: readonly ((term: Term) => Change)[]): Change {
    return steps.reduce<Change>((change, step) => this.followed(term, change, step), null);
  }

  /** Changes in the direct subterms. */
  inside(term: Term, change: (child: Term, at: number) => Change): Change {
    const parts = children(term).map(change);
    return this.congruence(term, parts);
  }

  congruence(term: Term, parts: readonly Change[]): Change {
    return parts.every((part) => part === null) ? null : accepted(this.kernel.congruence(term, parts));
  }

  /** A change in the last subterm, the body of a binder. */
  body(term: Term, change: Change): Change {
    if (change === null) return null;
    const count = children(term).length;
    return this.congruence(term, [...Array(count - 1).fill(null), change]);
  }

  /** The term written another way that is the same to the kernel. */
  as(term: Term, other: Term): Change {
    return term === other ? null : accepted(this.kernel.same(term, other));
  }

  /** A change in the measure of an expectation, from one of the product of its densities. */
  measure(term: Term, measure: readonly Measure[], change: Change): Change {
    if (change === null || term.tag !== 'expect') return null;
    const product = mul(term.measure);
    const whole = this.joined(this.as(product, change.statement.left), change);
    const ended = this.joined(whole, this.as((whole as Theorem).statement.right, mul(measure)));
    return ended === null ? null : accepted(this.kernel.measure(term, measure, ended));
  }

  same(a: Term, b: Term): boolean {
    return this.kernel.identity.same(a, b);
  }
}

const accepted = (result: Result): Change => (result instanceof Refusal ? null : result);
