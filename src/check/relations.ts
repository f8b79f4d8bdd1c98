/** What a chain of relations says of its ends. */
import { covers } from '../kernel/free.js';
import type { Relation } from '../kernel/model.js';
import { sameRef, type VarRef } from '../kernel/term.js';

/** One step of a chain. */
export interface Link {
  /** null: it could not be read. */
  readonly relation: Relation | null;
  /** What the factor of a propto is free of; null: not known. */
  readonly free: readonly VarRef[] | null;
}

export interface Composed {
  readonly relation: Relation;
  /** What the factor between the two ends is free of; null where they are related by no propto. */
  readonly upTo: readonly VarRef[] | null;
}

/** The relation of the first line to the last; null where the links add up to none. */
export function compose(links: readonly Link[]): Composed | null {
  let composed: Composed | null = { relation: '=', upTo: null };
  for (const link of links) composed = composed === null ? null : composePair(composed, link);
  return composed;
}

function composePair(above: Composed, { relation, free }: Link): Composed | null {
  if (relation === null) return null;
  if (relation === 'propto') return composePropto(above, free);
  if (relation === '=') return above;
  if (above.relation === '=') return { relation, upTo: null };
  const ordered = [above.relation, relation];
  const strict = ordered.some((r) => r === '<' || r === '>');
  if (ordered.every((r) => r === '<' || r === '<=')) return { relation: strict ? '<' : '<=', upTo: null };
  if (ordered.every((r) => r === '>' || r === '>=')) return { relation: strict ? '>' : '>=', upTo: null };
  return null;
}

/** The product of a factor free of A and one free of B is free of what A and B share. */
function composePropto(above: Composed, free: readonly VarRef[] | null): Composed | null {
  if (free === null) return null;
  if (above.relation === '=') return { relation: 'propto', upTo: free };
  const upTo = shared(above.upTo ?? [], free);
  return above.relation === 'propto' && upTo.length > 0 ? { relation: 'propto', upTo } : null;
}

function shared(a: readonly VarRef[], b: readonly VarRef[]): VarRef[] {
  const both = [...within(a, b), ...within(b, a)];
  return both.filter((x, i) => both.findIndex((y) => sameRef(x, y)) === i);
}

const within = (inner: readonly VarRef[], outer: readonly VarRef[]): VarRef[] =>
  inner.filter((x) => outer.some((y) => covers(y, x)));
