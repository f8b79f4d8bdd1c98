/** Sums and products over plates, and the mean over the draw of a minibatch. */
import { freeOf } from '../kernel/free.js';
import {
  add,
  type Big,
  children,
  integer,
  mul,
  neg,
  type Selector,
  sameIndex,
  shifted,
  someSubterm,
  type Term,
} from '../kernel/term.js';
import { alongArray, logsAlongArray } from './chains.js';
import { lagOf, namesItsOwn } from './cuts.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import { dependsOn, headsOfAll } from './expectations.js';
import { factorsOf, type Normaliser, negated, termsOf } from './normaliser.js';

type Draw = Extract<Term, { tag: 'draw' }>;

export function normalPlate(term: Big, n: Normaliser): Change {
  const change =
    alongArray(term, n) ?? logsAlongArray(term, n) ?? moved(term, n) ?? shorter(term, n) ?? longer(term, n);
  if (change !== null) return change;
  const inner = n.body(term, n.normal(term.body));
  return n.followed(term, inner, (next) => (term.op === 'sum' ? sum(next as Big, n) : product(next as Big, n)));
}

/** A range that is empty, or from which a member is to be taken. */
function shorter(term: Big, n: Normaliser): Change {
  if (!n.may('regrouping', 'linearity', 'log of a product', 'factorisation')) return null;
  const end = n.options.inOrder === 'last' && isFreeAtEnd(term) ? 'last' : n.options.cuts(term.binder.range);
  const isCut = end === 'first' || end === 'last';
  return n.procedure({ name: 'empty range' }, term) ?? (isCut ? n.procedure({ name: 'split range', end }, term) : null);
}

/** Whether the last member is given none of the later ones, as of `p(z_t | z_{t+1:T})` from 1 to T. */
function isFreeAtEnd({ binder: { index, range }, body }: Big): boolean {
  if (range.tag !== 'range') return false;
  const isEmptyAtEnd = (selector: Selector): boolean =>
    selector.tag === 'slice' &&
    selector.lo.base === index &&
    sameIndex(shifted(range.hi, selector.lo.offset), shifted(selector.hi, 1));
  return someSubterm(body, (part) => part.tag === 'density' && part.givens.some(({ of }) => of.at.some(isEmptyAtEnd)));
}

/** The range where the last member that the body names is that of the letter: `z_{t-1}` from 2 to T is `z_t` to T - 1. */
function moved(term: Big, n: Normaliser): Change {
  const by = n.may('regrouping', 'linearity') && term.binder.range.tag === 'range' ? lagOf(term) : 0;
  return by === 0 ? null : n.procedure({ name: 'shift range', by }, term);
}

/** A sum with one more member, less that member. */
function longer(term: Big, n: Normaliser): Change {
  const { range } = term.binder;
  const side = n.options.cuts(range);
  if (range.tag !== 'range' || term.op !== 'sum' || (side !== 'before' && side !== 'after')) return null;
  if (!namesItsOwn(term)) return null;
  const ends = {
    before: { lo: shifted(range.lo, -1) },
    after: { hi: shifted(range.hi, 1) },
  }[side];
  const whole: Big = { ...term, binder: { ...term.binder, range: { ...range, ...ends } } };
  const split = n.procedure({ name: 'split range', end: side === 'before' ? 'first' : 'last' }, whole);
  const [member] = split === null ? [] : children(split.statement.right);
  if (split === null || member === undefined) return null;
  const same = ringEquality(term, add([split.statement.right, neg(member)]), n);
  return n.followed(term, same, (next) => n.congruence(next, [n.reversed(split), null]));
}

function sum(term: Big, n: Normaliser): Change {
  const binder = meaning.binder(term.binder);
  return n.linear(
    term,
    ['add', termsOf(term.body)],
    (f, g) => n.rule('plate-sum', { n: binder, f: meaning.term(f), g: meaning.term(g) }),
    (part) => sumOfMonomial(part as Big, n),
  );
}

function sumOfMonomial(term: Big, n: Normaliser): Change {
  const binder = meaning.binder(term.binder);
  if (n.same(term.body, integer(0))) return n.rule('plate-zero', { n: binder });
  const isFree = (factor: Term): boolean => !freeOf(factor, n.kernel.model).indices.has(term.binder.index);
  const factors = factorsOf(term.body);
  const constant = factors.filter(isFree);
  const rest = factors.filter((factor) => !isFree(factor));
  if (rest.length === 0) {
    const counted = n.rule('plate-count', { n: binder, c: meaning.term(term.body) });
    if (counted !== null) return counted;
  }
  if (constant.length === 0 || rest.length === 0) return meansOfNothing(term, n) ?? ordered(term, n);
  const change = n.rule('plate-constant', { n: binder, c: meaning.term(mul(constant)), f: meaning.term(mul(rest)) });
  const sign = negated(term.body);
  return (
    change ?? (sign === null ? null : n.rule('plate-sign', { n: binder, f: meaning.term(sign) })) ?? ordered(term, n)
  );
}

