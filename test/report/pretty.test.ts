/** What the golden files do not show: marks, colours, hostile text, widths. */
import { describe, expect, test } from 'vitest';
import type { FileResult, ProofResult, Verdict } from '../../src/check/verdict.js';
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
        steps: [
          {
            ...step(1, '=', 'a + 1'),
            text: hostile,
            by: [hostile],
            assumptions: [hostile],
            reason: hostile,
            proof: { explanation: [hostile], missing: [hostile], assumptions: [hostile] },
          },
        ],
      },
    ],
    assumptions: [{ text: hostile, steps: 1 }],
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

describe('a proof', () => {
  const proof: ProofResult = { explanation: ['linearity', 'eq2'], missing: [], assumptions: [] };
  const shown = (changes: Partial<ProofResult>) =>
    pretty(fileWith('proved', { proof: { ...proof, ...changes } }), plain);

  test('is explained on one line', () => {
    expect(shown({})).toContain('\n      proved by       linearity, eq2\n      exact ');
  });

  test('says what the reasons given lack', () => {
    expect(shown({ missing: ['eq2'] })).toContain('\n                      beyond the reasons given: eq2\n');
  });

  test.each<[string[], string]>([
    [['f is integrable'], 'f is integrable\n'],
    [['f is integrable', 'g is integrable', 'h is integrable'], 'f is integrable (and 2 more)\n'],
    [['f'.repeat(200), 'g is integrable'], `${'f'.repeat(64)}… (and 1 more)\n`],
  ])('assuming %j', (assumptions, expected) => {
    expect(shown({ assumptions })).toContain(`\n      assuming        ${expected}`);
  });

  test('is missed under --proved, with the reason', () => {
    const result = fileWith('confirmed', { unproved: 'the search took too many steps' });
    const wanted = 'no proof was found, and --proved asks for one: the search took too many steps';
    expect(pretty(result, { ...plain, proved: true })).toContain(wanted);
    expect(pretty(result, plain)).not.toContain('no proof was found');
  });
});

describe('what the proofs of a file take on trust', () => {
  const withMany = (count: number) => ({
    ...fileWith('proved'),
    assumptions: Array.from({ length: count }, (_, i) => ({ text: `a${i}`, steps: i + 1 })),
  });

  test('most used first', () => {
    expect(pretty(withMany(2), plain)).toContain('take 2 conditions on trust\n  2 steps  a1\n   1 step  a0\n\n');
  });

  test.each([
    [8, false],
    [9, true],
  ])('%i of them, cut: %s', (count, isCut) => {
    expect(pretty(withMany(count), plain).includes('and 1 more: --format json lists all')).toBe(isCut);
  });

  test('nothing is not mentioned', () => {
    expect(pretty(withMany(0), plain)).not.toContain('on trust');
  });
});
