/** Theorems cannot be forged, nor changed when they are made, nor used by another kernel. */
import { describe, expect, test } from 'vitest';
import { freeOf } from '../../src/kernel/free.js';
import { isTheorem, Kernel, type Refusal, Theorem } from '../../src/kernel/kernel.js';
import type { Term } from '../../src/kernel/term.js';
import { add, at, must, number, ref, refusal, World } from './harness.js';

const w = new World(`
plate n = 1..N
observed u_n
param psi, xi
function f(a)`);
const { kernel } = w;

const psi = w.term('psi');
const truth = must(kernel.same(psi, psi));
const falsehood = { relation: '=', left: psi, right: number(0) };

/** A theorem is used as a premise. */
const use = (theorem: unknown): unknown => kernel.symmetry(theorem as Theorem);

describe('a forged theorem', () => {
  const make = Theorem as unknown as new (...parts: readonly unknown[]) => Theorem;
  class Heir extends make {}
  const empty = Object.create(Theorem.prototype) as object;
  const rebuilt = Object.setPrototypeOf(
    { statement: falsehood, proof: truth.proof, hypotheses: [] },
    Theorem.prototype,
  ) as object;
  const json = JSON.stringify(truth, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

  test.each<readonly [string, unknown]>([
    ['a cast', { statement: falsehood } as unknown as Theorem],
    ['a spread', { ...truth, statement: falsehood }],
    ['a copy', Object.assign({}, truth)],
    ['a JSON copy', JSON.parse(json)],
    ['a structured clone', structuredClone({ statement: truth.statement, proof: truth.proof })],
    ['Object.create of the prototype', empty],
    ['Object.create of a theorem', Object.create(truth)],
    ['setPrototypeOf', rebuilt],
    ['a proxy', new Proxy(truth, {})],
    ['null', null],
    ['a string', 'theorem'],
    ['a class', Theorem],
  ])('%s is none', (_, forged) => {
    expect(isTheorem(forged)).toBe(false);
    expect(() => use(forged)).toThrow(TypeError);
  });

  test.each<readonly [string, () => unknown]>([
    ['the constructor without the key', () => new make()],
    ['the constructor with a guessed symbol', () => new make(Symbol('kernel'), kernel, falsehood, truth.proof, [])],
    [
      'the constructor with a registered symbol',
      () => new make(Symbol.for('kernel'), kernel, falsehood, truth.proof, []),
    ],
    ['a subclass', () => new Heir(Symbol('kernel'), kernel, falsehood, truth.proof, [])],
    ['Reflect.construct', () => Reflect.construct(make, [Symbol('kernel'), kernel, falsehood, truth.proof, []], Heir)],
    [
      'the class of a theorem',
      () => new (truth.constructor as typeof make)(Symbol('kernel'), kernel, falsehood, {}, []),
    ],
    [
      'another class with its name',
      () =>
        use(
          new (class Theorem {
            statement = falsehood;
          })(),
        ),
    ],
    ['a patched test of what is a theorem', () => Object.assign(Theorem, { kernelOf: () => kernel })],
    ['a patched kernel', () => Object.assign(kernel, { identity: { same: () => true } })],
    ['a patched part of the kernel', () => Object.assign(kernel.identity, { same: () => true })],
    ['a patched sign', () => Object.assign(kernel.signs, { positive: () => true })],
    ['a patched independence', () => Object.assign(kernel.worlds, { independent: () => true })],
  ])('%s fails', (_, forge) => expect(forge).toThrow(TypeError));

  test('a theorem of another kernel is none of this one', () => {
    const other = must(new Kernel(w.model, w.rules).same(psi, psi));
    expect(isTheorem(other)).toBe(true);
    expect(() => use(other)).toThrow(TypeError);
    expect(() => kernel.transitivity(truth, other)).toThrow(TypeError);
    expect(() => kernel.congruence(w.term('f(psi)'), [other])).toThrow(TypeError);
    expect(() => kernel.assumptions(other)).toThrow(TypeError);
  });
});

describe('what is made cannot be changed', () => {
  const theorem = must(kernel.procedure({ name: 'ring' }, w.term('psi + psi')));

  test.each<readonly [string, () => void]>([
    ['the statement', () => Object.assign(theorem, { statement: falsehood })],
    ['a side', () => Object.assign(theorem.statement, { right: number(0) })],
    ['the relation', () => Object.assign(theorem.statement, { relation: '>=' })],
    [
      'a subterm',
      () => Object.assign((theorem.statement.left as unknown as { terms: Term[] }).terms, { 0: number(7) }),
    ],
    ['a name', () => Object.assign((psi as ReturnType<typeof ref>).ref, { name: 'xi' })],
    ['the proof', () => Object.assign(theorem.proof, { step: 'same' })],
    ['the prototype', () => Object.setPrototypeOf(theorem, null)],
    ['a new property', () => Object.assign(theorem, { more: true })],
    ['the rules of the kernel', () => Object.assign(w.rules[0] as object, { when: [] })],
  ])('%s', (_, change) => expect(change).toThrow(TypeError));

  test('the parts of a congruence are those that were checked', () => {
    let asked = 0;
    const parts = new Proxy([truth, null], {
      get: (own, name, self) => (name === '0' && ++asked > 1 ? null : Reflect.get(own, name, self)),
    });
    const { proof } = must(kernel.congruence(w.term('psi + xi'), parts));
    expect(proof.step === 'congruence' && proof.parts[0]).toBe(truth);
  });

  const later = (): { readonly term: Term; readonly change: () => void } => {
    const term = { tag: 'ref', ref: { name: 'psi', at: [] } } as const;
    return { term, change: () => Object.assign(term, ref('xi')) };
  };
  test.each<readonly [string, (term: Term) => unknown]>([
    ['its number', (term) => kernel.identity.of(term)],
    ['what it is the same as', (term) => kernel.identity.same(term, psi)],
    ['its names', (term) => kernel.identity.names(term)],
    ['its sign', (term) => kernel.signs.positive(term)],
    ['whether it is negative', (term) => kernel.signs.nonnegative(term)],
    ['whether it is zero', (term) => kernel.signs.nonzero(term)],
    ['what is free in it', (term) => freeOf(term, w.model)],
  ])('a term of which one asked %s', (_, ask) => {
    const { term, change } = later();
    ask(term);
    expect(change).toThrow(TypeError);
    expect(refusal(kernel.same(term, w.term('xi')))).not.toBe('a theorem');
  });

  test('a term that was frozen on its surface only', () => {
    const terms = [number(1), psi];
    must(kernel.same(Object.freeze({ tag: 'add', terms }) as Term, Object.freeze({ tag: 'add', terms }) as Term));
    expect(() => terms.splice(0, 1)).toThrow(TypeError);
  });
});

describe('what is no plain data makes no theorem', () => {
  const cyclic: { tag: 'mul'; factors: unknown[] } = { tag: 'mul', factors: [] };
  cyclic.factors.push(cyclic);
  let asked = 0;
  const moody = {
    tag: 'num',
    get value() {
      return { num: BigInt(asked++ > 2 ? 5 : 1), den: 1n };
    },
  };

  test.each<readonly [string, unknown]>([
    ['a cycle', cyclic],
    ['a getter', moody],
    ['a getter inside', { tag: 'add', terms: [moody, psi] }],
    [
      'an object of a class',
      new (class Num {
        tag = 'num';
        value = { num: 1n, den: 1n };
      })(),
    ],
    ['a tag on the prototype', Object.create(number(1) as object)],
    ['a list with a hole', { tag: 'add', terms: Object.assign(new Array(2), { 0: psi }) }],
    ['a list with a method of its own', { tag: 'add', terms: Object.assign([psi], { map: () => [] }) }],
    ['a list of another class', { tag: 'add', terms: new (class Terms extends Array {})() }],
    ['a function', { tag: 'num', value: () => 1 }],
    ['a symbol as a key', { ...(number(1) as object), [Symbol('x')]: 1 }],
  ])('%s', (_, term) => expect(() => kernel.same(term as Term, term as Term)).toThrow(TypeError));
});

describe('what says nothing is refused', () => {
  const mine = (name: string): Term => ref(name);
  test.each<readonly [string, unknown]>([
    ['a negative denominator', number(1, -1)],
    ['a zero denominator', number(1, 0)],
    ['a fraction that is not in lowest terms', number(2, 4)],
    ['a fraction of floats', { tag: 'num', value: { num: 1, den: 2 } }],
    ['an index that is no number', { tag: 'index', index: { base: 'n', offset: Number.NaN } }],
    ['half an index', { tag: 'index', index: { base: 'N', offset: 0.5 } }],
    ['an endless index', { tag: 'index', index: { base: 'N', offset: Number.POSITIVE_INFINITY } }],
    ['an index beyond the whole numbers', { tag: 'index', index: { base: 'N', offset: 2 ** 53 } }],
    ['a letter that spells an index', ref('u', at('n+1'))],
    ['a letter that spells a level', ref('u', at('^1'))],
    ['a list of one letter for the letter', ref('u', at(['n'] as unknown as string))],
    ['a list of one name for the name', mine(['psi'] as unknown as string)],
    ['a list of one tag for the tag', { tag: ['num'], value: { num: 1n, den: 1n } }],
    ['one bound of two', { ...(w.term('int 1 dpsi') as object), bounds: [number(1)] }],
    ['a name that is not declared', mine('nobody')],
    ['a made name of nobody', mine('nobody#1')],
    ['a made name that spells more', mine('psi#1 xi')],
    ['an index too few', ref('u')],
    ['an index too many', ref('psi', at('n'))],
    ['an unknown selector', ref('u', { tag: 'some', index: { base: 'n', offset: 0 } } as never)],
    ['an array as a number', add([ref('u', { tag: 'all' }), number(1)])],
    ['an unknown function', { tag: 'fn', name: 'erfc', args: [number(1)] }],
    ['a function of too many arguments', { tag: 'fn', name: 'ln', args: [number(1), number(2)] }],
    ['an unknown constant', { tag: 'constant', name: 'e' }],
    ['infinity as a number', add([{ tag: 'constant', name: 'inf' }, number(1)])],
    ['const', { tag: 'slack', free: [] }],
    ['a metavariable', { tag: 'meta', name: 'f' }],
    ['an unknown kind of term', { tag: 'limit', body: number(1) }],
    ['a part that is missing', { tag: 'grad', of: { name: 'psi', at: [] } }],
    ['a sum over the name of a size', { ...(w.term('sum_n psi') as object), binder: { ...w.binder('n'), index: 'N' } }],
    ['neither sum nor product', { ...(w.term('sum_n psi') as object), op: 'max' }],
  ])('%s', (_, term) => {
    const result = (): Refusal | Theorem => kernel.same(term as Term, structuredClone(term) as Term);
    try {
      expect(refusal(result())).not.toBe('a theorem');
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test('infinity is a bound', () => {
    const line = new World('latent x : real\nfunction f(a)').term('int_{-inf}^{inf} f(x) dx');
    expect(line.tag).toBe('integral');
    const other = new World('latent x : real\nfunction f(a)');
    const over = other.term('int_{-inf}^{inf} f(x) dx');
    must(other.kernel.same(over, over));
  });
});
