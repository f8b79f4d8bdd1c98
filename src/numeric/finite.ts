/**
 * The exact interpretation: every variable has finitely many states, every primitive conditional is a random
 * positive table whose logits are smooth functions of its parameters, and every integral is a sum.
 */

import { headsOf, measuresIn } from '../kernel/free.js';
import { type Domain, isContinuous, type Model } from '../kernel/model.js';
import {
  ancestors,
  type Copy,
  copiesOf,
  copyBase,
  type IndexEnv,
  lawName,
  type Network,
  type Node,
} from '../kernel/network.js';
import { children, type Density, type Law, type Term } from '../kernel/term.js';
import { Averages } from './averages.js';
import {
  type Binding,
  bind,
  type Context,
  type Expectation,
  emptyContext,
  type Integral,
  NotApplicable,
  newNotes,
} from './context.js';
import { eliminate, type Factored, sumOf } from './elimination.js';
import { evaluate, fillSlots, logOf } from './evaluate.js';
import { type Signs, signOf } from './functions.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { lawSupport } from './laws.js';
import { Networks } from './networks.js';
import { type Pattern, patternOf } from './pattern.js';
import { pinned } from './pinned.js';
import { type Nudge, nudgedNormal } from './random.js';
import { isReal, type StateOptions, StateSpace, settled } from './states.js';
import { axesOf, tableOf } from './tables.js';
import type { Axis } from './tensor.js';
import * as tensor from './tensor.js';

export interface FiniteOptions extends StateOptions {
  /** The standard deviation of the logits. */
  readonly spread: number;
  /** The length of the cell around a state of a variable declared real: masses over cells are densities. */
  readonly cell?: number;
  /** Whether variables without a domain have cells too. */
  readonly hasAbstractCells?: boolean;
  /** Sums over more states than this are found by elimination, and densities of more are kept as products. */
  readonly mostStates?: number;
  /** How the states of a variable follow from those that it depends on; in no way unless given. */
  readonly pattern?: Pattern | null;
  /** The standard deviation of parameters; 1 unless given. */
  readonly reach?: number;
}

/** A conditional as tables over canonical axes: the product of some over that of others. */
interface Conditional {
  readonly params: readonly Jet[];
  readonly joint: readonly Jet[];
  readonly total: readonly Jet[];
  /** Its logarithm as one table, once it was asked for. */
  whole: Jet | null;
}

/** How far probabilities that are declared may be from adding up to 1. */
const mostOff = 1e-9;

const mostStates = 2 ** 12;

const product = (axes: readonly Axis[]): number => axes.reduce((size, axis) => size * axis.size, 1);

export class FiniteModel implements Factored {
  readonly seed: number;
  readonly signs: Signs;
  readonly decay = null;
  readonly nudges: readonly Nudge[];
  notes = newNotes();
  private readonly averages: Averages;
  private readonly parameters = new Map<Copy, Jet>();
  private readonly networks: Networks;
  private readonly cache = new Map<string, Conditional[]>();
  private readonly states: StateSpace;
  private readonly mostStates: number;

  constructor(
    readonly model: Model,
    readonly sizes: IndexEnv,
    private readonly options: FiniteOptions,
  ) {
    this.seed = options.seed;
    this.signs = options.signs ?? 'any';
    this.nudges = options.nudges ?? [];
    this.mostStates = options.mostStates ?? mostStates;
    this.averages = new Averages(model);
    this.networks = new Networks(model, sizes);
    this.states = new StateSpace(model, sizes, options);
  }

  /** The axis that a member's states run along; `level` tells apart members bound more than once. */
  axis(copy: Copy, level = 0): Axis {
    return this.states.axis(copy, level);
  }

  networkOf(family: string): Network {
    return this.networks.of(family);
  }

  /** A random state of a member. */
  someState(copy: Copy): { readonly binding: Binding; readonly number: number } {
    return this.states.some(copy);
  }

  stateValue(axis: Axis): Jet {
    return this.states.value(axis);
  }

