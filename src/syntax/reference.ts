/** Indices and references: `t-1`, `z_n`, `x_{1:T}`, `Z`, each checked against its plate. */
import type { Expr, Span, SubItem } from '../../grammar/ast.js';
import { isInteger, parseRational } from '../kernel/rational.js';
import type { Index, IndexBinder, IndexRange, Selector, VarRef } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import type { NameOf } from './letters.js';
import { printIndex } from './print.js';
import { declaredAs, type Head, headOf, type Scope, sourceText, unknownName, withLetter, wrongKind } from './scope.js';

const constant = (offset: number): Index => ({ base: null, offset });

function integerOf(expr: Expr): number | null {
  const value = expr.kind === 'number' ? parseRational(expr.text) : null;
  return value !== null && isInteger(value) && value.num < 2n ** 53n ? Number(value.num) : null;
}

/** `n`, `3`, `N - 1`. Sizes and indices must be known. */
export function elaborateIndex(scope: Scope, expr: Expr): Index {
  const whole = integerOf(expr);
  if (whole !== null) return constant(whole);
  const head = headOf(scope, expr);
  if (head !== null) return namedIndex(scope, head);
  if (expr.kind === 'bracket' && expr.sections.length === 1 && expr.sections[0]?.args.length === 1) {
    return elaborateIndex(scope, (expr.sections[0].args[0] as { value: Expr }).value);
  }
  if (expr.kind === 'sum') return shiftedIndex(scope, expr);
  return fail(expr.span, 'not-an-index', {});
}

function namedIndex(scope: Scope, head: Head): Index {
  if (head.sub !== null || head.sup !== null) fail(head.span, 'not-an-index', {});
  const { model } = scope;
  const name = scope.letters.get(head.name) ?? head.name;
  if (scope.indices.has(name) || model.plates.has(name) || model.sizes.has(name)) return { base: name, offset: 0 };
  if (model.variables.has(head.name)) return fail(head.span, 'not-an-index', {});
  return fail(head.span, 'unknown-index', { name: head.name });
}

function shiftedIndex(scope: Scope, expr: Extract<Expr, { kind: 'sum' }>): Index {
  let total = constant(0);
  for (const { sign, value } of expr.items) {
    const part = elaborateIndex(scope, value);
    const bad = part.base !== null && (total.base !== null || sign === '-');
    if (bad) fail(expr.span, 'not-an-index', {});
    total = { base: part.base ?? total.base, offset: total.offset + (sign === '-' ? -part.offset : part.offset) };
  }
  return total;
}

/** The most members of a range, its named size left out of the count: every one is evaluated. */
const mostMembers = 1000;

/** How many members a range has, where that is a number. */
export const membersIn = (lo: Index, hi: Index): number | null =>
  lo.base === hi.base ? hi.offset - lo.offset + 1 : null;

export function checkLength(lo: Index, hi: Index, span: Span, most = mostMembers): void {
  const count = hi.offset - lo.offset + 1;
  if (count > most) fail(span, 'long-range', { lo: printIndex(lo), hi: printIndex(hi), most });
}

function elaborateSelector(scope: Scope, item: SubItem): Selector {
  if (item.kind === 'slice' || item.kind === 'range') {
    return { tag: 'slice', lo: elaborateIndex(scope, item.lo), hi: elaborateIndex(scope, item.hi) };
  }
  if (item.kind !== 'expr') return fail(item.span, 'not-an-index', {});
  const { value } = item;
  const only = value.kind === 'sum' && value.items.length === 1 ? value.items[0] : undefined;
  if (only?.sign === '-') return { tag: 'except', index: elaborateIndex(scope, only.value) };
  return { tag: 'at', index: elaborateIndex(scope, value) };
}

/** The members that a scripted name means: one reference, or those of a collection. */
export function elaborateRefs(scope: Scope, head: Head): VarRef[] {
  const members = scope.model.collections.get(head.name);
  if (members !== undefined) return collectionRefs(scope, head, members);
  const variable = scope.model.variables.get(head.name);
  if (variable === undefined) {
    if (scope.locals.has(head.name) && head.sub === null) return [{ name: head.name, at: [] }];
    return unknownName(scope, head.name, head.span);
  }
  const items = head.sub ?? [];
  if (items.length !== variable.indices.length) {
    fail(head.span, 'index-count', { name: head.name, indices: variable.indices, found: items.length });
  }
  const target: VarRef = { name: head.name, at: items.map((item) => elaborateSelector(scope, item)) };
  checkPlates(scope, target, head.span);
  return [target];
}

/** `Z`, or `Z_{-n}` for the collection's single array without a member. */
function collectionRefs(scope: Scope, head: Head, members: readonly VarRef[]): VarRef[] {
  if (head.sub === null) return [...members];
  const only = members[0];
  if (members.length !== 1 || only === undefined || only.at.length !== head.sub.length) {
    return fail(head.span, 'index-count', { name: head.name, indices: [], found: head.sub.length });
  }
  const target: VarRef = { name: only.name, at: head.sub.map((item) => elaborateSelector(scope, item)) };
  checkPlates(scope, target, head.span);
  return [target];
}

/** The least and greatest value of an index where it is a fixed number. */
function bounds(scope: Scope, index: Index): { lo: number | null; hi: Index | null } {
  if (index.base === null) return { lo: index.offset, hi: index };
  if (scope.model.sizes.has(index.base)) return { lo: null, hi: index };
  const bound = scope.indices.get(index.base);
  // A subset may have any member of what it is drawn from.
  const range = bound?.tag === 'subset' ? scope.model.subsets.get(bound.subset) : bound;
  if (range === undefined) return { lo: null, hi: null };
  const lo = range.lo.base === null ? range.lo.offset + index.offset : null;
  return { lo, hi: { base: range.hi.base, offset: range.hi.offset + index.offset } };
}

