/** What stands in a term or in the definitions that it calls. */
import type { Model } from './model.js';
import { children, type Term } from './term.js';

/** Whether a test holds of a subterm, or of one of a definition called. Definitions do not call themselves. */
export function someUnfolded(term: Term, model: Model, test: (part: Term) => boolean): boolean {
  if (test(term)) return true;
  const body = term.tag === 'call' ? model.definitions.get(term.name)?.body : undefined;
  const parts = body === undefined ? children(term) : [...children(term), body];
  return parts.some((part) => someUnfolded(part, model, test));
}
