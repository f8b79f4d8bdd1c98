/** Substitutions that no rule is made for: the kernel refuses them, and never throws. */
import { describe, expect, test } from 'vitest';
import { instanceOf } from '../../src/check/sampling/instances.js';
import { type World, worlds } from '../../src/check/sampling/worlds.js';
import { Kernel, Refusal } from '../../src/kernel/kernel.js';
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Meaning, MeaningKind, Rule, Substitution } from '../../src/kernel/rule.js';
import type { Density, Index, Slot, Term, VarRef } from '../../src/kernel/term.js';
import { refused, theory } from '../../src/rules/table.js';

const rules: readonly Rule[] = [...theory(), ...refused()];
const world = worlds().find(({ subsets }) => subsets.length > 0) as World;
const kernel = new Kernel(world.model, rules);

const variable = (name: string): VarRef => ({ name, at: [] });
const value = (name: string): Term => ({ tag: 'ref', ref: variable(name) });
const slot = (name: string, filled: Term = value(name)): Slot => ({ of: variable(name), value: filled });
const index = (base: string | null): Index => ({ base, offset: 0 });
const number: Term = { tag: 'num', value: { num: 2n, den: 1n } };
const density = (family: string, heads: readonly Slot[]): Density => ({ tag: 'density', family, heads, givens: [] });
const range = (hi: string | null, letter = 'n'): Meaning => ({
  kind: 'binder',
  binder: { index: letter, range: { tag: 'range', lo: { base: null, offset: 1 }, hi: index(hi), except: null } },
});

/** One meaning of each kind, well formed in the world. */
const sample: Readonly<Record<MeaningKind, Meaning>> = {
  term: { kind: 'term', term: number },
  measure: { kind: 'measure', measure: [density('p', [slot('w')])] },
  slots: { kind: 'slots', slots: [slot('w')] },
  family: { kind: 'family', family: 'p' },
  refs: { kind: 'refs', refs: [variable('w')] },
  binder: range(null),
  subset: { kind: 'subset', subset: 'S' },
};

/** A term may be the product of measures or a variable; a list of variables may be the values of slots. */
const alsoFits: Readonly<Partial<Record<MeaningKind, readonly MeaningKind[]>>> = {
  term: ['measure', 'refs'],
  refs: ['slots'],
};

const plain = (rule: Rule): Substitution =>
  Object.fromEntries([...kindsOf(rule)].map(([name, kind]) => [name, sample[kind]]));

const names = (rule: Rule): readonly [string, MeaningKind][] => [...kindsOf(rule)];

const wrongKinds = (kind: MeaningKind): MeaningKind[] =>
  (Object.keys(sample) as MeaningKind[]).filter((other) => other !== kind && alsoFits[kind]?.includes(other) !== true);

const resultOf = (rule: Rule, substitution: Substitution): string => {
  const result = kernel.rule(rule.name, substitution);
  return result instanceof Refusal ? 'refused' : world.print(result.statement.left);
};

/** A letter or a subset of a pattern may stand for itself: what a use says without a meaning for it, or refused. */
function allowed(rule: Rule, name: string, kind: MeaningKind): readonly string[] {
  const itself: Partial<Record<MeaningKind, Meaning>> = {
    binder: range('N', name),
    subset: { kind: 'subset', subset: name },
  };
  const meaning = itself[kind];
  return meaning === undefined ? ['refused'] : ['refused', resultOf(rule, { ...plain(rule), [name]: meaning })];
}

const open = rules.filter((rule) => kindsOf(rule).size > 0);

describe('a metavariable without a meaning, or with one of another kind', () => {
  test.each(open.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    for (const [name, kind] of names(rule)) {
      const { [name]: _dropped, ...rest } = plain(rule);
      expect(allowed(rule, name, kind), name).toContain(resultOf(rule, rest));
      for (const other of wrongKinds(kind))
        expect(allowed(rule, name, kind), `${name} as ${other}`).toContain(
          resultOf(rule, { ...rest, [name]: sample[other] }),
        );
    }
  });
});

