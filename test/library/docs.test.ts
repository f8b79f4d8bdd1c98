/** The examples of docs/LIBRARY.md: the blocks of a section are one program, and each comment says what its line gives. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.js';

const page = readFileSync(new URL('../../docs/LIBRARY.md', import.meta.url), 'utf8');

const sections = page.split(/^## /m).map((text) => ({
  title: text.slice(0, text.indexOf('\n')),
  code: [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '').join('\n'),
}));

/** A line that says what it gives: `expression; // => value`, with further lines of the value below. */
const claims = /^(?<code>[^\n]*?);?(?: |\n)\/\/ (?<kind>=>|throws) (?<text>[^\n]*(?:\n\/\/ {4}[^\n]*)*)$/gm;

/** The program with each such line as a call of `seen`. */
const program = (code: string): string =>
  code
    .replace(/^import \{(.*)\} from 'derivecheck';$/gm, (_, names) => `const {${names}} = library;`)
    .replace(claims, (_, line: string, kind: string, text: string) => {
      const expected = text.replace(/\n\/\/ {4}/g, '\n');
      return `seen(() => (${line}), ${JSON.stringify(kind)}, ${JSON.stringify(expected)});`;
    });

/** A text as it is, the items of a list of texts line by line, anything else as JSON. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  const isTexts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  return isTexts ? value.join('\n') : JSON.stringify(value);
}

function outcome(run: () => unknown): { kind: string; text: string } {
  try {
    return { kind: '=>', text: shown(run()) };
  } catch (error) {
    return { kind: 'throws', text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

describe('LIBRARY.md', () => {
  test.each(sections.filter(({ code }) => code !== ''))('$title', { timeout: 120_000 }, ({ code }) => {
    const found: unknown[] = [];
    const expected: unknown[] = [];
    const seen = (run: () => unknown, kind: string, text: string): void => {
      expected.push({ kind, text });
      found.push(outcome(run));
    };
    const { outputText } = ts.transpileModule(program(code), { compilerOptions: { target: ts.ScriptTarget.ES2023 } });
    new Function('library', 'seen', outputText)(library, seen);
    expect(found).toEqual(expected);
    expect(found).toHaveLength([...code.matchAll(/\/\/ (?:=>|throws) /g)].length);
  });

  test('names what the library exports', () => {
    const inCode = new Set(
      sections.flatMap(({ code }) => [...code.matchAll(/import \{(.*)\}/g)].map((m) => m[1] ?? '')),
    );
    const imported = [...inCode].flatMap((names) => names.split(',').map((name) => name.trim()));
    for (const name of imported) expect(Object.keys(library)).toContain(name);
    const named = ['declare', 'check', 'backwards', 'strategies', 'isTheorem', 'ruleFamilies', 'ImportFailure'];
    for (const name of [...named, 'DeclarationError', 'TermError', 'RuleError', 'UnknownRule', 'TextError'])
      expect(page).toContain(name);
  });

  test('links to what is there', () => {
    const anchors = sections.map(({ title }) =>
      title
        .toLowerCase()
        .replace(/[^a-z ]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, anchor] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(anchor);
  });
});
