/** The small parts: visible text, widths, numbers, excerpts. */
import { describe, expect, test } from 'vitest';
import { excerpt } from '../../src/report/excerpt.js';
import { formatNumber, formatPercent } from '../../src/report/numbers.js';
import { displayWidth, keepEnd, oneLine, shorten, visible, wrapPhrases, wrapWords } from '../../src/report/text.js';

describe('visible', () => {
  test.each([
    ['plain ψ 𝔼 証拠', 'plain ψ 𝔼 証拠'],
    ['a\tb', 'a  b'],
    ['\u001b[31m', '<U+001B>[31m'],
    ['\u0000\u007f\u0085\u009b', '<U+0000><U+007F><U+0085><U+009B>'],
    ['a\r\nb', 'a<U+000D><U+000A>b'],
    ['\u202eabc\u2066', '<U+202E>abc<U+2066>'],
    ['z\u200bz\ufeff\u00ad', 'z<U+200B>z<U+FEFF><U+00AD>'],
    ['\ud83d', '<U+D83D>'],
    ['\u{e0041}', '<U+E0041>'],
  ])('%j is %s', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('oneLine folds white space and keeps nothing hidden', () => {
    expect(oneLine('  a\n\t  b\r\n\u001bc ')).toBe('a b <U+001B>c');
  });
});

describe('widths', () => {
  test.each([
    ['abc', 3],
    ['証拠', 4],
    ['ψ𝔼∫', 3],
    ['e\u0301', 1],
    ['ＡＢ', 4],
    ['🙂', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['証拠の下界', 6, '証拠…'],
    ['証拠の下界', 5, '証拠…'],
    ['abc def', 5, 'abc…'],
  ])('shorten(%s, %i) is %s', (text, width, expected) => {
    expect(shorten(text, width)).toBe(expected);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, '…cdefg'],
    ['証拠の下界', 6, '…下界'],
  ])('keepEnd(%s, %i) is %s', (text, width, expected) => {
    expect(keepEnd(text, width)).toBe(expected);
  });

  test('phrases and words are never broken', () => {
    expect(wrapPhrases(['left 1', 'right 2', 'a phrase that is too long'], 16)).toEqual([
      'left 1, right 2,',
      'a phrase that is too long',
    ]);
    expect(wrapWords('a bb ccc dddd', 6)).toEqual(['a bb', 'ccc', 'dddd']);
    expect(wrapWords('', 6)).toEqual(['']);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [1 / 3, '0.333333'],
    [-1234.56789, '-1234.57'],
    [999999.6, '1e6'],
    [123456789, '1.23457e8'],
    [0.0001234567, '0.000123457'],
    [0.00001234567, '1.23457e-5'],
    [4.44e-16, '4.44e-16'],
    [Number.POSITIVE_INFINITY, 'infinity'],
    [Number.NEGATIVE_INFINITY, '-infinity'],
    [Number.NaN, 'not a number'],
  ])('%d is %s', (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });

  test.each([
    [0.05, '5 %'],
    [0.005, '0.5 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.9375, '93.8 %'],
    [0.999999, '99.9999 %'],
    [1e-9, '1e-7 %'],
  ])('%d is the share %s', (value, expected) => {
    expect(formatPercent(value)).toBe(expected);
  });
});

describe('excerpt', () => {
  test.each<[string, string, string, number, string[]]>([
    // what, source with «place», line, width, expected
    ['a word', 'ab «cd» ef', '1', 80, ['1 | ab cd ef', '  |    ^^']],
    ['a second line', 'x\n  «cd»\ny', '2', 80, ['2 |   cd', '  |   ^^']],
    ['CRLF', 'x\r\n«cd»\r\ny', '2', 80, ['2 | cd', '  | ^^']],
    ['CR alone', 'x\r«cd»\ry', '2', 80, ['2 | cd', '  | ^^']],
    ['an empty place', 'ab«»cd', '1', 80, ['1 | abcd', '  |   ^']],
    ['the end of a line', 'ab«\n»cd', '1', 80, ['1 | ab', '  |   ^']],
    ['the end of the text', 'ab«»', '1', 80, ['1 | ab', '  |   ^']],
    ['several lines', 'ab «cd\nef» g', '1', 80, ['1 | ab cd', '  |    ^^']],
    ['a tab before', '\t«cd»', '1', 80, ['1 |   cd', '  |   ^^']],
    ['wide characters before', '証拠 «cd»', '1', 80, ['1 | 証拠 cd', '  |      ^^']],
    ['wide characters marked', '«証拠» cd', '1', 80, ['1 | 証拠 cd', '  | ^^^^']],
    ['an escape before', '\u001b«cd»', '1', 80, ['1 | <U+001B>cd', '  |         ^^']],
    ['a surrogate pair before', '𝔼«cd»', '1', 80, ['1 | 𝔼cd', '  |  ^^']],
    ['cut on the right', `«ab»${'c'.repeat(100)}`, '1', 34, [`1 | ab${'c'.repeat(27)}…`, '  | ^^']],
    ['cut on the left', `${'c'.repeat(100)}«ab»`, '1', 34, [`1 | …${'c'.repeat(14)}ab`, `  | ${' '.repeat(15)}^^`]],
    [
      'cut on both sides, marked beyond the edge',
      `${'c'.repeat(100)}«${'d'.repeat(99)}»`,
      '1',
      34,
      [`1 | …${'c'.repeat(14)}${'d'.repeat(14)}…`, `  | ${' '.repeat(15)}${'^'.repeat(15)}`],
    ],
  ])('%s', (_, marked, line, width, expected) => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    expect(excerpt(marked.replace(/[«»]/g, ''), { start, end }, Number(line), width)).toEqual(expected);
  });

  test('a line of ten million characters is quick', () => {
    const source = 'a + '.repeat(2_500_000);
    const started = performance.now();
    excerpt(source, { start: 9_000_000, end: 9_000_001 }, 1, 80);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
