/** What holds at every size and every value of the indices: what holds at some of them only is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Extents } from '../../src/kernel/extent.js';
import type { Factor, Family } from '../../src/kernel/model.js';
import { dConnected, type IndexEnv, IndexFault, unroll } from '../../src/kernel/network.js';
import type { Index, IndexBinder, Term, VarRef } from '../../src/kernel/term.js';
import { Worlds } from '../../src/kernel/worlds.js';
import { at, call, density, expectFalse, expectTrue, index, meanings, ref, refusal, World } from './harness.js';

const chain = `
plate t = 1..T
plate s = 1..T
subset S of 1..T size M
latent y_t
param xi
let Y = {y_t}
function f(a)
density p(y_{1:T}; xi) = p(y_1; xi) prod_{t=2..T} p(y_t | y_{t-1})`;

const zero = `
plate n = 0..N
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) p(z_0 | w) prod_{n=1..N} p(z_n)`;

const anchored = `
plate n = 1..N
latent z_n, x_n
let Z = {z_n}, X = {x_n}
density p(Z, X) = prod_n (p(z_n) p(x_n | z_N))`;

const cut = `
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) (prod_{n=1..M} p(z_n | w)) prod_{n=M+1..N} p(z_n)`;

/** Where M is N, the last is one of the first. */
const late = `
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) (prod_{n=1..M} p(z_n)) prod_{n=M+1..N} p(z_n | w)`;

const window = `
plate t = 1..T
plate s = 1..T
latent y_t, v
let Y = {y_t}
density p(Y, v) = (prod_t p(y_t)) p(v | Y)`;

/** A chain of every other member. */
const interleaved = `
plate t = 1..T
plate s = 1..T
latent y_t
let Y = {y_t}
density p(Y) = p(y_1) p(y_2) prod_{t=3..T} p(y_t | y_{t-2})`;

/** A chain whose members look back as far as two. */
const reaching = `
plate t = 1..T
plate s = 1..T
latent y_t, v
let Y = {y_t}
density p(Y, v) = p(v) p(y_1 | v) p(y_2 | y_1) prod_{t=3..T} p(y_t | y_{t-1}, y_{t-2})`;

/** Members that depend on another array's before them. */
const doubled = `
plate t = 1..T
plate s = 1..T
latent y_t, u_t, w_t
let Y = {y_t}, U = {u_t}
density p(y_{1:T}, u_{1:T}, w_{1:T}) = (prod_t p(u_t)) p(w_1) (prod_{t=2..T} p(w_t | u_{t-1})) p(y_1) prod_{t=2..T} p(y_t | w_{t-1})`;

/** What is six arrays on comes six members later. */
const layers = `
plate t = 1..T
plate s = 1..T
latent a_t, b_t, c_t, d_t, e_t, y_t
param xi
let A = {a_t}, Y = {y_t}
density p(a_{1:T}, b_{1:T}, c_{1:T}, d_{1:T}, e_{1:T}, y_{1:T}; xi) = (prod_t p(a_t; xi)) p(b_1) (prod_{t=2..T} p(b_t | a_{t-1})) p(c_1) (prod_{t=2..T} p(c_t | b_{t-1})) p(d_1) (prod_{t=2..T} p(d_t | c_{t-1})) p(e_1) (prod_{t=2..T} p(e_t | d_{t-1})) p(y_1) (prod_{t=2..T} p(y_t | e_{t-1}))`;

/** The plate ends before its size. */
const early = `
plate n = 1..N-9
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) prod_n p(z_n | w)`;

/** Only members of which each index is beyond the one before depend on u. */
const nested = `
plate a = 1..T
plate b = 1..T
plate c = 1..T
latent h_{a,b,c}, u
let H = {h_{a,b,c}}
density p(H, u) = p(u) (prod_a prod_{b=a+1..T} prod_{c=b+1..T} p(h_{a,b,c} | u)) (prod_a prod_{b=1..a} prod_c p(h_{a,b,c})) (prod_a prod_{b=a+1..T} prod_{c=1..b} p(h_{a,b,c}))`;

