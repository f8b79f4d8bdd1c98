/** Expectations: linear, constants outside, under the least measure, in independent parts. */
import { freeOf, headsOf, mayDependOn } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { freshName, mayOverlap } from '../kernel/reference.js';
import { NoSubstitute, renameBound, renameLetter } from '../kernel/substitute.js';
import { integer, type Measure, mul, type Term, type VarRef } from '../kernel/term.js';
import { byKnownMean } from './conditional-means.js';
import { formOf } from './densities.js';
import { type Change, meaning } from './deriver.js';
import { ofIndependentSums } from './independent-sums.js';
import { meanUnderLaw } from './laws.js';
import { leastMeasure } from './measures.js';
import { factorsOf, type Normaliser, negated, termsOf } from './normaliser.js';
import { conditionalScore } from './scores.js';

export type Expectation = Extract<Term, { tag: 'expect' }>;
type Big = Extract<Term, { tag: 'big' }>;

export function normalExpectation(term: Expectation, n: Normaliser): Change {
  const formula = underFormula(term, n);
  if (formula !== null) return formula;
  // Before the score is that of a quotient or of the factors of the density.
  const score = ofOwnScore(term, n);
  if (score !== null) return score;
  const inner = n.body(term, n.normal(term.body));
  return n.followed(term, inner, (next) => {
    const q = meaning.measure((next as Expectation).measure);
    return n.linear(
      next,
      ['add', termsOf((next as Expectation).body)],
      (f, g) => n.rule('expectation-sum', { q, f: meaning.term(f), g: meaning.term(g) }),
      (part) => expectationOfMonomial(part as Expectation, n),
    );
  });
}

/** A mean under a density that is declared to be a formula, as an integral of that. */
function underFormula(term: Expectation, n: Normaliser): Change {
  const forms = term.measure.map((measure) => (measure.tag === 'density' ? formOf(measure, n) : null));
  const parts = forms.map((form) => (form?.statement.right.tag === 'law' ? null : form));
  if (parts.every((part) => part === null)) return null;
  const integral = n.rule('expectation-integral', { q: meaning.measure(term.measure), f: meaning.term(term.body) });
  return n.followed(term, integral, (next) => {
    const product = mul([...term.measure, term.body]);
    const change = n.congruence(product, [...parts, null]);
    return next.tag !== 'integral' || change === null
      ? null
      : n.body(next, n.joined(n.as(next.body, change.statement.left), change));
  });
}

export const headsOfAll = (measure: readonly Measure[]): VarRef[] => measure.flatMap(headsOf);

export function dependsOn(term: Term, refs: readonly VarRef[], n: Normaliser): boolean {
  return mayDependOn(term, refs, n.kernel.model);
}

/** Products with what is free of the variables apart from what is not. */
export function constantsApart(body: Term, refs: readonly VarRef[], n: Normaliser): { constant: Term[]; rest: Term[] } {
  const factors = factorsOf(body);
  const depends = factors.map((factor) => dependsOn(factor, refs, n));
  return { constant: factors.filter((_, i) => !depends[i]), rest: factors.filter((_, i) => depends[i]) };
}

function expectationOfMonomial(term: Expectation, n: Normaliser): Change {
  const heads = headsOfAll(term.measure);
  const q = meaning.measure(term.measure);
  const { constant, rest } = constantsApart(term.body, heads, n);
  if (n.same(term.body, integer(0))) return n.rule('expectation-zero', { q });
  if (rest.length === 0) {
    const idle = n.rule('expectation-normalisation', { q, c: meaning.term(term.body) });
    if (idle !== null) return idle;
  }
  if (constant.length > 0 && rest.length > 0) {
    const out = n.rule('expectation-constant', { q, c: meaning.term(mul(constant)), f: meaning.term(mul(rest)) });
    if (out !== null) return out;
  }
  const sign = negated(term.body);
  if (sign !== null) return n.rule('expectation-sign', { q, f: meaning.term(sign) });
  return (
    ofOwnScore(term, n) ??
    ofIndependentSums(term, n) ??
    sumOutside(term, n) ??
    // Before a variable that is averaged over again is told apart from itself.
    leastMeasure(term, n) ??
    meanUnderLaw(term, n) ??
    byKnownMean(term, n) ??
    nested(term, n) ??
    throughIntegral(term, n) ??
    inIndependentParts(term, n) ??
    conditionalScore(term, n)
  );
}

const ofOwnScore = (term: Expectation, n: Normaliser): Change => scoreZero(term, n) ?? fisherInformation(term, n);

