/** The finite models: every derived conditional against the joint, written out and summed entry by entry. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Tensor } from '../../src/numeric/tensor.js';
import { central, expectNear } from './harness.js';
import { finiteValue, type Read, read, type Values } from './models.js';

type Point = Readonly<Record<string, number>>;

const entry = (t: Tensor, point: Point): number =>
  t.data[t.axes.reduce((at, axis) => at * axis.size + (point[axis.id] ?? 0), 0)] as number;

const points = (names: readonly string[], states: number): Point[] =>
  names.reduce<Point[]>(
    (all, name) => all.flatMap((point) => Array.from({ length: states }, (_, i) => ({ ...point, [name]: i }))),
    [{}],
  );

/** Declarations, the primitive conditionals by which the joint is written, and the members they speak of. */
interface Net {
  readonly declarations: string;
  readonly factors: readonly string[];
  readonly members: readonly string[];
  readonly values?: Values;
  /** How a member is written: `z_{1}` for `z@1`. */
  readonly write?: (member: string) => string;
}

const options = (states: number): { states: number; n: number } => ({ states, n: 2 });

/** The joint as a plain function of the members' states. */
function jointOf(
  { declarations, factors, members, values = {} }: Net,
  seed: number,
  states: number,
): (point: Point) => number {
  const tables = factors.map((factor) =>
    finiteValue(read(declarations, factor), seed, members, values, options(states)),
  );
  return (point) => tables.reduce((product, table) => product * entry(table, point), 1);
}

const density = (net: Net, heads: readonly string[], givens: readonly string[]): string => {
  const write = net.write ?? ((member: string) => member);
  const params = Object.keys(net.values ?? {});
  const right = givens.length > 0 ? ` | ${givens.map(write).join(', ')}` : '';
  return `p(${heads.map(write).join(', ')}${right}${params.length > 0 ? `; ${params.join(', ')}` : ''})`;
};

/** p(heads | givens) equals the sums over the joint, and sums to 1. */
function expectDerived(net: Net, heads: readonly string[], givens: readonly string[], seed = 1, states = 2): void {
  const derived = finiteValue(
    read(net.declarations, density(net, heads, givens)),
    seed,
    net.members,
    net.values,
    options(states),
  );
  const joint = jointOf(net, seed, states);
  const over = (fixed: Point): number =>
    points(
      net.members.filter((member) => !(member in fixed)),
      states,
    ).reduce((sum, point) => sum + joint({ ...point, ...fixed }), 0);
  for (const given of points(givens, states)) {
    const evidence = over(given);
    const all = points(heads, states).map((head) => ({ ...given, ...head }));
    for (const point of all) expectNear(entry(derived, point), over(point) / evidence, 1e-12);
    expectNear(
      all.reduce((sum, point) => sum + entry(derived, point), 0),
      1,
      1e-12,
    );
  }
}

const nets: Readonly<Record<string, Net>> = {
  chain: {
    declarations: 'latent a, b, c\ndensity: p(a, b, c) = p(a) p(b | a) p(c | b)',
    factors: ['p(a)', 'p(b | a)', 'p(c | b)'],
    members: ['a', 'b', 'c'],
  },
  collider: {
    declarations: 'latent a, b, c\ndensity: p(a, b, c) = p(a) p(b) p(c | a, b)',
    factors: ['p(a)', 'p(b)', 'p(c | a, b)'],
    members: ['a', 'b', 'c'],
  },
  parameters: {
    declarations: 'latent a, b\nparam theta, phi\ndensity: p(a, b; theta, phi) = p(a; theta) p(b | a; theta, phi)',
    factors: ['p(a; theta)', 'p(b | a; theta, phi)'],
    members: ['a', 'b'],
    values: { theta: 0.4, phi: -1.2 },
  },
  'a plate with a shared cause': {
    declarations: `plate n = 1..N
      latent z_n, w
      let Z = {z_n}
      density: p(Z, w) = p(w) prod_n p(z_n | w)`,
    factors: ['p(w)', 'p(z_{1} | w)', 'p(z_{2} | w)'],
    members: ['w', 'z@1', 'z@2'],
    write: (member) => member.replace(/@(.*)/, '_{$1}'),
  },
  'a chain with observations': {
    declarations: `plate t = 1..2
      latent z_t
      observed x_t
      density: p(z_{1:2}, x_{1:2}) = p(z_1) (prod_{t=2..2} p(z_t | z_{t-1})) prod_t p(x_t | z_t)`,
    factors: ['p(z_1)', 'p(z_2 | z_1)', 'p(x_1 | z_1)', 'p(x_2 | z_2)'],
    members: ['z@1', 'z@2', 'x@1', 'x@2'],
    write: (member) => member.replace(/@(.*)/, '_$1'),
  },
  'a block of heads': {
    declarations: 'latent a, b, c\ndensity: p(a, b | c)\ndensity: p(c)',
    factors: ['p(a, b | c)', 'p(c)'],
    members: ['a', 'b', 'c'],
  },
  'a declared table': {
    declarations: `latent a, b
      density: p(a, b) = p(a) p(b | a)
      density: p(a) = table[a] [1/4, 3/4]
      density: p(b | a) = table[a, b] [[1/3, 2/3], [1/2, 1/2]]`,
    factors: ['p(a)', 'p(b | a)'],
    members: ['a', 'b'],
  },
  'a declared law': {
    declarations: `latent a : {0, 1}
      latent b
      param theta : unit
      density: p(a; theta) = Bernoulli(a; theta)
      density: p(b | a)`,
    factors: ['p(a; theta)', 'p(b | a)'],
    members: ['a', 'b'],
    values: { theta: 0.3 },
  },
};

