/** Terms in a certificate: a table in which each distinct term stands once, its subterms by number before it. */

import type { Density, Index, IndexBinder, IndexRange, Measure, Selector, Slot, Term, VarRef } from '../kernel/term.js';
import { children } from '../kernel/term.js';
import { mostDepth, mostNodes } from '../kernel/well-formed.js';
import {
  type Codec,
  fraction,
  integer,
  type Json,
  list,
  Malformed,
  nothing,
  nullable,
  oneOf,
  pair,
  record,
  text,
  truth,
  union,
  within,
} from './codec.js';

/** Letters, digits and primes, with a script that is part of the name (`theta_old`, `z^(k)`). */
const plain = String.raw`\p{L}[\p{L}\p{M}\p{N}']{0,99}(?:_[\p{L}\p{M}\p{N}'.]{1,99})?(?:\^\([\p{L}\p{M}\p{N}'.]{1,99}\))?`;

/** A declared name. */
export const properName = text(new RegExp(`^${plain}$`, 'u'), 'a name');

/** A name, or one made of it by the kernel to keep bound variables apart (`x#1`). */
const anyName = text(new RegExp(`^${plain}(?:#[1-9]\\d{0,5})?$`, 'u'), 'a name');

/** A name of a pattern: that of a metavariable may stand for it, `?f`, `heads(?q)`, `count(n)`. */
const patternName = text(new RegExp(`^(?:\\??${plain}|heads\\(\\?${plain}\\)|count\\(${plain}\\))$`, 'u'), 'a name');

const mostOffset = 1_000_000;

/** The parts of terms that are no terms. */
export interface Parts {
  readonly name: Codec<string>;
  readonly index: Codec<Index>;
  readonly ref: Codec<VarRef>;
  readonly binder: Codec<IndexBinder>;
}

function partsOf(name: Codec<string>): Parts {
  const index = record<Index>({ base: nullable(name), offset: integer(-mostOffset, mostOffset) });
  const selector = union<Selector, 'tag'>('tag', {
    at: { index },
    all: {},
    slice: { lo: index, hi: index },
    except: { index },
  });
  const range = union<IndexRange, 'tag'>('tag', {
    range: { lo: index, hi: index, except: nullable(index) },
    subset: { subset: name },
  });
  const ref = record<VarRef>({ name, at: list(selector) });
  return { name, index, ref, binder: record<IndexBinder>({ index: name, range }) };
}

/** The parts of what is declared. */
export const declaredParts = partsOf(properName);

/** How large a term is with everything that is shared written out. */
interface Extent {
  readonly nodes: number;
  readonly depth: number;
}

export type Language = 'terms' | 'patterns';

/** The table while it is read or written. Patterns have metavariables, and terms have not. */
export class TermTable {
  readonly parts: Parts;
  /** A term by its number, which must stand in the table already. */
  readonly ref: Codec<Term>;
  readonly density: Codec<Density>;
  readonly measure: Codec<Measure>;
  readonly slot: Codec<Slot>;
  readonly #entry: Codec<Term>;
  readonly #terms: Term[] = [];
  readonly #extents: Extent[] = [];
  readonly #entries: Json[] = [];
  readonly #known = new WeakMap<Term, number>();
  readonly #numbers = new Map<string, number>();

  constructor(language: Language) {
    this.parts = partsOf(language === 'terms' ? anyName : patternName);
    this.ref = { read: (json) => this.#at(json), write: (term) => this.#numberOf(term) };
    this.density = this.#tagged<Density>('density', ['density']);
    this.measure = this.#tagged<Measure>('measure', [
      'density',
      'law',
      'big',
      ...(language === 'terms' ? [] : ['meta']),
    ]);
    this.slot = record<Slot>({ of: this.parts.ref, value: this.ref });
    this.#entry = this.#shapes(language);
  }

  /** Reads the table itself. Throws Malformed. */
  readAll(json: unknown): void {
    if (!Array.isArray(json)) throw new Malformed('a list is needed here');
    for (const [i, entry] of json.entries())
      within(i, () => {
        const term = this.#entry.read(entry);
        this.#extents.push(this.#extentOf(term));
        this.#known.set(term, this.#terms.length);
        this.#terms.push(term);
      });
  }

  /** What was written so far. */
  entries(): readonly Json[] {
    return this.#entries;
  }

  #at(json: unknown): Term {
    const term = typeof json === 'number' ? this.#terms[json] : undefined;
    if (term === undefined) throw new Malformed('the number of a term that stands before this is needed here');
    return term;
  }

  #extentOf(term: Term): Extent {
    let [nodes, depth] = [1, 1];
    for (const child of children(term)) {
      const own = this.#extents[this.#known.get(child) as number] as Extent;
      nodes += own.nodes;
      depth = Math.max(depth, own.depth + 1);
    }
    if (nodes > mostNodes) throw new Malformed(`this term has more than ${mostNodes} parts`);
    if (depth > mostDepth) throw new Malformed(`this term is nested more than ${mostDepth} deep`);
    return { nodes, depth };
  }

  #numberOf(term: Term): number {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const entry = this.#entry.write(term);
    const key = JSON.stringify(entry);
    const number = this.#numbers.get(key) ?? this.#entries.push(entry) - 1;
    this.#numbers.set(key, number);
    this.#known.set(term, number);
    return number;
  }

  #tagged<T extends Term>(what: string, tags: readonly string[]): Codec<T> {
    return {
      read: (json) => {
        const term = this.#at(json);
        if (!tags.includes(term.tag)) throw new Malformed(`a ${what} is needed here, not a ${term.tag}`);
        return term as T;
      },
      write: (term) => this.#numberOf(term),
    };
  }

  #shapes(language: Language): Codec<Term> {
    const { ref: term, density, measure, slot } = this;
    const { name, index, ref, binder } = this.parts;
    const [terms, measures, slots, refs] = [list(term), list(measure), list(slot), list(ref)];
    const metaName = language === 'patterns' ? name : nothing<string>('a metavariable stands in rules only');
    return union<Term, 'tag'>('tag', {
      num: { value: fraction },
      constant: { name: oneOf('pi', 'inf') },
      ref: { ref },
      index: { index },
      add: { terms },
      mul: { factors: terms },
      pow: { base: term, exponent: term },
      fn: { name, args: terms },
      apply: { name, args: terms },
      call: { name, args: terms },
      density: { family: name, heads: slots, givens: slots },
      law: { law: name, point: term, params: terms },
      expect: { measure: measures, body: term },
      integral: { vars: refs, counting: truth, bounds: nullable(pair(term)), body: term },
      big: { op: oneOf('sum', 'prod'), binder, body: term },
      draw: { subset: name, body: term },
      grad: { of: ref, body: term },
      kl: { left: measures, right: measures },
      entropy: { measure: measures },
      'cross-entropy': { left: measures, right: measures },
      'mean-entropy': { joint: density, conditional: density },
      'mutual-information': { joint: density, pair: density, left: density, right: density },
      variance: { measure: measures, body: term },
      covariance: { measure: measures, left: term, right: term },
      slack: { free: nothing('const stands in no certificate') },
      meta: { name: metaName },
    });
  }
}
