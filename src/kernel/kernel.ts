/**
 * The kernel: the only maker of theorems. A theorem says that two terms of a model are related whatever the values of
 * what is free in them; it is made from rules whose conditions hold, from procedures, and from other theorems, and it
 * remembers what it rests on. The kernel neither matches nor searches; what it does not know it refuses.
 */
import { chainInOrder, type End } from './chain.js';
import { Conditions } from './condition.js';
import { Extents } from './extent.js';
import { declaredForm, factorise, splitPlate } from './factorise.js';
import { FixedParameters } from './fixed.js';
import { mayDependOn } from './free.js';
import { Identity } from './identity.js';
import { instantiate, Misfit } from './instantiate.js';
import { isTrusted } from './measure.js';
import type { Model } from './model.js';
import { emptyRange, NotApplicable, shiftRange, splitMember, splitRange, unfoldCall } from './procedure.js';
import { isReplaceable, sameHeads } from './replace.js';
import { Ring, RingLimit } from './ring.js';
import type { Condition, Rule, Substitution, Trust } from './rule.js';
import { firstLaw } from './same-law.js';
import { guard, seal } from './seal.js';
import { shapeOfMeaning } from './shape.js';
import { Signs } from './sign.js';
import { NoSubstitute } from './substitute.js';
import { children, type Index, isDensity, type Measure, mul, type Term, type VarRef, withChildren } from './term.js';
import { someUnfolded } from './unfolded.js';
import { WellFormed } from './well-formed.js';
import { Worlds } from './worlds.js';

/** `propto`: up to a factor that is not zero, `shift`: up to a term, free of the variables named. */
export type Statement =
  | { readonly relation: '=' | '>='; readonly left: Term; readonly right: Term }
  | {
      readonly relation: 'propto' | 'shift';
      readonly free: readonly VarRef[];
      readonly left: Term;
      readonly right: Term;
    };

/** The procedures by name: `ring` is the normal form of sums and products. */
export type Procedure =
  | { readonly name: 'ring' }
  | { readonly name: 'unfold' }
  | { readonly name: 'factorise' }
  | { readonly name: 'declared form' }
  | { readonly name: 'same law' }
  | { readonly name: 'split plate' }
  | { readonly name: 'chain'; readonly from: End }
  | { readonly name: 'split range'; readonly end: End }
  | { readonly name: 'split member'; readonly at: Index }
  | { readonly name: 'empty range' }
  | { readonly name: 'shift range'; readonly by: number };

/** How a theorem was made. */
export type Proof =
  | { readonly step: 'same'; readonly left: Term; readonly right: Term }
  | { readonly step: 'symmetry'; readonly of: Theorem }
  | { readonly step: 'transitivity'; readonly first: Theorem; readonly second: Theorem }
  | { readonly step: 'congruence'; readonly term: Term; readonly parts: readonly (Theorem | null)[] }
  | { readonly step: 'measure'; readonly term: Term; readonly measure: readonly Measure[]; readonly of: Theorem }
  | { readonly step: 'monotone'; readonly term: Term; readonly at: number; readonly of: Theorem }
  | { readonly step: 'rule'; readonly rule: Rule; readonly substitution: Substitution }
  | { readonly step: 'procedure'; readonly procedure: Procedure; readonly term: Term }
  | { readonly step: 'hypothesis'; readonly index: number }
  | {
      readonly step: 'propto' | 'shift';
      readonly of: Theorem;
      readonly by: Term;
      readonly right: Term;
      readonly free: readonly VarRef[];
    };

/** Something taken on trust: a rule's assumption at the terms it was used for, or a concrete form's being a density. */
export type Assumption =
  | { readonly tag: 'trust'; readonly rule: string; readonly trust: Trust; readonly substitution: Substitution }
  | { readonly tag: 'user rule'; readonly rule: string }
  | { readonly tag: 'form'; readonly family: string }
  | { readonly tag: 'hypothesis'; readonly index: number };

const key = Symbol('kernel');

/** A statement that a kernel proved. There is no other way to one: neither casts nor copies pass `isTheorem`. */
export class Theorem {
  readonly #kernel: Kernel;
  readonly statement: Statement;
  readonly proof: Proof;
  /** The assumptions of the file that the last step of the proof rests on, by number. */
  readonly hypotheses: readonly number[];

