/** The steps of a certificate: each makes a theorem from terms, rules and the theorems of steps before it. */

import type { Kernel, Procedure, Proof, Result, Theorem } from '../kernel/kernel.js';
import type { Rule, Substitution } from '../kernel/rule.js';
import type { Measure, Term, VarRef } from '../kernel/term.js';
import { type Codec, integer, type Json, list, Malformed, nullable, union, within } from './codec.js';
import { procedureCodec, substitutionCodec } from './rules.js';
import type { TermTable } from './terms.js';

/** The number of a step before this one. */
type Premise = number;

/** A proof's last step with its premises by number. */
export type Step =
  | { readonly step: 'same'; readonly left: Term; readonly right: Term }
  | { readonly step: 'symmetry'; readonly of: Premise }
  | { readonly step: 'transitivity'; readonly first: Premise; readonly second: Premise }
  | { readonly step: 'congruence'; readonly term: Term; readonly parts: readonly (Premise | null)[] }
  | { readonly step: 'measure'; readonly term: Term; readonly measure: readonly Measure[]; readonly of: Premise }
  | { readonly step: 'monotone'; readonly term: Term; readonly at: number; readonly of: Premise }
  | { readonly step: 'rule'; readonly rule: Rule; readonly substitution: Substitution }
  | { readonly step: 'procedure'; readonly procedure: Procedure; readonly term: Term }
  | { readonly step: 'hypothesis'; readonly index: number }
  | {
      readonly step: 'propto';
      readonly of: Premise;
      readonly by: Term;
      readonly right: Term;
      readonly free: readonly VarRef[];
    }
  | {
      readonly step: 'shift';
      readonly of: Premise;
      readonly by: Term;
      readonly right: Term;
      readonly free: readonly VarRef[];
    };

/** How many steps one proof may be long: the kernel looks through it step by step. */
const longestProof = 2000;

const many = 1_000_000;

/** The table of steps while it is read. */
export class StepTable {
  readonly steps: Step[] = [];
  /** A step by its number, which must stand in the table already. */
  readonly ref: Codec<number>;
  readonly #entry: Codec<Step>;
  readonly #lengths: number[] = [];

  constructor(terms: TermTable, rule: Codec<Rule>) {
    this.ref = { read: (json) => this.#at(json), write: (number) => number };
    this.#entry = stepCodec(terms, rule, this.ref);
  }

  /** Throws Malformed. */
  readAll(json: unknown): void {
    if (!Array.isArray(json)) throw new Malformed('a list is needed here');
    for (const [i, entry] of json.entries())
      within(i, () => {
        const step = this.#entry.read(entry);
        const length = 1 + Math.max(0, ...premisesOf(step).map((premise) => this.#lengths[premise] as number));
        if (length > longestProof) throw new Malformed(`a proof is more than ${longestProof} steps deep`);
        this.#lengths.push(length);
        this.steps.push(step);
      });
  }

  write(step: Step): Json {
    return this.#entry.write(step);
  }

  #at(json: unknown): number {
    const known = typeof json === 'number' && Number.isInteger(json) && json >= 0 && json < this.steps.length;
    if (!known) throw new Malformed('the number of a step that stands before this is needed here');
    return json;
  }
}

function stepCodec(terms: TermTable, rule: Codec<Rule>, of: Codec<number>): Codec<Step> {
  const { ref: term, measure } = terms;
  const upTo = { of, by: term, right: term, free: list(terms.parts.ref, 1) };
  return union<Step, 'step'>('step', {
    same: { left: term, right: term },
    symmetry: { of },
    transitivity: { first: of, second: of },
    congruence: { term, parts: list(nullable(of)) },
    measure: { term, measure: list(measure), of },
    monotone: { term, at: integer(0, many), of },
    rule: { rule, substitution: substitutionCodec(terms) },
    procedure: { procedure: procedureCodec(terms), term },
    hypothesis: { index: integer(0, many) },
    propto: upTo,
    shift: upTo,
  });
}

/** The steps that a step rests on. */
export function premisesOf(step: Step): readonly number[] {
  switch (step.step) {
    case 'transitivity':
      return [step.first, step.second];
    case 'congruence':
      return step.parts.filter((part) => part !== null);
    case 'symmetry':
    case 'measure':
    case 'monotone':
    case 'propto':
    case 'shift':
      return [step.of];
    default:
      return [];
  }
}

/** The step that a proof ends with, its premises numbered. */
export function stepOf(proof: Proof, number: (theorem: Theorem) => number): Step {
  switch (proof.step) {
    case 'transitivity':
      return { ...proof, first: number(proof.first), second: number(proof.second) };
    case 'congruence':
      return { ...proof, parts: proof.parts.map((part) => (part === null ? null : number(part))) };
    case 'symmetry':
    case 'measure':
    case 'monotone':
    case 'propto':
    case 'shift':
      return { ...proof, of: number(proof.of) } as Step;
    default:
      return proof;
  }
}

/** Has the kernel make the theorem of a step from those before it. */
export function run(step: Step, kernel: Kernel, theorem: (number: number) => Theorem): Result {
  switch (step.step) {
    case 'same':
      return kernel.same(step.left, step.right);
    case 'symmetry':
      return kernel.symmetry(theorem(step.of));
    case 'transitivity':
      return kernel.transitivity(theorem(step.first), theorem(step.second));
    case 'congruence':
      return kernel.congruence(
        step.term,
        step.parts.map((part) => (part === null ? null : theorem(part))),
      );
    case 'measure':
      return kernel.measure(step.term, step.measure, theorem(step.of));
    case 'monotone':
      return kernel.monotone(step.term, step.at, theorem(step.of));
    case 'rule':
      return kernel.rule(step.rule.name, step.substitution);
    case 'procedure':
      return kernel.procedure(step.procedure, step.term);
    case 'hypothesis':
      return kernel.hypothesis(step.index);
    case 'propto':
      return kernel.proportional(theorem(step.of), step.by, step.right, step.free);
    case 'shift':
      return kernel.shifted(theorem(step.of), step.by, step.right, step.free);
  }
}