function checkPlates(scope: Scope, target: VarRef, span: Span): void {
  const letters = scope.model.variables.get(target.name)?.indices ?? [];
  target.at.forEach((selector, i) => {
    const plate = scope.model.plates.get(letters[i] ?? '');
    if (plate === undefined || selector.tag === 'all') return;
    const [low, high] = selector.tag === 'slice' ? [selector.lo, selector.hi] : [selector.index, selector.index];
    const least = bounds(scope, low).lo;
    const greatest = bounds(scope, high).hi;
    const below = least !== null && plate.lo.base === null && least < plate.lo.offset;
    const above = greatest !== null && greatest.base === plate.hi.base && greatest.offset > plate.hi.offset;
    if (below || above) {
      const at = below && low.base !== null ? ` (index ${least} at the start of its range)` : '';
      const member = `${sourceText(scope, span)}${at}`;
      fail(span, 'outside-plate', { member, lo: printIndex(plate.lo), hi: printIndex(plate.hi) });
    }
  });
}

/** A reference to a single member, which can stand for a number. */
export function elaborateMember(scope: Scope, head: Head): VarRef {
  const refs = elaborateRefs(scope, head);
  const only = refs[0];
  if (refs.length !== 1 || only === undefined || only.at.some((selector) => selector.tag !== 'at')) {
    return fail(head.span, 'array-as-number', { name: sourceText(scope, head.span) });
  }
  return only;
}

/** What a sum or a product binds. */
export interface Bound {
  readonly binders: readonly IndexBinder[];
  /** The letters as they are written. */
  readonly written: readonly string[];
  /** The scope of what they bind. */
  readonly inner: Scope;
}

/** The binders of `sum_{n = 1..N, m != n}`; an entry without a range has its plate's. */
export function elaborateBinders(scope: Scope, sub: readonly SubItem[], sup: Expr | null, nameOf: NameOf): Bound {
  const binders: IndexBinder[] = [];
  const written: string[] = [];
  let inner = scope;
  for (const item of sub) {
    const last = binders.at(-1);
    if (item.kind === 'except' && last !== undefined && written.at(-1) === item.index) {
      binders[binders.length - 1] = { ...last, range: without(inner, last.range, item) };
      continue;
    }
    const binder = elaborateBinder(inner, item, sup);
    checkLetter(inner, binder.index, item.span);
    if (written.includes(binder.index)) fail(item.span, 'bound-twice', { name: binder.index });
    const named = { ...binder, index: nameOf(inner, binder) };
    binders.push(named);
    written.push(binder.index);
    inner = withLetter(inner, binder.index, named);
  }
  return { binders, written, inner };
}

/** A letter is nothing else. */
function checkLetter({ model }: Scope, name: string, span: Span): void {
  const as = name === 'pi' ? 'a constant' : declaredAs(model, name);
  if (as !== null && !model.plates.has(name)) fail(span, 'letter-taken', { name, as });
}

type Except = Extract<SubItem, { kind: 'except' }>;

/** The range less one member. Terms have no place for more, nor for a part of a subset. */
function without(scope: Scope, range: IndexRange, { index: letter, value, span }: Except): IndexRange {
  if (range.tag !== 'range') return fail(span, 'left-out', { from: 'a subset', letter });
  if (range.except !== null) return fail(span, 'left-out', { from: 'a range twice', letter });
  return { ...range, except: elaborateIndex(scope, value) };
}

function elaborateBinder(scope: Scope, item: SubItem, sup: Expr | null): IndexBinder {
  const range = (from: Expr, to: Expr): IndexRange => {
    const [lo, hi] = [elaborateIndex(scope, from), elaborateIndex(scope, to)];
    checkLength(lo, hi, item.span);
    return { tag: 'range', lo, hi, except: null };
  };
  switch (item.kind) {
    case 'in':
      if (!scope.model.subsets.has(item.set)) wrongKind(scope, item.set, item.span, 'a subset');
      return { index: item.index, range: { tag: 'subset', subset: item.set } };
    case 'assign': {
      const hi = item.hi ?? sup;
      if (hi === null) return fail(item.span, 'operator-form', { op: 'a range', form: `{${item.index} = 1..N}` });
      return { index: item.index, range: range(item.lo, hi) };
    }
    case 'except': {
      const plate =
        plateRange(scope, item.index) ?? (item.value.kind === 'name' ? plateRange(scope, item.value.name) : null);
      if (plate === null) return fail(item.span, 'unknown-index', { name: item.index });
      return { index: item.index, range: { ...plate, except: elaborateIndex(scope, item.value) } };
    }
    default: {
      const name = item.kind === 'expr' && item.value.kind === 'name' ? item.value.name : null;
      if (name === null) return fail(item.span, 'not-an-index', {});
      const plate = plateRange(scope, name);
      return plate === null ? fail(item.span, 'unknown-index', { name }) : { index: name, range: plate };
    }
  }
}

function plateRange(scope: Scope, letter: string): Extract<IndexRange, { tag: 'range' }> | null {
  const plate = scope.model.plates.get(letter);
  return plate === undefined ? null : { tag: 'range', lo: plate.lo, hi: plate.hi, except: null };
}
