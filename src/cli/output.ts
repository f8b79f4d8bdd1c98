/** The streams that the command writes to, and the one line of progress. */
import { shorten, visible } from '../report/text.js';

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; what is no terminal has a fixed number, so that output does not depend on the window. */
  readonly columns: number;
}

const columnsWithoutTerminal = 100;

/** A stream as an output that falls silent when its reader has gone away (`check ... | head`). */
export function streamOutput(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    open = false;
  });
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTerminal,
    columns: isTerminal ? stream.columns || columnsWithoutTerminal : columnsWithoutTerminal,
  };
}

const quietMilliseconds = 1000;
const betweenMilliseconds = 100;

export interface Progress {
  readonly onProgress: (done: number, total: number) => void;
  /** Takes the line off the terminal again. */
  readonly erase: () => void;
}

/** A line on standard error after one second of work, rewritten in place; nothing where that is no terminal. */
export function progressLine(file: string, output: Output, now: () => number): Progress {
  const started = now();
  let shownAt: number | null = null;
  return {
    onProgress: (done, total) => {
      const time = now();
      const due = shownAt === null ? started + quietMilliseconds : shownAt + betweenMilliseconds;
      if (!output.isTerminal || time < due) return;
      shownAt = time;
      const line = `checking ${visible(file)}: ${done} of ${total} steps`;
      output.write(`\r\x1b[K${shorten(line, output.columns - 1)}`);
    },
    erase: () => {
      if (shownAt !== null) output.write('\r\x1b[K');
      shownAt = null;
    },
  };
}
