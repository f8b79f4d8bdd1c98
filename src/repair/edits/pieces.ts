/** Terms and factors that are missing, taken from the lines around. */
import { type Edit, edit, insertion, type Line } from '../edit.js';
import { nodesOf } from '../outline.js';
import { placesOf, termsOf } from './places.js';

export function* pieceEdits(line: Line): Generator<Edit> {
  yield* missingTerms(line);
  yield* missingFactors(line);
}

function* missingTerms(line: Line): Generator<Edit> {
  const { vocabulary, root } = line;
  for (const place of placesOf(line))
    for (const { text, sign, distance } of vocabulary.terms) {
      const extra = distance + (place === root ? 0 : 0.25);
      const other = sign === '+' ? '-' : '+';
      yield insertion('missing term', place.span.end, ` ${sign} ${text}`, extra);
      yield insertion('missing term', place.span.end, ` ${other} ${text}`, extra + 0.5);
    }
  const logarithms = vocabulary.densities.filter(({ distance }) => distance < 1).map(({ text }) => `ln ${text}`);
  const own = [
    ...logarithms.map((text) => ({ text, extra: 0.5 })),
    ...functionals(line).map((text) => ({ text, extra: 1 })),
  ];
  for (const { text, extra } of own)
    for (const place of extra === 1 ? [root] : placesOf(line))
      for (const sign of ['+', '-']) yield insertion('missing term', place.span.end, ` ${sign} ${text}`, extra);
}

/** What may be said of the densities that are spoken of: divergences, entropies, expected logarithms. */
function functionals({ vocabulary }: Line): readonly string[] {
  const near = vocabulary.densities.filter(({ distance }) => distance === 0).map(({ text }) => text);
  const measures = vocabulary.measures.filter(({ distance }) => distance === 0).map(({ text }) => text);
  return [
    ...near.map((density) => `H[${density}]`),
    ...near.flatMap((a) => near.flatMap((b) => (a === b ? [] : [`KL[${a} || ${b}]`]))),
    ...measures.flatMap((measure) => near.map((density) => `E_{${measure}}[ln ${density}]`)),
  ];
}

function* missingFactors(line: Line): Generator<Edit> {
  const { vocabulary } = line;
  for (const term of termsOf(line)) {
    if (term.tag === 'sum') continue;
    for (const { text, distance } of vocabulary.factors) {
      // A product after a logarithm could be read as its argument.
      if (isFunction(text)) yield insertion('missing factor', term.span.end, ` ${text}`, distance);
      else yield insertion('missing factor', term.span.start, `${text} `, distance);
      if (term.tag !== 'big') yield insertion('missing factor', term.span.end, ` / ${text}`, distance + 0.25);
      if (term.tag === 'integral') yield insertion('missing factor', term.body.span.start, `${text} `, distance);
    }
  }
  for (const node of nodesOf(line.root)) {
    const one = node.tag === 'product' && node.parts[1]?.join === '/' ? node.parts[0]?.value : undefined;
    if (one?.tag === 'number' && one.text === '1')
      for (const { text, distance } of vocabulary.factors) yield edit('missing factor', one.span, text, distance);
  }
}

const isFunction = (text: string): boolean => /^(ln|log|exp)\b/.test(text);
