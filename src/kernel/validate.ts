/** What can be wrong with a rule before it is ever used: its metavariables do not fit together. */
import { fits, kindOfUses, kindsOf, type Place, type Use, usesByName, usesIn } from './kinds.js';
import type { Condition, MeaningKind, Rule, Target, Trust } from './rule.js';
import type { Term } from './term.js';

export type RuleProblem =
  /** One name stands for two kinds of things. `at` is the part of the rule where it does not fit. */
  | {
      readonly tag: 'two kinds';
      readonly name: string;
      readonly kind: MeaningKind;
      readonly place: Place;
      readonly at: object;
    }
  /** The left side does not say what it stands for. */
  | { readonly tag: 'unbound'; readonly name: string; readonly place: Place; readonly at: object }
  /** A condition speaks of a name that stands in no pattern, or for another kind of thing. */
  | {
      readonly tag: 'operand';
      readonly name: string;
      readonly needs: readonly MeaningKind[];
      readonly kind: MeaningKind | null;
      readonly at: object;
    };

/** The names in a sentence, with the kinds that fit there. */
interface Operand {
  readonly name: string;
  readonly needs: readonly MeaningKind[];
}

const operand = (name: string, ...needs: readonly MeaningKind[]): Operand => ({ name, needs });

const dependent = ['term', 'measure', 'slots', 'refs'] as const;
const integrated = ['measure', 'refs', 'slots'] as const;

function ofTarget(target: Target): Operand {
  switch (target.tag) {
    case 'heads':
      return operand(target.measure, 'measure');
    case 'refs':
      return operand(target.name, 'refs', 'slots');
    case 'index':
      return operand(target.letter, 'binder');
    case 'subset':
      return operand(target.subset, 'subset');
  }
}

function operandsOf(sentence: Condition | Trust): readonly Operand[] {
  switch (sentence.tag) {
    case 'free':
      return [operand(sentence.what, ...dependent, 'binder'), ofTarget(sentence.of)];
    case 'free beyond':
      return [operand(sentence.what, ...dependent), operand(sentence.whole, 'slots'), operand(sentence.part, 'slots')];
    case 'part':
      return [operand(sentence.part, 'slots'), operand(sentence.whole, 'slots')];
    case 'independent':
      return [
        ...[sentence.what, sentence.from, sentence.given].map((name) => operand(name, 'slots')),
        operand(sentence.family, 'family'),
      ];
    case 'owned':
      return [operand(sentence.slots, 'slots'), operand(sentence.family, 'family')];
    case 'density':
      return [operand(sentence.measure, 'measure')];
    case 'same heads':
      return [operand(sentence.left, 'measure'), operand(sentence.right, 'measure')];
    case 'bound':
      return [operand(sentence.slots, 'slots')];
    case 'drawn':
      return [operand(sentence.subset, 'subset'), operand(sentence.letter, 'binder')];
    case 'integrable':
      return [operand(sentence.over, ...integrated)];
    case 'jointly integrable':
      return [operand(sentence.over, ...integrated), operand(sentence.and, ...integrated)];
    case 'exchange':
      return [operand(sentence.grad, 'refs'), operand(sentence.over, ...integrated)];
    case 'differentiable':
      return [operand(sentence.in, 'refs')];
    case 'sign':
    case 'number':
    case 'law':
      return [];
  }
}

function termOf(sentence: Condition | Trust): Term | null {
  if (sentence.tag === 'sign' || sentence.tag === 'number' || sentence.tag === 'law') return sentence.term;
  return 'what' in sentence && typeof sentence.what === 'object' ? sentence.what : null;
}

/** Everything that is wrong with the metavariables of a rule, in the order of reading. */
export function problemsOf(rule: Rule): RuleProblem[] {
  const kinds = kindsOf(rule);
  const sides = [...usesByName([rule.left, rule.right]).values()].flatMap(misfits);
  return [...sides, ...unboundOf(rule), ...[...rule.when, ...rule.assuming].flatMap((s) => sentenceProblems(s, kinds))];
}

function misfits(uses: readonly Use[]): RuleProblem[] {
  const kind = kindOfUses(uses);
  const misfit = uses.find(({ place }) => !fits(place, kind));
  return misfit === undefined ? [] : [{ tag: 'two kinds', kind, ...misfit }];
}

/** A use from which a match learns what the name stands for. */
const binds = ({ place }: Use, kind: MeaningKind): boolean =>
  place !== 'count' && place !== 'heads' && !(place === 'variables' && kind === 'slots');

function unboundOf(rule: Rule): RuleProblem[] {
  const kinds = kindsOf(rule);
  const bound = new Set([
    ...usesIn(rule.left)
      .filter((use) => binds(use, kinds.get(use.name) ?? 'term'))
      .map(({ name }) => name),
    ...chosen(rule),
  ]);
  const reported = new Set<string>();
  return [...usesIn(rule.left), ...usesIn(rule.right)].flatMap(({ name, place, at }): RuleProblem[] => {
    if (bound.has(name) || reported.has(name)) return [];
    reported.add(name);
    return [{ tag: 'unbound', name, place, at }];
  });
}

/** The slots that whoever uses the rule chooses, within what a condition allows. */
const chosen = ({ when }: Rule): string[] =>
  when.flatMap((condition) =>
    condition.tag === 'part' ? [condition.part] : condition.tag === 'bound' ? [condition.slots] : [],
  );

function sentenceProblems(sentence: Condition | Trust, kinds: ReadonlyMap<string, MeaningKind>): RuleProblem[] {
  const term = termOf(sentence);
  const inTerm = (term === null ? [] : usesIn(term)).flatMap((use): RuleProblem[] => {
    const { name, place, at } = use;
    const kind = kinds.get(name);
    if (kind === undefined) return [{ tag: 'operand', name, needs: [kindOfUses([use])], kind: null, at }];
    return fits(place, kind) ? [] : [{ tag: 'two kinds', name, kind, place, at }];
  });
  const named = operandsOf(sentence).flatMap(({ name, needs }): RuleProblem[] => {
    const kind = kinds.get(name) ?? null;
    return kind !== null && needs.includes(kind) ? [] : [{ tag: 'operand', name, needs, kind, at: sentence }];
  });
  return [...inTerm, ...named];
}

/** The names that more than one of the rules has. */
export const repeatedNames = (rules: readonly Rule[]): readonly string[] => [
  ...new Set(rules.map(({ name }) => name).filter((name, i, names) => names.indexOf(name) !== i)),
];
