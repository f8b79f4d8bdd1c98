/**
 * Is one step of a derivation true, by brute force: both sides at many points of several finite worlds.
 */
import type { Expr, SourceFile, Step, SubItem } from '../../grammar/ast.js';
import {
  children,
  type Derivation,
  gather,
  Meaningless,
  OutOfRange,
  onlyArgument,
  spelling,
  Unsupported,
} from './declarations.js';
import { Evaluator, type Point, type Touched } from './evaluate.js';
import { hash, type Plan, stream, World } from './world.js';

export type Verdict = 'true' | 'false' | 'vacuous-false' | 'meaningless';

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence: the counterexample, or what has no meaning. */
  readonly detail: string;
}

/** Sizes (N, M) = (3, 2) and (2, 1), and (4, 2), or (3, 1) where that is too dear; masses, then densities. */
const plans: readonly Plan[] = [
  { seed: 11, plate: 3, subset: 2, domain: 2, states: [2], lengths: false },
  { seed: 23, plate: 2, subset: 1, domain: 3, states: [2, 3], lengths: true },
];
const large: Plan = { seed: 37, plate: 4, subset: 2, domain: 2, states: [2], lengths: true };
/** The most entries of a joint table at the large sizes. */
const cheap = 300;
const relative = 1e-6;
const absolute = 1e-9;

/**
 * Judges a step of a derivation; steps are numbered from 1. Throws `Unsupported` where no finite world can decide,
 * and an ordinary error when there is no such step.
 */
export function judge(file: SourceFile, label: string, stepNumber: number): Judgement {
  try {
    const declarations = gather(file);
    const derivation = declarations.derivations.find((candidate) => candidate.label?.text === label);
    const step = derivation?.steps[stepNumber - 1];
    if (!derivation || !step) throw new Error(`there is no step ${stepNumber} in ${label}`);
    const third = new World(declarations, large);
    const worlds = [
      ...plans.map((plan) => new World(declarations, plan)),
      affordable(third) ? third : new World(declarations, { ...large, plate: 3, subset: 1 }),
    ];
    const { left, relation, above } = lineAbove(worlds[0] as World, derivation, stepNumber);
    const verdict = compare(worlds, left, { ...step, relation }, above);
    if (verdict.verdict !== 'true' || relation !== '=') return verdict;
    return vacuous(worlds, left, step.right) ?? verdict;
  } catch (error) {
    if (error instanceof Meaningless) return { verdict: 'meaningless', detail: error.message };
    throw error;
  }
}

/** The nearest line above that has a meaning, and how the step's line relates to it. */
function lineAbove(
  world: World,
  derivation: Derivation,
  stepNumber: number,
): { left: Expr; relation: Step['relation']; above: readonly Expr[] } {
  const lines = [derivation.first, ...derivation.steps.slice(0, stepNumber).map((step) => step.right)];
  const relations = derivation.steps.slice(0, stepNumber).map((step) => step.relation);
  let at = stepNumber - 1;
  while (at > 0 && !meaningful(world, lines.slice(0, at), lines[at] as Expr, derivation.steps[at - 1] as Step)) at--;
  return { left: lines[at] as Expr, relation: relations.slice(at).reduce(composed), above: lines.slice(0, stepNumber) };
}

function meaningful(world: World, above: readonly Expr[], line: Expr, step: Step): boolean {
  return [0, 0.5, 1].some((where) => {
    const point = pointAt(world, where);
    try {
      touch(world, point, [withoutConstants(line).expr]);
      refuseFresh(world, point, above, step);
      return true;
    } catch (error) {
      if (error instanceof Meaningless || error instanceof OutOfRange) return false;
      throw error;
    }
  });
}

/** a r b, b s c: how a relates to c. */
function composed(first: Step['relation'], second: Step['relation']): Step['relation'] {
  if (first === '=' || first === second) return second;
  if (second === '=') return first;
  const [a, b] = [first[0], second[0]];
  if (a !== b || !(a === '<' || a === '>')) throw new Meaningless(`nothing follows from ${first} and ${second}`);
  return a;
}

