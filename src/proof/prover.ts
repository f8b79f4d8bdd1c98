/**
 * The search for a proof of one step, and for the least that explains it: the families of rules without any of which
 * the proof fails. What the author cites comes first.
 */
import { freeOf } from '../kernel/free.js';
import { Kernel, premises, Refusal, type Theorem } from '../kernel/kernel.js';
import type { Model, Relation } from '../kernel/model.js';
import { mayOverlap } from '../kernel/reference.js';
import type { Rule } from '../kernel/rule.js';
import { add, type IndexRange, inverse, mul, neg, someSubterm, type Term, type VarRef } from '../kernel/term.js';
import { withNamesApart, withWholeArrays } from './canonical.js';
import { type Change, OutOfFuel } from './deriver.js';
import { definitionsOf } from './functionals.js';
import { equality, inequality } from './inequality.js';
import { Normaliser } from './normaliser.js';
import { rangeEnd } from './plates.js';
import { userRewriting } from './rewrite.js';

/** What is to be proved. `upTo`: the sides may differ by a term (for propto, a factor) free of these. */
export interface Goal {
  readonly left: Term;
  readonly relation: Relation;
  readonly right: Term;
  readonly upTo: readonly VarRef[] | null;
}

/** A derivation proved before: the statements that lead from its lines to its last. */
export interface Lemma {
  readonly label: string;
  readonly theorems: readonly Theorem[];
}

/** What the author says of the step, and what was proved before or is assumed. */
export interface Hints {
  /** Families of rules and labels of lemmas that the author cites, in that order. */
  readonly cited: readonly string[];
  /** Those cited, and hypotheses, which may be used where the citations do not suffice. */
  readonly lemmas: readonly Lemma[];
}

export const noHints: Hints = { cited: [], lemmas: [] };

export interface Proved {
  readonly outcome: 'proved';
  readonly theorem: Theorem;
  /** Families of rules and labels of lemmas, none of which can be left out. */
  readonly explanation: readonly string[];
  /** Those of them that the author did not name, where the author named some. */
  readonly missing: readonly string[];
}

export interface Stopped {
  readonly outcome: 'stopped';
  readonly reason: string;
  /** Left minus right in normal form, where it is known. */
  readonly residual: Term | null;
}

export type Outcome = Proved | Stopped;

/** What a family lets one use beside its own rules. */
const implied: Readonly<Record<string, readonly string[]>> = {
  "Bayes' rule": ['conditional density', 'chain rule'],
};

/** Tried before the others, those that make terms vanish last. */
const preference: readonly string[] = [
  'regrouping',
  'definition',
  'definition of expectation',
  'constant factor',
  'linearity',
];
const lastResort: readonly string[] = ['zero gradient', 'score identity'];

export class Prover {
  readonly kernel: Kernel;
  readonly #rules: ReadonlyMap<string, Rule>;

  /** `rules`: the theory and the author's own. */
  constructor(
    readonly model: Model,
    rules: readonly Rule[],
  ) {
    this.kernel = new Kernel(model, rules);
    this.#rules = new Map(rules.map((rule) => [rule.name, rule]));
  }

  hasRule(name: string): boolean {
    return this.#rules.has(name);
  }

  /** Proves a step, or says why not. */
  prove(goal: Goal, hints: Hints): Outcome {
    if (goal.relation === '!=') return stopped('a difference is shown by an example, not by rules');
    if (goal.relation === '<' || goal.relation === '>') return stopped('no rule proves a strict inequality');
    try {
      return new Attempt(this, this.#rules, this.#prepared(goal), hints).run();
    } catch (error) {
      if (error instanceof OutOfFuel) return stopped(error.message);
      throw error;
    }
  }

  /** Whether a theorem says what the goal asks. */
  establishes(theorem: Theorem, goal: Goal): boolean {
    const { statement } = theorem;
    const turned = goal.relation === '<=';
    const [left, right] = turned ? [goal.right, goal.left] : [goal.left, goal.right];
    if (!this.kernel.identity.same(statement.left, left) || !this.kernel.identity.same(statement.right, right))
      return false;
    if (goal.upTo !== null) {
      const relation = goal.relation === 'propto' ? 'propto' : 'shift';
      return statement.relation === relation && JSON.stringify(statement.free) === JSON.stringify(goal.upTo);
    }
    if (goal.relation === '=') return statement.relation === '=';
    return (goal.relation === '>=' || turned) && (statement.relation === '>=' || statement.relation === '=');
  }

  #prepared(goal: Goal): Goal {
    const prepare = (term: Term): Term => withNamesApart(withWholeArrays(term, this.model), this.model);
    return { ...goal, left: prepare(goal.left), right: prepare(goal.right) };
  }
}

