/** Every mistake of meaning, provoked once, on one page: golden/wordings.txt. */
import { expect, test } from 'vitest';
import { linesOf } from '../../src/syntax/derivation.js';
import { type Code, type Diagnostic, wordings } from '../../src/syntax/diagnostics.js';
import { declarations } from './declarations.js';
import { read } from './line.js';

const line = (text: string): string => `${declarations}\nderivation: ${text}\n  = 0`;
const rule = (text: string): string => `${declarations}\nrule r: ${text}`;
const step = (text: string): string => `${declarations}\nderivation: 1\n  = ${text}`;

/** Definitions of twice as many parts each. */
const doubling = `define F0 = 2\n${Array.from({ length: 9 }, (_, i) => `define F${i + 1} = F${i} + F${i}\n`).join('')}`;

const manyNames = Array.from({ length: 501 }, (_, i) => `a${i}`).join(', ');

/** A text with each mistake. */
const examples: Readonly<Record<Code, readonly string[]>> = {
  'unknown-name': [line('psy'), line('foo')],
  'wrong-kind': [line('I_{w}[X; w]')],
  'unknown-index': [line('x_m')],
  'not-an-index': [line('x_{2 n}')],
  'index-count': [
    line('z'),
    line('z_{n, n}'),
    line('w_3'),
    'plate i = 1..N\nplate j = 1..N\nparam r_{i, j}\nlet R = {r}',
  ],
  'bracket-index': [line('z(n)'), line('w(1, 2)')],
  'outside-plate': [line('x_0'), line('sum_t c(y_t | y_{t-1})')],
  'no-member': ['plate n = 1..2\nplate m = 1..N\nlatent z_n\ndensity p(z_2) = prod_{m} p(z_m)'],
  'empty-range': ['plate n = 1..0'],
  'empty-domain': ['latent k : 2..K', 'latent k : 1..K-1'],
  'long-range': ['plate n = 1..1000000000', line('sum_{k = 1..100000} k')],
  'many-terms': [line('sum_{i = 1..1000} sum_{j = 1..1000} i j')],
  'subset-size': ['subset S of 1..2 size 3'],
  'many-draws': ['subset S of 1..90 size 45'],
  'long-definition': [
    `define F0 = 2\n${Array.from({ length: 12 }, (_, i) => `define F${i + 1} = F${i} + F${i}`).join('\n')}`,
  ],
  'bad-parameter': [`${declarations}\ndefine F(X) = sum_n f(x_n)`],
  'array-as-number': [line('Z')],
  'family-without-arguments': [line('p')],
  'function-without-arguments': [line('f')],
  'argument-count': [line('f(w, w)'), line('g(w)')],
  'named-argument': [line('f(a = w)')],
  'plain-bracket': [line('(w, w)')],
  'not-a-slot': [line('q(z_n; x_n, q(w; xi))')],
  'no-law': [line('q(x_n)')],
  'no-density': ['latent x\ndensity p(x) = p(x) p(x)\nclaim: int p(x) dx = 1'],
  'slot-twice': [line('p(w | w)')],
  'input-left-out': [line('q(w)'), line('q(Z, w; X)')],
  'foreign-law': [
    'latent w : real\ndensity p(w) = Normal(w; 3 w, 1)',
    'latent x, y : real\ndensity p(x | y) = Normal(y; 3 x, 1)',
    'latent x, w : real\ndensity q(x, w) = Normal(x; 0, 1)',
    'latent x, w : real\ndensity q(x, w) = q(x) Normal(w; exp(w), 1)',
  ],
  'law-off-domain': [
    'latent u : unit\ndensity p(u) = Normal(u; 0, 1)',
    'latent k : 0..4\ndensity p(k) = Poisson(k; 2)',
    'latent k : {0, 1, 2}\ndensity p(k) = Bernoulli(k; 1/2)',
  ],
  'letter-taken': ['latent x : real\nclaim: sum_{x=1..3} x = 3 x', 'claim: sum_{pi=1..3} pi = 6'],
  'whole-array': [
    'plate n = 1..N\nlatent z_n\nlet A = {z_1}',
    'plate n = 1..N\nplate m = 1..N\nlatent z_{n,m}\nlet A = {z_{m,n}}',
  ],
  'loose-letter': [
    'plate n = 1..N\nlatent x, w : real\ndensity p(x, w) = p(x) Normal(w; n, 1)',
    'plate t = 1..T\nlatent x : real\ndensity p(x) = exp(-x^2 t)',
    'plate n = 1..N\nsubset S of 1..N size M\nlatent z_n, u : real\nlet Z = {z_n}\ndensity p(u | Z) = Normal(u; sum_{n in S} z_n, 1)',
  ],
  'newly-free': [step('z_n'), step('E_{p(w)}[z_1 w]'), step('f(x_n)')],
  'measure-missing': [line('E[w]'), line('Var[w]')],
  'not-a-measure': [line('E_{w}[w]')],
  'head-twice': [line('E_{p(w) q(w; xi)}[w]')],
  'bound-twice': [line('int w dw dw'), line('sum_{n, n} w'), line('sum_{n in S, n = 1..N} w')],
  'left-out': [line('sum_{n in S, n != 1} w'), line('sum_{n = 1..N, n != 1, n != 2} w')],
  'array-arithmetic': [
    'param A, B : real^{D x D}\nclaim: A B = B A',
    'latent v : real^D\ndensity p(v)\nclaim: E_{p(v)}[v] + 1 = 1',
    'latent v : real^D\ndefine F = v^2',
    'param S : spd^{D x D}\nclaim: S > 0',
  ],
  'heads-differ': [line('KL[q(w; xi) || p(Z)]')],
  'operator-form': [
    line('KL[q(w; xi), p(w)]'),
    line('grad_{psi, xi}(w)'),
    line('Normal(w, 0, 1)'),
    line('f^2(w)'),
    line('int_0 w dw'),
  ],
  'not-a-variable': [line('grad_{psi + xi}(w)'), step('1 for any foo')],
  'free-of-what': [line('w + const'), `${declarations}\nderivation: 1\n  propto 2`],
  'slack-place': [line('f(const_{Z})')],
  'rule-only': [line('?f')],
  'open-slot': [rule('?p(?A, 3) = 1')],
  'count-form': [rule('sum_n ?c = count(2) ?c')],
  'no-condition': [rule('?a = ?a when ?a is small')],
  'no-trust': [rule('?a = ?a assuming ?a > 0')],
  'two-kinds': [rule('?a (?b) = ?b ?a'), rule('E_{?q}[?f] = ?f + int ?f d?q')],
  'not-bound': [rule('ln ?a = ln ?b'), rule('count(n) ?c = sum_n ?c')],
  'wrong-operand': [rule('?a = ?a when ?b constant, ?c free of n'), rule('E_{?q}[1] = 1 when ?q bound')],
  capture: [
    rule('E_{?q}[?c ?f] = ?c E_{?q}[?f]'),
    rule('int ?c d?x = ?c'),
    rule('sum_n sum_{m = 1..N} ?f = sum_{m = 1..N} sum_n ?f'),
    rule('E_S[?c] = ?c'),
    rule('E_{p(w)}[?c] = ?c'),
  ],
  unreadable: [rule('?a = ?a when ?a + > 0')],
  'rule-relation': [rule('?a < ?a + 1')],
  'ambiguous-rule': [rule('ln(?a)^2 = 2 ln ?a')],
  ellipsis: [line('f(w) + ... + f(w)')],
  'long-number': [line('1e9999')],
  unsupported: [line('f({w})'), line('table[w] [1, 2]')],
  'assumed-value': ['observed o : real\nassume o > 0', 'latent x, y\nfunction f(x)\nassume f(x) > y'],
  'declared-twice': ['latent x\nparam x'],
  'no-domain': ['latent x : complex'],
  'bad-declaration': ['function f', 'plate i = 1..N\nlatent z_i\nlet Z_i = {z_i}'],
  'two-laws': ['latent x, y\ndensity p(x, y)\ndensity p(x)'],
  'subset-factor': ['plate n = 1..N\nsubset S of 1..N size M\nlatent z_n\ndensity p(z_1) = prod_{n in S} p(z_n)'],
  'law-parameters': [line('E_{Normal(w; 0, 1 - 2)}[w]'), 'latent x : real\ndensity p(x) = Uniform(x; 3/2, 1)'],
  'table-shape': ['latent z : {0, 1}\ndensity p(z) = table[z] [0.2, 0.3, 0.5]'],
  'table-sum': ['latent z : {0, 1}\ndensity p(z) = table[z] [0.5, 0.6]'],
  'negative-probability': ['latent z : {0, 1}\ndensity p(z) = table[z] [2, -1]'],
  cycle: ['latent x, y\ndensity p(x | y)\ndensity p(y | x)'],
  'many-factors': [`latent ${manyNames}\n${manyNames.replace(/(\w+)(, )?/g, 'density p($1)\n')}`],
  'circular-form': [
    'latent x : real\ndensity q(x)\ndensity p(x) = Normal(x; E_{q(x)}[x], 1)\ndensity q(x) = Normal(x; E_{p(x)}[x] + 1, 1)',
  ],
  'foreign-factor': ['latent x, y\ndensity q(y)\ndensity p(x, y) = p(x) q(y)'],
  'head-without-factor': ['latent x, y\ndensity p(x, y) = p(x)'],
  'factor-not-left': ['latent x, y\ndensity p(x) = p(x) p(y)'],
  'label-twice': ['claim a: 1 = 1\nclaim a: 2 = 2'],
  'label-later': ['claim a: 1 = 1 by b\nclaim b: 1 = 1'],
  'many-mistakes': ['param x\n'.repeat(1002)],
  'long-line': [`${doubling}claim: ${'F9 + '.repeat(40)}F9 = 0`],
  'deep-gradients': [line(`${'grad_{w}('.repeat(9)}w${')'.repeat(9)}`)],
  'many-rules': [Array.from({ length: 101 }, (_, i) => `rule r${i}: ?a = ?a + 0\n`).join('')],
  import: ['import "none.expr"'],
};

