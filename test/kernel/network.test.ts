/** Families unrolled, and d-separation against the definition by active trails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Factor, Family, Model } from '../../src/kernel/model.js';
import {
  ancestors,
  type Copy,
  copiesOf,
  copyBase,
  dConnected,
  descendants,
  evaluateIndex,
  type IndexEnv,
  IndexFault,
  lawName,
  missingInputs,
  type Network,
  type Node,
  rangeValues,
  unroll,
} from '../../src/kernel/network.js';
import type { Index, IndexRange, VarRef } from '../../src/kernel/term.js';
import { read } from '../syntax/line.js';

const env = (indices: Record<string, number>, subsets: Record<string, number[]> = {}): IndexEnv => ({
  indices: new Map(Object.entries(indices)),
  subsets: new Map(Object.entries(subsets)),
});

const at = (base: string | null, offset = 0): Index => ({ base, offset });

describe('index ranges', () => {
  const range = (lo: Index, hi: Index, except: Index | null = null): IndexRange => ({ tag: 'range', lo, hi, except });

  test.each([
    [range(at(null, 1), at('N')), [1, 2, 3]],
    [range(at(null, 2), at('N', -1)), [2]],
    [range(at(null, 0), at('N', 1)), [0, 1, 2, 3, 4]],
    [range(at('n'), at('N')), [2, 3]],
    [range(at(null, 1), at('N'), at('n')), [1, 3]],
    [range(at(null, 1), at('N'), at('n', 5)), [1, 2, 3]],
    [range(at('N'), at(null, 1)), []],
    [range(at('N'), at('N')), [3]],
    [{ tag: 'subset', subset: 'S' } as const, [1, 3]],
    [{ tag: 'subset', subset: 'R' } as const, []],
  ])('%o', (given, values) => expect(rangeValues(given, env({ N: 3, n: 2 }, { S: [1, 3] }))).toEqual(values));

  test('an index without a value', () => {
    expect(() => evaluateIndex(at('m'), env({ N: 3 }))).toThrow(IndexFault);
  });
});

const chain = read(`plate t = 1..T
latent x_t, y_t
param s
let X = {x_t}, Y = {y_t}
density p(X, Y; s) = p(x_1) (prod_{t=2..T} p(x_t | x_{t-1}; s)) prod_t p(y_t | x_t)`).model;

const unrolled = (model: Model, name: string, sizes: Record<string, number>): Network =>
  unroll(model.families.get(name) as Family, model, env(sizes));

describe('unrolling', () => {
  const network = unrolled(chain, 'p', { T: 3 });

  test('a member each, parents before children', () => {
    expect([...network.nodes.keys()].sort()).toEqual(['x@1', 'x@2', 'x@3', 'y@1', 'y@2', 'y@3']);
    const seen = new Set<Copy>();
    for (const { copy, parents } of network.nodes.values()) {
      expect(parents.every((parent) => seen.has(parent))).toBe(true);
      seen.add(copy);
    }
  });

  test('parents, inputs and ancestors', () => {
    expect(network.nodes.get('x@2')?.parents).toEqual(['x@1']);
    expect(network.nodes.get('x@2')?.inputs).toEqual(['s']);
    expect([...network.inputs]).toEqual(['s']);
    expect([...ancestors(network, ['y@2'])].sort()).toEqual(['x@1', 'x@2', 'y@2']);
    expect([...ancestors(network, ['s', 'x@1'])]).toEqual(['x@1']);
    expect(network.nodes.get('y@2')?.binding).toEqual(new Map([['t', 2]]));
    expect(network.nodes.get('x@1')?.binding).toEqual(new Map());
  });

  test.each([
    [['x@2'], ['x@3', 'y@2', 'y@3']],
    [
      ['x@1', 'y@2'],
      ['x@2', 'x@3', 'y@1', 'y@2', 'y@3'],
    ],
    [['s'], ['x@2', 'x@3', 'y@2', 'y@3']],
    [['y@1'], []],
    [[], []],
  ])('what is below %j: %j', (copies, below) => expect([...descendants(network, copies)].sort()).toEqual(below));

  test('what is below members of a cycle are they themselves', () => {
    const [x, y] = [network.nodes.get('x@1'), network.nodes.get('y@1')] as [Node, Node];
    const nodes = new Map([
      ['x@1', { ...x, parents: ['y@1'] }],
      ['y@1', { ...y, parents: ['x@1'] }],
    ]);
    expect([...descendants({ ...network, nodes }, ['x@1'])].sort()).toEqual(['x@1', 'y@1']);
  });

  test('nothing depends on itself', () => {
    const [own] = (chain.families.get('p') as Family).factors as [Factor];
    const family = { name: 'p', factors: [{ ...own, givens: own.heads }] };
    expect(() => unroll(family, chain, env({ T: 3 }))).toThrow('x_1 depends on itself');
  });

  const members = (selector: string): Copy[] => {
    const { derivations, model } = read(`plate t = 1..T\nlatent x_t\nfunction f(a)\nderivation: f(${selector})\n = 0`);
    const term = derivations[0]?.elaborated().first.term;
    const arg = term?.tag === 'apply' ? term.args[0] : undefined;
    if (arg?.tag !== 'ref') throw new Error(`${selector} is no argument`);
    return copiesOf(arg.ref, model, env({ T: 4, t: 3 }));
  };

  test.each([
    ['x_t', ['x@3']],
    ['x_{t-1}', ['x@2']],
    ['x_{1:T}', ['x@1', 'x@2', 'x@3', 'x@4']],
    ['x_{1:t-1}', ['x@1', 'x@2']],
    ['x_{t:T}', ['x@3', 'x@4']],
    ['x_{2:t}', ['x@2', 'x@3']],
    ['x_{-t}', ['x@1', 'x@2', 'x@4']],
    ['x_{2:1}', []],
    ['x_{t:t}', ['x@3']],
  ])('the members of %s', (selector, copies) => expect(members(selector)).toEqual(copies));

  test.each(['x_{t+2}', 'x_{t-3}', 'x_{t:9}'])('no members of %s', (selector) =>
    expect(() => members(selector)).toThrow(IndexFault),
  );

  const slice = (lo: Index, hi: Index): VarRef => ({ name: 'x', at: [{ tag: 'slice', lo, hi }] });
  test('a slice that ends before it begins has none, wherever it begins', () => {
    expect(copiesOf(slice(at('T', 1), at('T')), chain, env({ T: 4 }))).toEqual([]);
    expect(copiesOf(slice(at(null, 1), at(null, 0)), chain, env({ T: 4 }))).toEqual([]);
  });

  test('no two members have one name', () => {
    const square = read('plate n = 1..N\nplate m = 1..N\nlatent b_{n, m}').model;
    const all = copiesOf({ name: 'b', at: [{ tag: 'all' }, { tag: 'all' }] }, square, env({ N: 12 }));
    expect(new Set(all).size).toBe(144);
    expect(all.map(copyBase).every((base) => base === 'b')).toBe(true);
    expect([copyBase('b'), copyBase('long@1')]).toEqual(['b', 'long']);
  });

  test('what has no index is its own member, and an index needs a plate', () => {
    expect(copiesOf({ name: 'nobody', at: [] }, chain, env({}))).toEqual(['nobody']);
    expect(() => copiesOf({ name: 'nobody', at: [{ tag: 'all' }] }, chain, env({}))).toThrow(IndexFault);
  });
});

describe('inputs that a density depends on', () => {
  const network = unrolled(chain, 'p', { T: 3 });
  test.each([
    [['x@1'], [], []],
    [['x@2'], [], ['s']],
    [['x@1'], ['x@2'], ['s']],
    [['y@1'], ['x@1'], []],
    [['y@2'], ['x@2'], []],
    [['x@1'], ['y@1'], []],
    [['x@1'], ['y@2'], ['s']],
    [['x@2'], ['s'], []],
    [['x@1', 'y@3'], ['x@2'], ['s']],
  ])('p(%j | %j) needs %j', (heads, givens, inputs) =>
    expect(missingInputs(network, heads, new Set(givens))).toEqual(inputs),
  );
});

/** A random graph on a0.., each with parents among those before it; the last `inputs` roots have no law. */
interface Graph {
  readonly parents: readonly (readonly number[])[];
}

