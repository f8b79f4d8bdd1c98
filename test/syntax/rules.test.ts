/** Rules: what their metavariables stand for, the sentences behind `when` and `assuming`, and what is wrong with them. */
import { describe, expect, test } from 'vitest';
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Rule } from '../../src/kernel/rule.js';
import { type Document, elaborateDocument, ImportFailure } from '../../src/syntax/document.js';
import { printRule } from '../../src/syntax/print-rule.js';
import { declarations } from './declarations.js';
import { read } from './line.js';

const document = (text: string): Document => {
  const found = read(`${declarations}\nplate m = 1..N\n${text}`);
  expect(found.syntax).toEqual([]);
  return found;
};

function rule(text: string): Rule {
  const { faults, rules } = document(`rule r: ${text}`);
  expect(faults).toEqual([]);
  return rules[0] as Rule;
}

/** Both sides of a rule in which ?f, ?g, ?q, ?r, ?x, ?t, ?p, ?A, ?B, ?C, n and S stand. */
const side = '?p(?A, ?B | ?C) E_{?q}[E_S[sum_{n in S} ?f]] E_{?r}[1] int grad_{?t}(?g) d?x';
const sides = `${side} = ${side}`;

describe('kinds', () => {
  test.each([
    ['?f + ?g = ?g + ?f', { f: 'term', g: 'term' }],
    ['E_{?q}[?f] = int ?q ?f d heads(?q)', { q: 'measure', f: 'term' }],
    ['KL[?q || ?p] = E_{?q}[ln ?q - ln ?p]', { q: 'measure', p: 'measure' }],
    ['E_{?m ?p(?A | ?B)}[?f] = ?f when ?f free of heads(?m), ?f free of ?A', { m: 'measure', p: 'family', f: 'term' }],
    ['int ?p(?A | ?B) d?A = 1', { p: 'family', A: 'slots', B: 'slots' }],
    ['H_{?p}[?A | ?B] = H_{?p}[?A | ?B]', { p: 'family', A: 'slots', B: 'slots' }],
    ['grad_{?t}(?t) = 1', { t: 'refs' }],
    ['d/d?t (?t) + int ?f d?x = 1 + int ?f d?x', { t: 'refs', x: 'refs' }],
    ['sum_n ?c = count(n) ?c when ?c free of n', { n: 'binder', c: 'term' }],
    ['E_S[sum_{n in S} ?c] = count(S) ?c when ?c free of n, ?c free of S', { S: 'subset', n: 'binder' }],
    ['?a (?b + 1) = ?a ?b + ?a', { a: 'term', b: 'term' }],
    ['?a * (?b) = ?b ?a', { a: 'term', b: 'term' }],
    ['?p(x_n | ?B) = ?p(x_n | ?B)', { p: 'family', B: 'slots' }],
    ['?p(w = ?a) = ?p(w = ?a)', { p: 'family', a: 'term' }],
    ['E_{prod_n ?q}[1] = 1 when ?q a density', { n: 'binder', q: 'measure' }],
    ['f(w) ln ?a = f(w) ln ?a', { a: 'term' }],
  ])('%s', (text, kinds) => expect(Object.fromEntries(kindsOf(rule(text)))).toMatchObject(kinds));
});

describe('terms', () => {
  const meta = (name: string) => ({ tag: 'meta', name });
  const slot = (name: string) => ({ of: { name: `?${name}`, at: [] }, value: meta(name) });
  const density = (heads: string, givens = '') => ({
    tag: 'density',
    family: '?p',
    heads: [...heads].map(slot),
    givens: [...givens].map(slot),
  });

  test.each([
    ['?f', meta('f')],
    ['?p(?A | ?B)', density('A', 'B')],
    ['p(w | ?B)', { family: 'p', heads: [{ of: { name: 'w', at: [] } }], givens: [slot('B')] }],
    ['E_{?q ?r}[1]', { tag: 'expect', measure: [meta('q'), meta('r')] }],
    ['E_{?m ?p(?A)}[1]', { tag: 'expect', measure: [meta('m'), density('A')] }],
    ['H[?q, ?r]', { tag: 'cross-entropy', left: [meta('q')], right: [meta('r')] }],
    ['int ?f d?x d?y', { vars: [{ name: '?x' }, { name: '?y' }], body: meta('f') }],
    ['int ?q d heads(?q)', { vars: [{ name: 'heads(?q)', at: [] }], body: meta('q') }],
    ['grad_{?t}(?f)', { tag: 'grad', of: { name: '?t', at: [] }, body: meta('f') }],
    ['d/d?t (?f)', { tag: 'grad', of: { name: '?t', at: [] }, body: meta('f') }],
    ['sum_n ?f', { tag: 'big', binder: { index: 'n', range: { tag: 'range', hi: { base: 'N' } } }, body: meta('f') }],
    ['sum_{n in S} ?f', { binder: { index: 'n', range: { tag: 'subset', subset: 'S' } } }],
    ['E_S[?f]', { tag: 'draw', subset: 'S', body: meta('f') }],
    ['sum_n count(n)', { body: meta('count(n)') }],
    ['H_{?p}[?A | ?B]', { tag: 'mean-entropy', joint: density('AB'), conditional: density('A', 'B') }],
    [
      'I_{?p}[?A; ?B | ?C]',
      {
        tag: 'mutual-information',
        joint: density('ABC'),
        pair: density('AB', 'C'),
        left: density('A', 'C'),
        right: density('B', 'C'),
      },
    ],
  ])('%s', (text, term) => expect(rule(`${text} = ${text}`).left).toMatchObject(term));
});

