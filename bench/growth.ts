/** How search and replay grow with the number of terms of a line. */

import { certify } from '../src/check/certificates.js';
import { claimsOf } from '../src/check/chain.js';
import { Proofs } from '../src/check/proofs.js';
import { elaborateDocument } from '../src/syntax/document.js';
import { replayed } from './certificates.js';
import { least, shownMs, table, timed } from './clock.js';

interface Case {
  readonly name: string;
  readonly line: (size: number) => readonly [left: string, right: string];
}

const sizes = [10, 100, 1000, 3000] as const;

/** Milliseconds for the runs of one size, and the most of them: what is compared should be as well compiled at each size. */
const budget = 1500;
const mostRuns = 300;

const declarations = `plate n = 1..N
latent x_n, y
param theta
let X = {x_n}
function g(a, b)
function h(a, b) : positive
density q(y; theta)
density p(X, y) = p(y) prod_n p(x_n | y)
`;

const terms = (size: number, term: (i: number) => string): string[] =>
  Array.from({ length: size }, (_, i) => term(i + 1));

const sum = (size: number, term: (i: number) => string): string => terms(size, term).join(' + ');

const cases: readonly Case[] = [
  {
    name: 'linearity of an expectation',
    line: (k) => [`E_{q(y; theta)}[${sum(k, (i) => `g(y, ${i})`)}]`, sum(k, (i) => `E_{q(y; theta)}[g(y, ${i})]`)],
  },
  {
    name: 'logarithm of a product of functions',
    line: (k) => [`ln (${terms(k, (i) => `h(y, ${i})`).join(' ')})`, sum(k, (i) => `ln h(y, ${i})`)],
  },
  {
    name: 'logarithm of a product of densities',
    line: (k) => [`ln (${terms(k, (i) => `p(x_${i} | y)`).join(' ')})`, sum(k, (i) => `ln p(x_${i} | y)`)],
  },
  {
    name: 'a sum in another order',
    line: (k) => [
      sum(k, (i) => `g(y, ${i})`),
      terms(k, (i) => `g(y, ${i})`)
        .reverse()
        .join(' + '),
    ],
  },
  {
    name: 'a polynomial, factor taken out',
    line: (k) => [sum(k, (i) => `${i} theta^2 g(y, ${i})`), `theta^2 (${sum(k, (i) => `${i} g(y, ${i})`)})`],
  },
  {
    name: 'gradient of a sum',
    line: (k) => [`grad_{theta}(${sum(k, (i) => `g(theta, ${i})`)})`, sum(k, (i) => `grad_{theta}(g(theta, ${i}))`)],
  },
];

/** A search that takes longer than this at one size is not tried at ten times it. */
const mostPatience = 4000;

const noImports = (): never => {
  throw new Error('no imports');
};

interface Measured {
  readonly search: number;
  readonly replay: number;
}

function measure({ line }: Case, size: number): Measured {
  const [left, right] = line(size);
  const source = `${declarations}claim line:\n  ${left}\n  = ${right}\n`;
  const document = elaborateDocument(source, 'line.expr', noImports);
  const derivation = document.derivations[0]?.elaborated();
  const [claim] = derivation === undefined ? [] : claimsOf(derivation);
  const step = derivation?.steps[0];
  if (claim === undefined || step === undefined || !('left' in claim))
    throw new Error(`the line means nothing: ${source}`);
  const fastest = (run: () => unknown): number => least(run, budget, 3, mostRuns);
  const search = fastest(() => {
    const outcome = new Proofs(document, []).prove(claim, step);
    if (outcome?.outcome !== 'proved') throw new Error(`not proved at ${size} terms: ${outcome?.reason}`);
  });
  const certificate = certify({ file: 'line.expr', source }, noImports);
  return { search, replay: fastest(() => replayed(certificate)) };
}

/** A row a case; times in milliseconds, and how often more ten times the terms cost. */
export function growth(): string {
  const rows = cases.flatMap((one): string[][] => {
    const found: (Measured | null)[] = [];
    for (const size of sizes) found.push(found.includes(null) || isTooSlow(found.at(-1)) ? null : attempt(one, size));
    return [row(one.name, 'search', found), row('', 'replay', found)];
  });
  const ratios = sizes.slice(1).map((size, i) => `${size} : ${sizes[i]}`);
  return table(['line', 'of', ...sizes.map(String), ...ratios], rows);
}

const isTooSlow = (before: Measured | null | undefined): boolean =>
  before !== undefined && before !== null && before.search > mostPatience;

function attempt(one: Case, size: number): Measured | null {
  const { result, ms } = timed(() => {
    try {
      return measure(one, size);
    } catch (error) {
      process.stderr.write(`${one.name}: ${error instanceof Error ? error.message.slice(0, 200) : error}\n`);
      return null;
    }
  });
  process.stderr.write(`${one.name}, ${size} terms: ${shownMs(ms)} ms in all\n`);
  return result;
}

function row(name: string, of: keyof Measured, found: readonly (Measured | null)[]): string[] {
  const times = found.map((one) => one?.[of] ?? null);
  const ratios = times.slice(1).map((ms, i) => {
    const before = times[i] ?? null;
    return ms === null || before === null ? '-' : (ms / before).toFixed(1);
  });
  return [name, of, ...times.map((ms) => (ms === null ? '-' : shownMs(ms))), ...ratios];
}
