/** The letters of sums and products: what has the name of a plate's letter and may leave the plate is another letter. */
import { Extents } from '../kernel/extent.js';
import type { Index, IndexBinder, IndexRange } from '../kernel/term.js';
import { declaredAs, type Scope, withIndexRange } from './scope.js';

/** The binders with letters that run inside their plates or have none, and the scope of what they bind. */
export function bindLetters(scope: Scope, binders: readonly IndexBinder[]): { binders: IndexBinder[]; inner: Scope } {
  const found: IndexBinder[] = [];
  let inner = scope;
  for (const { index, range } of binders) {
    const own = { index, range: renamed(range, inner.letters) };
    const isInside = scope.inRule || new Extents(scope.model).runsInside(own);
    const binder = isInside ? own : { ...own, index: freshLetter(index, inner) };
    found.push(binder);
    inner = withIndexRange(inner, binder.index, binder.range);
    inner = { ...inner, letters: new Map(inner.letters).set(index, binder.index) };
  }
  return { binders: found, inner };
}

function freshLetter(letter: string, { model, indices }: Scope): string {
  let name = `${letter}'`;
  while (declaredAs(model, name) !== null || indices.has(name)) name += "'";
  return name;
}

function renamed(range: IndexRange, letters: ReadonlyMap<string, string>): IndexRange {
  const at = ({ base, offset }: Index): Index => ({ base: base === null ? null : (letters.get(base) ?? base), offset });
  if (range.tag === 'subset') return range;
  return { ...range, lo: at(range.lo), hi: at(range.hi), except: range.except === null ? null : at(range.except) };
}
