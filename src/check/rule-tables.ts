/** The tables of rules as they are shown: the theory by its files, then the rules that are refused. */
import { parse } from '../../grammar/parse.js';
import type { Rule } from '../kernel/rule.js';
import { canonicalFamily } from '../rules/families.js';
import { ruleTables } from '../rules/read.js';
import refusedTable from '../rules/refused.expr';
import { refused, theory } from '../rules/table.js';
import { printRuleParts } from '../syntax/print-rule.js';
import type { RuleRow, RuleSection } from './explanation.js';

/** The name of the section of rules that are false. */
export const refusedSection = 'refused';

/** All sections, or what is left of them for a rule, a family of rules, or the name of a section. */
export function ruleSections(wanted: string | null): readonly RuleSection[] {
  const sections = allSections();
  if (wanted === null) return sections;
  const own = sections.filter(({ name }) => name === wanted);
  if (own.length > 0) return own;
  const named = chosen(sections, ({ name }) => name === wanted);
  const family = canonicalFamily(wanted);
  return named.length > 0 || family === null ? named : chosen(sections, ({ families }) => families.includes(family));
}

/** Everything that can be asked for. */
export function ruleNames(): readonly string[] {
  const rows = allSections().flatMap((section) => [section.name, ...section.rows.flatMap(wordsOf)]);
  return [...new Set(rows)];
}

const wordsOf = ({ name, families }: RuleRow): string[] => [name, ...families];

const chosen = (sections: readonly RuleSection[], test: (row: RuleRow) => boolean): RuleSection[] =>
  sections.map((section) => ({ ...section, rows: section.rows.filter(test) })).filter(({ rows }) => rows.length > 0);

function allSections(): RuleSection[] {
  const rules = new Map(theory().map((rule) => [rule.name, rule]));
  const tables = [...ruleTables].map(([file, text]) => section(file.replace(/\.expr$/, ''), text, rules, false));
  const falseRules = new Map(refused().map((rule) => [rule.name, rule]));
  return [...tables, procedures, section(refusedSection, refusedTable, falseRules, true)];
}

/** A table's rows in its order; the comment at its head is its title, that above a refused row the remark on it. */
function section(name: string, text: string, rules: ReadonlyMap<string, Rule>, isRefused: boolean): RuleSection {
  const rows = parse(text).statements.flatMap((statement) => {
    const rule = statement.kind === 'rule' ? rules.get(statement.label?.text ?? '') : undefined;
    return rule === undefined ? [] : [rowOf(rule, isRefused ? commentAbove(text, statement.span.start) : null)];
  });
  return { name, title: commentOf(text.split('\n').slice(0, headLines(text))), rows };
}

function rowOf(rule: Rule, remark: string | null): RuleRow {
  const { sides, when, assuming } = printRuleParts(rule);
  return { name: rule.name, families: rule.families, rule: sides, when, assuming, remark };
}

const isComment = (line: string): boolean => line.startsWith('#');

const headLines = (text: string): number => text.split('\n').findIndex((line) => !isComment(line));

function commentAbove(text: string, start: number): string {
  const above = text.slice(0, start).split('\n').slice(0, -1);
  return commentOf(above.slice(above.findLastIndex((line) => !isComment(line)) + 1));
}

const commentOf = (lines: readonly string[]): string => lines.map((line) => line.replace(/^#\s*/, '')).join(' ');

const procedure = (name: string, rule: string): RuleRow => ({
  name,
  families: [name],
  rule,
  when: [],
  assuming: [],
  remark: null,
});

/** What no row can say, because it speaks of declarations or of ranges. */
const procedures: RuleSection = {
  name: 'procedures',
  title: 'What is no row: the kernel does these by itself.',
  rows: [
    procedure('arithmetic', 'sums, products and powers in a normal form'),
    procedure('definition', 'the name of a definition, as what it stands for'),
    procedure('factorisation', 'a density, as the product of the factors that its family declares'),
    procedure('regrouping', 'the first or last member of a range apart; a range counted from elsewhere'),
    procedure('monotonicity', 'an inequality in a subterm of a term that grows, or shrinks, with it'),
  ],
};
