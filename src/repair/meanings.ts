/** What functionals and integrals say by their definitions, as texts: `E_{p}[f^2]` and `- E_{p}[f]^2` of `Var_{p}[f]`. */
import type { Span } from '../../grammar/ast.js';
import { tidy } from './edit.js';
import type { Node, NodeOf, ProductPart } from './outline.js';
import type { SignedText } from './splits.js';

type TextOf = (span: Span) => string;

/** None where a node has no definition that a person would write out. */
export function meaningsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  if (node.tag === 'integral') return averagesOf(node, textOf);
  if (node.tag === 'function') return node.name === 'ln' ? boundsOf(node, textOf) : [];
  return node.tag === 'operator' ? meaningsOfOperator(node, textOf) : [];
}

const plus = (text: string): SignedText => ({ sign: '+', text });
const minus = (text: string): SignedText => ({ sign: '-', text });

function meaningsOfOperator(node: NodeOf<'operator'>, textOf: TextOf): readonly SignedText[] {
  const [first, second] = node.sections.flatMap(({ args }) => args);
  if (first === undefined) return [];
  const average = (body: string): string => `E_{${node.measures.map(({ span }) => textOf(span)).join(' ')}}[${body}]`;
  switch (node.op) {
    case 'Var':
      return [
        plus(average(`${asBase(first, textOf)}^2`)),
        minus(`${average(textOf(first.span))}^2`),
        plus(average(`(${textOf(first.span)} - ${average(textOf(first.span))})^2`)),
      ];
    case 'Cov':
      if (second === undefined) return [];
      return [
        plus(average(`${asFactor(first, textOf)} ${asFactor(second, textOf)}`)),
        minus(`${average(textOf(first.span))} ${average(textOf(second.span))}`),
      ];
    case 'I':
      return differencesOf(node, textOf);
    default:
      if (node.op === 'H' && node.under !== null) return differencesOf(node, textOf);
      return logarithmsOf(node, textOf).map(({ sign, text }) => ({
        sign,
        text: `E_{${textOf(first.span)}}[${text}]`,
      }));
  }
}

/** Entropies whose difference is an information, and the other way round. */
function differencesOf({ op, under, sections }: NodeOf<'operator'>, textOf: TextOf): readonly SignedText[] {
  const namesAfter = (separator: string): string =>
    sections
      .filter((section) => section.separator === separator)
      .flatMap(({ args }) => args.map(({ span }) => textOf(span)))
      .join(', ');
  const [first, second, given] = ['', ';', '|'].map(namesAfter) as [string, string, string];
  if (under === null) return [];
  const family = textOf(under);
  const entropy = (of: string, all: string): string =>
    all === '' ? `H[${family}(${of})]` : `H_{${family}}[${of} | ${all}]`;
  if (op === 'H') return given === '' ? [] : [plus(entropy(first, '')), minus(`I_{${family}}[${given}; ${first}]`)];
  const also = given === '' ? '' : `, ${given}`;
  return [
    plus(entropy(first, given)),
    minus(entropy(first, `${second}${also}`)),
    plus(entropy(second, given)),
    minus(entropy(second, `${first}${also}`)),
  ];
}

/** What an entropy or a divergence is the average of. */
function logarithmsOf(node: NodeOf<'operator'>, textOf: TextOf): readonly SignedText[] {
  const [first, second, ...others] = node.sections.flatMap(({ args }) => args);
  if (first === undefined || node.under !== null || others.length > 0) return [];
  if (node.op === 'H' && second === undefined) return [minus(logarithmOf(first, textOf))];
  if (node.op !== 'KL' || second === undefined) return [];
  return [
    plus(logarithmOf(first, textOf)),
    minus(logarithmOf(second, textOf)),
    plus(`ln (${asFactor(first, textOf)} / ${asFactor(second, textOf)})`),
  ];
}

/** An average as an integral. */
export function integralsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  if (node.tag !== 'operator') return [];
  const [first, ...others] = node.sections.flatMap(({ args }) => args);
  if (first === undefined) return [];
  if (node.op === 'E') return others.length > 0 ? [] : integralOf(node.measures, asFactor(first, textOf), textOf);
  return logarithmsOf(node, textOf).flatMap(({ sign, text }) =>
    integralOf([first], text, textOf).map((integral) => ({ ...integral, sign })),
  );
}

const logarithmOf = (node: Node, textOf: TextOf): string =>
  node.tag === 'density' || node.tag === 'group' ? `ln ${textOf(node.span)}` : `ln (${textOf(node.span)})`;