  bindNumber(copy: Copy, value: Jet): Binding {
    return isReal(this.model, copyBase(copy)) ? { tag: 'real', value } : this.states.fixed(copy, value);
  }

  accepts(copy: Copy, binding: Binding): boolean {
    return binding.tag === 'real' || isReal(this.model, copyBase(copy)) || binding.axis.size === this.axis(copy).size;
  }

  logDensity(density: Density, context: Context): Jet {
    const { copies, filled, isLarge, conditional } = this.placed(density, context);
    const { joint, total } = conditional;
    const logOfAll = (tables: readonly Jet[]): Jet => jet.sum(tables.map((f) => jet.ln(settled(atStates(f, filled)))));
    const mass = isLarge ? jet.sub(logOfAll(joint), logOfAll(total)) : atStates(whole(conditional), filled);
    return jet.sub(mass, jet.constant(this.logVolume(copies)));
  }

  densityFactors(density: Density, context: Context): readonly Jet[] {
    const { copies, filled, conditional } = this.placed(density, context);
    const at = (f: Jet): Jet => settled(atStates(f, filled));
    const volume = jet.constant(Math.exp(-this.logVolume(copies)));
    return [volume, ...conditional.joint.map(at), ...conditional.total.map((f) => jet.reciprocal(at(f)))];
  }

  private placed(density: Density, context: Context) {
    const heads = fillSlots(density.heads, this, context);
    const filled = new Map([...heads, ...fillSlots(density.givens, this, context)]);
    const copies = heads.map(([copy]) => copy);
    const states = [...filled.keys()].filter((copy) => !isReal(this.model, copyBase(copy)));
    const isLarge = product(states.map((copy) => this.axis(copy))) > this.mostStates;
    const fixed = isLarge ? fixedStates(filled) : [];
    return { copies, filled, isLarge, conditional: this.conditional(density.family, copies, filled, fixed) };
  }

  /** ln of the volume of the members' cells. */
  private logVolume(copies: readonly Copy[]): number {
    const { cell, hasAbstractCells } = this.options;
    if (cell === undefined) return 0;
    const isCell = (domain: Domain | null): boolean =>
      isContinuous(domain) || (domain === null && hasAbstractCells === true);
    const real = copies.filter((copy) => isCell(this.model.variables.get(copyBase(copy))?.domain ?? null));
    return real.length * Math.log(cell);
  }

  /** p(heads | givens), from the cache where the parameters are the same; of some members at fixed states only. */
  private conditional(
    family: string,
    heads: readonly Copy[],
    filled: ReadonlyMap<Copy, Binding>,
    fixed: readonly FixedState[],
  ): Conditional {
    const network = this.networks.of(family);
    const relevant = ancestors(network, [...filled.keys()]);
    const inputs = [...new Set([...relevant].flatMap((copy) => network.nodes.get(copy)?.inputs ?? []))];
    const params = inputs.filter((copy) => isReal(this.model, copyBase(copy)));
    const values = params.map((copy) => this.realValue(copy, filled));
    const key = `${family}|${[...heads].sort()}|${[...filled.keys()].sort()}|${fixed.flat()}`;
    const entries = this.cache.get(key) ?? [];
    const hit = entries.find((entry) => entry.params.every((value, i) => value === values[i]));
    if (hit !== undefined) return hit;
    const parts = this.computeConditional(
      network,
      relevant,
      heads,
      filled,
      new Map(params.map((copy, i) => [copy, values[i] as Jet])),
      fixed,
    );
    const made: Conditional = { params: values, ...parts, whole: null };
    this.cache.set(key, [...entries.slice(-3), made]);
    return made;
  }

  private realValue(copy: Copy, filled: ReadonlyMap<Copy, Binding>): Jet {
    const binding = filled.get(copy);
    if (binding === undefined) return jet.constant(Number.NaN);
    return binding.tag === 'real' ? binding.value : this.states.valueAs(copy, binding.axis);
  }

