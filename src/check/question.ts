/** The half of a check that numbers do: step by step, by whoever has read the text, here or in a worker. */
import type { Claim } from '../numeric/claim.js';
import { ModelCache } from '../numeric/model-cache.js';
import { Work } from '../numeric/work.js';
import { type Document, ImportFailure } from '../syntax/document.js';
import { shareOf, stepsIn } from './budget.js';
import { claimsOf, type StepClaim } from './chain.js';
import { smallestCounterexample } from './counterexample/smallest.js';
import { elaborateText } from './elaborate.js';
import type { CheckOptions } from './options.js';
import { holdsInModels, type Judged, judge, type Shared, type Standing, type Trial, trialOf } from './step.js';

/** What is asked of the numbers: plain data, so that it can be sent to a worker. Places count from 0. */
export interface Question {
  readonly derivation: number;
  readonly step: number;
  /** How the ambiguous notations of the derivation are read, where not as usual. */
  readonly readings: readonly string[];
  readonly standing: Standing;
}

/** All that answers depend on besides the question; plain data too. */
export interface Texts {
  readonly source: string;
  /** The imports that were read, by path. */
  readonly imports: readonly (readonly [path: string, text: string])[];
  readonly options: Omit<CheckOptions, 'onProgress'>;
}

/** Answers the questions on one document, each on its own: the same answer in any order, in any thread. */
export class Judge {
  /** The derivation that was asked about last: its lines share what is worked out. */
  #last: { readonly key: string; readonly claims: readonly StepClaim[]; readonly trial: Shared } | null = null;
  readonly #models = new ModelCache();
  readonly #options: CheckOptions;
  /** The steps of the whole document, so that a step is judged alike with others and alone. */
  readonly #lines: number;
  /** Evaluations that each of them may take. */
  readonly #share: number;

  constructor(
    private readonly document: Document,
    options: Texts['options'],
  ) {
    this.#options = { ...options, onProgress: null };
    this.#lines = stepsIn(document);
    this.#share = shareOf(document, options.budget);
  }

  answer({ derivation, step, readings, standing }: Question): Judged {
    const key = [derivation, ...readings].join();
    if (this.#last?.key !== key) this.#last = { key, ...this.#begun(derivation, readings) };
    const { claims } = this.#last;
    const trial: Trial = { ...this.#last.trial, work: new Work(this.#share) };
    const claim = claims[step];
    if (claim === undefined || !('left' in claim)) throw new Error(`step ${derivation}.${step} has nothing to judge`);
    const judged = judge(claim, trial, standing);
    if (judged.verdict !== 'refuted') return judged;
    const follows = lineBefore(claims, step, trial);
    const inFiniteModels = judged.evidence.some((e) => e.method === 'exact' && e.status === 'disagrees');
    const smallest =
      follows === null && inFiniteModels ? smallestCounterexample(claim, this.document.model, trial.work) : null;
    return { ...judged, follows, smallest };
  }

  #begun(place: number, readings: readonly string[]): { claims: readonly StepClaim[]; trial: Shared } {
    const derivation = this.document.derivations[place];
    if (derivation === undefined) throw new Error(`there is no derivation ${place}`);
    const claims = claimsOf(derivation.elaborated(new Set(readings)));
    const meant = claims.filter((claim) => 'left' in claim);
    return { claims, trial: trialOf(meant, this.document.model, this.#options, this.#lines, this.#models) };
  }
}

/** The latest line above, but for the one directly above, that a line equals in every model tried. */
function lineBefore(claims: readonly StepClaim[], step: number, trial: Trial): number | null {
  const isEquality = (claim: StepClaim | undefined): claim is Claim =>
    claim !== undefined && 'left' in claim && claim.relation === '=' && claim.upTo === null;
  const own = claims[step];
  if (!isEquality(own)) return null;
  for (let i = step - 1; i >= 0; i--) {
    const above = claims[i];
    if (!isEquality(above)) return null;
    if (holdsInModels({ ...own, left: above.left }, trial)) return i;
  }
  return null;
}

/** Reads the texts anew, with the mistakes that they have: an import that could not be read cannot be read here either. */
export function judgeOf({ source, imports, options }: Texts): Judge {
  const texts = new Map(imports);
  const document = elaborateText(source, (path) => {
    const text = texts.get(path);
    if (text === undefined) throw new ImportFailure('it could not be read');
    return text;
  });
  return new Judge(document, options);
}
