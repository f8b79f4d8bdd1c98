/** What a term needs to have members: never less than it does where it is asked of, never more where it is given. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Extents } from '../../src/kernel/extent.js';
import { copiesOf, type IndexEnv, IndexFault, rangeValues, withIndex } from '../../src/kernel/network.js';
import { unfoldCall } from '../../src/kernel/procedure.js';
import { children, type Index, type Term, type VarRef } from '../../src/kernel/term.js';
import { add, apply, at, call, index, meanings, must, ref, refusal, sum, World } from './harness.js';

const declarations = `
plate t = 1..T
plate s = 1..T
plate r = 0..T
plate i = 1..2
subset S of 1..T size M
latent y_t, x_r, b_i
param xi, psi
function f(a)
let Y = {y_t}, X = {x_r}
density p(y_{1:T}; xi) = p(y_1; xi) prod_{t=2..T} p(y_t | y_{t-1})
define after(a) = sum_{s=t+1..T} f(a)
define first(a) = sum_{s=1..t} f(a)
define start(x) = f(x_0)
define second(a) = a + y_2
define moving = f(xi)
define still(xi) = moving + y_2`;
const w = new World(declarations);
/** Reads what an index of a minibatch names beyond its plate. */
const beyond = new World(declarations.replace('subset S of 1..T', 'subset S of 2..T-1'));
const extents = new Extents(w.model);
const { family, slots, refs } = meanings(w);

const within = (term: string, others: readonly string[]): boolean =>
  extents.within(
    w.term(term),
    others.map((text) => beyond.term(text)),
  );

describe('what is given', () => {
  test.each([
    ['f(y_{t-1})', 'sum_{s=t-1..T} f(s)', 'a letter may leave its plate'],
    ['f(y_{t-1})', 'sum_{s=t+1..T} f(y_{s-2})', 'a range may be empty'],
    ['f(y_2)', 'sum_{s=2..T} f(y_s)', 'a plate may have one member'],
    ['f(y_2)', 'sum_{s=2..T} f(y_2)', 'also for what the letter is not in'],
    ['f(y_{t+1})', 'sum_{s=1..t, s != t} f(y_{s+1})', 'the end may be the one left out'],
    ['f(y_2)', 'sum_{s=1..T, s != t} f(y_2)', 'none may be left'],
    ['f(y_{t+1})', 'sum_{s in S} f(y_{s+1})', 'a minibatch need not have the last member'],
    ['f(y_{t+2})', 'f(y_{t+2:t+1})', 'a slice may be empty'],
    ['f(y_3)', 'f(y_{3:T})', 'a slice begins after the last member'],
    ['f(y_{t-1})', 'after(y_{t-1})', 'an argument may stand where nothing does'],
    ['f(y_2)', 'still(psi)', 'what cannot be unfolded has no meaning'],
    ['f(y_4)', 'sum_{r=0..T} sum_{s=r..0} f(y_{s+4})', 'the letter runs further than another'],
  ])('says nothing of %s: %s (%s)', (asked, given) => expect(within(asked, [given])).toBe(false));

  test.each([
    ['f(y_{t-1})', 'sum_{s=t-1..T} f(s) + f(y_{t-1})'],
    ['f(y_{t-1})', 'sum_{s=t..T} f(y_{s-1})'],
    ['f(y_{t+1})', 'sum_{s=1..t} f(y_{s+1})'],
    ['f(y_2)', 'sum_s f(y_2)'],
    ['f(y_{t-1})', 'f(y_{t-1:T})'],
    ['f(y_{t-1})', 'p(y_t | y_{t-2:t-1}; xi)'],
    ['f(y_{t-1})', 'first(y_{t-1})'],
    ['f(y_2)', 'second(xi)'],
  ])('says what it may of %s: %s', (asked, given) => expect(within(asked, [given])).toBe(true));
});

test('beyond its plate a letter is not where another range is filled', () => {
  const inner = sum('j', index('s'), index('T'), apply('f', ref('y', at('s', -1))));
  const beyond = apply('f', ref('y', at('T', 1)));
  const through = (last: Index): boolean => extents.within(beyond, [sum('s', index(null, 2), last, inner)]);
  expect([through(index('T')), through(index('T', 2))]).toEqual([false, false]);
});

test('what has no meaning says nothing of what is never a member', () => {
  const third = apply('f', ref('b', at(null, 3)));
  expect(
    [['f(b_2)'], ['still(psi)']].map((given) =>
      extents.within(
        third,
        given.map((text) => w.term(text)),
      ),
    ),
  ).toEqual([false, false]);
});

test('a minibatch that is not declared is no range: the letter is free', () => {
  const before = apply('f', ref('y', at('t', -1)));
  const range = { tag: 'subset', subset: 'nobody' } as const;
  const through: Term = { tag: 'big', op: 'sum', binder: { index: 't', range }, body: before };
  expect([extents.within(through, []), extents.within(through, [before])]).toEqual([false, true]);
});

