/** The members of a plate that is declared iid have one law: that of its first. */
import { atLetters, densityOf, factorsOf, type Placed } from './factorise.js';
import type { Model } from './model.js';
import { NotApplicable } from './procedure.js';
import type { Density, Index, Slot, Term, VarRef } from './term.js';
import type { Worlds } from './worlds.js';

/** `p(u_n = a | w)` is `p(u_1 = a | w)` under `iid n`; the values in the slots stay. Throws NotApplicable. */
export function firstLaw(term: Term, model: Model, worlds: Worlds): Density {
  const density = densityOf(term);
  const [only, ...others] = factorsOf(density, model, worlds);
  if (only === undefined || others.length > 0 || only.binders.length > 0)
    throw new NotApplicable('only what one factor draws has a law of its own');
  if (density.givens.length !== only.factor.givens.length)
    throw new NotApplicable('this is given more than its factor is');
  const first = { ...only, letters: firstLetters(only, model) };
  const moved = (slots: readonly Slot[], refs: readonly VarRef[]): readonly Slot[] =>
    slots.map((slot) => {
      const key = JSON.stringify(slot.of);
      const own = refs.find((ref) => JSON.stringify(atLetters(ref, only, model)) === key);
      if (own === undefined) throw new NotApplicable(`${slot.of.name} is not what the factor speaks of`);
      return { ...slot, of: atLetters(own, first, model) };
    });
  const { heads, givens } = only.factor;
  return { ...density, heads: moved(density.heads, heads), givens: moved(density.givens, givens) };
}

/** The letters of a factor, those of iid plates at the first member that it draws. */
function firstLetters({ factor, letters }: Placed, model: Model): ReadonlyMap<string, Index> {
  const first = new Map(letters);
  for (const { index, range } of factor.binders) {
    const isShared = model.plates.get(index)?.iid === true && range.tag === 'range' && range.except === null;
    if (isShared && range.lo.base === null) first.set(index, range.lo);
  }
  return first;
}
