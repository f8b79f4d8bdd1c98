/**
 * A model written out: sizes and parameters as numbers, two states a variable, a table for each conditional, and a
 * polynomial for each function. All numbers are small fractions, so that a reader can redo what is made of them.
 */
import type { Domain, Model, Variable } from '../../kernel/model.js';
import { type Copy, copyBase, type IndexEnv, lawName, type Node, unroll } from '../../kernel/network.js';
import { nothingReplaced, substitute } from '../../kernel/substitute.js';
import type { Selector, Term, VarRef } from '../../kernel/term.js';
import { pinned } from '../../numeric/pinned.js';
import { stream } from '../../numeric/random.js';
import { isReal } from '../../numeric/states.js';
import { printDomain, printIndex, printRef, printTerm } from '../../syntax/print.js';
import type { Used } from './used.js';

/** Which of the models is meant. */
export interface Choice {
  readonly sizes: IndexEnv;
  /** What the numbers are picked by. */
  readonly seed: number;
  /** The two states of a variable without a domain of its own. */
  readonly states: readonly [number, number];
  /** Whether unknown functions become polynomials. */
  readonly definesFunctions: boolean;
}

/** Something of the model that has no form with small numbers. */
export class NotConcrete extends Error {}

const shares = ['1/2', '1/3', '2/3', '1/4', '3/4'] as const;
const complements: Readonly<Record<(typeof shares)[number], string>> = {
  '1/2': '1/2',
  '1/3': '2/3',
  '2/3': '1/3',
  '1/4': '3/4',
  '3/4': '1/4',
};

const reals = ['1/2', '2', '-1', '1', '-1/2', '3'] as const;
const positives = ['2', '1/2', '1', '3', '3/2'] as const;
const fractions = ['1/3', '1/2', '1/4', '2/3', '3/4'] as const;

/** The most rows of a table that is written out. */
const mostRows = 64;

/** The declarations of a model that the lines need, a statement each. Throws NotConcrete. */
export const declarationsOf = (model: Model, used: Used, choice: Choice, lines: string): string[] =>
  new Writer(model, used, choice).all(lines);

/** Whether a text speaks of a letter or a size: not as a part of a word. */
const mentions = (text: string, name: string): boolean => new RegExp(`(?<![A-Za-z])${name}(?![A-Za-z])`).test(text);

class Writer {
  constructor(
    private readonly model: Model,
    private readonly used: Used,
    private readonly choice: Choice,
  ) {}

  all(lines: string): string[] {
    const { model, used } = this;
    const variables = [...used.variables].map((name) => model.variables.get(name) as Variable);
    const statements = [
      ...this.subsets(),
      ...variables.map((variable) => this.variable(variable)),
      ...this.collections(),
      ...[...used.functions].map((name) => this.unknown(name)),
      ...[...used.families].flatMap((family) => this.family(family)),
      ...this.definitions(),
      ...this.model.assumptions.map(({ text }) => `assume ${text}`),
      ...this.values(variables),
    ];
    const text = [...statements, lines].join('\n');
    const plates = this.plates(text);
    return [...plates, ...statements, ...this.sizes([...plates, text].join('\n'))];
  }

  private plates(text: string): string[] {
    return [...this.model.plates.values()]
      .filter(({ index }) => mentions(text, index))
      .map(({ index, lo, hi }) => `plate ${index} = ${printIndex(lo)}..${printIndex(hi)}`);
  }

  private subsets(): string[] {
    return [...this.model.subsets.values()]
      .filter(({ name }) => this.used.subsets.has(name))
      .map(
        ({ name, lo, hi, size }) => `subset ${name} of ${printIndex(lo)}..${printIndex(hi)} size ${printIndex(size)}`,
      );
  }

  private variable({ name, role, indices, domain }: Variable): string {
    const at = indices.map((letter): Selector => ({ tag: 'at', index: { base: letter, offset: 0 } }));
    const written = printRef({ name, at }, this.model);
    if (isReal(this.model, name)) return `${role} ${written}${domain === null ? '' : ` : ${domainText(domain)}`}`;
    return `${role} ${written} : ${this.statesText(domain)}`;
  }

