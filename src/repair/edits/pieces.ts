/** Terms and factors that are missing, taken from the lines around. */
import { bracketed, type Edit, edit, insertion, keyOf, type Line, sliceOf, tidy } from '../edit.js';
import { type Node, nodesOf } from '../outline.js';
import { placesOf, termsIn, termsOf } from './places.js';

export function* pieceEdits(line: Line): Generator<Edit> {
  yield* missingTerms(line);
  yield* missingFactors(line);
}

function* missingTerms(line: Line): Generator<Edit> {
  const { vocabulary, root } = line;
  for (const place of placesOf(line)) {
    if (isZero(place)) continue;
    const beside = termsIn(place).map(({ span }) => sliceOf(line.source, span));
    const [openings, operators] = [openingOf, operatorsOf].map((of) => new Set(beside.map(of)));
    const likeness = (text: string): number =>
      (openings?.has(openingOf(text)) ? alike : 0) + (operators?.has(operatorsOf(text)) ? moreAlike : 0);
    for (const { text, sign, distance } of vocabulary.terms) {
      const extra = distance + (place === root ? 0 : 0.25) - likeness(text);
      const other = sign === '+' ? '-' : '+';
      yield withTerm(place, sign, text, extra);
      yield withTerm(place, other, text, extra + 0.5);
    }
  }
  const logarithms = vocabulary.densities.filter(({ distance }) => distance < 1).map(({ text }) => `ln ${text}`);
  const own = [
    ...logarithms.map((text) => ({ text, extra: 0.5 })),
    ...functionals(line).map((text) => ({ text, extra: 1 })),
  ];
  for (const { text, extra } of own)
    for (const place of (extra === 1 ? [root] : placesOf(line)).filter((p) => !isZero(p)))
      for (const sign of ['+', '-']) yield insertion('missing term', place.span.end, ` ${sign} ${text}`, extra);
}

/** Nobody adds to nothing. */
const isZero = (place: Node): boolean => place.tag === 'number' && Number(place.text) === 0;

/** What it costs less that a term begins as one beside it: averaged over the same, summed over the same. */
const alike = 0.6;

/** And that all operators before its first density are the same. */
const moreAlike = 0.3;

/** What a term begins with: `E_{q(z)}`, `sum_n`, `ln`; the text itself where it begins with a bracket. */
const openingOf = (text: string): string => keyOf(/^\p{L}+(_\{[^[]*\}(?=[[( ])|_\p{L}+)?/u.exec(text)?.[0] ?? text);

const operator =
  /^(E|Var|Cov|H|KL|I|sum|prod|int|ln|log|exp|grad|[∑∏∫∇])(_(\{([^{}]|\{[^{}]*\})*\}|[\p{L}\d]+))?(?=[[( ])[[( ]*/u;

/** All operators that a term begins with: `sum_n E_{q(z)}[ln`. */
function operatorsOf(text: string): string {
  let rest = text;
  for (let found = operator.exec(rest); found !== null; found = operator.exec(rest)) rest = rest.slice(found[0].length);
  const own = text.slice(0, text.length - rest.length);
  return keyOf(own === '' ? text : own);
}

/** A term put at the end, or before one that is subtracted from it. */
function withTerm(place: Node, sign: '+' | '-', text: string, extra: number): Edit {
  const isFirst = sign === '+' && place.tag === 'sum' && place.parts[0]?.sign === '-';
  return isFirst
    ? insertion('missing term', place.span.start, `${text} `, extra)
    : insertion('missing term', place.span.end, ` ${sign} ${text}`, extra);
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

/** What it costs that a factor stands between two integral signs. */
const between = 0.3;

function* missingFactors(line: Line): Generator<Edit> {
  const { vocabulary, source } = line;
  const inner = new Set(nodesOf(line.root).flatMap((node) => (node.tag === 'integral' ? [node.body] : [])));
  for (const term of termsOf(line)) {
    if (term.tag === 'sum') continue;
    yield* normalised(term, line);
    const [over, under] = [factorKeys(term, source, false), factorKeys(term, source, true)];
    const own = vocabulary.factors.map((factor) => ({ ...factor, key: keyOf(factor.text) }));
    for (const { text, distance, key } of own) {
      if (under.has(key)) continue;
      // A product after a logarithm or a sum could be read as its argument.
      if (isOpen(text)) yield insertion('missing factor', term.span.end, ` ${text}`, distance);
      else
        yield insertion(
          'missing factor',
          term.span.start,
          `${text} `,
          distance + (term.tag === 'integral' && inner.has(term) ? between : 0),
        );
      if (term.tag !== 'big' && !over.has(key))
        yield insertion('missing factor', term.span.end, ` / ${text}`, distance + 0.25);
      if (term.tag === 'integral' && term.body.tag !== 'integral')
        yield insertion('missing factor', term.body.span.start, `${text} `, distance);
    }
  }
  for (const node of nodesOf(line.root)) {
    const one = node.tag === 'product' && node.parts[1]?.join === '/' ? node.parts[0]?.value : undefined;
    if (one?.tag === 'number' && one.text === '1')
      for (const { text, distance } of vocabulary.factors) yield edit('missing factor', one.span, text, distance);
  }
}

/** What a term is multiplied by, or divided by: to do the other with it too is to take it away. */
function factorKeys(term: Node, source: string, isDivided: boolean): ReadonlySet<string> {
  const parts = term.tag === 'product' ? term.parts : [{ join: 'juxtaposed', value: term } as const];
  return new Set(
    parts
      .filter(({ join }) => (join === '/') === isDivided)
      .map(({ value }) => keyOf(sliceOf(source, value.tag === 'power' ? value.base.span : value.span))),
  );
}

/** A product of densities divided by its integral. */
function* normalised(term: Node, { source, model }: Line): Generator<Edit> {
  if (term.tag !== 'product' || term.parts.some(({ join }) => join === '/')) return;
  const text = bracketed(source, term);
  const heads = nodesOf(term).flatMap((node) =>
    node.tag === 'density' ? (node.sections[0]?.slots ?? []).map(({ span }) => tidy(sliceOf(source, span))) : [],
  );
  for (const name of new Set(heads))
    if (model.variables.get(name)?.role === 'latent' || model.collections.has(name))
      yield insertion('missing factor', term.span.end, ` / (int ${text} d${name})`, 0.5);
}

const isOpen = (text: string): boolean => /^(ln|log|exp|sum|prod|int)(\b|_)|^[∑∏∫]/.test(text);
