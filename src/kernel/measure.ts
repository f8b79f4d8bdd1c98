/** Which measures surely are densities: they integrate to 1 over what they bind. */
import { freeOf, headsOf } from './free.js';
import type { Domain, Factor, Family, Model, Variable } from './model.js';
import { declaredName, isMember, mayOverlap } from './reference.js';
import { children, type Law, type Measure, type Slot, sameRef, type Term, type VarRef } from './term.js';

const domainOf = (name: string, model: Model): Domain | null => model.variables.get(declaredName(name))?.domain ?? null;

/** Whether the variable in a slot takes each value that the slot's own variable takes, once. */
export function rangesOverDomain({ of, value }: Slot, model: Model): boolean {
  if (value.tag !== 'ref') return false;
  const [own, other] = [of.name, declaredName(value.ref.name)].map((name) => model.variables.get(name));
  if (own === undefined || other === undefined) return false;
  // Any member may stand for another that has its values; several are told by their indices.
  const isAlike = sameRef(of, { ...value.ref, name: of.name }) && own.indices.join() === other.indices.join();
  if (!isAlike && !(isMember(of) && isMember(value.ref))) return false;
  return own === other || valuesOf(own, model) === valuesOf(other, model);
}

/**
 * The values of a variable, as a text: those of its domain, or else those that its laws and tables give it. Variables
 * without either stand for one another: of their values nothing is known, and they are real where it matters.
 */
function valuesOf({ name, domain }: Variable, model: Model): string {
  if (domain !== null && domain.tag !== 'discrete') return JSON.stringify(domain);
  const told = [...model.families.values()].flatMap(({ factors }) =>
    factors.flatMap((factor) => valuesIn(factor, name)),
  );
  return told.length > 0 ? [...new Set(told)].sort().join() : (domain?.tag ?? 'real');
}

/** What the form of a factor says of the values of a variable. */
function valuesIn({ form, heads }: Factor, name: string): string[] {
  if (form?.tag === 'table')
    return form.axes.flatMap((axis, i) => (axis.name === name ? [`${form.shape[i]} states`] : []));
  if (form === null || !heads.some((head) => head.name === name)) return [];
  // Where a formula, or a law between bounds, has its mass is not known: the values are the variable's own.
  return [(form.tag === 'law' ? lawValues.get(form.law.law) : undefined) ?? `those of ${name}`];
}

const lawValues: ReadonlyMap<string, string> = new Map([
  ['Normal', 'real'],
  ['Laplace', 'real'],
  ['Exponential', 'positive'],
  ['Gamma', 'positive'],
  ['Beta', 'unit'],
  ['Bernoulli', '0, 1'],
  ['Poisson', 'counts'],
]);

/** Whether a product of measures is a density of its heads: each of its densities is one, in some order. */
export function isProperMeasure(measures: readonly Measure[], model: Model): boolean {
  const heads = measures.map(headsOf);
  const all = heads.flat();
  const distinct = all.every((ref, i) => !all.some((other, j) => i < j && mayOverlap(ref, other)));
  if (!distinct || !measures.every((measure) => isProper(measure, model))) return false;
  // Repeatedly take off a density on whose heads no other depends: it integrates to 1.
  let left = measures.map((_, i) => i);
  while (left.length > 0) {
    const leaf = left.find((i) =>
      left.every((j) => j === i || apart(givensOf(measures[j] as Measure, model), heads[i] ?? [])),
    );
    if (leaf === undefined) return false;
    left = left.filter((i) => i !== leaf);
  }
  return true;
}

const apart = (a: readonly VarRef[], b: readonly VarRef[]): boolean => !a.some((x) => b.some((y) => mayOverlap(x, y)));

/** What a measure depends on beside its heads. */
function givensOf(measure: Measure, model: Model): readonly VarRef[] {
  switch (measure.tag) {
    case 'density':
      return measure.givens.flatMap(({ value }) => freeOf(value, model).refs);
    case 'law':
      return measure.params.flatMap((param) => freeOf(param, model).refs);
    case 'big':
      return plateParts(measure.body).flatMap((part) => givensOf(part, model));
    case 'meta':
      return [];
  }
}

const plateParts = (body: Term): Measure[] =>
  (body.tag === 'mul' ? children(body) : [body]).flatMap((part) =>
    part.tag === 'density' || part.tag === 'law' || part.tag === 'big' ? [part] : [],
  );

