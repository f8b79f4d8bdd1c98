/** Whole files: what is free where, labels and citations, imports. */
import { describe, expect, test } from 'vitest';
import { linesOf } from '../../src/syntax/derivation.js';
import type { Diagnostic } from '../../src/syntax/diagnostics.js';
import { type Document, elaborateDocument, ImportFailure, type Line } from '../../src/syntax/document.js';
import { read } from './line.js';

const declarations = `plate n = 1..N
subset S of 1..N size M
latent z_n, w
observed x_n
param psi
let Z = {z_n}, X = {x_n}
function f(a)
density p(X, Z, w) = p(w) prod_n (p(x_n | z_n, w) p(z_n))
define F = E_{p(w)}[f(z_n) w]
`;

const lines = (document: Document): Line[] =>
  document.derivations.flatMap((derivation) => linesOf(derivation.elaborated()));
const faults = (document: Document): Diagnostic[] => lines(document).flatMap(({ fault }) => fault ?? []);
const covered = (document: Document, { span }: Diagnostic): string => document.source.slice(span.start, span.end);

describe('free on a line and on none above', () => {
  const firstFault = (chain: string): string | null => {
    const document = read(`${declarations}derivation: ${chain}`);
    expect([...document.syntax, ...document.faults]).toEqual([]);
    return faults(document)[0]?.message ?? null;
  };

  test.each([
    ['1 = w', 'w'],
    ['1 = z_1', 'z_1'],
    ['1 = f(z_n)', 'z_n'],
    ['1 = f(x_n)', 'n'],
    ['1 = n', 'n'],
    ['1 = f(Z)', 'Z'],
    ['1 = F', 'z_n'],
    ['ln p(Z) = f(z_n)', 'n'],
    ['f(z_1) = f(z_2)', 'z_2'],
    ['f(z_1) = f(Z)', 'Z'],
    ['E_{p(w)}[w] = w', 'w'],
    ['H[p(w)] = H[p(w | Z)]', 'Z'],
    ['w = 1 = z_1', 'z_1'],
    ['sum_n f(x_n) = f(x_n)', 'n'],
    ['1 = f(z_n) for any w', 'z_n'],
    ['1 = w for any w = z_1', 'z_1'],
  ])('refused: %s', (chain, name) => {
    expect(firstFault(chain)).toBe(`${name} is free here and on no line above`);
  });

  test.each([
    '1 = N M',
    '1 = psi',
    '1 = f(x_1)',
    '1 = f(X)',
    '1 = sum_{n in S} f(x_n)',
    '1 = sum_n f(x_n)',
    '1 = E_{p(w)}[w]',
    '1 = int f(w) dw',
    '1 = w for any w',
    '1 = f(z_n) for any z_n',
    '1 = f(Z) for any Z',
    '1 = f(x_n) for any n',
    'w = 1 = w',
    'ln p(Z) = f(z_1)',
    'f(z_n) = sum_{m != n} f(x_m)',
    'F = f(z_n)',
  ])('accepted: %s', (chain) => expect(firstFault(chain)).toBeNull());

  test('for any names what is declared', () => {
    expect(firstFault('1 = 1 for any foo')).toBe("what 'for any' names must be a declared variable");
  });
});

describe('propto', () => {
  const fault = (chain: string): string | null =>
    faults(read(`${declarations}derivation: ${chain}`))[0]?.message ?? null;

  test.each([
    ['p(w) propto p(w)', 'say of which variables it is free: propto_{Z}'],
    ['p(w) propto_{foo} p(w)', 'foo is not declared'],
    ['p(w) propto_{w^2} p(w)', 'what a const or propto is free of must be a declared variable'],
  ])('refused: %s', (chain, message) => expect(fault(chain)).toBe(message));

  test.each(['p(w) propto_{w} 2 p(w)', 'p(Z) propto_{Z} 2 p(Z)', 'p(Z, w) propto_{Z, w} p(Z, w)'])(
    'accepted: %s',
    (chain) => expect(fault(chain)).toBeNull(),
  );
});

describe('labels', () => {
  const declarationFaults = (source: string): string[][] => {
    const document = read(source);
    return document.faults.map((fault) => [covered(document, fault), fault.message]);
  };

  test.each([
    ['claim a: 1 = 1\nclaim a: 2 = 2', 'a', 'the label a is used twice'],
    ['latent x\ndensity 6.3: p(x)\nclaim 6.3: 1 = 1', '6.3', 'the label 6.3 is used twice'],
    ['claim a: 1 = 1 by b\nclaim b: 1 = 1', 'b', 'b is cited before it stands'],
    ['claim a: 1 = 1 by a', 'a', 'a is cited before it stands'],
    ['claim a: 1 = 1 by (b)\nclaim b: 1 = 1', '(b)', 'b is cited before it stands'],
  ])('refused: %s', (source, place, message) => expect(declarationFaults(source)).toEqual([[place, message]]));

  test.each([
    'claim a: 1 = 1\nclaim b: 1 = 1 by a',
    'claim a: 1 = 1\nclaim b: 1 = 1 by (a)',
    'claim a: 1 = 1 by "b"\nclaim b: 1 = 1',
    'claim valueOf: 1 = 1 by constructor, toString',
  ])('accepted: %s', (source) => expect(declarationFaults(source)).toEqual([]));
});

