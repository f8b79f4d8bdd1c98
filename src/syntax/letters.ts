/** What the letters of sums and products are called: each stands for its own values, and for a plate's only inside it. */
import { Extents } from '../kernel/extent.js';
import type { IndexBinder } from '../kernel/term.js';
import { declaredAs, type Scope } from './scope.js';

/** How a letter is called inside, given its range. */
export type NameOf = (scope: Scope, binder: IndexBinder) => string;

export const asWritten: NameOf = (_, { index }) => index;

/** A letter of a plate that may leave it, or one whose name another letter has, gets a name of its own. */
export const ownName: NameOf = (scope, binder) => {
  const { index } = binder;
  const isTaken = [...scope.letters].some(([written, name]) => name === index && written !== index);
  const isOwn = scope.inRule || (!isTaken && new Extents(scope.model).runsInside(binder));
  return isOwn ? index : freshLetter(index, scope);
};

function freshLetter(letter: string, { model, indices }: Scope): string {
  let name = `${letter}'`;
  while (declaredAs(model, name) !== null || indices.has(name)) name += "'";
  return name;
}
