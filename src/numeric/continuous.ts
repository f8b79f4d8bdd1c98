/**
 * The Monte Carlo interpretation: real variables follow mixtures of linear Gaussians, expectations are sampled,
 * both sides of a line on common random numbers. Discrete variables are summed exactly.
 */
import type { Model } from '../kernel/model.js';
import { type Copy, copiesOf, copyBase, type IndexEnv, type Network, type Node } from '../kernel/network.js';
import type { Density, Law, Term, VarRef } from '../kernel/term.js';
import { Averages } from './averages.js';
import { hasMeasure } from './claim.js';
import { Conditionals, supportOf } from './conditionals.js';
import {
  type Binding,
  bind,
  type Context,
  type Expectation,
  type Integral,
  type Interpretation,
  NotApplicable,
  newNotes,
  OtherValues,
} from './context.js';
import { Densities, upstream } from './density.js';
import { staysUp } from './divergence.js';
import { evaluate, fillSlots, isDensityProduct, logOf } from './evaluate.js';
import type { Signs } from './functions.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { lawSupport, sampleLaw } from './laws.js';
import { type Distribution, machine } from './machine/machine.js';
import { givenCopies, headCopies, headPairs, type Placed, place } from './measure.js';
import { Networks } from './networks.js';
import { planIntegral } from './proposal.js';
import { type Grid, grid, integrate as integrateGrid, type Mesh, onMeshes, onPanels } from './quadrature.js';
import { type Nudge, seedOf } from './random.js';
import { imageAt, logJacobianAt, type Spot, Spots } from './spots.js';
import { isReal, type StateOptions, StateSpace } from './states.js';
import type { Axis } from './tensor.js';
import * as tensor from './tensor.js';

export type Estimator = 'pathwise' | 'score function';

export interface ContinuousOptions extends StateOptions {
  /** The length that everything real is measured in. */
  readonly scale: number;
  readonly estimator: Estimator;
  /** The standard deviation of parameters; 1 unless given. */
  readonly reach?: number;
  /** How far from 0 the logarithm of a positive parameter may be, and the logit of one in the unit interval. */
  readonly farthest?: number;
  /** Which grids integrals are on: see `variants` in quadrature.ts. */
  readonly variant?: number;
  /** The step by which what is integrated is differentiated by differences; null: under the integral sign. */
  readonly differences?: number | null;
  /** How far unknown functions reach that fall off, so that they have integrals, in lengths of the model; null: they need not. */
  readonly reaches?: number | null;
}

interface Noise {
  readonly uniform: Jet;
  readonly normal: Jet;
}

export class ContinuousModel implements Interpretation {
  readonly seed: number;
  readonly signs: Signs;
  readonly decay: number | null;
  readonly nudges: readonly Nudge[];
  readonly reach: number;
  notes = newNotes();
  private readonly networks: Networks;
  private readonly states: StateSpace;
  private readonly conditionals: Conditionals;
  private readonly densities: Densities;
  private readonly spots: Spots;
  private readonly values = new Map<string, Binding>();
  private block: Block;
  private kept: Block | null = null;

  constructor(
    readonly model: Model,
    readonly sizes: IndexEnv,
    private readonly options: ContinuousOptions,
  ) {
    this.seed = options.seed;
    this.nudges = options.nudges ?? [];
    this.signs = options.signs ?? 'any';
    this.decay = typeof options.reaches === 'number' ? options.reaches * options.scale : null;
    this.reach = options.reach ?? 1;
    this.networks = new Networks(model, sizes);
    this.states = new StateSpace(model, sizes, options);
    this.conditionals = new Conditionals(model, options.seed, this.states, options.scale);
    this.densities = new Densities(model, this.conditionals, this.states, options.scale, sizes, this.variant);
    this.spots = new Spots(this, this.networks, options.scale, (node, values) => this.nodeContext(node, values));
    this.block = this.newBlock(1, 0);
  }

