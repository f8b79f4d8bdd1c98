/**
 * Strategies: functions from a term to the theorem that it equals another, or null where they do not apply. Each is
 * made of smaller ones, and a wrong one can fail to get anywhere but cannot lie: the kernel makes every theorem.
 */
import { type Kernel, type Procedure, Refusal, type Result, type Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import { children, type Measure, mul, type Term } from '../kernel/term.js';
import type { Change } from './deriver.js';
import { measuresOf } from './match-group.js';
import { applyRule, type Direction } from './rewrite.js';

export type Strategy = (term: Term, kernel: Kernel) => Change;

/** How often `repeat` goes on, and how large it lets a term grow. */
const mostRounds = 200;
const mostNodes = 20_000;

/** How often `normalForm` rewrites, and how deep within a term. */
const mostSteps = 1000;
const mostDepth = 100;

const accepted = (result: Result): Change => (result instanceof Refusal ? null : result);

const joined = (a: Change, b: Change, kernel: Kernel): Change =>
  a !== null && b !== null ? accepted(kernel.transitivity(a, b)) : (a ?? b);

/** One of the kernel's equalities at the root. */
export const rule =
  (of: Rule, direction: Direction = 'forward'): Strategy =>
  (term, kernel) =>
    of.relation === '=' ? applyRule(of, term, kernel, direction) : null;

/** One of the kernel's procedures, where it changes something. */
export const procedure =
  (of: Procedure): Strategy =>
  (term, kernel) => {
    const made = accepted(kernel.procedure(of, term));
    return made === null || kernel.identity.same(made.statement.right, term) ? null : made;
  };

/** The first that applies. */
export const first =
  (...strategies: readonly Strategy[]): Strategy =>
  (term, kernel) => {
    for (const strategy of strategies) {
      const change = strategy(term, kernel);
      if (change !== null) return change;
    }
    return null;
  };

/** One after the other; null where one of them does not apply. */
export const sequence =
  (...strategies: readonly Strategy[]): Strategy =>
  (term, kernel) => {
    let whole = attempt(never)(term, kernel);
    for (const strategy of strategies) {
      const next: Change = whole && strategy(whole.statement.right, kernel);
      whole = whole && next && accepted(kernel.transitivity(whole, next));
    }
    return whole;
  };

/** Applies nowhere. */
export const never: Strategy = () => null;

/** The strategy where it applies; elsewhere the term equals itself. */
export const attempt =
  (strategy: Strategy): Strategy =>
  (term, kernel) =>
    strategy(term, kernel) ?? accepted(kernel.same(term, term));

/**
 * Again and again, at least once, until it applies no more or leads back to a term that it was at. Where it would go on
 * for ever it ends after some rounds, or where the term has grown large.
 */
export const repeat =
  (strategy: Strategy): Strategy =>
  (term, kernel) => {
    const met = new Set([kernel.identity.of(term)]);
    let whole: Change = null;
    for (let round = 0; round < mostRounds; round++) {
      const now: Term = whole?.statement.right ?? term;
      const next = strategy(now, kernel);
      if (next === null || met.has(kernel.identity.of(next.statement.right))) break;
      met.add(kernel.identity.of(next.statement.right));
      whole = joined(whole, next, kernel);
      if (isLarge(next.statement.right)) break;
    }
    return whole;
  };

/** At the direct subterms, wherever it applies. */
export const inside =
  (strategy: Strategy): Strategy =>
  (term, kernel) =>
    withParts(
      term,
      children(term).map((child) => strategy(child, kernel)),
      kernel,
    );

/** At the first of the direct subterms where it applies. */
export const child =
  (strategy: Strategy): Strategy =>
  (term, kernel) => {
    const inner = children(term);
    for (const [at, part] of inner.entries()) {
      const change = strategy(part, kernel);
      const whole =
        change === null
          ? null
          : withParts(
              term,
              inner.map((_, i) => (i === at ? change : null)),
              kernel,
            );
      if (whole !== null) return whole;
    }
    return null;
  };

/** At the first place where it applies, the whole before its parts. */
export const onceTopDown = (strategy: Strategy): Strategy =>
  first(strategy, (term, kernel) => child(onceTopDown(strategy))(term, kernel));

/** At the first place where it applies, the parts before the whole. */
export const onceBottomUp = (strategy: Strategy): Strategy =>
  first((term, kernel) => child(onceBottomUp(strategy))(term, kernel), strategy);

/** At each place alone where it applies, the whole before its parts. */
export function* atEachPlace(strategy: Strategy, term: Term, kernel: Kernel): Generator<Theorem> {
  const own = strategy(term, kernel);
  if (own !== null) yield own;
  const inner = children(term);
  for (const [at, part] of inner.entries())
    for (const change of atEachPlace(strategy, part, kernel)) {
      const whole = accepted(
        kernel.congruence(
          term,
          inner.map((_, i) => (i === at ? change : null)),
        ),
      );
      if (whole !== null) yield whole;
    }
}

/** At every place where it applies, but not within what it has made: the outermost places. */
export const topDown = (strategy: Strategy): Strategy =>
  first(strategy, (term, kernel) => inside(topDown(strategy))(term, kernel));

/** Once at every place where it applies, the parts before the whole. */
export const bottomUp =
  (strategy: Strategy): Strategy =>
  (term, kernel) => {
    const within = inside(bottomUp(strategy))(term, kernel);
    return joined(within, strategy(within?.statement.right ?? term, kernel), kernel);
  };

/** At every place, as long as it applies anywhere; where that is for ever, as often as the limits allow. */
export const normalForm =
  (strategy: Strategy): Strategy =>
  (term, kernel) => {
    const settled = new WeakSet<Term>();
    let left = mostSteps;
    const normal =
      (depth: number): Strategy =>
      (of) => {
        if (settled.has(of)) return null;
        const limited: Strategy = (now) => (depth < mostDepth && left > 0 ? strategy(now, kernel) : null);
        const whole = repeat((now) => {
          const within = inside(normal(depth + 1))(now, kernel);
          const above = limited(within?.statement.right ?? now, kernel);
          if (above !== null) left--;
          return joined(within, above, kernel);
        })(of, kernel);
        settled.add(whole?.statement.right ?? of);
        return whole;
      };
    return normal(0)(term, kernel);
  };

/** The term with changes in its direct subterms, those left out where the kernel lets nothing be replaced. */
function withParts(term: Term, parts: readonly Change[], kernel: Kernel): Change {
  if (parts.every((part) => part === null)) return null;
  const whole = accepted(kernel.congruence(term, parts));
  if (whole !== null) return whole;
  const alone = (at: number): readonly Change[] => parts.map((part, i) => (i === at ? part : null));
  const allowed = parts.map((part, i) => (part === null ? null : accepted(kernel.congruence(term, alone(i))) && part));
  const within = allowed.every((part) => part === null) ? null : accepted(kernel.congruence(term, allowed));
  const averaged = withMeasure(within?.statement.right ?? term, parts, kernel);
  return joined(within, averaged, kernel);
}

/** An expectation under a measure in which some densities are replaced by products of densities. */
function withMeasure(term: Term, parts: readonly Change[], kernel: Kernel): Change {
  if (term.tag !== 'expect') return null;
  const changes = term.measure.map((_, i) => parts[i] ?? null);
  const [only] = changes;
  if (only === undefined || changes.every((change) => change === null)) return null;
  const product: Theorem | null = changes.length === 1 ? only : accepted(kernel.congruence(mul(term.measure), changes));
  const measure: readonly Measure[] | null = product && measuresOf(product.statement.right);
  return product === null || measure === null ? null : accepted(kernel.measure(term, measure, product));
}

function isLarge(term: Term): boolean {
  let left = mostNodes;
  const visit = (of: Term): boolean => --left < 0 || children(of).some(visit);
  return visit(term);
}
