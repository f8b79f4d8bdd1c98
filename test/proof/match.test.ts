/** What patterns match, what they do not, and that a rule always matches what it was instantiated to. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Draw } from '../../src/check/sampling/draw.js';
import { substitutionOf, suits } from '../../src/check/sampling/substitutions.js';
import { worlds } from '../../src/check/sampling/worlds.js';
import { spread } from '../../src/kernel/identity.js';
import { instantiate, Misfit } from '../../src/kernel/instantiate.js';
import { Kernel } from '../../src/kernel/kernel.js';
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Model } from '../../src/kernel/model.js';
import type { Meaning, Rule, Substitution } from '../../src/kernel/rule.js';
import { children, type Term } from '../../src/kernel/term.js';
import { matches } from '../../src/proof/match.js';
import { refused, theory } from '../../src/rules/table.js';
import { read } from '../syntax/line.js';
import { kernel, matchesOf, termOf } from './patterns.js';

/** `[pattern, term, every match in order]` */
function matched(title: string, rows: readonly (readonly [string, string, ...string[]])[]): void {
  describe(title, () => {
    test.each(rows)('%s matches %s', (pattern, term, ...expected) => {
      expect(matchesOf(pattern, term)).toEqual(expected);
    });
  });
}

/** `[pattern, term, ...]`: the pattern matches none of the terms. */
function unmatched(title: string, rows: readonly (readonly [string, ...string[]])[]): void {
  const pairs = rows.flatMap(([pattern, ...terms]) => terms.map((term) => [pattern, term] as const));
  describe(`not ${title}`, () => {
    test.each(pairs)('%s does not match %s', (pattern, term) => expect(matchesOf(pattern, term)).toEqual([]));
  });
}

matched('sums and products', [
  ['?a', 'x + y', 'a = x + y'],
  ['ln(?a ?b)', 'ln(x y)', 'a = x, b = y', 'a = y, b = x'],
  ['ln(?a ?b ?c)', 'ln(x x x)', 'a = x, b = x, c = x'],
  ['ln(?a / ?b)', 'ln(x / y)', 'a = x, b = y'],
  ['ln(1 / ?a)', 'ln(1/(x y))', 'a = x y'],
  ['?a + ?a', 'x + x', 'a = x'],
  ['?a + ?b + ?a', 'x + y + x', 'a = x, b = y'],
  ['?a - ?b', 'y - x', 'a = y, b = x'],
  ['?a - ?b', 'y - x - u', 'a = y - u, b = x', 'a = y - x, b = u'],
  ['?a - ?b', '-x + (y + u)', 'a = y + u, b = x'],
  ['-?a', '-3 x', 'a = 3 x'],
  ['2 ?a', 'x 2 y', 'a = x y'],
  ['?a + 1', '1 + x + y', 'a = x + y'],
  ['?a^2', '(x + y)^2', 'a = x + y'],
  ['?a^{?k}', '1/x', 'a = x, k = -1'],
  ['?a ln ?b', '2 x ln y', 'a = 2 x, b = y'],
  ['f(?a)^2 + f(?b)^2', 'f(x)^2 + f(y)^2', 'a = x, b = y', 'a = y, b = x'],
]);

unmatched('sums and products', [
  ['ln(?a ?b)', 'ln x', 'ln(x + y)', 'exp(x y)'],
  ['ln(?a / ?b)', 'ln(1 / y)', 'ln(x y)'],
  ['ln(1 / ?a)', 'ln(x / y)'],
  ['?a + ?a', 'x + y', 'x', '2 x', '0'],
  ['?a - ?b', 'x + y', 'x'],
  ['-?a', 'x', '-1', '1 - x'],
  ['2 ?a', '2', '4 x', 'x y'],
  ['?a + 1', '1', 'x + 2'],
  ['?a^2', 'x^3', 'x x'],
  ['?a ?b', '1', 'x'],
]);

test('one part is tried before several', () => {
  expect(matchesOf('ln(?a ?b)', 'ln(x (y u))').slice(0, 3)).toEqual([
    'a = x, b = y u',
    'a = y, b = x u',
    'a = u, b = x y',
  ]);
});

matched('functions, definitions, laws and names', [
  ['f(?a)', 'f(x + y)', 'a = x + y'],
  ['g(?a, ?a)', 'g(x + y, y + x)', 'a = x + y'],
  ['g(?a, x)', 'g(y, x)', 'a = y'],
  ['f(x)', 'f(x)', ''],
  ['f(z_2) + ?a', 'y + f(z_2)', 'a = y'],
  ['L(?a)', 'L(x)', 'a = x'],
  ['Normal(?x; ?m, ?s)', 'Normal(x; 0, s)', 'm = 0, s = s, x = x'],
  ['0', '0', ''],
]);

