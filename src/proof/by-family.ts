/** Rewriting by all that goes by one name: the rows of a family of rules, and the procedures that are no rows. */
import type { Procedure } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import type { Direction } from './rewrite.js';
import * as strategy from './strategy.js';

const procedures: Readonly<Record<string, readonly Procedure[]>> = {
  arithmetic: [{ name: 'ring' }],
  definition: [{ name: 'unfold' }],
  factorisation: [{ name: 'factorise' }],
};

/** The procedures of a family alone: what the declarations say. */
export const byDeclarations = (family: string): strategy.Strategy | null => byFamily(family, []);

/** The equalities of a family, and its procedures: null where there are none. */
export function byFamily(
  family: string,
  rules: readonly Rule[],
  direction: Direction = 'forward',
): strategy.Strategy | null {
  const known = direction === 'forward' ? (procedures[family] ?? []) : [];
  const own = rules.filter(({ families, relation }) => relation === '=' && families.includes(family));
  if (known.length + own.length === 0) return null;
  return strategy.first(...own.map((rule) => strategy.rule(rule, direction)), ...known.map(strategy.procedure));
}