describe('conditions', () => {
  const conditions = (text: string): unknown[] => [...rule(`${sides} when ${text}`).when];
  const sign = (relation: string, term: unknown) => ({ tag: 'sign', term, relation });
  const f = { tag: 'meta', name: 'f' };

  test.each([
    ['?f > 0', sign('>', f)],
    ['?f ≥ 0', sign('>=', f)],
    ['?f≠0', sign('!=', f)],
    ['?q > 0', sign('>', { tag: 'meta', name: 'q' })],
    ['?p(?A | ?C) > 0', sign('>', expect.objectContaining({ tag: 'density', family: '?p' }))],
    ['?f + 1 >= 0', sign('>=', expect.objectContaining({ tag: 'add' }))],
    ['int f(w) dw > 0', sign('>', expect.objectContaining({ tag: 'integral' }))],
    ['?f constant', { tag: 'number', term: f }],
    ['?f free of heads(?q)', { tag: 'free', what: 'f', of: { tag: 'heads', measure: 'q' } }],
    ['?f free of ?x', { tag: 'free', what: 'f', of: { tag: 'refs', name: 'x' } }],
    ['?A free of ?C', { tag: 'free', what: 'A', of: { tag: 'refs', name: 'C' } }],
    ['?t free of n', { tag: 'free', what: 't', of: { tag: 'index', letter: 'n' } }],
    ['?q free of S', { tag: 'free', what: 'q', of: { tag: 'subset', subset: 'S' } }],
    ['n free of S', { tag: 'free', what: 'n', of: { tag: 'subset', subset: 'S' } }],
    ['?f free of ?C beyond ?A', { tag: 'free beyond', what: 'f', whole: 'C', part: 'A' }],
    ['?A part of ?C', { tag: 'part', part: 'A', whole: 'C' }],
    ['?A independent of ?B given ?C in ?p', { tag: 'independent', what: 'A', from: 'B', given: 'C', family: 'p' }],
    ['?A owned by ?p', { tag: 'owned', slots: 'A', family: 'p' }],
    ['?q a density', { tag: 'density', measure: 'q' }],
    ['?q and ?r over the same heads', { tag: 'same heads', left: 'q', right: 'r' }],
    ['?A bound', { tag: 'bound', slots: 'A' }],
    ['S drawn from n', { tag: 'drawn', subset: 'S', letter: 'n' }],
    ['?f   free\n   of # a comment\n   ?x', { tag: 'free', what: 'f', of: { tag: 'refs', name: 'x' } }],
  ])('%j', (text, condition) => expect(conditions(text)).toEqual([condition]));

  test('several', () => expect(conditions('?f > 0, ?p(?A, ?B | ?C) > 0, ?A bound')).toHaveLength(3));
});

describe('assumptions', () => {
  const f = { tag: 'meta', name: 'f' };
  test.each([
    ['?f integrable in ?q', { tag: 'integrable', what: f, over: 'q' }],
    ['?f integrable in ?x', { tag: 'integrable', what: f, over: 'x' }],
    ['ln ?f integrable in ?q', { tag: 'integrable', what: { tag: 'fn', name: 'ln', args: [f] }, over: 'q' }],
    ['grad_{?t} of ?f exchanges with ?q', { tag: 'exchange', grad: 't', what: f, over: 'q' }],
    ['∇_{?t} of ?f exchanges with ?A', { tag: 'exchange', grad: 't', what: f, over: 'A' }],
    ['?f differentiable in ?t', { tag: 'differentiable', what: f, in: 't' }],
  ])('%s', (text, trust) => expect(rule(`${sides} assuming ${text}`).assuming).toEqual([trust]));
});

