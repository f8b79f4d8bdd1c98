/**
 * Sums over many states at once by what a term is made of: the terms of a sum one after the other, each a product of
 * small tables from which axis after axis is summed out (variable elimination; Koller & Friedman, Probabilistic
 * Graphical Models, chapter 9). It costs what the structure costs, not the product of all states.
 */
import { rangeValues, withIndex } from '../kernel/network.js';
import { type Density, mul, type Term } from '../kernel/term.js';
import type { Context, Interpretation } from './context.js';
import { evaluate, isDensityProduct, logOf } from './evaluate.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import type { Axis } from './tensor.js';

/** An interpretation whose densities are products of tables. */
export interface Factored extends Interpretation {
  /** Tables whose product is the density. */
  densityFactors(density: Density, context: Context): readonly Jet[];
}

/** The sum of a product of terms over axes. */
export function sumOf(factors: readonly Term[], axes: readonly Axis[], at: Factored, context: Context): Jet {
  const products = termsOf(mul(factors), at, context);
  return jet.sum(products.map((product) => jet.product(eliminate(product, axes))));
}

/** A term as a sum of products. */
function termsOf(term: Term, at: Factored, context: Context): readonly (readonly Jet[])[] {
  switch (term.tag) {
    case 'add':
      return term.terms.flatMap((t) => termsOf(t, at, context));
    case 'big':
      return term.op === 'sum' ? membersOf(term, at, context, termsOf) : [factorsOf(term, at, context)];
    case 'mul':
      return distributed(term.factors, at, context);
    case 'fn':
      return isLogarithm(term)
        ? logsOf(term.args[0] as Term, at, context).map((log) => [sized(log, context)])
        : [factorsOf(term, at, context)];
    default:
      return [factorsOf(term, at, context)];
  }
}

/** One factor that is a sum is gone through term by term; of two the products would be too many. */
function distributed(factors: readonly Term[], at: Factored, context: Context): readonly (readonly Jet[])[] {
  const sums = factors.filter(isSum);
  if (sums.length !== 1) return [factors.flatMap((factor) => factorsOf(factor, at, context))];
  const rest = factors.filter((factor) => !isSum(factor)).flatMap((factor) => factorsOf(factor, at, context));
  return termsOf(sums[0] as Term, at, context).map((product) => [...rest, ...product]);
}

const isSum = (term: Term): boolean =>
  term.tag === 'add' || (term.tag === 'big' && term.op === 'sum') || isLogarithm(term);

const isLogarithm = (term: Term): boolean =>
  term.tag === 'fn' && term.name === 'ln' && term.args[0] !== undefined && isDensityProduct(term.args[0]);

/** The factors of a term, each by itself. */
function factorsOf(term: Term, at: Factored, context: Context): readonly Jet[] {
  switch (term.tag) {
    case 'density':
      return at.densityFactors(term, context);
    case 'mul':
      return term.factors.flatMap((factor) => factorsOf(factor, at, context));
    case 'big':
      return term.op === 'prod' ? membersOf(term, at, context, factorsOf) : [evaluate(term, at, context)];
    case 'pow':
      return isDensityProduct(term) && term.exponent.tag === 'num'
        ? factorsOf(term.base, at, context).map((f) => jet.power(f, evaluate(term.exponent, at, context)))
        : [evaluate(term, at, context)];
    default:
      return [evaluate(term, at, context)];
  }
}

/** The logarithms whose sum is that of a product of densities. */
function logsOf(term: Term, at: Factored, context: Context): readonly Jet[] {
  const plain = { ...context, magnitude: null };
  switch (term.tag) {
    case 'density':
      return at.densityFactors(term, plain).map((f) => jet.ln(f));
    case 'mul':
      return term.factors.flatMap((factor) => logsOf(factor, at, context));
    case 'pow':
      return logsOf(term.base, at, context).map((log) => jet.mul(evaluate(term.exponent, at, plain), log));
    case 'big':
      return membersOf(term, at, context, logsOf);
    default:
      return [logOf(term, at, plain)];
  }
}

function membersOf<T>(
  term: Extract<Term, { tag: 'big' }>,
  at: Factored,
  context: Context,
  partsOf: (body: Term, at: Factored, context: Context) => readonly T[],
): readonly T[] {
  const values = rangeValues(term.binder.range, context.env);
  at.notes.ranges.set(term, values.length > 0 || at.notes.ranges.get(term) === true);
  return values.flatMap((value) =>
    partsOf(term.body, at, { ...context, env: withIndex(context.env, term.binder.index, value) }),
  );
}

/** Where magnitudes are asked for, the size; the logarithm of a rounded number near 1 is off by as much as the number. */
function sized(log: Jet, { magnitude }: Context): Jet {
  if (magnitude === null) return log;
  return jet.add(jet.abs(log), jet.constant(magnitude === 'rounding' ? 1 : 1e-6));
}

/** Sums axes out of a product of tables, the cheapest first; what is left are factors of the sum. */
export function eliminate(tables: readonly Jet[], axes: readonly Axis[]): Jet[] {
  const factors = new Factors(tables);
  const open = new Map(axes.map((axis) => [axis.id, { axis, cost: factors.costOf(axis.id) }]));
  while (open.size > 0) {
    const { axis } = cheapest(open.values());
    const merged = factors.add(jet.sumOver(jet.product(factors.take(axis.id)), axis));
    open.delete(axis.id);
    // What it costs to sum out another axis changes for its neighbours only.
    for (const { id } of merged) {
      const neighbour = open.get(id);
      if (neighbour !== undefined) neighbour.cost = factors.costOf(id);
    }
  }
  return factors.all();
}

function cheapest<T extends { readonly cost: number }>(open: Iterable<T>): T {
  let best: T | null = null;
  for (const next of open) if (best === null || next.cost < best.cost) best = next;
  if (best === null) throw new Error('nothing is left');
  return best;
}

interface Factor {
  readonly table: Jet;
  readonly axes: readonly Axis[];
}

/** The factors of a product, found by their axes. */
class Factors {
  readonly #all = new Set<Factor>();
  readonly #touching = new Map<string, Set<Factor>>();

  constructor(tables: readonly Jet[]) {
    for (const table of tables) this.add(table);
  }

  /** The axes of what was added. */
  add(table: Jet): readonly Axis[] {
    const factor = { table, axes: jet.primal(table).axes };
    this.#all.add(factor);
    for (const { id } of factor.axes) {
      const own = this.#touching.get(id);
      if (own === undefined) this.#touching.set(id, new Set([factor]));
      else own.add(factor);
    }
    return factor.axes;
  }

  /** Takes the tables with an axis out of the product. */
  take(id: string): readonly Jet[] {
    const own = [...(this.#touching.get(id) ?? [])];
    for (const factor of own) {
      this.#all.delete(factor);
      for (const axis of factor.axes) this.#touching.get(axis.id)?.delete(factor);
    }
    return own.map(({ table }) => table);
  }

  /** The entries of the product of the tables with an axis. */
  costOf(id: string): number {
    const sizes = new Map<string, number>();
    for (const { axes } of this.#touching.get(id) ?? []) for (const axis of axes) sizes.set(axis.id, axis.size);
    let entries = 1;
    for (const size of sizes.values()) entries *= size;
    return entries;
  }

  all(): Jet[] {
    return [...this.#all].map(({ table }) => table);
  }
}