/** Every split of the members into heads, givens and hidden ones, with at least one head. */
const splits = (members: readonly string[]): [heads: string[], givens: string[]][] =>
  points(members, 3)
    .map((roles): [string[], string[]] => [
      members.filter((m) => roles[m] === 0),
      members.filter((m) => roles[m] === 1),
    ])
    .filter(([heads]) => heads.length > 0);

describe.each(Object.entries(nets))('%s', (_, net) => {
  test.each(splits(net.members))('p(%j | %j)', (heads, givens) => expectDerived(net, heads, givens));
  it('with another seed', () => {
    for (const [heads, givens] of splits(net.members).slice(0, 5)) expectDerived(net, heads, givens, 2);
  });
});

it.each(['chain', 'collider', 'parameters', 'a block of heads'])('%s with three states', (name) => {
  const net = nets[name] as Net;
  for (const [heads, givens] of splits(net.members)) expectDerived(net, heads, givens, 3, 3);
});

describe('random networks', () => {
  const names = ['a', 'b', 'c', 'd'];
  const edges = names.flatMap((child, i) => names.slice(0, i).map((parent) => `${parent}${child}`));
  const network = fc.subarray(edges).map((chosen): Net => {
    const factors = names.map((child) => {
      const parents = names.filter((parent) => chosen.includes(`${parent}${child}`));
      return parents.length === 0 ? `p(${child})` : `p(${child} | ${parents.join(', ')})`;
    });
    const declarations = `latent ${names.join(', ')}\ndensity: p(${names.join(', ')}) = ${factors.join(' ')}`;
    return { declarations, factors, members: names };
  });
  const roles = fc.array(fc.constantFrom('head', 'given', 'hidden'), { minLength: 4, maxLength: 4 });
  it('every derived conditional is that of the joint', () => {
    fc.assert(
      fc.property(network, roles, fc.nat(99), (net, role, seed) => {
        const heads = names.filter((_, i) => role[i] === 'head');
        fc.pre(heads.length > 0);
        const givens = names.filter((_, i) => role[i] === 'given');
        expectDerived(net, heads, givens, seed);
      }),
      { numRuns: 60 },
    );
  });
});

const tableOf = (
  declarations: string,
  text: string,
  along: readonly string[],
  values: Values = {},
  indices = {},
): Tensor => finiteValue(read(declarations, text), 5, along, values, { n: 3, indices });
const numbers = (t: Tensor): number[] => [...t.data];

describe('what does not matter', () => {
  const inputs = `latent x, z
    observed o, u
    param theta, phi
    density: p(x, z | o; theta, phi) = p(z; theta) p(x | z, o; phi)`;
  const at = ['x', 'z', 'o', 'u'];
  const values = { theta: 0.3, phi: 2 };
  it.each([
    ['p(z; theta)', 'p(z | o; theta)'],
    ['p(z; theta)', 'p(z; theta, phi)'],
    ['p(x | z, o; phi)', 'p(x | z, o; phi, theta)'],
    ['p(x, z | o; theta, phi)', 'p(z, x | o; phi, theta)'],
    ['p(x, z | o; theta, phi)', 'p(z; theta) p(x | z, o; phi)'],
  ])('%s = %s', (less, more) => {
    const [a, b] = [less, more].map((text) => tableOf(inputs, text, at, values)) as [Tensor, Tensor];
    for (const point of points(at, 2)) expectNear(entry(a, point), entry(b, point), 1e-13);
  });
  it('the name under which a slot is filled', () => {
    const declarations = 'latent x, y\ndensity: p(x)\ndensity: q(y)';
    const [a, b] = ['p(x)', 'p(x = y)'].map((text) => tableOf(declarations, text, ['x', 'y'])) as [Tensor, Tensor];
    expect(numbers(a)).toEqual(numbers(b));
    expect([a.axes[0]?.id, b.axes[0]?.id]).toEqual(['x', 'y']);
  });
});

