/** The search for one goal: what the author cites, then everything, then the least that suffices. */
import { establishes } from '../kernel/claim.js';
import { premises, Refusal, type Theorem } from '../kernel/kernel.js';
import type { Form, Model } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import { add, children, type Density, neg, someSubterm, type Term } from '../kernel/term.js';
import { someUnfolded } from '../kernel/unfolded.js';
import { withOwnNames } from './canonical.js';
import { cutsOf } from './cuts.js';
import { type Change, Fuel, OutOfFuel } from './deriver.js';
import { equality } from './equality.js';
import { definitionsOf } from './functionals.js';
import { type Goal, type Hints, type Lemma, type Outcome, type Proved, type Stopped, stopped } from './goal.js';
import { inequality } from './inequality.js';
import { Normaliser, type NormalOptions } from './normaliser.js';
import { familiesOfProcedure } from './procedure-families.js';
import type { Prover } from './prover.js';
import { userRewriting } from './rewrite.js';
import { speakOfArrays, speaksBackwards, withSlicesApart } from './slices.js';
import { type Slip, slipOf } from './slip.js';
import { proportion, shift } from './up-to.js';

/** The family of those rows of the theory that any proof may use. */
const arithmetic = 'arithmetic';

/** What a family lets one use beside its own rules. */
const implied: ReadonlyMap<string, readonly string[]> = new Map([
  ["Bayes' rule", ['conditional density', 'chain rule']],
]);

/** Tried before the others, those that make terms vanish last. */
const preference: readonly string[] = [
  'regrouping',
  'definition',
  'definition of expectation',
  'constant factor',
  'linearity',
];
const lastResort: readonly string[] = ['zero gradient', 'score identity'];

/** Which lemmas are put in for the terms that they speak of, and whether those of means are also under larger measures. */
interface Use {
  readonly of: readonly Lemma[];
  readonly underMeasures: boolean;
}

const noLemmas: Use = { of: [], underMeasures: false };

/** The sides of a goal as one way writes them, and how it goes on. */
interface Way
  extends Pick<
    NormalOptions,
    'cuts' | 'variant' | 'scoresFirst' | 'inOrder' | 'forms' | 'laws' | 'oneLaw' | 'apartSums'
  > {
  readonly lemmas: Use;
  readonly sides: readonly Term[];
}

/**
 * Cuts, definitions and orders in all combinations for the goal as it stands; then, for the first definitions and the
 * usual order, with one more thing that a goal may ask for, or with two that go together.
 */
function waysOf(goal: readonly Term[], model: Model): Way[] {
  const plain = waysFor(goal, model);
  const apart = withSlicesApart(goal, model);
  const usual = plain.filter(isUsual);
  const cut = apart === null ? [] : waysFor(apart, model).filter(isUsual);
  const isShared = [...model.plates.values()].some(({ iid }) => iid) && goal.some(speaksOfDensities);
  const extras: Partial<Way>[] = [
    ...(goal.some((side) => hasForm(side, model)) ? [{ forms: true }] : []),
    ...(goal.some((side) => speaksOfLaws(side, model)) ? [{ forms: true, laws: true }] : []),
    ...(isShared ? [{ oneLaw: true }] : []),
    ...(goal.some(variesSums) ? [{ apartSums: true }, ...(isShared ? [{ apartSums: true, oneLaw: true }] : [])] : []),
  ];
  const ends: Partial<Way>[] = [
    ...(speakOfArrays(goal) ? [{ inOrder: 'first' } as const] : []),
    ...(speakOfArrays(goal) && goal.some(speaksBackwards) ? [{ inOrder: 'last' } as const] : []),
  ];
  const vary = (ways: readonly Way[], by: readonly Partial<Way>[]): Way[] =>
    by.flatMap((own) => ways.map((way) => ({ ...way, ...own })));
  return [...plain, ...cut, ...vary([...usual, ...cut], ends), ...vary(usual, extras)];
}

const isUsual = ({ variant, scoresFirst }: Way): boolean => variant === 0 && !scoresFirst;