function affordable(world: World): boolean {
  return [...world.declarations.families].every((family) => {
    try {
      return world.entries(family) <= cheap;
    } catch (error) {
      if (error instanceof Meaningless || error instanceof Unsupported) return true;
      throw error;
    }
  });
}

/** What is varied: the free symbols that some line reads. */
interface Free {
  readonly indices: readonly string[];
  readonly subsets: readonly string[];
}

interface Sides {
  readonly left: number;
  readonly right: number;
}

/** A line without its `const` terms, and the scope of each. */
interface Line {
  readonly expr: Expr | null;
  readonly constants: readonly (readonly SubItem[] | null)[];
}

type Comparable = Pick<Step, 'relation' | 'sub' | 'right' | 'forAny'>;

/** Both sides of a step at every point; `above` is null where freshness of names is not asked. */
function compare(worlds: readonly World[], leftLine: Expr, step: Comparable, above: readonly Expr[] | null): Judgement {
  const left = withoutConstants(leftLine);
  const right = withoutConstants(step.right);
  const constants = [...left.constants, ...right.constants];
  let informative = 0;
  let different = 0;
  for (const [w, world] of worlds.entries()) {
    const free = freeSymbols(world, [left.expr, right.expr]);
    const placed = new Set<string>();
    for (const [i, point] of points(world, free).entries()) {
      try {
        const place = JSON.stringify([[...point.indices], [...point.subsets]]);
        if (above && w === 0 && !placed.has(place)) refuseFresh(world, point, above, step);
        placed.add(place);
        const scopes = scopesOf(world, point, step, constants, [left.expr, right.expr]);
        const sides = evaluate(world, point, left, right, step, scopes);
        if (!sides) continue;
        if (!Number.isFinite(sides.left) && !Number.isFinite(sides.right)) continue;
        informative++;
        const holds = agrees(step.relation, sides);
        if (step.relation === '!=') different += holds ? 1 : 0;
        else if (!holds)
          return { verdict: 'false', detail: `${describe(world, i)}: ${sides.left} ${step.relation} ${sides.right}` };
      } catch (error) {
        if (!(error instanceof OutOfRange)) throw error;
      }
    }
  }
  if (informative === 0) throw new Meaningless('there is no point at which the line has a finite value');
  if (step.relation === '!=' && different === 0) return { verdict: 'false', detail: 'both sides agree everywhere' };
  return { verdict: 'true', detail: `${informative} points agree` };
}

function describe(world: World, point: number): string {
  return `world of seed ${world.plan.seed} with ${world.plan.plate} members and subsets of ${world.plan.subset}, point ${point}`;
}

function agrees(relation: Step['relation'], { left, right }: Sides): boolean {
  const tolerance = absolute + relative * Math.max(Math.abs(left), Math.abs(right));
  const equal = Math.abs(left - right) <= tolerance;
  switch (relation) {
    case '=':
    case 'propto':
      return equal;
    case '!=':
      return !equal;
    case '<=':
      return left <= right + tolerance;
    case '>=':
      return left >= right - tolerance;
    case '<':
      return left < right && !equal;
    case '>':
      return left > right && !equal;
  }
}

/**
 * The two numbers to compare. With constants, left minus right without every part that is free of one of the scopes;
 * for `propto`, the cross products of the point and of another one that differs in the scope.
 */
function evaluate(
  world: World,
  point: Point,
  left: Line,
  right: Line,
  step: Comparable,
  scopes: readonly (readonly string[])[],
): Sides | null {
  const value = (line: Line, at: Point): number => (line.expr ? new Evaluator(world, at).value(line.expr) : 0);
  if (step.relation === 'propto') {
    const moved = move(world, point, scopes[0] ?? []);
    const sides = { left: value(left, point) * value(right, moved), right: value(left, moved) * value(right, point) };
    const scale = Math.max(Math.abs(sides.left), Math.abs(sides.right));
    return scale > 0 ? { left: sides.left / scale, right: sides.right / scale } : null;
  }
  if (scopes.length === 0) return { left: value(left, point), right: value(right, point) };
  const distinct = [...new Map(scopes.map((scope) => [[...scope].sort().join(), scope])).values()];
  let total = { left: 0, right: 0 };
  for (let choice = 0; choice < 1 << distinct.length; choice++) {
    const chosen = distinct.filter((_, i) => choice & (1 << i));
    const at = chosen.reduce((moved, scope) => move(world, moved, scope), point);
    const sign = chosen.length % 2 ? -1 : 1;
    total = { left: total.left + sign * value(left, at), right: total.right + sign * value(right, at) };
  }
  return total;
}

