/** Densities: their arguments, what stands right of the bar, their families, and other densities in their place. */
import type { Span } from '../../../grammar/ast.js';
import { inputNames, ownedNames } from '../../kernel/model.js';
import { type Edit, edit, type Line, sliceOf, tidy } from '../edit.js';
import { type Node, type NodeOf, nodesOf } from '../outline.js';

/** The arguments of a density by their separators, as they are written. */
type Sections = readonly { readonly separator: string; readonly texts: readonly string[] }[];

export function* densityEdits(line: Line): Generator<Edit> {
  const { model, vocabulary } = line;
  for (const node of nodesOf(line.root)) {
    if (node.tag !== 'density') continue;
    yield* conditioningEdits(node, line);
    for (const family of model.families.keys()) if (family !== node.family) yield edit('family', node.name, family);
    for (const { text, distance } of vocabulary.densities) yield edit('other density', node.span, text, distance);
  }
}

function* conditioningEdits(density: NodeOf<'density'>, line: Line): Generator<Edit> {
  const sections = density.sections.map(({ separator, slots }) => ({
    separator: separator as string,
    texts: slots.map(({ span }) => tidy(sliceOf(line.source, span))),
  }));
  yield* withSlotsElsewhere(sections, density.bracket);
  const present = new Set(sections.flatMap(({ texts }) => texts));
  for (const { text, extra } of slotsToAdd(density, line))
    if (!present.has(text)) {
      const isParam = line.model.variables.get(text)?.role === 'param';
      yield put(density.bracket, withSlot(sections, isParam ? ';' : '|', text), extra);
      if (!isParam) yield put(density.bracket, withSlot(sections, '', text), extra);
    }
}

/** A slot left out, one on the other side of the bar, the two sides in each other's place. */
function* withSlotsElsewhere(sections: Sections, bracket: Span): Generator<Edit> {
  for (const [s, { texts }] of sections.entries())
    for (const [a, text] of texts.entries()) {
      const without = sections.map((section, i) =>
        i === s ? { ...section, texts: section.texts.filter((_, j) => j !== a) } : section,
      );
      if ((without[0]?.texts.length ?? 0) > 0) {
        yield put(bracket, without);
        if (s === 0) yield put(bracket, withSlot(without, '|', text));
      }
      if (s > 0) yield put(bracket, withSlot(without, '', text));
    }
  const [left, right, ...rest] = sections;
  if (left !== undefined && right !== undefined)
    yield put(bracket, [{ ...left, texts: right.texts }, { ...right, texts: left.texts }, ...rest]);
}

function withSlot(sections: Sections, separator: string, text: string): Sections {
  if (sections.some((section) => section.separator === separator))
    return sections.map((section) =>
      section.separator === separator ? { ...section, texts: [...section.texts, text] } : section,
    );
  const [left, ...rest] = sections;
  const added = { separator, texts: [text] };
  // The bar comes before the semicolon.
  return separator === ';' || left === undefined ? [...sections, added] : [left, added, ...rest];
}

function put(bracket: Span, sections: Sections, extra = 0): Edit {
  const written = sections.filter(({ texts }, i) => i === 0 || texts.length > 0);
  const text = written
    .map(({ separator, texts }) => {
      const before = separator === '|' ? ' | ' : separator === ';' ? '; ' : '';
      return before + texts.join(', ');
    })
    .join('');
  return edit('conditioning', bracket, `(${text})`, extra);
}

/** Arguments that other densities of the family have, and its variables without an index. */
function slotsToAdd({ family }: NodeOf<'density'>, { model, vocabulary }: Line): { text: string; extra: number }[] {
  const declared = model.families.get(family);
  if (declared === undefined) return [];
  const names = [...ownedNames(declared), ...inputNames(declared)];
  const scalars = names.filter((name) => model.variables.get(name)?.indices.length === 0);
  const collections = [...model.collections]
    .filter(([, members]) => members.every(({ name }) => names.includes(name)))
    .map(([name]) => name);
  const used = vocabulary.slots(family).map(({ text, distance }) => ({ text, extra: 0.25 * distance }));
  const others = [...scalars, ...collections].filter((name) => !used.some(({ text }) => text === name));
  return [...used, ...others.map((text) => ({ text, extra: 0.5 }))];
}

/** Another node's density in the place of what holds it: `q(W)` for `q(z, q(W))`. */
export function* unwrapEdits(line: Line): Generator<Edit> {
  for (const outer of nodesOf(line.root)) {
    if (!isWhole(outer)) continue;
    for (const inner of nodesOf(outer))
      if (inner !== outer && isWhole(inner)) yield edit('unwrap', outer.span, tidy(sliceOf(line.source, inner.span)));
  }
}

const isWhole = ({ tag }: Node): boolean =>
  tag === 'density' || tag === 'application' || tag === 'function' || tag === 'operator';