function mistake(source: string, code: Code): Diagnostic {
  const document = read(source);
  const lines = document.derivations.flatMap((derivation) => linesOf(derivation.elaborated()));
  const all = [...document.faults, ...lines.flatMap(({ fault }) => fault ?? [])];
  const found = all.find((fault) => fault.code === code);
  if (found === undefined) throw new Error(`no ${code}, but ${JSON.stringify([...all, ...document.syntax])}`);
  return found;
}

/** The line of the mistake with a mark under its place. */
function shown(source: string, { span, message, hint }: Diagnostic): string {
  const start = source.lastIndexOf('\n', span.start - 1) + 1;
  const end = source.indexOf('\n', span.start);
  const text = source.slice(start, end < 0 ? undefined : end);
  const length = Math.max(1, Math.min(span.end, start + text.length) - span.start);
  const mark = `${' '.repeat(span.start - start)}${'^'.repeat(length)}`;
  return [`  ${text}`, `  ${mark}`, `  ${message}`, ...(hint === null ? [] : [`  hint: ${hint}`])].join('\n');
}

test('all wordings', async () => {
  const page = Object.keys(wordings).map((key) => {
    const code = key as Code;
    return [code, ...examples[code].map((source) => shown(source, mistake(source, code)))].join('\n\n');
  });
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('golden/wordings.txt');
});
