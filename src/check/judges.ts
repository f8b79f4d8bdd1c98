/** Where the questions of a run are answered: in this thread while there is little to do, by workers where they pay. */
import type { Plan } from './document.js';
import type { Question, Texts } from './question.js';
import type { Numbers } from './schedule.js';
import type { Judged } from './step.js';

/** Threads that answer in parallel, each question by the first that is free. */
export interface Workers {
  answer(question: Question, texts: Texts): Promise<Judged>;
  /** Resolves when so few questions are open that more should be asked. */
  room(): Promise<void>;
  /** Ends the threads; what is open is never answered. */
  close(): Promise<void>;
}

export interface Means {
  /** How many threads may judge at the same time; with 1 there is no worker. */
  readonly jobs: number;
  /** How many files the run has. */
  readonly files: number;
  readonly start: (threads: number) => Promise<Workers>;
  /** Judges in this thread. */
  readonly here: (judged: () => Judged) => Judged;
  /** Milliseconds of processor time: on a busy machine workers pay no sooner. */
  readonly spent: () => number;
}

/** Milliseconds of judging in this thread before anything can be said of what is left: the first lines take longest. */
const leastSpent = 300;

/** The latest steps, from which the time of those left is estimated. */
const latest = 8;

/** Workers take half a second to start and to get as fast as this thread: less than this is done sooner here. */
const leastLeft = 2000;

const total = (times: readonly number[]): number => times.reduce((sum, ms) => sum + ms, 0);

export class Judges implements Numbers {
  #workers: Promise<Workers> | null = null;
  /** Milliseconds that each step took. */
  readonly #times: number[] = [];
  readonly #plans = new Set<Plan>();

  constructor(private readonly means: Means) {}

  async answer(question: Question, plan: Plan, left: number): Promise<Judged> {
    this.#plans.add(plan);
    if (this.#workers === null) this.#startWhereWorth(left + this.#stepsOfLaterFiles());
    if (this.#workers !== null) return (await this.#workers).answer(question, plan.texts);
    const { here, spent } = this.means;
    const start = spent();
    const judged = here(() => plan.judge.answer(question));
    this.#times.push(spent() - start);
    return judged;
  }

  /** Resolves when the next file should be begun; without workers at once, since everything asked has been answered. */
  async room(): Promise<void> {
    if (this.#workers !== null) await (await this.#workers).room();
  }

  async close(): Promise<void> {
    if (this.#workers !== null) await (await this.#workers).close();
  }

  /** Files that are not read yet are taken to be like those that are. */
  #stepsOfLaterFiles(): number {
    const steps = total([...this.#plans].map((plan) => plan.total));
    return (this.means.files - this.#plans.size) * (steps / this.#plans.size);
  }

  /** Goes by the steps so far; only when the numbers are found depends on it, never what they are. */
  #startWhereWorth(left: number): void {
    const { jobs, start } = this.means;
    if (jobs === 1 || total(this.#times) < leastSpent) return;
    const recent = this.#times.slice(-latest);
    if ((total(recent) / recent.length) * left < leastLeft) return;
    // No more threads than there are steps, as far as can be seen.
    this.#workers = start(Math.min(jobs, Math.ceil(left)));
  }
}
