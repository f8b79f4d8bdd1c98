/** Rewriting with its trace, and proofs, by the library. */
import { describe, expect, test } from 'vitest';
import {
  backwards,
  isTheorem,
  type StrategyName,
  strategies,
  type Term,
  TermError,
  type Theorem,
  UnknownRule,
} from '../../src/index.js';
import { grown, m } from './sample.js';

describe('rewriting', () => {
  const strategiesByName: readonly (readonly [StrategyName, string, boolean])[] = [
    ['root', 'f(z) + f(w + f(z + w))', false],
    ['once', 'f(z) + f(w + f(z + w))', false],
    ['everywhere', 'f(z) + f(w + f(z) + f(w))', false],
    ['exhaustively', 'f(z) + (f(w) + (f(f(z)) + f(f(w))))', true],
  ];

  test.each(strategiesByName)('%s', (how, result, finished) => {
    const made = m.rewrite('f(z + w + f(z + w))', 'f-sum', how);
    expect([m.print(made.term), made.finished]).toEqual([result, finished]);
  });

  test.each([
    ['2 f(z)', 'f-sum'],
    ['2 f(z + w)', 'chain rule'],
  ])('%s is left as it is by %s', (text, rule) => {
    const made = m.rewrite(text, rule);
    expect(made).toEqual({ term: m.term(text), theorem: null, trace: [], assumptions: [], finished: true });
  });

  test("a strategy of the caller's rewrites the term given, and no other", () => {
    const same = (text: string) =>
      m.rewrite('f(z)', 'f-sum', () => (_, kernel) => {
        const made = kernel.same(m.term(text), m.term(text));
        return isTheorem(made) ? made : null;
      });
    expect(m.print(same('f(z)').term)).toBe('f(z)');
    expect(() => same('f(w)')).toThrow(TypeError);
  });

  test('the first rule that applies', () => {
    expect(m.print(m.rewrite('g(z + w, x)', [grown, 'f-sum']).term)).toBe('g(z, x) + g(w, x)');
    expect(m.print(m.rewrite('f(z + w)', [grown, 'f-sum']).term)).toBe('f(z) + f(w)');
  });

  test('procedures', () => {
    expect(m.print(m.rewrite('F + F', ['definition', 'arithmetic'], 'exhaustively').term)).toBe('2 f(z) + 2 f(w)');
    expect(m.print(m.rewrite('ln r(D)', 'factorisation').term)).toBe('ln(prod_{n = 1..N} r(d_n))');
  });

  test('the same answer, whatever was asked before', () => {
    const ask = (): string => m.print(m.rewrite('f(w) + f(z) + f(w)', 'arithmetic').term);
    const first = ask();
    m.rewrite('f(z) + f(w) + f(x)', 'arithmetic');
    expect(ask()).toBe(first);
  });

  test('backwards and backwards again', () => {
    expect(m.print(m.rewrite('f(z) + f(w)', backwards('f-sum')).term)).toBe('f(z + w)');
    expect(m.print(m.rewrite('g(z, x) + g(w, x)', backwards(grown)).term)).toBe('g(z + w, x)');
  });

  /** The trace is a chain: each step changes the part at its place, and the last is the result. */
  test.each([
    ['E_{q(z | x)}[2 f(z) + 3 - ln p(x, z; theta)]', ['linearity'], 'exhaustively'],
    ['E_{p(x, z; theta)}[ln p(x, z; theta)]', ['chain rule', 'log of a product', 'linearity'], 'exhaustively'],
    ['KL[q(z | x) || p(z)]', ['definition of KL', 'linearity', 'definition of expectation'], 'exhaustively'],
    ['f(z + w) f(w + z) + 1', ['f-sum', 'arithmetic'], 'exhaustively'],
    ['F^2 + F', ['definition'], 'everywhere'],
  ] as const)('the trace of %s', (text, rules, how) => {
    const { trace, term, theorem } = m.rewrite(text, rules, how);
    expect(trace.length).toBeGreaterThan(1);
    expect(m.print((trace.at(-1) as (typeof trace)[number]).whole)).toBe(m.print(term));
    expect(m.print((theorem as Theorem).statement.right as Term)).toBe(m.print(term));
    for (const step of trace) expect(m.print(m.term(m.print(step.whole)))).toBe(m.print(step.whole));
  });

  test('places', () => {
    const { trace } = m.rewrite('E_{p(x, z; theta)}[2 ln p(x, z; theta)]', 'chain rule');
    expect(trace.map(({ place, backward }) => [place, backward])).toEqual([
      [[1, 1, 0], false],
      [[0], false],
    ]);
    const [step] = m.rewrite('1 + f(z) + f(w)', backwards('f-sum')).trace;
    expect([step?.backward, m.print(step?.before as Term), m.print(step?.after as Term)]).toEqual([
      true,
      'f(z) + f(w)',
      'f(z + w)',
    ]);
  });

  test('const cannot be rewritten', () => {
    expect(() => m.rewrite('f(z) + const_{z}', 'linearity')).toThrow(TermError);
  });

  test('by a strategy of the caller', () => {
    const { inside, sequence } = strategies;
    const made = m.rewrite('g(f(z + w), f(w + x))', 'f-sum', (step) => sequence(inside(step)));
    expect(m.print(made.term)).toBe('g(f(z) + f(w), f(w) + f(x))');
  });
});

