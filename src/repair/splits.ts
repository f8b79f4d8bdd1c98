/**
 * What a term becomes by linearity, by the logarithm of a product and by definitions: its parts, each under what it
 * stood under.
 */
import type { Span } from '../../grammar/ast.js';
import { integralsOf, meaningsOf } from './meanings.js';
import type { Node, NodeOf } from './outline.js';

export interface SignedText {
  readonly sign: '+' | '-';
  readonly text: string;
  /** Whether it is longer than what it stands for. */
  readonly isLonger?: boolean;
}

type TextOf = (span: Span) => string;

const flipped = { '+': '-', '-': '+' } as const;

const times = (outer: '+' | '-', inner: '+' | '-'): '+' | '-' => (outer === '+' ? inner : flipped[inner]);

/** The parts of a term; none where it does not fall apart. */
export function splitsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  const parts = [...partsOf(node, textOf), ...integralsOf(node, textOf).map((part) => ({ ...part, isLonger: true }))];
  const own = textOf(node.span);
  return parts.filter(({ text }) => text !== own);
}

function partsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  const under = (before: Span, after: Span, body: Node): readonly SignedText[] =>
    partsOf(body, textOf).map(({ sign, text }) => ({ sign, text: `${textOf(before)}${text}${textOf(after)}` }));
  const { start, end } = node.span;
  const around = (body: Node): readonly SignedText[] =>
    under({ start, end: body.span.start }, { start: body.span.end, end }, body);
  switch (node.tag) {
    case 'sum':
      return node.parts.flatMap(({ sign, value }) =>
        partsOf(value, textOf).map((part) => ({ ...part, sign: times(sign, part.sign) })),
      );
    case 'group':
      return partsOf(node.body, textOf);
    case 'gradient':
      return around(node.body);
    case 'integral':
      return [...around(node.body), ...meaningsOf(node, textOf)];
    case 'big':
      return node.op === 'sum'
        ? under({ start, end: node.head.end }, { start: end, end }, node.body)
        : whole(node, textOf);
    case 'operator': {
      const [arg, ...others] = node.sections.flatMap(({ args }) => args);
      const isMean = node.op === 'E' && arg !== undefined && others.length === 0;
      return [...(isMean ? around(arg) : whole(node, textOf)), ...meaningsOf(node, textOf)];
    }
    case 'function':
      return node.name === 'ln'
        ? [...logarithmsOf(node.body, textOf), ...meaningsOf(node, textOf)]
        : whole(node, textOf);
    case 'power':
      return squareOf(node, textOf);
    case 'product': {
      const spread = multipliedOut(node, textOf);
      if (spread !== null) return spread;
      const last = node.parts.at(-1);
      const isLast = last !== undefined && last.join !== '/' && last.value.tag !== 'function';
      return isLast
        ? under({ start, end: last.value.span.start }, { start: end, end }, last.value)
        : whole(node, textOf);
    }
    default:
      return whole(node, textOf);
  }
}

/** The terms of a product of two sums in brackets; null of other products. */
function multipliedOut({ parts }: NodeOf<'product'>, textOf: TextOf): readonly SignedText[] | null {
  const [a, b] = parts.map(({ join, value }) => (join === '/' ? null : sumIn(value)));
  if (parts.length !== 2 || a === null || b === null || a === undefined || b === undefined) return null;
  return a.parts.flatMap((left) =>
    b.parts.map((right) => ({
      sign: times(left.sign, right.sign),
      text: `${textOf(left.value.span)} ${textOf(right.value.span)}`,
    })),
  );
}

/** `a^2`, `- 2 a b` and `b^2` of `(a - b)^2`. */
function squareOf(node: NodeOf<'power'>, textOf: TextOf): readonly SignedText[] {
  const [sum, two] = [sumIn(node.base), node.exponent];
  const [a, b] = sum?.parts ?? [];
  if (a === undefined || b === undefined || sum?.parts.length !== 2 || two.tag !== 'number' || two.text !== '2')
    return whole(node, textOf);
  const [left, right] = [a, b].map(({ value }) => textOf(value.span));
  return [
    { sign: '+', text: `${left}^2` },
    { sign: times(a.sign, b.sign), text: `2 ${left} ${right}` },
    { sign: '+', text: `${right}^2` },
  ];
}

const sumIn = (node: Node): NodeOf<'sum'> | null =>
  node.tag === 'group' && node.body.tag === 'sum' ? node.body : null;

const whole = ({ span }: Node, textOf: TextOf): readonly SignedText[] => [{ sign: '+', text: textOf(span) }];

/** `ln a`, `- ln b` and `sum_n ln c` of `ln (a / b prod_n c)`. */
function logarithmsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  if (node.tag === 'group') return logarithmsOf(node.body, textOf);
  if (node.tag === 'big' && node.op === 'prod') {
    const head = textOf(node.head).replace(/^prod/, 'sum');
    return logarithmsOf(node.body, textOf).map(({ sign, text }) => ({ sign, text: `${head}${text}` }));
  }
  if (node.tag !== 'product') return [{ sign: '+', text: `ln ${bracketed(node, textOf)}` }];
  return node.parts.flatMap(({ join, value }) =>
    logarithmsOf(value, textOf).map((part) => ({ ...part, sign: times(join === '/' ? '-' : '+', part.sign) })),
  );
}

const bracketed = ({ tag, span }: Node, textOf: TextOf): string =>
  tag === 'density' || tag === 'name' || tag === 'operator' || tag === 'application'
    ? textOf(span)
    : `(${textOf(span)})`;
