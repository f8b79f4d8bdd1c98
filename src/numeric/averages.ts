/**
 * Expectations and integrals that were worked out before. Lines repeat those of the line above, and terms those of
 * each other: each is worked out once for the same free values on the same streams.
 */
import { type Free, freeOf } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import type { Copy } from '../kernel/network.js';
import type { Term } from '../kernel/term.js';
import { freeCopies, termKey } from './claim.js';
import type { Binding, Context, Expectation, Integral, Interpretation, Notes } from './context.js';
import { newNotes } from './context.js';
import type { Jet } from './jet.js';

interface Entry {
  /** The real values of what is free in the term; the others are part of the key. */
  readonly parts: readonly (Jet | null)[];
  readonly value: Jet;
  /** What it drew, and what was noted on the way: a second use draws and notes the same. */
  readonly drawn: ReadonlyMap<Copy, number>;
  readonly notes: Notes;
}

/** More than this are given up together, so that a long file does not keep them all. */
const mostEntries = 4000;

/** A term by its number among those of other structure, and what is free in it. */
interface Named {
  readonly number: number;
  readonly free: Free;
}

export class Averages {
  private entries = new Map<string, Entry[]>();
  private numbers = new Map<string, number>();
  /** Never used again: what is still being worked out keeps the number that it had. */
  private next = 0;
  private named = new WeakMap<Term, Named>();
  private copies = new Map<string, readonly Copy[]>();

  constructor(private readonly model: Model) {}

  get size(): number {
    return this.entries.size;
  }

  /** Gives up the texts of terms too, which are the larger part. */
  private clear(): void {
    this.entries = new Map();
    this.numbers = new Map();
    this.named = new WeakMap();
    this.copies = new Map();
  }

  of(term: Expectation | Integral, at: Interpretation, context: Context, make: (inner: Context) => Jet): Jet {
    if (this.entries.size >= mostEntries) this.clear();
    const { number, free } = this.nameOf(term);
    const place = placeOf(number, free, context);
    const copies = this.copiesAt(place, free, context);
    const bindings = copies.map((copy) => context.bindings.get(copy));
    const { levels, magnitude, nonlinear, tag } = context;
    const key = `${place}|${[...levels]}|${magnitude}${nonlinear}${tag}|${bindings.map(stateOf)}`;
    const parts = bindings.map((b) => (b?.tag === 'real' ? b.value : null));
    const known = this.entries.get(key) ?? [];
    let entry = known.find((e) => e.parts.every((part, i) => part === parts[i]));
    if (entry === undefined) {
      entry = { parts, ...worked(at, context, make) };
      this.entries.set(key, [...known, entry]);
    }
    note(entry, at, context);
    return entry.value;
  }

  private nameOf(term: Term): Named {
    const known = this.named.get(term);
    if (known !== undefined) return known;
    const key = termKey(term);
    const number = this.numbers.get(key) ?? this.next++;
    this.numbers.set(key, number);
    const named = { number, free: freeOf(term, this.model) };
    this.named.set(term, named);
    return named;
  }

  private copiesAt(place: string, free: Free, context: Context): readonly Copy[] {
    const known = this.copies.get(place);
    if (known !== undefined) return known;
    const copies = freeCopies(free, this.model, context.env);
    this.copies.set(place, copies);
    return copies;
  }
}

const stateOf = (binding: Binding | undefined): string => (binding?.tag === 'state' ? binding.axis.id : '');

/** The term and the values of the letters and subsets that are free in it. */
function placeOf(number: number, { indices, subsets }: Free, { env }: Context): string {
  const letters = [...indices].map((letter) => `${letter}=${env.indices.get(letter)}`);
  const chosen = [...subsets].map((name) => `${name}={${env.subsets.get(name)}}`);
  return `${number} ${letters} ${chosen}`;
}

function worked(at: Interpretation, context: Context, make: (inner: Context) => Jet): Omit<Entry, 'parts'> {
  const drawn = new Map<Copy, number>();
  const outer = at.notes;
  const notes = newNotes();
  at.notes = notes;
  try {
    return { value: make({ ...context, drawn }), drawn, notes };
  } finally {
    at.notes = outer;
  }
}

function note({ drawn, notes }: Entry, at: Interpretation, context: Context): void {
  for (const [copy, level] of drawn) context.drawn.set(copy, Math.max(level, context.drawn.get(copy) ?? 0));
  for (const [term, filled] of notes.ranges) at.notes.ranges.set(term, filled || at.notes.ranges.get(term) === true);
  at.notes.borrows ||= notes.borrows;
  at.notes.negativeLogarithms += notes.negativeLogarithms;
}
