/** Inequalities of single subterms, carried out to the term where it grows or shrinks with them. */
import { type Kernel, Refusal, type Theorem } from '../kernel/kernel.js';
import type { Substitution } from '../kernel/rule.js';
import { children, integer, inverse, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { ringEquality } from './equality.js';
import type { Normaliser } from './normaliser.js';
import { applyRule } from './rewrite.js';

/** `term >= below`, or `above >= term`. */
export interface Bound {
  readonly theorem: Theorem;
  readonly direction: 'below' | 'above';
}

const deepest = 12;

/** The bounds of a term by replacing one subterm. */
export const boundsOf = (term: Term, n: Normaliser): Bound[] =>
  carriedOut(term, n, (part) => [
    ...ownBounds(part, n),
    ...n.options.userBounds.map((rule) => applyRule(rule, part, n.kernel)),
  ]);

/** The bounds of a term by leaving a term that is not negative out of one of its sums. */
export const boundsByPartOf = (term: Term, n: Normaliser): Bound[] =>
  carriedOut(term, n, (part) => (part.tag === 'add' ? part.terms.map((_, at) => without(part, at, n)) : []));

function without(sum: Term, at: number, n: Normaliser): Change {
  const zero = n.rule('nonnegative', { a: meaning.term(children(sum)[at] as Term) });
  const bound = zero === null ? null : n.kernel.monotone(sum, at, zero);
  return bound instanceof Refusal ? null : bound;
}

/** What is said of subterms, said of the whole term. */
function carriedOut(term: Term, n: Normaliser, say: (part: Term) => readonly Change[], depth = 0): Bound[] {
  if (depth > deepest) return [];
  const own = say(term).flatMap((theorem) => directed(term, theorem, n.kernel));
  const inner = children(term).flatMap((child, at) =>
    carriedOut(child, n, say, depth + 1).flatMap(({ theorem }) => {
      const result = n.kernel.monotone(term, at, theorem);
      return result instanceof Refusal ? [] : directed(term, result, n.kernel);
    }),
  );
  return [...own, ...inner];
}

/** Which side of the inequality the term is. */
function directed(term: Term, theorem: Change, { identity }: Kernel): Bound[] {
  if (theorem === null) return [];
  if (identity.same(theorem.statement.left, term)) return [{ theorem, direction: 'below' }];
  return identity.same(theorem.statement.right, term) ? [{ theorem, direction: 'above' }] : [];
}

/** What the rules say of the term itself. */
function ownBounds(term: Term, n: Normaliser): Change[] {
  switch (term.tag) {
    case 'kl':
      return [n.rule('divergence-nonnegative', { q: meaning.measure(term.left), p: meaning.measure(term.right) })];
    case 'cross-entropy':
      return [n.rule('gibbs', { q: meaning.measure(term.left), p: meaning.measure(term.right) })];
    case 'mutual-information':
      return [
        n.rule('information-nonnegative', {
          p: meaning.family(term.joint.family),
          A: meaning.slots(term.left.heads),
          B: meaning.slots(term.right.heads),
          C: meaning.slots(term.left.givens),
        }),
      ];
    case 'variance':
      return [n.rule('variance-nonnegative', { q: meaning.measure(term.measure), f: meaning.term(term.body) })];
    case 'pow':
      return [
        ...ofPower(term, n),
        n.same(term.exponent, integer(2)) ? n.rule('square-nonnegative', { f: meaning.term(term.base) }) : null,
      ];
    case 'fn':
      return term.name === 'ln' ? ofLogarithm(term, n) : ofFunction(term, n);
    case 'mul':
      return ['cauchy-schwarz', 'covariance-bound'].map((name) => byRule(name, term, n));
    case 'expect':
      return [convex(term, n)];
    default:
      return [];
  }
}

type Fn = Extract<Term, { tag: 'fn' }>;
type Pow = Extract<Term, { tag: 'pow' }>;
type Expectation = Extract<Term, { tag: 'expect' }>;

/** The mean of a convex function is at least the function of the mean, that of a logarithm at most. */
function convex({ measure, body }: Expectation, n: Normaliser): Change {
  const by = (f: Term): Substitution => ({ q: meaning.measure(measure), f: meaning.term(f) });
  if (body.tag === 'pow' && n.same(body.exponent, integer(2))) return n.rule('jensen-square', by(body.base));
  if (body.tag === 'pow' && n.same(body.exponent, integer(-1))) return n.rule('jensen-inverse', by(body.base));
  if (body.tag === 'mul' && body.factors.some(isInverse)) return asInverse({ tag: 'expect', measure, body }, n);
  if (body.tag !== 'fn') return null;
  if (body.name === 'ln') return n.rule('jensen', by(body.args[0] as Term));
  const rule = { exp: 'jensen-exp', abs: 'jensen-absolute', sqrt: 'jensen-root' }[body.name];
  return rule === undefined ? null : n.rule(rule, by(body.args[0] as Term));
}

const isInverse = (factor: Term): boolean =>
  factor.tag === 'pow' && factor.exponent.tag === 'num' && factor.exponent.value.num < 0n;

/** The mean of a quotient as that of the inverse of its inverse. */
function asInverse(term: Expectation, n: Normaliser): Change {
  const upside = n.ring(inverse(term.body))?.statement.right ?? inverse(term.body);
  const same = ringEquality(term.body, inverse(upside), n);
  const bound = n.rule('jensen-inverse', { q: meaning.measure(term.measure), f: meaning.term(upside) });
  return same === null || bound === null ? null : n.joined(n.body(term, same), bound);
}

/** A square or an inverse of a mean. */
function ofPower({ base, exponent }: Pow, n: Normaliser): Change[] {
  if (base.tag !== 'expect') return [];
  const by = { q: meaning.measure(base.measure), f: meaning.term(base.body) };
  if (n.same(exponent, integer(2))) return [n.rule('jensen-square', by)];
  return n.same(exponent, integer(-1)) ? [n.rule('jensen-inverse', by)] : [];
}

/** A function of a mean. */
function ofFunction({ name, args }: Fn, n: Normaliser): Change[] {
  const [mean] = args;
  if (name === 'abs') return [n.rule('absolute-bound', { a: meaning.term(mean as Term) }), ...ofMean(name, mean, n)];
  return ofMean(name, mean, n);
}

function ofMean(name: string, mean: Term | undefined, n: Normaliser): Change[] {
  const rule = { exp: 'jensen-exp', abs: 'jensen-absolute', sqrt: 'jensen-root' }[name];
  if (mean?.tag !== 'expect' || rule === undefined) return [];
  return [n.rule(rule, { q: meaning.measure(mean.measure), f: meaning.term(mean.body) })];
}

function byRule(name: string, term: Term, n: Normaliser): Change {
  const rule = n.rules.get(name);
  return rule === undefined || !n.mayUse(name) ? null : applyRule(rule, term, n.kernel);
}

const ofLogarithm = (term: Fn, n: Normaliser): Change[] => [
  ...jensen(term, n),
  byRule('jensen-plate', term, n),
  n.rule('logarithm-bound', { a: meaning.term(term.args[0] as Term) }),
];

/** The logarithm of an expectation, or of an integral that is one as it stands or with its densities joined. */
function jensen(term: Fn, n: Normaliser): Change[] {
  const arg = term.args[0] as Term;
  const means = arg.tag === 'integral' ? [n.plainMean(arg), n.integralForm(arg)] : [null];
  return means.map((mean) => {
    const inside = mean?.statement.right ?? arg;
    if (inside.tag !== 'expect') return null;
    const bound = n.rule('jensen', { q: meaning.measure(inside.measure), f: meaning.term(inside.body) });
    return n.joined(n.congruence(term, [mean]), bound);
  });
}
