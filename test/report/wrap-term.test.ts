/** Where a long statement is broken. */
import { describe, expect, test } from 'vitest';
import { wrapTerm } from '../../src/report/wrap-term.js';

describe('broken', () => {
  test.each<[string, number, string[]]>([
    ['a + b', 5, ['a + b']],
    ['a + b - c', 5, ['a + b', '- c']],
    ['aa = b + c', 7, ['aa', '= b + c']],
    ['f(a + b) + g(c - d)', 12, ['f(a + b)', '+ g(c - d)']],
    ['E_{q(z, w)}[a b + c d]', 18, ['E_{q(z, w)}[a b', '+ c d]']],
    ['aaaa propto_{z} b c', 16, ['aaaa', 'propto_{z} b c']],
    ['(aaaaaaaaaaaa)', 5, ['(aaaaaaaaaaaa)']],
    ['aaaaaaaaaaaa bbb', 5, ['aaaaaaaaaaaa', 'bbb']],
    ['証拠 + 証拠', 5, ['証拠', '+', '証拠']],
    ['', 5, ['']],
  ])('%s at %i', (text, width, lines) => {
    expect(wrapTerm(text, width)).toEqual(lines);
  });
});

test.each([20, 31, 57, 90])('nothing is lost at %i columns', (width) => {
  const text =
    '-E_{q(Z, W | X; psi, xi)}[ln q(W; xi)] + (N/M) sum_{n in S} (ln p(x_n | z_n, W) - ln q(z_n | x_n; psi))';
  expect(wrapTerm(text, width).join(' ')).toBe(text);
});

test('a statement of half a megabyte is quick', () => {
  const started = performance.now();
  wrapTerm('f(a, b) + '.repeat(20_000), 80);
  expect(performance.now() - started).toBeLessThan(3000);
});
