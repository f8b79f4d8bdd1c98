/** Repairs in words. */
import { expect, test } from 'vitest';
import { lineIndex } from '../../grammar/position.js';
import { repairText } from '../../src/report/repair.js';

const long = 'E_{q(Z, W; X, psi, xi)}[ln p(x_n | z_n, W)] - E_{q(Z, W; X, psi, xi)}[ln q(W; xi)]';

test.each<[from: string, to: string, shown: string]>([
  ['ln p(x)', 'ln q(x)', "'ln p(x)' -> 'ln q(x)'"],
  ['', '- ', "insert '-'"],
  ['2 ', '', "delete '2'"],
  ['x', 'ln x', "'x' -> 'ln x'"],
  [long, `E_S[${long}]`, "'E_{q(Z, W; X, psi, xi)}[ln p(…W; X, psi, xi)}[ln q(W; xi)]' -> 'E_S[…]'"],
  [
    long,
    long.replace('ln q', 'ln p'),
    "'E_{q(Z, W; X, psi, xi)}[ln p(…W; X, psi, xi)}[ln q(W; xi)]' -> 'E_{q(Z, W; X, psi, xi)}[ln p(…W; X, psi, xi)}[ln p(W; xi)]'",
  ],
])('%s -> %s', (from, to, shown) => {
  const repair = { span: { start: 8, end: 8 + from.length }, from, to, sentence: 'why', status: 'proved' } as const;
  expect(repairText(repair, lineIndex('claim:\n a = b\n'))).toBe(`2:2 ${shown}, why (proved)`);
});
