/**
 * A line as its author sees it: sums, products, densities, operators, each with its place in the text. Unlike the
 * syntax tree it tells an application from a product, and unlike a term it can be had of a line that means nothing.
 */
import type { Expr, OperatorName, ProductItem, Section, Separator, Span, SubItem } from '../../grammar/ast.js';
import { functionArity } from '../kernel/functions.js';
import { bracketAt } from '../syntax/product.js';
import { canonicalFunction, type Head, headOf, isNamed, type Scope } from '../syntax/scope.js';

export interface SumPart {
  readonly sign: '+' | '-';
  /** The place of the sign; empty where none is written. */
  readonly signSpan: Span;
  readonly value: Node;
}

export interface ProductPart {
  readonly join: ProductItem['join'];
  readonly value: Node;
}

/** The arguments of a density between two separators. */
export interface SlotSection {
  readonly separator: Separator;
  readonly slots: readonly SlotNode[];
}

export interface SlotNode {
  readonly span: Span;
  /** The variable that is named, without its members. */
  readonly name: string | null;
  readonly value: Node;
}

export type Node = { readonly span: Span } & (
  | { readonly tag: 'sum'; readonly parts: readonly SumPart[] }
  | { readonly tag: 'product'; readonly parts: readonly ProductPart[] }
  | {
      readonly tag: 'density';
      readonly family: string;
      readonly name: Span;
      readonly bracket: Span;
      readonly sections: readonly SlotSection[];
    }
  /** `ln`, `exp`: `callee` ends where the argument begins. */
  | { readonly tag: 'function'; readonly name: string; readonly callee: Span; readonly body: Node }
  | { readonly tag: 'application'; readonly name: string; readonly args: readonly Node[] }
  | { readonly tag: 'group'; readonly body: Node }
  | { readonly tag: 'power'; readonly base: Node; readonly exponent: Node }
  | { readonly tag: 'number'; readonly text: string }
  /** A variable, a size, an index: with the places of its subscripts. */
  | { readonly tag: 'name'; readonly name: string; readonly sub: readonly SubItem[] | null }
  | {
      readonly tag: 'big';
      readonly op: 'sum' | 'prod';
      /** `sum_{n in S} `, up to its body. */
      readonly head: Span;
      readonly items: readonly SubItem[];
      readonly body: Node;
    }
  | { readonly tag: 'integral'; readonly body: Node; readonly differentials: readonly Node[] }
  | {
      readonly tag: 'operator';
      readonly op: OperatorName;
      /** What stands in the subscript: measures, a family or a subset; its place is `under`. */
      readonly measures: readonly Node[];
      readonly under: Span | null;
      readonly bracket: Span;
      readonly sections: readonly { readonly separator: Separator; readonly args: readonly Node[] }[];
    }
  | { readonly tag: 'gradient'; readonly of: Node; readonly body: Node }
  | { readonly tag: 'other' }
);

export type NodeOf<T extends Node['tag']> = Extract<Node, { readonly tag: T }>;

export function childrenOf(node: Node): readonly Node[] {
  switch (node.tag) {
    case 'sum':
    case 'product':
      return node.parts.map(({ value }) => value);
    case 'density':
      return node.sections.flatMap(({ slots }) => slots.map(({ value }) => value));
    case 'function':
    case 'group':
    case 'big':
      return [node.body];
    case 'gradient':
      return [node.of, node.body];
    case 'application':
      return node.args;
    case 'power':
      return [node.base, node.exponent];
    case 'integral':
      return [node.body, ...node.differentials];
    case 'operator':
      return [...node.measures, ...node.sections.flatMap(({ args }) => args)];
    case 'number':
    case 'name':
    case 'other':
      return [];
  }
}

/** The node and all below it, outermost first. */
export function nodesOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  const visit = (at: Node): void => {
    found.push(at);
    for (const child of childrenOf(at)) visit(child);
  };
  visit(node);
  return found;
}

export function outline(scope: Scope, expr: Expr): Node {
  const { span } = expr;
  const within = (inner: Expr): Node => outline(scope, inner);
  switch (expr.kind) {
    case 'number':
      return { tag: 'number', span, text: expr.text };
    case 'sum':
      return sumOf(scope, expr);
    case 'product':
      return productOf(scope, expr.items, span);
    case 'name':
    case 'script':
    case 'bracket':
      return productOf(scope, [{ join: 'juxtaposed', value: expr }], span);
    case 'big':
      return {
        tag: 'big',
        span,
        op: expr.op,
        head: { start: span.start, end: expr.body.span.start },
        items: expr.sup === null ? (expr.sub ?? []) : [],
        body: within(expr.body),
      };
    case 'integral':
      return { tag: 'integral', span, body: within(expr.body), differentials: expr.differentials.map(within) };
    case 'operator':
      return operatorOf(scope, expr);
    case 'grad': {
      const [only] = expr.sub;
      if (only?.kind !== 'expr' || expr.sub.length !== 1) return { tag: 'other', span };
      return { tag: 'gradient', span, of: within(only.value), body: inBracket(within(expr.body)) };
    }
    case 'derivative':
      return { tag: 'gradient', span, of: within(expr.variable), body: inBracket(within(expr.body)) };
    case 'metavariable':
    case 'braces':
    case 'table':
      return { tag: 'other', span };
  }
}

