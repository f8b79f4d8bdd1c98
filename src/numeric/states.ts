/** The states of variables: how many each has, what numbers they stand for, and the axes they run along. */
import { type Factor, type Model, ownedNames } from '../kernel/model.js';
import { type Copy, copyBase, type IndexEnv } from '../kernel/network.js';
import { type Binding, NotApplicable } from './context.js';
import { type Signs, signOf } from './functions.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { type Nudge, nudgedNormal, stream } from './random.js';
import type { Axis, Tensor } from './tensor.js';
import * as tensor from './tensor.js';

export interface StateOptions {
  readonly seed: number;
  /** How many states a variable without a fixed domain has. */
  readonly states: (name: string) => number;
  /** Variables that fill each other's slots share their states: a name for each class. */
  readonly classOf: (name: string) => string;
  /** The length that states without a number of the author's are measured in; 1 unless given. */
  readonly length?: number;
  /** How the model was moved away from what its seed gives. */
  readonly nudges?: readonly Nudge[];
  /** What states, functions and parameters of no known sign are like: of any unless given. */
  readonly signs?: Signs;
}

/** What the declarations say of a variable, worked out once a model. */
interface Traits {
  readonly real: boolean;
  readonly laws: ReadonlySet<string>;
  /** The number of states that a declared table fixes. */
  readonly tableStates: number | null;
}

const traitsOf = new WeakMap<Model, Map<string, Traits>>();

function traits(model: Model, name: string): Traits {
  const known = traitsOf.get(model) ?? new Map<string, Traits>();
  traitsOf.set(model, known);
  const found = known.get(name) ?? workOut(model, name);
  known.set(name, found);
  return found;
}

function workOut(model: Model, name: string): Traits {
  const families = [...model.families.values()];
  const variable = model.variables.get(name);
  const own = families.flatMap((family) => family.factors).filter((f) => f.heads.some((head) => head.name === name));
  const laws = own.flatMap(({ form }) => (form?.tag === 'law' ? [form.law.law] : []));
  const real =
    variable === undefined || (variable.role === 'param' && !families.some((family) => ownedNames(family).has(name)));
  return {
    real,
    laws: new Set(laws),
    tableStates: tableStatesOf(
      families.flatMap((family) => family.factors),
      name,
    ),
  };
}

function tableStatesOf(factors: readonly Factor[], name: string): number | null {
  for (const { form } of factors) {
    const at = form?.tag === 'table' ? form.axes.findIndex((axis) => axis.name === name) : -1;
    if (form?.tag === 'table' && at >= 0) return form.shape[at] ?? null;
  }
  return null;
}

/** Parameters are real numbers, unless a family gives them a law. */
export const isReal = (model: Model, name: string): boolean => traits(model, name).real;

/** Whether some factor gives the variable this law. */
export const hasLaw = (model: Model, name: string, law: string): boolean => traits(model, name).laws.has(law);

export const tableStates = (model: Model, name: string): number | null => traits(model, name).tableStates;

export class StateSpace {
  private readonly cache = new Map<string, Float64Array>();

  constructor(
    private readonly model: Model,
    private readonly sizes: IndexEnv,
    private readonly options: StateOptions,
  ) {}

  /** The axis that a member's states run along; `level` tells apart members bound more than once. */
  axis(copy: Copy, level = 0): Axis {
    return { id: level === 0 ? copy : `${copy}#${level}`, size: this.values(copyBase(copy)).length, rank: 0 };
  }

  /** The numbers of the states along an axis: those of its own variable, whoever is bound to it. */
  value(axis: Axis): Tensor {
    return tensor.vector(axis, this.values(ownerOf(axis)));
  }

  /** As many numbers of another variable, along the axis: a parameter's, whose domain those of the axis may not be in. */
  valueAs(copy: Copy, axis: Axis): Tensor {
    return tensor.vector(axis, this.values(copyBase(copy)));
  }