describe('what matters', () => {
  const declarations = `latent x, y, z
    param theta
    density: p(x)
    density: q(x)
    density: r(y)
    density: s(x | z; theta)
    density: t(x | z; theta)`;
  const differ = (a: string, b: string, along: string[], values: Values = {}, others: Values = values): void => {
    const [s, t] = [tableOf(declarations, a, along, values), tableOf(declarations, b, along, others)];
    expect(s.data).toHaveLength(t.data.length);
    expect(s.data.some((x, i) => Math.abs(x - (t.data[i] as number)) > 1e-3)).toBe(true);
  };
  it('the family: p(x) is not q(x)', () => differ('p(x)', 'q(x)', ['x']));
  it('the family: s(x | z) is not t(x | z)', () =>
    differ('s(x | z; theta)', 't(x | z; theta)', ['x', 'z'], { theta: 1 }));
  it('the variable: p(x) is not r(y) with y for x', () => differ('p(x)', 'r(y)', ['x', 'y']));
  it('the parameter', () => differ('s(x | z; theta)', 's(x | z; theta)', ['x', 'z'], { theta: 1 }, { theta: -0.5 }));
  it('the seed', () => {
    const line = read(declarations, 'p(x)');
    expect(numbers(finiteValue(line, 1, ['x']))).not.toEqual(numbers(finiteValue(line, 2, ['x'])));
  });
  it('but the same seed gives the same table', () =>
    expect(numbers(tableOf(declarations, 'p(x)', ['x']))).toEqual(numbers(tableOf(declarations, 'p(x)', ['x']))));
});

