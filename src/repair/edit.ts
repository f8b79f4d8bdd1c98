/** Single edits of a line, as text: what is replaced, by what, and how simple that is. */
import type { Span } from '../../grammar/ast.js';
import type { Model } from '../kernel/model.js';
import type { Node } from './outline.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * The kinds of edits with their costs: the less, the likelier each single edit of the kind is what was meant. A slip of
 * which a line has few (a range, a family) costs less than one that could be made in a hundred ways (a term put in),
 * and what changes the file around the line most.
 */
export const editCosts = {
  sign: 1.1,
  coefficient: 1.6,
  conditioning: 1.5,
  argument: 1.6,
  subscript: 1.3,
  range: 0.7,
  family: 1,
  measure: 1.4,
  log: 1.7,
  minibatch: 1.3,
  quotient: 1,
  power: 1.4,
  factor: 2.4,
  operator: 2,
  'missing term': 2.3,
  'extra term': 2.6,
  'missing factor': 2.1,
  unwrap: 3.4,
  'other density': 3,
  relation: 4,
  'for any': 4,
  iid: 6,
} as const;

export type EditKind = keyof typeof editCosts;

/** Kinds that only mend: they take what they put in from other lines, or take more away than one slip adds. */
const mendingOnly: ReadonlySet<EditKind> = new Set(['unwrap', 'other density', 'iid', 'for any', 'missing factor']);

/** Whether a person makes the edit by mistake: nothing far-fetched, and nothing that only mends. */
export const isSlip = ({ kind, extra }: Edit): boolean => !mendingOnly.has(kind) && extra < 1;

export interface Edit {
  readonly kind: EditKind;
  /** What is replaced in the source; empty for an insertion. */
  readonly span: Span;
  readonly text: string;
  /** What it costs beyond its kind. */
  readonly extra: number;
}

/** A line that is to be edited, and what may be written on it. */
export interface Line {
  readonly source: string;
  readonly root: Node;
  readonly model: Model;
  readonly vocabulary: Vocabulary;
}

export const edit = (kind: EditKind, span: Span, text: string, extra = 0): Edit => ({ kind, span, text, extra });

export const insertion = (kind: EditKind, at: number, text: string, extra = 0): Edit =>
  edit(kind, { start: at, end: at }, text, extra);

export const applied = (source: string, { span, text }: Edit): string =>
  source.slice(0, span.start) + text + source.slice(span.end);

export const sliceOf = (source: string, { start, end }: Span): string => source.slice(start, end);

/** A text without comments, and with single spaces: what a person would copy. */
export const tidy = (text: string): string =>
  text
    .replace(/#[^\n\r]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Equal for texts that differ by white space only. */
export const keyOf = (text: string): string =>
  (text.includes('#') ? text.replace(/#[^\n\r]*/g, '') : text).replace(/\s+/g, '');

/** The text of a node where it becomes a factor or a term: in brackets where it is a sum. */
export function bracketed(source: string, node: Node): string {
  const text = tidy(sliceOf(source, node.span));
  return node.tag === 'sum' ? `(${text})` : text;
}
