/** How far a run is: a bar on a terminal, and the sentence that is left of a run that was interrupted. */
import { type StepResult, type Verdict, verdicts } from '../check/verdict.js';
import { counted, shorten, visible } from '../report/text.js';
import type { Output } from './output.js';

const quietMilliseconds = 1000;
const betweenMilliseconds = 100;
const barColumns = 24;

/** The progress of a run over files. Its bar is one line on standard error; nothing is shown where that is no terminal. */
export class Progress {
  readonly #started: number;
  readonly #timer: NodeJS.Timeout;
  #shownAt: number | null = null;
  #total = 0;
  #filesDone = 0;
  readonly #found = new Map<Verdict, number>();

  constructor(
    private readonly files: readonly string[],
    private readonly output: Output,
    private readonly now: () => number,
  ) {
    this.#started = now();
    // A first step that takes long is shown too.
    this.#timer = setTimeout(() => this.#draw(), quietMilliseconds).unref();
  }

  /** What a check of one more file is to call, as each of its steps is done. */
  onProgress(): (done: number, total: number, last: StepResult) => void {
    let isNew = true;
    return (_, total, { verdict }) => {
      if (isNew) this.#total += total;
      isNew = false;
      this.#found.set(verdict, (this.#found.get(verdict) ?? 0) + 1);
      this.#draw();
    };
  }

  /** Takes the bar off the terminal, so that something else can be written; the next step shows it again. */
  erase(): void {
    if (this.#shownAt !== null) this.output.write('\r\x1b[K');
    this.#shownAt = null;
  }

  fileDone(): void {
    this.#filesDone += 1;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.erase();
  }

  /** `12 of 43 steps done: 11 proved, 1 refuted`. */
  tally(): string {
    const counts = verdicts.flatMap((verdict) => {
      const count = this.#found.get(verdict);
      return count === undefined ? [] : [`${count} ${verdict}`];
    });
    const found = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
    // Of files that have not been read yet nobody knows the steps.
    if (this.files.length > 1)
      return `${counted(this.#done, 'step')} done${found}; ${this.#filesDone} of ${this.files.length} files done`;
    return `${this.#total === 0 ? 'no step' : `${this.#done} of ${counted(this.#total, 'step')}`} done${found}`;
  }

  get #done(): number {
    return [...this.#found.values()].reduce((sum, count) => sum + count, 0);
  }

  #draw(): void {
    const time = this.now();
    const since =
      this.#shownAt === null ? time - this.#started - quietMilliseconds : time - this.#shownAt - betweenMilliseconds;
    if (!this.output.isTerminal || since < 0) return;
    this.#shownAt = time;
    this.output.write(`\r\x1b[K${shorten(this.#line(), this.output.columns - 1)}`);
  }

  #line(): string {
    const [done, total] = [this.#done, this.#total];
    const what =
      this.files.length === 1 ? visible(this.files[0] ?? '') : `${this.#filesDone} of ${this.files.length} files done`;
    if (total === 0) return `checking ${what}`;
    const full = Math.floor((done / total) * barColumns);
    return `${'█'.repeat(full)}${'░'.repeat(barColumns - full)} ${done} of ${counted(total, 'step')}  ${what}`;
  }
}
