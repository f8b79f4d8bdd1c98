/** Proofs on request: what the caller names first, then anything. */

import { assumptionsOf } from '../check/assumptions.js';
import { establishes } from '../kernel/claim.js';
import { Refusal } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import { type Claim, slackFault, withoutSlack } from '../numeric/claim.js';
import type { Lemma, Prover } from '../proof/prover.js';
import { familyOf, isRule } from './naming.js';
import type { NoProof, Proof } from './results.js';

/** Throws UnknownRule. */
export function proveWith(
  prover: Prover,
  claim: Claim,
  by: readonly (Rule | string)[],
  rules: readonly Rule[],
): Proof | NoProof {
  const lemmas = hypothesesOf(prover);
  const labels = new Set(lemmas.map(({ label }) => label));
  const cited = by.flatMap((name) =>
    isRule(name) ? name.families : [labels.has(name) ? name : familyOf(name, rules)],
  );
  const goal = withoutSlack(claim);
  if (goal === null) return { outcome: 'stopped', reason: slackFault(claim) ?? '', residual: null, slip: null };
  const outcome = prover.prove(goal, { cited: [...new Set(cited)], lemmas });
  if (outcome.outcome === 'stopped') return outcome;
  const { theorem, explanation, missing } = outcome;
  if (!establishes(prover.kernel, theorem, goal)) throw new Error('a proof of something else was found');
  return { outcome: 'proved', theorem, explanation, missing, assumptions: assumptionsOf(theorem, prover.kernel) };
}

/** The `assume` statements, to be cited by their labels. */
const hypothesesOf = ({ kernel, model }: Prover): Lemma[] =>
  model.assumptions.flatMap(({ label, text }, index) => {
    const theorem = kernel.hypothesis(index);
    return theorem instanceof Refusal ? [] : [{ label: label ?? text, theorems: [theorem] }];
  });
