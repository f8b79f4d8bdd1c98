/**
 * What the files under `proofs/wrong` say of themselves: a comment `# expect: refuted` or
 * `# expect: confirmed, vacuous` above a step gives its verdict, then its warnings.
 */

export interface Expectation {
  /** The line of the step's relation sign, from 1. */
  readonly line: number;
  readonly verdict: string;
  readonly warnings: string[];
}

export function expectations(source: string): Expectation[] {
  const lines = source.split(/\r?\n/);
  const isCode = (line: string): boolean => /^\s*[^\s#]/.test(line);
  return lines.flatMap((line, i) => {
    const comment = /^\s*#\s*expect:(.*)$/.exec(line);
    if (comment === null) return [];
    const [verdict = '', ...warnings] = (comment[1] ?? '').split(',').map((item) => item.trim());
    const ahead = lines.slice(i + 1).findIndex(isCode);
    if (ahead < 0) throw new Error(`line ${i + 1}: an expectation with no step after it`);
    return [{ line: i + ahead + 2, verdict, warnings }];
  });
}
