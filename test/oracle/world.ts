/**
 * A finite random world: sizes for the plates, a few states for every variable, a random positive table for every
 * primitive conditional. Every other density is a sum over the whole joint table of its family.
 */
import type { Expr, Rows } from '../../grammar/ast.js';
import {
  type Bracket,
  type Declarations,
  type DensityStatement,
  headCall,
  Meaningless,
  OutOfRange,
  onlyArgument,
  type Role,
  spelling,
  Unsupported,
  undecorated,
} from './declarations.js';

export interface Plan {
  readonly seed: number;
  readonly plate: number;
  readonly subset: number;
  readonly domain: number;
  /** Numbers of states to choose from for a variable without a domain of its own. */
  readonly states: readonly number[];
  /** Whether the states of a variable that need not be discrete have lengths, so that a density is no mass. */
  readonly lengths: boolean;
}

export interface Member {
  readonly key: string;
  /** The key of its declaration. */
  readonly declaration: string;
  readonly role: Role;
  readonly positive: boolean;
  readonly unit: boolean;
  /** The real value of each state; empty for a parameter. */
  readonly values: readonly number[];
  /** What a state counts in an integral: 1 for a mass. */
  readonly lengths: readonly number[];
}

interface Factor {
  /** Names the table: the same for every index of an `iid` plate. */
  readonly id: string;
  readonly heads: readonly string[];
  readonly parents: readonly string[];
  readonly params: readonly string[];
  readonly table: { readonly axes: readonly string[]; readonly rows: Rows } | null;
}

/** The variables of a family in a fixed order, what it is given, and the tables. */
export interface Family {
  readonly name: string;
  readonly variables: readonly string[];
  readonly inputs: readonly string[];
  readonly params: readonly string[];
  readonly factors: readonly Factor[];
  readonly numbers: readonly number[];
  readonly joints: Map<string, Joint>;
  readonly conditionals: Map<string, Float64Array>;
  readonly dependence: Map<string, boolean>;
  readonly position: ReadonlyMap<string, number>;
}

interface Joint {
  readonly table: Float64Array;
  readonly marginals: Map<number, Float64Array>;
}

