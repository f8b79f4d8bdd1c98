/** Density statements: the factors of a family, and how a later statement divides or shapes an earlier one. */
import type { Expr, Section, Span, Statement } from '../../grammar/ast.js';
import { comesBack, looseIn, strayIn } from '../kernel/declared.js';
import { freeOf } from '../kernel/free.js';
import { isLawOf } from '../kernel/measure.js';
import { type Factor, type Family, type Form, termsOfForm } from '../kernel/model.js';
import {
  bindingsOf,
  type Copy,
  copiesOf,
  copyBase,
  type IndexEnv,
  IndexFault,
  NoNetwork,
  unroll,
  withIndex,
} from '../kernel/network.js';
import { declaredName } from '../kernel/reference.js';
import type { Index, IndexBinder, Law, VarRef } from '../kernel/term.js';
import { elaborateLawBody } from './application.js';
import { generalPosition } from './density.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { misfitOf } from './law-domain.js';
import { asWritten } from './letters.js';
import { printDomain, printRef } from './print.js';
import { elaborateBinders, elaborateRefs } from './reference.js';
import { declaredAs, headOf, namesIn, type Scope, sourceText } from './scope.js';
import { elaborateTable } from './table.js';

type DensityStatement = Extract<Statement, { kind: 'density' }>;

interface DensityHead {
  readonly family: string;
  readonly heads: readonly VarRef[];
  readonly givens: readonly VarRef[];
  readonly span: Span;
}

/** The family's name and bracket of `p(x | z; theta)` as written; null if the expression has another form. */
export function densityShape(expr: Expr): { name: string; sections: readonly Section[]; span: Span } | null {
  const [first, second] = expr.kind === 'product' ? expr.items : [];
  if (expr.kind !== 'product' || expr.items.length !== 2 || first?.value.kind !== 'name') return null;
  if (second?.value.kind !== 'bracket' || second.join !== 'juxtaposed') return null;
  return { name: first.value.name, sections: second.value.sections, span: expr.span };
}

function readHead(scope: Scope, shape: NonNullable<ReturnType<typeof densityShape>>): DensityHead {
  const refs = (section: Section): VarRef[] =>
    section.args.flatMap((arg) => {
      const head = headOf(scope, arg.value);
      if (arg.slot !== null || head === null || head.sup !== null) {
        return fail(arg.span, 'not-a-variable', { what: 'an argument of a declared density' });
      }
      return elaborateRefs(scope, head);
    });
  const [heads, ...givens] = shape.sections;
  return {
    family: shape.name,
    heads: heads === undefined ? [] : refs(heads),
    givens: givens.flatMap(refs),
    span: shape.span,
  };
}

/** The plates that a factor's index letters run over, where nothing around it binds them. */
function implicitBinders(scope: Scope, refs: readonly VarRef[], bound: readonly IndexBinder[]): IndexBinder[] {
  const letters = refs.flatMap((r) =>
    r.at.flatMap((s) => (s.tag === 'at' && s.index.base !== null ? [s.index.base] : [])),
  );
  const free = [...new Set(letters)].filter((l) => !bound.some((b) => b.index === l) && scope.model.plates.has(l));
  return free.flatMap((index) => {
    const plate = scope.model.plates.get(index);
    return plate === undefined ? [] : [{ index, range: { tag: 'range', lo: plate.lo, hi: plate.hi, except: null } }];
  });
}

type Part = Omit<Factor, 'id' | 'label'>;

/** The factors on the right side, or null when it is no product of densities. */
function readFactors(scope: Scope, family: string, expr: Expr, binders: readonly IndexBinder[]): Part[] | null {
  const shape = densityShape(expr);
  if (shape !== null)
    return shape.name === family
      ? [densityPart(scope, readHead(scope, shape), binders)]
      : lawPart(scope, expr, binders);
  if (expr.kind === 'bracket' && expr.sections.length === 1 && expr.sections[0]?.args.length === 1) {
    return readFactors(scope, family, (expr.sections[0].args[0] as { value: Expr }).value, binders);
  }
  if (expr.kind === 'big' && expr.op === 'prod' && expr.sub !== null) {
    const { binders: own, inner } = elaborateBinders(scope, expr.sub, expr.sup, asWritten);
    return readFactors(inner, family, expr.body, [...binders, ...own]);
  }
  return expr.kind === 'product' ? readProduct(scope, family, expr, binders) : null;
}

