/** Every refused rule is false: the shortest use that was found to be, with the values of its sides, on one page. */
import { expect, test } from 'vitest';
import { type Instance, instanceOf, printed } from '../../src/check/sampling/instances.js';
import type { Rule } from '../../src/kernel/rule.js';
import { slotClasses } from '../../src/numeric/claim.js';
import type { Counterexample } from '../../src/numeric/evidence.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import { refused } from '../../src/rules/table.js';

/** Of so many random uses the shortest that is false is shown. */
const tries = 300;

/** An empty list of slots makes a density 1. */
const isDegenerate = ({ substitution }: Instance): boolean =>
  Object.values(substitution).some((meaning) => meaning.kind === 'slots' && meaning.slots.length === 0);

function counterexample({ left, right, relation, world }: Instance): Counterexample | null {
  const classOf = slotClasses([left, right], world.model);
  return exactEvidence({ left, right, relation, upTo: null }, world.model, { seed: 1, classOf }).counterexample;
}

/** What is free in a use has a value, and the sizes have. */
function described(instance: Instance, { setting, left, right }: Counterexample): string {
  const text = printed(instance);
  const words = new Set(text.match(/[a-z]+/gi));
  const values = setting.filter(({ name }) => words.has(name.replace(/_.*/, '')));
  const [l, r] = [left, right].map((side) => Number(side.toPrecision(5)));
  const at = values.map(({ name, value }) => `${name} = ${value}`).join(', ');
  return [text, `left ${l}, right ${r}${at === '' ? '' : ` at ${at}`}`, `in a model of ${instance.world.name}`].join(
    '\n  ',
  );
}

function shortest(rule: Rule): string | null {
  const found = Array.from({ length: tries }, (_, i) => instanceOf(rule, i))
    .flatMap((instance) => (instance === null || isDegenerate(instance) ? [] : [instance]))
    .sort((a, b) => printed(a).length - printed(b).length);
  for (const instance of found) {
    const broken = counterexample(instance);
    if (broken !== null) return described(instance, broken);
  }
  return null;
}

test('every refused rule has its counterexample', { timeout: 120_000 }, async () => {
  const page = refused().map((rule): [string, string | null] => [rule.name, shortest(rule)]);
  expect(page.flatMap(([name, found]) => (found === null ? [name] : []))).toEqual([]);
  const text = page.map(([name, found]) => `${name}\n  ${found}\n`).join('\n');
  await expect(text).toMatchFileSnapshot('golden/refused.txt');
});
