/** Terms back to text, in the language of the .expr files: what is printed parses back to the same term. */
import { countName, headsName, openName } from '../kernel/kinds.js';
import { type Domain, decorated, inputNames, isDefault, type Model, ownedNames } from '../kernel/model.js';
import type { Rational } from '../kernel/rational.js';
import {
  type Density,
  type Index,
  type IndexBinder,
  mul,
  num,
  type Selector,
  type Slot,
  sameRef,
  type Term,
  type VarRef,
} from '../kernel/term.js';
import { printNumber } from './numeral.js';
import { type Inverse, isInverse, isNegative, type Rank, rankOf, ranks } from './rank.js';

/** A domain as it is declared. */
export function printDomain(domain: Domain): string {
  switch (domain.tag) {
    case 'values':
      return `{${domain.values.join(', ')}}`;
    case 'integers':
      return `${printIndex(domain.lo)}..${printIndex(domain.hi)}`;
    case 'array':
      return `${domain.element}^{${domain.shape.map(printIndex).join(' x ')}}`;
    default:
      return domain.tag;
  }
}

export function printIndex(index: Index): string {
  if (index.base === null) return `${index.offset}`;
  if (index.offset === 0) return index.base;
  return index.offset > 0 ? `${index.base}+${index.offset}` : `${index.base}-${-index.offset}`;
}

export const printTerm = (term: Term, model: Model): string => new Printer(model).term(term);
export const printDensity = (density: Density, model: Model): string => new Printer(model).density(density);
/** A whole array has its collection's name, `Z`; without one it is `{z_n}`. */
export const printRef = (target: VarRef, model: Model): string => new Printer(model).refs([target]);
export const printRefs = (targets: readonly VarRef[], model: Model): string => new Printer(model).refs(targets);

const isOne = (value: Rational): boolean => value.num === 1n && value.den === 1n;
const opposite = (value: Rational): Rational => ({ ...value, num: -value.num });

/** A script without braces; anything but plain letters and digits has them. */
const braced = (text: string): string => (/^(?:[A-Za-z]+|\d+)$/.test(text) ? text : `{${text}}`);

type Functional = Extract<
  Term,
  {
    tag:
      | 'expect'
      | 'variance'
      | 'covariance'
      | 'kl'
      | 'entropy'
      | 'cross-entropy'
      | 'mean-entropy'
      | 'mutual-information';
  }
>;

class Printer {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  term(term: Term): string {
    switch (term.tag) {
      case 'num':
        return printNumber(term.value);
      case 'constant':
        return term.name;
      case 'ref':
        return this.refs([term.ref]);
      case 'index':
        return term.index.base !== null && term.index.offset !== 0
          ? `(${printIndex(term.index)})`
          : printIndex(term.index);
      case 'add':
        return this.#sum(term.terms);
      case 'mul':
        return isNegative(term) ? `-${this.#unsigned(term)}` : this.#product(term.factors);
      case 'pow':
        return isInverse(term) ? `1/${this.#inverted(term)}` : this.#power(term.base, term.exponent);
      case 'integral':
        return this.#integral(term);
      case 'big':
        return `${term.op}_${this.#binder(term.binder)} ${this.#within(term.body, ranks.product)}`;
      case 'draw':
        return `E_{${term.subset}}[${this.term(term.body)}]`;
      case 'grad':
        return `grad_{${this.refs([term.of])}}(${this.term(term.body)})`;
      case 'slack':
        return `const_{${this.refs(term.free)}}`;
      case 'meta':
        return countName(term.name) === null ? `?${term.name}` : term.name;
      case 'fn':
      case 'apply':
      case 'call':
      case 'law':
      case 'density':
        return this.#application(term);
      default:
        return this.#functional(term);
    }
  }

