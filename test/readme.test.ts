/** What the README says is so: its commands are those of CI, its output is real, the files it names are there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formats } from '../src/cli/arguments.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

const commands = [...readme.matchAll(/```sh\n(.*)\n```/g)].map((match) => match[1] ?? '');

test('it has two commands, to check and to test', () => {
  expect(commands).toEqual(['npm ci && npm run check proofs/ch6.expr', 'npm ci && npm test']);
});

test.each(commands)('the workflow runs %s', (command) => {
  expect(read('.github/workflows/ci.yml')).toContain(`run: ${command}\n`);
});

test('.ci/run runs the command for the tests', () => {
  expect(read('.ci/run')).toContain(commands[1]);
});

/** Each output stands between a comment with its command and another, as indented text; an empty one is still to come. */
const outputs = [
  ...readme.matchAll(/<!-- output:begin npm run check (?:-- )?(.*) -->\n([\s\S]*?)<!-- output:end -->/g),
].map(([, line = '', text = '']) => ({ line, text: text.replace(/^\n|\n$/g, '') }));

test('it shows output', () => {
  expect(outputs).not.toEqual([]);
});

describe('its output is what the command prints', () => {
  test.skipIf(outputs.every(({ text }) => text === '')).each(outputs)(
    '$line',
    { timeout: 300_000 },
    ({ line, text }) => {
      const words = [join(root, 'dist/cli.js'), ...line.split(' ')];
      const { stdout: printed } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
      // Blocks may be left out: an indented line of `...` alone stands for any number of lines.
      const parts = `${text.replace(/^```.*\n|\n?```$/g, '')}\n`.split(/^ *\.\.\.\n/m);
      let from = 0;
      for (const part of parts) {
        const at = printed.indexOf(part, from);
        expect(at, `the output has, after character ${from}: ${part}`).toBeGreaterThanOrEqual(0);
        from = at + part.length;
      }
      expect(printed.startsWith(parts[0] ?? '')).toBe(true);
      expect(from).toBe(printed.length);
    },
  );
});

const options = [
  '--seed',
  '--samples',
  '--budget',
  '--only',
  '--strict',
  '--proved',
  '--certificate',
  '--explain',
  '--rules',
  '--replay',
];

test.each([...options, '--help', '--version', ...formats])('it names %s', (name) => {
  expect(readme).toContain(name);
});

describe('the files that it names are there', () => {
  const named = [...readme.matchAll(/\]\(([^):]+)\)|^\| (`[^|]*`) \|/gm)].flatMap(([, link, row = '']) =>
    link === undefined ? [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '') : [link],
  );
  test.each(named.filter((name) => name.includes('/')))('%s', (name) => {
    expect(existsSync(join(root, name))).toBe(true);
  });
});
