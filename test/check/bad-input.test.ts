/** Files that no one should write: each gets an answer, in words, and soon. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import { noImports } from '../syntax/line.js';

const root = join(import.meta.dirname, '../..');
const repeat = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', 'prototype'] as const;

/** The text, the exit status, and a part of the answer. */
const files: Readonly<Record<string, readonly [source: string, status: number, answer: string]>> = {
  'declarations only': ['plate n = 1..N\nlatent x_n', 0, 'nothing was checked'],
  'a derivation without a relation': ['derivation: 1', 2, 'a derivation needs at least one step'],
  'both sides infinite': ['claim: inf = inf', 0, 'undecided'],
  'a division by zero': ['claim: 1/0 = 1/0', 0, 'undecided'],
  'the logarithm of a negative number': ['claim: ln (-1) = ln (-1)', 0, 'undecided'],
  'the logarithm of a real variable': ['latent x : real\ndensity p(x)\nclaim: E_{p(x)}[ln x] = 0', 1, ''],
  'a member outside its plate': [
    'plate t = 1..T\nlatent x_t\ndensity p(x_t)\nclaim: E_{p(x_0)}[1] = 1',
    1,
    'x_0 is outside its plate 1..T',
  ],
  'a label twice': ['claim a: 1 = 1\nclaim a: 1 = 1', 1, 'the label a is used twice'],
  'a thousand syntax errors': [repeat(1000, () => 'claim: )\n'), 2, "expected an expression but found ')'"],
  'a thousand malformed lines': [`derivation: 1\n${repeat(1000, () => ' = foo\n')}`, 1, 'foo is not declared'],
  'ten megabytes of comments': [repeat(1_300_000, () => '# words\n'), 0, 'nothing was checked'],
  'brackets nested five thousand deep': [
    `claim: ${'('.repeat(5000)}1${')'.repeat(5000)} = 1`,
    2,
    'nested more than 100 deep',
  ],
  'brackets nested ninety deep': [`claim: ${'('.repeat(90)}1${')'.repeat(90)} = 1`, 0, 'proved'],
  'twenty thousand terms': [`claim: ${'1 + '.repeat(19_999)}1 = 20000`, 0, 'proved'],
  'an empty plate': ['plate n = 1..0\nclaim: sum_n 1 = 0', 1, 'the range 1..0 has no members'],
  'a plate of a billion': [
    'plate n = 1..1000000000\nlatent z_n\ndensity p(z_n)\nclaim: sum_n 1 = 0',
    1,
    'has more than 100 members',
  ],
  'a sum of a billion': ['claim: sum_{k = 1..1000000000} k = 0', 1, 'has more than 1000 members'],
  'a sum a billion beyond its plate': [
    'plate n = 1..N\nclaim: sum_{k = 1..N+1000000000} k = 0',
    1,
    'has more than 1000 members',
  ],
  'sums of a billion terms together': [
    'claim: sum_{a=1..1000} sum_{b=1..1000} sum_{c=1..1000} 1 = 0',
    1,
    'more than 10000 terms',
  ],
  'a variable of a billion values': ['latent z : 1..1000000000\ndensity p(z)', 1, 'has more than 100 members'],
  'a lag of a billion': [
    'plate t = 1..T\nlatent x_t\nlet X = {x_t}\ndensity p(X)\nclaim: p(x_{t-1000000000}) = 1 for any x_t, t',
    0,
    'undecided',
  ],
  'huge exponents': ['claim: 10^1e300 = 1\nclaim: 2^(2^(2^(2^(2^2)))) = 1', 0, 'undecided'],
  'a number of a million digits': [`claim: ${'9'.repeat(1_000_000)} = 1`, 1, 'a number has at most 1000 digits'],
  'an exponent of four digits': ['claim: 1e9999 = 0', 1, 'a number has at most 1000 digits'],
  'a subset bigger than its range': ['subset S of 1..2 size 3\nclaim: 1 = 1', 1, 'S cannot have 3 members'],
  'a subset with too many draws': ['subset S of 1..60 size 30\nclaim: 1 = 1', 1, 'more than 10000 draws'],
  'definitions that double': [
    `define F0 = 2\n${repeat(40, (i) => `define F${i + 1} = F${i} + F${i}\n`)}claim: F40 = 1`,
    1,
    'has more than 10000 parts',
  ],
  'variables named as parts of objects': [
    `latent ${names.join(', ')}\ndensity p(${names.join(', ')})\nclaim: E_{p(constructor)}[toString] = toString for any toString`,
    0,
    'proved',
  ],
  'functions and families named as parts of objects': [
    'latent x\nfunction toString(a)\ndensity constructor(x)\ndefine valueOf = 2\nclaim: E_{constructor(x)}[toString(x) valueOf] = 2 E_{constructor(x)}[toString(x)]',
    0,
    'proved',
  ],
  'labels and reasons named as parts of objects': [
    'claim __proto__: 1 = 1\nclaim constructor: 1 = 1 by __proto__, toString',
    0,
    "'toString' is no label",
  ],
  'names that are no names': ['latent __proto__', 2, "expected a name but found '_'"],
  'two hundred variables': [
    `latent ${Array.from({ length: 200 }, (_, i) => `a${i}`).join(', ')}\nclaim: a0 = a199 for any a199`,
    1,
    'refuted',
  ],
  'no member at some sizes': [
    'plate n = 1..2\nplate m = 1..N\nlatent z_n\ndensity p(z_2) = prod_m p(z_m)',
    1,
    'the index 3 is outside the plate of n',
  ],
};

/** Milliseconds; a slow machine needs several times what ours does. */
const allowed = 4000;

describe('checkDocument', () => {
  test.each(Object.entries(files))('%s', (_, [source]) => {
    const start = performance.now();
    checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 2 ** 12, repairs: 0 }, noImports);
    expect(performance.now() - start).toBeLessThan(allowed);
  });
});

describe('the command', () => {
  let folder = '';
  const cli = join(root, 'dist/cli.js');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'derivecheck-bad-'));
    if (!existsSync(cli)) execFileSync(process.execPath, [join(root, '.ci/build.mjs')]);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(files))('%s', (name, [source, status, answer]) => {
    const file = join(folder, `${name}.expr`);
    writeFileSync(file, source);
    const words = [cli, '--samples', '4096', file];
    const run = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 20_000, maxBuffer: 2 ** 28 });
    const output = `${run.stdout}${run.stderr}`;
    expect(output).not.toMatch(/internal error|^\s+at .*:\d+:\d+\)?$/m);
    expect(output.replace(/\s+/g, ' ')).toContain(answer);
    expect(run.status).toBe(status);
  });
});