/** The same point with every symbol of a scope at a value that depends on the symbol only. */
function move(world: World, point: Point, scope: readonly string[]): Point {
  const states = new Map(point.states);
  const params = new Map(point.params);
  for (const key of scope) {
    const member = world.members.get(key);
    if (member?.role === 'param')
      params.set(key, paramValue(world, key, stream(hash(`${world.plan.seed} moved ${key}`))));
    else states.set(key, hash(`${world.plan.seed} moved ${key}`) % world.statesOf(key));
  }
  return { ...point, states, params };
}

function scopesOf(
  world: World,
  point: Point,
  step: Comparable,
  constants: readonly (readonly SubItem[] | null)[],
  lines: readonly (Expr | null)[],
): string[][] {
  const latents = (): string[] =>
    [...touch(world, point, lines).variables].filter((key) => world.members.get(key)?.role === 'latent');
  const scope = (sub: readonly SubItem[] | null): string[] => {
    if (!sub) {
      const keys = latents();
      if (keys.length === 0) throw new Meaningless('of what is the constant free?');
      return keys;
    }
    const evaluator = new Evaluator(world, point);
    return sub.flatMap((item) => {
      if (item.kind !== 'expr') throw new Meaningless('a constant is free of variables');
      return evaluator.variables(item.value, `${spelling(item.value)} is not declared`);
    });
  };
  return step.relation === 'propto' ? [scope(step.sub)] : constants.map(scope);
}

/** Takes the additive `const` terms off a line. */
function withoutConstants(expr: Expr): Line {
  const scope = constantScope(expr);
  if (scope !== undefined) return { expr: null, constants: [scope] };
  if (expr.kind === 'bracket') {
    const inner = onlyArgument(expr);
    return inner && mentionsConst(inner) ? withoutConstants(inner) : { expr, constants: [] };
  }
  if (expr.kind !== 'sum' || !mentionsConst(expr)) return { expr, constants: [] };
  const parts = expr.items.map((item) => ({ sign: item.sign, line: withoutConstants(item.value) }));
  const items = parts.flatMap(({ sign, line }) => (line.expr ? [{ sign, value: line.expr }] : []));
  return { expr: items.length ? { ...expr, items } : null, constants: parts.flatMap(({ line }) => line.constants) };
}

function constantScope(expr: Expr): readonly SubItem[] | null | undefined {
  if (expr.kind === 'name' && expr.name === 'const') return null;
  if (expr.kind === 'script' && expr.base.kind === 'name' && expr.base.name === 'const' && !expr.sup) return expr.sub;
  return undefined;
}

function mentionsConst(expr: Expr): boolean {
  return constantScope(expr) !== undefined || children(expr).some(mentionsConst);
}

// Points.

function touch(world: World, point: Point, lines: readonly (Expr | null)[]): Touched {
  const evaluator = new Evaluator(world, point);
  for (const line of lines) if (line) evaluator.value(line);
  return evaluator.touched;
}

/** The free indices and subsets, found by evaluating at the ends and the middle of every index. */
function freeSymbols(world: World, lines: readonly (Expr | null)[]): Free {
  const indices = new Set<string>();
  const subsets = new Set<string>();
  let reached = false;
  for (const where of [0, 0.5, 1])
    for (const line of lines) {
      if (!line) continue;
      const evaluator = new Evaluator(world, pointAt(world, where));
      try {
        evaluator.value(line);
        reached = true;
      } catch (error) {
        if (!(error instanceof OutOfRange)) throw error;
      }
      for (const name of evaluator.touched.indices) indices.add(name);
      for (const name of evaluator.touched.subsets) subsets.add(name);
    }
  if (!reached && world.plan.plate > 2) throw new Meaningless('a member that does not exist at any index');
  return { indices: [...indices], subsets: [...subsets] };
}

