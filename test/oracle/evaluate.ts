/**
 * The value of an expression in a finite world, by nested loops over states.
 */
import type { Expr, SubItem } from '../../grammar/ast.js';
import {
  type Bracket,
  type Declarations,
  Meaningless,
  onlyArgument,
  spelling,
  Unsupported,
  undecorated,
} from './declarations.js';
import { type Family, hash, stream, type World } from './world.js';

/** What a variable or parameter is at the moment; `free` until a binder sets it. */
interface Cell {
  /** Null for a parameter, and for a variable moved off its states by a derivative. */
  readonly state: number | null;
  readonly real: number;
  readonly free: boolean;
}

/** The free symbols that an evaluation has read. */
export interface Touched {
  readonly variables: Set<string>;
  readonly indices: Set<string>;
  readonly subsets: Set<string>;
}

/** A density with its slots filled: values are cells, read at each state, or fixed states. */
interface Call {
  readonly family: Family;
  readonly heads: readonly Filled[];
  readonly conditions: readonly Filled[];
  readonly inputs: readonly Filled[];
  readonly params: ReadonlyMap<string, number>;
}

interface Filled {
  readonly slot: string;
  readonly value: string | number;
}

/** Free symbols of one point: a state for every variable, a number for every parameter, index and subset values. */
export interface Point {
  readonly states: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, number>;
  readonly indices: ReadonlyMap<string, number>;
  readonly subsets: ReadonlyMap<string, readonly number[]>;
}

