/** The replay of certificates, by the kernel alone. */
import { createHash } from 'node:crypto';
import { isAccepted, type Outside, replay } from '../src/kernel/replay.js';
import { theory } from '../src/rules/table.js';
import { printTerm } from '../src/syntax/print.js';

const outside = (): Outside => ({
  theory: theory(),
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  print: printTerm,
  elaborate: null,
});

/** Goes through a certificate again. Throws where a claim of it is not proved. */
export function replayed(certificate: string): void {
  const found = replay(certificate, outside());
  if (isAccepted(found)) return;
  const reason = found.outcome === 'rejected' ? found.reason : found.claims.find((c) => c.objection)?.objection?.reason;
  throw new Error(`a certificate was not accepted: ${reason}`);
}
