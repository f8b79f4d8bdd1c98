import { describe, expect, it } from 'vitest';
import { parse } from '../../grammar/parse.js';
import { edits, sample } from '../oracle/edits.js';
import { handEdits } from '../oracle/hand-edits.js';
import { judge, type Verdict } from '../oracle/judge.js';
import { isRight, outcome } from './edit-outcome.js';
import { read } from './files.js';

const source = read('proofs/ch6.expr');
const file = parse(source);

/** As many as a run of the tests can afford; `npm run edits` takes every edit there is. */
const all = edits(source, file);
const count = process.env['DERIVECHECK_EDITS'] === 'all' ? all.length : 250;
const chosen = sample(all, count, 1);

describe('single edits of ch6.expr', () => {
  const tally = new Map<Verdict, number>();

  it.each(chosen.map((edit) => ({ name: `${edit.derivation}.${edit.step} ${edit.kind}: ${edit.description}`, edit })))(
    '$name',
    ({ edit }) => {
      const judgement = judge(parse(edit.text), edit.derivation, edit.step);
      tally.set(judgement.verdict, (tally.get(judgement.verdict) ?? 0) + 1);
      const said = outcome(edit.text, edit.derivation, edit.step);
      expect({ said, right: isRight(judgement.verdict, said), judgement: judgement.verdict }).toMatchObject({
        right: true,
      });
    },
  );

  it('held enough edits of every judgement to mean something', () => {
    expect(chosen).toHaveLength(count);
    for (const verdict of ['false', 'vacuous-false', 'meaningless', 'true'] as const)
      expect(tally.get(verdict) ?? 0).toBeGreaterThan(20);
  });
});

/** The labels of a person, in the words of the oracle. */
const judgements = { true: 'true', false: 'false', malformed: 'meaningless', vacuous: 'vacuous-false' } as const;

describe('edits labelled by hand', () => {
  it.each(handEdits.map((edit) => ({ name: `${edit.derivation}.${edit.step}: ${edit.why} (${edit.label})`, edit })))(
    '$name',
    ({ edit }) => {
      const said = outcome(applied(edit), edit.derivation, edit.step);
      expect({ said, right: isRight(judgements[edit.label], said) }).toMatchObject({ right: true });
    },
  );
});

/** The text with the first occurrence of a fragment in a step's right side replaced. */
function applied(edit: (typeof handEdits)[number]): string {
  const derivation = file.statements.find((s) => s.kind === 'derivation' && s.label?.text === edit.derivation);
  const step = derivation?.kind === 'derivation' ? derivation.steps[edit.step - 1] : undefined;
  if (step === undefined) throw new Error(`no step ${edit.derivation}.${edit.step}`);
  const at = source.indexOf(edit.find, step.right.span.start);
  if (at < 0 || at >= step.right.span.end)
    throw new Error(`'${edit.find}' does not stand in ${edit.derivation}.${edit.step}`);
  return source.slice(0, at) + edit.replace + source.slice(at + edit.find.length);
}
