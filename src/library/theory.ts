/** Declarations, and what can be said under them: terms, rules, rewriting and proofs. */
import { assumptionsOf } from '../check/assumptions.js';
import { isTheorem, type Kernel, Theorem } from '../kernel/kernel.js';
import type { Rule } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import { repeatedNames } from '../kernel/validate.js';
import { Prover } from '../proof/prover.js';
import { applyRule } from '../proof/rewrite.js';
import * as strategy from '../proof/strategy.js';
import { theory } from '../rules/table.js';
import { elaborateDocument } from '../syntax/document.js';
import { printRule } from '../syntax/print-rule.js';
import type { Declarations } from '../syntax/scope.js';
import { noImports } from './check.js';
import { DeclarationError, RuleError, TermError } from './error.js';
import { isRule, type RuleName, ruleIn, ruleNamed, stepOf } from './naming.js';
import { printAs, printTheorem } from './print.js';
import { proveWith } from './prove.js';
import { deeplyFrozen, foreignName, hasConst, readRule, readTerm, wholeText } from './read.js';
import type {
  DeclareOptions,
  Format,
  NoProof,
  Proof,
  ProofOptions,
  ProvableRelation,
  Rewriting,
  Shape,
  StrategyName,
} from './results.js';
import { traceOf } from './trace.js';

const shapes: Readonly<Record<StrategyName, Shape>> = {
  root: (step) => step,
  once: strategy.onceTopDown,
  everywhere: strategy.bottomUp,
  exhaustively: strategy.normalForm,
};

const key = Symbol('theory');

/** Whether something is a theorem of the kernel that says what a term equals. */
const rewrites = (theorem: Theorem, from: Term, kernel: Kernel): boolean =>
  Theorem.kernelOf(theorem) === kernel &&
  theorem.statement.relation === '=' &&
  kernel.identity.same(theorem.statement.left, from);

const nameTaken = (name: string): [message: string, hint: string] => [
  `there is a rule ${name} already`,
  'give this one another name',
];

/**
 * Reads declarations, and rules among them, in the language of .expr files; derivations are read and not checked.
 * Throws DeclarationError.
 */
export function declare(text: string, { load = noImports }: DeclareOptions = {}): Theory {
  const document = elaborateDocument(text, '', (path) => ({ path, source: load(path) }));
  const mistakes = [...document.syntax, ...document.faults];
  if (mistakes.length > 0) throw new DeclarationError(text, mistakes);
  const [taken] = repeatedNames([...theory(), ...document.rules]);
  if (taken !== undefined) {
    const start = document.labels.get(taken) ?? 0;
    const [message, hint] = nameTaken(taken);
    throw new DeclarationError(text, [{ message, hint, span: { start, end: start + taken.length } }]);
  }
  return new Theory(key, document.model as Declarations, deeplyFrozen(document.rules));
}

/** Declarations, and what can be said under them. Made by `declare`; nothing that is done with it changes it. */
export class Theory {
  readonly #model: Declarations;
  readonly #declared: readonly Rule[];
  readonly #made: WeakSet<Rule>;
  readonly #kernels = new WeakSet<Kernel>();

  /** Only `declare` has the key: rules that nobody has read are not to be believed. Throws TypeError. */
  constructor(secret: symbol, model: Declarations, declared: readonly Rule[]) {
    if (secret !== key) throw new TypeError('theories are made by declare');
    this.#model = model;
    this.#declared = declared;
    this.#made = new WeakSet(declared);
  }

