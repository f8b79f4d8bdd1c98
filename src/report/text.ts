/** Text that came from a file, made fit to show: nothing in it can steer a terminal or hide, and its width is known. */

/**
 * Controls (C0, DEL, C1), separators of lines, bidirectional marks, zero-width and tag characters, and lone
 * surrogates: whatever a terminal would obey or not show.
 */
const invisible =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e007f}]/gu;

/** The text with tabs as spaces (two each) and every character that would not be seen written as `<U+001B>`. */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    if (character === '\t') return '  ';
    return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** `visible`, with every run of white space (line breaks too) as one space. */
export function oneLine(text: string): string {
  return visible(text.replace(/[\t\n\v\f\r ]+/g, ' ').trim());
}

const noWidth = /^[\p{Mn}\p{Me}]$/u;

/** Whether a terminal gives the code point two columns (East Asian wide and full-width forms, pictographs). */
function isWide(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd))
  );
}

function characterWidth(character: string): number {
  if (noWidth.test(character)) return 0;
  return isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
}

/** What takes a column for each of its characters, as most text does; it is asked for again and again. */
const narrow = /^[ -~]*$/;

/** Columns of a terminal that the text takes; the text is already `visible`. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text cut to at most `width` columns, with `…` as the last one where something was cut. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The last part of the text, of at most `width` columns, with `…` before it where something was cut. */
export function keepEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  let first = characters.length;
  let used = 0;
  while (first > 0) {
    used += characterWidth(characters[first - 1] ?? '');
    if (used > width - 1) break;
    first -= 1;
  }
  return `…${characters.slice(first).join('')}`;
}

/** Phrases joined by `, ` into lines of at most `width` columns; a phrase is never broken, only put on the next line. */
export function wrapPhrases(phrases: readonly string[], width: number): string[] {
  return fill(
    phrases.map((phrase, i) => (i < phrases.length - 1 ? `${phrase},` : phrase)),
    width,
  );
}

/** Text broken between words into lines of at most `width` columns. */
export function wrapWords(text: string, width: number): string[] {
  return fill(text.split(' '), width);
}

function fill(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line} ${part}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = part;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
