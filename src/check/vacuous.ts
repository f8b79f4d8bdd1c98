/**
 * Lines that hold only because both sides vanish: `grad_xi(A) = grad_xi(B)` is true for any A and B free of xi, and
 * is seldom what the author meant. Where both sides are signed, scaled sums of one vanishing operator, the insides
 * are compared.
 */
import type { Model } from '../kernel/model.js';
import { add, mul, type Term } from '../kernel/term.js';
import { printRef, printTerm } from '../syntax/print.js';

/** The operator taken off, so that only like is compared with like, and what stood inside. */
interface Stripped {
  readonly operator: string;
  readonly inside: Term;
}

/** What this module needs of the numbers. */
export interface Comparer {
  vanishes(term: Term): boolean;
  equal(left: Term, right: Term): boolean;
}

function operatorOf(term: Term, model: Model): Stripped | null {
  switch (term.tag) {
    case 'grad':
      return { operator: `grad ${printRef(term.of, model)}`, inside: term.body };
    case 'variance':
      return { operator: `Var ${term.measure.map((m) => printTerm(m, model)).join(' ')}`, inside: term.body };
    case 'covariance':
      return {
        operator: `Cov ${term.measure.map((m) => printTerm(m, model)).join(' ')}`,
        inside: mul([term.left, term.right]),
      };
    default:
      return null;
  }
}

/** Takes one operator off a signed, scaled sum of its applications; null for any other term. */
function strip(term: Term, model: Model, numbers: Comparer): Stripped | null {
  if (term.tag === 'add') return stripSum(term.terms, model, numbers);
  if (term.tag === 'big' && term.op === 'sum') {
    const body = strip(term.body, model, numbers);
    return body === null ? null : { ...body, inside: { ...term, body: body.inside } };
  }
  if (term.tag === 'mul') return stripProduct(term.factors, model, numbers);
  return operatorOf(term, model);
}

function stripSum(terms: readonly Term[], model: Model, numbers: Comparer): Stripped | null {
  const parts = terms.map((t) => strip(t, model, numbers));
  const [first] = parts;
  if (first === undefined || first === null) return null;
  const insides = parts.map((part) => (part?.operator === first.operator ? part.inside : null));
  return insides.some((inside) => inside === null)
    ? null
    : { operator: first.operator, inside: add(insides as Term[]) };
}

/** One factor is the operator's; the others scale it. Failing that, a factor that vanishes is taken off. */
function stripProduct(factors: readonly Term[], model: Model, numbers: Comparer): Stripped | null {
  const parts = factors.map((factor) => strip(factor, model, numbers));
  const at = parts.findIndex((part) => part !== null);
  const part = parts[at];
  if (part !== undefined && part !== null && parts.filter((p) => p !== null).length === 1) {
    return { ...part, inside: mul(factors.map((factor, i) => (i === at ? part.inside : factor))) };
  }
  const zero = factors.findIndex((factor) => isPlain(factor) && numbers.vanishes(factor));
  if (zero < 0 || factors.length < 2) return null;
  return { operator: 'a zero factor', inside: mul(factors.filter((_, i) => i !== zero)) };
}

/** Factors that may be a zero written out: sums and numbers, never an expectation or an integral. */
const isPlain = (term: Term): boolean => term.tag === 'num' || term.tag === 'add';

export interface Vacuity {
  readonly left: Term;
  readonly right: Term;
}

/** The two insides that differ although both sides vanish; null where the line is no empty truth. */
export function vacuity(left: Term, right: Term, model: Model, numbers: Comparer): Vacuity | null {
  const [a, b] = [strip(left, model, numbers), strip(right, model, numbers)];
  if (a === null || b === null || a.operator !== b.operator) return null;
  if (!numbers.vanishes(left) || !numbers.vanishes(right)) return null;
  if (!numbers.equal(a.inside, b.inside)) return { left: a.inside, right: b.inside };
  return vacuity(a.inside, b.inside, model, numbers);
}
