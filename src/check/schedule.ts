/** Checks of texts whose numbers are found elsewhere while the proofs go on. The results are those of `checkDocument`. */
import { setImmediate as pause } from 'node:timers/promises';
import { type Input, Plan, type Planned } from './document.js';
import type { CheckOptions } from './options.js';
import type { Question } from './question.js';
import type { Judged } from './step.js';
import type { FileResult, StepResult } from './verdict.js';

/** Finds the answers to questions: the plan's own judge does it here, whoever gets the plan's texts elsewhere. */
export interface Numbers {
  /** `left`: how many steps of the plan are not yet asked for, this one among them. */
  answer(question: Question, plan: Plan, left: number): Promise<Judged>;
}

/** A check all of whose questions have been asked. */
export interface Begun {
  readonly result: Promise<FileResult>;
}

/**
 * Proves the steps of a text one after the other, and asks for the numbers of each as soon as its proof has been
 * sought. Between steps the thread is free for what else it has to do. Mistakes of ours reject the result.
 */
export async function beginDocument(
  input: Input,
  options: CheckOptions,
  load: (path: string) => string,
  numbers: Numbers,
): Promise<Begun> {
  const plan = new Plan(input, options, load);
  const results: Promise<StepResult>[] = [];
  let done = 0;
  const resultOf = async (planned: Planned, left: number): Promise<StepResult> => {
    const result =
      'question' in planned ? planned.finish(await numbers.answer(planned.question, plan, left)) : planned.result;
    options.onProgress?.(++done, plan.total, result);
    return result;
  };
  let hasFailed = false;
  for (const planned of plan.steps()) {
    // What has come for this thread during the proof is heard before the numbers, which may be found here and listen to
    // an interrupt of their own alone.
    await pause();
    if (hasFailed) break;
    const result = resultOf(planned, plan.total - results.length);
    result.catch(() => {
      hasFailed = true;
    });
    results.push(result);
  }
  return { result: Promise.all(results).then((all) => plan.result(all)) };
}
