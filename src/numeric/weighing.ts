/** Whether a line weighs what it averages with a law of the line: sums over states are no integrals under one. */
import { headsOf } from '../kernel/free.js';
import type { Model } from '../kernel/model.js';
import { children, type Measure, type Term } from '../kernel/term.js';
import { subterms } from '../kernel/unfolded.js';
import { type Claim, isDirected } from './claim.js';
import { lawSupport } from './laws.js';

/**
 * Whether a law with a density stands at a variable that is averaged over, and counts by its size: not by its logarithm
 * alone, with which an equality says the same of masses, unless the line is an inequality.
 */
export function weighsWithLaw(claim: Claim, model: Model): boolean {
  const sides = [claim.left, claim.right];
  const bound = new Set(sides.flatMap((side) => [...subterms(side, model)].flatMap(namesBound)));
  return sides.some((side) => weighs(side, { model, bound, isOutside: !isDirected(claim.relation) }));
}

function namesBound(term: Term): string[] {
  switch (term.tag) {
    case 'integral':
      return term.vars.map(({ name }) => name);
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return headNames(term.measure);
    case 'kl':
    case 'cross-entropy':
      return headNames([...term.left, ...term.right]);
    default:
      return [];
  }
}

const headNames = (measures: readonly Measure[]): string[] => measures.flatMap(headsOf).map(({ name }) => name);

interface Place {
  readonly model: Model;
  readonly bound: ReadonlySet<string>;
  /** Whether only sums, products and means are around it. */
  readonly isOutside: boolean;
}

const linear: ReadonlySet<Term['tag']> = new Set(['add', 'mul', 'big', 'expect', 'integral', 'grad', 'draw']);

function weighs(term: Term, place: Place): boolean {
  const { model, bound, isOutside } = place;
  switch (term.tag) {
    case 'law':
      return term.point.tag === 'ref' && bound.has(term.point.ref.name) && lawSupport.get(term.law) !== 'binary';
    case 'fn':
      if (term.name === 'ln' && isOutside) return false;
      break;
    case 'call': {
      const body = model.definitions.get(term.name)?.body;
      if (body !== undefined && weighs(body, place)) return true;
      break;
    }
    case 'kl':
    case 'cross-entropy':
      return !isOutside && term.right.some((measure) => weighs(measure, place));
  }
  const inner = linear.has(term.tag) ? place : { ...place, isOutside: false };
  return children(term).some((child) => weighs(child, inner));
}
