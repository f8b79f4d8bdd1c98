/** Every mistake that a rule of the author's can hold, as `diagnostics.ts` has those of other statements. */

export type Wording = readonly [message: string, hint: string | null];

export const ruleWordings = {
  'open-slot': (d: { family: string }): Wording => [
    `the arguments of ${d.family} are metavariables and declared variables`,
    `to put a value into a slot, name it: ${d.family}(x = ...)`,
  ],
  'count-form': (_: object): Wording => ['count is written count(n), of an index or a subset of the rule', null],
  'no-condition': (d: { forms: readonly string[] }): Wording => [
    'this is no condition of a rule',
    `a condition is one of: ${d.forms.join('; ')}`,
  ],
  'no-trust': (d: { forms: readonly string[] }): Wording => [
    'this is no assumption of a rule',
    `an assumption is one of: ${d.forms.join('; ')}`,
  ],
  'two-kinds': (d: { name: string; kind: string; other: string }): Wording => [
    `${d.name} stands for ${d.kind} in this rule, and here for ${d.other}`,
    d.kind === 'a family of densities'
      ? `give one of them another name; a product with a bracket is written ${d.name} * (...)`
      : 'give one of them another name',
  ],
  'not-bound': (d: { name: string }): Wording => [
    `the left side of this rule does not say what ${d.name} stands for`,
    null,
  ],
  'wrong-operand': (d: { name: string; expected: string; kind: string | null }): Wording => [
    d.kind === null
      ? `${d.name} stands on neither side of this rule`
      : `${d.name} stands for ${d.kind} in this rule, not for ${d.expected}`,
    null,
  ],
  capture: (d: { name: string; bound: string; condition: string | null }): Wording => [
    `${d.name} stands under what binds ${d.bound}, and elsewhere in this rule does not`,
    d.condition === null
      ? `no condition can free it of a declared variable: write a metavariable for ${d.bound}`
      : `add the condition: when ${d.condition}`,
  ],
  unreadable: (d: { why: string }): Wording => [d.why.replace('the statement', 'the term'), null],
  'rule-relation': (d: { relation: string }): Wording => [
    `a rule states an equality or an inequality, not ${d.relation}`,
    'write =, <= or >=',
  ],
  'ambiguous-rule': (d: { message: string }): Wording => [`a rule must have one reading: ${d.message}`, null],
} as const;
