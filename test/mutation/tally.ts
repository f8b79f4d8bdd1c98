/** Counts of a mutation: what is said of the slips, and how often a repair gives the line back. */
import { type Class, classes, type Finding } from './mutants.js';

export class Tally {
  readonly #counts = new Map<Class, number>();
  /** Of the refuted and the malformed: given back by the first repair, by one of three. */
  readonly #first = new Map<Class, number>();
  readonly #three = new Map<Class, number>();

  add({ class: found, givesBack }: Finding): void {
    const count = (counts: Map<Class, number>): void => void counts.set(found, (counts.get(found) ?? 0) + 1);
    count(this.#counts);
    if (givesBack === 0) count(this.#first);
    if (givesBack >= 0) count(this.#three);
  }

  of(found: Class): number {
    return this.#counts.get(found) ?? 0;
  }

  /** The share of the mutants of a class whose line the first repair, or one of three, gives back; null of none. */
  share(found: Class, by: 'first' | 'three'): number | null {
    const total = this.of(found);
    return total === 0 ? null : ((by === 'first' ? this.#first : this.#three).get(found) ?? 0) / total;
  }

  get total(): number {
    return classes.reduce((sum, found) => sum + this.of(found), 0);
  }

  /** The cells of a row of the table. */
  row(name: string): string {
    const percent = (found: Class, by: 'first' | 'three'): string => {
      const share = this.share(found, by);
      return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
    };
    const shares = (['refuted', 'malformed'] as const).flatMap((found) => [
      percent(found, 'first'),
      percent(found, 'three'),
    ]);
    return `| ${[name, this.total, ...classes.map((found) => this.of(found)), ...shares].join(' | ')} |`;
  }
}

export const header = [
  `| file | mutants | ${classes.join(' | ')} | refuted: first | of three | malformed: first | of three |`,
  `|${'---|'.repeat(classes.length + 6)}`,
].join('\n');
