/** Rules, what is put in for their metavariables, and procedures, in a certificate. */

import type { Procedure } from '../kernel/kernel.js';
import type { Condition, Meaning, Rule, RuleRelation, Substitution, Target, Trust } from '../kernel/rule.js';
import { type Codec, integer, type Json, line, list, oneOf, record, refuseAt, shown, union } from './codec.js';
import { TermTable } from './terms.js';

/** What a certificate says of a rule: everything but whose it is. */
export type WrittenRule = Omit<Rule, 'origin'>;

/** Rules, their patterns in a table of their own. */
export function ruleCodec(patterns: TermTable): Codec<WrittenRule> {
  const { ref: term } = patterns;
  const { name } = patterns.parts;
  const target = union<Target, 'tag'>('tag', {
    heads: { measure: name },
    refs: { name },
    index: { letter: name },
    subset: { subset: name },
  });
  const condition = union<Condition, 'tag'>('tag', {
    sign: { term, relation: oneOf('>', '>=', '!=') },
    free: { what: name, of: target },
    'free beyond': { what: name, whole: name, part: name },
    part: { part: name, whole: name },
    independent: { what: name, from: name, given: name, family: name },
    owned: { slots: name, family: name },
    density: { measure: name },
    law: { term },
    'same heads': { left: name, right: name },
    bound: { slots: name },
    number: { term },
    drawn: { subset: name, letter: name },
  });
  const trust = union<Trust, 'tag'>('tag', {
    integrable: { what: term, over: name },
    'jointly integrable': { what: term, over: name, and: name },
    exchange: { grad: name, what: term, over: name },
    differentiable: { what: term, in: name },
  });
  return record<WrittenRule>({
    name: line,
    families: list(line),
    left: term,
    relation: oneOf<RuleRelation>('=', '>=', '<='),
    right: term,
    when: list(condition),
    assuming: list(trust),
  });
}

/** The text that a digest of rules is taken of: every row, in order, with all that it says. */
export function rulesText(rules: readonly Rule[]): string {
  const patterns = new TermTable('patterns');
  const codec = ruleCodec(patterns);
  const rows = rules.map((rule) => codec.write(rule));
  return JSON.stringify({ patterns: patterns.entries(), rows });
}

/** One entry for each metavariable, in a list: an object of the author's names would have keys of any kind. */
export function substitutionCodec(terms: TermTable): Codec<Substitution> {
  const { name, ref, binder } = terms.parts;
  const meaning = union<Meaning, 'kind'>('kind', {
    term: { term: terms.ref },
    measure: { measure: list(terms.measure) },
    slots: { slots: list(terms.slot) },
    family: { family: name },
    refs: { refs: list(ref) },
    binder: { binder },
    subset: { subset: name },
  });
  const entries = list(record<{ readonly name: string; readonly is: Meaning }>({ name, is: meaning }));
  return {
    read: (json) => Object.fromEntries(distinct(entries.read(json)).map(({ name: key, is }) => [key, is])),
    write: (by): Json => entries.write(Object.entries(by).map(([key, is]) => ({ name: key, is }))),
  };
}

/** Each name once. Throws Malformed. */
function distinct<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  const names = new Set<string>();
  for (const [i, { name }] of entries.entries()) {
    if (names.has(name)) refuseAt([i], `${shown(name)} stands here twice`);
    names.add(name);
  }
  return entries;
}

/** Procedures, the members that they name as in terms. */
export const procedureCodec = ({ parts: { index } }: TermTable): Codec<Procedure> =>
  union<Procedure, 'name'>('name', {
    ring: {},
    unfold: {},
    factorise: {},
    'declared form': {},
    'same law': {},
    'split plate': {},
    chain: { from: oneOf('first', 'last') },
    'split range': { end: oneOf('first', 'last') },
    'split member': { at: index },
    'empty range': {},
    'shift range': { by: integer(-10_000, 10_000) },
  });
