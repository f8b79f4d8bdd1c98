/** The mutation of derivations: every single slip in every line of a file, what is said of it, and how it is mended. */
import { claimsOf, type StepClaim } from '../../src/check/chain.js';
import { elaborateText } from '../../src/check/elaborate.js';
import { type CheckOptions, defaultOptions } from '../../src/check/options.js';
import { Proofs, type Seeker } from '../../src/check/proofs.js';
import { Judge } from '../../src/check/question.js';
import { Repairs } from '../../src/check/repairs.js';
import { refutation } from '../../src/check/settle.js';
import { standingOf } from '../../src/check/standing.js';
import { relationEdits } from '../../src/check/statement-edits.js';
import { admitRules } from '../../src/check/user-rules.js';
import type { Repair } from '../../src/check/verdict.js';
import { Identity } from '../../src/kernel/identity.js';
import type { Term } from '../../src/kernel/term.js';
import { stream } from '../../src/numeric/random.js';
import { editsOf } from '../../src/repair/candidates.js';
import { applied, type Edit, isSlip } from '../../src/repair/edit.js';
import type { ElaboratedDerivation, ElaboratedStep } from '../../src/syntax/derivation.js';
import { type Document, ImportFailure } from '../../src/syntax/document.js';

export const classes = ['refuted', 'malformed', 'vacuous', 'proved', 'equal', 'survivor'] as const;
export type Class = (typeof classes)[number];

/** A slip in a step of a file; places count from 0. */
export interface Mutant {
  readonly name: string;
  readonly place: number;
  readonly index: number;
  readonly edit: Edit;
  readonly source: string;
}

export interface Finding {
  readonly mutant: Mutant;
  readonly class: Class;
  /** What the check says, for a survivor. */
  readonly said: string;
  readonly repairs: readonly Repair[];
  /** Which of the repairs gives the line back, from 0, up to order and renaming; -1: none. */
  readonly givesBack: number;
}

const options: CheckOptions = { ...defaultOptions, samples: 2 ** 14 };

const elaborated = (source: string): Document =>
  elaborateText(source, () => {
    throw new ImportFailure('none is read');
  });

/** Seeks proofs of a step; whether the step as it stands is proved. */
interface Sought {
  readonly seeker: Seeker;
  readonly isProved: boolean;
}

/** A file whose slips are looked at. */
export class Subject {
  readonly #document: Document;
  readonly #identity: Identity;
  readonly #repairs: Repairs;
  readonly #sought: readonly (readonly Sought[])[];

