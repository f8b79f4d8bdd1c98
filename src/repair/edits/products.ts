/** Factors too many, upside down, or with another number; powers. */
import { bracketed, type Edit, edit, insertion, type Line, sliceOf, tidy } from '../edit.js';
import { type Node, type NodeOf, nodesOf } from '../outline.js';
import { isAverage, isNumeric, valuesOf } from './places.js';

export function* productEdits(line: Line): Generator<Edit> {
  const exponents = new Set(nodesOf(line.root).flatMap((node) => (node.tag === 'power' ? [node.exponent] : [])));
  for (const node of nodesOf(line.root)) {
    if (node.tag === 'product') yield* editsOfProduct(node, line);
    if (node.tag === 'number') yield* editsOfNumber(node, exponents.has(node) ? 2 : 0);
    if (node.tag === 'name' && line.model.sizes.has(node.name))
      for (const size of line.model.sizes) if (size !== node.name) yield edit('coefficient', node.span, size);
    if (node.tag === 'power') yield edit('power', node.span, bracketed(line.source, node.base));
    yield* movedPower(node, line);
  }
  for (const node of valuesOf(line.root))
    if (node.tag === 'operator' || node.tag === 'group' || node.tag === 'density')
      yield insertion('power', node.span.end, '^2', 0.25);
}

/** `E[f]^2` for `E[f^2]`, and the other way round. */
function* movedPower(node: Node, { source }: Line): Generator<Edit> {
  const operator = node.tag === 'power' ? node.base : node;
  if (operator.tag !== 'operator' || !isAverage(operator)) return;
  const [body] = operator.sections[0]?.args ?? [];
  if (body === undefined) return;
  const before = source.slice(operator.span.start, operator.bracket.start + 1);
  const exponentOf = ({ base, span }: NodeOf<'power'>): string => source.slice(base.span.end, span.end);
  if (node.tag === 'power') {
    const isPlain = body.tag !== 'product' && body.tag !== 'sum';
    const inner = isPlain ? sliceOf(source, body.span) : `(${sliceOf(source, body.span)})`;
    yield edit('power', node.span, tidy(`${before}${inner}${exponentOf(node)}]`));
  } else if (body.tag === 'power')
    yield edit('power', node.span, tidy(`${before}${sliceOf(source, body.base.span)}]${exponentOf(body)}`));
}

/** `least`: a power of 1 or 0 is none. */
function* editsOfNumber({ span, text }: NodeOf<'number'>, least: number): Generator<Edit> {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) return;
  const others = [value + 1, value - 1, 2 * value].filter((other) => other >= least && other !== value);
  for (const other of new Set(others)) yield edit('coefficient', span, `${other}`);
}

function* editsOfProduct({ parts }: NodeOf<'product'>, { source, model }: Line): Generator<Edit> {
  const textOf = (node: Node): string => tidy(sliceOf(source, node.span));
  for (const [i, { join, value }] of parts.entries()) {
    const [before, next] = [parts[i - 1], parts[i + 1]];
    const kind = isNumeric(value, model) ? 'coefficient' : 'factor';
    if (before !== undefined) {
      yield edit(kind, { start: before.value.span.end, end: value.span.end }, '');
      const between = { start: before.value.span.end, end: value.span.start };
      if (join === '/') yield edit('quotient', between, ' ');
      else if (value.tag !== 'big' && before.value.tag !== 'big') yield edit('quotient', between, ' / ');
      if (join === '/' && before.value.tag !== 'big')
        yield edit(
          'quotient',
          { start: before.value.span.start, end: value.span.end },
          `${textOf(value)} / ${textOf(before.value)}`,
        );
    } else if (next !== undefined) {
      if (next.join === '/') yield edit(kind, value.span, '1');
      else yield edit(kind, { start: value.span.start, end: next.value.span.start }, '');
    }
  }
}
