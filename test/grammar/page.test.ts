import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layout } from '../../grammar/layout.js';
import { asciiName } from '../../grammar/names.js';
import { parse } from '../../grammar/parse.js';
import { lineIndex } from '../../grammar/position.js';
import { keywordNames } from '../../grammar/tokens.js';

const page = readFileSync(new URL('../../grammar/GRAMMAR.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(expr|expr-wrong)\n([\s\S]*?)^```$/gm)].map((match) => ({
  right: match[1] === 'expr',
  source: match[2] ?? '',
}));

/** The problems of a text as the page writes them. */
function listed(source: string): string[] {
  const lines = lineIndex(source);
  return parse(source).problems.map(({ span, message, hint }) => {
    const { line, column } = lines.at(span.start);
    return `#: ${line}:${column}: ${message}${hint === null ? '' : `; ${hint}`}`;
  });
}

describe('the examples of GRAMMAR.md', () => {
  it.each(blocks.filter(({ right }) => right))('parse: $source', ({ source }) => expect(listed(source)).toEqual([]));

  it.each(blocks.filter(({ right }) => !right))('are refused: $source', ({ source }) =>
    expect(listed(source)).toEqual(source.split('\n').filter((line) => line.startsWith('#:'))),
  );

  it('use every keyword', () => {
    const examples = blocks.filter(({ right }) => right).map(({ source }) => source);
    for (const keyword of keywordNames)
      expect(examples.some((text) => new RegExp(`^${keyword}\\b`, 'm').test(text))).toBe(true);
  });
});

describe('the table of spellings', () => {
  const pairs = [...page.matchAll(/\| (`[^`]+`) \| (`[^`]+`) (?=\|)/g)]
    .map(([, unicode = '', ascii = '']) => [unicode.slice(1, -1), ascii.slice(1, -1).replaceAll('\\|', '|')] as const)
    .filter(([unicode]) => /[^\x20-\x7e]/.test(unicode));

  /** Tokens without their places. */
  const tokens = (text: string): string[] =>
    [...layout(`let a = ${text}`, []).statements]
      .flat()
      .map(({ tokenType, image }) => (/Word|Diff/.test(tokenType.name) ? asciiName(image) : tokenType.name));

  it('is read whole', () => expect(pairs.length).toBeGreaterThan(25));
  it.each(pairs)('%s is %s', (unicode, ascii) => expect(tokens(unicode)).toEqual(tokens(ascii)));
});
