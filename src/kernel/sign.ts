/** Which terms are surely positive, not negative, or not zero, wherever they are defined. Unknown is no. */
import type { Identity } from './identity.js';
import { Memo } from './memo.js';
import type { Domain, Family, Model } from './model.js';
import { unfoldCall } from './procedure.js';
import { isInteger } from './rational.js';
import { atMost, declaredName } from './reference.js';
import { Refused } from './refused.js';
import type { Density, IndexBinder, Law, Slot, Term } from './term.js';

const positiveFunctions: ReadonlySet<string> = new Set(['exp', 'sigmoid', 'softplus']);

/** An answer with the assumptions of the file that it rests on. */
export interface Noted<T> {
  readonly value: T;
  readonly hypotheses: readonly number[];
}

const exceedsOne = (term: Term): boolean => term.tag === 'num' && term.value.num > term.value.den;

export class Signs {
  readonly #positive = new Memo<Noted<boolean>>();
  readonly #families = new Map<Family, Noted<boolean>>();
  /** What the work that goes on rests on, the innermost last. */
  readonly #open: Set<number>[] = [];

  constructor(
    private readonly model: Model,
    private readonly identity: Identity,
  ) {}

  /** What is worked out, with the assumptions that it takes; these count for what goes on around it too. */
  noted<T>(work: () => T): Noted<T> {
    const own = new Set<number>();
    this.#open.push(own);
    try {
      const value = work();
      return { value, hypotheses: [...own] };
    } finally {
      this.#open.pop();
      this.#rest(own);
    }
  }

  /** An answer that was worked out before. */
  again<T>({ value, hypotheses }: Noted<T>): T {
    this.#rest(hypotheses);
    return value;
  }