/** Only the first has no law. */
const lawless = `
plate n = 1..N
latent z_n, w
let Z = {z_n}
density p(z_{2:N}, w) = p(w) prod_{n=2..N} p(z_n)`;

/** Only those up to M have a law. */
const begun = `
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density p(z_{1:M}, w) = p(w) prod_{n=1..M} p(z_n)`;

/** Arrays of which each depends on the one before, some steps earlier or later: xa, ..., xz, ya, ..., one more than steps. */
function path(...steps: readonly number[]): string {
  const names = [0, ...steps].map((_, i) => `${i < 26 ? 'x' : 'y'}${String.fromCharCode(97 + (i % 26))}`);
  const laws = steps.flatMap((step, i) => {
    const [before, own] = [names[i], names[i + 1]];
    return step > 0
      ? [`(prod_{t=1..${step}} p(${own}_t)) (prod_{t=${step + 1}..T} p(${own}_t | ${before}_{t-${step}}))`]
      : [`(prod_{t=T-${-step - 1}..T} p(${own}_t)) (prod_{t=1..T-${-step}} p(${own}_t | ${before}_{t+${-step}}))`];
  });
  return `
plate t = 1..T
plate s = 1..T
latent ${names.map((name) => `${name}_t`).join(', ')}
density p(${names.map((name) => `${name}_{1:T}`).join(', ')}) = (prod_t p(xa_t)) ${laws.join(' ')}`;
}

const times = (count: number, step: number): readonly number[] => Array.from({ length: count }, () => step);

type Row = readonly [what: string, from: string, given: string, declarations: string];

const independence = ([A, B, C, declarations]: Row) => {
  const w = new World(declarations);
  const { family, slots } = meanings(w);
  const by = { p: family('p'), A: slots(A), B: slots(B), C: slots(C) };
  return { w, result: w.kernel.rule('independence', by), claim: w.claimOf('independence', by) };
};

describe('independent', () => {
  test.each<Row>([
    ['y_t', 'y_{t-1}, y_{t-2}', 'y_{t-1}', chain],
    ['y_t', 'y_{1:t-1}, xi', 'y_{t-1}, xi', chain],
    ['y_1', 'y_2, y_3, xi', 'y_2, xi', chain],
    ['y_T', 'y_{T-1}, y_{T-2}', 'y_{T-1}', chain],
    ['y_3', 'y_2, xi', 'y_2', chain],
    ['z_2', 'w', '', zero],
    ['z_{n+1}', 'w', '', zero],
    ['x_1', 'z_N, z_{N-1}', 'z_N', anchored],
  ])('%s of %s given %s', (...row) => {
    const { w, result } = independence(row);
    expectTrue(w, result);
  });
});

