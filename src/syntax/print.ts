/** Terms back to text, in the language of the .expr files. */

import { isDefault } from '../kernel/model.js';
import { isInteger, printRational, type Rational } from '../kernel/rational.js';
import type { Density, Index, IndexBinder, Measure, Selector, Slot, Term, VarRef } from '../kernel/term.js';

export function printIndex(index: Index): string {
  if (index.base === null) return `${index.offset}`;
  if (index.offset === 0) return index.base;
  return index.offset > 0 ? `${index.base}+${index.offset}` : `${index.base}-${-index.offset}`;
}

function printSelector(selector: Selector): string {
  switch (selector.tag) {
    case 'all':
      return '*';
    case 'at':
      return printIndex(selector.index);
    case 'slice':
      return `${printIndex(selector.lo)}:${printIndex(selector.hi)}`;
    case 'except':
      return `-${printIndex(selector.index)}`;
  }
}

/** A reference as written; a whole array is `{z}`, which `printWith` turns into its collection's name. */
export function printRef(target: VarRef): string {
  if (target.at.length === 0) return target.name;
  if (target.at.every((selector) => selector.tag === 'all')) return `{${target.name}}`;
  const text = target.at.map(printSelector).join(',');
  return /^\w+$/.test(text) ? `${target.name}_${text}` : `${target.name}_{${text}}`;
}

const printSlot = (slot: Slot): string =>
  isDefault(slot) ? printRef(slot.of) : `${printRef(slot.of)} = ${printTerm(slot.value)}`;

export function printDensity(density: Density): string {
  const heads = density.heads.map(printSlot).join(', ');
  const givens = density.givens.map(printSlot).join(', ');
  return `${density.family}(${heads}${givens === '' ? '' : ` | ${givens}`})`;
}

export function printBinder({ index, range }: IndexBinder): string {
  if (range.tag === 'subset') return `{${index} in ${range.subset}}`;
  const except = range.except === null ? '' : `, ${index} != ${printIndex(range.except)}`;
  return `{${index} = ${printIndex(range.lo)}..${printIndex(range.hi)}${except}}`;
}

const printMeasure = (measure: readonly Measure[]): string => measure.map((m) => printTerm(m)).join(' ');

/** How tightly a term's outermost operator binds: 0 a sum, 1 a product, 2 a big operator, 3 an atom. */
function rank(term: Term): number {
  switch (term.tag) {
    case 'add':
      return 0;
    case 'slack':
    case 'mul':
      return 1;
    case 'big':
      return 1.5;
    case 'num':
      return term.value.num < 0n ? 0 : isInteger(term.value) ? 3 : 1;
    case 'pow':
      return isInverse(term) ? 1 : 2.5;
    default:
      return 3;
  }
}

const isInverse = (term: Term): boolean =>
  term.tag === 'pow' && term.exponent.tag === 'num' && term.exponent.value.num < 0n;

const within = (term: Term, least: number): string => (rank(term) < least ? `(${printTerm(term)})` : printTerm(term));

const isNegative = (term: Term): boolean =>
  (term.tag === 'num' && term.value.num < 0n) ||
  (term.tag === 'mul' && term.factors[0] !== undefined && isNegative(term.factors[0]));

const minusOne = (value: Rational): boolean => value.num === -1n && value.den === 1n;

/** A term of a sum without its sign. */
function unsigned(term: Term): string {
  if (term.tag === 'num') return printRational({ ...term.value, num: -term.value.num });
  if (term.tag !== 'mul' || term.factors[0]?.tag !== 'num') return within(term, 1);
  const [first, ...rest] = term.factors;
  if (minusOne(first.value)) return printProduct(rest);
  return printProduct([{ tag: 'num', value: { ...first.value, num: -first.value.num } }, ...rest]);
}

function printSum(terms: readonly Term[]): string {
  return terms
    .map((term, i) => {
      const negative = isNegative(term);
      const text = negative ? unsigned(term) : within(term, 1);
      return i === 0 ? `${negative ? '-' : ''}${text}` : `${negative ? ' - ' : ' + '}${text}`;
    })
    .join('');
}

