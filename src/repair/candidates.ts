/** All single edits of a line, simplest first. */
import type { Span } from '../../grammar/ast.js';
import { type Edit, editCosts, keyOf, type Line, sliceOf, tidy } from './edit.js';
import { binderEdits } from './edits/binders.js';
import { densityEdits, unwrapEdits } from './edits/densities.js';
import { nameEdits } from './edits/names.js';
import { operatorEdits } from './edits/operators.js';
import { pieceEdits } from './edits/pieces.js';
import { productEdits } from './edits/products.js';
import { sumEdits } from './edits/sums.js';
import { type Node, type NodeOf, nodesOf } from './outline.js';
import type { Vocabulary } from './vocabulary.js';

export interface Candidate {
  readonly edit: Edit;
  readonly cost: number;
}

const generators = [
  sumEdits,
  productEdits,
  densityEdits,
  nameEdits,
  binderEdits,
  operatorEdits,
  unwrapEdits,
  pieceEdits,
];

/** What it costs that an edit is less likely than others of its kind, by what was said of it. */
const outlying = 0.75;

/** Every edit of the line, no two with the same result: of those the one that costs least. */
export function editsOf(line: Line): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const { source, root } = line;
  const own = keyOf(sliceOf(source, root.span));
  for (const generate of generators)
    for (const edit of generate(line)) {
      const key = keyOf(resultOf(edit, root, source));
      const cost = editCosts[edit.kind] + outlying * edit.extra;
      if (key !== own && cost < (found.get(key)?.cost ?? Number.POSITIVE_INFINITY)) found.set(key, { edit, cost });
    }
  return [...found.values()];
}

/** The text of a node after an edit inside it. */
const resultOf = ({ span, text }: Edit, node: Node, source: string): string =>
  source.slice(node.span.start, span.start) + text + source.slice(span.end, node.span.end);

/** What a part that no line around has costs, a long one more, and an edit far from where the mistake was found. */
const novelty = 0.8;
const elsewhere = 0.6;

/** A part that is then the whole line above: what is left beside it can only vanish. */
const copied = 4;

/** The edits, simplest first: little is changed, and what comes out is what the lines around say too. */
export function candidatesOf(line: Line, suspect: Span | null): readonly Candidate[] {
  const parts = partsOf(line);
  const sums = nodesOf(line.root).filter((node) => node.tag === 'sum');
  return editsOf(line)
    .map(({ edit, cost }): Candidate => {
      const far = suspect === null || overlaps(edit.span, suspect) ? 0 : elsewhere;
      const form = (cancels(edit, line) ? cancelled : 0) - (isAlike(edit, sums, line.source) ? alike : 0);
      return { edit, cost: cost + far + form + noveltyOf(edit, line, parts) + lengthOf(edit, line) / 400 };
    })
    .sort((a, b) => a.cost - b.cost);
}

/** How much is written that was not there. */
function lengthOf({ span, text }: Edit, { source }: Line): number {
  const before = tidy(sliceOf(source, span));
  return before !== '' && text.includes(before) ? text.length - before.length : text.length;
}

/** A node of the line with its text, and how far away a line is that has it. */
interface Part {
  readonly node: Node;
  readonly text: string;
  readonly distance: number;
}

function partsOf({ root, source, vocabulary }: Line): readonly Part[] {
  return nodesOf(root).map((node): Part => {
    const text = sliceOf(source, node.span);
    return { node, text: tidy(text), distance: strangeness(text, vocabulary) };
  });
}

/** 0 for what the next line says, more for what none says, and the longer it is. */
const strangeness = (text: string, vocabulary: Vocabulary): number =>
  Math.min(1, vocabulary.distanceOf(keyOf(text)) ?? 1) * Math.min(2, 0.5 + text.length / 80);

const overlaps = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

const isInsertion = ({ span }: Edit): boolean => span.start === span.end;

const touches = ({ start, end }: Span, at: number): boolean => at === start || at === end;

/** The most that it counts for leaving a term out that it is strange: each of its parts is. */
const mostTaken = 1.5;

/** How many more parts than before are found in no line around; fewer where the edit takes such parts away. */
function noveltyOf(edit: Edit, { root, source, vocabulary }: Line, parts: readonly Part[]): number {
  const { span } = edit;
  let [isPart, isTouched, isBeside, isOuter, change, taken] = [false, false, false, true, 0, 0];
  for (const { node, text, distance } of parts) {
    const [isAround, isInside] = [contains(node.span, span), contains(span, node.span)];
    // Of the nodes that begin or end where something is inserted the outermost is changed: the others stand beside it.
    if (isInsertion(edit) && isAround && touches(node.span, span.start)) {
      if (isTouched) continue;
      isTouched = true;
    }
    if (isAround && isInside) isPart = true;
    if (isAround && node !== root) {
      const after = resultOf(edit, node, source);
      const copies = isOuter && isBeside && vocabulary.isLineAbove(keyOf(after)) ? copied : 0;
      change += strangeness(after, vocabulary) - distance + copies;
    } else if (isInside && !isAround && !edit.text.includes(text)) {
      taken += distance;
      if (edit.text === '' && vocabulary.isLineAbove(keyOf(text))) change -= copied / 2;
    }
    if (isAround) {
      isBeside ||= node.tag === 'sum' || node.tag === 'product';
      isOuter &&= ['sum', 'product', 'group'].includes(node.tag);
    }
  }
  // What takes a part's place is counted as that part.
  const put = edit.text.replace(/^ *[-+/]/, '');
  if (!isPart && put.trim() !== '') change += strangeness(put, vocabulary) + copyOf(put, vocabulary);
  return novelty * (change - (edit.text === '' ? Math.min(taken, mostTaken) : taken));
}

/** A line put beside what is there: the one or the other can only vanish. */
function copyOf(text: string, vocabulary: Vocabulary): number {
  const key = keyOf(text);
  return vocabulary.isLineAbove(key) ? copied : vocabulary.isLine(key) ? copied / 2 : 0;
}

/** What it costs less that a term begins as one beside it does, by what is written in it. */
const alike = 0.6;

function isAlike(edit: Edit, sums: readonly NodeOf<'sum'>[], source: string): boolean {
  const { span } = edit;
  if (edit.text.trim() === '') return false;
  return sums.some(({ parts }) => {
    const own = parts.find(({ value }) => contains(value.span, span));
    if (own === undefined || own.value.span.start === span.start) return false;
    const before = source.slice(own.value.span.start, span.start);
    const beginning = keyOf(before + edit.text);
    const others = parts.filter((part) => part !== own).map(({ value }) => keyOf(sliceOf(source, value.span)));
    return others.some((other) => other.startsWith(beginning));
  });
}

/** What it costs that something is divided by itself. */
const cancelled = 1.5;

function cancels(edit: Edit, { root, source }: Line): boolean {
  const { span } = edit;
  return nodesOf(root).some((node) => {
    if (node.tag !== 'product' || !contains(node.span, span)) return false;
    const textOf = (part: Node): string =>
      keyOf(contains(part.span, span) ? resultOf(edit, part, source) : sliceOf(source, part.span));
    return node.parts.some(({ join, value }, i) => {
      const before = node.parts[i - 1]?.value;
      if (before === undefined) return false;
      const isBetween = before.span.end === span.start && span.end === value.span.start;
      return (isBetween ? edit.text.trim() === '/' : join === '/') && textOf(before) === textOf(value);
    });
  });
}
