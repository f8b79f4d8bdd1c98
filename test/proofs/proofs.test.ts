import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/check/verdict.js';
import { expectations } from './expectations.js';
import { check, placedSteps, read, rightFiles, wrongFiles } from './files.js';

const agrees = (evidence: Evidence): boolean => evidence.status === 'agrees';

/** Agreement, or a reason in words why the interpretation has nothing to say. */
const settled = (evidence: Evidence): boolean =>
  agrees(evidence) || (evidence.status === 'not applicable' && (evidence.reason ?? '').length > 10);

describe.each(rightFiles)('%s', (file) => {
  const result = check(file);
  const steps = placedSteps(result);

  it('has no problem and no warning', () => {
    expect(result.problems).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect(steps.flatMap(({ name, step }) => step.warnings.map((w) => `${name}: ${w.message}`))).toEqual([]);
  });

  it.each(steps)('$name is proved, and passes on the evidence of both interpretations', ({ step }) => {
    expect(step.verdict).toBe(step.relation === '!=' ? 'witnessed' : 'proved');
    expect(step.evidence.length).toBeGreaterThan(1);
    expect(step.evidence.some(agrees)).toBe(true);
    if (step.relation !== '!=') expect(step.evidence.filter((e) => !settled(e))).toEqual([]);
  });
});

describe.each(wrongFiles)('%s', (file) => {
  const result = check(file);
  const expected = new Map(expectations(read(file)).map((e) => [e.line, e]));
  const steps = placedSteps(result);

  it('is read without a problem, and every expectation stands above a step', () => {
    expect(result.problems).toEqual([]);
    expect([...expected.keys()].filter((line) => !steps.some((step) => step.line === line))).toEqual([]);
    expect(expected.size).toBeGreaterThan(0);
  });

  it.each(steps)('$name (line $line) gets the verdict that the file expects', ({ line, step }) => {
    const verdict = expected.get(line)?.verdict ?? (step.relation === '!=' ? 'witnessed' : 'proved');
    if (verdict === 'refuted') expect(step.proof).toBeNull();
    expect([step.verdict, ...step.warnings.map((w) => w.code)]).toEqual([
      verdict,
      ...(expected.get(line)?.warnings ?? []),
    ]);
    if (verdict === 'refuted') expect(Math.abs(step.counterexample?.difference ?? 0)).toBeGreaterThan(0);
    if (verdict === 'malformed') expect(step.problem?.span.start).toBeGreaterThan(0);
  });
});

describe('ch6.expr', () => {
  const steps = placedSteps(check('proofs/ch6.expr'));
  const of = (label: string): typeof steps => steps.filter(({ name }) => name.startsWith(`${label}.`));

  it.each([
    ['eq1', 6],
    ['eq2', 4],
    ['eq3', 1],
    ['eq4', 5],
    ['eq5', 5],
    ['eq6', 5],
    ['eq7', 5],
  ])('%s has the %i steps of the note', (label, count) => {
    expect(of(label)).toHaveLength(count);
  });

  it.each(['eq4', 'eq5', 'eq6', 'eq7'])('%s ends in a zero gradient seen by both estimators', (label) => {
    const last = of(label).at(-1)?.step;
    expect(last?.evidence.filter(agrees).map((e) => e.method)).toEqual(['exact', 'pathwise', 'score function']);
  });
});
