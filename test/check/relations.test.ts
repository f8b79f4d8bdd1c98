/** What a chain of relations says of its ends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose, type Link } from '../../src/check/relations.js';
import type { Relation } from '../../src/kernel/model.js';
import type { VarRef } from '../../src/kernel/term.js';

const plain = (relation: Relation | null): Link => ({ relation, free: [] });
const whole = (name: string): VarRef => ({ name, at: [{ tag: 'all' }] });
const member = (name: string): VarRef => ({ name, at: [{ tag: 'at', index: { base: 'n', offset: 0 } }] });
const propto = (...free: VarRef[]): Link => ({ relation: 'propto', free });

describe('order', () => {
  test.each<[string, Relation | null]>([
    ['', '='],
    ['=', '='],
    ['= = =', '='],
    ['<', '<'],
    ['= <=', '<='],
    ['<= =', '<='],
    ['<= <=', '<='],
    ['<= <', '<'],
    ['< <=', '<'],
    ['>= = >', '>'],
    ['>= >=', '>='],
    ['!=', '!='],
    ['= !=', '!='],
    ['!= =', '!='],
    ['<= >=', null],
    ['< >', null],
    ['!= !=', null],
    ['!= <', null],
    ['< !=', null],
    ['? =', null],
    ['= ?', null],
    ['< ?', null],
  ])('%s is %s', (chain, relation) => {
    const links = chain
      .split(' ')
      .filter(Boolean)
      .map((r) => plain(r === '?' ? null : (r as Relation)));
    expect(compose(links)?.relation ?? null).toBe(relation);
  });

  /** a R b and b S c for numbers gives a (R S) c. */
  test('holds of numbers', () => {
    const holds: Readonly<Partial<Record<Relation, (a: number, b: number) => boolean>>> = {
      '=': (a, b) => a === b,
      '<': (a, b) => a < b,
      '<=': (a, b) => a <= b,
      '>': (a, b) => a > b,
      '>=': (a, b) => a >= b,
      '!=': (a, b) => a !== b,
    };
    const relations = Object.keys(holds) as Relation[];
    const numbers = fc.integer({ min: 0, max: 3 });
    const steps = fc.array(fc.tuple(fc.constantFrom(...relations), numbers), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(numbers, steps, (start, chain) => {
        const values = [start, ...chain.map(([, value]) => value)];
        fc.pre(chain.every(([r], i) => holds[r]?.(values[i] as number, values[i + 1] as number) ?? false));
        const composed = compose(chain.map(([r]) => plain(r)));
        if (composed !== null) expect(holds[composed.relation]?.(start, values.at(-1) as number)).toBe(true);
      }),
    );
  });
});

describe('propto', () => {
  test.each<[string, Link[], readonly VarRef[] | null]>([
    ['alone', [propto(whole('z'))], [whole('z')]],
    ['and equalities', [plain('='), propto(whole('z')), plain('=')], [whole('z')]],
    ['twice the same', [propto(whole('z')), propto(whole('z'))], [whole('z')]],
    ['of more and of less', [propto(whole('z'), whole('w')), propto(whole('w'))], [whole('w')]],
    ['of an array and of a member', [propto(whole('z')), propto(member('z'))], [member('z')]],
    ['of different variables', [propto(whole('z')), propto(whole('w'))], null],
    ['and an order', [propto(whole('z')), plain('<=')], null],
    ['after an order', [plain('<='), propto(whole('z'))], null],
    ['of unknown variables', [{ relation: 'propto', free: null }], null],
  ])('%s', (_, links, upTo) => {
    expect(compose(links)).toEqual(upTo === null ? null : { relation: 'propto', upTo });
  });

  test('an equality is up to nothing', () => {
    expect(compose([plain('=')])).toEqual({ relation: '=', upTo: null });
  });
});
