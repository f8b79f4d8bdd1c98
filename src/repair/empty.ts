/** Edited lines that hold and say nothing: a bound that repeats what it bounds, or that signs settle; parts that vanish. */
import { headsOf, mayDependOn } from '../kernel/free.js';
import { type Identity, spread } from '../kernel/identity.js';
import { isContinuous, type Model, type Relation } from '../kernel/model.js';
import { Signs } from '../kernel/sign.js';
import { children, type Measure, mul, num, someSubterm, type Term } from '../kernel/term.js';

/** A line as it is compared with the one above. */
export interface Compared {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation;
}

export class Emptiness {
  readonly #signs: Signs;

  constructor(
    private readonly model: Model,
    private readonly identity: Identity,
  ) {
    this.#signs = new Signs(model, identity);
  }

  /** Whether an edit makes a line say nothing; null for a line that had no meaning before. */
  isMadeEmpty(before: Compared | null, after: Compared): boolean {
    if (before !== null && this.#vanishing(after.right) > this.#vanishing(before.right)) return true;
    if (!isBound(after.relation)) return false;
    if (this.#isSettledBySigns(after)) return true;
    return this.#repeats(after) && (before === null || !this.#repeats(before));
  }

  /** The terms and factors that an edit brings into a bound, with what they may repeat: that is for models to say. */
  broughtIn(before: Compared | null, after: Compared): readonly { readonly part: Term; readonly bounded: Term }[] {
    if (!isBound(after.relation)) return [];
    const partsOf = (term: Term): readonly Term[] => {
      const terms = spread(term, 'add').map((one) => parted(one).rest);
      const factors = terms.map(factorsOf).filter(({ length }) => length > 1);
      return [...(terms.length > 1 ? terms : []), ...factors.flat()];
    };
    const known = new Set(before === null ? [] : partsOf(before.right).map((part) => this.identity.of(part)));
    const bounded = parted(after.left).rest;
    return partsOf(after.right)
      .filter((part) => !isSimple(part) && !known.has(this.identity.of(part)))
      .map((part) => ({ part, bounded }));
  }

  /** How many parts vanish as they are written: `x - x`, gradients by what nothing below depends on. */
  #vanishing(term: Term): number {
    const own = this.#isGradientOfConstant(term) || (term.tag === 'add' && this.#cancels(term)) ? 1 : 0;
    return children(term).reduce((count, child) => count + this.#vanishing(child), own);
  }

  #isGradientOfConstant(term: Term): boolean {
    return term.tag === 'grad' && !mayDependOn(term.body, [term.of], this.model);
  }

  #cancels(sum: Term): boolean {
    const totals = new Map<number, number>();
    for (const term of spread(sum, 'add')) {
      const { share, rest } = parted(term);
      const key = this.identity.of(rest);
      totals.set(key, (totals.get(key) ?? 0) + share);
    }
    return [...totals.values()].every((total) => total === 0);
  }

  /** Whether the bound holds what it bounds: all its terms, it as a factor, or an average of it anywhere. */
  #repeats({ left, right }: Compared): boolean {
    const key = (term: Term): number => this.identity.of(parted(term).rest);
    const given = spread(left, 'add');
    if (given.every(isNumber)) return false;
    const own = spread(right, 'add');
    if (own.length > given.length && includesAll(own.map(key), given.map(key))) return true;
    if (!isSimple(left) && this.identity.of(left) !== this.identity.of(right) && this.#mentions(right, left))
      return true;
    const factors = (term: Term): number[] => factorsOf(term).map((factor) => this.identity.of(factor));
    const [only] = given;
    return (
      given.length === 1 &&
      only !== undefined &&
      own.some((term) => factors(term).length > factors(only).length && includesAll(factors(term), factors(only)))
    );
  }

  #mentions(term: Term, part: Term): boolean {
    const sought = this.identity.of(part);
    return someSubterm(term, (inner) => inner.tag === part.tag && this.identity.of(inner) === sought);
  }

  /** `KL >= - KL`: true, and less than that one side is not negative. A bound by 0 says just that. */
  #isSettledBySigns({ left, right, relation }: Compared): boolean {
    if (spread(right, 'add').length === 0) return false;
    const [less, more] = relation === '<' || relation === '<=' ? [left, right] : [right, left];
    return this.#nonnegative(more) && this.#nonpositive(less);
  }

  #nonnegative(term: Term): boolean {
    switch (term.tag) {
      case 'kl':
      case 'variance':
      case 'mutual-information':
        return true;
      case 'entropy':
        return this.#isDiscrete(term.measure);
      case 'mean-entropy':
        return this.#isDiscrete([term.conditional]);
      case 'add':
        return term.terms.every((part) => this.#nonnegative(part));
      case 'mul':
        return term.factors.every((factor) => this.#nonnegative(factor));
      case 'expect':
        return this.#nonnegative(term.body);
      default:
        return this.#signs.nonnegative(term);
    }
  }

  #nonpositive(term: Term): boolean {
    if (term.tag === 'add') return term.terms.every((part) => this.#nonpositive(part));
    const { share, rest } = parted(term);
    return share < 0 && this.#nonnegative(rest);
  }

  #isDiscrete(measure: readonly Measure[]): boolean {
    return measure.every((part) =>
      headsOf(part).every(({ name }) => {
        const domain = this.model.variables.get(name)?.domain ?? null;
        return domain !== null && !isContinuous(domain);
      }),
    );
  }
}

const isBound = (relation: Relation): boolean => ['<', '<=', '>', '>='].includes(relation);

/** Symbols stand in many terms: only what is made of them is known again wherever it is. */
const isSimple = ({ tag }: Term): boolean => ['num', 'constant', 'index', 'ref', 'apply', 'add', 'mul'].includes(tag);

const isNumber = ({ tag }: Term): boolean => tag === 'num' || tag === 'constant' || tag === 'index';

/** The number before a term, and the term without it. */
function parted(term: Term): { readonly share: number; readonly rest: Term } {
  const factors = spread(term, 'mul');
  const share = factors.reduce(
    (all, f) => (f.tag === 'num' ? (all * Number(f.value.num)) / Number(f.value.den) : all),
    1,
  );
  const others = factors.filter(({ tag }) => tag !== 'num');
  return { share, rest: others.length === 0 ? num({ num: 1n, den: 1n }) : mul(others) };
}

const factorsOf = (term: Term): readonly Term[] => spread(parted(term).rest, 'mul');

/** Whether a list has every member of another, as often as it has it. */
function includesAll(list: readonly number[], others: readonly number[]): boolean {
  const rest = [...list];
  return others.every((other) => {
    const at = rest.indexOf(other);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}
