/** Which models a file could declare: on any other the kernel's answers say nothing, and a certificate with it is refused. */
import { describe, expect, test } from 'vitest';
import { misdeclared } from '../../src/kernel/declared.js';
import type { Domain, Factor, Form, Model } from '../../src/kernel/model.js';
import type { IndexBinder, Term, VarRef } from '../../src/kernel/term.js';
import { apply, at, call, density, index, number, ref, World } from './harness.js';

const w = new World(`
plate n = 1..N
plate i = 1..2
plate t = 1..T
plate m = 1..N
plate j = 1..9
plate c = 1..100
plate far = 60..N
subset S of 1..N size M
latent z_n, x, v
latent b_{n, m}
latent o_c
latent e_far
latent y_t
latent k : {0, 1}
latent d : {1, 2, 3}
latent r : real^N
observed u_n
param psi, s
let Z = {z_n}
function f(a)
function g(a) : real
density p(Z, x, v; psi, s) = p(x; psi, s) p(v | x) prod_n p(z_n | x)
density p(x; psi, s) = Normal(x; psi, s^2)
density h(k; psi) = table[k] [psi, 1 - psi]
density l(y_{1:T}) = l(y_1) prod_{t=2..T} l(y_t | y_{t-1})
define twice(psi) = 2 psi
define four(a) = twice(a + a)
assume psi > s`);
const { model } = w;

/** The model with one more declaration, or with another in its place. */
function having(part: keyof Model, name: string, declared: object): Model {
  const all = model[part] as ReadonlyMap<string, object>;
  return { ...model, [part]: new Map<string, object>([...all, [name, { ...all.get(name), ...declared }]]) };
}

const plate = (lo: object, hi: object): Model => having('plates', 'j', { lo, hi });
const domain = (own: Domain): Model => having('variables', 'x', { domain: own });
const scalar = (name: string): VarRef => ({ name, at: [] });
const factor = (own: Partial<Factor>): Factor => ({
  id: 0,
  binders: [],
  heads: [scalar('x')],
  givens: [],
  form: null,
  label: null,
  ...own,
});
const family = (...factors: readonly Partial<Factor>[]): Model =>
  having('families', 'q', { name: 'q', factors: factors.map(factor) });
const define = (name: string, params: readonly string[], body: Term): Model =>
  having('definitions', name, { name, params, body });
const through = (letter: string, lo: object, hi: object, except: object | null = null): IndexBinder =>
  ({ index: letter, range: { tag: 'range', lo, hi, except } }) as IndexBinder;
const everyN = through('n', index(null, 1), index('N'));
const member = (name: string, letter: string | null, offset = 0): VarRef => ({ name, at: [at(letter, offset)] });
const law = (point: Term, ...params: readonly Term[]): Form => ({
  tag: 'law',
  law: { tag: 'law', law: 'Normal', point, params },
});
const table = (axes: readonly VarRef[], shape: readonly number[], ...entries: readonly Term[]): Form => ({
  tag: 'table',
  axes,
  shape,
  entries,
});
const pair: VarRef = { name: 'b', at: [at('n'), at('m')] };
const inS: IndexBinder = { index: 'n', range: { tag: 'subset', subset: 'S' } };
const half = number(1, 2);

