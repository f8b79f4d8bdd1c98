/** The command with a stub for the checker: options, inputs, exit statuses, streams. */
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultOptions } from '../../src/check/options.js';
import { describeFailure } from '../../src/cli/input.js';
import { check, type Setting } from './harness.js';

const good = { 'a.expr': 'eq1: confirmed' };

describe('a wrong command line: one line on standard error, exit status 2', () => {
  test.each<[string, string]>([
    ['', 'no file: name one or more, or - for standard input (see check --help)'],
    [
      '--samples 0 a.expr',
      "option '--samples <n>' argument '0' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    [
      '--samples -5 a.expr',
      "option '--samples <n>' argument '-5' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    [
      '--samples 1.5 a.expr',
      "option '--samples <n>' argument '1.5' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    [
      '--samples 1e3 a.expr',
      "option '--samples <n>' argument '1e3' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    [
      '--samples=NaN a.expr',
      "option '--samples <n>' argument 'NaN' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    [
      '--samples= a.expr',
      "option '--samples <n>' argument '' is invalid: it takes a whole number from 1 to 2147483648",
    ],
    ['--seed -1 a.expr', "option '--seed <n>' argument '-1' is invalid: it takes a whole number from 0 to 4294967295"],
    [
      '--seed 4294967296 a.expr',
      "option '--seed <n>' argument '4294967296' is invalid: it takes a whole number from 0 to 4294967295",
    ],
    ['--seed x a.expr', "option '--seed <n>' argument 'x' is invalid: it takes a whole number from 0 to 4294967295"],
    ['a.expr --seed', "option '--seed <n>' argument missing"],
    ['--jobs 0 a.expr', "option '--jobs <n>' argument '0' is invalid: it takes a whole number from 1 to 1024"],
    ['--jobs=-1 a.expr', "option '--jobs <n>' argument '-1' is invalid: it takes a whole number from 1 to 1024"],
    ['--jobs 1.5 a.expr', "option '--jobs <n>' argument '1.5' is invalid: it takes a whole number from 1 to 1024"],
    ['--jobs all a.expr', "option '--jobs <n>' argument 'all' is invalid: it takes a whole number from 1 to 1024"],
    ['--jobs 1025 a.expr', "option '--jobs <n>' argument '1025' is invalid: it takes a whole number from 1 to 1024"],
    ['a.expr --jobs', "option '--jobs <n>' argument missing"],
    ['--only= a.expr', "option '--only <label>' argument '' is invalid: it takes the label of a derivation"],
    [
      '--format xml a.expr',
      "option '--format <format>' argument 'xml' is invalid: allowed choices are pretty, json, github",
    ],
    ['--sampels 3 a.expr', "unknown option '--sampels' (did you mean --samples?)"],
    ['--strct a.expr', "unknown option '--strct' (did you mean --strict?)"],
    ['--colour a.expr', "unknown option '--colour'"],
    ['-x a.expr', "unknown option '-x'"],
    ['- -', 'standard input (-) can be checked only once'],
  ])('check %s', async (line, message) => {
    const words = line.split(' ').filter((word) => word !== '');
    expect(await check(words, { files: good })).toEqual({
      status: 2,
      out: '',
      err: `check: ${message}\n`,
      options: [],
    });
  });
});

