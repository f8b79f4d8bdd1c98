/**
 * What a parsed file declares, gathered in one pass and not yet given any size.
 *
 * This folder is the second opinion on a derivation: it shares the syntax tree with the program and nothing else.
 */
import type { Domain, Expr, Section, SourceFile, Statement, SubItem } from '../../grammar/ast.js';

/** The expression cannot be given a meaning under the declarations. */
export class Meaningless extends Error {}
/** A member that does not exist at these sizes or at this value of a free index: `x_{t-1}` at t = 1. */
export class OutOfRange extends Error {}
/** Meaningful, but nothing that a finite world of tables can represent. */
export class Unsupported extends Error {}

export type Bracket = Extract<Expr, { kind: 'bracket' }>;
export type Derivation = Extract<Statement, { kind: 'derivation' }>;
export type Role = 'latent' | 'observed' | 'param';

export interface Range {
  readonly lo: Expr;
  readonly hi: Expr;
}

export interface Variable {
  /** `z`, or `theta_old` for a name that carries a decoration. */
  readonly name: string;
  readonly role: Role;
  readonly indices: readonly string[];
  readonly domain: Domain | null;
}

export interface DensityStatement {
  readonly family: string;
  readonly head: Bracket;
  readonly body: Expr | null;
}

/** A formal in the subscript of a definition's name: an index (`ell_n`) or a subset (`L_S`). */
export interface Definition {
  readonly subscripts: readonly string[];
  /** Null when it is used without brackets. */
  readonly formals: readonly Expr[] | null;
  readonly body: Expr;
}

export interface UnknownFunction {
  readonly subscripts: readonly string[];
  readonly arity: number | null;
  readonly domain: Domain | null;
}

export interface Declarations {
  readonly plates: ReadonlyMap<string, Range>;
  readonly iid: ReadonlySet<string>;
  readonly subsets: ReadonlyMap<string, Range & { readonly size: Expr }>;
  /** By name for scalars and decorated names, by `z/1` for a variable with one index. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly collections: ReadonlyMap<string, Expr>;
  readonly densities: readonly DensityStatement[];
  readonly families: ReadonlySet<string>;
  /** By name, or by `L/s`, `ell/i` for one subset or index as a subscript. */
  readonly functions: ReadonlyMap<string, UnknownFunction>;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly derivations: readonly Derivation[];
  /** Names of sizes, each with what it bounds. */
  readonly sizes: ReadonlyMap<string, 'plate' | 'subset' | 'domain'>;
  /** Pairs of variable names that are written as slot and value of each other, and so share their states. */
  readonly sameStates: readonly (readonly [string, string])[];
}

/** One declared spelling for a name with its decoration: `theta_old`, `z^{(k)}`; null if it cannot be a name. */
export function spelling(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'number') return expr.text;
  if (expr.kind === 'bracket') {
    const inner = onlyArgument(expr);
    const text = inner && spelling(inner);
    return text === null ? null : `(${text})`;
  }
  if (expr.kind !== 'script' || expr.base.kind !== 'name') return null;
  let text = expr.base.name;
  if (expr.sub) {
    const parts = expr.sub.map((item) => (item.kind === 'expr' ? spelling(item.value) : null));
    if (parts.includes(null)) return null;
    text += `_${parts.join(',')}`;
  }
  if (expr.sup) {
    const sup = spelling(expr.sup);
    if (sup === null) return null;
    text += `^${sup}`;
  }
  return text;
}

