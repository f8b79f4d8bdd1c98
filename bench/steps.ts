/** The search for the steps of the derivations of the repository, and the replay of what it finds. */
import { readdirSync, readFileSync } from 'node:fs';
import { certify } from '../src/check/certificates.js';
import { claimsOf } from '../src/check/chain.js';
import { Proofs } from '../src/check/proofs.js';
import { type Document, elaborateDocument } from '../src/syntax/document.js';
import { read, replayed } from './certificates.js';
import { least, leastAfter, type Spread, shownMs, spread, table, timed } from './clock.js';

const rounds = 5;

interface File {
  readonly name: string;
  readonly source: string;
  readonly document: Document;
}

const noImports = (): never => {
  throw new Error('no imports');
};

function files(): File[] {
  return readdirSync('proofs')
    .filter((name) => name.endsWith('.expr'))
    .map((name) => {
      const source = readFileSync(`proofs/${name}`, 'utf8');
      return { name, source, document: elaborateDocument(source, name, noImports) };
    });
}

interface Step {
  readonly name: string;
  readonly ms: number;
  readonly isProved: boolean;
}

/** Every step of a file by a prover of its own, which knows nothing from before. */
function searched({ name, document }: File): Step[] {
  const proofs = new Proofs(document, document.rules);
  return document.derivations.flatMap((derivation) => {
    const elaborated = derivation.elaborated();
    const claims = claimsOf(elaborated);
    const steps = elaborated.steps.flatMap((step, i): Step[] => {
      const claim = claims[i];
      if (claim === undefined || !('left' in claim)) {
        proofs.skip();
        return [];
      }
      const { result, ms } = timed(() => proofs.prove(claim, step));
      if (step.relation === '!=') return [];
      return [{ name: `${name} ${derivation.label}.${step.number}`, ms, isProved: result?.outcome === 'proved' }];
    });
    proofs.close(derivation.label);
    return steps;
  });
}

const row = (name: string, { median, ninth, most, total }: Spread): string[] => [
  name,
  ...[median, ninth, most, total].map(shownMs),
];

/** The times of the first round, in which nothing is compiled yet, and the least of each step over later rounds. */
export function search(): string {
  const all = files();
  const cold = all.flatMap(searched);
  const warm = Array.from({ length: rounds }, () => all.flatMap(searched));
  const best = cold.map((step, i) => ({ ...step, ms: Math.min(...warm.map((round) => round[i]?.ms ?? step.ms)) }));
  const slowest = [...best].sort((a, b) => b.ms - a.ms).slice(0, 5);
  const proved = cold.filter(({ isProved }) => isProved).length;
  return [
    `${cold.length} steps, ${proved} proved.`,
    '',
    table(
      ['', 'median', '90 %', 'most', 'all'],
      [row('first round', spread(cold.map(({ ms }) => ms))), row('later rounds', spread(best.map(({ ms }) => ms)))],
    ),
    '',
    `The slowest: ${slowest.map(({ name, ms }) => `${name} ${shownMs(ms)}`).join(', ')}.`,
  ].join('\n');
}

const kept = ['size', 'steps', 'cold', 'warm', 'kernel'] as const;

type Row = Readonly<Record<(typeof kept)[number], number>>;

/** Replay of each file's certificate and of all together; what the kernel does of it, and all with reading and printing. */
export function replays(): string {
  const rows = files().map(({ name, source }) => ({ name, ...replayOf(certify({ file: name, source }, noImports)) }));
  const total = (of: keyof Row): number => rows.reduce((sum, one) => sum + one[of], 0);
  const all = Object.fromEntries(kept.map((key) => [key, total(key)])) as Row;
  const cells = (name: string, one: Row): string[] => [
    name,
    one.size.toFixed(0),
    String(one.steps),
    shownMs(one.cold),
    shownMs(one.warm),
    shownMs(one.kernel),
  ];
  return table(
    ['', 'KB', 'steps', 'once', 'later', 'of it the kernel'],
    [...rows.map((one) => cells(one.name, one)), cells('all', all)],
  );
}

function replayOf(certificate: string): Row {
  const { ms: cold } = timed(() => replayed(certificate));
  const warm = least(() => replayed(certificate), 1500, 30, 300);
  // What is known of a term is kept with it, so that each run has to have terms of its own.
  const kernel = leastAfter(() => read(certificate), 1500, 30, 300);
  return { size: certificate.length / 1024, steps: stepsIn(certificate), cold, warm, kernel };
}

function stepsIn(certificate: string): number {
  const { steps } = JSON.parse(certificate) as { readonly steps: readonly unknown[] };
  return steps.length;
}
