/** Terms as LaTeX mathematics, set as in a textbook; brackets stand where the reader needs them. */
import { decorated, inputNames, isDefault, type Model, ownedNames } from '../kernel/model.js';
import type { Rational } from '../kernel/rational.js';
import { type Density, mul, num, type Slot, sameRef, type Term, type VarRef } from '../kernel/term.js';
import { latexName } from './latex-names.js';
import { isSigned, latexRank, prefixes, standsBare } from './latex-rank.js';
import { latexBinder, latexIndex, latexRefs } from './latex-refs.js';
import { printNumber } from './numeral.js';
import { isInverse, type Rank, ranks } from './rank.js';

/** The term for math mode (LaTeX with amsmath, or KaTeX), without the dollar signs. */
export const printLatex = (term: Term, model: Model): string => new LatexPrinter(model).term(term);

type Application = Extract<Term, { tag: 'fn' | 'apply' | 'call' | 'law' | 'density' }>;
type Functional = Exclude<
  Term,
  | Application
  | {
      tag:
        | 'num'
        | 'constant'
        | 'ref'
        | 'index'
        | 'add'
        | 'mul'
        | 'pow'
        | 'integral'
        | 'big'
        | 'grad'
        | 'slack'
        | 'meta';
    }
>;

const isOne = (value: Rational): boolean => value.num === 1n && value.den === 1n;
const opposite = (value: Rational): Rational => ({ ...value, num: -value.num });

/** `0.25`, `\frac{1}{3}`, `2 \cdot 10^{20}` */
function latexNumber(value: Rational): string {
  const text = printNumber(value);
  const [, above, below] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (above !== undefined) return `\\frac{${above}}{${below}}`;
  const [mantissa, exponent] = text.split('e');
  if (exponent === undefined) return text;
  return `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${exponent}}`;
}

/** Round brackets, as high as what stands in them. */
const bracketed = (text: string): string =>
  /\\(?:frac|sum|prod|int|left)(?![a-z])/.test(text) ? `\\left(${text}\\right)` : `(${text})`;

/** Two numbers side by side would read as one, and a fraction behind a whole number as added to it. */
const joined = (parts: readonly string[]): string =>
  parts.reduce((left, right) => {
    const isNumber = /^\d/.test(right) || (/\d$/.test(left) && right.startsWith('\\frac'));
    return `${left}${isNumber ? ' \\cdot ' : ' '}${right}`;
  });

class LatexPrinter {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  term(term: Term): string {
    if (isSigned(term)) return `-${this.#unsigned(term)}`;
    switch (term.tag) {
      case 'num':
        return latexNumber(term.value);
      case 'constant':
        return term.name === 'pi' ? '\\pi' : '\\infty';
      case 'ref':
        return this.#refs([term.ref]);
      case 'index':
        return latexIndex(term.index);
      case 'add':
        return this.#sum(term.terms);
      case 'mul':
        return this.#product(term.factors);
      case 'pow':
        return isInverse(term) ? this.#product([term]) : this.#power(term.base, term.exponent);
      case 'integral':
        return this.#integral(term);
      case 'big':
        return `\\${term.op}${latexBinder(term.binder)} ${this.#within(term.body, ranks.product)}`;
      case 'grad':
        return `\\nabla_{${this.#refs([term.of])}}${bracketed(this.term(term.body))}`;
      case 'slack':
        return term.free.length === 0 ? '\\mathrm{const}' : `\\mathrm{const}_{${this.#refs(term.free)}}`;
      case 'meta':
        return latexName(term.name);
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

  #application(term: Application): string {
    switch (term.tag) {
      case 'fn':
        return this.#function(term.name, term.args);
      case 'apply':
        return `${latexName(term.name)}${bracketed(this.#list(term.args))}`;
      case 'call':
        return `${latexName(term.name)}${term.args.length === 0 ? '' : bracketed(this.#list(term.args))}`;
      case 'law': {
        const name = term.law === 'Normal' ? '\\mathcal{N}' : `\\mathrm{${term.law}}`;
        return `${name}${bracketed(`${this.term(term.point)}; ${this.#list(term.params)}`)}`;
      }
      case 'density':
        return this.#density(term);
    }
  }

  #function(name: string, args: readonly Term[]): string {
    const list = this.#list(args);
    const prefix = prefixes.get(name);
    if (prefix !== undefined) return `${prefix}${args.every(standsBare) ? ` ${list}` : bracketed(list)}`;
    switch (name) {
      case 'sqrt':
        return `\\sqrt{${list}}`;
      case 'abs':
        return `\\left|${list}\\right|`;
      case 'exp':
        return `\\exp${bracketed(list)}`;
      case 'Gamma':
        return `\\Gamma${bracketed(list)}`;
      case 'lgamma':
        return `\\ln\\Gamma${bracketed(list)}`;
      default:
        return `\\operatorname{${name}}${bracketed(list)}`;
    }
  }

