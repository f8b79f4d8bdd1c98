/** The declarations that a claim rests on, so that a counterexample need not repeat a whole file's. */
import { namedBy } from '../../kernel/free.js';
import { type Model, ownedNames } from '../../kernel/model.js';
import type { Term } from '../../kernel/term.js';
import { subterms } from '../../kernel/unfolded.js';
import type { Claim } from '../../numeric/claim.js';

export interface Used {
  readonly variables: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly definitions: ReadonlySet<string>;
  readonly subsets: ReadonlySet<string>;
}

/** What the sides speak of, and what is needed to say what that is. */
export function usedBy({ left, right }: Claim, model: Model): Used {
  const terms = [left, right, ...model.assumptions.flatMap((a) => [a.left, a.right])];
  const parts = terms.flatMap((term) => [...subterms(term, model)]);
  const families = new Set(parts.flatMap((t) => (t.tag === 'density' ? [t.family] : [])));
  const variables = new Set(parts.flatMap(namedBy).map(({ name }) => name));
  for (const name of families) {
    const family = model.families.get(name);
    if (family === undefined) continue;
    for (const owned of ownedNames(family)) variables.add(owned);
    for (const { givens } of family.factors) for (const given of givens) variables.add(given.name);
  }
  return {
    variables: new Set([...model.variables.keys()].filter((name) => variables.has(name))),
    families,
    functions: new Set(parts.flatMap((t) => (t.tag === 'apply' ? [t.name] : []))),
    definitions: new Set(parts.flatMap((t) => (t.tag === 'call' ? [t.name] : []))),
    subsets: new Set(parts.flatMap(subsetsOf)),
  };
}

function subsetsOf(term: Term): string[] {
  if (term.tag === 'draw') return [term.subset];
  return term.tag === 'big' && term.binder.range.tag === 'subset' ? [term.binder.range.subset] : [];
}