  #application(term: Extract<Term, { tag: 'fn' | 'apply' | 'call' | 'law' | 'density' }>): string {
    switch (term.tag) {
      case 'fn': {
        const [arg] = term.args;
        const bare = term.args.length === 1 && arg?.tag === 'density';
        return bare ? `${term.name} ${this.term(arg)}` : `${term.name}(${this.#list(term.args)})`;
      }
      case 'apply':
        return `${term.name}(${this.#list(term.args)})`;
      case 'call':
        return term.args.length === 0 ? term.name : `${term.name}(${this.#list(term.args)})`;
      case 'law':
        return `${term.law}(${this.term(term.point)}; ${this.#list(term.params)})`;
      case 'density':
        return this.density(term);
    }
  }

  #functional(term: Functional): string {
    switch (term.tag) {
      case 'expect':
        return `E_{${this.#product(term.measure)}}[${this.term(term.body)}]`;
      case 'variance':
        return `Var_{${this.#product(term.measure)}}[${this.term(term.body)}]`;
      case 'covariance':
        return `Cov_{${this.#product(term.measure)}}[${this.term(term.left)}, ${this.term(term.right)}]`;
      case 'kl':
        return `KL[${this.#product(term.left)} || ${this.#product(term.right)}]`;
      case 'entropy':
        return `H[${this.#product(term.measure)}]`;
      case 'cross-entropy':
        return `H[${this.#product(term.left)}, ${this.#product(term.right)}]`;
      case 'mean-entropy': {
        const { joint, conditional } = term;
        const given = joint.heads.slice(conditional.heads.length);
        const slots = `${this.#slots(joint, conditional.heads)}${this.#section(' |', joint, given)}`;
        return `H_{${joint.family}}[${slots}${this.#section(';', joint, joint.givens)}]`;
      }
      case 'mutual-information': {
        const { joint, left, right } = term;
        const given = joint.heads.slice(left.heads.length + right.heads.length);
        const pair = `${this.#slots(joint, left.heads)}; ${this.#slots(joint, right.heads)}`;
        return `I_{${joint.family}}[${pair}${this.#section(' |', joint, given)}]`;
      }
    }
  }

  /** Inputs behind `|`, parameters behind `;` where they stand last. */
  density(density: Density): string {
    const { heads, givens } = density;
    const isParam = (slot: Slot): boolean => this.#model.variables.get(slot.of.name)?.role === 'param';
    const params = givens.length - 1 - givens.findLastIndex((slot) => !isParam(slot));
    const cut = givens.length - params;
    const given = `${this.#section(' |', density, givens.slice(0, cut))}${this.#section(';', density, givens.slice(cut))}`;
    return `${density.family}(${this.#slots(density, heads)}${given})`;
  }

  #section(mark: string, density: Density, slots: readonly Slot[]): string {
    return slots.length === 0 ? '' : `${mark} ${this.#slots(density, slots)}`;
  }

  /** Runs of plain arguments, which may be whole collections, and named slots between them. */
  #slots(density: Density, slots: readonly Slot[]): string {
    const parts: string[] = [];
    let run: VarRef[] = [];
    for (const slot of slots) {
      if (openName(slot.of.name) !== null) run.push(slot.of);
      else if (slot.value.tag === 'ref' && (isDefault(slot) || this.#decorates(density, slot)))
        run.push(slot.value.ref);
      else {
        parts.push(this.refs(run), `${this.refs([slot.of])} = ${this.term(slot.value)}`);
        run = [];
      }
    }
    return [...parts, this.refs(run)].filter((part) => part !== '').join(', ');
  }

  /** `p(x; theta_old)` for `p(x; theta = theta_old)`, where the family has no theta_old of its own. */
  #decorates(density: Density, { of, value }: Slot): boolean {
    if (value.tag !== 'ref' || this.#model.variables.get(value.ref.name)?.role !== 'param') return false;
    const family = this.#model.families.get(density.family);
    const own = family !== undefined && [ownedNames(family), inputNames(family)].some((n) => n.has(value.ref.name));
    return !own && decorated(this.#model, value.ref.name) === of.name && sameRef(of, { ...value.ref, name: of.name });
  }

  refs(targets: readonly VarRef[]): string {
    return this.#names(targets).join(', ');
  }

  /** Whole arrays in the order of a collection have its name, and one alone that of its own collection. */
  #names(targets: readonly VarRef[]): string[] {
    const parts: string[] = [];
    for (let i = 0; i < targets.length; ) {
      const found = [...this.#model.collections]
        .filter(([, members]) => members.every((member, j) => sameRef(member, targets[i + j] ?? { name: '', at: [] })))
        .sort(([, a], [, b]) => a.length - b.length)[0];
      parts.push(found === undefined || found[1].length === 0 ? this.#ref(targets[i] as VarRef) : found[0]);
      i += Math.max(1, found?.[1].length ?? 1);
    }
    return parts;
  }

  #ref({ name, at }: VarRef): string {
    if (at.length === 0) return name;
    const letters = this.#model.variables.get(name)?.indices ?? [];
    if (at.every((selector) => selector.tag === 'all')) return `{${name}_${braced(letters.join(', '))}}`;
    return `${name}_${braced(at.map((selector, i) => this.#selector(selector, letters[i] ?? '')).join(', '))}`;
  }

  #selector(selector: Selector, letter: string): string {
    switch (selector.tag) {
      case 'all': {
        const plate = this.#model.plates.get(letter);
        return plate === undefined ? letter : `${printIndex(plate.lo)}:${printIndex(plate.hi)}`;
      }
      case 'at':
        return printIndex(selector.index);
      case 'slice':
        return `${printIndex(selector.lo)}:${printIndex(selector.hi)}`;
      case 'except':
        return selector.index.base !== null && selector.index.offset !== 0
          ? `-(${printIndex(selector.index)})`
          : `-${printIndex(selector.index)}`;
    }
  }

  #binder({ index, range }: IndexBinder): string {
    if (range.tag === 'subset') return `{${index} in ${range.subset}}`;
    const except = range.except === null ? '' : `, ${index} != ${printIndex(range.except)}`;
    return `{${index} = ${printIndex(range.lo)}..${printIndex(range.hi)}${except}}`;
  }

  #list(terms: readonly Term[]): string {
    return terms.map((term) => this.term(term)).join(', ');
  }

  #within(term: Term, least: Rank): string {
    return rankOf(term) < least ? `(${this.term(term)})` : this.term(term);
  }

  #sum(terms: readonly Term[]): string {
    return terms
      .map((term, i) => {
        const sign = isNegative(term) ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
        return `${sign}${isNegative(term) ? this.#unsigned(term) : this.#within(term, ranks.integrals)}`;
      })
      .join('');
  }

  /** A negative term without its sign, as a term of a sum. */
  #unsigned(term: Term): string {
    if (term.tag === 'num') return printNumber(opposite(term.value));
    const [first, ...rest] = term.tag === 'mul' ? term.factors : [];
    if (first?.tag !== 'num') return this.#within(term, ranks.product);
    const positive = opposite(first.value);
    return this.#within(mul(isOne(positive) ? rest : [num(positive), ...rest]), ranks.integrals);
  }

  #product(factors: readonly Term[]): string {
    return factors
      .map((factor, i) => {
        if (isInverse(factor)) return `${i === 0 ? '1' : ''}/${this.#inverted(factor)}`;
        const isLast = i === factors.length - 1;
        return `${i === 0 ? '' : ' '}${this.#within(factor, isLast ? ranks.big : ranks.factor)}`;
      })
      .join('');
  }

  /** What stands under a fraction bar. */
  #inverted({ base, exponent }: Inverse): string {
    const positive = opposite(exponent.value);
    return isOne(positive) ? this.#within(base, ranks.power) : this.#power(base, num(positive));
  }

  #power(base: Term, exponent: Term): string {
    return `${this.#within(base, ranks.atom)}^${braced(this.term(exponent))}`;
  }

  #integral(term: Extract<Term, { tag: 'integral' }>): string {
    if (term.counting) return `sum_{${this.refs(term.vars)}} ${this.#within(term.body, ranks.product)}`;
    const bounds = term.bounds === null ? '' : `_{${this.term(term.bounds[0])}}^{${this.term(term.bounds[1])}}`;
    const differentials = this.#names(term.vars).map((name) => (headsName(name) === null ? `d${name}` : `d ${name}`));
    return `int${bounds} ${this.#within(term.body, ranks.product)} ${differentials.join(' ')}`;
  }
}
