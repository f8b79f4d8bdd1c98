/** Times in milliseconds, and what is told of many of them. */

export interface Spread {
  readonly median: number;
  readonly ninth: number;
  readonly most: number;
  readonly total: number;
}

/** Processor time, which other programs on the machine disturb little. */
export function timed<T>(run: () => T): { readonly result: T; readonly ms: number } {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}

/**
 * The least of several times by the clock: what disturbs a machine only ever adds. Processor time would count the
 * threads that compile and collect beside the program.
 */
export const least = (run: () => unknown, budget = 500, fewestRuns = 3, mostRuns = 40): number =>
  leastAfter(() => run, budget, fewestRuns, mostRuns);

/** The least time of what `prepare` returns, which is made anew for each run. */
export function leastAfter(prepare: () => () => unknown, budget = 500, fewestRuns = 3, mostRuns = 40): number {
  let [best, spent] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < mostRuns && (i < fewestRuns || spent < budget); i++) {
    const run = prepare();
    const start = performance.now();
    run();
    const ms = performance.now() - start;
    best = Math.min(best, ms);
    spent += ms;
  }
  return best;
}

export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), ninth: at(0.9), most: at(1), total: sorted.reduce((sum, ms) => sum + ms, 0) };
}

export const shownMs = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0));

/** A table in Markdown, its numbers to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => (row[i] ?? '').length), 3));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}