unmatched('functions, definitions, laws and names', [
  ['f(?a)', 'g(x, y)', 'L(x)', 'ln x'],
  ['g(?a, ?a)', 'g(x, y)'],
  ['g(?a, x)', 'g(x, y)'],
  ['f(x)', 'f(y)', "f(x')", 'f(2 x)'],
  ['L(?a)', 'f(x) + f(w)'],
  ['Normal(?x; ?m, ?s)', 'Laplace(x; 0, s)'],
  ['1', '0', 'x'],
]);

matched('expectations', [
  ['E_{?q}[?f]', 'E_{p(x | v) q(y)}[f(x)]', 'f = f(x), q = p(x | v) q(y)'],
  ['E_{?q ?p}[f(?a)]', 'E_{q(x) q(y)}[f(x)]', 'a = x, p = q(y), q = q(x)', 'a = x, p = q(x), q = q(y)'],
  ['E_{?q}[?c f(?a)]', 'E_{q(y)}[2 f(y)]', 'a = y, c = 2, q = q(y)'],
  ['E_{?q}[?c f(?a)]', 'E_{q(y)}[f(y)]', 'a = y, c = 1, q = q(y)'],
  ['E_{?m ?p(?A)}[?f]', 'E_{q(x)}[f(x)]', 'A = x, f = f(x), m = none, p = q'],
  ['E_{q(x)}[?f]', 'E_{q(x)}[x]', 'f = x'],
  ['E_{q(x)}[?f]', "E_{q(x = x')}[x' + 1]", 'f = x + 1'],
  ['E_{?q}[f(?a)] - E_{?q}[?b]', 'E_{q(x)}[f(x)] - E_{q(x)}[x^2]', 'a = x, b = x^2, q = q(x)'],
  ['E_{?q}[f(?a)] - E_{?q}[?b]', "E_{q(x)}[f(x)] - E_{q(x = x')}[x']", 'a = x, b = x, q = q(x)'],
  ['Var_{?q}[?f]', 'Var_{q(x)}[x]', 'f = x, q = q(x)'],
  ['Cov_{?q}[?f, ?f]', 'Cov_{q(x)}[x, x]', 'f = x, q = q(x)'],
]);

unmatched('expectations', [
  ['E_{?q ?p}[?f]', 'E_{q(y)}[f(y)]'],
  ['E_{?q}[?c ?f]', 'E_{q(y)}[f(y)]', 'Var_{q(y)}[2 f(y)]'],
  ['E_{q(x)}[?f]', 'E_{q(y)}[y]', 'E_{q(x | y)}[x]', 'E_{q(x) q(y)}[x]', 'x'],
  ['E_{?q}[?f] + E_{?q}[?g]', 'E_{q(x)}[x] + E_{q(y)}[y]'],
  ['Cov_{?q}[?f, ?f]', 'Cov_{q(x, y)}[x, y]'],
  ['E_S[?f]', 'E_{q(x)}[x]'],
]);

matched('densities', [
  ['?p(?A | ?B)', 'p(x, y | v; theta)', 'A = x y, B = v theta, p = p'],
  ['?p(?A | ?B)', 'q(x)', 'A = x, B = none, p = q'],
  ['?p(?A | ?B, ?C)', 'q(x | y)', 'A = x, B = y, C = none, p = q'],
  ['?p(?A, ?C)', 'q(x, y)', 'A = x, C = y, p = q', 'A = y, C = x, p = q'],
  ['?p(x, ?A)', 'q(y, x)', 'A = y, p = q'],
  ['q(x = ?a)', 'q(x = 3)', 'a = 3'],
  ['q(?A)', 'q(x = w)', 'A = x:w'],
  ['?p(?A) ?p(?C | ?A)', 'q(y | x) q(x)', 'A = x, C = y, p = q'],
  ['?q ln ?q', 'q(x) ln q(x)', 'q = q(x)'],
]);

unmatched('densities', [
  ['?p(?A, ?C | ?B)', 'q(x)', 'x'],
  ['?p(?A | ?B, ?C)', 'q(x)'],
  ['?p(x, ?A)', 'q(y)'],
  ['q(?A)', 'p(x | v)', 'q(x | y)'],
  ['q(x = ?a)', 'q(y = 3)'],
  ['?p(?A) ?p(?C | ?A)', 'q(y | x) q(y)', 'q(y | x) p(x | v)'],
]);