  private get variant(): number {
    return this.options.variant ?? 0;
  }

  differencesOf(body: Term): number | null {
    const step = this.options.differences ?? null;
    return step !== null && hasMeasure(body, this.model) ? step : null;
  }

  /**
   * Starts a block of draws; the same seed gives the same draws. One that is kept is found again with all that was
   * worked out from it.
   */
  startBlock(size: number, seed: number, keep = false): void {
    const { kept } = this;
    const isKnown = kept !== null && kept.seed === seed && kept.axis.size === size && !isFull(kept);
    this.block = isKnown ? kept : this.newBlock(size, seed);
    if (keep) this.kept = this.block;
  }

  private newBlock(size: number, seed: number): Block {
    const averages = new Averages(this.model);
    return { axis: { id: tensor.drawsId, size, rank: 9 }, seed, noise: new Map(), known: new Map(), averages };
  }

  /** A free variable's value, the same one each time. */
  freeBinding(name: string, make: () => Binding): Binding {
    const known = this.values.get(name) ?? make();
    this.values.set(name, known);
    return known;
  }

  axis(copy: Copy, level = 0): Axis {
    return this.states.axis(copy, level);
  }

  stateValue(axis: Axis): Jet {
    return this.states.value(axis);
  }

  isDiscrete(copy: Copy): boolean {
    return !isReal(this.model, copyBase(copy)) && supportOf(this.model, copyBase(copy)) === 'discrete';
  }

  /** A draw taken as far as parameters reach: ones with a bound, such as variances, stay where a grid sees them. */
  placed(name: string, draw: number): number {
    const u = this.reach * draw;
    const { farthest = Number.POSITIVE_INFINITY } = this.options;
    return supportOf(this.model, name) === 'real' ? u : Math.max(-farthest, Math.min(farthest, u));
  }

  /** A value for a free real variable from a standard normal one. */
  freeValue(name: string, u: Jet): Jet {
    const support = supportOf(this.model, name);
    if (support === 'bounded') return jet.sigmoid(u);
    return this.conditionals.imageOf(name, jet.scale(u, isReal(this.model, name) ? 1 : this.options.scale));
  }

  /** The value made before from the very same parts, or a new one. */
  private once(key: string, parts: readonly unknown[], make: () => Jet): Jet {
    const entries = this.block.known.get(key) ?? [];
    const hit = entries.find((entry) => entry.parts.every((part, i) => part === parts[i]));
    if (hit !== undefined) return hit.value;
    // What a declared density is made of is no part of the line.
    const { notes } = this;
    this.notes = newNotes();
    try {
      const value = make();
      this.block.known.set(key, [...entries, { parts, value }]);
      return value;
    } finally {
      this.notes = notes;
    }
  }

  bindNumber(copy: Copy, value: Jet): Binding {
    return this.isDiscrete(copy) ? this.states.fixed(copy, value) : { tag: 'real', value };
  }

  accepts(copy: Copy, binding: Binding): boolean {
    if (!this.isDiscrete(copy)) return binding.tag === 'real';
    return binding.tag === 'state' && binding.axis.size === this.axis(copy).size;
  }

  logDensity(density: Density, context: Context): Jet {
    const heads = fillSlots(density.heads, this, context);
    const values = new Map([...heads, ...fillSlots(density.givens, this, context)]);
    return this.logConditional(
      density.family,
      heads.map(([copy]) => copy),
      values,
    );
  }

  private logConditional(family: string, heads: readonly Copy[], values: ReadonlyMap<Copy, Binding>): Jet {
    const network = this.networks.of(family);
    const used = new Map([...values].filter(([copy]) => network.nodes.has(copy) || network.inputs.has(copy)));
    const key = `${family}|${[...heads].sort()}|${[...used.keys()]}|${[...used.values()].map((b) => (b.tag === 'state' ? b.axis.id : ''))}`;
    const parts = [...used.values()].map((b) => (b.tag === 'real' ? b.value : null));
    return this.once(key, parts, () => this.densities.logConditional(network, heads, used, this));
  }

