/** A small share of the mutation of derivations: `npm run mutate` takes all of it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Finding, Subject, sampled } from './mutants.js';
import { Tally } from './tally.js';

const files = ['elbo', 'minibatch', 'bayes', 'mutual-information'].map((name) => `proofs/${name}.expr`);

test('slips are found, and most lines given back', { timeout: 300_000 }, () => {
  const all = files
    .map((file) => new Subject(file, readFileSync(file, 'utf8')))
    .flatMap((subject) => subject.mutants().map((mutant) => ({ subject, mutant })));
  expect(all.length).toBeGreaterThan(2000);
  const tally = new Tally();
  const survivors: Finding[] = [];
  for (const { subject, mutant } of sampled(all, 48, 7)) {
    const finding = subject.finding(mutant);
    if (finding === null) continue;
    tally.add(finding);
    if (finding.class === 'survivor') survivors.push(finding);
  }
  expect(survivors.map(({ mutant, said }) => [mutant.name, mutant.edit, said])).toEqual([]);
  expect(tally.of('refuted')).toBeGreaterThan(15);
  expect(tally.share('refuted', 'first')).toBeGreaterThan(0.75);
  expect(tally.share('refuted', 'three')).toBeGreaterThan(0.85);
});