matched('integrals', [
  ['int ?f d?x', 'int f(x) f(y) dx dy', 'f = f(x) f(y), x = x, y'],
  ['int f(?a) d?x d?y', 'int f(x y) dx dy', 'a = x y, x = x, y = y', 'a = x y, x = y, y = x'],
  ['int ?p(?A | ?B) ?c d?A', 'int p(x | v) f(v) dx', 'A = x, B = v, c = f(v), p = p'],
  ['int ?p(?A | ?B) ?c d?A', 'int p(x | v) dx', 'A = x, B = v, c = 1, p = p'],
  ['int ?p(?A, ?C | ?B) d?C', 'int p(x, y, u | v; theta) dy du', 'A = x, B = v theta, C = y u, p = p'],
  ['int ?q f(?a) d heads(?q)', 'int q(x) f(x) q(y) dx dy', 'a = x, q = q(x) q(y)'],
  ['int f(x) ?a dx', "int f(x') x' dx'", 'a = x'],
  ['int_0^{?b} ?f d?x', "int_0^1 x' dx'", "b = 1, f = x', x = x'"],
]);

unmatched('integrals', [
  ['int ?f d?x d?y', 'int f(x) dx'],
  ['int ?p(?A | ?B) ?c d?A', 'int p(x | v) dv', 'int f(x) dx'],
  ['int ?p(?A, ?C | ?B) d?C', 'int q(x) dx'],
  ['int ?q ?f d heads(?q)', 'int f(x) dx'],
  ['int f(x) ?a dx', 'int f(y) y dy', 'int f(y) x dx', 'int g(x, x) dx'],
  ['int_0^{?b} ?f d?x', "int x' dx'", "int_1^2 x' dx'"],
  ['int ?f d?x', "int_0^1 x' dx'", 'E_{q(x)}[x]'],
]);

matched('plates and minibatches', [
  ['sum_n ?f', 'sum_m f(c_m)', 'f = f(c_m), n = m in 1..M'],
  ['sum_n ?f', 'sum_{n in S} f(z_n)', 'f = f(z_n), n = n in S'],
  ['sum_{n in S} ?f', 'sum_{i in R} f(z_i)', 'S = R, f = f(z_i), n = i in 1..N'],
  ['sum_n f(z_n) + ?a', 'x + sum_i f(z_i)', 'a = x, n = n in 1..N'],
  ['sum_n ?a f(z_n)', 'sum_i d_i f(z_i)', 'a = d_n, n = n in 1..N'],
  ['sum_n f(?f) - sum_n ?g', 'sum_n f(z_n) - sum_i d_i', 'f = z_n, g = d_n, n = n in 1..N'],
  ['sum_n sum_m ?f', 'sum_m sum_n g(z_n, c_m)', 'f = g(z_n, c_m), m = n in 1..N, n = m in 1..M'],
  ['E_S[sum_{n in S} ?f]', 'E_R[sum_{n in R} f(z_n)]', 'S = R, f = f(z_n), n = n in 1..N'],
  ['prod_n ?f', 'prod_n r(z_n | d_n, w)', 'f = r(z_n | d_n, w), n = n in 1..N'],
]);

unmatched('plates and minibatches', [
  ['sum_n ?f', 'prod_n f(z_n)', 'f(z_1)'],
  ['sum_{n in S} ?f', 'sum_n f(z_n)'],
  ['sum_n ?a f(z_n)', 'sum_{n = 2..N} 2 f(z_n)', 'sum_{n in S} 2 f(z_n)', 'sum_m c_m f(z_1)'],
  ['sum_n ?f + sum_n ?g', 'sum_n f(z_n) + sum_m f(c_m)', 'sum_n f(z_n) + sum_{n in S} f(z_n)'],
  ['E_S[sum_{n in S} ?f]', 'E_R[sum_{n in S} f(z_n)]', 'sum_{n in S} f(z_n)'],
]);

matched('gradients and functionals', [
  ['grad_{?t}(?f)', 'grad_{theta}(ln p(y | x; theta))', 'f = ln p(y | x; theta), t = theta'],
  ['grad_{?t}(?t)', 'grad_{theta}(theta)', 't = theta'],
  ['grad_{theta}(?f)', 'grad_{theta}(psi)', 'f = psi'],
  ['KL[?q || ?p]', 'KL[q(x) q(y) || q(x, y)]', 'p = q(x, y), q = q(x) q(y)'],
  ['KL[?q || ?q]', 'KL[q(x) || q(x)]', 'q = q(x)'],
  ['KL[?p(?A, ?B) || ?p(?A) ?p(?B)]', 'KL[q(x, y) || q(x) q(y)]', 'A = x, B = y, p = q', 'A = y, B = x, p = q'],
  ['H[?q, ?p]', 'H[q(x), p(x | v)]', 'p = p(x | v), q = q(x)'],
  ['H_{?p}[?A | ?B]', 'H_{q}[x | y]', 'A = x, B = y, p = q'],
  ['I_{?p}[?A; ?B | ?C]', 'I_{q}[x; y]', 'A = x, B = y, C = none, p = q'],
]);

