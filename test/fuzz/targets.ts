/** What is fuzzed: where inputs come from, and what must hold of each. */
import fc from 'fast-check';
import { mutated, proofs, ruleRows } from './mutations.js';
import { hasMeaning, isChecked, isDecoded, isRead, isTable, isTermOrError } from './oracles.js';
import { expression, file, statement } from './texts.js';

export interface Target {
  readonly name: string;
  /** How many of a thousand inputs are this one's: what takes longer has fewer. */
  readonly share: number;
  readonly inputs: fc.Arbitrary<unknown>;
  readonly oracle: (input: never) => void;
}

function target<T>(name: string, share: number, inputs: fc.Arbitrary<T>, oracle: (input: T) => void): Target {
  return { name, share, inputs, oracle };
}

const soup = fc.array(fc.constantFrom(...proofs.tokens, ...ruleRows.tokens, ' ', '\n', '('), { maxLength: 80 });

const characters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  soup.map((words) => words.join(' ')),
  soup.map((words) => words.join('')),
);

const mutants = mutated(proofs);

export const targets: readonly Target[] = [
  target('reading: characters and words', 200, characters, isRead),
  target('reading: statements', 100, statement, isRead),
  target('reading: edited proofs', 150, mutants, isRead),
  target('meaning: files', 200, file, hasMeaning),
  target('meaning: edited proofs', 150, mutants, hasMeaning),
  target('rules: edited tables', 89, mutated(ruleRows), isTable),
  target('terms and rules of the library', 60, fc.oneof(expression, mutated(ruleRows)), isTermOrError),
  target('bytes', 50, fc.uint8Array({ maxLength: 60 }), isDecoded),
  target('checks', 1, fc.oneof(file, mutants), isChecked),
];
