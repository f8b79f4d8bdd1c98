/** What is sealed is plain data, frozen through and through; nothing else can be sealed. */
import { describe, expect, test } from 'vitest';
import { Memo } from '../../src/kernel/memo.js';
import { guard, seal, sealRead, undisturbed } from '../../src/kernel/seal.js';
import { number } from './harness.js';

const deep = () => ({ name: 'x', list: [{ value: 1n }, [null, undefined, true, 2, 'y']], inner: { more: {} } });

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));

describe('plain data', () => {
  const shared = { name: 'x' };
  test.each<readonly [string, () => unknown]>([
    ['objects and lists', deep],
    ['a value twice', () => ({ one: shared, two: shared, list: [shared, shared] })],
    ['an object of no class', () => Object.assign(Object.create(null) as object, { name: 'x', own: {} })],
    ['what is frozen already', () => Object.freeze({ name: 'x', own: {} })],
    ['an empty list', () => [[]]],
    ['a text', () => 'x'],
    ['nothing', () => null],
    ['undefined', () => undefined],
  ])('is sealed: %s', (_, make) => {
    const value = make();
    expect(seal(value)).toBe(value);
    expect(isFrozen(value)).toBe(true);
    expect(seal({ inside: value })).toEqual({ inside: value });
  });

  test('that was just read is sealed as it stands', () => {
    const value = deep();
    expect(sealRead(value)).toBe(value);
    expect(isFrozen(value)).toBe(true);
    expect(seal(value)).toBe(value);
    expect([sealRead(null), sealRead('x'), sealRead(undefined)]).toEqual([null, 'x', undefined]);
  });

  test('that was sealed may stand in what is read, and the other way round', () => {
    const [one, two] = [seal(deep()), sealRead(deep())];
    expect(isFrozen(sealRead({ one, two }))).toBe(true);
    expect(isFrozen(seal({ one, two }))).toBe(true);
  });
});

describe('what is no plain data', () => {
  class Own {
    readonly name = 'x';
  }
  const cyclic: Record<string, unknown> = {};
  cyclic['own'] = { inside: [cyclic] };
  const hidden = { name: 'x' };
  Object.defineProperty(hidden, 'value', { get: () => 1, enumerable: false });
  const method = { name: 'x' };
  Object.defineProperty(method, 'hidden', { value: () => 1, enumerable: false });
  const cases: readonly (readonly [string, unknown])[] = [
    [
      'an accessor',
      {
        get value() {
          return 1;
        },
      },
    ],
    ['an accessor that nobody lists', hidden],
    ['a function that nobody lists', method],
    ['what can only be set', { set value(_: unknown) {} }],
    ['an accessor in a list', Object.defineProperty([1], 0, { get: () => 1 })],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a symbol as a key', { [Symbol('x')]: 1 }],
    ['an object of a class', new Own()],
    ['a map', new Map()],
    ['a date', new Date(0)],
    ['an object before another', Object.create({ name: 'x' })],
    ['a list of another class', new (class List extends Array {})()],
    ['a list of no class', Object.setPrototypeOf([], null)],
    ['a list before another', Object.setPrototypeOf([], [])],
    ['a list with a gap', Object.assign(new Array(2), { 0: 1 })],
    ['a list with a gap and a name', Object.assign(new Array(2), { 0: 1, name: 'x' })],
    ['a list with a name', Object.assign([1, 2], { name: 'x' })],
    ['a list with more than members', Object.assign([1], { name: 'x' })],
    ['what contains itself', cyclic],
  ];
  test.each(cases)('%s', (_, value) => {
    expect(() => seal(value)).toThrow(TypeError);
    expect(() => seal({ inside: value })).toThrow(TypeError);
    expect(() => seal([value])).toThrow(TypeError);
    // Refused once, refused for ever.
    expect(() => seal(value)).toThrow(TypeError);
    expect(() => guard(value)).toThrow(TypeError);
  });
});

describe('work that nobody disturbs', () => {
  const open = (): boolean => !isFrozen(guard(deep()));
  test('need not seal what it is given', () => {
    expect(undisturbed(open)).toBe(true);
    expect(undisturbed(() => [undisturbed(open), open()])).toEqual([true, true]);
    expect(open()).toBe(false);
  });
  test('is over when it fails', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => undisturbed(fail)).toThrow('no');
    expect(open()).toBe(false);
  });
});

test('what was worked out of a term is kept, and the term can no longer change', () => {
  const memo = new Memo<number>();
  const term = number(1);
  let times = 0;
  const work = (): number => ++times;
  expect([memo.get(term), memo.of(term, work), memo.of(term, work), memo.get(term)]).toEqual([undefined, 1, 1, 1]);
  expect(isFrozen(term)).toBe(true);
  expect([memo.get(number(1)), memo.of(number(1), work)]).toEqual([undefined, 2]);
});
