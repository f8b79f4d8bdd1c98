/** The benchmarks of proof search, replay and worker threads; prints a page of results. */
import { cpus, totalmem } from 'node:os';
import { growth } from './growth.js';
import { replays, search } from './steps.js';
import { workers } from './workers.js';

const gibibytes = Math.round(totalmem() / 2 ** 30);
const machine = `Node ${process.versions.node}, ${cpus().length} processors, ${gibibytes} GiB of memory`;

const page = `# Benchmarks

Written by \`npm run bench\`. Times are milliseconds, of processor time for the search, by the clock where the least of many runs is
taken: ${machine}.

## Search for the proofs of \`proofs/\`, a step

${search()}

## Replay of the certificates of \`proofs/\`

By the kernel, which reads the certificate, makes every step again and holds each claim against its theorem.

${replays()}

## Growth with the number of terms

The last columns say how often more ten times the terms cost: 10 is linear.

${growth()}

## Two workers

The built command, start and proofs included.

${workers()}
`;

process.stdout.write(page);
