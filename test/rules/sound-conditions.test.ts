/** Every condition of a row is needed: without it the row is false somewhere, or it is said here why it never is. */
import { describe, expect, test } from 'vitest';
import { Kernel, Refusal } from '../../src/kernel/kernel.js';
import type { Rule } from '../../src/kernel/rule.js';
import { theory } from '../../src/rules/table.js';
import { printRuleParts } from '../../src/syntax/print-rule.js';
import { compare, type Instance, instanceOf, report } from './sound.js';

/** Conditions without which a row stays true, as `row: condition`. */
const harmless: Readonly<Record<string, string>> = {};

interface Dropped {
  readonly name: string;
  readonly rule: Rule;
  readonly without: Rule;
}

const all: readonly Dropped[] = theory().flatMap((rule) => {
  const { when } = printRuleParts(rule);
  return rule.when.map((dropped, i) => ({
    name: `${rule.name}: ${when[i]}`,
    rule,
    without: { ...rule, when: rule.when.filter((condition) => condition !== dropped) },
  }));
});

/** Uses of the row that the condition alone keeps out, at most so many of so many attempts. */
function* keptOut({ rule, without }: Dropped, most: number, attempts: number): Generator<readonly [Instance, number]> {
  let found = 0;
  for (let i = 0; i < attempts && found < most; i++) {
    const instance = instanceOf(without, i);
    if (instance === null) continue;
    const whole = new Kernel(instance.world.model, [rule]).rule(rule.name, instance.substitution);
    if (!(whole instanceof Refusal)) continue;
    found++;
    yield [instance, i];
  }
}

/** The first use that is false. */
function counterexample(dropped: Dropped, most: number, attempts: number): string | null {
  for (const [instance, i] of keptOut(dropped, most, attempts)) {
    const finding = compare(instance, i);
    if (finding.says === 'differs') return report(instance, finding);
  }
  return null;
}

describe('a row without a condition is false', () => {
  test.each(all.filter(({ name }) => !Object.hasOwn(harmless, name)))('$name', (dropped) =>
    expect(counterexample(dropped, 400, 20_000)).not.toBeNull(),
  );
});

describe('a row without a condition is true all the same', () => {
  test.each(all.filter(({ name }) => Object.hasOwn(harmless, name)))('$name', (dropped) =>
    expect(counterexample(dropped, 30, 2000)).toBeNull(),
  );
});

test('no reason is given for a condition that no row has', () => {
  const names = all.map(({ name }) => name);
  expect(Object.keys(harmless).filter((name) => !names.includes(name))).toEqual([]);
});
