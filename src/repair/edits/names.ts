/** Variables in each other's place, and their subscripts. */
import type { SubItem } from '../../../grammar/ast.js';
import { type Edit, edit, type Line, sliceOf } from '../edit.js';
import { type NodeOf, nodesOf } from '../outline.js';

export function* nameEdits(line: Line): Generator<Edit> {
  for (const node of nodesOf(line.root)) {
    if (node.tag !== 'name') continue;
    yield* otherNames(node, line);
    yield* otherSubscripts(node, line);
  }
}

/** Parameters for parameters, variables for variables with as many indices, or whole arrays. */
function* otherNames({ name, sub, span }: NodeOf<'name'>, { model }: Line): Generator<Edit> {
  const own = model.variables.get(name);
  if (own === undefined && !model.collections.has(name)) return;
  const isParam = own?.role === 'param';
  const indices = own?.indices.length ?? 0;
  const like = [...model.variables.values()].filter(
    (other) => (other.role === 'param') === isParam && other.indices.length === indices,
  );
  const end = sub === null ? span.end : span.start + name.length;
  for (const other of like) if (other.name !== name) yield edit('argument', { start: span.start, end }, other.name);
  if (!isParam && indices === 0)
    for (const other of model.collections.keys()) if (other !== name) yield edit('argument', span, other);
}

/** What it costs that several members stand for one. */
const several = 0.2;

/** Other letters, the member before and behind, the whole array, and what the variable has elsewhere. */
function* otherSubscripts({ name, sub, span }: NodeOf<'name'>, line: Line): Generator<Edit> {
  const { model, vocabulary } = line;
  for (const [whole, members] of model.collections)
    if (sub !== null && members.some((member) => member.name === name)) yield edit('subscript', span, whole);
  for (const { text, distance } of vocabulary.subscripts(name))
    yield edit('subscript', span, text, 0.25 * distance + (text.includes(':') ? several : 0));
  for (const past of pastsOf(name, sub, line)) yield edit('subscript', span, past, 0.5);
  const members = model.collections.get(name);
  if (sub === null && members?.length === 1)
    for (const { text, distance } of vocabulary.subscripts(members[0]?.name ?? ''))
      yield edit('subscript', span, text, 0.25 * distance);
  for (const item of sub ?? []) yield* otherItem(item, line);
}

/** `x_{1:t-1}`, all before a member, for one of them. */
function pastsOf(name: string, sub: readonly SubItem[] | null, { model, source }: Line): readonly string[] {
  if (sub?.length !== 1 || sub[0]?.kind !== 'expr') return [];
  const own = sliceOf(source, sub[0].span);
  return [...model.plates].flatMap(([letter, { lo }]) =>
    lo.base === null && own !== letter ? [`${name}_{${lo.offset}:${letter}-1}`] : [],
  );
}

function* otherItem(item: SubItem, { model, source }: Line): Generator<Edit> {
  if (item.kind !== 'expr') return;
  const text = sliceOf(source, item.span);
  const isBraced = source[item.span.start - 1] !== '_';
  const put = (other: string): Edit =>
    edit('subscript', item.span, isBraced || other.length === 1 ? other : `{${other}}`);
  for (const letter of model.plates.keys()) if (letter !== text) yield put(letter);
  if (item.value.kind === 'name' || item.value.kind === 'number') {
    yield put(`${text}-1`);
    yield put(`${text}+1`);
  }
  if (item.value.kind === 'sum') {
    const [base] = item.value.items;
    if (base?.sign === '+') yield put(sliceOf(source, base.value.span));
  }
}