  private drawNoise(copy: Copy, level: number): Noise {
    const key = `${copy}#${level}`;
    const known = this.block.noise.get(key);
    if (known !== undefined) return known;
    const { axis, seed } = this.block;
    const drawn = (distribution: Distribution): Jet => {
      const name = `${distribution} ${key}`;
      return tensor.draws(axis, name, distribution, machine().draws(distribution, seedOf(seed, name), axis.size));
    };
    const made = { uniform: drawn('uniform'), normal: drawn('normal') };
    this.block.noise.set(key, made);
    return made;
  }

  /** One draw of a real node given its parents: a component by its share, then the component's normal. */
  private drawNode(node: Node, target: Copy, level: number, values: ReadonlyMap<Copy, Binding>): Jet {
    const noise = this.drawNoise(target, level);
    const around = [...node.parents, ...node.inputs].map((copy) => values.get(copy));
    const parts = around.map((b) => (b?.tag === 'real' ? b.value : b?.axis.id));
    return this.once(`draw ${node.family} ${node.copy} ${target}#${level}`, parts, () => {
      const drawn = this.drawPreimage(node, noise, values);
      return this.options.estimator === 'score function' ? jet.stop(drawn) : drawn;
    });
  }

  private drawPreimage(node: Node, noise: Noise, values: ReadonlyMap<Copy, Binding>): Jet {
    const { form } = node.factor;
    if (form !== null) {
      if (form.tag !== 'law') throw new NotApplicable(`no draws from a density given by a formula`);
      const context = this.nodeContext(node, values);
      const params = form.law.params.map((param) => evaluate(param, this, context));
      return sampleLaw(form.law.law, this.held(form.law.law, params), noise.uniform, noise.normal);
    }
    const [first, second] = this.conditionals.mixture(node, values);
    if (first === undefined || second === undefined) throw new Error('a mixture has two components');
    const share = Math.exp(first.logWeight);
    const uniform = jet.primal(noise.uniform);
    const of = (part: typeof first): Jet =>
      jet.add(this.conditionals.mean(part, values), jet.mul(part.sd, noise.normal));
    const u = jet.add(
      jet.mul(tensor.below(uniform, share), of(first)),
      jet.mul(tensor.atLeast(uniform, share), of(second)),
    );
    return this.conditionals.imageOf(node.copy, u);
  }

  /**
   * By the score function a draw carries no derivative, and so its parameters need none: but the density of a law
   * with moving bounds says nothing of what is gained and lost at them.
   */
  private held(law: string, params: readonly Jet[]): readonly Jet[] {
    if (this.options.estimator !== 'score function') return params;
    if (lawSupport.get(law) === 'bounded' && params.some(jet.isDual))
      throw new NotApplicable(`the support of ${law} moves with what is differentiated by`);
    return params.map(jet.stop);
  }

  private nodeContext(node: Node, values: ReadonlyMap<Copy, Binding>): Context {
    const env: IndexEnv = { ...this.sizes, indices: new Map([...this.sizes.indices, ...node.binding]) };
    return {
      env,
      bindings: values,
      magnitude: null,
      nonlinear: true,
      levels: new Map(),
      drawn: new Map(),
      tag: 1_000_000,
    };
  }

  expectation(term: Expectation, context: Context): Jet {
    return this.block.averages.of(term, this, context, (inner) => this.average(term, inner));
  }

  private average({ measure, body }: Expectation, context: Context): Jet {
    const placed = measure.flatMap((m) => place(m, context.env));
    const heads = placed.flatMap((p) => headCopies(p, this.model));
    if (context.nonlinear) return this.quadrature(heads, placed, body, context);
    const { inner, weight, axes } = this.bindMeasure(placed, heads, context);
    const value = jet.mul(weight, evaluate(body, this, inner));
    return axes.reduce(jet.sumOver, value);
  }

