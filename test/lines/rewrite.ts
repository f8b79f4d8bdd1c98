/** Random uses of random rules at random places of a term, each of them a theorem of the kernel. */

import type { Draw } from '../../src/check/sampling/draw.js';
import { substitutionOf, suits } from '../../src/check/sampling/substitutions.js';
import { type Kernel, type Procedure, Refusal, type Theorem } from '../../src/kernel/kernel.js';
import type { Rule, Substitution } from '../../src/kernel/rule.js';
import { children, type Term } from '../../src/kernel/term.js';
import { matches } from '../../src/proof/match.js';
import type { LineWorld } from './world.js';

export type Relation = '=' | '>=' | '<=';

/** The term that a random step leads to, and how the term before it relates to it. */
export interface Rewritten {
  readonly by: string;
  readonly relation: Relation;
  readonly term: Term;
}

type Path = readonly number[];

const procedures: readonly Procedure[] = [
  { name: 'ring' },
  { name: 'unfold' },
  { name: 'factorise' },
  { name: 'declared form' },
  { name: 'same law' },
  { name: 'split plate' },
  { name: 'chain', from: 'first' },
  { name: 'chain', from: 'last' },
  { name: 'split range', end: 'first' },
  { name: 'split range', end: 'last' },
];

const attempts = 40;
/** Of the ways in which a rule fits a term the first few are as good as all. */
const fewMatches = 6;

export class Rewriter {
  constructor(
    readonly kernel: Kernel,
    readonly rules: readonly Rule[],
    readonly world: LineWorld,
    readonly draw: Draw,
  ) {}

  /** One step from a term; null where none of the attempts led anywhere. */
  step(term: Term): Rewritten | null {
    const fits = (made: Rewritten): boolean => this.world.isMeaningful(made.term);
    return this.draw.until(attempts, () => this.#attempt(term), fits);
  }

  #attempt(term: Term): Rewritten | null {
    const { draw } = this;
    const places = pathsIn(term);
    if (draw.chance(0.12)) {
      const procedure = draw.pick(procedures);
      return this.#placed(term, draw.pick(places), procedure.name, (at) => this.kernel.procedure(procedure, at));
    }
    const rule = draw.pick(this.rules);
    if (!suits(rule, this.world)) return null;
    const isBackward = rule.relation === '=' && draw.chance(0.4);
    const tries = Math.min(4, places.length);
    for (let i = 0; i < tries; i++) {
      const path = draw.pick(places);
      const made = this.#placed(term, path, rule.name, (at) => this.#applied(rule, at, isBackward));
      if (made !== null) return made;
    }
    return null;
  }

  /** A theorem about the subterm at a place, carried out to the whole term. */
  #placed(term: Term, path: Path, by: string, prove: (at: Term) => Theorem | Refusal | null): Rewritten | null {
    const made = this.#carried(term, path, prove);
    if (made === null) return null;
    const { statement } = made;
    const { left, right, relation } = statement;
    if (relation === '=') return this.kernel.identity.same(left, right) ? null : { by, relation, term: right };
    if (relation !== '>=') return null;
    const isLeft = this.kernel.identity.same(left, term);
    return { by, relation: isLeft ? '>=' : '<=', term: isLeft ? right : left };
  }

  #carried(term: Term, path: Path, prove: (at: Term) => Theorem | Refusal | null): Theorem | null {
    const [at, ...rest] = path;
    if (at === undefined) {
      const made = prove(term);
      return made === null || made instanceof Refusal ? null : made;
    }
    const inside = children(term);
    const part = this.#carried(inside[at] as Term, rest, prove);
    if (part === null) return null;
    const parts = inside.map((_, i) => (i === at ? part : null));
    const whole =
      part.statement.relation === '=' ? this.kernel.congruence(term, parts) : this.kernel.monotone(term, at, part);
    return whole instanceof Refusal ? null : whole;
  }

  #applied(rule: Rule, term: Term, isBackward: boolean): Theorem | null {
    const pattern = isBackward ? rule.right : rule.left;
    const found: Substitution[] = [];
    for (const match of matches(pattern, term, this.kernel)) if (found.push(match) === fewMatches) break;
    if (found.length === 0) return null;
    const by = { ...substitutionOf(rule, this.world, this.draw), ...this.draw.pick(found) };
    const made = this.kernel.rule(rule.name, by);
    if (made instanceof Refusal) return null;
    const turned = isBackward ? this.kernel.symmetry(made) : made;
    if (turned instanceof Refusal) return null;
    const { left, right } = turned.statement;
    const own = rule.relation === '<=' ? right : left;
    return this.kernel.identity.same(own, term) ? turned : null;
  }
}

/** The places of a term's subterms, its own first; nobody computes inside the slots of a density. */
function pathsIn(term: Term): Path[] {
  if (term.tag === 'density') return [[]];
  return [[], ...children(term).flatMap((child, i) => pathsIn(child).map((path) => [i, ...path]))];
}