function pointAt(world: World, where: number): Point {
  const indices = new Map<string, number>();
  for (const index of world.declarations.plates.keys()) {
    const range = world.plate(index) ?? [];
    indices.set(index, range[Math.round(where * (range.length - 1))] ?? 1);
  }
  const subsets = new Map([...world.declarations.subsets.keys()].map((name) => [name, world.subsets(name)[0] ?? []]));
  return { ...draw(world, `probe ${where}`), indices, subsets };
}

/** Every value of the free indices and subsets, each with a few random states and parameters. */
function points(world: World, free: Free): Point[] {
  const base = pointAt(world, 0);
  let places: { indices: ReadonlyMap<string, number>; subsets: ReadonlyMap<string, readonly number[]> }[] = [base];
  for (const index of free.indices)
    places = places.flatMap((place) =>
      (world.plate(index) ?? []).map((value) => ({ ...place, indices: new Map(place.indices).set(index, value) })),
    );
  for (const name of free.subsets)
    places = places.flatMap((place) =>
      world.subsets(name).map((members) => ({ ...place, subsets: new Map(place.subsets).set(name, members) })),
    );
  const repeats = places.length > 2 ? 2 : 4;
  return places.flatMap((place, i) =>
    Array.from({ length: repeats }, (_, r) => ({ ...draw(world, `point ${i} ${r}`), ...place })),
  );
}

function draw(world: World, name: string): Pick<Point, 'states' | 'params'> {
  const random = stream(hash(`${world.plan.seed} ${name}`));
  const states = new Map<string, number>();
  const params = new Map<string, number>();
  for (const member of world.members.values()) {
    if (member.role === 'param') params.set(member.key, paramValue(world, member.key, random));
    else states.set(member.key, Math.floor(random() * member.values.length));
  }
  return { states, params };
}

function paramValue(world: World, key: string, random: () => number): number {
  const member = world.members.get(key);
  const domain = member && world.declarations.variables.get(member.declaration)?.domain;
  const number = 2.4 * random() - 1.2;
  if (domain?.kind === 'range') {
    const values = world.range(domain.lo, domain.hi);
    return values[Math.floor(random() * values.length)] ?? 0;
  }
  if (member?.positive) return Math.exp(number);
  return member?.unit ? 1 / (1 + Math.exp(-number)) : number;
}

/** A latent variable or an index that is free here and on no line above, at the same values of the indices. */
function refuseFresh(world: World, point: Point, above: readonly Expr[], step: Comparable): void {
  const here = touch(world, point, [withoutConstants(step.right).expr]);
  const known = new Set<string>();
  for (const line of above) {
    try {
      const evaluator = new Evaluator(world, point);
      const stripped = withoutConstants(line).expr;
      if (stripped) evaluator.value(stripped);
      for (const name of [...evaluator.touched.variables, ...evaluator.touched.indices]) known.add(name);
    } catch (error) {
      if (!(error instanceof Meaningless || error instanceof OutOfRange)) throw error;
    }
  }
  const allowed = new Set(
    step.forAny.flatMap((expr) => {
      const name = spelling(expr);
      return name !== null && point.indices.has(name)
        ? [name]
        : [...new Evaluator(world, point).variables(expr, `${name} is not declared`)];
    }),
  );
  const fresh = [...here.variables, ...here.indices].find((name) => {
    const role = world.members.get(name)?.role;
    return (role === undefined || role === 'latent') && !known.has(name) && !allowed.has(name);
  });
  if (fresh) throw new Meaningless(`${fresh} is free here and on no line above`);
}

// Vacuous truth.

/** An expression with its outermost zero-making operators taken off, and what they were. */
interface Inside {
  readonly expr: Expr;
  readonly operators: readonly string[];
}

