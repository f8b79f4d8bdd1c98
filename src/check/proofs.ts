/** Proofs of the steps of a document: what its author cites, what was proved before, and what each proof rests on. */
import { type Kernel, Refusal, type Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import type { Claim } from '../numeric/claim.js';
import { withoutSlack } from '../numeric/claim.js';
import { type Lemma, type Outcome, Prover } from '../proof/prover.js';
import { canonicalFamily } from '../rules/families.js';
import { theory } from '../rules/table.js';
import { citedLabel, type Document, type ElaboratedStep } from '../syntax/document.js';

/** Steps after which a prover is given up: it knows every term that it has met. */
const mostSteps = 300;

/** Seeks proofs of claims with what the author cites for one step; null where the two sides cannot be compared at all. */
export interface Seeker {
  /** What the author cites: families of rules and labels. */
  readonly cited: readonly string[];
  readonly kernel: Kernel;
  prove(claim: Claim): Outcome | null;
  /** The families of some proof, found in less time than the least; null also where there is none. */
  familiesFor(claim: Claim): readonly string[] | null;
}

export interface ProofsOptions {
  /** In a long document provers follow each other: theorems of different derivations may be of different kernels. */
  readonly forgets?: boolean;
  /** The most rule applications of a search, if that is less than the search would allow itself. */
  readonly fuel?: number;
}

/** The proofs of one document, in its order: a derivation is a lemma for those below it. */
export class Proofs {
  #prover: Prover;
  readonly #lemmas = new Map<string, Lemma>();
  #hypotheses: readonly Lemma[];
  /** The last derivation that cites a label: what nobody cites any more is not kept. */
  readonly #lastCited: ReadonlyMap<string, number>;
  #chain: (Theorem | null)[] = [];
  #closed = 0;
  #steps = 0;

  /** `user`: the rules of the author's own that may be used. */
  constructor(
    private readonly document: Document,
    private readonly user: readonly Rule[],
    private readonly options: ProofsOptions = {},
  ) {
    this.#prover = this.#newProver();
    this.#hypotheses = this.#assumed();
    this.#lastCited = new Map(
      document.derivations.flatMap(({ reasons }, place) =>
        reasons.map(({ text }) => [citedLabel(text), place] as const),
      ),
    );
  }

  get prover(): Prover {
    return this.#prover;
  }

  #newProver(): Prover {
    return new Prover(this.document.model, [...theory(), ...this.user], this.options.fuel);
  }

  #assumed(): readonly Lemma[] {
    return this.document.model.assumptions.flatMap(({ label, text }, index) => {
      const theorem = this.prover.kernel.hypothesis(index);
      return theorem instanceof Refusal ? [] : [{ label: label ?? text, theorems: [theorem] }];
    });
  }

  /** Proves a step; null where the two sides cannot be compared at all. */
  prove(claim: Claim, step: ElaboratedStep): Outcome | null {
    const outcome = this.seeker(step).prove(claim);
    this.#chain.push(outcome?.outcome === 'proved' ? outcome.theorem : null);
    return outcome;
  }

  /** Seeks proofs with what the author cites for a step, and what is proved by now. */
  seeker({ step }: ElaboratedStep): Seeker {
    const prover = this.#prover;
    const reasons = [...new Set(step.reasons.filter(({ remark }) => !remark).map(({ text }) => text))];
    const lemmas = reasons.flatMap((reason) => this.#lemmas.get(citedLabel(reason)) ?? []);
    const families = reasons.flatMap((reason) => canonicalFamily(reason) ?? (this.#isRule(reason) ? [reason] : []));
    const hypotheses = this.#hypotheses.filter(({ label }) => reasons.includes(label)).map(({ label }) => label);
    const cited = [...new Set([...lemmas.map(({ label }) => label), ...hypotheses, ...families])];
    const hints = { cited, lemmas: [...lemmas, ...this.#hypotheses] };
    const sought = <T>(claim: Claim, search: (goal: Claim) => T): T | null => {
      const goal = withoutSlack(claim);
      return goal === null ? null : search(goal);
    };
    return {
      cited,
      kernel: prover.kernel,
      prove: (claim) => sought(claim, (goal) => prover.prove(goal, hints)),
      familiesFor: (claim) => sought(claim, (goal) => prover.familiesFor(goal, hints)),
    };
  }

  /** Whether a `by` names a rule of the author's own. */
  #isRule(reason: string): boolean {
    return this.prover.hasRule(reason);
  }

  /** A step that has no two sides to compare. */
  skip(): null {
    this.#chain.push(null);
    return null;
  }

  /** Ends a derivation. What was proved of its lines, down to the last, may be cited by its label. */
  close(label: string | null): void {
    const chain = this.#chain;
    this.#chain = [];
    const place = this.#closed++;
    if (label !== null && (this.#lastCited.get(label) ?? place) > place) this.#keep(label, chain);
    this.#steps += chain.length;
    if (this.options.forgets === true) this.#forget(place);
  }

  #forget(place: number): void {
    for (const label of this.#lemmas.keys()) if ((this.#lastCited.get(label) ?? 0) <= place) this.#lemmas.delete(label);
    if (this.#lemmas.size > 0 || this.#steps < mostSteps) return;
    this.#steps = 0;
    this.#prover = this.#newProver();
    this.#hypotheses = this.#assumed();
  }

  #keep(label: string, chain: (Theorem | null)[]): void {
    const theorems: Theorem[] = [];
    let last: Theorem | null = null;
    for (const theorem of chain.reverse()) {
      last = theorem === null ? null : last === null && theorems.length === 0 ? theorem : this.#joined(theorem, last);
      if (last === null) break;
      theorems.push(last);
    }
    if (theorems.length > 0) this.#lemmas.set(label, { label, theorems });
  }

  /** One step more at the beginning of a chain, whichever way its inequalities point. */
  #joined(step: Theorem, rest: Theorem | null): Theorem | null {
    if (rest === null) return null;
    const { kernel } = this.prover;
    const turned = kernel.symmetry(step);
    const candidates = [
      kernel.transitivity(step, rest),
      kernel.transitivity(rest, step),
      ...(turned instanceof Refusal ? [] : [kernel.transitivity(rest, turned)]),
    ];
    return candidates.find((result): result is Theorem => !(result instanceof Refusal)) ?? null;
  }
}
