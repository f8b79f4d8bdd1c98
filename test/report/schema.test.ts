/** `--format json` keeps to docs/report.schema.json, and the schema to the types. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { defaultOptions } from '../../src/check/options.js';
import { type FileResult, verdicts } from '../../src/check/verdict.js';
import { type FileOutcome, json, type Run, schemaName } from '../../src/report/json.js';
import { counterexample, evidence, fileWith, sample } from './sample.js';

const schemaFile = new URL('../../docs/report.schema.json', import.meta.url);
const schema: object = JSON.parse(readFileSync(schemaFile, 'utf8'));
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

const options = { ...defaultOptions, strict: false, proved: false };
const report = (files: readonly FileOutcome[], changes: Partial<Run> = {}) =>
  json({ version: '1.2.3', options, status: 0, errors: [], files, ...changes });
const checked = (result: FileResult): FileOutcome => ({ tag: 'checked', result, errors: [] });

function problemsOf(text: string): unknown {
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

const nonFinite = { left: Number.NaN, right: Number.POSITIVE_INFINITY, difference: Number.NEGATIVE_INFINITY };

describe('valid', () => {
  test.each<[string, string]>([
    ['everything', report([checked(sample)], { status: 3 })],
    ['no file', report([])],
    ['a file that failed', report([{ tag: 'failed', file: 'a', status: 2, errors: ['no such file'] }], { status: 2 })],
    ['an import that failed', report([{ tag: 'checked', result: sample, errors: ['cannot import b'] }])],
    ['an error of the run', report([], { errors: ['--only: none'], status: 2 })],
    ['--only', report([], { options: { ...options, only: '6.9' } })],
    ...verdicts.map((verdict): [string, string] => [verdict, report([checked(fileWith(verdict))])]),
    [
      'numbers that JSON has not',
      report([
        checked(
          fileWith('refuted', {
            evidence: [evidence({ ...nonFinite, scale: Number.POSITIVE_INFINITY })],
            counterexample: { ...counterexample, ...nonFinite },
          }),
        ),
      ]),
    ],
  ])('%s', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

/** The schema can fail. */
describe('invalid', () => {
  test.each<[string, string, string]>([
    ['another version', schemaName, 'derivecheck-report/2'],
    ['an unknown verdict', '"verdict": "confirmed"', '"verdict": "true"'],
    ['an unknown key', '"number": 1', '"number": 1, "extra": 1'],
    ['a missing key', '"pass": true,', ''],
    ['a null where a number stands', '"models": 6', '"models": null'],
    ['a line 0', '"line": 16', '"line": 0'],
  ])('%s', (_, from, to) => {
    const text = report([checked(fileWith('confirmed'))]);
    expect(text).toContain(from);
    expect(problemsOf(text.replace(from, to))).not.toEqual([]);
  });
});

test('non-finite numbers are strings', () => {
  const text = report([checked(fileWith('confirmed', { evidence: [evidence(nonFinite)] }))]);
  expect(text).toContain('"left": "NaN"');
  expect(text).toContain('"right": "Infinity"');
  expect(text).toContain('"difference": "-Infinity"');
});

test('the schema knows every verdict', () => {
  expect(schema).toHaveProperty('definitions.verdict.enum', [...verdicts]);
});

test('the same run gives the same bytes', () => {
  expect(report([checked(sample)])).toBe(report([checked(sample)]));
});