/** `sum_n E_q[f] = sum_n f`, where no f of the range depends on what q draws: `f(s_t)`, t from 2, on `s_1`. */
function meansOfNothing(term: Big, n: Normaliser): Change {
  const { body } = term;
  if (body.tag !== 'expect') return null;
  const whole: Big = { ...term, body: body.body };
  if (dependsOn(whole, headsOfAll(body.measure), n)) return null;
  const q = meaning.measure(body.measure);
  const f = meaning.term(body.body);
  const outside = n.reversed(n.rule('expectation-plate', { q, n: meaning.binder(term.binder), f }));
  return n.followed(term, outside, (next) =>
    next.tag === 'expect' ? n.rule('expectation-normalisation', { q, c: meaning.term(next.body) }) : null,
  );
}

/** Nested sums in one order. */
function ordered(term: Big, n: Normaliser): Change {
  const { body } = term;
  if (body.tag !== 'big' || body.op !== 'sum') return null;
  const key = ({ binder }: Big): string => JSON.stringify(binder.range) + binder.index.replace(/#.*/, '');
  if (key(term) <= key(body)) return null;
  return n.rule('plate-swap', {
    n: meaning.binder(term.binder),
    m: meaning.binder(body.binder),
    f: meaning.term(body.body),
  });
}

function product(term: Big, n: Normaliser): Change {
  const binder = meaning.binder(term.binder);
  const factors = factorsOf(term.body);
  const [first] = factors;
  if (factors.length > 1)
    return n.linear(
      term,
      ['mul', factors],
      (f, g) => n.rule('plate-product', { n: binder, f: meaning.term(f), g: meaning.term(g) }),
      () => null,
    );
  if (first?.tag === 'pow' && n.same(first.exponent, integer(-1)))
    return n.rule('plate-inverse', { n: binder, f: meaning.term(first.base) });
  if (freeOf(term.body, n.kernel.model).indices.has(term.binder.index)) return null;
  return n.rule('plate-power', { n: binder, c: meaning.term(term.body) });
}

export function normalDraw(term: Draw, n: Normaliser): Change {
  const inner = n.body(term, n.normal(term.body));
  const subset = meaning.subset(term.subset);
  return n.followed(term, inner, (next) =>
    n.linear(
      next,
      ['add', termsOf((next as Draw).body)],
      (f, g) => n.rule('draw-sum', { S: subset, f: meaning.term(f), g: meaning.term(g) }),
      (part) => drawOfMonomial(part as Draw, n),
    ),
  );
}

function drawOfMonomial(term: Draw, n: Normaliser): Change {
  const subset = meaning.subset(term.subset);
  const isFree = (factor: Term): boolean => !freeOf(factor, n.kernel.model).subsets.has(term.subset);
  const factors = factorsOf(term.body);
  const constant = factors.filter(isFree);
  const rest = factors.filter((factor) => !isFree(factor));
  if (rest.length === 0) return n.rule('draw-idle', { S: subset, c: meaning.term(term.body) });
  if (constant.length > 0) {
    const out = n.rule('draw-constant', { S: subset, c: meaning.term(mul(constant)), f: meaning.term(mul(rest)) });
    if (out !== null) return out;
  }
  const sign = negated(term.body);
  if (sign !== null) return n.rule('draw-sign', { S: subset, f: meaning.term(sign) });
  return overMinibatch(term, n);
}

function overMinibatch(term: Draw, n: Normaliser): Change {
  const { body, subset } = term;
  if (body.tag !== 'big' || body.op !== 'sum') return null;
  const { index, range } = body.binder;
  const drawn = n.kernel.model.subsets.get(subset);
  if (drawn === undefined) return null;
  if (range.tag === 'range') {
    return n.rule('draw-plate', {
      S: meaning.subset(subset),
      n: meaning.binder(body.binder),
      f: meaning.term(body.body),
    });
  }
  if (range.subset !== subset) return null;
  return n.rule('minibatch', {
    S: meaning.subset(subset),
    n: meaning.binder({ index, range: { tag: 'range', lo: drawn.lo, hi: drawn.hi, except: null } }),
    f: meaning.term(body.body),
  });
}
