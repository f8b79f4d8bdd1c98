/** The end of a run from outside: ctrl-C, or a request to terminate. */
import { createContext, Script } from 'node:vm';

export type Signal = 'SIGINT' | 'SIGTERM';

/** As shells count: 128 and the signal's number. */
export const interruptStatus = { SIGINT: 130, SIGTERM: 143 } as const;
export type InterruptStatus = (typeof interruptStatus)[Signal];

/** Thrown in place of a result. */
export class Interrupted extends Error {
  constructor(readonly signal: Signal) {
    super(`interrupted by ${signal}`);
  }
}

/** Calls the listener on each signal until the returned function is called. */
export type Listen = (listener: (signal: Signal) => void) => () => void;

/** The work, or Interrupted as soon as there is a signal. A second signal finds nobody listening: it ends the process. */
export async function untilInterrupted<T>(listen: Listen, work: () => Promise<T>): Promise<T> {
  let unlisten = (): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    unlisten = listen((signal) => {
      unlisten();
      reject(new Interrupted(signal));
    });
  });
  try {
    return await Promise.race([interrupted, work()]);
  } finally {
    unlisten();
  }
}

/** What the script below calls. */
const slot: { run: () => unknown } = { run: () => {} };
const context = createContext(slot);
const script = new Script('run()');

/**
 * Runs what may take long without a pause. No listener hears of a signal before it is done; but node can be told to end
 * a script on ctrl-C, wherever it is, and then Interrupted is thrown.
 */
export function interruptible<T>(run: () => T): T {
  slot.run = run;
  try {
    return script.runInContext(context, { breakOnSigint: true });
  } catch (error) {
    // The error may be one of the script's context, and then it is no Error of this one.
    const isInterrupt = (error as { readonly code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
    throw isInterrupt ? new Interrupted('SIGINT') : error;
  }
}
