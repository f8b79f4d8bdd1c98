#!/usr/bin/env node
/** The command's process. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { StartWorkers } from './cli/main.js';
import { compiled, started } from './cli/program.js';

const file = fileURLToPath(new URL('program.cjs', import.meta.url));
const script = compiled(file);

// Node 20's V8 optimises a function after little more than its first call. In a run of a second most of that work is
// done for nothing, and again when a term of another kind comes by; what is hot for long is optimised all the same.
// Only after the program was compiled: code that was kept under other flags is refused.
const isKnown = process.versions.v8.startsWith('11.');
if (isKnown) setFlagsFromString('--interrupt-budget=600000');

// A heap may grow to four times what is in use before it is collected. In a run of seconds that saves time; one that goes
// on is no slower with half as much again, and takes half the memory.
if (isKnown) setTimeout(() => setFlagsFromString('--heap-growing-percent=50'), 5000).unref();

/** The pool is a module of its own, which few runs load; a script like the program cannot load modules. */
const startWorkers: StartWorkers = async (threads) => {
  const { Pool } = await import('./cli/pool.js');
  return new Pool(new URL('worker.js', import.meta.url), threads);
};

await started(script, file).main(process.argv.slice(2), startWorkers);
