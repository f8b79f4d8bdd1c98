/** The library: what it reads, what it refuses, and that nothing a caller holds can make a theorem say something else. */
import { describe, expect, test } from 'vitest';
import {
  backwards,
  check,
  DeclarationError,
  declare,
  ImportFailure,
  type Rule,
  RuleError,
  ruleFamilies,
  strategies,
  TermError,
  TextError,
  type Theorem,
  UnknownRule,
} from '../../src/index.js';
import { theory } from '../../src/rules/table.js';
import { grown, m } from './sample.js';

describe('terms', () => {
  test.each([
    ['E_{q(z | x)}[ln p(x, z; theta)]', '\\mathbb{E}_{q(z \\mid x)}\\left[\\ln p(x, z; \\theta)\\right]'],
    ['sum_{n = 1..N} f(d_n)', '\\sum_{n=1}^{N} f(d_{n})'],
    ['f(z) + const_{w}', 'f(z) + \\mathrm{const}_{w}'],
  ])('%s', (text, latex) => {
    expect(m.print(m.term(text))).toBe(text);
    expect(m.print(m.term(text), 'latex').replaceAll(/\s+/g, ' ')).toBe(latex);
  });

  test.each([
    ['ln (', '1:5', 'expected an expression but found the end of the statement'],
    ['', '1:1', 'expected an expression but found the end of the statement'],
    ['z +\n  v', '2:3', 'v is not declared'],
    ['z = z', '1:3', 'expected the end of the statement but found'],
    ['f(z) / z w', '1:8', "'a / b c' is read as (a / b) c: write a bracket"],
    ['?a', '1:1', '?a is a metavariable: it belongs in rules'],
    ['2 (f(z) + const_{z})', '1:1', 'const stands only as a term added to a side'],
    ['\0', '1:1', 'unexpected character'],
  ])('%j is none', (text, place, message) => {
    const error = thrown(() => m.term(text));
    expect(error).toBeInstanceOf(TermError);
    const [problem] = (error as TermError).problems;
    expect(`${problem?.line}:${problem?.column}`).toBe(place);
    expect(problem?.message).toContain(message);
  });
});

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}

describe('declarations', () => {
  test.each([
    ['latent z\nlatent z', '2:8'],
    ['latent', '1:7'],
    ['density p(x)', '1:11'],
    ['latent z\nrule log-product: ?a + 1 = 1 + ?a', '2:6'],
    ['import "elsewhere.expr"', '1:1'],
  ])('%j are none', (text, place) => {
    const error = thrown(() => declare(text));
    expect(error).toBeInstanceOf(DeclarationError);
    expect(error).toBeInstanceOf(TextError);
    const [problem] = (error as DeclarationError).problems;
    expect(`${problem?.line}:${problem?.column}`).toBe(place);
    expect((error as Error).message.startsWith(`${place}: `)).toBe(true);
  });

  test('of another file', () => {
    const load = (path: string): string => {
      if (path !== 'a.expr') throw new ImportFailure('it does not exist');
      return 'latent a\nrule a-rule: 2 ?b = ?b + ?b';
    };
    const imported = declare('import "a.expr"', { load });
    expect(imported.print(imported.rewrite('2 a', 'a-rule').term)).toBe('a + a');
    expect(() => declare('import "b.expr"', { load })).toThrow('cannot import "b.expr": it does not exist');
  });

  test('beside derivations, which are read and not checked', () => {
    expect(declare('latent z\nclaim false: z = 2 z').print(declare('latent z').term('z'))).toBe('z');
  });
});

