/** What the golden files do not show: marks, colours, hostile text, widths. */
import { describe, expect, test } from 'vitest';
import type { FileResult, Verdict } from '../../src/check/verdict.js';
import { type PrettyOptions, pretty } from '../../src/report/pretty.js';
import { displayWidth } from '../../src/report/text.js';
import { at, fileWith, sample, step } from './sample.js';

const plain: PrettyOptions = { strict: false, proved: false, width: 100, colors: false };
const note = { code: 'note', message: 'look', span: at('a + 1') } as const;

describe('marks', () => {
  test.each<[Verdict, string, string, string]>([
    // verdict, plain, --strict, --proved
    ['proved', '✓', '✓', '✓'],
    ['witnessed', '✓', '✓', '✓'],
    ['confirmed', '✓', '✓', '✗'],
    ['refuted', '✗', '✗', '✗'],
    ['malformed', '✗', '✗', '✗'],
    ['undecided', '?', '✗', '✗'],
    ['conflict', '✗', '✗', '✗'],
  ])('%s: %s, strict %s, proved %s', (verdict, ...marks) => {
    const mark = (options: PrettyOptions) => /^ {2}(.) 1 /m.exec(pretty(fileWith(verdict), options))?.[1];
    expect([mark(plain), mark({ ...plain, strict: true }), mark({ ...plain, proved: true })]).toEqual(marks);
  });

  test.each<[boolean, string]>([
    [false, '!'],
    [true, '✗'],
  ])('a pass with a warning, strict %s: %s', (strict, mark) => {
    expect(pretty(fileWith('confirmed', { warnings: [note] }), { ...plain, strict })).toContain(
      `  ${mark} 1 confirmed`,
    );
  });
});

test('no escape sequence without colours, whatever the file holds', () => {
  const hostile = '\u001b[2J\u009b31m\u0007\u202e\r\n::error::x';
  const result: FileResult = {
    ...sample,
    file: `a${hostile}.expr`,
    source: hostile.repeat(40),
    problems: [{ kind: 'syntax', message: hostile, hint: hostile, span: { start: 20, end: 25 } }],
    warnings: [{ code: 'note', message: hostile, span: { start: 3, end: 4 } }],
    derivations: [
      {
        label: hostile,
        title: hostile,
        span: { start: 0, end: 9 },
        steps: [{ ...step(1, '=', 'a + 1'), text: hostile, by: [hostile], assumptions: [hostile], reason: hostile }],
      },
    ],
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(pretty(result, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test.each([40, 56, 80, 100])('the lines of steps and sources fit %i columns', (width) => {
  const long = pretty(sample, { ...plain, width })
    .split('\n')
    .filter((line) => /^ {2}[✓✗?!] | \| /.test(line) && displayWidth(line) > width);
  expect(long).toEqual([]);
});

test('the spans of a mistaken checker do no harm', () => {
  const spans = [
    { start: -5, end: -1 },
    { start: 10_000, end: 20_000 },
    { start: 9, end: 3 },
  ];
  for (const span of spans) {
    const result = { ...sample, problems: [{ kind: 'syntax', message: 'x', hint: null, span }] } as const;
    expect(pretty(result, plain)).toContain('syntax error: x');
  }
});
