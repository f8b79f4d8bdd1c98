/** Proofs of the steps of a document: what its author cites, what was proved before, and what each proof rests on. */
import { Refusal, type Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import type { Claim } from '../numeric/claim.js';
import { withoutSlack } from '../numeric/claim.js';
import { type Lemma, type Outcome, Prover } from '../proof/prover.js';
import { canonicalFamily } from '../rules/families.js';
import { theory } from '../rules/table.js';
import { citedLabel, type Document, type ElaboratedStep } from '../syntax/document.js';

/** The proofs of one document, in its order: a derivation is a lemma for those below it. */
export class Proofs {
  readonly prover: Prover;
  readonly #lemmas = new Map<string, Lemma>();
  readonly #hypotheses: readonly Lemma[];
  /** Labels in some `by`: what nobody cites is not kept, and a long file would keep much. */
  readonly #cited: ReadonlySet<string>;
  #chain: (Theorem | null)[] = [];

  /** `user`: the rules of the author's own that may be used. */
  constructor(document: Document, user: readonly Rule[]) {
    this.prover = new Prover(document.model, [...theory(), ...user]);
    this.#cited = new Set(
      document.derivations.flatMap(({ steps }) =>
        steps.flatMap(({ step }) => step.reasons.map(({ text }) => citedLabel(text))),
      ),
    );
    this.#hypotheses = document.model.assumptions.flatMap(({ label, text }, index) => {
      const theorem = this.prover.kernel.hypothesis(index);
      return theorem instanceof Refusal ? [] : [{ label: label ?? text, theorems: [theorem] }];
    });
  }

  /** Proves a step; null where the two sides cannot be compared at all. */
  prove(claim: Claim, { step }: ElaboratedStep): Outcome | null {
    const goal = withoutSlack(claim);
    const reasons = step.reasons.filter(({ remark }) => !remark).map(({ text }) => text);
    const lemmas = reasons.flatMap((reason) => this.#lemmas.get(citedLabel(reason)) ?? []);
    const families = reasons.flatMap((reason) => canonicalFamily(reason) ?? (this.#isRule(reason) ? [reason] : []));
    const hypotheses = this.#hypotheses.filter(({ label }) => reasons.includes(label)).map(({ label }) => label);
    const cited = [...new Set([...lemmas.map(({ label }) => label), ...hypotheses, ...families])];
    const outcome = goal === null ? null : this.prover.prove(goal, { cited, lemmas: [...lemmas, ...this.#hypotheses] });
    this.#chain.push(outcome?.outcome === 'proved' ? outcome.theorem : null);
    return outcome;
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
    if (label === null || !this.#cited.has(label)) return;
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
