/** Which rules say something: each metavariable stands for one kind of thing, and the left side says for what. */
import { describe, expect, test } from 'vitest';
import type { Statement } from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';
import { countName, headsName, kindsOf, openName } from '../../src/kernel/kinds.js';
import type { Condition, Rule, Trust } from '../../src/kernel/rule.js';
import type { Term } from '../../src/kernel/term.js';
import { problemsOf, type RuleProblem, repeatedNames } from '../../src/kernel/validate.js';
import { elaborateFixed } from '../../src/syntax/definition.js';
import { type Declarations, fileScope } from '../../src/syntax/scope.js';
import { World } from './harness.js';

const w = new World(`
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent w, v
latent z_n
function f(a)
function t(a)
density p(w, v)`);

/** A rule of two patterns, whatever is wrong with it. */
function rule(text: string, when: readonly Condition[] = [], assuming: readonly Trust[] = []): Rule {
  const source = `rule r: ${text}`;
  const [statement] = parse(source).statements as [Extract<Statement, { kind: 'rule' }>];
  const scope = { ...fileScope(source, w.model as Declarations), inRule: true };
  const [left, right] = [statement.left, statement.right].map((side) => elaborateFixed(scope, side)) as [Term, Term];
  return { name: 'r', families: [], left, relation: '=', right, when, assuming, origin: 'user' };
}

function said(problem: RuleProblem): string {
  const { name } = problem;
  switch (problem.tag) {
    case 'unbound':
      return `${name} is bound by nothing`;
    case 'two kinds':
      return `${name} is ${problem.kind} and ${problem.place}`;
    case 'operand':
      return `${name} is ${problem.kind ?? 'nothing'} and not ${problem.needs.join(' or ')}`;
  }
}

const problems = (own: Rule): string[] => problemsOf(own).map(said);

describe('what metavariables stand for', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['?f + 1 = 2 ?f', { f: 'term' }],
    ['f(?a) ln ?b = ?a^?c', { a: 'term', b: 'term', c: 'term' }],
    ['E_{?q}[?f] = E_{?q ?r}[1]', { q: 'measure', r: 'measure', f: 'term' }],
    ['Var_{?q}[?f] = 1', { q: 'measure', f: 'term' }],
    ['Cov_{?q}[?f, ?g] = 1', { q: 'measure', f: 'term', g: 'term' }],
    ['KL[?q || ?r] = H[?s]', { q: 'measure', r: 'measure', s: 'measure' }],
    ['H[?q, ?r] = 1', { q: 'measure', r: 'measure' }],
    ['E_{prod_n ?q}[?f] = ?q', { n: 'binder', q: 'measure', f: 'term' }],
    ['E_{prod_n (?q ?r)}[1] = 1', { n: 'binder', q: 'measure', r: 'measure' }],
    ['int ?q ?f d heads(?q) = 1', { q: 'measure', f: 'term' }],
    ['int ?f d?x = 1', { x: 'refs', f: 'term' }],
    ['int ?f dw = 1', { f: 'term' }],
    ['int_?a^?b ?f d?x = 1', { x: 'refs', a: 'term', b: 'term', f: 'term' }],
    ['int ?p(?A | ?B) d?A = 1', { p: 'family', A: 'slots', B: 'slots' }],
    ['p(?A) = ?p(w | ?B)', { p: 'family', A: 'slots', B: 'slots' }],
    ['p(w = ?a | v = f(?b)) = 1', { a: 'term', b: 'term' }],
    ['H_{?p}[?A | ?B] = I_{?p}[?A; ?B | ?C]', { p: 'family', A: 'slots', B: 'slots', C: 'slots' }],
    ['grad_{?t}(?t) = 1', { t: 'refs' }],
    ['grad_{?t}(?f) = grad_{w}(?g)', { t: 'refs', f: 'term', g: 'term' }],
    ['grad_{?t}(f(?f)) = 1', { t: 'refs', f: 'term' }],
    ['grad_{?t}(t(?f)) = 1', { t: 'refs', f: 'term' }],
    ['count(n) = 1', { n: 'binder' }],
    ['sum_n ?f = count(n) ?f', { n: 'binder', f: 'term' }],
    ['sum_{n in S} ?f = count(S)', { n: 'binder', S: 'subset', f: 'term' }],
    ['E_S[?f] = count(S)', { S: 'subset', f: 'term' }],
    ['E_{prod_{n in S} ?q}[1] = 1', { n: 'binder', S: 'subset', q: 'measure' }],
  ])('%s', (text, kinds) => {
    expect(Object.fromEntries(kindsOf(rule(text)))).toEqual(kinds);
    expect(problems(rule(text)).filter((problem) => !problem.endsWith('nothing'))).toEqual([]);
  });

  test.each([
    ['?x', 'x', null, null],
    ['x', null, null, null],
    ['x?', null, null, null],
    ['heads(?q)', null, 'q', null],
    ['heads(q)', null, null, null],
    ['xheads(?q)', null, null, null],
    ['heads(?q)x', null, null, null],
    ['heads(?)', null, null, null],
    ['count(n)', null, null, 'n'],
    ['xcount(n)', null, null, null],
    ['count(n)x', null, null, null],
    ['count()', null, null, null],
    ['count(long)', null, null, 'long'],
    ['heads(?long)', null, 'long', null],
  ])('behind %s', (name, open, heads, count) => {
    expect([openName(name), headsName(name), countName(name)]).toEqual([open, heads, count]);
  });
});

