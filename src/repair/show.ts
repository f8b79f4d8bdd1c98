/** How a repair is shown: a piece of the line that reads as one, before and after, and a sentence. */
import type { Span } from '../../grammar/ast.js';
import type { Model } from '../kernel/model.js';
import { type Edit, type EditKind, type Line, sliceOf } from './edit.js';
import { childrenOf, type Node } from './outline.js';

export interface ShownEdit {
  readonly span: Span;
  /** The text of the span; empty where something is inserted. */
  readonly from: string;
  /** What to write instead; empty where something is taken away. */
  readonly to: string;
}

/** A wider piece than this is not made of a smaller edit. */
const widest = 60;

/** The edit of the smallest piece around it that a person would read out. */
export function shownEdit(edit: Edit, line: Line): ShownEdit {
  const span = pieceAround(edit.span, line.root) ?? edit.span;
  const from = sliceOf(line.source, span);
  const to = from.slice(0, edit.span.start - span.start) + edit.text + from.slice(edit.span.end - span.start);
  // White space that both end with is no part of the change.
  const same = Math.min(trailing(from), trailing(to));
  const end = span.end - same;
  return {
    span: { start: span.start, end },
    from: from.slice(0, from.length - same),
    to: to.slice(0, to.length - same),
  };
}

const trailing = (text: string): number => text.length - text.trimEnd().length;

function pieceAround(span: Span, root: Node): Span | null {
  let found: Node | null = null;
  let at: Node | undefined = holds(root.span, span) ? root : undefined;
  while (at !== undefined) {
    const isFunctionOfIt = found?.tag === 'function' && at === found.body;
    if (!isFunctionOfIt || !isPiece(at)) found = isPiece(at) && at.span.end - at.span.start <= widest ? at : null;
    at = childrenOf(at).find((child) => holds(child.span, span));
  }
  return found?.span ?? null;
}

/** An insertion is inside of what stands on both sides of it. */
const holds = (outer: Span, { start, end }: Span): boolean =>
  start === end ? outer.start < start && end < outer.end : outer.start <= start && end <= outer.end;

const isPiece = ({ tag }: Node): boolean => ['density', 'function', 'name', 'number', 'power'].includes(tag);

const sentences: Readonly<Record<EditKind, string>> = {
  sign: 'the sign',
  coefficient: 'the coefficient',
  conditioning: 'what the density is of, and given',
  argument: 'the variable',
  subscript: 'the subscript',
  range: 'the range of the index',
  family: 'the other density',
  measure: 'what is averaged over',
  log: 'the logarithm',
  minibatch: 'the draw of the minibatch',
  power: 'the power',
  quotient: 'divided for multiplied, or the other way round',
  factor: 'a factor is too much',
  operator: 'the operator',
  'missing term': 'a term is missing',
  'extra term': 'a term is too much',
  'missing factor': 'a factor is missing',
  unwrap: 'what stands around it is too much',
  'other density': 'another density',
  relation: 'the relation',
  'for any': 'it is meant for any value',
  iid: 'it holds where the factors of the plate are all the same',
};

export function sentenceOf({ kind, text }: Edit, { subsets }: Model): string {
  const subset = [...subsets.keys()].find((name) => text.startsWith(`E_${name}[`));
  return kind === 'minibatch' && subset !== undefined ? `holds in expectation over ${subset}` : sentences[kind];
}
