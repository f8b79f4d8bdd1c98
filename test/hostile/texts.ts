/** Texts that no one should write, and what is said of each. */
export const repeat = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

const letters = 'abcfghijkl';
const sum = (count: number, term: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => term(i)).join(' + ');

const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', 'prototype'] as const;

/** The text, the exit status, and a part of the answer. */
export const files: Readonly<Record<string, readonly [source: string, status: number, answer: string]>> = {
  'declarations only': ['plate n = 1..N\nlatent x_n', 0, 'nothing was checked'],
  'a derivation without a relation': ['derivation: 1', 2, 'a derivation needs at least one step'],
  'both sides infinite': ['claim: inf = inf', 0, 'undecided'],
  'a division by zero': ['claim: 1/0 = 1/0', 0, 'undecided'],
  'the logarithm of a negative number': ['claim: ln (-1) = ln (-1)', 0, 'undecided'],
  'the logarithm of a real variable': ['latent x : real\ndensity p(x)\nclaim: E_{p(x)}[ln x] = 0', 1, ''],
  'a member outside its plate': [
    'plate t = 1..T\nlatent x_t\ndensity p(x_t)\nclaim: E_{p(x_0)}[1] = 1',
    1,
    'x_0 is outside its plate 1..T',
  ],
  'a label twice': ['claim a: 1 = 1\nclaim a: 1 = 1', 1, 'the label a is used twice'],
  'a thousand syntax errors': [repeat(1000, () => 'claim: )\n'), 2, "expected an expression but found ')'"],
  'a thousand malformed lines': [`derivation: 1\n${repeat(1000, () => ' = foo\n')}`, 1, 'foo is not declared'],
  'ten megabytes of comments': [repeat(1_300_000, () => '# words\n'), 0, 'nothing was checked'],
  'brackets nested five thousand deep': [
    `claim: ${'('.repeat(5000)}1${')'.repeat(5000)} = 1`,
    2,
    'nested more than 100 deep',
  ],
  'brackets nested ninety deep': [`claim: ${'('.repeat(90)}1${')'.repeat(90)} = 1`, 0, 'proved'],
  'twenty thousand terms': [`claim: ${'1 + '.repeat(19_999)}1 = 20000`, 0, 'proved'],
  'an empty plate': ['plate n = 1..0\nclaim: sum_n 1 = 0', 1, 'the range 1..0 has no members'],
  'a plate of a billion': [
    'plate n = 1..1000000000\nlatent z_n\ndensity p(z_n)\nclaim: sum_n 1 = 0',
    1,
    'has more than 100 members',
  ],
  'a sum of a billion': ['claim: sum_{k = 1..1000000000} k = 0', 1, 'has more than 1000 members'],
  'a sum a billion beyond its plate': [
    'plate n = 1..N\nclaim: sum_{k = 1..N+1000000000} k = 0',
    1,
    'has more than 1000 members',
  ],
  'sums of a billion terms together': [
    'claim: sum_{a=1..1000} sum_{b=1..1000} sum_{c=1..1000} 1 = 0',
    1,
    'more than 10000 terms',
  ],
  'a variable of a billion values': ['latent z : 1..1000000000\ndensity p(z)', 1, 'has more than 100 members'],
  'a lag of a billion': [
    'plate t = 1..T\nlatent x_t\nlet X = {x_t}\ndensity p(X)\nclaim: p(x_{t-1000000000}) = 1 for any x_t, t',
    0,
    'undecided',
  ],
  'huge exponents': ['claim: 10^1e300 = 1\nclaim: 2^(2^(2^(2^(2^2)))) = 1', 0, 'undecided'],
  'a number of a million digits': [`claim: ${'9'.repeat(1_000_000)} = 1`, 1, 'a number has at most 1000 digits'],
  'an exponent of four digits': ['claim: 1e9999 = 0', 1, 'a number has at most 1000 digits'],
  'a subset bigger than its range': ['subset S of 1..2 size 3\nclaim: 1 = 1', 1, 'S cannot have 3 members'],
  'a subset with too many draws': ['subset S of 1..60 size 30\nclaim: 1 = 1', 1, 'more than 10000 draws'],
  'definitions that double': [
    `define F0 = 2\n${repeat(40, (i) => `define F${i + 1} = F${i} + F${i}\n`)}claim: F40 = 1`,
    1,
    'has more than 10000 parts',
  ],
  'variables named as parts of objects': [
    `latent ${names.join(', ')}\ndensity p(${names.join(', ')})\nclaim: E_{p(constructor)}[toString] = toString for any toString`,
    0,
    'proved',
  ],
  'functions and families named as parts of objects': [
    'latent x\nfunction toString(a)\ndensity constructor(x)\ndefine valueOf = 2\nclaim: E_{constructor(x)}[toString(x) valueOf] = 2 E_{constructor(x)}[toString(x)]',
    0,
    'proved',
  ],
  'labels and reasons named as parts of objects': [
    'claim __proto__: 1 = 1\nclaim constructor: 1 = 1 by __proto__, toString',
    0,
    "'toString' is no label",
  ],
  'names that are no names': ['latent __proto__', 2, "expected a name but found '_'"],
  'two hundred variables': [
    `latent ${Array.from({ length: 200 }, (_, i) => `a${i}`).join(', ')}\nclaim: a0 = a199 for any a199`,
    1,
    'refuted',
  ],
  'sixteen megabytes of brackets': [
    `claim: ${'('.repeat(2 ** 24 - 100)}`,
    2,
    'this file has more than 3000000 words and signs',
  ],
  'a hundred megabytes of brackets': ['('.repeat(100_000_000), 2, 'is larger than 16 MB'],
  'sixteen megabytes of empty lines': [`${'\n'.repeat(2 ** 24 - 100)}a`, 2, 'expected a statement'],
  'sixteen megabytes of ∑': ['∑'.repeat(5_500_000), 2, 'more than 3000000 words and signs'],
  'three thousand terms': [`param x\nclaim: ${'x + '.repeat(2999)}x = 3000 x`, 0, 'proved'],
  'three thousand terms that are not the other side': [`param x, y\nclaim: y = ${'x + '.repeat(2999)}x`, 1, 'refuted'],
  'eighty thousand terms': [`param x\nclaim: ${'x + '.repeat(80_000)}x = x`, 1, 'this line has more than 60000 parts'],
  'three million terms in one line': [
    `param x\nclaim: ${'x + '.repeat(3_000_000)}x = x`,
    2,
    'more than 3000000 words and signs',
  ],
  'a statement of a million words beside another': [
    `claim: 1 = 1\nclaim: ${'x + '.repeat(300_000)}1 = 1\nclaim: 2 = 2`,
    2,
    'this statement has more than 200000 words and signs',
  ],
  'fifteen hundred thousand declarations': ['param a\n'.repeat(1_500_000), 2, 'more than 50000 statements'],
  'fifteen hundred thousand claims': ['claim:1=1\n'.repeat(1_500_000), 2, 'more than 20000 steps'],
  'a million steps': [`derivation:1\n${'=1\n'.repeat(1_000_000)}`, 2, 'this file has more than 20000 steps'],
  'a million steps in broken brackets': [`derivation:(\n${'=1\n'.repeat(1_000_000)}`, 2, 'more than 20000 steps'],
  'a million steps of propto': [`derivation:1\n${'propto 1 '.repeat(1_000_000)}`, 2, 'more than 20000 steps'],
  'forty thousand faulty declarations': ['param x\n'.repeat(40_000), 1, 'more mistakes from here on'],
  'sixty thousand reasons': [`claim: 1 = 1 by ${'a, '.repeat(60_000)}a`, 0, "'a' is no label"],
  'a reason and a label of a million characters': [
    `claim ${'a'.repeat(1_000_000)}: 1 = 1\nclaim: 1 = 1 by ${'b'.repeat(1_000_000)}`,
    0,
    'is no label',
  ],
  'a name of a million characters': [`param ${'a'.repeat(1_000_000)}\nclaim: 1 = 1`, 0, 'proved'],
  'a thousand rules': [
    `function f(x)\n${repeat(1000, (i) => `rule r${i}: f(?a + ${i}) = f(?a) + f(${i})\n`)}`,
    1,
    'more than 100 rules',
  ],
  'a rule that matches in many ways': [
    `function f(x)\nrule r: ${sum(8, (i) => `f(?a${i})`)} = 0\nclaim: ${sum(20, (i) => `f(${i})`)} = 1 by r`,
    1,
    'refuted',
  ],
  'a rule that doubles': ['param x\nfunction f(x)\nrule r: f(?a) = f(?a) f(?a)\nclaim: f(x) = 1 by r', 1, ''],
  'a rule that grows': ['param x\nfunction f(x)\nrule r: f(?a) = f(f(?a))\nclaim: f(x) = 1 by r', 1, ''],
  'derivatives fifty deep': [
    `param x\nclaim: ${'grad_{x}('.repeat(50)}exp(x^2)${')'.repeat(50)} = 1`,
    1,
    'more than 8 derivatives',
  ],
  'powers of powers': ['param x\nclaim: ((((x + 1)^64)^64)^64)^64 = x', 1, ''],
  'a great power of a sum': ['param x, y, z, w\nclaim: (x + y + z + w)^64 = 1', 1, 'refuted'],
  'a great power that underflows': ['param x\nclaim: x^1000000000 = x^1000000001 / x', 0, 'undecided'],
  'products of great powers': ['param x\nclaim: (1 + x)^500 (1 + x)^500 = (1 + x)^1000', 0, ''],
  'the greatest number': ['claim: 1e999 = 1e999 + 1', 0, 'undecided'],
  'numbers whose powers have a million digits': ['claim: ((((3^64)^64)^64)^64)^64 = 1', 0, 'undecided'],
  'ten plates in each other': [
    `${repeat(10, (i) => `plate ${letters[i]} = 1..50\n`)}claim: ${repeat(10, (i) => `sum_${letters[i]} `)} 1 = 0`,
    1,
    'more than 10000 terms',
  ],
  'a table with too many rows': [
    `latent x : 1..3\ndensity p(x) = table[x] [${'1/3, '.repeat(20_000)}1/3]`,
    1,
    'x has 3 values, and the table has 20001 along it',
  ],
  'a thousand assumptions': [
    `param ${Array.from({ length: 1000 }, (_, i) => `a${i}`).join(', ')}\n${repeat(1000, (i) => `assume a${i} > 0\n`)}claim: a1 a2 = a2 a1`,
    0,
    'proved',
  ],
  'terminal escapes and HTML in a title': ['claim a "\u001b[2J\u009b31m<script>": 1 = 1', 0, '<U+001B>'],
  'no member at some sizes': [
    'plate n = 1..2\nplate m = 1..N\nlatent z_n\ndensity p(z_2) = prod_m p(z_m)',
    1,
    'the index 3 is outside the plate of n',
  ],
};