function readProduct(
  scope: Scope,
  family: string,
  expr: Extract<Expr, { kind: 'product' }>,
  binders: readonly IndexBinder[],
): Part[] | null {
  const parts: Part[] = [];
  for (let i = 0; i < expr.items.length; i++) {
    const item = expr.items[i] as (typeof expr.items)[number];
    if (item.join === '/') return null;
    const next = expr.items[i + 1];
    const applied = item.value.kind === 'name' && next?.join === 'juxtaposed' && next.value.kind === 'bracket';
    const span = { start: item.value.span.start, end: (next ?? item).value.span.end };
    const single: Expr = applied
      ? {
          kind: 'product',
          items: [
            { join: 'juxtaposed', value: item.value },
            { join: 'juxtaposed', value: next.value },
          ],
          span,
        }
      : item.value;
    const own = readFactors(scope, family, single, binders);
    if (own === null) return null;
    parts.push(...own);
    if (applied) i++;
  }
  return parts;
}

function densityPart(scope: Scope, head: DensityHead, binders: readonly IndexBinder[]): Part {
  const implicit = implicitBinders(scope, [...head.heads, ...head.givens], binders);
  return { binders: [...binders, ...implicit], heads: head.heads, givens: head.givens, form: null };
}

/** `Normal(x_n; z_n, 1)` among the factors: the law of its point. */
function lawPart(scope: Scope, expr: Expr, binders: readonly IndexBinder[]): Part[] | null {
  const law = elaborateLawBody(scope, expr);
  if (law === null || law.point.tag !== 'ref') return null;
  const givens = law.params.flatMap((param) => freeOf(param, scope.model).refs);
  const head = law.point.ref;
  checkLaw(scope, law, [head], expr.span);
  const bound = new Set(binders.map(({ index }) => index));
  const loose = looseIn([law], [head, ...givens], scope.model).find((name) => !bound.has(name));
  if (loose !== undefined) fail(expr.span, 'loose-letter', { name: loose, heads: printRef(head, scope.model) });
  return [
    {
      binders: [...binders, ...implicitBinders(scope, [head, ...givens], binders)],
      heads: [head],
      givens,
      form: { tag: 'law', law },
    },
  ];
}

function readForm(scope: Scope, head: DensityHead, body: Expr): Form {
  if (body.kind === 'table') return elaborateTable(scope, body, head.heads, head.givens);
  const law = elaborateLawBody(scope, body);
  if (law !== null) return { tag: 'law', law };
  return { tag: 'formula', body: elaborate(scope, body) };
}

function partsOf(scope: Scope, head: DensityHead, body: Expr | null): Part[] {
  if (body === null) return [densityPart(scope, head, [])];
  const parts = elaborateLawBody(scope, body) === null ? readFactors(scope, head.family, body, []) : null;
  if (parts !== null) return parts;
  if (namesIn(body).has(head.family)) fail(body.span, 'foreign-factor', { family: head.family });
  const form = readForm(scope, head, body);
  checkFormVariables(scope, head, form, body.span);
  return [{ ...densityPart(scope, head, []), form }];
}

/** A law is of the only head, does not depend on it, and has its mass where the head has its values. */
function checkLaw({ model }: Scope, law: Law, heads: readonly VarRef[], span: Span): void {
  const names = heads.map((own) => printRef(own, model)).join(', ');
  if (!isLawOf(law, heads, model)) fail(span, 'foreign-law', { law: law.law, heads: names });
  const domain = model.variables.get(declaredName(heads[0]?.name ?? ''))?.domain ?? null;
  const misfit = domain === null ? null : misfitOf(law.law, domain);
  if (domain === null || misfit === null) return;
  fail(span, 'law-off-domain', { law: law.law, name: names, domain: printDomain(domain), ...misfit });
}

