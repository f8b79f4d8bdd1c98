/**
 * The primitive conditionals of the continuous interpretation. A real variable has a mixture of two linear
 * Gaussians given its parents, with different slopes and variances; a discrete one has logits linear in its real
 * parents. Positive and unit variables are images of real ones, and enter through their preimages.
 */
import { type Domain, type Form, isDiscrete, type Model } from '../kernel/model.js';
import { type Copy, copiesOf, copyBase, type IndexEnv, lawName, type Node } from '../kernel/network.js';
import { type Binding, bind, type Context, emptyContext, type Interpretation, withoutBinding } from './context.js';
import { evaluate, logOf } from './evaluate.js';
import { type LinearFactor, logNormal } from './gaussian.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { lawSupport } from './laws.js';
import { stream } from './random.js';
import { hasLaw, isReal, type StateSpace, tableStates } from './states.js';
import { axesOf, tableOf } from './tables.js';
import * as tensor from './tensor.js';

/** One component: u = offset + sum of slope * parent + sd * noise. */
export interface Component {
  readonly logWeight: number;
  readonly offset: Jet;
  readonly slopes: ReadonlyMap<Copy, Jet>;
  readonly sd: Jet;
}

export type Support = 'real' | 'positive' | 'unit' | 'bounded' | 'discrete';

/** Where a variable lives in the continuous interpretation. */
export function supportOf(model: Model, name: string): Support {
  const domain = model.variables.get(name)?.domain ?? null;
  if (isDiscrete(domain) || tableStates(model, name) !== null) return 'discrete';
  const laws = [...lawSupport].filter(([law]) => hasLaw(model, name, law)).map(([, support]) => support);
  const [first] = laws;
  if (first === 'binary' || first === 'counts') return 'discrete';
  // Of laws with different supports no one says where the variable lives.
  if (first !== undefined && laws.every((support) => support === first)) return first;
  return domainSupport(domain);
}

/** Where a variable lives by its domain alone. */
export function domainSupport(domain: Domain | null): 'real' | 'positive' | 'unit' {
  const tag = domain?.tag === 'array' ? domain.element : domain?.tag;
  return tag === 'positive' || tag === 'spd' ? 'positive' : tag === 'unit' ? 'unit' : 'real';
}

/** The preimage on the real line. */
export function preimage(support: Support, x: Jet): Jet {
  if (support === 'positive') return jet.ln(x);
  if (support === 'unit') return jet.sub(jet.ln(x), jet.ln(jet.sub(jet.one, x)));
  return x;
}

/** Rounded to 1 a point would lie outside its domain. */
const belowOne = jet.lifted(
  (x) => Math.min(x, 1 - 2 ** -53),
  () => jet.one,
);

export function image(support: Support, u: Jet): Jet {
  if (support === 'positive') return jet.exp(u);
  if (support === 'unit') return belowOne(jet.sigmoid(u));
  return u;
}

/** ln |dx/du| at the preimage. */
export function logJacobian(support: Support, u: Jet): Jet {
  if (support === 'positive') return u;
  if (support === 'unit') return jet.neg(jet.add(jet.softplus(u), jet.softplus(jet.neg(u))));
  return jet.zero;
}

export class Conditionals {
  private readonly components = new Map<string, { params: readonly Jet[]; made: readonly Component[] }>();

  constructor(
    private readonly model: Model,
    private readonly seed: number,
    private readonly states: StateSpace,
    /** The length that everything real is measured in. */
    private readonly scale: number,
  ) {}

  isDiscrete(copy: Copy): boolean {
    return supportOf(this.model, copyBase(copy)) === 'discrete';
  }

  private isParameter(copy: Copy): boolean {
    return isReal(this.model, copyBase(copy));
  }

  /** The two components of a real node, given its parameters' values and its discrete parents' axes. */
  mixture(node: Node, values: ReadonlyMap<Copy, Binding>): readonly Component[] {
    const discrete = [...node.parents, ...node.inputs].filter((c) => !this.isParameter(c) && this.isDiscrete(c));
    const params = node.inputs
      .filter((copy) => this.isParameter(copy))
      .map((copy) => [copy, realOf(values, copy)] as const);
    const axes = discrete.map((copy) => (values.get(copy) as Extract<Binding, { tag: 'state' }>).axis.id);
    const key = `${node.family} ${node.copy}|${axes}`;
    const known = this.components.get(key);
    if (known?.params.every((value, i) => value === params[i]?.[1])) return known.made;
    const made = [0, 1].map((k) => this.component(node, k, discrete, params, values));
    this.components.set(key, { params: params.map(([, value]) => value), made });
    return made;
  }

