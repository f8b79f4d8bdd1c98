/** The laws that have a name: their densities as formulas, and means under them. */
import type { Theorem } from '../kernel/kernel.js';
import type { Factor } from '../kernel/model.js';
import type { Rule } from '../kernel/rule.js';
import {
  type Density,
  type Law,
  type Measure,
  mul,
  ref,
  type Slot,
  sameRef,
  type Term,
  type VarRef,
} from '../kernel/term.js';
import { formOf } from './densities.js';
import type { Change } from './deriver.js';
import { dependsOn, type Expectation, headsOfAll } from './expectations.js';
import { isDensity } from './measures.js';
import { factorsOf, type Normaliser } from './normaliser.js';
import { applyRule } from './rewrite.js';

/** The rows of the theory about each law, by its name: those of its density, and those of means under it. */
interface Rows {
  readonly density: readonly Rule[];
  readonly means: readonly Rule[];
}

const rowsOf = new WeakMap<ReadonlyMap<string, Rule>, ReadonlyMap<string, Rows>>();

function lawRows(n: Normaliser): ReadonlyMap<string, Rows> {
  const known = rowsOf.get(n.rules) ?? byLaw([...n.rules.values()]);
  rowsOf.set(n.rules, known);
  return known;
}

function byLaw(rules: readonly Rule[]): ReadonlyMap<string, Rows> {
  const found = new Map<string, { density: Rule[]; means: Rule[] }>();
  for (const rule of rules) {
    const { left, origin } = rule;
    const law = left.tag === 'expect' ? left.measure[0] : left;
    if (origin !== 'theory' || law?.tag !== 'law') continue;
    const rows = found.get(law.law) ?? { density: [], means: [] };
    found.set(law.law, rows);
    (left.tag === 'expect' ? rows.means : rows.density).push(rule);
  }
  return found;
}

/** The density of a law as its formula. */
export const formulaOf = (term: Law, n: Normaliser): Change =>
  n.options.laws ? byRow(lawRows(n).get(term.law)?.density ?? [], term, n) : null;

/** The mean of a power, an exponential or a logarithm under a law, or under a density that is declared to be one. */
export function meanUnderLaw(term: Expectation, n: Normaliser): Change {
  const [measure, ...others] = term.measure;
  if (!n.options.laws || measure === undefined || others.length > 0) return null;
  const form = measure.tag === 'density' ? formOf(measure, n) : null;
  const law = form === null ? measure : (form.statement.right as Measure);
  if (law.tag !== 'law') return null;
  const row = byRow(lawRows(n).get(law.law)?.means ?? [], { ...term, measure: [law] }, n);
  return row === null || form === null ? row : n.joined(n.measure(term, [law], form), row);
}

/** Means under the conditional laws of which a joint density is declared to be the product, of what is averaged there. */
export function conditionalMeans(term: Expectation, n: Normaliser): Theorem[] {
  if (!n.options.laws) return [];
  return term.measure.filter(isDensity).flatMap((drawn) => {
    const factors = n.kernel.model.families.get(drawn.family)?.factors ?? [];
    return factors.flatMap((factor) => {
      const density = factor.form?.tag === 'law' ? conditionalIn(drawn, factor) : null;
      if (density === null) return [];
      const own = factorsOf(term.body).filter((part) => dependsOn(part, headsOfAll([density]), n));
      const mean = own.length === 0 ? null : meanUnderLaw({ ...term, measure: [density], body: mul(own) }, n);
      return mean === null ? [] : [mean];
    });
  });
}

/** A factor at the values of a density that draws its head, and may draw or be given the rest. */
function conditionalIn(drawn: Density, { heads, givens }: Factor): Density | null {
  const slotIn = (slots: readonly Slot[], of: VarRef): Slot | undefined => slots.find((slot) => sameRef(slot.of, of));
  const own = heads.map((of) => slotIn(drawn.heads, of));
  if (own.some((slot) => slot === undefined)) return null;
  const known = [...drawn.heads, ...drawn.givens];
  const given = givens.map((of) => slotIn(known, of) ?? { of, value: ref(of) });
  return { ...drawn, heads: own as Slot[], givens: given };
}

function byRow(rows: readonly Rule[], term: Term, n: Normaliser): Change {
  for (const rule of rows) {
    const change = n.mayUse(rule.name) ? n.spent(() => applyRule(rule, term, n.kernel)) : null;
    if (change !== null) return change;
  }
  return null;
}