/** `int p(x) f dx` for the average of `f`. */
function integralOf(measures: readonly Node[], factor: string, textOf: TextOf): readonly SignedText[] {
  const densities = measures.flatMap(factorsOf);
  if (!densities.every((node): node is NodeOf<'density'> => node.tag === 'density')) return [];
  const heads = densities.flatMap(headsOf);
  if (heads.length === 0 || heads.includes(null)) return [];
  const product = densities.map(({ span }) => textOf(span)).join(' ');
  return [plus(`${heads.map(() => 'int ').join('')}${product} ${factor} ${heads.map((name) => `d${name}`).join(' ')}`)];
}

const factorsOf = (node: Node): readonly Node[] =>
  node.tag === 'group'
    ? factorsOf(node.body)
    : node.tag === 'product' && node.parts.every(({ join }) => join !== '/')
      ? node.parts.map(({ value }) => value)
      : [node];

/** The variables that a density is of; null for what is no plain name. */
const headsOf = ({ sections }: NodeOf<'density'>): readonly (string | null)[] =>
  sections
    .filter(({ separator }) => separator === '')
    .flatMap(({ slots }) => slots.map(({ value }) => (value.tag === 'name' && value.sub === null ? value.name : null)));

/** `E_{p(x)}[f]` for an integral of densities and `f`, term by term. */
function averagesOf(integral: NodeOf<'integral'>, textOf: TextOf): readonly SignedText[] {
  let [body, names]: [Node, string[]] = [integral, []];
  while (body.tag === 'integral') {
    names = [...names, ...body.differentials.map(({ span }) => textOf(span))];
    body = body.body;
  }
  const inner = body.tag === 'group' ? body.body : body;
  const terms = inner.tag === 'sum' ? inner.parts : [{ sign: '+' as const, value: inner }];
  return terms.flatMap(({ sign, value }) => {
    const average = value.tag === 'product' ? averageOf(value.parts, names, textOf) : null;
    return average === null ? [] : [{ sign, text: average }];
  });
}

/** The densities stand in front, as one writes them; the gradient of one is it times that of its logarithm. */
function averageOf(parts: readonly ProductPart[], names: readonly string[], textOf: TextOf): string | null {
  const isOver = (density: NodeOf<'density'>): boolean =>
    headsOf(density).every((name) => name !== null && names.includes(name));
  const [first] = parts;
  if (first?.value.tag === 'gradient' && first.value.body.tag === 'density' && isOver(first.value.body)) {
    const { of, body } = first.value;
    const rest = restOf(parts.slice(1), textOf);
    return rest && `E_{${textOf(body.span)}}[grad_{${textOf(of.span)}}(ln ${textOf(body.span)}) ${rest}]`;
  }
  const count = parts.findIndex(({ join, value }) => join === '/' || value.tag !== 'density' || !isOver(value));
  const rest = count < 1 ? null : restOf(parts.slice(count), textOf);
  const measures = parts.slice(0, count).map(({ value }) => textOf(value.span));
  return rest && `E_{${measures.join(' ')}}[${rest}]`;
}

/** null where nothing is left, or only what is divided by. */
function restOf(parts: readonly ProductPart[], textOf: TextOf): string | null {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined || first.join === '/') return null;
  return textOf({ start: first.value.span.start, end: last.value.span.end });
}

/** By Jensen: the average of the logarithm for the logarithm of the average. */
function boundsOf({ body }: NodeOf<'function'>, textOf: TextOf): readonly SignedText[] {
  const average = body.tag === 'group' ? body.body : body;
  const [arg] = average.tag === 'operator' && average.op === 'E' ? average.sections.flatMap(({ args }) => args) : [];
  if (arg === undefined) return [];
  const text = textOf({ start: average.span.start, end: arg.span.start });
  return [plus(`${text}${logarithmOf(arg, textOf)}]`)];
}

const asFactor = ({ tag, span }: Node, textOf: TextOf): string =>
  tag === 'sum' ? `(${textOf(span)})` : tidy(textOf(span));

const asBase = ({ tag, span }: Node, textOf: TextOf): string =>
  tag === 'name' || tag === 'application' || tag === 'group' ? textOf(span) : `(${textOf(span)})`;

const averaged = /E_\{(\w+\([^()]*\))\}\[ln (?:(\w+\([^()]*\))|\((\w+\([^()]*\)) \/ (\w+\([^()]*\))\))\]/u;

/** The entropy or the divergence that an averaged logarithm in a term is; null where none is there. */
export function named({ sign, text }: SignedText): SignedText | null {
  const found = averaged.exec(text);
  if (found === null) return null;
  const [whole, measure, only, over, under] = found;
  const put = (name: string): string => text.slice(0, found.index) + name + text.slice(found.index + whole.length);
  if (only === undefined) return over === measure ? { sign, text: put(`KL[${over} || ${under}]`) } : null;
  const name = only === measure ? `H[${only}]` : `H[${measure}, ${only}]`;
  return { sign: sign === '+' ? '-' : '+', text: put(name) };
}
