/** Signs of terms, coefficients before them, terms too many. */
import type { Model } from '../../kernel/model.js';
import { type Edit, edit, insertion, type Line } from '../edit.js';
import type { Node, NodeOf } from '../outline.js';
import { isNumeric, placesOf, termsOf, valuesOf } from './places.js';

export function* sumEdits(line: Line): Generator<Edit> {
  for (const place of placesOf(line)) if (place.tag !== 'sum') yield insertion('sign', place.span.start, '- ');
  for (const node of valuesOf(line.root)) if (node.tag === 'sum') yield* editsOfSum(node);
  const coefficients = coefficientsOf(line.model);
  for (const term of termsOf(line))
    if (term.tag !== 'sum' && !startsNumeric(term, line.model))
      for (const { text, extra } of coefficients) yield insertion('coefficient', term.span.start, `${text} `, extra);
}

/** A number before a term is changed, or taken away: a second one beside it is no slip. */
function startsNumeric(term: Node, model: Model): boolean {
  return isNumeric(term.tag === 'product' ? (term.parts[0]?.value ?? term) : term, model);
}

function* editsOfSum(sum: NodeOf<'sum'>): Generator<Edit> {
  for (const [i, { sign, signSpan, value }] of sum.parts.entries()) {
    if (sign === '+' && i === 0) yield insertion('sign', value.span.start, '- ');
    else yield edit('sign', signSpan, sign === '+' ? '-' : i === 0 ? '' : '+');
    if (sum.parts.length > 1) yield withoutTerm(sum, i);
  }
}

function withoutTerm({ span, parts }: NodeOf<'sum'>, i: number): Edit {
  const [part, before, next] = [parts[i], parts[i - 1], parts[i + 1]];
  if (part !== undefined && before !== undefined)
    return edit('extra term', { start: before.value.span.end, end: part.value.span.end }, '');
  const end = (next as NonNullable<typeof next>).value.span.start;
  return edit('extra term', { start: span.start, end }, next?.sign === '-' ? '- ' : '');
}

/** 2, and the sizes and their quotients, those of a subset and its range first. */
function coefficientsOf({ sizes, subsets }: Model): readonly { readonly text: string; readonly extra: number }[] {
  const pairs = [...subsets.values()].flatMap(({ hi, size }) =>
    hi.base === null || size.base === null || hi.offset !== 0 || size.offset !== 0
      ? []
      : [`(${hi.base}/${size.base})`, `(${size.base}/${hi.base})`],
  );
  const plain = ['2', '(1/2)'];
  const others = [...sizes].flatMap((size) => [size, `(1/${size})`]);
  return [...[...pairs, ...plain].map((text) => ({ text, extra: 0 })), ...others.map((text) => ({ text, extra: 0.5 }))];
}
