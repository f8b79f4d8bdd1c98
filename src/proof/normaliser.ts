/**
 * The normal form of a term under the rules that are allowed, with the theorem that the term equals it. Sums are
 * polynomials over what no rule takes apart; expectations and integrals hold one monomial each, their constants
 * outside, under the least measure; densities are split into conditionals; gradients stand innermost.
 */
import type { End } from '../kernel/chain.js';
import { spread } from '../kernel/identity.js';
import type { Kernel, Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import { add, children, type Law, mul, type Term } from '../kernel/term.js';
import { normalAbsolute, squareOfAbsolute } from './absolute.js';
import { type Cuts, noCuts } from './cuts.js';
import { splitDensity } from './densities.js';
import { type Allowed, type Change, Deriver, type Fuel, meaning } from './deriver.js';
import { normalExpectation } from './expectations.js';
import { averaged, integralForm } from './folding.js';
import { inverseOverOne, withoutLargest } from './fractions.js';
import { definitionsOf, functionalParts, withLeastCondition } from './functionals.js';
import { normalGradient } from './gradients.js';
import { normalIntegral } from './integrals.js';
import { formulaOf } from './laws.js';
import { normalExponential, normalLogarithm } from './logarithms.js';
import { normalDraw, normalPlate } from './plates.js';
import { symbolicPower } from './powers.js';

/** Theorems that hold by what was proved before: the left side is to be replaced by the right. */
export type Lemmas = ReadonlyMap<number, Change>;

export interface NormalOptions {
  readonly lemmas: Lemmas;
  /** Those of them that tell an expectation. */
  readonly means: readonly Theorem[];
  /** Rewriting by the author's own rules. */
  readonly user: readonly ((term: Term) => Change)[];
  /** Inequalities among the author's own rules. */
  readonly userBounds: readonly Rule[];
  /** Where ranges are cut. */
  readonly cuts: Cuts;
  /** Which of its definitions a functional is unfolded by. */
  readonly variant: number;
  /** Whether a mean is differentiated by the score of its whole measure, before it is taken under the least. */
  readonly scoresFirst: boolean;
  /** From which end the density of an array goes along its members, where no factors are declared. */
  readonly inOrder: End | null;
  /** Whether densities stand for the laws and formulas that they are declared to be. */
  readonly forms: boolean;
  /** Whether laws that have a name stand for their formulas, and means under them for what these are. */
  readonly laws: boolean;
  /** Whether members with one law are said to have that of the first. */
  readonly oneLaw: boolean;
  /** Whether products of sums of independent members are taken apart into what one member has and two have. */
  readonly apartSums: boolean;
}

const plain: NormalOptions = {
  lemmas: new Map(),
  means: [],
  user: [],
  userBounds: [],
  cuts: noCuts,
  variant: 0,
  scoresFirst: false,
  inOrder: null,
  forms: false,
  laws: false,
  oneLaw: false,
  apartSums: false,
};

export class Normaliser extends Deriver {
  readonly #known = new Map<number, Change>();

  constructor(
    kernel: Kernel,
    rules: ReadonlyMap<string, Rule>,
    allowed: Allowed,
    readonly options: NormalOptions = plain,
    fuel?: Fuel,
  ) {
    super(kernel, rules, allowed, fuel);
  }

  /** From a term to its normal form. */
  normal(term: Term): Change {
    const only = alone(term);
    if (only !== null) return this.normal(only) ?? this.as(term, only);
    const id = this.kernel.identity.of(term);
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    // Should the search come back to this term on its way, it stays as it is.
    this.#known.set(id, null);
    const step = this.#step(term);
    const own = step !== null && this.same(step.statement.left, term) ? step : null;
    const change = this.followed(term, own, (next) => (this.same(next, term) ? null : this.normal(next)));
    this.#known.set(id, change);
    return change;
  }

  /** The functionals in a term by their definitions, and nothing else. */
  unfolded(term: Term): Change {
    const inner = this.inside(term, (child) => this.unfolded(child));
    return this.followed(term, inner, (next) => (definitionsOf(next.tag).length > 0 ? this.#functional(next) : null));
  }

  /** An integral of densities as an expectation. */
  integralForm(term: Term): Change {
    return term.tag === 'integral' && term.bounds === null ? integralForm(term, this) : null;
  }

  /** The same with its densities as they are. */
  plainMean(term: Term): Change {
    return term.tag === 'integral' && term.bounds === null ? averaged(term, this) : null;
  }

  /** The normal form itself. */
  formOf(term: Term): Term {
    return this.normal(term)?.statement.right ?? term;
  }

  #step(term: Term): Change {
    const lemma = this.options.lemmas.get(this.kernel.identity.of(term));
    if (lemma !== undefined && lemma !== null) return lemma;
    for (const rewrite of this.options.user) {
      const change = rewrite(term);
      if (change !== null) return change;
    }
    switch (term.tag) {
      case 'num':
      case 'constant':
      case 'ref':
      case 'index':
      case 'slack':
      case 'meta':
        return null;
      case 'add':
      case 'mul':
      case 'pow':
        return this.chain(
          term,
          (t) => this.inside(t, (child) => this.normal(child)),
          (t) => this.ring(t),
          (t) =>
            squareOfAbsolute(t, this) ?? symbolicPower(t, this) ?? inverseOverOne(t, this) ?? withoutLargest(t, this),
        );
      case 'fn':
        return this.#function(term);
      case 'call':
        return this.chain(
          term,
          (t) => this.#arguments(t),
          (t) => (this.may('definition') ? this.procedure({ name: 'unfold' }, t) : null),
        );
      case 'apply':
        return this.#arguments(term);
      case 'law':
        return this.chain(
          term,
          (t) => this.#arguments(t),
          (t) => formulaOf(t as Law, this),
        );
      case 'density':
        return splitDensity(term, this);
      case 'expect':
        return normalExpectation(term, this);
      case 'integral':
        return normalIntegral(term, this);
      case 'big':
        return normalPlate(term, this);
      case 'draw':
        return normalDraw(term, this);
      case 'grad':
        return normalGradient(term, this);
      default:
        return this.#functional(term);
    }
  }

  #arguments(term: Term): Change {
    return this.inside(term, (child) => this.normal(child));
  }

  #function(term: Extract<Term, { tag: 'fn' }>): Change {
    const [arg] = term.args;
    if (term.name === 'ln') return normalLogarithm(term, this);
    if (term.name === 'exp') return normalExponential(term, this);
    if (term.name === 'abs') return normalAbsolute(term, this);
    if (term.name === 'sqrt' && arg !== undefined) {
      const root = this.rule('square-root', { a: meaning.term(arg) });
      if (root !== null) return root;
    }
    return this.#arguments(term);
  }

  /** A functional by one of its definitions, or else its body. */
  #functional(term: Term): Change {
    const rules = definitionsOf(term.tag);
    const by = functionalParts(term);
    if (rules.length === 0 || by === null) return null;
    const own = rules[this.options.variant % rules.length] as string;
    for (const rule of [own, ...rules]) {
      const change = this.rule(rule, by);
      if (change !== null && this.same(change.statement.left, term)) return change;
    }
    return term.tag === 'mean-entropy' ? withLeastCondition(term, this) : this.#moment(term);
  }

  #moment(term: Term): Change {
    if (term.tag !== 'variance' && term.tag !== 'covariance') return null;
    const measures = term.measure.length;
    return this.inside(term, (child, at) => (at < measures ? null : this.normal(child)));
  }

  /**
   * An operator of a sum or a product, halved until one part is left: `split` proves that the operator of two is two of
   * it, `leaf` goes on with a single part. The halves are shared, so that each step makes but a few terms anew, and what
   * comes of it is one sum or product of all.
   */
  linear(
    term: Term,
    [tag, parts]: readonly ['add' | 'mul', readonly Term[]],
    split: (first: Term, second: Term) => Change,
    leaf: (term: Term) => Change,
  ): Change {
    const along = (of: Term, body: Term): Change => {
      const [first, second] = body.tag === tag ? children(body) : [];
      const change = first === undefined || second === undefined ? null : split(first, second);
      if (change === null) return leaf(of);
      const halves = [first, second] as Term[];
      return this.followed(of, change, (next) =>
        this.congruence(
          next,
          children(next).map((child, i) => along(child, halves[i] as Term)),
        ),
      );
    };
    if (parts.length <= 1) return leaf(term);
    const change = along(term, balanced(tag, parts));
    return this.followed(term, change, (next) => this.as(next, ungrouped(next)));
  }
}

