/** Runs the command in this process: files in a folder of its own, outputs as texts, and a checker made of words. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nearest } from '../../grammar/spelling.js';
import type { ReplayReport } from '../../src/check/explanation.js';
import type { CheckOptions } from '../../src/check/options.js';
import { type FileResult, type Verdict, verdicts } from '../../src/check/verdict.js';
import type { Checker, Host } from '../../src/cli/host.js';
import type { Signal } from '../../src/cli/interrupt.js';
import { run } from '../../src/cli/run.js';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** What the checker was given, file by file. */
  readonly options: readonly CheckOptions[];
}

export interface Setting {
  /** Path in the folder: text or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds that each step of the stub takes. */
  readonly stepTime?: number;
  readonly processors?: number;
  readonly loadChecker?: () => Promise<Checker>;
  /** Changes the folder before the run. */
  readonly prepare?: (folder: string) => void;
  /** Looks at the folder after the run. */
  readonly after?: (folder: string) => void;
}

class StubFailure extends Error {}

/** The words after the command, or how they follow from the folder. */
type Words = readonly string[] | ((folder: string) => readonly string[]);

/** Runs `check` with the words given. */
export async function check(words: Words, setting: Setting = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'derivecheck-'));
  try {
    for (const [name, content] of Object.entries(setting.files ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    setting.prepare?.(folder);
    const outcome = await runIn(folder, typeof words === 'function' ? words(folder) : words, setting);
    setting.after?.(folder);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(cwd: string, words: readonly string[], setting: Setting): Promise<Outcome> {
  const written = { out: '', err: '' };
  const options: CheckOptions[] = [];
  let time = 0;
  let interrupt: ((signal: Signal) => void) | null = null;
  const output = (to: 'out' | 'err') => ({
    write: (text: string) => {
      written[to] += text;
    },
    isTerminal: setting.terminal ?? false,
    columns: 80,
  });
  const host: Host = {
    version: '1.2.3',
    cwd,
    env: setting.env ?? {},
    stdin: () => bytesOf(setting.stdin ?? ''),
    stdout: output('out'),
    stderr: output('err'),
    now: () => time,
    processorTime: () => time,
    processors: setting.processors ?? 1,
    startWorkers: () => Promise.reject(new Error('no workers')),
    listen: (listener) => {
      interrupt = listener;
      return () => {
        interrupt = null;
      };
    },
    loadChecker:
      setting.loadChecker ??
      (async () => ({
        begin: async (input, given, load) => {
          options.push(given);
          const result = stubCheck(input, given, load, () => {
            time += setting.stepTime ?? 0;
          });
          const [, signal] = /^interrupt (SIGINT|SIGTERM)$/m.exec(input.source) ?? [];
          if (signal === undefined) return { result: Promise.resolve(result) };
          interrupt?.(signal as Signal);
          return { result: new Promise(() => {}) };
        },
        explain: stubExplain,
        rules: (wanted) => (wanted === null || wanted === 'log of a product' ? [stubSection] : []),
        ruleNames: () => ['logarithm', 'log of a product'],
        certify: ({ source }, load) => `certificate of ${stubImport(source, load)}`,
        replay: stubReplay,
        labels: stubLabels,
        importFailure: (why) => new StubFailure(why),
        nearest,
      })),
  };
  const status = await run(words, host);
  return { status, ...written, options };
}

const stubLabels = (source: string): string[] => source.split('\n').flatMap((line) => /^(\S+): /.exec(line)?.[1] ?? []);

/** Reads what the text imports, and returns the text. */
function stubImport(source: string, load: (path: string) => string): string {
  for (const [, path = ''] of source.matchAll(/^import (.*)$/gm)) {
    try {
      load(path);
    } catch (error) {
      if (!(error instanceof StubFailure)) throw error;
    }
  }
  return source;
}

/** One step for each line with the label: proved where its verdict is. */
const stubExplain: Checker['explain'] = ({ file, source }, label, load) => {
  stubImport(source, load);
  const steps = source.split('\n').flatMap((line) => {
    if (!line.startsWith(`${label}: `)) return [];
    const isProved = line.endsWith(': proved');
    return {
      label: `${label}.1`,
      number: 1,
      by: [],
      proof: isProved ? { explanation: ['linearity'], missing: [], assumptions: [] } : null,
      unproved: isProved ? null : 'no rule gives this relation',
      lines: isProved
        ? [
            { relation: '', text: 'a', by: null },
            { relation: '=', text: 'b', by: 'plate-sum' },
          ]
        : [],
    };
  });
  return { file, steps, labels: stubLabels(source) };
};

const stubSection = {
  name: 'logarithm',
  title: 'Logarithms.',
  rows: [{ name: 'log-one', families: ['log of a power'], rule: 'ln(1) = 0', when: [], assuming: [], remark: null }],
};

/** A certificate is a text of lines as above; it is of the source that is the same text. */
const stubReplay: Checker['replay'] = (certificate, source, load): ReplayReport => {
  if (source !== null) stubImport(source.source, load);
  const claims = certificate.split('\n').flatMap((line) => {
    const [, label = '', verdict] = /^(\S+): (\S+)$/.exec(line) ?? [];
    const objection = verdict === 'proved' ? null : 'step 3: a condition does not hold';
    return label === '' ? [] : [{ label, statement: 'a = b', objection, assumptions: [] }];
  });
  return {
    rejected: claims.length === 0 ? 'this is no JSON' : null,
    files: ['a.expr'],
    claims,
    userRules: [],
    differences: source === null ? null : source.source === certificate ? [] : ['the file has no claim eq1.1'],
  };
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  for (const character of text) yield new TextEncoder().encode(character);
}

/**
 * A text of lines, each a derivation `LABEL: VERDICT` of one step, `import PATH` (a failure is a problem of the file),
 * `need PATH` (a failure is thrown), `syntax`, `slow` (ten steps), `boom`, or `interrupt SIGNAL` (it comes at the end).
 */
function stubCheck(
  { file, source }: { readonly file: string; readonly source: string },
  options: CheckOptions,
  load: (path: string) => string,
  passTime: () => void,
): FileResult {
  const derivations: FileResult['derivations'][number][] = [];
  const problems: FileResult['problems'][number][] = [];
  const span = { start: 0, end: 1 };
  const slowSteps = 10 * (source.match(/^slow$/gm)?.length ?? 0);
  let done = 0;
  for (const line of source.split(/\r?\n/)) {
    const [word = '', rest = ''] = line.split(' ');
    if (word === 'boom') throw new Error('the stub\nwent wrong');
    if (word === 'syntax') problems.push({ kind: 'syntax', message: 'what?', hint: null, span });
    if (word === 'need') load(rest);
    if (word === 'slow') {
      for (let i = 0; i < 10; i++) {
        options.onProgress?.(++done, slowSteps, stubStep('proved'));
        passTime();
      }
    }
    if (word === 'import') {
      try {
        load(rest);
      } catch (error) {
        if (!(error instanceof StubFailure)) throw error;
        problems.push({ kind: 'declaration', message: error.message, hint: null, span });
      }
    }
    const label = word.endsWith(':') ? word.slice(0, -1) : null;
    if (label !== null && (options.only === null || options.only === label)) {
      derivations.push({ label, title: null, span, steps: [stubStep(rest)] });
    }
  }
  return { file, source, seed: options.seed, derivations, problems, warnings: [], assumptions: [] };
}

function stubStep(word: string): FileResult['derivations'][number]['steps'][number] {
  const verdict: Verdict = verdicts.find((known) => known === word) ?? 'confirmed';
  return {
    number: 1,
    relation: '=',
    text: 'b',
    span: { start: 0, end: 1 },
    verdict,
    reason: null,
    evidence: [],
    warnings: [],
    problem: null,
    counterexample: null,
    by: [],
    assumptions: [],
    proof: null,
    unproved: null,
    residual: null,
    slip: null,
    follows: null,
    repairs: [],
  };
}
