/** From the bytes of a file to its text, or to one sentence that says why they are none. */

/** A larger file is no derivation that a person wrote. */
export const maxBytes = 16 * 2 ** 20;

export type DecodedSource = { readonly text: string } | { readonly problem: string };

/**
 * UTF-8, with or without a byte-order mark, and UTF-16 with one. The mark is dropped and line breaks stay as they are,
 * so that offsets count from the first character that a person sees.
 */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  if (bytes.length > maxBytes) return { problem: tooLarge };
  const decoded = startsWith(bytes, [0xff, 0xfe, 0, 0])
    ? { problem: `is UTF-32: ${convert('UTF-32')}` }
    : startsWith(bytes, [0xff, 0xfe])
      ? decodeUtf16(bytes, 'utf-16le')
      : startsWith(bytes, [0xfe, 0xff])
        ? decodeUtf16(bytes, 'utf-16be')
        : decodeUtf8(bytes);
  if ('text' in decoded && decoded.text.trim() === '') return { problem: 'is empty: nothing to check' };
  return decoded;
}

export const tooLarge = `is larger than ${maxBytes / 2 ** 20} MB: split it into several files`;

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

function convert(from: string): string {
  return `convert it with 'iconv -f ${from} -t UTF-8'`;
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedSource {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? { problem: binary(text.slice(0, text.indexOf('\0')).split('\n').length) } : { text };
  } catch {
    return { problem: `has a UTF-16 byte-order mark but is not UTF-16: save it as UTF-8` };
  }
}

function decodeUtf8(bytes: Uint8Array): DecodedSource {
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    const encoding = utf16WithoutMark(bytes);
    return { problem: encoding ? `looks like ${encoding}: ${convert(encoding)}` : binary(lineOf(bytes, zero)) };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const at = firstInvalid(bytes);
    const byte = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
    return { problem: `is not UTF-8: line ${lineOf(bytes, at)} holds the byte ${byte}; save it as UTF-8` };
  }
}

function binary(line: number): string {
  return `is a binary file: line ${line} holds a NUL byte`;
}

/** ASCII in UTF-16 has a NUL in every second byte, all on one side. */
function utf16WithoutMark(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | null {
  const head = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even === 0) return 'UTF-16LE';
  return even > head.length / 4 && odd === 0 ? 'UTF-16BE' : null;
}

/** The line of a byte, from 1; UTF-8 has no line feed inside a longer character. */
function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}

/**
 * Where the text stops being UTF-8. The shortest prefix that no continuation could mend is found by bisection; its last
 * byte is at fault, or the character before it that it leaves unfinished.
 */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1; // stays so if the text ends inside a character
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  const fault = invalid - 1;
  for (let lead = fault - 1; lead >= 0 && lead > fault - 4; lead--) {
    const byte = bytes[lead] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return isWhole(bytes.subarray(lead, fault)) ? fault : lead;
  }
  return fault;
}

const isPrefix = (bytes: Uint8Array): boolean => decodes(bytes, true);
const isWhole = (bytes: Uint8Array): boolean => decodes(bytes, false);

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