  /** Draws or enumerates the heads, density by density, each after those it is conditioned on. */
  private bindMeasure(
    placed: readonly Placed[],
    heads: readonly Copy[],
    context: Context,
  ): { inner: Context; weight: Jet; axes: Axis[] } {
    const waiting = [...placed];
    let inner = this.raiseLevels(heads, context);
    let weight = jet.one;
    const axes: Axis[] = [];
    const open = new Set(heads);
    while (waiting.length > 0) {
      const at = waiting.findIndex((p) => givenCopies(p, this.model).every((copy) => !open.has(copy)));
      if (at < 0) throw new NotApplicable('the densities of this measure are conditioned on each other');
      const [next] = waiting.splice(at, 1) as [Placed];
      const step = this.bindPlaced(next, inner, context.levels);
      inner = bind(this.raiseLevels(step.hidden, { ...inner, drawn: context.drawn }), step.bindings);
      weight = jet.mul(weight, step.weight);
      axes.push(...step.axes);
      for (const copy of headCopies(next, this.model)) open.delete(copy);
    }
    return { inner, weight, axes };
  }

  private raiseLevels(heads: readonly Copy[], context: Context): Context {
    const levels = new Map(context.levels);
    for (const copy of heads) {
      const level = (levels.get(copy) ?? 0) + 1;
      levels.set(copy, level);
      context.drawn.set(copy, Math.max(level, context.drawn.get(copy) ?? 0));
    }
    return { ...context, levels };
  }

  private bindPlaced(placed: Placed, inner: Context, levels: ReadonlyMap<Copy, number>): Bound {
    const { measure } = placed;
    const context = { ...inner, env: placed.env, magnitude: null };
    if (measure.tag === 'law') return this.bindLaw(measure, context, levels);
    const pairs = headPairs(measure, this.model, placed.env);
    const given = new Map(fillSlots(measure.givens, this, context));
    return this.bindDensity(
      measure.family,
      pairs,
      given,
      (copy, isHead) => (isHead ? levels : inner.levels).get(copy) ?? 0,
    );
  }

  private bindLaw(law: Law, context: Context, levels: ReadonlyMap<Copy, number>): Bound {
    const copy = law.point.tag === 'ref' ? (copiesOf(law.point.ref, this.model, context.env)[0] as Copy) : '';
    const noise = this.drawNoise(copy, levels.get(copy) ?? 0);
    const support = lawSupport.get(law.law);
    if (support === 'binary') {
      const axis: Axis = { id: `${copy}#law${levels.get(copy) ?? 0}`, size: 2, rank: 0 };
      const bound: [Copy, Binding] = [copy, { tag: 'real', value: tensor.vector(axis, Float64Array.of(0, 1)) }];
      return { bindings: [bound], weight: jet.exp(logOf(law, this, bind(context, [bound]))), axes: [axis], hidden: [] };
    }
    const params = law.params.map((param) => evaluate(param, this, { ...context, nonlinear: true }));
    const drawn = sampleLaw(law.law, this.held(law.law, params), noise.uniform, noise.normal);
    const value = this.options.estimator === 'score function' ? jet.stop(drawn) : drawn;
    const bound: [Copy, Binding] = [copy, { tag: 'real', value }];
    return {
      bindings: [bound],
      weight: this.scoreWeight(() => logOf(law, this, bind(context, [bound]))),
      axes: [],
      hidden: [],
    };
  }

  /** By the score function the draw is held fixed and its density, over its own value, carries the derivative. */
  private scoreWeight(log: () => Jet): Jet {
    if (this.options.estimator === 'pathwise') return jet.one;
    const value = log();
    return jet.isDual(value) ? jet.exp(jet.sub(value, jet.stop(value))) : jet.one;
  }

