/** Arrays with named axes against naive loops over points. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Axis, Tensor } from '../../src/numeric/tensor.js';
import * as tensor from '../../src/numeric/tensor.js';

const letters: readonly Axis[] = [
  { id: 'a', size: 2, rank: 0 },
  { id: 'b', size: 3, rank: 0 },
  { id: 'c', size: 1, rank: 1 },
  { id: 'd', size: 4, rank: 0 },
  { id: 'e', size: 2, rank: 9 },
];
const [a, b, c, d, e] = letters as [Axis, Axis, Axis, Axis, Axis];
/** As long as `b`, of a higher rank and of a lower. */
const [b2, b0] = [
  { id: 'y', size: 3, rank: 5 },
  { id: '0', size: 3, rank: -1 },
];

type Point = Readonly<Record<string, number>>;

const counting = (...axes: Axis[]): Tensor => {
  let n = 0;
  return tensor.fill(axes, () => n++);
};

const entry = (t: Tensor, point: Point): number =>
  t.data[t.axes.reduce((at, axis) => at * axis.size + (point[axis.id] ?? 0), 0)] as number;

const points = (axes: readonly Axis[]): Point[] =>
  axes.reduce<Point[]>(
    (all, axis) => all.flatMap((point) => Array.from({ length: axis.size }, (_, i) => ({ ...point, [axis.id]: i }))),
    [{}],
  );

const union = (...tensors: Tensor[]): Axis[] =>
  letters.filter((axis) => tensors.some((t) => tensor.hasAxis(t, axis.id)));

/** Sorted axes, and the entries that a plain function of the point gives. */
function expectEntries(t: Tensor, axes: readonly Axis[], value: (point: Point) => number): void {
  expect(t.axes.map((axis) => axis.id).sort()).toEqual(axes.map((axis) => axis.id).sort());
  const sorted = [...t.axes].sort((x, y) => x.rank - y.rank || (x.id < y.id ? -1 : 1));
  expect(t.axes).toEqual(sorted);
  for (const point of points(axes)) expect(entry(t, point)).toBeCloseTo(value(point), 12);
}

const tensors = fc
  .tuple(
    fc.subarray([...letters]),
    fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 48, maxLength: 48 }),
  )
  .map(([axes, values]) => {
    let n = 0;
    return tensor.fill(axes, () => values[n++] as number);
  });
const letter = fc.constantFrom(...letters);

describe('broadcasting', () => {
  const operations: readonly [string, (s: Tensor, t: Tensor) => Tensor, (x: number, y: number) => number][] = [
    ['add', tensor.add, (x, y) => x + y],
    ['mul', tensor.mul, (x, y) => x * y],
    ['map2 minus', (s, t) => tensor.map2(s, t, (x, y) => x - y), (x, y) => x - y],
    ['map2 max', (s, t) => tensor.map2(s, t, Math.max), Math.max],
  ];
  test.each(operations)('%s equals a loop over points', (_, operation, f) => {
    fc.assert(
      fc.property(tensors, tensors, (s, t) =>
        expectEntries(operation(s, t), union(s, t), (p) => f(entry(s, p), entry(t, p))),
      ),
    );
  });
  it('with itself, or with the same axes in another object', () => {
    const t = counting(a, b);
    expect(tensor.mul(t, t).data).toEqual(tensor.mul(t, counting(b, a)).data);
  });
  it('leaves its arguments alone', () => {
    const [s, t] = [counting(a, b), counting(b, d)];
    tensor.add(s, t);
    expect([s.data, t.data]).toEqual([counting(a, b).data, counting(b, d).data]);
  });
  it('fills in the sorted order of the axes', () => expect(entry(counting(e, a), { a: 1, e: 0 })).toBe(2));
});

describe('reductions', () => {
  it('sumOver equals a loop, present axis or not', () => {
    fc.assert(
      fc.property(tensors, letter, (t, axis) =>
        expectEntries(
          tensor.sumOver(t, axis),
          t.axes.filter((own) => own.id !== axis.id),
          (p) => points([axis]).reduce((sum, q) => sum + entry(t, { ...p, ...q }), 0),
        ),
      ),
    );
  });
  it('maxOver equals a loop', () => {
    fc.assert(
      fc.property(tensors, letter, (t, axis) =>
        expectEntries(
          tensor.maxOver(t, axis),
          t.axes.filter((own) => own.id !== axis.id),
          (p) => Math.max(...points([axis]).map((q) => entry(t, { ...p, ...q }))),
        ),
      ),
    );
  });
  it('at equals the slice', () => {
    fc.assert(
      fc.property(tensors, letter, fc.nat(), (t, axis, n) =>
        expectEntries(
          tensor.at(t, axis.id, n % axis.size),
          t.axes.filter((own) => own.id !== axis.id),
          (p) => entry(t, { ...p, [axis.id]: n % axis.size }),
        ),
      ),
    );
  });
  it('sums over two axes commute', () => {
    fc.assert(
      fc.property(tensors, letter, letter, (t, x, y) => {
        fc.pre(x.id !== y.id);
        const [first, second] = [tensor.sumOver(tensor.sumOver(t, x), y), tensor.sumOver(tensor.sumOver(t, y), x)];
        expectEntries(first, second.axes, (p) => entry(second, p));
      }),
    );
  });
  it('an axis that is not there counts its size', () => expect(tensor.sumOver(tensor.scalar(2), d).data[0]).toBe(8));
  it('the greatest of negative numbers', () =>
    expect(tensor.maxOver(tensor.vector(a, Float64Array.of(-3, -2)), a).data[0]).toBe(-2));
  it('a slice of a scalar is the scalar', () => expect(tensor.at(tensor.one, 'a', 1)).toBe(tensor.one));
});