/** Both sides vanish under derivatives, variances or zero factors, and what is inside them differs. */
function vacuous(worlds: readonly World[], left: Expr, right: Expr): Judgement | null {
  const [a, b] = [inside(left), inside(right)];
  if (!a || !b || !vanishes(worlds, [left, right])) return null;
  const operators = new Set([...a.operators, ...b.operators]);
  if (operators.size !== 1)
    return {
      verdict: 'vacuous-false',
      detail: `both sides are zero, under different operators: ${[...operators].join(', ')}`,
    };
  const verdict = insidesAgree(worlds, a.expr, b.expr);
  return verdict === null ? null : { verdict: 'vacuous-false', detail: `both sides are zero; ${verdict}` };
}

function insidesAgree(worlds: readonly World[], left: Expr, right: Expr): string | null {
  try {
    const { verdict, detail } = compare(worlds, left, { relation: '=', sub: null, right, forAny: [] }, null);
    return verdict === 'true' ? null : `inside, ${detail}`;
  } catch (error) {
    if (error instanceof Meaningless) return error.message;
    throw error;
  }
}

function vanishes(worlds: readonly World[], lines: readonly Expr[]): boolean {
  return worlds.every((world) =>
    points(world, freeSymbols(world, lines)).every((point) =>
      lines.every((line) => {
        try {
          return Math.abs(new Evaluator(world, point).value(line)) < absolute * 10;
        } catch (error) {
          if (error instanceof OutOfRange) return true;
          throw error;
        }
      }),
    ),
  );
}

/** Signed, scaled, summed applications of zero-making operators without the operators; null for anything else. */
function inside(expr: Expr): Inside | null {
  switch (expr.kind) {
    case 'bracket': {
      const inner = onlyArgument(expr);
      return inner && inside(inner);
    }
    case 'grad':
      return {
        expr: expr.body,
        operators: [`grad ${expr.sub.map((item) => (item.kind === 'expr' ? spelling(item.value) : '?'))}`],
      };
    case 'derivative':
      return { expr: expr.body, operators: [`grad ${spelling(expr.variable)}`] };
    case 'operator': {
      const args = expr.body.sections.flatMap((section) => section.args.map((arg) => arg.value));
      if (expr.op !== 'Var' && expr.op !== 'Cov') return null;
      const items = args.map((value) => ({ join: '*' as const, value: grouped(value) }));
      return {
        expr: items.length === 1 ? grouped(args[0] as Expr) : { kind: 'product', items, span: expr.span },
        operators: [expr.op],
      };
    }
    case 'sum': {
      const parts = expr.items.map((item) => ({ sign: item.sign, part: inside(item.value) }));
      if (parts.some(({ part }) => part === null)) return null;
      return {
        expr: { ...expr, items: parts.map(({ sign, part }) => ({ sign, value: grouped((part as Inside).expr) })) },
        operators: parts.flatMap(({ part }) => (part as Inside).operators),
      };
    }
    case 'big': {
      const body = expr.op === 'sum' ? inside(expr.body) : null;
      return body && { expr: { ...expr, body: grouped(body.expr) }, operators: body.operators };
    }
    case 'product': {
      const zero = expr.items.findIndex(
        (item) => item.join !== '/' && item.value.kind === 'number' && Number(item.value.text) === 0,
      );
      if (zero >= 0 && expr.items.length > 1) {
        const items = expr.items.filter((_, i) => i !== zero);
        return { expr: { ...expr, items }, operators: ['zero factor'] };
      }
      const at = expr.items.findIndex((item) => item.join !== '/' && inside(item.value));
      const part = inside(expr.items[at]?.value ?? { kind: 'number', text: '1', span: expr.span });
      if (!part) return null;
      const items = expr.items.map((item, i) => (i === at ? { join: item.join, value: grouped(part.expr) } : item));
      return { expr: { ...expr, items }, operators: part.operators };
    }
    default:
      return null;
  }
}

function grouped(value: Expr): Expr {
  return value.kind === 'bracket'
    ? value
    : {
        kind: 'bracket',
        open: '(',
        sections: [{ separator: '', args: [{ slot: null, value, span: value.span }] }],
        span: value.span,
      };
}
