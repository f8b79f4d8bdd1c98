/** Whether a certificate is of a file: the same declarations, the same rules, and lines that the file has. */

import type { Goal } from '../kernel/claim.js';
import type { Model } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import { kinds } from './model.js';

/** What a file declares and claims. Steps have the labels that certificates give them. */
export interface Written {
  readonly model: Model;
  /** The author's own rules. */
  readonly rules: readonly Rule[];
  /** Of a file with all that an ambiguous step can be read as. */
  readonly claims: readonly WrittenGoal[];
}

export interface WrittenGoal extends LabelledGoal {
  /** Of a file: how the ambiguous lines of the step are read, as `LINE: READING`. */
  readonly reads?: readonly string[];
}

export interface LabelledGoal extends Goal {
  readonly label: string;
}

/** In words, every way in which a certificate says something else than a file; nothing if it says the same. */
export function compareWithSource(certificate: Written, file: Written): readonly string[] {
  return [
    ...kinds.flatMap((kind) =>
      differences(singular[kind], entriesOf(certificate.model, kind), entriesOf(file.model, kind)),
    ),
    ...foreign('rule', keyed(certificate.rules), keyed(file.rules)),
    ...foreignClaims(certificate.claims, file.claims),
  ];
}

/** A step of a file that can be read in several ways may claim any of what it then says, if each line is read in one way. */
function foreignClaims(ours: readonly WrittenGoal[], theirs: readonly WrittenGoal[]): string[] {
  const claimed = new Map<string, WrittenGoal[]>();
  for (const goal of theirs) claimed.set(goal.label, [...(claimed.get(goal.label) ?? []), goal]);
  const places = new Map([...claimed.keys()].map((label, place) => [label, place]));
  const placeOf = ({ label }: WrittenGoal): number => places.get(label) ?? -1;
  const inOrder = [...ours].sort((a, b) => placeOf(a) - placeOf(b));
  // Of lines that a claim has told: the ways in which they may still be read.
  const readings = new Map<string, ReadonlySet<string>>();
  return inOrder.flatMap(({ label, ...goal }) => {
    const known = claimed.get(label);
    if (known === undefined) return [`the file has no claim ${label}`];
    const own = canonical(goalOf(goal));
    const fitting = known.filter(
      (other) =>
        canonical(goalOf(other)) === own &&
        (other.reads ?? []).every((read) => readings.get(lineOf(read))?.has(read) ?? true),
    );
    for (const line of new Set(fitting.flatMap(({ reads }) => (reads ?? []).map(lineOf))))
      readings.set(
        line,
        new Set(fitting.flatMap(({ reads }) => (reads ?? []).filter((read) => lineOf(read) === line))),
      );
    return fitting.length > 0 ? [] : [`the claim ${label} is another in the file`];
  });
}

const lineOf = (read: string): string => read.slice(0, read.indexOf(':'));

const singular: Readonly<Record<(typeof kinds)[number], string>> = {
  sizes: 'size',
  plates: 'plate',
  subsets: 'subset',
  variables: 'variable',
  collections: 'collection',
  families: 'density',
  functions: 'function',
  definitions: 'definition',
  assumptions: 'assumption',
};

/** What is declared, as texts that are the same where the declarations are. */
function entriesOf(model: Model, kind: (typeof kinds)[number]): ReadonlyMap<string, string> {
  if (kind === 'sizes') return new Map([...model.sizes].map((name) => [name, '']));
  // Proofs cite assumptions by their place.
  if (kind === 'assumptions')
    return new Map(model.assumptions.map(({ text: _, ...rest }, i) => [`number ${i + 1}`, canonical(rest)]));
  return new Map([...model[kind]].map(([name, entry]) => [name, canonical(entry)]));
}

const goalOf = ({ left, relation, right, upTo }: Goal): unknown => ({ left, relation, right, upTo });

const keyed = (rules: readonly Rule[]): ReadonlyMap<string, string> =>
  new Map(rules.map((rule) => [rule.name, canonical(rule)]));

/** What the certificate has and the file has not, or otherwise. */
function foreign(what: string, ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): string[] {
  return [...ours].flatMap(([name, entry]) => {
    const other = theirs.get(name);
    if (other === undefined) return [`the file has no ${what} ${name}`];
    return other === entry ? [] : [`the ${what} ${name} is another in the file`];
  });
}

function differences(what: string, ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): string[] {
  const lost = [...theirs.keys()].filter((name) => !ours.has(name));
  return [...foreign(what, ours, theirs), ...lost.map((name) => `the certificate has no ${what} ${name}`)];
}

/** JSON with keys in order: values that differ in nothing but the order of their keys have the same. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
    .join()}}`;
}