/** The mean of a measure's own score. */
function scoreZero(term: Expectation, n: Normaliser): Change {
  if (term.body.tag !== 'grad' || !n.mayUse('score-identity')) return null;
  const zero = n.rule('score-identity', { q: meaning.measure(term.measure), t: meaning.refs([term.body.of]) });
  return zero !== null && n.same(zero.statement.left, term) ? zero : null;
}

/** The mean Hessian of a log-density as minus the mean product of its scores. */
function fisherInformation(term: Expectation, n: Normaliser): Change {
  const { body } = term;
  if (body.tag !== 'grad' || body.body.tag !== 'grad' || !n.mayUse('fisher-information')) return null;
  const by = { q: meaning.measure(term.measure), s: meaning.refs([body.of]), t: meaning.refs([body.body.of]) };
  const change = n.rule('fisher-information', by);
  return change !== null && n.same(change.statement.left, term) ? change : null;
}

/** `E[c sum_n f] = sum_n E[c f]` */
function sumOutside(term: Expectation, n: Normaliser): Change {
  const inside = sumInFront(term.body, n);
  if (inside === null) return null;
  return n.followed(term, n.body(term, inside.change), (next) => {
    const { measure, body } = next as Expectation;
    if (body.tag !== 'big') return null;
    const apart = letterApart(body, mul(measure), n);
    return n.rule('expectation-plate', {
      q: meaning.measure(measure),
      n: meaning.binder(apart.binder),
      f: meaning.term(apart.body),
    });
  });
}

/** The sum with a letter that is free in no other term. */
export function letterApart(sum: Big, beside: Term, n: Normaliser): Big {
  const { model } = n.kernel;
  const taken = freeOf(beside, model).indices;
  if (!taken.has(sum.binder.index)) return sum;
  const names = new Set([...taken, ...n.kernel.identity.names(sum)]);
  return renameLetter(sum, freshName(sum.binder.index, names), model) as Big;
}

/** A product with a sum among its factors as a sum over the product; null where there is none. */
export function sumInFront(body: Term, n: Normaliser): { readonly change: Change } | null {
  const factors = factorsOf(body);
  const at = factors.findIndex((factor) => factor.tag === 'big' && factor.op === 'sum');
  if (at < 0) return null;
  const others = factors.filter((_, i) => i !== at);
  if (others.length === 0) return { change: n.as(body, factors[at] as Term) };
  const sum = letterApart(factors[at] as Big, mul(others), n);
  const change = n.reversed(
    n.rule('plate-constant', {
      n: meaning.binder(sum.binder),
      c: meaning.term(mul(others)),
      f: meaning.term(sum.body),
    }),
  );
  return change === null ? null : { change: n.joined(n.as(body, change.statement.left), change) };
}

/** `E_p[c E_q[f]] = E_{p q}[c f]` */
function nested(term: Expectation, n: Normaliser): Change {
  if (!n.mayUse('tower')) return null;
  const found = expectationIn(term.body, n);
  if (found === null) return null;
  const { mean, others, change } = found;
  const inner = apartFrom(mean, [...others, mul(term.measure)], n);
  const product = change?.statement.right ?? term.body;
  const pushed = others.length === 0 ? n.as(product, inner) : pushedIn(product, others, inner, n);
  if (others.length > 0 && pushed === null) return null;
  return n.followed(term, n.body(term, n.joined(change, pushed)), (next) => {
    const { body, measure } = next as Expectation;
    if (body.tag !== 'expect') return null;
    return n.rule('tower', {
      p: meaning.measure(measure),
      q: meaning.measure(body.measure),
      f: meaning.term(body.body),
    });
  });
}

interface Factored {
  readonly mean: Expectation;
  readonly others: readonly Term[];
  /** From the body to the product of the two. */
  readonly change: Change;
}

/** An expectation among the factors; of a whole power of one, a single factor. */
function expectationIn(body: Term, n: Normaliser): Factored | null {
  const factors = factorsOf(body);
  for (const [i, factor] of factors.entries()) {
    const rest = factors.filter((_, j) => j !== i);
    if (factor.tag === 'expect') return { mean: factor, others: rest, change: null };
    if (factor.tag !== 'pow' || factor.base.tag !== 'expect' || factor.exponent.tag !== 'num') continue;
    const { num: times, den } = factor.exponent.value;
    if (den !== 1n || times < 2n || times > 4n) continue;
    const others = [...rest, ...Array<Term>(Number(times) - 1).fill(factor.base)];
    const product = mul([factor.base, ...others]);
    return { mean: factor.base, others, change: n.joined(n.ring(body), n.reversed(n.ring(product))) };
  }
  return null;
}