function isProper(measure: Measure, model: Model): boolean {
  switch (measure.tag) {
    case 'density':
      return (
        measure.heads.every((slot) => rangesOverDomain(slot, model)) &&
        apart(givensOf(measure, model), headsOf(measure)) &&
        isProperFamily(model.families.get(measure.family), model)
      );
    case 'law':
      return fits(measure, model) && apart(givensOf(measure, model), headsOf(measure));
    case 'big':
      return isProperPlate(measure, model);
    case 'meta':
      return false;
  }
}

/** A plate's product of densities, each of its own member: over the whole plate none can depend on another. */
function isProperPlate(measure: Extract<Measure, { tag: 'big' }>, model: Model): boolean {
  const parts = plateParts(measure.body);
  const letter = measure.binder.index;
  const whole = measure.body.tag === 'mul' ? measure.body.factors.length === parts.length : parts.length === 1;
  if (!whole || measure.op !== 'prod' || !isProperMeasure(parts, model)) return false;
  const heads = parts.flatMap(headsOf);
  const givens = parts.flatMap((part) => givensOf(part, model));
  const isOwn = ({ at }: VarRef): boolean => at.some((s) => s.tag === 'at' && s.index.base === letter);
  return heads.every(isOwn) && !givens.some(({ name }) => heads.some((head) => head.name === name));
}

/** Whether a law is one of the only head, and its parameters say nothing of that. */
export function isLawOf({ point, params }: Law, heads: readonly VarRef[], model: Model): boolean {
  const [head] = heads;
  if (head === undefined || heads.length > 1 || point.tag !== 'ref' || !sameRef(point.ref, head)) return false;
  return apart(
    params.flatMap((param) => freeOf(param, model).refs),
    heads,
  );
}

/** Whether every factor of a family is a density by what is declared of it. Tables and formulas are taken on trust. */
export function isProperFamily(family: Family | undefined, model: Model): boolean {
  if (family === undefined) return false;
  return family.factors.every(
    ({ form, heads }) =>
      form === null || form.tag !== 'law' || (isLawOf(form.law, heads, model) && fits(form.law, model)),
  );
}

/** Whether some factor of a family is a density only if its author made it one. */
export const isTrusted = (family: Family, model: Model): boolean =>
  family.factors.some(({ form }) => form !== null && (form.tag !== 'law' || !fits(form.law, model)));

const supportOf = (law: string): string => (['Bernoulli', 'Poisson', 'table'].includes(law) ? law : 'real');

/** The laws and tables that the families give a variable. */
const lawsOf = (name: string, model: Model): string[] =>
  [...model.families.values()].flatMap(({ factors }) =>
    factors.flatMap(({ form, heads }) => {
      if (form === null || form.tag === 'formula' || !heads.some((head) => head.name === declaredName(name))) return [];
      return [form.tag === 'law' ? form.law.law : 'table'];
    }),
  );

/** Whether a variable has a law with a density on the line, where a sum over its values is no integral. */
export const hasDensity = (name: string, model: Model): boolean =>
  lawsOf(name, model).some((law) => supportOf(law) === 'real');

/** Whether a law has all its mass where the variable it is a law of lives. */
function fits({ law, point }: Law, model: Model): boolean {
  if (point.tag !== 'ref') return false;
  const domain = domainOf(point.ref.name, model);
  // What values a variable without a domain has is told by its laws, if they agree; else they are real.
  const laws = domain === null ? lawsOf(point.ref.name, model) : [];
  if (laws.some((other) => supportOf(other) !== supportOf(law))) return false;
  switch (law) {
    case 'Normal':
    case 'Laplace':
      return domain === null || domain.tag === 'real';
    case 'Exponential':
    case 'Gamma':
      return domain?.tag === 'positive' || domain?.tag === 'real';
    case 'Beta':
      return domain?.tag === 'unit' || domain?.tag === 'real';
    case 'Uniform':
      return domain === null || domain.tag === 'real';
    case 'Bernoulli':
      return laws.length > 0 || (domain?.tag === 'values' && domain.values.join() === '0,1');
    case 'Poisson':
      return laws.length > 0;
    default:
      return false;
  }
}