/** Whether a term speaks of the variance, or of a power, of sums over a plate. */
const variesSums = (term: Term): boolean =>
  someSubterm(
    term,
    (part) =>
      (part.tag === 'variance' || part.tag === 'covariance' || part.tag === 'pow') &&
      someSubterm(part, (inner) => inner.tag === 'big' && inner.op === 'sum'),
  );

const speaksOfDensities = (term: Term): boolean => someSubterm(term, ({ tag }) => tag === 'density');

/** Whether a term speaks of densities that are declared to be some law or formula. */
const hasForm = (term: Term, model: Model): boolean =>
  someUnfolded(term, model, (part) => part.tag === 'density' && isDeclaredAs(part, model, () => true));

/** Whether a term speaks of laws that have a name, or of densities that are declared to be such. */
const speaksOfLaws = (term: Term, model: Model): boolean =>
  someUnfolded(
    term,
    model,
    (part) => part.tag === 'law' || (part.tag === 'density' && isDeclaredAs(part, model, (form) => form.tag === 'law')),
  );

const isDeclaredAs = ({ family }: Density, { families }: Model, as: (form: Form) => boolean): boolean =>
  families.get(family)?.factors.some(({ form }) => form !== null && as(form)) === true;

function waysFor(terms: readonly Term[], model: Model): Way[] {
  const variants = Math.max(1, ...tagsOf(terms).map((tag) => definitionsOf(tag).length));
  const orders = terms.some(differentiatesMean) ? [false, true] : [false];
  return orders.flatMap((scoresFirst) =>
    cutsOf(terms, model).flatMap((cuts) =>
      Array.from({ length: variants }, (_, variant) => ({
        sides: terms,
        cuts,
        variant,
        scoresFirst,
        inOrder: null,
        forms: false,
        laws: false,
        oneLaw: false,
        apartSums: false,
        lemmas: noLemmas,
      })),
    ),
  );
}

const isOfMean = ({ statement: { relation, left } }: Theorem): boolean => relation === '=' && left.tag === 'expect';

/** Those cited first; what is known of a part may also stand in the way of a step that leaves it as it is. */
function usesOf({ lemmas, cited }: Hints): readonly Use[] {
  const equal = lemmas.filter(({ theorems }) => theorems.some(({ statement }) => statement.relation === '='));
  const own = equal.filter(({ label }) => cited.includes(label));
  const chosen = own.length > 0 && own.length < equal.length ? [own, equal] : equal.length > 0 ? [equal] : [];
  const uses = chosen.flatMap((of) => {
    const plainly = { of, underMeasures: false };
    return of.some(({ theorems }) => theorems.some(isOfMean)) ? [plainly, { of, underMeasures: true }] : [plainly];
  });
  return [...uses, noLemmas];
}

const differentiatesMean = (term: Term): boolean =>
  someSubterm(term, (part) => part.tag === 'grad' && part.body.tag === 'expect');

/** The search for one goal. */
export class Attempt {
  readonly #fuel: Fuel;
  /** The ways to cut arrays and ranges and to unfold functionals that there are to try. */
  #ways: readonly Way[];

  constructor(
    private readonly prover: Prover,
    private readonly rules: ReadonlyMap<string, Rule>,
    private readonly goal: Goal,
    private readonly hints: Hints,
  ) {
    this.#fuel = new Fuel(sizeOf(goal.left) + sizeOf(goal.right), prover.fuel);
    const ways = waysOf([goal.left, goal.right], prover.model);
    this.#ways = usesOf(hints).flatMap((lemmas) => ways.map((way) => ({ ...way, lemmas })));
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
    return (cited.length === 0 ? this.#single(full, used) : null) ?? this.explained(full, used, cited);
  }

  /** The families of some proof, not the least; null where there is none. */
  families(): readonly string[] | null {
    const theorem = this.prove(null);
    return theorem === null ? null : familiesOf(theorem);
  }

  /** A proof with the families allowed, null for all; null where there is none. */
  prove(allowed: ReadonlySet<string> | null): Theorem | null {
    for (const way of this.#ways) {
      const theorem = this.#proveWith(allowed, way);
      if (theorem === null || !establishes(this.prover.kernel, theorem, this.goal)) continue;
      // With fewer families, ranges are cut as they were with more.
      const { sides: _, variant: __, ...kept } = way;
      this.#ways = this.#ways.filter((other) =>
        Object.entries(kept).every(([key, own]) => other[key as keyof Way] === own),
      );
      return theorem;
    }
    return null;
  }