const elementary: Readonly<Record<string, (x: number) => number>> = {
  ln: Math.log,
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const isElementary = (name: string): boolean => Object.hasOwn(elementary, name);

/** Step of the widest of three central differences; the error of the extrapolation is of order step^6. */
const step = 0.02;

export class Evaluator {
  readonly touched: Touched = { variables: new Set(), indices: new Set(), subsets: new Set() };
  private readonly declarations: Declarations;
  private readonly cells = new Map<string, Cell>();
  private readonly indices = new Map<string, number>();
  private readonly freeIndices = new Set<string>();
  private readonly subsets = new Map<string, readonly number[]>();
  private readonly freeSubsets = new Set<string>();
  private depth = 0;

  constructor(
    private readonly world: World,
    point: Point,
  ) {
    this.declarations = world.declarations;
    for (const member of world.members.values()) {
      if (member.role === 'param')
        this.cells.set(member.key, { state: null, real: point.params.get(member.key) ?? 0.5, free: true });
      else {
        const state = point.states.get(member.key) ?? 0;
        this.cells.set(member.key, { state, real: member.values[state] ?? 0, free: true });
      }
    }
    for (const [name, value] of point.indices) {
      this.indices.set(name, value);
      this.freeIndices.add(name);
    }
    for (const [name, members] of point.subsets) {
      this.subsets.set(name, members);
      this.freeSubsets.add(name);
    }
  }

  value(expr: Expr): number {
    switch (expr.kind) {
      case 'number':
        return Number(expr.text);
      case 'name':
      case 'script':
        return this.named(expr);
      case 'bracket': {
        const inner = onlyArgument(expr);
        if (!inner) throw new Meaningless('a list of arguments has no value');
        return this.value(inner);
      }
      case 'product':
        return this.product(expr.items.map((item) => item));
      case 'sum':
        return expr.items.reduce(
          (sum, item) => (item.sign === '-' ? sum - this.value(item.value) : sum + this.value(item.value)),
          0,
        );
      case 'big': {
        let total = expr.op === 'sum' ? 0 : 1;
        this.iterate(expr.sub, expr.sup, (length) => {
          if (expr.op === 'sum') total += length * this.value(expr.body);
          else total *= this.value(expr.body);
        });
        return total;
      }
      case 'integral': {
        if (expr.lo || expr.hi) throw new Unsupported('an integral with bounds');
        const keys = expr.differentials.flatMap((differential) =>
          this.variables(differential, 'a differential is a variable'),
        );
        if (new Set(keys).size !== keys.length) throw new Meaningless('integrated twice over one variable');
        let total = 0;
        this.overStates(keys, () => {
          total += this.length(keys) * this.value(expr.body);
        });
        return total;
      }
      case 'operator':
        return this.operator(expr);
      case 'grad':
        return this.gradient(
          expr.sub.map((item) => {
            if (item.kind !== 'expr') throw new Meaningless('a gradient is with respect to a parameter or variable');
            return item.value;
          }),
          expr.body,
        );
      case 'derivative':
        return this.gradient([expr.variable], expr.body);
      case 'braces':
      case 'metavariable':
      case 'table':
        throw new Meaningless(`a ${expr.kind} has no value here`);
    }
  }

  /** The members of a variable-like expression, with its free indices noted. */
  variables(expr: Expr, otherwise: string): readonly string[] {
    const keys = this.resolve(expr);
    if (!keys) throw new Meaningless(otherwise);
    return keys;
  }

  private resolve(expr: Expr): readonly string[] | null {
    const keys = this.world.resolve(expr, this.indices, this.subsets);
    if (keys) this.noteIndices(expr);
    return keys;
  }

  private noteIndices(expr: Expr): void {
    if (expr.kind === 'bracket') {
      const inner = onlyArgument(expr);
      if (inner) this.noteIndices(inner);
    }
    if (expr.kind === 'script' && !this.declarations.variables.has(spelling(expr) ?? ''))
      for (const item of expr.sub ?? []) for (const name of namesIn(item)) this.note(name);
  }

  private note(name: string): void {
    if (this.freeIndices.has(name) && this.indices.has(name)) this.touched.indices.add(name);
    else if (this.freeSubsets.has(name)) this.touched.subsets.add(name);
  }

  private read(key: string): Cell {
    const cell = this.cells.get(key);
    if (!cell) throw new Meaningless(`${key} has no value`);
    if (cell.free) this.touched.variables.add(key);
    return cell;
  }

  private named(expr: Expr): number {
    const name = spelling(expr);
    if (name !== null) {
      const index = this.indices.get(name);
      if (index !== undefined) {
        this.note(name);
        return index;
      }
      const size = this.world.size(name);
      if (size !== null) return size;
    }
    const keys = this.resolve(expr);
    if (keys) {
      const [key] = keys;
      if (key === undefined || keys.length !== 1)
        throw new Meaningless(`${name ?? 'a collection'} is a collection, not a number`);
      return this.read(key).real;
    }
    const definition = this.definition(expr);
    if (definition) {
      if (definition.formals) throw new Meaningless(`${name} needs its arguments`);
      return this.unfold(expr, []);
    }
    const unknown = this.unknownFunction(expr);
    if (unknown) {
      if (unknown.arity) throw new Meaningless(`${name} needs its arguments`);
      return this.unknown(expr, []);
    }
    if (expr.kind === 'script') {
      if (expr.sup) {
        const base: Expr = expr.sub
          ? { kind: 'script', base: expr.base, sub: expr.sub, sup: null, span: expr.span }
          : expr.base;
        return this.value(base) ** this.value(expr.sup);
      }
      if (expr.base.kind === 'bracket' && !expr.sub) return this.value(expr.base);
    }
    if (name === 'pi') return Math.PI;
    if (name === 'const') throw new Meaningless('const is a term of the whole line');
    throw new Meaningless(`${name ?? 'a scripted expression'} is not declared`);
  }

  // Products: a callee followed by its argument, else a factor.

  private product(items: readonly { readonly join: string; readonly value: Expr }[]): number {
    let result = 1;
    let at = 0;
    while (at < items.length) {
      const divide = items[at]?.join === '/';
      const [value, next] = this.take(items, at);
      result = divide ? result / value : result * value;
      at = next;
    }
    return result;
  }

  private take(items: readonly { readonly join: string; readonly value: Expr }[], at: number): [number, number] {
    const head = items[at]?.value;
    if (!head) throw new Meaningless('a function needs an argument');
    const after = items[at + 1];
    const next = after?.join === 'juxtaposed' ? after.value : undefined;
    const name = spelling(head);
    if (name !== null && isElementary(name) && !this.declarations.functions.has(name)) {
      const apply = elementary[name] as (x: number) => number;
      if (!next) throw new Meaningless(`${name} needs an argument`);
      if (next.kind === 'bracket') return [apply(this.value(next)), at + 2];
      const powered = poweredBracket(next);
      if (powered) return [apply(this.value(powered.bracket)) ** this.value(powered.power), at + 2];
      const [argument, end] = this.take(items, at + 1);
      return [apply(argument), end];
    }
    const call = (apply: (bracket: Bracket) => number): [number, number] => {
      if (next?.kind === 'bracket') return [apply(next), at + 2];
      const powered = next && poweredBracket(next);
      if (!powered) throw new Meaningless(`${name} needs its arguments`);
      return [apply(powered.bracket) ** this.value(powered.power), at + 2];
    };
    if (name !== null && this.declarations.families.has(name))
      return call((bracket) => this.density(this.fill(name, bracket)));
    if (this.definition(head)?.formals)
      return call((bracket) =>
        this.unfold(
          head,
          bracket.sections.flatMap((section) => section.args.map((arg) => arg.value)),
        ),
      );
    if (this.unknownFunction(head)?.arity)
      return call((bracket) =>
        this.unknown(
          head,
          bracket.sections.flatMap((section) => section.args.map((arg) => arg.value)),
        ),
      );
    return [this.value(head), at + 1];
  }

  // Binders.

  /**
   * Runs `visit` at every value of the binders of a sum or product, the first outermost, with the length of the state
   * of a variable summed over: a sum over a variable that has a density is its integral.
   */
  private iterate(
    sub: readonly SubItem[] | null,
    sup: Expr | null,
    visit: (length: number) => void,
    bound: readonly string[] = [],
  ): void {
    const [item, ...rest] = sub ?? [];
    if (!item) throw new Meaningless('a sum or product needs to say over what');
    const binds = 'index' in item ? [...bound, item.index] : bound;
    const inner = (length: number): void => {
      if (rest.length === 0) visit(length);
      else this.iterate(rest, sup, (other) => visit(length * other), binds);
    };
    if (item.kind === 'except' && bound.includes(item.index)) {
      // `n in S, n != m`: a condition on an index that is bound already.
      if (this.indices.get(item.index) !== this.whole(item.value)) inner(1);
      return;
    }
    const index = this.binder(item, sup);
    if (index) {
      this.overIndex(index.name, index.values, () => inner(1));
      return;
    }
    const variable = item.kind === 'expr' ? item.value : null;
    if (!variable) throw new Meaningless('a sum or product is over an index or a variable');
    const keys = this.variables(variable, `${spelling(variable)} is neither an index nor a variable`);
    this.overStates(keys, () => inner(this.length(keys)));
  }

  /** The index that a subscript binds, with its values; null if it binds none. */
  private binder(item: SubItem, sup: Expr | null): { name: string; values: readonly number[] } | null {
    if (item.kind === 'in') return { name: item.index, values: this.subset(item.set) };
    if (item.kind === 'expr') {
      const values = item.value.kind === 'name' ? this.world.plate(item.value.name) : null;
      return values && item.value.kind === 'name' ? { name: item.value.name, values } : null;
    }
    if (item.kind === 'assign') {
      const hi = item.hi ?? sup;
      if (!hi) throw new Meaningless('a sum or product needs an upper end');
      const [from, to] = [this.whole(item.lo), this.whole(hi)];
      return { name: item.index, values: Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i) };
    }
    if (item.kind !== 'except') return null;
    const out = this.whole(item.value);
    const plate =
      this.world.plate(item.index) ?? (item.value.kind === 'name' ? this.world.plate(item.value.name) : null);
    if (!plate) throw new Meaningless(`${item.index} is no index`);
    return { name: item.index, values: plate.filter((i) => i !== out) };
  }

  private whole(expr: Expr): number {
    const value = this.value(expr);
    if (!Number.isInteger(value)) throw new Meaningless('an index is a whole number');
    return value;
  }

  private subset(name: string): readonly number[] {
    const members = this.subsets.get(name);
    if (!members) throw new Meaningless(`${name} is no subset`);
    this.note(name);
    return members;
  }

  private overIndex(name: string, values: readonly number[], visit: () => void): void {
    const [old, wasFree] = [this.indices.get(name), this.freeIndices.delete(name)];
    for (const value of values) {
      this.indices.set(name, value);
      visit();
    }
    if (old === undefined) this.indices.delete(name);
    else this.indices.set(name, old);
    if (wasFree) this.freeIndices.add(name);
  }

  private overSubset(name: string, visit: () => void): number {
    const [old, wasFree] = [this.subsets.get(name), this.freeSubsets.delete(name)];
    const all = this.world.subsets(name);
    for (const members of all) {
      this.subsets.set(name, members);
      visit();
    }
    if (old) this.subsets.set(name, old);
    if (wasFree) this.freeSubsets.add(name);
    return all.length;
  }

  private overStates(keys: readonly string[], visit: () => void): void {
    const [key, ...rest] = keys;
    if (key === undefined) {
      visit();
      return;
    }
    const values = this.world.members.get(key)?.values ?? [];
    if (values.length === 0) throw new Meaningless(`${key} is a parameter and has no states to sum over`);
    this.bind(
      values.map((real, state) => [key, { state, real, free: false }]),
      () => this.overStates(rest, visit),
    );
  }

  /** What the present states of the variables count together in an integral. */
  private length(keys: readonly string[]): number {
    return keys.reduce(
      (product, key) => product * (this.world.members.get(key)?.lengths[this.cells.get(key)?.state ?? 0] ?? 1),
      1,
    );
  }

  /** Runs `visit` at each of the cells for a key, and puts the old one back. */
  private bind(settings: readonly (readonly [string, Cell])[], visit: () => void): void {
    for (const [key, cell] of settings) {
      const old = this.cells.get(key);
      this.cells.set(key, cell);
      visit();
      if (old) this.cells.set(key, old);
      else this.cells.delete(key);
    }
  }

  // Densities.

  private fill(name: string, bracket: Bracket): Call {
    const family = this.world.family(name);
    const heads: Filled[] = [];
    const conditions: Filled[] = [];
    const inputs: Filled[] = [];
    const params = new Map<string, number>();
    const used = new Set<string>();
    const use = (slot: string): void => {
      if (used.has(slot)) throw new Meaningless(`${slot} stands twice in ${name}`);
      used.add(slot);
    };
    for (const section of bracket.sections)
      for (const { slot, value } of section.args) {
        if (section.separator === '||') throw new Meaningless('|| stands in a divergence only');
        const slots = this.resolve(slot ?? value);
        if (!slots) throw new Meaningless(`an argument of ${name} is no variable of it`);
        const values = slot ? this.valuesFor(value, slots) : slots;
        slots.forEach((at, i) => {
          const filled: Filled = { slot: at, value: values[i] ?? at };
          if (family.position.has(at)) {
            use(at);
            (section.separator === '' ? heads : conditions).push(filled);
          } else if (section.separator === '') {
            throw new Meaningless(`${name} gives ${at} no law`);
          } else if (family.inputs.includes(at)) {
            use(at);
            inputs.push(filled);
          } else {
            const param = family.params.includes(at) ? at : undecorated(at);
            if (!family.params.includes(param)) throw new Meaningless(`${at} is no variable of ${name}`);
            use(param);
            params.set(param, typeof filled.value === 'number' ? filled.value : this.read(filled.value).real);
          }
        });
      }
    if (heads.length === 0) throw new Meaningless(`${name} needs a variable left of the bar`);
    const call = { family, heads, conditions, inputs, params };
    this.refuseMissing(call);
    return call;
  }

  /** The values of `slot = value`: a variable for each slot, or a number: a parameter's value or a state's. */
  private valuesFor(value: Expr, slots: readonly string[]): (string | number)[] {
    const variables = this.resolve(value);
    const [slot] = slots;
    if (variables) {
      if (variables.length !== slots.length) throw new Meaningless('slot and value have different sizes');
      return [...variables];
    }
    const number = this.value(value);
    if (slots.length !== 1 || slot === undefined) throw new Meaningless('one number for several slots');
    const states = this.world.members.get(slot)?.values ?? [];
    if (states.length === 0) return [number];
    const state = states.findIndex((real) => Math.abs(real - number) < 1e-12);
    if (state < 0) throw new Unsupported('a slot filled with a number that is no state');
    return [state];
  }

  private refuseMissing({ family, heads, conditions, inputs, params }: Call): void {
    const missing = [
      ...family.inputs.filter((key) => !inputs.some((filled) => filled.slot === key)),
      ...family.params.filter((key) => !params.has(key)),
    ];
    if (missing.length === 0) return;
    const at = (filled: Filled): number => family.position.get(filled.slot) ?? 0;
    if (this.world.depends(family, heads.map(at), conditions.map(at), missing))
      throw new Meaningless(`${family.name} depends on ${missing.join(', ')}, which is left out`);
  }

  private state({ slot, value }: Filled): number {
    if (typeof value === 'number') return value;
    const state = this.read(value).state;
    if (state === null) throw new Unsupported(`the slot ${slot} filled with a number that is no state`);
    return state;
  }

  private density({ family, heads, conditions, inputs, params }: Call): number {
    const states = family.numbers.map(() => 0);
    const place = (filled: Filled): number => {
      const at = family.position.get(filled.slot) ?? 0;
      states[at] = this.state(filled);
      return at;
    };
    const given = family.inputs.map((key) => {
      const filled = inputs.find(({ slot }) => slot === key);
      return filled ? this.state(filled) : 0;
    });
    const numbers = family.params.map((key) => params.get(key) ?? 0.5);
    const probability = this.world.conditional(family, heads.map(place), conditions.map(place), states, given, numbers);
    return heads.reduce(
      (density, { slot }) =>
        density / (this.world.members.get(slot)?.lengths[states[family.position.get(slot) ?? 0] ?? 0] ?? 1),
      probability,
    );
  }

  /** The densities of a product of densities, at the present indices. */
  private calls(expr: Expr): Call[] {
    if (expr.kind === 'bracket') {
      const inner = onlyArgument(expr);
      if (inner) return this.calls(inner);
    }
    if (expr.kind === 'big' && expr.op === 'prod') {
      const calls: Call[] = [];
      this.iterate(expr.sub, expr.sup, () => calls.push(...this.calls(expr.body)));
      return calls;
    }
    if (expr.kind === 'product') {
      const calls: Call[] = [];
      for (let i = 0; i < expr.items.length; i++) {
        const item = expr.items[i];
        const name = item && spelling(item.value);
        const next = expr.items[i + 1]?.value;
        if (!item || item.join === '/') throw new Meaningless('a measure is a product of densities');
        if (name && this.declarations.families.has(name) && next?.kind === 'bracket') {
          calls.push(this.fill(name, next));
          i++;
        } else calls.push(...this.calls(item.value));
      }
      return calls;
    }
    throw new Meaningless('a measure is a product of densities');
  }

  private densityOf(calls: readonly Call[]): number {
    return calls.reduce((product, call) => product * this.density(call), 1);
  }

  private headKeys(calls: readonly Call[]): string[] {
    const keys = calls.flatMap((call) =>
      call.heads.map(({ value }) => {
        if (typeof value === 'number') throw new Meaningless('a measure binds variables, not numbers');
        return value;
      }),
    );
    if (new Set(keys).size !== keys.length) throw new Meaningless('a measure gives two laws to one variable');
    return keys;
  }

  /** Runs `visit` at every state of the heads, with its probability and its density. */
  private overMeasure(calls: readonly Call[], visit: (weight: number, density: number) => void): void {
    let total = 0;
    const keys = this.headKeys(calls);
    this.overStates(keys, () => {
      const density = this.densityOf(calls);
      const weight = density * this.length(keys);
      total += weight;
      visit(weight, density);
    });
    if (Math.abs(total - 1) > 1e-6) throw new Meaningless('the measure does not sum to one');
  }

  // Operators.

  private operator(expr: Extract<Expr, { kind: 'operator' }>): number {
    const { op, sub, body } = expr;
    if (op === 'KL') return this.divergence(body, sub);
    if (op === 'H' || op === 'I') return sub ? this.averaged(op, sub, body) : this.entropy(op, body);
    const args = body.sections.flatMap((section) => section.args.map((arg) => arg.value));
    const [f, g] = args;
    if (body.sections.length !== 1 || !f || args.length !== (op === 'Cov' ? 2 : 1))
      throw new Meaningless(`${op} has the wrong number of arguments`);
    const average = (visit: (weight: number) => void): void => {
      const [only] = sub ?? [];
      if (!sub || !only) throw new Meaningless(`${op} needs a measure`);
      if (
        sub.length === 1 &&
        only.kind === 'expr' &&
        only.value.kind === 'name' &&
        this.declarations.subsets.has(only.value.name)
      ) {
        const draws = this.world.subsets(only.value.name).length;
        this.overSubset(only.value.name, () => visit(1 / draws));
      } else
        this.overMeasure(
          sub.flatMap((item) => {
            if (item.kind !== 'expr') throw new Meaningless(`${op} needs a density as its measure`);
            return this.calls(item.value);
          }),
          visit,
        );
    };
    const points: { weight: number; f: number; g: number }[] = [];
    average((weight) => {
      const value = this.value(f);
      points.push({ weight, f: value, g: g ? this.value(g) : value });
    });
    const mean = points.reduce((sum, point) => sum + point.weight * point.f, 0);
    if (op === 'E') return mean;
    const other = points.reduce((sum, point) => sum + point.weight * point.g, 0);
    return points.reduce((sum, point) => sum + point.weight * (point.f - mean) * (point.g - other), 0);
  }

  private divergence(body: Bracket, sub: readonly SubItem[] | null): number {
    const [left, right] = body.sections;
    const [p, q] = [left?.args[0]?.value, right?.args[0]?.value];
    if (
      sub ||
      !p ||
      !q ||
      body.sections.length !== 2 ||
      right?.separator !== '||' ||
      left?.args.length !== 1 ||
      right.args.length !== 1
    )
      throw new Meaningless('KL has the form KL[a || b]');
    const [above, below] = [this.calls(p), this.calls(q)];
    if (this.headKeys(above).sort().join() !== this.headKeys(below).sort().join())
      throw new Meaningless('the densities of a divergence have different heads');
    let total = 0;
    this.overMeasure(above, (weight, density) => {
      total += weight * Math.log(density / this.densityOf(below));
    });
    return total;
  }

  private entropy(op: 'H' | 'I', body: Bracket): number {
    const args = body.sections.flatMap((section) => section.args.map((arg) => arg.value));
    const [p, q] = args;
    if (op === 'I' || !p || args.length > 2 || body.sections.length !== 1)
      throw new Meaningless(`${op} needs a family: ${op}_{p}[..]`);
    const above = this.calls(p);
    const below = q ? this.calls(q) : above;
    if (this.headKeys(above).sort().join() !== this.headKeys(below).sort().join())
      throw new Meaningless('the densities of a cross-entropy have different heads');
    let total = 0;
    this.overMeasure(above, (weight) => {
      total -= weight * Math.log(this.densityOf(below));
    });
    return total;
  }

  /** H_{p}[x | y], I_{p}[x; y | z]: averages under the family itself, its parameters at their own values. */
  private averaged(op: 'H' | 'I', sub: readonly SubItem[], body: Bracket): number {
    const [item] = sub;
    const name = item?.kind === 'expr' ? spelling(item.value) : null;
    if (sub.length !== 1 || name === null || !this.declarations.families.has(name))
      throw new Meaningless(`${op} needs the name of a family`);
    const family = this.world.family(name);
    const groups = new Map<string, string[]>([
      ['', []],
      [';', []],
      ['|', []],
    ]);
    for (const section of body.sections) {
      const group = groups.get(section.separator);
      if (!group) throw new Meaningless(`${op} has the wrong form`);
      for (const arg of section.args) group.push(...this.variables(arg.value, `an argument of ${op} is no variable`));
    }
    const [x = [], y = [], z = []] = [groups.get(''), groups.get(';'), groups.get('|')];
    const all = [...x, ...y, ...z];
    if (new Set(all).size !== all.length || x.length === 0 || (op === 'I') !== y.length > 0)
      throw new Meaningless(`${op} has the wrong form`);
    for (const key of all) if (!family.position.has(key)) throw new Meaningless(`${name} gives ${key} no law`);
    const own = (keys: readonly string[]): Filled[] => keys.map((key) => ({ slot: key, value: key }));
    const density = (heads: readonly string[], conditions: readonly string[]): Call => {
      const params = new Map(family.params.map((key) => [key, this.read(key).real]));
      const call = { family, heads: own(heads), conditions: own(conditions), inputs: [], params };
      this.refuseMissing(call);
      return call;
    };
    const joint = density(all, []);
    const [px, py, pxy] = [density(x, z), y.length ? density(y, z) : null, density([...x, ...y], z)];
    let total = 0;
    this.overMeasure([joint], (weight) => {
      if (py) total += weight * Math.log(this.density(pxy) / (this.density(px) * this.density(py)));
      else total -= weight * Math.log(this.density(px));
    });
    return total;
  }

  /** A vector of several derivatives is summed with fixed weights, so that linear identities stay comparable. */
  private gradient(targets: readonly Expr[], body: Expr): number {
    const keys = targets.flatMap((target) =>
      this.variables(target, `${spelling(target)} is nothing to differentiate by`),
    );
    if (keys.length === 0) throw new Meaningless('a gradient needs something to differentiate by');
    return keys.reduce((sum, key, i) => sum + (1 + 0.37 * i) * this.derivative(key, body), 0);
  }

  private derivative(key: string, body: Expr): number {
    const cell = this.read(key);
    const at = (real: number): number => {
      let value = 0;
      this.bind([[key, { ...cell, state: null, real }]], () => {
        value = this.value(body);
      });
      return value;
    };
    const central = (h: number): number => (at(cell.real + h) - at(cell.real - h)) / (2 * h);
    const [a, b, c] = [central(step), central(step / 2), central(step / 4)];
    const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3];
    return (16 * bc - ab) / 15;
  }

  // Definitions and unknown functions.

  private subscripted<T>(expr: Expr, table: ReadonlyMap<string, T>): { entry: T; subs: readonly Expr[] } | null {
    const name = spelling(expr);
    const plain = name === null ? undefined : table.get(name);
    if (plain) return { entry: plain, subs: [] };
    if (expr.kind !== 'script' || expr.base.kind !== 'name' || !expr.sub || expr.sup) return null;
    const subs = expr.sub.map((item) => (item.kind === 'expr' ? item.value : null));
    const kinds = subs
      .map((sub) => (sub?.kind === 'name' && this.declarations.subsets.has(sub.name) ? 's' : 'i'))
      .join('');
    const entry = table.get(`${expr.base.name}/${kinds}`);
    return entry ? { entry, subs: subs.filter((sub) => sub !== null) } : null;
  }

  private definition(expr: Expr) {
    return this.subscripted(expr, this.declarations.definitions)?.entry ?? null;
  }

  private unknownFunction(expr: Expr) {
    return this.subscripted(expr, this.declarations.functions)?.entry ?? null;
  }

  /** The body of a definition with its formals set; its other names mean what they mean where it is used. */
  private unfold(callee: Expr, args: readonly Expr[]): number {
    const found = this.subscripted(callee, this.declarations.definitions);
    if (!found) throw new Meaningless('an undefined name');
    const { entry, subs } = found;
    const formals = entry.formals ?? [];
    if (formals.length !== args.length) throw new Meaningless(`${spelling(callee)} has ${formals.length} arguments`);
    if (this.depth > 20) throw new Meaningless('a definition that uses itself');
    const settings: (readonly [string, Cell])[] = [];
    const numbers: (readonly [string, number])[] = [];
    formals.forEach((formal, i) => {
      const arg = args[i] as Expr;
      const keys = this.world.resolve(formal, this.indices, this.subsets);
      if (!keys) {
        numbers.push([spelling(formal) ?? '', this.value(arg)]);
        return;
      }
      const values = this.resolve(arg);
      if (values && values.length !== keys.length) throw new Meaningless('an argument of another size');
      keys.forEach((key, k) => {
        const from = values?.[k];
        const cell = from === undefined ? { state: null, real: this.value(arg) } : this.read(from);
        settings.push([key, { ...cell, free: false }]);
      });
    });
    let run = (): number => {
      this.depth++;
      const value = this.value(entry.body);
      this.depth--;
      return value;
    };
    const within = (wrap: (visit: () => void) => void): void => {
      const inner = run;
      run = () => {
        let value = 0;
        wrap(() => {
          value = inner();
        });
        return value;
      };
    };
    for (const setting of settings) within((visit) => this.bind([setting], visit));
    for (const [name, value] of numbers) within((visit) => this.overIndex(name, [value], visit));
    entry.subscripts.forEach((formal, i) => {
      const sub = subs[i] as Expr;
      if (this.declarations.subsets.has(formal)) {
        const members = this.subset(spelling(sub) ?? '');
        within((visit) => {
          const [old, wasFree] = [this.subsets.get(formal), this.freeSubsets.delete(formal)];
          this.subsets.set(formal, members);
          visit();
          if (old) this.subsets.set(formal, old);
          if (wasFree) this.freeSubsets.add(formal);
        });
      } else {
        const value = this.whole(sub);
        within((visit) => this.overIndex(formal, [value], visit));
      }
    });
    return run();
  }

  /** A smooth random function of the real values of its arguments, another one for each index. */
  private unknown(callee: Expr, args: readonly Expr[]): number {
    const found = this.subscripted(callee, this.declarations.functions);
    if (!found) throw new Meaningless('an undeclared function');
    const { entry, subs } = found;
    if ((entry.arity ?? 0) !== args.length)
      throw new Meaningless(`${spelling(callee)} has ${entry.arity ?? 0} arguments`);
    const inputs = args.flatMap((arg) => {
      const keys = this.resolve(arg);
      return keys ? keys.map((key) => this.read(key).real) : [this.value(arg)];
    });
    const name =
      callee.kind === 'script' && subs.length > 0
        ? `${spelling(callee.base)} ${subs.map((sub) => this.whole(sub))}`
        : spelling(callee);
    const random = stream(hash(`${this.world.plan.seed} function ${name}`));
    let value = 2 * random() - 1;
    for (let term = 0; term < 3; term++) {
      let phase = 6 * random();
      for (const input of inputs) phase += (0.4 + random()) * input;
      value += (0.4 + 0.6 * random()) * Math.sin(phase);
    }
    if (entry.domain?.kind !== 'named') return value;
    if (/^(positive|spd)$/.test(entry.domain.name)) return Math.exp(value);
    return entry.domain.name === 'unit' ? 1 / (1 + Math.exp(-value)) : value;
  }
}

function poweredBracket(expr: Expr): { bracket: Bracket; power: Expr } | null {
  return expr.kind === 'script' && expr.base.kind === 'bracket' && expr.sup && !expr.sub
    ? { bracket: expr.base, power: expr.sup }
    : null;
}

function namesIn(item: SubItem): string[] {
  const names = (expr: Expr): string[] =>
    expr.kind === 'name'
      ? [expr.name]
      : expr.kind === 'sum' || expr.kind === 'product'
        ? expr.items.flatMap((e) => names(e.value))
        : [];
  if (item.kind === 'expr' || item.kind === 'except') return names(item.value);
  if (item.kind === 'in') return [item.set];
  return [...names(item.lo), ...(item.hi ? names(item.hi) : [])];
}
