/**
 * The normal form of sums and products: a polynomial with rational coefficients over whatever is neither. A power of
 * an atom cancels against its inverse only where the atom is known not to be zero.
 */
import type { Identity } from './identity.js';
import { Memo } from './memo.js';
import { isInteger, type Rational, rational } from './rational.js';
import { Refused } from './refused.js';
import type { Noted, Signs } from './sign.js';
import { add, integer, mul, num, type Term } from './term.js';

/** Products of sums with more monomials than this are not multiplied out. */
const mostMonomials = 20_000;
const greatestPower = 64;

/** A product too large to be multiplied out. */
export class RingLimit extends Refused {}

interface Power {
  readonly atom: Term;
  readonly id: number;
  /** Not zero. Negative only for an atom that is never zero, or in the place of its inverse. */
  readonly exponent: number;
}

interface Monomial {
  readonly coefficient: Rational;
  /** By number. */
  readonly powers: readonly Power[];
}

type Polynomial = ReadonlyMap<string, Monomial>;

const one: Rational = { num: 1n, den: 1n };
const times = (a: Rational, b: Rational): Rational => bounded(rational(a.num * b.num, a.den * b.den));
const plus = (a: Rational, b: Rational): Rational => bounded(rational(a.num * b.den + b.num * a.den, a.den * b.den));

/** Powers of powers of numbers grow beyond every memory. */
const greatest = 1n << 4000n;

function bounded(value: Rational): Rational {
  if (value.num > greatest || -value.num > greatest || value.den > greatest)
    throw new RingLimit('a number has too many digits');
  return value;
}

const keyOf = (powers: readonly Power[]): string => powers.map(({ id, exponent }) => `${id}^${exponent}`).join();

export class Ring {
  readonly #known = new Memo<Noted<Term>>();
  /** Powers, by number, that were found too large: to find that out takes long, and they come again in every sum. */
  readonly #tooLarge = new Map<number, RingLimit>();

  constructor(
    private readonly identity: Identity,
    private readonly signs: Signs,
  ) {}

  /** The normal form of a term, equal to it wherever both are defined. Throws RingLimit. */
  normal(term: Term): Term {
    const known = this.#known.of(term, () => this.signs.noted(() => this.#build(this.#polynomial(term))));
    this.#known.of(known.value, () => known);
    return this.signs.again(known);
  }

  #polynomial(term: Term): Polynomial {
    switch (term.tag) {
      case 'num':
        return constant(term.value);
      case 'index':
        return this.#index(term);
      case 'add': {
        const sum = new Map<string, Monomial>();
        for (const part of term.terms)
          for (const monomial of this.#polynomial(part).values()) accumulate(sum, monomial);
        return sum;
      }
      case 'mul':
        return this.#productOf(term.factors.map((factor) => this.#polynomial(factor)));
      case 'pow':
        return this.#power(term);
      default:
        return this.#atom(term, 1);
    }
  }

  /** `n - 1` is n and a number. */
  #index(term: Extract<Term, { tag: 'index' }>): Polynomial {
    const { base, offset } = term.index;
    const sum = new Map(constant(rational(BigInt(offset))));
    if (base === null) return sum;
    const letter = offset === 0 ? term : ({ tag: 'index', index: { base, offset: 0 } } as const);
    for (const monomial of this.#atom(letter, 1).values()) accumulate(sum, monomial);
    return sum;
  }