describe('one name for two kinds of things', () => {
  test.each([
    ['?a (?b) = ?b ?a', ['a is family and term', 'b is slots and term']],
    ['E_{?q}[?f] = ?q(?A)', ['q is measure and family']],
    ['E_{Normal(?q; 0, 1)}[?f] = E_{?q}[?f]', ['q is measure and drawn']],
    ['E_{Normal(?A; 0, 1)}[?f] = ?p(?A)', ['A is slots and drawn']],
    // A variable may stand as its value.
    ['int ?f d?f = 1', []],
    ['grad_{?t}(?t + 1) = 1', []],
    ['grad_{?t}(?t + 1) = int 1 d?t', []],
    ['E_{Normal(?x; ?m, ?v)}[?x^2] = ?m^2 + ?v', []],
    ['grad_{?A}(ln ?p(?A)) = 0', ['A is slots and refs']],
    ['E_{?q}[int ?f d?q] = 0', ['q is measure and variables']],
    ['int ?p(?A) d heads(?A) = 1', ['A is slots and heads']],
  ])('%s', (text, expected) => expect(problems(rule(text)).filter((own) => !own.includes('bound'))).toEqual(expected));
});

describe('what the left side leaves open', () => {
  test.each<readonly [string, readonly string[]]>([
    ['?a = ?a', []],
    ['?a = ?b', ['b']],
    ['?a = ?b + ?b + ?c', ['b', 'c']],
    ['?p(?A | ?B) = ?p(?A | ?C)', ['C']],
    ['1 = E_{?q}[1]', ['q']],
    ['int ?f d?x = 1', []],
    ['int ?f d heads(?q) = 1', ['q']],
    ['int ?q d heads(?q) = E_{?q}[1]', []],
    ['int ?f d?A = ?p(?A)', ['A', 'p']],
    ['int ?p(?A) d?A = 1', []],
    ['?c = sum_n ?c', ['n']],
    ['count(n) = sum_n 1', ['n']],
    ['sum_n 1 = count(n)', []],
    ['E_S[1] = count(S)', []],
    ['grad_{?t}(?t) = 1', []],
  ])('%s', (text, names) => expect(problems(rule(text))).toEqual(names.map((name) => `${name} is bound by nothing`)));

  test.each<readonly [string, Condition, readonly string[]]>([
    ['a part may be chosen', { tag: 'part', part: 'A', whole: 'B' }, []],
    ['a whole may not', { tag: 'part', part: 'B', whole: 'A' }, ['A is bound by nothing']],
    ['what is bound may be chosen', { tag: 'bound', slots: 'A' }, []],
    ['what is owned may not', { tag: 'owned', slots: 'A', family: 'p' }, ['A is bound by nothing']],
  ])('%s', (_, when, expected) => expect(problems(rule('?p(?B) = ?p(?A)', [when]))).toEqual(expected));
});

/** Of every kind some: terms f, g; measures q, r; slots A, B, C; the family p; variables t, x; n and S. */
const side = '?p(?A, ?B | ?C) E_{?q}[E_S[sum_{n in S} ?f]] E_{?r}[1] int grad_{?t}(?g) d?x';
const meta = (name: string): Term => ({ tag: 'meta', name });

const slots = 'not slots';
const dependent = 'not term or measure or slots or refs';
const integrated = 'not measure or refs or slots';

