/** Rewriting by single rules: at the root of a term, at a part of a sum or a product, by the author's own rules. */
import { spread } from '../kernel/identity.js';
import { type Kernel, Refusal, type Theorem } from '../kernel/kernel.js';
import { kindsOf } from '../kernel/kinds.js';
import type { Rule, Substitution } from '../kernel/rule.js';
import { add, mul, type Slot, type Term } from '../kernel/term.js';
import { type Change, meaning, OutOfFuel } from './deriver.js';
import { matches } from './match.js';
import { type Kinds, meaningIn } from './match-group.js';

/** Left to right, or right to left. */
export type Direction = 'forward' | 'backward';

/** More rewriting by the author's rules than any derivation needs. */
const mostRewrites = 200;

const kindsOfRules = new WeakMap<Rule, Kinds>();

function kindsOfRule(rule: Rule): Kinds {
  const kinds = kindsOfRules.get(rule) ?? kindsOf(rule);
  kindsOfRules.set(rule, kinds);
  return kinds;
}

/**
 * What a rule of the kernel's says of a term; null where it does not fit, where a condition does not hold, and where it
 * leads back to the same term. The term is one side of the theorem: the left of an equality, also where the rule is
 * used backward, and of an inequality the side on which the rule has it. Inequalities are not used backward.
 */
export function applyRule(rule: Rule, term: Term, kernel: Kernel, direction: Direction = 'forward'): Theorem | null {
  return atRoot(rule, term, kernel, direction) ?? atParts(rule, term, kernel, direction);
}

function atRoot(rule: Rule, term: Term, kernel: Kernel, direction: Direction): Theorem | null {
  if (direction === 'backward' && rule.relation !== '=') return null;
  const pattern = direction === 'forward' ? rule.left : rule.right;
  for (const match of matches(pattern, term, kernel, kindsOfRule(rule)))
    for (const by of completions(rule, match)) {
      const theorem = instanceOf(rule, by, kernel, direction);
      if (theorem !== null && isAbout(theorem, rule, term, kernel)) return theorem;
    }
  return null;
}

function instanceOf(rule: Rule, by: Substitution, kernel: Kernel, direction: Direction): Theorem | null {
  const made = kernel.rule(rule.name, by);
  const turned = direction === 'backward' && !(made instanceof Refusal) ? kernel.symmetry(made) : made;
  return turned instanceof Refusal ? null : turned;
}

function isAbout({ statement }: Theorem, rule: Rule, term: Term, { identity }: Kernel): boolean {
  const { left, right } = statement;
  const [own, other] = rule.relation === '<=' ? [right, left] : [left, right];
  return identity.same(own, term) && !identity.same(other, term);
}

/** Some terms of a sum, or factors of a product, for which the rule is made; the others stay beside them. */
function atParts(rule: Rule, term: Term, kernel: Kernel, direction: Direction): Theorem | null {
  const pattern = direction === 'forward' ? rule.left : rule.right;
  if (rule.relation !== '=' || pattern.tag !== term.tag) return null;
  if (pattern.tag !== 'add' && pattern.tag !== 'mul') return null;
  const { tag } = pattern;
  const parts = spread(pattern, tag);
  const names = parts.map((part) => (part.tag === 'meta' ? part.name : null));
  // Where each metavariable takes any part, the whole sum or product was tried already.
  if (names.every((name, i) => name !== null && names.indexOf(name) === i)) return null;
  return withRest(rule, parts, tag, term, kernel, direction);
}

/** No metavariable that a person writes has a space in its name. */
const rest = 'the rest';

function withRest(
  rule: Rule,
  parts: readonly Term[],
  tag: 'add' | 'mul',
  term: Term,
  kernel: Kernel,
  direction: Direction,
): Theorem | null {
  const join = tag === 'add' ? add : mul;
  const pattern = join([...parts, { tag: 'meta', name: rest }]);
  const kinds: Kinds = new Map([...kindsOfRule(rule), [rest, 'term']]);
  for (const match of matches(pattern, term, kernel, kinds)) {
    const others = meaningIn(match, rest, 'term')?.term;
    const { [rest]: _, ...by } = match;
    const theorem = instanceOf(rule, by, kernel, direction);
    if (theorem === null || others === undefined || spread(others, tag).length === 0) continue;
    const whole = kernel.congruence(join([theorem.statement.left, others]), [theorem, null]);
    if (!(whole instanceof Refusal) && isAbout(whole, rule, term, kernel)) return whole;
  }
  return null;
}

/** The slots that a rule leaves to whoever uses it: `?C part of ?B`, few before many. */
function completions(rule: Rule, match: Substitution): readonly Substitution[] {
  return rule.when.reduce<readonly Substitution[]>(
    (found, condition) => (condition.tag === 'part' ? found.flatMap((by) => withPart(condition, by)) : found),
    [match],
  );
}

/** More slots than this have too many parts to try them all. */
const mostSlots = 8;

function withPart(
  { part, whole }: { readonly part: string; readonly whole: string },
  by: Substitution,
): Substitution[] {
  const slots = meaningIn(by, whole, 'slots')?.slots;
  if (slots === undefined || slots.length > mostSlots || Object.hasOwn(by, part)) return [by];
  return partsOf(slots).map((chosen) => ({ ...by, [part]: meaning.slots(chosen) }));
}

function partsOf(slots: readonly Slot[]): Slot[][] {
  const all: Slot[][] = [[]];
  for (const slot of slots) all.push(...all.map((part) => [...part, slot]));
  return all.sort((a, b) => a.length - b.length);
}

/**
 * Rewriting of a single term by the author's equalities, left to right, one function a rule, for `NormalOptions.user`.
 * Make it anew for each search: after two hundred rewrites it throws OutOfFuel, for the rules may go on for ever.
 */
export function userRewriting(rules: readonly Rule[], kernel: Kernel): readonly ((term: Term) => Change)[] {
  let left = mostRewrites;
  const usable = rules.filter(({ relation, left: pattern }) => relation === '=' && pattern.tag !== 'meta');
  return usable.map((rule) => (term: Term): Change => {
    const change = applyRule(rule, term, kernel);
    if (change !== null && --left < 0) throw new OutOfFuel(`rewriting by the author's own rules does not end`);
    return change;
  });
}