describe('not independent at some size or index', () => {
  test.each<Row>([
    ['y_2', 'y_{T-2}, y_1, xi', 'y_{T-2}, xi', chain],
    ['y_{t+1}', 'y_s, y_t', 'y_s', chain],
    ['y_t', 'y_{t+1}, y_1, xi', 'y_{t+1}, xi', chain],
    ['y_M', 'y_T, y_1, xi', 'y_T, xi', chain],
    ['z_n', 'w', '', zero],
    ['z_0', 'w', '', zero],
    ['x_1', 'z_2', '', anchored],
    ['z_1', 'w', '', cut],
    ['z_n', 'w', '', cut],
    ['y_t', 'y_{t-2}, y_{t-1}, y_{t+1}', 'y_{t-1}', chain],
  ])('%s of %s given %s', (...row) => {
    const { w, result, claim } = independence(row);
    expectFalse(w, result, claim);
  });

  // The numbers go to five members, and to minibatches of less than all.
  test.each<Row>([
    ['y_3', 'y_{T-2}, y_1, xi', 'y_{T-2}, xi', chain],
    ['y_4', 'y_{T-3}, y_2, xi', 'y_{T-3}, xi', chain],
    ['z_N', 'w', '', cut],
    ['z_N', 'w', '', late],
    ['v', 'Y', 'y_{t-2:t+2}', window],
    ['v', 'Y', 'y_{t-2:t}, y_{s-2:s}', window],
    ['y_9', 'y_1, y_2', '', interleaved],
    ['y_t', 'y_{t-4}, y_{t-3}', 'y_{t-3}', interleaved],
    ['y_t', 'a_s, xi', 'xi', layers],
    ['y_t', 'a_1, xi', 'xi', layers],
    ['a_s', 'y_t, xi', 'xi', layers],
    ['w', 'Z', '', early],
    ['u', 'H', '', nested],
    ['z_n', 'w', '', lawless],
    ['z_n', 'w', '', begun],
    // Through more members than there are between two, before the first and behind the last.
    ['xu_t', 'xa_s', '', path(...times(20, 1))],
    ['xu_9', 'xa_s', '', path(...times(20, -1))],
    ['yo_t', 'xa_t', '', path(...times(20, 1), ...times(20, -1))],
    ['yo_t', 'xa_t', '', path(...times(20, -1), ...times(20, 1))],
    ['yo_2', 'xa_2', '', path(...times(20, 1), ...times(20, -1))],
    ['yo_T', 'xa_T', '', path(...times(20, -1), ...times(20, 1))],
    ['xi_t', 'xa_s', '', path(...times(8, 3))],
  ])('%s of %s given %s', (...row) => expect(refusal(independence(row).result)).toBe('condition independent'));

  test.each<Row>([
    ['z_{n+1}', 'w', '', lawless],
    ['xe_t', 'xa_{t+4}', '', path(...times(4, 1))],
    ['xb_t', 'xa_t', '', path(3)],
  ])('but independent: %s of %s given %s', (...row) => expect(refusal(independence(row).result)).toBe('a theorem'));
});

test('nothing is said of what is never a member', () => {
  const { worlds } = new World(chain).kernel;
  expect(worlds.always([ref('y', at('T', 1)).ref], () => true)).toBe(false);
});

test.each<readonly [number, string, boolean]>([
  [0, 'Y', true],
  [2, 'Y', true],
  [2, 'y_{2:T}', false],
  [-2, 'y_{1:T-1}', false],
])('a letter without a plate runs wherever it has a member: %i on, among %s: %s', (offset, outer, answer) => {
  const w = new World(chain);
  expect(w.kernel.worlds.within([ref('y', at('k', offset)).ref], w.refs(outer))).toBe(answer);
});

describe('members', () => {
  const w = new World(chain);
  const { worlds } = w.kernel;
  const inside = (inner: string, outer: string): boolean => worlds.within(w.refs(inner), w.refs(outer));

  test.each([
    ['y_t', 'Y', true],
    ['y_2', 'y_{1:2}', true],
    ['y_{t-1}', 'y_{1:t}', true],
    ['y_{1:t-1}', 'y_{-t}', true],
    ['y_t', 'y_t, y_s', true],
    ['Y', 'y_t, y_{-t}', true],
    ['y_s', 'y_t', false],
    ['y_t', 'y_{1:t-1}', false],
    ['y_s', 'y_{-t}', false],
    ['y_3', 'y_{T-2}', false],
    ['y_{T-2}', 'y_{1:3}', false],
    ['Y', 'y_{1:T-1}', false],
    ['y_t', 'y_1, y_2, y_3', false],
    ['y_7', 'Y', true],
    ['y_{t-6}', 'Y', true],
    ['Y', 'y_{1:2}, y_{T-2:T}', false],
    ['y_s', 'y_{t-2}, y_{t-1}, y_t, y_{t+1}, y_{t+2}', false],
    ['y_M', 'y_T', false],
    ['y_t#1', 'y_t#1, y_s', true],
    ['y_t#1', 'y_t', false],
    ['Y#1', 'y_t#1', false],
    // True in short plates alone.
    ['Y', 'y_{t-2:t+2}', false],
    ['Y', 'y_{t-3:t+3}, y_2', false],
    ['Y', 'y_{t-2:t+2}, y_{s-2:s+2}', false],
    ['y_{t-4:s}', 'y_{t-4:t}, y_{s-2:s}', false],
    ['y_{s+1:t}', 'y_{t-3:t}, y_{s+1:s+3}', false],
    ['y_{3:T}', 'y_{3:6}, y_{T-2:T}', false],
    // No plate is tried in which both have members.
    ['y_{t-7}', 'y_{t+7}', false],
  ])('%s among %s: %s', (inner, outer, answer) => expect(inside(inner, outer)).toBe(answer));
});

