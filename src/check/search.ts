/** The steps of a derivation as they are read, each with what was found of its proof. */
import type { Outcome } from '../proof/prover.js';
import { type Readings, usualReadings, waysToReadAll } from '../syntax/ambiguity.js';
import { linesOf } from '../syntax/derivation.js';
import type { Derivation, Document, ElaboratedDerivation, ElaboratedStep, Line } from '../syntax/document.js';
import { claimsOf, type StepClaim } from './chain.js';
import type { CheckOptions } from './options.js';
import type { Proofs, Seeker } from './proofs.js';
import { Judge } from './question.js';
import { standingOf } from './standing.js';
import type { Verdict } from './verdict.js';

/** A step after its proof was sought. */
export interface SoughtStep {
  /** As it is read down to here. */
  readonly derivation: ElaboratedDerivation;
  readonly readings: Readings;
  /** The derivation's in the document, and the step's in the derivation; both count from 0. */
  readonly place: number;
  readonly i: number;
  readonly step: ElaboratedStep;
  readonly claim: StepClaim;
  readonly outcome: Outcome | null;
  /** Seeks proofs of other lines, with what was known when this one was tried. */
  readonly seeker: Seeker;
}

/** What the numbers may say of the reading that is taken, the best first. */
const preferred: readonly Verdict[] = ['confirmed', 'witnessed', 'undecided'];

/** The most readings that the numbers are asked of. */
const mostJudged = 8;

interface Reading {
  readonly readings: Readings;
  readonly derivation: ElaboratedDerivation;
  readonly lines: readonly Line[];
  readonly claims: readonly StepClaim[];
}

/** Seeks proofs of all steps of derivations, and settles how ambiguous lines are read. */
export class Search {
  #judge: Judge | null;

  /** `judge` answers from the numbers where no proof tells readings apart; without one it is made when it is needed. */
  constructor(
    private readonly document: Document,
    private readonly proofs: Proofs,
    private readonly options: Omit<CheckOptions, 'onProgress'>,
    judge: Judge | null = null,
  ) {
    this.#judge = judge;
  }

  /** The steps of a derivation, its place counted from 0, in their order. It counts as proved when the last was taken. */
  *steps(place: number): Generator<SoughtStep> {
    const derivation = this.document.derivations[place] as Derivation;
    let reading = readAs(derivation, usualReadings);
    // The lines from here on may still be read in several ways.
    let open = 0;
    for (let i = 0; i < reading.claims.length; i++) {
      reading = this.#settled(place, reading, i, open);
      if ('left' in (reading.claims[i] as StepClaim)) open = i + 2;
      const [step, claim] = [reading.derivation.steps[i] as ElaboratedStep, reading.claims[i] as StepClaim];
      const seeker = this.proofs.seeker(step);
      const outcome = 'left' in claim ? this.proofs.prove(claim, step) : this.proofs.skip();
      yield { derivation: reading.derivation, readings: reading.readings, place, i, step, claim, outcome, seeker };
    }
    this.proofs.close(derivation.label);
  }

  /**
   * What is ambiguous on the line of a step, and on lines above that no step has settled, is read so that the step follows: by
   * a proof, or else by the numbers, or else so that these do not refute it. Where all readings are refuted, the usual one stays.
   */
  #settled(place: number, usual: Reading, i: number, from: number): Reading {
    const step = usual.derivation.steps[i] as ElaboratedStep;
    const open = usual.lines.slice(from, i + 2).map(({ term, ambiguities }) => (term === null ? [] : ambiguities));
    if (open.every(({ length }) => length === 0)) return usual;
    const derivation = this.document.derivations[place] as Derivation;
    const readings = waysToReadAll(open)
      .map((way) => (way.size === 0 ? usual : readAs(derivation, new Set([...usual.readings, ...way]))))
      .filter(({ claims }) => 'left' in (claims[i] as StepClaim));
    const seeker = this.proofs.seeker(step);
    const isProved = ({ claims }: Reading): boolean => {
      const claim = claims[i] as StepClaim;
      return 'left' in claim && seeker.prove(claim)?.outcome === 'proved';
    };
    const proved = readings.find(isProved);
    if (proved !== undefined || readings.length < 2) return proved ?? usual;
    const verdicts = readings.slice(0, mostJudged).map((reading) => this.#verdict(place, reading, i));
    const best = preferred.find((verdict) => verdicts.includes(verdict));
    return best === undefined ? usual : (readings[verdicts.indexOf(best)] as Reading);
  }

  #verdict(place: number, { readings, derivation: { steps } }: Reading, i: number): Verdict {
    this.#judge ??= new Judge(this.document, this.options);
    const standing = standingOf(steps[i] as ElaboratedStep, null);
    return this.#judge.answer({ derivation: place, step: i, readings: [...readings], standing }).verdict;
  }
}

function readAs(derivation: Derivation, readings: Readings): Reading {
  const elaborated = derivation.elaborated(readings);
  return { readings, derivation: elaborated, lines: linesOf(elaborated), claims: claimsOf(elaborated) };
}
