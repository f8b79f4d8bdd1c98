/** Which domains hold all that a law gives mass. */
import type { Domain } from '../kernel/model.js';

/** Where a law has its mass, and how to declare a variable of it. */
export interface Misfit {
  readonly mass: string;
  readonly domains: string;
}

/** What of a law is outside a domain; null where nothing is, or where that is not known. */
export function misfitOf(law: string, domain: Domain): Misfit | null {
  const fitting = domainsOfLaws.get(law);
  if (fitting === undefined || domain.tag === 'array' || fitting.holds(domain)) return null;
  return { mass: fitting.mass, domains: fitting.domains };
}

interface Fitting extends Misfit {
  readonly holds: (domain: Domain) => boolean;
}

const isBit = (domain: Domain): boolean =>
  (domain.tag === 'values' && domain.values.every((x) => x === 0 || x === 1) && domain.values.length === 2) ||
  (domain.tag === 'integers' &&
    domain.lo.base === null &&
    domain.hi.base === null &&
    domain.lo.offset === 0 &&
    domain.hi.offset === 1);
const among =
  (...tags: readonly Domain['tag'][]) =>
  ({ tag }: Domain): boolean =>
    tags.includes(tag);

const onTheLine: Fitting = { mass: 'all real numbers', domains: 'as real', holds: among('real') };
const positive: Fitting = { mass: 'all positive numbers', domains: 'as positive', holds: among('positive', 'real') };

/** Where a Uniform ends may be a parameter: that is left to its author. */
const domainsOfLaws: ReadonlyMap<string, Fitting> = new Map([
  ['Normal', onTheLine],
  ['Laplace', onTheLine],
  ['Exponential', positive],
  ['Gamma', positive],
  ['Beta', { mass: 'all numbers between 0 and 1', domains: 'as unit', holds: among('unit', 'positive', 'real') }],
  ['Uniform', { mass: 'all numbers in an interval', domains: 'as real', holds: among('unit', 'positive', 'real') }],
  [
    'Bernoulli',
    { mass: '0 and 1', domains: 'as {0, 1}', holds: (domain) => among('discrete', 'real')(domain) || isBit(domain) },
  ],
  ['Poisson', { mass: 'all of 0, 1, 2, ..', domains: 'without a domain', holds: among('discrete', 'real') }],
]);
