/**
 * Arrays with named axes: the values of every interpretation. An axis is the states of a variable, the points at
 * which a line is tried, the nodes of a quadrature, or the draws of a sample; operations broadcast by name.
 */

export interface Axis {
  readonly id: string;
  readonly size: number;
  /** Axes of a tensor are sorted by rank, then by id, the draws innermost. */
  readonly rank: number;
}

export interface Tensor {
  readonly axes: readonly Axis[];
  /** Row-major over `axes`. */
  readonly data: Float64Array;
}

/** The axis of the draws of a sample. */
export const drawsId = 'draw';
/** How the names of the axes of quadratures begin. */
export const nodePrefix = 'node ';

/** What becomes of two entries. */
export type RowFunction = 'add' | 'multiply' | ((x: number, y: number) => number);

/** Sees what is made of tensors while it is set. */
export interface Recorder {
  readonly map: (out: Tensor, t: Tensor, f: (x: number) => number) => void;
  readonly compare: (out: Tensor, t: Tensor, operation: 'below' | 'atLeast', bound: number) => void;
  readonly binary: (out: Tensor, a: Tensor, b: Tensor, f: RowFunction) => void;
  readonly fold: (out: Tensor, t: Tensor, id: string, operation: 'add' | 'maximum') => void;
  readonly rearrange: (out: Tensor, t: Tensor, how: (t: Tensor) => Tensor) => void;
  readonly draws: (t: Tensor, stream: string, distribution: 'uniform' | 'normal') => void;
  readonly fail: () => void;
}

let recorder: Recorder | null = null;

/** Does work while a recorder sees it; null: unseen. */
export function recorded<T>(by: Recorder | null, work: () => T): T {
  const outer = recorder;
  recorder = by;
  try {
    return work();
  } finally {
    recorder = outer;
  }
}

/** The draws of a stream, as a tensor along their axis. */
export function draws(axis: Axis, stream: string, distribution: 'uniform' | 'normal', data: Float64Array): Tensor {
  const t = vector(axis, data);
  recorder?.draws(t, stream, distribution);
  return t;
}

/** The entries, for a decision: where they are draws, it would be another with others. */
export function entriesOf(t: Tensor): Float64Array {
  if (hasAxis(t, drawsId)) recorder?.fail();
  return t.data;
}

/** More entries than a tensor may have: the model is too large for this interpretation. */
export class TooLarge extends Error {}

/** The most entries of one tensor: 2^22 doubles are 32 MiB. */
export const maxEntries = 2 ** 22;

export const scalar = (value: number): Tensor => ({ axes: [], data: Float64Array.of(value) });
export const zero = scalar(0);
export const one = scalar(1);

export const vector = (axis: Axis, data: Float64Array): Tensor => ({ axes: [axis], data });

const entryCount = (axes: readonly Axis[]): number => {
  const count = axes.reduce((product, axis) => product * axis.size, 1);
  if (count > maxEntries) throw new TooLarge(`${count} entries`);
  return count;
};

const before = (a: Axis, b: Axis): boolean => a.rank < b.rank || (a.rank === b.rank && a.id < b.id);

/** A tensor filled entry by entry, in row-major order of the sorted axes. */
export function fill(axes: readonly Axis[], next: () => number): Tensor {
  const sorted = [...axes].sort((a, b) => (before(a, b) ? -1 : 1));
  const data = new Float64Array(entryCount(sorted));
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { axes: sorted, data };
}

export function map(t: Tensor, f: (x: number) => number): Tensor {
  const { data } = t;
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = f(data[i] as number);
  const made = { axes: t.axes, data: out };
  recorder?.map(made, t, f);
  return made;
}

export const inverse = (x: number): number => 1 / x;

/** 1 where an entry is below a bound, else 0. */
export function below(t: Tensor, bound: number): Tensor {
  const made = { axes: t.axes, data: t.data.map((x) => (x < bound ? 1 : 0)) };
  recorder?.compare(made, t, 'below', bound);
  return made;
}

/** 1 where an entry is at least a bound, else 0. */
export function atLeast(t: Tensor, bound: number): Tensor {
  const made = { axes: t.axes, data: t.data.map((x) => (x >= bound ? 1 : 0)) };
  recorder?.compare(made, t, 'atLeast', bound);
  return made;
}

function mergeAxes(a: readonly Axis[], b: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && x.id === y.id) {
      merged.push(x);
      i++;
      j++;
    } else if (y === undefined || (x !== undefined && before(x, y))) {
      merged.push(x as Axis);
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
  return merged;
}

/** The step in `t.data` for a move along each of `axes`; 0 where `t` does not have the axis. */
function stridesOver(t: Tensor, axes: readonly Axis[]): number[] {
  const own = new Map<string, number>();
  let stride = 1;
  for (let i = t.axes.length - 1; i >= 0; i--) {
    const axis = t.axes[i] as Axis;
    own.set(axis.id, stride);
    stride *= axis.size;
  }
  return axes.map((axis) => own.get(axis.id) ?? 0);
}