  /** Only a kernel has the key. Throws TypeError. */
  constructor(secret: symbol, kernel: Kernel, statement: Statement, proof: Proof, hypotheses: readonly number[]) {
    if (secret !== key || new.target !== Theorem) throw new TypeError('only the kernel makes theorems');
    this.#kernel = kernel;
    this.statement = Object.freeze(statement);
    this.proof = Object.freeze(proof);
    this.hypotheses = Object.freeze(hypotheses);
    Object.freeze(this);
  }

  /** The kernel that made a theorem; null for anything else. */
  static kernelOf(value: unknown): Kernel | null {
    return typeof value === 'object' && value !== null && #kernel in value ? value.#kernel : null;
  }
}

Object.freeze(Theorem);
Object.freeze(Theorem.prototype);

/** Why the kernel made no theorem. */
export class Refusal {
  constructor(
    readonly reason: string,
    readonly condition: Condition | null = null,
  ) {}
}

export type Result = Theorem | Refusal;

export const isTheorem = (value: unknown): value is Theorem => Theorem.kernelOf(value) !== null;

/** What a model declares must not change either: what is known of terms rests on it. */
function sealModel(model: Model): void {
  seal(model.assumptions);
  for (const part of Object.values(model))
    if (part instanceof Map) for (const declared of part.values()) seal(declared);
}

export class Kernel {
  readonly identity: Identity;
  readonly signs: Signs;
  readonly worlds: Worlds;
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #conditions: Conditions;
  readonly #ring: Ring;
  readonly #wellFormed: WellFormed;
  readonly #extents: Extents;
  readonly #fixed: FixedParameters<Theorem>;

  /** The rules are those that may be used; the theory's own are believed, a user's are assumptions. */
  constructor(
    readonly model: Model,
    rules: readonly Rule[],
  ) {
    sealModel(model);
    this.identity = new Identity(model);
    this.signs = new Signs(model, this.identity);
    this.worlds = new Worlds(model);
    this.#rules = new Map(seal([...rules]).map((rule) => [rule.name, rule]));
    this.#conditions = new Conditions(model, this.identity, this.signs, this.worlds);
    this.#ring = new Ring(this.identity, this.signs);
    this.#wellFormed = new WellFormed(model, this.identity, this.worlds);
    this.#extents = new Extents(model);
    this.#fixed = new FixedParameters(model);
    for (const part of [this, this.identity, this.signs, this.worlds]) Object.freeze(part);
  }

  /** Terms that are the same up to names, order and grouping are equal. */
  same(left: Term, right: Term): Result {
    guard(left);
    guard(right);
    if (!this.identity.same(left, right)) return new Refusal('these terms are not the same');
    return this.#theorem({ relation: '=', left, right }, { step: 'same', left, right });
  }

  symmetry(of: Theorem): Result {
    const { relation, left, right } = this.#own(of);
    if (relation !== '=') return new Refusal('only an equality can be turned around');
    return this.#theorem({ relation, left: right, right: left }, { step: 'symmetry', of });
  }

