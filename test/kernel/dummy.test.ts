/**
 * Dummy kernels: the suite in small, a list of true and of false facts, is run against the kernel as it is, against one
 * that accepts everything, one that refuses everything, and one for each check that is taken out. The facts must tell
 * every one of them from the kernel.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Conditions } from '../../src/kernel/condition.js';
import { Extents } from '../../src/kernel/extent.js';
import { FixedParameters } from '../../src/kernel/fixed.js';
import { Identity } from '../../src/kernel/identity.js';
import type { Result } from '../../src/kernel/kernel.js';
import * as places from '../../src/kernel/replace.js';
import type { Condition } from '../../src/kernel/rule.js';
import * as seals from '../../src/kernel/seal.js';
import { Signs } from '../../src/kernel/sign.js';
import { WellFormed } from '../../src/kernel/well-formed.js';
import { Worlds } from '../../src/kernel/worlds.js';
import { falsehoods, renew, truths } from './facts.js';
import { refusal } from './harness.js';

vi.mock('../../src/kernel/replace.js', { spy: true });
vi.mock('../../src/kernel/seal.js', { spy: true });

type Judge = (run: () => Result) => string;

const byKernel: Judge = (run) => {
  try {
    return refusal(run());
  } catch {
    return 'an exception';
  }
};

/** The facts that are not judged as they should be. */
function failures(judge: Judge): string[] {
  renew();
  const missed = truths.filter(([, run]) => judge(run) !== 'a theorem');
  const passed = falsehoods.filter(([, reason, run]) => !judge(run).startsWith(reason));
  return [...missed, ...passed].map(([name]) => name);
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('the kernel judges every fact as it should', () => expect(failures(byKernel)).toEqual([]));

test('a kernel that accepts everything fails every falsehood', () =>
  expect(failures(() => 'a theorem')).toEqual(falsehoods.map(([name]) => name)));

test('a kernel that refuses everything fails every truth', () =>
  expect(failures(() => 'refused')).toEqual([...truths, ...falsehoods].map(([name]) => name)));

const always =
  <T extends object>(of: T, method: keyof T & string, answer: unknown) =>
  (): void => {
    vi.spyOn(of as Record<string, () => unknown>, method).mockReturnValue(answer);
  };

/** Every condition of one kind holds. */
const without = (tag: Condition['tag']) => (): void => {
  const own = Conditions.prototype.holds;
  vi.spyOn(Conditions.prototype, 'holds').mockImplementation(function (this: Conditions, condition, by) {
    return condition.tag === tag || own.call(this, condition, by);
  });
};

type Dummy = readonly [check: string, take: () => void, exposedBy: readonly string[]];

const dummies: readonly Dummy[] = [
  ['the condition free', without('free'), ['a variable leaves its average', 'a letter leaves its sum']],
  ['the condition free beyond', without('free beyond'), ['a marginal of another member']],
  ['the condition independent', without('independent'), ['what depends is dropped']],
  ['the condition part', without('part'), ['dropped with another value', 'a part that is left out']],
  ['the condition bound', without('bound'), ['an integral over fewer values']],
  ['the condition density', without('density'), ['a cycle of densities']],
  ['the condition owned', without('owned'), ['an input as if it had a law']],
  ['the condition same heads', without('same heads'), ['a divergence of other variables']],
  ['the condition drawn', without('drawn'), ['a letter through less than was drawn from']],
  ['the condition number', without('number'), ['a power that moves']],
  ['the condition sign', without('sign'), ['a logarithm of any sign', 'something of any sign']],
  [
    'every condition',
    always(Conditions.prototype, 'holds', true),
    ['a variable leaves its average', 'what depends is dropped'],
  ],
  ['d-separation', always(Worlds.prototype, 'independent', true), ['what depends is dropped']],
  ['what is free beyond a part', always(Worlds.prototype, 'freeBeyond', true), ['a marginal of another member']],
  ['members within members', always(Worlds.prototype, 'within', true), ['a part that is left out']],
  ['positivity', always(Signs.prototype, 'positive', true), ['a logarithm of any sign']],
  [
    'non-negativity',
    always(Signs.prototype, 'nonnegative', true),
    ['something of any sign', 'a product with something of any sign'],
  ],
  ['what may be zero', always(Signs.prototype, 'nonzero', true), ['a factor that may be zero', 'up to nothing']],
  ['identity of terms', always(Identity.prototype, 'same', true), ['psi is xi', 'a join of what does not meet']],
  [
    'identity, the other way',
    always(Identity.prototype, 'same', false),
    ['sums in another order are the same', 'a bound name does not matter'],
  ],
  [
    'well-formed terms',
    always(WellFormed.prototype, 'fault', null),
    ['a variable bound twice and once', 'a negative denominator'],
  ],
  ['members of the term between', always(Extents.prototype, 'within', true), ['a term between without members']],
  ['letters inside their plates', always(Extents.prototype, 'runsInside', true), ['a letter beyond its plate']],
  [
    'assumptions about parameters',
    always(FixedParameters.prototype, 'moves', false),
    ['a parameter that moves while it is assumed to be another'],
  ],
  [
    'where equals may stand',
    () => void vi.mocked(places.isReplaceable).mockReturnValue(true),
    ['a measure replaced as a subterm'],
  ],
  [
    'the heads of a measure',
    () => void vi.mocked(places.sameHeads).mockReturnValue(true),
    ['a measure that binds another variable'],
  ],
  [
    'what is sealed',
    () => void vi.mocked(seals.guard).mockImplementation((value) => value),
    ['a theorem that changes'],
  ],
];

describe('a kernel without one check is told from the kernel', () => {
  test.each(dummies)('%s', (_, take, exposedBy) => {
    take();
    expect(failures(byKernel)).toEqual(expect.arrayContaining([...exposedBy]));
  });

  test('every falsehood tells some of them', () => {
    const named = new Set(dummies.flatMap(([, , exposedBy]) => exposedBy));
    expect(falsehoods.map(([name]) => name).filter((name) => !named.has(name))).toEqual([]);
  });
});
