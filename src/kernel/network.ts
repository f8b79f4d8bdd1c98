/**
 * A family unrolled at given sizes: the directed graph of its variables' members, the relevance of inputs, and
 * conditional independence by d-separation (Koller & Friedman, Probabilistic Graphical Models, section 3.3).
 */
import type { Factor, Family, Model, Variable } from './model.js';
import type { Index, IndexBinder, IndexRange, Selector, VarRef } from './term.js';

/** Values of the index symbols, sizes and subsets in force. */
export interface IndexEnv {
  readonly indices: ReadonlyMap<string, number>;
  readonly subsets: ReadonlyMap<string, readonly number[]>;
}

/** One member of a variable, `z@2`; a variable without indices is its own only member. */
export type Copy = string;

/** A member with a law: its conditional on earlier members of its own block and on the factor's givens. */
export interface Node {
  readonly family: string;
  readonly copy: Copy;
  /** Owned members it depends on. */
  readonly parents: readonly Copy[];
  /** Inputs and parameters it depends on. */
  readonly inputs: readonly Copy[];
  readonly factor: Factor;
  /** Index values of the factor's binders here. */
  readonly binding: ReadonlyMap<string, number>;
  /** Position of the member in its factor's block of heads. */
  readonly position: number;
}

export interface Network {
  readonly family: string;
  /** Parents before children. */
  readonly nodes: ReadonlyMap<Copy, Node>;
  readonly inputs: ReadonlySet<Copy>;
}

/** A member that does not exist: an index outside its plate, or without a value. */
export class IndexFault extends Error {}

/** A size at which a family is no network: a member depends on itself, or has two laws. */
export class NoNetwork extends IndexFault {
  constructor(
    readonly copy: Copy,
    what: string,
  ) {
    super(`${copy.replace('@', '_')} ${what}`);
  }
}

export function evaluateIndex(index: Index, env: IndexEnv): number {
  if (index.base === null) return index.offset;
  const base = env.indices.get(index.base);
  if (base === undefined) throw new IndexFault(`the index ${index.base} has no value here`);
  return base + index.offset;
}

/** The values a binder's index takes, in order. */
export function rangeValues(range: IndexRange, env: IndexEnv): number[] {
  if (range.tag === 'subset') return [...(env.subsets.get(range.subset) ?? [])];
  const hi = evaluateIndex(range.hi, env);
  const except = range.except === null ? null : evaluateIndex(range.except, env);
  const values: number[] = [];
  for (let i = evaluateIndex(range.lo, env); i <= hi; i++) if (i !== except) values.push(i);
  return values;
}

export const withIndex = (env: IndexEnv, index: string, value: number): IndexEnv => ({
  ...env,
  indices: new Map(env.indices).set(index, value),
});

function selectedValues(selector: Selector, letter: string, model: Model, env: IndexEnv): number[] {
  const plate = model.plates.get(letter);
  if (plate === undefined) throw new IndexFault(`the index ${letter} has no plate`);
  const all = rangeValues({ tag: 'range', lo: plate.lo, hi: plate.hi, except: null }, env);
  switch (selector.tag) {
    case 'all':
      return all;
    case 'except': {
      const left = evaluateIndex(selector.index, env);
      return all.filter((i) => i !== left);
    }
    case 'slice': {
      const [lo, hi] = [evaluateIndex(selector.lo, env), evaluateIndex(selector.hi, env)];
      if (hi < lo) return [];
      if (!all.includes(lo) || !all.includes(hi)) throw new IndexFault(`${lo}:${hi} leaves the plate of ${letter}`);
      return all.filter((i) => i >= lo && i <= hi);
    }
    case 'at': {
      const value = evaluateIndex(selector.index, env);
      if (!all.includes(value)) throw new IndexFault(`the index ${value} is outside the plate of ${letter}`);
      return [value];
    }
  }
}

export const copyName = (name: string, at: readonly number[]): Copy =>
  at.length === 0 ? name : `${name}@${at.join(',')}`;

/** The variable's name in a copy: `z` of `z@2`. */
export const copyBase = (copy: Copy): string => {
  const at = copy.indexOf('@');
  return at < 0 ? copy : copy.slice(0, at);
};

/** All members that a reference means at these index values, in plate order. */
export function copiesOf(ref: VarRef, model: Model, env: IndexEnv): Copy[] {
  const variable = model.variables.get(ref.name) as Variable | undefined;
  const letters = variable?.indices ?? [];
  let tuples: number[][] = [[]];
  ref.at.forEach((selector, i) => {
    const values = selectedValues(selector, letters[i] ?? '', model, env);
    tuples = tuples.flatMap((tuple) => values.map((value) => [...tuple, value]));
  });
  return tuples.map((tuple) => copyName(ref.name, tuple));
}

/** Every combination of values that letters take, each in the range that those before it leave it. */
export function bindingsOf(binders: readonly IndexBinder[], env: IndexEnv): IndexEnv[] {
  let envs = [env];
  for (const { index, range } of binders)
    envs = envs.flatMap((e) => rangeValues(range, e).map((value) => withIndex(e, index, value)));
  return envs;
}

