/** Metavariables in the patterns of rules: as terms, families, slots and variables. The kernel's rule.ts says what they mean. */
import type { Expr, Section } from '../../grammar/ast.js';
import { openName } from '../kernel/kinds.js';
import type { Family } from '../kernel/model.js';
import { type Meta, type Slot, someSubterm, type Term, type VarRef } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import type { Applied } from './product.js';
import { type Head, headOf, place, type Scope } from './scope.js';

export type Metavariable = Extract<Expr, { kind: 'metavariable' }>;

function checkPlace({ inRule }: Scope, { name, span }: Metavariable): void {
  if (!inRule) fail(span, 'rule-only', { name });
}

export function elaborateMetavariable(scope: Scope, expr: Metavariable): Meta {
  checkPlace(scope, expr);
  return place(scope, expr.span, { tag: 'meta', name: expr.name });
}

/** `?p` in `?p(?A | ?B)`: a family of which nothing is known. */
export function openFamily(scope: Scope, expr: Metavariable): Family {
  checkPlace(scope, expr);
  return { name: `?${expr.name}`, factors: [] };
}

/** `?A` in `?p(?A | ?B)`: any number of slots with their values. */
export function openSlot(scope: Scope, expr: Metavariable): Slot {
  const slot: Slot = { of: { name: `?${expr.name}`, at: [] }, value: elaborateMetavariable(scope, expr) };
  scope.positions.set(slot, expr.span);
  return slot;
}

export const isOpenSlot = ({ of }: Slot): boolean => openName(of.name) !== null;

export const hasMetavariable = (term: Term): boolean => someSubterm(term, ({ tag }) => tag === 'meta');

/** `?x` where variables stand. */
export function openVariable(scope: Scope, expr: Metavariable): VarRef {
  checkPlace(scope, expr);
  return placedRef(scope, expr, `?${expr.name}`);
}

/** The variables of `d?x` and `d heads(?q)`; null for those of the file. */
export function openVariables(scope: Scope, expr: Expr): VarRef | null {
  if (expr.kind === 'metavariable') return openVariable(scope, expr);
  const [, bracket] = expr.kind === 'product' ? expr.items.map(({ value }) => value) : [];
  const inner = bracket?.kind === 'bracket' ? onlyValue(bracket.sections) : null;
  if (inner?.kind !== 'metavariable') return null;
  checkPlace(scope, inner);
  return placedRef(scope, expr, `heads(?${inner.name})`);
}

function placedRef(scope: Scope, { span }: Expr, name: string): VarRef {
  const ref: VarRef = { name, at: [] };
  scope.positions.set(ref, span);
  return ref;
}

function onlyValue(sections: readonly Section[]): Expr | null {
  const [only, ...others] = sections.flatMap(({ args }) => args);
  return only === undefined || others.length > 0 || only.slot !== null ? null : only.value;
}

/** Whether a bracket behind a metavariable holds the slots of a density, and no factor: `?a (?b + 1)`. */
export function holdsSlots(scope: Scope, sections: readonly Section[]): boolean {
  const only = sections.length > 1 ? null : onlyValue(sections);
  if (only === null || only.kind === 'metavariable') return true;
  const head = headOf(scope, only);
  const { variables, collections } = scope.model;
  return head !== null && head.sup === null && (variables.has(head.name) || collections.has(head.name));
}

export const isCount = ({ inRule }: Scope, name: string): boolean => inRule && name === 'count';

/** `count(n)`, `count(S)`: how many members an index or a subset has. */
export function elaborateCount(scope: Scope, { span, sub, sup }: Head, { sections }: Applied['bracket']): Meta {
  const of = onlyValue(sections);
  if (of?.kind !== 'name' || sub !== null || sup !== null) return fail(span, 'count-form', {});
  return place(scope, span, { tag: 'meta', name: `count(${of.name})` });
}
