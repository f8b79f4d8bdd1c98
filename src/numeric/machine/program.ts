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
  /** Of a row, its slope and an offset. */
  affine: 4,
  /** Of two rows, their coefficients and an offset. */
  combine: 5,
  /** Of two rows, the coefficient of their product and an offset. */
  product: 6,
  /** Of a row, its slope and an offset, the coefficient of the square of that and a last offset. */
  square: 7,
  exp: 8,
  ln: 9,
  sqrt: 10,
  abs: 11,
  reciprocal: 12,
  /** 1 where a row lies below a bound, else 0; or the other way round. */
  below: 13,
  atLeast: 14,
} as const;

export type Operation = keyof typeof operations;

/** A row by its number. */
export type Row = number;

export type Definition =
  | { readonly tag: 'constant'; readonly value: number }
  | { readonly tag: 'draws'; readonly stream: string; readonly distribution: Distribution }
  | {
      readonly tag: 'kernel';
      readonly operation: Operation;
      readonly rows: readonly Row[];
      readonly constants: readonly number[];
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

/** A multiple of what these make, and more, is made by them at once. */
const isLinear: ReadonlySet<Operation> = new Set<Operation>(['affine', 'combine', 'product', 'square']);

/** Tells zeros apart: their inverses differ. */
const text = (value: number): string => (Object.is(value, -0) ? '-0' : `${value}`);

export class Program {
  readonly rows: Definition[] = [];
  private readonly known = new Map<string, Row>();
  private readonly functions = new Map<unknown, number>();

  constant(value: number): Row {
    return this.row(`=${text(value)}`, () => ({ tag: 'constant', value }));
  }

  draws(stream: string, distribution: Distribution): Row {
    return this.row(`~${distribution} ${stream}`, () => ({ tag: 'draws', stream, distribution }));
  }

  add(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(x + y);
    if (x !== null) return this.affine(b, 1, x);
    if (y !== null) return this.affine(a, 1, y);
    return a <= b ? this.combination(a, b) : this.combination(b, a);
  }

  multiply(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(x * y);
    if (x !== null) return this.affine(b, x, 0);
    if (y !== null) return this.affine(a, y, 0);
    const { row, slope, offset } = this.asAffine(a);
    if (a === b && row !== a) return this.kernel('square', [row], [slope, offset, 1, 0]);
    return this.kernel('multiply', [Math.min(a, b), Math.max(a, b)]);
  }

  maximum(a: Row, b: Row): Row {
    const [x, y] = [this.valueOf(a), this.valueOf(b)];
    if (x !== null && y !== null) return this.constant(Math.max(x, y));
    return a === b ? a : this.kernel('maximum', [Math.min(a, b), Math.max(a, b)]);
  }

  /** 1 where a row lies below a bound, else 0; or the other way round. */
  compare(operation: 'below' | 'atLeast', row: Row, bound: number): Row {
    const x = this.valueOf(row);
    if (x !== null) return this.constant(x < bound === (operation === 'below') ? 1 : 0);
    return this.kernel(operation, [row], [bound]);
  }

  apply(f: (x: number) => number, a: Row): Row {
    const x = this.valueOf(a);
    if (x !== null) return this.constant(f(x));
    const operation = unary.get(f);
    return operation === undefined ? this.call(f, [a]) : this.kernel(operation, [a]);
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

  /** The sum of two rows, which takes multiples of rows in one go. */
  private combination(a: Row, b: Row): Row {
    const [p, q] = [this.asAffine(a), this.asAffine(b)];
    const offset = p.offset + q.offset;
    if (offset !== 0) return this.kernel('combine', [p.row, q.row], [p.slope, q.slope, offset]);
    if (p.slope === 1 && q.slope === 1) return this.kernel('add', [p.row, q.row]);
    if (p.slope === 1 && q.slope === -1) return this.kernel('subtract', [p.row, q.row]);
    if (p.slope === -1 && q.slope === 1) return this.kernel('subtract', [q.row, p.row]);
    return this.kernel('combine', [p.row, q.row], [p.slope, q.slope, 0]);
  }

  private asAffine(row: Row): { readonly row: Row; readonly slope: number; readonly offset: number } {
    const definition = this.rows[row];
    if (definition?.tag !== 'kernel' || definition.operation !== 'affine') return { row, slope: 1, offset: 0 };
    const [slope, offset] = definition.constants as [number, number];
    return { row: definition.rows[0] as Row, slope, offset };
  }

  private affine(row: Row, slope: number, offset: number): Row {
    if (slope === 1 && offset === 0) return row;
    const definition = this.rows[row];
    if (definition?.tag !== 'kernel') return this.kernel('affine', [row], [slope, offset]);
    const { operation, rows, constants } = definition;
    if (operation === 'multiply') return this.kernel('product', rows, [slope, offset]);
    if (!isLinear.has(operation)) return this.kernel('affine', [row], [slope, offset]);
    const inner = operation === 'square' ? 2 : 0;
    const scaled = constants.map((constant, i) => (i < inner ? constant : slope * constant));
    scaled.push((scaled.pop() as number) + offset);
    return this.kernel(operation, rows, scaled);
  }

  private kernel(operation: Operation, rows: readonly Row[], constants: readonly number[] = []): Row {
    return this.row(`${operation} ${rows} ${constants.map(text)}`, () => ({
      tag: 'kernel',
      operation,
      rows,
      constants,
    }));
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
