/** Members that are far from all that a question names become one, with every edge that any of them has. */
import { describe, expect, test } from 'vitest';
import { foldAround, foldNetwork, unfolded } from '../../src/kernel/fold.js';
import type { Family } from '../../src/kernel/model.js';
import { type Network, unroll } from '../../src/kernel/network.js';
import { World } from './harness.js';

describe('which members are one', () => {
  const ends: readonly [number, number] = [1, 9];
  const folded = (exact: readonly number[], row: number, ...places: readonly number[]): string =>
    places.map((i) => foldAround(new Set(exact), ends, row)(`y@${i}`).slice(2)).join(' ');

  test.each<readonly [string, readonly number[], number, string]>([
    ['what is between two that are named', [1, 9], 3, '1 1~ 1~ 1~ 1~ 1~ 1~ 1~ 9'],
    ['what is before and behind the only one', [5], 4, '0~ 0~ 0~ 0~ 5 5~ 5~ 5~ 5~'],
    ['all where none is named', [], 4, '0~ 0~ 0~ 0~ 0~ 0~ 0~ 0~ 0~'],
    ['nothing where the rows are short', [5], 5, '1 2 3 4 5 6 7 8 9'],
    ['the one row that is long', [2, 4, 9], 4, '1 2 3 4 4~ 4~ 4~ 4~ 9'],
    ['the same in whatever order they are named', [9, 4, 2], 4, '1 2 3 4 4~ 4~ 4~ 4~ 9'],
  ])('%s', (_, exact, row, expected) => expect(folded(exact, row, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toBe(expected));

  test('places are in the order of numbers, not of words', () =>
    expect([4, 9, 10, 11, 12].map((i) => foldAround(new Set([2, 10]), [1, 12], 3)(`y@${i}`))).toEqual([
      'y@2~',
      'y@2~',
      'y@10',
      'y@11',
      'y@12',
    ]));

  test('beyond the ends each is for itself', () => expect(folded([5], 1, -3, 10, 12)).toBe('-3 10 12'));

  test('of several indices each', () => {
    const fold = foldAround(new Set([1, 2]), ends, 3);
    expect(['d@1,5', 'd@7,2', 'd@4,8', 'd@1,2', 'w'].map(fold)).toEqual(['d@1,2~', 'd@2~,2', 'd@2~,2~', 'd@1,2', 'w']);
    expect(fold('d@1,5')).toBe('d@1,2~');
  });
});

describe('the network of what is one', () => {
  const w = new World(`
plate t = 1..T
latent y_t, x_t
param xi, s
let Y = {y_t}, X = {x_t}
density p(Y, X; xi, s) = p(y_1; xi) (prod_{t=2..T} p(y_t | y_{t-1}; s)) prod_t p(x_t | y_t)`);
  const long = unroll(w.model.families.get('p') as Family, w.model, {
    indices: new Map([['T', 9]]),
    subsets: new Map(),
  });
  const around = (...exact: readonly number[]): Network => foldNetwork(long, foldAround(new Set(exact), [1, 9], 3));

  test('without a fold is the same', () => {
    expect(foldNetwork(long, unfolded)).toBe(long);
    expect(unfolded('y@3')).toBe('y@3');
  });

  test('has all edges of the members that are one', () => {
    const { nodes, inputs } = around(1, 9);
    expect([...nodes.keys()].sort()).toEqual(['x@1', 'x@1~', 'x@9', 'y@1', 'y@1~', 'y@9']);
    const said = (of: string): string => {
      const node = nodes.get(of);
      return [node?.copy, ...[...(node?.parents ?? [])].sort(), ...(node?.inputs ?? [])].join(' ');
    };
    expect([...nodes.keys()].sort().map(said)).toEqual([
      'x@1 y@1',
      'x@1~ y@1~',
      'x@9 y@9',
      'y@1 xi',
      'y@1~ y@1 y@1~ s',
      'y@9 y@1~ s',
    ]);
    expect([...inputs].sort()).toEqual(['s', 'xi']);
  });

  test('has the inputs of the first where the first is one with others', () => {
    const first = around(9).nodes.get('y@0~');
    expect([[...(first?.parents ?? [])], [...(first?.inputs ?? [])].sort()]).toEqual([['y@0~'], ['s', 'xi']]);
  });

  test('has inputs that are one', () => {
    const { model } = new World(`
plate t = 1..T
latent v
observed u_t
let U = {u_t}
density q(v | U)`);
    const network = unroll(model.families.get('q') as Family, model, {
      indices: new Map([['T', 9]]),
      subsets: new Map(),
    });
    const { nodes, inputs } = foldNetwork(network, foldAround(new Set([1]), [1, 9], 3));
    expect([nodes.get('v')?.inputs, [...inputs]]).toEqual([
      ['u@1', 'u@1~'],
      ['u@1', 'u@1~'],
    ]);
  });
});
