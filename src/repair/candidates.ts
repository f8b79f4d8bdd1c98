/** All single edits of a line, simplest first. */
import type { Span } from '../../grammar/ast.js';
import { applied, type Edit, editCosts, keyOf, type Line, tidy } from './edit.js';
import { binderEdits } from './edits/binders.js';
import { densityEdits, unwrapEdits } from './edits/densities.js';
import { nameEdits } from './edits/names.js';
import { operatorEdits } from './edits/operators.js';
import { pieceEdits } from './edits/pieces.js';
import { productEdits } from './edits/products.js';
import { sumEdits } from './edits/sums.js';
import { childrenOf, type Node, nodesOf } from './outline.js';

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

/** Every edit of the line, no two with the same result: of those the one that costs least. */
export function editsOf(line: Line): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const { source, root } = line;
  const own = keyOf(source.slice(root.span.start, root.span.end));
  for (const generate of generators)
    for (const edit of generate(line)) {
      const key = keyOf(resultOf(edit, root, source));
      const cost = editCosts[edit.kind] + edit.extra;
      if (key !== own && cost < (found.get(key)?.cost ?? Number.POSITIVE_INFINITY)) found.set(key, { edit, cost });
    }
  return [...found.values()];
}

/** The text of a node after an edit inside it. */
const resultOf = (edit: Edit, { span }: Node, source: string): string => {
  const text = applied(source, edit);
  return text.slice(span.start, span.end + text.length - source.length);
};

/** What a part that no line around has costs, a long one more, and an edit far from where the mistake was found. */
const novelty = 0.8;
const elsewhere = 1;

/** A part that is then the whole line above: what is left beside it can only vanish. */
const copied = 4;

/** The edits, simplest first: little is changed, and what comes out is what the lines around say too. */
export function candidatesOf(line: Line, suspect: Span | null): readonly Candidate[] {
  return editsOf(line)
    .map(({ edit, cost }): Candidate => {
      const far = suspect === null || overlaps(edit.span, suspect) ? 0 : elsewhere;
      return { edit, cost: cost + far + noveltyOf(edit, line) + lengthOf(edit, line) / 200 };
    })
    .sort((a, b) => a.cost - b.cost);
}

/** How much is written that was not there. */
function lengthOf({ span, text }: Edit, { source }: Line): number {
  const before = tidy(source.slice(span.start, span.end));
  return before !== '' && text.includes(before) ? text.length - before.length : text.length;
}

const sameSpan = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

const overlaps = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

/** How many more parts than before are found in no line around; fewer where the edit takes such parts away. */
function noveltyOf(edit: Edit, { root, source, vocabulary }: Line): number {
  const distance = (text: string): number =>
    Math.min(1, vocabulary.distanceOf(keyOf(text)) ?? 1) * Math.min(2, 0.5 + text.length / 80);
  const before = (node: Node): number => distance(source.slice(node.span.start, node.span.end));
  // What takes a part's place is counted as that part.
  const isPart = [...nodesOf(root)].some(({ span }) => sameSpan(span, edit.span));
  let change = isPart || edit.text.trim() === '' ? 0 : distance(edit.text.replace(/^ *[-+/]/, ''));
  for (const node of around(edit.span, root)) {
    const after = resultOf(edit, node, source);
    change += distance(after) - before(node) + (vocabulary.isLineAbove(keyOf(after)) ? copied : 0);
  }
  for (const node of inside(edit.span, root))
    if (!edit.text.includes(tidy(source.slice(node.span.start, node.span.end)))) change -= before(node);
  return novelty * change;
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The nodes that an edit takes away. */
function inside(span: Span, root: Node): Node[] {
  return [...nodesOf(root)].filter((node) => contains(span, node.span) && !contains(node.span, span));
}

/** The nodes around a place, the outermost one left out. */
function around(span: Span, root: Node): Node[] {
  const found: Node[] = [];
  let at: Node | undefined = root;
  while (at !== undefined) {
    at = childrenOf(at).find((child) => contains(child.span, span));
    if (at !== undefined) found.push(at);
  }
  return found;
}
