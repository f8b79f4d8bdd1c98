/** Integrals of densities folded into expectations: the densities of one family joined, the rest averaged. */
import { ownedNames } from '../kernel/model.js';
import { includesRef, mayOverlap } from '../kernel/reference.js';
import { type Density, type Measure, mul, type Slot, type Term, type VarRef } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { dependsOn, headsOfAll } from './expectations.js';
import { constantsOut, flattened, type Integral, splitLinear } from './integrals.js';
import { asArray, inProduct, isDensity, jointOf } from './measures.js';
import { factorsOf, type Normaliser, termsOf } from './normaliser.js';

/**
 * An integral of densities as an expectation: those of one family joined, what is not integrated outside, the rest of
 * the integrand averaged. `apart`: some were taken apart, and none are joined again, for either undoes the other.
 */
export function integralForm(term: Integral, n: Normaliser, apart = false): Change {
  const tidy = n.body(term, n.ring(term.body));
  return n.followed(term, tidy, (next) => {
    const integral = next as Integral;
    if (termsOf(integral.body).length > 1)
      return n.mayUse('integral-sum')
        ? splitLinear(integral, n, (part) => integralForm(part as Integral, n, apart))
        : null;
    const onward = (change: Change, isApart: boolean): Change =>
      n.followed(integral, change, (again) => (again.tag === 'integral' ? integralForm(again, n, isApart) : null));
    const change =
      flattened(integral, n) ??
      wholeArrays(integral, n) ??
      cancelled(integral, n) ??
      (apart ? null : (joined(integral, n) ?? recognised(integral, n)));
    if (change !== null) return onward(change, apart);
    const split = separated(integral, n);
    if (split !== null) return onward(split, true);
    return averaged(integral, n) ?? constantsOut(integral, n);
  });
}

/** Plates' products of densities as the densities of the arrays that are integrated. */
function wholeArrays(term: Integral, n: Normaliser): Change {
  if (!n.may('factorisation', 'independence', 'marginalisation', 'tower rule')) return null;
  const factors = factorsOf(term.body);
  const parts = factors.map((factor) => (dependsOn(factor, term.vars, n) ? asArray(factor, n) : null));
  return n.body(term, n.congruence(mul(factors), parts));
}

/** Densities of one family, some of them in products over plates, as their joint density, where its form is theirs. */
function recognised(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  const drawn = factors.flatMap((factor) => {
    const densities = densitiesIn(factor);
    return densities.length > 0 && dependsOn(factor, term.vars, n) ? [{ factor, densities }] : [];
  });
  const plates = drawn.filter(({ factor }) => factor.tag === 'big');
  for (const family of new Set(plates.flatMap(({ densities }) => densities.map((density) => density.family)))) {
    const own = drawn.filter(({ densities }) => densities.every((density) => density.family === family));
    const joint = jointOver(
      term.vars,
      family,
      own.flatMap(({ densities }) => densities),
    );
    const change = alike(mul(own.map(({ factor }) => factor)), joint, n);
    const others = factors.filter((factor) => !own.some((other) => other.factor === factor));
    const product = inProduct(change, others, n);
    if (product !== null) return n.body(term, n.joined(n.as(term.body, product.statement.left), product));
  }
  return null;
}

/** The densities of which a factor is the product; none where it is anything else. */
function densitiesIn(factor: Term): Density[] {
  if (isDensity(factor)) return [factor];
  if (factor.tag === 'big' && factor.op === 'prod') return densitiesIn(factor.body);
  const parts = factor.tag === 'mul' ? factorsOf(factor).map(densitiesIn) : [];
  return parts.some((densities) => densities.length === 0) ? [] : parts.flat();
}

/** That two terms are equal, where they have one normal form that is neither. */
function alike(left: Term, right: Term, n: Normaliser): Change {
  const [from, to] = [n.normal(left), n.normal(right)];
  if (from === null || to === null || !n.same(from.statement.right, to.statement.right)) return null;
  return n.joined(from, n.reversed(to));
}