  #functional(term: Functional): string {
    switch (term.tag) {
      case 'expect':
        return `\\mathbb{E}_{${this.#product(term.measure)}}\\left[${this.term(term.body)}\\right]`;
      case 'draw':
        return `\\mathbb{E}_{${latexName(term.subset)}}\\left[${this.term(term.body)}\\right]`;
      case 'variance':
        return `\\mathrm{Var}_{${this.#product(term.measure)}}\\left[${this.term(term.body)}\\right]`;
      case 'covariance':
        return `\\mathrm{Cov}_{${this.#product(term.measure)}}\\left[${this.#list([term.left, term.right])}\\right]`;
      case 'kl':
        return `\\mathrm{KL}\\left[${this.#product(term.left)} \\,\\middle\\|\\, ${this.#product(term.right)}\\right]`;
      case 'entropy':
        return `\\mathrm{H}\\left[${this.#product(term.measure)}\\right]`;
      case 'cross-entropy':
        return `\\mathrm{H}\\left[${this.#product(term.left)}, ${this.#product(term.right)}\\right]`;
      case 'mean-entropy': {
        const { joint, conditional } = term;
        const given = joint.heads.slice(conditional.heads.length);
        const slots = `${this.#slots(joint, conditional.heads)}${this.#section(' \\mid', joint, given)}`;
        return `\\mathrm{H}_{${latexName(joint.family)}}\\left[${slots}${this.#section(';', joint, joint.givens)}\\right]`;
      }
      case 'mutual-information': {
        const { joint, left, right } = term;
        const given = joint.heads.slice(left.heads.length + right.heads.length);
        const pair = `${this.#slots(joint, left.heads)}; ${this.#slots(joint, right.heads)}`;
        return `\\mathrm{I}_{${latexName(joint.family)}}\\left[${pair}${this.#section(' \\mid', joint, given)}\\right]`;
      }
    }
  }

  /** Inputs behind the bar, parameters behind `;` where they stand last. */
  #density(density: Density): string {
    const { heads, givens } = density;
    const isParam = (slot: Slot): boolean => this.#model.variables.get(slot.of.name)?.role === 'param';
    const cut = givens.findLastIndex((slot) => !isParam(slot)) + 1;
    const given = this.#section(' \\mid', density, givens.slice(0, cut));
    const params = this.#section(';', density, givens.slice(cut));
    return `${latexName(density.family)}${bracketed(`${this.#slots(density, heads)}${given}${params}`)}`;
  }