  private component(
    node: Node,
    k: number,
    discrete: readonly Copy[],
    params: readonly (readonly [Copy, Jet])[],
    values: ReadonlyMap<Copy, Binding>,
  ): Component {
    const name = `${lawName(node, this.model)} component ${k}`;
    const share = 0.3 + 0.4 * stream(this.seed, `${lawName(node, this.model)} weight`).uniform();
    const effect = (what: string, size: number): Jet =>
      jet.sum(params.map(([copy, value]) => this.wave(`${name} ${what} ${copyBase(copy)}`, value, size)));
    const table = (what: string, size: number): Jet => this.table(`${name} ${what}`, discrete, size, values);
    const offset = jet.add(table('offset', 1), effect('offset', 0.8));
    const logSd = jet.add(jet.add(jet.constant(Math.log(0.6)), table('sd', 0.25)), effect('sd', 0.3));
    const real = [...node.parents, ...node.inputs].filter((c) => !this.isParameter(c) && !this.isDiscrete(c));
    // Slopes are drawn in the order in which the factor names its parents, so that iid members share them.
    const draw = stream(this.seed, `${name} slopes`);
    const slopes = new Map(
      real.map((copy) => [copy, jet.add(jet.constant(0.6 * draw.normal()), effect(`slope ${copyBase(copy)}`, 0.2))]),
    );
    return {
      logWeight: Math.log(k === 0 ? share : 1 - share),
      offset: jet.scale(offset, this.scale),
      slopes,
      sd: jet.scale(jet.exp(logSd), this.scale),
    };
  }

  private wave(name: string, value: Jet, size: number): Jet {
    const draw = stream(this.seed, name);
    const [amplitude, frequency, phase] = [
      size * (0.5 + draw.uniform()),
      0.7 + 0.6 * draw.uniform(),
      6 * draw.uniform(),
    ];
    return jet.scale(jet.sin(jet.add(jet.scale(value, frequency), jet.constant(phase))), amplitude);
  }

  /** Random entries over the states of some members. */
  private table(name: string, members: readonly Copy[], size: number, values: ReadonlyMap<Copy, Binding>): Jet {
    const draw = stream(this.seed, name);
    const axes = members.map((copy, i) => ({ ...this.states.axis(copy), id: `${i}`, rank: i }));
    const drawn = tensor.fill(axes, () => size * draw.normal());
    return tensor.rename(
      drawn,
      (axis) => (values.get(members[Number(axis.id)] as Copy) as Extract<Binding, { tag: 'state' }>).axis,
    );
  }

  /** A component as a linear factor in the unknowns, the node's own value among them or known. */
  linearFactor(
    node: Node,
    part: Component,
    unknowns: readonly Copy[],
    values: ReadonlyMap<Copy, Binding>,
  ): LinearFactor {
    const own = unknowns.includes(node.copy) ? jet.zero : this.preimageOf(node.copy, values);
    let residual = jet.sub(own, part.offset);
    const slopes = unknowns.map((copy) => (copy === node.copy ? jet.one : jet.zero));
    for (const [copy, slope] of part.slopes) {
      const at = unknowns.indexOf(copy);
      if (at < 0) residual = jet.sub(residual, jet.mul(slope, this.preimageOf(copy, values)));
      else slopes[at] = jet.sub(slopes[at] as Jet, slope);
    }
    return { slopes, residual, sd: part.sd };
  }

  /** The mean of a component where all parents are known. */
  mean(part: Component, values: ReadonlyMap<Copy, Binding>): Jet {
    return jet.sum([
      part.offset,
      ...[...part.slopes].map(([copy, slope]) => jet.mul(slope, this.preimageOf(copy, values))),
    ]);
  }

  preimageOf(copy: Copy, values: ReadonlyMap<Copy, Binding>): Jet {
    return preimage(supportOf(this.model, copyBase(copy)), realOf(values, copy));
  }