  private bindDensity(
    family: string,
    pairs: readonly (readonly [of: Copy, value: Copy])[],
    given: ReadonlyMap<Copy, Binding>,
    levelOf: (copy: Copy, isHead: boolean) => number,
  ): Bound {
    const network = this.networks.of(family);
    const heads = pairs.map(([of]) => of);
    const lawless = heads.find((copy) => !network.nodes.has(copy));
    if (lawless !== undefined) throw new NotApplicable(`${family} gives ${lawless.replace('@', '_')} no law`);
    const above = upstream(network, heads, new Set(given.keys()));
    const values = new Map(given);
    // Members downstream that are conditioned on are drawn afresh when they lie on the way, then reweighted.
    for (const copy of given.keys()) if (network.nodes.has(copy) && !above.given.has(copy)) values.delete(copy);
    const axes: Axis[] = [];
    const logs: Jet[] = [];
    const hidden: Copy[] = [];
    for (const node of above.nodes) {
      const bound = pairs.find(([of]) => of === node.copy)?.[1];
      const target = bound ?? node.copy;
      const level = levelOf(target, bound !== undefined);
      if (bound === undefined) hidden.push(node.copy);
      if (this.isDiscrete(node.copy)) {
        const axis = { ...this.states.axis(node.copy), id: `${target}#${level + 1}` };
        values.set(node.copy, { tag: 'state', axis });
        axes.push(axis);
        logs.push(this.conditionals.logConditional(node, values, this, this.sizes));
      } else {
        values.set(node.copy, { tag: 'real', value: this.drawNode(node, target, level, values) });
        if (this.options.estimator === 'score function') logs.push(this.scoreLog(node, values));
      }
    }
    const bindings = pairs.map(([of, value]): [Copy, Binding] => {
      const own = values.get(of) as Binding;
      if (!this.accepts(value, own)) throw new OtherValues(value, of);
      return [value, own];
    });
    const forward = jet.exp(jet.sum(logs));
    return {
      bindings,
      weight: jet.mul(forward, this.evidenceWeight(network, family, heads, given, above.given, values)),
      axes,
      hidden,
    };
  }

  private scoreLog(node: Node, values: ReadonlyMap<Copy, Binding>): Jet {
    const around = [...node.parents, ...node.inputs].map((copy) => values.get(copy));
    if (!around.some((b) => b?.tag === 'real' && jet.isDual(b.value))) return jet.zero;
    const parts = [values.get(node.copy), ...around].map((b) => (b?.tag === 'real' ? b.value : b?.axis.id));
    return this.once(`score ${node.family} ${node.copy}`, parts, () => {
      const log = this.conditionals.logConditional(node, values, this, this.sizes);
      return jet.sub(log, jet.stop(log));
    });
  }

  /** p(heads | all evidence) / p(heads | evidence upstream): 1 where nothing lies downstream. */
  private evidenceWeight(
    network: Network,
    family: string,
    heads: readonly Copy[],
    given: ReadonlyMap<Copy, Binding>,
    used: ReadonlySet<Copy>,
    drawn: ReadonlyMap<Copy, Binding>,
  ): Jet {
    const below = [...given.keys()].filter((copy) => network.nodes.has(copy) && !used.has(copy));
    if (below.length === 0) return jet.one;
    const own = heads.map((copy): [Copy, Binding] => [copy, drawn.get(copy) as Binding]);
    const all = new Map([...own, ...given]);
    const partial = new Map([...all].filter(([copy]) => !below.includes(copy)));
    return jet.exp(jet.sub(this.logConditional(family, heads, all), this.logConditional(family, heads, partial)));
  }

  /**
   * Inside a nonlinear function an expectation must be a number, not an estimate. Far out, where the measure
   * underflows, a ratio in the body may overflow: products of densities are added up as logarithms, and any other
   * body counts nothing there.
   */
  private quadrature(heads: readonly Copy[], placed: readonly Placed[], body: Term, context: Context): Jet {
    const terms = [...placed.map((p) => p.measure), body];
    return this.overReals(heads, terms, context, (inner) => {
      const plain = { ...inner, magnitude: null };
      const log = jet.sum(placed.map((p) => logOf(p.measure, this, { ...plain, env: p.env })));
      if (isDensityProduct(body)) return jet.exp(jet.add(log, logOf(body, this, plain)));
      const weight = jet.exp(log);
      return jet.mul(weight, jet.keep(evaluate(body, this, inner), jet.primal(weight)));
    });
  }