describe('expand', () => {
  it('repeats the entries along new axes', () => {
    fc.assert(
      fc.property(tensors, fc.subarray([...letters]), (t, more) => {
        const axes = letters.filter((axis) => more.includes(axis) || tensor.hasAxis(t, axis.id));
        expectEntries(tensor.expand(t, axes), axes, (p) => entry(t, p));
      }),
    );
  });
  it('does not mind the order of the axes', () =>
    expect(tensor.expand(counting(a), [e, b, a]).data).toEqual(tensor.expand(counting(a), [a, b, e]).data));
});

describe('rename', () => {
  const to = (from: Axis, target: Axis) => (axis: Axis) => (axis.id === from.id ? target : axis);
  it('to nothing new is the tensor itself', () => {
    const t = counting(a, b);
    expect(tensor.rename(t, (axis) => axis)).toBe(t);
  });
  test.each([
    ['an axis that sorts later', b2],
    ['an axis that sorts earlier', b0],
  ])('%s keeps the entries', (_, target) => {
    fc.assert(
      fc.property(tensors, (t) => {
        fc.pre(tensor.hasAxis(t, 'b'));
        const axes = t.axes.map(to(b, target));
        expectEntries(tensor.rename(t, to(b, target)), axes, (p) => entry(t, { ...p, b: p[target.id] as number }));
      }),
    );
  });
  it('two axes as one are their diagonal', () => {
    const t = counting(b, b2);
    expectEntries(tensor.rename(t, to(b2, b)), [b], ({ b: i = 0 }) => entry(t, { b: i, y: i }));
  });
  it('three axes as one are their diagonal, others stay', () => {
    const t = counting(b, b2, b0, d);
    const one = (axis: Axis): Axis => (axis.size === 3 ? b : axis);
    expectEntries(tensor.rename(t, one), [b, d], ({ b: i = 0, d: j = 0 }) => entry(t, { b: i, y: i, '0': i, d: j }));
  });
  it('two axes that change places are the transpose', () => {
    const t = counting(b, b2);
    const swap = (axis: Axis): Axis => (axis.id === 'b' ? b2 : b);
    expectEntries(tensor.rename(t, swap), [b, b2], ({ b: i = 0, y: j = 0 }) => entry(t, { b: j, y: i }));
  });
  it('a cycle of three axes permutes them', () => {
    const t = counting(b, b2, b0, a);
    const next = new Map([
      ['b', b2],
      ['y', b0],
      ['0', b],
    ]);
    const turned = tensor.rename(t, (axis) => next.get(axis.id) ?? axis);
    expectEntries(turned, [a, b, b2, b0], (p) =>
      entry(t, { a: p['a'] as number, b: p['y'] as number, y: p['0'] as number, '0': p['b'] as number }),
    );
  });
});

describe('size', () => {
  const big: Axis = { id: 'big', size: 2 ** 11, rank: 0 };
  const wide: Axis = { id: 'wide', size: 2 ** 11, rank: 1 };
  const vectorOf = (axis: Axis): Tensor => tensor.vector(axis, new Float64Array(axis.size));
  it('up to the limit is accepted', () => expect(tensor.add(vectorOf(big), vectorOf(wide)).data).toHaveLength(2 ** 22));
  it.each<[string, () => Tensor]>([
    ['add', () => tensor.add(vectorOf(big), counting(wide, a))],
    ['mul', () => tensor.mul(counting(big, a), vectorOf(wide))],
    ['fill', () => tensor.fill([big, wide, a], () => 0)],
    ['expand', () => tensor.expand(tensor.one, [big, wide, b])],
  ])('%s beyond the limit is TooLarge', (_, make) => expect(make).toThrow(tensor.TooLarge));
});

describe('isZeroScalar', () => {
  it('0 is', () => expect(tensor.isZeroScalar(tensor.zero)).toBe(true));
  it('-0 is', () => expect(tensor.isZeroScalar(tensor.scalar(-0))).toBe(true));
  it('1 is not', () => expect(tensor.isZeroScalar(tensor.one)).toBe(false));
  it('a vector of zeros is not', () => expect(tensor.isZeroScalar(tensor.vector(c, Float64Array.of(0)))).toBe(false));
});