  imageOf(copy: Copy, u: Jet): Jet {
    return image(supportOf(this.model, copyBase(copy)), u);
  }

  /** ln of a node's conditional with everything known; for a real node, of its preimage. */
  logConditional(node: Node, values: ReadonlyMap<Copy, Binding>, at: Interpretation, env: IndexEnv): Jet {
    if (node.factor.form !== null) return this.logForm(node, values, at, env);
    if (this.isDiscrete(node.copy)) return this.logDiscrete(node, values);
    const parts = this.mixture(node, values).map((part) => {
      const { residual, sd } = this.linearFactor(node, part, [], values);
      return jet.add(logNormal(residual, sd), jet.constant(part.logWeight));
    });
    return jet.logSumExp(parts);
  }

  private logDiscrete(node: Node, values: ReadonlyMap<Copy, Binding>): Jet {
    const name = lawName(node, this.model);
    const around = [...node.parents, ...node.inputs];
    const discrete = [node.copy, ...around.filter((c) => !this.isParameter(c) && this.isDiscrete(c))];
    let logits = this.table(`${name} logits`, discrete, 1, values);
    for (const copy of around.filter((c) => this.isParameter(c) || !this.isDiscrete(c))) {
      const value = this.isParameter(copy)
        ? realOf(values, copy)
        : jet.scale(this.preimageOf(copy, values), 1 / this.scale);
      const phase = this.table(`${name} phase ${copyBase(copy)}`, discrete, 2, values);
      const slope = this.table(`${name} slope ${copyBase(copy)}`, discrete, 0.8, values);
      logits = jet.add(logits, jet.add(jet.sin(jet.add(value, phase)), jet.mul(slope, value)));
    }
    const { axis } = values.get(node.copy) as Extract<Binding, { tag: 'state' }>;
    return jet.sub(logits, jet.logSumExpOver(logits, axis));
  }

  /** A declared law, formula or table; for a real variable, turned into the density of its preimage. */
  private logForm(node: Node, values: ReadonlyMap<Copy, Binding>, at: Interpretation, env: IndexEnv): Jet {
    const { form } = node.factor;
    const inner: IndexEnv = { ...env, indices: new Map([...env.indices, ...node.binding]) };
    const members = [...node.factor.heads, ...node.factor.givens].flatMap((r) => copiesOf(r, this.model, inner));
    const context = bind(
      { ...emptyContext, env: inner },
      members.map((copy) => [copy, bindingOf(values, copy)]),
    );
    if (form === null) throw new Error('no form');
    // What is said of several heads together counts once.
    const isLast = node.position === blockOf(node, this.model, env).length - 1;
    if (form.tag === 'table') return isLast ? this.logTable(form, at, context) : jet.zero;
    const log = isLast ? logOf(form.tag === 'law' ? form.law : form.body, at, context) : jet.zero;
    const support = supportOf(this.model, copyBase(node.copy));
    return support === 'discrete' ? log : jet.add(log, logJacobian(support, this.preimageOf(node.copy, values)));
  }

  private logTable(table: Extract<Form, { tag: 'table' }>, at: Interpretation, context: Context): Jet {
    const axes = axesOf(table, this.model, context.env).map((copy) => {
      const binding = bindingOf(context.bindings, copy);
      if (binding.tag !== 'state') throw new Error(`${copy} has no states`);
      return binding.axis;
    });
    return jet.ln(tableOf(table, axes, (entry) => evaluate(entry, at, context)));
  }
}

/** The members whose law a member's factor gives together. */
export function blockOf({ factor, binding }: Node, model: Model, env: IndexEnv): Copy[] {
  const inner: IndexEnv = { ...env, indices: new Map([...env.indices, ...binding]) };
  return factor.heads.flatMap((r) => copiesOf(r, model, inner));
}

function bindingOf(values: ReadonlyMap<Copy, Binding>, copy: Copy): Binding {
  const binding = values.get(copy);
  if (binding === undefined) throw withoutBinding(copy);
  return binding;
}

/** The number that a member stands for. */
export function realOf(values: ReadonlyMap<Copy, Binding>, copy: Copy): Jet {
  const binding = bindingOf(values, copy);
  if (binding.tag === 'state') throw new Error(`${copy} is no real number`);
  return binding.value;
}
