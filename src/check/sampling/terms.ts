/** Random references, densities, measures and terms of a world, all of them meaningful on their own. */
import { headsOf, measuresIn } from '../../kernel/free.js';
import { inputNames, type Model, ownedNames, type Variable } from '../../kernel/model.js';
import {
  add,
  type Density,
  expect,
  type Index,
  type IndexBinder,
  inverse,
  isDensity,
  ln,
  type Measure,
  mul,
  num,
  ref,
  type Selector,
  type Slot,
  type Term,
  type VarRef,
} from '../../kernel/term.js';
import type { Draw } from './draw.js';
import type { World } from './worlds.js';

const at = (base: string | null, offset = 0): Selector => ({ tag: 'at', index: { base, offset } });
const fn = (name: string, ...args: Term[]): Term => ({ tag: 'fn', name, args });
const apply = (name: string, ...args: Term[]): Term => ({ tag: 'apply', name, args });
const pow = (base: Term, exponent: Term): Term => ({ tag: 'pow', base, exponent });
export const rational = (numerator: number, denominator = 1): Term =>
  num({ num: BigInt(numerator), den: BigInt(denominator) });

/** Other variables that may fill a slot: `x'` for `x`, `theta_old` for `theta`. */
const decorations = (model: Model, name: string): string[] =>
  [...model.variables.keys()].filter((other) => ['_', "'", '^'].some((mark) => other.startsWith(`${name}${mark}`)));

export class Terms {
  /**
   * `focus`: the variables that a rule binds or differentiates by, which terms mention more often than others; `avoid`:
   * those that they mention seldom.
   */
  constructor(
    readonly world: World,
    readonly draw: Draw,
    readonly focus: readonly VarRef[] = [],
    readonly avoid: ReadonlySet<string> = new Set(),
  ) {}

  /** Letters with the same range as that of a plate. */
  lettersLike(letter: string): string[] {
    const { plates } = this.world.model;
    const own = plates.get(letter);
    return this.world.letters.filter((other) => JSON.stringify(plates.get(other)?.hi) === JSON.stringify(own?.hi));
  }

