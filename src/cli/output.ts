/** The streams that the command writes to. */

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
