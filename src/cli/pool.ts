/**
 * The worker threads of a run. Tinypool starts them, hands out the questions and ends them: it is small, depends on
 * nothing, and starts a thread anew where one has died.
 */
import { Tinypool } from 'tinypool';
import type { Workers } from '../check/judges.js';
import type { Question, Texts } from '../check/question.js';
import type { Judged } from '../check/step.js';
import type { Task } from './worker.js';

/** Open questions a thread, so that none waits while the proofs of the next steps or the next file are sought. */
const openPerThread = 4;

/** Of a question that is open when the threads are ended. */
const never = new Promise<never>(() => {});

/** `file`: the module whose default export answers a Task. */
export class Pool implements Workers {
  readonly #pool: Tinypool;
  readonly #most: number;
  readonly #sent = new WeakMap<Texts, Omit<Task, 'question'>>();
  #documents = 0;
  #open = 0;
  #waiting: (() => void)[] = [];
  #failure: Error | null = null;
  #isClosed = false;

  constructor(file: URL, threads: number) {
    this.#most = openPerThread * threads;
    this.#pool = new Tinypool({ filename: file.href, minThreads: threads, maxThreads: threads });
    // A thread that dies before it has a question: those that wait for one would wait for ever.
    this.#pool.on('error', (error: Error) => {
      this.#failure = error;
      this.#pool.cancelPendingTasks();
    });
  }

  async answer(question: Question, texts: Texts): Promise<Judged> {
    this.#open += 1;
    try {
      return await this.#pool.run({ ...this.#shared(texts), question } satisfies Task);
    } catch (error) {
      if (this.#isClosed) return await never;
      throw this.#failure ?? error;
    } finally {
      this.#open -= 1;
      this.#callWaiting();
    }
  }

  async room(): Promise<void> {
    if (this.#open >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool.destroy();
  }

  #shared(texts: Texts): Omit<Task, 'question'> {
    const known = this.#sent.get(texts);
    if (known !== undefined) return known;
    const bytes = Buffer.from(JSON.stringify(texts));
    const shared = new SharedArrayBuffer(bytes.length);
    bytes.copy(Buffer.from(shared));
    const sent = { document: this.#documents++, texts: shared };
    this.#sent.set(texts, sent);
    return sent;
  }

  #callWaiting(): void {
    if (this.#open >= this.#most) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