const sameAxes = (a: Tensor, b: Tensor): boolean =>
  a.axes === b.axes || (a.axes.length === b.axes.length && a.axes.every((axis, i) => axis.id === b.axes[i]?.id));

/** Fills n entries of a row from two rows with steps of their own (0 repeats one entry). */
type RowKernel = (
  out: Float64Array,
  at: number,
  n: number,
  a: Float64Array,
  pa: number,
  ia: number,
  b: Float64Array,
  pb: number,
  ib: number,
) => void;

// The two kernels that the numbers spend their time in, as loops of their own so that they compile to plain code.
const addRow: RowKernel = (out, at, n, a, pa, ia, b, pb, ib) => {
  for (let i = 0; i < n; i++) out[at + i] = (a[pa + i * ia] as number) + (b[pb + i * ib] as number);
};

const mulRow: RowKernel = (out, at, n, a, pa, ia, b, pb, ib) => {
  for (let i = 0; i < n; i++) out[at + i] = (a[pa + i * ia] as number) * (b[pb + i * ib] as number);
};

const rowOf =
  (f: (x: number, y: number) => number): RowKernel =>
  (out, at, n, a, pa, ia, b, pb, ib) => {
    for (let i = 0; i < n; i++) out[at + i] = f(a[pa + i * ia] as number, b[pb + i * ib] as number);
  };

function seen(made: Tensor, a: Tensor, b: Tensor, f: RowFunction): Tensor {
  recorder?.binary(made, a, b, f);
  return made;
}

export const add = (a: Tensor, b: Tensor): Tensor => seen(broadcast(a, b, addRow), a, b, 'add');
export const mul = (a: Tensor, b: Tensor): Tensor => seen(broadcast(a, b, mulRow), a, b, 'multiply');

/** f applied entry by entry, broadcasting over the union of the axes. */
export const map2 = (a: Tensor, b: Tensor, f: (x: number, y: number) => number): Tensor =>
  seen(broadcast(a, b, rowOf(f)), a, b, f);

function broadcast(a: Tensor, b: Tensor, kernel: RowKernel): Tensor {
  const [na, nb] = [a.data.length, b.data.length];
  if (b.axes.length === 0 || sameAxes(a, b)) {
    const out = new Float64Array(na);
    kernel(out, 0, na, a.data, 0, 1, b.data, 0, b.axes.length === 0 ? 0 : 1);
    return { axes: a.axes, data: out };
  }
  if (a.axes.length === 0) {
    const out = new Float64Array(nb);
    kernel(out, 0, nb, a.data, 0, 0, b.data, 0, 1);
    return { axes: b.axes, data: out };
  }
  return broadcastRows(a, b, kernel);
}

function broadcastRows(a: Tensor, b: Tensor, kernel: RowKernel): Tensor {
  const axes = mergeAxes(a.axes, b.axes);
  const out = new Float64Array(entryCount(axes));
  const [sa, sb] = [stridesOver(a, axes), stridesOver(b, axes)];
  const last = axes.length - 1;
  const inner = (axes[last] as Axis).size;
  const [ia, ib] = [sa[last] as number, sb[last] as number];
  const counter = new Array<number>(last).fill(0);
  let [pa, pb] = [0, 0];
  for (let o = 0; o < out.length; o += inner) {
    kernel(out, o, inner, a.data, pa, ia, b.data, pb, ib);
    for (let k = last - 1; k >= 0; k--) {
      pa += sa[k] as number;
      pb += sb[k] as number;
      const c = (counter[k] as number) + 1;
      const { size } = axes[k] as Axis;
      if (c < size) {
        counter[k] = c;
        break;
      }
      counter[k] = 0;
      pa -= size * (sa[k] as number);
      pb -= size * (sb[k] as number);
    }
  }
  return { axes, data: out };
}

export const hasAxis = (t: Tensor, id: string): boolean => t.axes.some((axis) => axis.id === id);

/** Folds the entries along one axis, which the tensor must have. */
function reduce(t: Tensor, id: string, start: number, f: (acc: number, x: number) => number): Tensor {
  const at = t.axes.findIndex((axis) => axis.id === id);
  const { size } = t.axes[at] as Axis;
  const innerSize = t.axes.slice(at + 1).reduce((n, axis) => n * axis.size, 1);
  const out = new Float64Array(t.data.length / size).fill(start);
  let p = 0;
  for (let o = 0; o < out.length; o += innerSize) {
    for (let s = 0; s < size; s++) {
      for (let i = 0; i < innerSize; i++, p++) out[o + i] = f(out[o + i] as number, t.data[p] as number);
    }
  }
  return { axes: t.axes.filter((axis) => axis.id !== id), data: out };
}

