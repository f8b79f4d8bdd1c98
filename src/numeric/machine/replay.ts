/**
 * A program laid out in the memory of the machine, to be run on draws of other seeds. It goes over a block in pieces,
 * so that its rows stay in the first levels of the cache.
 */
import { type Distribution, doubleBytes, type Machine, type Seed, stateBytes } from './machine.js';
import { type Definition, operations, type Program, type Row } from './program.js';

/** Draws that are gone over at once: a row of them has 2 KiB. */
const piece = 256;
const instructionBytes = 56;
const constantsAt = 24;
const sumsOfPair = 6;

/** The two rows whose difference is summed. */
export interface Pair {
  readonly left: Row;
  readonly right: Row;
}

/** Sums over draws, pair by pair. */
export interface PairSums {
  /** Of the first four powers of the difference, less the pivot. */
  readonly powers: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly left: Float64Array;
  readonly right: Float64Array;
}

interface Call {
  readonly f: (...entries: number[]) => number;
  readonly out: number;
  readonly from: readonly number[];
}

/** Instructions in a row, and then perhaps a function that the kernels do not have. */
interface Segment {
  readonly at: number;
  count: number;
  call: Call | null;
}

interface Source {
  readonly stream: string;
  readonly distribution: Distribution;
  readonly state: number;
  readonly out: number;
}

export class Replay {
  private readonly addresses = new Map<Row, number>();
  private readonly segments: Segment[] = [];
  private readonly sources: Source[] = [];
  private readonly sums: number;
  /** Where the rows of each pair lie. */
  private readonly places: readonly { readonly left: number; readonly right: number }[];
  /** How many rows are made of each piece of draws. */
  readonly rows: number;
  /** Places of rows that are no longer needed. */
  private readonly spare: number[] = [];

  /** `pairs`: what is to be summed. The memory is the caller's to give back. */
  constructor(
    private readonly machine: Machine,
    private readonly program: Program,
    private readonly pairs: readonly Pair[],
  ) {
    this.sums = machine.take(pairs.length * sumsOfPair * doubleBytes);
    const needed = neededRows(program, pairs);
    this.rows = needed.length;
    this.layOut(needed);
    const placeOf = (row: Row): number => this.addresses.get(row) as number;
    this.places = pairs.map(({ left, right }) => ({ left: placeOf(left), right: placeOf(right) }));
  }

  /** Runs the program on a block of draws, a multiple of 256, and sums what it makes of them. */
  run(draws: number, seedOf: (stream: string) => Seed, pivots: Float64Array): PairSums {
    const { kernels } = this.machine;
    const pairs = this.pairs.length;
    this.machine.doubles(this.sums, pairs * sumsOfPair).fill(0);
    for (const { stream, state } of this.sources) kernels.seed(state, ...seedOf(stream));
    for (let done = 0; done < draws; done += piece) {
      for (const { distribution, out, state } of this.sources) this.machine.draw(distribution, out, piece, state);
      for (const segment of this.segments) this.runSegment(segment);
      for (let i = 0; i < pairs; i++) this.addMoments(i, pivots[i] as number);
    }
    const sums = this.machine.doubles(this.sums, pairs * sumsOfPair);
    const each = (k: number): Float64Array =>
      Float64Array.from({ length: pairs }, (_, i) => sums[i * sumsOfPair + k] as number);
    return { powers: [each(0), each(1), each(2), each(3)], left: each(4), right: each(5) };
  }

  private runSegment({ at, count, call }: Segment): void {
    if (count > 0) this.machine.kernels.run(at, count);
    if (call === null) return;
    const out = this.machine.doubles(call.out, piece);
    const [a, b] = call.from.map((address) => this.machine.doubles(address, piece)) as [Float64Array, Float64Array?];
    if (b === undefined) for (let i = 0; i < piece; i++) out[i] = call.f(a[i] as number);
    else for (let i = 0; i < piece; i++) out[i] = call.f(a[i] as number, b[i] as number);
  }

  private addMoments(i: number, pivot: number): void {
    const { left, right } = this.places[i] as { left: number; right: number };
    this.machine.kernels.moments(this.sums + i * sumsOfPair * doubleBytes, piece, left, right, pivot);
  }

  private layOut(needed: readonly Row[]): void {
    const rows = needed.map((row) => ({ row, definition: this.program.rows[row] as Definition }));
    for (const { row, definition } of rows) this.placeLasting(row, definition);
    const lastUses = this.lastUses(needed);
    const instructions = this.machine.take(needed.length * instructionBytes);
    let segment: Segment = { at: instructions, count: 0, call: null };
    this.segments.push(segment);
    for (const [i, { row, definition }] of rows.entries()) {
      if (definition.tag === 'call') {
        segment.call = { f: definition.f, out: this.place(row), from: this.addressesOf(definition.rows) };
        segment = { at: segment.at + segment.count * instructionBytes, count: 0, call: null };
        this.segments.push(segment);
      } else if (definition.tag === 'kernel') {
        this.write(segment.at + segment.count * instructionBytes, definition, this.place(row));
        segment.count++;
      }
      for (const done of lastUses.get(i) ?? []) this.spare.push(this.addresses.get(done) as number);
    }
  }

  /** Constants stay where they are, and draws are there from the start. */
  private placeLasting(row: Row, definition: Definition): void {
    if (definition.tag === 'constant') {
      const at = this.place(row);
      this.machine.doubles(at, piece).fill(definition.value);
    } else if (definition.tag === 'draws') {
      const { stream, distribution } = definition;
      this.sources.push({ stream, distribution, state: this.machine.take(stateBytes), out: this.place(row) });
    }
  }

  private place(row: Row): number {
    const at = this.spare.pop() ?? this.machine.take(piece * doubleBytes);
    this.addresses.set(row, at);
    return at;
  }

  private addressesOf(rows: readonly Row[]): number[] {
    return rows.map((row) => this.addresses.get(row) as number);
  }

  /** The rows whose place is free after each instruction: not the results, and not what is there from the start. */
  private lastUses(needed: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
    const last = new Map<Row, number>();
    for (const [i, row] of needed.entries()) for (const part of partsOf(this.program.rows[row])) last.set(part, i);
    for (const { left, right } of this.pairs) for (const row of [left, right]) last.delete(row);
    const ending = new Map<number, Row[]>();
    for (const [row, i] of last) {
      const { tag } = this.program.rows[row] as Definition;
      if (tag !== 'constant' && tag !== 'draws') ending.set(i, [...(ending.get(i) ?? []), row]);
    }
    return ending;
  }

  private write(at: number, definition: Extract<Definition, { tag: 'kernel' }>, out: number): void {
    const words = this.machine.words(at, constantsAt / 4);
    const [a, b] = this.addressesOf(definition.rows);
    words.set([operations[definition.operation], piece, out, a as number, b ?? 0]);
    this.machine.doubles(at + constantsAt, 4).set(definition.constants);
  }
}

const partsOf = (definition: Definition | undefined): readonly Row[] =>
  definition?.tag === 'kernel' || definition?.tag === 'call' ? definition.rows : [];

/** The rows that the pairs are made of, in the order in which they are made. */
function neededRows(program: Program, pairs: readonly Pair[]): Row[] {
  const needed = new Set(pairs.flatMap(({ left, right }) => [left, right]));
  for (let row = program.rows.length - 1; row >= 0; row--)
    if (needed.has(row)) for (const part of partsOf(program.rows[row])) needed.add(part);
  return [...needed].sort((a, b) => a - b);
}
