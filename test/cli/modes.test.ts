/** What the command does instead of a check, with a stub for the checker: --explain, --rules, --certificate, --replay. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../src/cli/input.js';
import { check } from './harness.js';

const files = { 'a.expr': 'eq1: proved\neq2: confirmed', 'b.expr': 'other: proved' };
const run = (line: string, more: Record<string, string> = {}) =>
  check(
    line.split(' ').filter((word) => word !== ''),
    { files: { ...files, ...more } },
  );

describe('a wrong command line: one line on standard error, exit status 2', () => {
  test.each<[string, string]>([
    ['a.expr --explain', "option '--explain <label>' argument missing"],
    [
      '--explain= a.expr',
      "option '--explain <label>' argument '' is invalid: it takes the label of a derivation or step",
    ],
    ['--explain eq1', 'no file: name one or more, or - for standard input (see check --help)'],
    ['--explain eq1 --only eq1 a.expr', "option '--explain <label>' cannot be used with option '--only <label>'"],
    ['--explain eq1 --rules', "option '--explain <label>' cannot be used with option '--rules [name]'"],
    ['--explain eq1 --format github a.expr', '--format github annotates a check: --explain has pretty and json'],
    ['--rules --format github', '--format github annotates a check: --rules has pretty and json'],
    ['--replay', "option '--replay <file>' argument missing"],
    ['--replay=', "option '--replay <file>' argument '' is invalid: it takes a file"],
    ['--replay c.json a.expr b.expr', '--replay compares a certificate with one file'],
    ['--replay c.json --format github', '--format github annotates a check: --replay has pretty and json'],
    [
      '--replay c.json --certificate d.json',
      "option '--replay <file>' cannot be used with option '--certificate <file>'",
    ],
    ['a.expr --certificate', "option '--certificate <file>' argument missing"],
    ['--certificate= a.expr', "option '--certificate <file>' argument '' is invalid: it takes a file"],
    ['--certificate c.json', 'no file: name one or more, or - for standard input (see check --help)'],
    ['--certificate c.json a.expr b.expr', '--certificate writes the proofs of one file: name one'],
    ['--certificat c.json a.expr', "unknown option '--certificat' (did you mean --certificate?)"],
    ['--explian eq1 a.expr', "unknown option '--explian' (did you mean --explain?)"],
  ])('check %s', async (line, message) => {
    expect(await run(line)).toEqual({ status: 2, out: '', err: `check: ${message}\n`, options: [] });
  });
});

describe('--explain', () => {
  test('a step that is proved', async () => {
    const { status, out, err } = await run('--explain eq1 a.expr');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('eq1.1 is proved by linearity\n  1    a\n  2  = b  by plate-sum\n');
  });

  test('a step that is not: the reason, exit status 1', async () => {
    const { status, out } = await run('--explain eq2 a.expr');
    expect(status).toBe(1);
    expect(out).toContain('eq2.1 is not proved: no rule gives this relation\n');
  });

  test('an unknown label', async () => {
    expect(await run('--explain eq3 a.expr')).toMatchObject({
      status: 2,
      out: '',
      err: "check: --explain: no derivation or step is labelled 'eq3'; did you mean eq1? the labels are eq1, eq2\n",
    });
  });

  test('in one of several files, and a missing one', async () => {
    const { status, out, err } = await run('--explain other a.expr b.expr none');
    expect({ status, err }).toEqual({ status: 2, err: 'check: none: no such file\n' });
    expect(out).toMatch(/^b\.expr\n/);
    expect(await run('--explain other a.expr b.expr')).toMatchObject({ status: 0, err: '' });
  });

  test('an import that cannot be read', async () => {
    const { status, out, err } = await run('--explain eq1 c.expr', { 'c.expr': 'import none\neq1: proved' });
    expect({ status, out, err }).toEqual({
      status: 2,
      out: '',
      err: 'check: c.expr: cannot import none: no such file\n',
    });
  });

  test('as json', async () => {
    const { status, out } = await run('--explain eq2 --format json a.expr');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'derivecheck-explanation/1',
      label: 'eq2',
      status,
      files: [{ file: 'a.expr', steps: [{ label: 'eq2.1', proof: null }] }],
    });
  });

  test('standard input', async () => {
    expect(await check(['--explain', 'eq1', '-'], { stdin: 'eq1: proved' })).toMatchObject({ status: 0, err: '' });
  });
});

describe('--rules', () => {
  test.each(['--rules', '--rules log of a product'])('check %s', async (line) => {
    const { status, out, err } = await run(line);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('  log-one  ln(1) = 0\n');
  });

  test('an unknown name', async () => {
    const { status, err } = await run('--rules logarithms');
    expect(status).toBe(2);
    expect(err).toBe(
      "check: --rules: no rule, family of rules or table is called 'logarithms'; did you mean logarithm? the names are logarithm, log of a product\n",
    );
  });

  test('as json', async () => {
    const { out } = await run('--rules --format json');
    expect(JSON.parse(out)).toMatchObject({ schema: 'derivecheck-rules/1', sections: [{ name: 'logarithm' }] });
  });
});

describe('--certificate', () => {
  const written = async (words: readonly string[], more: Record<string, string> = {}) => {
    let text: string | null = null;
    const after = (folder: string) => {
      if (existsSync(join(folder, 'c.json'))) text = readFileSync(join(folder, 'c.json'), 'utf8');
    };
    const outcome = await check(words, {
      files: { ...files, ...more },
      prepare: (folder) => mkdirSync(join(folder, 'folder')),
      after,
    });
    return { ...outcome, text };
  };

  test('is written beside the report', async () => {
    const { status, out, text } = await written(['--certificate', 'c.json', 'a.expr']);
    expect(status).toBe(0);
    expect(out).toContain('eq1\n  ✓ 1 proved');
    expect(text).toBe(`certificate of ${files['a.expr']}`);
  });

  test('takes the place of an older one', async () => {
    expect((await written(['--certificate', 'c.json', 'b.expr'], { 'c.json': 'old' })).text).toBe(
      'certificate of other: proved',
    );
  });

  test('is written of a file with lines that fail', async () => {
    const { status, text } = await written(['--certificate', 'c.json', 'c.expr'], { 'c.expr': 'eq1: refuted' });
    expect({ status, text }).toEqual({ status: 1, text: 'certificate of eq1: refuted' });
  });

  test('is not written where an import cannot be read', async () => {
    const { status, err, text } = await written(['--certificate', 'c.json', 'c.expr'], {
      'c.expr': 'import none\neq1: proved',
    });
    expect({ status, err, text }).toEqual({
      status: 2,
      err: 'check: c.expr: cannot import none: no such file\n',
      text: null,
    });
  });

  test.each([
    ['folder', 'is a directory: name a file in it'],
    ['none/c.json', 'cannot be written: there is no such folder'],
    ['a.expr/c.json', 'cannot be written: there is no such folder'],
  ])('cannot be written to %s: exit status 2 below the report', async (path, why) => {
    const { status, out, err } = await written(['--certificate', path, 'a.expr']);
    expect({ status, err }).toEqual({ status: 2, err: `check: ${path}: ${why}\n` });
    expect(out).toContain('1 proved');
  });

  test.each([
    ['EACCES', 'cannot be written: permission denied'],
    ['ENOSPC', 'cannot be written: the disk is full'],
    ['EIO', 'cannot be written (EIO)'],
  ])('%s', (code, sentence) => {
    expect(describeFailure(Object.assign(new Error('x'), { code }), 'written')).toBe(sentence);
  });
});

describe('--replay', () => {
  const certificates = {
    'good.json': 'eq1: proved',
    'bad.json': 'eq1: proved\neq2: wrong',
    'text.json': '{',
    'empty.json': '',
  };

  test.each<[string, number, string]>([
    ['--replay good.json', 0, '✓ eq1 accepted\n    a = b\n\n1 claim: 1 accepted\n'],
    [
      '--replay bad.json',
      1,
      '✗ eq2 not accepted\n    step 3: a condition does not hold\n    a = b\n\n2 claims: 1 accepted, 1 not accepted\n',
    ],
    ['--replay good.json same.expr', 0, '✓ it is of this file: the same declarations, and lines that stand in it\n'],
    ['--replay good.json a.expr', 1, '✗ it is not of this file\n    the file has no claim eq1.1\n'],
  ])('check %s: exit status %i', async (line, expected, text) => {
    const { status, out, err } = await run(line, { ...certificates, 'same.expr': 'eq1: proved' });
    expect({ status, err }).toEqual({ status: expected, err: '' });
    expect(out).toContain(text);
  });

  test.each<[string, string]>([
    ['--replay none', 'none: no such file'],
    ['--replay .', '.: is a directory: name the files in it, e.g. dir/*.expr'],
    ['--replay empty.json', 'empty.json: is empty: nothing to check'],
    ['--replay text.json', 'text.json: is no certificate that holds: this is no JSON'],
    ['--replay good.json none', 'none: no such file'],
    ['--replay good.json c.expr', 'c.expr: cannot import none: no such file'],
  ])('check %s: exit status 2', async (line, message) => {
    const more = { ...certificates, 'c.expr': 'import none\neq1: proved' };
    expect(await run(line, more)).toEqual({ status: 2, out: '', err: `check: ${message}\n`, options: [] });
  });

  test('as json, a rejected one as well', async () => {
    const { out } = await run('--replay bad.json --format json', certificates);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'derivecheck-replay/1',
      certificate: 'bad.json',
      status: 1,
      rejected: null,
    });
    const rejected = await run('--replay text.json --format json', certificates);
    expect(rejected).toMatchObject({ status: 2, err: '' });
    expect(JSON.parse(rejected.out)).toMatchObject({ status: 2, rejected: 'this is no JSON', claims: [] });
  });
});

test('a checker that does not load is an internal error', async () => {
  for (const words of [['--rules'], ['--explain', 'eq1', 'a.expr']]) {
    const loadChecker = () => Promise.reject(new Error('no chunk'));
    expect(await check(words, { files, loadChecker })).toMatchObject({
      status: 3,
      out: '',
      err: 'check: internal error: no chunk; please report it\n',
    });
  }
});
