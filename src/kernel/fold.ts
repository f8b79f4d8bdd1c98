/**
 * A network in which the members of an array that are far from all index terms of a question are one. Longer plates map
 * into it, edge by edge and what is observed on what is observed, so that whatever is connected in one of them is connected
 * here; there may be cycles, and more may be connected than is.
 */
import type { Copy, Network, Node } from './network.js';

/** The name of a member, or of all that it stands for. */
export type Fold = (copy: Copy) => Copy;

/** Each member for itself. */
export const unfolded: Fold = (copy) => copy;

/** Members between the exact positions, from the first to the last there is, become one where they are so many in a row. */
export function foldAround(
  exact: ReadonlySet<number>,
  ends: readonly [first: number, last: number],
  row: number,
): Fold {
  const bounds = [...new Set([...exact, ends[0] - 1, ends[1] + 1])].sort((a, b) => a - b);
  const place = (i: number): number | string => {
    const after = bounds.findIndex((bound) => bound > i);
    const [before, next] = [bounds[after - 1], bounds[after]];
    if (exact.has(i) || before === undefined || next === undefined) return i;
    return next - before > row ? `${before}~` : i;
  };
  const known = new Map<Copy, Copy>();
  return (copy) => {
    const found = known.get(copy) ?? folded(copy, place);
    known.set(copy, found);
    return found;
  };
}

function folded(copy: Copy, place: (i: number) => number | string): Copy {
  const at = copy.indexOf('@');
  if (at < 0) return copy;
  const places = copy
    .slice(at + 1)
    .split(',')
    .map((i) => place(Number(i)));
  return `${copy.slice(0, at)}@${places.join(',')}`;
}

/** The network of what members are folded to: with every edge that any of them has. */
export function foldNetwork(network: Network, fold: Fold): Network {
  if (fold === unfolded) return network;
  const nodes = new Map<Copy, Node>();
  for (const node of network.nodes.values()) {
    const copy = fold(node.copy);
    const known = nodes.get(copy);
    const merged = (own: readonly Copy[], more: readonly Copy[] = []): Copy[] => [
      ...new Set([...more, ...own.map(fold)]),
    ];
    nodes.set(copy, {
      ...node,
      copy,
      parents: merged(node.parents, known?.parents),
      inputs: merged(node.inputs, known?.inputs),
    });
  }
  return { ...network, nodes, inputs: new Set([...network.inputs].map(fold)) };
}
