/**
 * The mean of a product of two sums over a plate of independent members: `E[sum_n f_n sum_m g_m]` is
 * `sum_n (E[f_n g_n] + E[f_n] (E[sum_m g_m] - E[g_n]))`, from which the variance of a sum is the sum of the variances.
 */
import type { Theorem } from '../kernel/kernel.js';
import {
  add,
  type Big,
  children,
  type Density,
  type Index,
  integer,
  mul,
  neg,
  type Slot,
  type Term,
  type VarRef,
} from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { constantsApart, type Expectation, headsOfAll, letterApart } from './expectations.js';
import { inProduct, isDensity } from './measures.js';
import type { Normaliser } from './normaliser.js';

/** A product of two sums, the density that draws their members, and its slots at the letter of the first and elsewhere. */
interface Product {
  readonly density: Density;
  readonly first: Big;
  readonly second: Big;
  readonly own: readonly Slot[];
  readonly rest: readonly Slot[];
}

export function ofIndependentSums(term: Expectation, n: Normaliser): Change {
  const product = n.options.apartSums ? productOf(term, n) : null;
  if (product === null) return null;
  const { density, first, second } = product;
  // The second sum as its member at the letter of the first, and the others.
  const split = n.procedure({ name: 'split member', at: { base: first.binder.index, offset: 0 } }, second);
  const apart = split === null ? null : meanApart(product, split, n);
  if (split === null || apart === null) return null;
  const [same, others] = children(split.statement.right) as readonly [Term, Term];
  const q = meaning.measure([density]);
  const [f, g] = [mul([first.body, same]), mul([first.body, others])];
  const mean: Expectation = { tag: 'expect', measure: [density], body: f };
  const made: Big = { ...first, body: add([mean, apart.statement.right]) };
  const change = n.chain(
    term,
    (t) => n.body(t, nested(term.body, product, split, n)),
    () => n.rule('expectation-plate', { q, n: meaning.binder(first.binder), f: meaning.term(add([f, g])) }),
    (t) => n.body(t, n.rule('expectation-sum', { q, f: meaning.term(f), g: meaning.term(g) })),
    (t) => (t.tag === 'big' && t.body.tag === 'add' ? n.body(t, n.congruence(t.body, [null, apart])) : null),
  );
  return change !== null && n.same(change.statement.right, made) ? change : null;
}

function productOf(term: Expectation, n: Normaliser): Product | null {
  const [density, ...others] = term.measure;
  if (density === undefined || !isDensity(density) || others.length > 0) return null;
  const { constant, rest } = constantsApart(term.body, headsOfAll(term.measure), n);
  const [a, b, ...more] = rest.flatMap((factor) =>
    factor.tag === 'pow' && n.same(factor.exponent, integer(2)) ? [factor.base, factor.base] : [factor],
  );
  if (constant.length + more.length > 0 || a?.tag !== 'big' || b?.tag !== 'big') return null;
  if (a.op !== 'sum' || b.op !== 'sum' || JSON.stringify(a.binder.range) !== JSON.stringify(b.binder.range))
    return null;
  const [own, left] = (['at', 'except'] as const).map((tag) => slotsAt(density, tag, a.binder.index));
  if (own === undefined || left === undefined || own === null || left === null) return null;
  return { density, first: a, second: letterApart(b, a.body, n), own, rest: left };
}

/** The slots of whole arrays at a letter, or at all others; null where a density draws anything else. */
function slotsAt({ heads }: Density, tag: 'at' | 'except', letter: string): readonly Slot[] | null {
  const index: Index = { base: letter, offset: 0 };
  const slots = heads.map(({ of, value }): Slot | null => {
    if (of.at.length !== 1 || of.at[0]?.tag !== 'all' || value.tag !== 'ref') return null;
    const part = ({ name }: VarRef): VarRef => ({ name, at: [{ tag, index }] });
    return { of: part(of), value: { tag: 'ref', ref: part(value.ref) } };
  });
  return slots.some((slot) => slot === null) ? null : (slots as Slot[]);
}

/** From the product of the sums to the sum over the first letter of `f_n g_n + f_n sum_{m != n} g_m`. */
function nested(body: Term, { first, second }: Product, split: Theorem, n: Normaliser): Change {
  const [same, others] = children(split.statement.right) as readonly [Term, Term];
  const inside = mul([second, first.body]);
  const spread = n.followed(inside, n.congruence(inside, [split, null]), (next) =>
    ringEquality(next, add([mul([first.body, same]), mul([first.body, others])]), n),
  );
  const outside = n.rule('plate-constant', {
    n: meaning.binder(first.binder),
    c: meaning.term(second),
    f: meaning.term(first.body),
  });
  const turned = outside === null ? null : n.joined(ringEquality(body, mul([second, first]), n), n.reversed(outside));
  return turned?.statement.right.tag === 'big'
    ? n.followed(body, turned, (next) => n.body(next, n.joined(n.as((next as Big).body, inside), spread)))
    : null;
}

/** `E[f_n sum_{m != n} g_m] = E_{p(u_n)}[f_n] E[sum_m g_m - g_n]`, where the members are independent. */
function meanApart({ density, first, second, own, rest }: Product, split: Theorem, n: Normaliser): Change {
  const [same, others] = children(split.statement.right) as readonly [Term, Term];
  const [p, given] = [meaning.family(density.family), meaning.slots(density.givens)];
  const chain = n.rule('chain-rule', { p, A: meaning.slots(own), C: meaning.slots(rest), B: given });
  const drawn = { ...density, heads: rest, givens: [...own, ...density.givens] };
  const idle = n.rule('independence', { p, A: meaning.slots(rest), B: meaning.slots(drawn.givens), C: given });
  if (chain === null || idle === null) return null;
  const [a, b]: readonly [Density, Density] = [
    { ...density, heads: own },
    { ...density, heads: rest },
  ];
  const halves = n.joined(n.joined(n.as(density, chain.statement.left), chain), inProduct(idle, [a], n));
  const start: Expectation = { tag: 'expect', measure: [density], body: mul([first.body, others]) };
  const whole = n.rule('expectation-marginalisation', {
    m: meaning.measure([]),
    p,
    A: meaning.slots(rest),
    C: meaning.slots([...own, ...rest]),
    B: given,
    f: meaning.term(others),
  });
  const wider: Expectation = { tag: 'expect', measure: [density], body: others };
  const back = n.body(wider, ringEquality(others, add([add([same, others]), neg(same)]), n));
  if (halves === null || whole === null) return null;
  return n.chain(
    start,
    (t) => n.measure(t, [a, b], halves),
    () =>
      n.rule('fubini-expectation', {
        p: meaning.measure([a]),
        q: meaning.measure([b]),
        f: meaning.term(first.body),
        g: meaning.term(others),
      }),
    (t) => n.congruence(t, [null, n.joined(n.reversed(whole), back)]),
    (t) => n.congruence(t, [null, summed(children(t)[1], second, split, n)]),
  );
}

/** The sum of a member and the others as the whole sum, under an expectation. */
function summed(term: Term | undefined, second: Big, split: Theorem, n: Normaliser): Change {
  if (term?.tag !== 'expect' || term.body.tag !== 'add') return null;
  const [parts] = term.body.terms;
  const back = parts !== undefined && n.same(parts, split.statement.right) ? n.reversed(split) : null;
  return back !== null && n.same(back.statement.right, second)
    ? n.body(term, n.congruence(term.body, [back, null]))
    : null;
}
