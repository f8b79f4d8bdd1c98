/** Counts of a run, a few examples of each kind, and the summary that is printed. */

const mostExamples = 20;
const mostShapes = 15;

export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #examples = new Map<string, string[]>();
  readonly #shapes = new Map<string, number>();
  readonly #times = new Map<string, { total: number; longest: number; example: string }>();

  constructor(
    readonly title: string,
    readonly seed: number,
  ) {}

  count(kind: string, example?: string): void {
    this.#counts.set(kind, this.of(kind) + 1);
    const known = this.#examples.get(kind) ?? [];
    if (example !== undefined && known.length < mostExamples) this.#examples.set(kind, [...known, example]);
  }

  of(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  examples(kind: string): readonly string[] {
    return this.#examples.get(kind) ?? [];
  }

  /** The rules of a line that was not proved, each once. */
  shape(steps: readonly string[]): void {
    for (const step of new Set(steps)) this.#shapes.set(step, (this.#shapes.get(step) ?? 0) + 1);
  }

  time(what: string, milliseconds: number, line: string): void {
    const { total, longest, example } = this.#times.get(what) ?? { total: 0, longest: 0, example: '' };
    const isLongest = milliseconds > longest;
    this.#times.set(what, {
      total: total + milliseconds,
      longest: isLongest ? milliseconds : longest,
      example: isLongest ? line : example,
    });
  }

  /** The line that something took longest over. */
  slowest(what: string): string {
    return this.#times.get(what)?.example ?? '';
  }

  /** One line, and the rules most often found in lines without a proof. */
  print(): void {
    const counts = [...this.#counts].map(([kind, count]) => `${count} ${kind}`);
    const times = [...this.#times].map(
      ([what, { total, longest }]) =>
        `${what} ${(total / 1000).toFixed(1)} s, longest ${(longest / 1000).toFixed(2)} s`,
    );
    process.stdout.write(`${this.title}, seed ${this.seed}: ${counts.join(', ')}\n  ${times.join('; ')}\n`);
    const shapes = [...this.#shapes].sort(([, a], [, b]) => b - a).slice(0, mostShapes);
    if (shapes.length === 0) return;
    process.stdout.write(`  not proved: ${shapes.map(([rule, count]) => `${rule} ${count}`).join(', ')}\n`);
  }
}