/** Unrolls a family. Throws IndexFault where a factor's index leaves its plate, NoNetwork on a cycle or a second law. */
export function unroll(family: Family, model: Model, env: IndexEnv): Network {
  const blocks = family.factors.flatMap((factor) =>
    bindingsOf(factor.binders, env).map((e) => ({
      factor,
      binding: new Map(factor.binders.map(({ index }) => [index, e.indices.get(index) as number])),
      heads: factor.heads.flatMap((head) => copiesOf(head, model, e)),
      givens: factor.givens.flatMap((given) => copiesOf(given, model, e)),
    })),
  );
  const owned = new Set(blocks.flatMap((block) => block.heads));
  const nodes: Node[] = blocks.flatMap((block) =>
    block.heads.map((copy, position) => ({
      family: family.name,
      copy,
      parents: [...block.givens.filter((g) => owned.has(g)), ...block.heads.slice(0, position)],
      inputs: block.givens.filter((g) => !owned.has(g)),
      factor: block.factor,
      binding: block.binding,
      position,
    })),
  );
  return { family: family.name, nodes: topological(nodes), inputs: new Set(nodes.flatMap((n) => n.inputs)) };
}

function topological(nodes: readonly Node[]): Map<Copy, Node> {
  const byCopy = new Map<Copy, Node>();
  for (const node of nodes) {
    if (byCopy.has(node.copy)) throw new NoNetwork(node.copy, 'has two laws');
    byCopy.set(node.copy, node);
  }
  const sorted = new Map<Copy, Node>();
  const open = new Set<Copy>();
  const visit = (node: Node): void => {
    if (sorted.has(node.copy)) return;
    if (open.has(node.copy)) throw new NoNetwork(node.copy, 'depends on itself');
    open.add(node.copy);
    for (const parent of node.parents) visit(byCopy.get(parent) as Node);
    sorted.set(node.copy, node);
  };
  nodes.forEach(visit);
  return sorted;
}

/** The members whose laws enter the joint of `copies`: themselves and their ancestors. */
export function ancestors(network: Network, copies: Iterable<Copy>): Set<Copy> {
  const found = new Set<Copy>();
  const visit = (copy: Copy): void => {
    if (found.has(copy)) return;
    const node = network.nodes.get(copy);
    if (node === undefined) return;
    found.add(copy);
    node.parents.forEach(visit);
  };
  for (const copy of copies) visit(copy);
  return found;
}

/** What each member, input and parameter is a parent of. */
function childrenIn(network: Network): ReadonlyMap<Copy, readonly Copy[]> {
  const children = new Map<Copy, Copy[]>();
  for (const node of network.nodes.values()) {
    for (const parent of [...node.parents, ...node.inputs]) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [node.copy]);
      else list.push(node.copy);
    }
  }
  return children;
}

/** What is below some members, themselves left out where no cycle leads back. */
export function descendants(network: Network, copies: Iterable<Copy>): Set<Copy> {
  const children = childrenIn(network);
  const found = new Set<Copy>();
  const open = [...copies];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      open.push(child);
    }
  }
  return found;
}

/**
 * Everything (members, inputs, parameters) that is d-connected to `from` given `given`: what p(from | given) may
 * depend on. Inputs and parameters count as roots. The ball-passing algorithm of Shachter (1998).
 */
export function dConnected(network: Network, from: Iterable<Copy>, given: ReadonlySet<Copy>): Set<Copy> {
  const children = childrenIn(network);
  const parents = (copy: Copy): readonly Copy[] => {
    const node = network.nodes.get(copy);
    return node === undefined ? [] : [...node.parents, ...node.inputs];
  };
  const [seenUp, seenDown, reached] = [new Set<Copy>(), new Set<Copy>(), new Set<Copy>()];
  // 'up': the ball came from a child; 'down': from a parent.
  const queue: [Copy, 'up' | 'down'][] = [...from].map((copy) => [copy, 'up']);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [copy, direction] = next;
    const seen = direction === 'up' ? seenUp : seenDown;
    if (seen.has(copy)) continue;
    seen.add(copy);
    const observed = given.has(copy);
    if (!observed) reached.add(copy);
    if (direction === 'up' && !observed) {
      for (const parent of parents(copy)) queue.push([parent, 'up']);
      for (const child of children.get(copy) ?? []) queue.push([child, 'down']);
    } else if (direction === 'down') {
      if (observed) for (const parent of parents(copy)) queue.push([parent, 'up']);
      else for (const child of children.get(copy) ?? []) queue.push([child, 'down']);
    }
  }
  return reached;
}

/** The inputs and parameters on which p(heads | givens) depends and which `givens` does not hold. */
export function missingInputs(network: Network, heads: readonly Copy[], givens: ReadonlySet<Copy>): Copy[] {
  const reached = dConnected(network, heads, givens);
  return [...network.inputs].filter((input) => reached.has(input) && !givens.has(input));
}

/** A name for a node's own law; members of a plate declared iid share it. */
export function lawName(node: Node, model: Model): string {
  const own = [...node.binding].filter(([letter]) => model.plates.get(letter)?.iid !== true);
  return `${node.family} ${node.factor.id}.${node.position} at ${own}`;
}