describe('an input that cannot be read: exit status 2, and the other files are checked', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  test.each<[string, string, Setting, string]>([
    ['a missing file', 'b.expr', {}, 'no such file'],
    ['a missing folder', 'c/b.expr', {}, 'no such file'],
    ['a file for a folder', 'a.expr/b.expr', {}, 'no such file'],
    ['a name that is too long', 'x'.repeat(300), {}, 'no such file: the name is too long'],
    [
      'a directory',
      'proofs',
      { prepare: (folder) => mkdirSync(join(folder, 'proofs')) },
      'is a directory: name the files in it, e.g. dir/*.expr',
    ],
    [
      'a circle of links',
      'loop',
      { prepare: (folder) => symlinkSync('loop', join(folder, 'loop')) },
      'cannot be read: its symbolic links go in a circle',
    ],
    ['an empty file', 'b.expr', { files: { 'b.expr': '' } }, 'is empty: nothing to check'],
    [
      'a binary file',
      'b.expr',
      { files: { 'b.expr': bytes(0x61, 0x0a, 0, 1) } },
      'is a binary file: line 2 holds a NUL byte',
    ],
    [
      'Latin-1',
      'b.expr',
      { files: { 'b.expr': bytes(0x61, 0xe9, 0x61) } },
      'is not UTF-8: line 1 holds the byte 0xE9; save it as UTF-8',
    ],
    [
      'a file that is too large',
      'b.expr',
      { files: { 'b.expr': new Uint8Array(2 ** 24 + 1).fill(0x61) } },
      'is larger than 16 MB: split it into several files',
    ],
    ['a device without end', '/dev/zero', {}, 'is larger than 16 MB: split it into several files'],
  ])('%s', async (_, file, setting, message) => {
    const files = { ...good, ...setting.files };
    const { status, out, err } = await check([file, 'a.expr'], { ...setting, files });
    expect({ status, err }).toEqual({ status: 2, err: `check: ${file}: ${message}\n` });
    expect(out).toContain('1 step: 1 confirmed');
  });

  test.skipIf(process.getuid?.() === 0)('no permission', async () => {
    const prepare = (folder: string) => chmodSync(join(folder, 'a.expr'), 0);
    expect((await check(['a.expr'], { files: good, prepare })).err).toContain('permission denied');
  });

  test.each([
    ['EACCES', 'cannot be read: permission denied'],
    ['EPERM', 'cannot be read: permission denied'],
    ['EIO', 'cannot be read (EIO)'],
  ])('%s', (code, sentence) => {
    expect(describeFailure(Object.assign(new Error('x'), { code }))).toBe(sentence);
  });

  test('a name with control characters', async () => {
    expect((await check(['\u001b[31m.expr'])).err).toBe('check: <U+001B>[31m.expr: no such file\n');
  });

  test('empty standard input', async () => {
    expect(await check(['-'])).toMatchObject({ status: 2, err: 'check: <stdin>: is empty: nothing to check\n' });
  });
});

describe('read', () => {
  test.each<[string, string | Uint8Array]>([
    ['UTF-8', 'eq1: confirmed'],
    ['CRLF', 'eq1: confirmed\r\neq2: confirmed\r\n'],
    ['with a byte-order mark', '\ufeffeq1: confirmed'],
    ['UTF-16', Buffer.from('\ufeffeq1: confirmed', 'utf16le')],
    ['ten megabytes', `eq1: confirmed\n${'# comment\n'.repeat(2 ** 20)}`],
  ])('%s', async (_, text) => {
    const { status, out } = await check(['b.expr'], { files: { 'b.expr': text } });
    expect(status).toBe(0);
    expect(out).toContain('eq1\n  ✓ 1 confirmed  = b');
  });

  test('standard input, in pieces that cut characters', async () => {
    const { status, out } = await check(['-'], { stdin: '証拠: confirmed' });
    expect(status).toBe(0);
    expect(out).toMatch(/^<stdin>\n\n証拠\n/);
  });

  test('declarations only', async () => {
    const { status, out } = await check(['b.expr'], { files: { 'b.expr': 'latent z' } });
    expect(status).toBe(0);
    expect(out).toContain('no step to check');
  });
});

