/**
 * Certificates: declarations, rules and proofs as JSON, for the kernel to go through again. docs/CERTIFICATE.md
 * describes the format. Reading refuses whatever is not exactly as it would be written.
 */
import { capturesOf } from '../kernel/capture.js';
import type { Goal } from '../kernel/claim.js';
import type { Model, Relation } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import { problemsOf } from '../kernel/validate.js';
import {
  type Codec,
  expected,
  type Json,
  line,
  list,
  Malformed,
  nullable,
  oneOf,
  record,
  refuse,
  refuseAt,
  shown,
  textWithout,
  within,
} from './codec.js';
import { modelCodec } from './model.js';
import { ruleCodec, rulesText, type WrittenRule } from './rules.js';
import { type Step, StepTable } from './steps.js';
import { TermTable } from './terms.js';

export const certificateFormat = 'derivecheck-certificate/1';

/** A text whose declarations and lines a certificate is of: the file itself, then its imports. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A claim with its sides as they are printed for people. */
export interface CertifiedClaim extends Goal {
  readonly label: string;
  /** The number of the step that ends its proof. */
  readonly proof: number;
  readonly text: { readonly left: string; readonly right: string };
}

export interface Certificate {
  readonly files: readonly SourceText[];
  readonly model: Model;
  /** The rules that the proofs use: rows of the theory, and the author's own. */
  readonly rules: readonly Rule[];
  readonly steps: readonly Step[];
  readonly claims: readonly CertifiedClaim[];
}

/** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export type Digest = (text: string) => string;

export type RuleEntry =
  | { readonly origin: 'theory'; readonly name: string }
  | ({ readonly origin: 'user' } & WrittenRule);

const keys = ['format', 'files', 'theory', 'model', 'rules', 'patterns', 'terms', 'steps', 'claims'] as const;

/** The parts of a certificate in JSON. */
export type Sections = { readonly [K in (typeof keys)[number]]: Json };

const theoryTexts = new WeakMap<readonly Rule[], string>();

/** The digest of a whole theory: a certificate that rests on another is noticed. */
export function theoryDigest(theory: readonly Rule[], digest: Digest): string {
  const known = theoryTexts.get(theory) ?? rulesText(theory);
  theoryTexts.set(theory, known);
  return digest(known);
}

/** A certificate's text: one entry a line, and at the end the digest of all that stands before it. */
export function seal(sections: Sections, digest: Digest): string {
  const body = layOut(sections);
  return `${body}"digest":"${digest(body)}"\n}\n`;
}

function layOut(sections: Sections): string {
  return `{\n${keys.map((key) => `"${key}":${block(sections[key])},\n`).join('')}`;
}

function block(json: Json): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const entries = Array.isArray(json)
    ? json.map((entry) => JSON.stringify(entry))
    : Object.entries(json).map(([key, entry]) => `${JSON.stringify(key)}:${JSON.stringify(entry)}`);
  const [open, close] = Array.isArray(json) ? '[]' : '{}';
  return entries.length === 0 ? `${open}${close}` : `${open}\n${entries.join(',\n')}\n${close}`;
}

/** How the parts of a certificate are written and read. */
export const fileCodec = record<SourceText>({
  path: line,
  text: textWithout(/\p{Cs}/u, 'a text'),
});

export function ruleEntryCodec(patterns: TermTable): Codec<RuleEntry> {
  const { read, write } = ruleCodec(patterns);
  const named = record<{ readonly origin: 'theory'; readonly name: string }>({ origin: oneOf('theory'), name: line });
  return {
    read(json) {
      const { origin, ...rest } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
      return origin === 'user' ? { origin, ...read(rest) } : named.read(json);
    },
    write: (entry) => (entry.origin === 'theory' ? { ...entry } : { origin: 'user', ...(write(entry) as object) }),
  };
}

export function claimCodec(terms: TermTable, step: Codec<number>): Codec<CertifiedClaim> {
  const side = textWithout(/[\p{Cc}\p{Cs}]/u, 'a printed term');
  return record<CertifiedClaim>({
    label: line,
    left: terms.ref,
    relation: oneOf<Relation>('=', '<=', '>=', 'propto'),
    right: terms.ref,
    upTo: nullable(list(terms.parts.ref, 1)),
    proof: step,
    text: record({ left: side, right: side }),
  });
}

