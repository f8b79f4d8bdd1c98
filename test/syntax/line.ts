/** One line of a derivation under given declarations: its meaning in print, or its mistake and the place of it. */
import { expect, test } from 'vitest';
import { type Document, elaborateDocument, ImportFailure, type Line } from '../../src/syntax/document.js';
import { printTerm } from '../../src/syntax/print.js';

export const noImports = (path: string): never => {
  throw new ImportFailure(`${path} does not exist`);
};

export const read = (source: string): Document => elaborateDocument(source, '', noImports);

export interface Meaning {
  readonly document: Document;
  readonly line: Line;
}

/** The first line of a derivation that stands behind the declarations, which must be in order themselves. */
export function meaning(declarations: string, text: string): Meaning {
  const document = read(`${declarations}\nderivation: ${text}\n  = 0`);
  expect(document.syntax).toEqual([]);
  expect(document.faults).toEqual([]);
  const line = document.derivations[0]?.elaborated().first;
  if (line === undefined) throw new Error('no line was read');
  return { document, line };
}

/** `[line, printed]`; a line that is printed as it stands needs no second entry. */
export function means(title: string, declarations: string, rows: readonly (readonly [string, string?])[]): void {
  test.each(rows.map(([text, printed = text]) => [text, printed] as const))(`${title}: %s`, (text, printed) => {
    const { document, line } = meaning(declarations, text);
    expect(line.fault).toBeNull();
    expect(line.term && printTerm(line.term, document.model)).toBe(printed);
  });
}

/** `[line, code, the source that the mistake covers, message]` */
export function malformed(
  title: string,
  declarations: string,
  rows: readonly (readonly [string, string, string, string])[],
): void {
  test.each(rows)(`${title}: %s`, (text, code, place, message) => {
    const { document, line } = meaning(declarations, text);
    const { fault } = line;
    const covered = fault && document.source.slice(fault.span.start, fault.span.end);
    expect([fault?.code, covered, fault?.message]).toEqual([code, place, message]);
  });
}

/** `[line, the source that the warning covers or null for none]`; `says` is part of the warning's message. */
export function warns(
  title: string,
  declarations: string,
  says: string,
  rows: readonly (readonly [string, string | null])[],
): void {
  test.each(rows)(`${title}: %s`, (text, place) => {
    const { document, line } = meaning(declarations, text);
    expect(line.fault).toBeNull();
    const found = line.ambiguities.map(({ message, span }) => [
      message.includes(says) ? says : message,
      document.source.slice(span.start, span.end),
    ]);
    expect(found).toEqual(place === null ? [] : [[says, place]]);
  });
}

/** Statements with a mistake: `[statements, code, the source that the mistake covers, message]`. */
export function misdeclared(title: string, rows: readonly (readonly [string, string, string, string])[]): void {
  test.each(rows)(`${title}: %s`, (source, code, place, message) => {
    const document = read(source);
    expect(document.syntax).toEqual([]);
    const [fault] = document.faults;
    expect([fault?.code, fault && source.slice(fault.span.start, fault.span.end), fault?.message]).toEqual([
      code,
      place,
      message,
    ]);
    expect(document.faults).toHaveLength(1);
  });
}

/** Statements without one. */
export function declared(title: string, rows: readonly string[]): void {
  test.each(rows)(`${title}: %s`, (source) => {
    const document = read(source);
    expect(document.syntax).toEqual([]);
    expect(document.faults).toEqual([]);
  });
}
