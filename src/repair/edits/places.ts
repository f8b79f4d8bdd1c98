/** Where terms stand, and what is only a number: what several kinds of edits ask of a line. */
import type { Model } from '../../kernel/model.js';
import type { Line } from '../edit.js';
import { childrenOf, type Node, nodesOf } from '../outline.js';

/** The bodies in which a sum may stand as it is: the line, a bracket, an E, a gradient, an integral. */
export function placesOf({ root }: Line): readonly Node[] {
  const inner = nodesOf(root).flatMap((node): readonly Node[] => {
    if (node.tag === 'group' || node.tag === 'gradient' || node.tag === 'integral') return [node.body];
    return node.tag === 'operator' && isAverage(node) ? node.sections.flatMap(({ args }) => args) : [];
  });
  return [root, ...inner];
}

export const isAverage = (node: Node): boolean => node.tag === 'operator' && ['E', 'Var', 'Cov'].includes(node.op);

/** The terms of the places: those of a sum, or the one that is there. */
export const termsOf = (line: Line): readonly Node[] => placesOf(line).flatMap(termsIn);

export const termsIn = (place: Node): readonly Node[] =>
  place.tag === 'sum' ? place.parts.map(({ value }) => value) : [place];

/** Numbers, sizes, and what is made of them. */
export function isNumeric(node: Node, model: Model): boolean {
  switch (node.tag) {
    case 'number':
      return true;
    case 'name':
      return model.sizes.has(node.name);
    case 'sum':
    case 'product':
    case 'group':
    case 'power':
      return childrenOf(node).every((child) => isNumeric(child, model));
    default:
      return false;
  }
}

/** The nodes that stand for numbers: no measures, no slots of densities, no variables of gradients and integrals. */
export function* valuesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of inside(node)) yield* valuesOf(child);
}

function inside(node: Node): readonly Node[] {
  switch (node.tag) {
    case 'density':
      return [];
    case 'operator':
      return isAverage(node) ? node.sections.flatMap(({ args }) => args) : [];
    case 'gradient':
    case 'integral':
      return [node.body];
    default:
      return childrenOf(node);
  }
}

/** Whether a parameter may stand in a node, in a name that is defined with it too: elsewhere its gradient is nothing. */
export const dependsOn = (node: Node, param: string, { definitions, collections }: Model): boolean =>
  nodesOf(node).some(
    (inner) =>
      inner.tag === 'other' ||
      ((inner.tag === 'name' || inner.tag === 'application') &&
        (inner.name === param ||
          definitions.has(inner.name) ||
          (collections.get(inner.name)?.some(({ name }) => name === param) ?? false))),
  );
