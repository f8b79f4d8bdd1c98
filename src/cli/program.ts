/**
 * The program as the build leaves it, a file of JavaScript and beside it what V8 made of that, so that it need not be
 * compiled at every start. What another V8 made is refused by V8 itself; but it would run what was made of another text
 * of that length, or was damaged since, so a digest stands before the code.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** The text is the expression of a function that takes node's `require` and `module` and fills `module.exports`. */
type Program = (require: NodeJS.Require, module: { exports: typeof import('./main.js') }) => void;

const digestBytes = 32;

/** The program as V8 has it. */
export function compiled(file: string): Script {
  const text = readFileSync(file);
  const code = codeOf(file, text);
  // esbuild writes ASCII, which is read faster by a name for single bytes.
  return new Script(text.toString('latin1'), { filename: file, ...(code === null ? {} : { cachedData: code }) });
}

export function started(script: Script, file: string): typeof import('./main.js') {
  const module = { exports: {} as typeof import('./main.js') };
  (script.runInThisContext() as Program)(createRequire(file), module);
  return module.exports;
}

/** Keeps what V8 has compiled of the program until now. */
export function keepCode(script: Script, file: string): void {
  const code = script.createCachedData();
  writeFileSync(codeFile(file), Buffer.concat([digest(readFileSync(file), code), code]));
}

function codeOf(file: string, text: Buffer): Buffer | null {
  try {
    const kept = readFileSync(codeFile(file));
    const code = kept.subarray(digestBytes);
    return kept.subarray(0, digestBytes).equals(digest(text, code)) ? code : null;
  } catch {
    return null;
  }
}

const codeFile = (file: string): string => `${file}.code`;

const digest = (text: Buffer, code: Buffer): Buffer => createHash('sha256').update(text).update(code).digest();
