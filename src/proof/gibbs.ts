/** Differences that are means of logarithms: not negative by Jensen's inequality, where the ratio has mean 1. */
import { Refusal, type Theorem } from '../kernel/kernel.js';
import { type Rational, rational } from '../kernel/rational.js';
import { renameLetter } from '../kernel/substitute.js';
import {
  add,
  type Density,
  expect as expectation,
  integer,
  inverse,
  ln,
  type Measure,
  mul,
  num,
  type Term,
} from '../kernel/term.js';
import { leastGivens } from './densities.js';
import { difference, equality, moved, ringEquality } from './equality.js';
import { headsOfAll } from './expectations.js';
import { isDensity, ofArray } from './measures.js';
import { factorsOf, type Normaliser, termsOf } from './normaliser.js';

interface MeanLog {
  readonly coefficient: Rational;
  /** Null for a logarithm that stands alone, which is its own mean. */
  readonly measure: readonly Measure[] | null;
  readonly density: Term;
}

/**
 * A difference that is a mean of logarithms, -E_M[ln r] with E_M[r] = 1: by Jensen's inequality it is not negative
 * (Gibbs; Cover & Thomas, theorem 2.6.3).
 */
export function byGibbs(left: Term, right: Term, n: Normaliser): Theorem | null {
  if (!n.mayUse('jensen')) return null;
  const start = difference(left, right);
  const positive = meanOfLogs(start, n) ?? meanOfLogsAndMore(start, n);
  return positive === null ? null : moved(left, right, positive, n);
}

/** The same beside a term that is not negative, as ln 2 is. */
function meanOfLogsAndMore(term: Term, n: Normaliser): Theorem | null {
  const form = n.normal(term);
  const sum = form?.statement.right ?? term;
  if (sum.tag !== 'add') return null;
  for (const [at, part] of sum.terms.entries()) {
    const zero = n.rule('nonnegative', { a: { kind: 'term', term: part } });
    const less = zero === null ? null : n.kernel.monotone(sum, at, zero);
    if (less === null || less instanceof Refusal) continue;
    const rest = meanOfLogs(less.statement.right, n);
    if (rest !== null) return n.joined(n.joined(form, less), rest);
  }
  return null;
}

/** `term >= 0` */
function meanOfLogs(term: Term, n: Normaliser): Theorem | null {
  const form = n.normal(term)?.statement.right ?? term;
  const inSums = sumOfMeans(term, form, n);
  if (inSums !== null) return inSums;
  const means = termsOf(form).map(meanLog);
  const all = means.filter((mean) => mean !== null);
  const [first] = all;
  if (first === undefined || all.length < means.length) return null;
  const { num: a, den: b } = first.coefficient;
  const scale: Rational = { num: a < 0n ? -a : a, den: b };
  const ratio = mul(all.map((mean) => scaledPower(mean, scale)));
  for (const measure of commonMeasures(all, n)) {
    const theorem = fromUnitMean(term, measure, ratio, scale, n);
    if (theorem !== null) return theorem;
  }
  return sumOfGroups(term, termsOf(form), means, n);
}

