/** What a worker does: it reads the text that it is sent, and answers questions on it. */
import { type Judge, judgeOf, type Question } from '../check/question.js';
import type { Judged } from '../check/step.js';

export interface Task {
  /** The same number for the same texts. */
  readonly document: number;
  /** The texts as JSON in UTF-8, shared so that they are not copied with each question. */
  readonly texts: SharedArrayBuffer;
  readonly question: Question;
}

/** Questions come text by text, so that one is kept. */
let read: { readonly document: number; readonly judge: Judge } | null = null;

export function answer({ document, texts, question }: Task): Judged {
  if (read?.document !== document) read = { document, judge: judgeOf(JSON.parse(Buffer.from(texts).toString())) };
  return read.judge.answer(question);
}
