/**
 * The smallest counterexample: models of growing size with small fractions for numbers, each written out and read
 * again, until one refutes the claim. What is shown is what was checked.
 */
import type { Model } from '../../kernel/model.js';
import { type IndexEnv, IndexFault } from '../../kernel/network.js';
import { type Claim, slotClasses, withoutSlack } from '../../numeric/claim.js';
import type { Counterexample } from '../../numeric/evidence.js';
import { exactEvidence } from '../../numeric/exact.js';
import { pinned } from '../../numeric/pinned.js';
import { sizesOf } from '../../numeric/sizes.js';
import type { Work } from '../../numeric/work.js';
import { printRefs, printTerm } from '../../syntax/print.js';
import { claimsOf } from '../chain.js';
import { elaborateText } from '../elaborate.js';
import { type Choice, declarationsOf, NotConcrete } from './declarations.js';
import { type Used, usedBy } from './used.js';

/** Members of each plate, and of a subset of it. */
const sizes: readonly (readonly [n: number, m: number])[] = [
  [1, 1],
  [2, 1],
  [3, 1],
  [3, 2],
];
const states: readonly (readonly [number, number])[] = [
  [0, 1],
  [-1, 1],
  [1, 2],
];
const seedsEach = 3;

function* choices(model: Model, { functions }: Used): Generator<Choice> {
  const known = new Set<string>();
  for (const definesFunctions of functions.size === 0 ? [true] : [true, false]) {
    for (const env of [
      ...sizes.map(([n, m]) => equalSizes(model, n, m)),
      ...sizes.map(([n, m]) => sizesOf(model, n, m, 2)),
    ]) {
      const key = `${definesFunctions} ${[...env.indices]}`;
      if (known.has(key)) continue;
      known.add(key);
      for (const [i, own] of states.entries())
        for (let k = 1; k <= seedsEach; k++)
          yield { sizes: env, seed: seedsEach * i + k, states: own, definesFunctions };
    }
  }
}

/** All plates of one size, unless the size is assumed. */
function equalSizes(model: Model, n: number, m: number): IndexEnv {
  const ends = [...model.plates.values()].flatMap(({ hi }) => (hi.base === null ? [] : [hi.base]));
  const { indices, subsets } = sizesOf(model, n, m, 2);
  const assumed = pinned(model).sizes;
  return {
    indices: new Map([...indices].map(([name, size]) => [name, ends.includes(name) && !assumed.has(name) ? n : size])),
    subsets,
  };
}

/**
 * The first model that refutes a claim which random finite models refute; null where none of those tried does, or where
 * it cannot be written out.
 */
export function smallestCounterexample(claim: Claim, model: Model, work: Work): Counterexample | null {
  if (claim.relation === '!=') return null;
  // What a sum may differ by stands in it as `const`.
  const free = claim.relation === 'propto' && claim.upTo !== null ? `_{${printRefs(claim.upTo, model)}}` : '';
  const line = `${printTerm(claim.left, model)}\n  ${claim.relation}${free} ${printTerm(claim.right, model)}`;
  const used = usedBy(claim, model);
  for (const choice of choices(model, used)) {
    try {
      const declarations = declarationsOf(model, used, choice, line);
      const found = refuted([...declarations, '', `claim counterexample:\n  ${line}`, ''].join('\n'), work);
      if (found !== null) return found;
    } catch (error) {
      if (error instanceof NotConcrete) return null;
      // A size at which a family has no member that it names.
      if (!(error instanceof IndexFault)) throw error;
    }
  }
  return null;
}

/** What the text shows, if its line is false there. */
function refuted(file: string, work: Work): Counterexample | null {
  const { model, derivations, syntax, faults } = elaborateText(file, () => '');
  const [claim] = derivations.flatMap((derivation) => claimsOf(derivation.elaborated()));
  if (syntax.length + faults.length > 0 || claim === undefined || !('left' in claim)) return null;
  const plain = withoutSlack(claim);
  if (plain === null) return null;
  const classOf = slotClasses([plain.left, plain.right], model);
  const { status, counterexample } = exactEvidence(plain, model, { seed: 1, classOf, work, isBrief: true });
  return status === 'disagrees' && counterexample !== null
    ? { ...counterexample, model: 'a small finite model', file }
    : null;
}
