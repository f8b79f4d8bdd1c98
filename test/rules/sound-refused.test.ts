/** Every refused rule is false: the shortest use that was found to be, with the values of its sides, on one page. */
import { expect, test } from 'vitest';
import type { Rule } from '../../src/kernel/rule.js';
import { refused } from '../../src/rules/table.js';
import { compare, type Instance, instanceOf, printed, report } from './sound.js';

/** How many uses of each are compared. */
const tries = 150;

function shortest(rule: Rule): string | null {
  const found = Array.from({ length: 4 * tries }, (_, i): [number, Instance | null] => [i, instanceOf(rule, i)])
    .flatMap(([i, instance]): [number, Instance][] => (instance === null ? [] : [[i, instance]]))
    .sort(([, a], [, b]) => printed(a).length - printed(b).length)
    .slice(0, tries);
  for (const [i, instance] of found) {
    const finding = compare(instance, i);
    const isGap = finding.left === null || finding.right === null;
    if (finding.says === 'differs' && !isGap) return report(instance, finding);
  }
  return null;
}

test('every refused rule has its counterexample', { timeout: 120_000 }, async () => {
  const page = refused().map((rule) => `${rule.name}\n  ${shortest(rule)}\n`);
  expect(page.filter((entry) => entry.includes('null'))).toEqual([]);
  await expect(page.join('\n')).toMatchFileSnapshot('golden/refused.txt');
});