  /** Sums over discrete members and integrates over real ones on a grid. */
  private overReals(
    copies: readonly Copy[],
    terms: readonly Term[],
    context: Context,
    value: (inner: Context) => Jet,
  ): Jet {
    const reals = copies.filter((copy) => !this.isDiscrete(copy)).length;
    const run = (mesh: Mesh): Jet => {
      const { values, over } = this.onGrid(copies, terms, context, value, mesh);
      return over === null ? values : integrateGrid(values, over, context.magnitude !== null);
    };
    return onMeshes(reals, this.variant, run, () => reals === 1 && this.diverges(copies, terms, context, value));
  }

  /** Whether what is integrated over one real variable surely has no integral. */
  private diverges(
    copies: readonly Copy[],
    terms: readonly Term[],
    context: Context,
    value: (inner: Context) => Jet,
  ): boolean {
    const farOut = (magnitude: Context['magnitude']) =>
      this.onGrid(copies, terms, { ...context, magnitude }, value, 'far');
    try {
      const { values, over } = farOut(null);
      const axis = over?.axes[0];
      return axis !== undefined && staysUp(jet.primal(values), jet.primal(farOut('terms').values), axis);
    } catch (error) {
      if (error instanceof NotApplicable) return false;
      throw error;
    }
  }

  /** What is integrated, summed over the discrete members, on a grid over the real ones; null: there are none. */
  private onGrid(
    copies: readonly Copy[],
    terms: readonly Term[],
    context: Context,
    value: (inner: Context) => Jet,
    mesh: Mesh,
  ): { readonly values: Jet; readonly over: Grid | null } {
    const level = (copy: Copy): number => (context.levels.get(copy) ?? 0) + 1;
    const raised = {
      ...context,
      levels: new Map([...context.levels, ...copies.map((copy) => [copy, level(copy)] as const)]),
      nonlinear: true,
    };
    const summed = copies.filter((copy) => this.isDiscrete(copy));
    const reals = copies.filter((copy) => !this.isDiscrete(copy));
    const axes = summed.map((copy) => this.states.axis(copy, level(copy)));
    const bindings = summed.map((copy, i): [Copy, Binding] => [copy, { tag: 'state', axis: axes[i] as Axis }]);
    if (reals.length === 0) return { values: axes.reduce(jet.sumOver, value(bind(raised, bindings))), over: null };
    const names = reals.map((copy) => `${copy}#${level(copy)}`);
    let known = bind(raised, bindings);
    const spots = new Map<Copy, Spot>();
    const nodes = (): Grid => {
      const placements = reals.map((copy) =>
        this.spots.placement(spots.get(copy) ?? this.spots.open(copy, terms, context)),
      );
      return grid(names, this.options.scale, placements, mesh, this.variant);
    };
    const waiting = [...reals];
    // A law is placed by its parameters, so variables whose parameters are bound come first.
    for (let open = true; open; ) {
      open = false;
      for (const copy of [...waiting]) {
        const spot = this.spots.of(copy, waiting, terms, known);
        if (spot === null) continue;
        spots.set(copy, spot);
        waiting.splice(waiting.indexOf(copy), 1);
        const u = nodes().points[reals.indexOf(copy)] as Jet;
        known = bind(known, [[copy, { tag: 'real', value: imageAt(spot, u) }]]);
        open = true;
      }
    }
    const over = nodes();
    const at = reals.map((copy, i) => ({
      copy,
      spot: spots.get(copy) ?? this.spots.open(copy, terms, context),
      u: over.points[i] as Jet,
    }));
    const points = at.map(({ copy, spot, u }): [Copy, Binding] => [copy, { tag: 'real', value: imageAt(spot, u) }]);
    const density = value(bind(raised, [...bindings, ...points]));
    const jacobian = jet.exp(jet.sum(at.map(({ spot, u }) => logJacobianAt(spot, u))));
    return { values: axes.reduce(jet.sumOver, jet.mul(density, jacobian)), over };
  }