describe('what holds here holds in longer plates and at all values of the letters', () => {
  const most = 15;
  const end = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map(String),
    fc
      .tuple(fc.constantFrom('t', 't', 's'), fc.integer({ min: -3, max: 3 }))
      .map(([base, offset]) => (offset === 0 ? base : `${base}${offset > 0 ? '+' : ''}${offset}`)),
    fc.integer({ min: 0, max: 3 }).map((offset) => (offset === 0 ? 'T' : `T-${offset}`)),
  );
  const reference = fc.oneof(
    { weight: 1, arbitrary: fc.constant('Y') },
    { weight: 4, arbitrary: end.map((at) => `y_{${at}}`) },
    { weight: 4, arbitrary: fc.tuple(end, end).map(([lo, hi]) => `y_{${lo}:${hi}}`) },
    { weight: 1, arbitrary: fc.constant('y_{-t}') },
  );
  const some = fc.array(reference, { minLength: 1, maxLength: 3 });
  const models = [chain, interleaved, window, reaching, doubled].map((text) => new World(text));

  /** Every world up to a size, one by one. */
  function fails(test: (env: IndexEnv) => boolean): string | null {
    for (let T = 1; T <= most; T++)
      for (let t = 1; t <= T; t++)
        for (let s = 1; s <= T; s++) {
          const indices = new Map([...Object.entries({ T, t, s, N: T, M: 1 })]);
          try {
            if (!test({ indices, subsets: new Map() })) return `T = ${T}, t = ${t}, s = ${s}`;
          } catch (error) {
            if (!(error instanceof IndexFault)) throw error;
          }
        }
    return null;
  }

  const named = (w: World, env: IndexEnv, list: readonly VarRef[]): Set<string> =>
    new Set(list.flatMap((own) => w.kernel.worlds.members(own, env)));

  test.each(models.map((w, i) => [i, w] as const))('being among others, model %i', (_, w) => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [inner, outer] = [a, b].map((list) => w.refs(list.join(', '))) as [VarRef[], VarRef[]];
        if (!w.kernel.worlds.within(inner, outer)) return;
        const isInside = (env: IndexEnv): boolean => {
          const all = named(w, env, outer);
          return [...named(w, env, inner)].every((copy) => all.has(copy));
        };
        expect(fails(isInside)).toBe(null);
      }),
      { numRuns: 300 },
    );
  });

  test.each(models.map((w, i) => [i, w] as const))('independence, model %i', (_, w) => {
    const family = w.model.families.get('p') as Family;
    fc.assert(
      fc.property(reference, reference, some, fc.boolean(), (a, other, c, isOther) => {
        // Of two arrays where there are two.
        const b = isOther && w.model.variables.has('u') ? other.replace('y', 'u').replace('Y', 'U') : other;
        const [what, from, given] = [a, b, c.join(', ')].map((text) => w.refs(text)) as [VarRef[], VarRef[], VarRef[]];
        if (!w.kernel.worlds.independent(what, from, given, family)) return;
        const isOpen = (env: IndexEnv): boolean => {
          const [own, others, held] = [what, from, given].map((list) => named(w, env, list)) as [
            Set<string>,
            Set<string>,
            Set<string>,
          ];
          const reached = dConnected(unroll(family, w.model, env), [...own], held);
          return (
            [...own].some((copy) => held.has(copy)) || [...others].some((copy) => !held.has(copy) && reached.has(copy))
          );
        };
        expect(fails((env) => !isOpen(env))).toBe(null);
      }),
      { numRuns: 300 },
    );
  });
});

describe('members of a plate that begins late', () => {
  const w = new World(`
plate n = 4..N
latent z_n
let Z = {z_n}`);
  test.each([
    ['z_n', 'Z', true],
    ['z_4', 'Z', true],
    ['Z', 'z_4, z_5', false],
    ['z_n', 'z_4', false],
  ])('%s among %s: %s', (inner, outer, answer) =>
    expect(w.kernel.worlds.within(w.refs(inner), w.refs(outer))).toBe(answer),
  );
});

