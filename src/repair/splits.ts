/** What a term becomes by linearity and by the logarithm of a product: its parts, each under what it stood under. */
import type { Span } from '../../grammar/ast.js';
import type { Node } from './outline.js';

export interface SignedText {
  readonly sign: '+' | '-';
  readonly text: string;
}

type TextOf = (span: Span) => string;

const flipped = { '+': '-', '-': '+' } as const;

const times = (outer: '+' | '-', inner: '+' | '-'): '+' | '-' => (outer === '+' ? inner : flipped[inner]);

/** The parts of a term; none where it does not fall apart. */
export function splitsOf(node: Node, textOf: TextOf): readonly SignedText[] {
  const parts = partsOf(node, textOf);
  return parts.length > 1 ? parts : [];
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
    case 'big':
      return node.op === 'sum'
        ? under({ start, end: node.head.end }, { start: end, end }, node.body)
        : whole(node, textOf);
    case 'operator': {
      const [arg, ...others] = node.sections.flatMap(({ args }) => args);
      return node.op === 'E' && arg !== undefined && others.length === 0 ? around(arg) : whole(node, textOf);
    }
    case 'function':
      return node.name === 'ln' ? logarithmsOf(node.body, textOf) : whole(node, textOf);
    case 'product': {
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