describe('imports stay in the folder of the file', () => {
  const files = {
    'a.expr': 'eq1: confirmed',
    'p/b.expr': 'eq1: confirmed',
    'p/sub/c.expr': 'eq1: confirmed',
  };
  const link = (folder: string) => symlinkSync('../a.expr', join(folder, 'p/link.expr'));
  test.each<[string, string]>([
    ['../a.expr', 'cannot import ../a.expr: it is outside the folder of p/main.expr'],
    ['sub/../../a.expr', 'cannot import sub/../../a.expr: it is outside the folder of p/main.expr'],
    ['/etc/passwd', 'cannot import /etc/passwd: it is outside the folder of p/main.expr'],
    ['none.expr', 'cannot import none.expr: no such file'],
    ['sub', 'cannot import sub: is a directory: name the files in it, e.g. dir/*.expr'],
    ['link.expr', 'cannot import link.expr: a symbolic link leads out of the folder'],
  ])('import %s', async (path, message) => {
    const main = { ...files, 'p/main.expr': `import ${path}\neq1: confirmed` };
    const { status, out, err } = await check(['p/main.expr'], { files: main, prepare: link });
    expect({ status, err }).toEqual({ status: 2, err: `check: p/main.expr: ${message}\n` });
    expect(out).toContain('1 step: 1 confirmed');
  });

  test.each(['b.expr', 'sub/c.expr', './sub/../b.expr'])('import %s is read', async (path) => {
    const main = { ...files, 'p/main.expr': `import ${path}\neq1: confirmed` };
    expect(await check(['p/main.expr'], { files: main })).toMatchObject({ status: 0, err: '' });
  });

  test('a failure that the checker lets through is no internal error', async () => {
    const main = { ...files, 'p/main.expr': 'need none.expr' };
    const { status, err } = await check(['p/main.expr', 'a.expr'], { files: main });
    expect({ status, err }).toEqual({
      status: 2,
      err: 'check: p/main.expr: cannot import none.expr: no such file\n',
    });
  });
});

describe('exit statuses', () => {
  test.each<[string, string[], number]>([
    ['all pass', ['confirmed', 'proved', 'witnessed', 'undecided'], 0],
    ['one fails', ['confirmed', 'refuted'], 1],
    ['malformed', ['malformed'], 1],
    ['conflict', ['conflict', 'refuted'], 3],
    ['strict', ['undecided', '--strict'], 1],
    ['proved', ['confirmed', '--proved'], 1],
    ['proved, and all are', ['proved', 'witnessed', '--proved', '--strict'], 0],
  ])('%s', async (_, words, expected) => {
    const verdicts = words.filter((word) => !word.startsWith('--'));
    const files = Object.fromEntries(verdicts.map((verdict) => [verdict, `eq: ${verdict}`]));
    expect((await check(words, { files })).status).toBe(expected);
  });

  test('a syntax error is 2, above a refuted line', async () => {
    expect((await check(['a', 'b'], { files: { a: 'syntax', b: 'eq: refuted' } })).status).toBe(2);
  });

  test('a missing file is below a conflict', async () => {
    expect((await check(['none', 'b'], { files: { b: 'eq: conflict' } })).status).toBe(3);
  });
});

describe('internal errors', () => {
  test('one line, exit status 3, and the other files are checked', async () => {
    const { status, out, err } = await check(['b', 'a.expr'], { files: { ...good, b: 'boom' } });
    expect({ status, err }).toEqual({
      status: 3,
      err: 'check: b: internal error: the stub went wrong; please report it\n',
    });
    expect(out).toContain('1 step: 1 confirmed');
  });

  test('a stack trace only if DERIVECHECK_DEBUG is set', async () => {
    const { err } = await check(['b'], { files: { b: 'boom' }, env: { DERIVECHECK_DEBUG: '1' } });
    expect(err).toMatch(/\n {4}at /);
  });

  test('a checker that does not load', async () => {
    const loadChecker = () => Promise.reject(new Error('no chunk'));
    expect(await check(['a.expr'], { files: good, loadChecker })).toMatchObject({
      status: 3,
      out: '',
      err: 'check: internal error: no chunk; please report it\n',
    });
  });
});

describe('--only', () => {
  const files = { a: 'eq1: confirmed\neq2: refuted', b: 'other: confirmed' };
  test('one derivation', async () => {
    const { status, out } = await check(['--only', 'eq1', 'a'], { files });
    expect(status).toBe(0);
    expect(out).not.toContain('eq2');
  });

  test('in one of several files', async () => {
    expect(await check(['--only', 'other', 'a', 'b'], { files })).toMatchObject({ status: 0, err: '' });
  });

  test.each<[string, string]>([
    ['eq3', "no derivation is labelled 'eq3'; did you mean eq1? the labels are eq1, eq2, other"],
    ['xyz', "no derivation is labelled 'xyz'; the labels are eq1, eq2, other"],
  ])('%s', async (only, message) => {
    expect(await check(['--only', only, 'a', 'b'], { files })).toMatchObject({
      status: 2,
      err: `check: --only: ${message}\n`,
    });
  });

  test('no label at all', async () => {
    const { err } = await check(['--only', 'x', 'c'], { files: { c: 'latent z' } });
    expect(err).toBe("check: --only: no derivation is labelled 'x'; there are no labels\n");
  });

  test('many labels', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `label${i}: confirmed`).join('\n');
    const { err } = await check(['--only', 'x', 'c'], { files: { c: many } });
    expect(err).toMatch(/label11, \.\.\. \(30 in all\)\n$/);
  });

  test('no file could be read: nothing more is said', async () => {
    expect((await check(['--only', 'x', 'none'])).err).toBe('check: none: no such file\n');
  });
});

