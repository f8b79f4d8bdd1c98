/**
 * How far assumptions of a file carry. One about a variable or an index holds whatever its value; one about a parameter
 * is about the value that it has: what rests on it says nothing under a binder that gives the parameter other values,
 * nor of how a term moves with it.
 */
import { bindingOf } from './binding.js';
import { freeOf } from './free.js';
import type { Assumption, Model } from './model.js';
import { declaredName } from './reference.js';
import type { Term, VarRef } from './term.js';
import { someUnfolded } from './unfolded.js';

/** The parameters that a theorem's assumptions speak of: by what they say, or by a sign that was needed. */
interface Fixed {
  readonly stated: ReadonlySet<string>;
  readonly signs: ReadonlySet<string>;
}

export class FixedParameters<Theorem extends object> {
  readonly #known = new WeakMap<Theorem, Fixed>();

  constructor(private readonly model: Model) {}

  /** Notes the assumptions, by number, that a theorem rests on beside those of its premises. */
  note(theorem: Theorem, premises: readonly Theorem[], stated: readonly number[], signs: readonly number[]): void {
    const before: Fixed[] = [];
    for (const premise of premises) {
      const fixed = this.#known.get(premise);
      if (fixed !== undefined) before.push(fixed);
    }
    if (before.length + stated.length + signs.length === 0) return;
    const all: Fixed = {
      stated: new Set([...this.#parametersOf(stated), ...before.flatMap((fixed) => [...fixed.stated])]),
      signs: new Set([...this.#parametersOf(signs), ...before.flatMap((fixed) => [...fixed.signs])]),
    };
    if (all.stated.size + all.signs.size > 0) this.#known.set(theorem, all);
  }

  /** Whether a term, at one of its subterms, gives other values to a parameter of which a theorem assumes something. */
  moves(term: Term, at: number, theorem: Theorem): boolean {
    const fixed = this.#known.get(theorem);
    if (fixed === undefined) return false;
    // A sign that is strict holds around a point, and a gradient looks no further.
    if (term.tag === 'grad') return fixed.stated.has(term.of.name);
    const binding = bindingOf(term);
    return binding !== null && at >= binding.from && this.fixes(theorem, binding.refs);
  }

  /** Whether a theorem assumes something of a parameter that is to take all its values. */
  fixes(theorem: Theorem, free: readonly VarRef[]): boolean {
    const fixed = this.#known.get(theorem);
    return fixed !== undefined && free.some(({ name }) => fixed.stated.has(name) || fixed.signs.has(name));
  }

  /** Whether a term gives other values to a parameter of which one of the assumptions speaks. */
  movesInside(term: Term, hypotheses: readonly number[]): boolean {
    if (hypotheses.length === 0) return false;
    const names = this.#parametersOf(hypotheses);
    if (names.size === 0) return false;
    return someUnfolded(term, this.model, (part) => bindingOf(part)?.refs.some(({ name }) => names.has(name)) ?? false);
  }

  #parametersOf(hypotheses: readonly number[]): ReadonlySet<string> {
    const refs = hypotheses.flatMap((index) => {
      const { left, right } = this.model.assumptions[index] as Assumption;
      return [left, right].flatMap((side) => freeOf(side, this.model).refs);
    });
    return new Set(
      refs.map(({ name }) => name).filter((name) => this.model.variables.get(declaredName(name))?.role === 'param'),
    );
  }
}
