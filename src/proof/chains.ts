/** Products of conditionals along an array, each given all members before it or after it, as the density of the array. */
import { type End, partOf } from '../kernel/chain.js';
import { freeOf } from '../kernel/free.js';
import { platesOf } from '../kernel/reference.js';
import { type Big, type Density, mul, type Selector, sameIndex, shifted, type Term } from '../kernel/term.js';
import { type Change, meaning } from './deriver.js';
import { isDensity } from './measures.js';
import type { Normaliser } from './normaliser.js';

type Range = Extract<Big['binder']['range'], { tag: 'range' }>;

/** `prod_t p(x_t | x_{t+1:T})` as `p(x_{1:T})`, unless arrays are to go along their members. */
export function alongArray(term: Term, n: Normaliser): Change {
  if (term.tag !== 'big' || term.op !== 'prod' || n.options.inOrder !== null || !n.may('chain rule')) return null;
  const { range } = term.binder;
  if (range.tag !== 'range' || range.except !== null || !isDensity(term.body)) return null;
  for (const from of ['first', 'last'] as const) {
    const joint = jointOf(term.body, term.binder.index, range, from, n);
    const chain = joint === null ? null : n.procedure({ name: 'chain', from }, joint);
    if (chain === null || !n.same(chain.statement.right, term)) continue;
    return n.joined(n.as(term, chain.statement.right), n.reversed(chain));
  }
  return null;
}

/** `sum_t ln p(x_t | x_{t+1:T})` as `ln p(x_{1:T})` */
export function logsAlongArray(term: Big, n: Normaliser): Change {
  const { body, binder } = term;
  const arg = body.tag === 'fn' && body.name === 'ln' ? body.args[0] : undefined;
  if (term.op !== 'sum' || arg === undefined || !isDensity(arg)) return null;
  const product: Term = { tag: 'big', op: 'prod', binder, body: arg };
  const joint = alongArray(product, n);
  if (joint === null) return null;
  const log = n.reversed(n.rule('log-plate', { n: meaning.binder(binder), f: meaning.term(arg) }));
  return n.followed(term, log, (next) => (next === term ? null : n.congruence(next, [joint])));
}

/** The density of the members in a range, of which one is drawn given those before or after it. */
function jointOf(density: Density, letter: string, range: Range, from: End, n: Normaliser): Density | null {
  const [head, ...others] = density.heads;
  const at = head?.of.at.findIndex((s) => s.tag === 'at' && s.index.base === letter && s.index.offset === 0) ?? -1;
  if (head === undefined || others.length > 0 || at < 0) return null;
  const rest = density.givens.filter(({ of }) => {
    const selector = of.name === head.of.name ? of.at[at] : undefined;
    return selector === undefined || !isRest(selector, letter, range, from);
  });
  const isOfLetter = freeOf(mul(rest.map(({ value }) => value)), n.kernel.model).indices.has(letter);
  if (rest.length + 1 !== density.givens.length || isOfLetter) return null;
  const plate = platesOf(head.of, n.kernel.model)[at];
  const isWhole = plate !== undefined && sameIndex(plate.lo, range.lo) && sameIndex(plate.hi, range.hi);
  const members: Selector = isWhole ? { tag: 'all' } : { tag: 'slice', lo: range.lo, hi: range.hi };
  return { ...density, heads: [partOf(head, at, members)], givens: rest };
}

/** Whether a slice holds all members of a range before one, or after it. */
function isRest(selector: Selector, letter: string, { lo, hi }: Range, from: End): boolean {
  if (selector.tag !== 'slice') return false;
  return from === 'first'
    ? sameIndex(selector.lo, lo) && sameIndex(selector.hi, shifted({ base: letter, offset: 0 }, -1))
    : sameIndex(selector.lo, shifted({ base: letter, offset: 0 }, 1)) && sameIndex(selector.hi, hi);
}