  private computeConditional(
    network: Network,
    relevant: ReadonlySet<Copy>,
    heads: readonly Copy[],
    filled: ReadonlyMap<Copy, Binding>,
    params: ReadonlyMap<Copy, Jet>,
    fixed: readonly FixedState[],
  ): Pick<Conditional, 'joint' | 'total'> {
    const tables = [...relevant].map((copy) => this.nodeTable(network.nodes.get(copy) as Node, params));
    const hidden = [...relevant].filter((copy) => !filled.has(copy)).map((copy) => this.canonical(copy));
    const own = heads.map((copy) => this.canonical(copy));
    if (fixed.length > 0) {
      // What is seen is put in before anything is summed out: the states of it all together would be too many.
      const given = fixed.filter(([copy]) => !heads.includes(copy));
      const [seen, known] = [fixed, given].map((states) => tables.map((table) => atFixed(table, states)));
      return { joint: eliminate(seen as Jet[], hidden), total: eliminate(known as Jet[], [...hidden, ...own]) };
    }
    const ids = new Set(heads.map((copy) => `~${copy}`));
    // Factors without a head cancel between the joint and its normaliser.
    const joint = eliminate(tables, hidden).filter((t) => jet.primal(t).axes.some((axis) => ids.has(axis.id)));
    return { joint, total: eliminate(joint, own) };
  }

  private canonical(copy: Copy): Axis {
    return { ...this.axis(copy), id: `~${copy}` };
  }

  private nodeTable(node: Node, params: ReadonlyMap<Copy, Jet>): Jet {
    if (node.factor.form !== null) return this.formTable(node, params);
    const states = [node.copy, ...node.parents, ...node.inputs.filter((copy) => !params.has(copy))];
    const name = lawName(node, this.model);
    let logits = jet.add(this.randomTable(`${name} logits`, states, this.options.spread), this.pattern(name, states));
    for (const copy of node.inputs) {
      const value = params.get(copy);
      if (value !== undefined)
        logits = jet.add(logits, this.parameterEffect(`${name} ${copyBase(copy)}`, states, value));
    }
    return jet.exp(jet.sub(logits, jet.logSumExpOver(logits, this.canonical(node.copy))));
  }

  /** What makes a state likely that follows from those of the others. */
  private pattern(name: string, states: readonly Copy[]): Jet {
    const rule = this.options.pattern ?? null;
    if (rule === null) return jet.zero;
    const axes = states.map((copy) => this.canonical(copy));
    return along(axes, patternOf(rule, this.seed, name, axes));
  }

  /** a sin(w theta + b) for each entry: smooth, and neither even, odd nor monotone. */
  private parameterEffect(name: string, states: readonly Copy[], value: Jet): Jet {
    const phase = this.randomTable(`${name} phase`, states, 2);
    const frequency = this.randomTable(`${name} frequency`, states, 0.7);
    const amplitude = this.randomTable(`${name} amplitude`, states, this.options.spread);
    return jet.mul(amplitude, jet.sin(jet.add(phase, jet.mul(jet.add(frequency, jet.one), value))));
  }

  /** Entries drawn in the declared order of the variables, whatever the order of their names. */
  private randomTable(name: string, states: readonly Copy[], spread: number): Jet {
    const normal = nudgedNormal(this.seed, name, this.nudges);
    return along(
      states.map((copy) => this.canonical(copy)),
      () => spread * normal(),
    );
  }

