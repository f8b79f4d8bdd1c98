/** What the program says of a single edited step, and whether that does justice to what the oracle says. */
import { checkDocument } from '../../src/check/document.js';
import { defaultOptions } from '../../src/check/options.js';
import type { Verdict } from '../oracle/judge.js';

/** Few draws: whatever is false in a finite model is refuted without any. */
const options = { ...defaultOptions, samples: 4096, repairs: 0 };

/** The verdict on one step of an edited text, its warnings behind it: `refuted`, `proved vacuous`. */
export function outcome(text: string, derivation: string, step: number): string {
  const only = `${derivation}.${step}`;
  const result = checkDocument({ file: 'edited.expr', source: text }, { ...options, only }, () => '');
  const found = result.derivations.flatMap((d) => d.steps)[0];
  if (result.problems.length > 0 || found === undefined) return 'malformed';
  const undefinedSide =
    found.reason?.includes('no number') || found.reason?.includes('finite number') ? ['without a value'] : [];
  return [found.verdict, ...undefinedSide, ...found.warnings.map((warning) => warning.code)].join(' ');
}

/**
 * The outcomes that are right for each judgement: what is false must be refuted, malformed or warned of (a line whose
 * side is no number anywhere stays undecided, and says so); a true line must not be called wrong, nor warned of.
 */
export function isRight(judgement: Verdict, said: string): boolean {
  switch (judgement) {
    case 'false':
      return /refuted|malformed|vacuous|without a value/.test(said);
    case 'vacuous-false':
      return /vacuous|refuted|malformed/.test(said);
    case 'meaningless':
      return /malformed|refuted/.test(said);
    case 'true':
      return /^(proved|confirmed|witnessed|undecided)$/.test(said);
  }
}