  #member(letter: string): Selector {
    const { draw } = this;
    return draw.weighted<Selector>([
      [7, () => at(draw.pick(this.lettersLike(letter)))],
      [1, () => at(draw.pick(this.lettersLike(letter)), -1)],
      [1, () => at(null, 1 + draw.below(2))],
    ]);
  }

  #part(letter: string): Selector {
    const { draw } = this;
    const index: Index = { base: draw.pick(this.lettersLike(letter)), offset: 0 };
    return draw.weighted<Selector>([
      [5, () => ({ tag: 'all' })],
      [5, () => this.#member(letter)],
      [1, () => ({ tag: 'except', index })],
      [1, () => ({ tag: 'slice', lo: { base: null, offset: 1 }, hi: index })],
    ]);
  }

  /** A variable, a member of one, or a part. */
  partOf = ({ name, indices }: Variable): VarRef => ({ name, at: indices.map((letter) => this.#part(letter)) });

  memberOf = ({ name, indices }: Variable): VarRef => ({ name, at: indices.map((letter) => this.#member(letter)) });

  /** A reference that stands for one number. */
  scalar(): VarRef {
    const { draw, world, focus } = this;
    const focal = focus.length > 0 && draw.chance(0.6) ? world.model.variables.get(draw.pick(focus).name) : undefined;
    const same = focus.filter(({ name, at }) => name === focal?.name && at.every(({ tag }) => tag === 'at'));
    if (same.length > 0 && draw.chance(0.7)) return draw.pick(same);
    if (focal !== undefined) return this.memberOf(focal);
    const all = draw.chance(0.75) ? world.variables : world.params;
    const wanted = all.filter(({ name }) => !this.avoid.has(name));
    return this.memberOf(draw.pick(wanted.length > 0 && draw.chance(0.85) ? wanted : all));
  }

  param = (): VarRef => this.memberOf(this.draw.pick(this.world.params));

  index = (letter: string): Term => ({ tag: 'index', index: { base: letter, offset: 0 } });

  /** What fills a slot: most often its own variable. */
  slot(of: VarRef): Slot {
    const { draw, world } = this;
    const others = decorations(world.model, of.name);
    return draw.weighted<Slot>([
      [16, () => ({ of, value: ref(of) })],
      [others.length > 0 ? 2 : 0, () => ({ of, value: ref({ name: draw.pick(others), at: of.at }) })],
      [1, () => ({ of, value: ref(this.scalar()) })],
    ]);
  }

  density(): Density {
    const { draw, world } = this;
    const made = draw.chance(0.4) ? draw.until(5, () => this.randomDensity(), world.isMeaningful) : null;
    if (made !== null) return made;
    const focal = world.densities.filter((d) =>
      this.focus.some(({ name }) => d.heads.some(({ of }) => of.name === name)),
    );
    return draw.pick(focal.length > 0 && draw.chance(0.5) ? focal : world.densities);
  }

  /** Some heads given some of the others, with all inputs: it may lack sense. */
  randomDensity(): Density | null {
    const { draw, world } = this;
    const { variables, families } = world.model;
    const family = draw.pick([...families.values()]);
    const part = (name: string): VarRef => this.partOf(variables.get(name) as Variable);
    const owned = [...ownedNames(family)];
    const heads = draw.some(owned, 0.5);
    if (heads.length === 0) return null;
    const givens = [
      ...draw.some(
        owned.filter((name) => !heads.includes(name)),
        0.4,
      ),
      ...inputNames(family),
    ];
    const [h, g] = [heads, givens].map((names) => names.map((name) => this.slot(part(name))));
    return { tag: 'density', family: family.name, heads: h as Slot[], givens: g as Slot[] };
  }

  /** One measure of an expectation: a density, or a plate's product of them. */
  measure(): Measure {
    const { draw } = this;
    const density = this.density();
    const letters = density.heads.flatMap(({ of }) => of.at.flatMap((s) => (s.tag === 'at' ? [s.index.base] : [])));
    const [letter] = letters.filter((base) => base !== null && this.world.model.plates.has(base));
    if (letter === undefined || letter === null || draw.chance(0.6)) return density;
    const plate: Measure = { tag: 'big', op: 'prod', binder: this.plateBinder(letter), body: density };
    return this.world.isMeaningful(expect([plate], rational(1))) ? plate : density;
  }

  /** Measures with distinct heads. */
  measures(): readonly Measure[] {
    const { draw, world } = this;
    const count = draw.chance(0.7) ? 1 : 2;
    const made = draw.until(
      4,
      () => Array.from({ length: count }, () => this.measure()),
      (measures) => world.isMeaningful(expect(measures, rational(1))),
    );
    return made ?? [draw.pick(world.densities.filter((d) => d.heads.every(({ value }) => value.tag === 'ref')))];
  }

  plateBinder(letter: string): IndexBinder {
    const { lo, hi } = this.world.model.plates.get(letter) ?? {
      lo: { base: null, offset: 1 },
      hi: { base: letter, offset: 0 },
    };
    return { index: letter, range: { tag: 'range', lo, hi, except: null } };
  }

  /** A letter with a range: that of its plate, less one member, up to another letter, or through a minibatch. */
  binder(): IndexBinder {
    const { draw, world } = this;
    const letter = draw.pick(world.letters);
    const plain = this.plateBinder(letter);
    const { range } = plain;
    if (range.tag !== 'range') return plain;
    const other: Index = { base: draw.pick(world.letters), offset: draw.chance(0.3) ? -1 : 0 };
    const ofRange = (change: Partial<typeof range>): IndexBinder => ({ index: letter, range: { ...range, ...change } });
    return draw.weighted<IndexBinder>([
      [8, () => plain],
      [2, () => ofRange({ except: other })],
      [1, () => ofRange({ hi: other })],
      [1, () => ofRange({ lo: { base: null, offset: 2 } })],
      [1, () => ofRange({ hi: { ...range.hi, offset: range.hi.offset - 1 } })],
      [1, () => ofRange({ hi: { ...range.hi, offset: range.hi.offset - 1 }, except: other })],
      [
        world.subsets.length > 0 ? 2 : 0,
        () => ({ index: letter, range: { tag: 'subset', subset: draw.pick(world.subsets) } }),
      ],
    ]);
  }

  number(): Term {
    return this.draw.pick([
      rational(2),
      rational(-1),
      rational(1),
      rational(0),
      rational(3),
      rational(1, 2),
      rational(-3, 2),
      rational(2, 3),
    ]);
  }

  /** An unknown function of variables; where the model has none, the exponential of one or the variable itself. */
  #unknown(arity: number, isPositive: boolean): Term {
    const fitting = [...this.world.model.functions.values()].filter(
      ({ arity: own, domain }) => own === arity && (domain?.tag === 'positive') === isPositive,
    );
    const [only] = fitting;
    if (only === undefined) return isPositive ? fn('exp', ref(this.scalar())) : ref(this.scalar());
    const { name } = fitting.length === 1 ? only : this.draw.pick(fitting);
    return apply(name, ...Array.from({ length: arity }, () => ref(this.scalar())));
  }

  /** A term of any sign. */
  term(depth: number): Term {
    const { draw } = this;
    const inner = (): Term => this.term(depth - 1);
    const positive = (): Term => this.positive(depth - 1);
    const leaves: (readonly [number, () => Term])[] = [
      [2, () => this.number()],
      [5, () => ref(this.scalar())],
      [3, () => this.#unknown(1, false)],
      [2, () => this.#unknown(2, false)],
      [this.#ofDensities(3), () => ln(this.density())],
      [1, () => ref(this.param())],
      [this.world.letters.length > 0 ? 0.5 : 0, () => this.index(draw.pick(this.world.letters))],
      ...this.#calls(),
    ];
    if (depth <= 0) return draw.weighted(leaves);
    return draw.weighted<Term>([
      ...leaves,
      [3, () => positive()],
      [3, () => add([inner(), inner()])],
      [4, () => mul([inner(), inner()])],
      [1, () => mul([rational(-1), inner()])],
      [1, () => pow(inner(), rational(2))],
      [1, () => ln(positive())],
      [1, () => fn(draw.pick(['sin', 'cos', 'tanh']), inner())],
      [this.#ofDensities(2), () => expect(this.measures(), inner())],
      [this.#ofDensities(1), () => this.integral(depth)],
      [1, () => ({ tag: 'grad', of: this.param(), body: inner() })],
      ...this.#sums(inner),
      [this.#ofDensities(0.5), () => this.#functional(inner)],
    ]);
  }

  /** Beside a law every further density costs a grid. */
  #ofDensities = (weight: number): number => (this.world.ofLaws ? 0 : weight);

  /** A term that is positive, and seen to be. */
  positive(depth: number): Term {
    const { draw } = this;
    const inner = (): Term => this.positive(depth - 1);
    const leaves: (readonly [number, () => Term])[] = [
      [2, () => draw.pick([rational(2), rational(1, 3), rational(1)])],
      [5, () => this.#unknown(1, true)],
      [this.#ofDensities(4), () => this.density()],
      [1, () => this.#positiveVariable()],
    ];
    if (depth <= 0) return draw.weighted(leaves);
    return draw.weighted<Term>([
      ...leaves,
      [2, () => fn(draw.pick(['exp', 'sigmoid', 'softplus']), this.term(depth - 1))],
      [3, () => mul([inner(), inner()])],
      [1, () => add([inner(), pow(this.term(depth - 1), rational(2))])],
      [1, () => add([inner(), inner()])],
      [2, () => inverse(inner())],
      [1, () => pow(inner(), this.number())],
      [this.#ofDensities(2), () => expect(this.measures(), inner())],
      ...this.#plates(inner),
    ]);
  }

  /** A variable between 0 and 1, or a fraction. */
  fraction(): Term {
    const unit = [...this.world.model.variables.values()].filter(({ domain }) => domain?.tag === 'unit');
    return unit.length === 0 ? rational(1, 3) : ref(this.memberOf(this.draw.pick(unit)));
  }

  #positiveVariable(): Term {
    const { model } = this.world;
    const positive = [...model.variables.values()].filter(
      ({ domain }) => domain?.tag === 'positive' || domain?.tag === 'unit',
    );
    return positive.length === 0 ? rational(2) : ref(this.memberOf(this.draw.pick(positive)));
  }

  /** An integral of something weighted with a density of what is integrated. */
  integral(depth: number): Term {
    const density = this.density();
    const vars = headsOf(density);
    if (vars.length === 0) return density;
    return { tag: 'integral', vars, counting: false, bounds: null, body: mul([density, this.term(depth - 1)]) };
  }

  #calls(): [number, () => Term][] {
    return [...this.world.model.definitions.values()].map(({ name, params }) => [
      0.5,
      () => ({ tag: 'call', name, args: params.map(() => ref(this.draw.chance(0.5) ? this.param() : this.scalar())) }),
    ]);
  }

  #plates(inner: () => Term): [number, () => Term][] {
    if (this.world.letters.length === 0) return [];
    return [[2, () => ({ tag: 'big', op: 'prod', binder: this.binder(), body: inner() })]];
  }

  #sums(inner: () => Term): [number, () => Term][] {
    const { world, draw } = this;
    if (world.letters.length === 0) return [];
    return [
      [3, () => ({ tag: 'big', op: 'sum', binder: this.binder(), body: inner() })],
      [world.subsets.length > 0 ? 1 : 0, () => ({ tag: 'draw', subset: draw.pick(world.subsets), body: inner() })],
    ];
  }

  #functional(inner: () => Term): Term {
    const measure = this.measures();
    return this.draw.pick<Term>([
      { tag: 'variance', measure, body: inner() },
      { tag: 'entropy', measure },
    ]);
  }
}

/** Every density in a term, measures included. */
export const densitiesIn = (terms: readonly Term[]): Density[] => terms.flatMap(measuresIn).filter(isDensity);