/** FNV-1a, then mixed. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stream of uniform numbers in [0, 1) (mulberry32). */
export function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class World {
  readonly members = new Map<string, Member>();
  private readonly families = new Map<string, Family>();
  private readonly collected = new Map<string, readonly string[]>();

  constructor(
    readonly declarations: Declarations,
    readonly plan: Plan,
  ) {
    const classes = this.stateClasses();
    for (const [declaration, variable] of declarations.variables) {
      const root = classes(variable.name);
      for (const indices of this.tuples(variable.indices)) {
        const key = memberKey(variable.name, indices);
        const domain = variable.domain;
        const values = variable.role === 'param' ? [] : this.stateValues(declaration, root);
        const discrete =
          !plan.lengths ||
          domain?.kind === 'range' ||
          domain?.kind === 'set' ||
          (domain?.kind === 'named' && domain.name === 'discrete') ||
          this.tableLength(variable.name) !== null;
        const random = stream(hash(`${plan.seed} lengths ${root}`));
        this.members.set(key, {
          key,
          declaration,
          role: variable.role,
          positive: domain?.kind === 'named' && /^(positive|spd)$/.test(domain.name),
          unit: domain?.kind === 'named' && domain.name === 'unit',
          values,
          lengths: values.map(() => (discrete ? 1 : Math.exp(1.6 * random() - 1.9))),
        });
      }
    }
  }

  /** The value of a size; null for any other name. */
  size(name: string): number | null {
    const kind = this.declarations.sizes.get(name);
    return kind ? this.plan[kind] : null;
  }

  range(lo: Expr, hi: Expr): number[] {
    const [from, to] = [this.sizeOf(lo), this.sizeOf(hi)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  }

  plate(index: string): number[] | null {
    const plate = this.declarations.plates.get(index);
    return plate ? this.range(plate.lo, plate.hi) : null;
  }

  /** All draws of a minibatch, each in ascending order. */
  subsets(name: string): number[][] {
    const subset = this.declarations.subsets.get(name);
    if (!subset) throw new Meaningless(`${name} is no subset`);
    const choose = (from: readonly number[], count: number): number[][] => {
      const [first, ...rest] = from;
      if (count === 0) return [[]];
      if (first === undefined) return [];
      return [...choose(rest, count - 1).map((tail) => [first, ...tail]), ...choose(rest, count)];
    };
    return choose(this.range(subset.lo, subset.hi), this.sizeOf(subset.size));
  }

  /** The members of `let Z = {z_n}`, every index of the braces over its whole plate. */
  collection(name: string): readonly string[] | null {
    const value = this.declarations.collections.get(name);
    if (!value) return null;
    const known = this.collected.get(name);
    if (known) return known;
    const keys = this.bracedMembers(value.kind === 'braces' ? value.items : [value]);
    this.collected.set(name, keys);
    return keys;
  }

  bracedMembers(items: readonly Expr[]): string[] {
    return items.flatMap((item) => {
      const indices = [...new Set(indexNames(item))].filter((name) => this.declarations.plates.has(name));
      return this.tuples(indices).flatMap(
        (tuple) => this.resolve(item, new Map(indices.map((name, i) => [name, tuple[i] ?? 0]))) ?? [],
      );
    });
  }

  /**
   * The members that a variable-like expression stands for: one for `z_n`, all for `Z`, a part for `x_{1:T}` and
   * `x_{-j}`; null for anything that is no variable.
   */
  resolve(
    expr: Expr,
    indices: ReadonlyMap<string, number>,
    subsets: ReadonlyMap<string, readonly number[]> = new Map(),
  ): readonly string[] | null {
    if (expr.kind === 'bracket') {
      const inner = onlyArgument(expr);
      return inner && this.resolve(inner, indices, subsets);
    }
    if (expr.kind === 'braces') return this.bracedMembers(expr.items);
    const name = spelling(expr);
    if (name !== null && !indices.has(name)) {
      if (this.declarations.variables.has(name)) return [name];
      const members = this.collection(name);
      if (members) return members;
    }
    if (expr.kind !== 'script' || expr.base.kind !== 'name' || !expr.sub || expr.sup) return null;
    const base = expr.base.name;
    const variable = this.declarations.variables.get(`${base}/${expr.sub.length}`);
    if (!variable) {
      if ([...this.declarations.variables.keys()].some((key) => key.startsWith(`${base}/`)))
        throw new Meaningless(`${base} has another number of indices`);
      return null;
    }
    let tuples: number[][] = [[]];
    expr.sub.forEach((item, position) => {
      const all = this.plate(variable.indices[position] ?? '') ?? [];
      let chosen: readonly number[];
      if (item.kind === 'slice' || item.kind === 'range') {
        const [lo, hi] = [this.index(item.lo, indices), this.index(item.hi, indices)];
        chosen = Array.from({ length: Math.max(0, hi - lo + 1) }, (_, i) => lo + i);
      } else if (item.kind === 'in') {
        chosen = this.subset(item.set, subsets);
      } else if (item.kind !== 'expr') {
        throw new Meaningless('a subscript of a variable is an index, a slice or a subset');
      } else if (item.value.kind === 'sum' && item.value.items.length === 1) {
        const left = item.value.items[0];
        const out = left ? this.index(left.value, indices) : 0;
        chosen = all.filter((i) => i !== out);
      } else if (
        item.value.kind === 'name' &&
        this.declarations.subsets.has(item.value.name) &&
        !indices.has(item.value.name)
      ) {
        chosen = this.subset(item.value.name, subsets);
      } else {
        chosen = [this.index(item.value, indices)];
      }
      tuples = tuples.flatMap((tuple) => chosen.map((i) => [...tuple, i]));
    });
    return tuples.map((tuple) => {
      const key = memberKey(base, tuple);
      if (!this.members.has(key)) throw new OutOfRange(`${key} does not exist`);
      return key;
    });
  }

  /** A family at this world's sizes. */
  family(name: string): Family {
    const known = this.families.get(name);
    if (known) return known;
    const built = this.build(name);
    this.families.set(name, built);
    return built;
  }

  /**
   * The probability of the heads given the conditions, by summing the joint table: positions of random variables, and a state for each;
   * every input and parameter of the family has a value.
   */
  conditional(
    family: Family,
    heads: readonly number[],
    conditions: readonly number[],
    states: readonly number[],
    inputs: readonly number[],
    params: readonly number[],
  ): number {
    const joint = this.joint(family, inputs, params);
    const below = this.marginal(family, joint, conditions, states);
    return this.marginal(family, joint, [...heads, ...conditions], states) / below;
  }

  /** Does p(heads | conditions) change when the listed inputs and parameters do? Found by trying. */
  depends(
    family: Family,
    heads: readonly number[],
    conditions: readonly number[],
    missing: readonly string[],
  ): boolean {
    const signature = [heads.join(), conditions.join(), missing.join()].join('|');
    const known = family.dependence.get(signature);
    if (known !== undefined) return known;
    const random = stream(hash(`${this.plan.seed} dependence`));
    let changes = false;
    for (let trial = 0; trial < 4 && !changes; trial++) {
      const states = family.numbers.map((count) => Math.floor(random() * count));
      const draw = () => ({
        inputs: family.inputs.map((key) => Math.floor(random() * this.statesOf(key))),
        params: family.params.map(() => 0.1 + random()),
      });
      const first = draw();
      const reference = this.conditional(family, heads, conditions, states, first.inputs, first.params);
      for (let attempt = 0; attempt < 4 && !changes; attempt++) {
        const other = draw();
        const inputs = first.inputs.map((value, i) =>
          missing.includes(family.inputs[i] ?? '') ? (other.inputs[i] ?? 0) : value,
        );
        const params = first.params.map((value, i) =>
          missing.includes(family.params[i] ?? '') ? (other.params[i] ?? 0) : value,
        );
        changes = Math.abs(this.conditional(family, heads, conditions, states, inputs, params) - reference) > 1e-10;
      }
    }
    family.dependence.set(signature, changes);
    return changes;
  }

  statesOf(key: string): number {
    return this.members.get(key)?.values.length ?? 0;
  }

  /** The number of entries of a family's joint table. */
  entries(name: string): number {
    return this.family(name).numbers.reduce((product, count) => product * count, 1);
  }

  private index(expr: Expr, indices: ReadonlyMap<string, number>): number {
    if (expr.kind === 'name') {
      const value = indices.get(expr.name) ?? this.size(expr.name);
      if (value === null) throw new Meaningless(`${expr.name} is no index`);
      return value;
    }
    if (expr.kind === 'number') return Number(expr.text);
    if (expr.kind === 'sum')
      return expr.items.reduce((sum, item) => sum + (item.sign === '-' ? -1 : 1) * this.index(item.value, indices), 0);
    if (expr.kind === 'bracket') {
      const inner = onlyArgument(expr);
      if (inner) return this.index(inner, indices);
    }
    if (expr.kind === 'product' && expr.items.every((item) => item.join !== '/'))
      return expr.items.reduce((product, item) => product * this.index(item.value, indices), 1);
    throw new Meaningless('an index is a whole number');
  }

  private subset(name: string, subsets: ReadonlyMap<string, readonly number[]>): readonly number[] {
    const members = subsets.get(name);
    if (!members) throw new Meaningless(`${name} is no subset`);
    return members;
  }

  private sizeOf(expr: Expr): number {
    return this.index(expr, new Map());
  }

  private tuples(indices: readonly string[]): number[][] {
    let tuples: number[][] = [[]];
    for (const index of indices) {
      const values = this.plate(index);
      if (!values) throw new Meaningless(`${index} is no index of a plate`);
      tuples = tuples.flatMap((tuple) => values.map((value) => [...tuple, value]));
    }
    return tuples;
  }

  /** Variables that stand as slot and value of each other, or decorate each other, have the same states. */
  private stateClasses(): (name: string) => string {
    const parent = new Map<string, string>();
    const find = (name: string): string => {
      const up = parent.get(name);
      return up === undefined || up === name ? name : find(up);
    };
    const member = (name: string): string => {
      const value = this.declarations.collections.get(name);
      const item = value?.kind === 'braces' ? value.items[0] : value;
      return item?.kind === 'script' && item.base.kind === 'name' ? item.base.name : name;
    };
    for (const [a, b] of this.declarations.sameStates) parent.set(find(member(a)), find(member(b)));
    return (name) => find(undecorated(name));
  }

  private stateValues(declaration: string, root: string): number[] {
    const { domain, name } = this.declarations.variables.get(declaration) ?? { domain: null, name: declaration };
    if (domain?.kind === 'range') return this.range(domain.lo, domain.hi);
    if (domain?.kind === 'set') return domain.items.map((item, i) => (item.kind === 'number' ? Number(item.text) : i));
    const count =
      this.tableLength(name) ??
      this.plan.states[hash(`${this.plan.seed} states ${root}`) % this.plan.states.length] ??
      2;
    const random = stream(hash(`${this.plan.seed} values ${root}`));
    const start = -1.3 + random();
    const values = Array.from({ length: count }, (_, i) => start + 0.9 * i + 0.5 * random());
    if (domain?.kind !== 'named') return values;
    if (/^(positive|spd)$/.test(domain.name)) return values.map(Math.exp);
    return domain.name === 'unit' ? values.map((value) => 1 / (1 + Math.exp(-value))) : values;
  }

  /** The number of states that a table gives to a variable. */
  private tableLength(name: string): number | null {
    for (const { body } of this.declarations.densities) {
      if (body?.kind !== 'table') continue;
      let rows: Rows | undefined = body.rows;
      for (const axis of body.axes) {
        if (rows?.kind !== 'rows') break;
        if (axisName(axis) === name) return rows.items.length;
        rows = rows.items[0];
      }
    }
    return null;
  }

  private build(name: string): Family {
    let factors: Factor[] = [];
    const given = new Set<string>();
    const givenParams = new Set<string>();
    this.declarations.densities.forEach((statement, position) => {
      if (statement.family !== name) return;
      const free = [...new Set(indexNames(statement.head))].filter((index) => this.declarations.plates.has(index));
      for (const tuple of this.tuples(free)) {
        const indices = new Map(free.map((index, i) => [index, tuple[i] ?? 0]));
        let left: { heads: string[]; parents: string[]; params: string[] };
        let parts: Factor[];
        try {
          left = this.headOf(statement.head, indices);
          parts = this.factorsOf(statement, indices, `${name} ${position}`);
        } catch (error) {
          if (error instanceof OutOfRange && free.length > 0) continue;
          throw error;
        }
        for (const key of left.parents) given.add(key);
        for (const key of left.params) givenParams.add(key);
        const heads = parts.flatMap((part) => part.heads);
        if (new Set(heads).size !== heads.length) throw new Meaningless(`${name} has two laws for one variable`);
        for (const key of heads)
          if (!left.heads.includes(key)) throw new Meaningless(`${key} has a factor but does not stand on the left`);
        for (const key of left.heads)
          if (!heads.includes(key)) throw new Meaningless(`${key} stands on the left but has no factor`);
        const same = factors.find(
          (factor) => factor.heads.length === heads.length && factor.heads.every((key) => heads.includes(key)),
        );
        const overlap = factors.filter((factor) => factor.heads.some((key) => heads.includes(key)));
        if (same && overlap.length === 1)
          factors = factors.flatMap((factor) =>
            factor === same ? (statement.body === null ? [same] : parts) : [factor],
          );
        else if (overlap.length > 0) throw new Meaningless(`${name} has two laws for ${overlap[0]?.heads[0]}`);
        else factors.push(...parts);
      }
    });
    if (factors.length === 0) throw new Meaningless(`${name} is no family of densities`);
    const variables = factors.flatMap((factor) => factor.heads);
    this.refuseCycles(name, factors);
    for (const factor of factors) {
      for (const key of factor.parents) given.add(key);
      for (const key of factor.params) givenParams.add(key);
    }
    const inputs = [...given].filter((key) => !variables.includes(key));
    if (variables.length > 30) throw new Unsupported('a family of more than 30 variables');
    return {
      name,
      variables,
      inputs,
      params: [...givenParams],
      factors,
      numbers: variables.map((key) => this.statesOf(key)),
      joints: new Map(),
      conditionals: new Map(),
      dependence: new Map(),
      position: new Map(variables.map((key, i) => [key, i])),
    };
  }

  private refuseCycles(name: string, factors: readonly Factor[]): void {
    const done = new Set<string>();
    const random = new Set(factors.flatMap((factor) => factor.heads));
    let left = [...factors];
    while (left.length > 0) {
      const ready = left.filter((factor) => factor.parents.every((key) => done.has(key) || !random.has(key)));
      if (ready.length === 0) throw new Meaningless(`the factors of ${name} form a cycle`);
      for (const key of ready.flatMap((factor) => factor.heads)) done.add(key);
      left = left.filter((factor) => !ready.includes(factor));
    }
  }

  private headOf(
    bracket: Bracket,
    indices: ReadonlyMap<string, number>,
  ): { heads: string[]; parents: string[]; params: string[] } {
    const heads: string[] = [];
    const parents: string[] = [];
    const params: string[] = [];
    for (const section of bracket.sections)
      for (const arg of section.args) {
        const keys = this.resolve(arg.value, indices);
        if (!keys || arg.slot) throw new Meaningless('the arguments of a density statement are variables');
        for (const key of keys) {
          if (this.members.get(key)?.role === 'param') params.push(key);
          else (section.separator === '' ? heads : parents).push(key);
        }
      }
    return { heads, parents, params };
  }

  /** The primitive conditionals of one statement at one value of the free indices of its head. */
  private factorsOf(statement: DensityStatement, indices: ReadonlyMap<string, number>, id: string): Factor[] {
    const tag = (place: string, at: ReadonlyMap<string, number>): string =>
      `${place} ${[...at].filter(([index]) => !this.declarations.iid.has(index)).map(([index, value]) => `${index}=${value}`)}`;
    const whole = (table: Factor['table']): Factor[] => [
      { id: tag(id, indices), ...this.headOf(statement.head, indices), table },
    ];
    const body = statement.body;
    if (body === null) return whole(null);
    if (body.kind === 'table')
      return whole({ axes: body.axes.map((axis) => this.resolve(axis, indices)?.[0] ?? ''), rows: body.rows });
    const walk = (expr: Expr, at: ReadonlyMap<string, number>, place: string): Factor[] => {
      const call = headCall(expr);
      if (call && call.name === statement.family)
        return [{ id: tag(place, at), ...this.headOf(call.bracket, at), table: null }];
      if (expr.kind === 'bracket') {
        const inner = onlyArgument(expr);
        if (inner) return walk(inner, at, place);
      }
      if (expr.kind === 'big' && expr.op === 'prod' && expr.sub?.length === 1) {
        const binder = expr.sub[0];
        if (binder?.kind === 'expr' && binder.value.kind === 'name') {
          const index = binder.value.name;
          const values = this.plate(index);
          if (!values) throw new Meaningless(`${index} is no index of a plate`);
          return values.flatMap((value) => walk(expr.body, new Map(at).set(index, value), `${place}.b`));
        }
        if (binder?.kind === 'assign') {
          const hi = binder.hi ?? expr.sup;
          if (!hi) throw new Meaningless('a product needs an upper end');
          const [lo, top] = [this.index(binder.lo, at), this.index(hi, at)];
          return Array.from({ length: Math.max(0, top - lo + 1) }, (_, i) => lo + i).flatMap((value) =>
            walk(expr.body, new Map(at).set(binder.index, value), `${place}.b`),
          );
        }
      }
      if (expr.kind === 'product') {
        const factors: Factor[] = [];
        for (let i = 0; i < expr.items.length; i++) {
          const item = expr.items[i];
          const next = expr.items[i + 1];
          if (!item || item.join === '/') throw new Unsupported('a density statement with a quotient');
          if (item.value.kind === 'name' && item.value.name === statement.family && next) {
            factors.push({ id: tag(`${place}.${i}`, at), ...this.headOf(next.value as Bracket, at), table: null });
            i++;
          } else factors.push(...walk(item.value, at, `${place}.${i}`));
        }
        return factors;
      }
      throw new Unsupported('a density statement that is no factorisation');
    };
    return walk(body, indices, id);
  }

  private joint(family: Family, inputs: readonly number[], params: readonly number[]): Joint {
    const key = `${inputs.join()};${params.join()}`;
    const known = family.joints.get(key);
    if (known) return known;
    const total = family.numbers.reduce((product, count) => product * count, 1);
    const table = new Float64Array(total).fill(1);
    const state = (name: string, states: readonly number[]): number => {
      const at = family.position.get(name);
      return (at === undefined ? inputs[family.inputs.indexOf(name)] : states[at]) ?? 0;
    };
    const tables = family.factors.map((factor) => this.factorTable(family, factor, params));
    const states = family.numbers.map(() => 0);
    for (let entry = 0; entry < total; entry++) {
      let rest = entry;
      for (let i = states.length - 1; i >= 0; i--) {
        const count = family.numbers[i] ?? 1;
        states[i] = rest % count;
        rest = Math.floor(rest / count);
      }
      let product = 1;
      family.factors.forEach((factor, f) => {
        let at = 0;
        for (const name of factor.parents) at = at * this.statesOf(name) + state(name, states);
        for (const name of factor.heads) at = at * this.statesOf(name) + state(name, states);
        product *= tables[f]?.[at] ?? 0;
      });
      table[entry] = product;
    }
    const joint = { table, marginals: new Map<number, Float64Array>() };
    if (family.joints.size > 4000) family.joints.clear();
    family.joints.set(key, joint);
    return joint;
  }

  /** One primitive conditional, parents outermost; its logits are smooth random functions of the parameters. */
  private factorTable(family: Family, factor: Factor, params: readonly number[]): Float64Array {
    const values = factor.params.map((name) => params[family.params.indexOf(name)] ?? 0);
    const known = `${factor.heads.join()}|${values.join()}`;
    const ready = family.conditionals.get(known);
    if (ready) return ready;
    const shape = [...factor.parents, ...factor.heads].map((name) => this.statesOf(name));
    const headCount = factor.heads.reduce((product, name) => product * this.statesOf(name), 1);
    const total = shape.reduce((product, count) => product * count, 1);
    const table = new Float64Array(total);
    if (factor.table) {
      const names = [...factor.parents, ...factor.heads];
      for (let entry = 0; entry < total; entry++) {
        const states = digits(entry, shape);
        let rows: Rows | undefined = factor.table.rows;
        for (const axis of factor.table.axes)
          rows = rows?.kind === 'rows' ? rows.items[states[names.indexOf(axis)] ?? 0] : undefined;
        if (rows?.kind !== 'leaf') throw new Meaningless('a table has another shape than its axes');
        table[entry] = this.leaf(rows.value, (name) => values[factor.params.indexOf(name)] ?? null);
      }
    } else {
      for (let entry = 0; entry < total; entry++) {
        const random = stream(hash(`${this.plan.seed} table ${factor.id} ${entry}`));
        let logit = 2.4 * random() - 1.2;
        let phase = 6 * random();
        for (const value of values) {
          logit += (0.4 + 0.6 * random()) * Math.sin((0.5 + random()) * value + 6 * random());
          phase += (0.5 + random()) * value;
        }
        if (values.length > 1) logit += 0.5 * Math.sin(phase);
        table[entry] = Math.exp(logit);
      }
      for (let start = 0; start < total; start += headCount) {
        let sum = 0;
        for (let i = start; i < start + headCount; i++) sum += table[i] ?? 0;
        for (let i = start; i < start + headCount; i++) table[i] = (table[i] ?? 0) / sum;
      }
    }
    if (family.conditionals.size > 20000) family.conditionals.clear();
    family.conditionals.set(known, table);
    return table;
  }

  private leaf(expr: Expr, param: (name: string) => number | null): number {
    const name = spelling(expr);
    const value = name === null ? null : param(name);
    if (value !== null) return value;
    if (expr.kind === 'number') return Number(expr.text);
    if (expr.kind === 'sum')
      return expr.items.reduce((sum, item) => sum + (item.sign === '-' ? -1 : 1) * this.leaf(item.value, param), 0);
    if (expr.kind === 'product')
      return expr.items.reduce(
        (product, item) =>
          item.join === '/' ? product / this.leaf(item.value, param) : product * this.leaf(item.value, param),
        1,
      );
    const inner = expr.kind === 'bracket' ? onlyArgument(expr) : null;
    if (inner) return this.leaf(inner, param);
    throw new Unsupported('an entry of a table is a number');
  }

  private marginal(family: Family, joint: Joint, kept: readonly number[], states: readonly number[]): number {
    let mask = 0;
    for (const i of kept) mask |= 1 << i;
    let table = joint.marginals.get(mask);
    const { numbers } = family;
    if (!table) {
      let size = 1;
      numbers.forEach((count, i) => {
        if (mask & (1 << i)) size *= count;
      });
      table = new Float64Array(size);
      for (let entry = 0; entry < joint.table.length; entry++) {
        const all = digits(entry, numbers);
        let at = 0;
        numbers.forEach((count, i) => {
          if (mask & (1 << i)) at = at * count + (all[i] ?? 0);
        });
        table[at] = (table[at] ?? 0) + (joint.table[entry] ?? 0);
      }
      joint.marginals.set(mask, table);
    }
    let at = 0;
    for (let i = 0; i < numbers.length; i++) if (mask & (1 << i)) at = at * (numbers[i] ?? 1) + (states[i] ?? 0);
    return table[at] ?? 0;
  }
}

function digits(entry: number, shape: readonly number[]): number[] {
  const states = shape.map(() => 0);
  let rest = entry;
  for (let i = shape.length - 1; i >= 0; i--) {
    const count = shape[i] ?? 1;
    states[i] = rest % count;
    rest = Math.floor(rest / count);
  }
  return states;
}

function memberKey(name: string, indices: readonly number[]): string {
  return indices.length ? `${name}_${indices.join(',')}` : name;
}

/** The names in the subscripts of an expression. */
function indexNames(expr: Expr): string[] {
  const names = (e: Expr): string[] =>
    e.kind === 'name'
      ? [e.name]
      : e.kind === 'sum' || e.kind === 'product'
        ? e.items.flatMap((item) => names(item.value))
        : [];
  if (expr.kind === 'script')
    return (expr.sub ?? []).flatMap((item) => (item.kind === 'expr' ? names(item.value) : []));
  if (expr.kind === 'bracket')
    return expr.sections.flatMap((section) => section.args.flatMap((arg) => indexNames(arg.value)));
  if (expr.kind === 'braces') return expr.items.flatMap(indexNames);
  return [];
}

function axisName(axis: Expr): string | null {
  return axis.kind === 'script' && axis.base.kind === 'name' ? axis.base.name : spelling(axis);
}
