import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestingLimit } from '../../grammar/base.js';
import { declaredNames, parse, parseEach } from '../../grammar/parse.js';
import { lineIndex } from '../../grammar/position.js';
import { wholeLanguage } from './sample.js';

/** Reads a text; whatever it is, the result is well formed. */
function survives(text: string): void {
  const { problems, statements } = parse(text);
  declaredNames(text);
  for (const { span, message } of problems) {
    expect(message).not.toBe('');
    expect(message).not.toMatch(/undefined|something else|NaN/);
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  for (const { span } of statements) expect(text.slice(span.start, span.end)).toMatch(/^\S.*\S$/s);
}

const words = wholeLanguage.match(/\s+|[\p{L}\p{N}]+|./gsu) ?? [];
const odd = [
  '\n',
  '\n\n',
  '\r',
  '"',
  '#',
  '\\',
  '\\ln',
  '§',
  '∫',
  'ₙ',
  '²',
  '⁽',
  '′',
  '𝔼',
  '…',
  '...',
  '..',
  '\u2028',
  '\ud800',
  '\u0001',
  '=<',
  'd',
  'dz',
  'd/dz',
  'by',
  '\n= ',
  'for any',
  'when',
  'in',
  'x',
];
const token = fc.constantFrom(...words, ...odd);

describe('whatever the text, there is a tree or a problem within it', () => {
  it('token soup', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (soup) => survives(soup.join(' '))),
      { numRuns: 600, seed: 1 },
    );
  });

  it('token soup without spaces, in a statement', () => {
    const start = fc.constantFrom(
      'claim: ',
      'derivation a = ',
      'rule ',
      'latent z\ndensity ',
      'param ',
      'let ',
      'subset ',
      '',
    );
    fc.assert(
      fc.property(start, fc.array(token, { maxLength: 40 }), (begin, soup) => survives(begin + soup.join(''))),
      { numRuns: 600, seed: 2 },
    );
  });

  it('any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => survives(text)),
      { numRuns: 300, seed: 3 },
    );
  });

  it('a valid file with a piece cut out, put in or doubled', () => {
    const at = fc.nat(wholeLanguage.length);
    fc.assert(
      fc.property(at, fc.nat(20), token, fc.boolean(), (place, length, piece, doubled) => {
        const cut = wholeLanguage.slice(place, place + length);
        survives(wholeLanguage.slice(0, place) + (doubled ? cut + cut : piece) + wholeLanguage.slice(place + length));
      }),
      { numRuns: 600, seed: 4 },
    );
  });
});

describe('a damaged statement', () => {
  it('costs only itself', () => {
    const lines = wholeLanguage.trimEnd().split('\n');
    const whole = parse(wholeLanguage).statements.length;
    for (const [i, line] of lines.entries()) {
      if (!/^(plate|iid|subset|density|function|define|claim|rule|assume|import)/.test(line)) continue;
      const { problems, statements } = parse(lines.map((other, j) => (i === j ? `${line} §` : other)).join('\n'));
      if (/ by | when | assuming /.test(line)) continue;
      expect(problems).toHaveLength(1);
      expect(statements).toHaveLength(whole - 1);
    }
  });
});