  private formTable(node: Node, params: ReadonlyMap<Copy, Jet>): Jet {
    const { form } = node.factor;
    const env: IndexEnv = { ...this.sizes, indices: new Map([...this.sizes.indices, ...node.binding]) };
    const members = [...node.factor.heads, ...node.factor.givens].flatMap((r) => copiesOf(r, this.model, env));
    const bindings = members.map((copy): [Copy, Binding] => {
      const value = params.get(copy);
      return [copy, value === undefined ? { tag: 'state', axis: this.canonical(copy) } : { tag: 'real', value }];
    });
    const context = bind({ ...emptyContext, env }, bindings);
    if (form?.tag === 'table') {
      const axes = axesOf(form, this.model, env).map((copy) => this.canonical(copy));
      return this.ownPart(
        node,
        env,
        tableOf(form, axes, (entry) => evaluate(entry, this, context)),
      );
    }
    if (form?.tag === 'law') {
      const support = lawSupport.get(form.law.law);
      if (support !== 'binary' && support !== 'counts')
        throw new NotApplicable(`${form.law.law} has no finite set of states`);
      return jet.exp(logOf(form.law, this, context));
    }
    if (form?.tag !== 'formula') throw new Error('no form');
    const domain = this.model.variables.get(copyBase(node.copy))?.domain ?? null;
    if (domain === null || (domain.tag !== 'values' && domain.tag !== 'integers'))
      throw new NotApplicable('a density given by a formula has no finite set of states');
    return this.ownPart(node, env, evaluate(form.body, this, context));
  }

  /**
   * Of probabilities declared of several heads those of one given the heads before it. They are taken as they are, and
   * not made to add up to 1.
   */
  private ownPart(node: Node, env: IndexEnv, table: Jet): Jet {
    const block = node.factor.heads.flatMap((r) => copiesOf(r, this.model, env)).map((copy) => this.canonical(copy));
    const totals = block.reduce(tensor.sumOver, jet.primal(table));
    if (totals.data.some((total) => Math.abs(total - 1) > mostOff))
      throw new NotApplicable(`what is declared as ${node.family} does not add up to 1`);
    if (block.length === 1) return table;
    const own = block.slice(node.position + 1).reduce(jet.sumOver, table);
    return jet.mul(own, jet.reciprocal(jet.sumOver(own, block[node.position] as Axis)));
  }

  /** Binds members to fresh axes of their own. */
  private open(copies: readonly Copy[], context: Context): { inner: Context; axes: Axis[] } {
    const levels = new Map(context.levels);
    const axes = copies.map((copy) => {
      if (isReal(this.model, copyBase(copy)))
        throw new NotApplicable(`${copy} is a real parameter, which has no states to sum over`);
      const level = (levels.get(copy) ?? 0) + 1;
      levels.set(copy, level);
      return this.axis(copy, level);
    });
    const bindings = copies.map((copy, i): [Copy, Binding] => [copy, { tag: 'state', axis: axes[i] as Axis }]);
    return { inner: { ...bind(context, bindings), levels }, axes };
  }

  /** The value of a parameter, the same one each time. */
  parameter(copy: Copy): Jet {
    const known = this.parameters.get(copy) ?? jet.constant(this.drawParameter(copy));
    this.parameters.set(copy, known);
    return known;
  }

  private drawParameter(copy: Copy): number {
    const assumed = pinned(this.model).parameters.get(copy);
    if (assumed !== undefined) return assumed;
    const domain = this.model.variables.get(copyBase(copy))?.domain;
    const u = (this.options.reach ?? 1) * nudgedNormal(this.seed, `value of ${copy}`, this.nudges)();
    if (domain?.tag === 'positive') return Math.exp(u);
    if (domain?.tag === 'unit') return 1 / (1 + Math.exp(-u));
    const sign = (domain?.tag ?? 'real') === 'real' ? signOf(this.signs, this.seed, copy) : null;
    return sign === null ? u : sign * Math.exp(u);
  }

  expectation(term: Expectation, context: Context): Jet {
    return this.averages.of(term, this, context, (inner) => this.average(term, inner));
  }

  private average({ measure, body }: Expectation, context: Context): Jet {
    const copies = measure.flatMap(headsOf).flatMap((head) => copiesOf(head, this.model, context.env));
    for (const m of measure.flatMap(measuresIn))
      if (m.tag === 'law' && lawSupport.get(m.law) !== 'binary')
        throw new NotApplicable(`${m.law} has no finite set of states`);
    const { inner, axes } = this.open(copies, context);
    const volume = Math.exp(this.logVolume(copies));
    if (product(axes) > this.mostStates) return jet.scale(sumOf([...measure, body], axes, this, inner), volume);
    const logs = measure.map((m) => logOf(m, this, { ...inner, magnitude: null }));
    const log = jet.add(jet.sum(logs), jet.constant(this.logVolume(copies)));
    const weighted = jet.mul(jet.exp(log), evaluate(body, this, inner));
    return axes.reduce(jet.sumOver, weighted);
  }

