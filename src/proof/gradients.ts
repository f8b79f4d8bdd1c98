/** Gradients: zero where nothing depends on the variable, linear, by the product rule, inside integrals, on ln p alone. */
import type { Family } from '../kernel/model.js';
import { type Density, mul, type Slot, type Term, type VarRef } from '../kernel/term.js';
import { leastGivens } from './densities.js';
import { type Change, meaning } from './deriver.js';
import { constantsApart, letterApart } from './expectations.js';
import { orderOf } from './member-order.js';
import { factorsOf, type Normaliser, negated, termsOf } from './normaliser.js';

type Grad = Extract<Term, { tag: 'grad' }>;

const functions: Readonly<Record<string, string>> = {
  exp: 'gradient-exp',
  sin: 'gradient-sin',
  cos: 'gradient-cos',
  tanh: 'gradient-tanh',
  sigmoid: 'gradient-sigmoid',
  lgamma: 'gradient-lgamma',
  softplus: 'gradient-softplus',
};

export function normalGradient(term: Grad, n: Normaliser): Change {
  const zero = vanishing(term, n);
  if (zero !== null) return zero;
  const score = n.options.scoresFirst ? byOwnScore(term, n) : null;
  if (score !== null) return n.followed(term, score, (next) => n.normal(next));
  const inner = n.body(term, n.normal(term.body));
  return n.followed(term, inner, (next) => {
    const grad = next as Grad;
    const t = meaning.refs([grad.of]);
    return (
      vanishing(grad, n) ??
      n.linear(
        grad,
        ['add', termsOf(grad.body)],
        (f, g) => n.rule('gradient-sum', { t, f: meaning.term(f), g: meaning.term(g) }),
        (part) => ofMonomial(part as Grad, n),
      )
    );
  });
}

/** By the score of the whole measure, before it is the least. */
function byOwnScore({ of, body }: Grad, n: Normaliser): Change {
  if (body.tag !== 'expect') return null;
  const by = { t: meaning.refs([of]), q: meaning.measure(body.measure), f: meaning.term(body.body) };
  return n.rule('score-gradient', by);
}

const vanishing = (term: Grad, n: Normaliser): Change =>
  n.rule('zero-gradient', { t: meaning.refs([term.of]), f: meaning.term(term.body) });

function ofMonomial(term: Grad, n: Normaliser): Change {
  const t = meaning.refs([term.of]);
  const { constant, rest } = constantsApart(term.body, [term.of], n);
  if (constant.length > 0 && rest.length > 0) {
    const out = n.rule('gradient-constant', { t, c: meaning.term(mul(constant)), f: meaning.term(mul(rest)) });
    const sign = negated(term.body);
    if (out !== null || sign !== null) return out ?? n.rule('gradient-sign', { t, f: meaning.term(sign as Term) });
  }
  const factors = factorsOf(term.body);
  if (factors.length > 1) {
    const [f, ...g] = factors as [Term, ...Term[]];
    return n.rule('gradient-product', { t, f: meaning.term(f), g: meaning.term(mul(g)) });
  }
  return ofAtom(term, t, n);
}

function ofAtom(term: Grad, t: ReturnType<typeof meaning.refs>, n: Normaliser): Change {
  const { body } = term;
  switch (body.tag) {
    case 'ref': {
      const one = n.rule('gradient-variable', { t });
      return one !== null && n.same(one.statement.left, term) ? one : null;
    }
    case 'pow':
      return (
        n.rule('gradient-power', { t, f: meaning.term(body.base), k: meaning.term(body.exponent) }) ??
        n.rule('gradient-exponent', { t, a: meaning.term(body.base), k: meaning.term(body.exponent) })
      );
    case 'density':
    case 'law':
      return n.rule('log-derivative', { t, f: meaning.term(body) });
    case 'fn':
      return ofFunction(term, body, t, n);
    case 'big':
      return ofPlate(body, term, t, n);
    case 'draw':
      return n.rule('gradient-draw', { t, S: meaning.subset(body.subset), f: meaning.term(body.body) });
    case 'integral':
      return body.bounds === null
        ? n.rule('exchange', { t, f: meaning.term(body.body), x: meaning.refs(body.vars) })
        : null;
    case 'expect': {
      const by = { t, q: meaning.measure(body.measure), f: meaning.term(body.body) };
      return n.rule('exchange-expectation', by) ?? n.rule('score-gradient', by) ?? throughIntegral(term, by, n);
    }
    default:
      return null;
  }
}

