/** What a caller does on the side, before the kernel is asked or while it works, makes no false theorem. */
import { describe, expect, test } from 'vitest';
import { isAccepted, replay } from '../../src/certificate/replay.js';
import { freeOf } from '../../src/kernel/free.js';
import { Kernel, Theorem } from '../../src/kernel/kernel.js';
import type { Term } from '../../src/kernel/term.js';
import { alone, certificateOf } from '../proof/certificate-file.js';
import { add, at, index, must, number, ref, refusal, sum, World } from './harness.js';

const plates = `
plate n = 1..N
plate m = 1..N
latent z_n
observed x_n
param psi, xi
function f(a)
let Z = {z_n}, X = {x_n}
density p(Z, X) = prod_n (p(z_n) p(x_n | z_n))`;
const w = new World(plates);
const { kernel } = w;

const one = (): { tag: 'num'; value: { num: bigint; den: bigint } } => ({ tag: 'num', value: { num: 1n, den: 1n } });
const unknown = (value: unknown) => value as never;

describe('a theorem made from a term while the kernel is at work on another', () => {
  const meanwhile = <T>(term: Term, answer: T): T => {
    must(kernel.same(term, one()));
    return answer;
  };
  const parts = (term: Term): unknown => {
    const list: unknown[] = [null, null];
    Object.defineProperty(list, 0, { get: () => meanwhile(term, null) });
    return list;
  };
  const named = (term: Term): unknown => ({ toString: () => meanwhile(term, 'a rule') });
  const proxied = (term: Term): unknown =>
    new Proxy(number(2), { get: (own, key, self) => meanwhile(term, Reflect.get(own, key, self)) });

  test.each<readonly [string, (term: Term) => unknown]>([
    ['a part that is worked out', (a) => kernel.congruence(add([number(2), number(3)]), unknown(parts(a)))],
    ['the name of a rule', (a) => kernel.rule(unknown(named(a)), {})],
    ['a term that answers each time', (a) => kernel.same(unknown(proxied(a)), number(2))],
  ])('%s', (_, intrude) => {
    const term = one();
    intrude(term);
    meanwhile(term, null);
    expect(() => Object.assign(term.value, { num: 7n })).toThrow(TypeError);
  });
});

describe('what the kernel looks things up in', () => {
  test('the prototype of theorems is frozen', () =>
    expect(() => Object.defineProperty(Theorem.prototype, 'statement', { value: null })).toThrow(TypeError));

  test('a list of one letter is not that letter', () => {
    const [lo, hi] = [index(null, 1), index('N')];
    const of = (letter: string, inside: string): Term => sum(letter, lo, hi, { tag: 'index', index: index(inside) });
    const listed = of(['n'] as unknown as string, 'n');
    expect(refusal(kernel.same(listed, listed))).not.toBe('a theorem');
    kernel.identity.of(listed);
    expect(refusal(kernel.same(of('n', 'n'), of('m', 'n')))).not.toBe('a theorem');
    expect(refusal(kernel.same(of('n', 'n'), of('m', 'm')))).toBe('a theorem');
  });

  test('what is free in a term cannot be emptied', () =>
    expect(() => (freeOf(w.term('psi'), w.model).refs as unknown[]).splice(0)).toThrow(TypeError));

  test('a family of the same name is not the family', () => {
    const fresh = new World(plates);
    const family = fresh.model.families.get('p');
    if (family === undefined) throw new Error('no family');
    const other = { ...family, factors: family.factors.map((factor) => ({ ...factor, givens: [] })) };
    const [x, z] = [ref('x', at('n')).ref, ref('z', at('n')).ref];
    expect(fresh.kernel.worlds.independent([x], [z], [], other)).toBe(false);
    expect(fresh.kernel.worlds.independent([x], [z], [], family)).toBe(false);
  });

  test('an index that is no number is nothing else', () => {
    const fresh = new World(plates);
    const family = fresh.model.families.get('p');
    if (family === undefined) throw new Error('no family');
    const independent = (offset: number, base: number | null): boolean =>
      fresh.kernel.worlds.independent(
        [ref('x', at(null, 3)).ref],
        [ref('z', at(base as unknown as string, offset)).ref],
        [],
        family,
      );
    expect([independent(3, Number.NaN), independent(3, null)]).toEqual([false, false]);
  });

  test('a definition cannot be changed under a theorem', () => {
    const own = new World('define two = 2');
    must(own.kernel.procedure({ name: 'unfold' }, own.term('two')));
    expect(() => Object.assign(own.model.definitions.get('two')?.body ?? {}, { value: number(3) })).toThrow(TypeError);
  });
});

test('a plate by the name of nothing is a plate', () => {
  const own = new World('plate null = 1..N\nlatent z_null');
  const next = ref('z', at('null', 1));
  const third = ref('z', at(null, 3));
  const whole: Term = add([{ tag: 'mul', factors: [number(0), add([third, next])] }, next]);
  const ring = must(own.kernel.procedure({ name: 'ring' }, whole));
  // Between the two stands a term that needs a third member.
  expect(refusal(own.kernel.transitivity(must(own.kernel.symmetry(ring)), ring))).not.toBe('a theorem');
});

describe('what a replay hands out', () => {
  const replayed = replay(
    certificateOf('latent psi, xi\nfunction f(a)\n\nclaim c:\n  int psi f(xi) dxi\n  = psi (int f(xi) dxi)\n'),
    alone,
  );
  if (!isAccepted(replayed)) throw new Error('not accepted');

  test('cannot be changed', () => {
    const goal = replayed.claims[0]?.goal.left;
    expect(() => Object.assign(goal ?? {}, { tag: 'mul' })).toThrow(TypeError);
    expect(() => Object.assign(replayed.claims[0]?.assumptions[0] ?? {}, { rule: 'none' })).toThrow(TypeError);
  });
  test('nor can its model', () => {
    new Kernel(replayed.model, []);
    expect(() => Object.assign(replayed.model.variables.get('psi') ?? {}, { domain: null })).toThrow(TypeError);
  });
});

describe('an assumption about a density goes with every use of its sign', () => {
  const replayed = replay(
    certificateOf(`latent x, y : {0, 1}
param a, b
density p(x; a, b) = table[x] [a, b]
assume A1: a > 0
assume A2: b > 0

claim one:
  p(x; a, b) / p(x; a, b)
  = 1

claim two:
  p(x = y; a, b) / p(x = y; a, b)
  = 1
`),
    alone,
  );
  if (!isAccepted(replayed)) throw new Error('not accepted');
  test.each(replayed.claims.map(({ label, assumptions }) => [label, assumptions] as const))('%s', (_, assumptions) =>
    expect(assumptions.flatMap((a) => (a.tag === 'hypothesis' ? [a.index] : []))).toEqual([0, 1]),
  );
});
