/** Expectations, entropies, divergences, gradients and logarithms: the wrong one, one too many, one forgotten. */
import { bracketed, type Edit, edit, type Line, sliceOf, tidy } from '../edit.js';
import { type Node, type NodeOf, nodesOf } from '../outline.js';
import { dependsOn, isAverage, isNumeric, placesOf, termsOf, valuesOf } from './places.js';

export function* operatorEdits(line: Line): Generator<Edit> {
  for (const node of nodesOf(line.root)) {
    if (node.tag === 'operator') yield* editsOfOperator(node, line);
    if (node.tag === 'gradient') yield edit('operator', node.span, bracketed(line.source, node.body));
    if (node.tag === 'function') yield* editsOfFunction(node, line);
  }
  yield* forgottenLogarithms(line);
  yield* forgottenOperators(line);
}

function* editsOfFunction({ span, name, body }: NodeOf<'function'>, { source }: Line): Generator<Edit> {
  const kind = name === 'ln' || name === 'log' ? 'log' : 'operator';
  yield edit(kind, span, bracketed(source, body));
  if (kind === 'log') yield edit('log', { start: span.start, end: span.start + name.length }, 'exp', 1);
}

function* forgottenLogarithms(line: Line): Generator<Edit> {
  const taken = new Set(nodesOf(line.root).flatMap((node) => (node.tag === 'function' ? [node.body] : [])));
  for (const node of valuesOf(line.root))
    if (['density', 'group', 'operator', 'big', 'integral'].includes(node.tag) && !taken.has(node))
      yield edit(
        'log',
        node.span,
        `ln ${tidy(sliceOf(line.source, node.span))}`,
        node.tag === 'density' || node.tag === 'group' ? 0 : 0.5,
      );
  for (const place of placesOf(line))
    if (place.tag === 'product') yield edit('log', place.span, `ln (${tidy(sliceOf(line.source, place.span))})`, 0.5);
}

function* editsOfOperator(node: NodeOf<'operator'>, line: Line): Generator<Edit> {
  const { source, model, vocabulary } = line;
  const [first, second] = node.sections;
  const [body] = first?.args ?? [];
  if (isAverage(node) && body !== undefined) {
    const isDraw = node.under !== null && model.subsets.has(sliceOf(source, node.under));
    const whole =
      body.tag === 'product' || body.tag === 'sum' ? `(${tidy(sliceOf(source, body.span))})` : bracketed(source, body);
    yield edit(isDraw ? 'minibatch' : 'operator', node.span, whole, isDraw ? 0 : 0.5);
    const word = { start: node.span.start, end: node.span.start + sliceOf(source, node.span).search(/[_[]/) };
    if (!isDraw && node.op !== 'Cov') yield edit('operator', word, node.op === 'E' ? 'Var' : 'E');
    if (!isDraw && node.under !== null)
      for (const { text, distance } of [...vocabulary.measures, ...vocabulary.densities])
        yield edit('measure', underOf(node, line), underText(text), distance);
  }
  if (node.op === 'KL' && body !== undefined) yield* swapped(body, second?.args[0], ' || ', line);
  if (node.op === 'H' && node.under === null) {
    yield* swapped(body, first?.args[1], ', ', line);
    if (body?.tag === 'density') yield* averaged(node, body, line);
  }
  if (node.op === 'H' && node.under !== null) {
    const family = sliceOf(source, node.under);
    yield edit('operator', node.span, `H[${family}(${inner(node, line)})]`);
  }
  yield* withoutArgument(node, line);
}

const inner = ({ bracket }: NodeOf<'operator'>, { source }: Line): string =>
  tidy(source.slice(bracket.start + 1, bracket.end - 1));

/** The subscript with its braces. */
function underOf({ span, bracket }: NodeOf<'operator'>, { source }: Line): { start: number; end: number } {
  const start = source.indexOf('_', span.start);
  return { start, end: bracket.start };
}

const underText = (text: string): string => `_{${text}}`;

function* swapped(a: Node | undefined, b: Node | undefined, between: string, { source }: Line): Generator<Edit> {
  if (a === undefined || b === undefined) return;
  const [left, right] = [a, b].map(({ span }) => tidy(sliceOf(source, span)));
  yield edit('family', { start: a.span.start, end: b.span.end }, `${right}${between}${left}`);
}

/** `H_{p}[y | x]` for `H[p(y | x)]`. */
function* averaged(
  node: NodeOf<'operator'>,
  { family, bracket }: NodeOf<'density'>,
  { source }: Line,
): Generator<Edit> {
  yield edit('operator', node.span, `H_{${family}}[${tidy(source.slice(bracket.start + 1, bracket.end - 1))}]`);
}

/** An argument of `H_{p}[..]` or `I_{p}[..]` too many. */
function* withoutArgument({ op, under, bracket, sections }: NodeOf<'operator'>, { source }: Line): Generator<Edit> {
  if (under === null || (op !== 'H' && op !== 'I')) return;
  for (const [s, { args }] of sections.entries())
    for (const arg of args) {
      const rest = sections.map((section, i) => ({
        separator: section.separator,
        texts: section.args.filter((other) => i !== s || other !== arg).map(({ span }) => tidy(sliceOf(source, span))),
      }));
      const text = rest
        .filter(({ texts }) => texts.length > 0)
        .map(
          ({ separator, texts }) =>
            (separator === '' ? '' : separator === ';' ? '; ' : ` ${separator} `) + texts.join(', '),
        )
        .join('');
      yield edit('conditioning', bracket, `[${text}]`);
    }
}

/** An expectation, a draw of the minibatch or a gradient around a term or a whole place. */
function* forgottenOperators(line: Line): Generator<Edit> {
  const { source, model, vocabulary, root } = line;
  for (const subset of model.subsets.keys())
    for (const node of new Set([...placesOf(line), ...termsOf(line)]))
      yield edit('minibatch', node.span, `E_${subset}[${tidy(sliceOf(source, node.span))}]`, node === root ? 0 : 0.5);
  const params = [...model.variables.values()].filter(({ role }) => role === 'param');
  for (const node of new Set([...placesOf(line), ...termsOf(line)])) {
    const text = tidy(sliceOf(source, node.span));
    if (isNumeric(node, model)) continue;
    for (const { text: measure, distance } of vocabulary.measures)
      yield edit('operator', node.span, `E_{${measure}}[${text}]`, 0.5 + distance);
    for (const { name } of params)
      if (dependsOn(node, name, model)) yield edit('operator', node.span, `grad_{${name}}(${text})`, 0.5);
  }
  for (const node of valuesOf(root))
    if (node.tag === 'density' || node.tag === 'function' || node.tag === 'application')
      for (const { name } of params)
        if (dependsOn(node, name, model))
          yield edit('operator', node.span, `grad_{${name}}(${tidy(sliceOf(source, node.span))})`, 0.5);
}