/** Where the score of the measure may not be used, the integral shows what the gradient passes. */
function throughIntegral(
  term: Grad,
  by: Readonly<Record<string, ReturnType<typeof meaning.term>>>,
  n: Normaliser,
): Change {
  if (!n.mayUse('exchange') || n.mayUse('score-gradient')) return null;
  return n.followed(term, n.body(term, n.rule('expectation-integral', by)), (next) => {
    const inside = next.tag === 'grad' ? next.body : next;
    if (inside.tag !== 'integral') return null;
    return n.rule('exchange', {
      t: meaning.refs([term.of]),
      f: meaning.term(inside.body),
      x: meaning.refs(inside.vars),
    });
  });
}

function ofPlate(
  body: Extract<Term, { tag: 'big' }>,
  term: Grad,
  t: ReturnType<typeof meaning.refs>,
  n: Normaliser,
): Change {
  if (body.op === 'prod') return n.rule('log-derivative', { t, f: meaning.term(body) });
  const apart = letterApart(body, { tag: 'ref', ref: term.of }, n);
  return n.rule('gradient-plate', { t, n: meaning.binder(apart.binder), f: meaning.term(apart.body) });
}

function ofFunction(
  term: Grad,
  body: Extract<Term, { tag: 'fn' }>,
  t: ReturnType<typeof meaning.refs>,
  n: Normaliser,
): Change {
  const [arg] = body.args;
  if (arg === undefined) return null;
  const f = meaning.term(arg);
  if (body.name !== 'ln') {
    const rule = functions[body.name];
    return rule === undefined ? null : n.rule(rule, { t, f });
  }
  if (arg.tag === 'density') return fisher(term.of, arg, n);
  return arg.tag === 'law' ? null : n.rule('gradient-ln', { t, f });
}

/** The score of a marginal as the mean of the joint's, over the ancestors that were integrated out. */
function fisher(t: VarRef, density: Density, n: Normaliser): Change {
  if (!n.mayUse('fisher-identity')) return null;
  const family = n.kernel.model.families.get(density.family);
  const hidden = family === undefined ? [] : membersThatCount(hiddenAncestors(density, family), density, n);
  if (hidden.length === 0) return null;
  return n.rule('fisher-identity', {
    t: meaning.refs([t]),
    p: meaning.family(density.family),
    A: meaning.slots(density.heads),
    B: meaning.slots(density.givens),
    C: meaning.slots(hidden),
  });
}

/** Of each hidden array the members on which the heads depend, where these can be told from the rest. */
function membersThatCount(hidden: readonly Slot[], density: Density, n: Normaliser): Slot[] {
  const least = leastGivens({ ...density, givens: [...hidden, ...density.givens] }, n) ?? [];
  return hidden.map((slot) => least.find(({ of }) => of.name === slot.of.name) ?? slot);
}

/**
 * Whole ancestors of a density's heads that are neither heads nor given. Of variables that one factor draws together
 * those come before that the split of densities takes first: it would bring the marginal back out of the joint.
 */
function hiddenAncestors(density: Density, family: Family): Slot[] {
  const order = orderOf(family);
  const last = Math.max(...density.heads.map(({ of }) => order.indexOf(of.name)));
  const known = new Set([...density.heads, ...density.givens].map(({ of }) => of.name));
  const found = new Map<string, Slot>();
  const visit = (name: string): void => {
    for (const factor of family.factors.filter(({ heads }) => heads.some((head) => head.name === name)))
      for (const ref of [...factor.givens, ...factor.heads]) {
        const rank = order.indexOf(ref.name);
        if (rank < 0 || rank > last || known.has(ref.name) || found.has(ref.name)) continue;
        const whole: VarRef = { ...ref, at: ref.at.map(() => ({ tag: 'all' })) };
        found.set(ref.name, { of: whole, value: { tag: 'ref', ref: whole } });
        visit(ref.name);
      }
  };
  for (const { of } of [...density.heads, ...density.givens]) visit(of.name);
  return [...found.values()];
}
