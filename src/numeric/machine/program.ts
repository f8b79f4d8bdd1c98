/**
 * Programs of rows: what an evaluation did, as single assignments of rows of doubles, one entry a draw. Equal rows are
 * made once, what does not depend on draws is worked out beforehand, and what no result needs is left out.
 */
import { inverse } from '../tensor.js';
import type { Distribution } from './machine.js';

/** The operations of the kernels, by their numbers there. */
export const operations = {
  add: 0,
  subtract: 1,
  multiply: 2,
  maximum: 3,
  affine: 4,
  exp: 5,
  ln: 6,
  sqrt: 7,
  abs: 8,
  reciprocal: 9,
  below: 10,
  atLeast: 11,
} as const;

export type Operation = keyof typeof operations;

/** A row by its number. */
export type Row = number;

export type Definition =
  | { readonly tag: 'constant'; readonly value: number }
  | { readonly tag: 'draws'; readonly stream: string; readonly distribution: Distribution }
  | { readonly tag: 'kernel'; readonly operation: Operation; readonly rows: readonly Row[] }
  /** slope * row + offset, or a comparison of it with a bound. */
  | {
      readonly tag: 'scalar';
      readonly operation: 'affine' | 'below' | 'atLeast';
      readonly row: Row;
      readonly constants: readonly [number, number];
    }
  /** A function that the kernels do not have, entry by entry. */
  | { readonly tag: 'call'; readonly f: (...entries: number[]) => number; readonly rows: readonly Row[] };

/** The kernels of functions of one number. */
const unary: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  [Math.exp, 'exp'],
  [Math.log, 'ln'],
  [Math.sqrt, 'sqrt'],
  [Math.abs, 'abs'],
  [inverse, 'reciprocal'],
]);

export class Program {
  readonly rows: Definition[] = [];
  private readonly known = new Map<string, Row>();
  private readonly functions = new Map<unknown, number>();

  constant(value: number): Row {
    return this.row(`=${Object.is(value, -0) ? '-0' : value}`, () => ({ tag: 'constant', value }));
  }

  draws(stream: string, distribution: Distribution): Row {
    return this.row(`~${distribution} ${stream}`, () => ({ tag: 'draws', stream, distribution }));
  }

  add(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(x + y);
    if (x !== null) return this.affine(b, 1, x);
    if (y !== null) return this.affine(a, 1, y);
    const [p, q] = [this.negated(a), this.negated(b)];
    if (q !== null) return this.kernel('subtract', a, q);
    return p === null ? this.kernel('add', Math.min(a, b), Math.max(a, b)) : this.kernel('subtract', b, p);
  }

  multiply(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(x * y);
    if (x !== null) return this.affine(b, x, 0);
    if (y !== null) return this.affine(a, y, 0);
    return this.kernel('multiply', Math.min(a, b), Math.max(a, b));
  }

  maximum(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(Math.max(x, y));
    return a === b ? a : this.kernel('maximum', Math.min(a, b), Math.max(a, b));
  }

  /** 1 where a row lies below a bound, else 0; or the other way round. */
  compare(operation: 'below' | 'atLeast', row: Row, bound: number): Row {
    const x = this.valueOf(row);
    if (x !== null) return this.constant(x < bound === (operation === 'below') ? 1 : 0);
    return this.scalar(operation, row, bound, 0);
  }

  apply(f: (x: number) => number, a: Row): Row {
    const x = this.valueOf(a);
    if (x !== null) return this.constant(f(x));
    const operation = unary.get(f);
    return operation === undefined ? this.call(f, [a]) : this.kernel(operation, a);
  }

  apply2(f: (x: number, y: number) => number, a: Row, b: Row): Row {
    if (f === Math.max) return this.maximum(a, b);
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    return x !== null && y !== null ? this.constant(f(x, y)) : this.call(f as (...entries: number[]) => number, [a, b]);
  }

  private valueOf(row: Row): number | null {
    const definition = this.rows[row];
    return definition?.tag === 'constant' ? definition.value : null;
  }

  /** What a row is the negative of. */
  private negated(row: Row): Row | null {
    const definition = this.rows[row];
    const isNegative =
      definition?.tag === 'scalar' && definition.operation === 'affine' && definition.constants.join() === '-1,0';
    return isNegative ? definition.row : null;
  }

  private affine(row: Row, slope: number, offset: number): Row {
    if (slope === 1 && offset === 0) return row;
    const inner = this.rows[row];
    if (inner?.tag !== 'scalar' || inner.operation !== 'affine') return this.scalar('affine', row, slope, offset);
    const [s, o] = inner.constants;
    return this.scalar('affine', inner.row, slope * s, slope * o + offset);
  }

  private scalar(operation: 'affine' | 'below' | 'atLeast', row: Row, a: number, b: number): Row {
    return this.row(`${operation} ${row} ${a} ${b}`, () => ({ tag: 'scalar', operation, row, constants: [a, b] }));
  }

  private kernel(operation: Operation, ...rows: Row[]): Row {
    return this.row(`${operation} ${rows}`, () => ({ tag: 'kernel', operation, rows }));
  }

  private call(f: (...entries: number[]) => number, rows: readonly Row[]): Row {
    const number = this.functions.get(f) ?? this.functions.size;
    this.functions.set(f, number);
    return this.row(`call ${number} ${rows}`, () => ({ tag: 'call', f, rows }));
  }

  private row(key: string, define: () => Definition): Row {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const row = this.rows.push(define()) - 1;
    this.known.set(key, row);
    return row;
  }
}