describe('members of a plate that begins at a size', () => {
  const w = new World(`
plate n = 1..N
plate s = N..T
latent z_s
let Z = {z_s}`);
  test.each([
    ['z_s', 'Z', true],
    ['z_N', 'Z', true],
    ['Z', 'z_N', false],
    ['z_s', 'z_N', false],
  ])('%s among %s: %s', (inner, outer, answer) =>
    expect(w.kernel.worlds.within(w.refs(inner), w.refs(outer))).toBe(answer),
  );
});

describe('what is too much to try is refused', () => {
  const { model } = new World(`${chain}
plate n = 1..N
observed u_n`);
  const worlds = (): Worlds => new Worlds(model);
  const y = (...indices: readonly ReturnType<typeof index>[]): VarRef[] =>
    indices.map((own) => ({ name: 'y', at: [{ tag: 'at', index: own }] }));
  const letters = ['a', 'b', 'c', 'd', 'e'].map((letter) => index(letter));
  const [a, b, c, d, e] = letters as [Index, Index, Index, Index, Index];
  const number = (offset: number): Index => index(null, offset);

  // Each is true.
  test.each<readonly [string, boolean, readonly Index[]]>([
    ['eleven members and some more', true, [number(11)]],
    ['forty', false, [number(40)]],
    ['three letters', true, [a, b, c, number(3)]],
    ['four', true, [a, b, c, d]],
    ['five', false, [a, b, c, d, e]],
    ['two at every size', false, [a, b, number(5), index('T')]],
    ['one at every size', true, [a, number(2), index('T')]],
  ])('%s: %s', (_, answer, indices) => {
    expect(worlds().within(y(...indices.slice(0, 1)), y(...indices))).toBe(answer);
  });

  test('what is no member at all is free of everything', () => {
    expect(worlds().freeBeyond([], y(a, b, c, d, e), [])).toBe(true);
    expect(worlds().freeBeyond(y(a), y(a, b, c, d, e), y(a))).toBe(false);
  });
});

describe('what is asked of the kernel alone', () => {
  const w = new World(chain);
  const { worlds } = w.kernel;
  const p = w.model.families.get('p') as Family;

  test.each([
    ['y_t', 'Y', 'y_t', true],
    ['y_s', 'Y', 'y_t', false],
    ['y_t, y_s', 'Y', 'y_t', false],
  ])('%s free of %s beyond %s: %s', (a, whole, part, answer) =>
    expect(worlds.freeBeyond(w.refs(a), w.refs(whole), w.refs(part))).toBe(answer),
  );

  test.each([
    ['y_t', 'y_s', 'y_t'],
    ['y_t, y_{t+1}', 'y_{t-1}', 'y_t'],
    ['y_t, y_{t+1}', 'y_t', 'y_t'],
  ])('whether %s is independent of %s given %s is no question', (what, from, given) =>
    expect(worlds.independent(w.refs(what), w.refs(from), w.refs(given), p)).toBe(false),
  );
});

test('a family that is another than the declared one, and what is no reference', () => {
  const w = new World(chain);
  const { worlds } = w.kernel;
  const p = w.model.families.get('p') as Family;
  const [last, earlier, between] = ['y_3', 'y_1', 'y_2, xi'].map((text) => w.refs(text)) as [
    VarRef[],
    VarRef[],
    VarRef[],
  ];
  const odd = { name: 'y', at: [{ tag: 'odd' }] } as unknown as VarRef;
  expect(worlds.independent(last, earlier, between, p)).toBe(true);
  expect(worlds.independent(last, earlier, between, { ...p })).toBe(false);
  expect(worlds.independent([...last, odd], earlier, between, p)).toBe(false);
  expect(worlds.independent(last, [...earlier, odd], between, p)).toBe(false);
  expect(worlds.independent(last, earlier, [...between, odd], p)).toBe(false);
});

