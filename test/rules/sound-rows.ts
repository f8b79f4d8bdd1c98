/** A test for each row of some tables: its uses hold in random models, wherever its conditions do. */
import { expect, test } from 'vitest';
import { compare, instanceOf, report } from '../../src/check/sampling/instances.js';
import type { Rule } from '../../src/kernel/rule.js';
import { readTable, ruleTables } from '../../src/rules/read.js';

/** The tables, in two parts that take about the same time. */
export const parts: readonly (readonly string[])[] = [
  ['logarithm.expr', 'expectation.expr', 'density.expr'],
  ['definition.expr', 'gradient.expr', 'inequality.expr', 'law.expr'],
];

/** How many informative uses of a row must agree. */
const wanted = Number(process.env['DERIVECHECK_ROWS'] ?? 100);

/** Rows of which both sides are zero: no point can tell a near miss, so that every point at which they agree counts. */
const zeros: ReadonlySet<string> = new Set(['expectation-zero', 'integral-zero', 'plate-zero']);

/** The conditions of some rows refuse most of the random uses. */
const attempts = 60 * wanted;

interface Outcome {
  readonly agreed: number;
  readonly failures: readonly string[];
}

function tryRow(rule: Rule): Outcome {
  const failures: string[] = [];
  let agreed = 0;
  for (let i = 0; i < attempts && agreed < wanted && failures.length < 3; i++) {
    const instance = instanceOf(rule, i);
    if (instance === null || instance.isTrivial) continue;
    const finding = compare(instance, i);
    // Of an inequality, `0 ln 0` may leave one side without a number; that a law has its parameters is understood.
    const isGap = finding.says === 'differs' && (finding.left === null || finding.right === null);
    if (finding.says === 'differs' && !(isGap && (rule.relation !== '=' || instance.world.ofLaws)))
      failures.push(`${i}: ${report(instance, finding)}`);
    if (finding.says === 'agrees' && (finding.isInformative || zeros.has(rule.name))) agreed++;
  }
  return { agreed, failures };
}

export function testRows(tables: readonly string[]): void {
  const rows = tables.flatMap((table) => readTable(table, ruleTables.get(table) ?? ''));
  test.each(rows.map((rule) => [rule.name, rule] as const))(
    '%s',
    (_, rule) => {
      expect(tryRow(rule)).toEqual({ agreed: wanted, failures: [] });
    },
    120_000 + 2000 * wanted,
  );
}
