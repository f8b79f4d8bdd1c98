/** The author's own rules: which may be used, and what is wrong with the others. */
import type { Span } from '../../grammar/ast.js';
import type { Rule } from '../kernel/rule.js';
import type { Density, Term } from '../kernel/term.js';
import { theory } from '../rules/table.js';
import { linesOf } from '../syntax/derivation.js';
import type { Document } from '../syntax/document.js';
import { densitiesIn, sampleRule } from './sampling/sample.js';
import type { Problem } from './verdict.js';

export interface UserRules {
  readonly admitted: readonly Rule[];
  readonly problems: readonly Problem[];
}

/** Samples the rules of a document; one that is false, or has a name of the theory's, is not used. */
export function admitRules(document: Document): UserRules {
  if (document.rules.length === 0) return { admitted: [], problems: [] };
  const taken = new Set(theory().map(({ name }) => name));
  let densities: readonly Density[] | null = null;
  const densitiesOf = (): readonly Density[] => {
    densities ??= densitiesIn(termsOf(document));
    return densities;
  };
  const problems = document.rules.map((rule): Problem | null => {
    const place = spanOf(rule, document);
    if (taken.has(rule.name)) {
      const message = `the theory has a rule ${rule.name} of its own`;
      return { kind: 'declaration', message, hint: 'give yours another name', span: place };
    }
    const sampled = sampleRule(rule, document.model, densitiesOf);
    if (sampled.outcome !== 'unsound') return null;
    const message = `the rule ${rule.name} is false and is not used: ${sampled.counterexample}`;
    return { kind: 'declaration', message, hint: 'is a condition missing, as in: when ?c free of ?x?', span: place };
  });
  return {
    admitted: document.rules.filter((_, i) => problems[i] === null),
    problems: problems.filter((problem) => problem !== null),
  };
}

function spanOf({ name }: Rule, { labels, source }: Document): Span {
  const start = labels.get(name) ?? 0;
  return { start, end: Math.min(source.length, start + name.length) };
}

/** The terms of the lines and definitions, one by one: those of a long file are not kept. */
function* termsOf({ derivations, model }: Document): Generator<Term> {
  for (const derivation of derivations) {
    for (const { term } of linesOf(derivation.elaborated())) if (term !== null) yield term;
  }
  for (const { body } of model.definitions.values()) yield body;
}