describe('families that no text declares', () => {
  const { model } = new World(`
plate n = 1..N
subset S of 1..N size M
latent z_n, w
let Z = {z_n}
density p(Z, w) = p(w) prod_n p(z_n | w)`);
  const z = (...index: readonly Index[]): VarRef => ({
    name: 'z',
    at: index.map((own) => ({ tag: 'at', index: own })),
  });
  const factor = (id: number, head: VarRef, given: VarRef, binders: readonly IndexBinder[] = []): Factor => ({
    id,
    binders,
    heads: [head],
    givens: [given],
    form: null,
    label: null,
  });
  const worldsOf = (...factors: readonly Factor[]): readonly [Worlds, Family] => {
    const family = { name: 'p', factors };
    return [new Worlds({ ...model, families: new Map([['p', family]]) }), family];
  };

  test('a member of a minibatch depends on what the minibatch does', () => {
    const binder = { index: 'n', range: { tag: 'subset', subset: 'S' } } as const;
    const [worlds, p] = worldsOf(factor(0, z(index('n')), { name: 'w', at: [] }, [binder]));
    expect(worlds.independent([z(index('n'))], [{ name: 'w', at: [] }], [], p)).toBe(false);
    expect(worlds.independent([z(index('n'))], [z(index('n', 1))], [{ name: 'w', at: [] }], p)).toBe(true);
  });

  test('a size at which something depends on itself is passed over', () => {
    const [worlds, p] = worldsOf(
      factor(0, z(index(null, 1)), z(index(null, 2))),
      factor(1, z(index('M')), z(index(null, 1))),
    );
    expect(worlds.independent([z(index('M'))], [{ name: 'w', at: [] }], [], p)).toBe(true);
    expect(worlds.independent([z(index('M'))], [z(index(null, 1))], [], p)).toBe(false);
  });
});

/** Where a subset has neither end, an index may go beyond its members, and the text of such a term is read. */
const withInnerSubset = (declarations: string): string =>
  declarations.replace('subset S of 1..T', 'subset S of 2..T-1');

describe('a term has no members anywhere', () => {
  const w = new World(chain);
  const beyond = new World(withInnerSubset(chain));
  const extents = new Extents(w.model);
  test.each<[string, boolean]>([
    ['E_S[sum_{t in S} f(y_{t-1})]', true],
    ['E_S[sum_{t in S} f(y_{t+1})]', true],
    ['1 + E_S[2 sum_{t in S} p(y_t | y_{t-1})]', true],
    ['E_S[sum_{t in S} f(y_t)]', false],
    ['sum_{t in S} f(y_{t-1})', false],
    ['sum_{t=2..T} f(y_{t-1})', false],
    ['sum_t f(y_t)', false],
    ['f(y_{t-1})', false],
    ['f(y_7)', false],
    ['f(y_{T-1})', false],
    ['sum_{t=s..T} f(y_{t-1})', false],
  ])('%s: %s', (text, expected) => expect(extents.never(beyond.term(text))).toBe(expected));
});

