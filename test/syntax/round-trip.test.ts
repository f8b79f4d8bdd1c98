/** Text, term, text, term: every line of every proof prints as a line that means the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Term } from '../../src/kernel/term.js';
import { linesOf } from '../../src/syntax/derivation.js';
import type { Document, Line } from '../../src/syntax/document.js';
import { printTerm } from '../../src/syntax/print.js';
import { declarations } from './declarations.js';
import { read } from './line.js';

const root = join(import.meta.dirname, '../..');

const files = ['proofs', 'proofs/wrong'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.expr'))
    .map((name) => `${folder}/${name}`),
);

const allLines = (document: Document): Line[] =>
  document.derivations.flatMap((derivation) => linesOf(derivation.elaborated()));

/** The terms of all lines, read again from their print. */
function reread(source: string, document: Document): (Term | null | undefined)[] {
  const lines = allLines(document).flatMap(({ term }) => (term === null ? [] : [printTerm(term, document.model)]));
  const again = read(`${source}\n${lines.map((line) => `derivation: ${line}\n = 0\n`).join('')}`);
  expect(again.syntax).toEqual([]);
  return again.derivations.slice(document.derivations.length).map((derivation) => derivation.elaborated().first.term);
}

test.each(files)('%s', (file) => {
  const source = readFileSync(join(root, file), 'utf8');
  const document = read(source);
  const terms = allLines(document).flatMap(({ term }) => (term === null ? [] : [term]));
  expect(terms.length).toBeGreaterThan(3);
  expect(reread(source, document)).toEqual(terms);
});

/** Brackets that the printer must set itself. */
describe('read back', () => {
  test.each([
    '(ln w)^2 ln (w^2)',
    '-(-(-w)) - (-w)',
    '(w + w) (w (w w)) / (w / (w / w))',
    '(int (int p(X, Z, w) dZ dw) dX) (int f(w) dw)^2',
    'int (sum_n int p(X, Z, w) dZ dw) dX',
    'int int f(w) dw w dz_1',
    '(sum_{k} h(k, w; xi)) (prod_n f(x_n)) sum_n (prod_t f(y_t)) f(x_n)',
    'E_{(prod_n q(z_n; x_n, psi)) q(w; xi)}[-w]',
    'sum_{n = 2..N, n != 3} f(x_{n-1}) + sum_{m != n} f(x_m)',
    'p(z_{-n} | x_n) p(Z_{-1} | X)',
    "(u^{(k)})^2 + z'^2 + psi_old^{beta_0}",
    'q(Z, w; psi, X, xi) q(w; xi = psi_old, psi = f(psi))',
    'H_{q}[w | Z; X, psi, xi] + I_{p}[X; w | Z]',
    '0.125 1e-40 12e20 w^0.5',
    'w + const_{Z, A} ',
    '(N - 1)/(N/M) w^{-(n + 1)}',
    'L_S(psi)^2 c0^2 c0 (w) g(D)',
  ])('%s', (line) => {
    const source = `${declarations}\nderivation: ${line}\n = 0`;
    const document = read(source);
    const [first] = allLines(document);
    expect(first?.fault).toBeNull();
    expect(reread(source, document)[0]).toEqual(first?.term);
  });
});
