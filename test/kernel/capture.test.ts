/** What a rule carries past a binder without leave: the metavariable, and by what it could be captured. */
import { describe, expect, test } from 'vitest';
import { type Bound, capturesOf } from '../../src/kernel/capture.js';
import type { Density, Measure, Slot, Term } from '../../src/kernel/term.js';
import { readTable } from '../../src/rules/read.js';
import { density, number, ref } from './harness.js';

const declarations = `
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent w, v
latent z_n
let Z = {z_n}
param psi
density p(w, v)
density q(Z) = prod_n q(z_n)
`;

const printed = (bound: Bound): string => {
  switch (bound.tag) {
    case 'heads':
      return `heads(${bound.measure})`;
    case 'refs':
      return bound.name;
    case 'index':
      return bound.letter;
    case 'subset':
      return bound.subset;
    case 'variable':
      return `the variable ${bound.ref.name}`;
  }
};

const captures = (rule: string): string[] =>
  readTable('table', `${declarations}rule row: ${rule}`)
    .flatMap(capturesOf)
    .map(({ name, bound }) => `${name} by ${printed(bound)}`);

describe('captured', () => {
  test.each([
    ['E_{?q}[?c ?f] = ?c E_{?q}[?f]', ['c by heads(q)']],
    ['?c E_{?q}[?f] = E_{?q}[?c ?f]', ['c by heads(q)']],
    ['Var_{?q}[?c ?f] = ?c^2 Var_{?q}[?f]', ['c by heads(q)']],
    ['Cov_{?q}[?c ?f, ?g] = ?c Cov_{?q}[?f, ?g]', ['c by heads(q)']],
    ['Cov_{?q}[?f, ?g] = ?f Cov_{?q}[1, ?g]', ['f by heads(q)']],
    ['E_{?q}[?f] + KL[?q || ?p] = ?f', ['f by heads(q)']],
    ['E_{?q}[E_{?p}[?f]] = E_{?p}[E_{?q}[?f]]', ['q by heads(p)', 'p by heads(q)']],
    ['E_{?q}[?f] KL[?q || ?p] = E_{?q}[?f ?p]', []],
    ['E_{?q}[?f] + H[?p] = H[?p] E_{?q}[?f ?p]', ['p by heads(q)']],
    ['int ?c ?f d?x = ?c int ?f d?x', ['c by x']],
    ['int ?c ?f d?A = ?c int ?f d?A', ['c by A']],
    ['int ?x ?f d?x = int ?f ?x d?x', []],
    ['int Normal(?x; 0, 1) d?x = 1', []],
    ['int ?x ?f d?x = ?x int ?f d?x', ['x by x']],
    ['int ?q ?f d heads(?q) = ?f', ['f by heads(q)']],
    ['int_{?a}^{?b} ?f d?x = ?a + int_{0}^{?b} ?f ?a d?x', ['a by x']],
    ['int_{?a}^{?b} ?f d?x = ?b + int_{?a}^{0} ?f ?b d?x', ['b by x']],
    ['int ?c ?f dw = ?c int ?f dw', ['c by the variable w']],
    ['E_{p(w)}[?c ?f] = ?c E_{p(w)}[?f]', ['c by the variable w']],
    ['E_{p(w | v)}[?c ?f] = ?c E_{p(w | v)}[?f]', ['c by the variable w']],
    ['E_{Normal(w; 0, 1)}[?c ?f] = ?c E_{Normal(w; 0, 1)}[?f]', ['c by the variable w']],
    ['E_{Normal(?x; ?m, ?v)}[?c ?x] = ?c ?m', ['m by x', 'c by x']],
    ['E_{Normal(?x; ?m, ?v)}[?f] = ?f', ['f by x']],
    ['E_{p(w) p(v | w)}[?c ?f] = ?c E_{p(w) p(v | w)}[?f]', ['c by the variable w', 'c by the variable v']],
    ['E_{?p(?A | ?B)}[?c ?f] = ?c E_{?p(?A | ?B)}[?f]', ['c by A']],
    ['E_{?p(?A | ?B)}[?c] = ?c', ['c by A']],
    ['E_{?p(?A | ?B)}[E_{?q}[?f]] = E_{?q}[E_{?p(?A | ?B)}[?f]]', ['B by heads(q)', 'q by A']],
    ['int ?p(?A | ?B) ?c d?B = ?c ?p(?A | ?B)', ['A by B', 'c by B']],
    ['sum_n ?c ?f = ?c sum_n ?f', ['c by n']],
    ['prod_n ?c = ?c', ['c by n']],
    ['sum_n sum_m ?f = sum_m sum_n ?f', ['n by m', 'm by n']],
    ['sum_n E_{?q}[?f] = E_{?q}[sum_n ?f]', ['q by n']],
    ['sum_n int ?f d?x = int (sum_n ?f) d?x', ['x by n']],
    ['E_S[?c ?f] = ?c E_S[?f]', ['c by S']],
    ['E_S[sum_n ?f] = sum_n E_S[?f]', ['n by S']],
    ['E_S[sum_{n in S} ?f] = (count(S) / count(n)) sum_n ?f', ['f by S']],
    ['E_S[E_{?q}[?f]] = E_{?q}[E_S[?f]]', ['q by S']],
    ['E_S[int ?f d?x] = int E_S[?f] d?x', []],
    ['grad_{?t}(sum_n ?f) = sum_n grad_{?t}(?f)', ['t by n']],
    ['grad_{?t}(E_S[?f]) = E_S[grad_{?t}(?f)]', []],
    ['grad_{?t}(E_{?q}[?f]) = E_{?q}[grad_{?t}(?f)]', ['t by heads(q)']],
    ['grad_{?t}(int ?f d?x) = int grad_{?t}(?f) d?x', ['t by x']],
    ['grad_{?t}(?c ?f) = ?c grad_{?t}(?f)', []],
    ['E_{?q}[?c ?f ?c] = ?c^2 E_{?q}[?f]', ['c by heads(q)']],
    ['E_{prod_n q(z_n)}[?c ?f] = ?c E_{prod_n q(z_n)}[?f]', ['c by the variable z']],
    ['int_{?a}^{?b} ?f d?x = (?b - ?a) ?f', ['f by x']],
    ['E_{?q}[p(w = ?c)] = p(w = ?c)', ['c by heads(q)']],
    ['H[p(w | v = ?c)] = ?c', ['c by the variable w']],
    ['H[p(w), p(w | v = ?c)] = ?c', ['c by the variable w']],
    ['sum_n sum_n ?f = sum_n ?f', []],
    ['sum_n int ?p(?A | ?B) d?A = int (sum_n ?p(?A | ?B)) d?A', []],
  ])('%s: %j', (rule, expected) => expect(captures(rule)).toEqual(expected));
});

