/**
 * The procedures that are no row of a table: each takes a term apart in one way that is right whatever the term is, or
 * refuses. They speak of declarations (definitions, factors) and of ranges, which no pattern can.
 */
import type { Model } from './model.js';
import { atMost } from './reference.js';
import { Refused } from './refused.js';
import { nothingReplaced, substitute } from './substitute.js';
import { add, type Index, integer, mul, shifted, type Term } from './term.js';

type Big = Extract<Term, { tag: 'big' }>;

/** A procedure that does not apply, with the reason. */
export class NotApplicable extends Refused {}

const refuse = (reason: string): never => {
  throw new NotApplicable(reason);
};

/** A definition's name with its arguments, as what it stands for. */
export function unfoldCall(term: Term, model: Model): Term {
  const definition = term.tag === 'call' ? model.definitions.get(term.name) : undefined;
  if (term.tag !== 'call' || definition === undefined) return refuse('this is no definition');
  const variables = new Map<string, Term>();
  definition.params.forEach((name, i) => {
    const arg = term.args[i] as Term;
    const same = arg.tag === 'ref' && arg.ref.name === name && arg.ref.at.length === 0;
    if (!same) variables.set(name, arg);
  });
  return substitute(definition.body, { ...nothingReplaced, variables }, model);
}

/** A sum or a product over a range that ends before it begins, whatever its letters and sizes: 0 or 1. */
export function emptyRange(term: Term): Term {
  if (term.tag !== 'big' || term.binder.range.tag !== 'range')
    return refuse('only a sum or a product over a range is known to be empty');
  const { lo, hi } = term.binder.range;
  if (lo.base !== hi.base || lo.offset <= hi.offset) return refuse('this range may have members');
  return integer(term.op === 'sum' ? 0 : 1);
}

const atIndex = (term: Big, index: Index, model: Model): Term =>
  substitute(term.body, { ...nothingReplaced, letters: new Map([[term.binder.index, index]]) }, model);

/** A sum or a product with its first or last member written out. */
export function splitRange(term: Term, end: 'first' | 'last', model: Model): Term {
  if (term.tag !== 'big' || term.binder.range.tag !== 'range' || term.binder.range.except !== null)
    return refuse('only a sum or a product over a range has a first and a last member');
  const { range } = term.binder;
  if (!atMost(range.lo, range.hi, model)) return refuse('this range may be empty');
  const rest: Big = {
    ...term,
    binder: {
      ...term.binder,
      range: end === 'first' ? { ...range, lo: shifted(range.lo, 1) } : { ...range, hi: shifted(range.hi, -1) },
    },
  };
  const alone = atIndex(term, end === 'first' ? range.lo : range.hi, model);
  return term.op === 'sum' ? add([alone, rest]) : mul([alone, rest]);
}

/** A sum or a product with one member written out, the others left in the range. */
export function splitMember(term: Term, at: Index, model: Model): Term {
  if (term.tag !== 'big' || term.binder.range.tag !== 'range' || term.binder.range.except !== null)
    return refuse('only a sum or a product over a range has members to be written out');
  const { index, range } = term.binder;
  if (at.base === index) return refuse('the letter of a range says nothing outside it');
  if (!atMost(range.lo, at, model) || !atMost(at, range.hi, model))
    return refuse('this member may be outside the range');
  const rest: Big = { ...term, binder: { index, range: { ...range, except: at } } };
  const alone = atIndex(term, at, model);
  return term.op === 'sum' ? add([alone, rest]) : mul([alone, rest]);
}

/** A sum or a product with its letter moved: n from 2 to N of f(n - 1) is n from 1 to N - 1 of f(n). */
export function shiftRange(term: Term, by: number, model: Model): Term {
  if (term.tag !== 'big' || term.binder.range.tag !== 'range' || !Number.isSafeInteger(by))
    return refuse('only a sum or a product over a range can be shifted');
  const { index, range } = term.binder;
  const moved = {
    ...range,
    lo: shifted(range.lo, by),
    hi: shifted(range.hi, by),
    except: range.except === null ? null : shifted(range.except, by),
  };
  return { ...term, binder: { index, range: moved }, body: atIndex(term, { base: index, offset: -by }, model) };
}
