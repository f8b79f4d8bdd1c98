/**
 * Random terms of a small world, as a hostile caller might make them: few names, so that they meet, hide and capture
 * each other; made names among them; ranges that depend on letters; arrays bound in part.
 */
import { kindsOf } from '../../src/kernel/kinds.js';
import type { Meaning, MeaningKind, Rule, Substitution } from '../../src/kernel/rule.js';
import type { Density, IndexBinder, Measure, Selector, Slot, Term, VarRef } from '../../src/kernel/term.js';
import type { Chance } from './chance.js';
import { apply, at, call, density, index, integral, number, ref, sum, World } from './harness.js';

export const smallWorld = (): World =>
  new World(`
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
latent z_n, w
latent k : {0, 1}
latent k' : {0, 1}
latent j : {1, 2, 3}
observed u_n
param psi, xi
param s : positive
let Z = {z_n}
function f(a)
function g(a, b)
density p(Z, w; psi) = p(w; psi) prod_n p(z_n | w)
density q(k, j)
define behind = g(k, psi)
define sums(psi) = sum_n g(u_n, psi) + j`);

const letters = ['n', 'm'];
const parameters: readonly VarRef[] = [
  { name: 'psi', at: [] },
  { name: 'xi', at: [] },
  { name: 's', at: [] },
];

export class Generator {
  constructor(private readonly c: Chance) {}

  #member(): Selector {
    const { c } = this;
    return c.weighted<Selector>([
      [6, () => at(c.pick(letters))],
      [1, () => at(null, 1)],
      [1, () => at(c.pick(letters), 1)],
    ]);
  }

  #part(): Selector {
    const { c } = this;
    return c.weighted<Selector>([
      [4, () => this.#member()],
      [2, () => ({ tag: 'all' })],
      [1, () => ({ tag: 'except', index: index(c.pick(letters)) })],
    ]);
  }

  leaf(): Term {
    const { c } = this;
    return c.weighted<Term>([
      [3, () => ref('u', this.#member())],
      [3, () => ref('z', this.#member())],
      [1, () => ref('z#1', this.#member())],
      [3, () => ref(c.pick(['k', "k'", 'k', 'j', 'k#1']))],
      [1, () => ref(c.pick(parameters).name)],
      [1, () => ({ tag: 'index', index: index(c.pick(letters)) })],
      [1, () => number(c.below(3) - 1)],
    ]);
  }

  #slot(name: string, selectors: readonly Selector[], values: readonly string[]): Slot {
    return { of: { name, at: selectors }, value: ref(this.c.pick(values), ...selectors) };
  }

  density(): Density {
    const { c } = this;
    const z = (): Slot => this.#slot('z', [this.#part()], ['z', 'z', 'z#1']);
    const w = (): Slot => this.#slot('w', [], ['w']);
    const k = (): Slot => this.#slot('k', [], ['k', "k'", 'k#1']);
    const j = (): Slot => this.#slot('j', [], ['j']);
    const psi = (): Slot => this.#slot('psi', [], ['psi', 'psi', 'xi']);
    return c.weighted<Density>([
      [2, () => density('q', [k()])],
      [2, () => density('q', [j()], [k()])],
      [1, () => density('q', [k(), j()])],
      [3, () => density('p', [z()], [w()])],
      [1, () => density('p', [z()], [psi()])],
      [1, () => density('p', [w()], [psi()])],
      [1, () => density('p', [w()], [z(), psi()])],
      [1, () => density('p', [z(), w()], [psi()])],
    ]);
  }

  measure(): Measure[] {
    const { c } = this;
    const plate: Measure = { tag: 'big', op: 'prod', binder: this.binder(), body: this.density() };
    return c.weighted<Measure[]>([
      [6, () => [this.density()]],
      [2, () => [this.density(), this.density()]],
      [1, () => [plate]],
    ]);
  }

  binder(): IndexBinder {
    const { c } = this;
    const letter = c.pick(letters);
    const other = index(c.pick(letters));
    const over = (
      from: number,
      to: ReturnType<typeof index>,
      except: ReturnType<typeof index> | null,
    ): IndexBinder => ({
      index: letter,
      range: { tag: 'range', lo: index(null, from), hi: to, except },
    });
    return c.weighted<IndexBinder>([
      [5, () => over(1, index('N'), null)],
      [2, () => over(2, index('N'), null)],
      [2, () => over(1, index('N'), other)],
      [1, () => over(1, other, null)],
      [1, () => over(1, index('N', -1), null)],
      [2, () => ({ index: letter, range: { tag: 'subset', subset: 'S' } })],
    ]);
  }

  term(depth: number): Term {
    const { c } = this;
    const inner = (): Term => this.term(depth - 1);
    if (depth === 0)
      return c.weighted<Term>([
        [3, () => this.leaf()],
        [5, () => apply('g', this.leaf(), this.leaf())],
        [2, () => apply('f', this.leaf())],
        [1, () => call('behind')],
        [1, () => call('sums', this.leaf())],
        [2, () => ({ tag: 'fn', name: 'ln', args: [this.density()] })],
      ]);
    return c.weighted<Term>([
      [4, () => ({ tag: 'big', op: c.pick(['sum', 'sum', 'prod']), binder: this.binder(), body: inner() })],
      [1, () => sum(c.pick(letters), index(null, 1), index('N'), inner())],
      [3, () => integral(inner(), { name: c.pick(['k', "k'", 'j', 'k#1']), at: [] })],
      [1, () => integral(inner(), { name: c.pick(['z', 'z#1']), at: [this.#member()] })],
      [4, () => ({ tag: 'expect', measure: this.measure(), body: inner() })],
      [1, () => ({ tag: 'variance', measure: this.measure(), body: inner() })],
      [2, () => ({ tag: 'add', terms: [inner(), inner()] })],
      [2, () => ({ tag: 'mul', factors: [inner(), inner()] })],
      [1, () => ({ tag: 'pow', base: inner(), exponent: number(c.pick([2, -1])) })],
      [1, () => ({ tag: 'draw', subset: 'S', body: inner() })],
      [1, () => ({ tag: 'grad', of: c.pick(parameters), body: inner() })],
    ]);
  }

  /** A meaning of the right kind for every metavariable. */
  substitution(rule: Rule): Substitution {
    const meanings: Record<string, Meaning> = {};
    for (const [name, kind] of kindsOf(rule)) meanings[name] = this.#meaning(kind);
    return meanings;
  }

  #meaning(kind: MeaningKind): Meaning {
    const { c } = this;
    const slots = (): readonly Slot[] => {
      const { heads, givens } = this.density();
      return c.weighted<readonly Slot[]>([
        [3, () => heads],
        [2, () => givens],
        [1, () => []],
        [1, () => [...heads, ...givens]],
      ]);
    };
    switch (kind) {
      case 'term':
        return { kind, term: this.term(c.below(2)) };
      case 'measure':
        return { kind, measure: this.measure() };
      case 'slots':
        return { kind, slots: slots() };
      case 'family':
        return { kind, family: c.pick(['p', 'q']) };
      case 'refs':
        return { kind, refs: [c.pick([...parameters, { name: 'k', at: [] }, { name: 'z', at: [this.#part()] }])] };
      case 'binder':
        return { kind, binder: this.binder() };
      case 'subset':
        return { kind, subset: 'S' };
    }
  }
}
