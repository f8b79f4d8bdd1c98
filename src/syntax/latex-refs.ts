/** Indices, members and parts of variables, and the ranges of sums, in LaTeX. */
import type { Model } from '../kernel/model.js';
import { type Index, type IndexBinder, type Selector, sameRef, type VarRef } from '../kernel/term.js';
import { latexName } from './latex-names.js';
import { isShifted } from './latex-rank.js';

export function latexIndex({ base, offset }: Index): string {
  if (base === null) return `${offset}`;
  const sign = offset > 0 ? '+' : '-';
  return offset === 0 ? latexName(base) : `${latexName(base)}${sign}${Math.abs(offset)}`;
}

/** Whole arrays in the order of a collection have its name, and one alone that of its own collection. */
export function latexRefs(targets: readonly VarRef[], model: Model): string[] {
  const parts: string[] = [];
  for (let i = 0; i < targets.length; ) {
    const [name, members] = collectionAt(targets.slice(i), model) ?? [null, []];
    parts.push(name === null ? latexRef(targets[i] as VarRef, model) : latexName(name));
    i += Math.max(1, members.length);
  }
  return parts;
}

/** The smallest collection whose members the references begin with. */
function collectionAt(targets: readonly VarRef[], { collections }: Model): [string, readonly VarRef[]] | undefined {
  const begins = (members: readonly VarRef[]): boolean =>
    members.length > 0 &&
    members.length <= targets.length &&
    members.every((member, i) => sameRef(member, targets[i] as VarRef));
  return [...collections].filter(([, members]) => begins(members)).sort(([, a], [, b]) => a.length - b.length)[0];
}

function latexRef({ name, at }: VarRef, model: Model): string {
  const letters = model.variables.get(name)?.indices ?? [];
  const isWhole = at.length > 0 && at.every((selector) => selector.tag === 'all');
  if (isWhole) return `\\{${latexName(name, letters.map((letter) => latexName(letter)).join(', '))}\\}`;
  return latexName(name, at.map((selector, i) => latexSelector(selector, letters[i] ?? '', model)).join(', '));
}

function latexSelector(selector: Selector, letter: string, model: Model): string {
  switch (selector.tag) {
    case 'all': {
      const plate = model.plates.get(letter);
      return plate === undefined ? latexName(letter) : latexSlice(plate.lo, plate.hi);
    }
    case 'at':
      return latexIndex(selector.index);
    case 'slice':
      return latexSlice(selector.lo, selector.hi);
    case 'except':
      return `\\setminus ${isShifted(selector.index) ? `(${latexIndex(selector.index)})` : latexIndex(selector.index)}`;
  }
}

const latexSlice = (lo: Index, hi: Index): string => `${latexIndex(lo)}:${latexIndex(hi)}`;

/** The scripts of a sum or product sign: `_{n=1}^{N}`, `_{n \in S}`. */
export function latexBinder({ index, range }: IndexBinder): string {
  const letter = latexName(index);
  if (range.tag === 'subset') return `_{${letter} \\in ${latexName(range.subset)}}`;
  const except = range.except === null ? '' : `,\\, ${letter} \\neq ${latexIndex(range.except)}`;
  return `_{${letter}=${latexIndex(range.lo)}${except}}^{${latexIndex(range.hi)}}`;
}
