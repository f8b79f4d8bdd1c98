/** Worker threads: the built ones answer as this thread does, and what goes wrong in one is said. Needs a build. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checker } from '../../src/cli/checker.js';
import type { Host } from '../../src/cli/host.js';
import { Pool } from '../../src/cli/pool.js';
import { run } from '../../src/cli/run.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const builtWorker = new URL('../../dist/worker.js', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'derivecheck-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker of a test's own. */
function workerOf(name: string, code: string): URL {
  const path = join(folder, name);
  writeFileSync(path, code);
  return pathToFileURL(path);
}

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly threads: number | null;
}

/** Runs the command in this process, by a clock on which every step takes so long that workers start after the first. */
async function check(words: readonly string[], worker = builtWorker): Promise<Outcome> {
  const written = { out: '', err: '' };
  let [time, threads]: [number, number | null] = [0, null];
  const output = (to: 'out' | 'err') => ({
    write: (text: string) => {
      written[to] += text;
    },
    isTerminal: false,
    columns: 100,
  });
  const host: Host = {
    version: '1.2.3',
    cwd: root,
    env: {},
    stdin: async function* () {},
    stdout: output('out'),
    stderr: output('err'),
    now: () => 0,
    processorTime: () => (time += 5000),
    processors: 2,
    startWorkers: async (wanted) => {
      threads = wanted;
      return new Pool(worker, wanted);
    },
    listen: () => () => {},
    loadChecker: async () => checker,
  };
  const status = await run(words, host);
  return { status, ...written, threads };
}

const others = ['proofs/wrong/minibatch.expr', 'proofs/minibatch.expr'];

describe('the report does not depend on the number of workers', { timeout: 120_000 }, () => {
  const few = ['--samples', '512', '--seed', '5'];
  const text = `latent z : real
observed x
param t
density p(x, z) = p(z) p(x | z)
density q(z; x)
rule halve: ?a - ?a = 0
derivation one "証拠":
  E_{q(z; x)}[z]
  = E_{q(z; x)}[2 z]
  = E_{q(z; x)}[w]
  = E_{q(z; x)}[z] by magic
claim two: grad_t(p(z)) = grad_t(q(z; x))
claim three: p(x, z) = p(z) p(x | z)
claim: ln p(x) >= E_{q(z; x)}[ln p(x, z) - ln q(z; x)]
claim: p(x) != 1
`;
  const file = join(folder, 'all.expr');
  writeFileSync(file, text);

  test.each(['pretty', 'json', 'github'])('%s', async (format) => {
    const words = [...few, '--format', format, file, 'none', 'proofs/wrong/minibatch.expr'];
    const [one, two, four] = await Promise.all(['1', '2', '4'].map((jobs) => check([...words, '--jobs', jobs])));
    expect(one?.threads).toBe(null);
    expect(two).toEqual({ ...one, threads: 2 });
    expect(four).toEqual({ ...one, threads: 4 });
  });

  test('one step, an import, a certificate', async () => {
    writeFileSync(join(folder, 'model.expr'), text.slice(0, text.indexOf('derivation')));
    const imports = join(folder, 'imports.expr');
    writeFileSync(
      imports,
      `import "model.expr"\nimport "nowhere.expr"\nclaim a: 1 = 1\nderivation b: p(x) = p(x) = 2 p(x)\n`,
    );
    const certificate = join(folder, 'c.json');
    const outcomes = [];
    for (const jobs of ['1', '3']) {
      const all = await check([...few, '--jobs', jobs, '--certificate', certificate, file]);
      const one = await check([...few, '--jobs', jobs, '--only', 'b', imports]);
      outcomes.push([all.out, readFileSync(certificate, 'utf8'), one.out, one.err, one.status]);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  test('by default there are as many as processors', async () => {
    expect((await check([...few, file])).threads).toBe(2);
  });
});

describe('what goes wrong in a worker is an internal error of the file: exit status 3', { timeout: 120_000 }, () => {
  const words = ['--samples', '16', '--jobs', '2', ...others];
  test.each<[string, string, string]>([
    ['an error', 'export default () => { throw new Error("no numbers"); }', 'no numbers'],
    [
      'its end',
      'export default () => { setTimeout(() => { throw new Error("died"); }); return new Promise(() => {}); }',
      'died',
    ],
    ['it cannot start', 'throw new Error("no start");', 'no start'],
  ])('%s', async (name, code, message) => {
    const { status, err, threads } = await check(words, workerOf(`${name.replaceAll(' ', '-')}.mjs`, code));
    const said = others.map((file) => `check: ${file}: internal error: ${message}; please report it\n`);
    expect({ status, err, threads }).toEqual({ status: 3, err: said.join(''), threads: 2 });
  });
});
