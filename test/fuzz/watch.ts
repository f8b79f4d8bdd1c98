/** Who watches that every input gets its answer: nothing else can look while the answer is on its way. */
import { Worker } from 'node:worker_threads';

/** Seconds of processor time after which an input counts as one that gets no answer. */
const patience = 60;
const longest = 2 ** 16;

const watching = `
const { workerData: { count, text, patience } } = require('node:worker_threads');
let last = -1;
let since = 0;
setInterval(() => {
  const spent = process.cpuUsage().user / 1e6;
  const now = Atomics.load(count, 0);
  if (now !== last) [last, since] = [now, spent];
  else if (now >= 0 && spent - since > patience) {
    const input = Buffer.from(text).subarray(0, Atomics.load(count, 1)).toString();
    require('node:fs').writeSync(2, 'no answer after ' + patience + ' s of processor time: ' + JSON.stringify(input) + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, 2000).unref();
`;

export interface Watch {
  /** Says that the answer to an input is sought. */
  readonly begin: (input: unknown) => void;
  readonly end: () => Promise<unknown>;
}

/** Ends the process, with the input in question, where an answer takes too long. */
export function watch(): Watch {
  const count = new Int32Array(new SharedArrayBuffer(8));
  const text = new Uint8Array(new SharedArrayBuffer(longest));
  const bytes = new Uint8Array(longest);
  const worker = new Worker(watching, { eval: true, workerData: { count, text, patience } });
  worker.unref();
  return {
    begin: (input) => {
      const { written } = new TextEncoder().encodeInto(typeof input === 'string' ? input : `${input}`, bytes);
      text.set(bytes.subarray(0, written));
      Atomics.store(count, 1, written);
      Atomics.add(count, 0, 1);
    },
    end: () => worker.terminate(),
  };
}