  integral(term: Integral, context: Context): Jet {
    return this.block.averages.of(term, this, context, (inner) => this.integrate(term, inner));
  }

  private integrate(term: Integral, context: Context): Jet {
    if (term.bounds !== null) return this.bounded(term, term.bounds, context);
    const copies = term.vars.flatMap((v) => copiesOf(v, this.model, context.env));
    const reals = copies.filter((copy) => !this.isDiscrete(copy));
    if (context.nonlinear || reals.length === 0)
      return this.overReals(copies, [term.body], context, (inner) => evaluate(term.body, this, inner));
    const plan = planIntegral(term, this.model, context.env);
    if (plan.tag === 'sum') return jet.sum(plan.terms.map((t) => this.integral(t, context)));
    if (plan.tag === 'none')
      return this.overReals(copies, [term.body], context, (inner) => evaluate(term.body, this, inner));
    const { inner, weight, axes } = this.bindMeasure(
      plan.proposals.map((measure) => ({ measure, env: context.env })),
      plan.copies,
      context,
    );
    this.notes.borrows ||= plan.isBorrowed;
    const logs = plan.divide.map((density) => logOf(density, this, { ...inner, magnitude: null }));
    const importance = jet.exp(jet.neg(jet.sum(logs)));
    const value = jet.mul(jet.mul(weight, importance), evaluate(plan.body, this, inner));
    return axes.reduce(jet.sumOver, value);
  }

  /** A real integral between finite bounds by Gauss-Legendre quadrature. */
  private bounded(term: Extract<Term, { tag: 'integral' }>, bounds: readonly [Term, Term], context: Context): Jet {
    const [lo, hi] = bounds.map((bound) => evaluate(bound, this, { ...context, nonlinear: true, magnitude: null })) as [
      Jet,
      Jet,
    ];
    if (![lo, hi].every((b) => tensor.entriesOf(jet.primal(b)).every(Number.isFinite)))
      throw new NotApplicable('an integral with an infinite bound');
    const copy = copiesOf(term.vars[0] as VarRef, this.model, context.env)[0] as Copy;
    const name = `${copy}#${context.levels.get(copy) ?? 0}`;
    const half = jet.scale(jet.sub(hi, lo), 0.5);
    const middle = jet.scale(jet.add(hi, lo), 0.5);
    const mean = onPanels(this.variant, true, (panels) => {
      const over = grid([name], 1, [], panels, this.variant);
      const value = jet.add(middle, jet.mul(half, over.points[0] as Jet));
      const inner = { ...bind(context, [[copy, { tag: 'real', value }]]), nonlinear: true };
      return integrateGrid(evaluate(term.body, this, inner), over, context.magnitude !== null);
    });
    return jet.mul(half, mean);
  }
}

/** Draws, and what was worked out from them. */
interface Block {
  readonly axis: Axis;
  readonly seed: number;
  readonly noise: Map<string, Noise>;
  readonly known: Map<string, { readonly parts: readonly unknown[]; readonly value: Jet }[]>;
  readonly averages: Averages;
}

/** Kept blocks are left to the collector when they hold more than this. */
const mostKept = 2000;
const isFull = ({ known, averages }: Block): boolean => known.size + averages.size > mostKept;

interface Bound {
  readonly bindings: readonly [Copy, Binding][];
  readonly weight: Jet;
  readonly axes: readonly Axis[];
  /** Members drawn on the way that the measure does not bind. */
  readonly hidden: readonly Copy[];
}
