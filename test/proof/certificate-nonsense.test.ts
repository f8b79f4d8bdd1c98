/**
 * Certificates that no search would write: each step is a row of the theory at terms that say nothing, and together
 * they would prove something false of terms that do. None of them gets past the step that says nothing.
 */
import { describe, expect, test } from 'vitest';
import { certificateFormat, claimCodec, ruleEntryCodec, theoryDigest } from '../../src/certificate/certificate.js';
import type { Json } from '../../src/certificate/codec.js';
import { modelCodec } from '../../src/certificate/model.js';
import { type Step, StepTable } from '../../src/certificate/steps.js';
import { TermTable } from '../../src/certificate/terms.js';
import type { Meaning, Rule } from '../../src/kernel/rule.js';
import { type Density, integer, ln, ref, type Slot, type Term, type VarRef } from '../../src/kernel/term.js';
import { theory } from '../../src/rules/table.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { printTerm } from '../../src/syntax/print.js';
import { digest, resealed, verdictOn } from './certificate-file.js';

const { model } = elaborateDocument('latent x, y\ndensity p: p(x, y)\ndensity q: q(x)\n', '', () => {
  throw new Error('nothing is imported');
});

/** The certificate of a claim, with a proof that nobody looked at. */
function written(left: Term, right: Term, proof: readonly Step[]): string {
  const [terms, patterns] = [new TermTable('terms'), new TermTable('patterns')];
  const rules: Rule[] = [];
  const number = (rule: Rule): number => (rules.includes(rule) ? rules.indexOf(rule) : rules.push(rule) - 1);
  const rule = { read: () => rules[0] as Rule, write: number };
  const table = new StepTable(terms, rule);
  const steps = proof.map((step) => table.write(step));
  const text = { left: printTerm(left, model), right: printTerm(right, model) };
  const claim = { label: 'false', left, relation: '=', right, upTo: null, proof: proof.length - 1, text } as const;
  const claims: Json[] = [claimCodec(terms, table.ref).write(claim)];
  const declared = modelCodec(terms).write(model);
  return resealed({
    format: certificateFormat,
    files: [],
    theory: theoryDigest(theory(), digest),
    model: declared,
    rules: rules.map(({ name }) => ruleEntryCodec(patterns).write({ origin: 'theory', name })),
    patterns: [],
    terms: terms.entries(),
    steps,
    claims,
  });
}

const variable = (name: string): VarRef => ({ name, at: [] });
const [x, y, u, v] = ['x', 'y', 'x#1', 'x#2'].map(variable) as [VarRef, VarRef, VarRef, VarRef];
const slot = (of: VarRef, value = of): Slot => ({ of, value: ref(value) });
const density = (family: string, heads: readonly Slot[], givens: readonly Slot[] = []): Density => ({
  tag: 'density',
  family,
  heads,
  givens,
});
const integral = (body: Term, ...vars: VarRef[]): Term => ({
  tag: 'integral',
  vars,
  counting: false,
  bounds: null,
  body,
});

const p: Meaning = { kind: 'family', family: 'p' };
const slots = (...of: readonly Slot[]): Meaning => ({ kind: 'slots', slots: of });
const refs = (...of: readonly VarRef[]): Meaning => ({ kind: 'refs', refs: of });
const term = (of: Term): Meaning => ({ kind: 'term', term: of });
const measure = (...of: readonly Density[]): Meaning => ({ kind: 'measure', measure: of });

function by(name: string, substitution: Readonly<Record<string, Meaning>>): Step {
  const rule = theory().find((row) => row.name === name);
  if (rule === undefined) throw new Error(`there is no row ${name}`);
  return { step: 'rule', rule, substitution };
}

const px = density('p', [slot(x)]);
const qx = density('q', [slot(x)]);
const pxGivenY = density('p', [slot(x)], [slot(y)]);

describe('refused at the first step that says nothing', () => {
  // Conditioned on two values of itself, x would be independent of everything.
  test('p(x | y) = p(x), by giving x twice', () => {
    const steps = [
      by('chain-rule', { p, A: slots(slot(x)), C: slots(slot(x, u)), B: slots(slot(y)) }),
      by('independence', { p, A: slots(slot(x, u)), B: slots(slot(x), slot(y)), C: slots(slot(x)) }),
      by('independence', { p, A: slots(slot(x, u)), B: slots(slot(x), slot(x, v)), C: slots(slot(x, v)) }),
      { step: 'transitivity', first: 0, second: 1 },
    ] as const;
    expect(verdictOn(written(pxGivenY, px, steps))).toMatch(/^false, step 0: .*x .* twice in the bracket of p/);
  });

  // `int f dx dx` is the same to the kernel as `int f dx`: the integral of a constant would be that constant.
  test('int int p(x) dx dx = int p(x) dx, by integrating over x twice', () => {
    const twice = integral(px, x, x);
    const steps: readonly Step[] = [
      by('fubini-nested', { x: refs(x), y: refs(x), f: term(px) }),
      { step: 'same', left: twice, right: integral(px, x) },
      { step: 'transitivity', first: 0, second: 1 },
    ];
    expect(verdictOn(written(integral(integral(px, x), x), integral(px, x), steps))).toMatch(/^false, step 0: /);
  });

  // KL binds the heads of both: the name of those on the right would not matter, and its definition leaves them free.
  test('ln q(x = y) is the same at every y, by a KL of different heads', () => {
    const other = (head: VarRef): Density => density('q', [slot(x, head)]);
    const steps: readonly Step[] = [
      by('divergence', { q: measure(px), p: measure(other(y)) }),
      by('divergence', { q: measure(px), p: measure(other(u)) }),
      { step: 'symmetry', of: 0 },
      { step: 'transitivity', first: 2, second: 1 },
    ];
    expect(verdictOn(written(ln(other(y)), ln(other(u)), steps))).toMatch(/^false, step 0: .*heads/);
  });

  test('x = 1, by expecting it under no measure', () => {
    const empty: Term = { tag: 'expect', measure: [], body: ref(x) };
    const steps: readonly Step[] = [{ step: 'same', left: empty, right: empty }];
    expect(verdictOn(written(empty, empty, steps))).toMatch(/^false: .*a measure is missing/);
  });

  test('a head that its density gives no law', () => {
    const steps: readonly Step[] = [{ step: 'same', left: density('q', [slot(y)]), right: density('q', [slot(y)]) }];
    expect(verdictOn(written(qx, qx, steps))).toMatch(/^false, step 0: .*q gives y no law/);
  });

  test('a side that is the same to the kernel as one that says something', () => {
    const steps: readonly Step[] = [{ step: 'same', left: integral(px, x), right: integral(px, x) }];
    expect(verdictOn(written(integral(px, x, x), integral(px, x), steps))).toMatch(/^false: .*x .* twice/);
  });
});

test('written in this way, what is true is accepted', () => {
  const one = integer(1);
  const steps: readonly Step[] = [
    by('normalisation', { p, A: slots(slot(x)), B: slots(slot(y)), c: term(one) }),
    { step: 'procedure', procedure: { name: 'ring' }, term: integral({ tag: 'mul', factors: [pxGivenY, one] }, x) },
  ];
  const [first] = steps as [Step];
  expect(verdictOn(written(integral(pxGivenY, x), one, [first]))).toBe('accepted');
});