describe('a term has its members', () => {
  const declarations = `${chain}
define lagged = f(y_2)`;
  const w = new World(declarations);
  const beyond = new World(withInnerSubset(declarations));
  const extents = new Extents(w.model);
  const within = (term: string | Term, others: readonly string[]): boolean =>
    extents.within(
      typeof term === 'string' ? beyond.term(term) : term,
      others.map((text) => beyond.term(text)),
    );

  test.each<readonly [string, readonly string[]]>([
    ['f(y_t)', []],
    ['f(y_1)', []],
    ['f(y_T)', []],
    ['p(y_t | y_{1:t-1}; xi)', []],
    ['sum_{t = 2..T} f(y_{t-1})', []],
    ['sum_{t = 1..T-1} f(y_{t+1})', []],
    ['sum_{s = 1..t} f(y_s)', []],
    ['f(y_{t-1})', ['f(y_{t-1})']],
    ['f(y_{t-1})', ['f(y_{t-2})']],
    ['f(y_2)', ['f(y_3)']],
    ['f(y_2) f(y_{t+1})', ['f(y_2)', 'f(y_{t+1})']],
    ['p(Y; xi)', []],
    ['p(y_{-t} | y_t; xi)', []],
    ['lagged', ['f(y_2)']],
    ['f(y_2) + f(y_3)', ['f(y_3)']],
    ['f(y_3) + f(y_2)', ['f(y_3)']],
    ['sum_{s = 2..t} f(y_{s-1})', []],
    ['f(y_{t-1}) f(y_{s+1})', ['f(y_{s+1})', 'f(y_{t-1})']],
  ])('%s where %j have theirs', (term, others) => expect(within(term, others)).toBe(true));

  test.each<readonly [string, readonly string[]]>([
    ['f(y_{t-1})', []],
    ['f(y_{t+1})', ['f(y_{t-1})']],
    ['f(y_{t-2})', ['f(y_{t-1})']],
    ['f(y_{t-1})', ['f(y_{s-1})']],
    ['f(y_2)', ['f(y_1)']],
    ['f(y_3)', ['f(y_2)']],
    ['f(y_{T-1})', ['f(y_T)']],
    ['sum_{s = 1..t} f(y_{s+1})', []],
    ['sum_{s = 1..t} f(y_{s+1})', ['f(y_t)']],
    ['int p(y_t | y_{t-1}) dy_t', []],
    ['grad_{xi}(f(y_{t-1}))', []],
    ['E_S[sum_{t in S} f(y_2)]', []],
    ['lagged', []],
    ['lagged', ['f(y_1)']],
    ['f(y_2) + f(y_3)', ['f(y_2)']],
    ['f(y_3) + f(y_2)', ['f(y_2)']],
    ['grad_{y_{t-1}}(xi)', []],
    ['int xi dy_{t-1}', []],
    ['sum_{t in S} f(y_{t-1})', []],
    ['sum_{t in S} f(y_{t+1})', []],
    ['f(y_{t+1})', ['f(y_{s+1})']],
    ['f(y_{t+1}) f(y_{s+1})', ['f(y_{t+1})']],
    ['f(y_{t+1}) f(y_{s+1})', ['f(y_{s+1})']],
    ['f(y_{t-1}) f(y_{s-1})', ['f(y_{t-1})']],
    ['f(y_{t-1}) f(y_{s-1})', ['f(y_{s-1})']],
  ])('%s, but not where %j have theirs', (term, others) => expect(within(term, others)).toBe(false));

  test('also in the slots of a density', () => {
    const [last, whole] = [ref('y', at('t', -1)), ref('y', at('t'))];
    const of = (own: typeof last, given: typeof last): Term =>
      density('p', [{ of: own.ref, value: ref('xi') }], [{ of: given.ref, value: ref('xi') }]);
    expect(within(of(whole, whole), [])).toBe(true);
    expect(within(of(last, whole), [])).toBe(false);
    expect(within(of(whole, last), [])).toBe(false);
  });

  test('all but one are there, whichever one it is', () => {
    const rest = ref('y', { tag: 'except', index: index('t', -1) });
    expect(within(density('p', [{ of: rest.ref, value: rest }]), [])).toBe(true);
  });

  test('what is not declared needs nothing beside its arguments', () => {
    const last = ref('y', at('t', -1));
    expect([within(call('nobody'), []), within(ref('nobody', at('t', -1)), [])]).toEqual([true, true]);
    expect([within(call('nobody', last), []), within(call('nobody', last), ['f(y_{t-1})'])]).toEqual([false, true]);
  });

  test.each([
    ['t', index(null, 1), index('T'), true],
    ['t', index(null, 2), index('T', -1), true],
    ['t', index(null, 0), index('T'), false],
    ['t', index(null, 1), index('T', 1), false],
    ['k', index(null, 0), index('T', 1), true],
  ] as const)('the letter %s from %o to %o', (letter, lo, hi, inside) =>
    expect(extents.runsInside({ index: letter, range: { tag: 'range', lo, hi, except: null } })).toBe(inside),
  );

  test('a letter of a minibatch', () => {
    const through = (subset: string): boolean => extents.runsInside({ index: 't', range: { tag: 'subset', subset } });
    expect([through('S'), through('nobody')]).toEqual([true, true]);
  });
});
