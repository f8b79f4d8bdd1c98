/** What `vitest` is to the kernel's tests in the runner: tests are noted when their file loads, and run later. */
import { format } from 'node:util';
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';
import fc from 'fast-check';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
// As test/setup.ts has it; of a counterexample nobody reads, the smallest is not looked for.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/** `vitest` for the tests, and a reader of the tests that work notes, the first of which stands for the work itself. */
export function collector() {
  let found = [];
  const titles = [];
  const test = (title, run) => found.push({ name: [...titles, title].join(' '), run });
  const describe = (title, body) => {
    titles.push(title);
    body();
    titles.pop();
  };
  test.each = (table) => (title, run) => {
    const places = title.match(/%[a-z]/g)?.length ?? 0;
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      test(format(title, ...values.slice(0, places)), () => run(...values));
    }
  };
  const testsOf = (work) => {
    found = [];
    test('loads', () => {});
    work();
    return found;
  };
  return { vitest: { describe, test, expect: chai.expect }, testsOf };
}