  /**
   * One state, by its number. It runs along an axis of all states, so that tables need no case for it; the entry is
   * picked from what is made of them (`settled`).
   */
  fixed(copy: Copy, value: Jet): Binding {
    const name = copyBase(copy);
    const { axes, data } = jet.primal(value);
    if (!this.isNumbered(name) || axes.length > 0 || jet.isDual(value))
      throw new NotApplicable('a density is taken at an expression, and states have no arithmetic');
    const at = this.values(name).findIndex((x) => Math.abs(x - (data[0] as number)) < 1e-9);
    if (at < 0) throw new NotApplicable(`${data[0]} is no state of ${name}`);
    return { tag: 'state', axis: { ...this.axis(copy), id: `=${at} ${copy}` } };
  }

  /** A random state, where there are too many for all to be tried. */
  some(copy: Copy): { readonly binding: Binding; readonly number: number } {
    const axis = this.axis(copy);
    const number = Math.floor(axis.size * stream(this.options.seed, `state of ${copy}`).uniform());
    return { binding: { tag: 'state', axis: { ...axis, id: `=${number} ${copy}` } }, number };
  }

  /** Whether the states of a variable are numbers of the author's, not of ours. */
  private isNumbered(name: string): boolean {
    const tag = this.model.variables.get(name)?.domain?.tag;
    return tag === 'values' || tag === 'integers' || ['Bernoulli', 'Poisson'].some((l) => hasLaw(this.model, name, l));
  }

  /** The numbers that a variable's states stand for. */
  values(name: string): Float64Array {
    const known = this.cache.get(name);
    if (known !== undefined) return known;
    const values = this.drawValues(name);
    this.cache.set(name, values);
    return values;
  }

  private drawValues(name: string): Float64Array {
    const domain = this.model.variables.get(name)?.domain ?? null;
    if (domain?.tag === 'values') return Float64Array.from(domain.values);
    if (hasLaw(this.model, name, 'Bernoulli')) return Float64Array.of(0, 1);
    if (domain?.tag === 'integers') {
      const [lo, hi] = [domain.lo, domain.hi].map(
        (i) => (i.base === null ? 0 : (this.sizes.indices.get(i.base) ?? 2)) + i.offset,
      );
      return Float64Array.from(
        { length: Math.max(1, (hi as number) - (lo as number) + 1) },
        (_, i) => (lo as number) + i,
      );
    }
    if (hasLaw(this.model, name, 'Poisson')) return Float64Array.from({ length: counts }, (_, i) => i);
    const { seed, classOf, nudges, signs = 'any' } = this.options;
    const normal = nudgedNormal(seed, `states of ${classOf(name)}`, nudges);
    const count = tableStates(this.model, name) ?? this.options.states(this.options.classOf(name));
    const sign = domain === null || domain.tag === 'real' ? signOf(signs, seed, classOf(name)) : null;
    const shape = sign === null ? stateShape(domain?.tag) : (u: number) => sign * Math.exp(u);
    const length = this.options.length ?? 1;
    return Float64Array.from({ length: count }, () => shape(length * normal()));
  }
}

/** The variable whose states an axis runs through; its id may say which of its members, and where it is bound. */
const ownerOf = ({ id }: Axis): string => copyBase(id.replace(/^(?:~|=\d+ )/, '').replace(/#\d+$/, ''));

/** The entry at the states that are given by number. */
export function settled(value: Jet): Jet {
  const fixed = new Set<string>();
  const collect = (j: Jet): void => {
    if (jet.isDual(j)) for (const part of [j.value, j.slope]) collect(part);
    else for (const { id } of j.axes) if (id.startsWith('=')) fixed.add(id);
  };
  collect(value);
  return [...fixed].reduce((rest, id) => jet.at(rest, id, Number.parseInt(id.slice(1), 10)), value);
}

/** The states of a Poisson variable: the mass beyond is below rounding for the rates that are tried. */
const counts = 100;

function stateShape(domain: string | undefined): (u: number) => number {
  if (domain === 'positive') return Math.exp;
  if (domain === 'unit') return (u) => 1 / (1 + Math.exp(-u));
  return (u) => 1.3 * u;
}
