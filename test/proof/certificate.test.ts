/** Every proof of the repository survives being written down and gone through again by the kernel alone. */
import { describe, expect, test } from 'vitest';
import { readCertificate } from '../../src/certificate/certificate.js';
import { isAccepted, replay } from '../../src/certificate/replay.js';
import { theory } from '../../src/rules/table.js';
import { alone, certificateOf, digest, files, source, verdictOn, withTexts } from './certificate-file.js';

describe.each(files)('%s', (file) => {
  const certificate = certificateOf(source(file), file);
  const written = readCertificate(certificate, theory(), digest);

  test('is accepted by the kernel alone, and says what was proved', () => {
    const result = replay(certificate, alone);
    if (!isAccepted(result)) throw new Error(verdictOn(certificate));
    expect(result.claims.length).toBeGreaterThan(0);
    const printed = result.claims.map(({ label, goal, text }) => [label, text.left, goal.relation, text.right]);
    expect(printed).toEqual(written.claims.map((c) => [c.label, c.text.left, c.relation, c.text.right]));
  });

  test('is accepted with its text', () => {
    const { rejected, claims } = withTexts(certificate);
    expect(rejected).toBeNull();
    expect(claims.filter(({ objection }) => objection !== null)).toEqual([]);
  });

  test('rests on what is on record', () => {
    const result = replay(certificate, alone);
    const used = new Set(written.rules.map(({ name }) => name));
    for (const { assumptions } of result.outcome === 'replayed' ? result.claims : [])
      for (const assumption of assumptions) if (assumption.tag === 'trust') expect(used).toContain(assumption.rule);
  });
});

const small = `
latent x, y
density p: p(x, y)
rule mine: softplus(?a) = ln(1 + exp(?a)) when ?a > 0
function f(x)
function g(x)
assume given: f(x) = g(x)
claim sum: softplus(p(x, y)) = ln(1 + exp(p(x, y))) by mine
claim taken: f(x) = g(x) by given
`;

test('a rule and an assumption of the author are assumptions of the claim', () => {
  const result = replay(certificateOf(small), alone);
  if (!isAccepted(result)) throw new Error(verdictOn(certificateOf(small)));
  expect(result.claims.map(({ label, assumptions }) => [label, assumptions.map(({ tag }) => tag)])).toEqual([
    ['sum.1', ['user rule']],
    ['taken.1', ['hypothesis']],
  ]);
  expect(result.model.assumptions.map(({ text }) => text)).toEqual(['f(x) = g(x)']);
});

test('a rule of the author that is false proves nothing here either', () => {
  const result = replay(
    certificateOf(small.replace('softplus(?a) = ln(1 + exp(?a)) when ?a > 0', 'softplus(?a) = ?a')),
    alone,
  );
  if (!isAccepted(result)) throw new Error('rejected');
  expect(result.claims.map(({ label }) => label)).toEqual(['taken.1']);
});

test('the same proofs give the same bytes', () => {
  expect(certificateOf(small)).toBe(certificateOf(small));
});

test('a file without a claim has a certificate', () => {
  expect(verdictOn(certificateOf('latent x\n'))).toBe('accepted');
});
