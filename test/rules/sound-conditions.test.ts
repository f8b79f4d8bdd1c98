/** Every condition of a row is needed: without it the row is false somewhere, or it is said here why it never is. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import { compare, type Instance, instanceOf, report } from '../../src/check/sampling/instances.js';
import { Kernel, Refusal } from '../../src/kernel/kernel.js';
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Rule, Substitution } from '../../src/kernel/rule.js';
import { matches } from '../../src/proof/match.js';
import { theory } from '../../src/rules/table.js';
import { printRuleParts } from '../../src/syntax/print-rule.js';
import { readClaim } from '../numeric/models.js';

const together = 'where it fails and the other conditions hold, neither side is a number';
const unvalued = 'where it fails, the mean of the square root is no number, and a theorem speaks of numbers';
const malformed = 'where it fails, a side says nothing, and the kernel makes no theorem of it';
const fractions = 'of what is surely below 1 all is known to be positive too';
const anyMeasure = 'it is true of every measure; with the condition it reads as Jensen for a density';

const steadyZeros =
  'zeros that do not move with the parameter do no harm; where they move, no interpretation here has the marginal: ' +
  'for y uniform on [0, s] and x normal about y, the right side is -1/s and the left side is not';

/** Conditions without which a row stays true, as `row: condition`. */
const harmless: Readonly<Record<string, string>> = {
  'log-product: ?a > 0': together,
  'log-product: ?b > 0': together,
  'log-quotient: ?a > 0': together,
  'log-quotient: ?b > 0': together,
  'log-inverse: ?a > 0': together,
  'square-root: ?a > 0': together,
  'power-product: ?a > 0': together,
  'power-product: ?b > 0': together,
  'exp-power: ?k constant': 'it is true of every exponent; the condition keeps the row from taking products apart',
  'conditional-density: ?B owned by ?p': malformed,
  'bayes: ?B owned by ?p': malformed,
  'expectation-marginalisation: ?C bound': malformed,
  'fisher-identity: ?C bound': malformed,
  'divergence-nonnegative: ?q and ?p over the same heads': malformed,
  'gibbs: ?q and ?p over the same heads': malformed,
  'jensen-root: ?f >= 0': unvalued,
  'jensen-plate: ?f > 0': unvalued,
  'gradient-exponent: ?a > 0': unvalued,
  'jensen-absolute: ?q a density': anyMeasure,
  'beta-density: ?x > 0': fractions,
  'fisher-identity: ?p(?A, ?C | ?B) > 0': steadyZeros,
};

const exponential = 'latent y : positive\nparam s : positive\ndensity r(y; s) = Exponential(y; s)\n';
const uniform = 'latent x, y : real\nparam s : positive\ndensity u(y; s) = Uniform(y; 0, s)\n';

/**
 * Where finite models show nothing, for their states have no derivative and their zeros stay where they are: the
 * variable ends at a boundary, or the support moves with the parameter. Declarations, the two sides.
 */
const onTheLine: Readonly<Record<string, readonly [string, string, string]>> = {
  'exchange: ?t free of ?x': [exponential, 'grad_{y}(int r(y; s) dy)', 'int grad_{y}(r(y; s)) dy'],
  'score-gradient: ?q > 0': [uniform, 'grad_{s}(E_{u(y; s)}[y])', 'E_{u(y; s)}[y grad_{s}(ln u(y; s)) + grad_{s}(y)]'],
  'score-gradient: ?t free of heads(?q)': [
    exponential,
    'grad_{y}(E_{r(y; s)}[exp(-y)])',
    'E_{r(y; s)}[exp(-y) grad_{y}(ln r(y; s)) + grad_{y}(exp(-y))]',
  ],
  'score-identity: ?t free of heads(?q)': [exponential, 'E_{r(y; s)}[grad_{y}(ln r(y; s))]', '0'],
  'fisher-information: ?q > 0': [
    uniform,
    'E_{u(y; s)}[grad_{s}(grad_{s}(ln u(y; s)))]',
    '-E_{u(y; s)}[grad_{s}(ln u(y; s)) grad_{s}(ln u(y; s))]',
  ],
  'fisher-information: ?t free of heads(?q)': [
    exponential,
    'E_{r(y; s)}[grad_{s}(grad_{y}(ln r(y; s)))]',
    '-E_{r(y; s)}[grad_{s}(ln r(y; s)) grad_{y}(ln r(y; s))]',
  ],
  'fisher-information: ?s free of heads(?q)': [
    exponential,
    'E_{r(y; s)}[grad_{y}(grad_{s}(ln r(y; s)))]',
    '-E_{r(y; s)}[grad_{y}(ln r(y; s)) grad_{s}(ln r(y; s))]',
  ],
  'fisher-identity: ?t free of ?C': [
    `${exponential}latent x : real\ndensity r(x | y) = Normal(x; y, 1)\n`,
    'grad_{y}(ln r(x; s))',
    'E_{r(y | x; s)}[grad_{y}(ln r(x, y; s))]',
  ],
};

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

/** Whether the condition alone keeps the row from the claim. */
function isKeptOut({ rule, without }: Dropped, declarations: string, text: string): boolean {
  const { model, claim } = readClaim(declarations, text);
  const [loose, whole] = [without, rule].map((row) => new Kernel(model, [row])) as [Kernel, Kernel];
  const isUse = (by: Substitution): boolean => {
    const result = loose.rule(rule.name, by);
    if (result instanceof Refusal) return false;
    const { left, right } = result.statement;
    return loose.identity.same(left, claim.left) && loose.identity.same(right, claim.right);
  };
  const uses = (['left', 'right'] as const).flatMap((side) =>
    [...matches(rule[side], claim[side], loose, kindsOf(rule))].filter(isUse),
  );
  return uses.some((by) => whole.rule(rule.name, by) instanceof Refusal);
}

function verdictOf(declarations: string, text: string): string | undefined {
  const input = { file: 'claim', source: `${declarations}\nclaim: ${text}\n` };
  const { derivations } = checkDocument(input, { ...defaultOptions, samples: 1024, repairs: 0 }, () => '');
  return derivations[0]?.steps[0]?.verdict;
}

const listed = (table: object) => (dropped: Dropped) => Object.hasOwn(table, dropped.name);
const isListed = (dropped: Dropped): boolean => listed(harmless)(dropped) || listed(onTheLine)(dropped);

describe('a row without a condition is false', () => {
  test.each(all.filter((dropped) => !isListed(dropped)))('$name', { timeout: 120_000 }, (dropped) =>
    expect(counterexample(dropped, 400, 20_000)).not.toBeNull(),
  );

  test.each(all.filter(listed(onTheLine)))('$name, on the line', (dropped) => {
    const [declarations, left, right] = onTheLine[dropped.name] as readonly [string, string, string];
    expect(isKeptOut(dropped, declarations, `${left} = ${right}`)).toBe(true);
    expect(verdictOf(declarations, `${left} = ${right}`)).toBe('refuted');
  });
});

describe('a row without a condition is true all the same', () => {
  test.each(all.filter(listed(harmless)))('$name', { timeout: 120_000 }, (dropped) =>
    expect(counterexample(dropped, 30, 800)).toBeNull(),
  );
});

test('nothing is said of a condition that no row has', () => {
  const names = all.map(({ name }) => name);
  expect([harmless, onTheLine].flatMap(Object.keys).filter((name) => !names.includes(name))).toEqual([]);
});
