/** The replay of certificates, by the kernel alone. */
import { createHash } from 'node:crypto';
import { readCertificate } from '../src/certificate/certificate.js';
import { type Outside, replay, verify } from '../src/certificate/replay.js';
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
  if (found.outcome === 'rejected') throw new Error(`a certificate was rejected: ${found.reason}`);
  const refused = found.claims.find(({ objection }) => objection !== null);
  if (refused !== undefined) throw new Error(`${refused.label} was not accepted: ${refused.objection?.reason}`);
}

/** Reads a certificate, and returns what the kernel has to do with it. */
export function read(certificate: string): () => void {
  const { theory, digest } = outside();
  const { model, rules, steps, claims } = readCertificate(certificate, theory, digest);
  return () => {
    if (verify(model, rules, steps, claims).some(({ objection }) => objection !== null))
      throw new Error('a claim was not accepted');
  };
}