function pushedIn(body: Term, others: readonly Term[], inner: Expectation, n: Normaliser): Change {
  const change = n.reversed(
    n.rule('expectation-constant', {
      q: meaning.measure(inner.measure),
      c: meaning.term(mul(others)),
      f: meaning.term(inner.body),
    }),
  );
  return change === null ? null : n.joined(n.as(body, change.statement.left), change);
}

/** The binder with names for its variables that nothing beside it mentions. */
export function apartFrom<T extends Term>(term: T & Term, beside: readonly Term[], n: Normaliser): T {
  const { identity, model } = n.kernel;
  const heads = term.tag === 'expect' ? headsOfAll(term.measure) : term.tag === 'integral' ? term.vars : [];
  const mentioned = beside.flatMap((t) => freeOf(t, model).refs);
  let apart: Term = term;
  for (const head of heads) {
    if (!mentioned.some((ref) => mayOverlap(ref, head))) continue;
    const taken = new Set([...beside, apart].flatMap((t) => [...identity.names(t)]));
    apart = renamedBound(apart, head.name, freshName(head.name, taken), model);
  }
  return apart as T;
}

/** The binder with another name for a variable; as it is where an array is bound in part. */
function renamedBound(term: Term, from: string, to: string, model: Model): Term {
  try {
    return renameBound(term, from, to, model);
  } catch (error) {
    if (error instanceof NoSubstitute) return term;
    throw error;
  }
}

/** A density of the measure's own variables under an expectation belongs to the integral, where it may cancel. */
function throughIntegral(term: Expectation, n: Normaliser): Change {
  if (!n.mayUse('expectation-integral')) return null;
  const heads = headsOfAll(term.measure);
  const isDensity = (t: Term): boolean =>
    t.tag === 'density' || t.tag === 'law' || (t.tag === 'big' && t.op === 'prod' && isDensity(t.body));
  const concerned = factorsOf(term.body).some((factor) => {
    const base = factor.tag === 'pow' ? factor.base : factor;
    return isDensity(base) && dependsOn(base, heads, n);
  });
  if (!concerned) return null;
  const unfolded = n.rule('expectation-integral', { q: meaning.measure(term.measure), f: meaning.term(term.body) });
  if (unfolded === null) return null;
  const again = n.followed(term, unfolded, (next) => n.integralForm(next));
  return again !== null && n.same(again.statement.right, term) ? null : again;
}

/** `E_{p q}[f g] = E_p[f] E_q[g]` */
function inIndependentParts(term: Expectation, n: Normaliser): Change {
  if (term.measure.length < 2 || !n.mayUse('fubini-expectation')) return null;
  const first = connected(term.measure, factorsOf(term.body), n);
  if (first.measures.length === term.measure.length) return null;
  const other = term.measure.filter((measure) => !first.measures.includes(measure));
  const rest = factorsOf(term.body).filter((factor) => !first.factors.includes(factor));
  return n.rule('fubini-expectation', {
    p: meaning.measure(first.measures),
    q: meaning.measure(other),
    f: meaning.term(mul(first.factors)),
    g: meaning.term(mul(rest)),
  });
}

interface Component {
  readonly measures: Measure[];
  readonly factors: Term[];
}

/** The first measure with all that hangs together with it by common variables. */
function connected(measures: readonly Measure[], factors: readonly Term[], n: Normaliser): Component {
  const all = headsOfAll(measures);
  const bound = (term: Term): VarRef[] =>
    freeOf(term, n.kernel.model).refs.filter((ref) => all.some((head) => mayOverlap(head, ref)));
  const items = [...measures, ...factors].map((term) => ({ term: term as Term, refs: bound(term) }));
  const chosen = new Set([items[0] as (typeof items)[number]]);
  for (let grown = true; grown; ) {
    grown = false;
    const refs = [...chosen].flatMap((item) => item.refs);
    for (const item of items) {
      if (chosen.has(item) || !item.refs.some((ref) => refs.some((other) => mayOverlap(ref, other)))) continue;
      chosen.add(item);
      grown = true;
    }
  }
  const terms = new Set([...chosen].map(({ term }) => term));
  return {
    measures: measures.filter((measure) => terms.has(measure)),
    factors: factors.filter((factor) => terms.has(factor)),
  };
}