describe('with leave', () => {
  test.each([
    ['E_{?q}[?c ?f] = ?c E_{?q}[?f]   when ?c free of heads(?q)', []],
    ['E_{?q}[?c ?f] = ?c E_{?q}[?f]   when ?f free of heads(?q)', ['c by heads(q)']],
    ['int ?c ?f d?x = ?c int ?f d?x   when ?c free of ?x', []],
    ['E_{Normal(?x; ?m, ?v)}[?x^2] = ?m^2 + ?v   when Normal(?x; ?m, ?v) a density', []],
    ['E_{Normal(?x; ?m, ?v)}[?c ?x] = ?c ?m   when Normal(?x; ?m, ?v) a density', ['c by x']],
    ['E_{Normal(?x; ?m, ?v)}[?c ?x] = ?c ?m   when Normal(?x; ?m, ?v) a density, ?c free of ?x', []],
    ['E_{Normal(?x; ?m, ?v)}[?x] = ?m   when Normal(?x; 2 ?m, ?v) a density', ['m by x']],
    ['int ?c ?f d?x = ?c int ?f d?x   when ?c > 0', ['c by x']],
    ['sum_n ?c ?f = ?c sum_n ?f   when ?c free of n', []],
    ['sum_n sum_m ?f = sum_m sum_n ?f   when n free of m, m free of n', []],
    ['sum_n sum_m ?f = sum_m sum_n ?f   when n free of m', ['m by n']],
    ['E_S[?c ?f] = ?c E_S[?f]   when ?c free of S', []],
    ['grad_{?t}(int ?f d?x) = int grad_{?t}(?f) d?x   when ?t free of ?x', []],
    ['grad_{?t}(E_{?q}[?f]) = E_{?q}[grad_{?t}(?f)]   when ?q free of ?t', []],
    ['KL[?q || ?p] = int ?q ?p d heads(?p)   when ?q and ?p over the same heads', []],
    ['KL[?q || ?p] = E_{?p}[?q / ?p]   when ?q and ?p over the same heads', []],
    ['KL[?q || ?p] = E_{?p}[?q / ?p]   when ?q a density', ['q by heads(p)', 'p by heads(q)']],
    ['int ?p(?A | ?B) ?f d?A = ?f   when ?A part of ?B, ?f free of ?B', []],
    ['int ?p(?A | ?B) ?f d?A = ?f   when ?B part of ?A, ?f free of ?B', ['f by A']],
    ['int ?p(?A | ?B) ?f d?A = ?f   when ?A part of ?B', ['f by A']],
    ['int ?p(?A | ?B) ?f d?A = ?f   when ?f free of ?B, ?f free of ?B beyond ?A', ['f by A']],
    ['int (int ?p(?A | ?B) ?p(?D | ?B) ?f d?D) d?A = ?f   when ?A part of ?B, ?f free of ?B', ['f by D']],
    ['KL[?q || ?p] = E_{?p}[?q / ?p]   when ?q a density, ?q and ?p over the same heads', []],
    ['E_{?r}[?c ?f] + KL[?q || ?p] = ?c E_{?r}[?f]   when ?q and ?p over the same heads', ['c by heads(r)']],
  ])('%s: %j', (rule, expected) => expect(captures(rule)).toEqual(expected));
});