  #rest(hypotheses: Iterable<number>): void {
    for (const index of hypotheses) this.#open.at(-1)?.add(index);
  }

  positive(term: Term): boolean {
    const known = this.#positive.of(term, () => this.noted(() => this.#assumed(term, ['>']) || this.#isPositive(term)));
    return this.again(known);
  }

  nonnegative(term: Term): boolean {
    return this.positive(term) || this.#assumed(term, ['>=']) || this.#isNonnegative(term);
  }

  nonzero(term: Term): boolean {
    if (term.tag === 'num') return term.value.num !== 0n;
    if (term.tag === 'mul') return term.factors.every((factor) => this.nonzero(factor));
    if (term.tag === 'pow') return this.nonzero(term.base);
    return this.positive(term) || this.#assumed(term, ['<', '!=']);
  }

  #isPositive(term: Term): boolean {
    const every = (terms: readonly Term[]): boolean => terms.every((t) => this.positive(t));
    switch (term.tag) {
      case 'num':
        return term.value.num > 0n;
      case 'constant':
        return term.name === 'pi';
      case 'index':
        return this.#isSize(term.index.base, term.index.offset);
      case 'ref':
        return isPositiveDomain(this.model.variables.get(declaredName(term.ref.name))?.domain ?? null);
      case 'add':
        return (
          (term.terms.some((t) => this.positive(t)) && term.terms.every((t) => this.nonnegative(t))) ||
          this.#isRestOfOne(term.terms)
        );
      case 'mul':
        return every(term.factors);
      case 'pow':
        return this.positive(term.base);
      case 'fn':
        return (
          positiveFunctions.has(term.name) ||
          ((term.name === 'sqrt' || term.name === 'Gamma') && every(term.args)) ||
          (term.name === 'ln' && term.args.every(exceedsOne))
        );
      case 'apply':
        return isPositiveDomain(this.model.functions.get(term.name)?.domain ?? null);
      case 'call':
        return this.#positiveCall(term);
      case 'density':
        return this.#positiveDensity(term);
      case 'law':
        return this.#positiveLaw(term);
      case 'expect':
      case 'draw':
        return this.positive(term.body);
      case 'integral':
        return term.bounds === null && this.positive(term.body);
      case 'big':
        return (term.op === 'prod' || this.#hasMembers(term.binder)) && this.positive(term.body);
      default:
        return false;
    }
  }

  /** `1 - u`, for u between 0 and 1. */
  #isRestOfOne([first, second, ...others]: readonly Term[]): boolean {
    if (first === undefined || second === undefined || others.length > 0) return false;
    const [one, taken] = first.tag === 'num' ? [first, second] : [second, first];
    if (one.tag !== 'num' || one.value.num !== one.value.den || taken.tag !== 'mul') return false;
    const rest = taken.factors.filter((factor) => !isMinusOne(factor));
    return (
      rest.length === taken.factors.length - 1 && rest.length > 0 && rest.every((factor) => this.#isFraction(factor))
    );
  }

  /** Whether a term is surely between 0 and 1, and neither. */
  #isFraction(term: Term): boolean {
    switch (term.tag) {
      case 'ref':
        return this.model.variables.get(declaredName(term.ref.name))?.domain?.tag === 'unit';
      case 'apply':
        return this.model.functions.get(term.name)?.domain?.tag === 'unit';
      case 'fn':
        return term.name === 'sigmoid';
      default:
        return false;
    }
  }

  #isNonnegative(term: Term): boolean {
    const every = (terms: readonly Term[]): boolean => terms.every((t) => this.nonnegative(t));
    switch (term.tag) {
      case 'num':
        return term.value.num >= 0n;
      case 'add':
        return every(term.terms);
      case 'mul':
        return every(term.factors);
      case 'pow':
        return isEven(term.exponent) || this.nonnegative(term.base);
      case 'fn':
        return term.name === 'abs' || (term.name === 'sqrt' && every(term.args));
      case 'law':
      case 'density':
        return true;
      case 'expect':
      case 'draw':
      case 'big':
        return this.nonnegative(term.body);
      case 'integral':
        return term.bounds === null && this.nonnegative(term.body);
      default:
        return false;
    }
  }

  /** Whether a range, or the draw of a minibatch, is surely not empty. */
  #hasMembers({ range }: IndexBinder): boolean {
    if (range.tag === 'range') return range.except === null && atMost(range.lo, range.hi, this.model);
    const size = this.model.subsets.get(range.subset)?.size;
    return size !== undefined && this.#isSize(size.base, size.offset);
  }

  /** Sizes are at least 1. */
  #isSize(base: string | null, offset: number): boolean {
    return base === null ? offset > 0 : this.model.sizes.has(base) && offset >= 0;
  }

  #assumed(term: Term, relations: readonly string[]): boolean {
    const at = this.model.assumptions.findIndex(
      ({ left, relation, right }) =>
        relations.includes(relation) && right.tag === 'num' && right.value.num === 0n && this.identity.same(left, term),
    );
    if (at < 0) return false;
    this.#rest([at]);
    return true;
  }

  /** What a definition's name stands for with these arguments, which need not be as positive as its own. */
  #positiveCall(term: Term): boolean {
    try {
      return this.positive(unfoldCall(term, this.model));
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  #positiveDensity({ family: name, heads, givens }: Density): boolean {
    const family = this.model.families.get(name);
    if (family === undefined || !this.#positiveFamily(family)) return false;
    return [...heads, ...givens].every((slot) => this.#inDomain(slot, family));
  }

  /** Whether a slot holds a value that its variable may have: elsewhere a density says nothing, or vanishes. */
  #inDomain({ of, value }: Slot, family: Family): boolean {
    const own = this.model.variables.get(of.name);
    const other = value.tag === 'ref' ? this.model.variables.get(declaredName(value.ref.name)) : undefined;
    if (own === undefined) return false;
    const { domain } = own;
    if (own === other || domain?.tag === 'real') return true;
    if (domain === null) return family.factors.every(({ form }) => form === null);
    if (other !== undefined && JSON.stringify(domain) === JSON.stringify(other.domain)) return true;
    return domain.tag === 'positive' && this.positive(value);
  }

  /** Abstract densities are positive; concrete ones where their form is, on the whole domain of their variable. */
  #positiveFamily(family: Family): boolean {
    const known =
      this.#families.get(family) ?? this.noted(() => family.factors.every((factor) => this.#positiveFactor(factor)));
    this.#families.set(family, known);
    return this.again(known);
  }

  #positiveFactor({ form }: Family['factors'][number]): boolean {
    if (form === null) return true;
    if (form.tag === 'law') return this.#positiveLaw(form.law);
    if (form.tag === 'table') return form.entries.every((entry) => this.positive(entry));
    return this.positive(form.body);
  }

  #positiveLaw({ law, point }: Law): boolean {
    const domain =
      point.tag === 'ref' ? (this.model.variables.get(declaredName(point.ref.name))?.domain ?? null) : null;
    if (law === 'Normal' || law === 'Laplace') return true;
    if (law === 'Exponential' || law === 'Gamma') return domain?.tag === 'positive';
    return law === 'Beta' && domain?.tag === 'unit';
  }
}

const isMinusOne = (term: Term): boolean => term.tag === 'num' && term.value.num === -term.value.den;

const isEven = (exponent: Term): boolean =>
  exponent.tag === 'num' && isInteger(exponent.value) && exponent.value.num % 2n === 0n;

function isPositiveDomain(domain: Domain | null): boolean {
  switch (domain?.tag) {
    case 'positive':
    case 'unit':
      return true;
    case 'integers':
      return domain.lo.base === null && domain.lo.offset > 0;
    case 'values':
      return domain.values.every((value) => value > 0);
    default:
      return false;
  }
}