const graphs: fc.Arbitrary<Graph> = fc
  .integer({ min: 2, max: 6 })
  .chain((size) =>
    fc
      .tuple(...Array.from({ length: size }, (_, i) => fc.subarray(Array.from({ length: i }, (__, j) => j))))
      .map((parents) => ({ parents })),
  );

const name = (i: number): Copy => `a${i}`;

/** Nodes without parents are inputs, so that both kinds of edge occur. */
function networkOf({ parents }: Graph): Network {
  const isInput = (i: number): boolean => parents[i]?.length === 0 && i % 2 === 0;
  const factor = { id: 0 } as Factor;
  const nodes = parents.flatMap((own, i) =>
    isInput(i)
      ? []
      : [
          {
            family: 'p',
            copy: name(i),
            parents: own.filter((j) => !isInput(j)).map(name),
            inputs: own.filter(isInput).map(name),
            factor,
            binding: new Map<string, number>(),
            position: 0,
          },
        ],
  );
  return {
    family: 'p',
    nodes: new Map(nodes.map((node) => [node.copy, node])),
    inputs: new Set(parents.flatMap((_, i) => (isInput(i) ? [name(i)] : []))),
  };
}

/** By enumeration: some trail without a repeated node has every collider's descendants given, and nothing else given. */
function connectedByTrails({ parents }: Graph, from: number, to: number, given: ReadonlySet<number>): boolean {
  const isEdge = (a: number, b: number): boolean => parents[b]?.includes(a) ?? false;
  const opens = (collider: number): boolean =>
    given.has(collider) || parents.some((_, child) => isEdge(collider, child) && opens(child));
  const passes = (a: number, b: number, c: number): boolean =>
    isEdge(a, b) && isEdge(c, b) ? opens(b) : !given.has(b);
  const extend = (trail: readonly number[]): boolean => {
    const last = trail.at(-1) as number;
    if (last === to) return true;
    return parents.some(
      (_, next) =>
        !trail.includes(next) &&
        (isEdge(last, next) || isEdge(next, last)) &&
        (trail.length < 2 || passes(trail.at(-2) as number, last, next)) &&
        extend([...trail, next]),
    );
  };
  return extend([from]);
}

