/**
 * The program as the build leaves it, a file of JavaScript and beside it what V8 made of that, so that it need not be
 * compiled at every start. What another V8 made is refused by V8 itself; but it would run what was made of another text
 * of that length, so the text stands again before the code.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** The text is the expression of a function that takes node's `require` and `module` and fills `module.exports`. */
type Program = (require: NodeJS.Require, module: { exports: typeof import('./main.js') }) => void;

/** The program as V8 has it. */
export function compiled(file: string): Script {
  const text = readFileSync(file);
  const code = codeOf(file, text);
  // esbuild writes ASCII, which is read faster by a name for single bytes.
  return new Script(text.toString('latin1'), { filename: file, ...(code === null ? {} : { cachedData: code }) });
}

export function started(script: Script, file: string): typeof import('./main.js') {
  const module = { exports: {} as typeof import('./main.js') };
  (script.runInThisContext() as Program)(late(createRequire(file)), module);
  return module.exports;
}

/** Of node's own modules these take longest to load, and few runs use them. */
const seldomUsed: ReadonlySet<string> = new Set(['node:child_process', 'node:crypto']);

/** `require` that loads what is seldom used when something of it is. */
function late(load: NodeJS.Require): NodeJS.Require {
  const loadLate = (name: string) =>
    seldomUsed.has(name) ? new Proxy({}, { get: (_, key) => load(name)[key] }) : load(name);
  return Object.assign(loadLate, load);
}

/** Keeps what V8 has compiled of the program until now. */
export function keepCode(script: Script, file: string): void {
  writeFileSync(codeFile(file), Buffer.concat([readFileSync(file), script.createCachedData()]));
}

function codeOf(file: string, text: Buffer): Buffer | null {
  try {
    const kept = readFileSync(codeFile(file));
    return kept.subarray(0, text.length).equals(text) ? kept.subarray(text.length) : null;
  } catch {
    return null;
  }
}

const codeFile = (file: string): string => `${file}.code`;