/** The sum or the product as one of two halves, each of which is one. */
function balanced(tag: 'add' | 'mul', parts: readonly Term[]): Term {
  const middle = Math.ceil(parts.length / 2);
  if (parts.length === 1) return parts[0] as Term;
  const halves = [balanced(tag, parts.slice(0, middle)), balanced(tag, parts.slice(middle))];
  return tag === 'add' ? add(halves) : mul(halves);
}

/** A sum without sums among its terms, a product without products among its factors. */
function ungrouped(term: Term): Term {
  if (term.tag !== 'add' && term.tag !== 'mul') return term;
  const { tag } = term;
  return children(term).some((child) => child.tag === tag) ? (tag === 'add' ? add : mul)(spread(term, tag)) : term;
}

/** The term without its minus sign; null where it has none. */
export function negated(term: Term): Term | null {
  const [first, ...rest] = factorsOf(term);
  if (first?.tag !== 'num' || first.value.num >= 0n) return null;
  const size = { tag: 'num', value: { num: -first.value.num, den: first.value.den } } as const;
  return mul(rest.length === 0 || size.value.num !== size.value.den ? [size, ...rest] : rest);
}

/** The one part of a sum or a product, which to the kernel is the same; null for what has several, or is neither. */
function alone(term: Term): Term | null {
  if (term.tag !== 'add' && term.tag !== 'mul') return null;
  const [only, ...others] = spread(term, term.tag);
  return only !== undefined && others.length === 0 ? only : null;
}

export const termsOf = (term: Term): Term[] => spread(term, 'add');
export const factorsOf = (term: Term): Term[] => spread(term, 'mul');