/** A form may speak of its own heads, givens and parameters only. */
function checkFormVariables(scope: Scope, head: DensityHead, form: Form, span: Span): void {
  if (form.tag === 'law') checkLaw(scope, form.law, head.heads, span);
  const terms = termsOfForm(form);
  if (comesBack(terms, head.family, scope.model)) fail(span, 'circular-form', { family: head.family });
  const held = [...head.heads, ...head.givens];
  const [loose] = looseIn(terms, held, scope.model);
  if (loose !== undefined) fail(span, 'loose-letter', { name: loose, heads: sourceText(scope, head.span) });
  const stray = strayIn(terms, held, scope.model);
  if (stray.length === 0) return;
  const inputs = [...new Set(stray.map((r) => printRef(r, scope.model)))];
  fail(span, 'input-left-out', { family: head.family, heads: sourceText(scope, head.span), inputs });
}

function partCopies(scope: Scope, part: Part, env: IndexEnv, pick: 'heads' | 'givens'): Copy[] {
  return bindingsOf(part.binders, env).flatMap((e) => part[pick].flatMap((r) => copiesOf(r, scope.model, e)));
}

/** A letter of a product within another product over the same letter; null where there is none. */
function letterBoundTwice(parts: readonly Part[]): string | null {
  const letters = parts.map(({ binders }) => binders.map(({ index }) => index));
  return letters.flatMap((all) => all.filter((letter, i) => all.indexOf(letter) < i))[0] ?? null;
}

/** Left and right must speak of the same variables, each with one law. */
function checkParts(scope: Scope, head: DensityHead, parts: readonly Part[], env: IndexEnv): void {
  const { family, span } = head;
  const implicit = densityPart(scope, head, []);
  const left = new Set(partCopies(scope, implicit, env, 'heads'));
  const given = new Set(partCopies(scope, implicit, env, 'givens'));
  const right = parts.flatMap((part) => partCopies(scope, part, env, 'heads'));
  const twice = right.find((copy, i) => right.indexOf(copy) !== i);
  if (twice !== undefined) fail(span, 'two-laws', { family, name: readable(twice), within: letterBoundTwice(parts) });
  const lost = [...left].find((copy) => !right.includes(copy));
  if (lost !== undefined) fail(span, 'head-without-factor', { family, name: readable(lost) });
  const extra = right.find((copy) => !left.has(copy));
  if (extra !== undefined) fail(span, 'factor-not-left', { family, name: readable(extra) });
  const needed = parts.flatMap((part) => partCopies(scope, part, env, 'givens'));
  const missing = needed.filter((copy) => !left.has(copy) && !given.has(copy));
  if (missing.length > 0) {
    fail(span, 'input-left-out', {
      family,
      heads: sourceText(scope, head.span),
      inputs: writtenNames(scope, parts, missing),
    });
  }
}

/** The variables of the copies, as the factors write them. */
function writtenNames(scope: Scope, parts: readonly Part[], copies: readonly Copy[]): string[] {
  const names = new Set(copies.map(copyBase));
  const givens = parts.flatMap((part) => part.givens.filter((given) => names.has(given.name)));
  return [...new Set(givens.map((given) => printRef(given, scope.model)))];
}

const readable = (copy: Copy): string => copy.replace('@', '_');

/** Reads one density statement into its family. */
export function declareDensity(scope: Scope, statement: DensityStatement): void {
  try {
    readDensity(scope, statement);
  } catch (error) {
    if (error instanceof IndexFault) fail(statement.head.span, 'no-member', { why: error.message });
    throw error;
  }
}

function readDensity(scope: Scope, statement: DensityStatement): void {
  const shape = densityShape(statement.head);
  if (shape === null) fail(statement.head.span, 'bad-declaration', { form: 'density p(x | z; theta) = ...' });
  const { model } = scope;
  const other = declaredAs(model, shape.name);
  if (other !== null && !model.families.has(shape.name))
    fail(shape.span, 'declared-twice', { name: shape.name, as: other });
  const head = readHead(scope, shape);
  const parts = partsOf(scope, head, statement.body);
  const family = model.families.get(shape.name) ?? { name: shape.name, factors: [] };
  const refs = parts.flatMap((part) => [...part.heads, ...part.givens]);
  const env = generalPosition(scope, refs, [...parts, ...family.factors].flatMap(endsOf));
  checkSubsets(parts, head);
  checkParts(scope, head, parts, env);
  for (const other of unequalSizes(scope, env)) tried(() => checkParts(scope, head, parts, other));
  const label = statement.label?.text ?? null;
  model.families.set(shape.name, merge(scope, family, parts, label, env, head));
}