  integral(term: Integral, context: Context): Jet {
    return this.averages.of(term, this, context, (inner) => this.integrate(term, inner));
  }

  private integrate(term: Integral, context: Context): Jet {
    if (term.bounds !== null) throw new NotApplicable('an integral between bounds is over the reals');
    const law = weight(term.body).find((l) => l.point.tag === 'ref' && lawSupport.get(l.law) !== 'binary');
    if (law !== undefined) throw new NotApplicable(`${law.law} has no finite set of states`);
    const copies = term.vars.flatMap((v) => copiesOf(v, this.model, context.env));
    const volume = this.logVolume(copies);
    if (volume !== 0 && !term.vars.every((v) => isWeighted(term.body, v.name)))
      throw new NotApplicable('cells around a few states are not the whole line');
    const { inner, axes } = this.open(copies, context);
    if (product(axes) > this.mostStates) return jet.scale(sumOf([term.body], axes, this, inner), Math.exp(volume));
    return jet.scale(axes.reduce(jet.sumOver, evaluate(term.body, this, inner)), Math.exp(volume));
  }
}

/** A table filled entry by entry, the last of the axes the fastest. */
function along(axes: readonly Axis[], entry: () => number): Jet {
  const ordered = axes.map((axis, i) => ({ ...axis, id: `${i}`, rank: i }));
  return tensor.rename(tensor.fill(ordered, entry), (axis) => axes[Number(axis.id)] as Axis);
}

/** A member with the number of the state that it is in. */
type FixedState = readonly [copy: Copy, number: number];

const fixedStates = (filled: ReadonlyMap<Copy, Binding>): FixedState[] =>
  [...filled].flatMap(([copy, binding]): FixedState[] =>
    binding.tag === 'state' && binding.axis.id.startsWith('=')
      ? [[copy, Number.parseInt(binding.axis.id.slice(1), 10)]]
      : [],
  );

const atFixed = (table: Jet, states: readonly FixedState[]): Jet =>
  states.reduce((rest, [copy, number]) => jet.at(rest, `~${copy}`, number), table);

/** The logarithm of a conditional as one table. */
function whole(conditional: Conditional): Jet {
  const { joint, total } = conditional;
  conditional.whole ??= jet.sub(jet.ln(jet.product(joint)), jet.ln(jet.product(total)));
  return conditional.whole;
}

/** A table over canonical axes along the states that fill the slots. */
function atStates(table: Jet, filled: ReadonlyMap<Copy, Binding>): Jet {
  return jet.rename(table, (axis) => {
    const binding = axis.id.startsWith('~') ? filled.get(axis.id.slice(1)) : undefined;
    return binding?.tag === 'state' ? binding.axis : axis;
  });
}

/** The laws that an integrand is weighted with: among its factors, not inside a function. */
function weight(term: Term): Law[] {
  if (term.tag === 'law') return [term];
  const through = term.tag === 'mul' || term.tag === 'add' || term.tag === 'integral' || term.tag === 'pow';
  return through ? children(term).flatMap(weight) : [];
}

/** Whether an integrand is weighted with a density of the variable, so that nothing lies outside its states. */
function isWeighted(term: Term, name: string): boolean {
  switch (term.tag) {
    case 'density':
      return term.heads.some((slot) => slot.value.tag === 'ref' && slot.value.ref.name === name);
    case 'mul':
      return term.factors.some((factor) => isWeighted(factor, name));
    case 'add':
      return term.terms.every((t) => isWeighted(t, name));
    case 'big':
    case 'grad':
    case 'integral':
      return isWeighted(term.body, name);
    default:
      return false;
  }
}
