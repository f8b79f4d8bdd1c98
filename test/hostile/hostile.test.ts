/**
 * Inputs that no one should write, given to the command as it is built: each gets an answer in words, in little memory
 * and little processor time, both read in the process itself.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { files } from './texts.js';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.js');

/** MB at most; seconds of processor time, four times what is promised, since a busy machine counts more of them. */
const mostMemory = 300;
const mostSeconds = 8;

/** Says on a stream of its own, as the process ends, what it has used. */
const meter = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(3, JSON.stringify({ memory: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
`)}`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'derivecheck-hostile-'));
  if (!existsSync(cli)) execFileSync(process.execPath, [join(root, '.ci/build.mjs')]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  /** On one line. */
  readonly output: string;
}

/** Runs the command in the folder, and sees to what it uses. */
function check(...words: readonly string[]): Ran {
  const run = spawnSync(process.execPath, ['--import', meter, cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 60_000,
    maxBuffer: 2 ** 28,
  });
  const used = JSON.parse(run.output[3] ?? '') as { readonly memory: number; readonly seconds: number };
  const output = `${run.stdout}${run.stderr}`;
  expect(output).not.toMatch(/internal error|^\s+at .*:\d+:\d+\)?$/m);
  expect(/[^\P{Cc}\n]/u.exec(output)).toBeNull();
  expect(used.memory).toBeLessThan(mostMemory);
  expect(used.seconds).toBeLessThan(mostSeconds);
  return { status: run.status, output: output.replace(/\s+/g, ' ') };
}

const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(folder, name), text);

test.each(Object.entries(files))('%s', (_, [source, status, answer]) => {
  write('hostile.expr', source);
  const ran = check('--samples', '4096', '--jobs', '1', 'hostile.expr');
  expect(ran.output).toContain(answer);
  expect(ran.status).toBe(status);
});

describe('imports', () => {
  test.each<[string, string, number, string]>([
    ['of itself', 'import "hostile.expr"', 1, 'the files import each other'],
    ['in a circle', 'import "circle.expr"', 1, 'the files import each other'],
    ['from above', 'import "../a.expr"', 2, 'it is outside the folder of'],
    ['from above, by a way around', 'import "sub/../../a.expr"', 2, 'it is outside the folder of'],
    ['from the root', 'import "/etc/passwd"', 2, 'it is outside the folder of'],
    ['by a symbolic link out of the folder', 'import "link.expr"', 2, 'a symbolic link leads out of the folder'],
    ['of a device without end', 'import "zero.expr"', 2, 'a symbolic link leads out of the folder'],
    ['of a folder', 'import "sub"', 2, 'is a directory'],
    ['of bytes', 'import "bytes.expr"', 2, 'is a binary file'],
    ['in a chain of a thousand', 'import "chain0.expr"', 1, 'there are more than 200 imports'],
    ['a thousand times', 'import "chain999.expr"\n'.repeat(1000), 1, 'there are more than 200 imports'],
    ['of a text that is too long', 'import "long.expr"', 1, 'more than 20000 steps'],
    ['with an escape in its name', 'import "\u001b[2J.expr"', 2, '<U+001B>'],
  ])('%s', (_, source, status, answer) => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    for (const [name, target] of [
      ['link.expr', '/etc/hostname'],
      ['zero.expr', '/dev/zero'],
    ] as const) {
      rmSync(join(folder, name), { force: true });
      symlinkSync(target, join(folder, name));
    }
    write('circle.expr', 'import "hostile.expr"');
    write('bytes.expr', Uint8Array.of(65, 0, 0, 65));
    write('long.expr', 'claim: 1 = 1\n'.repeat(1_000_000));
    for (let i = 0; i < 1000; i++) write(`chain${i}.expr`, i < 999 ? `import "chain${i + 1}.expr"\n` : 'param a');
    write('hostile.expr', `${source}\nclaim: 1 = 1\n`);
    const ran = check('hostile.expr');
    expect(ran.output).toContain(answer);
    expect(ran.status).toBe(status);
  });
});

describe('certificates', () => {
  test.each<[string, string, string]>([
    ['eight million brackets', '['.repeat(8_000_000), 'it is nested deeper than certificates are'],
    ['objects a million deep', '{"a":'.repeat(1_000_000), 'it is nested deeper than certificates are'],
    ['a million entries', `[${'null,'.repeat(1_000_000)}null]`, 'an object is needed here, not a list'],
    ['a text of fifteen megabytes', JSON.stringify('a'.repeat(15_000_000)), 'an object is needed here, not a text'],
    ['a number of fifteen million digits', '1'.repeat(15_000_000), 'an object is needed here, not a number'],
    ['parts of objects', '{"__proto__": {"format": 1}, "constructor": {}}', 'the key format is missing'],
    ['more than sixteen megabytes', ' '.repeat(17_000_000), 'is larger than 16 MB'],
  ])('%s', (_, text, answer) => {
    write('hostile.json', text);
    const ran = check('--replay', 'hostile.json');
    expect(ran.output).toContain(answer);
    expect(ran.status).toBe(2);
  });
});

describe('the budget', () => {
  /** True, and no rule proves it. */
  const hard = 'latent x\ndensity p(x)\nclaim: E_{p(x)}[exp(x)] E_{p(x)}[exp(-x)] >= 1\n';

  test.each([
    ['1', 'undecided'],
    ['1000', 'the budget of a step'],
    ['1000000000000', 'confirmed'],
  ])('of %s: %s', (budget, answer) => {
    write('hostile.expr', hard);
    const ran = check('--samples', '4096', '--budget', budget, 'hostile.expr');
    expect(ran.output).toContain(answer);
  });

  test('gives the same report with one thread and with two', () => {
    write('hostile.expr', `${hard}claim: 1 = 1\n${hard.slice(hard.indexOf('claim'))}`);
    const words = ['--samples', '4096', '--format', 'json', '--budget', '60000', 'hostile.expr'];
    expect(check('--jobs', '2', ...words).output).toBe(check('--jobs', '1', ...words).output);
  });
});