describe('what is asked', () => {
  test.each([
    ['sum_{s=t-1..T} f(s)', true],
    ['sum_{s=0..T} f(x_s)', true],
    ['sum_{s=t-1..T} f(y_s)', false],
    ['start(X)', true],
    // Not known: the argument's own name stands for another array.
    ['start(Y)', false],
    ['still(xi)', false],
    ['still(psi)', false],
    ['f(y_{2:T})', true],
    ['after(y_{t-1})', false],
  ])('%s has its members everywhere: %s', (asked, answer) => expect(within(asked, [])).toBe(answer));
});

/** Random terms with ranges and slices that leave their plates, are empty or leave one out. */
const offset = fc.integer({ min: -2, max: 2 });
const letter = fc.constantFrom('t', 's', 'j');
const anyIndex: fc.Arbitrary<Index> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(letter, offset).map(([base, by]) => index(base, by)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((number) => index(null, number)) },
  { weight: 1, arbitrary: offset.map((by) => index('T', by)) },
);
const { tree } = fc.letrec<{ tree: Term; leaf: Term; whole: Term }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(fc.constantFrom('y', 'y', 'x'), anyIndex).map(([name, { base, offset: by }]) => ref(name, at(base, by))),
    fc.tuple(anyIndex, anyIndex).map(([lo, hi]) => apply('f', ref('y', { tag: 'slice', lo, hi }))),
  ),
  whole: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(letter, anyIndex, anyIndex, tie('tree')).map((parts) => sum(...parts)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(letter, anyIndex, anyIndex, anyIndex, tie('tree'))
        .map(([own, lo, hi, except, body]) => sum(own, lo, hi, body, except)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(letter, tie('tree')).map(
        ([own, body]): Term => ({
          tag: 'big',
          op: 'sum',
          binder: { index: own, range: { tag: 'subset', subset: 'S' } },
          body,
        }),
      ),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('after', 'first'), tie('leaf')).map(([f, a]) => call(f, a)) },
  ),
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('whole')),
}));

function hasMembers(part: Term, env: IndexEnv): boolean {
  switch (part.tag) {
    case 'ref':
      return isThere(part.ref, env);
    case 'big':
      return rangeValues(part.binder.range, env).every((value) =>
        hasMembers(part.body, withIndex(env, part.binder.index, value)),
      );
    case 'call':
      return hasMembers(unfoldCall(part, w.model), env);
    default:
      return children(part).every((child) => hasMembers(child, env));
  }
}

function isThere(own: VarRef, env: IndexEnv): boolean {
  try {
    copiesOf(own, w.model, env);
    return true;
  } catch (error) {
    if (error instanceof IndexFault) return false;
    throw error;
  }
}

/** Short plates, every minibatch of them, and every value of the letters. */
const worlds: readonly IndexEnv[] = [1, 2, 3].flatMap((T) => {
  const members = Array.from({ length: T }, (_, i) => i + 1);
  const minibatches = Array.from({ length: 2 ** T - 1 }, (_, i) => members.filter((n) => (i + 1) & (2 ** (n - 1))));
  const beside = Array.from({ length: T + 2 }, (_, i) => i);
  return minibatches.flatMap((S) =>
    members.flatMap((t) =>
      members.flatMap((s) =>
        beside.map((j) => ({
          indices: new Map(Object.entries({ T, t, s, j, M: S.length })),
          subsets: new Map([['S', S]]),
        })),
      ),
    ),
  );
});

test('a term has its members wherever it is said to', () => {
  fc.assert(
    fc.property(tree, fc.array(tree, { minLength: 1, maxLength: 2 }), (asked, others) => {
      if (!extents.within(asked, others)) return;
      const gap = worlds.find((env) => others.every((own) => hasMembers(own, env)) && !hasMembers(asked, env));
      expect(gap).toBe(undefined);
    }),
    { numRuns: 3000 },
  );
});

describe('at the first member the density moves with the parameter', () => {
  const { kernel } = w;
  const markov = must(
    kernel.rule('independence', {
      p: family('p'),
      A: slots('y_t'),
      B: slots('y_{1:t-1}, xi'),
      C: slots('y_{t-1}'),
    }),
  );
  const ln = (of: Term): Term => ({ tag: 'fn', name: 'ln', args: [of] });
  const gradient = (of: Term): Term => ({ tag: 'grad', of: { name: 'xi', at: [] }, body: of });
  const { left, right } = markov.statement;
  const log = must(kernel.congruence(ln(left), [markov]));
  const moved = must(kernel.congruence(gradient(ln(left)), [log]));
  const zero = must(kernel.rule('zero-gradient', { t: refs('xi'), f: { kind: 'term', term: ln(right) } }));

  const joined = (beside: string): string => {
    const rest = w.term(beside);
    const first = must(kernel.congruence(add([gradient(ln(left)), rest]), [moved, null]));
    const second = must(kernel.congruence(add([gradient(ln(right)), rest]), [zero, null]));
    return refusal(kernel.transitivity(first, second));
  };
  const reason = 'the term between has no members at some values where those on the outside have theirs';

  test.each([
    ['sum_{s=t-1..T} f(s)', reason],
    ['sum_{s=t+1..T} f(y_{s-2})', reason],
    ['after(y_{t-1})', reason],
    ['sum_{s=t..T} f(y_{s-1})', 'a theorem'],
    ['f(y_{t-1})', 'a theorem'],
  ])('beside %s: %s', (beside, answer) => expect(joined(beside)).toBe(answer));
});