describe('a statement read again', () => {
  const damage = fc.record({
    at: fc.nat(wholeLanguage.length),
    lost: fc.nat(4),
    put: fc.constantFrom(
      '',
      ' ',
      '\n',
      '§',
      ')',
      '(',
      ']',
      '{',
      '=',
      '\n= ',
      '"',
      '#',
      ' by ',
      'for any ',
      '\nclaim: ',
      'd',
      '²',
    ),
  });

  it('is the same, whatever else is broken', () => {
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 4 }), (damages) => {
        const text = damages.reduce(
          (whole, { at, lost, put }) => whole.slice(0, at) + put + whole.slice(at + lost),
          wholeLanguage,
        );
        const { statements, again } = parseEach(text, (statement) => statement);
        for (const statement of statements) expect(again(statement.span)).toEqual(statement);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('where there is none is a mistake of ours', () => {
    expect(() => parseEach('latent z', () => null).again({ start: 8, end: 8 })).toThrow();
    expect(() => parseEach('\0', () => null).again({ start: 0, end: 1 })).toThrow();
  });
});

describe('deep nesting', () => {
  const deep: readonly (readonly [string, string, string])[] = [
    ['(', 'a', ')'],
    ['[', 'a', ']'],
    ['x_{', 'a', '}'],
    ['x^{', 'a', '}'],
    ['f({', 'a', '})'],
    ['E_{q}[', 'a', ']'],
    ['E_{q(', 'a', ')}[f]'],
    ['grad_{t}(', 'a', ')'],
    ['int ', 'a', ' dx'],
    ['sum_n ', 'a', ''],
    ['a / -(', 'b', ')'],
  ];
  it.each(deep)('%s is refused, not run out of stack', (left, middle, right) => {
    const nested = (depth: number) => parse(`claim: ${left.repeat(depth)}${middle}${right.repeat(depth)} = b`).problems;
    const message = `this is nested more than ${nestingLimit} deep`;
    expect(nested(nestingLimit / 2)).toEqual([]);
    expect(nested(nestingLimit + 1)).toMatchObject([{ message }]);
    expect(nested(15_000)).toMatchObject([{ message }]);
  });

  it.each(['(', '[', '{', '([{', 'int ', 'sum_n ', 'x_{', 'table[z] [', 'table[z] [['])(
    '%s a hundred thousand times, unclosed',
    (piece) => {
      expect(parse(`claim: ${piece.repeat(100_000)}`).problems).toHaveLength(1);
    },
  );

  it.each([')', ']', '}', ', ', '| ', '- ', '= ', '" ', '\\'])('%s a hundred thousand times', (piece) => {
    expect(parse(`let Z = ${piece.repeat(100_000)}`).problems).toHaveLength(1);
  });

  it('brackets of two shapes that do not fit', () => {
    expect(parse(`let Z = f${'('.repeat(50_000)}${']'.repeat(50_000)}`).problems).toHaveLength(1);
  });

  it('wide sums, lists and reasons are not nested', () => {
    expect(parse(`claim: a = ${'b + '.repeat(20_000)}c by ${'d, '.repeat(20_000)}e`).problems).toEqual([]);
  });

  it('a caller with little stack left gets a problem', () => {
    const dive = (): ReturnType<typeof parse> => {
      try {
        return dive();
      } catch {
        return parse(`claim: ${'('.repeat(60)}a${')'.repeat(60)} = b`);
      }
    };
    expect(() => dive()).not.toThrow();
  });
});

describe('many mistakes', () => {
  const broken = [
    'claim: a = (b',
    'latent z_',
    'density p(x = 3',
    'claim: a = \\ln b',
    'plate n',
    'let',
    'rule ?a when b',
    'obsrved y',
  ];

  it('a thousand broken statements give a thousand problems, each on its line', () => {
    const source = Array.from({ length: 1000 }, (_, i) => broken[i % broken.length]).join('\n');
    const at = lineIndex(source);
    expect(parse(source).problems.map(({ span }) => at.at(span.start).line)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 1),
    );
  });

  it('a thousand broken steps too', () => {
    const source = `derivation: a\n${'  = (b + c\n'.repeat(1000)}`;
    const at = lineIndex(source);
    expect(parse(source).problems.map(({ span }) => at.at(span.start).line)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 2),
    );
  });

  it('good statements between them are kept', () => {
    const source = 'claim: a = (b\niid n\n'.repeat(300);
    expect(parse(source).statements).toHaveLength(300);
    expect(parse(source).problems).toHaveLength(300);
  });

  it('more than a thousand are counted', () => {
    const { problems } = parse('plate n\n'.repeat(1500));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)?.message).toBe('there are 500 more problems from here on');
  });

  it('a binary file is one problem', () => {
    expect(parse('\u007fELF\u0002\u0001\0\0\0'.repeat(1000)).problems).toHaveLength(1);
    expect(parse('\ufffd\u0001§'.repeat(100_000)).problems).toHaveLength(1);
  });
});
