/** Every mistake of meaning that a file can hold, with its sentence and what to do about it. */
import type { Span } from '../../grammar/ast.js';
import { ruleWordings, type Wording } from './rule-wordings.js';

const didYouMean = (nearest: string | null): string | null => (nearest === null ? null : `did you mean ${nearest}?`);
const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

function memberHint(name: string, indices: readonly string[]): string {
  const member = `${name}_${indices.length === 1 ? indices[0] : `{${indices.join(', ')}}`}`;
  return `write ${member}, or for the whole array the name that stands for it: let A = {${member}}`;
}

/** One function a mistake: its data in, its wording out. */
export const wordings = {
  'unknown-name': (d: { name: string; nearest: string | null }): Wording => [
    `${d.name} is not declared`,
    didYouMean(d.nearest) ?? 'declare it with latent, observed, param, function, define or density',
  ],
  'wrong-kind': (d: { name: string; as: string; expected: string }): Wording => [
    `${d.name} is ${d.as}, not ${d.expected}`,
    null,
  ],
  'unknown-index': (d: { name: string }): Wording => [
    `the index ${d.name} has no range here`,
    `declare 'plate ${d.name} = 1..N' or write its range, as in sum_{${d.name} = 1..N}`,
  ],
  'not-an-index': (_: object): Wording => ['an index is a letter, a number, or a letter plus or minus a number', null],
  'index-count': (d: { name: string; indices: readonly string[]; found: number }): Wording => [
    d.indices.length === 0
      ? `${d.name} has no index`
      : `${d.name} has ${d.indices.length === 1 ? 'one index' : `${d.indices.length} indices`}, not ${d.found}`,
    d.indices.length === 0 ? null : memberHint(d.name, d.indices),
  ],
  'bracket-index': (d: { name: string; index: string | null }): Wording => [
    `${d.name} is a variable and takes no argument in brackets`,
    d.index === null ? 'write * for a product' : `write ${d.name}_${d.index} for a member, * for a product`,
  ],
  'outside-plate': (d: { member: string; lo: string; hi: string }): Wording => [
    `${d.member} is outside its plate ${d.lo}..${d.hi}`,
    null,
  ],
  'no-member': (d: { why: string }): Wording => [`this density has no meaning at some sizes: ${d.why}`, null],
  'empty-range': (d: { lo: string; hi: string }): Wording => [`the range ${d.lo}..${d.hi} has no members`, null],
  'long-range': (d: { lo: string; hi: string; most: number }): Wording => [
    `the range ${d.lo}..${d.hi} has more than ${d.most} members`,
    'every member is tried, so a range of fixed size must be small: give it a size with a name, 1..N',
  ],
  'many-terms': (d: { most: number }): Wording => [
    `the sums and products around this have more than ${d.most} terms`,
    'every term is evaluated: give a range a size with a name, 1..N',
  ],
  'empty-domain': (d: { lo: string; hi: string }): Wording => [
    `a variable with the values ${d.lo}..${d.hi} has none at some sizes, which are at least 1`,
    'let the values begin at 1, or end at a size: 1..K',
  ],
  'subset-size': (d: { name: string; size: number; lo: string; hi: string }): Wording => [
    `${d.name} cannot have ${d.size} members: it is drawn from ${d.lo}..${d.hi}`,
    null,
  ],
  'many-draws': (d: { name: string; most: number }): Wording => [
    `there are more than ${d.most} draws of ${d.name}`,
    'every draw is tried: give the range and the size names, as in subset S of 1..N size M',
  ],
  'long-definition': (d: { name: string; most: number }): Wording => [
    `${d.name} has more than ${d.most} parts, those of the definitions in it counted`,
    null,
  ],
  'bad-parameter': (d: { name: string; as: string }): Wording => [
    `${d.name} is ${d.as}, and the arguments of a definition are variables`,
    'leave it out: it means the same wherever the definition stands',
  ],
  'array-as-number': (d: { name: string }): Wording => [
    `${d.name} has several members and cannot stand for a number`,
    'write one of them',
  ],
  'family-without-arguments': (d: { name: string }): Wording => [
    `${d.name} is a family of densities: name the variables, as in ${d.name}(x)`,
    null,
  ],
  'function-without-arguments': (d: { name: string }): Wording => [
    `${d.name} is a function: give it its argument`,
    null,
  ],
  'argument-count': (d: { name: string; expected: number; found: number }): Wording => [
    `${d.name} takes ${d.expected} argument${d.expected === 1 ? '' : 's'}, not ${d.found}`,
    null,
  ],
  'named-argument': (d: { name: string }): Wording => [
    `the arguments of ${d.name} have no names: no '=' fits here`,
    null,
  ],
  'plain-bracket': (_: object): Wording => ["this bracket groups one expression: no ',', ';' or '|' fits here", null],
  'not-a-slot': (d: { family: string; argument: string; slots: readonly string[] }): Wording => [
    `'${d.argument}' is no variable of ${d.family}, whose variables are ${list(d.slots)}`,
    `to put a value into a slot, name it: ${d.family}(${d.slots[0] ?? 'x'} = ...)`,
  ],
  'no-law': (d: { family: string; name: string }): Wording => [
    `${d.family} gives ${d.name} no law`,
    `${d.name} is an input of ${d.family}: it can stand only right of '|' or after ';'`,
  ],
  'no-density': (d: { family: string }): Wording => [
    `no density of ${d.family} is declared`,
    `add a statement such as 'density ${d.family}(x)'`,
  ],
  'slot-twice': (d: { member: string; family: string }): Wording => [
    `${d.member} stands twice in this density of ${d.family}`,
    null,
  ],
  'input-left-out': (d: { family: string; heads: string; inputs: readonly string[] }): Wording => [
    `this density of ${d.heads} depends on ${list(d.inputs)}, which ${d.inputs.length === 1 ? 'is' : 'are'} left out`,
    `${d.family} gives ${list(d.inputs)} no law: add ${d.inputs.length === 1 ? 'it' : 'them'} right of '|' or after ';'`,
  ],
  'foreign-law': (d: { law: string; heads: string }): Wording => [
    `this ${d.law} is no law of ${d.heads} given the rest`,
    `a law is of the one variable left of '|', written first: Normal(x; m, s) of x, and its parameters do not hold x`,
  ],
  'law-off-domain': (d: { law: string; name: string; domain: string; mass: string; domains: string }): Wording => [
    `${d.name} is declared as ${d.domain}, and ${d.law} gives mass to ${d.mass}`,
    `declare ${d.name} ${d.domains}, or give it a law of its domain`,
  ],
  'letter-taken': (d: { name: string; as: string }): Wording => [
    `${d.name} is declared as ${d.as}, and is no letter`,
    'take another letter',
  ],
  'whole-array': (d: { name: string; indices: readonly string[] }): Wording => [
    `a collection holds all of ${d.name}`,
    `write ${d.name}_${d.indices.length === 1 ? d.indices[0] : `{${d.indices.join(', ')}}`}`,
  ],
  'loose-letter': (d: { name: string; heads: string }): Wording => [
    `${d.name} has no value here: ${d.heads} does not name it`,
    'sum over it, or write it as an index of what the density is of',
  ],
  'newly-free': (d: { name: string }): Wording => [
    `${d.name} is free here and on no line above`,
    `is an E, an int or a sum missing? If it is meant for every value, write 'for any ${d.name}'`,
  ],
  'measure-missing': (d: { op: string }): Wording => [
    `${d.op} needs its measure as a subscript`,
    `write ${d.op}_{q(z)}[...]`,
  ],
  'not-a-measure': (_: object): Wording => [
    'a measure is a density, or a product of densities with distinct heads',
    'write E_{q(z)}[...]',
  ],
  'head-twice': (d: { member: string }): Wording => [`${d.member} is a head of two densities of this measure`, null],
  'bound-twice': (d: { name: string }): Wording => [`${d.name} is bound twice here`, null],
  'left-out': (d: { from: string; letter: string }): Wording => [
    `no member can be left out of ${d.from}`,
    `take off the term with that ${d.letter} instead`,
  ],
  'array-arithmetic': (_: object): Wording => [
    'nothing is worked out of vectors and matrices here',
    'they stand as arguments of functions and densities: function f(W)',
  ],
  'heads-differ': (d: { left: string; right: string }): Wording => [
    `the densities compared are of different variables: ${d.left} and ${d.right}`,
    null,
  ],
  'operator-form': (d: { op: string; form: string }): Wording => [`${d.op} is written ${d.form}`, null],
  'not-a-variable': (d: { what: string }): Wording => [`${d.what} must be a declared variable`, null],
  'free-of-what': (d: { word: string }): Wording => [`say of which variables it is free: ${d.word}_{Z}`, null],
  'slack-place': (_: object): Wording => ['const stands only as a term added to a side', null],
  'rule-only': (d: { name: string }): Wording => [`?${d.name} is a metavariable: it belongs in rules`, null],
  ...ruleWordings,
  ellipsis: (_: object): Wording => [
    '... stands for something that was not written, so it cannot be checked',
    'write the term out',
  ],
  'long-number': (d: { most: number }): Wording => [
    `a number has at most ${d.most} digits, and an exponent below ${d.most}`,
    null,
  ],
  unsupported: (d: { what: string }): Wording => [d.what, null],
  'declared-twice': (d: { name: string; as: string }): Wording => [`${d.name} is already declared as ${d.as}`, null],
  'assumed-value': (d: { name: string }): Wording => [
    `an assumption is about all values of ${d.name}, and this one would leave only some`,
    `say it in the declaration of ${d.name} (: positive), or in a density (p(${d.name} = ..))`,
  ],
  'bad-declaration': (d: { form: string }): Wording => [`this is written ${d.form}`, null],
  'no-domain': (d: { text: string }): Wording => [
    `${d.text} is no domain`,
    'a domain is real, positive, unit, discrete, 1..K, {0, 1}, real^D, real^{D x K} or spd^D',
  ],
  'two-laws': (d: { family: string; name: string; within: string | null }): Wording => [
    `${d.family} gives ${d.name} two laws`,
    d.within === null ? null : `a product reaches to the end: set brackets around the first one over ${d.within}`,
  ],
  'subset-factor': (d: { family: string; subset: string }): Wording => [
    `${d.family} has a factor for each member of ${d.subset}, which may be any of the plate's`,
    'let the product run over the plate, or over a part of it: prod_{n=1..M}',
  ],
  'law-parameters': (d: { law: string; names: readonly string[] }): Wording => [
    `there is no ${d.law}`,
    `its parameters are ${d.names.join(', ')}: a variance or a rate is positive, a lower end below the upper one, and a probability in [0, 1]`,
  ],
  'table-shape': (d: { name: string; count: number; found: number }): Wording => [
    `${d.name} has ${d.count} values, and the table has ${d.found} along it`,
    null,
  ],
  'table-sum': (d: { heads: string; sum: string }): Wording => [
    `the probabilities of ${d.heads} add up to ${d.sum}, not to 1`,
    null,
  ],
  'negative-probability': (d: { value: string }): Wording => [`${d.value} is no probability`, null],
  cycle: (d: { family: string; member: string }): Wording => [`in ${d.family}, ${d.member} depends on itself`, null],
  'many-factors': (d: { family: string; most: number }): Wording => [
    `${d.family} has more than ${d.most} densities`,
    'those that are alike stand in a plate: prod_n p(x_n)',
  ],
  'foreign-factor': (d: { family: string }): Wording => [
    `a factorisation of ${d.family} is a product of densities of ${d.family}`,
    null,
  ],
  'circular-form': (d: { family: string }): Wording => [
    `${d.family} is declared by way of itself`,
    'a law or a formula may speak of densities that are declared without it',
  ],
  'head-without-factor': (d: { family: string; name: string }): Wording => [
    `${d.name} stands left but has no factor of ${d.family} on the right`,
    null,
  ],
  'factor-not-left': (d: { family: string; name: string }): Wording => [
    `${d.name} has a factor but does not stand left`,
    null,
  ],
  'label-twice': (d: { label: string }): Wording => [`the label ${d.label} is used twice`, null],
  'label-later': (d: { label: string }): Wording => [`${d.label} is cited before it stands`, null],
  'many-mistakes': (d: { count: number }): Wording => [
    `there ${d.count === 1 ? 'is 1 more mistake' : `are ${d.count} more mistakes`} from here on`,
    null,
  ],
  'long-line': (d: { most: number }): Wording => [
    `this line has more than ${d.most} parts, those of the definitions in it counted`,
    'give parts of it names, and derive them by themselves',
  ],
  'deep-gradients': (d: { most: number }): Wording => [
    `more than ${d.most} derivatives stand within each other here, those of the definitions counted`,
    null,
  ],
  'many-rules': (d: { most: number }): Wording => [
    `this file has more than ${d.most} rules of its own, those of its imports counted`,
    'each is tried in random models before it is used',
  ],
  import: (d: { path: string; why: string }): Wording => [`cannot import "${d.path}": ${d.why}`, null],
} as const;

export type Code = keyof typeof wordings;

/** A mistake in the file, as a value. */
export interface Diagnostic {
  readonly code: Code;
  readonly message: string;
  readonly hint: string | null;
  readonly span: Span;
}

export function diagnostic<C extends Code>(span: Span, code: C, data: Parameters<(typeof wordings)[C]>[0]): Diagnostic {
  // The table's function for `code` takes exactly this data; TypeScript cannot correlate the two.
  const word = wordings[code] as (d: typeof data) => Wording;
  const [message, hint] = word(data);
  return { code, message, hint, span };
}

/** Carries a diagnostic out of an elaboration; caught where a statement or a line ends. */
export class Fault extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

export function fail<C extends Code>(span: Span, code: C, data: Parameters<(typeof wordings)[C]>[0]): never {
  throw new Fault(diagnostic(span, code, data));
}

/** The value, or the diagnostic that stopped it. */
export function attempt<T>(run: () => T): { value: T } | { fault: Diagnostic } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.diagnostic };
    throw error;
  }
}
