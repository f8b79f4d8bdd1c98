/** What the line above says when it is rewritten by the reasons that the author gives for the next: as that may have been meant. */
import type { Kernel } from '../kernel/kernel.js';
import type { Term } from '../kernel/term.js';
import { byDeclarations, byFamily } from '../proof/by-family.js';
import { atEachPlace, normalForm, type Strategy } from '../proof/strategy.js';
import { theory } from '../rules/table.js';

/** Reasons beyond these say little of the line. */
const mostReasons = 4;
/** Places at which a reason is tried. */
const mostPlaces = 12;

/** The term rewritten by each reason at one place, and at all by one reason after the other. */
export function reasonedForms(term: Term, reasons: readonly string[], kernel: Kernel): readonly Term[] {
  const { identity } = kernel;
  const forms = new Map<number, Term>();
  const keep = (form: Term): void => {
    if (!identity.same(form, term) && !forms.has(identity.of(form))) forms.set(identity.of(form), form);
  };
  let whole = term;
  for (const reason of reasons.slice(0, mostReasons)) {
    const steps = stepsBy(reason, whole, kernel);
    for (const step of steps)
      for (const { statement } of some(atEachPlace(step, term, kernel), mostPlaces)) keep(statement.right);
    const [step] = steps;
    whole = (step === undefined ? null : normalForm(step)(whole, kernel))?.statement.right ?? whole;
    keep(whole);
  }
  return [...forms.values()];
}

/** What is declared, where that says something of the term; else the rows of the family, forward and backward. */
function stepsBy(reason: string, term: Term, kernel: Kernel): readonly Strategy[] {
  const declared = byDeclarations(reason);
  if (declared !== null && !atEachPlace(declared, term, kernel).next().done) return [declared];
  return [byFamily(reason, theory()), byFamily(reason, theory(), 'backward')].filter((step) => step !== null);
}

function* some<T>(all: Iterable<T>, most: number): Generator<T> {
  let left = most;
  for (const one of all) {
    if (left-- === 0) return;
    yield one;
  }
}