describe('options reach the checker', () => {
  test.each<[string, object]>([
    ['', { seed: defaultOptions.seed, samples: defaultOptions.samples, only: null }],
    ['--seed 0', { seed: 0 }],
    ['--seed 4294967295', { seed: 4294967295 }],
    ['--seed=7 --samples=1', { seed: 7, samples: 1 }],
    ['--seed 1 --seed 2', { seed: 2 }],
    ['--only eq1', { only: 'eq1' }],
  ])('%s', async (line, expected) => {
    const words = [...line.split(' ').filter((word) => word !== ''), 'a.expr'];
    expect((await check(words, { files: good })).options).toMatchObject([expected]);
  });

  test('after the file as well, and -- ends them', async () => {
    expect((await check(['a.expr', '--seed', '3'], { files: good })).options).toMatchObject([{ seed: 3 }]);
    expect((await check(['--', '--seed'], { files: { '--seed': 'eq: proved' } })).status).toBe(0);
  });
});

describe('formats', () => {
  const files = { 'p/a.expr': 'eq1: refuted', 'p/b.expr': 'eq2: confirmed' };

  test('json: one document for all files, failures included', async () => {
    const { status, out } = await check(['--format', 'json', 'p/a.expr', 'none', '-', 'p/b.expr'], { files });
    const report = JSON.parse(out);
    expect(report).toMatchObject({ schema: 'derivecheck-report/1', tool: { version: '1.2.3' }, status });
    expect(report.files).toMatchObject([
      { file: 'p/a.expr', checked: true, status: 1 },
      { file: 'none', checked: false, status: 2, errors: ['no such file'] },
      { file: '<stdin>', checked: false, status: 2, errors: ['is empty: nothing to check'] },
      { file: 'p/b.expr', checked: true, status: 0 },
    ]);
    expect(report.summary).toMatchObject({ files: 4, steps: 2, passed: 1, failed: 1 });
  });

  test('json: the label that no derivation has', async () => {
    const { out, status } = await check(['--format', 'json', '--only', 'x', 'p/a.expr'], { files });
    expect(JSON.parse(out)).toMatchObject({ status, errors: [expect.stringContaining("labelled 'x'")] });
  });

  test('json: an import that failed counts in the status of its file', async () => {
    const broken = { a: 'import none\neq: confirmed' };
    const { out } = await check(['--format', 'json', 'a'], { files: broken });
    expect(JSON.parse(out).files).toMatchObject([{ status: 2, errors: ['cannot import none: no such file'] }]);
  });

  test('github: paths relative to the current folder, unreadable files as errors', async () => {
    const words = (folder: string) => ['--format', 'github', './p/../p/a.expr', join(folder, 'p/a.expr'), 'none'];
    const { out } = await check(words, { files });
    const refuted = '::error file=p/a.expr,line=1,col=1,endColumn=2,title=eq1%2C step 1%3A refuted::';
    expect(out.split(refuted)).toHaveLength(3);
    expect(out).toContain('::error file=none::no such file\n');
  });

  test('pretty: a total for several files', async () => {
    const { out } = await check(['p/a.expr', 'p/b.expr'], { files });
    expect(out).toMatch(/\n2 files, 2 steps: 1 confirmed, 1 refuted; 1 step failed\n$/);
  });

  test.each<[string, boolean, Record<string, string>, boolean]>([
    ['a terminal', true, {}, true],
    ['no terminal', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['no terminal, in CI', false, { CI: 'true', FORCE_COLOR: '1' }, false],
  ])('colours: %s', async (_, terminal, env, expected) => {
    const { out } = await check(['p/b.expr'], { files, terminal, env });
    expect(out.includes('\u001b')).toBe(expected);
  });
});

describe('progress', () => {
  const files = { a: 'slow\neq1: confirmed' };
  const bar = (done: number) => `${'█'.repeat(Math.floor(2.4 * done)).padEnd(24, '░')} ${done} of 10 steps  a`;

  test('a bar after a second, erased at the end', async () => {
    const { err } = await check(['a'], { files, terminal: true, stepTime: 300 });
    expect(err.split('\r\u001b[K')).toEqual(['', ...[5, 6, 7, 8, 9, 10].map(bar), '']);
  });

  test('not rewritten more often than a reader sees', async () => {
    const { err } = await check(['a'], {
      files: { a: 'slow\nslow\nslow\neq1: confirmed' },
      terminal: true,
      stepTime: 60,
    });
    expect(err.split(' of 30 steps')).toHaveLength(8);
  });

  test('over several files: erased before each report', async () => {
    const { err } = await check(['a', 'a'], { files, terminal: true, stepTime: 200 });
    const lines = err.split('\r\u001b[K').map((line) => line.replace(/^[█░]+ /, ''));
    const shown = (done: number, total: number) => `${done} of ${total} steps  ${total / 10 - 1} of 2 files done`;
    const second = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20].map((done) => shown(done, 20));
    expect(lines).toEqual(['', ...[6, 7, 8, 9, 10].map((done) => shown(done, 10)), ...second, '']);
    expect(err.endsWith('\r\u001b[K')).toBe(true);
  });

  test('nothing within a second, nothing where there is no terminal', async () => {
    expect((await check(['a'], { files, terminal: true, stepTime: 99 })).err).toBe('');
    expect((await check(['a'], { files, terminal: false, stepTime: 900 })).err).toBe('');
  });
});