/** The density of all that some densities draw, given all else, arrays in place of the members that letters pick. */
function jointOver(vars: readonly VarRef[], family: string, densities: readonly Density[]): Density {
  const whole = ({ of, value }: Slot): Slot => {
    if (value.tag !== 'ref') return { of, value };
    const { name, at } = value.ref;
    const ref = vars.find((other) => other.name === name) ?? { name, at: at.map(() => ({ tag: 'all' as const })) };
    return { of: { ...of, at: ref.at }, value: { tag: 'ref', ref } };
  };
  const byName = (slots: readonly Slot[]): Map<string, Slot> =>
    new Map(slots.map((slot) => [slot.of.name, whole(slot)]));
  const heads = byName(densities.flatMap((density) => density.heads));
  const givens = byName(densities.flatMap((density) => density.givens));
  for (const name of heads.keys()) givens.delete(name);
  return { tag: 'density', family, heads: [...heads.values()], givens: [...givens.values()] };
}

/** Densities split where parts of them cancel against a denominator of their family. */
function cancelled(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  const under = factors.flatMap((factor) => {
    const density = inverted(factor);
    return density !== null && dependsOn(density, term.vars, n) ? [density.family] : [];
  });
  const isConcerned = (density: Density | null): boolean => density !== null && under.includes(density.family);
  if (!factors.some((factor) => isDensity(factor) && isConcerned(factor))) return null;
  const parts = factors.map((factor) => {
    if (isDensity(factor)) return isConcerned(factor) ? n.normal(factor) : null;
    return isConcerned(inverted(factor)) ? n.inside(factor, (base) => n.normal(base)) : null;
  });
  const split = n.followed(term.body, n.congruence(mul(factors), parts), (product) => n.ring(product));
  const inverses = (product: Term): number => factorsOf(product).filter(isInverse).length;
  return split !== null && inverses(split.statement.right) < inverses(mul(factors)) ? n.body(term, split) : null;
}

/** Whether a factor is a density under a fraction bar, or a product of densities over plates there. */
function isInverse(factor: Term): boolean {
  if (factor.tag !== 'pow' || factor.base.tag !== 'big') return inverted(factor) !== null;
  return isInverse({ ...factor, base: factor.base.body });
}

/** The density under a fraction bar. */
const inverted = (factor: Term): Density | null =>
  factor.tag === 'pow' && isDensity(factor.base) && factor.exponent.tag === 'num' && factor.exponent.value.num < 0n
    ? factor.base
    : null;

/** Two densities of one family that are both integrated over as their joint density. */
export function joined(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  const densities = factors.filter((factor): factor is Density => isDensity(factor) && dependsOn(factor, term.vars, n));
  for (const first of densities)
    for (const second of densities) {
      if (first === second) continue;
      const joint = jointOf(first, second, n);
      if (joint === null) continue;
      const others = factors.filter((factor) => factor !== first && factor !== second);
      const product = inProduct(joint, others, n);
      if (product === null) continue;
      return n.body(term, n.joined(n.as(term.body, product.statement.left), product));
    }
  return null;
}

/** Heads that are not integrated come first, as a factor of their own. */
export function separated(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  for (const density of factors) {
    if (!isDensity(density)) continue;
    const isBound = ({ value }: Slot): boolean =>
      value.tag === 'ref' && term.vars.some((ref) => sameOrWithin(ref, value.ref));
    const bound = density.heads.filter(isBound);
    if (bound.length === 0 || bound.length === density.heads.length) continue;
    const split = n.rule('chain-rule', {
      p: meaning.family(density.family),
      A: meaning.slots(density.heads.filter((slot) => !bound.includes(slot))),
      C: meaning.slots(bound),
      B: meaning.slots(density.givens),
    });
    const others = factors.filter((factor) => factor !== density);
    const product = inProduct(split, others, n);
    if (product === null) continue;
    return n.body(term, n.joined(n.as(term.body, product.statement.left), product));
  }
  return null;
}

const sameOrWithin = (outer: VarRef, inner: VarRef): boolean => mayOverlap(outer, inner);

