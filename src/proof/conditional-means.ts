/**
 * What is known of the mean under a conditional density, used under a joint one: where `E_{p(y | x)}[f(y)] = a(x)`,
 * `E_{p(x, y)}[g(x) f(y)]` is `E_{p(x)}[g(x) a(x)]`.
 */
import type { Theorem } from '../kernel/kernel.js';
import { includesRef, mayOverlap } from '../kernel/reference.js';
import { type Density, mul, type Slot, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { dependsOn, type Expectation, headsOfAll } from './expectations.js';
import { conditionalMeans } from './laws.js';
import { inProduct, isDensity, jointOf } from './measures.js';
import { factorsOf, type Normaliser } from './normaliser.js';

/** A mean that is known, of the conditional density it is under. */
interface Known {
  readonly theorem: Theorem;
  readonly mean: Expectation;
  readonly density: Density;
}

export function byKnownMean(term: Expectation, n: Normaliser): Change {
  if (!n.mayUse('tower')) return null;
  for (const theorem of [...n.options.means, ...conditionalMeans(term, n)]) {
    const mean = theorem.statement.left as Expectation;
    const [density, ...others] = mean.measure;
    if (density === undefined || !isDensity(density) || others.length > 0) continue;
    const change = withMean(term, { theorem, mean, density }, n);
    if (change !== null) return change;
  }
  return null;
}

/** The factors of the known mean's body, and the others, which must not depend on what it averages. */
function othersOf(term: Expectation, mean: Expectation, n: Normaliser): readonly Term[] | null {
  const left = [...factorsOf(term.body)];
  for (const factor of factorsOf(mean.body)) {
    const at = left.findIndex((other) => n.same(other, factor));
    if (at < 0) return null;
    left.splice(at, 1);
  }
  return left.some((factor) => dependsOn(factor, headsOfAll(mean.measure), n)) ? null : left;
}

function withMean(term: Expectation, known: Known, n: Normaliser): Change {
  const others = othersOf(term, known.mean, n);
  const drawn = term.measure.find(
    (measure): measure is Density =>
      isDensity(measure) &&
      measure.family === known.density.family &&
      headsOfAll(known.mean.measure).every((ref) => includesRef(headsOfAll([measure]), ref)),
  );
  if (others === null || drawn === undefined) return null;
  const wider = withConditions(term, drawn, known.density, n);
  return n.followed(term, wider.change, () => conditioned(wider.term, wider.drawn, known, others, n));
}

/** The measure with what the conditional density is given, where it does not draw that. */
function withConditions(
  term: Expectation,
  drawn: Density,
  { givens }: Density,
  n: Normaliser,
): { readonly term: Expectation; readonly drawn: Density; readonly change: Change } {
  const held = [...drawn.heads, ...drawn.givens].map(({ of }) => of);
  const missing = givens.filter(({ of }) => !held.some((ref) => mayOverlap(ref, of)));
  const other = { ...drawn, heads: [...drawn.heads, ...missing] };
  const change =
    missing.length === 0
      ? null
      : n.reversed(
          n.rule('expectation-marginalisation', {
            m: meaning.measure(term.measure.filter((measure) => measure !== drawn)),
            p: meaning.family(drawn.family),
            A: meaning.slots(drawn.heads),
            C: meaning.slots(other.heads),
            B: meaning.slots(drawn.givens),
            f: meaning.term(term.body),
          }),
        );
  return change?.statement.right.tag === 'expect'
    ? { term: change.statement.right, drawn: other, change }
    : { term, drawn, change: null };
}

/** From `E_{m p(A, C | B)}[g f]` to `E_{m p(A | B)}[g E_{p(C | A, B)}[f]]`, and there the mean that is known. */
function conditioned(
  term: Expectation,
  drawn: Density,
  { theorem, mean, density }: Known,
  others: readonly Term[],
  n: Normaliser,
): Change {
  const isAveraged = ({ of }: Slot): boolean => density.heads.some((head) => mayOverlap(head.of, of));
  const first: Density = { ...drawn, heads: drawn.heads.filter((slot) => !isAveraged(slot)) };
  const rest = term.measure.filter((measure) => measure !== drawn && !n.same(measure, drawn));
  if (first.heads.length === 0) return null;
  const outer = [...rest, first];
  const joint = jointOf(first, density, n);
  if (joint === null || !n.same(joint.statement.right, drawn)) return null;
  const body = mul([...others, mean.body]);
  const split: Expectation = { ...term, measure: [...outer, density], body };
  const whole = n.measure(split, [...rest, drawn], inProduct(joint, rest, n));
  const tower = n.rule('tower', {
    p: meaning.measure(outer),
    q: meaning.measure([density]),
    f: meaning.term(body),
  });
  if (whole === null || tower === null) return null;
  const constant =
    others.length === 0
      ? null
      : n.rule('expectation-constant', {
          q: meaning.measure([density]),
          c: meaning.term(mul(others)),
          f: meaning.term(mean.body),
        });
  if (others.length > 0 && constant === null) return null;
  const start = n.joined(n.as(term, whole.statement.right), n.reversed(n.joined(tower, whole)));
  return n.followed(term, start, (nested) => {
    const inner = n.body(nested, constant);
    return n.followed(nested, inner, (next) => {
      const product = (next as Expectation).body;
      const replaced = others.length === 0 ? theorem : n.congruence(product, [...others.map(() => null), theorem]);
      return n.body(next, replaced);
    });
  });
}
