/** Models, terms and theorems in few words: what the tables of the kernel's tests are written in. */
import { expect } from 'vitest';
import { parseExpression } from '../../grammar/parse.js';
import { instantiate } from '../../src/kernel/instantiate.js';
import { Kernel, Refusal, type Result, type Statement, type Theorem } from '../../src/kernel/kernel.js';
import type { Domain, Model, Variable } from '../../src/kernel/model.js';
import { declaredName } from '../../src/kernel/reference.js';
import type { Meaning, Rule, Substitution } from '../../src/kernel/rule.js';
import {
  type Density,
  type Index,
  type IndexBinder,
  type Measure,
  mul,
  type Selector,
  type Slot,
  type Term,
  type VarRef,
} from '../../src/kernel/term.js';
import { slotClasses } from '../../src/numeric/claim.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import { theory } from '../../src/rules/table.js';
import { attempt } from '../../src/syntax/diagnostics.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { elaborate } from '../../src/syntax/expression.js';
import { printTerm } from '../../src/syntax/print.js';
import { type Declarations, fileScope } from '../../src/syntax/scope.js';

export type Found = 'agrees' | 'disagrees' | 'undecided' | 'not applicable';

/** A model with a kernel, and a reader for what is said in it. */
export class World {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly rules: readonly Rule[];

  /** `domains`: what variables are then said to be, which no reader of a file would take of their laws. */
  constructor(declarations: string, domains: Readonly<Record<string, Domain>> = {}) {
    const document = elaborateDocument(declarations, '', () => {
      throw new Error('no imports');
    });
    const mistakes = [...document.syntax, ...document.faults].map(({ message }) => message);
    if (mistakes.length > 0) throw new Error(mistakes.join('; '));
    const { variables } = document.model;
    const moved = Object.entries(domains).map(
      ([name, domain]) => [name, { ...(variables.get(name) as Variable), domain }] as const,
    );
    this.model =
      moved.length === 0 ? document.model : { ...document.model, variables: new Map([...variables, ...moved]) };
    this.rules = [...theory(), ...document.rules];
    this.kernel = new Kernel(this.model, this.rules);
  }

  /** Throws where the text has no meaning. */
  term(text: string): Term {
    const names = [...this.model.variables.keys(), ...this.model.collections.keys()];
    const { expr, problems } = parseExpression(text, { start: 0, end: text.length }, { names });
    if (expr === null || problems.length > 0) throw new Error(`${text}: ${problems[0]?.message}`);
    const result = attempt(() => elaborate(fileScope(text, this.model as Declarations), expr));
    if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
    return result.value;
  }

  print(term: Term): string {
    return printTerm(term, this.model);
  }

  /** `z_n, Z, y_{1:t}` */
  refs(text: string): VarRef[] {
    return text === '' ? [] : text.split(/,(?![^{]*\})/).flatMap((part) => this.#bound(part.trim()));
  }

  #bound(name: string): readonly VarRef[] {
    const made = /^(.*)#(\d+)$/.exec(name);
    if (made !== null) return this.#bound(made[1] as string).map((own) => ({ ...own, name: `${own.name}#${made[2]}` }));
    const integral = this.term(`int 1 d${name}`);
    return integral.tag === 'integral' ? integral.vars : [];
  }

  /** `z_n, x = v` */
  slotList(text: string): Slot[] {
    return text === '' ? [] : text.split(/,(?![^{]*\})/).flatMap((part) => this.#slots(part));
  }

  #slots(part: string): Slot[] {
    const [own, other] = part.split('=').map((side) => this.refs(side.trim()));
    return (own ?? []).map((of, i) => ({ of, value: { tag: 'ref', ref: (other ?? own)?.[i] as VarRef } }));
  }

  binder(text: string): IndexBinder {
    const sum = this.term(`sum_{${text}} 1`);
    if (sum.tag !== 'big') throw new Error(`${text} is no range`);
    return sum.binder;
  }

  /** What the numbers say of a statement, of names that the kernel makes too. */
  evidence(statement: Statement): Found {
    const made = new Map<string, string>();
    // Axes of bound variables are numbered with the same sign as made names.
    const plain = (name: string): string => {
      if (!name.includes('#')) return name;
      made.set(name.replace('#', '~'), declaredName(name));
      return name.replace('#', '~');
    };
    const [left, right] = [statement.left, statement.right].map((side) => withNames(side, plain)) as [Term, Term];
    const variables = new Map(this.model.variables);
    for (const [name, stem] of made) {
      const own = variables.get(stem);
      if (own !== undefined) variables.set(name, { ...own, name });
    }
    const classOf = slotClasses([left, right], this.model);
    const relation = statement.relation === 'shift' ? ('=' as const) : statement.relation;
    const claim = { left, right, relation, upTo: 'free' in statement ? statement.free : null };
    const options = { seed: 1, classOf: (name: string): string => classOf(made.get(name) ?? name) };
    return exactEvidence(claim, { ...this.model, variables }, options).status as Found;
  }