/** The densities whose heads are integrated become the measure. */
export function averaged(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  const chosen = chooseMeasure(factors, term.vars, n);
  if (chosen.length === 0) return null;
  const measure = inOrderOf(term.vars, chosen);
  const heads = headsOfAll(measure);
  const rest = factors.filter((factor) => !chosen.includes(factor as Measure));
  const left = term.vars.filter((ref) => !includesRef(heads, ref));
  const mean = n.reversed(n.rule('expectation-integral', { q: meaning.measure(measure), f: meaning.term(mul(rest)) }));
  if (mean === null) return null;
  if (left.length === 0) return n.joined(n.as(term, mean.statement.left), mean);
  const inner = meaning.refs(left);
  if (measure.some((m) => dependsOn(m, left, n))) {
    const nested = n.rule('fubini-nested', { x: inner, y: meaning.refs(heads), f: meaning.term(term.body) });
    return n.followed(term, n.reversed(nested), (next) =>
      n.body(next, n.joined(n.as((next as Integral).body, mean.statement.left), mean)),
    );
  }
  return meanOfIntegral(term, measure, rest, left, n);
}

/** `int int q f dy dx = E_q[int f dy]`, where q is free of y. */
function meanOfIntegral(
  term: Integral,
  measure: readonly Measure[],
  rest: readonly Term[],
  left: readonly VarRef[],
  n: Normaliser,
): Change {
  const [x, y] = [meaning.refs(headsOfAll(measure)), meaning.refs(left)];
  const nested = n.reversed(n.rule('fubini-nested', { x, y, f: meaning.term(term.body) }));
  const out = n.rule('integral-constant', { x: y, c: meaning.term(mul(measure)), f: meaning.term(mul(rest)) });
  const f: Term = { tag: 'integral', vars: left, counting: false, bounds: null, body: mul(rest) };
  const mean = n.reversed(n.rule('expectation-integral', { q: meaning.measure(measure), f: meaning.term(f) }));
  if (nested === null || out === null || mean === null) return null;
  return n.followed(term, n.joined(n.as(term, nested.statement.left), nested), (next) => {
    const body = n.body(next, n.joined(n.as((next as Integral).body, out.statement.left), out));
    return n.followed(next, body, (last) => n.joined(n.as(last, mean.statement.left), mean));
  });
}

/** Densities and laws of distinct variables, all of them integrated, in the order of their families and names. */
function chooseMeasure(factors: readonly Term[], vars: readonly VarRef[], n: Normaliser): Measure[] {
  const candidates = factors
    .flatMap((factor): { readonly measure: Measure; readonly name: string }[] => {
      const density = densityIn(factor);
      if (density !== null && isIntegrated(factor as Measure, density, vars, n))
        return [{ measure: factor as Measure, name: density.family }];
      const isDrawn = factor.tag === 'law' && factor.point.tag === 'ref' && includesRef(vars, factor.point.ref);
      return isDrawn ? [{ measure: factor, name: factor.law }] : [];
    })
    .sort(({ name: a }, { name: b }) => (a < b ? -1 : a > b ? 1 : 0));
  const chosen: Measure[] = [];
  for (const { measure } of candidates) {
    const heads = headsOfAll([measure]);
    if (!headsOfAll(chosen).some((ref) => heads.some((head) => mayOverlap(head, ref)))) chosen.push(measure);
  }
  return chosen;
}

/** The measures and their heads in the order of an integral: it tells variables of one declared name apart by that. */
function inOrderOf(vars: readonly VarRef[], measures: readonly Measure[]): Measure[] {
  const place = (refs: readonly VarRef[]): number => vars.findIndex((ref) => includesRef(refs, ref));
  const placeOf = ({ value }: Slot): number => (value.tag === 'ref' ? place([value.ref]) : -1);
  return measures
    .map((m) => (isDensity(m) ? { ...m, heads: [...m.heads].sort((a, b) => placeOf(a) - placeOf(b)) } : m))
    .sort((a, b) => place(headsOfAll([a])) - place(headsOfAll([b])));
}

/** The density that a factor is, or of which it is the product over plates. */
function densityIn(factor: Term): Density | null {
  if (isDensity(factor)) return factor;
  return factor.tag === 'big' && factor.op === 'prod' ? densityIn(factor.body) : null;
}

function isIntegrated(factor: Measure, density: Density, vars: readonly VarRef[], n: Normaliser): boolean {
  const family = n.kernel.model.families.get(density.family);
  if (family === undefined || density.heads.some(({ of }) => !ownedNames(family).has(of.name))) return false;
  return (
    headsOfAll([density]).length === density.heads.length && headsOfAll([factor]).every((ref) => includesRef(vars, ref))
  );
}
