/**
 * The worker threads of a run. Tinypool starts them, hands out the questions and ends them: it is small, depends on
 * nothing, and starts a thread anew where one has died.
 */
import { Tinypool } from 'tinypool';
import type { Workers } from '../check/judges.js';
import type { Question, Texts } from '../check/question.js';
import type { Judged } from '../check/step.js';
import type { Answers, Task } from './worker.js';

/** The most questions that are sent together, and for how many milliseconds one waits for others. */
const mostTogether = 6;
const patience = 20;

/** Milliseconds that what is sent together should take: at the end of a run the others wait for the last of it. */
const msTogether = 250;

/** Open questions a thread, so that none waits while the proofs of the next steps or the next file are sought. */
const openPerThread = 3 * mostTogether;

/** Of a question that is open when the threads are ended. */
const never = new Promise<never>(() => {});

interface Asked {
  readonly question: Question;
  readonly answered: (judged: Judged) => void;
  readonly failed: (error: unknown) => void;
}

/** Questions on one derivation that wait to be sent. */
interface Batch {
  readonly texts: Texts;
  readonly derivation: number;
  readonly asked: Asked[];
  readonly timer: NodeJS.Timeout;
}

/** Tinypool waits for a thread's end by node's `once`, which takes its listeners away again, and gives it no means to. */
function completed(worker: object): void {
  const { thread } = worker as { readonly thread?: NodeJS.EventEmitter };
  if (thread !== undefined && !('removeListener' in worker))
    Object.assign(worker, { removeListener: thread.removeListener.bind(thread) });
}

/** `file`: the module whose default export answers a Task. */
export class Pool implements Workers {
  readonly #pool: Tinypool;
  readonly #most: number;
  readonly #sent = new WeakMap<Texts, Omit<Task, 'questions'>>();
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
      return await new Promise<Judged>((answered, failed) => this.#ask({ question, answered, failed }, texts));
    } catch (error) {
      if (this.#isClosed) return await never;
      throw this.#failure ?? error;
    } finally {
      this.#open -= 1;
      this.#callWaiting();
    }
  }

  #batch: Batch | null = null;
  /** Milliseconds a question, of late. */
  #pace = msTogether;

  /** Questions that follow each other go to one thread: what two threads know of a derivation both work out. */
  #ask(asked: Asked, texts: Texts): void {
    const { derivation } = asked.question;
    if (this.#batch?.texts !== texts || this.#batch.derivation !== derivation) this.#send();
    this.#batch ??= { texts, derivation, asked: [], timer: setTimeout(() => this.#send(), patience) };
    this.#batch.asked.push(asked);
    if (this.#batch.asked.length >= Math.min(mostTogether, msTogether / this.#pace)) this.#send();
  }

  #send(): void {
    const batch = this.#batch;
    if (batch === null) return;
    this.#batch = null;
    clearTimeout(batch.timer);
    const task: Task = { ...this.#shared(batch.texts), questions: batch.asked.map(({ question }) => question) };
    this.#pool.run(task).then(
      ({ judged, ms }: Answers) => {
        this.#pace = (this.#pace + ms / judged.length) / 2;
        for (const [i, { answered }] of batch.asked.entries()) answered(judged[i] as Judged);
      },
      (error: unknown) => {
        for (const { failed } of batch.asked) failed(error);
      },
    );
  }

  async room(): Promise<void> {
    if (this.#open >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#batch?.timer);
    for (const worker of this.#pool.threads) completed(worker);
    // A thread that dies while it is ended has ended.
    await this.#pool.destroy().catch(() => undefined);
  }

  #shared(texts: Texts): Omit<Task, 'questions'> {
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