  /** Joins two theorems whose middle terms are the same. */
  transitivity(first: Theorem, second: Theorem): Result {
    const [a, b] = [this.#own(first), this.#own(second)];
    const ordered = [a, b].every(({ relation }) => relation === '=' || relation === '>=');
    if (!ordered) return new Refusal('only equalities and inequalities can be joined');
    if (!this.identity.same(a.right, b.left))
      return new Refusal('the second statement does not begin where the first ends');
    if (!this.#extents.within(a.right, [a.left, b.right]))
      return new Refusal('the term between has no members at some values where those on the outside have theirs');
    const relation = a.relation === '=' && b.relation === '=' ? '=' : '>=';
    return this.#theorem({ relation, left: a.left, right: b.right }, { step: 'transitivity', first, second });
  }

  /** Equals for equals in the direct subterms; null leaves one as it is. */
  congruence(term: Term, parts: readonly (Theorem | null)[]): Result {
    guard(term);
    const inside = children(term);
    if (parts.length !== inside.length) return new Refusal('one part is needed for each subterm');
    const own = inside.map((_, i) => parts[i] ?? null);
    const next: Term[] = [];
    for (const [i, child] of inside.entries()) {
      const part = own[i] ?? null;
      if (part === null) {
        next.push(child);
        continue;
      }
      const { relation, left, right } = this.#own(part);
      if (relation !== '=' || !this.identity.same(left, child)) return new Refusal('this part is not that subterm');
      if (!isReplaceable(term, i, this.model)) return new Refusal('nothing may be replaced at this place');
      if (this.#fixed.moves(term, i, part)) return new Refusal(fixedReason);
      if (this.#leaves(term)) return new Refusal(leavesReason);
      next.push(right);
    }
    const right = withChildren(term, next);
    return this.#theorem({ relation: '=', left: term, right }, { step: 'congruence', term, parts: Object.freeze(own) });
  }

  /** An expectation under a measure that is equal, as a product, and has the same heads. */
  measure(term: Term, measure: readonly Measure[], of: Theorem): Result {
    guard(term);
    guard(measure);
    const { relation, left, right } = this.#own(of);
    if (term.tag !== 'expect' || relation !== '=')
      return new Refusal('only the measure of an expectation can be replaced');
    const next: Term = { ...term, measure };
    const fits = this.identity.same(left, mul(term.measure)) && this.identity.same(right, mul(measure));
    if (!fits) return new Refusal('the statement is not of these measures');
    if (!sameHeads(term.measure, measure, this.model)) return new Refusal('the measures bind different variables');
    if (this.#fixed.moves(term, 0, of)) return new Refusal(fixedReason);
    return this.#theorem({ relation: '=', left: term, right: next }, { step: 'measure', term, measure, of });
  }

  /** `a >= b` in one subterm of a term that grows, or shrinks, with it. */
  monotone(term: Term, at: number, of: Theorem): Result {
    guard(term);
    const { relation, left, right } = this.#own(of);
    const inside = children(term);
    const child = Number.isInteger(at) ? inside[at] : undefined;
    if (relation !== '>=' || child === undefined) return new Refusal('this is no inequality of a subterm');
    if (this.#fixed.moves(term, at, of)) return new Refusal(fixedReason);
    if (this.#leaves(term)) return new Refusal(leavesReason);
    const { value: direction, hypotheses } = this.signs.noted(() => this.#direction(term, at, left, right));
    if (direction === 0) return new Refusal('the term is not known to grow or to shrink with this subterm');
    const [upper, lower] = [left, right].map((t) =>
      withChildren(
        term,
        inside.map((c, i) => (i === at ? t : c)),
      ),
    ) as [Term, Term];
    const grows = direction > 0;
    if (!this.identity.same(child, left) && !this.identity.same(child, right))
      return new Refusal('this part is not that subterm');
    const statement = grows ? { left: upper, right: lower } : { left: lower, right: upper };
    return this.#theorem({ relation: '>=', ...statement }, { step: 'monotone', term, at, of }, hypotheses);
  }

  /** A rule with a meaning for each of its metavariables, left to right. */
  rule(name: string, substitution: Substitution): Result {
    guard(substitution);
    const rule = this.#rules.get(name);
    if (rule === undefined) return new Refusal(`there is no rule ${name}`);
    if (Object.values(substitution).some((meaning) => shapeOfMeaning(meaning) !== null))
      return new Refusal('something that stands for a metavariable is no meaning');
    try {
      const { value, hypotheses } = this.signs.noted(() => this.#instance(rule, substitution));
      return value instanceof Refusal ? value : this.#theorem(value, { step: 'rule', rule, substitution }, hypotheses);
    } catch (error) {
      if (error instanceof Misfit) return new Refusal(error.message);
      throw error;
    }
  }

  /** What a rule says where its conditions hold. Throws Misfit. */
  #instance(rule: Rule, substitution: Substitution): Statement | Refusal {
    for (const condition of rule.when)
      if (!this.#conditions.holds(condition, substitution)) return new Refusal('a condition does not hold', condition);
    const left = instantiate(rule.left, substitution, this.model);
    const right = instantiate(rule.right, substitution, this.model);
    if (rule.relation === '<=') return { relation: '>=', left: right, right: left };
    return { relation: rule.relation, left, right };
  }

  /** What a procedure makes of a term. */
  procedure(procedure: Procedure, term: Term): Result {
    guard(procedure);
    guard(term);
    try {
      const { value: right, hypotheses } = this.signs.noted(() => this.#run(procedure, term));
      return this.#theorem({ relation: '=', left: term, right }, { step: 'procedure', procedure, term }, hypotheses);
    } catch (error) {
      const known = error instanceof NotApplicable || error instanceof NoSubstitute || error instanceof RingLimit;
      if (known) return new Refusal(error.message);
      throw error;
    }
  }

  #run(procedure: Procedure, term: Term): Term {
    switch (procedure.name) {
      case 'ring':
        return this.#ring.normal(term);
      case 'unfold':
        return unfoldCall(term, this.model);
      case 'factorise':
        return factorise(term, this.model, this.worlds);
      case 'declared form':
        return declaredForm(term, this.model, this.worlds);
      case 'same law':
        return firstLaw(term, this.model, this.worlds);
      case 'split plate':
        return splitPlate(term, this.model, this.worlds);
      case 'chain':
        return chainInOrder(term, procedure.from, this.model);
      case 'split range':
        return splitRange(term, procedure.end, this.model);
      case 'split member':
        return splitMember(term, procedure.at, this.model);
      case 'empty range':
        return emptyRange(term);
      case 'shift range':
        return shiftRange(term, procedure.by, this.model);
      default:
        throw new NotApplicable('there is no such procedure');
    }
  }

  /** A statement that the file assumes. */
  hypothesis(index: number): Result {
    const assumed = Number.isInteger(index) ? this.model.assumptions[index] : undefined;
    if (assumed === undefined) return new Refusal('there is no such assumption');
    const { left, relation, right } = seal(assumed);
    const proof: Proof = { step: 'hypothesis', index };
    if (relation === '=' || relation === '>=') return this.#theorem({ relation, left, right }, proof);
    if (relation === '>') return this.#theorem({ relation: '>=', left, right }, proof);
    if (relation === '<' || relation === '<=')
      return this.#theorem({ relation: '>=', left: right, right: left }, proof);
    return new Refusal('this assumption is neither an equality nor an inequality');
  }

  /** From `left = by * right`: left is proportional to right where `by` is not zero and free of the variables. */
  proportional(of: Theorem, by: Term, right: Term, free: readonly VarRef[]): Result {
    guard(by);
    guard(right);
    guard(free);
    const { value: isNonzero, hypotheses } = this.signs.noted(() => this.signs.nonzero(by));
    if (!isNonzero) return new Refusal('the factor may be zero');
    return this.#upTo('propto', of, by, right, free, mul([by, right]), hypotheses);
  }

  /** From `left = by + right`: left is right up to a term, where `by` is free of the variables. */
  shifted(of: Theorem, by: Term, right: Term, free: readonly VarRef[]): Result {
    for (const given of [by, right, free]) guard(given);
    return this.#upTo('shift', of, by, right, free, { tag: 'add', terms: [by, right] });
  }

  #upTo(
    step: 'propto' | 'shift',
    of: Theorem,
    by: Term,
    right: Term,
    free: readonly VarRef[],
    whole: Term,
    hypotheses: readonly number[] = [],
  ): Result {
    const given = this.#own(of);
    if (given.relation !== '=' || !this.identity.same(given.right, whole))
      return new Refusal('the statement is not of these terms');
    const fault = this.#wellFormed.fault(by);
    if (fault !== null) return new Refusal(`this says nothing: ${fault}`);
    if (mayDependOn(by, free, this.model)) return new Refusal('it depends on a variable that it must be free of');
    if (this.#fixed.fixes(of, free)) return new Refusal(fixedReason);
    if (!this.#extents.within(by, [given.left, right]))
      return new Refusal('what is left out has no members at some values where the rest has its own');
    return this.#theorem({ relation: step, left: given.left, right, free }, { step, of, by, right, free }, hypotheses);
  }

  /** What a theorem takes on trust, each thing once. */
  assumptions(theorem: Theorem): Assumption[] {
    this.#own(theorem);
    const found: Assumption[] = [];
    const seen = new Set<Theorem>();
    const visit = (of: Theorem): void => {
      if (seen.has(of)) return;
      seen.add(of);
      for (const premise of premises(of.proof)) visit(premise);
      found.push(...this.#assumed(of));
    };
    visit(theorem);
    return found;
  }

  #assumed(theorem: Theorem): Assumption[] {
    const { proof, hypotheses } = theorem;
    const { left, right } = theorem.statement;
    const forms = this.#trustedFamilies([left, right]).map((family): Assumption => ({ tag: 'form', family }));
    const assumed = hypotheses.map((index): Assumption => ({ tag: 'hypothesis', index }));
    if (proof.step !== 'rule') return [...forms, ...assumed];
    const { rule, substitution } = proof;
    const trusted = rule.assuming.map((trust): Assumption => ({ tag: 'trust', rule: rule.name, trust, substitution }));
    const user: Assumption[] = rule.origin === 'user' ? [{ tag: 'user rule', rule: rule.name }] : [];
    return [...forms, ...assumed, ...user, ...trusted];
  }

  #trustedFamilies(terms: readonly Term[]): string[] {
    const trusted = [...this.model.families.values()].filter((f) => isTrusted(f, this.model)).map(({ name }) => name);
    if (trusted.length === 0) return [];
    const mentions = (term: Term, name: string): boolean =>
      someUnfolded(term, this.model, (part) => isDensity(part) && part.family === name);
    return trusted.filter((name) => terms.some((term) => mentions(term, name)));
  }

  /** 1 where the term grows with the subterm, -1 where it shrinks, 0 where neither is known. */
  #direction(term: Term, at: number, upper: Term, lower: Term): -1 | 0 | 1 {
    switch (term.tag) {
      case 'add':
        return 1;
      case 'mul':
        return this.#sign(term.factors.filter((_, i) => i !== at));
      case 'fn':
        if (term.name === 'exp') return 1;
        return term.name === 'ln' && this.signs.positive(upper) && this.signs.positive(lower) ? 1 : 0;
      case 'expect':
        return at === term.measure.length ? 1 : 0;
      case 'integral':
        return term.bounds === null ? 1 : 0;
      case 'big':
        return term.op === 'sum' ? 1 : 0;
      case 'draw':
        return 1;
      default:
        return 0;
    }
  }

  #sign(factors: readonly Term[]): -1 | 0 | 1 {
    const negative = factors.filter((factor) => factor.tag === 'num' && factor.value.num < 0n).length;
    const rest = factors.filter((factor) => factor.tag !== 'num');
    if (!rest.every((factor) => this.signs.nonnegative(factor))) return 0;
    return negative % 2 === 0 ? 1 : -1;
  }

  #own(theorem: Theorem): Statement {
    if (Theorem.kernelOf(theorem) !== this) throw new TypeError('this is no theorem of this kernel');
    return theorem.statement;
  }

  /** `signs`: the assumptions of the file that a sign was taken from. */
  #theorem(statement: Statement, proof: Proof, signs: readonly number[] = []): Result {
    guard(statement.left);
    guard(statement.right);
    const fault =
      this.#wellFormed.faultOfSides(statement.relation, [statement.left, statement.right]) ??
      ('free' in statement ? this.#wellFormed.faultOfRefs(statement.free) : null);
    if (fault !== null) return new Refusal(`this says nothing: ${fault}`);
    const terms = [statement.left, statement.right, ...('by' in proof ? [proof.by as Term] : [])];
    if (terms.some((term) => this.#fixed.movesInside(term, signs))) return new Refusal(fixedReason);
    const stated = proof.step === 'hypothesis' ? [proof.index] : [];
    const theorem = new Theorem(key, this, statement, proof, [...stated, ...signs]);
    this.#fixed.note(theorem, premises(proof), stated, signs);
    return theorem;
  }

  /** Whether the letter of a plate leaves it: what holds of members is not said of others. */
  #leaves(term: Term): boolean {
    return term.tag === 'big' && !this.#extents.runsInside(term.binder);
  }
}

const leavesReason = 'the letter of this range leaves its plate';

const fixedReason = 'an assumption about a parameter says nothing of its other values';

/** The theorems that a proof is made from. */
export function premises(proof: Proof): readonly Theorem[] {
  switch (proof.step) {
    case 'transitivity':
      return [proof.first, proof.second];
    case 'congruence':
      return proof.parts.filter((part) => part !== null);
    case 'symmetry':
    case 'measure':
    case 'monotone':
    case 'propto':
    case 'shift':
      return [proof.of];
    default:
      return [];
  }
}
