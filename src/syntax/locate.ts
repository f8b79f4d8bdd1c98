/** Where in a line a mistake of its whole meaning shows. */
import type { Span } from '../../grammar/ast.js';
import { children, type Term } from '../kernel/term.js';
import type { Scope } from './scope.js';

/** The innermost place, first in the line, all of whose surroundings have the property; `whole` if none is known. */
export function locate(scope: Scope, term: Term, has: (part: Term) => boolean, whole: Span): Span {
  const here = scope.positions.get(term) ?? whole;
  const part = children(term).find(has);
  return part === undefined ? here : locate(scope, part, has, here);
}