describe('free of a whole beyond a part', () => {
  const rule =
    'E_{?p(?C | ?B)}[?f ?g] + E_{?p(?A | ?B)}[1] = E_{?p(?A | ?B)}[?f ?g]   when ?B free of ?C, ?B free of ?A';
  test.each([
    ['?A part of ?C, ?f free of ?C beyond ?A, ?g free of ?C beyond ?A', []],
    ['?A part of ?C, ?f free of ?C beyond ?A', ['g by C', 'g by A']],
    ['?f free of ?C beyond ?A, ?g free of ?C beyond ?A', ['f by C', 'f by A', 'g by C', 'g by A']],
    ['?A part of ?C, ?f free of ?B beyond ?A, ?g free of ?C beyond ?A', ['f by C', 'f by A']],
    ['?A part of ?C, ?f free of ?C beyond ?B, ?g free of ?C beyond ?A', ['f by C', 'f by A']],
  ])('%s: %j', (when, expected) => expect(captures(`${rule}, ${when}`)).toEqual(expected));
});

test('free of a whole beyond a part, and not of other slots', () => {
  const rule = 'E_{?p(?D | ?B)}[E_{?p(?C | ?B)}[?f]] + E_{?p(?A | ?B)}[1] = E_{?p(?A | ?B)}[?f]';
  const free = ['?C', '?A', '?D'].map((slots) => `?B free of ${slots}`).join(', ');
  expect(captures(`${rule}   when ${free}, ?A part of ?C, ?f free of ?C beyond ?A`)).toEqual(['f by D']);
});

test.each([
  ['E_{?p(?A)}[?f] E_{?p(?C)}[1] = ?f', ['f by A']],
  ['E_{?p(?C)}[?f] E_{?p(?A)}[1] = ?f', ['f by C']],
  ['E_{?p(?A)}[?f] E_{?p(?C)}[?f] = ?f', ['f by A', 'f by C']],
  ['E_{?p(?C)}[?f] E_{?p(?A)}[1] = E_{?p(?A)}[?f]', []],
])('free of a whole beyond a part says nothing of what is under neither: %s', (rule, expected) =>
  expect(captures(`${rule}   when ?A part of ?C, ?f free of ?C beyond ?A`)).toEqual(expected),
);

describe('what no text says', () => {
  const [w, v, one]: readonly Term[] = [ref('w'), ref('v'), number(1)];
  const c: Term = { tag: 'meta', name: 'c' };
  const slot = (name: string, value: Term): Slot => ({ of: { name, at: [] }, value });
  const p = (heads: readonly Slot[], givens: readonly Slot[] = []): Density => density('p', heads, givens);
  const [ofW, ofV, given] = [slot('w', w as Term), slot('v', v as Term), slot('psi', c)];
  const out = (left: Term): string[] =>
    capturesOf({
      name: 'row',
      families: [],
      left,
      relation: '=',
      right: c,
      when: [],
      assuming: [],
      origin: 'user',
    }).map(({ name, bound }) => `${name} by ${printed(bound)}`);
  const mean = (measure: Measure): Term => ({ tag: 'expect', measure: [measure], body: c });

  test.each<readonly [string, Term, readonly string[]]>([
    ['a density at a number', mean(p([slot('w', one as Term)])), []],
    ['a density at a number and a variable', mean(p([slot('w', one as Term), ofV])), ['c by the variable v']],
    [
      'a law at a number',
      mean({ tag: 'law', law: 'Normal', point: one as Term, params: [one as Term, one as Term] }),
      [],
    ],
    [
      'an entropy of a conditional',
      { tag: 'mean-entropy', joint: p([ofW, ofV], [given]), conditional: p([ofW], [ofV, given]) },
      ['c by the variable w', 'c by the variable v'],
    ],
    [
      'an information',
      {
        tag: 'mutual-information',
        joint: p([ofW, ofV], [given]),
        pair: p([ofW, ofV], [given]),
        left: p([ofW], [given]),
        right: p([ofV], [given]),
      },
      ['c by the variable w', 'c by the variable v'],
    ],
  ])('%s', (_, left, expected) => expect(out(left)).toEqual(expected));
});
