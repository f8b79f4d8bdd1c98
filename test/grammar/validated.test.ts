/** What Chevrotain finds wrong with a lexer or a grammar it says when it is asked, which no start of the program does. */
import { expect, test } from 'vitest';
import { Parser } from '../../grammar/parser.js';
import { scan } from '../../grammar/scan.js';
import { makeLexer } from '../../grammar/tokens.js';

test('the patterns of the tokens', () => {
  expect(makeLexer({ validated: true }).lexerDefinitionErrors).toEqual([]);
});

test('the grammar', () => {
  expect(() => new Parser({ recovers: true, validated: true })).not.toThrow();
});

/** ASCII words are read by a pattern of their own, which must not cut a longer word short. */
test.each([
  ['x1', ['x1']],
  ["f'' g", ["f''", 'g']],
  ['f′x', ['f′', 'x']],
  ["f'′", ["f'′"]],
  ['naïve', ['naïve']],
  ['xé2', ['xé2']],
  ['dμ2', ['dμ2']],
  ['aμ', ['a', 'μ']],
  ['d?x', ['d?x']],
  ['∂?μ', ['∂?μ']],
  ['?x?y', ['?x', '?y']],
  ['? x', ['?', 'x']],
  ['x2é 1', ['x2é', '1']],
])('%s', (text, images) => {
  expect(scan(text).map(({ image }) => image)).toEqual(images);
});
