/** What the kernel finds wrong with a rule, worded and put in its place. */
import type { Span } from '../../grammar/ast.js';
import type { Bound, Capture } from '../kernel/capture.js';
import type { Place } from '../kernel/kinds.js';
import type { MeaningKind } from '../kernel/rule.js';
import type { RuleProblem } from '../kernel/validate.js';
import { fail } from './diagnostics.js';
import { printRef } from './print.js';
import type { Scope } from './scope.js';

const words: Readonly<Record<Place, string>> = {
  term: 'a term',
  measure: 'a measure',
  heads: 'a measure',
  slots: 'variables of a density',
  family: 'a family of densities',
  refs: 'variables',
  variables: 'variables',
  drawn: 'a variable',
  binder: 'an index',
  subset: 'a subset',
  count: 'an index or a subset',
};

const letters: ReadonlySet<Place> = new Set<Place>(['binder', 'subset', 'count']);

/** `?f`, and for an index or a subset `n`. */
const shown = (name: string, place: Place): string => (letters.has(place) ? name : `?${name}`);

/** Stops with the problem, at its place in the rule. */
export function failProblem(scope: Scope, problem: RuleProblem, rule: Span): never {
  const span = scope.positions.get(problem.at) ?? rule;
  const { name } = problem;
  switch (problem.tag) {
    case 'two kinds': {
      const { kind, place } = problem;
      return fail(span, 'two-kinds', { name: shown(name, kind), kind: words[kind], other: words[place] });
    }
    case 'unbound':
      return fail(span, 'not-bound', { name: shown(name, problem.place) });
    case 'operand': {
      const { needs, kind } = problem;
      const place = kind ?? (needs[0] as MeaningKind);
      const expected = needs.map((need) => words[need]).join(' or ');
      return fail(span, 'wrong-operand', {
        name: shown(name, place),
        expected,
        kind: kind === null ? null : words[kind],
      });
    }
  }
}

/** Stops with a capture, and the condition that would allow it. */
export function failCapture(scope: Scope, { name, bound, at }: Capture, kind: MeaningKind, rule: Span): never {
  const what = shown(name, kind);
  const target = boundText(scope, bound);
  const condition = bound.tag === 'variable' ? null : `${what} free of ${target}`;
  return fail(scope.positions.get(at) ?? rule, 'capture', { name: what, bound: target, condition });
}

function boundText({ model }: Scope, bound: Bound): string {
  switch (bound.tag) {
    case 'heads':
      return `heads(?${bound.measure})`;
    case 'refs':
      return `?${bound.name}`;
    case 'index':
      return bound.letter;
    case 'subset':
      return bound.subset;
    case 'variable':
      return printRef(bound.ref, model);
  }
}
