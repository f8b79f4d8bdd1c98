/** Workflow commands: the escapes that GitHub requires, and which level a finding has. */
import { describe, expect, test } from 'vitest';
import type { PassOptions } from '../../src/report/exit-status.js';
import { github, githubError } from '../../src/report/github.js';
import { at, counterexample, fileWith, sample } from './sample.js';

const plain: PassOptions = { strict: false, proved: false };
const commands = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('::'));

describe('escapes', () => {
  test.each([
    ['a % b', 'a %25 b'],
    ['a\nb', 'a%0Ab'],
    ['a\r\nb', 'a<U+000D>%0Ab'],
    ['a, b: c', 'a, b: c'],
    ['::error::x', '::error::x'],
    ['\u001b[31m', '<U+001B>[31m'],
  ])('message %j', (message, expected) => {
    const result = fileWith('refuted', { reason: message });
    expect(commands(github(result, 'a.expr', plain))).toEqual([
      `::error file=a.expr,line=16,col=19,endColumn=26,title=one%2C step 1%3A refuted::${expected}`,
    ]);
  });

  test.each([
    ['a,b:c%d.expr', 'a%2Cb%3Ac%25d.expr'],
    ['a\n::warning::b', 'a%0A%3A%3Awarning%3A%3Ab'],
  ])('path %j', (path, expected) => {
    expect(githubError('no such file', path)).toBe(`::error file=${expected}::no such file\n`);
    expect(commands(github(fileWith('refuted'), path, plain))).toHaveLength(1);
  });

  test('without a path', () => {
    expect(githubError('100 %\nwrong', null)).toBe('::error::100 %25<U+000A>wrong\n');
  });

  test('a label cannot end the line or the properties', () => {
    const [derivation] = fileWith('refuted').derivations;
    if (derivation === undefined) throw new Error('the sample has a derivation');
    const result = { ...fileWith('refuted'), derivations: [{ ...derivation, label: 'x::y,line=1\n::error::z' }] };
    expect(commands(github(result, 'a.expr', plain))).toHaveLength(1);
  });
});

describe('levels', () => {
  const note = { code: 'note', message: 'look', span: at('a + 1') } as const;
  test.each<[string, ReturnType<typeof fileWith>, string[], string[]]>([
    ['confirmed', fileWith('confirmed'), [], []],
    ['undecided', fileWith('undecided'), ['warning'], ['error']],
    ['refuted', fileWith('refuted'), ['error'], ['error']],
    ['conflict', fileWith('conflict'), ['error'], ['error']],
    ['confirmed with a warning', fileWith('confirmed', { warnings: [note] }), ['warning'], ['error']],
    ['refuted with a warning', fileWith('refuted', { warnings: [note] }), ['error', 'warning'], ['error', 'error']],
  ])('%s', (_, result, levels, strict) => {
    const found = (options: PassOptions) =>
      commands(github(result, 'a', options)).map((line) => /^::(\w+)/.exec(line)?.[1]);
    expect(found(plain)).toEqual(levels);
    expect(found({ ...plain, strict: true })).toEqual(strict);
  });

  test('a proof beyond the reasons given is a notice', () => {
    const proof = { explanation: ['linearity', 'eq2'], missing: ['eq2'], assumptions: [] };
    const text = github(fileWith('proved', { proof }), 'a', { ...plain, strict: true });
    expect(commands(text)).toEqual([
      '::notice file=a,line=16,col=19,endColumn=26,title=one%2C step 1%3A proved::beyond the reasons given: eq2',
    ]);
    expect(commands(github(fileWith('proved', { proof: { ...proof, missing: [] } }), 'a', plain))).toEqual([]);
    expect(commands(github(fileWith('refuted', { proof }), 'a', plain))).toHaveLength(1);
  });

  test('--proved says what is missing', () => {
    expect(github(fileWith('confirmed'), 'a', { ...plain, proved: true })).toContain('no proof was found');
  });
});

test('an annotation stays on its first line', () => {
  const span = { start: at('p(x | z\n').start, end: at('density r').end };
  const result = { ...sample, problems: [{ kind: 'syntax', message: 'x', hint: null, span }] as const };
  expect(github(result, 'a', plain)).toContain('::error file=a,line=3,col=24,endColumn=31,title=syntax error::x');
});

test('a counterexample is part of the message', () => {
  const message = github(fileWith('refuted', { counterexample }), 'a', plain);
  expect(message).toContain('psi = 0.37, ln q(z = 1) = -0.6931: left 1.5, right 1.25, left - right 0.25');
});