function printProduct(factors: readonly Term[]): string {
  return factors
    .map((factor, i) => {
      if (factor.tag === 'pow' && isInverse(factor))
        return `${i === 0 ? '1' : ''}/${printPower(factor.base, factor.exponent, true)}`;
      const reaches = factor.tag === 'big' && i < factors.length - 1;
      return `${i === 0 ? '' : ' '}${reaches ? `(${printTerm(factor)})` : within(factor, factor.tag === 'big' ? 1.5 : 2)}`;
    })
    .join('');
}

function printPower(base: Term, exponent: Term, inverted: boolean): string {
  const positive = inverted && exponent.tag === 'num' ? { ...exponent.value, num: -exponent.value.num } : null;
  if (positive !== null && positive.num === 1n && positive.den === 1n) return within(base, 2.5);
  const text = positive === null ? printTerm(exponent) : printRational(positive);
  return `${within(base, 3)}^${/^\w+$/.test(text) ? text : `{${text}}`}`;
}

const call = (name: string, args: readonly Term[]): string => `${name}(${args.map(printTerm).join(', ')})`;

function printIntegral(term: Extract<Term, { tag: 'integral' }>): string {
  if (term.counting) return `sum_{${term.vars.map(printRef).join(', ')}} ${within(term.body, 1)}`;
  const bounds = term.bounds === null ? '' : `_{${printTerm(term.bounds[0])}}^{${printTerm(term.bounds[1])}}`;
  return `int${bounds} ${within(term.body, 1)} ${term.vars.map((v) => `d${printRef(v)}`).join(' ')}`;
}

/** The term as text; it parses back to the same term up to whole arrays, which print as `{z}`. */
export function printTerm(term: Term): string {
  switch (term.tag) {
    case 'num':
      return printRational(term.value);
    case 'constant':
      return term.name;
    case 'ref':
      return printRef(term.ref);
    case 'index':
      return term.index.base !== null && term.index.offset !== 0
        ? `(${printIndex(term.index)})`
        : printIndex(term.index);
    case 'add':
      return printSum(term.terms);
    case 'mul':
      return isNegative(term) ? `-${unsigned(term)}` : printProduct(term.factors);
    case 'pow':
      return isInverse(term)
        ? `1/${printPower(term.base, term.exponent, true)}`
        : printPower(term.base, term.exponent, false);
    case 'fn': {
      const [arg] = term.args;
      return arg !== undefined && term.args.length === 1 && arg.tag === 'density'
        ? `${term.name} ${printTerm(arg)}`
        : call(term.name, term.args);
    }
    case 'apply':
      return call(term.name, term.args);
    case 'call':
      return term.args.length === 0 ? term.name : call(term.name, term.args);
    case 'density':
      return printDensity(term);
    case 'law':
      return `${term.law}(${printTerm(term.point)}; ${term.params.map(printTerm).join(', ')})`;
    case 'expect':
      return `E_{${printMeasure(term.measure)}}[${printTerm(term.body)}]`;
    case 'integral':
      return printIntegral(term);
    case 'big':
      return `${term.op}_${printBinder(term.binder)} ${within(term.body, 1)}`;
    case 'draw':
      return `E_${term.subset}[${printTerm(term.body)}]`;
    case 'grad':
      return `grad_{${printRef(term.of)}}(${printTerm(term.body)})`;
    case 'kl':
      return `KL[${printMeasure(term.left)} || ${printMeasure(term.right)}]`;
    case 'entropy':
      return `H[${printMeasure(term.measure)}]`;
    case 'cross-entropy':
      return `H[${printMeasure(term.left)}, ${printMeasure(term.right)}]`;
    case 'mean-entropy': {
      const { conditional } = term;
      return `H_{${conditional.family}}[${conditional.heads.map(printSlot).join(', ')} | ${conditional.givens.map(printSlot).join(', ')}]`;
    }
    case 'mutual-information': {
      const side = (d: Density): string => d.heads.map(printSlot).join(', ');
      const given = term.left.givens.length === 0 ? '' : ` | ${term.left.givens.map(printSlot).join(', ')}`;
      return `I_{${term.joint.family}}[${side(term.left)}; ${side(term.right)}${given}]`;
    }
    case 'variance':
      return `Var_{${printMeasure(term.measure)}}[${printTerm(term.body)}]`;
    case 'covariance':
      return `Cov_{${printMeasure(term.measure)}}[${printTerm(term.left)}, ${printTerm(term.right)}]`;
    case 'slack':
      return `const_{${term.free.map(printRef).join(', ')}}`;
  }
}
