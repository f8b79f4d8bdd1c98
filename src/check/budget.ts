/** The budget of a text, shared out among its steps: the same for each, in whatever order and wherever they are judged. */
import type { Document } from '../syntax/document.js';

/** What one rule application of a search for a proof takes, in evaluations. */
const perRule = 1000;

/** How many steps a document has, whichever of them are asked for: a step is judged alike with others and alone. */
export const stepsIn = ({ derivations }: Document): number =>
  derivations.reduce((sum, { numbers }) => sum + numbers.length, 0);

/** The evaluations that a step may take. */
export const shareOf = (document: Document, budget: number): number =>
  Math.max(1, Math.floor(budget / Math.max(1, stepsIn(document))));

/** The rule applications that the search for a proof of a step may take. */
export const fuelOf = (document: Document, budget: number): number => Math.floor(shareOf(document, budget) / perRule);