describe('could be declared', () => {
  test.each<readonly [string, Model]>([
    ['what was', model],
    ['a plate of a hundred', plate(index(null, 1), index(null, 100))],
    ['a plate of one', plate(index(null, 4), index(null, 4))],
    ['a plate from a size to a larger one', plate(index('M', 1), index('N', 1))],
    ['a domain of a hundred', domain({ tag: 'integers', lo: index(null, 0), hi: index(null, 99) })],
    ['vectors of fixed length', domain({ tag: 'array', element: 'real', shape: [index(null, 2)] })],
    ['real numbers', domain({ tag: 'real' })],
    ['a density that is not said', family({})],
    ['a density of two plates', family({ id: 0, binders: [everyN], heads: [member('z', 'n')] }, { id: 1 })],
    [
      'a range from an earlier letter',
      family({ binders: [everyN, through('m', index('n'), index('N'))], heads: [pair] }),
    ],
    [
      'a range less an earlier letter',
      family({ binders: [everyN, through('m', index(null, 1), index('N'), index('n'))], heads: [pair] }),
    ],
    [
      'a range of a hundred',
      family({ binders: [through('c', index(null, 1), index(null, 100))], heads: [member('o', 'c')] }),
    ],
    ['members far from the first', family({ heads: [member('z', null, 60)], givens: [member('z', 'N', -30)] })],
    ['a law of its head', family({ givens: [scalar('v')], form: law(ref('x'), ref('v'), number(1)) })],
    [
      'a formula of what it holds',
      family({ givens: [scalar('v')], form: { tag: 'formula', body: apply('f', ref('v')) } }),
    ],
    ['a table of its head', family({ heads: [scalar('k')], form: table([scalar('k')], [2], half, half) })],
    ['an argument that is an array', define('odd', ['z'], apply('f', ref('z', at('n'))))],
    ['a definition without arguments', define('odd', [], ref('x'))],
    ['an argument that is no variable', define('odd', ['a'], ref('a'))],
    ['one definition in another twice', define('odd', ['a'], apply('f', call('four', call('twice', ref('a')))))],
  ])('%s', (_, own) => expect(misdeclared(own)).toBeNull());
});

