/** The rewriting of every step that is proved of a file: where it begins and ends, and that every line of it holds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../src/check/chain.js';
import { Proofs } from '../../src/check/proofs.js';
import type { Kernel, Theorem } from '../../src/kernel/kernel.js';
import type { Model } from '../../src/kernel/model.js';
import { type Claim, slotClasses, withoutSlack } from '../../src/numeric/claim.js';
import { exactEvidence } from '../../src/numeric/exact.js';
import { type TraceLine, traceOf } from '../../src/proof/trace.js';
import { elaborateDocument } from '../../src/syntax/document.js';
import { printTerm } from '../../src/syntax/print.js';
import { noImports } from '../syntax/line.js';

interface Traced {
  readonly label: string;
  readonly claim: Claim;
  readonly theorem: Theorem;
  readonly lines: readonly TraceLine[];
}

interface TracedFile {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly steps: readonly Traced[];
}

function traced(source: string): TracedFile {
  const document = elaborateDocument(source, '', noImports);
  const proofs = new Proofs(document, document.rules);
  const known = new Map<Theorem, string>();
  const steps = document.derivations.flatMap((derivation) => {
    const elaborated = derivation.elaborated();
    const claims = claimsOf(elaborated);
    const own = elaborated.steps.flatMap((step, i): Traced[] => {
      const claimed = claims[i];
      if (claimed === undefined || !('left' in claimed)) throw new Error('a line has no meaning');
      const claim = withoutSlack(claimed) ?? claimed;
      const outcome = proofs.prove(claim, step);
      if (outcome?.outcome !== 'proved') return [];
      const { theorem } = outcome;
      const from = claim.relation === '<=' && theorem.statement.relation === '>=' ? 'right' : 'left';
      const label = `${derivation.label}.${step.number}`;
      return [{ label, claim, theorem, lines: traceOf(theorem, { from, known, written: [claim.left, claim.right] }) }];
    });
    proofs.close(derivation.label);
    for (const { theorem } of own) known.set(theorem, derivation.label ?? '');
    return own;
  });
  return { model: document.model, kernel: proofs.prover.kernel, steps };
}

const neighbours = (lines: readonly TraceLine[]): [TraceLine, TraceLine][] =>
  lines.slice(1).map((line, i) => [lines[i] as TraceLine, line]);

/** What the exact interpretation says of two neighbouring lines. */
function verdict(above: TraceLine, { term, relation }: TraceLine, model: Model): string {
  if (relation === 'propto' || relation === 'shift') return 'agrees';
  const claim: Claim = { left: above.term, relation, right: term, upTo: null };
  return exactEvidence(claim, model, { seed: 7, classOf: slotClasses([above.term, term], model) }).status;
}

describe('ch6', () => {
  const { model, kernel, steps } = traced(readFileSync('proofs/ch6.expr', 'utf8'));

  test('most steps are proved', () => {
    expect(steps.length).toBeGreaterThan(30);
  });

  describe.each(steps)('$label', ({ claim, lines }) => {
    test('leads from one side to the other', () => {
      expect(kernel.identity.same(lines[0]?.term ?? claim.right, claim.left)).toBe(true);
      expect(kernel.identity.same(lines.at(-1)?.term ?? claim.left, claim.right)).toBe(true);
    });

    test('every line follows from the line above', () => {
      const wrong = neighbours(lines).filter(([above, line]) => verdict(above, line, model) !== 'agrees');
      expect(
        wrong.map(([above, line]) => [printTerm(above.term, model), printTerm(line.term, model), line.by]),
      ).toEqual([]);
    });

    test('no line stands there twice, and all but the first have a reason', () => {
      const numbers = lines.map(({ term }) => kernel.identity.of(term));
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(lines.map(({ by }) => by !== null)).toEqual(lines.map((_, i) => i > 0));
    });
  });

  test('an earlier result is one line', () => {
    const lines = steps.find(({ label }) => label === '6.12.3')?.lines ?? [];
    expect(lines.map(({ by }) => by).filter((by) => by === 'eq4')).toHaveLength(1);
  });
});

const model = `latent z : real
observed x
param t
density p(x, z) = p(z) p(x | z)
density q(z; x)
density r(z; t)
function f(z)
`;

/** The lines of a single claim, as they are printed. */
function printed(claim: string): string[] {
  const { model: declared, steps } = traced(`${model}derivation a: ${claim}`);
  return (steps[0]?.lines ?? []).map(
    ({ term, relation, by }) => `${by === null ? '' : `${relation} `}${printTerm(term, declared)} [${by}]`,
  );
}

describe('each way of proving', () => {
  test.each<[string, string[]]>([
    ['f(z) + 1 = f(z) + 1', ['f(z) + 1 [null]']],
    ['f(z) + 1 = 1 + f(z)', ['f(z) + 1 [null]', '= 1 + f(z) [arithmetic]']],
    ['ln(p(x) p(z)) = ln p(x) + ln p(z)', ['ln(p(x) p(z)) [null]', '= ln p(x) + ln p(z) [log-product]']],
    ['ln p(x) + ln p(z) = ln(p(x) p(z))', ['ln p(x) + ln p(z) [null]', '= ln(p(x) p(z)) [log-product]']],
    [
      'E_{q(z; x)}[ln p(x | z)] <= ln E_{q(z; x)}[p(x | z)]',
      ['E_{q(z | x)}[ln p(x | z)] [null]', '<= ln(E_{q(z | x)}[p(x | z)]) [jensen]'],
    ],
    [
      '2 - ln E_{q(z; x)}[p(x | z)] <= 2 - E_{q(z; x)}[ln p(x | z)]',
      ['2 - ln(E_{q(z | x)}[p(x | z)]) [null]', '<= 2 - E_{q(z | x)}[ln p(x | z)] [jensen]'],
    ],
    ['ln p(x) + f(z) = f(z) + const_{z}', ['ln p(x) + f(z) [null]', 'shift f(z) [constant term]']],
  ])('%s', (claim, lines) => {
    expect(printed(claim)).toEqual(lines);
  });

  test('up to a factor, at the end', () => {
    expect(printed('p(z | x) propto_{z} p(x, z)').at(-1)).toBe('propto p(x, z) [constant factor]');
  });

  test('an assumption is called by its label', () => {
    const { steps } = traced(`${model}assume small: f(z) = 2\nderivation a: 3 f(z) + 1 = 7 by small`);
    expect(steps[0]?.lines.map(({ by }) => by)).toContain('small');
  });
});

test('the trace back is the trace, back', () => {
  const { kernel, steps } = traced(readFileSync('proofs/evidence-bound.expr', 'utf8'));
  const numbers = (theorem: Theorem, from: 'left' | 'right') =>
    traceOf(theorem, { from }).map(({ term }) => kernel.identity.of(term));
  for (const { theorem } of steps) expect(numbers(theorem, 'right')).toEqual(numbers(theorem, 'left').reverse());
});

test('what is no theorem has no trace', () => {
  expect(() => traceOf({ statement: {}, proof: {} } as Theorem)).toThrow(TypeError);
});
