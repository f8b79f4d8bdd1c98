/** `rule` statements: patterns and conditions with their meaning, as the kernel has them. */
import type { Span, Statement } from '../../grammar/ast.js';
import { capturesOf } from '../kernel/capture.js';
import { kindsOf } from '../kernel/kinds.js';
import type { Rule, RuleRelation } from '../kernel/rule.js';
import { problemsOf } from '../kernel/validate.js';
import { elaborateCondition, elaborateTrust } from './condition.js';
import { elaborateFixed } from './definition.js';
import { fail } from './diagnostics.js';
import { failCapture, failProblem } from './rule-problem.js';
import { type Scope, sourceText } from './scope.js';

export type RuleStatement = Extract<Statement, { kind: 'rule' }>;

/** The rule that a statement states. Throws Fault. */
export function elaborateRule(scope: Scope, statement: RuleStatement, origin: Rule['origin']): Rule {
  const inner: Scope = { ...scope, inRule: true, ambiguities: [] };
  const name = statement.label?.text ?? sourceText(scope, sidesOf(statement));
  const rule: Rule = {
    name,
    families: statement.title === null ? [name] : familiesOf(statement.title),
    left: elaborateFixed(inner, statement.left),
    relation: relationOf(statement),
    right: elaborateFixed(inner, statement.right),
    when: statement.when.map((written) => elaborateCondition(inner, written)),
    assuming: statement.assuming.map((written) => elaborateTrust(inner, written)),
    origin,
  };
  const [ambiguity] = inner.ambiguities;
  if (ambiguity !== undefined) fail(ambiguity.span, 'ambiguous-rule', { message: ambiguity.message });
  check(scope, rule, statement.span);
  return rule;
}

/** The rows of the theory are checked for captures by a test: those that are refused show what a capture does. */
function check(scope: Scope, rule: Rule, span: Span): void {
  const [problem] = problemsOf(rule);
  if (problem !== undefined) failProblem(scope, problem, span);
  const [capture] = rule.origin === 'user' ? capturesOf(rule) : [];
  if (capture !== undefined) failCapture(scope, capture, kindsOf(rule).get(capture.name) ?? 'term', span);
}

const sidesOf = ({ left, right }: RuleStatement): RuleStatement['span'] => ({
  start: left.span.start,
  end: right.span.end,
});

const familiesOf = (title: string): readonly string[] =>
  title
    .split(',')
    .map((family) => family.trim())
    .filter((family) => family !== '');

const relations: ReadonlySet<string> = new Set<RuleRelation>(['=', '<=', '>=']);

function relationOf(statement: RuleStatement): RuleRelation {
  const { relation } = statement;
  return relations.has(relation) ? (relation as RuleRelation) : fail(sidesOf(statement), 'rule-relation', { relation });
}
