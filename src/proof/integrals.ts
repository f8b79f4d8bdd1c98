/** Integrals: linear, constants outside, flat, in independent parts; those of densities are expectations. */
import { includesRef } from '../kernel/reference.js';
import { integer, mul, type Slot, someSubterm, type Term, type VarRef } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { apartFrom, constantsApart, dependsOn, letterApart, sumInFront } from './expectations.js';
import { joined, separated } from './folding.js';
import { unwrapped } from './logarithms.js';
import { isDensity } from './measures.js';
import { factorsOf, type Normaliser, negated, termsOf } from './normaliser.js';

export type Integral = Extract<Term, { tag: 'integral' }>;

export function normalIntegral(term: Integral, n: Normaliser): Change {
  if (term.bounds !== null) return n.inside(term, (child) => n.normal(child));
  const bare = n.body(term, unwrapped(term.body, n));
  if (bare !== null) return bare;
  const folded = n.mayUse('expectation-integral') ? splitLinear(term, n, (part) => n.integralForm(part)) : null;
  if (folded !== null && !n.same(folded.statement.right, term)) return folded;
  const inner = n.body(term, n.normal(term.body));
  return n.followed(term, inner, (next) =>
    splitLinear(next as Integral, n, (part) => integralOfMonomial(part as Integral, n)),
  );
}

export function splitLinear(term: Integral, n: Normaliser, leaf: (part: Term) => Change): Change {
  const x = meaning.refs(term.vars);
  return n.linear(
    term,
    ['add', termsOf(term.body)],
    (f, g) => n.rule('integral-sum', { x, f: meaning.term(f), g: meaning.term(g) }),
    leaf,
  );
}

function integralOfMonomial(term: Integral, n: Normaliser): Change {
  if (n.same(term.body, integer(0))) return n.rule('integral-zero', { x: meaning.refs(term.vars) });
  return (
    whole(term, n) ??
    constantsOut(term, n) ??
    sumOutside(term, n) ??
    flattened(term, n) ??
    inParts(term, n) ??
    wholeOfJoint(term, n)
  );
}

export function constantsOut(term: Integral, n: Normaliser): Change {
  const { constant, rest } = constantsApart(term.body, term.vars, n);
  const x = meaning.refs(term.vars);
  if (constant.length === 0 || rest.length === 0) return null;
  const out = n.rule('integral-constant', { x, c: meaning.term(mul(constant)), f: meaning.term(mul(rest)) });
  const sign = negated(term.body);
  return out ?? (sign === null ? null : n.rule('integral-sign', { x, f: meaning.term(sign) }));
}

/** The integral of a density over its own heads, or some of them. */
function whole(term: Integral, n: Normaliser): Change {
  const factors = factorsOf(term.body);
  for (const density of factors) {
    if (!isDensity(density)) continue;
    const others = factors.filter((factor) => factor !== density);
    const isBound = ({ value }: Slot): boolean => value.tag === 'ref' && includesRef(term.vars, value.ref);
    const bound = density.heads.filter(isBound);
    if (bound.length !== term.vars.length) continue;
    const by = { p: meaning.family(density.family), B: meaning.slots(density.givens) };
    if (bound.length === density.heads.length) {
      const one = n.rule('normalisation', { ...by, A: meaning.slots(bound), c: meaning.term(mul(others)) });
      if (one !== null) return n.joined(n.as(term, one.statement.left), one);
    } else if (others.length === 0) {
      const free = density.heads.filter((slot) => !isBound(slot));
      const change = n.rule('marginalisation', { ...by, A: meaning.slots(free), C: meaning.slots(bound) });
      if (change !== null) return change;
    }
  }
  return null;
}