/** `theta_old`, `theta'` and `theta0` decorate `theta`. */
export function undecorated(name: string): string {
  return name.replace(/[_^'].*$|\d+$/, '');
}

/** The content of a bracket that only groups. */
export function onlyArgument(bracket: Bracket): Expr | null {
  const [section, ...others] = bracket.sections;
  const [arg, ...more] = section?.args ?? [];
  return others.length === 0 && more.length === 0 && arg && arg.slot === null ? arg.value : null;
}

export function children(expr: Expr): Expr[] {
  const sub = (items: readonly SubItem[] | null): Expr[] =>
    (items ?? []).flatMap((item) => {
      if (item.kind === 'expr' || item.kind === 'except') return [item.value];
      if (item.kind === 'in') return [];
      return item.hi ? [item.lo, item.hi] : [item.lo];
    });
  switch (expr.kind) {
    case 'number':
    case 'name':
    case 'metavariable':
    case 'table':
      return [];
    case 'script':
      return [expr.base, ...sub(expr.sub), ...(expr.sup ? [expr.sup] : [])];
    case 'bracket':
      return expr.sections.flatMap((section) =>
        section.args.flatMap((arg) => (arg.slot ? [arg.slot, arg.value] : [arg.value])),
      );
    case 'braces':
      return [...expr.items];
    case 'product':
    case 'sum':
      return expr.items.map((item) => item.value);
    case 'big':
      return [...sub(expr.sub), ...(expr.sup ? [expr.sup] : []), expr.body];
    case 'integral':
      return [...(expr.lo ? [expr.lo] : []), ...(expr.hi ? [expr.hi] : []), expr.body, ...expr.differentials];
    case 'operator':
    case 'grad':
      return [...sub(expr.sub), expr.body];
    case 'derivative':
      return [expr.variable, expr.body];
  }
}

export function gather(file: SourceFile): Declarations {
  const plates = new Map<string, Range>();
  const iid = new Set<string>();
  const subsets = new Map<string, Range & { size: Expr }>();
  const sizes = new Map<string, 'plate' | 'subset' | 'domain'>();
  const size = (expr: Expr, kind: 'plate' | 'subset' | 'domain'): void => {
    if (expr.kind === 'name' && !(sizes.get(expr.name) === 'plate' || (sizes.has(expr.name) && kind === 'domain')))
      sizes.set(expr.name, kind);
    for (const child of children(expr)) size(child, kind);
  };
  for (const statement of file.statements) {
    if (statement.kind === 'plate') {
      if (statement.iid) iid.add(statement.index);
      if (statement.range) {
        plates.set(statement.index, statement.range);
        size(statement.range.lo, 'plate');
        size(statement.range.hi, 'plate');
      }
    } else if (statement.kind === 'subset') {
      subsets.set(statement.name, { lo: statement.lo, hi: statement.hi, size: statement.size });
      size(statement.hi, 'plate');
      size(statement.size, 'subset');
    }
  }

  const variables = new Map<string, Variable>();
  const collections = new Map<string, Expr>();
  const densities: DensityStatement[] = [];
  const functions = new Map<string, UnknownFunction>();
  const definitions = new Map<string, Definition>();
  const derivations: Derivation[] = [];
  const sameStates: (readonly [string, string])[] = [];
  const slots = (expr: Expr): void => {
    if (expr.kind === 'bracket')
      for (const arg of expr.sections.flatMap((section: Section) => section.args)) {
        const slot = arg.slot && rootName(arg.slot);
        const value = arg.slot && rootName(arg.value);
        if (slot && value) sameStates.push([slot, value]);
      }
    for (const child of children(expr)) slots(child);
  };

  for (const statement of file.statements) {
    switch (statement.kind) {
      case 'variables':
        for (const { target, domain } of statement.items) {
          const { name, subscripts } = indexed(target, (sub) => plates.has(sub));
          variables.set(subscripts.length ? `${name}/${subscripts.length}` : name, {
            name,
            role: statement.role,
            indices: subscripts,
            domain,
          });
          if (domain?.kind === 'range') size(domain.hi, 'domain');
        }
        break;
      case 'let':
        for (const { target, value } of statement.items) {
          const name = spelling(target) ?? '';
          if (value.kind === 'braces' || value.kind === 'script') collections.set(name, value);
          else definitions.set(name, { subscripts: [], formals: null, body: value });
        }
        break;
      case 'density': {
        const call = headCall(statement.head);
        if (!call) throw new Meaningless('a density statement needs a head such as p(x)');
        densities.push({ family: call.name, head: call.bracket, body: statement.body });
        break;
      }
      case 'function': {
        const call = headCall(statement.head);
        const { name, subscripts } = indexed(call ? call.callee : statement.head, (sub) => plates.has(sub));
        functions.set(subscripts.length ? `${name}/${'i'.repeat(subscripts.length)}` : name, {
          subscripts,
          arity: call ? call.bracket.sections.flatMap((section) => section.args).length : null,
          domain: statement.domain,
        });
        break;
      }
      case 'define': {
        const call = headCall(statement.head);
        const { name, subscripts } = indexed(
          call ? call.callee : statement.head,
          (sub) => plates.has(sub) || subsets.has(sub),
        );
        const kinds = subscripts.map((sub) => (subsets.has(sub) ? 's' : 'i')).join('');
        definitions.set(kinds ? `${name}/${kinds}` : name, {
          subscripts,
          formals: call ? call.bracket.sections.flatMap((section) => section.args.map((arg) => arg.value)) : null,
          body: statement.body,
        });
        slots(statement.body);
        break;
      }
      case 'derivation':
        derivations.push(statement);
        slots(statement.first);
        for (const step of statement.steps) slots(step.right);
        break;
      default:
        break;
    }
  }
  const families = new Set(densities.map((density) => density.family));
  return {
    plates,
    iid,
    subsets,
    variables,
    collections,
    densities,
    families,
    functions,
    definitions,
    derivations,
    sizes,
    sameStates,
  };
}

/** `z_n` is the name z with the index n if n is declared as one, else a single decorated name. */
function indexed(target: Expr, isIndex: (name: string) => boolean): { name: string; subscripts: string[] } {
  if (target.kind === 'script' && target.base.kind === 'name' && target.sub && !target.sup) {
    const subs = target.sub.map((item) => (item.kind === 'expr' && item.value.kind === 'name' ? item.value.name : ''));
    if (subs.every(isIndex)) return { name: target.base.name, subscripts: subs };
  }
  const name = spelling(target);
  if (name === null) throw new Meaningless('a declared name is a name with at most a decoration');
  return { name, subscripts: [] };
}

/** `p(x | z)` as a head: the callee and its bracket. */
export function headCall(head: Expr): { name: string; callee: Expr; bracket: Bracket } | null {
  if (head.kind !== 'product' || head.items.length !== 2) return null;
  const [callee, bracket] = head.items.map((item) => item.value);
  const name = callee && spelling(callee);
  return callee && name && bracket?.kind === 'bracket' ? { name, callee, bracket } : null;
}

function rootName(expr: Expr): string | null {
  if (expr.kind === 'name') return undecorated(expr.name);
  return expr.kind === 'script' ? rootName(expr.base) : null;
}
