/** What stands in a term or in the definitions that it calls, which do not call themselves. */
import type { Model } from './model.js';
import { children, type Term } from './term.js';

/** The subterms of a term and of the definitions it calls. */
export function* subterms(term: Term, model: Model): Generator<Term> {
  yield term;
  for (const child of children(term)) yield* subterms(child, model);
  const definition = term.tag === 'call' ? model.definitions.get(term.name) : undefined;
  if (definition !== undefined) yield* subterms(definition.body, model);
}

/** Whether a test holds of a subterm, or of one of a definition called. */
export function someUnfolded(term: Term, model: Model, test: (part: Term) => boolean): boolean {
  for (const part of subterms(term, model)) if (test(part)) return true;
  return false;
}