function sumOutside(term: Integral, n: Normaliser): Change {
  const x = meaning.refs(term.vars);
  if (!n.mayUse('integral-plate')) return null;
  const inside = sumInFront(term.body, n);
  if (inside === null) return null;
  return n.followed(term, n.body(term, inside.change), (next) => {
    const { body } = next as Integral;
    if (body.tag !== 'big') return null;
    const apart = letterApart(body, mul(term.vars.map((ref) => ({ tag: 'ref', ref }))), n);
    return n.rule('integral-plate', { x, n: meaning.binder(apart.binder), f: meaning.term(apart.body) });
  });
}

/** An integral inside an integral, what stands beside it drawn in. */
export function flattened(term: Integral, n: Normaliser): Change {
  const x = meaning.refs(term.vars);
  const factors = factorsOf(term.body);
  const at = factors.findIndex((factor) => factor.tag === 'integral' && factor.bounds === null);
  if (at < 0 || !n.mayUse('fubini-nested')) return null;
  const others = factors.filter((_, i) => i !== at);
  const beside = [...others, ...term.vars.map((ref): Term => ({ tag: 'ref', ref }))];
  const inner = apartFrom(factors[at] as Integral, beside, n);
  const y = meaning.refs(inner.vars);
  const pushed =
    others.length === 0
      ? n.as(term.body, inner)
      : n.reversed(n.rule('integral-constant', { x: y, c: meaning.term(mul(others)), f: meaning.term(inner.body) }));
  if (others.length > 0 && pushed === null) return null;
  return n.followed(term, n.body(term, pushed), (next) => {
    const { body } = next as Integral;
    return body.tag === 'integral' ? n.rule('fubini-nested', { x, y, f: meaning.term(body.body) }) : null;
  });
}

/** `int f g dx dy = (int f dx) (int g dy)` */
function inParts(term: Integral, n: Normaliser): Change {
  const [first] = term.vars;
  if (first === undefined || term.vars.length < 2 || !n.mayUse('fubini-product')) return null;
  const factors = factorsOf(term.body);
  let refs: VarRef[] = [first];
  let chosen: Term[] = [];
  for (let grown = true; grown; ) {
    const next = factors.filter((factor) => dependsOn(factor, refs, n));
    grown = next.length > chosen.length;
    chosen = next;
    refs = term.vars.filter((ref) => refs.includes(ref) || chosen.some((factor) => dependsOn(factor, [ref], n)));
  }
  if (refs.length === term.vars.length) return null;
  return n.rule('fubini-product', {
    x: meaning.refs(refs),
    y: meaning.refs(term.vars.filter((ref) => !refs.includes(ref))),
    f: meaning.term(mul(chosen)),
    g: meaning.term(mul(factors.filter((factor) => !chosen.includes(factor)))),
  });
}

/** Densities that only together are one of what is integrated: joined, what is not integrated outside. */
function wholeOfJoint(term: Integral, n: Normaliser): Change {
  // What was taken apart is not joined again: either undoes the other.
  const together = repeated(term, (next) => whole(next, n) ?? joined(next, n), n);
  const change = n.followed(term, together, (next) =>
    repeated(next, (last) => whole(last, n) ?? separated(last, n), n),
  );
  if (change === null) return null;
  const out = n.followed(term, change, (last) => (last.tag === 'integral' ? insideConstants(last, n) : null));
  const end = out?.statement.right;
  return end === undefined || someSubterm(end, ({ tag }) => tag === 'integral') ? null : out;
}

/** A change of integrals, made as often as it can be. */
function repeated(term: Term, step: (next: Integral) => Change, n: Normaliser): Change {
  let change: Change = null;
  for (let next: Term = term; next.tag === 'integral'; next = change?.statement.right ?? term) {
    const further = step(next);
    if (further === null) break;
    change = n.joined(change, further);
  }
  return change;
}

function insideConstants(term: Integral, n: Normaliser): Change {
  const out = constantsOut(term, n);
  return n.followed(term, out, (product) =>
    n.inside(product, (child) => (child.tag === 'integral' ? whole(child, n) : null)),
  );
}