describe('could not be declared', () => {
  test.each<readonly [string, Model, string]>([
    // ranges and sizes
    ['a plate of more than a hundred', plate(index(null, 1), index(null, 101)), 'a range has more than 100 members'],
    ['a plate of none', plate(index(null, 1), index(null, 0)), 'a range is empty'],
    ['a plate that ends before it begins', plate(index('N', 1), index('N')), 'a range is empty'],
    ['a plate up to nothing', plate(index(null, 1), index('Q')), 'Q is no size'],
    ['a plate from nothing', plate(index('Q'), index('N')), 'Q is no size'],
    ['a plate up to a letter', plate(index(null, 1), index('n')), 'n is no size'],
    ['a minibatch from none', having('subsets', 'S', { hi: index(null, 0) }), 'a range is empty'],
    ['a minibatch from nothing', having('subsets', 'S', { hi: index('Q') }), 'Q is no size'],
    ['a minibatch of no size', having('subsets', 'S', { size: index('Q') }), 'Q is no size'],
    // variables and functions
    ['a variable of no plate', having('variables', 'x', { indices: ['e'] }), 'e is no plate'],
    ['a variable of a plate and none', having('variables', 'x', { indices: ['n', 'e'] }), 'e is no plate'],
    ['a variable of no value', domain({ tag: 'integers', lo: index(null, 1), hi: index(null, 0) }), 'a range is empty'],
    [
      'a variable that may have no value',
      domain({ tag: 'integers', lo: index(null, 2), hi: index('N') }),
      'a variable may have no values',
    ],
    [
      'a variable with the values up to the last but one',
      domain({ tag: 'integers', lo: index(null, 1), hi: index('N', -1) }),
      'a variable may have no values',
    ],
    [
      'a variable with values up to nothing',
      domain({ tag: 'integers', lo: index(null, 1), hi: index('Q') }),
      'Q is no size',
    ],
    [
      'vectors of no length',
      domain({ tag: 'array', element: 'real', shape: [index('N'), index('Q')] }),
      'Q is no size',
    ],
    [
      'a function of no value',
      having('functions', 'f', { domain: { tag: 'integers', lo: index(null, 1), hi: index(null, 0) } }),
      'a range is empty',
    ],
    [
      'a collection of nobody',
      { ...model, collections: new Map([['Z', [scalar('x'), scalar('nobody')]]]) },
      'nobody is no variable',
    ],
    // densities
    ['two factors of one number', family({}, { heads: [scalar('v')] }), 'two factors of q have one number'],
    ['a law of nobody', family({ heads: [scalar('nobody')] }), 'nobody is no variable'],
    ['a density given nobody', family({ givens: [scalar('nobody')] }), 'nobody is no variable'],
    [
      'a letter bound twice',
      family({ binders: [everyN, everyN], heads: [member('z', 'n')] }),
      'n cannot be a letter here',
    ],
    [
      'a letter that is a size',
      family({ binders: [through('M', index(null, 1), index('N'))], heads: [member('z', 'M')] }),
      'M cannot be a letter here',
    ],
    [
      'a factor for each of a minibatch',
      family({ binders: [inS], heads: [member('z', 'n')] }),
      'a factor for each member of S says nothing of which these are',
    ],
    [
      'a range of more than a hundred',
      family({ binders: [through('n', index(null, 1), index(null, 101))] }),
      'a range has more than 100 members',
    ],
    ['a range up to nothing', family({ binders: [through('n', index(null, 1), index('Q'))] }), 'Q is no size'],
    ['a range from nothing', family({ binders: [through('n', index('Q'), index('N'))] }), 'Q is no size'],
    [
      'a range less nothing',
      family({ binders: [through('n', index(null, 1), index('N'), index('Q'))] }),
      'Q is no size',
    ],
    ['a range up to its own letter', family({ binders: [through('n', index(null, 1), index('n'))] }), 'n is no size'],
    [
      'a range up to a later letter',
      family({ binders: [through('m', index(null, 1), index('n')), everyN], heads: [pair] }),
      'n is no size',
    ],
    [
      'a range less its own letter',
      family({ binders: [through('n', index(null, 1), index('N'), index('n'))] }),
      'n is no size',
    ],
    ['a variable given itself', family({ givens: [scalar('x')] }), 'q: x depends on itself'],
    [
      'variables given each other',
      family({ givens: [scalar('v')] }, { id: 1, heads: [scalar('v')], givens: [scalar('x')] }),
      'q: x depends on itself',
    ],
    ['two laws for one variable', family({}, { id: 1 }), 'q gives x two laws'],
    [
      'two laws for one member',
      family({ binders: [everyN], heads: [member('z', 'n')] }, { id: 1, heads: [member('z', null, 5)] }),
      'q gives z_5 two laws',
    ],
    ['a law for each letter of what has none', family({ binders: [everyN] }), 'q gives x two laws'],
    [
      'a law of no member',
      family({ binders: [everyN], heads: [member('z', 'n', 1)] }),
      'q: the index 101 is outside the plate of n',
    ],
    [
      'a law given no member',
      family({ binders: [everyN], heads: [member('z', 'n')], givens: [member('u', 'n', -1)] }),
      'q: the index 0 is outside the plate of n',
    ],
    ['a law of the member of a free letter', family({ heads: [member('z', 'n')] }), 'q: the index n has no value here'],
    [
      'too many members',
      family({
        binders: [100, 100, 2].map((many, i) => through('nmi'[i] as string, index(null, 1), index(null, many))),
        heads: [pair],
      }),
      'q: a factor has too many members',
    ],
    [
      'two laws for members far from the first',
      family(
        ...[0, 1].map((id) => ({
          id,
          binders: [through('far', index(null, 60), index('N'))],
          heads: [member('e', 'far')],
        })),
      ),
      'q gives e_60 two laws',
    ],
    [
      'a law given nobody',
      family({ givens: [scalar('nobody')], form: law(ref('x'), number(0), number(1)) }),
      'nobody is no variable',
    ],
    // what densities are
    [
      'a law of another variable',
      family({ givens: [scalar('v')], form: law(ref('v'), number(0), number(1)) }),
      'a law is not of its head alone, given the rest',
    ],
    [
      'a law of a number',
      family({ form: law(number(1), number(0), number(1)) }),
      'a law is not of its head alone, given the rest',
    ],
    [
      'a law of two variables',
      family({ heads: [scalar('x'), scalar('v')], form: law(ref('x'), number(0), number(1)) }),
      'a law is not of its head alone, given the rest',
    ],
    ['a law with too few parameters', family({ form: law(ref('x'), number(0)) }), 'Normal takes 2 arguments, not 1'],
    [
      'a law that moves with what it is not given',
      family({ form: law(ref('x'), ref('v'), number(1)) }),
      'a form speaks of v, which its density does not hold',
    ],
    [
      'a formula of what it is not given',
      family({ form: { tag: 'formula', body: apply('f', ref('v')) } }),
      'a form speaks of v, which its density does not hold',
    ],
    [
      'a formula of its own density',
      family({ form: { tag: 'formula', body: density('q', [{ of: scalar('x'), value: ref('x') }]) } }),
      'q is declared by way of itself',
    ],
    [
      'a formula that says nothing',
      family({ form: { tag: 'formula', body: apply('nobody', ref('x')) } }),
      'nobody is not declared',
    ],
    [
      'a table with an entry too few',
      family({ form: table([scalar('x')], [2], half) }),
      'a table has not the shape of its axes',
    ],
    [
      'a table with an axis too few',
      family({ form: table([], [1], number(1)) }),
      'a table has not the shape of its axes',
    ],
    [
      'a table along what it is not given',
      family({ form: table([scalar('x'), scalar('v')], [1, 2], half, half) }),
      'a table has not the shape of its axes',
    ],
    [
      'an entry of what it is not given',
      family({ form: table([scalar('x')], [2], half, ref('psi')) }),
      'a form speaks of psi, which its density does not hold',
    ],
    [
      'an entry that says nothing',
      family({ form: table([scalar('x')], [2], half, ref('nobody')) }),
      'nobody is no variable',
    ],
    // definitions and assumptions
    ['an argument twice', define('odd', ['a', 'a'], ref('a')), 'a cannot be an argument'],
    ...['p', 'f', 'twice', 'Z', 'S', 'n', 'N'].map(
      (name) =>
        [`${name} as an argument`, define('odd', ['a', name], ref('a')), `${name} cannot be an argument`] as const,
    ),
    ['a definition of nobody', define('odd', ['a'], ref('other')), 'other is no variable'],
    [
      'a definition that is an array',
      define('odd', [], { tag: 'add', terms: [ref('u', { tag: 'all' }), number(1)] }),
      'an array stands for a number',
    ],
    ['a definition by what is none', define('odd', [], call('nobody')), 'nobody is not declared'],
    ['a definition by itself', define('odd', [], apply('f', call('odd'))), 'odd is defined by itself'],
    ['definitions by each other', define('twice', ['a'], call('four', ref('a'))), 'twice is defined by itself'],
    [
      'an assumption of nobody',
      { ...model, assumptions: model.assumptions.map((own) => ({ ...own, left: ref('nobody') })) },
      'nobody is no variable',
    ],
    [
      'an assumption about nobody',
      { ...model, assumptions: model.assumptions.map((own) => ({ ...own, right: ref('nobody') })) },
      'nobody is no variable',
    ],
  ])('%s', (_, own, reason) => expect(misdeclared(own)).toBe(reason));
});

describe('faults of long plates alone', () => {
  const arrays = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const long = new World(`plate t = 1..T\nlatent ${arrays.map((name) => `${name}_t`).join(', ')}`).model;
  const faultOf = (...factors: readonly Partial<Factor>[]): string | null =>
    misdeclared({ ...long, families: new Map([['q', { name: 'q', factors: factors.map(factor) }]]) });

  test('a path that comes back after it went far up and down', () => {
    const factors = arrays.map((name, id): Partial<Factor> => {
      const next = arrays[(id + 1) % arrays.length] as string;
      const isUp = id < 4;
      return {
        id,
        binders: [isUp ? through('t', index(null, 1), index('T', -3)) : through('t', index(null, 4), index('T'))],
        heads: [member(name, 't')],
        givens: [member(next, 't', isUp ? 3 : -3)],
      };
    });
    expect(faultOf(...factors)).toMatch('depends on itself');
    expect(faultOf(...factors.slice(1))).toBe(null);
  });

  test('two laws for all but the last', () => {
    const binders = [through('t', index(null, 1), index('T', -20))];
    expect(faultOf(...[0, 1].map((id) => ({ id, binders, heads: [member('a', 't')] })))).toBe('q gives a_1 two laws');
  });
});
