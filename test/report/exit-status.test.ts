import { describe, expect, test } from 'vitest';
import type { FileResult, Problem, Verdict } from '../../src/check/verdict.js';
import { type ExitStatus, exitStatus, worst } from '../../src/report/exit-status.js';
import { at, fileWith, sample } from './sample.js';

const plain = { strict: false, proved: false };
const note = { code: 'note', message: 'look', span: at('a + 1') } as const;

const withProblem = (kind: Problem['kind']): FileResult => ({
  ...fileWith('confirmed'),
  problems: [{ kind, message: 'x', hint: null, span: at('density') }],
});

describe('one file', () => {
  test.each<[Verdict, ExitStatus, ExitStatus, ExitStatus]>([
    // verdict, plain, --strict, --proved
    ['proved', 0, 0, 0],
    ['witnessed', 0, 0, 0],
    ['confirmed', 0, 0, 1],
    ['refuted', 1, 1, 1],
    ['malformed', 1, 1, 1],
    ['undecided', 0, 1, 1],
    ['conflict', 3, 3, 3],
  ])('%s: %i, strict %i, proved %i', (verdict, ...expected) => {
    const result = fileWith(verdict);
    const options = [plain, { ...plain, strict: true }, { ...plain, proved: true }];
    expect(options.map((option) => exitStatus(result, option))).toEqual(expected);
  });

  test.each<[string, FileResult, ExitStatus, ExitStatus]>([
    // what, result, plain, --strict
    ['a syntax problem', withProblem('syntax'), 2, 2],
    ['a declaration problem', withProblem('declaration'), 1, 1],
    ['a malformed first line', withProblem('malformed'), 1, 1],
    ['a warning of a step', fileWith('confirmed', { warnings: [note] }), 0, 1],
    ['a warning of the file', { ...fileWith('confirmed'), warnings: [note] }, 0, 1],
    ['no derivation', { ...fileWith('confirmed'), derivations: [] }, 0, 0],
    ['everything at once', sample, 3, 3],
  ])('%s', (_, result, expected, strict) => {
    expect(exitStatus(result, plain)).toBe(expected);
    expect(exitStatus(result, { ...plain, strict: true })).toBe(strict);
  });
});

describe('several files: the highest', () => {
  test.each<[ExitStatus[], ExitStatus]>([
    [[], 0],
    [[0, 0], 0],
    [[0, 1], 1],
    [[2, 1, 0], 2],
    [[1, 3, 2], 3],
  ])('%j: %i', (statuses, expected) => {
    expect(worst(statuses)).toBe(expected);
  });
});
