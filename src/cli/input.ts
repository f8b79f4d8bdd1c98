/** Reading what is to be checked: files, standard input, imports. Every failure is a sentence, none an exception's text. */
import { closeSync, fstatSync, openSync, readSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type DecodedSource, decodeSource, maxBytes } from '../check/source.js';
import { type Checker, complain, type Host } from './host.js';

/** The name of standard input in reports. */
export const standardInput = '<stdin>';

const chunkBytes = 2 ** 16;

/** The text of a FILE of the command line, with its name in reports. */
export async function readArgument(
  argument: string,
  { cwd, stdin }: Pick<Host, 'cwd' | 'stdin'>,
): Promise<{ readonly file: string; readonly decoded: DecodedSource }> {
  if (argument === '-') return { file: standardInput, decoded: await readStream(stdin()) };
  return { file: argument, decoded: readSource(resolve(cwd, argument)) };
}

/** Writes a file anew; why that cannot be done, or null. */
export function writeText(path: string, text: string): string | null {
  try {
    writeFileSync(path, text);
    return null;
  } catch (error) {
    return describeFailure(error, 'written');
  }
}

/** The text of a file, or why there is none. */
export function readSource(path: string): DecodedSource {
  try {
    return decodeSource(readAtMost(path, maxBytes + 1));
  } catch (error) {
    return { problem: describeFailure(error) };
  }
}

/** The text of standard input, read to its end or to just beyond the size limit. */
export async function readStream(stream: AsyncIterable<Uint8Array>): Promise<DecodedSource> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch (error) {
    return { problem: describeFailure(error) };
  }
  return decodeSource(Buffer.concat(chunks));
}

/** Reads in pieces, so that a device or a pipe without end stops at the limit. */
function readAtMost(path: string, limit: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) throw new Refusal(isDirectory.read);
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size < limit) {
      const chunk = Buffer.alloc(chunkBytes);
      const read = readSync(file, chunk, 0, chunkBytes, null);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

class Refusal extends Error {}

type Doing = 'read' | 'written';

const isDirectory: Readonly<Record<Doing, string>> = {
  read: 'is a directory: name the files in it, e.g. dir/*.expr',
  written: 'is a directory: name a file in it',
};

const sentences: Readonly<Record<string, (doing: Doing) => string>> = {
  ENOENT: (doing) => (doing === 'read' ? 'no such file' : 'cannot be written: there is no such folder'),
  ENOTDIR: (doing) => (doing === 'read' ? 'no such file' : 'cannot be written: there is no such folder'),
  EACCES: (doing) => `cannot be ${doing}: permission denied`,
  EPERM: (doing) => `cannot be ${doing}: permission denied`,
  EROFS: (doing) => `cannot be ${doing}: the file system is read-only`,
  ENOSPC: (doing) => `cannot be ${doing}: the disk is full`,
  EISDIR: (doing) => isDirectory[doing],
  ELOOP: (doing) => `cannot be ${doing}: its symbolic links go in a circle`,
  ENAMETOOLONG: (doing) =>
    doing === 'read' ? 'no such file: the name is too long' : 'cannot be written: the name is too long',
};

/** One sentence for what the system refused. */
export function describeFailure(error: unknown, doing: Doing = 'read'): string {
  if (error instanceof Refusal) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return sentences[code]?.(doing) ?? `cannot be ${doing} (${code})`;
}

/**
 * The `load` for one checked file, for paths relative to its folder: imports are read from there and from the folders
 * below, symbolic links resolved. What cannot be read is thrown as `failure` words it.
 */
export function importLoader(
  file: string,
  cwd: string,
  failure: (path: string, why: string) => Error,
): (path: string) => string {
  const folder = dirname(resolve(cwd, file));
  return (path) => {
    const full = resolve(folder, path);
    if (!isInside(full, folder)) throw failure(path, `it is outside the folder of ${file}`);
    const decoded = readImport(full, folder);
    if ('problem' in decoded) throw failure(path, decoded.problem);
    return decoded.text;
  };
}

/** An `importLoader` that complains of what it cannot read and remembers that it did. */
export function reportingLoader(
  file: string,
  host: Host,
  checker: Checker,
): { readonly load: (path: string) => string; readonly failed: () => boolean } {
  let hasFailed = false;
  const load = importLoader(file, host.cwd, (path, why) => {
    hasFailed = true;
    complain(host, `${file}: cannot import ${path}: ${why}`);
    return checker.importFailure(why);
  });
  return { load, failed: () => hasFailed };
}

function readImport(full: string, folder: string): DecodedSource {
  try {
    if (!isInside(realpathSync(full), realpathSync(folder)))
      return { problem: 'a symbolic link leads out of the folder' };
  } catch (error) {
    return { problem: describeFailure(error) };
  }
  return readSource(full);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