/** `[rule, code, the source that the mistake covers]` */
describe('refused', () => {
  test.each([
    // kinds
    ['?a (?b) = ?b ?a', 'two-kinds', '?a'],
    ['E_{?q}[?f] = ?q(?A)', 'two-kinds', '?q(?A)'],
    ['int ?f d?f = ?f', 'capture', '?f'],
    ['grad_{?A}(ln ?p(?A)) = 0', 'two-kinds', '?A'],
    ['E_{?q}[int ?f d?q] = 0', 'two-kinds', '?q'],
    // metavariables that nothing determines
    ['?a = ?b', 'not-bound', '?b'],
    ['?p(?A | ?B) = ?p(?A | ?C)', 'not-bound', '?C'],
    ['1 = E_{?q}[1]', 'not-bound', '?q'],
    ['int ?f d heads(?q) = 1', 'not-bound', 'heads(?q)'],
    ['?c = sum_n ?c / count(n) when ?c free of n', 'not-bound', 'sum_n ?c / count(n)'],
    // conditions on something else
    ['?a = ?a when ?b > 0', 'wrong-operand', '?b'],
    ['?a = ?a when ?a free of ?x', 'wrong-operand', '?a free of ?x'],
    ['?a = ?a when ?a free of n', 'wrong-operand', '?a free of n'],
    ['?a = ?a when ?a free of w', 'wrong-kind', 'w'],
    ['?a = ?a when ?a bound', 'wrong-operand', '?a bound'],
    ['?a = ?a when ?a a density', 'wrong-operand', '?a a density'],
    ['E_{?q}[?f] = ?f when ?f free of heads(?f)', 'wrong-operand', '?f free of heads(?f)'],
    ['?p(?A) = ?p(?A) when ?p part of ?A', 'wrong-operand', '?p part of ?A'],
    ['sum_n ?f = sum_n ?f when n drawn from n', 'wrong-operand', 'n drawn from n'],
    ['?a = ?a assuming ?a integrable in ?a', 'wrong-operand', '?a integrable in ?a'],
    ['?a = ?a assuming ?a differentiable in ?t', 'wrong-operand', '?a differentiable in ?t'],
    // sentences that are none
    ['?a = ?a when ?a is small', 'no-condition', '?a is small'],
    ['?a = ?a when ?a > 1', 'no-condition', '?a > 1'],
    ['?a = ?a when "?a > 0"', 'no-condition', '"?a > 0"'],
    ['?a = ?a when ?a free of', 'no-condition', '?a free of'],
    ['?a = ?a when ?a integrable in ?a', 'no-condition', '?a integrable in ?a'],
    ['?a = ?a assuming ?a constant', 'no-trust', '?a constant'],
    ['?a = ?a when (?a > 0', 'unreadable', '('],
    ['?a = ?a when ?a, ?a > 0', 'no-condition', '?a'],
    ['?a = ?a when foo > 0', 'unknown-name', 'foo'],
    // captures
    ['E_{?q}[?c ?f] = ?c E_{?q}[?f]', 'capture', '?c'],
    ['E_{?q}[?c ?f] = ?c E_{?q}[?f] when ?f free of heads(?q)', 'capture', '?c'],
    ['int ?f ?g d?x d?y = int ?f d?x int ?g d?y when ?f free of ?y', 'capture', '?g'],
    ['int_?a^?b ?a d?x = 1', 'capture', '?a'],
    ['sum_n ?c = count(n) ?c', 'capture', '?c'],
    ['E_S[?c] = ?c', 'capture', '?c'],
    ['E_S[sum_n ?f] = sum_n E_S[?f]', 'capture', 'sum_n ?f'],
    ['sum_n sum_m ?f = sum_m sum_n ?f when n free of m', 'capture', 'sum_m ?f'],
    ['E_{?p}[E_{?q}[?f]] = E_{?p ?q}[?f]', 'capture', '?p'],
    ['int ?p(?A, ?C | ?B) d?C = ?p(?A | ?B) when ?A free of ?C', 'capture', '?B'],
    ['grad_{?t}(int ?f d?x) = int grad_{?t}(?f) d?x', 'capture', '?t'],
    ['E_{p(w)}[?f] = ?f', 'capture', '?f'],
    // statements
    ['?a < ?b', 'rule-relation', '?a < ?b'],
    ['p(w) propto_{w} ?a', 'rule-relation', 'p(w) propto_{w} ?a'],
    ['?a = ?a + const_{w}', 'slack-place', 'const_{w}'],
    ['ln(?a)^2 = 2 ln ?a', 'ambiguous-rule', 'ln(?a)^2'],
    ['ln ?a ?b = ?a', 'ambiguous-rule', 'ln ?a ?b'],
    ['?p(?A, 3) = 1', 'open-slot', '3'],
    ['p(?A, 3) = 1', 'not-a-slot', '3'],
    ['p(psi | ?A) = 1', 'not-a-slot', 'psi'],
    ['q(xi, ?A) = 1', 'no-law', 'xi'],
    ['count(w + 1) = 1', 'count-form', 'count'],
    ['E_{?q + 1}[?f] = ?f', 'not-a-measure', '?q + 1'],
    ['grad_{heads(?q)}(?f) = 0', 'not-a-variable', 'heads(?q)'],
    ['int ?f d?x d?x = 0', 'bound-twice', 'int ?f d?x d?x'],
    ['sum_{?n} ?f = 0', 'not-an-index', '?n'],
    ['foo(?a) = ?a', 'unknown-name', 'foo'],
  ])('%s: %s', (text, code, place) => {
    const { source, faults, rules } = document(`rule r: ${text}`);
    expect(faults.map(({ code, span }) => [code, source.slice(span.start, span.end)])).toEqual([[code, place]]);
    expect(rules).toEqual([]);
  });
});

