/** Rules back to text: a row of a table, which parses back to the same rule. */
import { kindsOf } from '../kernel/kinds.js';
import type { Model } from '../kernel/model.js';
import type { Condition, MeaningKind, Rule, Target, Trust } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import { printTerm } from './print.js';
import { emptyDeclarations } from './scope.js';

/** The statement of a rule, on one line. The model is that of the names which stand in it beside metavariables. */
export function printRule(rule: Rule, model: Model = emptyDeclarations()): string {
  const clause = (word: string, items: readonly string[]): string =>
    items.length === 0 ? '' : ` ${word} ${items.join(', ')}`;
  const { sides, when, assuming } = printRuleParts(rule, model);
  return `rule ${heading(rule)}${sides}${clause('when', when)}${clause('assuming', assuming)}`;
}

/** The parts of a rule's statement behind its name. */
export interface RuleParts {
  readonly sides: string;
  readonly when: readonly string[];
  readonly assuming: readonly string[];
}

export function printRuleParts(rule: Rule, model: Model = emptyDeclarations()): RuleParts {
  const sentences = new Sentences(kindsOf(rule), model);
  return {
    sides: `${printTerm(rule.left, model)} ${rule.relation} ${printTerm(rule.right, model)}`,
    when: rule.when.map((condition) => sentences.condition(condition)),
    assuming: rule.assuming.map((trust) => sentences.trust(trust)),
  };
}

/** What can stand before the colon: a rule without a label has its own text for a name. */
const isLabel = (name: string): boolean => /^[^(){}[\]=<>|":#]+$/.test(name);

function heading({ name, families }: Rule): string {
  const isOwnFamily = families.length === 1 && families[0] === name;
  const parts = [...(isLabel(name) ? [name] : []), ...(isOwnFamily ? [] : [`"${families.join(', ')}"`])];
  return parts.length === 0 ? '' : `${parts.join(' ')}: `;
}

class Sentences {
  constructor(
    private readonly kinds: ReadonlyMap<string, MeaningKind>,
    private readonly model: Model,
  ) {}

  condition(condition: Condition): string {
    switch (condition.tag) {
      case 'sign':
        return `${this.#term(condition.term)} ${condition.relation} 0`;
      case 'number':
        return `${this.#term(condition.term)} constant`;
      case 'free':
        return `${this.#name(condition.what)} free of ${targetText(condition.of)}`;
      case 'free beyond':
        return `${this.#name(condition.what)} free of ?${condition.whole} beyond ?${condition.part}`;
      case 'part':
        return `?${condition.part} part of ?${condition.whole}`;
      case 'independent': {
        const { what, from, given, family } = condition;
        return `?${what} independent of ?${from} given ?${given} in ?${family}`;
      }
      case 'owned':
        return `?${condition.slots} owned by ?${condition.family}`;
      case 'density':
        return `?${condition.measure} a density`;
      case 'law':
        return `${this.#term(condition.term)} a density`;
      case 'same heads':
        return `?${condition.left} and ?${condition.right} over the same heads`;
      case 'bound':
        return `?${condition.slots} bound`;
      case 'drawn':
        return `${condition.subset} drawn from ${condition.letter}`;
    }
  }

  trust(trust: Trust): string {
    switch (trust.tag) {
      case 'integrable':
        return `${this.#term(trust.what)} integrable in ?${trust.over}`;
      case 'jointly integrable':
        return `${this.#term(trust.what)} integrable in ?${trust.over} and ?${trust.and}`;
      case 'exchange':
        return `grad_{?${trust.grad}} of ${this.#term(trust.what)} exchanges with ?${trust.over}`;
      case 'differentiable':
        return `${this.#term(trust.what)} differentiable in ?${trust.in}`;
    }
  }

  #term(term: Term): string {
    return printTerm(term, this.model);
  }

  #name(name: string): string {
    return this.kinds.get(name) === 'binder' ? name : `?${name}`;
  }
}

function targetText(target: Target): string {
  switch (target.tag) {
    case 'heads':
      return `heads(?${target.measure})`;
    case 'refs':
      return `?${target.name}`;
    case 'index':
      return target.letter;
    case 'subset':
      return target.subset;
  }
}