/** Reads a certificate against the theory that its rows are from. Throws Malformed. */
export function readCertificate(source: string, theory: readonly Rule[], digest: Digest): Certificate {
  const sections = parse(source);
  if (sections.format !== certificateFormat) refuseAt(['format'], `only ${certificateFormat} is known here`);
  requireDigest(source, digest);
  if (sections.theory !== theoryDigest(theory, digest))
    refuseAt(['theory'], 'it was written with another table of rules');
  const files = within('files', () => list(fileCodec).read(sections.files));
  const [patterns, terms] = [new TermTable('patterns'), new TermTable('terms')];
  within('patterns', () => patterns.readAll(sections.patterns));
  within('terms', () => terms.readAll(sections.terms));
  const model = within('model', () => modelCodec(terms).read(sections.model));
  const rules = within('rules', () => readRules(sections.rules, patterns, theory));
  const used = new Set<Rule>();
  const steps = new StepTable(terms, ruleNumber(rules, used));
  within('steps', () => steps.readAll(sections.steps));
  const claims = within('claims', () => readClaims(sections.claims, claimCodec(terms, steps.ref)));
  const idle = rules.findIndex((rule) => !used.has(rule));
  if (idle >= 0) refuseAt(['rules', idle], 'no step uses this rule');
  if (!source.startsWith(layOut(sections)))
    refuse('it is not laid out as certificates are: one entry a line, no key twice');
  return { files, model, rules, steps: steps.steps, claims };
}

/** Certificates hold lists of entries of lists. */
const mostNesting = 50;

/** Whether brackets stand deeper than in any certificate: to read such a text as JSON takes memory without measure. */
function isNestedTooDeep(source: string): boolean {
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    if (char === '"') i = textEnd(source, i);
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if (depth > mostNesting) return true;
  }
  return false;
}

/** Where a text in quotes ends. */
function textEnd(source: string, start: number): number {
  let i = start + 1;
  while (i < source.length && source[i] !== '"') i += source[i] === '\\' ? 2 : 1;
  return i;
}

function parse(source: string): Sections {
  if (isNestedTooDeep(source)) return refuse('it is nested deeper than certificates are');
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return refuse('this is no JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return expected('an object', json);
  const missing = [...keys, 'digest'].find((key) => !Object.hasOwn(json, key));
  if (missing !== undefined) return refuse(`the key ${missing} is missing`);
  const stray = Object.keys(json).find((key) => key !== 'digest' && !(keys as readonly string[]).includes(key));
  return stray === undefined ? (json as Sections) : refuse(`the key ${shown(stray)} has no place here`);
}

function requireDigest(source: string, digest: Digest): void {
  const sealed = /"digest":"([0-9a-f]{64})"\n\}\n$/.exec(source);
  if (sealed === null) refuseAt(['digest'], 'the text does not end with its digest');
  else if (digest(source.slice(0, sealed.index)) !== sealed[1])
    refuseAt(['digest'], 'the text is not the one that the digest was taken of');
}

function readRules(json: unknown, patterns: TermTable, theory: readonly Rule[]): readonly Rule[] {
  const rows = new Map(theory.map((row) => [row.name, row]));
  const entries = list(ruleEntryCodec(patterns)).read(json);
  return entries.map((entry, i) =>
    within(i, () => {
      if (entries.findIndex(({ name }) => name === entry.name) < i)
        refuse(`the rule ${shown(entry.name)} stands here twice`);
      const row = rows.get(entry.name);
      if (entry.origin === 'theory') return row ?? refuse(`the theory has no row ${shown(entry.name)}`);
      if (row !== undefined) refuse(`the theory has a row ${shown(entry.name)} of its own`);
      if (problemsOf(entry).length > 0) refuse('the metavariables of this rule do not fit together');
      if (capturesOf(entry).length > 0) refuse('this rule carries something past a binder without leave');
      return entry;
    }),
  );
}

function ruleNumber(rules: readonly Rule[], used: Set<Rule>): Codec<Rule> {
  return {
    read(json) {
      const rule = typeof json === 'number' ? rules[json] : undefined;
      if (rule === undefined) throw new Malformed('the number of a rule is needed here');
      used.add(rule);
      return rule;
    },
    write: (rule) => rules.indexOf(rule),
  };
}

function readClaims(json: unknown, codec: Codec<CertifiedClaim>): readonly CertifiedClaim[] {
  const claims = list(codec).read(json);
  const labels = new Set<string>();
  for (const [i, { label }] of claims.entries()) {
    if (labels.has(label)) refuseAt([i], `the label ${shown(label)} stands here twice`);
    labels.add(label);
  }
  return claims;
}
