/** Logarithms of products, powers, plates and densities; exponentials of sums. */
import { integer, mul, type Term } from '../kernel/term.js';
import { alongArray } from './chains.js';
import { type Change, meaning } from './deriver.js';
import { overOne } from './fractions.js';
import { factorsOf, type Normaliser, termsOf } from './normaliser.js';

type Fn = Extract<Term, { tag: 'fn' }>;

/** Takes the logarithm of what stands there, before its argument is multiplied out. */
export function normalLogarithm(term: Fn, n: Normaliser): Change {
  const arg = term.args[0] as Term;
  return logarithmOf(term, arg, n) ?? n.inside(term, (child) => insideLogarithm(child, n));
}

function logarithmOf(term: Fn, arg: Term, n: Normaliser): Change {
  switch (arg.tag) {
    case 'mul': {
      const factors = factorsOf(arg);
      // `1/f` is a product of a single factor.
      if (factors.length < 2) return logarithmOf(term, factors[0] ?? integer(1), n);
      return quotient(factors, n) ?? ofProduct(term, factors, n);
    }
    case 'pow':
      return n.same(arg.exponent, integer(-1))
        ? n.rule('log-inverse', { a: meaning.term(arg.base) })
        : n.rule('log-power', { a: meaning.term(arg.base), k: meaning.term(arg.exponent) });
    case 'big': {
      if (arg.op === 'sum') return null;
      const whole = alongArray(arg, n);
      if (whole !== null) return n.congruence(term, [whole]);
      return n.rule('log-plate', { n: meaning.binder(arg.binder), f: meaning.term(arg.body) });
    }
    case 'add':
      return n.congruence(term, [overOne(arg, n)]);
    case 'num':
      return n.same(arg, integer(1)) ? n.rule('log-one', {}) : null;
    case 'fn':
      return ofFunction(arg, n);
    default:
      return null;
  }
}

const logarithmOfFunction: Readonly<Record<string, string>> = { exp: 'log-exp', Gamma: 'log-gamma' };

function ofFunction({ name, args }: Fn, n: Normaliser): Change {
  const rule = logarithmOfFunction[name];
  return rule === undefined ? null : n.rule(rule, { a: meaning.term(args[0] as Term) });
}

/** The logarithm of a fraction, one factor of the denominator taken off. */
function quotient(factors: readonly Term[], n: Normaliser): Change {
  const isUnder = (t: Term): t is Extract<Term, { tag: 'pow' }> => t.tag === 'pow' && n.same(t.exponent, integer(-1));
  const under = factors.find(isUnder);
  if (under === undefined) return null;
  const over = factors.filter((factor) => factor !== under);
  return n.rule('log-quotient', { a: meaning.term(mul(over)), b: meaning.term(under.base) });
}

function ofProduct(term: Fn, factors: readonly Term[], n: Normaliser): Change {
  return n.linear(
    term,
    ['mul', factors],
    (a, b) => n.rule('log-product', { a: meaning.term(a), b: meaning.term(b) }),
    () => null,
  );
}

/** The argument as it is under the logarithm: products stay products, for they are to be taken apart. */
function insideLogarithm(arg: Term, n: Normaliser): Change {
  if (arg.tag === 'mul' && (n.mayUse('log-product') || n.mayUse('log-quotient'))) {
    const kept = n.inside(arg, (factor) => (factor.tag === 'add' ? null : n.normal(factor)));
    if (kept !== null) return kept;
  }
  return n.normal(arg);
}

/** The exponential of a logarithm, of a sum, of a multiple. */
export function normalExponential(term: Fn, n: Normaliser): Change {
  const bare = withoutInverse(term, n);
  if (bare !== null) return bare;
  const inside = n.inside(term, (child) => n.normal(child));
  return n.followed(term, inside, (next) => {
    const arg = (next as Fn).args[0] as Term;
    return arg.tag === 'big' && arg.op === 'sum' ? ofPlate(next, arg, n) : exponentialOf(next, arg, n);
  });
}

/** `exp(sum_n f) = exp(sum_n ln exp f) = exp(ln prod_n exp f) = prod_n exp f`, and the same of `sum_n ln f`. */
function ofPlate(term: Term, sum: Extract<Term, { tag: 'big' }>, n: Normaliser): Change {
  const { binder, body } = sum;
  const isLog = body.tag === 'fn' && body.name === 'ln';
  const f: Term = isLog ? (body.args[0] as Term) : { tag: 'fn', name: 'exp', args: [body] };
  const logs = isLog ? null : n.body(sum, n.reversed(n.rule('log-exp', { a: meaning.term(body) })));
  const whole = n.reversed(n.rule('log-plate', { n: meaning.binder(binder), f: meaning.term(f) }));
  if (whole === null || (logs === null && !isLog)) return null;
  return n.followed(term, n.body(term, n.joined(logs, whole)), (next) =>
    next.tag === 'fn' ? withoutInverse(next, n) : null,
  );
}

function exponentialOf(term: Term, arg: Term, n: Normaliser): Change {
  const terms = termsOf(arg);
  if (arg.tag === 'fn' && arg.name === 'ln') return n.rule('exp-log', { a: meaning.term(arg.args[0] as Term) });
  if (terms.length > 1)
    return n.linear(
      term,
      ['add', terms],
      (a, b) => n.rule('exp-sum', { a: meaning.term(a), b: meaning.term(b) }),
      () => null,
    );
  if (n.same(arg, integer(0))) return n.rule('exp-zero', {});
  const [coefficient, ...rest] = factorsOf(arg);
  if (coefficient?.tag !== 'num' || rest.length === 0) return null;
  return n.rule('exp-power', { k: meaning.term(coefficient), a: meaning.term(mul(rest)) });
}

/** What stands in logarithms of exponentials, or exponentials of logarithms, alone: the rest is as it was. */
export function unwrapped(term: Term, n: Normaliser): Change {
  if (term.tag === 'density') return null;
  const inside = n.inside(term, (child) => unwrapped(child, n));
  return n.followed(term, inside, (next) => (next.tag === 'fn' ? withoutInverse(next, n) : null));
}

/** The logarithm of an exponential, or the exponential of a logarithm, as what is in both. */
function withoutInverse({ name, args }: Fn, n: Normaliser): Change {
  const [only, ...others] = factorsOf(args[0] as Term);
  if (only?.tag !== 'fn' || others.length > 0) return null;
  const a = meaning.term(only.args[0] as Term);
  if (name === 'ln' && only.name === 'exp') return n.rule('log-exp', { a });
  return name === 'exp' && only.name === 'ln' ? n.rule('exp-log', { a }) : null;
}