const stopped = (reason: string, residual: Term | null = null): Stopped => ({ outcome: 'stopped', reason, residual });

/** The search for one goal. */
class Attempt {
  readonly #cuts: ReadonlyMap<string, number>;
  /** How many ways of unfolding the functionals of the goal there are to try. */
  readonly #variants: number;

  constructor(
    private readonly prover: Prover,
    private readonly rules: ReadonlyMap<string, Rule>,
    private readonly goal: Goal,
    private readonly hints: Hints,
  ) {
    this.#cuts = cutsOf([goal.left, goal.right], prover.model);
    this.#variants = Math.max(1, ...tagsOf([goal.left, goal.right]).map((tag) => definitionsOf(tag).length));
  }

  run(): Outcome {
    const { cited } = this.hints;
    const byAuthor = this.prove(new Set(cited));
    if (byAuthor !== null) return this.explained(byAuthor, cited, []);
    const full = this.prove(null);
    if (full === null) return this.#stop();
    const labels = this.hints.lemmas.map(({ label }) => label);
    const used = [...new Set([...cited, ...familiesOf(full), ...labels])].sort(
      (a, b) => rank(a, cited) - rank(b, cited),
    );
    if (cited.length === 0) {
      const small = this.#smallest(used);
      if (small !== null) return small;
    }
    return this.explained(full, used, cited);
  }

  /** A proof with the families allowed, null for all; null where there is none. */
  prove(allowed: ReadonlySet<string> | null): Theorem | null {
    for (let variant = 0; variant < this.#variants; variant++) {
      const theorem = this.#proveWith(allowed, this.#normaliser(allowed, variant));
      if (theorem !== null && this.prover.establishes(theorem, this.goal)) return theorem;
    }
    return null;
  }

  #proveWith(allowed: ReadonlySet<string> | null, n: Normaliser): Theorem | null {
    const { left, relation, right, upTo } = this.goal;
    if (upTo !== null) return relation === 'propto' ? proportion(left, right, upTo, n) : shift(left, right, upTo, n);
    const equal = equality(left, right, n);
    if (equal !== null || relation === '=') return equal ?? this.#identity(left, right);
    const lemmas = this.hints.lemmas
      .filter(({ label }) => allowed === null || allowed.has(label))
      .flatMap(({ theorems }) => theorems.filter(({ statement }) => statement.relation === '>='));
    return relation === '>=' ? inequality(left, right, lemmas, n) : inequality(right, left, lemmas, n);
  }

  #identity(left: Term, right: Term): Theorem | null {
    const same = this.prover.kernel.same(left, right);
    return same instanceof Refusal ? null : same;
  }

  #normaliser(allowed: ReadonlySet<string> | null, variant: number): Normaliser {
    const closed = allowed === null ? null : new Set([...allowed].flatMap((name) => [name, ...(implied[name] ?? [])]));
    const lemmas = new Map<number, Change>();
    for (const { label, theorems } of this.hints.lemmas) {
      if (allowed !== null && !allowed.has(label)) continue;
      for (const theorem of theorems) {
        const { relation, left } = theorem.statement;
        if (relation === '=' && left.tag !== 'num') lemmas.set(this.prover.kernel.identity.of(left), theorem);
      }
    }
    const own = [...this.rules.values()].filter(
      ({ origin, families }) => origin === 'user' && isAllowed(families, closed),
    );
    return new Normaliser(this.prover.kernel, this.rules, closed, {
      lemmas,
      user: userRewriting(own, this.prover.kernel),
      userBounds: own.filter(({ relation }) => relation !== '='),
      cuts: this.#cuts,
      variant,
    });
  }

  /** The families that explain the step: those of `candidates` that cannot be left out, the last tried first. */
  explained(theorem: Theorem, candidates: readonly string[], cited: readonly string[]): Proved {
    let [best, left] = [theorem, [...candidates]];
    for (const family of [...candidates].reverse()) {
      const without = left.filter((other) => other !== family);
      const proof = this.prove(new Set(without));
      if (proof !== null) [best, left] = [proof, without];
    }
    const missing = cited.length === 0 ? [] : left.filter((family) => !cited.includes(family));
    return { outcome: 'proved', theorem: best, explanation: this.#named(left), missing };
  }

  /** What needs no rule is arithmetic, or a common factor or term. */
  #named(explanation: readonly string[]): readonly string[] {
    if (explanation.length > 0) return explanation;
    if (this.goal.upTo === null) return ['arithmetic'];
    return [this.goal.relation === 'propto' ? 'constant factor' : 'constant term'];
  }

  /** No family, or one that suffices. */
  #smallest(candidates: readonly string[]): Proved | null {
    for (const explanation of [[], ...candidates.map((family) => [family])]) {
      const theorem = this.prove(new Set(explanation));
      if (theorem !== null) return { outcome: 'proved', theorem, explanation: this.#named(explanation), missing: [] };
    }
    return null;
  }

  #stop(): Stopped {
    const { left, right, relation, upTo } = this.goal;
    const n = this.#normaliser(null, 0);
    const residual = relation === '=' && upTo === null ? n.formOf(add([left, neg(right)])) : null;
    return stopped(
      relation === '=' ? 'the rules bring the two sides to different normal forms' : 'no rule gives this relation',
      residual,
    );
  }
}

