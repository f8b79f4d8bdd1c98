/** The rules that a caller names: by value, by the name of a row of the theory, by a family of rules. */
import { nearest } from '../../grammar/spelling.js';
import type { Rule } from '../kernel/rule.js';
import { byFamily } from '../proof/by-family.js';
import type { Direction } from '../proof/rewrite.js';
import * as strategy from '../proof/strategy.js';
import { canonicalFamily, ruleFamilies } from '../rules/families.js';
import { UnknownRule } from './error.js';

/** A rule that is used from right to left. */
export interface Backwards {
  readonly backwards: Rule | string;
}

/** A rule of one's own, the name of a row of the theory (`log-product`) or of a family (`linearity`), or one backwards. */
export type RuleName = Rule | string | Backwards;

/** A rule, or all rules of a family, from right to left: `backwards('log-product')` joins sums of logarithms. */
export const backwards = (rule: Rule | string): Backwards => ({ backwards: rule });

export const isRule = (name: RuleName): name is Rule => typeof name === 'object' && 'left' in name && 'right' in name;

/** The rule itself, where one was given by value. */
export const ruleIn = (name: RuleName): Rule[] =>
  isRule(name) ? [name] : typeof name === 'object' && 'backwards' in name ? ruleIn(name.backwards) : [];

/** A row by its name. Throws UnknownRule. */
export function ruleNamed(name: string, rules: readonly Rule[]): Rule {
  const row = rules.find((rule) => rule.name === name);
  if (row !== undefined) return row;
  const near = nearest(
    name,
    rules.map((rule) => rule.name),
  );
  throw new UnknownRule(`'${name}' is the name of no rule${near === null ? '' : `: did you mean ${near}?`}`, name);
}

/** The strategy that makes one step with the rules named. Throws UnknownRule. */
export function stepOf(name: RuleName, rules: readonly Rule[], direction: Direction = 'forward'): strategy.Strategy {
  if (isRule(name)) return ofRule(name, name.name, direction);
  if (typeof name === 'object' && 'backwards' in name)
    return stepOf(name.backwards, rules, direction === 'forward' ? 'backward' : 'forward');
  if (typeof name !== 'string') throw new TypeError('a rule is named by a text, or given itself');
  const row = rules.find((rule) => rule.name === name);
  if (row !== undefined) return ofRule(row, name, direction);
  const family = familyOf(name, rules);
  const own = rules.filter(({ families }) => families.includes(family));
  return byFamily(family, rules, direction) ?? cannotRewrite(own, name);
}

function ofRule(rule: Rule, name: string, direction: Direction): strategy.Strategy {
  return rule.relation === '=' ? strategy.rule(rule, direction) : cannotRewrite([rule], name);
}

function cannotRewrite(rules: readonly Rule[], name: string): never {
  throw new UnknownRule(
    rules.length > 0
      ? `${name} is an inequality, and terms are rewritten by equalities`
      : `${name} cannot be used to rewrite a term`,
    name,
  );
}

/** The family that a name means, in any case and spelling. Throws UnknownRule. */
export function familyOf(name: string, rules: readonly Rule[]): string {
  const own = rules.find((rule) => rule.name === name || rule.families.includes(name));
  const family = canonicalFamily(name) ?? (own === undefined ? null : name);
  if (family !== null) return family;
  const near = nearest(name, [...rules.map((rule) => rule.name), ...ruleFamilies()]);
  throw new UnknownRule(
    `'${name}' is no rule and no family of rules${near === null ? '' : `: did you mean ${near}?`}`,
    name,
  );
}
