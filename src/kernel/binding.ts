/** Which names a term binds, and in which of its direct subterms. Every binder of the language is here. */
import { headsOf } from './free.js';
import type { IndexBinder, Term, VarRef } from './term.js';

export interface Binding {
  /** Variables bound in the subterms from `from` on. */
  readonly refs: readonly VarRef[];
  readonly index: IndexBinder | null;
  readonly subset: string | null;
  /** The first bound subterm, in the order of `children`: the bounds of an integral stand outside. */
  readonly from: number;
}

const ofRefs = (refs: readonly VarRef[], from = 0): Binding => ({ refs, index: null, subset: null, from });

/** What the term binds; null if it binds nothing. */
export function bindingOf(term: Term): Binding | null {
  switch (term.tag) {
    case 'expect':
    case 'variance':
    case 'covariance':
    case 'entropy':
      return ofRefs(term.measure.flatMap(headsOf));
    case 'kl':
    case 'cross-entropy':
      return ofRefs([...term.left, ...term.right].flatMap(headsOf));
    case 'mean-entropy':
    case 'mutual-information':
      return ofRefs(headsOf(term.joint));
    case 'integral':
      return ofRefs(term.vars, term.bounds === null ? 0 : 2);
    case 'big':
      return { refs: [], index: term.binder, subset: null, from: 0 };
    case 'draw':
      return { refs: [], index: null, subset: term.subset, from: 0 };
    default:
      return null;
  }
}
