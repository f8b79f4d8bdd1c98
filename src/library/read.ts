/** Terms and rules from their texts, under declarations that were read before. */
import type { SyntaxProblem } from '../../grammar/ast.js';
import { parse, parseExpression } from '../../grammar/parse.js';
import type { Model } from '../kernel/model.js';
import { declaredName } from '../kernel/reference.js';
import type { Rule } from '../kernel/rule.js';
import { children, someSubterm, type Term } from '../kernel/term.js';
import { attempt } from '../syntax/diagnostics.js';
import { elaborate } from '../syntax/expression.js';
import { elaborateRule } from '../syntax/rule.js';
import { type Declarations, fileScope } from '../syntax/scope.js';
import { type Mistake, RuleError, TermError } from './error.js';

const namesOf = (model: Declarations): string[] => [...model.variables.keys(), ...model.collections.keys()];

/** Throws TermError. */
export function readTerm(text: string, model: Declarations): Term {
  const { expr, problems } = parseExpression(text, { start: 0, end: text.length }, { names: namesOf(model) });
  if (expr === null || problems.length > 0) throw new TermError(text, orWhole(problems, text, 'this is no expression'));
  const scope = fileScope(text, model);
  const result = attempt(() => elaborate(scope, expr));
  if ('fault' in result) throw new TermError(text, [result.fault]);
  if (scope.ambiguities.length > 0)
    throw new TermError(
      text,
      scope.ambiguities.map(({ message, span }) => ({ message, hint: null, span })),
    );
  const parts = result.value.tag === 'add' ? result.value.terms : [result.value];
  if (parts.some((part) => part.tag !== 'slack' && hasConst(part)))
    throw new TermError(text, wholeText(text, 'const stands only as a term added to a side'));
  return deeplyFrozen(result.value);
}

export const hasConst = (term: Term): boolean => someSubterm(term, ({ tag }) => tag === 'slack');

/** A name in the term that the model does not declare; null where there is none. */
export function foreignName(term: Term, model: Model): string | null {
  const own = nameIn(term, model);
  if (own !== null) return own;
  for (const child of children(term)) {
    const name = foreignName(child, model);
    if (name !== null) return name;
  }
  return null;
}

function nameIn(term: Term, model: Model): string | null {
  const unless = (isKnown: boolean, name: string): string | null => (isKnown ? null : name);
  switch (term.tag) {
    case 'ref':
      return unless(model.variables.has(declaredName(term.ref.name)), term.ref.name);
    case 'density':
      return unless(model.families.has(term.family), term.family);
    case 'apply':
      return unless(model.functions.has(term.name), term.name);
    case 'call':
      return unless(model.definitions.has(term.name), term.name);
    case 'draw':
      return unless(model.subsets.has(term.subset), term.subset);
    case 'meta':
      return `?${term.name}`;
    default:
      return null;
  }
}

/** Throws RuleError. */
export function readRule(text: string, model: Declarations): Rule {
  const { statements, problems } = parse(text, { names: namesOf(model) });
  const [statement, ...others] = statements;
  const isRule = problems.length === 0 && statement?.kind === 'rule' && others.length === 0;
  if (!isRule) {
    const hint = 'a rule is written: rule NAME: PATTERN = PATTERN when CONDITION, ... assuming CONDITION, ...';
    throw new RuleError(text, orWhole(problems, text, 'this is not one rule', hint));
  }
  const result = attempt(() => elaborateRule(fileScope(text, model), statement, 'user'));
  if ('fault' in result) throw new RuleError(text, [result.fault]);
  return deeplyFrozen(result.value);
}

export const wholeText = (text: string, message: string, hint: string | null = null): Mistake[] => [
  { message, hint, span: { start: 0, end: text.length } },
];

const orWhole = (
  problems: readonly SyntaxProblem[],
  text: string,
  message: string,
  hint: string | null = null,
): readonly Mistake[] => (problems.length > 0 ? problems : wholeText(text, message, hint));

/** What a caller holds cannot be changed behind the back of a theorem that is made of it. */
export function deeplyFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deeplyFrozen(part);
  return value;
}