describe('imports', () => {
  const withFiles = (source: string, files: Readonly<Record<string, string>>): Document =>
    elaborateDocument(source, '', (path) => {
      const text = files[path];
      if (text === undefined) throw new ImportFailure('no such file');
      return { path, source: text };
    });
  const model = 'latent x\ndensity model: p(x)\nclaim known: 1 = 1';

  test('declare variables, densities and labels', () => {
    const document = withFiles('import "m"\nclaim: int p(x) dx = 1 by known, model', { m: model });
    expect([...document.syntax, ...document.faults, ...faults(document)]).toEqual([]);
    expect([...document.labels]).toEqual([
      ['model', 0],
      ['known', 0],
    ]);
  });

  test.each([
    ['import "none"', {}, 'cannot import "none": no such file'],
    ['import "a"', { a: 'import "a"' }, 'cannot import "a": cannot import "a": the files import each other'],
    [
      'import "a"',
      { a: 'import "b"', b: 'import "a"' },
      'cannot import "a": cannot import "b": cannot import "a": the files import each other',
    ],
    [
      'import "a"',
      { a: 'import "b"', b: 'import "c"', c: 'import "d"', d: 'import "e"', e: 'import "none"' },
      'cannot import "a": cannot import "b": cannot import "none": no such file',
    ],
    ['import "a"', { a: 'latent (' }, /^cannot import "a": it has a syntax error: /],
    ['import "a"', { a: 'density p(y)' }, 'cannot import "a": y is not declared'],
  ])('%s of %o', (source, files, message) => {
    const document = withFiles(source, files);
    expect(document.faults.map((fault) => [fault.code, covered(document, fault)])).toEqual([['import', source]]);
    expect(document.faults[0]?.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test('the same file by two ways', () => {
    const files = { a: 'import "m"', b: 'import "m"', m: model };
    expect(withFiles('import "a"\nimport "b"\nclaim: int p(x) dx = 1', files).faults).toEqual([]);
  });

  test('what is declared here and there', () => {
    const document = withFiles('import "m"\nlatent x', { m: model });
    expect(document.faults.map((fault) => fault.message)).toEqual(['x is already declared as a variable']);
  });
});

describe('steps around lines that cannot be read', () => {
  test('are numbered as written, and know the relations between', () => {
    const { derivations } = read('derivation: 1\n = 2 )\n <= 3\n ≈ 4\n = 5');
    expect(derivations[0]?.elaborated().steps.map(({ number, skipped }) => [number, skipped])).toEqual([
      [2, ['=']],
      [4, [null]],
    ]);
  });
});

describe('a long file', () => {
  const derivation = (i: number): string =>
    `derivation d${i}:\n  f(x_${i})\n  = ${i} )\n  = w\n  = f(x_${i}) by d1 # ${'-'.repeat(50)}\n`;
  const long = read(`${declarations}${Array.from({ length: 900 }, (_, i) => derivation(i + 1)).join('')}`);

  test('has the outlines of all its derivations', () => {
    const { derivations, syntax, faults } = long;
    expect(derivations.map(({ label, numbers }) => [label, ...numbers])).toEqual(
      Array.from({ length: 900 }, (_, i) => [`d${i + 1}`, 2, 3]),
    );
    expect(syntax).toHaveLength(900);
    expect(faults.map(({ code }) => code)).toEqual(['label-later']);
  });

  test('means the same when it is asked for again', () => {
    const once = long.derivations.map((of) => of.elaborated());
    const last = once.at(-1);
    expect(long.derivations.at(-1)?.elaborated()).toBe(last);
    expect(long.derivations.map((of) => of.elaborated())).toEqual(once);
    expect(long.derivations[0]?.elaborated()).not.toBe(once[0]);
  });

  test('has each line in its place, with its mistake', () => {
    const place = ({ span }: Line | Diagnostic): string => long.source.slice(span.start, span.end);
    for (const [i, of] of long.derivations.entries()) {
      const { first, steps } = of.elaborated();
      expect([first, ...steps.map(({ line }) => line)].map(place)).toEqual([`f(x_${i + 1})`, 'w', `f(x_${i + 1})`]);
      expect(steps.map(({ line }) => line.fault && [line.fault.code, place(line.fault)])).toEqual([
        ['newly-free', 'w'],
        null,
      ]);
    }
  });
});
