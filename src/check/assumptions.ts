/** What a theorem takes on trust, as sentences. */
import { headsOf } from '../kernel/free.js';
import { instantiate, Misfit, slotRefs } from '../kernel/instantiate.js';
import type { Assumption, Kernel, Theorem } from '../kernel/kernel.js';
import type { Model } from '../kernel/model.js';
import type { Substitution, Trust } from '../kernel/rule.js';
import { mul, type Term } from '../kernel/term.js';
import { printRefs, printTerm } from '../syntax/print.js';

/** The sentences of a theorem's assumptions, each once, in the order in which the proof uses them. */
export const assumptionsOf = (theorem: Theorem, kernel: Kernel): string[] =>
  assumptionSentences(kernel.assumptions(theorem), kernel.model);

/** The sentences of assumptions, each once. */
export const assumptionSentences = (assumptions: readonly Assumption[], model: Model): string[] => [
  ...new Set(assumptions.flatMap((assumption) => sentence(assumption, model))),
];

function sentence(assumption: Assumption, model: Model): string[] {
  switch (assumption.tag) {
    case 'user rule':
      return [`the rule ${assumption.rule}`];
    case 'form':
      return [`the declared form of ${assumption.family} is a density`];
    case 'hypothesis': {
      const { label, text } = model.assumptions[assumption.index] ?? { label: null, text: '' };
      return [`the assumption ${label ?? text}`];
    }
    case 'trust':
      return trusted(assumption.trust, assumption.substitution, model);
  }
}

function trusted(trust: Trust, by: Substitution, model: Model): string[] {
  const what = instantiate(trust.what, by, model);
  if (what.tag === 'num' && isPlain(what, trust, by)) return [];
  const term = printTerm(what, model);
  switch (trust.tag) {
    case 'integrable':
      return [`${term} is integrable ${over([trust.over], by, model)}`];
    case 'jointly integrable':
      return [`${term} is integrable ${over([trust.over, trust.and], by, model)}`];
    case 'differentiable':
      return [`${term} is differentiable in ${variables(trust.in, by, model)}`];
    case 'exchange':
      return [
        `the gradient in ${variables(trust.grad, by, model)} of ${term} exchanges with the integral ${over([trust.over], by, model)}`,
      ];
  }
}

/** Numbers are differentiable, and integrable under densities, without being told; over a line only 0 is. */
function isPlain(what: Extract<Term, { tag: 'num' }>, trust: Trust, by: Substitution): boolean {
  if (trust.tag === 'exchange') return false;
  return trust.tag === 'differentiable' || what.value.num === 0n || by[trust.over]?.kind === 'measure';
}

/** `under q(z)` for measures, `over z` for variables. */
function over(names: readonly string[], by: Substitution, model: Model): string {
  const measure = names.flatMap((name) => {
    const meaning = by[name];
    return meaning?.kind === 'measure' ? [meaning.measure] : [];
  });
  if (measure.length < names.length) return `over ${names.map((name) => variables(name, by, model)).join(', ')}`;
  const all = measure.flat();
  if (all.length === 0) return 'under its measure';
  return all.flatMap(headsOf).length === 0 ? 'there' : `under ${printTerm(mul(all), model)}`;
}

function variables(name: string, by: Substitution, model: Model): string {
  const meaning = by[name];
  if (meaning?.kind === 'slots') return printRefs(slotRefs(meaning.slots), model);
  if (meaning?.kind === 'refs') return printRefs(meaning.refs, model);
  throw new Misfit(`?${name} is no variable`);
}
