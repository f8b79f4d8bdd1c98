/** The conditions and assumptions of rules: a closed set of sentences, each with its meaning. */
import type { Reason, Span } from '../../grammar/ast.js';
import { asciiName } from '../../grammar/names.js';
import { parseExpression } from '../../grammar/parse.js';
import type { Condition, Target, Trust } from '../kernel/rule.js';
import type { Term } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { elaborate } from './expression.js';
import { declaredAs, type Scope, wrongKind } from './scope.js';

/** The parts of a sentence that its form leaves open, in their order. */
interface Parts {
  readonly scope: Scope;
  readonly spans: readonly Span[];
  /** A metavariable without its question mark, or a letter. */
  readonly name: (part: number) => string;
  readonly term: (part: number) => Term;
}

interface Form<T> {
  /** `T` is any term, `?x` a metavariable, `n` an index or a subset; the rest is literal. */
  readonly shown: string;
  readonly pattern: RegExp;
  readonly read: (parts: Parts) => T;
}

const word = String.raw`\p{L}[\p{L}\p{M}\p{N}]*['′″]*`;
const relations: Readonly<Record<string, string>> = { '>': '>', '>=': '>=|≥|⩾', '!=': '!=|≠' };

function patternOf(part: string): string {
  const relation = relations[part];
  if (relation !== undefined) return `(?:${relation})`;
  if (part === 'T') return String.raw`(\S.*?)`;
  if (part === 'n' || part === 'm' || part === 'S') return `(${word})`;
  if (part.startsWith('grad')) return String.raw`(?:grad|∇)_\{?\s*\?(${word})\s*\}?`;
  if (part.startsWith('heads(')) return String.raw`heads\(\s*\?(${word})\s*\)`;
  return part.startsWith('?') ? String.raw`\?(${word})` : part;
}

function form<T>(shown: string, read: (parts: Parts) => T): Form<T> {
  let pattern: RegExp | undefined;
  return {
    shown,
    // The classes of Unicode in it take long to compile, and few files have rules.
    get pattern() {
      pattern ??= regexpOf(shown);
      return pattern;
    },
    read,
  };
}

function regexpOf(shown: string): RegExp {
  const pattern = shown
    .split(' ')
    .map((part, i, parts) => {
      const tight = part in relations || (parts[i - 1] ?? '') in relations;
      return `${i === 0 ? '' : tight ? String.raw`\s*` : String.raw`\s+`}${patternOf(part)}`;
    })
    .join('');
  return new RegExp(`^${pattern}$`, 'dsu');
}

const free =
  (of: (parts: Parts) => Target) =>
  (parts: Parts): Condition => ({
    tag: 'free',
    what: parts.name(0),
    of: of(parts),
  });

const conditions: readonly Form<Condition>[] = [
  form('T > 0', ({ term }) => ({ tag: 'sign', term: term(0), relation: '>' })),
  form('T >= 0', ({ term }) => ({ tag: 'sign', term: term(0), relation: '>=' })),
  form('T != 0', ({ term }) => ({ tag: 'sign', term: term(0), relation: '!=' })),
  form('T constant', ({ term }) => ({ tag: 'number', term: term(0) })),
  form(
    '?c free of heads(?q)',
    free(({ name }) => ({ tag: 'heads', measure: name(1) })),
  ),
  form(
    '?c free of ?x',
    free(({ name }) => ({ tag: 'refs', name: name(1) })),
  ),
  form('?c free of n', free(letterOrSubset)),
  form('m free of n', free(letterOrSubset)),
  form('?f free of ?C beyond ?A', ({ name }) => ({
    tag: 'free beyond',
    what: name(0),
    whole: name(1),
    part: name(2),
  })),
  form('?A part of ?C', ({ name }) => ({ tag: 'part', part: name(0), whole: name(1) })),
  form('?A independent of ?C given ?B in ?p', ({ name }) => ({
    tag: 'independent',
    what: name(0),
    from: name(1),
    given: name(2),
    family: name(3),
  })),
  form('?B owned by ?p', ({ name }) => ({ tag: 'owned', slots: name(0), family: name(1) })),
  form('?q a density', ({ name }) => ({ tag: 'density', measure: name(0) })),
  form('T a density', ({ term }) => ({ tag: 'law', term: term(0) })),
  form('?q and ?p over the same heads', ({ name }) => ({ tag: 'same heads', left: name(0), right: name(1) })),
  form('?A bound', ({ name }) => ({ tag: 'bound', slots: name(0) })),
  form('S drawn from n', ({ name }) => ({ tag: 'drawn', subset: name(0), letter: name(1) })),
];

const trusts: readonly Form<Trust>[] = [
  form('T integrable in ?p and ?q', ({ name, term }) => ({
    tag: 'jointly integrable',
    what: term(0),
    over: name(1),
    and: name(2),
  })),
  form('T integrable in ?q', ({ name, term }) => ({ tag: 'integrable', what: term(0), over: name(1) })),
  form('grad_{?t} of T exchanges with ?q', ({ name, term }) => ({
    tag: 'exchange',
    grad: name(0),
    what: term(1),
    over: name(2),
  })),
  form('T differentiable in ?t', ({ name, term }) => ({ tag: 'differentiable', what: term(0), in: name(1) })),
];

function letterOrSubset({ scope, spans, name }: Parts): Target {
  const [, span] = spans as readonly [Span, Span];
  const { subsets, plates } = scope.model;
  if (subsets.has(name(1))) return { tag: 'subset', subset: name(1) };
  if (!plates.has(name(1)) && declaredAs(scope.model, name(1)) !== null)
    return wrongKind(scope, name(1), span, 'an index or a subset');
  return { tag: 'index', letter: name(1) };
}

/** What stands behind `when`. */
export const elaborateCondition = (scope: Scope, written: Reason): Condition =>
  elaborateSentence(scope, written, conditions) ??
  fail(written.span, 'no-condition', { forms: conditions.map(({ shown }) => shown) });

/** What stands behind `assuming`. */
export const elaborateTrust = (scope: Scope, written: Reason): Trust =>
  elaborateSentence(scope, written, trusts) ??
  fail(written.span, 'no-trust', { forms: trusts.map(({ shown }) => shown) });

function elaborateSentence<T extends object>(scope: Scope, { span }: Reason, forms: readonly Form<T>[]): T | null {
  const text = scope.source.slice(span.start, span.end).replace(/#[^\n\r]*/g, (comment) => ' '.repeat(comment.length));
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const sentence = read(partsOf(scope, match, span.start));
    scope.positions.set(sentence, span);
    return sentence;
  }
  return null;
}

function partsOf(scope: Scope, match: RegExpExecArray, offset: number): Parts {
  const spans = (match.indices ?? [])
    .slice(1)
    .map((found) => ({ start: offset + (found?.[0] ?? 0), end: offset + (found?.[1] ?? 0) }));
  return {
    scope,
    spans,
    name: (part) => asciiName(match[part + 1] ?? ''),
    term: (part) => elaboratePart(scope, spans[part] as Span),
  };
}

function elaboratePart(scope: Scope, span: Span): Term {
  const { variables, collections } = scope.model;
  const { expr, problems } = parseExpression(scope.source, span, {
    names: [...variables.keys(), ...collections.keys()],
  });
  if (expr !== null) return elaborate(scope, expr);
  const [problem] = problems;
  return fail(problem?.span ?? span, 'unreadable', { why: problem?.message ?? 'this is no term' });
}