/** A bracket that belongs to an operator is no group of its own. */
const inBracket = (node: Node): Node => (node.tag === 'group' ? node.body : node);

function sumOf(scope: Scope, { items, span }: Extract<Expr, { kind: 'sum' }>): Node {
  let end = span.start;
  const parts = items.map(({ sign, value }): SumPart => {
    const gap = scope.source.slice(end, value.span.start);
    const at = end + Math.max(...['+', '-', '−'].map((mark) => gap.lastIndexOf(mark)));
    const signSpan = at < end ? { start: value.span.start, end: value.span.start } : { start: at, end: at + 1 };
    end = value.span.end;
    return { sign, signSpan, value: outline(scope, value) };
  });
  return { tag: 'sum', span, parts };
}

function productOf(scope: Scope, items: readonly ProductItem[], span: Span): Node {
  const parts: ProductPart[] = [];
  for (let at = 0; at < items.length; ) {
    const { node, next } = factorAt(scope, items, at);
    parts.push({ join: items[at]?.join ?? 'juxtaposed', value: node });
    at = next;
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.value : { tag: 'product', span, parts };
}

interface Factor {
  readonly node: Node;
  readonly next: number;
}

function factorAt(scope: Scope, items: readonly ProductItem[], at: number): Factor {
  const expr = (items[at] as ProductItem).value;
  const head = headOf(scope, expr);
  if (head !== null) return namedAt(scope, items, at, head);
  if (expr.kind === 'bracket') return { node: groupOf(scope, expr), next: at + 1 };
  if (expr.kind === 'script' && expr.sup !== null && expr.sub === null)
    return { node: powerOf(outline(scope, expr.base), outline(scope, expr.sup)), next: at + 1 };
  return { node: expr.kind === 'script' ? { tag: 'other', span: expr.span } : outline(scope, expr), next: at + 1 };
}

const powerOf = (base: Node, exponent: Node): Node => ({
  tag: 'power',
  span: { start: base.span.start, end: exponent.span.end },
  base,
  exponent,
});

function groupOf(scope: Scope, { sections, span }: Extract<Expr, { kind: 'bracket' }>): Node {
  const [only] = sections[0]?.args ?? [];
  if (sections.length !== 1 || sections[0]?.args.length !== 1 || only === undefined || only.slot !== null)
    return { tag: 'other', span };
  return { tag: 'group', span, body: outline(scope, only.value) };
}

function namedAt(scope: Scope, items: readonly ProductItem[], at: number, head: Head): Factor {
  const { families, functions, definitions } = scope.model;
  const follow = bracketAt(items, at + 1);
  const isBuiltIn = functionArity.has(canonicalFunction(head.name)) && !isNamed(scope, head.name);
  if (isBuiltIn && items[at + 1]?.join === 'juxtaposed') {
    const body = factorAt(scope, items, at + 1);
    const callee = { start: head.span.start, end: body.node.span.start };
    const span = { start: head.span.start, end: body.node.span.end };
    return { node: { tag: 'function', span, name: head.name, callee, body: body.node }, next: body.next };
  }
  const isFamily = families.has(head.name);
  if (
    follow === null ||
    !(isFamily || functions.has(head.name) || (definitions.get(head.name)?.params.length ?? 0) > 0)
  )
    return { node: nameOf(scope, head), next: at + 1 };
  const { bracket } = follow;
  const span = { start: head.span.start, end: bracket.span.end };
  const node: Node = isFamily
    ? {
        tag: 'density',
        span,
        family: head.name,
        name: head.span,
        bracket: bracket.span,
        sections: bracket.sections.map((section) => slotsOf(scope, section)),
      }
    : {
        tag: 'application',
        span,
        name: head.name,
        args: bracket.sections.flatMap(({ args }) => args.map(({ value }) => outline(scope, value))),
      };
  return { node: follow.power === null ? node : powerOf(node, outline(scope, follow.power)), next: at + 2 };
}

function slotsOf(scope: Scope, { separator, args }: Section): SlotSection {
  const slots = args.map(({ slot, value, span }): SlotNode => {
    const name = headOf(scope, slot ?? value)?.name ?? null;
    return { span, name, value: outline(scope, value) };
  });
  return { separator, slots };
}

function nameOf(scope: Scope, { name, sub, sup, span }: Head): Node {
  if (sup === null) return { tag: 'name', span, name, sub };
  const end = scope.source.lastIndexOf('^', sup.span.start);
  return powerOf({ tag: 'name', span: { start: span.start, end }, name, sub }, outline(scope, sup));
}

function operatorOf(scope: Scope, { op, sub, body, span }: Extract<Expr, { kind: 'operator' }>): Node {
  const [first, last] = [sub?.[0], sub?.at(-1)];
  return {
    tag: 'operator',
    span,
    op,
    measures: (sub ?? []).flatMap((item) => (item.kind === 'expr' ? [outline(scope, item.value)] : [])),
    under: first === undefined || last === undefined ? null : { start: first.span.start, end: last.span.end },
    bracket: body.span,
    sections: body.sections.map(({ separator, args }) => ({
      separator,
      args: args.map(({ value }) => outline(scope, value)),
    })),
  };
}
