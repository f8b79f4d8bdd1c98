/** What references have in common: members that surely differ, indices in order, references that surely cover others. */
import { describe, expect, test } from 'vitest';
import { copiesOf, type IndexEnv, IndexFault } from '../../src/kernel/network.js';
import {
  atMost,
  canonicalRef,
  declaredName,
  freshName,
  includesRef,
  mayOverlap,
  surelyCovers,
} from '../../src/kernel/reference.js';
import type { Index, VarRef } from '../../src/kernel/term.js';
import { at, index, ref, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
plate i = 1..2
plate j = 2..N
subset S of 1..N size M
latent z_n, x_n, v
latent b_{i, n}
latent y_j
let Z = {z_n}, X = {x_n}, Y = {y_j}`);
const { model } = w;
const one = (text: string): VarRef => w.refs(text)[0] as VarRef;

/** Some values of the letters and the size, and the members there; null where one leaves its plate. */
const worlds: readonly IndexEnv[] = [1, 2, 3, 4].flatMap((N) =>
  Array.from({ length: N }, (_, n) => n + 1).flatMap((n) =>
    Array.from({ length: N }, (_, m) => m + 1).flatMap((m) =>
      [1, 2].map((i) => ({ indices: new Map(Object.entries({ N, n, m, i })), subsets: new Map() })),
    ),
  ),
);

function members(of: VarRef, env: IndexEnv): readonly string[] | null {
  try {
    return copiesOf(of, model, env);
  } catch (error) {
    if (error instanceof IndexFault) return null;
    throw error;
  }
}

/** Whether something is so of the members of both, wherever both have theirs. */
const always = (a: VarRef, b: VarRef, test: (a: readonly string[], b: readonly string[]) => boolean): boolean =>
  worlds.every((env) => {
    const [own, other] = [members(a, env), members(b, env)];
    return own === null || other === null || test(own, other);
  });

describe('surely no member in common', () => {
  test.each([
    ['z_1', 'z_2'],
    ['z_n', 'z_{n+1}'],
    ['z_{-n}', 'z_n'],
    ['z_{-1}', 'z_1'],
    ['z_{1:n}', 'z_{n+1}'],
    ['z_{n:N}', 'z_{n-1}'],
    ['z_{2:N}', 'z_1'],
    ['z_{1:2}', 'z_3'],
    ['z_{1:n}', 'z_{n+1:N}'],
    ['z_{1:2}', 'z_{3:4}'],
    ['z_n', 'x_n'],
    ['Z', 'X'],
    ['Z', 'v'],
    ['b_{1, n}', 'b_{2, n}'],
    ['b_{i, n}', 'b_{i, n+1}'],
    ['b_{1, n}', 'b_{2, m}'],
    ['b_{i, -n}', 'b_{i, n}'],
  ])('%s and %s', (a, b) => {
    expect([mayOverlap(one(a), one(b)), mayOverlap(one(b), one(a))]).toEqual([false, false]);
    expect(always(one(a), one(b), (own, other) => !own.some((copy) => other.includes(copy)))).toBe(true);
  });
});

describe('perhaps a member in common', () => {
  test.each([
    ['v', 'v'],
    ['z_n', 'z_n'],
    ['z_n', 'z_m'],
    ['z_n', 'z_1'],
    ['z_{-n}', 'z_m'],
    ['z_{-n}', 'z_{n+1}'],
    ['z_{-n}', 'z_{-n}'],
    ['z_{-n}', 'z_{-1}'],
    ['z_{-n}', 'z_{1:n}'],
    ['z_{-n}', 'Z'],
    ['z_{1:n}', 'z_n'],
    ['z_{1:n}', 'z_1'],
    ['z_{1:n}', 'z_m'],
    ['z_{n:N}', 'z_n'],
    ['z_{1:n}', 'z_{n:N}'],
    ['z_{1:3}', 'z_{3:4}'],
    ['z_{1:4}', 'z_{2:3}'],
    ['z_{1:n}', 'z_{m:N}'],
    ['z_{1:n}', 'Z'],
    ['Z', 'z_n'],
    ['Z', 'Z'],
    ['b_{i, n}', 'b_{1, m}'],
    ['b_{i, n}', 'b_{i, m}'],
  ])('%s and %s', (a, b) => {
    expect([mayOverlap(one(a), one(b)), mayOverlap(one(b), one(a))]).toEqual([true, true]);
    expect(always(one(a), one(b), (own, other) => !own.some((copy) => other.includes(copy)))).toBe(false);
  });
});

describe('in order', () => {
  const order = (text: string): Index => {
    const [, base, offset] = /^([a-zA-Z]?)([+-]?\d+)?$/.exec(text) ?? [];
    return index(base === '' ? null : (base as string), Number(offset ?? 0));
  };
  test.each([
    ['1', '1', true],
    ['1', '2', true],
    ['2', '1', false],
    ['n', 'n', true],
    ['n', 'n+1', true],
    ['n', 'n-1', false],
    ['1', 'N', true],
    ['2', 'N', false],
    ['2', 'N+1', true],
    ['3', 'N+1', false],
    ['0', 'N-1', true],
    ['1', 'N-1', false],
    ['N', '1', false],
    ['N', 'N', true],
    ['N', 'M', false],
    ['M', 'N', false],
    ['n', 'N', true],
    ['n', 'N-1', false],
    ['n-1', 'N-1', true],
    ['n+1', 'N', false],
    ['n+1', 'N+1', true],
    ['1', 'n', true],
    ['2', 'n', false],
    ['2', 'n+1', true],
    ['2', 'j', true],
    ['3', 'j', false],
    ['n', 'm', false],
    ['N', 'n', false],
    ['i', '2', true],
    ['i', '1', false],
    ['i', 'N', false],
    ['i', 'N+1', true],
    // Letters of which nothing is known.
    ['q', 'N', false],
    ['1', 'q', false],
    ['-9', 'q', false],
    ['q', '9', false],
    ['q', 'r', false],
    ['q', 'q+1', true],
  ])('%s at most %s: %s', (a, b, expected) => expect(atMost(order(a), order(b), model)).toBe(expected));
});

describe('surely covered', () => {
  const covered = (outer: string, inner: string): boolean => surelyCovers(one(outer), one(inner), model);
  const isInside = (own: readonly string[], other: readonly string[]): boolean =>
    other.every((copy) => own.includes(copy));

  test.each([
    ['v', 'v'],
    ['Z', 'z_n'],
    ['Z', 'z_{1:n}'],
    ['Z', 'z_{-n}'],
    ['Z', 'Z'],
    ['z_n', 'z_n'],
    ['z_{-n}', 'z_{-n}'],
    ['z_{-n}', 'z_{n+1}'],
    ['z_{-1}', 'z_2'],
    ['z_{-n}', 'z_{n+1:N}'],
    ['z_{-n}', 'z_{1:n-1}'],
    ['z_{1:N}', 'z_n'],
    ['z_{1:N}', 'Z'],
    ['z_{1:N}', 'z_{-n}'],
    ['z_{2:N}', 'z_{n+1}'],
    ['z_{2:N}', 'z_{n+1:N}'],
    ['z_{2:N}', 'z_{3:n}'],
    ['z_{1:n}', 'z_n'],
    ['z_{1:n}', 'z_{n-1}'],
    ['z_{1:n}', 'z_{1:n-1}'],
    ['z_{n:N}', 'z_{n+1}'],
    ['z_{n:N}', 'z_{n:n}'],
    ['y_{2:N}', 'Y'],
    ['b_{1:2, n}', 'b_{i, n}'],
    ['b_{i, 1:N}', 'b_{i, n}'],
  ])('%s covers %s', (outer, inner) => {
    expect(covered(outer, inner)).toBe(true);
    expect(always(one(outer), one(inner), isInside)).toBe(true);
  });

  test.each([
    ['z_n', 'x_n'],
    ['z_n', 'z_m'],
    ['z_n', 'Z'],
    ['z_n', 'z_{1:n}'],
    ['z_{-n}', 'z_n'],
    ['z_{-n}', 'z_m'],
    ['z_{-n}', 'z_{1:n}'],
    ['z_{-n}', 'Z'],
    ['z_{-n}', 'z_{-m}'],
    ['z_{1:n}', 'Z'],
    ['z_{1:n}', 'z_{n+1}'],
    ['z_{1:n}', 'z_{1:n+1}'],
    ['z_{1:n}', 'z_m'],
    ['z_{1:n}', 'z_{-n}'],
    ['z_{n:N}', 'z_m'],
    ['z_{n:N}', 'z_{-n}'],
    ['z_{n:N}', 'z_{1:N}'],
    ['z_{2:N}', 'z_n'],
    ['z_{2:N}', 'Z'],
    ['y_{3:N}', 'Y'],
    ['b_{i, n}', 'b_{1, n}'],
    ['b_{1:2, n}', 'b_{i, m}'],
  ])('%s does not cover %s', (outer, inner) => {
    expect(covered(outer, inner)).toBe(false);
    expect(always(one(outer), one(inner), isInside)).toBe(false);
  });

  test('nor what has more or fewer indices', () => {
    const [none, single] = [ref('z').ref, ref('z', at('n')).ref];
    expect([surelyCovers(none, single, model), surelyCovers(single, none, model)]).toEqual([false, false]);
  });

  test('nor a part of what is not declared', () => {
    const part = ref('nobody', { tag: 'slice', lo: index(null, 1), hi: index('N') }).ref;
    const rest = ref('nobody', { tag: 'except', index: index('n') }).ref;
    expect([surelyCovers(part, rest, model), surelyCovers(part, part, model)]).toEqual([false, true]);
    expect(canonicalRef(part, model)).toEqual(part);
  });
});

describe('names', () => {
  test.each([
    ['x', 'x'],
    ['x#1', 'x'],
    ['long#12', 'long'],
    ['#1', ''],
  ])('%s was declared as %s', (name, declared) => expect(declaredName(name)).toBe(declared));

  test.each([
    ['x', [], 'x#1'],
    ['x', ['x#1'], 'x#2'],
    ['x', ['x#2'], 'x#1'],
    ['x#1', ['x#1', 'x#2'], 'x#3'],
  ])('a name like %s that is none of %j', (name, taken, fresh) => expect(freshName(name, new Set(taken))).toBe(fresh));
});

describe('a slice', () => {
  test.each([
    ['z_{1:N}', 'Z'],
    ['z_{2:N}', 'z_{2:N}'],
    ['z_{1:N-1}', 'z_{1:N-1}'],
    ['z_{1:n}', 'z_{1:n}'],
    ['y_{2:N}', 'Y'],
    ['z_n', 'z_n'],
    ['z_{-n}', 'z_{-n}'],
  ])('%s is %s', (text, whole) => expect(canonicalRef(one(text), model)).toEqual(one(whole)));

  test('of one index of two', () => {
    const slice = { tag: 'slice', lo: index(null, 1), hi: index(null, 2) } as const;
    expect(canonicalRef(ref('b', slice, at('n')).ref, model)).toEqual(ref('b', { tag: 'all' }, at('n')).ref);
    expect(canonicalRef(ref('b', at(null, 1), slice).ref, model)).toEqual(ref('b', at(null, 1), slice).ref);
  });
});

test('a list has what is written alike', () => {
  const list = w.refs('z_n, v');
  expect(['v', 'z_n', 'z_m', 'x_n', 'Z'].map((text) => includesRef(list, one(text)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
