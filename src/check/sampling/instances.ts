/** Uses of rules: made at random, accepted or refused by the kernel, and compared by number. */
import { Kernel, Refusal, type Statement } from '../../kernel/kernel.js';
import type { Model } from '../../kernel/model.js';
import type { Rule, Substitution } from '../../kernel/rule.js';
import type { Term } from '../../kernel/term.js';
import { type Claim, slotClasses } from '../../numeric/claim.js';
import type { Evidence } from '../../numeric/evidence.js';
import { type ExactOptions, exactEvidence } from '../../numeric/exact.js';
import { quadratureEvidence } from '../../numeric/montecarlo.js';
import { Draw } from './draw.js';
import { substitutionOf, suits } from './substitutions.js';
import { drawnWorld, type World } from './worlds.js';

export interface Instance {
  readonly world: World;
  readonly substitution: Substitution;
  readonly left: Term;
  readonly right: Term;
  readonly relation: '=' | '>=';
  /** Whether the two sides are one term, up to order and names. */
  readonly isTrivial: boolean;
}

/** The use of a rule that belongs to a number, in a model given or one that fits; null where it has no meaning. */
export function instanceOf(rule: Rule, attempt: number, own: World | null = null): Instance | null {
  const draw = new Draw(1, `${rule.name} ${attempt}`);
  const world = own ?? drawnWorld(draw, (candidate) => suits(rule, candidate));
  const substitution = substitutionOf(rule, world, draw);
  const kernel = new Kernel(world.model, [rule]);
  const result = kernel.rule(rule.name, substitution);
  if (result instanceof Refusal) return null;
  const { relation, left, right } = result.statement as Extract<Statement, { relation: '=' | '>=' }>;
  if (!world.isMeaningful(left) || !world.isMeaningful(right)) return null;
  return { world, substitution, left, right, relation, isTrivial: kernel.identity.same(left, right) };
}

/** What the numbers say of a use: `nothing` where they are too weak. */
export interface Finding {
  readonly says: 'agrees' | 'differs' | 'nothing';
  /** The two sides where they differ most, or where they were compared first; null for no number. */
  readonly left: number | null;
  readonly right: number | null;
  /** Whether some point could have told a near miss from agreement. */
  readonly isInformative: boolean;
}

/** Compares the sides in random finite models; every second one gives the states of real variables a length. */
export function compare({ world, left, right, relation }: Instance, seed: number): Finding {
  const found = evidence({ left, right, relation, upTo: null }, world, seed);
  if (found.status === 'disagrees') return { ...found, says: 'differs', isInformative: true };
  if (found.status === 'agrees') return { ...found, says: 'agrees', isInformative: found.informative > 0 };
  if (found.status === 'undecided' && found.left === null) return definedness(world, left, right, seed);
  return { ...found, says: 'nothing', isInformative: false };
}

function evidence(claim: Claim, { model }: World, seed: number): Evidence {
  // Many instances take the place of a descent from one.
  const options = { seed, classOf: slotClasses([claim.left, claim.right], model), seeks: false };
  const measured = seed % 2 === 0 ? exactEvidence(claim, model, { ...options, cell: 0.7 }) : null;
  const exact =
    measured === null || measured.status === 'not applicable' ? exactEvidence(claim, model, options) : measured;
  return exact.status === 'not applicable' ? integrated(claim, model, options) : exact;
}

/** Under a law of the line means are integrals. */
const integrated = (claim: Claim, model: Model, { seed, classOf }: Pick<ExactOptions, 'seed' | 'classOf'>): Evidence =>
  quadratureEvidence(claim, model, { seed, classOf, samples: 1, lines: 1, resolution: 0.05, isBrief: true });

/** One side that is a number where the other is none differs from it. */
function definedness(world: World, left: Term, right: Term, seed: number): Finding {
  const [l, r] = [left, right].map((side) => {
    const { status, left: value } = evidence({ left: side, right: side, relation: '=', upTo: null }, world, seed);
    return { value, isNumber: status === 'agrees', isNone: status === 'undecided' && value === null };
  }) as [Side, Side];
  const differs = (l.isNumber && r.isNone) || (l.isNone && r.isNumber);
  return { says: differs ? 'differs' : 'nothing', left: l.value, right: r.value, isInformative: differs };
}

interface Side {
  readonly value: number | null;
  readonly isNumber: boolean;
  readonly isNone: boolean;
}

export const printed = ({ world, left, right, relation }: Instance): string =>
  `${world.print(left)} ${relation} ${world.print(right)}`;

const shown = (value: number | null): string => (value === null ? 'no number' : `${Number(value.toPrecision(5))}`);

/** A use with the values of its sides. */
export const report = (instance: Instance, { left, right }: Finding): string =>
  `${printed(instance)}: ${shown(left)}, ${shown(right)} (${instance.world.name})`;
