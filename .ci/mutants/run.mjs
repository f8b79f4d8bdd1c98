/**
 * `npm run mutate:kernel -- [FILE...]`: small slips in the files of src/kernel (all, or those named, without `.ts`), and
 * whether the kernel's tests see them. Survivors are held against `survivors.json`: one that is not there fails, as does
 * one that is there and survives no more. `--accept` writes the survivors of the files run, and keeps what is said of
 * those that it had.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(folder));
const known = join(folder, 'survivors.json');

/** The text between two places, which count from one; of several lines the first. */
function textAt(lines, { start, end }) {
  const line = lines[start.line - 1];
  return start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} ...`;
}

/** A mutant by its text, which stays when lines are put in above. */
function entryOf(lines, { location, replacement }) {
  const line = lines[location.start.line - 1].trim();
  return { line, from: textAt(lines, location), to: replacement.split(/\s+/).join(' ') };
}

const keyOf = ({ line, from, to }) => JSON.stringify([line, from, to]);

/** The entries of one list that the other lacks, counted where they are the same. */
function beyond(entries, others) {
  const left = others.map(keyOf);
  return entries.filter((entry) => {
    const at = left.indexOf(keyOf(entry));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

function summary(file, mutants) {
  const [killed, timeout, survived, uncovered] = statuses.map(
    (s) => mutants.filter(({ status }) => status === s).length,
  );
  const all = killed + timeout + survived + uncovered;
  const score = all === 0 ? 100 : (100 * (killed + timeout)) / all;
  const counts = [all, killed, timeout, survived, uncovered].map((n) => `${n}`.padStart(10)).join('');
  return `${file.padEnd(20)}${counts}${score.toFixed(1).padStart(8)} %`;
}

const words = process.argv.slice(2);
const accept = words.includes('--accept');
const files = words.filter((word) => !word.startsWith('--')).map((name) => `src/kernel/${name}.ts`);
const stryker = join(
  dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js',
);
const mutate = files.length === 0 ? [] : ['--mutate', files.join()];
const { status } = spawnSync(process.execPath, [stryker, 'run', join(folder, 'stryker.config.json'), ...mutate], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const report = JSON.parse(readFileSync(join(root, '.stryker/report.json'), 'utf8'));
const survivors = JSON.parse(readFileSync(known, 'utf8'));
let failed = false;
process.stdout.write(
  `${''.padEnd(20)}${['mutants', 'killed', 'timeout', 'survived', 'uncovered'].map((w) => w.padStart(10)).join('')}   score\n`,
);
const all = [];
for (const [path, { source, mutants }] of Object.entries(report.files)) {
  const name = path.split('/').at(-1);
  const lines = source.split('\n');
  const found = mutants
    .filter((mutant) => mutant.status === 'Survived' || mutant.status === 'NoCoverage')
    .map((mutant) => entryOf(lines, mutant));
  all.push(...mutants);
  process.stdout.write(`${summary(name, mutants)}\n`);
  const before = survivors[name] ?? [];
  const [fresh, gone] = [beyond(found, before), beyond(before, found)];
  for (const { line, from, to } of fresh) process.stdout.write(`  survives: ${from} -> ${to}\n    in ${line}\n`);
  for (const { line, from, to } of gone) process.stdout.write(`  survives no more: ${from} -> ${to}\n    in ${line}\n`);
  failed ||= fresh.length + gone.length > 0;
  const why = new Map(before.map((entry) => [keyOf(entry), entry.why]));
  survivors[name] = found.map((entry) => ({ ...entry, why: why.get(keyOf(entry)) ?? '' }));
}
process.stdout.write(`${summary('all', all)}\n`);
if (accept) writeFileSync(known, `${JSON.stringify(survivors, null, 2)}\n`);
process.exitCode = failed && !accept ? 1 : 0;