  constructor(
    readonly file: string,
    readonly source: string,
  ) {
    this.#document = elaborated(source);
    this.#identity = new Identity(this.#document.model);
    this.#repairs = new Repairs(this.#document, options, elaborated);
    const proofs = new Proofs(this.#document, admitRules(this.#document).admitted);
    this.#sought = this.#document.derivations.map((derivation) => {
      const elaborated = derivation.elaborated();
      const claims = claimsOf(elaborated);
      const seekers = elaborated.steps.map((step, i) => {
        const claim = claims[i] as StepClaim;
        const seeker = proofs.seeker(step);
        const outcome = 'left' in claim ? proofs.prove(claim, step) : proofs.skip();
        return { seeker, isProved: outcome?.outcome === 'proved' };
      });
      proofs.close(derivation.label);
      return seekers;
    });
  }

  /** Every mutant of the file, in the order of its text. */
  mutants(): readonly Mutant[] {
    return this.#document.derivations.flatMap((derivation, place) =>
      derivation.elaborated().steps.flatMap((step, index) => {
        if (step.line.term === null) return [];
        const line = this.#repairs.lineOf(place, index);
        const edits = [
          ...editsOf(line).map(({ edit }) => edit),
          ...relationEdits(this.#document, derivation.elaborated(), step),
        ];
        return edits.filter(isSlip).map((edit) => ({
          name: `${derivation.label ?? place}.${step.number}`,
          place,
          index,
          edit,
          source: applied(this.source, edit),
        }));
      }),
    );
  }

  /** null where the edit says the same in other words. */
  finding(mutant: Mutant): Finding | null {
    const { place, index, source } = mutant;
    const document = elaborated(source);
    const [before, derivation] = [this.#document, document].map((d) => d.derivations[place]?.elaborated());
    const [old, step] = [before?.steps[index], derivation?.steps[index]];
    const none = { mutant, said: '', repairs: [], givesBack: -1 };
    if (derivation === undefined || step === undefined || old === undefined || document.syntax.length > 0)
      return { ...none, class: 'malformed' };
    if (this.#isSame(old.line.term, step.line.term) && old.relation === step.relation) return null;
    const { seeker, isProved } = this.#soughtFor(place, index);
    const found = this.#judged(document, place, index, seeker, isProved);
    if (found.class !== 'refuted' && found.class !== 'malformed') return { ...none, ...found };
    const repairs = new Repairs(document, options, elaborated).of({ derivation, place, i: index, seeker });
    return { ...none, ...found, repairs, givesBack: this.#givenBack(mutant, repairs) };
  }

  #soughtFor(place: number, index: number): Sought {
    const sought = this.#sought[place]?.[index];
    if (sought === undefined) throw new Error(`no step ${place}.${index} in ${this.file}`);
    return sought;
  }

  #judged(
    document: Document,
    place: number,
    index: number,
    seeker: Seeker,
    wasProved: boolean,
  ): Pick<Finding, 'class' | 'said'> {
    const derivation = elaboratedAt(document, place);
    const step = derivation.steps[index] as ElaboratedStep;
    const claim = claimsOf(derivation)[index] as StepClaim;
    if (!('left' in claim)) return { class: 'malformed', said: 'fault' in claim ? claim.fault.message : claim.reason };
    const outcome = seeker.prove(claim);
    const explanation = outcome?.outcome === 'proved' ? outcome.explanation : null;
    const standing = standingOf(step, explanation);
    const judgedBy = (by: CheckOptions) =>
      new Judge(document, by).answer({ derivation: place, step: index, readings: [], standing });
    const first = judgedBy(options);
    // What a few draws leave open is decided by as many as a check takes.
    const judged = first.verdict === 'undecided' ? judgedBy(defaultOptions) : first;
    const { verdict, reason, vacuity, evidence } = judged;
    const refuted = refutation(claim, outcome, judged, seeker);
    const said = refuted === null ? `${verdict}: ${reason ?? ''}` : `refuted: ${refuted}`;
    if (verdict === 'refuted' || refuted !== null) return { class: 'refuted', said };
    if (vacuity !== null) return { class: 'vacuous', said };
    if (explanation !== null || verdict === 'witnessed') return { class: 'proved', said };
    const agrees = evidence.some((e) => e.method === 'exact' && e.status === 'agrees');
    return { class: verdict === 'confirmed' && agrees && !wasProved ? 'equal' : 'survivor', said };
  }

  #isSame(a: Term | null, b: Term | null): boolean {
    return a !== null && b !== null && this.#identity.same(a, b);
  }

  #givenBack({ place, index, source }: Mutant, repairs: readonly Repair[]): number {
    const old = elaboratedAt(this.#document, place).steps[index];
    return repairs.findIndex(({ span, to }) => {
      const repaired = source.slice(0, span.start) + to + source.slice(span.end);
      const step = elaborated(repaired).derivations[place]?.elaborated().steps[index];
      return (
        old !== undefined &&
        step !== undefined &&
        this.#isSame(old.line.term, step.line.term) &&
        old.relation === step.relation
      );
    });
  }
}

/** A sample without replacement, spread evenly over the kinds of edits; the same for the same seed. */
export function sampled<T extends { readonly mutant: Mutant }>(
  all: readonly T[],
  count: number,
  seed: number,
): readonly T[] {
  const draw = stream(seed, 'mutants');
  const shuffled = all
    .map((item) => ({ item, key: draw.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
  const kinds = [...new Set(shuffled.map(({ mutant }) => mutant.edit.kind))];
  const queues = kinds.map((kind) => shuffled.filter(({ mutant }) => mutant.edit.kind === kind));
  const chosen: T[] = [];
  for (let round = 0; chosen.length < count && queues.some((queue) => round < queue.length); round++)
    for (const queue of queues) {
      const next = queue[round];
      if (next !== undefined && chosen.length < count) chosen.push(next);
    }
  return chosen;
}

function elaboratedAt({ derivations }: Document, place: number): ElaboratedDerivation {
  const derivation = derivations[place];
  if (derivation === undefined) throw new Error(`no derivation ${place}`);
  return derivation.elaborated();
}