  /** Continuous variables too have two states here: a line comes here only where it is false for densities as well. */
  private statesText(domain: Domain | null): string {
    if (domain?.tag === 'values' || domain?.tag === 'integers') return domainText(domain);
    if (domain?.tag === 'array') throw new NotConcrete('arrays have no table');
    if (domain?.tag === 'positive') return '{1, 2}';
    return domain?.tag === 'unit' ? '{0.25, 0.5}' : `{${this.choice.states.join(', ')}}`;
  }

  private collections(): string[] {
    const lettered = (target: VarRef): VarRef => {
      const letters = this.model.variables.get(target.name)?.indices ?? [];
      const at = target.at.map(
        (selector, i): Selector =>
          selector.tag === 'all' ? { tag: 'at', index: { base: letters[i] ?? null, offset: 0 } } : selector,
      );
      return { ...target, at };
    };
    return [...this.model.collections]
      .filter(([, members]) => members.every(({ name }) => this.used.variables.has(name)))
      .map(([name, members]) => `let ${name} = {${members.map((m) => printRef(lettered(m), this.model)).join(', ')}}`);
  }

  private pick<T>(from: readonly T[], name: string): T {
    const { seed } = this.choice;
    return from[Math.floor(from.length * stream(seed, name).uniform())] as T;
  }

  private unknown(name: string): string {
    const known = this.model.functions.get(name);
    if (known === undefined) throw new NotConcrete(`no function ${name}`);
    const { arity, domain } = known;
    const args = freshNames(arity, this.model);
    if (!this.choice.definesFunctions)
      return `function ${name}(${args.join(', ')})${domain === null ? '' : ` : ${domainText(domain)}`}`;
    const powers = args.map((arg) => this.pick([arg, `${arg}^2`, `2 ${arg}`], `${name} of ${arg}`));
    const body = powers.join(this.pick([' + ', ' '], `join of ${name}`));
    const shift = this.pick(['', ' + 1', ' - 1'], `shift of ${name}`);
    if (domain?.tag === 'positive') return `define ${name}(${args.join(', ')}) = 1 + (${body})^2`;
    if (domain?.tag === 'unit') return `define ${name}(${args.join(', ')}) = 1 / (2 + (${body})^2)`;
    return `define ${name}(${args.join(', ')}) = ${body}${shift}`;
  }

  private definitions(): string[] {
    return [...this.used.definitions].reverse().map((name) => {
      const definition = this.model.definitions.get(name);
      if (definition === undefined) throw new NotConcrete(`no definition ${name}`);
      const { params, body } = definition;
      const head = params.length === 0 ? name : `${name}(${params.join(', ')})`;
      return `define ${head} = ${printTerm(body, this.model)}`;
    });
  }

  private family(name: string): string[] {
    const family = this.model.families.get(name);
    if (family === undefined) throw new NotConcrete(`no density ${name}`);
    return [...unroll(family, this.model, this.choice.sizes).nodes.values()].map((node) => this.conditional(node));
  }

  private member(copy: Copy): string {
    const numbers = copy === copyBase(copy) ? [] : copy.slice(copyBase(copy).length + 1).split(',');
    const at = numbers.map((number): Selector => ({ tag: 'at', index: { base: null, offset: Number(number) } }));
    return printRef({ name: copyBase(copy), at }, this.model);
  }

  private conditional(node: Node): string {
    const around = [...node.parents, ...node.inputs];
    const states = around.filter((copy) => !isReal(this.model, copyBase(copy)));
    const params = around.filter((copy) => isReal(this.model, copyBase(copy)));
    const given = states.length === 0 ? '' : ` | ${states.map((copy) => this.member(copy)).join(', ')}`;
    const under = params.length === 0 ? '' : `; ${params.map((copy) => this.member(copy)).join(', ')}`;
    const head = `density ${node.family}(${this.member(node.copy)}${given}${under})`;
    if (node.factor.form !== null) return `${head} = ${this.declared(node)}`;
    if (states.reduce((rows, copy) => rows * this.statesOf(copy), 1) > mostRows)
      throw new NotConcrete('a table of many rows is nothing to redo by hand');
    const axes = [...states, node.copy];
    const rows = this.rows(node, states, params, '');
    return `${head} = table[${axes.map((copy) => this.member(copy)).join(', ')}] ${rows}`;
  }