  #proveWith(allowed: ReadonlySet<string> | null, way: Way): Theorem | null {
    const { relation, upTo } = this.goal;
    const [left, right] = way.sides as [Term, Term];
    const n = this.#normaliser(allowed, way);
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

  #normaliser(allowed: ReadonlySet<string> | null, way: Way): Normaliser {
    const closed =
      allowed === null ? null : new Set([...allowed].flatMap((name) => [name, ...(implied.get(name) ?? [])]));
    const { lemmas: use, ...options } = way;
    const equalities = use.of
      .filter(({ label }) => allowed === null || allowed.has(label))
      .flatMap(({ theorems }) => theorems)
      .filter(({ statement: { relation, left } }) => relation === '=' && left.tag !== 'num');
    const lemmas = new Map<number, Change>();
    for (const theorem of equalities) lemmas.set(this.prover.kernel.identity.of(theorem.statement.left), theorem);
    const own = [...this.rules.values()].filter(
      ({ origin, families }) => origin === 'user' && isAllowed(families, closed),
    );
    return new Normaliser(
      this.prover.kernel,
      this.rules,
      closed,
      {
        ...options,
        lemmas,
        means: use.underMeasures ? equalities.filter(isOfMean) : [],
        user: userRewriting(own, this.prover.kernel),
        userBounds: own.filter(({ relation }) => relation !== '='),
      },
      this.#fuel,
    );
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
    if (this.goal.upTo === null) return [arithmetic];
    return [this.goal.relation === 'propto' ? 'constant factor' : 'constant term'];
  }

  /** A proof by one family, where there is one: without any there is none. */
  #single(full: Theorem, used: readonly string[]): Proved | null {
    const by = (theorem: Theorem, family: string): Proved => ({
      outcome: 'proved',
      theorem,
      explanation: [family],
      missing: [],
    });
    const [only, ...others] = used;
    if (only !== undefined && others.length === 0) return by(full, only);
    for (const family of used) {
      const theorem = this.prove(new Set([family]));
      if (theorem !== null) return by(theorem, family);
    }
    return null;
  }

  #stop(): Stopped {
    const { left, right, relation, upTo } = this.goal;
    const n = this.#normaliser(null, this.#ways[0] as Way);
    const { kernel, model } = this.prover;
    const form = relation === '=' && upTo === null ? n.formOf(add([left, neg(right)])) : null;
    const plain = form === null ? null : withOwnNames(form, model);
    const residual = plain === null || form === null || !kernel.identity.same(plain, form) ? form : plain;
    return stopped(
      relation === '=' ? 'the rules bring the two sides to different normal forms' : 'no rule gives this relation',
      residual,
      form === null ? null : this.#slip(form, n),
    );
  }

  #slip(residual: Term, n: Normaliser): Slip | null {
    try {
      return slipOf(residual, this.goal.right, n);
    } catch (error) {
      if (error instanceof OutOfFuel) return null;
      throw error;
    }
  }
}

const sizeOf = (term: Term): number => children(term).reduce((size, child) => size + sizeOf(child), 1);

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

/** The families of the rules that a theorem rests on, but for those that are always allowed. */
function familiesOf(theorem: Theorem): string[] {
  const seen = new Set<Theorem>();
  const found = new Set<string>();
  const visit = (of: Theorem): void => {
    if (seen.has(of)) return;
    seen.add(of);
    const { proof } = of;
    if (proof.step === 'rule')
      for (const family of proof.rule.families)
        if (family !== arithmetic || proof.rule.origin === 'user') found.add(family);
    if (proof.step === 'procedure') for (const family of familiesOfProcedure[proof.procedure.name]) found.add(family);
    for (const premise of premises(proof)) visit(premise);
  };
  visit(theorem);
  return [...found];
}