  /** What a rule says without its conditions. */
  claimOf(name: string, by: Substitution): Statement {
    const rule = this.rules.find((own) => own.name === name);
    if (rule === undefined) throw new Error(`there is no rule ${name}`);
    const [left, right] = [rule.left, rule.right].map((side) => instantiate(side, by, this.model)) as [Term, Term];
    return rule.relation === '<='
      ? { relation: '>=', left: right, right: left }
      : { relation: rule.relation, left, right };
  }
}

/** Plain data with other texts in it. */
function withNames<T>(value: T, name: (text: string) => string): T {
  if (typeof value === 'string') return name(value) as T;
  if (Array.isArray(value)) return value.map((part) => withNames(part, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNames(part, name)])) as T;
}

/** Meanings of metavariables, read in a world. */
export const meanings = (w: World) => ({
  term: (text: string): Meaning => ({ kind: 'term', term: w.term(text) }),
  measure: (...texts: readonly string[]): Meaning => ({
    kind: 'measure',
    measure: texts.map((text) => w.term(text) as Measure),
  }),
  slots: (text: string): Meaning => ({ kind: 'slots', slots: w.slotList(text) }),
  family: (family: string): Meaning => ({ kind: 'family', family }),
  refs: (text: string): Meaning => ({ kind: 'refs', refs: w.refs(text) }),
  binder: (text: string): Meaning => ({ kind: 'binder', binder: w.binder(text) }),
  subset: (subset: string): Meaning => ({ kind: 'subset', subset }),
});

/** The theorem; throws where there is none. */
export function must(result: Result): Theorem {
  if (result instanceof Refusal) throw new Error(`refused: ${result.reason} ${result.condition?.tag ?? ''}`);
  return result;
}

/** Why there is no theorem; 'a theorem' where there is one. */
export const refusal = (result: Result): string =>
  result instanceof Refusal
    ? result.condition === null
      ? result.reason
      : `condition ${result.condition.tag}`
    : 'a theorem';

/** Expects a theorem that the numbers do not contradict. */
export function expectTrue(w: World, result: Result): Theorem {
  const theorem = must(result);
  expect(w.evidence(theorem.statement)).toBe('agrees');
  return theorem;
}

/** Expects a refusal of what the numbers contradict. */
export function expectFalse(w: World, result: Result, claim: Statement): void {
  expect(refusal(result)).not.toBe('a theorem');
  expect(w.evidence(claim)).toBe('disagrees');
}

// Terms that no text has: what a hostile caller makes.

export const index = (base: string | null, offset = 0): Index => ({ base, offset });
export const at = (base: string | null, offset = 0): Selector => ({ tag: 'at', index: index(base, offset) });
export const number = (num: number, den = 1): Term => ({ tag: 'num', value: { num: BigInt(num), den: BigInt(den) } });
export const ref = (name: string, ...selectors: readonly Selector[]): Term & { readonly tag: 'ref' } => ({
  tag: 'ref',
  ref: { name, at: selectors },
});
export const apply = (name: string, ...args: readonly Term[]): Term => ({ tag: 'apply', name, args });
export const call = (name: string, ...args: readonly Term[]): Term => ({ tag: 'call', name, args });
export const add = (terms: readonly Term[]): Term => ({ tag: 'add', terms });
export const quotient = (a: Term, b: Term): Term => mul([a, { tag: 'pow', base: b, exponent: number(-1) }]);
export const integral = (body: Term, ...vars: readonly VarRef[]): Term => ({
  tag: 'integral',
  vars,
  counting: false,
  bounds: null,
  body,
});
export const sum = (letter: string, lo: Index, hi: Index, body: Term, except: Index | null = null): Term => ({
  tag: 'big',
  op: 'sum',
  binder: { index: letter, range: { tag: 'range', lo, hi, except } },
  body,
});
export const density = (family: string, heads: readonly Slot[], givens: readonly Slot[] = []): Density => ({
  tag: 'density',
  family,
  heads,
  givens,
});
