/** One sentence on why a step is no plain pass. */
import type { StepResult, Verdict } from '../check/verdict.js';
import type { PassOptions } from './exit-status.js';

const defaults: Readonly<Record<Verdict, string | null>> = {
  proved: null,
  witnessed: null,
  confirmed: null,
  refuted: 'this line does not follow from the line above',
  malformed: 'this line has no meaning',
  undecided: 'the evidence is too weak to decide',
  conflict: 'proved and refuted at once: this is a mistake of derivecheck, please report it',
};

/** The checker's own reason, or a plain sentence where it gave none; null for a plain pass. */
export function reasonOf(step: StepResult, options: PassOptions): string | null {
  const reason = step.reason ?? defaults[step.verdict];
  if (options.proved && step.verdict === 'confirmed') {
    const why = [reason, step.unproved].filter((part) => part !== null);
    return ['no proof was found, and --proved asks for one', ...why].join(': ');
  }
  return reason;
}