describe('plates', () => {
  const plate = (iid: string): string => `plate n = 1..N
    ${iid}
    latent z_n
    observed x_n
    param psi
    let Z = {z_n}, X = {x_n}
    density: p(X, Z; psi) = prod_n (p(z_n) p(x_n | z_n; psi))`;
  const member = (iid: string, text: string, n: number): number[] =>
    numbers(tableOf(plate(iid), text, [`z@${n}`, `x@${n}`], { psi: 0.7 }, { n }));
  const texts = ['p(z_n)', 'p(x_n | z_n; psi)', 'p(z_n | x_n; psi)', 'p(x_n; psi)'];
  it.each(texts)('%s is the same for every n where iid', (text) => {
    expect(member('iid n', text, 1)).toEqual(member('iid n', text, 2));
    expect(member('iid n', text, 1)).toEqual(member('iid n', text, 3));
  });
  it.each(texts)('%s differs from n to n where not', (text) => {
    expect(member('', text, 1)).not.toEqual(member('', text, 2));
    expect(member('', text, 2)).not.toEqual(member('', text, 3));
  });
  it('members are independent', () => {
    const at = ['z@1', 'z@2'];
    const [joint, a, b] = ['p(z_1, z_2)', 'p(z_1)', 'p(z_2)'].map((text) => tableOf(plate(''), text, at)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    for (const point of points(at, 2)) expectNear(entry(joint, point), entry(a, point) * entry(b, point), 1e-13);
  });
});

describe('declared states and tables', () => {
  const declarations = `latent a, b
    latent c : {0, 1}
    latent k : 1..3
    density: p(a, b) = p(a) p(b | a)
    density: p(a) = table[a] [1/4, 3/4]
    density: p(b | a) = table[a, b] [[1/3, 2/3], [1/2, 1/2]]
    density: p(c)
    density: p(k)`;
  it.each<[string, readonly number[]]>([
    ['p(a)', [1 / 4, 3 / 4]],
    ['p(b | a)', [1 / 3, 2 / 3, 1 / 2, 1 / 2]],
    ['p(b)', [1 / 12 + 3 / 8, 1 / 6 + 3 / 8]],
    ['p(a | b)', [2 / 11, 4 / 13, 9 / 11, 9 / 13]],
    ['c', [0, 1]],
    ['k', [1, 2, 3]],
    ['c^2 - c', [0, 0]],
  ])('%s', (text, expected) =>
    tableOf(declarations, text, ['a', 'b', 'c', 'k']).data.forEach((x, i) => {
      expectNear(x, expected[i] as number, 1e-14);
    }),
  );
  it.each<[string, string, (x: number) => boolean]>([
    ['positive', 'latent s : positive', (x) => x > 0],
    ['unit', 'latent s : unit', (x) => x > 0 && x < 1],
  ])('the states of a %s variable are', (_, declaration, inside) => {
    for (let seed = 0; seed < 20; seed++)
      expect(finiteValue(read(`${declaration}\ndensity: p(s)`, 's'), seed, ['s']).data.every(inside)).toBe(true);
  });
  it('a state by its number', () =>
    expectNear(
      entry(tableOf(declarations, 'p(c = 1)', []), {}),
      entry(tableOf(declarations, 'p(c)', ['c']), { c: 1 }),
      1e-14,
    ));
});

describe('expectations and integrals are sums', () => {
  const declarations = `latent x : {-1, 2}
    latent y : 1..3
    density: p(x, y) = p(x) p(y | x)`;
  const scalar = (text: string): number => entry(tableOf(declarations, text, []), {});
  const joint = tableOf(declarations, 'p(x, y)', ['x', 'y']);
  const all = points(['x'], 2).flatMap((p) => points(['y'], 3).map((q) => ({ ...p, ...q })));
  const under = (f: (x: number, y: number) => number): number =>
    all.reduce((sum, p) => sum + entry(joint, p) * f(p['x'] === 0 ? -1 : 2, (p['y'] ?? 0) + 1), 0);
  const [ex, ey] = [under((x) => x), under((_, y) => y)];
  it.each<[string, number]>([
    ['E_{p(x, y)}[1]', 1],
    ['E_{p(x, y)}[x y^2]', under((x, y) => x * y * y)],
    ['E_{p(x) p(y | x)}[x y^2]', under((x, y) => x * y * y)],
    ['E_{p(x)}[E_{p(y | x)}[x y]]', under((x, y) => x * y)],
    ['E_{p(x) p(y)}[x y]', ex * ey],
    ['E_{p(y)}[y]', ey],
    ['int int p(x, y) y dx dy', ey],
    ['int p(x) dx', 1],
    ['Var_{p(x)}[x]', under((x) => (x - ex) ** 2)],
    ['Cov_{p(x, y)}[x, y]', under((x, y) => (x - ex) * (y - ey))],
    ['E_{p(x)}[x E_{p(x)}[x]]', ex * ex],
    ['E_{p(x)}[(x - E_{p(x)}[x])^3]', under((x) => (x - ex) ** 3)],
    ['E_{p(x)}[x]^2', ex * ex],
    ['H[p(x, y)]', all.reduce((sum, p) => sum - entry(joint, p) * Math.log(entry(joint, p)), 0)],
    ['KL[p(x) || p(x)]', 0],
    ['ln E_{p(x)}[exp(x)]', Math.log(under((x) => Math.exp(x)))],
  ])('%s', (text, expected) => expectNear(scalar(text), expected, 1e-12));
});

describe('parameters enter smoothly', () => {
  const declarations = `latent x, z
    observed o
    param theta, phi
    density: p(x, z | o; theta, phi) = p(z; theta) p(x | z, o; theta, phi)
    density: q(z | x; phi)
    function f(z)`;
  const at = ['x', 'z', 'o'];
  const value = (line: Read, values: Values): Float64Array => finiteValue(line, 7, at, values, { n: 3 }).data;
  const cases = [
    ['theta', 'ln p(z; theta)'],
    ['theta', 'ln p(x | z, o; theta, phi)'],
    ['phi', 'ln p(x | z, o; theta, phi)'],
    ['theta', 'ln p(x | o; theta, phi)'],
    ['theta', 'ln p(z | x, o; theta, phi)'],
    ['phi', 'E_{q(z | x; phi)}[ln p(x, z | o; theta, phi)]'],
    ['phi', 'KL[q(z | x; phi) || p(z; theta)]'],
    ['theta', 'E_{p(z; theta)}[f(z)]^2'],
    ['theta', 'H[p(z; theta)]'],
  ] as const;
  test.each(cases)('grad_{%s}(%s)', (by, text) => {
    const [line, gradient] = [read(declarations, text), read(declarations, `grad_{${by}}(${text})`)];
    const point = { theta: 0.4, phi: -1.2 };
    const exact = value(gradient, point);
    expect(exact.length).toBe(value(line, point).length);
    exact.forEach((slope, i) => {
      expectNear(
        slope,
        central((t) => value(line, { ...point, [by]: t })[i] as number, point[by]),
        1e-8,
      );
    });
    expect(exact.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
  });
  test.each(cases.slice(0, 5))('grad_{%s} twice of %s', (by, text) => {
    const [gradient, second] = [
      read(declarations, `grad_{${by}}(${text})`),
      read(declarations, `grad_{${by}}(grad_{${by}}(${text}))`),
    ];
    const point = { theta: 0.4, phi: -1.2 };
    value(second, point).forEach((curvature, i) => {
      expectNear(
        curvature,
        central((t) => value(gradient, { ...point, [by]: t })[i] as number, point[by]),
        1e-7,
      );
    });
  });
  it('what is free of a parameter has no slope', () =>
    expect([...value(read(declarations, 'grad_{phi}(ln p(z; theta))'), { theta: 0.4, phi: -1.2 })]).toEqual([0]));
});