describe('proofs', () => {
  test.each([
    ['KL[q(z | x) || p(z)]', '>=', '0', ['non-negativity of KL'], []],
    ['0', '<=', 'KL[q(z | x) || p(z)]', ['non-negativity of KL'], []],
    ['f(z + w)', '=', 'f(w) + f(z)', ['f-sum'], ['the rule f-sum']],
    ['z + z', '=', '2 z', ['arithmetic'], []],
    ['f(z)', '<=', '1', ['small'], ['the assumption small']],
    ['ln p(z | x; theta)', '=', 'ln p(x, z; theta) + const_{z}', ['conditional density', 'log of a quotient'], []],
  ] as const)('%s %s %s', (left, relation, right, explanation, assumptions) => {
    const proof = m.prove(left, relation, right);
    expect(proof.outcome).toBe('proved');
    if (proof.outcome !== 'proved') return;
    expect(isTheorem(proof.theorem)).toBe(true);
    expect(proof.explanation).toEqual(explanation);
    expect(proof.assumptions).toEqual(assumptions);
    expect(m.assumptions(proof.theorem)).toEqual(assumptions);
  });

  test('propto', () => {
    const proof = m.prove('p(z | x; theta)', 'propto', 'p(z) p(x | z; theta)', { free: 'z' });
    expect(proof.outcome === 'proved' && m.print(proof.theorem)).toBe(
      'p(z | x; theta) propto_{z} p(z) p(x | z; theta)',
    );
    expect(() => m.prove('f(z)', 'propto', 'f(z)')).toThrow(TypeError);
    expect(() => m.prove('f(z)', '=', 'f(z)', { free: 'z' })).toThrow(TypeError);
  });

  test('with rules of the caller', () => {
    expect(m.prove('g(z + w, x)', '=', 'g(z, x) + g(w, x)').outcome).toBe('stopped');
    const proof = m.prove('g(z + w, x)', '=', 'g(z, x) + g(w, x)', { by: [grown] });
    expect(proof).toMatchObject({ outcome: 'proved', explanation: ['g-sum'], assumptions: ['the rule g-sum'] });
  });

  test('what is cited and does not suffice', () => {
    const proof = m.prove('ln p(x, z; theta)', '=', 'ln p(z) + ln p(x | z; theta)', { by: ['chain rule'] });
    expect(proof).toMatchObject({ outcome: 'proved', missing: ['log of a product'] });
  });

  test('none', () => {
    const none = m.prove('f(z)', '=', 'f(w) + f(z)');
    expect(none.outcome).toBe('stopped');
    expect(none.outcome === 'stopped' && none.residual && m.print(none.residual)).toBe('-f(w)');
    expect(m.prove('f(z)', '>=', 'f(w)')).toMatchObject({ outcome: 'stopped', residual: null });
    expect(m.prove('f(z) + const_{z}', '=', 'f(w) + const_{w}').outcome).toBe('stopped');
  });

  test('an unknown reason', () => {
    expect(() => m.prove('f(z)', '=', 'f(z)', { by: ['linarity'] })).toThrow(UnknownRule);
  });
});