  #section(mark: string, density: Density, slots: readonly Slot[]): string {
    return slots.length === 0 ? '' : `${mark} ${this.#slots(density, slots)}`;
  }

  /** Runs of plain arguments, which may be whole collections, and named slots between them. */
  #slots(density: Density, slots: readonly Slot[]): string {
    const parts: string[] = [];
    let run: VarRef[] = [];
    for (const slot of slots) {
      if (slot.value.tag === 'ref' && (isDefault(slot) || this.#decorates(density, slot))) run.push(slot.value.ref);
      else {
        // The slots of a rule are a metavariable, in the place of a name and of a value.
        const name = slot.of.name.startsWith('?') ? '' : `${this.#refs([slot.of])} = `;
        parts.push(...latexRefs(run, this.#model), `${name}${this.term(slot.value)}`);
        run = [];
      }
    }
    return [...parts, ...latexRefs(run, this.#model)].join(', ');
  }

  /** `p(x; \theta_{\mathrm{old}})`, where the family has no theta_old of its own. */
  #decorates(density: Density, { of, value }: Slot): boolean {
    if (value.tag !== 'ref' || this.#model.variables.get(value.ref.name)?.role !== 'param') return false;
    const family = this.#model.families.get(density.family);
    const own = family !== undefined && [ownedNames(family), inputNames(family)].some((n) => n.has(value.ref.name));
    return !own && decorated(this.#model, value.ref.name) === of.name && sameRef(of, { ...value.ref, name: of.name });
  }

  #refs(targets: readonly VarRef[]): string {
    return latexRefs(targets, this.#model).join(', ');
  }

  #list(terms: readonly Term[]): string {
    return terms.map((term) => this.term(term)).join(', ');
  }

  #within(term: Term, least: Rank): string {
    return latexRank(term) < least ? bracketed(this.term(term)) : this.term(term);
  }

  #sum(terms: readonly Term[]): string {
    return terms
      .map((term, i) => {
        if (isSigned(term)) return `${i === 0 ? '-' : ' - '}${this.#unsigned(term)}`;
        return `${i === 0 ? '' : ' + '}${this.#within(term, ranks.integrals)}`;
      })
      .join('');
  }

  /** A signed term without its sign. */
  #unsigned(term: Term): string {
    const [first, ...rest] = term.tag === 'mul' ? term.factors : [term];
    if (first?.tag !== 'num') return this.term(term);
    const positive = opposite(first.value);
    return this.#within(mul(isOne(positive) && rest.length > 0 ? rest : [num(positive), ...rest]), ranks.integrals);
  }

  /** Divisors go below the factors in front of them, back to the last divisor. */
  #product(factors: readonly Term[]): string {
    const parts: string[] = [];
    for (let rest = factors; rest.length > 0; ) {
      const divisor = rest.findIndex(isInverse);
      if (divisor < 0) return joined([...parts, ...this.#run(rest)]);
      const after = rest.findIndex((factor, i) => i > divisor && !isInverse(factor));
      const end = after < 0 ? rest.length : after;
      parts.push(this.#fraction(rest.slice(0, divisor), rest.slice(divisor, end)));
      rest = rest.slice(end);
    }
    return joined(parts);
  }

  #fraction(above: readonly Term[], inverses: readonly Term[]): string {
    const below = inverses.filter(isInverse).map(({ base, exponent }) => {
      const positive = opposite(exponent.value);
      return isOne(positive) ? base : ({ tag: 'pow', base, exponent: num(positive) } as const);
    });
    return `\\frac{${this.term(mul(above))}}{${this.term(mul(below))}}`;
  }

  #run(factors: readonly Term[]): string[] {
    return factors.map((factor, i) => {
      if (i === factors.length - 1) return this.#within(factor, ranks.big);
      const isOpen = factor.tag === 'integral' && latexRank(factor) >= ranks.factor;
      return `${this.#within(factor, ranks.factor)}${isOpen ? ' \\,' : ''}`;
    });
  }

  #power(base: Term, exponent: Term): string {
    return `${this.#within(base, ranks.atom)}^{${this.term(exponent)}}`;
  }

  #integral(term: Extract<Term, { tag: 'integral' }>): string {
    if (term.counting) return `\\sum_{${this.#refs(term.vars)}} ${this.#within(term.body, ranks.product)}`;
    const bounds = term.bounds === null ? '' : `_{${this.term(term.bounds[0])}}^{${this.term(term.bounds[1])}}`;
    const differentials = latexRefs(term.vars, this.#model).map((name) => ` \\,\\mathrm{d}${name}`);
    return `\\int${bounds} ${this.#within(term.body, ranks.product)}${differentials.join('')}`;
  }
}
