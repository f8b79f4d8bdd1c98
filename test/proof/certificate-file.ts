/** Certificates of files and of short texts, and what the kernel alone says of them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type Digest, type Sections, seal } from '../../src/certificate/certificate.js';
import type { Json } from '../../src/certificate/codec.js';
import { isAccepted, type Outside, type Replay, replay } from '../../src/certificate/replay.js';
import { certify, replayCertificate } from '../../src/check/certificates.js';
import { theory } from '../../src/rules/table.js';
import { printTerm } from '../../src/syntax/print.js';

export const files = readdirSync('proofs')
  .filter((name) => name.endsWith('.expr'))
  .map((name) => `proofs/${name}`);

export const source = (file: string): string => readFileSync(file, 'utf8');

export const digest: Digest = (text) => createHash('sha256').update(text).digest('hex');

export const noImports = (path: string): never => {
  throw new Error(`there is no ${path}`);
};

export const certificateOf = (text: string, file = 'test.expr'): string => certify({ file, source: text }, noImports);

/** The kernel without a parser: nothing but the certificate itself is looked at. */
export const alone: Outside = { theory: theory(), digest, print: printTerm, elaborate: null };

/** With the texts in the certificate read again, as the command does. */
export const withTexts = (certificate: string) => replayCertificate(certificate, null, noImports);

/** An object or a list of JSON that a test may change. */
// biome-ignore lint/suspicious/noExplicitAny: the point of these tests is to put anything anywhere.
export type Loose = any;

/** A certificate with something changed and, as a forger would, a digest of what it is now. */
export function forged(certificate: string, change: (json: Loose) => void): string {
  const json: Loose = JSON.parse(certificate);
  change(json);
  return resealed(json);
}

export const resealed = (json: Readonly<Record<string, Json>>): string => seal(json as unknown as Sections, digest);

/** What is said of a certificate: that it is accepted, or the first reason why not. */
export function verdictOn(certificate: string, outside: Outside = alone): string {
  const result = replay(certificate, outside);
  if (isAccepted(result)) return 'accepted';
  return result.outcome === 'rejected' ? `${result.at}: ${result.reason}` : objectionIn(result);
}

function objectionIn({ claims }: Extract<Replay, { outcome: 'replayed' }>): string {
  const claim = claims.find(({ objection }) => objection !== null);
  const { step, reason } = claim?.objection ?? { step: null, reason: '' };
  return `${claim?.label}${step === null ? '' : `, step ${step}`}: ${reason}`;
}
