/** Sums and products over an index, integrals: what they range over, and whether they are there at all. */
import type { SubItem } from '../../../grammar/ast.js';
import { bracketed, type Edit, edit, insertion, type Line, sliceOf, tidy } from '../edit.js';
import { type NodeOf, nodesOf } from '../outline.js';
import { isNumeric, termsOf } from './places.js';

export function* binderEdits(line: Line): Generator<Edit> {
  for (const node of nodesOf(line.root)) {
    if (node.tag === 'big') yield* editsOfBig(node, line);
    if (node.tag === 'integral') yield* editsOfIntegral(node, line);
  }
  for (const term of termsOf(line)) {
    if (term.tag === 'sum' || isNumeric(term, line.model)) continue;
    for (const { text, distance } of line.vocabulary.heads)
      if (text.startsWith('sum') || text.startsWith('∑'))
        yield insertion('operator', term.span.start, `${text} `, 0.5 + 0.5 * distance);
    for (const name of boundNames(line))
      yield edit('operator', term.span, `int ${tidy(sliceOf(line.source, term.span))} d${name}`, 1);
  }
}

function* editsOfBig({ span, op, head, items, body }: NodeOf<'big'>, line: Line): Generator<Edit> {
  yield edit('operator', span, bracketed(line.source, body));
  const [item] = items;
  if (item === undefined || items.length !== 1) return;
  const text = sliceOf(line.source, item.span);
  yield edit('operator', head, `${op === 'sum' ? 'prod' : 'sum'}_{${text}} `);
  for (const range of otherRanges(item, line))
    yield edit('range', head, range.length === 1 ? `${op}_${range} ` : `${op}_{${range}} `);
  for (const { text: other, distance } of line.vocabulary.heads)
    if (other.startsWith(op)) yield edit('range', head, `${other} `, 0.25 * distance);
}

/** Another letter, a subset, one member less or more at either end. */
function otherRanges(item: SubItem, { model, source }: Line): string[] {
  const text = sliceOf(source, item.span);
  switch (item.kind) {
    case 'in':
      return [
        item.index,
        ...[...model.subsets.keys()].flatMap((s) => (s === item.set ? [] : [`${item.index} in ${s}`])),
      ];
    case 'assign': {
      const lo = sliceOf(source, item.lo.span);
      const hi = item.hi === null ? null : sliceOf(source, item.hi.span);
      if (hi === null) return [];
      const range = (from: string, to: string): string => `${item.index}=${from}..${to}`;
      return [item.index, range(stepped(lo, 1), hi), range(stepped(lo, -1), hi), range(lo, stepped(hi, -1))];
    }
    case 'expr': {
      const plate = model.plates.get(text);
      const subsets = [...model.subsets.keys()].map((set) => `${text} in ${set}`);
      const letters = [...model.plates.keys()].filter((letter) => letter !== text);
      const lo = plate?.lo.base === null ? plate.lo.offset : null;
      const end = plate?.hi.base === null ? `${plate.hi.offset}` : plate?.hi.offset === 0 ? plate.hi.base : null;
      const later = lo === null || end === null || end === undefined ? [] : [`${text}=${lo + 1}..${end}`];
      return [...subsets, ...letters, ...later];
    }
    default:
      return [];
  }
}

/** A bound one further up or down: `2` for `1`, `T-1` for `T`. */
function stepped(bound: string, by: 1 | -1): string {
  if (/^\d+$/.test(bound)) return `${Number(bound) + by}`;
  return `${bound}${by === 1 ? '+' : '-'}1`;
}

function* editsOfIntegral({ span, body, differentials }: NodeOf<'integral'>, line: Line): Generator<Edit> {
  yield edit('operator', span, bracketed(line.source, body));
  const names = boundNames(line);
  for (const differential of differentials) for (const name of names) yield edit('measure', differential.span, name);
}

/** What an integral may run over. */
const boundNames = ({ model }: Line): string[] => [
  ...[...model.variables.values()].flatMap(({ name, role, indices }) =>
    role !== 'param' && indices.length === 0 ? [name] : [],
  ),
  ...model.collections.keys(),
];