describe('accepted, and printed so that they mean the same', () => {
  test.each([
    'sum_n sum_m ?f = sum_m sum_n ?f when n free of m, m free of n',
    'E_S[sum_n ?f] = sum_n E_S[?f] when n free of S',
    'int ?p(?A, ?C | ?B) d?C = ?p(?A | ?B) when ?A free of ?C, ?B free of ?C',
    '?p(?A | ?B) = ?p(?A | ?C) when ?C part of ?B',
    'ln ?p(?A) = E_{?p(?C | ?A)}[ln ?p(?A)] when ?C bound, ?A free of ?C',
    'KL[?q || ?p] - KL[?p || ?q] = 0 when ?q and ?p over the same heads',
    'KL[p(w) || ?q] >= 0 when ?q a density',
    'ln f(w) <= f(w) - 1 when f(w) > 0',
    'prod_n ?c ?f = ?c^{count(n)} prod_n ?f when ?c free of n',
    '(?a + ?b)^2 / ?a = ?a + 2 ?b + ?b^2 / ?a when ?a != 0',
    '?a (?b + ?c) = ?a ?b + ?a ?c',
    'L(psi, ?a) = L(psi, ?a)',
    'Normal(?a; ?m, 1) = Normal(?m; ?a, 1)',
    'q(Z | ?A) = q(Z | ?A)',
    'int (sum_n ?f) d?x + sum_n (int ?g d?y) d/d?t (?h) = sum_n (int ?g d?y) d/d?t (?h) + int (sum_n ?f) d?x',
    'E_{?q}[?f - (?g - 1)] = -E_{?q}[?g - ?f - 1] when -?f >= 0 assuming ?f - ?g integrable in ?q',
  ])('%s', (text) => {
    const once = rule(text);
    const printed = printRule(once, document('').model);
    expect(rule(printed.replace(/^rule r: /, ''))).toEqual(once);
  });
});

describe('names and families', () => {
  const headings = (text: string): unknown[] =>
    document(text).rules.map(({ name, families, origin }) => [name, families, origin]);

  test.each([
    ['rule r: 1 = 1', ['r', ['r'], 'user']],
    ['rule r "one": 1 = 1', ['r', ['one'], 'user']],
    ['rule my rule 2 "one , two": 1 = 1', ['my rule 2', ['one', 'two'], 'user']],
    ['rule "one": 1 = 1', ['1 = 1', ['one'], 'user']],
    ['rule 1  = 1', ['1 = 1', ['1 = 1'], 'user']],
  ])('%s', (text, heading) => expect(headings(text)).toEqual([heading]));

  test('a label is used once', () => {
    expect(document('rule r: 1 = 1\nrule r: 2 = 2').faults.map(({ message }) => message)).toEqual([
      'the label r is used twice',
    ]);
  });

  test('a broken rule does not take the others with it', () => {
    const { rules, faults } = document('rule a: 1 = ?a\nrule b: 1 = 1\nrule c: foo = 1');
    expect(rules.map(({ name }) => name)).toEqual(['b']);
    expect(faults.map(({ code }) => code)).toEqual(['not-bound', 'unknown-name']);
  });

  test('metavariables stay in rules', () => {
    const { derivations } = document('claim: int ?p(?A) d?A = 1');
    expect(derivations[0]?.elaborated().first.fault?.code).toBe('rule-only');
  });
});

describe('imported rules', () => {
  const withFile = (text: string): Document =>
    elaborateDocument('import "m"\nlatent y\nrule own: 1 = 1', '', (path) => {
      if (path !== 'm') throw new ImportFailure('no such file');
      return { path, source: text };
    });

  test('come first', () => {
    const { rules, faults } = withFile('latent x\ndensity p(x)\nrule theirs "one": p(x) ?a = ?a p(x)');
    expect(faults).toEqual([]);
    expect(rules.map(({ name, origin }) => [name, origin])).toEqual([
      ['theirs', 'user'],
      ['own', 'user'],
    ]);
  });

  test('are checked', () =>
    expect(withFile('rule theirs: 1 = ?a').faults.map(({ message }) => message)).toEqual([
      'cannot import "m": the left side of this rule does not say what ?a stands for',
    ]));
});
