/** Derived densities of the continuous interpretation: hidden variables integrated out of the joint, exactly. */
import type { Model } from '../kernel/model.js';
import { ancestors, type Copy, copyBase, type IndexEnv, type Network, type Node } from '../kernel/network.js';
import { blockOf, type Component, type Conditionals, logJacobian, supportOf } from './conditionals.js';
import { type Binding, type Interpretation, NotApplicable } from './context.js';
import { logIntegral } from './gaussian.js';
import type { Jet } from './jet.js';
import * as jet from './jet.js';
import { type Grid, grid, integrate, mostDimensions, onMeshes } from './quadrature.js';
import type { StateSpace } from './states.js';
import * as tensor from './tensor.js';

/** The most combinations of mixture components that one integral may have. */
const mostCombinations = 4096;

/** What a conditional density is sampled or read from without looking downstream of its heads. */
export interface Upstream {
  /** The heads and their unobserved ancestors, parents first. */
  readonly nodes: readonly Node[];
  /** The observed members that the forward law conditions on. */
  readonly given: ReadonlySet<Copy>;
}

/** Splits the evidence into what lies upstream of the heads and what does not. */
export function upstream(network: Network, heads: readonly Copy[], given: ReadonlySet<Copy>): Upstream {
  const cut = new Set([...given].filter((copy) => network.nodes.has(copy)));
  for (;;) {
    const open = unobservedAncestors(network, heads, cut);
    const downstream = [...cut].filter((copy) => {
      const above = ancestors(network, network.nodes.get(copy)?.parents ?? []);
      return [...above].some((a) => open.has(a)) && reaches(network, copy, open, cut);
    });
    if (downstream.length === 0)
      return { nodes: [...network.nodes.values()].filter((n) => open.has(n.copy)), given: cut };
    for (const copy of downstream) cut.delete(copy);
  }
}

function unobservedAncestors(network: Network, heads: readonly Copy[], cut: ReadonlySet<Copy>): Set<Copy> {
  const open = new Set<Copy>();
  const visit = (copy: Copy): void => {
    if (open.has(copy) || cut.has(copy)) return;
    open.add(copy);
    network.nodes.get(copy)?.parents.forEach(visit);
  };
  heads.forEach(visit);
  return open;
}

/** Whether an observed member hangs below an open one by a path that no other observation cuts. */
function reaches(network: Network, copy: Copy, open: ReadonlySet<Copy>, cut: ReadonlySet<Copy>): boolean {
  const parents = network.nodes.get(copy)?.parents ?? [];
  return parents.some((p) => open.has(p) || (!cut.has(p) && reaches(network, p, open, cut)));
}

export class Densities {
  constructor(
    private readonly model: Model,
    private readonly conditionals: Conditionals,
    private readonly states: StateSpace,
    private readonly scale: number,
    private readonly env: IndexEnv,
    /** Which grids the integrals are on. */
    private readonly variant: number,
  ) {}

  /** ln p(heads | givens) in the space of the variables themselves. */
  logConditional(
    network: Network,
    heads: readonly Copy[],
    values: ReadonlyMap<Copy, Binding>,
    at: Interpretation,
  ): Jet {
    const given = new Set([...values.keys()].filter((copy) => !heads.includes(copy)));
    const above = upstream(network, heads, given);
    const relevantEvidence = [...given].filter((copy) => network.nodes.has(copy) && !above.given.has(copy));
    const jacobian = jet.sum(heads.map((copy) => this.logJacobian(copy, values)));
    if (relevantEvidence.length === 0) return jet.sub(this.logProduct(above.nodes, values, at), jacobian);
    const evidence = new Map([...values].filter(([copy]) => !heads.includes(copy)));
    const owned = [...given].filter((copy) => network.nodes.has(copy));
    const nodes = around(network, heads, owned);
    const below = ancestors(network, owned);
    const joint = this.logProduct(nodes, values, at);
    const marginal = this.logProduct(
      nodes.filter(({ copy }) => below.has(copy)),
      evidence,
      at,
    );
    return jet.sub(jet.sub(joint, marginal), jacobian);
  }

  private logJacobian(copy: Copy, values: ReadonlyMap<Copy, Binding>): Jet {
    const support = supportOf(this.model, copyBase(copy));
    return support === 'discrete' || support === 'real' || support === 'bounded'
      ? jet.zero
      : logJacobian(support, this.conditionals.preimageOf(copy, values));
  }

  /** ln of the product of the nodes' conditionals with every member that has no value integrated out. */
  private logProduct(nodes: readonly Node[], values: ReadonlyMap<Copy, Binding>, at: Interpretation): Jet {
    this.checkBlocks(nodes);
    const hidden = nodes.map((n) => n.copy).filter((copy) => !values.has(copy));
    const groups = connected(nodes, new Set(hidden));
    return jet.sum(groups.map((group) => this.logGroup(group, hidden, values, at)));
  }

  /** A form of several heads is the law of all of them: what follows for one given another is not worked out. */
  private checkBlocks(nodes: readonly Node[]): void {
    const copies = new Set(nodes.map(({ copy }) => copy));
    for (const node of nodes)
      if (node.factor.form !== null && !blockOf(node, this.model, this.env).every((copy) => copies.has(copy)))
        throw new NotApplicable('of several variables with one declared form a part is asked for');
  }