/** What is said of the members of any subset is not said of a certain one's. */
function checkSubsets(parts: readonly Part[], { family, span }: DensityHead): void {
  const range = parts.flatMap(({ binders }) => binders).find(({ range }) => range.tag === 'subset')?.range;
  if (range?.tag === 'subset') fail(span, 'subset-factor', { family, subset: range.subset });
}

/** The same with one size greater than the others, for each: what is said where all are equal need not hold there. */
function unequalSizes({ model }: Scope, env: IndexEnv): IndexEnv[] {
  const sizes = [...model.sizes];
  return sizes.length < 2 ? [] : sizes.map((name) => withIndex(env, name, (env.indices.get(name) ?? 0) + 1));
}

/** Sizes at which a member that is spoken of is missing are passed over. */
function tried(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof IndexFault)) throw error;
  }
}

/** Numbers and sizes at which the ranges of a factor end. */
const endsOf = ({ binders }: Pick<Factor, 'binders'>): Index[] =>
  binders.flatMap(({ range }) =>
    range.tag === 'subset' ? [] : [range.lo, range.hi].filter(({ base }) => base === null),
  );

/** The most densities of a family: with each statement all are unrolled. What there are more of stands in a plate. */
const mostFactors = 500;

/** New factors beside the old ones, or in place of the undivided one that they divide. */
function merge(
  scope: Scope,
  family: Family,
  parts: readonly Part[],
  label: string | null,
  env: IndexEnv,
  head: DensityHead,
): Family {
  const kept = family.factors.filter((old) => isKept(scope, old, parts, env, head));
  for (const other of unequalSizes(scope, env))
    for (const old of family.factors.filter((factor) => !kept.includes(factor)))
      tried(() => isKept(scope, old, parts, other, head));
  let id = Math.max(-1, ...family.factors.map((factor) => factor.id)) + 1;
  const merged = { name: family.name, factors: [...kept, ...parts.map((part) => ({ ...part, id: id++, label }))] };
  if (merged.factors.length > mostFactors) fail(head.span, 'many-factors', { family: family.name, most: mostFactors });
  checkCycles(scope, merged, env, head.span);
  return merged;
}

/** Whether an old factor stays beside new ones, which speak of none of its heads: else they divide it. */
function isKept(scope: Scope, old: Factor, parts: readonly Part[], env: IndexEnv, head: DensityHead): boolean {
  const fresh = new Set(parts.flatMap((part) => partCopies(scope, part, env, 'heads')));
  const copies = partCopies(scope, old, env, 'heads');
  const shared = copies.filter((copy) => fresh.has(copy));
  if (shared.length === 0) return true;
  if (old.form !== null || shared.length < copies.length || !divides(scope, parts, old, head, env))
    fail(head.span, 'two-laws', { family: head.family, name: readable(shared[0] as Copy), within: null });
  return false;
}

/** Whether the parts say more of the old factor: of each member given the same, divided or with a form. */
function divides(scope: Scope, parts: readonly Part[], old: Factor, head: DensityHead, env: IndexEnv): boolean {
  const names = new Set([...old.givens, ...old.heads].map((r) => r.name));
  const [before, after] = [old, densityPart(scope, head, [])].map((part) => givensOf(scope, part, env));
  return (
    [...(before ?? [])].every(([copy, givens]) => after?.get(copy) === givens) &&
    parts.every((part) => part.givens.every((given) => names.has(given.name)))
  );
}

/** The members that each head of a factor is given, as a text. */
function givensOf(scope: Scope, { binders, heads, givens }: Part, env: IndexEnv): Map<Copy, string> {
  const members = (refs: readonly VarRef[], at: IndexEnv): Copy[] => refs.flatMap((r) => copiesOf(r, scope.model, at));
  return new Map(
    bindingsOf(binders, env).flatMap((at) => {
      const given = [...new Set(members(givens, at))].sort().join(' ');
      return members(heads, at).map((copy): [Copy, string] => [copy, given]);
    }),
  );
}

function checkCycles(scope: Scope, family: Family, env: IndexEnv, span: Span): void {
  try {
    unroll(family, scope.model, env);
  } catch (error) {
    if (error instanceof NoNetwork) fail(span, 'cycle', { family: family.name, member: copyBase(error.copy) });
    throw error;
  }
}