describe('conditions', () => {
  const free = (what: string): Condition => ({ tag: 'free', what, of: { tag: 'refs', name: 'x' } });
  const beyond = (what: string, whole: string, part: string): Condition => ({ tag: 'free beyond', what, whole, part });
  const independent = (what: string, from: string, given: string, family: string): Condition => ({
    tag: 'independent',
    what,
    from,
    given,
    family,
  });
  test.each<readonly [Condition, readonly string[]]>([
    ...['f', 'q', 'A', 't', 'n'].map((name) => [free(name), []] as const),
    [free('p'), [`p is family and ${dependent} or binder`]],
    [free('S'), [`S is subset and ${dependent} or binder`]],
    [free('none'), [`none is nothing and ${dependent} or binder`]],
    [{ tag: 'free', what: 'f', of: { tag: 'refs', name: 'A' } }, []],
    [{ tag: 'free', what: 'f', of: { tag: 'refs', name: 'q' } }, ['q is measure and not refs or slots']],
    [{ tag: 'free', what: 'f', of: { tag: 'heads', measure: 'q' } }, []],
    [{ tag: 'free', what: 'f', of: { tag: 'heads', measure: 'f' } }, ['f is term and not measure']],
    [{ tag: 'free', what: 'f', of: { tag: 'index', letter: 'n' } }, []],
    [{ tag: 'free', what: 'f', of: { tag: 'index', letter: 'm' } }, ['m is nothing and not binder']],
    [{ tag: 'free', what: 'f', of: { tag: 'index', letter: 'S' } }, ['S is subset and not binder']],
    [{ tag: 'free', what: 'f', of: { tag: 'subset', subset: 'S' } }, []],
    [{ tag: 'free', what: 'f', of: { tag: 'subset', subset: 'n' } }, ['n is binder and not subset']],
    ...['f', 'q', 'A', 't'].map((name) => [beyond(name, 'A', 'B'), []] as const),
    [beyond('n', 'q', 'f'), [`n is binder and ${dependent}`, `q is measure and ${slots}`, `f is term and ${slots}`]],
    [{ tag: 'part', part: 'A', whole: 'B' }, []],
    [{ tag: 'part', part: 'f', whole: 'x' }, [`f is term and ${slots}`, `x is refs and ${slots}`]],
    [independent('A', 'B', 'C', 'p'), []],
    [
      independent('f', 'q', 'x', 'A'),
      [`f is term and ${slots}`, `q is measure and ${slots}`, `x is refs and ${slots}`, 'A is slots and not family'],
    ],
    [{ tag: 'owned', slots: 'A', family: 'p' }, []],
    [{ tag: 'owned', slots: 'p', family: 'A' }, [`p is family and ${slots}`, 'A is slots and not family']],
    [{ tag: 'density', measure: 'q' }, []],
    [{ tag: 'density', measure: 'p' }, ['p is family and not measure']],
    [{ tag: 'same heads', left: 'q', right: 'r' }, []],
    [{ tag: 'same heads', left: 'f', right: 'A' }, ['f is term and not measure', 'A is slots and not measure']],
    [{ tag: 'bound', slots: 'A' }, []],
    [{ tag: 'bound', slots: 'x' }, [`x is refs and ${slots}`]],
    [{ tag: 'drawn', subset: 'S', letter: 'n' }, []],
    [{ tag: 'drawn', subset: 'n', letter: 'S' }, ['n is binder and not subset', 'S is subset and not binder']],
    [{ tag: 'sign', term: meta('f'), relation: '>' }, []],
    [{ tag: 'sign', term: meta('q'), relation: '>' }, []],
    [{ tag: 'sign', term: meta('none'), relation: '>' }, ['none is nothing and not term']],
    [{ tag: 'sign', term: meta('x'), relation: '>' }, []],
    [{ tag: 'law', term: meta('x') }, []],
    [{ tag: 'law', term: meta('p') }, ['p is family and term']],
    [{ tag: 'number', term: meta('f') }, []],
    [{ tag: 'number', term: meta('A') }, ['A is slots and term']],
    [
      { tag: 'number', term: { tag: 'entropy', measure: [{ tag: 'meta', name: 'none' }] } },
      ['none is nothing and not measure'],
    ],
  ])('%j', (condition, expected) => expect(problems(rule(`${side} = ${side}`, [condition]))).toEqual(expected));
});

describe('what is taken on trust', () => {
  test.each<readonly [Trust, readonly string[]]>([
    ...['q', 'x', 'A'].map((over) => [{ tag: 'integrable', what: meta('f'), over }, []] as const),
    [{ tag: 'integrable', what: meta('f'), over: 'f' }, [`f is term and ${integrated}`]],
    [{ tag: 'integrable', what: meta('x'), over: 'x' }, []],
    ...['q', 'x', 'A'].map((over) => [{ tag: 'exchange', grad: 't', what: meta('f'), over }, []] as const),
    [
      { tag: 'exchange', grad: 'A', what: meta('f'), over: 'p' },
      ['A is slots and not refs', `p is family and ${integrated}`],
    ],
    [{ tag: 'exchange', grad: 't', what: meta('none'), over: 'q' }, ['none is nothing and not term']],
    [{ tag: 'differentiable', what: meta('f'), in: 't' }, []],
    [{ tag: 'differentiable', what: meta('f'), in: 'q' }, ['q is measure and not refs']],
  ])('%j', (trust, expected) => expect(problems(rule(`${side} = ${side}`, [], [trust]))).toEqual(expected));
});

test('names that several rules have', () => {
  const named = (name: string): Rule => ({ ...rule('?a = ?a'), name });
  expect(repeatedNames(['a', 'b', 'c', 'a', 'b', 'a'].map(named))).toEqual(['a', 'b']);
  expect(repeatedNames(['a', 'b'].map(named))).toEqual([]);
});
