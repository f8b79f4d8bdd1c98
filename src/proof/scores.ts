/** The score of a conditional has mean zero under it, whatever it is multiplied by that the conditional does not draw. */
import { type Density, type Measure, mul, type Slot, type Term } from '../kernel/term.js';
import { leastGivens } from './densities.js';
import { type Change, meaning } from './deriver.js';
import { dependsOn, type Expectation, headsOfAll } from './expectations.js';
import { inProduct, isDensity } from './measures.js';
import { factorsOf, type Normaliser } from './normaliser.js';

type Grad = Extract<Term, { tag: 'grad' }>;

/** `E_{p(A, a | B)}[g grad ln p(a | C)] = E_{p(A | B)}[g E_{p(a | C)}[grad ln p(a | C)]]`, where g is free of a. */
export function conditionalScore(term: Expectation, n: Normaliser): Change {
  if (!n.mayUse('score-identity') || !n.mayUse('tower')) return null;
  const factors = factorsOf(term.body);
  for (const score of factors) {
    if (score.tag !== 'grad' || score.body.tag !== 'fn' || score.body.name !== 'ln') continue;
    const [density] = score.body.args;
    if (density === undefined || !isDensity(density)) continue;
    const change = drawnLast(term, score, density, factors, n);
    if (change !== null) return change;
  }
  return null;
}

function drawnLast(term: Expectation, score: Grad, density: Density, factors: readonly Term[], n: Normaliser): Change {
  const heads = headsOfAll([density]);
  const others = factors.filter((factor) => factor !== score);
  const owner = term.measure.find((m): m is Density => isDensity(m) && density.heads.every((h) => holds(m, h, n)));
  if (owner === undefined || owner.family !== density.family || others.some((factor) => dependsOn(factor, heads, n)))
    return null;
  const beside = term.measure.filter((measure) => measure !== owner);
  if (beside.some((measure) => dependsOn(measure, heads, n))) return null;
  const split = conditionalOf(owner, density, n);
  if (split === null) return null;
  const measure: Measure[] = [...beside, ...split.rest, density];
  return n.followed(term, n.measure(term, measure, inProduct(split.change, beside, n)), (next) =>
    averagedInside(next, density, score, others, n),
  );
}

const holds = (measure: Density, slot: Slot, n: Normaliser): boolean =>
  measure.heads.some(({ of, value }) => JSON.stringify(of) === JSON.stringify(slot.of) && n.same(value, slot.value));

/** The measure as what comes before times the conditional; null where that is not the conditional of these heads. */
function conditionalOf(
  owner: Density,
  density: Density,
  n: Normaliser,
): { readonly change: Change; readonly rest: Measure[] } | null {
  const own = owner.heads.filter((head) => holds(density, head, n));
  const before = owner.heads.filter((head) => !own.includes(head));
  const conditional: Density = { ...owner, heads: own, givens: [...before, ...owner.givens] };
  const least = leastGivens(conditional, n) ?? conditional.givens;
  if (!n.same({ ...conditional, givens: least }, density)) return null;
  const family = meaning.family(owner.family);
  const shrunk = n.rule('independence', {
    p: family,
    A: meaning.slots(own),
    B: meaning.slots(conditional.givens),
    C: meaning.slots(least),
  });
  if (before.length === 0) return { change: shrunk ?? n.as(owner, density), rest: [] };
  const chain = n.rule('chain-rule', {
    p: family,
    A: meaning.slots(before),
    C: meaning.slots(own),
    B: meaning.slots(owner.givens),
  });
  const change = n.followed(owner, chain, (product) => n.congruence(product, [null, shrunk]));
  return change === null ? null : { change, rest: [{ ...owner, heads: before }] };
}

function averagedInside(term: Term, density: Density, score: Grad, others: readonly Term[], n: Normaliser): Change {
  if (term.tag !== 'expect') return null;
  const q = meaning.measure([density]);
  const outer = term.measure.filter((measure) => measure !== density);
  const zero = n.rule('score-identity', { q, t: meaning.refs([score.of]) });
  if (outer.length === 0) return others.length === 0 ? zero : null;
  const nested = n.reversed(n.rule('tower', { p: meaning.measure(outer), q, f: meaning.term(term.body) }));
  if (nested === null || zero === null) return null;
  return n.followed(term, n.joined(n.as(term, nested.statement.left), nested), (next) =>
    n.body(next, innerZero((next as Expectation).body, q, score, others, zero, n)),
  );
}

function innerZero(
  inner: Term,
  q: ReturnType<typeof meaning.measure>,
  score: Grad,
  others: readonly Term[],
  zero: NonNullable<Change>,
  n: Normaliser,
): Change {
  if (others.length === 0) return n.joined(n.as(inner, zero.statement.left), zero);
  const out = n.rule('expectation-constant', { q, c: meaning.term(mul(others)), f: meaning.term(score) });
  return n.followed(inner, out === null ? null : n.joined(n.as(inner, out.statement.left), out), (product) =>
    product.tag === 'mul' ? n.congruence(product, [...product.factors.slice(1).map(() => null), zero]) : null,
  );
}