/** Means under the measures of several families, those of each family not negative. */
function sumOfGroups(
  term: Term,
  parts: readonly Term[],
  means: readonly (MeanLog | null)[],
  n: Normaliser,
): Theorem | null {
  const groups = new Map<string, Term[]>();
  for (const [i, part] of parts.entries()) {
    const measure = means[i]?.measure;
    if (measure === undefined || measure === null) return null;
    const key = measure.map((m) => (isDensity(m) ? m.family : m.tag)).join();
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  if (groups.size < 2) return null;
  const sums = [...groups.values()].map(add);
  const same = equality(term, add(sums), n);
  let theorem = same === null ? null : n.joined(same, n.as(same.statement.right, add(sums)));
  for (const [i, sum] of sums.entries()) {
    const positive = theorem === null ? null : meanOfLogs(sum, n);
    if (theorem === null || positive === null) return null;
    const bound = n.kernel.monotone(theorem.statement.right, i, positive);
    if (bound instanceof Refusal) return null;
    theorem = n.joined(theorem, bound);
  }
  const zero = theorem === null ? null : ringEquality(theorem.statement.right, integer(0), n);
  return zero === null ? null : n.joined(theorem, zero);
}

/** A sum over one plate whose every member is not negative. */
function sumOfMeans(term: Term, form: Term, n: Normaliser): Theorem | null {
  const parts = termsOf(form).map(scaledSum);
  const [first] = parts;
  if (first === undefined || first === null) return null;
  const { index } = first.sum.binder;
  const alike = parts.filter(
    (part) => part !== null && n.same({ ...part.sum, body: integer(1) }, { ...first.sum, body: integer(1) }),
  );
  if (alike.length < parts.length) return null;
  const bodies = alike.map((part) => {
    const { sum, coefficient } = part as ScaledSum;
    const body = renameLetter(sum, index, n.kernel.model);
    return mul([...coefficient, body.tag === 'big' ? body.body : sum.body]);
  });
  const inner = add(bodies);
  const positive = bodies.length === 0 ? null : meanOfLogs(inner, n);
  const sum: Term = { ...first.sum, body: inner };
  if (positive === null) return null;
  const bound = n.kernel.monotone(sum, 0, positive);
  const same = equality(term, sum, n);
  if (bound instanceof Refusal || same === null) return null;
  const zero = equality(bound.statement.right, integer(0), n);
  return zero === null ? null : n.joined(n.joined(same, bound), zero);
}

interface ScaledSum {
  readonly coefficient: readonly Term[];
  readonly sum: Extract<Term, { tag: 'big' }>;
}

function scaledSum(term: Term): ScaledSum | null {
  const factors = factorsOf(term);
  const coefficient = factors.filter(({ tag }) => tag === 'num');
  const [sum, ...others] = factors.filter(({ tag }) => tag !== 'num');
  return sum?.tag === 'big' && sum.op === 'sum' && others.length === 0 ? { coefficient, sum } : null;
}

/** From 0 = ln E[r] >= E[ln r], where the term is -scale E[ln r]. */
function fromUnitMean(
  term: Term,
  measure: readonly Measure[],
  ratio: Term,
  scale: Rational,
  n: Normaliser,
): Theorem | null {
  const mean = expectation(measure, ratio);
  const unit = equality(mean, integer(1), n);
  const jensen = n.rule('jensen', { q: { kind: 'measure', measure }, f: { kind: 'term', term: ratio } });
  if (unit === null || jensen === null) return null;
  const logOne = n.kernel.rule('log-one', {});
  if (logOne instanceof Refusal) return null;
  const zero = n.joined(n.congruence(ln(mean), [unit]), logOne);
  const below = n.joined(n.reversed(zero), jensen);
  const target = mul([num({ ...scale, num: -scale.num }), expectation(measure, ln(ratio))]);
  const same = equality(term, target, n);
  if (below === null || same === null) return null;
  const shrunk = n.kernel.monotone(target, 1, below);
  if (shrunk instanceof Refusal) return null;
  const end = ringEquality(shrunk.statement.right, integer(0), n);
  return end === null ? null : n.joined(n.joined(same, shrunk), end);
}

/** `c E_m[ln d]`, `c E_m[f]`, or `c ln d`, or a sum of such over a plate, which is one of the product under the arrays. */
function meanLog(term: Term): MeanLog | null {
  const scaled = scaledSum(term);
  const inner = scaled === null ? null : meanLog(scaled.sum.body);
  if (scaled === null || inner === null) return scaled === null ? singleMeanLog(term) : null;
  const [only] = scaled.coefficient;
  const factor = only?.tag === 'num' ? only.value : { num: 1n, den: 1n };
  const { binder } = scaled.sum;
  return {
    coefficient: rational(factor.num * inner.coefficient.num, factor.den * inner.coefficient.den),
    measure: inner.measure?.map((m) => (isDensity(m) ? ofArray(m, binder.index) : m)) ?? null,
    density: { tag: 'big', op: 'prod', binder, body: inner.density },
  };
}

function singleMeanLog(term: Term): MeanLog | null {
  const factors = factorsOf(term);
  const numbers = factors.filter((factor) => factor.tag === 'num');
  const [mean, ...others] = factors.filter((factor) => factor.tag !== 'num');
  const [only] = numbers;
  if (mean === undefined || others.length > 0 || numbers.length > 1) return null;
  const coefficient = only?.tag === 'num' ? only.value : { num: 1n, den: 1n };
  const body = mean.tag === 'expect' ? mean.body : mean;
  const isLog = body.tag === 'fn' && body.name === 'ln';
  if (!isLog && mean.tag !== 'expect') return null;
  // The mean of a function is that of the logarithm of its exponential (Donsker & Varadhan).
  const density: Term = isLog ? (body.args[0] as Term) : { tag: 'fn', name: 'exp', args: [body] };
  return { coefficient, measure: mean.tag === 'expect' ? mean.measure : null, density };
}

/** The density to the power of minus its coefficient; a power that is no whole number finds no proof. */
function scaledPower({ coefficient, density }: MeanLog, scale: Rational): Term {
  const exponent = (-coefficient.num * scale.den) / (coefficient.den * scale.num);
  if (exponent === 1n) return density;
  return exponent === -1n ? inverse(density) : { tag: 'pow', base: density, exponent: num({ num: exponent, den: 1n }) };
}

/** Measures under which all the means may be taken: the widest of them, or the joint density of their heads. */
function commonMeasures(means: readonly MeanLog[], n: Normaliser): (readonly Measure[])[] {
  const all = means.flatMap(({ measure }) => (measure === null ? [] : [measure]));
  const widest = [...all].sort((a, b) => headsOfAll(b).length - headsOfAll(a).length)[0];
  const joint = jointMeasure(all.flatMap((measure) => (measure.length === 1 ? measure : [])).filter(isDensity), n);
  const union = new Map(all.flat().map((measure) => [n.kernel.identity.of(measure), measure]));
  return [
    ...(widest === undefined ? [] : [widest]),
    ...(joint === null ? [] : [[joint]]),
    ...(union.size > 1 ? [[...union.values()]] : []),
  ];
}

function jointMeasure(measures: readonly Density[], n: Normaliser): Density | null {
  const [first] = measures;
  if (first === undefined || measures.some(({ family }) => family !== first.family)) return null;
  const heads = new Map(measures.flatMap((measure) => measure.heads.map((slot) => [JSON.stringify(slot.of), slot])));
  const givens = new Map(measures.flatMap((measure) => measure.givens.map((slot) => [JSON.stringify(slot.of), slot])));
  for (const key of heads.keys()) givens.delete(key);
  const joint: Density = { ...first, heads: [...heads.values()], givens: [...givens.values()] };
  return { ...joint, givens: leastGivens(joint, n) ?? joint.givens };
}