describe('an interrupt: what was done, on standard error', () => {
  test.each<[string, string, number, string]>([
    ['interrupt SIGINT', 'a', 130, 'no step done; interrupted'],
    ['slow\ninterrupt SIGINT', 'a', 130, '10 of 10 steps done: 10 proved; interrupted'],
    ['slow\ninterrupt SIGTERM', 'a', 143, '10 of 10 steps done: 10 proved; interrupted'],
    ['slow\ninterrupt SIGTERM', 'b a b', 143, '10 steps done: 10 proved; 1 of 3 files done; interrupted'],
  ])('%j, check %s', async (text, words, status, message) => {
    const outcome = await check(words.split(' '), { files: { a: text, b: 'eq1: confirmed' } });
    expect(outcome).toMatchObject({ status, err: `check: ${message}\n` });
    expect(outcome.out.split('\n')[0]).toBe(words === 'a' ? '' : 'b');
  });

  test('json: no half of a document', async () => {
    const { out } = await check(['--format', 'json', 'b', 'a'], {
      files: { a: 'interrupt SIGINT', b: 'eq1: confirmed' },
    });
    expect(out).toBe('');
  });

  test('takes the bar off the terminal', async () => {
    const setting = { files: { a: 'slow\ninterrupt SIGINT' }, terminal: true, stepTime: 300 };
    const { err } = await check(['a'], setting);
    expect(err.endsWith('\r\u001b[Kcheck: 10 of 10 steps done: 10 proved; interrupted\n')).toBe(true);
  });
});

describe('--help and --version', () => {
  test('--version', async () => {
    expect(await check(['--version'])).toMatchObject({ status: 0, out: 'derivecheck 1.2.3\n', err: '' });
  });

  test.each([
    '--format',
    '--seed',
    '--samples',
    '--jobs',
    '--only',
    '--strict',
    '--proved',
    '--explain',
    '--rules',
    '--certificate',
    '--replay',
    'Exit status',
    'FILE...',
    '- for standard',
  ])('--help names %s', async (name) => {
    const { status, out, err } = await check(['--help']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain(name);
  });

  test('the checker is not loaded', async () => {
    const loadChecker = () => Promise.reject(new Error('loaded'));
    expect((await check(['--version'], { loadChecker })).status).toBe(0);
    expect((await check(['--help'], { loadChecker })).status).toBe(0);
    expect((await check(['--nope'], { loadChecker })).status).toBe(2);
  });
});
