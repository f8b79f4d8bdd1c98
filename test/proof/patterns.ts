/** Patterns and terms from their texts, and what a pattern's metavariables stand for in print. */
import { Kernel } from '../../src/kernel/kernel.js';
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Model } from '../../src/kernel/model.js';
import { isDefault } from '../../src/kernel/model.js';
import type { Meaning, Rule, Substitution } from '../../src/kernel/rule.js';
import type { Slot, Term } from '../../src/kernel/term.js';
import { matches } from '../../src/proof/match.js';
import { theory } from '../../src/rules/table.js';
import { type Document, elaborateDocument } from '../../src/syntax/document.js';
import { printIndex, printRef, printRefs, printTerm } from '../../src/syntax/print.js';
import { noImports } from '../syntax/line.js';

export const declarations = `plate n = 1..N
plate i = 1..N
plate m = 1..M
subset S of 1..N size K
subset R of 1..N size K
latent z_n, w, y, u, v
latent x, x' : real
latent c_m
observed d_n
param theta, psi
param s : positive
let Z = {z_n}, D = {d_n}
function f(a)
function g(a, b)
define L(a) = f(a) + f(w)
density p(x, y, u | v; theta) = p(x | v) p(y | x; theta) p(u | x)
density q(x, y) = q(x) q(y)
density r(Z, w | D) = r(w) prod_n r(z_n | d_n, w)`;

function clean(document: Document): Document {
  const [mistake] = [...document.syntax, ...document.faults];
  if (mistake !== undefined)
    throw new Error(`${mistake.message}: ${document.source.slice(mistake.span.start, mistake.span.end)}`);
  return document;
}

const read = (statements: string): Document =>
  clean(elaborateDocument(`${declarations}\n${statements}`, '', noImports));

const base = read('');
export const model: Model = base.model;
export const kernel = new Kernel(model, theory());

export function termOf(text: string): Term {
  const term = read(`derivation: ${text}\n  = 0`).derivations[0]?.elaborated().first;
  if (term?.term == null) throw new Error(`${text}: ${term?.fault?.message}`);
  return term.term;
}

/** The rule of the author's with this left side. */
export const ruleOf = (pattern: string): Rule => rulesOf(`rule test: ${pattern} = 0`)[0] as Rule;

export const rulesOf = (statements: string): readonly Rule[] => read(statements).rules;

export const print = (term: Term): string => printTerm(term, model);

/** Every match, as `a = x, n = 1..N`, the metavariables in the order of their names. */
export const matchesOf = (pattern: string, term: string): string[] => {
  const rule = ruleOf(pattern);
  return [...matches(rule.left, termOf(term), kernel, kindsOf(rule))].map(printed);
};

export const printed = (by: Substitution): string =>
  Object.keys(by)
    .sort()
    .map((name) => `${name} = ${meaning(by[name] as Meaning)}`)
    .join(', ');

function meaning(of: Meaning): string {
  switch (of.kind) {
    case 'term':
      return print(of.term);
    case 'measure':
      return of.measure.map(print).join(' ') || 'none';
    case 'slots':
      return of.slots.map(slot).join(' ') || 'none';
    case 'family':
      return of.family;
    case 'refs':
      return printRefs(of.refs, model);
    case 'binder': {
      const { index, range } = of.binder;
      return range.tag === 'subset'
        ? `${index} in ${range.subset}`
        : `${index} in ${printIndex(range.lo)}..${printIndex(range.hi)}`;
    }
    case 'subset':
      return of.subset;
  }
}

const slot = (of: Slot): string =>
  isDefault(of) ? printRef(of.of, model) : `${printRef(of.of, model)}:${print(of.value)}`;
