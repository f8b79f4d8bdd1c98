/** Chains whose lines all follow one from another, and whose last does not follow from the first everywhere. */
import { expect, test } from 'vitest';
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';

const declarations = `plate t = 1..T
plate s = 1..T
latent y_t
let Y = {y_t}
function f(a)
density p(Y) = p(y_1) prod_{t=2..T} p(y_t | y_{t-1})
define lag = f(y_{t-1})
`;

const narrowed = (lines: readonly string[]): (string | null)[] => {
  const source = `${declarations}derivation: ${lines.map((line, i) => (i === 0 ? line : `${line}   for any Y`)).join('\n  = ')}\n`;
  const result = checkDocument({ file: 'a.expr', source }, { ...defaultOptions, samples: 1024, repairs: 0 }, () => {
    throw new Error('no imports');
  });
  expect(result.problems).toEqual([]);
  const [derivation] = result.derivations;
  return (derivation?.steps ?? []).map(({ warnings }) => {
    const warning = warnings.find(({ code }) => code === 'narrowed');
    return warning === undefined ? null : (/where (.*?), as/.exec(warning.message)?.[1] ?? '');
  });
};

test.each<[readonly string[], readonly (string | null)[]]>([
  [
    ['f(y_t)', 'f(y_t) + f(y_{t-1}) - f(y_{t-1})', 'f(y_t)'],
    [null, 't = 1'],
  ],
  [
    ['f(y_t)', 'f(y_t) + lag - lag', 'f(y_t)'],
    [null, 't = 1'],
  ],
  [
    ['f(y_t)', 'f(y_t) + 0 f(y_{t+1})', '1 f(y_t)'],
    [null, 't = 2'],
  ],
  [
    ['f(y_1)', 'f(y_1) + f(y_3) - f(y_3)', 'f(y_1)'],
    [null, 'at sizes of 2'],
  ],
  [
    ['f(y_t)', 'f(y_t) + f(y_{t-1}) - f(y_{t-1})', 'f(y_t) + f(y_{t-1}) - f(y_{t-1}) + 0', 'f(y_t)'],
    [null, null, 't = 1'],
  ],
  // Where the first line, or the last, has no members either, nothing is lost.
  [
    ['f(y_{t-1})', 'f(y_{t-1}) + 0', 'f(y_{t-1})'],
    [null, null],
  ],
  [
    ['f(y_t)', 'f(y_t) + f(y_{t-1}) - f(y_{t-1})', 'f(y_t) + 0 f(y_{t-1})'],
    [null, null],
  ],
  [
    ['sum_{t=2..T} f(y_t)', 'sum_{t=2..T} (f(y_t) + f(y_{t-1}) - f(y_{t-1}))', 'sum_{t=2..T} f(y_t)'],
    [null, null],
  ],
  [
    ['p(Y)', 'p(y_1) prod_{t=2..T} p(y_t | y_{t-1})', 'p(Y)'],
    [null, null],
  ],
])('%s', (lines, expected) => expect(narrowed(lines)).toEqual(expected));