describe('what is reached', () => {
  const network = unrolled(chain, 'p', { T: 2 });
  test.each([
    [['x@1'], [], ['x@1', 'x@2', 'y@1', 'y@2']],
    [['x@1'], ['x@2'], ['s', 'x@1', 'y@1']],
    [['y@2'], ['x@2'], ['y@2']],
    [['y@1'], ['y@2'], ['s', 'x@1', 'x@2', 'y@1']],
    [['s'], [], ['s', 'x@2', 'y@2']],
    [['s'], ['x@2'], ['s', 'x@1', 'y@1']],
    [['x@1'], ['x@1'], []],
  ])('from %j given %j: %j', (from, given, reached) =>
    expect([...dConnected(network, from, new Set(given))].sort()).toEqual(reached),
  );
});

describe('a name for a law', () => {
  const laws = (plate: string): Set<string> => {
    const { model } = read(
      `plate n = 1..N${plate}\nlatent z_n, w\nlet Z = {z_n}\ndensity p(Z, w) = p(w) prod_n p(z_n)`,
    );
    return new Set([...unrolled(model, 'p', { N: 3 }).nodes.values()].map((node) => lawName(node, model)));
  };
  test('each member has its own', () => expect(laws('').size).toBe(4));
  test('whatever its letter', () => {
    const { model } = read(
      'plate n = 1..N\niid n\nlatent z_n\nlet Z = {z_n}\ndensity p(Z) = p(z_1) prod_{j=2..N} p(z_j | z_{j-1})',
    );
    const nodes = [...unrolled(model, 'p', { N: 4 }).nodes.values()];
    expect(new Set(nodes.map((node) => lawName(node, model))).size).toBe(4);
  });
  test('but in a plate of which all are alike', () => expect(laws('\niid n').size).toBe(2));
});

describe('d-separation', () => {
  test('is what active trails say', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), fc.array(fc.nat(), { maxLength: 3 }), (graph, a, b, conditions) => {
        const size = graph.parents.length;
        const [from, to] = [a % size, b % size];
        const given = new Set(conditions.map((c) => c % size).filter((c) => c !== from && c !== to));
        fc.pre(from !== to);
        const reached = dConnected(networkOf(graph), [name(from)], new Set([...given].map(name)));
        expect(reached.has(name(to))).toBe(connectedByTrails(graph, from, to, given));
      }),
      { numRuns: 3000 },
    );
  });

  test('is symmetric', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), fc.nat(), (graph, a, b, c) => {
        const [x, y, z] = [a, b, c].map((n) => n % graph.parents.length) as [number, number, number];
        fc.pre(x !== y && y !== z && x !== z);
        const network = networkOf(graph);
        const given = new Set([name(z)]);
        const there = dConnected(network, [name(x)], given).has(name(y));
        expect(dConnected(network, [name(y)], given).has(name(x))).toBe(there);
      }),
    );
  });
});
