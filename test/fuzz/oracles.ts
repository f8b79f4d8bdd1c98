/** What must hold whatever the input is. Each oracle throws where it does not. */
import { expect } from 'vitest';
import type { Span } from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';
import { checkDocument } from '../../src/check/document.js';
import { elaborateText } from '../../src/check/elaborate.js';
import { defaultOptions } from '../../src/check/options.js';
import { decodeSource } from '../../src/check/source.js';
import type { FileResult } from '../../src/check/verdict.js';
import { RuleError, TermError } from '../../src/index.js';
import type { Term } from '../../src/kernel/term.js';
import { github } from '../../src/report/github.js';
import { json } from '../../src/report/json.js';
import { pretty } from '../../src/report/pretty.js';
import { readTable } from '../../src/rules/read.js';
import { linesOf } from '../../src/syntax/derivation.js';
import { type Document, ImportFailure } from '../../src/syntax/document.js';
import { printLatex } from '../../src/syntax/latex.js';
import { printTerm } from '../../src/syntax/print.js';
import { printRule } from '../../src/syntax/print-rule.js';
import { m } from '../library/sample.js';
import { importable } from './texts.js';

export const load = (path: string): string => {
  const text = importable.get(path);
  if (text === undefined) throw new ImportFailure('no such file');
  return text;
};

interface Problem {
  readonly message: string;
  readonly span: Span;
}

function placed(text: string, { message, span }: Problem): void {
  if (message === '' || /undefined|something else|NaN|\[object/.test(message))
    throw new Error(`worded badly: ${message}`);
  if (!(span.start >= 0 && span.start <= span.end && span.end <= text.length))
    throw new Error(`${span.start}..${span.end} is no place in ${text.length} characters: ${message}`);
}

/** A text is a tree, or problems with a place each. */
export function isRead(text: string): void {
  const { problems, statements } = parse(text);
  for (const problem of problems) placed(text, problem);
  for (const { span } of statements) placed(text, { message: 'a statement', span });
}

/** A file has a meaning, or mistakes with a place each; what has a meaning prints as a text with the same meaning. */
export function hasMeaning(text: string): void {
  const document = elaborateText(text, load);
  for (const problem of [...document.syntax, ...document.faults]) placed(text, problem);
  const lines = document.derivations.flatMap((derivation) => linesOf(derivation.elaborated()));
  for (const { span, fault, ambiguities } of lines) {
    placed(text, { message: 'a line', span });
    for (const mistake of fault === null ? ambiguities : [fault, ...ambiguities]) placed(text, mistake);
  }
  for (const rule of document.rules) printRule(rule, document.model);
  const terms = lines.flatMap(({ term }) => (term === null ? [] : [term]));
  for (const term of terms) printLatex(term, document.model);
  if (document.syntax.length + document.faults.length === 0 && terms.length > 0) isPrinted(text, document, terms);
}

function isPrinted(text: string, { derivations, model }: Document, terms: readonly Term[]): void {
  const prints = terms.map((term) => printTerm(term, model));
  const again = elaborateText(`${text}\n${prints.map((line) => `derivation: ${line}\n = 0\n`).join('')}`, load);
  const reread = again.derivations.slice(derivations.length).map((derivation) => derivation.elaborated().first);
  for (const [i, term] of terms.entries()) {
    const fault = reread[i]?.fault?.message ?? again.syntax[0]?.message;
    expect(reread[i]?.term, `${prints[i]} (${fault})`).toEqual(term);
  }
}

/** Rows of a table are rules, or the first mistake is thrown with its place. */
export function isTable(text: string): void {
  try {
    for (const rule of readTable('table.expr', text)) printRule(rule);
  } catch (error) {
    if (!(error instanceof Error) || !/^table\.expr:\d+:\d+: ./.test(error.message)) throw error;
  }
}

/** The library takes a text for a term and for a rule, or says where it is none. */
export function isTermOrError(text: string): void {
  takes(text, () => m.print(m.term(text)));
  const rule = `rule own: ${text}`;
  takes(rule, () => m.print(m.rule(rule)));
}

function takes(text: string, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TermError || error instanceof RuleError)) throw error;
    for (const problem of error.problems) placed(text, problem);
  }
}

/** Bytes are a text, or the reason why not is a sentence. */
export function isDecoded(bytes: Uint8Array): void {
  const decoded = decodeSource(bytes);
  if ('problem' in decoded) expect(decoded.problem).toMatch(/^(is|has|looks) /);
}

const page = { width: 100, colors: false, strict: false, proved: false };

/** A file is checked and reported on; nothing in a report does more to a terminal than to fill it. */
export function isChecked(text: string): void {
  const options = { ...defaultOptions, samples: 64 };
  const result = checkDocument({ file: 'fuzz.expr', source: text }, options, load);
  for (const problem of result.problems) placed(text, problem);
  for (const { steps } of result.derivations)
    for (const { span, verdict, problem, warnings } of steps) {
      placed(text, { message: verdict, span });
      for (const mistake of problem === null ? warnings : [problem, ...warnings]) placed(text, mistake);
      expect(verdict).not.toBe('conflict');
    }
  isReported(result);
}

function isReported(result: FileResult): void {
  const run = { version: '0', options: { ...defaultOptions, ...page }, status: 0 as const, errors: [] };
  const report = json({ ...run, files: [{ tag: 'checked', result, errors: [] }] });
  JSON.parse(report);
  for (const output of [pretty(result, page), github(result, result.file, page), report])
    expect(/[^\P{Cc}\n]/u.exec(output)).toBeNull();
}