  /** A term from its text. Throws TermError, also where readers could take the text in two ways. */
  term(text: string): Term {
    return readTerm(text, this.#model);
  }

  /**
   * A rule from its statement, `rule NAME: PATTERN = PATTERN when CONDITION`, checked on the spot: its metavariables
   * fit together, and nothing is carried past a binder without a condition. Whether it is true is the caller's word,
   * and every theorem that rests on it says so. Throws RuleError.
   */
  rule(text: string): Rule {
    const rule = readRule(text, this.#model);
    if (repeatedNames([...theory(), ...this.#declared, rule]).length > 0)
      throw new RuleError(text, wholeText(text, ...nameTaken(rule.name)));
    this.#made.add(rule);
    return rule;
  }

  /** A term or a theorem in print, or a rule as its statement. */
  print(what: Rule): string;
  print(what: Term | Theorem, format?: Format): string;
  print(what: Term | Theorem | Rule, format: Format = 'text'): string {
    if (isTheorem(what)) return printTheorem(what, this.#model, format);
    return 'tag' in what ? printAs(what, this.#model, format) : printRule(what, this.#model);
  }

  /**
   * What a rule, or a row of the theory by its name, says of the whole term: a theorem with the term on its left, or on
   * its right by a row that states `<=`; null where the rule does not fit, or a condition of it does not surely hold.
   * Throws UnknownRule, TermError.
   */
  apply(rule: Rule | string, term: Term | string): Theorem | null {
    const row = isRule(rule) ? rule : ruleNamed(rule, this.#known());
    return applyRule(row, this.#read(term), this.#prover([rule]).kernel);
  }

  /**
   * Rewrites a term by equalities, the first that applies of those named, at the places that the strategy says. Of a
   * sum or a product a rule may rewrite some of the parts. Throws UnknownRule, TermError; TypeError where a strategy of
   * the caller's returns no equality with the term on its left.
   */
  rewrite(
    term: Term | string,
    rules: RuleName | readonly RuleName[],
    how: StrategyName | Shape = 'everywhere',
  ): Rewriting {
    const from = this.#read(term);
    if (hasConst(from)) {
      const text = this.print(from);
      throw new TermError(text, wholeText(text, 'const stands for a term that is not told: it cannot be rewritten'));
    }
    const names: readonly RuleName[] = isList(rules) ? rules : [rules];
    const { kernel } = this.#prover(names);
    const step = strategy.first(...names.map((name) => stepOf(name, this.#known())));
    const shape = typeof how === 'function' ? how : shapes[how];
    const theorem = shape(step)(from, kernel);
    if (theorem !== null && !rewrites(theorem, from, kernel))
      throw new TypeError(
        'the strategy returned something else than an equality of the theory with the term on its left',
      );
    const to = theorem?.statement.right ?? from;
    return {
      term: to,
      theorem,
      trace: theorem === null ? [] : traceOf(theorem),
      assumptions: theorem === null ? [] : assumptionsOf(theorem, kernel),
      finished: strategy.onceTopDown(step)(to, kernel) === null,
    };
  }

  /**
   * Looks for a proof. `const_{z}` may stand in the right side, or in both. Throws UnknownRule, TermError; that no proof
   * is found is a result like another.
   */
  prove(
    left: Term | string,
    relation: ProvableRelation,
    right: Term | string,
    options: ProofOptions = {},
  ): Proof | NoProof {
    const { by = [], free = null } = options;
    const upTo = free === null ? null : this.#read(`const_{${free}}`);
    const claim = {
      left: this.#read(left),
      relation,
      right: this.#read(right),
      upTo: upTo?.tag === 'slack' ? upTo.free : null,
    };
    if ((relation === 'propto') !== (upTo !== null))
      throw new TypeError("'propto', and nothing else, needs to be told of which variables the factor is free");
    return proveWith(this.#prover(by), claim, by, this.#known());
  }

  /** What a theorem of this theory takes on trust, as sentences. Throws TypeError for any other. */
  assumptions(theorem: Theorem): readonly string[] {
    const kernel = Theorem.kernelOf(theorem);
    if (kernel === null || !this.#kernels.has(kernel)) throw new TypeError('this is no theorem of this theory');
    return assumptionsOf(theorem, kernel);
  }

  #known(): readonly Rule[] {
    return [...theory(), ...this.#declared];
  }

  #read(term: Term | string): Term {
    if (typeof term === 'string') return this.term(term);
    const foreign = foreignName(term, this.#model);
    if (foreign !== null) throw new TypeError(`this term is of another theory: ${foreign} is not declared in this one`);
    return term;
  }

  /** A new one for each call, so that no answer depends on what was asked before. */
  #prover(names: readonly RuleName[]): Prover {
    const own = [...new Set(names.flatMap(ruleIn))].filter((rule) => !this.#declared.includes(rule));
    const stranger = own.find((rule) => !this.#made.has(rule));
    if (stranger !== undefined) throw new TypeError(`the rule ${stranger.name} was not made by this theory`);
    const [twice] = repeatedNames(own);
    if (twice !== undefined) throw new TypeError(`two of these rules have the name ${twice}`);
    const prover = new Prover(this.#model, [...this.#known(), ...own]);
    this.#kernels.add(prover.kernel);
    return prover;
  }
}

const isList = (rules: RuleName | readonly RuleName[]): rules is readonly RuleName[] => Array.isArray(rules);
