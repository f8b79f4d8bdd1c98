/** The benchmarks of proofs, numbers and the command; prints a page of results. */
import { cpus, totalmem } from 'node:os';
import { besideScript, besideSympy, structures } from './command.js';
import { growth } from './growth.js';
import { kernelRates } from './kernels/kernels.js';
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

The last columns say how often more ten times, or three times, the terms cost: 10, or 3, is linear.

${growth()}

## The array kernels

Millions of samples a second on one core, in this run. The means are of draws that are there already.

${kernelRates()}

## The whole command

Built, from the start of the process to its end; the median of nine, alternately.

${besideSympy()}

With up to 2^20 samples a line, beside a script in NumPy that makes as many; the median of three. The command stops a line
as soon as its draws decide it, and makes few for lines that are proved unless it is to be thorough.

${besideScript()}

## Growth with plates and chains

The command on one line, its start included, in milliseconds.

${structures()}

## Two workers

The built command, start and proofs included.

${workers()}
`;

process.stdout.write(page);
