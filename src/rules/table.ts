/** The theory: every row of the tables in this folder, read once. */
import type { Rule } from '../kernel/rule.js';
import { sealRead } from '../kernel/seal.js';
import { readTable } from './read.js';
import refusedTable from './refused.expr';
import { theoryRows } from './rows.js';

let rows: readonly Rule[] | undefined;
let falseRows: readonly Rule[] | undefined;

/** The rules that every derivation may use. */
export function theory(): readonly Rule[] {
  rows ??= sealRead(theoryRows());
  return rows;
}

/** Rules that are often used and are false. */
export function refused(): readonly Rule[] {
  falseRows ??= readTable('refused.expr', refusedTable);
  return falseRows;
}