/** Names that every object has without being given any. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

describe('names that every object has', () => {
  test.each(inherited)('%s is no rule', (name) => expect(kernel.rule(name, {})).toBeInstanceOf(Refusal));

  test.each(inherited)('?%s needs a meaning of its own', (name) => {
    const meta: Term = { tag: 'meta', name };
    const rule: Rule = {
      name: 'user',
      families: [],
      left: { tag: 'add', terms: [meta, number] },
      relation: '=',
      right: { tag: 'add', terms: [number, meta] },
      when: [{ tag: 'sign', term: meta, relation: '>' }],
      assuming: [],
      origin: 'user',
    };
    const own = new Kernel(world.model, [rule]);
    expect(own.rule('user', {})).toBeInstanceOf(Refusal);
    const given = Object.fromEntries([[name, sample.term]]);
    expect(own.rule('user', given)).not.toBeInstanceOf(Refusal);
  });

  test.each(inherited)('%s is no family, variable, subset or size', (name) => {
    const meanings: readonly Meaning[] = [
      { kind: 'family', family: name },
      { kind: 'subset', subset: name },
      { kind: 'refs', refs: [variable(name)] },
      { kind: 'slots', slots: [slot(name)] },
      { kind: 'measure', measure: [density(name, [slot('w')])] },
      { kind: 'measure', measure: [density('p', [slot(name)])] },
      { kind: 'term', term: value(name) },
      { kind: 'term', term: { tag: 'apply', name, args: [number] } },
      { kind: 'term', term: { tag: 'fn', name, args: [number] } },
      { kind: 'term', term: { tag: 'call', name, args: [] } },
      { kind: 'term', term: { tag: 'law', law: name, point: value('w'), params: [] } },
    ];
    for (const rule of rules)
      for (const [meta, kind] of names(rule))
        for (const meaning of meanings.filter((m) => m.kind === kind)) {
          const result = kernel.rule(rule.name, { ...plain(rule), [meta]: meaning });
          expect([rule.name, meta, kind, result instanceof Refusal]).toEqual([rule.name, meta, kind, true]);
        }
  });
});

describe('values that only a cast gets past the types', () => {
  const makesTheorem = (rule: Rule, substitution: Substitution): boolean => {
    try {
      return !(kernel.rule(rule.name, substitution) instanceof Refusal);
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  };

  const junk: readonly unknown[] = [null, undefined, 0, 'w', [], {}, { kind: 'junk' }, { kind: 'term' }];
  const terms = [{}, { tag: 'junk' }, { tag: 'num' }, { tag: 'num', value: { num: 1, den: 0 } }, { tag: 'ref' }];
  const values = [...junk, ...terms.map((term) => ({ kind: 'term', term }))];

  test.each(values.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
    for (const rule of open)
      for (const [name, kind] of names(rule).filter(([, own]) => own !== 'binder' && own !== 'subset')) {
        const given = { ...plain(rule), [name]: value as Meaning };
        expect([rule.name, name, kind, makesTheorem(rule, given)]).toEqual([rule.name, name, kind, false]);
      }
  });

  test.each([
    ['inherited', Object.create({ a: sample.term })],
    [
      'computed',
      {
        get a() {
          return sample.term;
        },
      },
    ],
    ['a function', { a: () => sample.term }],
  ])('%s', (_, substitution) => expect(() => kernel.rule('log-exp', substitution)).toThrow(TypeError));
});

describe('meanings of the right kind that say nothing', () => {
  const odd: readonly (readonly [string, Meaning])[] = [
    ['no measures', { kind: 'measure', measure: [] }],
    ['no slots', { kind: 'slots', slots: [] }],
    ['no variables', { kind: 'refs', refs: [] }],
    ['the same slot twice', { kind: 'slots', slots: [slot('w'), slot('w')] }],
    ['the same variable twice', { kind: 'refs', refs: [variable('w'), variable('w')] }],
    ['a slot that holds a number', { kind: 'slots', slots: [slot('w', number)] }],
    ['a density without heads', { kind: 'measure', measure: [density('p', [])] }],
    ['a density at a number', { kind: 'measure', measure: [density('p', [slot('w', number)])] }],
    ['too few indices', { kind: 'refs', refs: [variable('z')] }],
    ['a pattern for a term', { kind: 'term', term: { tag: 'meta', name: 'f' } }],
    ['a pattern for a measure', { kind: 'measure', measure: [{ tag: 'meta', name: 'q' }] }],
    ['a constant', { kind: 'term', term: { tag: 'slack', free: [] } }],
    ['a range without a size', range('nowhere')],
    ['a letter that is a size', range('N', 'N')],
    ['a range through no subset', { kind: 'binder', binder: { index: 'n', range: { tag: 'subset', subset: 'Q' } } }],
  ];

  test.each(odd)('%s', (_, meaning) => {
    for (const rule of rules)
      for (const [name, kind] of names(rule))
        if (kind === meaning.kind)
          expect(() => kernel.rule(rule.name, { ...plain(rule), [name]: meaning })).not.toThrow();
  });
});

test('meanings of one use put into another never throw', () => {
  for (const rule of rules) {
    const uses = Array.from({ length: 40 }, (_, i) => instanceOf(rule, i)).filter((use) => use !== null);
    for (const [i, { world: own, substitution }] of uses.entries()) {
      const other = uses[(i + 1) % uses.length]?.substitution ?? {};
      const foreign = new Kernel(own.model, [rule]);
      for (const [name] of names(rule)) {
        const mixed = { ...substitution, [name]: other[name] ?? sample.term };
        expect(() => foreign.rule(rule.name, mixed)).not.toThrow();
      }
    }
  }
});