unmatched('gradients and functionals', [
  ['grad_{?t}(?t)', 'grad_{theta}(psi)', 'grad_{theta}(2 theta)'],
  ['grad_{theta}(?f)', 'grad_{psi}(psi)'],
  ['KL[?q || ?q]', 'KL[q(x) || p(x | v)]'],
  ['KL[?p(?A, ?B) || ?p(?A) ?p(?B)]', 'KL[q(x, y) || q(y) p(x | v)]', 'KL[q(x) || q(x)]'],
  ['H[?q]', 'H[q(x), q(x)]', 'H_{q}[x | y]'],
  ['H_{?p}[?A | ?B]', 'H[q(x | y)]', 'I_{q}[x; y]'],
]);

describe('odd input', () => {
  const long = Array.from({ length: 300 }, (_, i) => `f(${i})`).join(' + ');

  test('a long sum has no more matches than are asked for', () => {
    expect(matchesOf('?a + ?b', long)).toHaveLength(200);
    expect(matchesOf('?a + ?a', long)).toEqual([]);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('?%s is a name like another', (name) => {
    expect(matchesOf(`f(?${name})`, 'f(x)')).toEqual([`${name} = x`]);
  });

  test('what no model declares', () => {
    const nowhere: Term = { tag: 'density', family: 'nowhere', heads: [], givens: [] };
    for (const { left } of theory()) expect([...matches(left, nowhere, kernel)].length).toBeLessThan(2);
  });

  test('metavariables in the term', () => {
    const row = theory().find(({ name }) => name === 'log-product');
    expect([...matches(termOf('ln x'), row?.left as Term, kernel)]).toEqual([]);
  });
});

/** No empty list, and no part of a sum or a product that is 0 or 1: these a match does not look for. */
function isPlain(of: Meaning): boolean {
  switch (of.kind) {
    case 'term':
      return spread(of.term, 'add').length > 0 && spread(of.term, 'mul').length > 0;
    case 'slots':
      return of.slots.length > 0;
    case 'measure':
      return of.measure.length > 0;
    case 'refs':
      return of.refs.length > 0;
    default:
      return true;
  }
}

/** A pattern with meanings; null where these do not fit it, as for the number of members of a range without one. */
function instanceOrNone(pattern: Term, by: Substitution, model: Model): Term | null {
  try {
    return instantiate(pattern, by, model);
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
}

describe('a rule matches what it was instantiated to', () => {
  /** Random meanings for the metavariables of a rule, and its left side with them. */
  function instanceOf(rule: Rule, attempt: number): { kernel: Kernel; left: Term; text: string } | null {
    const draw = new Draw(7, `${rule.name} ${attempt}`);
    const world = draw.pick(worlds().filter((one) => suits(rule, one)));
    const by = substitutionOf(rule, world, draw);
    if (!Object.values(by).every(isPlain)) return null;
    const left = instanceOrNone(rule.left, by, world.model);
    if (left === null) return null;
    return { kernel: new Kernel(world.model, []), left, text: `${world.name}: ${world.print(left)}` };
  }

  test.each([...theory(), ...refused()].map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    const instances = [];
    for (let attempt = 0; attempt < 1000 && instances.length < 20; attempt++) {
      const instance = instanceOf(rule, attempt);
      if (instance !== null) instances.push(instance);
    }
    expect(instances.length).toBeGreaterThan(5);
    for (const { kernel: own, left, text } of instances) {
      const [match] = matches(rule.left, left, own, kindsOf(rule));
      expect(match, text).toBeDefined();
    }
  });
});

test('every pattern of the theory against every term of the proofs', { timeout: 120_000 }, () => {
  const folder = new URL('../../proofs/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.expr'));
  const found = new Set<string>();
  for (const file of files) {
    const { derivations, model } = read(readFileSync(new URL(file, folder), 'utf8'));
    const own = new Kernel(model, theory());
    const visit = (term: Term): void => {
      for (const rule of theory()) {
        const [match] = matches(rule.left, term, own, kindsOf(rule));
        if (match !== undefined) found.add(rule.name);
      }
      for (const child of children(term)) visit(child);
    };
    for (const { term } of derivations.map((derivation) => derivation.elaborated().first))
      if (term !== null) visit(term);
  }
  expect(found.size).toBeGreaterThan(30);
});
