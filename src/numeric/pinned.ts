/** Assumptions that say what a parameter or a size is, `theta = 1/2` and `N = 3`: models are made with these numbers. */
import type { Assumption, Domain, Model } from '../kernel/model.js';
import type { Term } from '../kernel/term.js';
import { isReal } from './states.js';

export interface Pinned {
  readonly parameters: ReadonlyMap<string, number>;
  readonly sizes: ReadonlyMap<string, number>;
  /** What remains to be met. */
  readonly others: readonly Assumption[];
}

const known = new WeakMap<Model, Pinned>();

/** Of two assumptions on one name the first makes the models, and the other is met or not. */
export function pinned(model: Model): Pinned {
  const found = known.get(model) ?? pinnedBy(model);
  known.set(model, found);
  return found;
}

function pinnedBy(model: Model): Pinned {
  const [parameters, sizes, others] = [new Map<string, number>(), new Map<string, number>(), [] as Assumption[]];
  for (const assumption of model.assumptions) {
    const { left, relation, right } = assumption;
    const pin = relation === '=' ? (pinOf(left, right, model) ?? pinOf(right, left, model)) : null;
    const into = pin?.isSize === true ? sizes : parameters;
    if (pin === null || into.has(pin.name)) others.push(assumption);
    else into.set(pin.name, pin.value);
  }
  return { parameters, sizes, others };
}

interface Pin {
  readonly name: string;
  readonly isSize: boolean;
  readonly value: number;
}

function pinOf(target: Term, value: Term, model: Model): Pin | null {
  const number = numberIn(value);
  if (number === null) return null;
  if (target.tag === 'ref') {
    const { name, at } = target.ref;
    const fits = at.length === 0 && isReal(model, name) && isIn(number, model.variables.get(name)?.domain ?? null);
    return fits ? { name, isSize: false, value: number } : null;
  }
  if (target.tag !== 'index' || target.index.base === null || !model.sizes.has(target.index.base)) return null;
  const size = number - target.index.offset;
  return Number.isInteger(size) && size > 0 ? { name: target.index.base, isSize: true, value: size } : null;
}

function isIn(value: number, domain: Domain | null): boolean {
  if (!Number.isFinite(value)) return false;
  if (domain?.tag === 'positive') return value > 0;
  return domain?.tag === 'unit' ? value > 0 && value < 1 : domain === null || domain.tag === 'real';
}

/** The number that an expression of numbers stands for. */
function numberIn(term: Term): number | null {
  const joined = (terms: readonly Term[], join: (a: number, b: number) => number): number | null =>
    terms.map(numberIn).reduce((a, b) => (a === null || b === null ? null : join(a, b)));
  switch (term.tag) {
    case 'num':
      return Number(term.value.num) / Number(term.value.den);
    case 'index':
      return term.index.base === null ? term.index.offset : null;
    case 'add':
      return joined(term.terms, (a, b) => a + b);
    case 'mul':
      return joined(term.factors, (a, b) => a * b);
    case 'pow':
      return joined([term.base, term.exponent], (a, b) => a ** b);
    default:
      return null;
  }
}