  /** One connected group: hidden states summed out, hidden reals integrated in closed form or by quadrature. */
  private logGroup(
    group: readonly Node[],
    hidden: readonly Copy[],
    values: ReadonlyMap<Copy, Binding>,
    at: Interpretation,
  ): Jet {
    const inside = new Set(group.flatMap((node) => [node.copy, ...node.parents]));
    const own = hidden.filter((copy) => inside.has(copy));
    const summed = own.filter((copy) => this.conditionals.isDiscrete(copy));
    const unknowns = own.filter((copy) => !this.conditionals.isDiscrete(copy));
    const axes = summed.map((copy) => ({ ...this.states.axis(copy), id: `~${copy}` }));
    const all = new Map([
      ...values,
      ...summed.map((copy, i): [Copy, Binding] => [copy, { tag: 'state', axis: axes[i] as (typeof axes)[number] }]),
    ]);
    const touchesUnknown = (node: Node): boolean =>
      [node.copy, ...node.parents].some((copy) => unknowns.includes(copy));
    const outside = group.filter((node) => !touchesUnknown(node));
    const known = jet.sum(outside.map((node) => this.conditionals.logConditional(node, all, at, this.env)));
    const mixed = group.filter(touchesUnknown);
    const gaussian = mixed.every((node) => node.factor.form === null && !this.conditionals.isDiscrete(node.copy));
    const integral =
      unknowns.length === 0
        ? jet.zero
        : gaussian
          ? this.logMixture(mixed, unknowns, all)
          : this.logQuadrature(mixed, unknowns, all, at);
    return axes.reduce(jet.logSumExpOver, jet.add(known, integral));
  }

  /** The sum over all combinations of components of the closed-form integral. */
  private logMixture(nodes: readonly Node[], unknowns: readonly Copy[], values: ReadonlyMap<Copy, Binding>): Jet {
    if (2 ** nodes.length > mostCombinations)
      throw new NotApplicable(`integrating ${unknowns.length} hidden variables out needs 2^${nodes.length} components`);
    const choices = nodes.map((node) =>
      this.conditionals.mixture(node, values).map((part: Component) => ({
        logWeight: part.logWeight,
        factor: this.conditionals.linearFactor(node, part, unknowns, values),
      })),
    );
    const logs: Jet[] = [];
    for (let code = 0; code < 2 ** nodes.length; code++) {
      const picked = choices.map((pair, i) => pair[(code >> i) & 1] as (typeof pair)[number]);
      const weight = picked.reduce((sum, pick) => sum + pick.logWeight, 0);
      logs.push(
        jet.add(
          logIntegral(
            picked.map((pick) => pick.factor),
            unknowns.length,
          ),
          jet.constant(weight),
        ),
      );
    }
    return jet.logSumExp(logs);
  }

  private logQuadrature(
    nodes: readonly Node[],
    unknowns: readonly Copy[],
    values: ReadonlyMap<Copy, Binding>,
    at: Interpretation,
  ): Jet {
    if (unknowns.length > mostDimensions)
      throw new NotApplicable(`integrating ${unknowns.join(', ')} out has no closed form`);
    const { scale, variant } = this;
    return onMeshes(unknowns.length, variant, (mesh) =>
      this.onGrid(grid(unknowns, scale, [], mesh, variant), nodes, unknowns, values, at),
    );
  }

  private onGrid(
    over: Grid,
    nodes: readonly Node[],
    unknowns: readonly Copy[],
    values: ReadonlyMap<Copy, Binding>,
    at: Interpretation,
  ): Jet {
    const bound = unknowns.map((copy, i): [Copy, Binding] => [
      copy,
      { tag: 'real', value: this.conditionals.imageOf(copy, over.points[i] as Jet) },
    ]);
    const all = new Map([...values, ...bound]);
    const log = jet.sum(nodes.map((node) => this.conditionals.logConditional(node, all, at, this.env)));
    const top = over.axes.reduce(tensor.maxOver, jet.primal(log));
    return jet.add(jet.ln(integrate(jet.exp(jet.sub(log, top)), over)), top);
  }
}

/**
 * The nodes that heads and what is given of them depend on, without those that the given members part from the heads:
 * the same factor stands in the joint density and in the marginal, and may have inputs that the conditional has not.
 */
function around(network: Network, heads: readonly Copy[], owned: readonly Copy[]): Node[] {
  const nodes = [...ancestors(network, [...heads, ...owned])].map((copy) => network.nodes.get(copy) as Node);
  const unseen = new Set(nodes.map(({ copy }) => copy).filter((copy) => !owned.includes(copy)));
  const mentionsHead = ({ copy, parents }: Node): boolean => [copy, ...parents].some((c) => heads.includes(c));
  return connected(nodes, unseen)
    .filter((group) => group.some(mentionsHead))
    .flat();
}

/** Nodes that share a hidden member stand in one group; the others each in their own. */
function connected(nodes: readonly Node[], hidden: ReadonlySet<Copy>): Node[][] {
  let groups: { nodes: Node[]; shared: Set<Copy> }[] = [];
  for (const node of nodes) {
    const shared = new Set([node.copy, ...node.parents].filter((copy) => hidden.has(copy)));
    const touching = groups.filter((group) => [...shared].some((copy) => group.shared.has(copy)));
    const merged = {
      nodes: [...touching.flatMap((group) => group.nodes), node],
      shared: new Set([...shared, ...touching.flatMap((group) => [...group.shared])]),
    };
    groups = [...groups.filter((group) => !touching.includes(group)), merged];
  }
  return groups.map((group) => group.nodes);
}