function tagsOf(terms: readonly Term[]): Term['tag'][] {
  const tags = new Set<Term['tag']>();
  for (const term of terms) someSubterm(term, ({ tag }) => tags.add(tag) === null);
  return [...tags];
}

const isAllowed = (families: readonly string[], allowed: ReadonlySet<string> | null): boolean =>
  allowed === null || families.some((family) => allowed.has(family));

const rank = (family: string, cited: readonly string[]): number => {
  if (cited.includes(family)) return -100;
  const preferred = preference.indexOf(family);
  if (preferred >= 0) return preferred - 50;
  return lastResort.includes(family) ? 50 : 0;
};

/** The families of the rules that a theorem rests on. */
function familiesOf(theorem: Theorem): string[] {
  const seen = new Set<Theorem>();
  const found = new Set<string>();
  const visit = (of: Theorem): void => {
    if (seen.has(of)) return;
    seen.add(of);
    const { proof } = of;
    if (proof.step === 'rule') for (const family of proof.rule.families) found.add(family);
    if (proof.step === 'procedure')
      for (const family of familiesOfProcedure[proof.procedure.name] ?? []) found.add(family);
    for (const premise of premises(proof)) visit(premise);
  };
  visit(theorem);
  return [...found];
}

const familiesOfProcedure: Readonly<Record<string, readonly string[]>> = {
  unfold: ['definition'],
  factorise: ['factorisation', 'chain rule'],
  'split plate': ['factorisation', 'independence'],
  'split range': ['regrouping'],
  'shift range': ['regrouping'],
};

/** Where ranges that end alike begin last, in the lines and in the factors that they may split into: there all are cut. */
function cutsOf(terms: readonly Term[], { families, plates }: Model): ReadonlyMap<string, number> {
  const starts = new Map<string, Set<number>>();
  const note = (range: IndexRange): void => {
    if (range.tag !== 'range' || range.lo.base !== null) return;
    const key = rangeEnd(range);
    starts.set(key, (starts.get(key) ?? new Set()).add(range.lo.offset));
  };
  for (const term of terms)
    someSubterm(term, (part) => {
      if (part.tag === 'big') note(part.binder.range);
      return false;
    });
  for (const { lo, hi } of plates.values()) note({ tag: 'range', lo, hi, except: null });
  for (const { factors } of families.values())
    for (const { binders } of factors) for (const { range } of binders) note(range);
  return new Map([...starts].filter(([, los]) => los.size > 1).map(([key, los]) => [key, Math.max(...los)]));
}

const isFreeOf = (term: Term, free: readonly VarRef[], model: Model): boolean =>
  !freeOf(term, model).refs.some((ref) => free.some((other) => mayOverlap(ref, other)));

/** `left propto right`: their ratio is free of the variables. */
function proportion(left: Term, right: Term, free: readonly VarRef[], n: Normaliser): Theorem | null {
  const factor = n.formOf(mul([left, inverse(right)]));
  if (!isFreeOf(factor, free, n.kernel.model)) return null;
  const whole = equality(left, mul([factor, right]), n);
  if (whole === null) return null;
  const result = n.kernel.proportional(whole, factor, right, free);
  return result instanceof Refusal ? null : result;
}

/** `left = right + const`: their difference is free of the variables. */
function shift(left: Term, right: Term, free: readonly VarRef[], n: Normaliser): Theorem | null {
  const rest = n.formOf(add([left, neg(right)]));
  if (!isFreeOf(rest, free, n.kernel.model)) return null;
  const whole = equality(left, add([rest, right]), n);
  if (whole === null) return null;
  const result = n.kernel.shifted(whole, rest, right, free);
  return result instanceof Refusal ? null : result;
}
