/** The array kernels, ready to run: a WebAssembly instance, its memory, and who has which part of it. */
import { kernelsCode } from './module.js';

/** The part of WebAssembly that is used here: its types come with those of the web only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly base: () => number;
  readonly seed: (state: number, a: number, b: number, c: number, d: number) => void;
  readonly useTables: (at: number, edge: number) => void;
  readonly uniforms: (out: number, n: number, state: number) => void;
  readonly normals: (out: number, n: number, state: number) => void;
  readonly run: (program: number, count: number) => void;
  readonly moments: (sums: number, n: number, left: number, right: number, pivot: number) => void;
}

/** 128 bits that a random stream starts from. */
export type Seed = readonly [number, number, number, number];

export type Distribution = 'uniform' | 'normal';

const layers = 256;
const pageBytes = 65_536;
export const doubleBytes = 8;
export const stateBytes = 32;

/** Where the bottom layer of the ziggurat ends, and the area of each layer (Marsaglia & Tsang 2000, table for n = 256). */
const edge = 3.654152885361009;
const area = 0.00492867323399;

export class Machine {
  readonly kernels: Kernels;
  private top: number;

  constructor() {
    const code = new WebAssembly.Module(Buffer.from(kernelsCode, 'base64'));
    this.kernels = new WebAssembly.Instance(code).exports as Kernels;
    this.top = Math.ceil(this.kernels.base() / 16) * 16;
    const tables = this.take(3 * layers * doubleBytes);
    this.fillTables(tables);
    this.kernels.useTables(tables, edge);
  }

  /** The widths, sure places and heights of the layers, after which a draw's 52 bits for its place are scaled. */
  private fillTables(at: number): void {
    const { buffer } = this.kernels.memory;
    const widths = new Float64Array(buffer, at, layers);
    const sure = new BigUint64Array(buffer, at + layers * doubleBytes, layers);
    const heights = new Float64Array(buffer, at + 2 * layers * doubleBytes, layers);
    const places = 2 ** 52;
    const height = (x: number): number => Math.exp(-0.5 * x * x);
    const base = area / height(edge);
    sure[0] = BigInt(Math.floor((edge / base) * places));
    sure[1] = 0n;
    [widths[0], widths[layers - 1]] = [base / places, edge / places];
    [heights[0], heights[layers - 1]] = [1, height(edge)];
    let [x, outer] = [edge, edge];
    for (let i = layers - 2; i >= 1; i--) {
      x = Math.sqrt(-2 * Math.log(area / x + height(x)));
      sure[i + 1] = BigInt(Math.floor((x / outer) * places));
      outer = x;
      heights[i] = height(x);
      widths[i] = x / places;
    }
  }

  /** A part of the memory, in bytes, at a multiple of 16. */
  take(bytes: number): number {
    const at = this.top;
    this.top = at + Math.ceil(bytes / 16) * 16;
    const missing = this.top - this.kernels.memory.buffer.byteLength;
    if (missing > 0) this.kernels.memory.grow(Math.ceil(missing / pageBytes));
    return at;
  }

  /** What was taken in the meantime is free again. */
  borrowing<T>(work: () => T): T {
    const { top } = this;
    try {
      return work();
    } finally {
      this.top = top;
    }
  }

  /** The doubles at a place; to be asked for again after more memory was taken. */
  doubles(at: number, count: number): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, at, count);
  }

  words(at: number, count: number): Int32Array {
    return new Int32Array(this.kernels.memory.buffer, at, count);
  }

  /** The first draws of a stream. */
  draws(distribution: Distribution, seed: Seed, count: number): Float64Array {
    return this.borrowing(() => {
      const [state, out] = [this.take(stateBytes), this.take(count * doubleBytes)];
      this.kernels.seed(state, ...seed);
      this.draw(distribution, out, count, state);
      return this.doubles(out, count).slice();
    });
  }

  /** The next draws of a stream whose state stands in the memory. */
  draw(distribution: Distribution, out: number, count: number, state: number): void {
    if (distribution === 'uniform') this.kernels.uniforms(out, count, state);
    else this.kernels.normals(out, count, state);
  }
}

let shared: Machine | null = null;

/** The one machine of this process, made when it is first asked for. */
export function machine(): Machine {
  shared ??= new Machine();
  return shared;
}
