/** Bytes to text: what is read, and what is said of what is not. */
import { describe, expect, test } from 'vitest';
import { decodeSource, maxBytes } from '../../src/check/source.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, bigEndian: boolean, mark = true): Uint8Array {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

const text = 'param ψ\nclaim: 𝔼 = 𝔼\n';

describe('read', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', utf8(text), text],
    ['UTF-8 with a byte-order mark', utf8(`\ufeff${text}`), text],
    ['UTF-16LE with a byte-order mark', utf16(text, false), text],
    ['UTF-16BE with a byte-order mark', utf16(text, true), text],
    ['CRLF, kept as it is', utf8('param a\r\nclaim: a = a\r\n'), 'param a\r\nclaim: a = a\r\n'],
    ['a text that ends in the middle of a line', utf8('param a'), 'param a'],
    ['a comment alone', utf8('# nothing'), '# nothing'],
    ['control characters, which the grammar refuses with a place', utf8('a\u001b[31m'), 'a\u001b[31m'],
  ])('%s', (_, bytes, expected) => {
    expect(decodeSource(bytes)).toEqual({ text: expected });
  });

  test('a file of exactly the largest size', () => {
    expect(decodeSource(new Uint8Array(maxBytes).fill(0x61))).toHaveProperty('text');
  });
});

describe('refused', () => {
  test.each<[string, Uint8Array, string]>([
    ['empty', utf8(''), 'is empty: nothing to check'],
    ['white space alone', utf8(' \r\n\t\n'), 'is empty: nothing to check'],
    ['a byte-order mark alone', utf8('\ufeff'), 'is empty: nothing to check'],
    ['a UTF-16 byte-order mark alone', Uint8Array.of(0xff, 0xfe), 'is empty: nothing to check'],
    ['NUL', utf8('a\nb\nc\0d'), 'is a binary file: line 3 holds a NUL byte'],
    ['NUL in UTF-16', utf16('a\nb\0', false), 'is a binary file: line 2 holds a NUL byte'],
    [
      'UTF-16LE without a mark',
      utf16('param a\n', false, false),
      "looks like UTF-16LE: convert it with 'iconv -f UTF-16LE -t UTF-8'",
    ],
    [
      'UTF-16BE without a mark',
      utf16('param a\n', true, false),
      "looks like UTF-16BE: convert it with 'iconv -f UTF-16BE -t UTF-8'",
    ],
    [
      'UTF-16 with an odd byte',
      Uint8Array.of(0xff, 0xfe, 0x61),
      'has a UTF-16 byte-order mark but is not UTF-16: save it as UTF-8',
    ],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), "is UTF-32: convert it with 'iconv -f UTF-32 -t UTF-8'"],
    [
      'Latin-1',
      Uint8Array.of(...utf8('a\nb\ncaf'), 0xe9, 0x20),
      'is not UTF-8: line 3 holds the byte 0xE9; save it as UTF-8',
    ],
    [
      'Latin-1 at the end',
      Uint8Array.of(...utf8('a\ncaf'), 0xe9),
      'is not UTF-8: line 2 holds the byte 0xE9; save it as UTF-8',
    ],
    [
      'a stray byte after a whole character',
      Uint8Array.of(...utf8('é'), 0xff, 0x0a),
      'is not UTF-8: line 1 holds the byte 0xFF; save it as UTF-8',
    ],
    [
      'an overlong form',
      Uint8Array.of(0x61, 0x0a, 0xc0, 0xaf),
      'is not UTF-8: line 2 holds the byte 0xC0; save it as UTF-8',
    ],
    ['too large', new Uint8Array(maxBytes + 1).fill(0x61), 'is larger than 16 MB: split it into several files'],
  ])('%s', (_, bytes, problem) => {
    expect(decodeSource(bytes)).toEqual({ problem });
  });
});