  /** The form at the member's place in its plates. */
  private declared({ factor: { form }, binding }: Node): string {
    const letters = new Map([...binding].map(([letter, value]) => [letter, { base: null, offset: value }]));
    const here = (term: Term): string =>
      printTerm(substitute(term, { ...nothingReplaced, letters }, this.model), this.model);
    if (form === null) throw new NotConcrete('no form');
    if (form.tag !== 'table') return here(form.tag === 'law' ? form.law : form.body);
    const entries = form.entries.map(here);
    const nested = (depth: number): string => {
      const count = form.shape[depth];
      if (count === undefined) return entries.shift() ?? '';
      return `[${Array.from({ length: count }, () => nested(depth + 1)).join(', ')}]`;
    };
    return `table[${form.axes.map((ref) => here({ tag: 'ref', ref })).join(', ')}] ${nested(0)}`;
  }

  private rows(node: Node, states: readonly Copy[], params: readonly Copy[], at: string): string {
    const [first, ...others] = states;
    if (first === undefined) return this.row(node, params, at);
    const count = this.statesOf(first);
    return `[${Array.from({ length: count }, (_, i) => this.rows(node, others, params, `${at}.${i}`)).join(', ')}]`;
  }

  /** The probabilities of a member's states; with parameters, of two states by a sigmoid of their sum. */
  private row(node: Node, params: readonly Copy[], at: string): string {
    const name = `${lawName(node, this.model)} at ${at}`;
    const count = this.statesOf(node.copy);
    if (params.length > 0) {
      if (count !== 2) throw new NotConcrete('a table with parameters has two states');
      const sum = params.map((copy) => this.member(copy)).join(' + ');
      const [only] = params;
      const isUnit = params.length === 1 && this.model.variables.get(copyBase(only as Copy))?.domain?.tag === 'unit';
      const share = isUnit ? sum : `sigmoid(${sum}${this.pick(['', ' + 1', ' - 1'], name)})`;
      return this.pick([true, false], `order of ${name}`) ? `[1 - ${share}, ${share}]` : `[${share}, 1 - ${share}]`;
    }
    if (count === 2) {
      const share = this.pick(shares, name);
      return `[${share}, ${complements[share]}]`;
    }
    const weights = Array.from(
      { length: count },
      (_, i) => 1 + Math.floor(3 * stream(this.choice.seed, `${name} ${i}`).uniform()),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return `[${weights.map((weight) => `${weight}/${total}`).join(', ')}]`;
  }

  private statesOf(copy: Copy): number {
    const domain = this.model.variables.get(copyBase(copy))?.domain ?? null;
    if (domain?.tag === 'values') return domain.values.length;
    if (domain?.tag !== 'integers') return this.choice.states.length;
    const [lo, hi] = [domain.lo, domain.hi].map(({ base, offset }) => offset + (base === null ? 0 : this.size(base)));
    return (hi as number) - (lo as number) + 1;
  }

  private size(name: string): number {
    const size = this.choice.sizes.indices.get(name);
    if (size === undefined) throw new NotConcrete(`no size ${name}`);
    return size;
  }

  private sizes(text: string): string[] {
    const { sizes } = pinned(this.model);
    return [...this.model.sizes]
      .filter((name) => !sizes.has(name) && mentions(text, name))
      .map((name) => `assume ${name} = ${this.size(name)}`);
  }

  private values(variables: readonly Variable[]): string[] {
    const { parameters } = pinned(this.model);
    return variables
      .filter(({ name, indices }) => isReal(this.model, name) && indices.length === 0 && !parameters.has(name))
      .map(({ name, domain }) => `assume ${name} = ${this.pick(numbersOf(domain), `value of ${name}`)}`);
  }
}

const numbersOf = (domain: Domain | null): readonly string[] =>
  domain?.tag === 'positive' ? positives : domain?.tag === 'unit' ? fractions : reals;

function domainText(domain: Domain): string {
  if (domain.tag === 'array') throw new NotConcrete('arrays have no table');
  return printDomain(domain);
}

/** Names of arguments that mean nothing else in the model. */
function freshNames(count: number, model: Model): string[] {
  const isFree = (name: string): boolean =>
    ![model.variables, model.functions, model.definitions, model.families, model.plates, model.collections].some(
      (names) => names.has(name),
    ) && !model.sizes.has(name);
  const numbered = Array.from({ length: count }, (_, i) => `arg${i + 1}`);
  return [...[...'uvwabcghrst'].filter(isFree), ...numbered].slice(0, count);
}
