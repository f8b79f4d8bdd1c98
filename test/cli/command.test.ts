/** The built command, as a shell starts it. `npm test` builds it first; otherwise `npm run build`. */
import { execFile, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const manifest: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

const folder = mkdtempSync(join(tmpdir(), 'derivecheck-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function check(words: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...words], { cwd: folder, maxBuffer: 2 ** 28 }, (_, out, err) =>
      resolve({ status: child.exitCode, out, err }),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Runs a line of bash; `check` in it is the command. */
function shell(line: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const script = `check() { '${process.execPath}' '${cli}' "$@"; }; ${line}`;
    const child = execFile('bash', ['-c', script], { cwd: folder }, (_, out, err) =>
      resolve({ status: child.exitCode, out, err }),
    );
  });
}

test('it can be started by its name', () => {
  accessSync(cli, constants.X_OK);
  expect(readFileSync(cli, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

describe('what V8 compiled at the build', () => {
  const program = join(dirname(cli), 'program.cjs');
  const code = readFileSync(`${program}.code`);
  const text = readFileSync(program).length;

  // In a process of its own: V8 refuses code under other flags than those that it was made under.
  test('is taken by V8', async () => {
    const asked = `new vm.Script(fs.readFileSync("${program}", "latin1"), {
      cachedData: fs.readFileSync("${program}.code").subarray(${text}) }).cachedDataRejected`;
    expect(await shell(`'${process.execPath}' -p '${asked}'`)).toMatchObject({ out: 'false\n' });
  });

  const changedAt = (at: number): Uint8Array => code.map((byte, i) => (i === at ? byte ^ 1 : byte));

  test.each<[string, Uint8Array | null]>([
    ['there is none', null],
    ['it is empty', new Uint8Array()],
    ['it is cut short', code.subarray(0, text + 100_000)],
    ['it is of another program', changedAt(1000)],
    ['it is of another V8', changedAt(text + 4)],
  ])('is not needed: %s', async (name, own) => {
    const dist = join(folder, name);
    mkdirSync(dist);
    copyFileSync(cli, join(dist, 'cli.mjs'));
    copyFileSync(program, join(dist, 'program.cjs'));
    if (own !== null) writeFileSync(join(dist, 'program.cjs.code'), own);
    expect(await shell(`'${process.execPath}' '${dist}/cli.mjs' --version`)).toEqual({
      status: 0,
      out: `derivecheck ${manifest.version}\n`,
      err: '',
    });
  });
});

test('--version', async () => {
  expect(await check(['--version'])).toEqual({ status: 0, out: `derivecheck ${manifest.version}\n`, err: '' });
});

test('--help', async () => {
  expect(await check(['--help'])).toMatchObject({ status: 0, err: '' });
});

describe('one line on standard error', () => {
  test.each<[string[], string]>([
    [[], 'check: no file: name one or more, or - for standard input (see check --help)\n'],
    [['none'], 'check: none: no such file\n'],
    [['.'], 'check: .: is a directory: name the files in it, e.g. dir/*.expr\n'],
    [['-'], 'check: <stdin>: is empty: nothing to check\n'],
    [['--seeed', '1'], "check: unknown option '--seeed' (did you mean --seed?)\n"],
  ])('check %j', async (words, err) => {
    expect(await check(words)).toEqual({ status: 2, out: '', err });
  });
});

describe('standard input', () => {
  test('is read fully', async () => {
    const text = `${'# comment\n'.repeat(200_000)}latent z\n`;
    expect(await check(['-'], text)).toMatchObject({ status: 0, err: '' });
  });

  test('may be closed', async () => {
    expect(await shell('check - <&-')).toMatchObject({ status: 2, out: '' });
  });

  test('is left alone where it is not asked for', async () => {
    file('declarations.expr', 'latent z\n');
    expect(await shell('check declarations.expr <&-')).toMatchObject({ status: 0, err: '' });
  });
});

describe('standard output', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `latent z${i} w${i} (\n`).join('');

  test('is written to its end into a pipe', async () => {
    file('many.expr', many);
    const { status, out } = await shell('set -o pipefail; check --format json many.expr | cat');
    expect(status).toBe(2);
    expect(() => JSON.parse(out)).not.toThrow();
  });

  test('may be closed early: no error, and the exit status stays', async () => {
    file('many.expr', many);
    const { err, out } = await shell('{ check many.expr; echo "status $?" >&2; } | head -n 1');
    expect({ out, err }).toEqual({ out: 'many.expr\n', err: 'status 2\n' });
  });
});

describe('formats', () => {
  const everything = `latent z : real
observed x
param t
density p(x, z) = p(z) p(x | z)
density q(z; x)
derivation one "証拠":
  E_{q(z; x)}[z]
  = E_{q(z; x)}[2 z]
  = E_{q(z; x)}[w]
  = E_{q(z; x)}[z] by magic
claim two: grad_t(p(z)) = grad_t(q(z; x))
claim three: p(x, z = (
`;

  test('the json of every kind of line keeps to the schema, and the same seed gives the same bytes', async () => {
    file('everything.expr', everything);
    const words = ['--format', 'json', '--samples', '4096', '--seed', '3', 'everything.expr', 'none'];
    const [first, second] = await Promise.all([check(words), check(words)]);
    expect(first).toEqual(second);
    const schema: object = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(first.out)) ? [] : validate.errors).toEqual([]);
  });

  test('github annotates the refuted line at its place', async () => {
    file('everything.expr', everything);
    const { out } = await check(['--format', 'github', '--samples', '4096', 'everything.expr']);
    expect(out).toContain('::error file=everything.expr,line=8,col=3,endColumn=21,title=one%2C step 1%3A refuted::');
  });
});

describe('imports', () => {
  const declarations = 'latent z\nobserved x\ndensity p(x, z) = p(z) p(x | z)\n';
  const claim = 'claim one: p(x, z) = p(z) p(x | z)\n';
  mkdirSync(join(folder, 'p/sub'), { recursive: true });
  file('outside.expr', declarations);
  file('p/model.expr', declarations);
  file('p/sub/model.expr', declarations);
  file('p/sub/chain.expr', 'import "../model.expr"\n');

  test.each(['model.expr', 'sub/model.expr', 'sub/chain.expr'])('%s is read', async (path) => {
    file('p/main.expr', `import "${path}"\n${claim}`);
    expect(await check(['--samples', '4096', 'p/main.expr'])).toMatchObject({ status: 0, err: '' });
  });

  test.each([
    ['../outside.expr', 'it is outside the folder of p/main.expr'],
    ['none.expr', 'no such file'],
  ])('%s is refused', async (path, why) => {
    file('p/main.expr', `import "${path}"\n`);
    const { status, out, err } = await check(['p/main.expr']);
    expect({ status, err }).toEqual({ status: 2, err: `check: p/main.expr: cannot import ${path}: ${why}\n` });
    expect(out).toContain(`p/main.expr:1:1: declaration error: cannot import "${path}": `);
  });
});

describe('proofs', () => {
  const source = `latent z
observed x
density p(x, z) = p(z) p(x | z)
density q(z; x)
assume small: p(x) = 2
rule halve: ?a - ?a = 0
derivation bound: ln p(x)
  = ln int p(x, z) dz by marginalisation
  >= E_{q(z; x)}[ln p(x, z) - ln q(z; x)] by definition of expectation, Jensen, log of a quotient
claim other: ln p(x) != 0
claim: 1 = p(x) / p(x)
`;
  file('proof.expr', source);
  const samples = ['--samples', '256'];

  test('a line says by what it is proved, what its reasons lack, and what is taken on trust', async () => {
    const { out } = await check([...samples, 'proof.expr']);
    expect(out).toContain('      proved by       marginalisation\n');
    expect(out).toMatch(/ conditions? on trust\n {2}1 step {2}.* is integrable under q\(z \| x\)\n/);
  });

  test('--explain prints the rewriting of a step, and of all steps of a derivation', async () => {
    const one = await check(['--explain', 'bound.1', 'proof.expr']);
    expect(one).toMatchObject({ status: 0, err: '' });
    expect(one.out).toBe(
      'proof.expr\n\nbound.1 is proved by marginalisation\n  1    ln p(x)\n  2  = ln(int p(x, z) dz)  by marginalisation\n  no assumption\n',
    );
    const all = await check(['--explain', 'bound', 'proof.expr']);
    expect(all.out).toContain('bound.1 is proved');
    expect(all.out).toMatch(/\n +\d+ {2}>= [\s\S]* by jensen\n/);
  });

  test.each<[string, number, string]>([
    ['other', 1, 'other.1 is not proved: a difference is shown by an example, not by rules\n'],
    ['line 11', 0, 'line 11.1 is proved by arithmetic\n'],
  ])('--explain %s: exit status %i', async (label, status, text) => {
    const outcome = await check(['--explain', label, 'proof.expr']);
    expect(outcome).toMatchObject({ status, err: '' });
    expect(outcome.out).toContain(text);
  });

  test.each([
    ['bound.3', 'did you mean bound.1? the labels are bound.1, bound.2'],
    ['buond', 'did you mean bound? the labels are bound, other, line 11'],
  ])('--explain %s: no such label', async (label, hint) => {
    expect(await check(['--explain', label, 'proof.expr'])).toEqual({
      status: 2,
      out: '',
      err: `check: --explain: no derivation or step is labelled '${label}'; ${hint}\n`,
    });
  });

  test('a certificate is accepted, and is of its file alone', async () => {
    expect(await check([...samples, '--certificate', 'proof.json', 'proof.expr'])).toMatchObject({ err: '' });
    const { status, out, err } = await check(['--replay', 'proof.json', 'proof.expr']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('✓ bound.1 accepted\n    ln p(x) = ln(int p(x, z) dz)\n');
    expect(out).toContain('✓ line 11.1 accepted\n');
    expect(out).toContain('✓ it is of this file');
    file('changed.expr', source.replace('ln int p(x, z) dz by', '2 by').replace('latent z\n', 'latent z : real\n'));
    const other = await check(['--replay', 'proof.json', 'changed.expr']);
    expect(other.status).toBe(1);
    expect(other.out).toContain('✗ it is not of this file\n    the variable z is another in the file\n');
    expect(other.out).toContain('    the claim bound.1 is another in the file\n');
  });

  test('the signs of mathematics are read as their names are', async () => {
    const lines = [
      'a ≤ 2a',
      'a ≠ 2a',
      'a − a = 0',
      'KL[p(x) ‖ p(x)] = 0',
      'p(x) ∝_{x} a p(x)',
      '2a ⩾ a',
      '∇_{a}(a²) = 2a',
    ];
    const words = ['𝔼_{p(x)}[a·x] = a 𝔼_{p(x)}[x]', '∫ p(x) dx = 1', 'α + β ≥ β'];
    const claims = [...lines, ...words].map((line) => `claim: ${line}\n`).join('');
    file('signs.expr', `latent x\nparam a : positive\nparam α : positive\nparam β\ndensity p(x)\n${claims}`);
    const { out, err } = await check([...samples, '--format', 'json', 'signs.expr']);
    const [found] = (
      JSON.parse(out) as { files: { problems: unknown[]; summary: { steps: number; failed: number } }[] }
    ).files;
    expect({ err, problems: found?.problems, summary: found?.summary }).toMatchObject({
      err: '',
      problems: [],
      summary: { steps: 10, failed: 0 },
    });
  });

  test('a counterexample is written, and refutes one line of its own', async () => {
    file('false.expr', 'latent x, y\ndensity p(x, y)\nclaim same: E_{p(x, y)}[x y] = E_{p(x)}[x] E_{p(y)}[y]\n');
    const { status, out } = await check([...samples, '--counterexample', 'small.expr', 'false.expr']);
    expect({ status, shown: out.includes('density p(y | x) = table[x, y]') }).toEqual({ status: 1, shown: true });
    expect((await check([...samples, 'small.expr'])).out).toContain('1 step: 1 refuted');
  });

  test('no counterexample is written where there is none', async () => {
    const { status, err } = await check([...samples, '--counterexample', 'none.expr', 'proof.expr']);
    expect({ status, err }).toEqual({
      status: 0,
      err: 'check: none.expr: not written: no line is refuted by a model that can be written out\n',
    });
    expect(existsSync(join(folder, 'none.expr'))).toBe(false);
  });

  test('a changed certificate is none', async () => {
    await check([...samples, '--certificate', 'proof.json', 'proof.expr']);
    const text = readFileSync(join(folder, 'proof.json'), 'utf8');
    file('forged.json', text.replace('"="', '">="'));
    const { status, out, err } = await check(['--replay', 'forged.json']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^check: forged\.json: is no certificate that holds: .*digest.*\n$/);
    file('cut.json', text.slice(0, 500));
    expect((await check(['--replay', 'cut.json'])).err).toBe(
      'check: cut.json: is no certificate that holds: this is no JSON\n',
    );
  });

  test('of a file with imports', async () => {
    file('p/model.expr', 'latent z\nobserved x\ndensity p(x, z) = p(z) p(x | z)\n');
    file('p/imports.expr', 'import "model.expr"\nclaim one: p(x, z) = p(z) p(x | z)\n');
    await check([...samples, '--certificate', 'imports.json', 'p/imports.expr']);
    expect(await check(['--replay', 'imports.json', 'p/imports.expr'])).toMatchObject({ status: 0, err: '' });
  });
});

describe('--rules', () => {
  test('prints the tables', async () => {
    const { status, out, err } = await check(['--rules']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('logarithm\nLogarithms, exponentials and powers of positive terms, and absolute values.\n');
    expect(out).toMatch(
      /\n {2}log-product +ln\(\?a \?b\) = ln\(\?a\) \+ ln\(\?b\)\n +when \?a > 0, \?b > 0\n +cited as log of a product/,
    );
    expect(out).toMatch(
      /\nrefused\nRules that [\s\S]*\n {2}product-of-expectations [\s\S]*\n +Independence is needed\.\n/,
    );
    expect(out).not.toContain('undefined');
  });

  test.each([
    ['linearity', 'expectation-sum', 'log-product'],
    ['Linearity of Expectation', 'expectation-sum', 'log-product'],
    ['log-product', 'log-product', 'log-quotient'],
    ['refused', 'variance-linear', 'log-product'],
    ['procedures', 'factorisation', 'log-product'],
    ['definition', 'variance-deviation', 'log-product'],
  ])('%s', async (name, shown, hidden) => {
    const { out } = await check(['--rules', ...name.split(' ')]);
    expect(out).toContain(`  ${shown}`);
    expect(out).not.toContain(`  ${hidden} `);
  });
});

describe('an interrupt ends it, and it says what was done', () => {
  file('short.expr', 'claim one: 1 = 1\n');
  const claims = Array.from(
    { length: 1500 },
    (_, k) => `claim c${k}: E_{p(z)}[f(z) + ${k} z] = ${k} E_{p(z)}[z] + E_{p(z)}[f(z)]`,
  );
  file('long.expr', `latent z\nfunction f(z)\ndensity p(z)\n${claims.join('\n')}\n`);

  /** Interrupts the command when its first report is written; the time from then to its end in milliseconds. */
  function interrupted(
    words: readonly string[],
    signal: NodeJS.Signals,
  ): Promise<Outcome & { readonly after: number }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [cli, ...words], { cwd: folder });
      const written = { out: '', err: '' };
      let sentAt = 0;
      child.stderr.on('data', (data) => {
        written.err += data;
      });
      child.stdout.on('data', (data) => {
        written.out += data;
        if (!written.out.includes('1 step: 1 proved') || sentAt > 0) return;
        sentAt = performance.now();
        setTimeout(() => child.kill(signal), 500);
      });
      child.on('close', (status) => resolve({ status, ...written, after: performance.now() - sentAt }));
    });
  }

  test.each<[NodeJS.Signals, number, string]>([
    ['SIGINT', 130, '1'],
    ['SIGINT', 130, '2'],
    ['SIGTERM', 143, '2'],
  ])('%s: exit status %i with --jobs %s', async (signal, expected, jobs) => {
    const words = ['--jobs', jobs, '--thorough', '--samples', '4194304', 'short.expr', 'long.expr', 'short.expr'];
    const { status, out, err, after } = await interrupted(words, signal);
    expect({ status, out }).toMatchObject({ status: expected, out: expect.not.stringContaining('long.expr') });
    expect(err).toMatch(/^check: \d+ steps? done: .*; 1 of 3 files done; interrupted\n$/);
    expect(after).toBeLessThan(10_000);
  });

  test('while it waits for standard input', async () => {
    const child = spawn(process.execPath, [cli, '-'], { cwd: folder });
    const ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ?? status)));
    setTimeout(() => child.kill('SIGINT'), 300);
    expect(['SIGINT', 130]).toContain(await ended);
  });
});

test('bytes that are no text give a line, never a stack trace', async () => {
  const random = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256);
  file('random.expr', random);
  const { status, err } = await check(['random.expr']);
  expect(status).toBe(2);
  expect(err).toMatch(/^check: random\.expr: .*\n$/);
});