  #atom(term: Term, exponent: number): Polynomial {
    const powers: Power[] = [{ atom: term, id: this.identity.of(term), exponent }];
    return new Map([[keyOf(powers), { coefficient: one, powers }]]);
  }

  /** Single monomials are joined at once, and only then multiplied with sums. */
  #productOf(factors: readonly Polynomial[]): Polynomial {
    if (factors.some((factor) => factor.size === 0)) return new Map();
    const singles = factors.flatMap((factor) => (factor.size === 1 ? [...factor.values()] : []));
    const coefficient = singles.reduce((product, single) => times(product, single.coefficient), one);
    const powers = this.#joined(singles.flatMap((single) => single.powers));
    const start: Polynomial = new Map([[keyOf(powers), { coefficient, powers }]]);
    return factors.filter((factor) => factor.size > 1).reduce((a, b) => this.#product(a, b), start);
  }

  #product(a: Polynomial, b: Polynomial): Polynomial {
    if (a.size * b.size > mostMonomials) throw new RingLimit('this product has too many terms to be multiplied out');
    const product = new Map<string, Monomial>();
    for (const x of a.values())
      for (const y of b.values())
        accumulate(product, {
          coefficient: times(x.coefficient, y.coefficient),
          powers: this.#joined([...x.powers, ...y.powers]),
        });
    return product;
  }

  #joined(powers: readonly Power[]): Power[] {
    const joined: Power[] = [];
    const slot = new Map<string, number>();
    for (const power of powers) {
      // An atom that may be zero and its inverse stay apart.
      const apart = !this.signs.nonzero(power.atom) && power.exponent < 0;
      const key = `${power.id}${apart ? ' inverse' : ''}`;
      const at = slot.get(key);
      if (at === undefined) {
        slot.set(key, joined.length);
        joined.push(power);
      } else joined[at] = { ...power, exponent: (joined[at] as Power).exponent + power.exponent };
    }
    return joined.filter(({ exponent }) => exponent !== 0).sort((x, y) => x.id - y.id || x.exponent - y.exponent);
  }

  #power(term: Extract<Term, { tag: 'pow' }>): Polynomial {
    const known = this.#tooLarge.get(this.identity.of(term));
    if (known !== undefined) throw known;
    try {
      return this.#powerOf(term);
    } catch (error) {
      if (error instanceof RingLimit) this.#tooLarge.set(this.identity.of(term), error);
      throw error;
    }
  }

  #powerOf(term: Extract<Term, { tag: 'pow' }>): Polynomial {
    const base = this.#polynomial(term.base);
    const exponent = this.normal(term.exponent);
    const whole = exponent.tag === 'num' && isInteger(exponent.value) ? Number(exponent.value.num) : null;
    if (whole === null || Math.abs(whole) > greatestPower)
      return this.#atom({ tag: 'pow', base: this.#build(base), exponent }, 1);
    if (whole >= 0) return this.#raised(base, whole);
    const [only] = base.values();
    if (base.size === 1 && only !== undefined) return this.#inverted(only, whole);
    if (base.size === 0) throw new RingLimit('a division by zero');
    return this.#atom(this.#build(base), whole);
  }

  #raised(base: Polynomial, exponent: number): Polynomial {
    let result = constant(one);
    for (let i = 0; i < exponent; i++) result = this.#product(result, base);
    return result;
  }

  /** A negative power of a single monomial, factor by factor. */
  #inverted({ coefficient, powers }: Monomial, exponent: number): Polynomial {
    const inverse = rational(coefficient.den ** BigInt(-exponent), coefficient.num ** BigInt(-exponent));
    return this.#productOf([constant(inverse), ...powers.map((power) => this.#invertedPower(power, exponent))]);
  }

  /** The inverse of an inverse is defined where the atom is not zero, and then it is the atom. */
  #invertedPower({ atom, exponent }: Power, by: number): Polynomial {
    if (exponent > 0 || this.signs.nonzero(atom)) return this.#atom(atom, exponent * by);
    return this.#atom({ tag: 'pow', base: this.#build(this.#atom(atom, exponent)), exponent: integer(by) }, 1);
  }

  #build(polynomial: Polynomial): Term {
    const monomials = [...polynomial.values()].sort((a, b) => compare(a.powers, b.powers));
    return add(monomials.map(buildMonomial));
  }
}

const constant = (value: Rational): Polynomial =>
  value.num === 0n ? new Map() : new Map([['', { coefficient: value, powers: [] }]]);

function accumulate(sum: Map<string, Monomial>, monomial: Monomial): void {
  const key = keyOf(monomial.powers);
  const known = sum.get(key);
  const coefficient = known === undefined ? monomial.coefficient : plus(known.coefficient, monomial.coefficient);
  if (coefficient.num === 0n) sum.delete(key);
  else sum.set(key, { ...monomial, coefficient });
}

function compare(a: readonly Power[], b: readonly Power[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as Power, b[i] as Power];
    if (x.id !== y.id) return x.id - y.id;
    if (x.exponent !== y.exponent) return x.exponent - y.exponent;
  }
  return a.length - b.length;
}

function buildMonomial({ coefficient, powers }: Monomial): Term {
  const factors = powers.map(
    ({ atom, exponent }): Term => (exponent === 1 ? atom : { tag: 'pow', base: atom, exponent: integer(exponent) }),
  );
  const unit = coefficient.num === 1n && coefficient.den === 1n;
  return mul(unit && factors.length > 0 ? factors : [num(coefficient), ...factors]);
}
