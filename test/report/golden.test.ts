/** Whole reports, compared with files that were read by a person (`npx vitest -u` writes them anew: read them again). */
import { expect, test } from 'vitest';
import { defaultOptions } from '../../src/check/options.js';
import { explained, explainedJson } from '../../src/report/explain.js';
import { github } from '../../src/report/github.js';
import { json, type Run } from '../../src/report/json.js';
import { type PrettyOptions, pretty, prettyTotal } from '../../src/report/pretty.js';
import { replayed, replayedJson } from '../../src/report/replay.js';
import { rulesJson, rulesTable } from '../../src/report/rules.js';
import { explanation, replay, sections } from './proof-sample.js';
import { fileWith, sample } from './sample.js';

const plain: PrettyOptions = { strict: false, proved: false, width: 100, colors: false };

const run: Run = {
  version: '0.0.0',
  options: { ...defaultOptions, strict: false, proved: false },
  status: 3,
  errors: ["--only: no derivation is labelled 'x'"],
  files: [
    { tag: 'checked', result: sample, errors: ['cannot import ../a.expr: it is outside the folder of a.expr'] },
    { tag: 'failed', file: 'missing.expr', status: 2, errors: ['no such file'] },
  ],
};

const visibleEscapes = (text: string): string => text.replaceAll('\u001b', '\\e');

test.each<[string, string]>([
  ['pretty.txt', pretty(sample, plain)],
  ['pretty-narrow.txt', pretty(sample, { ...plain, width: 56 })],
  ['pretty-strict-proved.txt', pretty(sample, { ...plain, strict: true, proved: true })],
  ['pretty-colors.txt', visibleEscapes(pretty(sample, { ...plain, colors: true }))],
  ['pretty-pass.txt', pretty(fileWith('confirmed'), plain)],
  ['pretty-empty.txt', pretty({ ...sample, problems: [], warnings: [], derivations: [], assumptions: [] }, plain)],
  ['pretty-total.txt', prettyTotal([sample, fileWith('confirmed')], plain)],
  ['github.txt', github(sample, 'proofs/everything.expr', plain)],
  ['github-strict-proved.txt', github(sample, 'proofs/everything.expr', { strict: true, proved: true })],
  ['report.json', json(run)],
  ['explain.txt', explained(explanation, plain)],
  ['explain-narrow.txt', explained(explanation, { ...plain, width: 48 })],
  ['explain-colors.txt', visibleEscapes(explained(explanation, { ...plain, colors: true }))],
  ['explain.json', explainedJson('6.9', 1, [explanation])],
  ['rules.txt', rulesTable(sections, plain)],
  ['rules-narrow.txt', rulesTable(sections, { ...plain, width: 60 })],
  ['rules.json', rulesJson(sections)],
  ['replay.txt', replayed('ch6.json', replay, plain)],
  [
    'replay-accepted.txt',
    replayed('ch6.json', { ...replay, claims: replay.claims.slice(0, 1), differences: [] }, plain),
  ],
  ['replay.json', replayedJson('ch6.json', 1, replay)],
])('%s', async (name, text) => {
  await expect(text).toMatchFileSnapshot(`golden/${name}`);
});