/** The sum along an axis; without it every entry counts `axis.size` times. */
export function sumOver(t: Tensor, axis: Axis): Tensor {
  if (!hasAxis(t, axis.id)) return mul(t, scalar(axis.size));
  const made = reduce(t, axis.id, 0, (acc, x) => acc + x);
  recorder?.fold(made, t, axis.id, 'add');
  return made;
}

export function maxOver(t: Tensor, axis: Axis): Tensor {
  if (!hasAxis(t, axis.id)) return t;
  const made = reduce(t, axis.id, Number.NEGATIVE_INFINITY, Math.max);
  recorder?.fold(made, t, axis.id, 'maximum');
  return made;
}

/** The same entries in other places, which the recorder sees as rows. */
function rearranged(t: Tensor, how: (t: Tensor) => Tensor): Tensor {
  const made = how(t);
  const by = recorder;
  if (by !== null && made !== t) recorded(null, () => by.rearrange(made, t, how));
  return made;
}

/** The same entries under other axes; two axes given the same new one become their diagonal. */
export const rename = (t: Tensor, to: (axis: Axis) => Axis): Tensor => rearranged(t, (part) => renamed(part, to));

function renamed(t: Tensor, to: (axis: Axis) => Axis): Tensor {
  const targets = t.axes.map(to);
  if (targets.every((axis, i) => axis.id === t.axes[i]?.id)) return t;
  const axes = targets.filter((axis, i) => targets.findIndex((other) => other.id === axis.id) === i);
  axes.sort((a, b) => (before(a, b) ? -1 : 1));
  const own = stridesOver(t, t.axes);
  const strides = axes.map((axis) =>
    targets.reduce((sum, target, i) => (target.id === axis.id ? sum + (own[i] as number) : sum), 0),
  );
  return { axes, data: gather(t.data, axes, strides) };
}

function gather(data: Float64Array, axes: readonly Axis[], strides: readonly number[]): Float64Array {
  const out = new Float64Array(entryCount(axes));
  const counter = new Array<number>(axes.length).fill(0);
  let p = 0;
  for (let o = 0; o < out.length; o++) {
    out[o] = data[p] as number;
    for (let k = axes.length - 1; k >= 0; k--) {
      p += strides[k] as number;
      const c = (counter[k] as number) + 1;
      if (c < (axes[k] as Axis).size) {
        counter[k] = c;
        break;
      }
      counter[k] = 0;
      p -= c * (strides[k] as number);
    }
  }
  return out;
}

/** The slice at one position of an axis; a tensor without the axis is its own slice. */
export const at = (t: Tensor, id: string, position: number): Tensor =>
  rearranged(t, (part) => sliceAt(part, id, position));

function sliceAt(t: Tensor, id: string, position: number): Tensor {
  const k = t.axes.findIndex((axis) => axis.id === id);
  if (k < 0) return t;
  const axes = t.axes.filter((axis) => axis.id !== id);
  const strides = stridesOver(t, t.axes);
  const offset = position * (strides[k] as number);
  return { axes, data: gather(t.data.subarray(offset), axes, stridesOver(t, axes)) };
}

/** The entries spread over the given axes, in their sorted order. */
export const expand = (t: Tensor, axes: readonly Axis[]): Tensor => rearranged(t, (part) => expanded(part, axes));

function expanded(t: Tensor, axes: readonly Axis[]): Tensor {
  const sorted = mergeAxes(
    [],
    [...axes].sort((a, b) => (before(a, b) ? -1 : 1)),
  );
  return { axes: sorted, data: gather(t.data, sorted, stridesOver(t, sorted)) };
}

export const isZeroScalar = (t: Tensor): boolean => t.axes.length === 0 && t.data[0] === 0;

/** The states along axes of these sizes at an entry, in row-major order. */
export function statesAt(entry: number, sizes: readonly number[]): number[] {
  const states = new Array<number>(sizes.length);
  let rest = entry;
  for (let i = sizes.length - 1; i >= 0; i--) {
    const size = sizes[i] as number;
    states[i] = rest % size;
    rest = Math.floor(rest / size);
  }
  return states;
}

/** The entries of some tensors spread over the axes of all and one more, and where the lines along that one start. */
export interface Lines {
  readonly entries: readonly Float64Array[];
  readonly starts: readonly number[];
  /** From one entry of a line to the next. */
  readonly stride: number;
}

export function linesAlong(axis: Axis, tensors: readonly Tensor[]): Lines {
  const all = [...tensors, vector(axis, new Float64Array(axis.size))];
  const { axes } = all.reduce((joined, t) => map2(joined, t, (x) => x));
  const stride = axes.slice(axes.findIndex(({ id }) => id === axis.id) + 1).reduce((n, { size }) => n * size, 1);
  const lines = axes.reduce((n, { size }) => n * size, 1) / axis.size;
  return {
    entries: tensors.map((t) => entriesOf(expand(t, axes))),
    starts: Array.from({ length: lines }, (_, i) => Math.floor(i / stride) * axis.size * stride + (i % stride)),
    stride,
  };
}
