/**
 * The rows of the theory. The build puts what this file gives in its place, since reading the tables takes longer than
 * proving a derivation: see .ci/rows.mjs.
 */
import type { Rule } from '../kernel/rule.js';
import { readTable, ruleTables } from './read.js';

export const theoryRows = (): readonly Rule[] => [...ruleTables].flatMap(([file, text]) => readTable(file, text));
