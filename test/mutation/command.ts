/** `npm run mutate -- [--count N] [--seed N] [--misses] [FILE...]`: all mutants of the files, or a sample of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lineIndex } from '../../grammar/position.js';
import { repairText } from '../../src/report/repair.js';
import { type Finding, type Mutant, Subject, sampled } from './mutants.js';
import { header, Tally } from './tally.js';

const { values, positionals } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string', default: '1' }, misses: { type: 'boolean' } },
  allowPositionals: true,
});

const folder = 'proofs';
const files =
  positionals.length > 0
    ? positionals
    : readdirSync(folder)
        .filter((name) => name.endsWith('.expr'))
        .map((name) => `${folder}/${name}`);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const subjects = files.map((file) => new Subject(file, readFileSync(file, 'utf8')));
const all = subjects.flatMap((subject) => subject.mutants().map((mutant) => ({ subject, mutant })));
const count = values.count === undefined ? all.length : Number(values.count);
const chosen = count < all.length ? sampled(all, count, Number(values.seed)) : all;
say(`${chosen.length} of ${all.length} mutants, seed ${values.seed}\n\n${header}`);

const whole = new Tally();
const survivors: string[] = [];
for (const subject of subjects) {
  const own = new Tally();
  for (const { mutant } of chosen.filter((one) => one.subject === subject)) {
    const finding = subject.finding(mutant);
    if (finding === null) continue;
    own.add(finding);
    whole.add(finding);
    if (finding.class === 'survivor') survivors.push(described(subject, mutant, finding));
    const isAsked = finding.class === 'refuted' || finding.class === 'malformed';
    if (values.misses === true && isAsked && finding.givesBack !== 0) say(described(subject, mutant, finding));
  }
  say(own.row(subject.file));
}
say(whole.row('all'));
say(survivors.length === 0 ? '\nno survivor' : `\nsurvivors:\n${survivors.join('\n')}`);
process.exitCode = survivors.length === 0 ? 0 : 1;

function described({ file, source }: Subject, { name, edit, source: edited }: Mutant, found: Finding): string {
  const { line, column } = lineIndex(source).at(edit.span.start);
  const from = source.slice(edit.span.start, edit.span.end).replace(/\s+/g, ' ');
  const lines = lineIndex(edited);
  const repairs = found.repairs.map((repair) => `    ${repairText(repair, lines)}`);
  return [
    `  ${file}:${line}:${column} ${name}, ${edit.kind}: '${from}' -> '${edit.text}'; ${found.said}`,
    ...repairs,
  ].join('\n');
}