describe('rules', () => {
  test.each([
    ['rule a: f(?a) = ?b', 'the left side of this rule does not say what ?b stands for'],
    ['rule a: E_{?q}[?q(?A)] = 1', 'stands for'],
    ['rule a: E_{?q}[?c ?f] = ?c E_{?q}[?f]', 'add the condition: when ?c free of heads(?q)'],
    ['rule a: f(?a) = 1 when ?a is small', 'this is no condition of a rule'],
    ['rule a: f(?a) < 1', 'a rule states an equality or an inequality'],
    ['rule log-product: f(?a) = f(?a)', 'there is a rule log-product already'],
    ['rule f-sum: f(?a) = f(?a)', 'there is a rule f-sum already'],
    ['f(?a) = f(?a)', "expected a statement but found 'f'"],
    ['', 'this is not one rule'],
    ['latent v', 'this is not one rule'],
    ['rule a: f(?a) = 1\nrule b: f(?a) = 2', 'this is not one rule'],
  ])('%j is none', (text, message) => {
    const error = thrown(() => m.rule(text));
    expect(error).toBeInstanceOf(RuleError);
    expect((error as Error).message).toContain(message);
  });

  test.each([...theory()].slice(0, 10).map(({ name }) => [name] as const))('%s may be named', (name) => {
    expect(() => m.rewrite('f(z)', name)).not.toThrow();
  });

  test.each(ruleFamilies())('%s may be cited', (family) => {
    expect(() => m.prove('f(z)', '=', 'f(z)', { by: [family] })).not.toThrow();
  });

  test.each([
    ['linarity', 'did you mean linearity?'],
    ['f-sun', 'did you mean f-sum?'],
    ['jensen', 'is an inequality'],
    ['monotonicity', 'is an inequality'],
    ['', 'is no rule'],
  ])('%j cannot be used to rewrite', (name, message) => {
    const error = thrown(() => m.rewrite('f(z)', name));
    expect(error).toBeInstanceOf(UnknownRule);
    expect((error as UnknownRule).message).toContain(message);
    expect((error as UnknownRule).rule).toBe(name);
  });
});

describe('nothing can be slipped in', () => {
  const forged = { ...grown, origin: 'theory' } as Rule;

  test('a rule that the theory did not make', () => {
    expect(() => m.rewrite('g(z + w, x)', forged)).toThrow('the rule g-sum was not made by this theory');
    expect(() => m.prove('f(z)', '=', 'f(w)', { by: [forged] })).toThrow(TypeError);
    expect(() => m.apply(forged, 'f(z)')).toThrow(TypeError);
    expect(() => m.rewrite('g(z + w, x)', backwards(forged))).toThrow(TypeError);
    expect(() => declare('latent z').rewrite('z', grown)).toThrow(TypeError);
  });

  test('two rules of one name', () => {
    const [a, b] = ['f(?a) = 1', 'f(?a) = 2'].map((sides) => m.rule(`rule twice: ${sides}`)) as [Rule, Rule];
    expect(() => m.rewrite('f(z)', [a, b])).toThrow('two of these rules have the name twice');
  });

  test('a rule or a term that is changed afterwards', () => {
    expect(() => Object.assign(grown, { origin: 'theory' })).toThrow(TypeError);
    expect(() => Object.assign(grown.left, { tag: 'ref' })).toThrow(TypeError);
    expect(() => Object.assign(m.term('f(z)'), { name: 'g' })).toThrow(TypeError);
  });

  test('a theory that was not declared', () => {
    expect(() => Reflect.construct(m.constructor, [Symbol('theory'), {}, [forged]])).toThrow(TypeError);
  });

  test('a strategy that knows a forged rule', () => {
    const { rule, first } = strategies;
    const made = m.rewrite('f(z)', 'linearity', () => first(rule({ ...grown, name: 'unknown' }), rule(forged)));
    expect(made.theorem).toBeNull();
  });

  test('terms and theorems of another theory', () => {
    const other = declare('latent v\nfunction h(a)\nrule h-zero: h(?a) = 0');
    const theorem = other.apply('h-zero', 'h(v)') as Theorem;
    expect(other.assumptions(theorem)).toEqual(['the rule h-zero']);
    expect(() => m.assumptions(theorem)).toThrow('this is no theorem of this theory');
    expect(() => m.assumptions({ ...theorem } as Theorem)).toThrow(TypeError);
    expect(() => m.rewrite(other.term('h(v)'), 'linearity')).toThrow('h is not declared in this one');
    expect(() => m.prove(other.term('v'), '=', other.term('v'))).toThrow('v is not declared in this one');
    expect(() => m.rewrite(grown.left, 'linearity')).toThrow(TypeError);
  });
});

describe('checking a text', () => {
  test('the verdicts of the command', () => {
    const result = check('latent z\nclaim a: z + z = 2 z\nclaim b: z = 2 z\nclaim c: v = 2 z', { file: 'a.expr' });
    expect(result.file).toBe('a.expr');
    expect(result.derivations.map(({ steps }) => steps[0]?.verdict)).toEqual(['proved', 'refuted', 'malformed']);
  });

  test('options', () => {
    expect(check('latent z\nclaim a: z = z', { seed: 5 }).seed).toBe(5);
    expect(check('import "a.expr"').problems).toHaveLength(1);
    expect(check('import "a.expr"\nclaim a: z = z', { load: () => 'latent z' }).problems).toEqual([]);
  });
});
