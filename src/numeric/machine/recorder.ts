/**
 * Writes down what an evaluation does with its draws, as a program that does the same with others. Tensors along the
 * draws are followed row by row; whatever else they are made of is a constant.
 */
import type { Recorder, RowFunction, Tensor } from '../tensor.js';
import { drawsId, expand, hasAxis } from '../tensor.js';
import type { Distribution } from './machine.js';
import { Program, type Row } from './program.js';
import type { Pair } from './replay.js';

/** A program of more rows would gain little. */
const mostRows = 50_000;

/** The rows of a tensor along the draws: a tensor of their numbers, without that axis. */
type Rows = Tensor;

export class ProgramRecorder implements Recorder {
  readonly program = new Program();
  private readonly known = new WeakMap<Tensor, Rows>();
  private failed = false;

  /** The draws of a stream. */
  draws(t: Tensor, stream: string, distribution: Distribution): void {
    this.known.set(t, { axes: [], data: Float64Array.of(this.program.draws(stream, distribution)) });
  }

  /** What was done depends on the draws themselves: with others it would be something else. */
  fail(): void {
    this.failed = true;
  }

  map(out: Tensor, t: Tensor, f: (x: number) => number): void {
    this.follow(out, [t], ([rows]) => each(rows as Rows, (row) => this.program.apply(f, row)));
  }

  compare(out: Tensor, t: Tensor, operation: 'below' | 'atLeast', bound: number): void {
    this.follow(out, [t], ([rows]) => each(rows as Rows, (row) => this.program.compare(operation, row, bound)));
  }

  binary(out: Tensor, a: Tensor, b: Tensor, f: RowFunction): void {
    const { program } = this;
    const make = (x: Row, y: Row): Row =>
      f === 'add' ? program.add(x, y) : f === 'multiply' ? program.multiply(x, y) : program.apply2(f, x, y);
    this.follow(out, [a, b], ([left, right]) => this.together(out, left as Rows, right as Rows, make));
  }

  fold(out: Tensor, t: Tensor, id: string, operation: 'add' | 'maximum'): void {
    if (id === drawsId) this.fail();
    else this.follow(out, [t], ([rows]) => this.folded(rows as Rows, id, operation));
  }

  rearrange(out: Tensor, t: Tensor, how: (rows: Tensor) => Tensor): void {
    this.follow(out, [t], ([rows]) => {
      const made = how(rows as Rows);
      if (hasAxis(made, drawsId)) this.fail();
      return made;
    });
  }

  /** Pairs of rows of two tensors over the given axes; null where the evaluation could not be followed. */
  pairs(left: Tensor, right: Tensor, axes: Tensor['axes']): readonly Pair[] | null {
    const [a, b] = [this.rowsOf(left), this.rowsOf(right)];
    if (this.failed || a === null || b === null) return null;
    const [x, y] = [expand(a, axes), expand(b, axes)];
    return Array.from(x.data, (row, i) => ({ left: row, right: y.data[i] as Row }));
  }

  private follow(out: Tensor, from: readonly Tensor[], work: (rows: readonly Rows[]) => Rows): void {
    if (this.failed || !hasAxis(out, drawsId) || this.known.has(out)) return;
    const rows = from.map((t) => this.rowsOf(t));
    if (rows.includes(null) || this.program.rows.length > mostRows) this.failed = true;
    else this.known.set(out, work(rows as Rows[]));
  }

  private rowsOf(t: Tensor): Rows | null {
    const known = this.known.get(t);
    if (known !== undefined) return known;
    // Made before the recording began.
    if (hasAxis(t, drawsId) || t.data.length > mostRows) return null;
    return each(t, (value) => this.program.constant(value));
  }

  private together(out: Tensor, a: Rows, b: Rows, make: (x: Row, y: Row) => Row): Rows {
    const axes = out.axes.filter(({ id }) => id !== drawsId);
    const [left, right] = [expand(a, axes), expand(b, axes)];
    return { axes: left.axes, data: left.data.map((row, i) => make(row, right.data[i] as Row)) };
  }

  private folded(rows: Rows, id: string, operation: 'add' | 'maximum'): Rows {
    const at = rows.axes.findIndex((axis) => axis.id === id);
    const size = rows.axes[at]?.size ?? 1;
    const inner = rows.axes.slice(at + 1).reduce((n, axis) => n * axis.size, 1);
    const data = Float64Array.from({ length: rows.data.length / size }, (_, o) => {
      const first = Math.floor(o / inner) * inner * size + (o % inner);
      let row = rows.data[first] as Row;
      for (let s = 1; s < size; s++) row = this.program[operation](row, rows.data[first + s * inner] as Row);
      return row;
    });
    return { axes: rows.axes.filter((axis) => axis.id !== id), data };
  }
}

const each = (t: Tensor, make: (entry: number) => number): Tensor => ({ axes: t.axes, data: t.data.map(make) });
