/** The full rewriting of steps that are proved; no numbers are needed for it. */
import type { Theorem } from '../kernel/kernel.js';
import { type Claim, slackFault, withoutSlack } from '../numeric/claim.js';
import type { Proved } from '../proof/prover.js';
import { traceOf } from '../proof/trace.js';
import type { Derivation, Document, ElaboratedStep } from '../syntax/document.js';
import { printRefs, printTerm } from '../syntax/print.js';
import { assumptionsOf } from './assumptions.js';
import type { Input } from './document.js';
import { derivationName, elaborateText } from './elaborate.js';
import type { ExplainedStep, Explanation, RewritingLine } from './explanation.js';
import { defaultOptions } from './options.js';
import { Proofs } from './proofs.js';
import { Search, type SoughtStep } from './search.js';
import { admitRules } from './user-rules.js';

/** Explains a derivation (`eq1`) or a step (`eq1.2`). `load` reads an import, as `checkDocument` has it. */
export function explainSteps(input: Input, label: string, load: (path: string) => string): Explanation {
  const document = elaborateText(input.source, load);
  const asked = askedOf(document, label);
  const steps = asked === null ? [] : new Explainer(document).steps(asked.derivation, asked.number);
  return { file: input.file, steps, labels: labelsNear(document, label) };
}

interface Asked {
  readonly derivation: Derivation;
  /** Null for all its steps. */
  readonly number: number | null;
}

/** A whole label comes first: `6.1` may be a derivation, and the first step of `6`. */
function askedOf(document: Document, label: string): Asked | null {
  const named = document.derivations.map((derivation) => ({ derivation, name: derivationName(document, derivation) }));
  const whole = named.find(({ name }) => name === label);
  if (whole !== undefined) return { derivation: whole.derivation, number: null };
  for (const { derivation, name } of named)
    for (const number of derivation.numbers) if (`${name}.${number}` === label) return { derivation, number };
  return null;
}

/** The labels that can have been meant: those of the steps where the derivation is right. */
function labelsNear(document: Document, label: string): string[] {
  const names = document.derivations.map((derivation) => derivationName(document, derivation));
  const own = names.findIndex((name) => label.startsWith(`${name}.`));
  return own < 0 ? names : (document.derivations[own]?.numbers ?? []).map((number) => `${names[own]}.${number}`);
}

class Explainer {
  readonly #proofs: Proofs;
  readonly #search: Search;
  /** The steps proved so far, by the labels of their derivations. */
  readonly #known = new Map<Theorem, string>();

  constructor(private readonly document: Document) {
    this.#proofs = new Proofs(document, admitRules(document).admitted);
    this.#search = new Search(document, this.#proofs, defaultOptions);
  }

  /** Proves all derivations down to the asked one, because it may cite those above. */
  steps(asked: Derivation, number: number | null): ExplainedStep[] {
    const { derivations } = this.document;
    const last = derivations.indexOf(asked);
    for (const [place, { label }] of derivations.slice(0, last).entries()) {
      const results = [...this.#search.steps(place)].map(resultOf);
      for (const result of results) if ('goal' in result) this.#known.set(result.proved.theorem, label ?? '');
    }
    return [...this.#search.steps(last)]
      .filter(({ step }) => number === null || step.number === number)
      .map((sought) => this.#explained(asked, sought.step, resultOf(sought)));
  }

  #explained(derivation: Derivation, step: ElaboratedStep, result: Result): ExplainedStep {
    const common = {
      label: `${derivationName(this.document, derivation)}.${step.number}`,
      number: step.number,
      by: step.step.reasons.map(({ remark, text }) => (remark ? `"${text}"` : text)),
    };
    if ('unproved' in result) return { ...common, proof: null, unproved: result.unproved, lines: [] };
    const { theorem, explanation, missing } = result.proved;
    const assumptions = assumptionsOf(theorem, this.#proofs.prover.kernel);
    return { ...common, proof: { explanation, missing, assumptions }, unproved: null, lines: this.#lines(result) };
  }

  #lines({ goal, proved: { theorem } }: Explained): RewritingLine[] {
    const { model } = this.document;
    const { statement } = theorem;
    const from = goal.relation === '<=' && statement.relation === '>=' ? 'right' : 'left';
    const free = 'free' in statement ? printRefs(statement.free, model) : '';
    const lines = traceOf(theorem, { from, known: this.#known, written: [goal.left, goal.right] });
    return lines.map(({ term, relation, by }) => {
      const text = printTerm(term, model);
      if (relation === 'propto') return { relation: `propto_{${free}}`, text, by };
      if (relation === 'shift') return { relation: '=', text: `${text} + const_{${free}}`, by };
      return { relation: by === null ? '' : relation, text, by };
    });
  }
}

interface Explained {
  readonly goal: Claim;
  readonly proved: Proved;
}

/** A step with its proof, or why there is none. */
type Result = Explained | { readonly unproved: string };

function resultOf({ claim, outcome }: SoughtStep): Result {
  if (!('left' in claim))
    return { unproved: 'fault' in claim ? `the line has no meaning: ${claim.fault.message}` : claim.reason };
  const goal = withoutSlack(claim);
  if (outcome === null || goal === null) return { unproved: slackFault(claim) ?? '' };
  return outcome.outcome === 'proved' ? { goal, proved: outcome } : { unproved: outcome.reason };
}
