/** What a line of a derivation claims, and when a theorem says so. */
import type { Kernel, Theorem } from './kernel.js';
import type { Relation } from './model.js';
import { sameRef, type Term, type VarRef } from './term.js';

/** `upTo`: the sides may differ by a term (for propto, a nonzero factor) free of these. */
export interface Goal {
  readonly left: Term;
  readonly relation: Relation;
  readonly right: Term;
  readonly upTo: readonly VarRef[] | null;
}

/** Whether a theorem says what the goal asks. Only an inequality has to be read from the right for `<=`. */
export function establishes(kernel: Kernel, { statement }: Theorem, goal: Goal): boolean {
  const turned = goal.relation === '<=' && statement.relation === '>=';
  const [left, right] = turned ? [goal.right, goal.left] : [goal.left, goal.right];
  const { identity } = kernel;
  if (!identity.same(statement.left, left) || !identity.same(statement.right, right)) return false;
  switch (goal.relation) {
    case '=':
      return goal.upTo === null ? statement.relation === '=' : isUpTo('shift', goal.upTo, statement);
    case '<=':
    case '>=':
      return goal.upTo === null
        ? statement.relation === '>=' || statement.relation === '='
        : isUpTo('shift', goal.upTo, statement);
    case 'propto':
      return goal.upTo !== null && isUpTo('propto', goal.upTo, statement);
    default:
      return false;
  }
}

const isUpTo = (relation: 'shift' | 'propto', free: readonly VarRef[], statement: Theorem['statement']): boolean =>
  statement.relation === relation &&
  statement.free.length === free.length &&
  statement.free.every((ref, i) => sameRef(ref, free[i] as VarRef));
