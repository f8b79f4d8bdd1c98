/** Terms as data: every part of its own, names and indices that cannot be taken for others, numbers in lowest terms. */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.js';
import type { Meaning } from '../../src/kernel/rule.js';
import type { Selector, Term } from '../../src/kernel/term.js';
import { apply, at, density, index, integral, meanings, number, ref, refusal, sum, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent z_n, x, v
latent a, b : real
observed u_n
param psi
let Z = {z_n}
function f(a)
define twice(psi) = 2 psi
density p(Z, x, v; psi) = p(x; psi) p(v | x) prod_n p(z_n | x)
density q(Z, x) = q(x) prod_n q(z_n)`);
const { kernel } = w;
const says = (term: unknown): string => refusal(kernel.same(term as Term, term as Term));

/** Work done while every object seems to have a part. */
function pretending<T>(part: string, value: unknown, work: () => T): T {
  Object.defineProperty(Object.prototype, part, { configurable: true, get: () => value });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(Object.prototype, part);
  }
}

type Data = Readonly<Record<string, unknown>>;

/** Copies of plain data in which one part of one object is missing, with the part. */
function lacking(value: unknown): readonly (readonly [copy: unknown, part: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, i) =>
      lacking(item).map(([copy, ...rest]) => [value.map((own, j) => (i === j ? copy : own)), ...rest] as const),
    );
  return Object.entries(value as Data).flatMap(([part, own]) => {
    const { [part]: _, ...others } = value as Data;
    const inside = lacking(own).map(([copy, ...rest]) => [{ ...(value as Data), [part]: copy }, ...rest] as const);
    return [[others, part, own] as const, ...inside];
  });
}

const kinds = [
  '2/3',
  'pi',
  'psi',
  'n',
  'psi + 1',
  'psi v',
  'psi^2',
  'exp(psi)',
  'f(psi)',
  'twice(psi)',
  'p(x; psi)',
  'p(z_n | x)',
  'p(Z | x)',
  'Normal(a; 0, 1)',
  'E_{p(x; psi)}[f(x)]',
  'int f(x) dx',
  'int_{0}^{1} f(a) da',
  'sum_n f(u_n)',
  'prod_{m = 1..N, m != n} f(u_m)',
  'sum_{n in S} f(u_n)',
  'E_S[psi]',
  'grad_{psi}(psi)',
  'KL[p(x; psi) || p(x; psi)]',
  'H[p(x; psi)]',
  'H[p(x; psi), p(x; psi)]',
  'H_{q}[x | Z]',
  'I_{q}[x; z_1 | z_2]',
  'Var_{p(x; psi)}[f(x)]',
  'Cov_{p(x; psi)}[f(x), x]',
  'int f(z_1) dz_{1:2}',
  'int f(z_1) dz_{-1}',
];

describe('a part that every object seems to have', () => {
  test.each(kinds)('is missing in %s', (text) => {
    const term = w.term(text);
    expect(says(term)).toBe('a theorem');
    for (const [copy, part, value] of lacking(term))
      expect(`${part}: ${pretending(part, value, () => says(copy))}`).toMatch(
        /says nothing: a (part|number is no fraction)/,
      );
  });

  const { term, measure, slots, family, refs, binder, subset } = meanings(w);
  const [known, none] = [term('psi^2'), 'something that stands for a metavariable is no meaning'];
  const used = (meaning: unknown): string =>
    refusal(kernel.rule('nonnegative', { a: known, more: meaning as Meaning }));
  test.each<readonly [string, Meaning]>([
    ['a term', term('psi')],
    ['a measure', measure('p(x; psi)')],
    ['slots', slots('x')],
    ['a family', family('p')],
    ['variables', refs('x')],
    ['a letter', binder('n')],
    ['a subset', subset('S')],
  ])('is missing in what a metavariable stands for: %s', (_, meaning) => {
    expect(used(meaning)).not.toBe(none);
    for (const part of Object.keys(meaning)) {
      const { [part]: own, ...others } = meaning as Data;
      expect(pretending(part, own, () => used(others))).toBe(none);
    }
  });

  test('a meaning of no kind', () => expect(used({ kind: 'other', other: 1 })).toBe(none));
});

describe('a name', () => {
  const named = (declared: string, name: string): string => {
    const own = { name: declared, role: 'param', indices: [], domain: null } as const;
    const other = new Kernel({ ...w.model, variables: new Map([[declared, own]]) }, []);
    return refusal(other.same(ref(name), ref(name)));
  };
  test.each(['x', 'É', 'x1', 'long', 'x_old', "x'", 'x^{(k)}', 'x.y', 'x\u0301', 'x#1', 'x#12', 'x#123456789'])(
    '%s is proper',
    (name) => expect(named(name.split('#')[0] as string, name)).toBe('a theorem'),
  );
  test.each([
    '',
    '1',
    '_x',
    '(x)',
    ' x',
    'x ',
    'x y',
    'x+1',
    'x-1',
    'x:y',
    'x,y',
    'x=y',
    'x@1',
    'x|y',
    '?x',
    '-x',
    'x\n',
    '^1',
  ])('%j is none', (name) => expect(named(name, name)).toMatch('says nothing'));
  test.each(['x#', 'x#0', 'x#01', 'x#a', 'x#1a', 'x#1 ', 'x#-1', 'x#1#1', 'x#1234567890', '#1', ' x#1'])(
    '%j is none that was made',
    (name) => expect(named(name.split('#')[0] as string, name)).toMatch('says nothing'),
  );
  test('more names than are kept', () => {
    for (let i = 0; i < 2500; i++) expect(says(ref(`nobody${i}`))).toMatch('says nothing');
    expect([says(w.term('psi')), says(ref('psi 1'))]).toEqual(['a theorem', 'this says nothing: psi 1 is no name']);
  });
});

describe('an index', () => {
  test.each<readonly [string, number, boolean]>([
    ['none', 0, true],
    ['a million', 1_000_000, true],
    ['a million below', -1_000_000, true],
    ['more', 1_000_001, false],
    ['more below', -1_000_001, false],
    ['half', 0.5, false],
    ['no number', Number.NaN, false],
    ['a text', '1' as unknown as number, false],
  ])('apart by %s from its letter', (_, offset, isRight) => {
    const shifted = index('n', offset);
    const selectors: readonly Selector[] = [
      { tag: 'at', index: shifted },
      { tag: 'except', index: shifted },
      { tag: 'slice', lo: shifted, hi: index('N') },
      { tag: 'slice', lo: index('n'), hi: shifted },
    ];
    const found = [
      ...selectors.map((selector) => says(apply('f', ref('u', selector)))),
      says({ tag: 'index', index: shifted }),
      says(sum('l', shifted, index('N'), number(1))),
      says(sum('l', index('n'), shifted, number(1))),
      says(sum('l', index('n'), index('N'), number(1), shifted)),
      says(density('q', [{ of: { name: 'z', at: [{ tag: 'at', index: shifted }] }, value: ref('x') }])),
      says({ tag: 'grad', of: { name: 'u', at: [{ tag: 'at', index: shifted }] }, body: number(1) }),
      says(integral(number(1), { name: 'u', at: [{ tag: 'at', index: shifted }] })),
    ];
    expect(found.map((own) => own === 'a theorem')).toEqual(found.map(() => isRight));
  });

  test.each<readonly [string, unknown]>([
    ['of no kind', { tag: 'some' }],
    ['of no kind, with an index', { tag: 'some', index: index('n') }],
    ['of a letter that is no name', at('n 1')],
    ['of a letter that is a number', at(1 as unknown as string)],
  ])('%s', (_, selector) => expect(says(apply('f', ref('u', selector as Selector)))).toMatch('says nothing'));

  test.each<readonly [string, unknown]>([
    ['of no kind', { tag: 'some', lo: index(null, 1), hi: index('N'), except: null }],
    ['from no index', { tag: 'range', lo: index('n 1'), hi: index('N'), except: null }],
    ['through a minibatch of no name', { tag: 'subset', subset: 'Q' }],
  ])('a range %s', (_, range) =>
    expect(says({ tag: 'big', op: 'sum', binder: { index: 'm', range }, body: number(1) })).toMatch('says nothing'),
  );

  test.each([['m 1'], ['N'], [''], [1], [['m']]])('a range of the letter %j', (letter) =>
    expect(says({ tag: 'big', op: 'sum', binder: { ...w.binder('m'), index: letter }, body: number(1) })).toMatch(
      'says nothing',
    ),
  );
});

describe('a number', () => {
  const fraction = (num: unknown, den: unknown): string => says({ tag: 'num', value: { num, den } });
  test.each([
    [0n, 1n],
    [2n, 1n],
    [-2n, 3n],
  ])('%s/%s', (num, den) => expect(fraction(num, den)).toBe('a theorem'));
  test.each<readonly [unknown, unknown]>([
    [1n, 0n],
    [1n, -2n],
    [0n, 2n],
    [2n, 4n],
    [1, 2n],
    [1n, 2],
    ['1', 2n],
    [1n, '2'],
    [null, 1n],
  ])('%s/%s is none', (num, den) => expect(fraction(num, den)).toMatch('no fraction in lowest terms'));
});

describe('a constant, and an operator', () => {
  test.each([['e'], [''], [['pi']]])('no constant: %j', (name) =>
    expect(says({ tag: 'constant', name })).toMatch('is no constant'),
  );
  test.each([['max'], [''], [['sum']]])('neither sum nor product: %j', (op) =>
    expect(says({ ...w.term('sum_n psi'), op })).toMatch('only sums and products'),
  );
});
