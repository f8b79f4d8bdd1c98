import { describe, expect, it } from 'vitest';
import type { Expr, Span } from '../../grammar/ast.js';
import { parse } from '../../grammar/parse.js';
import { lineIndex } from '../../grammar/position.js';
import { wholeLanguage } from './sample.js';
import { expr, show, showStatement } from './sexp.js';

describe('lines and columns', () => {
  it.each([
    ['', 0, 1, 1],
    ['abc', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['abc', 3, 1, 4],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 1, 1, 2],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\n\nb', 2, 2, 1],
    ['a\n\nb', 3, 3, 1],
    ['a\n', 2, 2, 1],
    ['𝔼x', 2, 1, 2],
    ['𝔼x', 3, 1, 3],
    ['∫ 𝔼\nψ', 6, 2, 2],
    ['abc', 99, 1, 4],
    ['abc', -5, 1, 1],
  ])('%j at %i is %i:%i', (text, offset, line, column) => expect(lineIndex(text).at(offset)).toEqual({ line, column }));
});

interface Spanned {
  readonly span: Span;
  readonly kind?: string;
}

/** Everything with a span inside a value, with the nearest spanned thing around it. */
function* spanned(value: unknown, around: Spanned | null = null): Generator<{ node: Spanned; around: Spanned | null }> {
  if (typeof value !== 'object' || value === null) return;
  const node = 'span' in value ? (value as Spanned) : null;
  if (node !== null) yield { node, around };
  for (const child of Object.values(value)) yield* spanned(child, node ?? around);
}

const { statements, problems } = parse(wholeLanguage);
const nodes = [...spanned(statements)];
const slice = ({ start, end }: Span): string => wholeLanguage.slice(start, end);

const exprKinds: ReadonlySet<string> = new Set([
  'number',
  'name',
  'script',
  'bracket',
  'product',
  'sum',
  'big',
  'integral',
  'operator',
  'grad',
  'derivative',
  'metavariable',
  'table',
]);
const exprs = nodes.flatMap(({ node }) => (exprKinds.has(node.kind ?? '') && 'span' in node ? [node as Expr] : []));

describe('spans', () => {
  it('the sample has no problem and every kind of expression', () => {
    expect(problems).toEqual([]);
    expect(new Set(exprs.map(({ kind }) => kind))).toEqual(exprKinds);
  });

  it('lie within the node around', () => {
    for (const { node, around } of nodes) {
      if (around === null) continue;
      expect(around.span.start).toBeLessThanOrEqual(node.span.start);
      expect(around.span.end).toBeGreaterThanOrEqual(node.span.end);
    }
  });

  it('begin and end with a character that counts', () => {
    for (const { node } of nodes) expect(slice(node.span)).toMatch(/^\S(.*\S)?$/s);
  });

  it('of an expression hold its text: read alone it gives the same tree', () => {
    const names = ['z', 'x', 'W', 'Z', 'X'];
    for (const e of exprs) expect(expr(slice(e.span), names)).toBe(show(e));
  });

  it('of a statement hold its text', () => {
    const declarations = wholeLanguage.slice(0, wholeLanguage.indexOf('density'));
    for (const statement of statements) {
      const alone = parse(`${declarations}\n${slice(statement.span)}`).statements.at(-1);
      expect(alone && showStatement(alone)).toBe(showStatement(statement));
    }
  });

  it('of labels, relations and reasons are their texts', () => {
    for (const statement of statements) {
      if ('label' in statement && statement.label) expect(slice(statement.label.span)).toBe(statement.label.text);
      if (statement.kind !== 'derivation') continue;
      for (const { span, relation, relationSpan, reasons } of statement.steps) {
        expect(slice(relationSpan)).toBe(relation);
        expect(span.start).toBe(relationSpan.start);
        for (const { text, remark, span: place } of reasons) expect(slice(place)).toBe(remark ? `"${text}"` : text);
      }
    }
  });

  it('of a differential leave the d out', () => {
    const [claim] = parse('claim: int f 𝑑x = int f dz_n').statements;
    const text = JSON.stringify(claim);
    expect(text).toContain('"name":"x","span":{"start":15,"end":16}');
    expect(text).toContain('"name":"z","span":{"start":26,"end":27}');
  });

  it('of small characters are those of the characters', () => {
    const [claim] = parse('claim: xₜ₋₁ = x²').statements;
    expect(JSON.stringify(claim)).toContain('"name":"t","span":{"start":8,"end":9}');
    expect(JSON.stringify(claim)).toContain('"text":"2","span":{"start":15,"end":16}');
  });
});
